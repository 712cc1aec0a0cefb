# `make` alone lists what there is.  Set-up is part of every target: it makes .venv and fills it once, and again
# when pyproject.toml or constraints.txt change.  Another Python: make test PYTHON=/path/to/python3.12

.DEFAULT_GOAL := help
.PHONY: help demo test check docs bench fuzz peers soak mutate clean

PYTHON ?= python3.13 python3.12 python3.11 python3
BIN := .venv/bin
ICALJS := 2.2.1
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | awk -F '|' '{ printf "make %-8s %s\n", $$1, $$2 }'

demo: .venv/demo.stamp ## play one campaign from plan to calendar
	@$(BIN)/python examples/demo.py

test: check docs ## everything that must hold: check, docs, tests with coverage
	@echo "Tests: pytest, with branch coverage"
	@$(BIN)/pytest --quiet --numprocesses auto --cov --cov-report term
	@echo "All in order: format, lint, types, contracts, docs, tests and coverage."

check: .venv/all.stamp ## format, lint, types, contracts
	@echo "Format: ruff format"
	@$(BIN)/ruff format --quiet --check . || { $(BIN)/ruff format --check . ; echo "Mend it with $(BIN)/ruff format"; exit 1; }
	@echo "Lint: ruff check"
	@$(BIN)/ruff check --quiet .
	@echo "Types: mypy"
	@$(BIN)/mypy --no-error-summary
	@echo "Contracts: import-linter"
	@$(BIN)/lint-imports > .venv/contracts.log 2>&1 || { cat .venv/contracts.log; exit 1; }

docs: .venv/all.stamp ## build the documentation into docs/_build; warnings are errors
	@echo "Docs: sphinx-build"
	@$(BIN)/sphinx-build -n -W --keep-going -q -E -b html docs docs/_build/html

bench: .venv/all.stamp ## time the library side by side with its peers
	@$(BIN)/python benchmarks/run.py

fuzz: .venv/all.stamp ## feed broken plan files and calendars to the readers
	@$(BIN)/python tests/fuzz/run.py

peers: .venv/all.stamp .venv-peers/made.stamp ## let calendar clients and servers that nobody here wrote have our calendars
	@test -e .venv-peers/node_modules/ical.js || ! command -v npm > .venv-peers/npm.log || \
	  npm install --silent --no-audit --no-fund --prefix .venv-peers ical.js@$(ICALJS) >> .venv-peers/npm.log 2>&1 || \
	  { cat .venv-peers/npm.log; echo "npm could not install ical.js; its message stands above."; }
	@$(BIN)/python -m tests.peers.found
	@echo "Tests: pytest, tests/peers"
	@$(BIN)/pytest --quiet --numprocesses auto tests/peers

soak: .venv/all.stamp ## kill and race processes on one file, play the office at random
	@$(BIN)/python tests/soak/run.py

mutate: .venv/all.stamp .venv-mutate/made.stamp ## plant random faults in dates, gate, journal and workflow, count those the tests notice
	@$(BIN)/python tools/mutate.py

clean: ## remove .venv and everything else that make has made
	@rm -rf .venv .venv-bench .venv-mutate .venv-peers docs/_build build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/all.stamp: .venv/made.stamp pyproject.toml constraints.txt
	@echo "Installing campaignflow with everything its tests and docs need (a few minutes the first time)"
	@$(PIP) -e ".[all,dev,docs]" > .venv/pip.log 2>&1 || { cat .venv/pip.log; echo "pip could not install campaignflow; its message stands above."; exit 1; }
	@touch .venv/demo.stamp $@

.venv/demo.stamp: .venv/made.stamp pyproject.toml constraints.txt
	@echo "Installing campaignflow with its command line (a minute the first time)"
	@$(PIP) -e ".[cli]" > .venv/pip.log 2>&1 || { cat .venv/pip.log; echo "pip could not install campaignflow; its message stands above."; exit 1; }
	@touch $@

.venv-mutate/made.stamp: .venv/made.stamp
	@echo "Installing cosmic-ray into .venv-mutate"
	@$(BIN)/python -m venv --clear .venv-mutate && .venv-mutate/bin/pip --disable-pip-version-check install --quiet cosmic-ray==8.7.0 && touch $@

.venv-peers/made.stamp: .venv/made.stamp tests/peers/requirements.txt
	@echo "Installing khal, todoman, vdirsyncer, radicale and xandikos into .venv-peers (a minute the first time)"
	@$(BIN)/python -m venv --clear .venv-peers
	@.venv-peers/bin/pip --disable-pip-version-check install --quiet -r tests/peers/requirements.txt > .venv-peers/pip.log 2>&1 || \
	  { cat .venv-peers/pip.log; echo "pip could not install the peers; its message stands above."; exit 1; }
	@touch $@

.venv/made.stamp:
	@for python in $(PYTHON); do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { bare="$$python"; continue; }; \
	  echo "Making .venv with $$("$$python" --version)"; \
	  "$$python" -m venv --clear .venv && touch $@ && exit 0; \
	  echo "$$python could not make .venv; its message stands above."; exit 1; \
	done; \
	if [ -n "$$bare" ]; then \
	  echo "$$bare has no venv module; install it (Debian and Ubuntu: apt install python3-venv) and run make again."; \
	else \
	  echo "campaignflow needs Python 3.11, 3.12 or 3.13, and none was found as: $(PYTHON)."; \
	  echo "Install one, or say where it is: make PYTHON=/path/to/python3.12"; \
	fi; exit 1

"""The page on testing plugins: its rules are the rules there are, and its tests run as printed."""

import re
import subprocess
import sys

from campaignflow.testing import RULES
from tests.docs import ROOT
from tests.docs.markdown import fences

PAGE = ROOT / "docs" / "reference" / "testing-plugins.md"


def test_the_page_lists_the_rules_as_they_are():
    rows = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert rows == [(name, rule.sentence) for name, rule in RULES.items()]


def test_its_tests_run_as_printed(tmp_path):
    contract, conftest, *others = [
        one.text for one in fences(PAGE.read_text(encoding="utf-8")) if one.language == "py"
    ]
    (tmp_path / "conftest.py").write_text(conftest, encoding="utf-8")
    (tmp_path / "test_audit.py").write_text("\n\n".join([contract, *others]), encoding="utf-8")
    plugin = (ROOT / "tests" / "testing" / "audit.py").read_text(encoding="utf-8")
    (tmp_path / "office_audit.py").write_text(plugin, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{len(RULES) + 2} passed" in ran.stdout

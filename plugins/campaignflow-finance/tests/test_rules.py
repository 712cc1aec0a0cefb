"""How rules are written, found, refused, and put on record."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import campaignflow as cf
import campaignflow_finance
from campaignflow_finance import RulesError

SPRING = "campaign:river-2027/spring"
TOML = """\
version = "2027-1"
source = "经费审批办法"

[[thresholds]]
step = "audit"
title = "审计审核"
by = ["auditor"]
above = "3万元"
sum = "programme"
due = "3 workdays"
after = ["finance"]

[[funds]]
categories = ["special"]
never_for = ["礼品"]
step = "steward"
by = ["special-steward"]
"""
YAML = """\
version: 2027-1
source: 经费审批办法
thresholds:
  - step: audit
    title: 审计审核
    by: [auditor]
    above: 3万元
    sum: programme
    due: 3 workdays
    after: [finance]
funds:
  - {categories: [special], never_for: [礼品], step: steward, by: [special-steward]}
"""
AUDIT = {"step": "audit", "by": "auditor", "above": "5万元"}


def audit(**more: Any) -> dict[str, Any]:
    return {"version": "1", "thresholds": [{**AUDIT, **more}]}


def fund(**said: Any) -> dict[str, Any]:
    return {"version": "1", "funds": [said]}


def said(given: Any) -> RulesError:
    with pytest.raises(RulesError) as caught:
        campaignflow_finance.rules(given)
    return caught.value


def test_toml_and_yaml_say_the_same(written) -> None:
    one = campaignflow_finance.rules(written("rules.toml", TOML))
    other = campaignflow_finance.rules(str(written("rules.yaml", YAML)))
    assert one.rules == other.rules
    assert one.__version__ == other.__version__


def test_code_says_the_same_as_a_file(written) -> None:
    given = {
        "version": "2027-1",
        "source": "经费审批办法",
        "thresholds": [
            {"step": "audit", "title": "审计审核", "by": ["auditor"], "above": "3万元", "sum": "programme",
             "due": "3 workdays", "after": ["finance"]}
        ],
        "funds": [
            {"categories": ["special"], "never_for": ["礼品"], "step": "steward", "by": ["special-steward"]}
        ],
    }  # fmt: skip
    assert (
        campaignflow_finance.rules(given).rules == campaignflow_finance.rules(written("r.toml", TOML)).rules
    )


@pytest.mark.parametrize(
    ("given", "en"),
    [
        ([], "rules: this takes keys with values"),
        ({"thresholds": [AUDIT]}, "rules: version: write a text"),
        ({"version": 1.5, "thresholds": [AUDIT]}, "rules: version: write a text"),
        ({"version": "1"}, "rules: there is no rule in it; write `thresholds` or `funds`"),
        ({"version": "1", "treshold": []}, "rules: “treshold” is not known here; did you mean thresholds?"),
        ({"version": "1", "thresholds": AUDIT}, "rules: thresholds: this takes a list of rules"),
        ({"version": "1", "thresholds": ["x"]}, "rules: thresholds 1: this takes keys with values"),
        ({"version": "1", "thresholds": [AUDIT, {"step": "x"}]}, "rules: thresholds 2: a threshold takes"),
        (audit(above="50000"), "rules: thresholds 1: above: write an amount"),
        (audit(above="-5 CNY"), "rules: thresholds 1: above: write an amount"),
        (audit(above=5e4), "rules: thresholds 1: above: "),
        (audit(above="much"), "rules: thresholds 1: above: "),
        (audit(sum="year"), "rules: thresholds 1: sum: this is one of campaign"),
        (audit(dew="3 workdays"), "rules: thresholds 1: “dew” is not known here; did you mean due?"),
        (audit(due="3 foo"), "rules: thresholds 1: "),
        (audit(step="au dit"), "rules: thresholds 1: The id"),
        (audit(sum="fund", categories=["special"]), "rules: thresholds 1: with `sum: fund`"),
        ({"version": "1", "thresholds": [AUDIT, {**AUDIT, "by": "x"}]}, "rules: the step audit stands"),
        (fund(currency="CNY"), "rules: funds 1: name the `funds`"),
        (fund(funds="a", currency="yuan"), "rules: funds 1: currency: "),
        (fund(funds="a", never="x"), "rules: funds 1: “never” is not known here"),
        (fund(categories="big"), "rules: funds 1: categories: this is one of"),
        (fund(funds=[1]), "rules: funds 1: funds: write a word"),
        ({"version": "1", "every_line_names_a_fund": "yes"}, "rules: every_line_names_a_fund: write true or"),
        ({"version": "1", "thresholds": [AUDIT], "language": "fr"}, "rules: language: this is one of zh, en"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(given: Any, en: str) -> None:
    error = said(given) if isinstance(given, dict) else None
    if error is None:
        with pytest.raises(RulesError) as caught:
            campaignflow_finance.reading.read(given, "rules")
        error = caught.value
    assert error.en.startswith(en)
    assert error.zh.startswith("rules")
    assert str(error) == f"{error.zh} / {error.en}"


@pytest.mark.parametrize(
    ("name", "text", "en"),
    [
        ("r.ini", "", "a file of rules ends in .toml, .yaml or .yml"),
        ("r.toml", "version = ", "cannot be read"),
        ("r.yaml", "a: [", "cannot be read"),
        ("r.yaml", "version: 1\nversion: 2\n", "twice"),
        ("r.yaml", "- a\n", "this takes keys with values"),
        ("r.yaml", "", "this takes keys with values"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(written, name: str, text: str, en: str) -> None:
    error = said(written(name, text))
    assert en in error.en
    assert name in error.en
    assert name in error.zh


def test_a_file_that_is_missing_or_in_another_encoding_is_named(tmp_path: Path) -> None:
    assert "cannot open" in said(tmp_path / "nowhere.toml").en
    (tmp_path / "r.toml").write_bytes("version = '经费'".encode("gb18030"))
    assert "not in UTF-8" in said(tmp_path / "r.toml").en


def test_yaml_guesses_nothing(written) -> None:
    plugin = campaignflow_finance.rules(
        written("r.yaml", "version: 2027-01-01\nfunds:\n  - {funds: [no], never_for: [on]}\n")
    )
    assert plugin.rules.version == "2027-01-01"
    assert plugin.rules.funds[0].only.funds == ("no",)


# on record


def test_a_round_says_with_which_rules_it_was_opened(opened, written) -> None:
    path = written("rules.toml", TOML)
    here = opened(path)
    here.submit(SPRING)
    (entry,) = [one for one in here.office.journal(SPRING) if "round" in one.details]
    version = entry.details["round"]["providers"]["finance"]["version"]
    assert version.startswith("0.1.0+rules.2027.1.")
    other = campaignflow_finance.rules(written("rules.toml", TOML.replace("3万元", "4万元")))
    assert other.__version__ != version
    assert other.__version__.startswith("0.1.0+rules.2027.1.")


def test_the_rules_are_brought_as_a_policy(written) -> None:
    data = campaignflow_finance.rules(written("rules.toml", TOML)).campaignflow_data()
    (policy,) = data["policies"]
    assert (policy["name"], policy["source"], policy["version"]) == ("finance", "经费审批办法", "2027-1")
    assert policy["thresholds"][0]["above"] == "3万元"


def test_other_rules_change_nothing_in_a_round_under_way(opened, written, tmp_path: Path) -> None:
    """What is frozen is who must agree; whether it applies is asked again under the rules of the day."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    here = opened(written("a.toml", TOML), store=url)
    assert here.submit(SPRING) == ["audit", "steward"]
    changed = campaignflow_finance.rules(
        written("b.toml", TOML.replace('by = ["auditor"]', 'by = ["planner"]'))
    )
    with cf.open_office(url, plugins=[changed], autoload=False) as office:
        assert {one.id: one.who for one in office.approvals(SPRING).steps}["audit"] == ("he-jun",)


def test_the_plugin_loads_and_is_named_finance(opened) -> None:
    (report,) = opened({"version": "1", "thresholds": [AUDIT]}).office.plugins
    assert (report.name, report.state, report.findings) == ("finance", "loaded", ())


# installed

SCRIPT = """
import campaignflow as cf
office = cf.open_office("sqlite://", autoload=True)
for one in office.plugins:
    if one.name == "finance":
        print(one.state, one.version, *(found.message("en") for found in one.findings))
"""


def installed() -> bool:
    from importlib.metadata import entry_points

    return any(one.name == "finance" for one in entry_points(group="campaignflow"))


@pytest.mark.skipif(
    not installed(), reason="campaignflow-finance is not installed here: entry points untested"
)
@pytest.mark.parametrize("named", [True, False])
def test_the_installed_plugin_takes_the_file_that_the_environment_names(written, named) -> None:
    env = {**os.environ, campaignflow_finance.SETTING: str(written("rules.toml", TOML))}
    if not named:
        del env[campaignflow_finance.SETTING]
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True)
    if named:
        assert done.stdout.startswith("loaded 0.1.0+rules.2027.1.")
    else:
        assert done.stdout.startswith("quarantined")
        assert "CAMPAIGNFLOW_FINANCE_RULES" in done.stdout


def test_each_office_is_opened_with_the_rules_of_its_moment(written, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = []
    for text in (TOML, TOML.replace("3万元", "4万元")):
        monkeypatch.setenv(campaignflow_finance.SETTING, str(written("rules.toml", text)))
        versions.append(campaignflow_finance.installed.__version__)
    assert len(set(versions)) == 2
    monkeypatch.delenv(campaignflow_finance.SETTING)
    with pytest.raises(RulesError, match="CAMPAIGNFLOW_FINANCE_RULES"):
        _ = campaignflow_finance.installed
    with pytest.raises(AttributeError):
        _ = campaignflow_finance.instaled


README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_rules_of_the_readme_are_read(written) -> None:
    text = README.split("```toml\n")[1].split("```")[0]
    plugin = campaignflow_finance.rules(written("rules.toml", text))
    assert [one.step.id for one in plugin.rules.thresholds] == ["audit", "leader"]
    assert len(plugin.rules.funds) == 3


def test_the_program_of_the_readme_runs() -> None:
    told: dict[str, Any] = {}
    exec(README.split("```python\n")[1].split("```")[0], told)
    with told["office"] as office:
        assert [(one.name, one.state) for one in office.plugins] == [("finance", "loaded")]

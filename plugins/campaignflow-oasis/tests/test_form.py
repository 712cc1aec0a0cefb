"""The OASIS form: what a campaign must say, where, and how the form reads."""

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from harbour import PLAN, found, plan

import campaignflow as cf
from campaignflow_oasis import Oasis, form
from campaignflow_oasis.form import PARTS

BARE = [f"{part}-missing" for part in PARTS]
ALL = "    when: 2029-10\n"


def quiet(*changes: tuple[str, str]) -> set[str]:
    """Return what quiet-nights lacks."""
    return {code for code, items in found(plan(*changes)).items() if "quiet-nights" in items}


def test_a_campaign_that_says_all_five_parts_lacks_nothing() -> None:
    assert quiet() == set()


def test_one_that_says_nothing_lacks_every_part_and_each_is_told() -> None:
    said = found(plan())
    assert {code: items for code, items in said.items() if items == ["flood-warnings"]} == {
        code: ["flood-warnings"] for code in BARE
    }


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (
            "    objective: Cut complaints about noise at night by a fifth until September 2029\n",
            "objectives",
        ),
        ("    audience: [residents, ferry operators]\n", "audience"),
        ("Insight: ", "insight"),
        ("    theme: Good neighbours\n", "strategy"),
        ("    targets:\n      - {of: call, at_least: 200}\n", "scoring"),
    ],
)
def test_what_is_taken_out_is_missed(line: str, part: str) -> None:
    assert quiet((line, "")) == {f"{part}-missing"}


def test_without_activities_nothing_is_implemented() -> None:
    activities = PLAN[PLAN.index("    activities:") : PLAN.index("    targets:")]
    assert quiet((activities, "")) == {"implementation-missing"}


@pytest.mark.parametrize(
    ("note", "lacks"),
    [
        ("Insight: known", {"strategy-missing"}),
        ("INSIGHT : known", {"strategy-missing"}),
        ("洞察：投诉集中在三条街", {"strategy-missing"}),
        ("Strategy: by radio", {"insight-missing"}),
        ("Idea: lullabies", {"insight-missing"}),
        ("Insights differ", {"insight-missing", "strategy-missing"}),
        ("Insight:", {"insight-missing", "strategy-missing"}),
    ],
)
def test_insight_and_strategy_are_notes_that_say_so(note: str, lacks: set[str]) -> None:
    whole = '    note: "Insight: most complaints come from three streets, and few know whom to call"\n'
    assert quiet(("    theme: Good neighbours\n", ""), (whole, f'    note: "{note}"\n')) == lacks


def test_quotas_count_where_there_are_no_targets() -> None:
    assert quiet(("    targets:", "    quotas:")) == set()


def test_a_part_of_a_larger_campaign_need_not_say_again_what_that_says() -> None:
    said = found(plan((ALL, f"{ALL}    part_of: quiet-nights\n")))
    assert [code for code, items in said.items() if "flood-warnings" in items] == ["implementation-missing"]


def test_a_campaign_of_parts_is_implemented_by_them() -> None:
    activities = PLAN[PLAN.index("    activities:") : PLAN.index("    targets:")]
    assert quiet((activities, ""), (ALL, f"{ALL}    part_of: quiet-nights\n")) == set()


def test_campaigns_that_are_part_of_each_other_end_nowhere_but_are_told() -> None:
    circle = plan((ALL, f"{ALL}    part_of: flood-warnings\n"))
    said = Oasis().campaignflow_check_plan(circle, cf.schedule(plan()))
    assert [one.code for one in said] == BARE


@pytest.mark.parametrize("severity", ["warning", "error", "note"])
def test_the_office_says_how_heavy_it_weighs(severity: str) -> None:
    checked = cf.schedule(plan(), plugins=cf.Plugins([Oasis({"form": severity})]))
    said = {one.code: one.severity for one in checked.findings if one.code.endswith("-missing")}
    assert said == {f"oasis/{code}": severity for code in BARE}


def test_or_that_it_is_not_asked_for() -> None:
    assert found(plan(), {"form": "off"}) == {}


def test_a_finding_says_what_would_be_right_and_where_it_stands() -> None:
    checked = cf.schedule(plan(), plugins=cf.Plugins([Oasis()]))
    (one,) = [one for one in checked.findings if one.code == "oasis/objectives-missing"]
    assert "`objective`" in one.message("en")
    assert "objective" in one.message("zh")
    assert one.place.item == "campaigns/flood-warnings"


def test_a_waiver_of_the_plan_lifts_it() -> None:
    waiver = "{finding: oasis/insight-missing, items: [flood-warnings], reason: r, by: ann}"
    checked = cf.schedule(
        cf.loads(PLAN.replace("campaigns:\n", f"waivers:\n  - {waiver}\ncampaigns:\n")),
        plugins=cf.Plugins([Oasis()]),
    )
    (one,) = [one for one in checked.findings if one.code == "oasis/insight-missing"]
    assert one.severity == "note"


FORM = """\
# Quiet nights

## Objectives

- Cut complaints about noise at night by a fifth until September 2029

## Audience

- residents
- ferry operators

## Insight

- most complaints come from three streets, and few know whom to call

## Strategy and idea

- Good neighbours

## Implementation

- 2029-05-10 Leaflet (Communications)
- 2029-05-12 Open day (Communications)

## Scoring and evaluation

- at least 200 call
"""


def test_the_form_reads_as_the_plan_says() -> None:
    programme = plan()
    assert form(programme, "quiet-nights", cf.schedule(programme)) == FORM
    bare = form(programme, "flood-warnings", cf.schedule(programme))
    assert re.findall(r"^\*Missing\. (.*)\*$", bare, re.MULTILINE) == [en for _, en in PARTS.values()]


def test_a_command_prints_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "harbour.yaml"
    path.write_text(PLAN, encoding="utf-8")
    (command,) = [one for one in cf.Plugins([Oasis()]).commands(()) if one.name == "oasis"]
    run: Any = command.function
    assert run(str(path), "quiet-nights") == 0
    assert capsys.readouterr().out == FORM
    assert run(str(path)) == 0
    assert capsys.readouterr().out.count("\n## Objectives\n") == 2
    assert run(str(path), "loud-nights") == 1
    assert "there are quiet-nights, flood-warnings" in capsys.readouterr().err


def test_it_is_typed_under_campaignflow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli = pytest.importorskip("campaignflow.cli")
    folder = tmp_path / "plugins"
    folder.mkdir(mode=0o755)
    (folder / "oasis.py").write_text(
        "from campaignflow_oasis import Oasis\ncampaignflow_commands = Oasis().campaignflow_commands\n",
        encoding="utf-8",
    )
    plan_file = tmp_path / "harbour.yaml"
    plan_file.write_text(PLAN, encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS_DIR", str(folder))
    monkeypatch.setattr(sys, "argv", ["campaignflow", "oasis", str(plan_file), "--campaign", "quiet-nights"])
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(cli.main())
    assert ended.value.code in {0, None}
    assert capsys.readouterr().out == FORM

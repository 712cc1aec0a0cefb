"""TOML as a plan: texts again, and findings by the path of the thing, since its reader knows no places."""

import pytest
from tests.plans import codes, found

from campaignflow.planfile.loader import loads
from campaignflow.planfile.toml_text import read_toml

PLAN = """\
programme.id = "office-2027"
programme.title = "年度计划"
programme.period = 2027

[units]
office = { name = "办公室", coordinator = true }
"财务处" = { name = "财务处", members = 14 }

[campaigns.water-week]
title = '''
水周
'''
lead = ["office", "财务处"]
when = 2027-03-22

[[campaigns.water-week.quotas]]
of = "稿件"
at_least = 3
"""


def test_tables_and_lists_of_tables_are_blocks_and_lists() -> None:
    programme = loads(PLAN, "toml")
    campaign = programme.campaigns["water-week"]
    assert campaign.title == "水周"
    assert campaign.lead == ("office", "财务处")
    assert campaign.quotas[0].of == ("稿件",)
    assert programme.units["财务处"].members == 14


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1.10", "1.10"),
        ("1_000", "1000"),
        ("0x1F", "31"),
        ("true", "true"),
        ("2027-03-22", "2027-03-22"),
        ("2027-03-22T09:30:00", "2027-03-22 09:30"),
        ("09:30:00", "09:30:00"),
        ("inf", "inf"),
        ('"a\\u6c34"', "a水"),
    ],
)
def test_a_value_becomes_a_text(written: str, text: str) -> None:
    assert read_toml(f"a = {written}", "plan.toml") == {"a": text}


def test_a_date_of_toml_means_the_same_day() -> None:
    assert loads(PLAN, "toml") == loads(PLAN.replace("2027-03-22", '"2027-03-22"'), "toml")


def test_a_moment_of_toml_is_read() -> None:
    when = loads(PLAN.replace("2027-03-22", "2027-03-22 09:30:00"), "toml").campaigns["water-week"].when
    assert str(when) == "2027-03-22 09:30"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("lead =", "title =", "toml-key-twice", 13),
        ('lead = ["office"', "lead = [office", "toml-unreadable", 13),
        ("at_least = 3", "at_least = 03", "toml-unreadable", 18),
        ("members = 14", "members = " + "9" * 5_000, "toml-unreadable", None),
        ('"财务处" =', "财务处 =", "toml-unreadable", 7),
    ],
)
def test_what_is_no_toml_is_pointed_at(old: str, new: str, code: str, line: int | None) -> None:
    (finding,) = found(PLAN.replace(old, new, 1), "toml")
    assert (finding.code, finding.place.file, finding.place.line) == (code, "plan.toml", line)


def test_a_value_that_does_not_fit_is_named_by_its_path() -> None:
    (finding,) = found(PLAN.replace("at_least = 3", 'at_least = "many"'), "toml")
    assert (finding.code, finding.place.item) == (
        "quantity-unreadable",
        "campaigns/water-week/quotas/0/at_least",
    )
    assert str(finding).startswith("plan.toml campaigns/water-week/quotas/0/at_least: ")


def test_two_faults_in_toml_are_two_findings() -> None:
    text = PLAN.replace("lead =", "laed =").replace("at_least = 3", 'at_least = "many"')
    assert sorted(codes(found(text, "toml"))) == ["quantity-unreadable", "unknown-key"]


def test_an_empty_toml_file_lacks_its_programme() -> None:
    assert codes(found("", "toml")) == ["programme-missing"]

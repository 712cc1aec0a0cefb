"""`campaignflow schedule`: a table with straight columns, rows for spreadsheets, data for programs."""

import csv
import io
import json
import re
import unicodedata

import pytest
from tests.plans import PLAN

TODAY = ("--today", "2026-12-01")
YEAR = (
    PLAN
    + """\
        title: 新闻通气会
        when: 2027-03-18 09:30-11:00
        support: office
      posters:
        title: 户外公益广告 Posters
        lead: [office, press]
        when: 2027-03-mid/2027-03-28
        note: "=1+1"
      report:
        title: "=HYPERLINK(1)"
        lead: office
        owner: li
        due: 2027-04-12
        where: ["@家", "+86"]
routines:
  weekly: {title: 舆情周报, lead: office, when: every friday, from: 2027-05-01, until: 2027-05-20}
"""
)


def cells(text: str) -> int:
    """Return how many cells of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def from_cell(text: str, cell: int) -> str:
    """Return what of a text stands from a cell on; no character may stand across it."""
    (index,) = [index for index in range(len(text) + 1) if cells(text[:index]) == cell]
    return text[index:]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_columns_of_the_table_stand_under_each_other(lang: str, run, plan) -> None:
    ran = run("schedule", plan(YEAR), *TODAY, "--lang", lang)
    assert ran.status == 0
    head, rule, *rows = ran.out.splitlines()
    starts = [match.start() for match in re.finditer("─+", rule)]
    assert len(starts) == 5
    body = [row for row in rows if not re.fullmatch(r"\d{4}.*\d{1,2}( 月)?|.{0,12}", row)]
    assert len(body) == 7
    for row in [head, *body]:
        whole = row + " " * (cells(rule) - cells(row))
        for start in starts[1:]:
            assert from_cell(whole, start - 2).startswith("  "), row
        for start in starts[:3]:
            assert from_cell(whole, start)[0] != " ", row


def test_the_year_is_told_month_by_month(run, plan) -> None:
    out = run("schedule", plan(YEAR), *TODAY).out
    months = re.findall(r"^2027-\d\d$", out, re.MULTILINE)
    assert months == ["2027-03", "2027-04", "2027-05"]
    assert out.index("2027-03\n") < out.index("新闻通气会") < out.index("2027-04\n") < out.index("HYPERLINK")
    assert out.count("舆情周报") == 2


def test_a_part_of_the_year_can_be_asked_for(run, plan) -> None:
    file = plan(YEAR)
    march = run("schedule", file, *TODAY, "--from", "2027-03-18", "--to", "2027-03-18")
    assert "新闻通气会" in march.out
    assert "户外公益广告" in march.out
    assert "HYPERLINK" not in march.out
    june = run("schedule", file, *TODAY, "--from", "2027-06-01")
    assert (june.status, june.out.strip()) == (0, "Nothing is planned in this time.")


def test_what_began_before_and_goes_on_stands_first(run, plan) -> None:
    out = run("schedule", plan(YEAR), *TODAY, "--from", "2027-03-25", "--to", "2027-03-31").out
    assert out.index("Begun earlier and going on") < out.index("水周")


def test_one_unit_sees_its_own(run, plan) -> None:
    file = plan(YEAR)
    press = run("schedule", file, *TODAY, "--unit", "press").out
    assert "新闻通气会" in press
    assert "舆情周报" not in press
    wrong = run("schedule", file, *TODAY, "--unit", "pres")
    assert (wrong.status, wrong.out) == (2, "")
    assert "Did you mean press?" in wrong.err


@pytest.mark.parametrize("option", ["--from", "--to", "--today"])
@pytest.mark.parametrize("day", ["3/22", "2027-02-30", "tomorrow", ""])
def test_a_day_on_the_command_line_is_an_iso_day(option: str, day: str, run, plan) -> None:
    ran = run("schedule", plan(YEAR), f"{option}={day}")
    if not day:
        assert ran.status == 0
        return
    assert (ran.status, ran.out) == (2, "")
    assert "2027-03-01" in ran.err


def test_json_has_real_dates(run, plan) -> None:
    ran = run("schedule", plan(YEAR), *TODAY, "--json")
    entries = {one["id"]: one for one in json.loads(ran.out)}
    briefing = entries["water-week/briefing"]
    assert briefing["start"] == "2027-03-18T09:30:00+08:00"
    assert briefing["end"] == "2027-03-18T11:00:00+08:00"
    assert (briefing["precision"], briefing["certainty"]) == ("moment", "confirmed")
    assert entries["water-week/report"]["due"] == "2027-04-12"
    assert entries["water-week/posters"]["start"] == "2027-03-11"
    assert [one["start"] for one in json.loads(ran.out) if one["id"] == "routine:weekly"] == [
        "2027-05-07",
        "2027-05-14",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_csv_opens_in_a_spreadsheet_and_runs_nothing(lang: str, run, plan) -> None:
    ran = run("schedule", plan(YEAR), *TODAY, "--csv", "--lang", lang)
    assert ran.out.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(ran.out.removeprefix("\ufeff")))
    assert head[:3] == (["编号", "类别", "事项"] if lang == "zh" else ["id", "kind", "title"])
    assert {len(row) for row in rows} == {len(head)}
    titles = [row[2] for row in rows]
    assert "'=HYPERLINK(1)" in titles
    dangerous = tuple("=+-@\t\r＝＋－＠")
    assert not [cell for row in rows for cell in row if cell.startswith(dangerous)]
    where = next(row[head.index("地点" if lang == "zh" else "where")] for row in rows if "HYPER" in row[2])
    assert where == "'@家\n+86"


@pytest.mark.parametrize("start", [*"=+-@＝＋－＠", "\\t", "\\r"])
def test_no_cell_of_a_spreadsheet_begins_a_formula(start: str, run, plan) -> None:
    text = PLAN + f'        title: "x"\n        due: 2027-03-01\n        note: ["{start}1", "a"]\n'
    text = text.replace("title: 水周", f'title: "{start}cmd"')
    ran = run("schedule", plan(text), *TODAY, "--csv")
    rows = list(csv.reader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    title = next(row[2] for row in rows if row[0] == "water-week")
    assert title == ("cmd" if start.startswith("\\") else f"'{start}cmd")


def test_a_plan_with_errors_is_shown_as_far_as_it_goes(run, plan) -> None:
    ran = run("schedule", plan(YEAR + "  monthly: {title: 月报, lead: ofice, when: tbd}\n"), *TODAY)
    assert ran.status == 1
    assert "新闻通气会" in ran.out
    assert "[unknown-id]" in ran.err
    assert "[unknown-id]" not in ran.out


def test_a_plan_that_is_none_is_only_a_report(run, plan) -> None:
    ran = run("schedule", plan("just words\n"))
    assert ran.status == 1
    assert "[plan-no-blocks]" in ran.out + ran.err


def test_what_an_office_is_called_stands_in_the_table(run, plan) -> None:
    out = run("schedule", plan(YEAR), *TODAY, "--lang", "zh").out
    assert "办公室、宣传中心" in out
    assert "截止 04-12 周一" in out


def test_signs_that_move_the_cursor_do_not_reach_the_table(run, plan) -> None:
    text = YEAR.replace("户外公益广告 Posters", '"户外\\u202e广告\\u2066"')
    out = run("schedule", plan(text), *TODAY).out
    assert "户外广告" in out

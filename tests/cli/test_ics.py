"""`campaignflow ics`: a calendar for whoever it is for, to the screen or to a file that was no other."""

from pathlib import Path

import icalendar
import pytest
from tests.plans import PLAN

TODAY = ("--today", "2026-12-01")
YEAR = (
    PLAN
    + """\
        title: 新闻通气会
        owner: li
        when: 2027-03-18 09:30-11:00
        media: county-tv
        visibility: partners
      posters:
        title: 户外公益广告
        lead: office
        when: 2027-03-22
        visibility: public
  safety-month:
    title: 安全月
    lead: office
    when: 2027-06
    activities:
      talk: {title: 讲座, lead: office, when: 2027-06-04}
"""
)


def titles(text: str) -> set[str]:
    """Return the titles of what a calendar holds, without the marks we put before them."""
    calendar = icalendar.Calendar.from_ical(text)
    kinds = {"VEVENT", "VTODO"}
    return {str(one["SUMMARY"]).split("]")[-1].strip() for one in calendar.walk() if one.name in kinds}


def test_the_whole_calendar_goes_to_the_screen(run, plan) -> None:
    ran = run("ics", plan(YEAR), *TODAY)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("BEGIN:VCALENDAR\r\n")
    assert {"新闻通气会", "户外公益广告", "讲座"} <= titles(ran.out)


def test_a_file_is_written_and_said_on_the_other_stream(run, plan, tmp_path: Path) -> None:
    ran = run("ics", plan(YEAR), "-o", tmp_path / "office.ics", *TODAY)
    assert (ran.status, ran.out) == (0, "")
    count = (tmp_path / "office.ics").read_bytes().count(b"SUMMARY")
    assert f"office.ics; items: {count}." in ran.err
    again = run("ics", plan(YEAR), "--output", tmp_path / "office.ics", *TODAY, "--lang", "zh")
    assert again.status == 0
    assert f"共 {count} 项" in again.err


def test_the_same_plan_gives_the_same_bytes(run, plan) -> None:
    file = plan(YEAR)
    assert run("ics", file, *TODAY).out == run("ics", file, *TODAY).out


def test_the_language_of_the_environment_is_none_of_the_calendar(run, plan, monkeypatch) -> None:
    file = plan(YEAR)
    one = run("ics", file, *TODAY).out
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert run("ics", file, *TODAY).out == one


@pytest.mark.parametrize(
    ("choice", "there", "not_there"),
    [
        (("--unit", "press"), {"新闻通气会"}, {"讲座"}),
        (("--person", "li"), {"新闻通气会"}, {"讲座", "户外公益广告"}),
        (("--partner", "county-tv"), {"新闻通气会"}, {"讲座"}),
        (("--campaign", "safety-month"), {"讲座"}, {"新闻通气会", "户外公益广告"}),
        (("--audience", "public"), {"户外公益广告"}, {"新闻通气会", "讲座"}),
        (("--audience", "partners"), {"户外公益广告", "新闻通气会"}, {"讲座"}),
        (("--audience", "internal"), {"户外公益广告", "新闻通气会", "讲座"}, set()),
    ],
)
def test_everybody_gets_what_is_theirs(
    choice: tuple[str, str], there: set[str], not_there: set[str], run, plan
) -> None:
    found = titles(run("ics", plan(YEAR), *choice, *TODAY).out)
    assert there <= found
    assert not not_there & found


@pytest.mark.parametrize(
    ("choice", "near"),
    [
        (("--unit", "pres"), "press"),
        (("--unit", "宣传中心"), "press"),
        (("--partner", "county-tw"), "county-tv"),
        (("--person", "lii"), "li"),
        (("--campaign", "safty-month"), "safety-month"),
        (("--audience", "publik"), "public"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_name_that_is_none_is_a_mistake_of_usage(
    choice: tuple[str, str], near: str, lang: str, run, plan, tmp_path: Path
) -> None:
    ran = run("ics", plan(YEAR), *choice, "-o", tmp_path / "a.ics", "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    assert near in ran.err
    assert not (tmp_path / "a.ics").exists()


def test_no_calendar_is_made_of_a_plan_with_errors(run, plan, tmp_path: Path) -> None:
    broken = plan(YEAR.replace("lead: press", "lead: pres"))
    ran = run("ics", broken, "-o", tmp_path / "a.ics", *TODAY)
    assert (ran.status, ran.out) == (1, "")
    assert "[unknown-id]" in ran.err
    assert not (tmp_path / "a.ics").exists()


def test_no_other_file_is_written_over(run, plan) -> None:
    file = plan(YEAR)
    ran = run("ics", file, "-o", file, *TODAY)
    assert ran.status == 2
    assert "is no calendar" in ran.err
    assert file.read_text(encoding="utf-8") == YEAR


def test_a_folder_that_is_not_there_is_said(run, plan, tmp_path: Path) -> None:
    ran = run("ics", plan(YEAR), "-o", tmp_path / "none" / "a.ics", *TODAY)
    assert (ran.status, ran.out) == (2, "")
    assert f"There is no folder {tmp_path / 'none'}" in ran.err


# plugins

QUIET = """\
from campaignflow import hookimpl


@hookimpl
def campaignflow_calendar_entries(entries, audience):
    {body}
"""


@pytest.fixture
def quiet(plugin_folder: Path):
    """Writes the plugin of an office that has a word in its calendars."""
    return lambda body: (plugin_folder / "quiet.py").write_text(QUIET.format(body=body), encoding="utf-8")


def test_a_plugin_takes_entries_out_of_a_calendar(plan, run, quiet) -> None:
    whole = run("ics", plan(YEAR), *TODAY).out
    quiet("return []")
    assert "BEGIN:VEVENT" in whole
    assert "BEGIN:VEVENT" not in run("ics", plan(YEAR), *TODAY).out


def test_a_plugin_that_cannot_say_keeps_a_calendar_in_the_house(plan, run, quiet) -> None:
    quiet("1 / 0")
    ours, theirs = run("ics", plan(YEAR), *TODAY), run("ics", plan(YEAR), *TODAY, "--audience", "public")
    assert (ours.status, "BEGIN:VEVENT" in ours.out, "plugins named quiet" in ours.err) == (0, True, True)
    assert (theirs.status, theirs.out) == (3, "")
    assert "The plugin quiet could not be asked what to leave out" in theirs.err


# how it looks, and for whom


def test_a_unit_or_person_outside_gets_what_partners_may_see(run, plan) -> None:
    ours = plan(YEAR)
    assert titles(run("ics", ours, "--unit", "office", *TODAY).out) >= {"讲座", "户外公益广告"}
    outside = YEAR.replace("coordinator: true}", "coordinator: true, outside: true}")
    for whom in (("--unit", "office"), ("--person", "li")):
        found = titles(run("ics", plan(outside), *whom, *TODAY).out)
        assert found
        assert found == titles(run("ics", plan(outside), *whom, "--audience", "partners", *TODAY).out)
        assert "讲座" not in found
    kept = run("ics", plan(outside), "--unit", "office", "--audience", "internal", *TODAY)
    assert "讲座" in titles(kept.out)


DEADLINE = YEAR.replace("when: 2027-03-22\n", "due: 2027-03-22\n")


@pytest.mark.parametrize(
    ("kind", "kinds"), [("event", ["VEVENT"]), ("todo", ["VTODO"]), ("both", ["VEVENT", "VTODO"])]
)
def test_a_deadline_is_what_it_is_asked_to_be(kind: str, kinds: list[str], run, plan) -> None:
    calendar = icalendar.Calendar.from_ical(run("ics", plan(DEADLINE), "--todos", kind, *TODAY).out)
    last = [one for one in calendar.walk() if "户外公益广告" in str(one.get("SUMMARY", ""))]
    assert sorted(one.name for one in last) == kinds
    assert len({str(one["UID"]) for one in last}) == len(kinds)


@pytest.mark.parametrize(
    ("words", "trigger"), [("1 day", "-P1D"), ("2小时", "-PT2H"), ("30 minutes", "-PT30M"), ("1周", "-P1W")]
)
def test_reminders_come_so_long_before(words: str, trigger: str, run, plan) -> None:
    out = run("ics", plan(YEAR), "--alarm", words, *TODAY).out
    assert out.count("BEGIN:VALARM") == out.count("BEGIN:VEVENT") > 0
    assert f"TRIGGER:{trigger}\r\n" in out


@pytest.mark.parametrize("words", ["soon", "3 workdays", "1个月", "-1 day", "1"])
def test_a_reminder_of_no_fixed_length_is_refused(words: str, run, plan) -> None:
    ran = run("ics", plan(YEAR), f"--alarm={words}", *TODAY)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert "30 minutes" in ran.err


def test_who_takes_part_and_what_waits_for_what_come_where_they_are_asked_for(run, plan) -> None:
    plain, extended = (run("ics", plan(YEAR), *more, *TODAY).out for more in ((), ("--extended",)))
    assert "BEGIN:PARTICIPANT" not in plain
    assert "BEGIN:PARTICIPANT" in extended


def test_a_deadline_can_be_no_more_than_that(run, plan) -> None:
    ran = run("ics", plan(YEAR), "--todos", "task", *TODAY)
    assert ran.status == 2
    assert "“task”" in ran.err
    assert "both" in ran.err

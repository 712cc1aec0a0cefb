"""What people who had never seen the library ran into, and what it says to them since."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plans import activity

from campaignflow.cli import main
from campaignflow.dates.when import Duration, When
from campaignflow.dates.workdays import Notice
from campaignflow.errors import InvalidValue, PlanError
from campaignflow.export.ical import to_ics
from campaignflow.money import Money
from campaignflow.plan.quantity import Quantity
from campaignflow.planfile.loader import loads
from campaignflow.scheduling.schedule import Schedule, schedule

BRIEFING = "water-week/briefing"


def made(*lines: str, **choices: object) -> Schedule:
    return schedule(loads(activity(*lines)), **choices)


def codes(plan: Schedule) -> set[str]:
    return {finding.code for finding in plan.findings}


@pytest.mark.parametrize("written", ["1 500", "3-5", "3～5篇", "1.5e3", "10 000 份"])
def test_a_number_is_read_whole_or_not_at_all(written: str):
    with pytest.raises(InvalidValue, match="quantity"):
        Quantity(written)
    assert Quantity(Decimal("1E+3")).number == 1000


def test_a_daily_window_keeps_to_its_bounds():
    entry = made("when: 2027-03-22/28 daily 09:00-10:00", "except: 2027-03-25", "until: 2027-03-26")[BRIEFING]
    assert [one.key[-2:] for one in entry.occurrences] == ["22", "23", "24", "26"]


def test_a_series_whose_start_is_open_stays_in_its_campaign():
    entry = made("when: every monday", "from: tbd")[BRIEFING]
    assert [one.key for one in entry.occurrences] == ["2027-03-22"]


def test_days_left_out_that_would_not_come_round_are_a_mistake():
    assert "except-misses" in codes(made("when: every friday", "except: 2026-03-26"))
    assert "except-misses" not in codes(made("when: every friday", "except: 2027-03-26"))


def test_a_working_day_that_moves_keeps_the_name_of_its_week():
    plan = loads(
        activity("when: every week on last workday").replace(
            "week_starts", "working_calendar: CN, week_starts"
        )
    )
    from campaignflow.dates.countries import country

    moved = country("CN").with_notice(Notice(2027, {date(2027, 3, 26): "调休"}, frozenset()))
    before, after = schedule(plan)[BRIEFING], schedule(plan, calendars={"CN": moved})[BRIEFING]
    assert before.occurrences[0].start != after.occurrences[0].start
    assert before.occurrences[0].key == after.occurrences[0].key == "2027-W12"


@pytest.mark.parametrize(
    "written", ["3月22日(周二)", "3月22日（星期二）", "2027-03-22 (Tue)", "22 March (Wednesday)"]
)
def test_a_weekday_beside_a_date_must_be_its_own(written: str):
    assert "printed-weekday-differs" in codes(made(f"when: {written}"))


def test_a_year_mistyped_is_a_warning():
    assert "year-doubtful" in codes(made("due: 2016-03-22"))
    assert "year-doubtful" not in codes(made("due: 2026-12-22"))


@pytest.mark.parametrize("written", ["tbd", "as needed"])
def test_an_embargo_not_decided_holds_back_from_everybody_outside(written: str):
    plan = made("when: 2027-03-10", "media: county-tv", "visibility: public", f"embargo: {written}")
    assert "embargo-open" in codes(plan)
    assert b"BEGIN:VEVENT" not in to_ics(plan, partner="county-tv", as_of=date(2030, 1, 1))
    assert "解禁时间未定" in to_ics(plan).decode().replace("\r\n ", "")


def test_remarks_are_not_for_partners():
    plan = made("when: 2027-03-23", "media: county-tv", "visibility: public", "note: 内部电话", "owner: li")
    text = to_ics(plan, partner="county-tv", as_of=date(2027, 1, 1)).decode().replace("\r\n ", "")
    assert "内部电话" not in text
    assert "李伟" not in text


def test_an_observance_named_without_its_prefix_is_offered_with_it():
    (finding,) = made("when: 春节前5个工作日").errors
    assert finding.code == "observance-needs-prefix"
    assert "observance:春节" in finding.message("zh")


def test_a_calendar_is_never_written_over_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "plan.yaml"
    file.write_text(activity(), encoding="utf-8")
    assert main(["ics", str(file), "-o", str(file), "--lang", "en"]) == 2
    assert file.read_text(encoding="utf-8") == activity()
    assert "nothing was changed" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp1252"])
@pytest.mark.parametrize("option", ["--csv", "--json", None])
def test_no_terminal_s_encoding_stops_a_table(encoding: str, option: str | None, tmp_path: Path):
    file = tmp_path / "plan.yaml"
    file.write_text(activity(), encoding="utf-8")
    surroundings = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "campaignflow", "schedule", str(file), *([option] if option else [])]
    assert subprocess.run(command, env=surroundings, capture_output=True, check=False).returncode == 0


def test_what_is_no_file_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pipe = tmp_path / "plan.yaml"
    os.mkfifo(pipe)
    assert main(["check", str(pipe), "--lang", "zh"]) == 2
    assert "不是普通文件" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [None, 5, 1.5])
def test_what_is_no_text_is_refused_in_words(wrong: object):
    for kind in (When, Duration):
        with pytest.raises(InvalidValue, match=r"文字|expected"):
            kind(wrong)


def test_money_takes_no_float_as_a_weight():
    with pytest.raises(InvalidValue):
        Money("1 CNY").split([0.5, 0.5])
    with pytest.raises(InvalidValue):
        Money("1 CNY") * Decimal("sNaN")


def test_a_trigger_nobody_knows_is_said():
    plan = loads(activity() + "approvals:\n  x: {by: office, before: sumbit}\n")
    (finding,) = [one for one in schedule(plan).findings if one.code == "trigger-unknown"]
    assert finding.facts["near"] == ["submit"]


def test_a_deadline_of_a_channel_s_approval_is_read_too():
    text = activity() + "channels:\n  w: {name: 微信, approvals: {x: {by: office, due: nothing - 3 days}}}\n"
    assert "name-unknown" in codes(schedule(loads(text)))


def test_work_that_needs_itself_is_a_ring():
    plan = loads(activity("needs: [briefing]"))
    assert "needs-in-a-ring" in codes(schedule(plan))


def test_today_may_be_written_as_text():
    assert made(today="2027-01-01").findings == made(today=date(2027, 1, 1)).findings
    with pytest.raises(InvalidValue):
        made(today="soon")


def test_a_changed_copy_is_checked_and_knows_its_places():
    plan = loads(activity())
    assert plan.model_copy(update={"title": "新"}).place("campaigns", "water-week").line == 11
    with pytest.raises(PlanError):
        plan.model_copy(update={"period": "3/22"})


def test_what_reading_found_is_said_with_the_schedule():
    plan = loads(activity("forms:"))
    assert "key-without-value" in codes(schedule(plan))

"""What of others' calendars goes into a plan; the same calendar, or one that moved, is known again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import campaignflow as cf
from campaignflow.planfile.calendar_days import falling
from campaignflow.planfile.import_changes import changes, items_of
from campaignflow.planfile.imported import FIRST_LINE, Imported, Window, imported, name_of

FILES = Path(__file__).parents[2] / "data" / "ics"
YEAR = Window(date(2027, 1, 1), date(2027, 12, 31))
PLAN = (
    "programme: {id: p-2027, title: 计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN, "
    "week_starts: monday}\nunits: {office: {name: 办公室, coordinator: true}}\n"
)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\r\n{one}\r\nEND:VEVENT\r\n" for one in events)
    return f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n".encode()


def day(uid: str, when: str, title: str, *more: str) -> str:
    return "\r\n".join((f"UID:{uid}", f"DTSTART;VALUE=DATE:{when}", f"SUMMARY:{title}", *more))


def taken(source: bytes | str, kind: str = "", **more: Any) -> Imported:
    data = source if isinstance(source, bytes) else (FILES / source).read_bytes()
    return imported(
        cf.read_ics(data, timezone="Asia/Shanghai"),
        YEAR,
        name="fair",
        zone="Asia/Shanghai",
        kind=kind,
        **more,
    )


def loaded(made: Imported) -> cf.Programme:
    """Return a plan that holds what was imported."""
    return cf.loads(PLAN + made.text)


def key_dates(made: Imported) -> list[tuple[str, str]]:
    campaign = loaded(made).campaigns["fair"]
    return [(one.title, one.when.text) for one in campaign.key_dates.values()]


def test_events_become_key_dates_by_the_clock_of_their_own_place() -> None:
    made = taken("outlook.ics", lead="office")
    assert key_dates(made) == [
        ("Sydney, in its summer", "2027-01-15 09:00-09:30"),
        ("Call with the fair's office", "2027-03-10 09:00-10:00"),
        ("Call with the fair's office", "2027-03-17 09:00-10:00"),
        ("世界水日新闻通气会", "2027-03-18 09:30-11:00"),
        ("中国水周", "2027-03-22/2027-03-28"),
    ]
    sydney, call, *_, briefing, _ = loaded(made).campaigns["fair"].key_dates.values()
    assert (sydney.timezone, sydney.certainty) == ("Australia/Sydney", "provisional")
    assert (call.timezone, call.certainty) == ("America/New_York", None)
    assert (briefing.where, briefing.timezone) == (("一楼会议室",), None)


def test_the_plan_s_schedule_has_the_instants_of_the_calendar() -> None:
    read = cf.read_ics(FILES / "google.ics")
    made = imported(read, YEAR, name="fair", zone="Asia/Shanghai", lead="office")
    schedule = cf.schedule(cf.loads(PLAN + made.text))
    wanted = {one.start for one in falling(read.events, *YEAR) if not one.all_day}
    assert {one.start for one in schedule.entries if one.kind == "key-date"} - {date(2027, 4, 10)} == wanted


def test_the_same_calendar_gives_the_same_file_and_no_change() -> None:
    for file in sorted(FILES.glob("*.ics")):
        first, again = taken(file.name), taken(file.name)
        assert first == again
        made = changes(first.text, again.text)
        assert (made.new, made.moved, made.changed, made.gone) == ({}, {}, {}, {})
        assert made.same == len(items_of(first.text))


def test_a_moved_event_keeps_its_id_and_is_told_as_moved() -> None:
    before = calendar(day("fair@x", "20270410", "展会"), day("call@x", "20270501", "电话"))
    after = calendar(
        day("call@x", "20270501", "电话会"), day("fair@x", "20270417", "展会"), day("new@x", "20270601", "新")
    )
    made = changes(taken(before, "key-dates").text, taken(after, "key-dates").text)
    assert [(old["when"], new["when"]) for old, new in made.moved.values()] == [("2027-04-10", "2027-04-17")]
    assert [new["title"] for _, new in made.changed.values()] == ["电话会"]
    assert [one["title"] for one in made.new.values()] == ["新"]
    gone = changes(taken(after, "key-dates").text, taken(before, "key-dates").text).gone
    assert [one["title"] for one in gone.values()] == ["新"]


def test_a_series_that_moves_within_its_days_keeps_its_ids() -> None:
    def series(hour: str) -> bytes:
        return calendar(
            f"UID:s\r\nDTSTART:20270301T{hour}0000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:例会"
        )

    made = changes(taken(series("09")).text, taken(series("10")).text)
    assert (len(made.moved), made.new, made.gone) == (3, {}, {})


def test_a_cancelled_event_is_left_out_and_said() -> None:
    made = taken(
        calendar(day("a", "20270410", "A"), day("b", "20270411", "B", "STATUS:CANCELLED")), "key-dates"
    )
    assert [title for title, _ in key_dates(made)] == ["A"]
    assert [(one.code, one.facts["count"]) for one in made.findings] == [("import-cancelled", 1)]


def test_a_cancelled_time_of_a_series_does_not_come_back_by_its_rule() -> None:
    made = taken(
        calendar(
            day("s", "20270301", "S", "RRULE:FREQ=WEEKLY;COUNT=3"),
            day("s", "20270308", "S", "RECURRENCE-ID;VALUE=DATE:20270308", "STATUS:CANCELLED"),
        ),
        "key-dates",
    )
    assert [when for _, when in key_dates(made)] == ["2027-03-01", "2027-03-15"]


def test_what_lies_outside_the_period_is_left_out_and_said() -> None:
    made = taken(calendar(day("a", "20270410", "A"), day("b", "20280411", "B")), "key-dates")
    assert [title for title, _ in key_dates(made)] == ["A"]
    assert [one.code for one in made.findings] == ["import-outside"]


def test_days_marked_as_off_and_worked_make_observances_and_a_working_calendar() -> None:
    made = taken("holidays-apple.ics")
    plan = loaded(made)
    assert made.kind == "observances"
    assert {
        key: {year: when.text for year, when in one.known.items()} for key, one in plan.observances.items()
    } == {
        "春节": {"2027": "2027-02-05/2027-02-12"},
        "端午节": {"2027": "2027-06-09"},
        "妇女节": {"2027": "2027-03-08"},
    }
    own = plan.calendars["fair"]
    assert [one.text for one in own.days_off] == ["2027-02-05/2027-02-12", "2027-06-09"]
    assert [one.text for one in own.extra_workdays] == ["2027-01-30", "2027-02-20"]
    assert (own.based_on, own.title) == ("CN", "中国大陆节假日")


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("国庆节（休）", "off"),
        ("国庆节假期", "off"),
        ("国庆节 放假", "off"),
        ("休｜国庆节", "off"),
        ("国庆节（班）", "worked"),
        ("上班(补国庆节假期)", "worked"),
        ("上班（补国庆节）", "worked"),
        ("班｜国庆节", "worked"),
        ("国庆节", ""),
        ("暑假期间安全宣传", ""),
        ("员工假期", ""),
    ],
)
def test_a_title_marks_its_day_as_off_or_worked(title: str, mark: str) -> None:
    plan = loaded(taken(calendar(day("a", "20271009", title))))
    own = plan.calendars.get("fair")
    days = (bool(own and own.days_off), bool(own and own.extra_workdays))
    assert days == (mark == "off", mark == "worked")
    if mark == "off":
        assert [one.title for one in plan.observances.values()] == ["国庆节"]


def test_marks_in_the_titles_of_a_community_feed_are_understood() -> None:
    plan = loaded(taken("holidays-community.ics"))
    assert list(plan.observances) == ["国庆节"]
    assert [one.text for one in plan.calendars["fair"].extra_workdays] == ["2027-10-09"]


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ("RRULE:FREQ=YEARLY", "rule"),
        ("RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=8;BYMONTH=3", "rule"),
        ("RRULE:FREQ=YEARLY;COUNT=5", "known"),
        ("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2MO", "known"),
    ],
)
def test_only_what_comes_each_year_for_ever_becomes_a_rule(rule: str, key: str) -> None:
    (one,) = items_of(taken(calendar(day("w", "20270308", "妇女节", rule))).text).values()
    assert one[key] == ("03-08" if key == "rule" else {"2027": "2027-03-08"})


def test_an_observance_twice_a_year_has_an_id_for_each_time() -> None:
    made = taken(calendar(day("a", "20270301", "义务植树"), day("b", "20271101", "义务植树")))
    assert list(loaded(made).observances) == ["义务植树", "义务植树-2"]


def test_a_timed_event_is_no_observance_and_its_loss_is_said() -> None:
    made = taken("google.ics", "observances")
    assert [one.code for one in made.findings] == ["import-timed"]
    assert [one.title for one in loaded(made).observances.values()] == ["Trade fair"]


@pytest.mark.parametrize(
    ("start", "end", "when"),
    [
        ("20270401T220000", "20270402T010000", "2027-04-01 22:00-01:00"),
        ("20270401T220000", "20270403T010000", "2027-04-01 22:00 to 2027-04-03 01:00"),
        ("20270401T090000", "20270402T170000", "2027-04-01 09:00 to 2027-04-02 17:00"),
        ("20270401T090000", "20270401T090000", "2027-04-01 09:00"),
    ],
)
def test_a_date_is_written_so_that_the_plan_reads_the_same_time(start: str, end: str, when: str) -> None:
    made = taken(calendar(f"UID:1\r\nDTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:夜班"))
    assert key_dates(made) == [("夜班", when)]


def test_an_empty_calendar_is_an_empty_part_of_a_plan() -> None:
    assert loaded(taken(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")).campaigns == {}


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("fair.ics", "fair"),
        ("水展 2027 (1).ics", "水展-2027-1"),
        ("2027.ics", "calendar-2027"),
        ("?.ics", "calendar"),
    ],
)
def test_a_calendar_has_its_file_s_name_as_far_as_an_id_may_have_it(file: str, name: str) -> None:
    assert name_of(file) == name


def test_the_file_of_an_import_is_known_by_its_first_line() -> None:
    assert taken("google.ics").text.startswith(FIRST_LINE)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;BYDAY=MO,FR;COUNT=4", ["03-01", "03-05", "03-08", "03-12"]),
        ("FREQ=DAILY;BYMONTHDAY=-1;COUNT=3", ["03-01", "03-31", "04-30", "05-31"]),
        ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270330", ["03-01", "03-15", "03-29"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270430", ["03-01", "03-26", "04-30"]),
    ],
)
def test_a_rule_gives_the_days_that_it_says_and_the_first_one(rule: str, days: list[str]) -> None:
    read = cf.read_ics(calendar(day("s", "20270301", "S", f"RRULE:{rule}")))
    assert [f"{one.start:%m-%d}" for one in falling(read.events, *YEAR)] == days
    assert read.findings == ()


@pytest.mark.parametrize(
    "rule", ["FREQ=HOURLY", "FREQ=DAILY;BYSETPOS=2", "FREQ=WEEKLY;INTERVAL=0", "every day"]
)
def test_a_rule_that_cannot_be_followed_leaves_the_first_time_and_is_said(rule: str) -> None:
    read = cf.read_ics(calendar(day("s", "20270301", "S", f"RRULE:{rule}")))
    assert [one.start for one in falling(read.events, *YEAR)] == [date(2027, 3, 1)]
    assert [one.code for one in read.findings] == ["ics-rule-unreadable"]


def test_a_time_in_utc_is_written_by_the_plan_s_own_clock() -> None:
    made = taken(calendar("UID:1\r\nDTSTART:20270401T010000Z\r\nDTEND:20270401T020000Z\r\nSUMMARY:连线"))
    (one,) = loaded(made).campaigns["fair"].key_dates.values()
    assert (one.when.text, one.timezone) == ("2027-04-01 09:00-10:00", None)

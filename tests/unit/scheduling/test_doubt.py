"""Doubt: what rests on something not settled, is printed otherwise, or may not say what was meant."""

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign, plan


def one(fields: str, *, head: str = HEAD) -> SmallPlan:
    return campaign(f"event: {{title: 活动, {fields}}}", head=head)


# calendars that are not announced


def test_what_rests_on_a_calendar_not_announced_is_one_note_for_each_calendar_and_year() -> None:
    head = HEAD.replace("towns: {", "flood: {name: 防汛处, working_calendar: duty}\n  towns: {")
    head += "calendars:\n  duty: {based_on: CN, covered_until: 2026-06-30}\n"
    small = campaign(
        """
        one: {title: 甲, due: campaign.start - 5 workdays}
        two: {title: 乙, due: campaign.start - 9 workdays}
        three: {title: 丙, lead: flood, due: campaign.start - 5 workdays}
        four: {title: 丁, due: campaign.start - 5 days}
        """,
        head=head,
    )
    found = small.found("not-announced")
    assert [finding.items for finding in found] == [("week/one", "week/two"), ("week/three",)]
    assert [finding.facts["calendar"] for finding in found] == ["CN 2027", "duty 2027"]
    assert found[0].place.line == small.line("working_calendar: CN")
    assert "2 dates rest on it" in found[0].message("en")


def test_a_calendar_that_is_announced_is_no_doubt() -> None:
    head = HEAD.replace("period: 2027", "period: 2026")
    body = "routines: {report: {title: 周报, lead: office, due: %s}}\n"
    assert not plan(body % "2026-03-22 - 5 workdays", head=head).has("not-announced")
    assert plan(body % "2026-12-31 + 3 workdays", head=head).has("not-announced")


def test_an_observance_that_waits_for_its_notice_is_named_by_its_year() -> None:
    finding = one("when: observance:disaster-week").only("not-announced", "week/event")
    assert "disaster-week 2027" in finding.message("en")


# confirmed and provisional


def test_a_loose_date_marked_as_confirmed_is_named_and_stays_provisional() -> None:
    small = one("when: 2027-03-late, certainty: confirmed")
    finding = small.only("confirmed-but-fuzzy", "week/event", line="certainty: confirmed")
    assert "2027-03-late" in finding.message("en")
    assert small.schedule["week/event"].certainty == "provisional"
    assert not one("when: 2027-03-25, certainty: confirmed").has("confirmed-but-fuzzy")


def test_a_confirmed_date_that_hangs_on_a_provisional_one_is_named() -> None:
    body = """
        base: {title: 基准, when: 2027-03-10, certainty: %s}
        event: {title: 活动, when: base + 3 days, certainty: confirmed}
        next: {title: 其后, when: event + 1 day}
    """
    small = campaign(body % "provisional")
    finding = small.only("confirmed-on-provisional", "week/event", "week/base", line="certainty: confirmed")
    assert "基准" in finding.message("zh")
    assert small.schedule["week/next"].certainty == "confirmed"
    assert not campaign(body % "confirmed").has("confirmed-on-provisional")


# what the source prints


@pytest.mark.parametrize(
    ("when", "printed", "code"),
    [
        ("2027-03-22", "3月22日(周二)", "printed-weekday-differs"),
        ("2027-03-22", "3月22日 星期日", "printed-weekday-differs"),
        ("2027-03-22", "Tuesday, 22 March", "printed-weekday-differs"),
        ("2027-03-22/28", "3月22日(周一)—28日(周六)", "printed-weekday-differs"),
        ("2027-03-22", "3月23日", "printed-differs"),
        ("2027-03-22/28", "3月22日—29日", "printed-differs"),
        ("2027-08", "8/1-30", "printed-differs"),
        ("2027-03-22", "2013年3月22日", "printed-differs"),
        ("2027-03-22", "开春以后", "printed-unread"),
        ("2027-03-22", "2/31", "printed-unread"),
        ("2027-03-22", "nobody-knows", "printed-unread"),
    ],
)
def test_what_the_source_prints_otherwise_is_named_and_never_corrected(
    when: str, printed: str, code: str
) -> None:
    small = one(f"when: {when}, printed: '{printed}'")
    finding = small.only(code, "week/event", line="printed:")
    assert printed in finding.message("zh")
    assert small.days("week/event") == one(f"when: {when}").days("week/event")


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ("when: 2027-03-22", "3月22日(周一)"),
        ("when: 2027-03-22", "Monday, 22 March"),
        ("when: 2027-03-22/28", "3月22日(周一)—28日(周日)"),
        ("when: 2027-03-22/28", "3/22-28"),
        ("when: 2027-03-28/04-02", "3/28-4/2"),
        ("when: 2026-12-28/2027-01-03", "12/28-1/3"),
        ("when: 2027-03-22", "3/22"),
        ("when: 2027-03-late", "3月下旬"),
        ("when: 2027-03", "March"),
        ("due: 2027-06-08", "6月8日前"),
        ("due: 2027-06-08", "6月8日(周二)"),
        ("when: every friday", "每周五"),
        ("when: tbd", "待定"),
    ],
)
def test_what_the_source_prints_alike_is_no_finding(fields: str, printed: str) -> None:
    small = one(f"{fields}, printed: '{printed}'")
    assert not any(finding.code.startswith("printed") for finding in small.schedule.findings)


def test_a_deadline_that_is_printed_otherwise_is_named() -> None:
    finding = one("due: 2027-06-08, printed: 6月9日前").only("printed-differs", "week/event")
    assert "2027-06-08 to 2027-06-08" in finding.message("en")


@pytest.mark.parametrize(
    "fields", ["when: 3月22日(周二)", "when: 3月22日(周一)—28日(周六)", "due: 3月22日(周二)前"]
)
def test_a_weekday_beside_the_plan_s_own_date_is_held_against_it(fields: str) -> None:
    finding = one(fields).only("printed-weekday-differs", "week/event", line="title: 活动")
    assert "周" in finding.message("zh")


@pytest.mark.parametrize(
    "fields", ["when: 3月22日(周一)", "when: 3月22日(周一)—28日(周日)", "due: 3月22日(周一)前"]
)
def test_a_weekday_that_is_right_is_no_finding(fields: str) -> None:
    assert not one(fields).has("printed-weekday-differs")


def test_what_is_printed_about_a_key_date_is_compared_too() -> None:
    small = campaign(rest=["key_dates: {day: {title: 世界水日, when: 2027-03-22, printed: 3月23日}}"])
    small.only("printed-differs", "week/day")


# how something was read


def test_a_week_rule_where_nobody_said_when_weeks_begin_is_a_note() -> None:
    head = HEAD.replace("  week_starts: monday\n", "")
    small = campaign(
        """
        event: {title: 活动, when: week of 2027-03-24}
        second: {title: 每两周, when: every 2 weeks on monday}
        whole: {title: 每周, when: every week}
        first: {title: 每周首个工作日, when: every week on first workday}
        later: {title: 每周后, when: 1 workday after every week}
        mondays: {title: 每周一, when: every monday}
        on-monday: {title: 每周一, when: every week on monday}
        months: {title: 每月, when: 1 workday after every month, until: 2027-04-30}
        """,
        head=head,
    )
    finding = small.only(
        "week-start-assumed", "week/event", "week/first", "week/second", "week/whole", "week/later"
    )
    assert "week_starts" in finding.message("en")
    assert not one("when: week of 2027-03-24").has("week-start-assumed")
    assert not one("when: 2027-W12", head=head).has("week-start-assumed")


def test_an_embargo_that_is_not_decided_is_a_warning_where_it_stands() -> None:
    small = campaign("""
        one: {title: 甲, when: 2027-03-25, embargo: tbd}
        two: {title: 乙, when: 2027-03-24, embargo: tbd}
    """)
    finding = small.only("embargo-open", "week/two", "week/one", line="title: 乙")
    assert finding.severity == "warning"
    assert not one("when: 2027-03-25, embargo: 2027-03-25 10:00").has("embargo-open")


def test_a_fiscal_year_that_does_not_begin_in_january_says_how_it_was_named() -> None:
    head = HEAD.replace("  currency: CNY\n", "  currency: CNY\n  fiscal_year_starts: 07-01\n")
    finding = one("when: FY2027-Q4", head=head).only("fiscal-year-named", "week/event")
    assert finding.severity == "note"
    assert not one("when: FY2027-Q4").has("fiscal-year-named")


def test_a_series_without_an_end_is_followed_for_two_years_and_says_so() -> None:
    head = HEAD.replace("period: 2027", "period: from 2027-01-01")
    routine = "routines: {report: {title: 周报, lead: office, when: every friday%s}}\n"
    small = plan(routine % "", head=head)
    small.only("recurrence-cut", "routine:report")
    assert small.schedule["routine:report"].end is not None
    assert small.schedule["routine:report"].end.isoformat() <= "2029-01-01"
    assert not plan(routine % ", until: 2028-12-31", head=head).has("recurrence-cut")


def test_a_series_that_never_comes_round_in_its_time_is_named() -> None:
    finding = one("when: every year on 12-24").only("recurrence-never", "week/event", line="title: 活动")
    assert finding.severity == "warning"
    assert "every year on 12-24" in finding.message("en")
    for fields in ("when: every friday", "when: every tbd", "due: every year on 03-22"):
        assert not one(fields).has("recurrence-never")


def test_a_series_with_an_error_is_not_also_said_never_to_come_round() -> None:
    small = one("when: every month 09:00")
    assert small.has("clock-needs-a-day")
    assert not small.has("recurrence-never")


def test_bounds_without_a_series_are_named_because_they_do_nothing() -> None:
    small = one("from: 2027-03-22, until: 2027-03-25")
    finding = small.only("bounds-without-series", "week/event", line="title: 活动")
    assert "from, until" in finding.message("en")
    assert one("when: 2027-03-22, except: 2027-03-23").has("bounds-without-series")
    for fields in ("when: every day, from: 2027-03-23", "when: every tbd, until: 2027-03-25"):
        assert not one(fields).has("bounds-without-series")


@pytest.mark.parametrize(
    ("when", "hours"),
    [
        ("2027-03-22 11:30-11:00", "23.5"),
        ("2027-03-22/2027-03-24 daily 18:00-07:00", "13"),
        ("every friday 17:00-16:00", "23"),
    ],
)
def test_a_clock_that_would_run_for_most_of_a_day_past_midnight_is_asked_about(when: str, hours: str) -> None:
    finding = one(f"when: {when}").only("clock-past-midnight", "week/event")
    assert (finding.severity, finding.facts["hours"]) == ("warning", hours)
    assert when in finding.message("en")


@pytest.mark.parametrize(
    "when", ["2027-03-22 20:00-08:00", "2027-03-22 09:30-11:00", "every day 22:00-02:00", "2027-03-22 22:00"]
)
def test_a_night_and_a_day_are_taken_as_they_are_written(when: str) -> None:
    assert not one(f"when: {when}").has("clock-past-midnight")

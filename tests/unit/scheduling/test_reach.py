"""Reachability: the latest safe day to submit, by every step's time, and what can no longer be reached."""

from datetime import date

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign, plan

PEOPLE = """
people:
  zhao: {name: 赵敏, unit: office, roles: [head-of-unit]}
"""
NO_CALENDAR = HEAD.replace("  working_calendar: CN\n", "")


def submit_by(approvals: str, **options: object) -> date | None:
    """Return the latest day to submit the water week, which begins on Monday, 22 March 2027."""
    return with_steps(approvals, **options).schedule.submit_by.get("week")


def with_steps(approvals: str, *, head: str = NO_CALENDAR, **options: object) -> SmallPlan:
    steps = "".join(f"  {line.strip()}\n" for line in approvals.strip().splitlines())
    return campaign(head=f"{head}{PEOPLE}approvals:\n{steps}", **options)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("1 workday", date(2027, 3, 19)),
        ("3 workdays", date(2027, 3, 17)),
        ("5 workdays", date(2027, 3, 15)),
        ("1 day", date(2027, 3, 19)),  # Sunday: the working day before it
        ("3 days", date(2027, 3, 19)),
        ("2 weeks", date(2027, 3, 8)),
        ("1 month", date(2027, 2, 19)),
        ("1 year", date(2026, 3, 20)),  # a leap year's worth, Saturday
        ("100 hours", date(2027, 3, 17)),  # begun days count
        ("36 hours", date(2027, 3, 19)),  # two days, Saturday
        ("90 minutes", date(2027, 3, 19)),
    ],
)
def test_a_step_takes_its_time_before_the_campaign_begins(due: str, day: date) -> None:
    assert submit_by(f"check: {{by: zhao, due: {due}}}") == day


def test_steps_in_order_add_up_and_steps_side_by_side_do_not() -> None:
    in_order = """
        unit: {by: zhao, due: 1 workday}
        money: {by: zhao, due: 2 workdays, after: [unit]}
    """
    assert submit_by(in_order) == date(2027, 3, 17)
    assert submit_by(in_order.replace(", after: [unit]", "")) == date(2027, 3, 18)


def test_the_longest_way_counts_in_days_not_in_numbers() -> None:
    steps = """
        quick: {by: zhao, due: 3 workdays}
        slow: {by: zhao, due: 20 days}
        last: {by: zhao, due: 1 workday, after: [quick, slow]}
    """
    assert submit_by(steps) == date(2027, 2, 26)  # 19 March less 20 days is Saturday, 27 February


def test_passes_multiply_and_conditions_count() -> None:
    assert submit_by("check: {by: zhao, due: 1 workday, passes: 3}") == date(2027, 3, 17)
    head = NO_CALENDAR + "conditions:\n  big: {title: 重大}\n"
    assert submit_by("check: {by: zhao, due: 2 workdays, only_if: big}", head=head) == date(2027, 3, 18)


def test_holidays_on_the_way_back_do_not_count() -> None:
    small = with_steps("check: {by: zhao, due: 5 workdays}", head=HEAD)
    moved = small.text.replace("2027-03-22/28", "2027-10-11/17")
    assert plan(moved, head="").schedule.submit_by["week"] < date(2027, 10, 1)


def test_the_lead_unit_s_own_calendar_counts() -> None:
    head = NO_CALENDAR.replace(
        "office: {name: 办公室,", "office: {name: 办公室, working_calendar: short-week,"
    )
    head += "calendars:\n  short-week: {weekend: [friday, saturday, sunday]}\n"
    assert submit_by("check: {by: zhao, due: 1 workday}", head=head) == date(2027, 3, 18)


@pytest.mark.parametrize(
    "steps",
    [
        "check: {by: zhao}",
        "check: {by: zhao, due: 3 workdays, before: release}",
        "check: {by: zhao, due: 2027-03-01}",
    ],
)
def test_without_a_length_before_the_launch_there_is_no_last_day(steps: str) -> None:
    assert submit_by(steps) is None


def test_the_steps_of_the_campaign_and_of_its_activities_count_too() -> None:
    small = campaign(
        "briefing: {title: 通气会, approvals: {text: {by: zhao, due: 4 workdays, after: [unit]}}}",
        head=NO_CALENDAR + PEOPLE + "approvals:\n  unit: {by: zhao, due: 1 workday}\n",
        rest=["approvals: {panel: {by: zhao, due: 2 workdays, after: [unit]}}"],
    )
    assert small.schedule.submit_by == {"week": date(2027, 3, 15)}


def test_steps_of_two_activities_may_have_one_name() -> None:
    small = campaign(
        """
        one: {title: 甲, approvals: {text: {by: zhao, due: 4 workdays}}}
        two: {title: 乙, approvals: {text: {by: zhao, due: 1 workday}}}
        """,
        head=NO_CALENDAR + PEOPLE,
    )
    assert small.schedule.submit_by == {"week": date(2027, 3, 16)}


def test_planning_after_the_last_safe_day_is_a_warning_until_the_campaign_begins() -> None:
    steps = "check: {by: zhao, due: 3 workdays}"
    finding = with_steps(steps, today="2027-03-18").only(
        "submit-too-late", "week", line="when: 2027-03-22/28"
    )
    assert finding.severity == "warning"
    for words in ("中国水周", "2027-03-17", "2027-03-18", "2027-03-22"):
        assert words in finding.message("en")
    assert with_steps(steps, today="2027-03-22").has("submit-too-late")
    for today in ("2027-03-17", "2027-03-23", None):
        assert not with_steps(steps, today=today).has("submit-too-late")


def test_steps_that_wait_for_each_other_are_an_error_once_for_the_whole_programme() -> None:
    small = with_steps("""
        one: {by: zhao, due: 1 workday, after: [three]}
        two: {by: zhao, after: [one], before: release}
        three: {by: zhao, after: [two], before: release}
    """)
    finding = small.only("approvals-in-a-ring", line="one: {by")
    assert finding.severity == "error"
    assert "one, three, two" in finding.message("en")


def test_steps_of_one_campaign_in_a_ring_are_said_there() -> None:
    small = campaign(
        head=NO_CALENDAR + PEOPLE + "approvals:\n  unit: {by: zhao}\n",
        rest=["approvals: {one: {by: zhao, after: [two]}, two: {by: zhao, after: [one, unit]}}"],
    )
    small.only("approvals-in-a-ring", "week", line="approvals: {one")
    assert not with_steps("one: {by: zhao}\ntwo: {by: zhao, after: [one]}").has("approvals-in-a-ring")


def test_a_step_that_waits_for_itself_is_in_a_ring() -> None:
    assert with_steps("one: {by: zhao, due: 1 day, after: [one]}").has("approvals-in-a-ring")


def test_a_step_due_after_what_it_approves_has_begun_is_named() -> None:
    late = "approvals: {panel: {title: 会商, by: zhao, due: 2027-03-23}}"
    finding = campaign(head=HEAD + PEOPLE, rest=[late]).only(
        "approval-after-launch", "week", "approval:week/panel", line="due: 2027-03-23"
    )
    assert "会商" in finding.message("zh")
    in_time = late.replace("03-23", "03-22")
    assert not campaign(head=HEAD + PEOPLE, rest=[in_time]).has("approval-after-launch")
    afterwards = late.replace("by: zhao", "by: zhao, before: release")
    assert not campaign(head=HEAD + PEOPLE, rest=[afterwards]).has("approval-after-launch")


def test_a_step_that_covers_activities_is_held_against_the_first_of_them() -> None:
    step = "approvals: {panel: {by: zhao, due: 2027-03-10, covers: [early, late]}}"
    small = campaign(
        """
        early: {title: 早, when: 2027-03-09}
        late: {title: 晚, when: 2027-03-25}
        """,
        head=HEAD + PEOPLE,
        rest=[step],
    )
    assert "2027-03-09" in small.only("approval-after-launch", "week", "approval:week/panel").message("en")
    no_start = small.text.replace("when: 2027-03-09", "due: 2027-03-05").replace(
        "when: 2027-03-25", "due: 2027-03-05"
    )
    assert not plan(no_start, head="").has("approval-after-launch")
    own = campaign(
        "early: {title: 早, when: 2027-03-09, approvals: {text: {by: zhao, due: 2027-03-10}}}",
        head=HEAD + PEOPLE,
    )
    own.only("approval-after-launch", "week", "approval:week/early/text")


def test_days_before_all_calendars_give_no_last_day_rather_than_an_error() -> None:
    assert submit_by("check: {by: zhao, due: 99999 workdays}") is None
    assert submit_by("check: {by: zhao, due: 99999 years}") is None

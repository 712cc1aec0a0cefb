"""Days off: an event on a holiday, a series that meets some and a deadline on a Sunday are named."""

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign, plan


def one(fields: str, *, head: str = HEAD) -> SmallPlan:
    return campaign(f"event: {{title: 活动, {fields}}}", head=head)


@pytest.mark.parametrize(
    "when", ["2027-05-01", "2027-05-01 09:00-11:00", "2027-04-29/05-01", "2027-05-01 morning"]
)
def test_an_event_on_a_public_holiday_is_named_with_the_holiday(when: str) -> None:
    finding = one(f"when: {when}").only("on-holiday", "week/event", line="title: 活动")
    assert finding.severity == "warning"
    assert "2027-05-01" in finding.message("en")
    assert "劳动节" in finding.message("zh")


@pytest.mark.parametrize(
    "when",
    [
        "2027-03-27",  # a Saturday like any other
        "2027-04-30",  # the day before
        "2027-04-28/05-01",  # work of several days, not an event
        "2027-05",
        "observance:labour-day",
        "observance:春节.start 09:00",
        "holiday",
        "holiday for 2 days",
        "week of 2027-05-01",
        "from 2027-05-01",
        "until 2027-05-01",
    ],
)
def test_a_day_that_was_chosen_for_what_it_is_and_longer_work_are_not_named(when: str) -> None:
    small = campaign(
        f"event: {{title: 活动, when: {when}}}",
        rest=["key_dates: {holiday: {title: 五一, when: 2027-05-01}}"],
    )
    assert not small.has("on-holiday")
    assert not small.has("name-unknown")


def test_the_holidays_are_those_of_the_lead_unit_s_calendar() -> None:
    elsewhere = HEAD.replace("press: {name: 宣传中心}", "press: {name: 宣传中心, working_calendar: GB-ENG}")
    assert one("lead: press, when: 2027-12-27", head=elsewhere).has("on-holiday")
    assert not one("lead: press, when: 2027-05-01", head=elsewhere).has("on-holiday")


def test_a_series_that_meets_holidays_lists_them_in_one_note() -> None:
    small = plan("routines: {report: {title: 周报, lead: office, when: every friday}}\n")
    finding = small.only("series-on-holidays", "routine:report", line="title: 周报")
    assert finding.severity == "note"
    assert "2027-01-01" in finding.message("zh")
    assert "except" in finding.message("en")


@pytest.mark.parametrize(
    "fields",
    [
        "when: every friday, except: [2027-01-01, 2027-02-05, 2027-10-01]",
        "when: every day",
        "when: every workday",
        "when: every month",
        "due: every month on 1",
        "when: every month on 20",
    ],
)
def test_a_series_that_leaves_holidays_out_or_goes_on_every_day_is_not_named(fields: str) -> None:
    small = plan(f"routines: {{report: {{title: 周报, lead: office, {fields}}}}}\n")
    assert not small.has("series-on-holidays")


def test_a_deadline_counted_onto_a_day_off_offers_the_working_day_before() -> None:
    small = campaign(
        "report: {title: 总结, due: campaign.end + 1 week}",  # Sunday, 4 April
    )
    finding = small.only("due-on-day-off", "week/report", line="title: 总结")
    assert "2027-04-04" in finding.message("en")
    assert "2027-04-02" in finding.message("en")


@pytest.mark.parametrize(
    "due",
    [
        "2027-04-01/04",
        "campaign.end + 2 days",
        "campaign.end + 5 workdays",
        "2027-04-04",
        "campaign.end",
        "2027-03-late + 1 week",
    ],
)
def test_a_deadline_on_a_working_day_or_written_as_that_day_is_left_alone(due: str) -> None:
    assert not campaign(f"report: {{title: 总结, due: {due}}}").has("due-on-day-off")

"""Dates that are facts and may not move, schedules without a look over, and the days of all other dates."""

from datetime import date
from typing import Any

import pytest
from tests.reading import at
from tests.small_plan import HEAD, campaign, plan

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.dates.span import Point, Span
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.scheduling.elsewhere import fiscal_year
from campaignflow.scheduling.resolver import Dates
from campaignflow.scheduling.schedule import Schedule, resolved, schedule


def on(day: str) -> Dates:
    there = date.fromisoformat(day)
    point = Point(there, there, Precision.DAY)
    return Dates(Span(point, point), window=Span(point, point), certainty=Certainty.CONFIRMED)


def moved(activities: str, **fixed: str) -> Schedule:
    programme = campaign(activities).schedule.programme
    return schedule(programme, fixed={f"week/{name}": on(day) for name, day in fixed.items()})


# facts


def test_what_hangs_on_a_fact_hangs_on_its_given_date() -> None:
    made = moved("one: {title: 甲, when: 2027-03-22}\ntwo: {title: 乙, when: one + 2 days}", one="2027-03-24")
    assert (made["week/one"].start, made["week/two"].start) == (date(2027, 3, 24), date(2027, 3, 26))
    assert made["week/one"].written == "2027-03-22"


def test_a_fact_does_not_follow_what_it_hung_on() -> None:
    made = moved("one: {title: 甲, when: 2027-03-22}\ntwo: {title: 乙, when: one + 2 days}", two="2027-03-23")
    assert made["week/two"].start == date(2027, 3, 23)


def test_what_is_inside_a_fact_lies_on_its_day() -> None:
    made = moved(
        "one: {title: 甲, when: 2027-03-22, agenda: {talk: {title: 讲话, when: 09:30}, walk: {title: 参观}}}",
        one="2027-03-24",
    )
    assert made["week/one/talk"].start == at("2027-03-24T09:30")
    assert made["week/one/walk"].start == date(2027, 3, 24)


def test_a_fact_in_a_ring_or_with_an_unknown_name_is_no_finding() -> None:
    ring = "one: {title: 甲, when: two + 1 day}\ntwo: {title: 乙, when: one + 1 day}"
    assert moved(ring).errors
    made = moved(ring, one="2027-03-22")
    assert (made.errors, made["week/two"].start) == ((), date(2027, 3, 23))
    assert moved("one: {title: 甲, when: nobody + 1 day}", one="2027-03-22").errors == ()


def test_a_campaign_may_hang_on_a_fact_inside_it() -> None:
    body = (
        "campaigns: {week: {title: 水周, lead: office, when: one + 1 day, activities: {one: {title: 甲}}}}\n"
    )
    programme = plan(body).schedule.programme
    assert schedule(programme, fixed={"week/one": on("2027-03-22")})["week"].start == date(2027, 3, 23)


def test_a_fact_about_something_that_is_not_in_the_plan_changes_nothing() -> None:
    made = moved("one: {title: 甲, when: 2027-03-22}", two="2027-03-23")
    assert made.entries == moved("one: {title: 甲, when: 2027-03-22}").entries
    assert set(made.dates) == {"", "week", "week/one"}


def test_everything_may_be_a_fact() -> None:
    made = campaign("one: {title: 甲, when: 2027-03-22}\ntwo: {title: 乙, when: every day}").schedule
    assert schedule(made.programme, fixed=made.dates).entries == made.entries


# without a look over


def test_a_schedule_without_a_look_over_has_the_same_dates_and_only_what_is_wrong_with_them() -> None:
    text = """
        one: {title: 甲, when: 2027-03-22, lead: nobody}
        two: {title: 乙, when: nothing + 1 day, approvals: {a: {by: office, due: 3 workdays}}}
    """
    whole = campaign(text).schedule
    made = resolved(whole.programme)
    assert made.entries == whole.entries
    assert [finding.code for finding in made.findings] == ["name-unknown"]
    assert (len(whole.findings) > 1, made.submit_by, made.period) == (True, {}, whole.period)


def test_it_takes_facts_calendars_and_observances_like_the_whole_one() -> None:
    head = HEAD.replace("working_calendar: CN", "working_calendar: own\n  issued: 2026-12-01")
    body = "campaigns: {week: {title: 水周, when: 2027-03-22 + 1 workdays}}\ncalendars: {own: {}}\n"
    programme = plan(body, head=head).schedule.programme
    own = WorkCalendar("own", days_off={date(2027, 3, 23): "休"})
    made = resolved(programme, calendars={"own": own}, fixed={})
    assert (made["week"].start, made.stamp) == (date(2027, 3, 24), date(2026, 12, 1))
    assert resolved(programme, fixed={"week": on("2027-03-01")})["week"].start == date(2027, 3, 1)


def test_a_calendar_that_cannot_be_had_is_found_without_a_look_over() -> None:
    programme = plan("", head=HEAD.replace("working_calendar: CN", "working_calendar: ZZ")).schedule.programme
    assert [finding.code for finding in resolved(programme).findings] == ["calendar-unknown"]


# all other dates


ELSEWHERE = """
people: {li: {name: 李伟, unit: office, away: [2027-02, 2027-05-04]}}
channels: {wechat: {name: 微信, approvals: {desk: {by: li, due: 2027-02-01}}}}
directives: {notice: {title: 通知, received: 2027-01-15}, open: {title: 部署}}
blackouts: {exam: {title: 高考, when: 2027-06}}
conditions: {money: {title: 经费到位, due: posters + 1 day}, rain: {title: 有雨}}
approvals: {office: {by: li, due: 2027-02-02}, open: {by: li}, length: {by: li, due: 3 days}}
routines: {weekly: {title: 周报, lead: office, when: every friday, embargo: 2027-01-02}}
campaigns:
  week:
    title: 水周
    lead: office
    when: 2027-03-22/28
    embargo: campaign.start - 1 day
    targets: [{of: reads, about: 9, due: campaign.end + 30 days}]
    quotas: [{of: article, about: 3, from: 2027-03-01, until: campaign.start}]
    budget: [{for: 海报, charged: posters, lines: [{for: 印刷, charged: 2027-04}, {for: 运费}]}]
    approvals: {own: {by: li, due: 2027-03-03}}
    activities:
      posters:
        title: 海报
        when: 2027-03-15
        quotas: [{of: poster, about: 3, due: activity.start}]
        prepare: {draft: {title: 初稿, due: 2027-03-10, budget: [{for: 稿费, charged: activity + 1 day}]}}
"""


def elsewhere(head: str = HEAD) -> dict[str, Any]:
    made = plan(ELSEWHERE, head=head).schedule
    return {"/".join(map(str, path)): span for path, span in made.elsewhere.items()}


def test_the_days_of_every_other_date_are_found_by_its_path() -> None:
    days = {path: (span.start, span.end) for path, span in elsewhere().items()}
    assert {path: (str(start), str(end)) for path, (start, end) in days.items()} == {
        "period": ("2027-01-01", "2027-12-31"),
        "people/li/away/0": ("2027-02-01", "2027-02-28"),
        "people/li/away/1": ("2027-05-04", "2027-05-04"),
        "directives/notice/received": ("2027-01-15", "2027-01-15"),
        "blackouts/exam/when": ("2027-06-01", "2027-06-30"),
        "conditions/money/due": ("2027-03-16", "2027-03-16"),
        "approvals/office/due": ("2027-02-02", "2027-02-02"),
        "channels/wechat/approvals/desk/due": ("2027-02-01", "2027-02-01"),
        "routines/weekly/embargo": ("2027-01-02", "2027-01-02"),
        "campaigns/week/embargo": ("2027-03-21", "2027-03-21"),
        "campaigns/week/targets/0/due": ("2027-04-27", "2027-04-27"),
        "campaigns/week/quotas/0/from": ("2027-03-01", "2027-03-01"),
        "campaigns/week/quotas/0/until": ("2027-03-22", "2027-03-22"),
        "campaigns/week/budget/0/charged": ("2027-03-15", "2027-03-15"),
        "campaigns/week/budget/0/lines/0/charged": ("2027-04-01", "2027-04-30"),
        "campaigns/week/approvals/own/due": ("2027-03-03", "2027-03-03"),
        "campaigns/week/activities/posters/quotas/0/due": ("2027-03-15", "2027-03-15"),
        "campaigns/week/activities/posters/prepare/draft/budget/0/charged": ("2027-03-11", "2027-03-11"),
    }


def test_a_blackout_and_an_absence_are_throughout_and_a_charge_is_some_time_within() -> None:
    found = elsewhere()
    assert not found["blackouts/exam/when"].is_single
    assert not found["people/li/away/0"].is_single
    assert found["campaigns/week/budget/0/lines/0/charged"].is_single


def test_the_day_of_issue_is_one_of_them() -> None:
    found = elsewhere(HEAD.replace("period: 2027\n", "period: 2027\n  issued: 2026-11-20\n"))
    assert found["issued"].start == date(2026, 11, 20)


def test_looking_for_other_dates_adds_no_finding() -> None:
    made = campaign(rest=["budget: [{for: 海报, charged: nobody + 1 day}]"]).schedule
    before = made.findings
    assert not made.elsewhere["campaigns", "week", "budget", 0, "charged"].start
    assert made.findings == before


@pytest.mark.parametrize(
    ("first", "last", "starts", "year"),
    [
        ("2027-03-22", "2027-03-22", "01-01", 2027),
        ("2027-01-01", "2027-12-31", "01-01", 2027),
        ("2026-12-31", "2027-01-01", "01-01", None),
        ("2027-03-31", "2027-03-31", "04-01", 2027),
        ("2027-04-01", "2028-03-31", "04-01", 2028),
        ("2027-03-31", "2027-04-01", "04-01", None),
        (None, "2027-04-01", "04-01", None),
        ("2027-04-01", None, "04-01", None),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(
    first: str | None, last: str | None, starts: str, year: int | None
) -> None:
    ends = [
        None if day is None else Point(date.fromisoformat(day), date.fromisoformat(day), Precision.DAY)
        for day in (first, last)
    ]
    assert fiscal_year(Span(*ends), starts) == year

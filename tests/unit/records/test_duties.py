"""Who is reminded of what and when: pure in the record and the policy, and each reminder has its own key."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from tests.small_plan import HEAD, campaign, plan

from campaignflow.dates.countries import country
from campaignflow.dates.workdays import WorkCalendar
from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES
from campaignflow.records import clock
from campaignflow.records.duties import (
    CLOSED,
    DUTIES,
    Duty,
    Policy,
    Subject,
    armed,
    duties,
    item_of,
    shipped_policy,
)
from campaignflow.scheduling.entry import Entry
from campaignflow.types import Ref

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = Subject(Ref("campaign", "office-2027", "week"), state="approved", coordinator=("office",))
YEAR = Subject(Ref("programme", None, "office-2027"), coordinator=("office",))
DONE_BY = "report: {title: 总结, lead: press, due: 2027-04-09}"


def of(entries, subject=WEEK, states=None, policy=None, calendar=None) -> list[Duty]:
    work = calendar or country("CN")
    return duties(subject, entries, states or {}, policy or shipped_policy(), lambda _lead: work)


def of_items(activities: str, **options) -> list[Duty]:
    """Return the duties of the items of a campaign, without those of the campaign itself."""
    entries = [one for one in campaign(activities).schedule.entries if one.kind != "campaign"]
    return of(entries, **options)


def of_routine(routine: str, **options) -> list[Duty]:
    made = plan(f"routines: {{weekly: {{title: 舆情周报, lead: office, {routine}}}}}\ncampaigns: {{}}\n")
    return of(made.schedule.entries, **{"subject": YEAR, **options})


def told(found, *names: str) -> list[str]:
    """Return duties as people would note them: `04-06 09:00 due 0 press`."""
    wanted = [one for one in found if not names or one.duty in names]
    return [
        f"{one.at.astimezone(SHANGHAI):%m-%d %H:%M} {one.duty} {one.rung} {' '.join(one.to)}".strip()
        for one in wanted
    ]


def policy(**ladders) -> Policy:
    return Policy.from_data({"at": "09:00", "ladders": ladders})


# last days


def test_a_last_day_is_reminded_three_workdays_before_and_on_the_day_at_nine():
    assert told(of_items(DONE_BY), "due") == ["04-06 09:00 due 0 press", "04-09 09:00 due 1 press"]


def test_workdays_are_those_of_the_unit_that_leads():
    flood_duty = WorkCalendar("flood", days_off={date(2027, 4, 7): "补休"})
    asked = []

    def calendar(lead):
        asked.append(lead)
        return flood_duty if lead == ("press",) else country("CN")

    entries = campaign(DONE_BY).schedule.entries
    found = duties(WEEK, entries, {}, shipped_policy(), calendar)
    assert told(found, "due")[0] == "04-05 09:00 due 0 press"
    assert ("press",) in asked


def test_what_is_overdue_goes_to_the_lead_and_then_to_whoever_supervises():
    supervised = replace(WEEK, supervise=("leadership",))
    assert told(of_items(DONE_BY, subject=supervised), "overdue") == [
        "04-12 09:00 overdue 0 press",
        "04-15 09:00 overdue 1 leadership",
    ]


def test_where_nobody_supervises_it_goes_to_the_coordinating_unit():
    assert told(of_items(DONE_BY), "overdue")[1] == "04-15 09:00 overdue 1 office"


def test_who_was_told_already_is_passed_over():
    own = replace(WEEK, supervise=("press",))
    assert told(of_items(DONE_BY, subject=own), "overdue")[1] == "04-15 09:00 overdue 1 office"


def test_where_nobody_is_left_the_coordinating_unit_hears_of_it_again():
    activities = DONE_BY.replace("press", "office")
    assert told(of_items(activities), "overdue") == [
        "04-12 09:00 overdue 0 office",
        "04-15 09:00 overdue 1 office",
    ]


def test_a_last_day_lasts_until_midnight_where_it_is_meant():
    (on_the_day,) = [one for one in of_items(DONE_BY) if one.duty == "due" and one.rung == 1]
    assert on_the_day.target == datetime(2027, 4, 9, 16, tzinfo=UTC)
    assert on_the_day.at == datetime(2027, 4, 9, 1, tzinfo=UTC)


def test_a_reminder_that_would_come_too_late_is_left_out():
    found = of_items("report: {title: 总结, lead: press, due: 2027-04-09 08:00}")
    assert told(found) == [
        "04-06 09:00 due 0 press",
        "04-12 09:00 overdue 0 press",
        "04-15 09:00 overdue 1 office",
    ]
    assert found[0].target == datetime(2027, 4, 9, tzinfo=UTC)


def test_a_moment_is_on_the_day_it_has_where_it_is_meant():
    after_midnight = datetime(2027, 4, 9, 16, 30, tzinfo=UTC)
    entry = Entry(id="week/report", kind="activity", title="总结", due=after_midnight, zone="Asia/Shanghai")
    assert told(of([entry]), "due") == ["04-07 09:00 due 0 office"]


def test_a_last_day_known_to_the_month_is_its_last_day_and_said_to_be_provisional():
    found = of_items("report: {title: 总结, lead: press, due: 5月底前}")
    assert told(found, "due") == ["05-26 09:00 due 0 press", "05-31 09:00 due 1 press"]
    assert all(one.provisional for one in found)
    assert not any(one.provisional for one in of_items(DONE_BY))


def test_the_person_answerable_is_reminded_before_the_unit():
    head = HEAD + "people: {li: {name: 李伟, unit: press}}\n"
    made = campaign("report: {title: 总结, lead: press, owner: li, due: 2027-04-09}", head=head)
    found = of([made.schedule["week/report"]])
    assert told(found) == [
        "04-06 09:00 due 0 li",
        "04-09 09:00 due 1 li",
        "04-12 09:00 overdue 0 press",
        "04-15 09:00 overdue 1 office",
    ]


def test_what_nobody_leads_comes_to_the_coordinating_unit():
    made = campaign(DONE_BY).schedule["week/report"]
    assert {one.to for one in of([replace(made, lead=())])} == {("office",)}
    nobody = replace(WEEK, coordinator=())
    assert {one.to for one in of([replace(made, lead=())], subject=nobody)} == {()}


# beginnings


def test_what_begins_is_reminded_the_workday_before():
    found = of_items("briefing: {title: 通气会, lead: press, when: 2027-03-15 09:30-11:00}")
    assert told(found) == ["03-12 09:00 starts 0 press"]
    assert found[0].target == datetime(2027, 3, 15, 1, 30, tzinfo=UTC)


def test_a_key_date_is_reminded_five_workdays_before():
    made = campaign(rest=["key_dates: {water-day: {title: 世界水日, when: 2027-03-22}}"])
    found = of([made.schedule["week/water-day"]])
    assert told(found) == ["03-15 09:00 starts 0 office"]


def test_work_in_a_span_known_to_the_month_is_reminded_before_its_first_day():
    found = of_items("film: {title: 专题片, lead: press, when: 5月}")
    assert told(found) == ["04-30 09:00 starts 0 press"]
    assert found[0].provisional


def test_what_is_under_way_need_not_be_reminded_to_begin():
    activities = "film: {title: 专题片, lead: press, when: 2027-05-10/14, due: 2027-05-20}"
    assert {one.duty for one in of_items(activities)} == {"starts", "due", "overdue"}
    under_way = of_items(activities, states={"film": "under_way"})
    assert {one.duty for one in under_way} == {"due", "overdue"}


# nothing to remind of


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_what_is_done_dropped_or_postponed_needs_nobody_nor_does_what_is_inside_it(state):
    activities = """
        briefing:
          title: 通气会
          lead: press
          when: 2027-03-15
          prepare: {release: {title: 新闻通稿, due: 2027-03-11}}
        report: {title: 总结, lead: press, due: 2027-04-09}
    """
    assert {one.item for one in of_items(activities)} == {"briefing", "briefing/release", "report"}
    assert {one.item for one in of_items(activities, states={"briefing": state})} == {"report"}
    inner = of_items(activities, states={"briefing/release": state})
    assert {one.item for one in inner} == {"briefing", "report"}
    assert of_items(activities, states={"": state}) == []


@pytest.mark.parametrize("when", ["", "when: tbd", "when: as needed", "when: every tbd"])
def test_nobody_is_reminded_of_what_is_undated_or_only_has_its_campaigns_days(when):
    fields = ", ".join(filter(None, ["title: 通气会", "lead: press", when]))
    assert of_items(f"briefing: {{{fields}}}") == []


def test_a_record_that_is_not_live_reminds_nobody():
    running = clock.start("24 hours", datetime(2027, 4, 1, tzinfo=UTC))
    assert of_items(DONE_BY, subject=replace(WEEK, live=False, clock=running)) == []


def test_approval_steps_are_reminded_by_their_round_and_decisions_here():
    made = plan("""
        conditions: {major: {title: 列为重大活动, decided_by: office, due: 2027-04-09}}
        approvals: {leader: {title: 领导审定, by: office, due: 2027-04-09}}
        campaigns: {}
    """)
    assert {one.kind for one in made.schedule.entries} == {"condition", "approval"}
    assert {one.item for one in of(made.schedule.entries, subject=YEAR)} == {"condition:major"}


# what comes round


def test_each_time_a_routine_comes_round_is_a_duty_of_its_own():
    found = of_routine("when: every friday, from: 2027-03-01, until: 2027-03-12")
    assert told(found) == ["03-05 09:00 routine 0 office", "03-12 09:00 routine 0 office"]
    assert [(one.item, one.occurrence) for one in found] == [
        ("weekly", "2027-03-05"),
        ("weekly", "2027-03-12"),
    ]
    assert len({one.key for one in found}) == 2


def test_a_meeting_that_begins_before_the_hour_of_reminders_is_reminded_an_hour_before():
    found = of_routine("when: every friday 08:30-09:00, from: 2027-03-01, until: 2027-03-05")
    assert told(found) == ["03-05 07:30 routine 1 office"]


def test_an_occurrence_that_is_done_needs_nobody_and_the_others_do():
    routine = "when: every friday, from: 2027-03-01, until: 2027-03-12"
    found = of_routine(routine, states={"weekly@2027-03-05": "done"})
    assert [one.occurrence for one in found] == ["2027-03-12"]
    assert of_routine(routine, states={"weekly": "dropped"}) == []


def test_last_days_that_come_round_are_reminded_each_and_the_series_has_none():
    found = of_routine("due: 每月10日前, from: 2027-03-01, until: 2027-04-30")
    assert [(one.occurrence, one.duty, one.rung) for one in found] == [
        ("2027-03", "due", 0),
        ("2027-03", "due", 1),
        ("2027-03", "overdue", 0),
        ("2027-03", "overdue", 1),
        ("2027-04", "due", 0),
        ("2027-04", "due", 1),
        ("2027-04", "overdue", 0),
        ("2027-04", "overdue", 1),
    ]


def test_a_series_arms_only_its_next_time_and_makes_up_for_none_it_missed():
    found = of_routine("when: every friday, from: 2027-03-01, until: 2027-04-30")
    last_run = datetime(2027, 3, 20, tzinfo=UTC)
    assert [one.occurrence for one in armed(found, lambda _duty: last_run)] == ["2027-03-26"]
    at_that_very_instant = armed(found, lambda _duty: datetime(2027, 3, 26, 1, tzinfo=UTC))
    assert [one.occurrence for one in at_that_very_instant] == ["2027-04-02"]
    assert armed(found, lambda _duty: datetime(2027, 6, 1, tzinfo=UTC)) == []


def test_each_rung_of_a_series_arms_its_own_next_time():
    found = of_routine("due: 每月10日前, from: 2027-03-01, until: 2027-05-31")
    kept = armed(found, lambda _duty: datetime(2027, 3, 11, 12, tzinfo=UTC))
    assert [(one.occurrence, one.duty, one.rung) for one in kept] == [
        ("2027-03", "overdue", 1),
        ("2027-04", "due", 0),
        ("2027-04", "due", 1),
        ("2027-04", "overdue", 0),
    ]


def test_what_happens_once_stays_armed_until_it_has_fired():
    found = of_items(DONE_BY)
    assert armed(reversed(found), lambda _duty: datetime(2028, 1, 1, tzinfo=UTC)) == found


# campaigns


def test_an_approved_campaign_that_is_not_launched_is_reminded_on_its_first_day():
    own = [campaign().schedule["week"]]
    assert told(of(own)) == ["03-22 09:00 launch 0 office", "03-23 09:00 launch 1 office"]
    assert [one.item for one in of(own)] == ["", ""]
    assert of(own, subject=replace(WEEK, state="draft")) == []


def test_a_campaign_that_is_over_and_still_running_is_reminded_to_be_wrapped_up():
    own = [campaign().schedule["week"]]
    found = of(own, subject=replace(WEEK, state="running", supervise=("leadership",)))
    assert told(found) == ["03-29 09:00 wrap_up 0 office", "04-06 09:00 wrap_up 1 leadership"]
    assert found[0].target == datetime(2027, 3, 28, 16, tzinfo=UTC)


# responses


ISSUE = Ref("issue", "office-2027", "rumour")


def test_hours_that_run_out_are_reminded_an_hour_before_and_escalate_at_the_end():
    running = clock.start("5 hours", datetime(2027, 10, 1, 22, tzinfo=SHANGHAI))
    own = Entry(id="rumour", kind="issue", title="不实传言", lead=("press",), zone="Asia/Shanghai")
    found = of([own], subject=Subject(ISSUE, coordinator=("office",), clock=running))
    assert told(found) == ["10-02 02:00 response 0 press", "10-02 03:00 response 1 office"]
    assert [(one.item, one.title, one.provisional) for one in found] == [("", "不实传言", False)] * 2


def test_while_the_clock_stands_still_nobody_is_reminded_of_it():
    found_at = datetime(2027, 10, 1, 22, tzinfo=SHANGHAI)
    paused = clock.pause(clock.start("5 hours", found_at), found_at + timedelta(hours=1))
    assert of([], subject=Subject(ISSUE, clock=paused)) == []
    again = clock.resume(paused, found_at + timedelta(hours=9))
    late = of([], subject=Subject(ISSUE, clock=again, coordinator=("office",)))
    assert [(one.target, one.to) for one in late] == [(found_at + timedelta(hours=13), ("office",))] * 2


# keys


def test_a_key_says_what_it_is_and_of_which_day():
    first, *_ = of_items(DONE_BY)
    assert first.key == "campaign:office-2027/week#report due 1.0 2027-04-09T16:00:00Z"
    weekly, *_ = of_routine("when: every friday, from: 2027-03-01, until: 2027-03-05")
    assert weekly.key == "programme:office-2027#weekly@2027-03-05 routine 1.0 2027-03-04T16:00:00Z"
    launch, *_ = of([campaign().schedule["week"]])
    assert launch.key == "campaign:office-2027/week launch 1.0 2027-03-21T16:00:00Z"


def test_a_date_that_moved_is_reminded_anew():
    moved = DONE_BY.replace("04-09", "04-12")
    assert not {one.key for one in of_items(DONE_BY)} & {one.key for one in of_items(moved)}


def test_what_was_opened_again_is_reminded_anew_for_the_same_day():
    once = {one.key for one in of_items(DONE_BY)}
    again = {one.key for one in of_items(DONE_BY, subject=replace(WEEK, openings={"report": 2}))}
    record = {one.key for one in of_items(DONE_BY, subject=replace(WEEK, openings={"": 3}))}
    assert len(once | again | record) == len(once) + len(again) + len(record)


@pytest.mark.parametrize(
    ("entry_id", "item"),
    [
        ("week", ""),
        ("week/briefing/release", "briefing/release"),
        ("week-2/briefing", "week-2/briefing"),
        ("routine:weekly", "weekly"),
        ("condition:major", "condition:major"),
    ],
)
def test_an_address_is_what_follows_the_record(entry_id, item):
    assert item_of(WEEK.ref, entry_id) == item


# instants


def fires_at(clock_time: str, due: str) -> datetime:
    """Return when somebody in New York is reminded on a last day at a clock time."""
    ladder = policy(due=[{"when": "on the day", "at": clock_time, "to": "lead"}])
    made = campaign(f"event: {{title: 活动, lead: press, due: {due}, timezone: America/New_York}}")
    (one,) = of([made.schedule["week/event"]], policy=ladder)
    return one.at


def test_an_hour_that_summer_time_leaves_out_is_the_first_instant_after_it():
    assert fires_at("02:30", "2027-03-14") == datetime(2027, 3, 14, 7, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first_of_the_two():
    assert fires_at("01:30", "2027-11-07") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_hours_before_a_moment_are_elapsed_hours():
    ladder = policy(starts=[{"when": "24 hours before", "to": "lead"}])
    made = campaign("event: {title: 活动, lead: press, when: 2027-03-14 20:00, timezone: America/New_York}")
    (one,) = of([made.schedule["week/event"]], policy=ladder)
    assert one.at.astimezone(ZoneInfo("America/New_York")).hour == 19
    assert one.target - one.at == timedelta(hours=24)


def test_hours_need_a_clock_time_to_count_from():
    ladder = policy(starts=[{"when": "24 hours before", "to": "lead"}])
    assert of_items("event: {title: 活动, lead: press, when: 2027-03-15}", policy=ladder) == []


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2 days before", "2027-04-09"),
        ("0 workdays before", "2027-04-09"),
        ("0 workdays after", "2027-04-09"),
        ("2 days after", "2027-04-13"),
    ],
)
def test_days_off_do_not_count_as_workdays_and_do_as_days(when, day):
    sunday = "report: {title: 总结, lead: press, due: 2027-04-11}"
    (one,) = of_items(sunday, policy=policy(due=[{"when": when, "to": "lead"}]))
    assert one.at == datetime.fromisoformat(f"{day}T09:00+08:00")


def test_no_workdays_before_a_workday_is_the_day_itself():
    (one,) = of_items(DONE_BY, policy=policy(due=[{"when": "0 workdays before", "to": "lead"}]))
    assert one.at == datetime(2027, 4, 9, 1, tzinfo=UTC)


# the policy


def test_the_shipped_policy_has_a_ladder_for_every_duty():
    assert set(shipped_policy().ladders) == set(DUTIES)
    assert all(shipped_policy().ladders.values())


def test_a_policy_without_ladders_reminds_nobody():
    assert of_items(DONE_BY, policy=Policy.from_data({})) == []


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ([], ""),
        ({"ladder": {}}, "ladder"),
        ({"ladders": []}, "ladders"),
        ({"ladders": {"overdo": []}}, "ladders/overdo"),
        ({"ladders": {"due": {}}}, "ladders/due"),
        ({"ladders": {"due": ["lead"]}}, "ladders/due/0"),
        ({"ladders": {"due": [{"to": "lead"}]}}, "ladders/due/0/when"),
        ({"ladders": {"due": [{"when": "soon", "to": "lead"}]}}, "ladders/due/0/when"),
        ({"ladders": {"due": [{"when": "3 moons before", "to": "lead"}]}}, "ladders/due/0/when"),
        ({"ladders": {"due": [{"when": "1 month before", "to": "lead"}]}}, "ladders/due/0/when"),
        ({"ladders": {"due": [{"when": "on the day"}]}}, "ladders/due/0/to"),
        ({"ladders": {"due": [{"when": "on the day", "to": ["leed"]}]}}, "ladders/due/0/to"),
        ({"ladders": {"due": [{"when": "on the day", "to": 3}]}}, "ladders/due/0/to"),
        (
            {"ladders": {"due": [{"when": "on the day", "to": "lead", "kinds": "task"}]}},
            "ladders/due/0/kinds",
        ),
        ({"ladders": {"due": [{"when": "on the day", "to": "lead", "states": [1]}]}}, "ladders/due/0/states"),
        ({"ladders": {"due": [{"when": "on the day", "to": "lead", "at": "九点"}]}}, "ladders/due/0/at"),
        ({"ladders": {"due": [{"when": "on the day", "to": "lead", "at": "25:00"}]}}, "ladders/due/0/at"),
        (
            {"at": "09:00-10:00", "ladders": {"due": [{"when": "on the day", "to": "lead"}]}},
            "ladders/due/0/at",
        ),
    ],
)
def test_a_policy_that_cannot_be_read_says_where_and_what_would_be_right(data, where):
    with pytest.raises(InvalidValue) as caught:
        Policy.from_data(data)
    assert caught.value.code == "reminders-unreadable"
    assert caught.value.facts["where"] == where
    assert caught.value.facts["expected"] or where.endswith("states")
    assert all(caught.value.message(lang) for lang in LANGUAGES)


# laws

days = st.dates(date(2026, 12, 1), date(2027, 12, 31))
whens = st.one_of(
    days.map(lambda day: f"when: {day}"),
    days.map(lambda day: f"when: {day} 08:30"),
    days.map(lambda day: f"due: {day}"),
    st.sampled_from(
        ["when: every friday", "due: every month on 10", "when: 5月", "when: tbd", "due: 3月下旬"]
    ),
)
item_states = st.sampled_from(["planned", "under_way", "done", "dropped", "postponed"])


@given(
    st.lists(whens, min_size=1, max_size=4),
    st.dictionaries(st.sampled_from("abcd"), item_states),
    st.randoms(),
)
def test_the_same_record_has_the_same_duties_in_the_same_order_each_with_its_own_key(fields, states, order):
    activities = "\n".join(
        f"{name}: {{title: 活动, lead: press, {field}}}" for name, field in zip("abcd", fields, strict=False)
    )
    entries = list(campaign(activities).schedule.entries)
    found = of(entries, states=states)
    order.shuffle(entries)
    assert of(entries, states=states) == found
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.at.utcoffset() == timedelta()
        assert states.get(one.item, "planned") not in CLOSED
        assert one.duty not in {"due", "starts"} or one.at <= one.target


@given(st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)))
def test_of_each_rung_of_a_series_at_most_one_is_armed_and_it_lies_ahead(moment):
    after = moment.replace(tzinfo=UTC)
    found = of_routine("due: every month on 10")
    kept = armed(found, lambda _duty: after)
    assert len({(one.duty, one.rung) for one in kept}) == len(kept)
    for one in kept:
        missed = [
            other
            for other in found
            if (other.duty, other.rung) == (one.duty, one.rung) and after < other.at < one.at
        ]
        assert one.at > after
        assert missed == []

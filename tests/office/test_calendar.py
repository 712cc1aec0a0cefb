"""Calendars handed out after a change: UIDs for life, sequence numbers, cancellations (RFC 5545, 3.8.7.4)."""

from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import Phase, given, settings, strategies as st
from tests.office.desk import (
    PLAN,
    RENAMED,
    RIVER,
    SUMMER,
    WEEK,
    Clock,
    Event,
    event,
    events,
    founded,
    launched,
    plan,
    text,
)
from tests.strict_ical import faults

import campaignflow as cf


def seen(office: cf.Office) -> dict[tuple[str, str], Event]:
    """Return the events of the calendar by UID and time of a series."""
    return {(one.uid, one.times): one for one in events(office)}


def said(one: Event) -> tuple[str, ...]:
    """Return what subscribers must notice a change of."""
    return one.start, one.end, one.place, one.status, one.rule


def complete(before: dict[tuple[str, str], Event], after: dict[tuple[str, str], Event]) -> None:
    """Whoever had the calendar before gets every change with the one after."""
    for key, old in before.items():
        assert key in after, f"{old.title} has vanished instead of being cancelled"
        new = after[key]
        assert new.sequence >= old.sequence, old.title
        assert (said(new) == said(old)) or new.sequence > old.sequence, (old, new)


def handed_out(office: cf.Office, act: Any) -> list[tuple[Event, Event]]:
    """Return the events that change by an act, as they were and as they are."""
    before = seen(office)
    act()
    after = seen(office)
    complete(before, after)
    return [(before[key], after[key]) for key in before if before[key] != after[key]]


def moved(office: cf.Office, act: Any) -> set[str]:
    """Return the titles of the events whose sequence number goes up by an act; it goes up by one."""
    found = handed_out(office, act)
    assert all(new.sequence == old.sequence + 1 for old, new in found if said(old) != said(new))
    assert all(new.sequence == old.sequence for old, new in found if said(old) == said(new))
    return {new.title for old, new in found if said(old) != said(new)}


def test_a_new_plan_is_at_its_first_version(office: cf.Office) -> None:
    assert {one.sequence for one in events(office)} == {0}
    assert {one.status for one in events(office)} == {"CONFIRMED", "TENTATIVE"}


CHANGES: dict[str, tuple[Any, set[str]]] = {
    "time": (
        lambda o: o.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing"),
        {"展览"},
    ),
    "time of what hangs on it": (
        lambda o: o.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="chen-jing"),
        {"通气会日", "新闻通气会", "截止：新闻通气会 · 通稿定稿", "截止：防溺水海报"},
    ),
    "place": (
        lambda o: o.apply(plan(("title: 展览,", "title: 展览, where: 文化馆,")), actor="chen-jing"),
        {"展览"},
    ),
    "an item cancelled": (lambda o: o.cancel("summer/show", reason="天气", actor="chen-jing"), {"展览"}),
    "one time of a series": (
        lambda o: o.cancel("summer/patrol@2027-07-09", reason="高温", actor="chen-jing"),
        {"巡查"},
    ),
}


@pytest.mark.parametrize(("act", "titles"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_time_place_or_status_is_a_new_version_of_just_that(
    office: cf.Office, act: Any, titles: set[str]
) -> None:
    assert moved(office, lambda: act(office)) == titles


QUIET = {
    "a title": lambda o: o.apply(plan(("title: 展览", "title: 节水展览")), actor="chen-jing"),
    "a note": lambda o: o.apply(plan(("title: 展览,", "title: 展览, note: 自带展板,")), actor="chen-jing"),
    "work done": lambda o: o.complete("summer/show", actor="sun-lei"),
    "a pin": lambda o: o.pin("summer/show", actor="li-wei"),
    "an approval": lambda o: launched(o, SUMMER),
    "money": lambda o: o.apply(plan(("amount: 8万元", "amount: 6万元")), actor="li-wei"),
    "a reminder": lambda o: o.run_due(),
}


@pytest.mark.parametrize("act", QUIET.values(), ids=QUIET)
def test_what_changes_neither_time_place_nor_status_is_no_new_version(office: cf.Office, act: Any) -> None:
    assert moved(office, lambda: act(office)) == set()


def test_what_is_cancelled_is_cancelled_in_the_calendar_and_stays_so(office: cf.Office) -> None:
    before = event(office, "展览")
    office.cancel("summer/show", reason="天气", actor="chen-jing")
    after = event(office, "展览")
    assert (after.status, after.sequence, after.uid) == ("CANCELLED", 1, before.uid)
    assert (after.start, after.end) == (before.start, before.end)
    office.complete("summer/poster", actor="sun-lei")
    assert event(office, "展览") == after


def test_what_is_postponed_is_cancelled_and_comes_back_as_itself(office: cf.Office) -> None:
    before = event(office, "展览")
    office.postpone("summer/show", reason="天气", actor="chen-jing")
    assert (event(office, "展览").status, event(office, "展览").sequence) == ("CANCELLED", 1)
    office.reinstate("summer/show", when="2027-07-20", actor="chen-jing")
    after = event(office, "展览")
    assert (after.status, after.sequence, after.uid) == ("CONFIRMED", 2, before.uid)


STOPS = [("suspend", "resume"), ("postpone", "reinstate"), ("cancel", "reinstate")]


@pytest.mark.parametrize(("out", "back"), STOPS)
def test_a_campaign_that_stops_is_cancelled_with_all_that_is_in_it(
    office: cf.Office, out: str, back: str
) -> None:
    launched(office, SUMMER)
    mine = {one.uid for one in events(office, campaign="summer")}
    titles = moved(office, lambda: office.fire(SUMMER, out, reason="水位", actor="chen-jing"))
    assert titles >= {"展览", "巡查", "截止：防溺水海报", "暑期防溺水"}
    assert {one.status for one in events(office) if one.uid in mine} == {"CANCELLED"}
    moved(office, lambda: office.fire(SUMMER, back, reason="水退", actor="chen-jing"))
    assert {one.sequence for one in events(office) if one.uid in mine} == {2}
    assert "CANCELLED" not in {one.status for one in events(office) if one.uid in mine}
    assert {one.uid for one in events(office, campaign="summer")} == mine


@pytest.mark.parametrize("verb", ["postpone", "reschedule"])
def test_what_hangs_on_a_date_that_is_taken_away_is_cancelled_too(office: cf.Office, verb: str) -> None:
    said = {"reason": "领导时间", "actor": "li-wei"}
    hanging = {"通气会日", "新闻通气会", "截止：新闻通气会 · 通稿定稿", "截止：防溺水海报"}

    def act() -> None:
        if verb == "postpone":
            office.postpone("water-week/press-day", **said)
        else:
            office.reschedule("water-week/press-day", "tbd", **said)

    handed_out(office, act)
    assert hanging <= {one.title for one in events(office) if one.status == "CANCELLED"}


def test_an_event_that_becomes_a_series_is_cancelled_as_the_one_it_was(office: cf.Office) -> None:
    said = {"reason": "试", "actor": "chen-jing"}
    handed_out(office, lambda: office.reschedule("summer/show", "every monday", **said))


def test_a_time_of_a_series_that_loses_its_day_is_cancelled(office: cf.Office) -> None:
    said = {"reason": "试", "actor": "chen-jing"}
    handed_out(office, lambda: office.reschedule("summer/patrol@2027-07-09", "tbd", **said))


def test_what_the_file_takes_out_is_cancelled_and_taken_in_again_is_itself(office: cf.Office) -> None:
    gone = ("      show: {title: 展览, lead: press, when: 2027-07-mid}\n", "")
    before = event(office, "展览")
    assert moved(office, lambda: office.apply(plan(gone), actor="li-wei")) == {"展览"}
    assert event(office, "展览").status == "CANCELLED"
    assert moved(office, lambda: office.apply(plan(), actor="li-wei")) == {"展览"}
    after = event(office, "展览")
    assert (after.uid, after.sequence, after.status) == (before.uid, 2, before.status)


TALK = text(("  summer:\n", "  talk: {title: 宣讲, lead: office, when: 2027-09-10}\n  summer:\n"))


def test_a_campaign_taken_out_is_cancelled_and_taken_in_again_is_itself(clock: Clock) -> None:
    with founded(clock, TALK) as office:
        before = event(office, "宣讲")
        assert moved(office, lambda: office.apply(plan(), actor="li-wei")) == {"宣讲"}
        assert event(office, "宣讲").status == "CANCELLED"
        assert moved(office, lambda: office.apply(cf.loads(TALK), actor="li-wei")) == {"宣讲"}
        after = event(office, "宣讲")
        assert (after.uid, after.sequence, after.status) == (before.uid, 2, "CONFIRMED")


# series


def patrols(office: cf.Office) -> list[Event]:
    return [one for one in events(office) if one.title == "巡查"]


def test_one_time_of_a_series_moved_is_a_new_version_of_that_time_alone(office: cf.Office) -> None:
    found = handed_out(
        office,
        lambda: office.reschedule("summer/patrol@2027-07-09", "2027-07-08", reason="高温", actor="chen-jing"),
    )
    ((old, new),) = found
    assert (old.start, new.start, new.sequence) == ("20270709", "20270708", 1)


def test_times_of_a_series_keep_what_they_counted_when_the_rule_moves(office: cf.Office) -> None:
    office.reschedule("summer/patrol@2027-07-09", "2027-07-08", reason="高温", actor="chen-jing")
    office.reschedule("summer/patrol@2027-07-09", "2027-07-10", reason="又改", actor="chen-jing")
    handed_out(
        office,
        lambda: office.reschedule(
            "summer/patrol", "every monday", scope="all", reason="高温", actor="chen-jing"
        ),
    )
    assert min(one.sequence for one in patrols(office) if one.status != "CANCELLED") >= 1


def test_what_a_forked_series_leaves_is_cancelled(office: cf.Office) -> None:
    handed_out(
        office,
        lambda: office.reschedule(
            "summer/patrol@2027-07-16",
            "every monday",
            scope="this and later",
            reason="高温",
            actor="chen-jing",
        ),
    )
    assert sorted(one.start for one in patrols(office) if one.status != "CANCELLED") == [
        "20270702",
        "20270709",
        "20270719",
        "20270726",
    ]
    assert sorted(one.start for one in patrols(office) if one.status == "CANCELLED") == [
        "20270716",
        "20270723",
        "20270730",
    ]


def test_a_routine_s_times_are_versions_of_their_own(office: cf.Office) -> None:
    found = handed_out(
        office,
        lambda: office.reschedule(
            "routine:weekly-report@2027-03-12", "2027-03-11", reason="调休", actor="li-wei"
        ),
    )
    assert [(new.start, new.sequence) for _, new in found] == [("20270311", 1)]


# renames


def test_under_another_id_everything_keeps_its_uid(office: cf.Office) -> None:
    before = seen(office)
    assert moved(office, lambda: office.apply(plan(*RENAMED), actor="li-wei")) == set()
    assert seen(office) == before


def test_a_campaign_renamed_and_moved_in_one_file_keeps_its_uids(office: cf.Office) -> None:
    before = {one.uid for one in events(office)}
    act = plan(*RENAMED, ("- 5 workdays", "- 8 workdays"))
    handed_out(office, lambda: office.apply(act, actor="li-wei"))
    assert {one.uid for one in events(office)} == before


def test_a_campaign_renamed_while_what_it_hangs_on_moves_keeps_its_uids(office: cf.Office) -> None:
    before = {one.uid for one in events(office)}
    words = (("  summer:\n", "  summer-27:\n    was: summer\n"), ("- 5 workdays", "- 8 workdays"))
    handed_out(office, lambda: office.apply(plan(*words), actor="li-wei"))
    assert {one.uid for one in events(office)} == before
    assert event(office, "截止：防溺水海报").sequence == 1


def test_a_renamed_campaign_goes_on_counting(office: cf.Office) -> None:
    office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    office.apply(plan(*RENAMED), reason="更名", actor="li-wei")
    old = event(office, "新闻通气会")
    office.reschedule("water-week-27/press-day", "2027-03-11", reason="又改", actor="li-wei")
    new = event(office, "新闻通气会")
    assert (old.uid, old.sequence, new.sequence) == (new.uid, 1, 2)


ACTIVITY = (("      show: {title", "      fair: {was: show, title"),)


def test_an_activity_under_another_id_keeps_its_uid(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    before = seen(office)
    assert moved(office, lambda: office.apply(plan(*ACTIVITY), actor="li-wei")) == set()
    assert set(seen(office)) == set(before)
    office.reschedule("summer/fair", "2027-07-26", reason="又改", actor="chen-jing")
    assert event(office, "展览").sequence == 2


def test_an_activity_that_only_gets_another_id_gets_it(office: cf.Office) -> None:
    office.apply(plan(*ACTIVITY), actor="li-wei")
    assert set(office.record("summer").data["plan"]["activities"]) == {"poster", "fair", "patrol"}


NEW_SHOW = (
    "      show: {title",
    "      show: {title: 新展, lead: press, when: 2027-07-20}\n      fair: {was: show, title",
)


def test_what_takes_the_id_of_something_renamed_has_a_uid_of_its_own(office: cf.Office) -> None:
    office.apply(plan(*ACTIVITY), actor="li-wei")
    handed_out(office, lambda: office.apply(plan(NEW_SHOW), actor="li-wei"))
    assert event(office, "新展").uid != event(office, "展览").uid


def test_a_campaign_that_takes_an_old_id_has_uids_of_its_own(office: cf.Office) -> None:
    office.apply(plan(*RENAMED), actor="li-wei")
    new = ("campaigns:\n", "campaigns:\n  water-week: {title: 节水评选, lead: office, when: 2027-05-05}\n")

    def act() -> None:
        with suppress(cf.Refused):  # to say that the id was used is right as well
            office.apply(plan(*RENAMED, new), actor="li-wei")

    handed_out(office, act)
    uids = [one.uid for one in events(office) if one.title in {"节水评选", "世界水日 · 中国水周"}]
    assert len(uids) == len(set(uids)) >= 1


def test_next_year_s_events_are_others(office: cf.Office) -> None:
    office.rollover("river-2027", to=2028, actor="li-wei")
    this, following = (
        {one.uid for one in events(office, programme=one)} for one in ("river-2027", "river-2028")
    )
    assert this
    assert following
    assert not this & following


# any history

REFS = ("water-week/press-day", "water-week/briefing", "water-week/scheme", "summer/show", "summer/poster")
TIMES = ("summer/patrol@2027-07-09", "summer/patrol@2027-07-16", "routine:weekly-report@2027-03-12")
WHENS = ("2027-03-10", "2027-03-mid", "2027-07-20", "2027-07-20 09:00-10:00")
FILES = {
    "as it was": plan(),
    "another place": plan(("title: 展览,", "title: 展览, where: 文化馆,")),
    "without the show": plan(("      show: {title: 展览, lead: press, when: 2027-07-mid}\n", "")),
    "without the patrols": plan(("      patrol: {title: 巡查, lead: press, when: every friday}\n", "")),
}
OTHER_FILES = {
    "on mondays": plan(("lead: press, when: every friday", "lead: press, when: every monday")),
    "without the summer": cf.loads(PLAN[: PLAN.index("  summer:")]),
    "under another id": plan(*RENAMED),
    "an activity under another id": plan(*ACTIVITY),
    "another one under its id": plan(NEW_SHOW),
    "a last day, no day": plan(("lead: press, when: 2027-07-mid", "lead: press, due: 2027-07-28")),
}
VERBS = ("cancel", "postpone", "reinstate", "complete")
ALONE = ("water-week/briefing", "water-week/scheme", "summer/show", "summer/poster", *TIMES)
"""Items on which nothing with days of its own hangs."""
MOVE = st.tuples(st.just("reschedule"), st.sampled_from((*REFS, *TIMES)), st.sampled_from(WHENS))
STOP = st.tuples(st.sampled_from(VERBS), st.sampled_from(ALONE[1:]), st.none())
CANCEL = st.tuples(st.just("cancel"), st.sampled_from((*ALONE, WEEK, SUMMER)), st.none())
FILE = st.tuples(st.just("apply"), st.none(), st.sampled_from(sorted(FILES)))
STEPS = st.lists(st.one_of(MOVE, STOP, CANCEL, FILE), min_size=2, max_size=5)
FREE = st.tuples(
    st.just("reschedule"), st.sampled_from((*REFS, *TIMES)), st.sampled_from(("tbd", "every monday"))
)
STOP_MORE = st.tuples(st.sampled_from(VERBS), st.sampled_from((*REFS, WEEK, SUMMER)), st.none())
RULE = st.tuples(
    st.sampled_from(("this and later", "all")),
    st.sampled_from(TIMES),
    st.sampled_from(("every monday", "2027-07-20", "tbd")),
)
OTHER = st.tuples(st.just("apply"), st.none(), st.sampled_from(sorted(OTHER_FILES)))
MORE_STEPS = st.lists(st.one_of(MOVE, STOP, STOP_MORE, FILE, FREE, RULE, OTHER), min_size=2, max_size=5)


def taken(office: cf.Office, step: tuple[str, Any, Any]) -> None:
    verb, ref, what = step
    more = {"reason": "试", "actor": "li-wei"}
    if verb == "apply":
        office.apply({**FILES, **OTHER_FILES}[what], **more)
    elif verb == "reschedule":
        office.reschedule(ref, what, **more)
    elif verb in {"this and later", "all"}:
        office.reschedule(ref if verb != "all" else ref.partition("@")[0], what, scope=verb, **more)
    else:
        getattr(office, verb)(ref, **more)


def live(steps: list[Any]) -> None:
    """Live through some steps; after each one whoever subscribed before has every change."""
    clock = Clock()
    with founded(clock) as office:
        history = [seen(office)]
        for step in steps:
            clock.on(hours=1)
            with suppress(cf.CampaignflowError):
                taken(office, step)
            history.append(seen(office))
        for before, after in pairwise(history):
            complete(before, after)


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate])
@given(steps=STEPS)
def test_whatever_happens_no_uid_stands_twice_and_no_sequence_falls(steps: list[Any]) -> None:
    live(steps)


@settings(max_examples=15, phases=[Phase.explicit, Phase.generate])
@given(steps=MORE_STEPS)
def test_whatever_happens_to_rules_and_records_no_event_vanishes_unsaid(steps: list[Any]) -> None:
    live(steps)


def test_what_is_over_is_handed_out_no_more_after_a_while(office: cf.Office, clock: Clock) -> None:
    office.cancel("summer/show", reason="天气", actor="chen-jing")
    clock.on(days=400)
    assert "展览" not in {one.title for one in events(office)}
    assert RIVER == "programme:river-2027"


def test_after_everything_that_can_happen_a_calendar_is_still_one(office: cf.Office) -> None:
    said = {"reason": "调整", "actor": "chen-jing"}
    office.reschedule("water-week/press-day", "2027-03-10", **said)
    office.cancel("summer/patrol@2027-07-09", **said)
    office.postpone("summer/show", **said)
    office.reschedule("summer/patrol@2027-07-16", "every monday", scope="this and later", **said)
    office.apply(plan(*RENAMED), reason="更名", actor="li-wei")
    office.fire(SUMMER, "cancel", **said)
    assert faults(office.to_ics("river-2027")) == []

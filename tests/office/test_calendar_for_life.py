"""What calendars handed out once they answer for: series that come and go, ids that change hands."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.office.desk import (
    SUMMER,
    Clock,
    Event,
    event,
    events,
    founded,
    launched,
    plan,
    text,
)
from tests.office.test_calendar import ACTIVITY, NEW_SHOW, complete, moved, patrols, seen
from tests.strict_ical import faults

import campaignflow as cf

Act = Callable[[cf.Office], cf.Change]
SAID = {"reason": "调整", "actor": "chen-jing"}
BY = {"reason": "调整", "actor": "li-wei"}


def act(verb: str, *what: Any, **said: Any) -> Act:
    """Return an act by its verb, of whoever may."""
    by = {"actor": "sun-lei"} if verb == "complete" else SAID
    return lambda office: getattr(office, verb)(*what, **{**by, **said})


def file(*changes: tuple[str, str]) -> Act:
    return lambda office: office.apply(plan(*changes), **BY)


def lived(office: cf.Office, *acts: Act) -> None:
    """Live through some acts: whoever subscribed at any time has every change, and nothing else changed."""
    history = [seen(office)]
    for one in acts:
        with office.preview() as dry:
            wanted = one(dry)
        done = one(office)
        assert [(entry.ref, entry.verb, entry.patch) for entry in done.entries] == [
            (entry.ref, entry.verb, entry.patch) for entry in wanted.entries
        ]
        now = seen(office)
        for before in history:
            complete(before, now)
        history.append(now)
    assert office.verify(deep=True).problems == ()
    assert faults(office.to_ics("river-2027")) == []


SHOW = "title: 展览, lead: press, when: 2027-07-mid"
PATROL = "      patrol: {title: 巡查, lead: press, when: every friday}\n"
DUE = (SHOW, "title: 展览, lead: press, due: 2027-07-28")
BOTH = (SHOW, "title: 展览, lead: press, when: 2027-07-mid, due: 2027-07-28")
ALL = {"scope": "all"}

HISTORIES: dict[str, tuple[Act, ...]] = {
    "once, often, once, often": (
        act("reschedule", "summer/show", "every monday"),
        act("reschedule", "summer/show", "2027-07-20"),
        act("reschedule", "summer/show", "every tuesday"),
        act("reschedule", "summer/show", "every monday", **ALL),
        act("reschedule", "summer/show", "2027-07-21", **ALL),
    ),
    "often, once, often": (
        act("reschedule", "summer/patrol", "2027-07-20", **ALL),
        act("reschedule", "summer/patrol", "every friday", **ALL),
    ),
    "often, never, often": (
        act("reschedule", "summer/patrol", "tbd", **ALL),
        act("reschedule", "summer/patrol", "every tbd", **ALL),
        act("reschedule", "summer/patrol", "every friday", **ALL),
    ),
    "one time without a day, then another rule, then a day": (
        act("reschedule", "summer/patrol@2027-07-09", "tbd"),
        act("reschedule", "summer/patrol", "every monday", **ALL),
        act("reschedule", "summer/patrol@2027-07-09", "2027-07-10"),
    ),
    "one time moved, all taken out and in again": (
        act("reschedule", "summer/patrol@2027-07-16", "2027-07-17"),
        file((PATROL, "")),
        file(),
    ),
    "one time dropped, another place for all": (
        act("cancel", "summer/patrol@2027-07-09"),
        file(("title: 巡查,", "title: 巡查, where: 河边,")),
    ),
    "a day, a last day, a day": (file(DUE), file(), file(BOTH), file(DUE), file(BOTH), file()),
    "a day of its own, the campaign's, its own": (file((SHOW, "title: 展览, lead: press")), file()),
    "renamed, taken out, taken in": (
        file(*ACTIVITY),
        file((f"      show: {{{SHOW}}}\n", "")),
        file(("      show: {title", "      fair: {title")),
    ),
    "taken out, and something else gets its id": (
        file(("      show: {title", "      fair: {title: 集市, when: 2027-07-08}\n      show: {title")),
        file(),
        file(*ACTIVITY),
        file((f"      show: {{{SHOW}}}\n", "")),
    ),
    "an id taken over in the file that frees it, and freed again": (
        file(NEW_SHOW),
        file((NEW_SHOW[0], NEW_SHOW[1].replace("      show: {", "      expo: {was: show, "))),
        act("reschedule", "summer/expo", "2027-07-22"),
        act("reschedule", "summer/fair", "2027-07-23"),
    ),
    "a stop, another rule, and back": (
        lambda office: office.fire(SUMMER, "submit", actor="wang-fang"),
        act("fire", SUMMER, "postpone"),
        act("reschedule", "summer/patrol", "every monday", **ALL),
        act("fire", SUMMER, "reinstate"),
    ),
    "a stop, another month, and back": (
        lambda office: office.fire(SUMMER, "submit", actor="wang-fang"),
        act("fire", SUMMER, "postpone"),
        act("reschedule", SUMMER, "2027-08"),
        act("fire", SUMMER, "reinstate"),
    ),
    "a series put off, another rule, and back": (
        act("postpone", "summer/patrol"),
        act("reschedule", "summer/patrol", "every monday", **ALL),
        act("reinstate", "summer/patrol"),
    ),
    "a time done, the series another, and once": (
        act("complete", "summer/patrol@2027-07-09"),
        act("reschedule", "summer/patrol", "every monday", **ALL),
        act("reschedule", "summer/patrol", "2027-07-mid", **ALL),
        act("reschedule", "summer/patrol", "2027-07-20", **ALL),
        act("reschedule", "summer/patrol", "tbd", **ALL),
    ),
}


@pytest.mark.parametrize("acts", HISTORIES.values(), ids=HISTORIES)
def test_whoever_subscribed_at_any_time_has_every_change(office: cf.Office, acts: tuple[Act, ...]) -> None:
    lived(office, *acts)


# series that hang on what is postponed


def days_of(found: list[Event], status: str) -> list[str]:
    return sorted(one.start[4:] for one in found if one.status == status)


FRIDAYS = ["0702", "0709", "0716", "0723", "0730"]
MONDAYS = ["0705", "0712", "0719", "0726"]


def postponed(office: cf.Office) -> None:
    launched(office, SUMMER)
    office.fire(SUMMER, "postpone", **SAID)


def test_while_its_campaign_is_postponed_a_series_keeps_its_times(office: cf.Office) -> None:
    before = office.record("summer").data["plan"]["activities"]["patrol"]
    known = {(one.uid, one.start) for one in patrols(office)}
    postponed(office)
    office.recalculate(**BY)
    office.apply(plan(("title: 展览,", "title: 节水展览,")), **BY)
    assert office.record("summer").data["plan"]["activities"]["patrol"] == before
    assert {(one.uid, one.start) for one in patrols(office)} == known
    assert days_of(patrols(office), "CANCELLED") == FRIDAYS
    office.fire(SUMMER, "reinstate", **SAID)
    assert office.record("summer").data["plan"]["activities"]["patrol"] == before


def test_another_rule_for_it_counts_in_the_days_the_campaign_had(office: cf.Office) -> None:
    postponed(office)
    office.reschedule("summer/patrol", "every monday", scope="all", **SAID)
    assert days_of(patrols(office), "CANCELLED") == sorted(FRIDAYS + MONDAYS)
    office.fire(SUMMER, "reinstate", **SAID)
    assert days_of(patrols(office), "CONFIRMED") == MONDAYS
    assert days_of(patrols(office), "CANCELLED") == FRIDAYS


def test_another_lead_for_the_campaign_leaves_its_times_as_well(office: cf.Office) -> None:
    postponed(office)
    office.apply(
        plan(("    title: 暑期防溺水\n    lead: press", "    title: 暑期防溺水\n    lead: office")), **BY
    )
    assert days_of(patrols(office), "CANCELLED") == FRIDAYS


def test_it_comes_back_in_the_days_its_campaign_comes_back_on(office: cf.Office) -> None:
    postponed(office)
    office.reinstate(SUMMER, when="2027-08", actor="chen-jing", reason="水退")
    assert days_of(patrols(office), "CONFIRMED") == ["0806", "0813", "0820", "0827"]


def test_a_series_until_something_that_is_postponed_goes_on_as_it_was(clock: Clock) -> None:
    until = ("lead: press, when: every friday", "lead: press, when: every friday, until: show.end")
    with founded(clock, text(until, (SHOW, "title: 展览, lead: press, when: 2027-07-19"))) as office:
        assert moved(office, lambda: office.postpone("summer/show", **SAID)) == {"展览"}
        assert days_of(patrols(office), "CONFIRMED") == FRIDAYS[:3]
        office.reinstate("summer/show", when="2027-07-26", **SAID)
        assert days_of(patrols(office), "CONFIRMED") == FRIDAYS[:4]


def test_a_series_inside_something_postponed_is_cancelled_as_it_was(clock: Clock) -> None:
    drill = "when: 2027-07-05/2027-07-07, prepare: {drill: {title: 彩排, when: every day}}"
    with founded(clock, text((SHOW, f"title: 展览, lead: press, {drill}"))) as office:
        titles = {"展览", "展览 · 彩排"}
        assert moved(office, lambda: office.postpone("summer/show", **SAID)) == titles
        assert moved(office, lambda: office.reinstate("summer/show", actor="chen-jing")) == titles
        assert len([one for one in events(office) if "彩排" in one.title]) == 3


# what was done


@pytest.mark.parametrize("when", ["2027-07-20", "2027-07-mid", "tbd", "every tbd"])
def test_a_time_that_was_done_is_not_cancelled_though_it_comes_round_no_more(
    office: cf.Office, when: str
) -> None:
    office.complete("summer/patrol@2027-07-09", actor="sun-lei")
    office.reschedule("summer/patrol", when, scope="all", **SAID)
    assert days_of(patrols(office), "CANCELLED") == ["0702", "0716", "0723", "0730"]
    assert "0709" in days_of(patrols(office), "CONFIRMED")


def test_a_time_that_had_lost_its_day_stays_cancelled_though_it_is_done(office: cf.Office) -> None:
    office.reschedule("summer/patrol@2027-07-09", "tbd", **SAID)
    office.complete("summer/patrol@2027-07-09", actor="sun-lei")
    assert days_of(patrols(office), "CANCELLED") == ["0709"]


def test_what_was_called_done_without_a_day_stays_cancelled(office: cf.Office) -> None:
    office.reschedule("summer/patrol", "2027-07-20", scope="all", **SAID)
    office.reschedule("summer/patrol", "tbd", scope="all", **SAID)
    assert moved(office, lambda: office.complete("summer/patrol", actor="sun-lei")) == set()
    assert days_of(patrols(office), "CONFIRMED") == []


# names for life


def test_a_deadline_to_decide_keeps_its_uid_under_another_id(clock: Clock) -> None:
    pictures = "approvals: {pictures: {title: 选图, by: li-wei, due: 2027-07-01}}"
    steps = (
        ("title: 展览,", f"title: 展览, {pictures},"),
        (
            "    title: 暑期防溺水\n",
            "    title: 暑期防溺水\n    approvals: {fair: {title: 审定, by: li-wei, due: 2027-06-01}}\n",
        ),
    )
    with founded(clock, text(*steps)) as office:
        before = seen(office)
        assert sum("选图" in one.title or "审定" in one.title for one in before.values()) == 2
        assert moved(office, lambda: office.apply(plan(*steps, *ACTIVITY), **BY)) == set()
        assert seen(office) == before


def test_an_id_taken_over_again_and_again_stands_for_another_each_time(office: cf.Office) -> None:
    ids: list[str] = []
    before = seen(office)
    for name in ("fair", "expo", "salon"):
        ids.append(name)
        others = [f"{one}: {{title: 展览 {one}, lead: press, when: 2027-07-21}}" for one in ids[:-1]]
        renamed = f"{name}: {{was: show, title: 展览 {name}, lead: press, when: 2027-07-21}}"
        new = "show: {title: 展览 show, lead: press, when: 2027-07-21}"
        lines = "".join(f"      {one}\n" for one in (*others, renamed, new))
        office.apply(plan((f"      show: {{{SHOW}}}\n", lines)), **BY)
        complete(before, seen(office))
        before = seen(office)
    shows = {one.title: one.uid for one in events(office) if one.title.startswith("展览 ")}
    assert len(set(shows.values())) == len(shows) == 4
    known = office.record("summer").data["known_as"]
    assert known == {"fair": "show", "expo": "show~2", "salon": "show~3", "show": "show~4"}
    assert office.verify(deep=True).problems == ()


def test_a_fork_takes_over_no_uid_of_something_renamed(office: cf.Office) -> None:
    said = {"scope": "this and later", **SAID}
    office.reschedule("summer/patrol@2027-07-16", "every monday", **said)
    assert "patrol-2" in office.record("summer").data["plan"]["activities"]
    renamed = office.export().replace("      patrol-2:\n", "      night:\n        was: patrol-2\n")
    before = seen(office)
    assert moved(office, lambda: office.apply(cf.loads(renamed), **BY)) == set()
    office.reschedule("summer/patrol@2027-07-09", "every tuesday", **said)
    complete(before, seen(office))
    live = [one for one in patrols(office) if one.status != "CANCELLED"]
    assert days_of(live, "CONFIRMED") == ["0702", "0713", "0719", "0726"]


def test_a_preview_tells_what_was_renamed_from_what_took_its_id(office: cf.Office) -> None:
    office.complete("summer/show", actor="sun-lei")
    change = office.apply(plan(NEW_SHOW), **BY)
    assert (change.states, change.dates) == ((), ())
    change = office.complete("summer/show", actor="sun-lei")
    assert [(one.address.rpartition("/")[2], one.before, one.after) for one in change.states] == [
        ("show", "planned", "done")
    ]
    change = office.apply(plan(NEW_SHOW, ("title: 新展", "title: 新展览")), **BY)
    assert (change.states, change.dates) == ((), ())


# what has no date


def test_what_has_lost_its_date_is_cancelled_and_not_listed_as_undated(office: cf.Office) -> None:
    office.reschedule("summer/show", "tbd", **SAID)
    assert {one.status for one in events(office) if "展览" in one.title} == {"CANCELLED"}
    assert not [one for one in events(office) if one.title.startswith("日期未定")]


# known violations


def test_a_place_that_was_redacted_makes_no_false_alarm(office: cf.Office) -> None:
    office.apply(plan(("title: 展览,", "title: 展览, where: 文化馆,")), **BY)
    office.redact(SUMMER, "plan/activities/show/where", reason="住址", actor="wang-fang")
    assert office.verify(deep=True).problems == ()


def test_a_file_that_dates_something_postponed_says_when_it_comes_back(office: cf.Office) -> None:
    office.postpone("summer/show", **BY)
    office.apply(plan(("when: 2027-07-mid", "when: 2027-08-02")), **BY)
    office.reinstate("summer/show", actor="li-wei")
    assert event(office, "展览").start == "20270802"


def test_a_file_that_dates_what_is_postponed_takes_it_up_no_sooner(office: cf.Office) -> None:
    office.postpone("summer/show", **BY)
    dated = plan(("when: 2027-07-mid", "when: 2027-08-02"))
    office.apply(dated, **BY)
    assert office.record(SUMMER).data["plan"]["activities"]["show"]["when"]["written"] == "tbd"
    assert not office.apply(dated, **BY)
    office.reinstate("summer/show", actor="li-wei")
    assert not office.apply(dated, **BY)


def test_so_it_is_where_the_whole_campaign_is_postponed(office: cf.Office) -> None:
    office.fire(SUMMER, "postpone", **BY)
    office.apply(plan(("when: 2027-07\n", "when: 2027-08\n")), **BY)
    assert office.record(SUMMER).data["plan"]["when"]["written"] == "tbd"
    office.fire(SUMMER, "reinstate", **BY)
    assert office.record(SUMMER).data["plan"]["when"]["written"] == "2027-08"


def test_the_list_of_what_has_no_date_is_cancelled_when_all_has_one(clock: Clock) -> None:
    with founded(clock, text((SHOW, "title: 展览, lead: press, when: tbd"))) as office:
        before = seen(office)
        assert [one for one in before.values() if one.title.startswith("日期未定")]
        office.reschedule("summer/show", "2027-07-20", **SAID)
        complete(before, seen(office))

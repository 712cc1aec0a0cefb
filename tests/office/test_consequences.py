"""What hangs on something follows when it moves, in the same act; facts stay and are reported (rule 26)."""

from typing import Any

import pytest
from tests.office.desk import (
    RENAMED,
    SUMMER,
    WEEK,
    Clock,
    codes,
    day,
    days,
    founded,
    launched,
    plan,
    text,
    wrote,
)

import campaignflow as cf

PRESS_DAY = "water-week/press-day"
HANGING = ("water-week/briefing", "water-week/briefing/release", "summer/poster")


def moved(office: cf.Office, when: str = "2027-03-10", **said: Any) -> cf.Change:
    return office.reschedule(PRESS_DAY, when, **{"reason": "领导时间", "actor": "chen-jing", **said})


def stays(change: cf.Change) -> dict[str, object]:
    """Return what did not follow, and why."""
    return {one.ref: one.facts["why"] for one in change.reported if one.code == "did-not-follow"}


def test_what_hangs_on_a_date_follows_in_the_same_act(office: cf.Office) -> None:
    change = moved(office)
    assert wrote(change) == [("water-week", "rescheduled"), ("summer", "followed")]
    assert days(office, *HANGING) == {
        "water-week/briefing": "2027-03-10",
        "water-week/briefing/release": "2027-03-08",
        "summer/poster": "2027-04-09",
    }
    first, second = change.entries
    assert second.cause == f"{WEEK}@{first.version}"
    assert (second.responsible, second.act, second.at) == ("chen-jing", first.act, first.at)


def test_what_does_not_change_gets_no_entry(office: cf.Office) -> None:
    change = office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    assert wrote(change) == [("summer", "rescheduled")]
    office.reschedule("summer/poster", "2027-04-20", reason="印刷", actor="chen-jing")
    assert wrote(moved(office)) == [("water-week", "rescheduled")]  # the poster hangs on it no more


TALLY = "      tally: {title: 清点, lead: press, due: poster + 10 days}\n"
REVIEW = "    activities: {review: {title: 复盘, lead: office, due: summer/tally + 5 days}}\n"
AUTUMN = f"  autumn:\n    title: 秋季\n    lead: office\n    when: 2027-10\n{REVIEW}"
CHAIN = text(("      poster:", f"{TALLY}      poster:"), ("  summer:\n", f"{AUTUMN}  summer:\n"))


def test_what_follows_is_followed_in_turn(clock: Clock) -> None:
    with founded(clock, CHAIN) as office:
        assert str(day(office, "autumn/review")) == "2027-04-29"
        change = moved(office)
        assert {one for one, _ in wrote(change)} == {"water-week", "summer", "autumn"}
        assert str(day(office, "autumn/review")) == "2027-04-24"


# facts


def pinned(office: cf.Office) -> None:
    office.pin("summer/poster", actor="li-wei")


def begun(office: cf.Office) -> None:
    office.begin("summer/poster", actor="sun-lei")


def done(office: cf.Office) -> None:
    office.complete("summer/poster", actor="sun-lei")


def dropped(office: cf.Office) -> None:
    office.cancel("summer/poster", reason="不印了", actor="li-wei")


def closed(office: cf.Office) -> None:
    office.cancel(SUMMER, reason="水位", actor="li-wei")


FACTS = {"pinned": pinned, "under_way": begun, "done": done, "dropped": dropped, "closed": closed}


@pytest.mark.parametrize(("why", "happens"), FACTS.items(), ids=FACTS)
def test_facts_do_not_move_and_are_reported(office: cf.Office, why: str, happens: Any) -> None:
    happens(office)
    version = office.record("summer").version
    change = moved(office)
    assert stays(change) == {"summer/poster": why}
    (said,) = [one for one in change.reported if one.code == "did-not-follow"]
    assert str(said.facts["would"]) == "2027-04-09"
    assert office.record("summer").version == version
    due = office.record("summer").data["plan"]["activities"]["poster"]["due"]
    assert due["resolved"]["due"] == "2027-04-14"


def test_what_hangs_on_a_fact_stays_with_it(clock: Clock) -> None:
    with founded(clock, CHAIN) as office:
        office.pin("summer/poster", actor="li-wei")
        change = moved(office)
        assert {one for one, _ in wrote(change)} == {"water-week"}
        assert str(day(office, "autumn/review")) == "2027-04-29"


PUBLIC = {
    "its own": ("title: 防溺水海报,", "title: 防溺水海报, visibility: public,"),
    "its campaign's": ("    title: 暑期防溺水\n", "    title: 暑期防溺水\n    visibility: public\n"),
}
SURE = (", certainty: provisional", "")
ON_A_DAY = ("due: water-week/press-day + 30 days", "when: water-week/press-day + 30 days")


WAYS = [("when", PUBLIC["its own"]), ("when", PUBLIC["its campaign's"]), ("due", PUBLIC["its own"])]


@pytest.mark.parametrize(("field", "public"), WAYS)
def test_what_the_public_was_promised_stays(clock: Clock, public: tuple[str, str], field: str) -> None:
    changes = [public, SURE, *([ON_A_DAY] if field == "when" else [])]
    with founded(clock, text(*changes)) as office:
        launched(office, SUMMER)
        assert stays(moved(office)) == {"summer/poster": "public"}
        assert str(day(office, "summer/poster")) == "2027-04-14"


def test_what_is_public_but_only_planned_follows(clock: Clock) -> None:
    with founded(clock, text(PUBLIC["its own"], SURE)) as office:
        assert stays(moved(office)) == {}
        assert str(day(office, "summer/poster")) == "2027-04-09"


def test_a_fact_can_still_be_moved_by_name(office: cf.Office) -> None:
    office.pin("summer/poster", actor="li-wei")
    assert office.reschedule("summer/poster", "2027-04-20", reason="印刷", actor="li-wei")
    assert str(day(office, "summer/poster")) == "2027-04-20"


def test_what_is_let_go_follows_from_the_next_move_on(office: cf.Office) -> None:
    office.pin("summer/poster", actor="li-wei")
    moved(office)
    office.unpin("summer/poster", actor="li-wei")
    assert str(day(office, "summer/poster")) == "2027-04-14"
    moved(office, "2027-03-11")
    assert str(day(office, "summer/poster")) == "2027-04-10"


@pytest.mark.xfail(strict=True, reason="a done time of a series goes when the rule moves")
def test_the_times_of_a_series_that_were_kept_are_facts(office: cf.Office) -> None:
    office.complete("summer/patrol@2027-07-09", actor="sun-lei")
    office.reschedule("summer/patrol", "every monday", scope="all", reason="周五高温", actor="chen-jing")
    times = {one.key: one.start for one in office.schedule()["summer/patrol"].occurrences}
    assert str(times["2027-07-09"]) == "2027-07-09"


def test_what_was_done_stays_though_its_series_ends_before_it(office: cf.Office) -> None:
    office.complete("summer/patrol@2027-07-30", actor="sun-lei")
    said = {"scope": "this and later", "reason": "周五高温", "actor": "chen-jing"}
    office.reschedule("summer/patrol@2027-07-16", "every monday", **said)
    times = [one.key for one in office.schedule()["summer/patrol"].occurrences]
    assert times == ["2027-07-02", "2027-07-09", "2027-07-30"]


# causes


def test_the_cause_is_what_it_hangs_on_not_what_came_first(clock: Clock) -> None:
    autumn = AUTUMN.replace("summer/tally + 5 days", "summer/show + 60 days")
    added = ("  summer:\n", f"{autumn}  summer:\n")
    with founded(clock, text(added)) as office:
        wanted = plan(
            added,
            ("title: 世界水日 · 中国水周", "title: 中国水周"),
            ("when: 2027-07-mid", "when: 2027-07-25"),
        )
        change = office.apply(wanted, reason="改期", actor="li-wei")
        (entry,) = [one for one in change.entries if one.ref.endswith("/autumn")]
        assert entry.verb == "followed"
        assert entry.cause == f"{SUMMER}@2"


def test_an_apply_takes_along_what_hangs_on_it(office: cf.Office) -> None:
    change = office.apply(plan(("water-day - 5 workdays", "water-day - 8 workdays")), actor="li-wei")
    assert wrote(change) == [("water-week", "amended"), ("summer", "followed")]
    assert str(day(office, "summer/poster")) == "2027-04-09"


def test_a_move_that_makes_dates_impossible_is_refused_whole(office: cf.Office) -> None:
    assert codes(moved, office, "briefing.end") == {"dates-in-a-ring"}
    assert office.record("water-week").version == office.record("summer").version == 1


# new calendar data (rule 29)

NOTICE = {
    "year": 2027,
    "days": [
        {"date": f"2027-03-{day_}", "isOffDay": True, "name": "放假"} for day_ in ("09", "10", "11", "12")
    ],
}


def test_new_calendar_data_move_nothing_until_somebody_recalculates(office: cf.Office) -> None:
    before = days(office, *HANGING)
    change = office.add_calendar(NOTICE, actor="li-wei")
    assert [entry.ref for entry in change.entries if entry.patch] == ["calendar:CN-2027"]
    assert days(office, *HANGING) == before
    done_ = office.recalculate(reason="国办通知", actor="li-wei")
    assert wrote(done_) == [("summer", "recalculated"), ("water-week", "recalculated")]
    assert {one.cause for one in done_.entries} == {"calendar:CN-2027@1"}
    assert days(office, *HANGING) == before | {"water-week/briefing/release": "2027-03-05"}
    assert not office.recalculate(reason="再核", actor="li-wei")


OTHERS = {
    "a title": lambda o: o.apply(plan(("title: 展览", "title: 节水展览")), actor="li-wei"),
    "another date of the same campaign": lambda o: o.reschedule(
        "water-week/wrap-up", "2027-04-20", reason="改期", actor="li-wei"
    ),
    "what is done": lambda o: o.complete("water-week/scheme", actor="li-wei"),
    "a launch": lambda o: launched(o, WEEK),
    "a pause and its end": lambda o: (
        o.postpone("summer/show", reason="天气", actor="li-wei"),
        o.reinstate("summer/show", actor="li-wei"),
    ),
    "a new campaign": lambda o: o.apply(
        plan(("  summer:\n", "  talk: {title: 宣讲, lead: office, when: 2027-09}\n  summer:\n")),
        actor="li-wei",
    ),
}


@pytest.mark.parametrize("act", OTHERS.values(), ids=OTHERS)
def test_no_other_act_lets_new_calendar_data_in(office: cf.Office, act: Any) -> None:
    items = (PRESS_DAY, "water-week/scheme", "water-week/briefing/release", "summer/poster")
    office.add_calendar(NOTICE, actor="li-wei")
    before = days(office, *items)
    act(office)
    assert days(office, *items) == before


WIDE = {
    "a campaign renamed": plan(*RENAMED),
    "the first day of the week": plan(("week_starts: monday", "week_starts: sunday")),
}


@pytest.mark.xfail(strict=True, reason="what is worked out anew as a whole is worked out by the new data")
@pytest.mark.parametrize("wanted", WIDE.values(), ids=WIDE)
def test_no_file_that_moves_nothing_lets_new_calendar_data_in(
    office: cf.Office, wanted: cf.Programme
) -> None:
    office.add_calendar(NOTICE, actor="li-wei")
    change = office.apply(wanted, reason="调整", actor="li-wei")
    assert change.dates == ()
    names = {one.id.rpartition("/")[2]: one for one in office.schedule().entries}
    assert str(names["release"].due) == "2027-03-11"


def test_facts_stay_when_dates_are_recalculated(office: cf.Office) -> None:
    office.complete("water-week/briefing/release", actor="sun-lei")
    office.add_calendar(NOTICE, actor="li-wei")
    change = office.recalculate(reason="国办通知", actor="li-wei")
    assert stays(change) == {"water-week/briefing/release": "done"}
    assert str(day(office, "water-week/briefing/release")) == "2027-03-11"


def test_recalculating_needs_a_reason_and_a_permission(office: cf.Office) -> None:
    assert codes(office.recalculate, reason="", actor="sun-lei") == {"may-not-recalculate", "reason-missing"}

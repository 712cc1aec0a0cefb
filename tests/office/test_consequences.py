"""What hangs on something follows when it moves, in the same act; facts stay and are reported (rule 26)."""

from typing import Any

import pytest
from tests.office.desk import (
    RENAMED,
    RIVER,
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
from campaignflow.canonical import at

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


INSIDE = "water-week/briefing/release"


def sure(office: cf.Office) -> cf.Change:
    return office.confirm("water-week/briefing", actor="chen-jing")


def led_by_another(office: cf.Office) -> cf.Change:
    lead = ("title: 新闻通气会\n        lead: press", "title: 新闻通气会\n        lead: office")
    return office.apply(plan(lead), reason="分工调整", actor="chen-jing")


@pytest.mark.parametrize("act", [sure, led_by_another])
def test_what_was_begun_stays_when_what_it_is_inside_of_is_confirmed_or_led_by_another(
    office: cf.Office, act: Any
) -> None:
    office.begin(INSIDE, actor="sun-lei")
    moved(office)
    change = act(office)
    assert change
    assert days(office, "water-week/briefing", INSIDE) == {
        "water-week/briefing": "2027-03-10",
        INSIDE: "2027-03-11",
    }
    assert stays(change) == {INSIDE: "under_way"}


def test_what_was_begun_is_as_sure_as_what_it_is_inside_of(clock: Clock) -> None:
    loose = ("title: 暑期防溺水\n    lead: press\n    when: 2027-07\n", "when: 2027-07-mid")
    fixed = (
        "title: 暑期防溺水\n    lead: press\n    when: 2027-07-01/2027-07-31\n    certainty: provisional\n",
        "when: 2027-07-15",
    )
    with founded(clock, text(*zip(loose, fixed, strict=True))) as office:
        office.begin("summer/show", actor="sun-lei")
        assert office.schedule()["summer/show"].certainty == "provisional"
        office.confirm("summer", actor="chen-jing")
        assert office.schedule()["summer/show"].certainty == "confirmed"


def test_what_is_let_go_follows_from_the_next_move_on(office: cf.Office) -> None:
    office.pin("summer/poster", actor="li-wei")
    moved(office)
    office.unpin("summer/poster", actor="li-wei")
    assert str(day(office, "summer/poster")) == "2027-04-14"
    moved(office, "2027-03-11")
    assert str(day(office, "summer/poster")) == "2027-04-10"


def test_the_times_of_a_series_that_were_kept_are_facts(office: cf.Office) -> None:
    office.complete("summer/patrol@2027-07-09", actor="sun-lei")
    office.reschedule("summer/patrol", "every monday", scope="all", reason="周五高温", actor="chen-jing")
    times = {one.key: one.start for one in office.schedule()["summer/patrol"].occurrences}
    assert str(times["2027-07-09"]) == "2027-07-09"


PATROL = "summer/patrol@2027-07-09"
KEPT = {
    "done": lambda o: o.complete(PATROL, actor="sun-lei"),
    "under_way": lambda o: o.begin(PATROL, actor="sun-lei"),
    "dropped": lambda o: o.cancel(PATROL, reason="高温", actor="chen-jing"),
    "postponed": lambda o: o.postpone(PATROL, reason="高温", actor="chen-jing"),
    "pinned": lambda o: o.pin(PATROL, actor="li-wei"),
    "": lambda o: o.reschedule(PATROL, "2027-07-08", reason="高温", actor="chen-jing"),
}


def occurrences(office: cf.Office, item: str = "summer/patrol") -> dict[str, str]:
    """Return the times of a series by their keys, as the record has them."""
    campaign, _, name = item.partition("/")
    when = office.record(campaign).data["plan"]["activities"][name]["when"]
    return {key: times["start"] for key, times in when["resolved"]["occurrences"].items()}


MONDAYS = {"lead: press, when: every friday": "lead: press, when: every monday"}
WAYS_TO_MONDAYS = {
    "by hand": (
        "summer/patrol",
        lambda o: o.reschedule(
            "summer/patrol", "every monday", scope="all", reason="高温", actor="chen-jing"
        ),
    ),
    "by file": ("summer/patrol", lambda o: o.apply(plan(*MONDAYS.items()), reason="高温", actor="chen-jing")),
    "under another id": (
        "summer/beat",
        lambda o: o.apply(
            plan(
                ("      patrol:", "      beat:"),
                ("{title: 巡查,", "{was: patrol, title: 巡查,"),
                *MONDAYS.items(),
            ),
            reason="高温",
            actor="chen-jing",
        ),
    ),
    "in a campaign under another id": (
        "summer-27/patrol",
        lambda o: o.apply(
            plan(("  summer:\n    title", "  summer-27:\n    was: summer\n    title"), *MONDAYS.items()),
            reason="高温",
            actor="chen-jing",
        ),
    ),
    "by coming back": (
        "summer/patrol",
        lambda o: (
            o.postpone("summer/patrol", reason="高温", actor="chen-jing"),
            o.reinstate("summer/patrol", when="every monday", actor="chen-jing"),
        )[1],
    ),
}


@pytest.mark.parametrize(("item", "to_mondays"), WAYS_TO_MONDAYS.values(), ids=WAYS_TO_MONDAYS)
@pytest.mark.parametrize(
    ("why", "happens"), KEPT.items(), ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_time_that_is_a_fact_stays_whatever_the_rule_of_its_series(
    office: cf.Office, why: str, happens: Any, item: str, to_mondays: Any
) -> None:
    happens(office)
    change = to_mondays(office)
    mondays = ("2027-07-05", "2027-07-12", "2027-07-19", "2027-07-26")
    assert occurrences(office, item) == {one: one for one in ("2027-07-09", *mondays)}
    assert stays(change) == ({f"{item}@2027-07-09": why} if why else {})  # who moved it by hand knows


def test_a_time_of_a_routine_that_was_done_stays_as_well(office: cf.Office) -> None:
    office.complete("routine:weekly-report@2027-03-12", actor="li-wei")
    office.reschedule("routine:weekly-report", "every monday", scope="all", reason="改周一", actor="li-wei")
    keys = [one.key for one in office.schedule()["routine:weekly-report"].occurrences]
    assert [one for one in keys if one.startswith("2027-03")] == [
        *("2027-03-01", "2027-03-08", "2027-03-12"),
        *("2027-03-15", "2027-03-22", "2027-03-29"),
    ]


def test_a_time_that_is_reopened_goes_with_its_series(office: cf.Office) -> None:
    office.complete(PATROL, actor="sun-lei")
    office.reopen(PATROL, reason="没去", actor="sun-lei")
    office.reschedule("summer/patrol", "every monday", scope="all", reason="高温", actor="chen-jing")
    assert "2027-07-09" not in occurrences(office)


def test_what_a_time_would_have_been_is_said_where_its_series_still_has_it(office: cf.Office) -> None:
    office.complete(PATROL, actor="sun-lei")
    change = office.reschedule(
        "summer/patrol", "every friday 09:00-10:00", scope="all", reason="早去", actor="chen-jing"
    )
    (said,) = [one for one in change.reported if one.code == "did-not-follow"]
    assert (said.ref, said.facts["would"]) == ("summer/patrol@2027-07-09", "2027-07-09 09:00")
    assert occurrences(office)["2027-07-09"] == "2027-07-09"


def test_a_series_is_not_taken_out_by_a_file_once_one_time_was_done(office: cf.Office) -> None:
    gone = ("      patrol: {title: 巡查, lead: press, when: every friday}\n", "")
    office.complete(PATROL, actor="sun-lei")
    change = office.apply(plan(gone), reason="不巡了", actor="li-wei")
    assert [one.code for one in change.reported] == ["missing-item"]
    assert "2027-07-09" in occurrences(office)


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


BY_WORKDAYS = text(
    ("due: water-week/press-day + 30 days", "due: water-week/briefing + 21 workdays"),
    ("charged: campaign.start", "charged: press-day - 5 workdays"),
)
IN_APRIL = [{"date": f"2027-04-{day_}", "isOffDay": True, "name": "放假"} for day_ in ("12", "13")]
LONG = {**NOTICE, "days": [*NOTICE["days"], *IN_APRIL]}
WIDE = {
    "a campaign renamed": (RENAMED[0], ("water-week/briefing", "water-week-27/briefing")),
    "an activity renamed": (
        ("      briefing:\n", "      meeting:\n        was: briefing\n"),
        ("water-week/briefing", "water-week/meeting"),
    ),
    "the first day of the week": (("week_starts: monday", "week_starts: sunday"),),
    "the fiscal year": (("currency: CNY\n", "currency: CNY\n  fiscal_year_starts: 04-01\n"),),
    "an observance": (("campaigns:", "observances: {river: {title: 河湖日, rule: 05-20}}\ncampaigns:"),),
}


def all_days(office: cf.Office) -> dict[str, Any]:
    """Return the days of everything, and of the charge, by ids that a rename leaves alone."""
    dated = {one.title: (one.start, one.end, one.due) for one in office.schedule().entries}
    week = next(one for one in office.records("campaign") if one.uid == WEEK and one.data["state"] == "draft")
    return {**dated, "charge": week.data["plan"]["budget"]["公益广告投放"]["charged"]["resolved"]["start"]}


@pytest.mark.parametrize("words", WIDE.values(), ids=WIDE)
def test_no_file_that_moves_nothing_lets_new_calendar_data_in(
    clock: Clock, words: tuple[tuple[str, str], ...]
) -> None:
    with founded(clock, BY_WORKDAYS) as office:
        office.add_calendar(LONG, actor="li-wei")
        before = all_days(office)
        change = office.apply(plan(*words, of=BY_WORKDAYS), reason="调整", actor="li-wei")
        assert change
        assert change.dates == ()
        assert all_days(office) == before
        office.recalculate(reason="国办通知", actor="li-wei")
        after = all_days(office)
        new = {name for name in before if before[name] != after[name]}
        assert new == {"印发方案", "通稿定稿", "总结报送", "防溺水海报", "charge"}


def test_what_moves_in_a_record_does_not_take_its_charges_along(clock: Clock) -> None:
    with founded(clock, BY_WORKDAYS) as office:
        office.add_calendar(LONG, actor="li-wei")
        before = all_days(office)["charge"]
        office.reschedule("water-week/wrap-up", "2027-04-20", reason="改期", actor="li-wei")
        assert all_days(office)["charge"] == before
        moved(office, "2027-03-17")
        assert all_days(office)["charge"] == "2027-03-04"


def test_the_first_day_of_the_week_moves_what_hangs_on_it_and_nothing_else(clock: Clock) -> None:
    base = text(("when: 2027-07-mid", "when: week of 2027-07-14"), of=BY_WORKDAYS)
    with founded(clock, base) as office:
        office.add_calendar(LONG, actor="li-wei")
        before = all_days(office)
        sunday = ("week_starts: monday", "week_starts: sunday")
        change = office.apply(plan(sunday, of=base), reason="调整", actor="li-wei")
        assert {(move.title, move.before, move.after) for move in change.dates} == {
            ("展览", "2027-07-12", "2027-07-11"),
            ("展览", "2027-07-18", "2027-07-17"),
        }
        assert all_days(office) == {**before, "展览": all_days(office)["展览"]}


ALONE = {
    "a charge": (
        ("charged: campaign.start", "charged: campaign.end"),
        WEEK,
        ("budget", "公益广告投放", "charged"),
    ),
    "a blackout": (
        ("campaigns:", "blackouts: {flood: {title: 汛期, when: 2027-07-28/2027-08-03}}\ncampaigns:"),
        RIVER,
        ("blackouts", "flood", "when"),
    ),
}


@pytest.mark.parametrize(("words", "ref", "path"), ALONE.values(), ids=ALONE)
def test_a_date_that_is_no_things_own_gets_its_days_though_nothing_else_changes(
    office: cf.Office, words: tuple[str, str], ref: str, path: tuple[str, ...]
) -> None:
    office.apply(plan(words), actor="li-wei")
    said = at(office.record(ref).data["plan"], path)
    assert said["resolved"]["start"] == "2027-03-28" if ref == WEEK else "2027-07-28"


def test_facts_stay_when_dates_are_recalculated(office: cf.Office) -> None:
    office.complete("water-week/briefing/release", actor="sun-lei")
    office.add_calendar(NOTICE, actor="li-wei")
    change = office.recalculate(reason="国办通知", actor="li-wei")
    assert stays(change) == {"water-week/briefing/release": "done"}
    assert str(day(office, "water-week/briefing/release")) == "2027-03-11"


def test_recalculating_needs_a_reason_and_a_permission(office: cf.Office) -> None:
    assert codes(office.recalculate, reason="", actor="sun-lei") == {"may-not-recalculate", "reason-missing"}

"""A plan is deployed: three-way, in the verbs of people, all or nothing, undoing nobody (rules 58, 59)."""

from contextlib import suppress
from typing import Any

import pytest
from tests.office.desk import (
    PLAN,
    RENAMED,
    RIVER,
    STEP,
    SUMMER,
    WEEK,
    Clock,
    codes,
    day,
    days,
    everything,
    founded,
    launched,
    next_year,
    plan,
    refused,
    text,
    wrote,
)

import campaignflow as cf

SHOWS = ("title: 展览", "title: 节水展览")
TALK = ("  summer:\n", "  talk: {title: 宣讲, lead: office, when: 2027-09}\n  summer:\n")
WITHOUT_SUMMER = PLAN[: PLAN.index("  summer:")]


def reported(change: cf.Change) -> set[tuple[str, str]]:
    return {(one.code, str(one.facts.get("what", one.ref))) for one in change.reported}


# rule 58: four cases of a leaf


def test_the_same_file_twice_is_nothing(office: cf.Office) -> None:
    wanted = plan(SHOWS, TALK, ("500000", "600000"))
    assert office.apply(wanted, actor="wang-fang")
    before = everything(office)
    assert not office.apply(wanted, actor="wang-fang")
    assert not office.apply(wanted, actor="chen-jing")
    assert everything(office) == before


def test_what_only_the_file_changed_is_taken(office: cf.Office) -> None:
    change = office.apply(plan(SHOWS), reason="更名", actor="chen-jing")
    (entry,) = change.entries
    assert (entry.verb, entry.reason, entry.details["changes"]) == ("amended", "更名", ["show/title"])
    assert office.schedule()["summer/show"].title == "节水展览"


def test_what_only_the_record_changed_stays_and_is_reported(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    office.confirm("water-week/press-day", actor="chen-jing")
    change = office.apply(plan(TALK), actor="li-wei")
    assert reported(change) == {("drift", "show/when"), ("drift", "press-day/certainty")}
    assert str(day(office, "summer/show")) == "2027-07-25"
    assert ("talk", "added") in wrote(change)
    again = office.apply(plan(TALK), actor="li-wei")
    assert not again
    assert reported(again) == reported(change)


def test_what_both_changed_alike_is_nothing(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    change = office.apply(plan(("when: 2027-07-mid", "when: 2027-07-25")), actor="li-wei")
    assert not change
    assert reported(change) == set()


def test_what_both_changed_otherwise_is_a_conflict_that_names_both_values(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    (reason,) = refused(office.apply, plan(("when: 2027-07-mid", "when: 2027-07-20")), actor="li-wei")
    assert (reason.code, reason.ref) == ("conflict", SUMMER)
    said = reason.message("zh")
    assert all(one in said for one in ("2027-07-25", "2027-07-20", "2027-07-mid", "show/when"))


def test_a_conflict_names_who_changed_the_record(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    (reason,) = refused(office.apply, plan(("when: 2027-07-mid", "when: 2027-07-20")), actor="li-wei")
    assert "chen-jing" in reason.message("zh")
    assert "chen-jing" in reason.message("en")


# an old checkout


def test_an_old_checkout_undoes_nobody(office: cf.Office) -> None:
    office.apply(plan(SHOWS), actor="chen-jing")
    old = plan(TALK)  # li-wei's, from before
    (reason,) = refused(office.apply, old, actor="li-wei")
    assert (reason.code, reason.ref) == ("would-revert", SUMMER)
    assert reason.facts["who"] == "chen-jing"
    assert {"展览", "节水展览"} <= {str(value) for value in reason.facts.values()}
    assert "talk" not in [one.id for one in office.records(kind="campaign")]


@pytest.mark.parametrize("said", ["show/title", f"{SUMMER}/show/title"])
def test_who_means_to_undo_it_says_so(office: cf.Office, said: str) -> None:
    office.apply(plan(SHOWS), actor="chen-jing")
    change = office.apply(plan(), reverts=[said], actor="li-wei")
    assert wrote(change) == [("summer", "amended")]
    assert office.schedule()["summer/show"].title == "展览"


def test_everybody_may_take_back_what_he_changed_himself(office: cf.Office) -> None:
    office.apply(plan(SHOWS), actor="chen-jing")
    assert office.apply(plan(), actor="chen-jing")


UNDOES = {
    "a date moved": ("when: 2027-07-mid", "when: 2027-07-25"),
    "an activity added": (
        "      show:",
        "      quiz: {title: 答题, lead: press, when: 2027-07-20}\n      show:",
    ),
    "an activity taken out": ("      show: {title: 展览, lead: press, when: 2027-07-mid}\n", ""),
    "a line of money": ("amount: 8万元", "amount: 6万元"),
    "who leads": ("title: 展览, lead: press", "title: 展览, lead: office"),
    "a routine": ("when: every friday}\ncampaigns", "when: every monday}\ncampaigns"),
    "a name": ("name: 宣传中心", "name: 新闻中心"),
}


@pytest.mark.parametrize("change", UNDOES.values(), ids=UNDOES)
def test_whatever_a_colleague_changed_an_old_checkout_does_not_undo(
    office: cf.Office, change: tuple[str, str]
) -> None:
    assert office.apply(plan(change), actor="chen-jing")
    assert codes(office.apply, plan(), actor="li-wei") == {"would-revert"}


def test_an_old_checkout_from_before_a_verb_undoes_nobody(office: cf.Office) -> None:
    office.reschedule("summer/show", "2027-07-25", reason="场地", actor="chen-jing")
    office.apply(cf.loads(office.export()), actor="wang-fang")  # everybody has the new day now
    office.apply(cf.loads(office.export()).model_copy(update={"title": "计划"}), actor="wang-fang")
    found = refused(office.apply, plan(), actor="li-wei")
    assert {one.code for one in found} == {"would-revert"}


def test_no_apply_takes_back_what_was_said_by_a_verb(office: cf.Office) -> None:
    office.complete("water-week/scheme", actor="zhao-min")
    office.cancel("water-week/wrap-up", reason="并入年报", actor="li-wei")
    office.pin("water-week/briefing", actor="li-wei")
    office.confirm("water-week/press-day", actor="chen-jing")
    office.reschedule("summer/patrol@2027-07-09", "2027-07-08", reason="高温", actor="chen-jing")
    office.postpone("summer/show", reason="场地", actor="chen-jing")
    launched(office, WEEK)
    before = [(one.ref, one.body) for one in office.records(kind="campaign")]
    change = office.apply(plan(("年度宣传计划", "年度宣传工作计划")), reason="更名", actor="li-wei")
    assert wrote(change) == [(RIVER, "amended")]
    assert [(one.ref, one.body) for one in office.records(kind="campaign")] == before


# export


def test_an_export_applied_is_nothing(office: cf.Office, clock: Clock) -> None:
    assert not office.apply(cf.loads(office.export()), actor="chen-jing")
    said = {"reason": "调整", "actor": "chen-jing"}
    office.reschedule("water-week/press-day", "2027-03-10", **said)
    office.confirm("water-week/press-day", actor="chen-jing")
    office.reschedule("summer/patrol@2027-07-16", "every monday", scope="this and later", **said)
    office.postpone("summer/show", **said)
    office.cancel("water-week/briefing", **said)
    office.complete("water-week/scheme", actor="li-wei")
    office.apply(plan(*RENAMED), reason="更名", actor="li-wei")
    launched(office, "campaign:river-2027/water-week-27")
    before = everything(office)
    change = office.apply(cf.loads(office.export()), reason="核对", actor="li-wei")
    assert not change
    assert everything(office) == before
    assert reported(change) == set()


def test_an_export_says_what_the_record_says(office: cf.Office) -> None:
    office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="chen-jing")
    exported = cf.schedule(cf.loads(office.export()))
    recorded = office.schedule()
    assert {one.id: (one.start, one.end, one.due) for one in exported.entries} == {
        one.id: (one.start, one.end, one.due) for one in recorded.entries
    }


# all or nothing, in the verbs of people


def test_one_line_that_is_refused_keeps_all_others_out(office: cf.Office) -> None:
    before = everything(office)
    assert codes(office.apply, plan(SHOWS, TALK, ("500000", "600000")), actor="li-wei") == {"ungoverned"}
    assert everything(office) == before


def test_an_apply_can_be_limited_to_some_records(office: cf.Office) -> None:
    wanted = plan(SHOWS, TALK, ("title: 印发方案", "title: 印发实施方案"))
    assert wrote(office.apply(wanted, only=["summer"], actor="li-wei")) == [("summer", "amended")]
    assert wrote(office.apply(wanted, only=[WEEK], actor="li-wei")) == [("water-week", "amended")]


def test_an_apply_limited_to_some_records_retires_no_other(clock: Clock) -> None:
    with founded(clock, text(TALK)) as office:
        change = office.apply(plan(SHOWS), only=["summer"], actor="li-wei")
        assert wrote(change) == [("summer", "amended")]


MOVED = plan(("2027-03-22/2027-03-28", "2027-03-21/2027-03-27"), ("- 5 workdays", "- 6 workdays"))
STANDS: dict[str, tuple[Any, set[str]]] = {
    "approved": (lambda o: o.fire(WEEK, "submit", actor="li-wei"), {"when", "press-day/when"}),
    "suspended": (
        lambda o: (launched(o, WEEK), o.fire(WEEK, "suspend", reason="洪水", actor="li-wei")),
        {"when", "press-day/when"},
    ),
    "a day confirmed": (lambda o: o.confirm("water-week/press-day", actor="chen-jing"), {"press-day/when"}),
}


def test_the_dates_of_a_draft_move_by_the_file_without_a_reason(office: cf.Office) -> None:
    moves = ("water-week", "2027-03-21/2027-03-27")
    assert codes(office.reschedule, *moves, actor="li-wei") == {"reason-missing"}  # by hand always
    assert wrote(office.apply(MOVED, actor="li-wei"))[0] == ("water-week", "amended")
    assert days(office, "water-week", "water-week/press-day") == {
        "water-week": "2027-03-21",
        "water-week/press-day": "2027-03-12",
    }


@pytest.mark.parametrize(("act", "stands"), STANDS.values(), ids=STANDS)
def test_a_date_that_stands_moves_by_the_file_only_with_a_reason(
    office: cf.Office, act: Any, stands: set[str]
) -> None:
    act(office)
    found = refused(office.apply, MOVED, actor="li-wei")
    assert {one.facts["what"] for one in found if one.code == "reason-missing-confirmed"} == stands
    assert office.apply(MOVED, reason="改期", actor="li-wei")
    assert str(day(office, "water-week/press-day")) == "2027-03-12"


def test_a_date_somebody_confirmed_moves_by_the_file_only_with_a_reason(office: cf.Office) -> None:
    office.apply(plan(("certainty: provisional", "certainty: confirmed")), actor="li-wei")
    wanted = plan(("certainty: provisional", "certainty: confirmed"), ("- 5 workdays", "- 6 workdays"))
    assert codes(office.apply, wanted, actor="li-wei") == {"reason-missing-confirmed"}
    assert office.apply(wanted, reason="改期", actor="li-wei")


@pytest.mark.parametrize("verb", ["complete", "cancel"])
def test_what_has_ended_is_not_moved_by_the_file(office: cf.Office, verb: str) -> None:
    getattr(office, verb)("water-week/scheme", reason="办", actor="li-wei")
    wanted = plan(("water-day - 20 workdays", "2027-03-01"))
    with suppress(cf.Refused):
        office.apply(wanted, reason="改期", actor="li-wei")
    due = office.record("water-week").data["plan"]["activities"]["scheme"]["due"]
    assert due["resolved"]["due"] == "2027-02-22"


def test_what_has_begun_does_not_vanish_with_the_file(office: cf.Office) -> None:
    office.complete("summer/show", actor="sun-lei")
    gone = ("      show: {title: 展览, lead: press, when: 2027-07-mid}\n", "")
    change = office.apply(plan(gone), reason="删", actor="li-wei")
    assert reported(change) == {("missing-item", "show")}
    assert office.record("summer").data["plan"]["activities"]["show"]["title"] == "展览"


def test_what_was_done_inside_something_does_not_vanish_with_it(office: cf.Office) -> None:
    office.complete("water-week/briefing/release", actor="sun-lei")
    gone = (PLAN[PLAN.index("      briefing:") : PLAN.index("      wrap-up:")], "")
    with suppress(cf.Refused):
        office.apply(plan(gone), reason="删", actor="li-wei")
    plan_ = office.record("water-week").data["plan"]["activities"]
    assert "release" in plan_.get("briefing", {}).get("prepare", {})


def test_terminal_records_are_read_only(office: cf.Office) -> None:
    office.cancel(SUMMER, reason="水位", actor="li-wei")
    (reason,) = refused(office.apply, plan(SHOWS), reason="更名", actor="chen-jing")
    assert (reason.code, reason.ref) == ("record-closed", SUMMER)
    assert not office.apply(plan(), actor="chen-jing")


def test_a_line_that_governs_and_a_routine_in_one_file_keep_their_days(office: cf.Office) -> None:
    before = len(office.schedule()["routine:weekly-report"].occurrences)
    moved = ("舆情周报, lead: office, when: every friday", "舆情周报, lead: office, when: every monday")
    office.apply(plan(moved, STEP), actor="wang-fang")
    after = office.schedule()["routine:weekly-report"].occurrences
    assert (before, len(after)) == (53, 52)
    assert str(after[0].start) == "2027-01-04"
    assert office.verify(deep=True).ok


def test_state_and_progress_are_not_in_the_reach_of_a_file(office: cf.Office) -> None:
    launched(office, WEEK)
    office.complete("water-week/scheme", actor="zhao-min")
    before = office.record("water-week").data
    office.apply(plan(("title: 印发方案", "title: 印发实施方案")), reason="更名", actor="li-wei")
    after = office.record("water-week").data
    for part in ("state", "progress", "workflow"):
        assert after[part] == before[part]


# rule 59: what is missing


def test_a_partial_file_retires_nothing_that_runs(office: cf.Office) -> None:
    launched(office, SUMMER)
    change = office.apply(cf.loads(WITHOUT_SUMMER), actor="li-wei")
    assert not change
    assert reported(change) == {("missing-from-file", SUMMER)}
    assert codes(office.apply, cf.loads(WITHOUT_SUMMER), retire=["summer"], actor="li-wei") == {"retire-runs"}
    assert office.record("summer").data["state"] == "running"


def promised(office: cf.Office) -> None:
    said = {"programme": "river-2027", "campaign": "summer", "due": "2027-07-01"}
    office.open("commitment", title="答应县里", **said, actor="li-wei")


PART = "  talk: {title: 宣讲, lead: office, when: 2027-07-20, part_of: summer}\n"


def with_a_part(office: cf.Office) -> None:
    office.apply(plan(("  summer:\n", f"{PART}  summer:\n")), actor="li-wei")
    launched(office, "campaign:river-2027/talk")


ALIVE = {
    "submitted": lambda o: o.fire(SUMMER, "submit", actor="chen-jing"),
    "submitted once": lambda o: (
        o.fire(SUMMER, "submit", actor="chen-jing"),
        o.fire(SUMMER, "postpone", reason="水位", actor="chen-jing"),
    ),
    "with work begun": lambda o: o.begin("summer/show", actor="sun-lei"),
    "with a promise": promised,
    "with a part that runs": with_a_part,
}


@pytest.mark.parametrize("act", ALIVE.values(), ids=ALIVE)
def test_what_is_alive_in_any_way_is_not_retired_by_its_absence(office: cf.Office, act: Any) -> None:
    act(office)
    state = office.record("summer").data["state"]
    kept = WITHOUT_SUMMER
    if "talk" in {one.id for one in office.records(kind="campaign")}:
        kept += PART
    change = office.apply(cf.loads(kept), actor="li-wei")
    assert reported(change) == {("missing-from-file", SUMMER)}
    assert office.record(SUMMER).data["state"] == state


def test_a_campaign_others_hang_on_is_not_retired_by_its_absence(office: cf.Office) -> None:
    launched(office, SUMMER)  # its poster hangs on a day of the water week
    other = (
        PLAN[: PLAN.index("campaigns:")] + "campaigns:\n  talk: {title: 宣讲, lead: office, when: 2027-09}\n"
    )
    office.apply(cf.loads(other), actor="li-wei")
    stood = cf.schedule(cf.loads(office.export()))
    assert [finding.code for finding in stood.findings if finding.severity == "error"] == []


ON_TALK = {
    "by its id": "  quiz: {title: 答题, lead: office, when: talk.end + 3 days}\n",
    "by its title": "  quiz: {title: 答题, lead: office, when: 宣讲.end + 3 days}\n",
    "as a part of it": "  quiz: {title: 答题, lead: office, when: 2027-09-20, part_of: talk}\n",
}
LATER = "  final: {title: 决赛, lead: office, when: quiz.end + 3 days}\n"


@pytest.mark.parametrize("quiz", ON_TALK.values(), ids=ON_TALK)
def test_drafts_left_out_together_go_together_unless_one_that_stays_rests_on_them(
    office: cf.Office, quiz: str
) -> None:
    office.apply(plan(TALK, ("  summer:\n", f"{quiz}{LATER}  summer:\n")), actor="li-wei")
    with office.preview() as dry:
        assert {one for one, verb in wrote(dry.apply(plan(), actor="li-wei"))} == {"talk", "quiz", "final"}
    office.fire("campaign:final", "submit", actor="li-wei")
    change = office.apply(plan(), actor="li-wei")
    assert not change
    assert {ref.rpartition("/")[2] for _, ref in reported(change)} == {"talk", "quiz", "final"}
    (reason,) = refused(office.apply, plan(), retire=["talk"], actor="li-wei")
    assert (reason.code, reason.facts["others"]) == ("retire-rested-on", ["quiz"])


def test_a_draft_that_a_routine_hangs_on_stays(office: cf.Office) -> None:
    weekly = ("lead: office, when: every friday}", "lead: office, when: every friday, from: talk.start}")
    office.apply(plan(TALK, weekly), actor="li-wei")
    change = office.apply(plan(weekly), actor="li-wei")
    assert reported(change) == {("missing-from-file", "campaign:river-2027/talk")}


def test_a_campaign_somebody_else_made_is_not_retired(office: cf.Office) -> None:
    office.apply(plan(TALK), actor="chen-jing")
    change = office.apply(plan(), actor="li-wei")
    assert not change
    assert reported(change) == {("missing-from-file", "campaign:river-2027/talk")}
    assert wrote(office.apply(plan(), retire=["talk"], actor="li-wei")) == [("talk", "retired")]


def test_what_was_never_more_than_a_draft_of_mine_goes_with_my_file(office: cf.Office) -> None:
    office.apply(plan(TALK), actor="li-wei")
    assert wrote(office.apply(plan(), actor="li-wei")) == [("talk", "retired")]
    assert "talk" not in office.schedule()
    assert not office.apply(plan(), actor="li-wei")
    assert codes(office.reschedule, "campaign:river-2027/talk", "2027-10", reason="改", actor="li-wei") == {
        "record-closed"
    }


def test_what_was_retired_can_be_planned_again(office: cf.Office) -> None:
    office.apply(plan(TALK), actor="li-wei")
    office.apply(plan(), actor="li-wei")
    office.apply(plan(TALK), actor="li-wei")
    assert office.record("talk").data["state"] == "draft"
    assert str(day(office, "talk")) == "2027-09-01"


def test_units_people_and_funds_are_never_retired_by_absence(office: cf.Office) -> None:
    office.apply(
        plan(("  sun-lei: {name: 孙磊, unit: press, roles: [head-of-unit]}\n", "")), actor="wang-fang"
    )
    assert office.record("person:sun-lei").data["state"] == "active"


# renames


def test_was_renames_a_campaign_and_keeps_what_it_is(office: cf.Office) -> None:
    office.complete("water-week/scheme", actor="zhao-min")
    change = office.apply(plan(*RENAMED), actor="li-wei")
    assert {one for one, _ in wrote(change)} == {"water-week", "water-week-27", "summer"}
    record = office.record("water-week-27")
    assert record.uid == WEEK
    assert record.data["progress"]["scheme"] == {"state": "done"}
    assert str(day(office, "summer/poster")) == "2027-04-14"
    assert not office.apply(plan(*RENAMED), actor="li-wei")


def test_a_campaign_is_renamed_as_often_as_one_likes(office: cf.Office) -> None:
    office.apply(plan(*RENAMED), actor="li-wei")
    once = text(*RENAMED)
    again = (("water-week-27:\n    was: water-week\n", "river-week:\n    was: water-week-27\n"),
             ("water-week-27/press-day", "river-week/press-day"))  # fmt: skip
    office.apply(plan(*again, of=once), actor="li-wei")
    assert office.record("river-week").uid == WEEK
    assert str(day(office, "summer/poster")) == "2027-04-14"
    assert office.verify(deep=True).problems == ()
    for old in (plan(), plan(*RENAMED)):
        (reason,) = refused(office.apply, old, actor="li-wei")
        assert (reason.code, reason.facts["new"]) == ("id-was-renamed", "river-week")


def test_a_campaign_is_renamed_while_it_runs(office: cf.Office) -> None:
    launched(office, WEEK)
    office.apply(plan(*RENAMED), reason="更名", actor="li-wei")
    assert office.record("water-week-27").data["state"] == "running"
    assert office.fire("campaign:water-week-27", "suspend", reason="洪水", actor="li-wei")


def test_a_campaign_is_renamed_and_changed_in_one_file(office: cf.Office) -> None:
    office.apply(plan(*RENAMED, ("- 20 workdays", "- 25 workdays"), ("中国水周", "水周")), actor="li-wei")
    assert str(day(office, "water-week-27/scheme")) == "2027-02-15"
    assert office.schedule()["water-week-27"].title == "世界水日 · 水周"
    assert office.record("water-week-27").uid == WEEK


def test_a_record_says_what_it_was_called_whatever_else_changed_with_it(office: cf.Office) -> None:
    office.apply(plan(*RENAMED, ("- 20 workdays", "- 25 workdays")), actor="li-wei")
    assert office.record("water-week-27").data["was"] == WEEK


ACTIVITY = (
    ("      scheme: {title", "      programme-letter: {was: scheme, title"),
    ("needs: [scheme]", "needs: [programme-letter]"),
)


def test_was_renames_an_activity_and_keeps_how_far_it_came(office: cf.Office) -> None:
    office.complete("water-week/scheme", actor="zhao-min")
    office.pin("water-week/scheme", actor="li-wei")
    change = office.apply(plan(*ACTIVITY), actor="li-wei")
    body = office.record("water-week").data
    assert body["progress"] == {"programme-letter": {"state": "done", "pinned": True}}
    assert "scheme" not in body["plan"]["activities"]
    assert change.states == ()  # nothing was begun or ended
    assert not office.apply(plan(*ACTIVITY), actor="li-wei")


def test_a_likely_rename_is_refused_until_it_is_settled(office: cf.Office) -> None:
    renamed = (("  water-week:\n", "  water-week-27:\n"), RENAMED[1])
    (reason,) = refused(office.apply, plan(*renamed), actor="li-wei")
    assert (reason.code, reason.facts["old"], reason.facts["new"]) == (
        "looks-renamed",
        "water-week",
        "water-week-27",
    )
    assert "was: water-week" in reason.message("zh")
    change = office.apply(plan(*renamed), retire=["water-week"], actor="li-wei")
    assert ("water-week", "retired") in wrote(change)
    assert office.record("water-week-27").uid != WEEK


def test_an_old_checkout_from_before_a_rename_makes_no_second_campaign(office: cf.Office) -> None:
    office.apply(plan(*RENAMED), actor="li-wei")
    with suppress(cf.Refused):
        office.apply(plan(), actor="li-wei")
    live = [one.uid for one in office.records(kind="campaign") if one.data["state"] != "retired"]
    assert sorted(live) == sorted({*live})
    assert office.record("campaign:river-2027/water-week-27").data["state"] == "draft"


# other programmes


def test_next_year_s_plan_does_not_touch_this_year_s(office: cf.Office) -> None:
    launched(office, WEEK)
    before = [(one.ref, one.version, one.body) for one in office.records(programme="river-2027")]
    river = office.record(RIVER)
    change = office.apply(next_year(("title: 展览", "title: 明年展览")), actor="wang-fang")
    assert {entry.ref for entry in change.entries} == {
        "programme:river-2028",
        "campaign:river-2028/water-week",
        "campaign:river-2028/summer",
    }
    assert [(one.ref, one.version, one.body) for one in office.records(programme="river-2027")] == before
    assert office.record(RIVER).body == river.body
    assert not office.apply(plan(), actor="li-wei")
    assert not office.apply(next_year(("title: 展览", "title: 明年展览")), actor="li-wei")


def test_this_year_s_file_does_not_undo_what_next_year_s_says_of_the_office(office: cf.Office) -> None:
    office.apply(next_year(("name: 宣传中心", "name: 融媒体中心")), actor="wang-fang")
    change = office.apply(plan(SHOWS), actor="li-wei")
    assert wrote(change) == [("summer", "amended")]
    assert office.record("unit:press").data["plan"]["name"] == "融媒体中心"


def test_applying_needs_a_planner(office: cf.Office) -> None:
    assert codes(office.apply, plan(SHOWS), actor="zhao-min") == {"may-not-plan"}

"""The gate: judged without effect, committed whole, expected, previewed, repeated, refused (rules 14-20)."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.office.desk import (
    PLAN,
    RIVER,
    SUMMER,
    WEEK,
    Clock,
    Ear,
    codes,
    day,
    everything,
    founded,
    launched,
    meanwhile,
    next_year,
    plan,
    refused,
    text,
    wrote,
)

import campaignflow as cf
from campaignflow.actions import lifecycle
from campaignflow.gate.command import Command
from campaignflow.gate.judge import judge
from campaignflow.store.store import Store

# what people may call, each once on a fresh office

VERBS: dict[str, Callable[[Any], Any]] = {
    "apply": lambda o: o.apply(plan(("title: 展览", "title: 节水展览")), actor="li-wei"),
    "apply next year": lambda o: o.apply(next_year(), actor="wang-fang"),
    "apply what governs": lambda o: o.apply(plan(("500000", "600000")), actor="wang-fang"),
    "rollover": lambda o: o.rollover("river-2027", to=2028, actor="li-wei"),
    "recalculate": lambda o: o.recalculate("river-2027", reason="核对", actor="li-wei"),
    "add_calendar": lambda o: o.add_calendar(
        {"year": 2027, "days": [{"date": "2027-03-08", "isOffDay": True, "name": "放假"}]}, actor="li-wei"
    ),
    "fire": lambda o: o.fire(WEEK, "submit", actor="li-wei"),
    "open": lambda o: o.open("issue", title="水质谣言", respond_within="5 hours", actor="sun-lei"),
    "begin": lambda o: o.begin("water-week/scheme", actor="zhao-min"),
    "complete": lambda o: o.complete("water-week/scheme", actor="zhao-min", note="已印发"),
    "pin": lambda o: o.pin("water-week/briefing", actor="li-wei"),
    "unpin": lambda o: o.unpin("water-week/briefing", actor="li-wei"),
    "reschedule": lambda o: o.reschedule(
        "water-week/press-day", "2027-03-10", reason="领导时间", actor="chen-jing"
    ),
    "refine": lambda o: o.refine("summer/show", "2027-07-15", actor="chen-jing"),
    "reschedule this": lambda o: o.reschedule(
        "summer/patrol@2027-07-09", "2027-07-08", reason="高温", actor="chen-jing"
    ),
    "reschedule this and later": lambda o: o.reschedule(
        "summer/patrol@2027-07-16", "every monday", scope="this and later", reason="高温", actor="chen-jing"
    ),
    "confirm": lambda o: o.confirm("water-week/press-day", actor="chen-jing"),
    "postpone": lambda o: o.postpone("water-week/briefing", reason="场地", actor="li-wei"),
    "cancel": lambda o: o.cancel("water-week/briefing", reason="天气", actor="li-wei"),
    "call_off": lambda o: o.call_off("summer/show", reason="天气", actor="li-wei"),
    "cancel a campaign": lambda o: o.cancel(SUMMER, reason="天气", actor="li-wei"),
    "redact": lambda o: o.redact("summer", "plan/title", reason="个人信息", actor="wang-fang"),
    "retire": lambda o: o.retire("person:chen-jing", reason="调离", actor="wang-fang"),
}
THEN: dict[str, Callable[[Any], Any]] = {
    "settle": lambda o: (
        o.call_off("summer/show", reason="天气", actor="li-wei"),
        o.settle("summer", "correction:show", note="已发更正", actor="chen-jing"),
    ),
    "restore": lambda o: (
        o.retire("person:chen-jing", reason="调离", actor="wang-fang"),
        o.restore("person:chen-jing", reason="调回", actor="wang-fang"),
    ),
    "reopen": lambda o: (
        o.begin("summer/show", actor="li-wei"),
        o.reopen("summer/show", reason="误报", actor="li-wei"),
    ),
    "reinstate": lambda o: (
        o.postpone("summer/show", reason="天气", actor="li-wei"),
        o.reinstate("summer/show", when="2027-07-20", actor="li-wei"),
    ),
}
READINGS: dict[str, Callable[[Any], Any]] = {
    "resolve": lambda o: o.resolve(f"{WEEK}/briefing"),
    "record": lambda o: o.record(WEEK),
    "records": lambda o: o.records(),
    "journal": lambda o: (o.journal(), o.journal(WEEK)),
    "as_of": lambda o: o.as_of(WEEK, "2027-01-01"),
    "baseline": lambda o: o.baseline(WEEK),
    "difference": lambda o: (o.difference(WEEK), o.difference(WEEK, 1)),
    "why": lambda o: (o.why(WEEK), o.why(WEEK, "launch")),
    "check": lambda o: o.check(plan()),
    "diff": lambda o: o.diff(plan(("title: 展览", "title: 节水展览"))),
    "status": lambda o: (o.status(programme="river-2027"), o.status(SUMMER)),
    "schedule": lambda o: o.schedule("river-2027"),
    "to_ics": lambda o: o.to_ics("river-2027"),
    "files": lambda o: (o.to_ninjs("river-2027"), o.to_newsml("river-2027"), o.to_csv("river-2027")),
    "invitations": lambda o: o.invitations(
        "river-2027", organizer="pr@example.org", addresses={"press": "p@example.org"}, since="2027-01-01"
    ),
    "obligations": lambda o: o.obligations("2027-03-10T09:00+08:00"),
    "programme": lambda o: o.programme("river-2027"),
    "export": lambda o: o.export("river-2027"),
    "verify": lambda o: isinstance(o, cf.Office) and (o.verify(), o.verify(deep=True)),
}

# rule 14: judge


def test_to_judge_twice_is_to_judge_once(office: cf.Office) -> None:
    command = Command("fire", WEEK, cf.Actor("li-wei"), {"trigger": "postpone"}, reason="水位")
    with office._store.snapshot() as view:
        one, other = (judge(office._gate.look(view), command, lifecycle.fire) for _ in range(2))
    assert one.written
    assert one == other
    assert one.token == other.token


def test_judging_and_asking_write_nothing(office: cf.Office) -> None:
    before = everything(office)
    for ask in READINGS.values():
        ask(office)
    with office._store.snapshot() as view:
        command = Command("fire", WEEK, cf.Actor("li-wei"), {"trigger": "submit"})
        assert judge(office._gate.look(view), command, lifecycle.fire).written
    assert everything(office) == before


def test_why_says_exactly_what_would_happen(office: cf.Office) -> None:
    asked = office.why("water-week") + office.why("water-week", "launch")
    assert {one.trigger: one.is_open for one in asked} == {
        "submit": True,
        "postpone": True,
        "cancel": True,
        "launch": False,
    }
    for one in asked:
        with office.preview() as dry:
            if one.is_open:
                moved = dry.fire(WEEK, one.trigger, reason="试", actor="li-wei").states
                assert one.leads_to == moved[0].after
                assert "li-wei" in one.who
            else:
                found = codes(dry.fire, WEEK, one.trigger, reason="试", actor="li-wei")
                assert {reason.code for reason in one.reasons} == found


# rule 15: guards


def test_two_acts_that_each_fit_do_not_make_a_ring_together(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other() -> None:
        office.reschedule("summer/show", "water-week/scheme + 3 days", reason="甲", actor="chen-jing")

    meanwhile(monkeypatch, office, other)
    found = refused(
        office.reschedule,
        "water-week/scheme",
        "summer/show - 40 days",
        reason="乙",
        actor="li-wei",
        field="due",
    )
    assert [reason.code for reason in found] == ["dates-in-a-ring"]
    assert day(office, "water-week/scheme").isoformat() == "2027-02-22"


def test_an_act_upon_a_campaign_that_is_gone_meanwhile_is_judged_anew(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, office, lambda: office.cancel(SUMMER, reason="水位", actor="li-wei"))
    assert codes(office.reschedule, "summer/show", "2027-07-20", reason="场地", actor="chen-jing") == {
        "record-closed"
    }


# rule 16: commit


def test_what_moved_meanwhile_is_judged_again_and_both_acts_stand(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, office, lambda: office.complete("water-week/scheme", actor="zhao-min"))
    change = office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="chen-jing")
    assert change.entries[0].version == 3
    assert office.record("water-week").data["progress"]["scheme"] == {"state": "done"}
    assert day(office, "water-week/briefing").isoformat() == "2027-03-10"


def test_an_office_that_never_rests_is_a_conflict_after_three_more_tries(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = iter(["pin", "unpin"] * 5)

    def other() -> None:
        getattr(office, next(turns))("water-week/briefing", actor="chen-jing")

    meanwhile(monkeypatch, office, other, times=9)
    with pytest.raises(cf.Conflict) as caught:
        office.complete("water-week/scheme", actor="zhao-min")
    assert office.record("water-week").version == 5
    assert {(ref, who) for ref, _, who in caught.value.changed} == {(WEEK, "chen-jing")}


def test_with_an_expectation_what_moved_meanwhile_is_a_conflict_that_names_who(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, office, lambda: office.complete("water-week/scheme", actor="zhao-min"))
    with pytest.raises(cf.Conflict) as caught:
        office.pin("water-week/briefing", actor="chen-jing", expect=1)
    assert list(caught.value.changed) == [(WEEK, 2, "zhao-min")]
    assert "zhao-min" in caught.value.message("zh")
    assert "pinned" not in office.record("water-week").body.decode()


def test_a_conflict_about_another_record_names_who_too(
    office: cf.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = {"reason": "场地", "actor": "chen-jing"}
    with office.preview() as dry:
        dry.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
    office.open("item", title="稿件", programme="river-2027", unit="press", actor="chen-jing")
    office.reschedule("summer/show", "2027-07-20", **moved)
    with pytest.raises(cf.Conflict) as caught:
        office.reschedule(
            "water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei", expect=dry.token
        )
    assert "chen-jing" in {who for _, _, who in caught.value.changed}


def test_an_act_is_written_whole_or_not_at_all(office: cf.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(office)
    from campaignflow.store import commit as writing

    def break_down(*_: object) -> None:
        msg = "the disk is full"
        raise OSError(msg)

    monkeypatch.setattr(writing, "reconcile", break_down)
    with pytest.raises(OSError, match="full"):
        office.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei", key="一")
    assert everything(office) == before


def test_two_threads_are_as_one_after_the_other(clock: Clock, file: Path) -> None:
    items = ("water-week/scheme", "water-week/briefing", "water-week/wrap-up", "summer/show")
    with founded(clock, file=file) as office:

        def work(actor: str, verbs: tuple[str, ...]) -> None:
            for item in items:
                for verb in verbs:
                    while not done(verb, item, actor):
                        pass

        def done(verb: str, item: str, actor: str) -> bool:
            try:
                return bool(getattr(office, verb)(item, actor=actor))
            except cf.Conflict:
                return False

        threads = [
            threading.Thread(target=work, args=("li-wei", ("pin",))),
            threading.Thread(target=work, args=("chen-jing", ("begin", "complete"))),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert office.verify().ok
        written = [entry for entry in office.journal() if entry.verb in {"pinned", "begun", "completed"}]
        stood = {**office.record("water-week").data["progress"], **office.record("summer").data["progress"]}
        assert len(written) == 3 * len(items)
        assert all(one == {"state": "done", "pinned": True} for one in stood.values())


# rules 9 and 16: nothing goes round the gate

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\W+(?:OR \w+ )?(?:INTO |FROM )?(\w+)", re.IGNORECASE
)
AFTERWARDS = {
    "fail_timer": ("UPDATE timers SET failures",),
    "delivered": ("DELETE FROM outbox", "DELETE FROM meta"),
    "failed": ("UPDATE outbox SET failures", "INSERT INTO meta"),
    "afresh": ("UPDATE outbox SET failures",),
    "note": ("INSERT INTO meta", "DELETE FROM meta"),
    "scrub": ("DELETE FROM meta", "VACUUM"),
}
"""What is written outside of acts, and by which door."""


@contextmanager
def doors(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, str]]]:
    """Collect every statement that writes, with the door of the store it came through."""
    inside: list[str] = []
    seen: list[tuple[str, str]] = []

    def watched(name: str) -> Callable[..., Any]:
        real = getattr(Store, name)

        def call(*args: Any, **said: Any) -> Any:
            inside.append(name)
            try:
                return real(*args, **said)
            finally:
                inside.pop()

        return call

    for name in ("commit", *AFTERWARDS):
        monkeypatch.setattr(Store, name, watched(name))

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if WRITES.match(statement) or "VACUUM" in statement:
            seen.append((inside[-1] if inside else "", statement))

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("verb", [*VERBS, *THEN])
def test_no_verb_writes_but_through_the_commit(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    with founded(clock, listeners={"mail": Ear()}) as office, doors(monkeypatch) as seen:
        {**VERBS, **THEN}[verb](office)
    check_doors(seen)
    assert verb in {"unpin", "recalculate"} or "commit" in {door for door, _ in seen}


def test_no_question_and_no_preview_writes_at_all(office: cf.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with doors(monkeypatch) as seen:
        for ask in READINGS.values():
            ask(office)
        for act in (*VERBS.values(), *THEN.values()):
            with office.preview() as dry:
                act(dry)
    assert seen == []


def test_nothing_that_is_carried_out_writes_but_through_the_commit(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ear = Ear(deaf=True)
    with founded(clock, listeners={"mail": ear}) as office, doors(monkeypatch) as seen:
        office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
        clock.on(hours=4, minutes=1)
        assert office.run_due()
        ear.deaf = False
        clock.on(days=100)
        assert office.run_due()
    check_doors(seen)
    assert {"commit", "failed", "delivered"} <= {door for door, _ in seen}


def check_doors(seen: list[tuple[str, str]]) -> None:
    for door, statement in seen:
        words = " ".join(statement.split())
        assert door == "commit" or words.startswith(AFTERWARDS[door]), (door, words)


# rule 17: expectations


def test_an_edit_that_expects_what_stands_passes_whatever_was_noted_beside_it(
    office: cf.Office, clock: Clock
) -> None:
    office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
    clock.on(hours=4, minutes=1)
    assert office.run_due()
    assert office.record("issue:issue-1").version == 2
    assert office.fire("issue:issue-1", "verify", actor="chen-jing", expect=1)


def test_an_edit_that_expects_what_has_changed_is_told_who_changed_it(office: cf.Office) -> None:
    office.complete("water-week/scheme", actor="zhao-min")
    with pytest.raises(cf.Conflict) as caught:
        office.pin("water-week/briefing", actor="chen-jing", expect=1)
    assert list(caught.value.changed) == [(WEEK, 2, "zhao-min")]
    assert office.pin("water-week/briefing", actor="chen-jing", expect=2)


def test_a_conflict_names_only_those_who_changed_the_body(office: cf.Office, clock: Clock) -> None:
    office.open("issue", title="水质谣言", unit="press", respond_within="5 hours", actor="sun-lei")
    clock.on(hours=4, minutes=1)
    office.run_due()
    office.fire("issue:issue-1", "verify", actor="chen-jing")
    with pytest.raises(cf.Conflict) as caught:
        office.fire("issue:issue-1", "respond", actor="li-wei", expect=1)
    assert list(caught.value.changed) == [("issue:issue-1", 3, "chen-jing")]


def test_a_version_that_was_never_there_is_no_empty_conflict(office: cf.Office) -> None:
    with pytest.raises(cf.CampaignflowError) as caught:
        office.pin("water-week/briefing", actor="chen-jing", expect=99)
    assert not isinstance(caught.value, cf.Conflict) or caught.value.changed


def test_the_token_of_a_preview_passes_while_nothing_moved(office: cf.Office) -> None:
    said = {"reason": "领导时间", "actor": "li-wei"}
    with office.preview() as dry:
        dry.reschedule("water-week/press-day", "2027-03-10", **said)
    other = cf.Conflict
    with pytest.raises(other):
        office.reschedule("water-week/press-day", "2027-03-11", **said, expect=dry.token)
    assert office.reschedule("water-week/press-day", "2027-03-10", **said, expect=dry.token)
    with pytest.raises(other):
        office.reschedule("water-week/press-day", "2027-03-10", **said, expect=dry.token)


def test_the_token_of_a_preview_is_the_same_whatever_the_office_remembers(office: cf.Office) -> None:
    """What was looked up for the first act after a notice of days off is not looked up for the second."""
    notice = {"year": 2027, "days": [{"date": "2027-03-12", "isOffDay": True, "name": "植树节"}]}
    office.add_calendar(notice, actor="li-wei")
    said = {"reason": "已完成", "actor": "li-wei"}
    with office.preview() as dry:
        dry.complete("routine:weekly-report@2027-03-05", **said)
    assert office.complete("routine:weekly-report@2027-03-05", **said, expect=dry.token)


def test_the_token_of_a_difference_passes_while_nothing_moved(office: cf.Office) -> None:
    wanted = plan(("title: 展览", "title: 节水展览"))
    token = office.diff(wanted).token
    with office.preview() as dry:
        assert dry.apply(wanted, actor="chen-jing", expect=token)
    office.complete("summer/show", actor="sun-lei")
    with pytest.raises(cf.Conflict):
        office.apply(wanted, actor="chen-jing", expect=token)
    assert office.apply(wanted, actor="chen-jing", expect=office.diff(wanted).token)


TALKS = "".join(f"  c{n}: {{title: 第{n}场宣讲, lead: office, when: 2027-09}}\n" for n in range(11))
MANY = text(("  summer:\n", f"{TALKS}  summer:\n"))


def test_more_than_ten_retirements_need_the_token_of_a_preview(clock: Clock) -> None:
    with founded(clock, MANY) as office:
        (reason,) = refused(office.apply, plan(), actor="li-wei")
        assert (reason.code, reason.kind) == ("needs-token", "version")
        with office.preview() as dry:
            shown = dry.apply(plan(), actor="li-wei")
        assert len(shown.entries) == 11
        change = office.apply(plan(), actor="li-wei", expect=dry.token)
        assert wrote(change) == [(f"c{n}", "retired") for n in sorted(range(11), key=str)]


def test_a_difference_shows_what_the_apply_would_retire(clock: Clock) -> None:
    one = text(("  summer:\n", "  talk: {title: 宣讲, lead: office, when: 2027-09}\n  summer:\n"))
    with founded(clock, one) as office:
        found = office.diff(plan())
        assert wrote(found.change) == [("talk", "retired")]
        assert office.apply(plan(), actor="li-wei", expect=found.token)


def test_a_difference_refuses_what_the_apply_would_refuse_and_no_more(office: cf.Office) -> None:
    office.apply(plan(("title: 展览", "title: 节水展览")), actor="li-wei")
    assert office.diff(plan()).reasons == ()  # who made the change may take it back
    assert office.apply(plan(), actor="li-wei")


def test_what_takes_other_records_with_it_needs_the_token_of_a_preview(office: cf.Office) -> None:
    said = {"reason": "机构调整", "actor": "li-wei"}
    office.fire(RIVER, "cancel", **said)
    assert codes(office.fire, RIVER, "reinstate", **said) == {"needs-token"}
    with office.preview() as dry:
        shown = dry.fire(RIVER, "reinstate", **said)
    assert len(shown.refs) == 3
    assert office.fire(RIVER, "reinstate", **said, expect=dry.token)


TOKENS = ("apply", "rollover", "fire", "begin", "pin", "reschedule", "cancel a campaign", "redact", "unpin")


@pytest.mark.parametrize("verb", TOKENS)
def test_the_token_of_any_preview_is_good_for_the_very_same_act(office: cf.Office, verb: str) -> None:
    with office.preview() as dry:
        VERBS[verb](dry)

    class Expecting:
        def __getattr__(self, name: str) -> Any:
            return lambda *args, **said: getattr(office, name)(*args, expect=dry.token, **said)

    assert bool(VERBS[verb](Expecting())) is (verb != "unpin")


# rule 18: preview


@pytest.mark.parametrize("verb", VERBS)
def test_a_preview_shows_what_the_act_then_writes(office: cf.Office, verb: str) -> None:
    before = everything(office)
    with office.preview() as dry:
        shown = VERBS[verb](dry)
    assert everything(office) == before
    assert not shown.kept
    done = VERBS[verb](office)
    assert [content(entry) for entry in shown.entries] == [content(entry) for entry in done.entries]
    assert (shown.dates, shown.states, shown.money) == (done.dates, done.states, done.money)
    assert (shown.token, shown.reported) == (done.token, done.reported)


def content(entry: cf.JournalEntry) -> dict[str, Any]:
    """Return what an entry says but for ids, times and salts."""
    said = dict(entry.details)
    said.pop("residuals", None)  # the store writes it
    names = ("ref", "version", "verb", "actor", "responsible", "capacity", "key", "cause", "patch", "reason")
    return {name: getattr(entry, name) for name in (*names, "note")} | {"details": said}


def test_a_preview_leaves_the_file_as_it_is(in_file: cf.Office, file: Path) -> None:
    in_file.complete("summer/show", actor="sun-lei")

    def octets() -> dict[str, bytes]:
        there = (one for one in file.parent.iterdir() if not one.name.endswith("-shm"))
        return {one.name: one.read_bytes() for one in there}

    before = octets()
    with in_file.preview() as dry:
        dry.apply(plan(("title: 巡查", "title: 巡河")), actor="li-wei", key="一")
        dry.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
        dry.fire(WEEK, "submit", actor="li-wei")
        dry.redact("summer", "plan/title", reason="个人信息", actor="wang-fang")
        dry.rollover("river-2027", to=2028, actor="li-wei")
        assert dry.to_ics("river-2027")
    assert len(dry.changes.entries) == 8
    assert octets() == before


def test_a_preview_holds_no_lock_while_people_read_it(in_file: cf.Office, file: Path) -> None:
    with in_file.preview() as dry:
        dry.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
        with cf.open_office(f"sqlite:///{file}") as other:
            assert other.complete("summer/show", actor="sun-lei")


def test_a_preview_uses_no_key_and_tells_nobody(clock: Clock) -> None:
    ear = Ear()
    with founded(clock, listeners={"mail": ear}) as office:
        with office.preview() as dry:
            dry.complete("summer/show", actor="sun-lei", key="一")
        assert ear.heard == []
        assert office.pin("summer/show", actor="li-wei", key="一")
        assert not office.complete("summer/show", actor="sun-lei", key="一").replayed


def test_calls_of_a_preview_stand_upon_each_other(office: cf.Office) -> None:
    with office.preview() as dry:
        dry.fire(WEEK, "submit", actor="li-wei")
        dry.fire(WEEK, "launch", actor="li-wei")
        assert codes(dry.fire, WEEK, "launch", actor="li-wei") == {"trigger-not-here"}
        dry.reschedule("water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei")
        assert day(dry, "summer/poster").isoformat() == "2027-04-09"
        assert [entry.version for entry in dry.journal("water-week")] == [1, 2, 3, 4]
    assert dry.changes.refs == (WEEK, SUMMER)
    assert [(move.before, move.after) for move in dry.changes.states] == [("draft", "running")]
    assert office.record("water-week").version == 1


def test_a_preview_refuses_what_the_verb_refuses(office: cf.Office) -> None:
    with office.preview() as dry:
        assert codes(dry.fire, WEEK, "launch", actor="sun-lei") == codes(
            office.fire, WEEK, "launch", actor="sun-lei"
        )


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["water-week/press-day", "water-week/scheme", "summer/show", "summer/poster"]),
        st.sampled_from(["2027-03-08", "2027-03-10", "2027-03-mid", "2027-04-02", "tbd"]),
    ),
    max_size=4,
)


@settings(max_examples=5)
@given(moves=MOVES)
def test_any_moves_previewed_are_the_moves_then_made(moves: list[tuple[str, str]]) -> None:
    with founded(Clock()) as office:
        for item, when in moves:
            shown: Any = None
            with office.preview() as dry, suppress(cf.CampaignflowError):
                shown = dry.reschedule(item, when, reason="试", actor="li-wei")
            if shown is None:
                with pytest.raises(cf.CampaignflowError):
                    office.reschedule(item, when, reason="试", actor="li-wei")
            else:
                done = office.reschedule(item, when, reason="试", actor="li-wei", expect=dry.token)
                assert [content(one) for one in shown.entries] == [content(one) for one in done.entries]
        assert office.verify().ok


# rule 19: keys


KEYS = ("apply", "rollover", "add_calendar", "fire", "open", "reschedule", "unpin", "redact")


@pytest.mark.parametrize("verb", KEYS)
def test_the_same_key_twice_is_one_act(office: cf.Office, verb: str) -> None:
    class Keyed:
        def __getattr__(self, name: str) -> Any:
            return lambda *args, **said: getattr(office, name)(*args, key="一", **said)

    first = VERBS[verb](Keyed())
    before = everything(office)
    again = VERBS[verb](Keyed())
    assert everything(office) == before
    assert (again.replayed, first.replayed) == (bool(first), False)
    assert {entry.hash for entry in again.entries} == {entry.hash for entry in first.entries}
    assert again.act == first.act


def test_the_first_change_comes_again_whole(office: cf.Office) -> None:
    def act() -> cf.Change:
        return office.reschedule(
            "water-week/press-day", "2027-03-10", reason="领导时间", actor="li-wei", key="一"
        )

    first, again = act(), act()
    assert again.dates == first.dates
    assert again.partners == first.partners == ("people-daily",)
    assert again.lines("zh") == first.lines("zh")


def test_a_day_may_come_with_a_key_as_without(office: cf.Office) -> None:
    from datetime import date

    said = {"title": "采访", "when": date(2027, 3, 1), "actor": "li-wei"}
    assert office.open("interview", **said)
    assert office.open("interview", **said, key="一")


def test_another_command_under_a_used_key_is_refused_and_says_so(office: cf.Office) -> None:
    office.complete("summer/show", actor="sun-lei", key="一")
    before = everything(office)
    for act in (
        lambda: office.complete("water-week/scheme", actor="sun-lei", key="一"),
        lambda: office.begin("summer/show", actor="sun-lei", key="一"),
        lambda: office.complete("summer/show", actor="sun-lei", key="一", note="补记"),
    ):
        with pytest.raises(cf.IdempotencyMismatch) as caught:
            act()
        assert "一" in caught.value.message("zh")
    assert everything(office) == before


def test_somebody_else_may_use_the_same_key(office: cf.Office) -> None:
    office.complete("summer/show", actor="sun-lei", key="一")
    assert not office.complete("water-week/scheme", actor="zhao-min", key="一").replayed


def test_a_refusal_and_a_conflict_use_no_key(office: cf.Office) -> None:
    assert codes(office.fire, WEEK, "launch", actor="li-wei", key="一") == {"trigger-not-here"}
    with pytest.raises(cf.Conflict):
        office.pin("summer/show", actor="li-wei", key="一", expect="0123456789abcdef")
    office.fire(WEEK, "submit", actor="li-wei")
    assert not office.fire(WEEK, "launch", actor="li-wei", key="一").replayed


def test_two_at_once_with_one_key_are_one_act(office: cf.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def act() -> cf.Change:
        return office.complete("summer/show", actor="sun-lei", key="一")

    first: list[cf.Change] = []
    meanwhile(monkeypatch, office, lambda: first.append(act()))
    again = act()
    assert again.replayed
    assert again.act == first[0].act
    assert office.record("summer").version == 2


def test_keys_of_the_engine_cannot_be_taken_beforehand(office: cf.Office) -> None:
    for key in (f"{WEEK}#scheme due 1.0", "timer:x", "a:b"):
        with pytest.raises(cf.InvalidValue) as caught:
            office.complete("summer/show", actor="sun-lei", key=key)
        assert caught.value.code == "key-reserved"


def test_a_repeated_call_with_an_expectation_that_is_over_is_the_first_act(office: cf.Office) -> None:
    first = office.complete("summer/show", actor="sun-lei", key="一", expect=1)
    again = office.complete("summer/show", actor="sun-lei", key="一", expect=1)
    assert again.replayed
    assert again.act == first.act


# rule 20: refusals


def test_a_refusal_lists_every_reason_and_who_can_clear_it(office: cf.Office) -> None:
    found = {one.code: one for one in refused(office.fire, WEEK, "suspend", actor="sun-lei")}
    assert set(found) == {"may-not-stop", "reason-missing", "trigger-not-here"}
    assert set(found["may-not-stop"].clears) == {"li-wei", "chen-jing", "wang-fang"}
    assert {one.kind for one in found.values()} == {"permission", "content", "order"}
    for one in found.values():
        for lang in ("zh", "en"):
            assert one.message(lang)
            assert "{" not in one.message(lang)


def test_steps_not_passed_are_listed_beside_everything_else(clock: Clock) -> None:
    step = "approvals:\n  department: {title: 部门审核, by: head-of-unit, before: submit}\ncampaigns:"
    with founded(clock, text(("campaigns:", step))) as office:
        office.fire(WEEK, "submit", actor="li-wei")
        found = {one.code: one for one in refused(office.fire, WEEK, "submit", actor="sun-lei")}
    assert set(found) == {"may-not-submit", "step-waiting"}
    assert "部门审核" in found["step-waiting"].message("zh")


def test_a_move_is_refused_for_all_that_is_wrong_with_it_at_once(office: cf.Office) -> None:
    office.complete("summer/show", actor="sun-lei")
    office.cancel(SUMMER, reason="水位", actor="li-wei")
    assert codes(office.postpone, "summer/show", reason="", actor="sun-lei") == {
        "may-not-stop",
        "record-closed",
        "item-state",
        "reason-missing",
    }


def test_a_missing_reason_is_said_beside_dates_that_cannot_be(office: cf.Office) -> None:
    found = codes(office.reschedule, "water-week/press-day", "briefing.end", actor="li-wei")
    assert found >= {"reason-missing", "dates-in-a-ring"}


def test_an_apply_says_everything_that_is_against_it_at_once(office: cf.Office) -> None:
    launched(office, SUMMER)
    office.apply(plan(("title: 展览", "title: 节水展览")), reason="改名", actor="chen-jing")
    office.reschedule("summer/poster", "2027-04-20", reason="印刷", actor="chen-jing")
    wanted = plan(
        ("500000", "800000"),
        ("due: water-week/press-day + 30 days", "due: 2027-04-25"),
        ("title: 巡查", "title: 巡河"),
        ("  water-week:\n", "  water-days:\n"),
        of=PLAN.replace("water-week/press-day + 30 days", "water-days/press-day + 30 days").replace(
            "water-days/press-day + 30 days", "water-week/press-day + 30 days"
        ),
    )
    found = codes(office.apply, wanted, actor="li-wei")
    assert found == {
        "ungoverned",
        "conflict",
        "would-revert",
        "looks-renamed",
        "reason-missing-protected",
    }


EVERY = [
    lambda o: o.fire(WEEK, "launch", actor="sun-lei"),
    lambda o: o.fire(WEEK, "submit", actor="chen-jing"),
    lambda o: o.apply(plan(("500000", "800000")), actor="li-wei"),
    lambda o: o.redact("summer", "plan/title", reason="个人信息", actor="li-wei"),
    lambda o: o.complete("routine:weekly-report@2027-03-12", actor="sun-lei"),
    lambda o: o.migrate(WEEK, actor="li-wei"),
    lambda o: o.open("item", title="稿件", actor="sun-lei"),
    lambda o: o.recalculate(reason="核对", actor="sun-lei"),
]


@pytest.mark.parametrize("act", EVERY)
def test_a_missing_permission_always_names_who_holds_it(office: cf.Office, act: Any) -> None:
    found = [one for one in refused(act, office) if one.kind == "permission"]
    assert found
    for one in found:
        assert set(one.clears) <= {"li-wei", "chen-jing", "wang-fang"}
        assert one.clears
        assert one.clears[0] in json.dumps(one.message("zh"), ensure_ascii=False)


def test_a_refusal_writes_nothing(office: cf.Office) -> None:
    before = everything(office)
    for act in EVERY:
        refused(act, office)
    assert everything(office) == before


# whatever is asked

ODD: dict[str, Callable[[Any], Any]] = {
    "a campaign every week": lambda o: o.reschedule("summer", "every friday", reason="试", actor="li-wei"),
    "a key date every day": lambda o: o.reschedule(
        "water-week/water-day", "daily", reason="试", actor="li-wei"
    ),
    "a series on one day": lambda o: o.reschedule(
        "summer/patrol", "2027-07-09", scope="all", reason="试", actor="li-wei"
    ),
    "a date of itself": lambda o: o.reschedule("summer/show", "show.end", reason="试", actor="li-wei"),
    "a date of nothing": lambda o: o.reschedule("summer/show", "nothing/at-all", reason="试", actor="li-wei"),
    "a date long gone": lambda o: o.reschedule("summer/show", "0001-01-01", reason="试", actor="li-wei"),
    "a field there is not": lambda o: o.reschedule(
        "summer/show", "2027-07-20", field="lead", reason="试", actor="li-wei"
    ),
    "a time of no series": lambda o: o.complete("summer/show@2027-07-11", actor="li-wei"),
    "a version there is not": lambda o: o.as_of(WEEK, -1),
    "an act there is not": lambda o: o.as_of(WEEK, "nonsense"),
    "a workflow there is not": lambda o: o.migrate(WEEK, version=7, reason="试", actor="wang-fang"),
    "a trigger there is not": lambda o: o.fire(WEEK, "explode", actor="li-wei"),
    "a unit that is submitted": lambda o: o.fire("unit:press", "submit", actor="li-wei"),
    "a programme that is pinned": lambda o: o.pin(RIVER, actor="li-wei"),
    "a year there is not": lambda o: o.rollover("river-2027", to="foo", actor="li-wei"),
    "the same year": lambda o: o.rollover("river-2027", to=2027, actor="li-wei"),
    "a notice of nothing": lambda o: o.add_calendar({}, actor="li-wei"),
    "a country there is not": lambda o: o.add_calendar(
        {"year": 2027, "country": "ZZ", "days": []}, actor="li-wei"
    ),
    "an id that is a path": lambda o: o.open("issue", title="题", id="a/b", actor="sun-lei"),
    "a kind there is not": lambda o: o.open("campaign", title="题", actor="li-wei"),
    "a path into the state": lambda o: o.redact(WEEK, "state", reason="试", actor="wang-fang"),
    "a path into the workflow": lambda o: o.redact(WEEK, "workflow/name", reason="试", actor="wang-fang"),
}


@pytest.mark.parametrize("ask", ODD.values(), ids=ODD)
def test_whatever_is_asked_the_record_can_be_read_after_it(office: cf.Office, ask: Any) -> None:
    with suppress(cf.CampaignflowError):
        ask(office)
    assert not office.apply(cf.loads(office.export()), reason="核对", actor="wang-fang")


OF_ANOTHER_KIND: dict[str, Callable[[Any], Any]] = {
    "no number of a version": lambda o: o.redact(
        WEEK, "plan/title", version="一", reason="试", actor="wang-fang"
    ),
    "no number of a workflow": lambda o: o.migrate(WEEK, version="一", reason="试", actor="wang-fang"),
    "no path": lambda o: o.redact(WEEK, "", reason="试", actor="wang-fang"),
    "a yes in place of a version": lambda o: o.as_of(WEEK, True),
}


@pytest.mark.parametrize("ask", OF_ANOTHER_KIND.values(), ids=OF_ANOTHER_KIND)
def test_an_argument_that_cannot_be_read_is_answered_with_a_sentence(office: cf.Office, ask: Any) -> None:
    with pytest.raises(cf.CampaignflowError) as caught:
        ask(office)
    assert caught.value.message("zh")

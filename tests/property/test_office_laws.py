"""Laws of the office (semantics, L1 to L17): whatever people do to it, in whatever order.

The year that is played is `tests.soak.year`, what must hold of it `tests.soak.checks`.  The store by itself
has its laws in `test_store_laws`, the lifecycles in `test_workflow_laws`; here every act passes the gate.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings, strategies as st
from tests.soak.checks import all_entries, bodies, fired, plans, problems, said, twice
from tests.soak.year import (
    BEGUN,
    CASES,
    FIRST,
    ITEMS,
    NOTICES,
    SLOTS,
    Clock,
    Plan,
    Step,
    a_step,
    founded,
    plan_text,
    planned,
    play,
    tried,
)

import campaignflow as cf
from campaignflow.actions import lifecycle
from campaignflow.canonical import Body, at, canonical, put
from campaignflow.errors import CampaignflowError
from campaignflow.gate.change import Change
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.judge import judge, named
from campaignflow.gate.projection import duties_of
from campaignflow.gate.refusal import Conflict, Refused
from campaignflow.office import Office
from campaignflow.store.act import Act, Outcome
from campaignflow.store.store import Store
from campaignflow.testing.nouns import programmes
from campaignflow.types import Actor
from campaignflow.workflow.shipped import shipped

WEEK, FORUM, SUMMER = CASES
TRIGGERS = [one.name for one in shipped()["campaign"].triggers]
CHIEF = {"actor": "li-wei", "reason": "领导要求"}


def tries(part: int) -> settings:
    """Try a part of the examples of a profile: one takes as long as a hundred of a pure function."""
    return settings(max_examples=settings().max_examples // part)


steps = st.composite(lambda draw: a_step(lambda options: draw(st.sampled_from(options))))()
acts = steps.filter(lambda step: step.verb not in {"wait", "run_due"})
plan_choices: st.SearchStrategy[Plan] = st.fixed_dictionaries(
    {slot: st.sampled_from(choices) for slot, choices in SLOTS.items()}
)


def histories(most: int = 6) -> st.SearchStrategy[list[Step]]:
    return st.lists(steps, max_size=most)


def lived(history: Sequence[Step], clock: Clock | None = None, **more: Any) -> Office:
    """Return an office to which all this was done."""
    clock = clock or Clock()
    office = founded(clock=clock, **more)
    for step in history:
        play(office, step, clock)
    return office


# -- L1: what says the same makes no entry

RESPELT = {
    "lead: office": "lead: [office]",
    "lead: [press]": "lead: press",
    "[press, towns]": "[towns, press]",
    "2027-03-22/2027-03-28": "2027-03-22/28",
    "80000 CNY": "8万元",
    "9万元": "90000 CNY",
    "2027-07-mid": "2027年7月中旬",
    "every friday": "每周五",
    "when: 2027-07\n": "when: 2027年7月\n",
    "2027-03-10": "2027年3月10日",
}


@given(plan_choices, st.sets(st.sampled_from(sorted(RESPELT))), st.randoms(use_true_random=False))
@tries(10)
def test_l1_a_plan_in_another_order_notation_or_spelling_makes_no_entry(plan, respelt, draw) -> None:
    office = founded()
    assume(isinstance(tried(office, Step("apply", said=CHIEF, plan=plan)), Change))
    text = plan_text(plan)
    for spelling in respelt:
        text = text.replace(spelling, RESPELT[spelling])
    shuffled = json.dumps(_shuffled(yaml.load(text, yaml.BaseLoader), draw), ensure_ascii=False)
    assert not office.apply(cf.loads(text), **CHIEF)
    assert not office.apply(cf.loads(shuffled, "json"), **CHIEF)
    assert not office.apply(cf.loads(office.export("river-2027")), **CHIEF)
    assert not office.apply(cf.loads(office.export("river-2027", "json"), "json"), **CHIEF)


def _shuffled(value: Any, draw: Any) -> Any:
    """Return the same with the keys of every mapping in another order; lists keep theirs."""
    if isinstance(value, dict):
        keys = list(value)
        draw.shuffle(keys)
        return {key: _shuffled(value[key], draw) for key in keys}
    return [_shuffled(one, draw) for one in value] if isinstance(value, list) else value


@given(programmes())
@settings(
    tries(12),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
def test_l1_whatever_a_plan_holds_applied_again_or_exported_it_makes_no_entry(programme) -> None:
    office = cf.open_office("sqlite://", clock=Clock())
    founds = tried(office, Step("apply", said={"programme": programme, "actor": "li-wei"}))
    assume(isinstance(founds, Change))  # else its dates hang on each other, or on nothing
    exported = office.export(programme.id)
    assert not office.apply(programme, actor="li-wei")
    assert not office.apply(cf.loads(exported), actor="li-wei")


# -- L3: triggers, timers and progress leave the plan alone


@given(histories(), st.sampled_from(CASES), st.data())
@tries(8)
def test_l3_no_trigger_timer_or_progress_changes_what_is_planned(history, ref: str, data) -> None:
    clock = Clock()
    office = lived(history, clock)
    before = canonical(plans(office))
    open_ = [one.trigger for one in office.why(ref) if one.trigger not in {"postpone", "reinstate"}]
    assume(open_)  # those two free a slot and take it again
    played = [
        Step("fire", ref, {"trigger": data.draw(st.sampled_from(open_)), **CHIEF}),
        Step(
            data.draw(st.sampled_from(["begin", "complete", "reopen", "pin"])),
            data.draw(st.sampled_from(ITEMS)),
            CHIEF,
        ),
        Step("wait", hours=data.draw(st.sampled_from([1, 20, 24 * 40]))),
        Step("run_due"),
    ]
    for step in data.draw(st.permutations(played)):
        play(office, step, clock)
    assert canonical(plans(office)) == before


# -- L9: judged twice is judged alike; what a preview shows is what the act writes


@given(histories(), st.sampled_from(CASES), st.sampled_from(TRIGGERS))
@tries(8)
def test_l9_judged_twice_a_command_has_the_same_effects(history, ref: str, trigger: str) -> None:
    office = lived(history)
    command = Command("fire", ref, Actor("li-wei"), {"trigger": trigger}, reason="领导要求")

    def judged() -> Any:
        with office._store.snapshot() as view:
            return judge(office._gate.look(view), command, lifecycle.fire)

    assert judged() == judged()


@given(histories(), acts)
@tries(5)
def test_l9_an_act_writes_what_its_preview_showed_but_for_ids_times_and_salts(history, step: Step) -> None:
    office = lived(history)
    before = bodies(office)
    with office.preview() as dry:
        shown = tried(dry, step)
        assert bodies(office) == before
        done = tried(office, step, expect=dry.token) if isinstance(shown, Change) else tried(office, step)
    if isinstance(shown, Change) and isinstance(done, Change):
        assert said(done) == said(shown)
        assert done.lines("zh") == shown.lines("zh")
    else:
        assert (type(done), str(done)) == (type(shown), str(shown))


@given(histories(4), plan_choices, st.sampled_from(["li-wei", "chen"]))
@tries(8)
def test_l9_a_diff_shows_what_the_same_persons_apply_writes_and_its_token_is_taken(
    history, plan, who
) -> None:
    office = lived(history)
    shown = office.diff(planned(plan), actor=who)
    done = tried(office, Step("apply", said={**CHIEF, "actor": who, "expect": shown.token}, plan=plan))
    if isinstance(done, Change):
        assert not shown.reasons
        assert [(one.ref, one.verb, one.patch) for one in done.entries] == [
            (one.ref, one.verb, one.patch) for one in shown.change.entries
        ]
    else:
        assert [one.code for one in done.reasons] == [one.code for one in shown.reasons]


def test_l9_many_campaigns_go_only_by_the_token_of_a_diff_that_names_them() -> None:
    office = founded()
    more = "".join(f"  tour-{n}: {{title: 第{n}站, lead: press, when: 2027-10}}\n" for n in range(12))
    office.apply(cf.loads(plan_text() + more), **CHIEF)
    with pytest.raises(Refused):
        office.apply(planned(), **CHIEF)
    shown = office.diff(planned(), actor="li-wei")
    assert len(shown.change.states) == 12
    assert len(office.apply(planned(), expect=shown.token, **CHIEF).states) == 12


# -- L10: two at once are one after the other


class Meanwhile:
    """A store in which somebody else acts between the judgement of the next act and its commit."""

    def __init__(self, store: Store, act: Callable[[], object]) -> None:
        self._store = store
        self._act: Callable[[], object] | None = act

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, act: Act) -> Outcome:
        if self._act is not None:
            other, self._act = self._act, None
            other()
        return self._store.commit(act)


class Twice(NamedTuple):
    """What two acts came to: bodies, verbs by record, and who was refused."""

    bodies: dict[str, bytes]
    verbs: dict[str, list[str]]
    refused: tuple[str, ...]


def came_to(office: Office, *results: Change | CampaignflowError) -> Twice:
    verbs: dict[str, list[str]] = {}
    for entry in all_entries(office):
        verbs.setdefault(entry.ref, []).append(entry.verb)
    codes = tuple(one.code if isinstance(one, CampaignflowError) else "" for one in results)
    return Twice(bodies(office), verbs, codes)


MOVES = Step("reschedule", ITEMS[1], {"when": "2027-03-09", **CHIEF})
HANGS_ON_IT = Step("apply", said=CHIEF, plan={**BEGUN, "autumn": SLOTS["autumn"][1]})
BREAKS_UP = Step("fire", SUMMER, {"trigger": "cancel", **CHIEF})


@given(histories(4), acts, acts)
@example([], MOVES, HANGS_ON_IT)
@example([], HANGS_ON_IT, MOVES)
@example([], MOVES, BREAKS_UP)
@example([], BREAKS_UP, MOVES)
@tries(6)
def test_l10_two_acts_at_once_equal_one_after_the_other_or_one_is_refused(history, one, other) -> None:
    office, first, second = lived(history), lived(history), lived(history)
    beside = Office(office._store, clock=office._gate.clock)
    result: list[Change | CampaignflowError] = []
    store = office._store
    office._gate.store = Meanwhile(store, lambda: result.append(tried(beside, other)))
    mine = tried(office, one)
    if not result:  # nothing came to be written, so there was no meanwhile
        result.append(tried(beside, other))
    assert problems(beside) == []
    both = came_to(beside, mine, *result)
    in_turn = came_to(first, tried(first, one), tried(first, other))
    turned = came_to(second, *reversed((tried(second, other), tried(second, one))))
    alone = Twice(both.bodies, both.verbs, in_turn.refused)
    if isinstance(mine, Conflict):
        only = lived(history)
        assert alone[:2] == came_to(only, tried(only, other))[:2]
    else:
        assert both in (in_turn, turned)


# -- L11, L12: the journal says it all


@given(histories(10))
@tries(10)
def test_l11_every_version_is_the_fold_of_its_entries_and_the_tables_are_what_follows(history) -> None:
    clock = Clock()
    office = founded(clock=clock)
    kept: dict[tuple[str, int], Body] = {}
    for step in history:
        for change in play(office, step, clock):
            last = {entry.ref: entry.version for entry in change.entries}
            kept |= {(ref, last[ref]): body for ref, body in change.after.items()}
    assert problems(office, deep=True) == []
    for (ref, version), body in kept.items():
        assert canonical(office.as_of(ref, version)) == canonical(body)
    for record in office.records():
        assert canonical(office.as_of(record.ref, record.version)) == record.body


@given(st.lists(acts, max_size=8), st.lists(st.integers(-30, 24 * 70), min_size=2, max_size=6), st.data())
@tries(8)
def test_l12_as_of_never_goes_back_while_time_goes_on(history, hours, data) -> None:
    clock = Clock()
    office = founded(clock=clock)
    for step in history:
        play(office, step, clock)
        clock.now += timedelta(hours=data.draw(st.sampled_from([0, 3, 50, -5])))  # clocks are set back, too
    for ref in (WEEK, SUMMER):
        entries = office.journal(ref)
        seen = 0
        for moment in (FIRST + timedelta(hours=one) for one in sorted(hours)):
            by_then = [entry.version for entry in entries if entry.at <= moment]
            body = office.as_of(ref, moment)
            assert (body is None) == (not by_then)
            assert body is None or canonical(body) == canonical(office.as_of(ref, max(by_then)))
            assert max(by_then, default=0) >= seen
            seen = max(by_then, default=0)
            night = moment + timedelta(hours=8)  # in Shanghai
            end = night.replace(hour=23, minute=59, second=59, microsecond=999999) - timedelta(hours=8)
            assert office.as_of(ref, night.date()) == office.as_of(ref, end)


OFFICE = {
    "another unit coordinates": ("coordinator: true", "outside: true"),
    "another zone": ("timezone: Asia/Shanghai", "timezone: Asia/Tokyo"),
    "another calendar": ("{name: 宣传出版中心}", "{name: 宣传出版中心, working_calendar: GB-ENG}"),
    "nothing": ("", ""),
}
"""What changes in an office without an administrator, whose founder governs."""


@pytest.mark.parametrize("how", OFFICE)
def test_l11_what_the_office_changes_for_its_records_is_derived_anew(how: str) -> None:
    text = "\n".join(line for line in plan_text().split("\n") if "administrator" not in line)
    with cf.open_office("sqlite://", clock=Clock()) as office:
        office.apply(cf.loads(text), actor="li-wei")
        assert problems(office, deep=True) == []
        office.apply(cf.loads(text.replace(*OFFICE[how])), actor="li-wei", reason="机构调整")
        assert problems(office, deep=True) == []


@pytest.mark.parametrize("notice", NOTICES)
def test_l11_a_notice_of_days_off_leaves_all_that_is_derived_as_it_follows(notice: dict[str, Any]) -> None:
    office = founded()
    office.add_calendar(notice, actor="wang-fang")
    assert problems(office, deep=True) == []
    office.recalculate(actor="wang-fang", reason="放假通知")
    assert problems(office, deep=True) == []


# -- L13: whatever is altered is found, and where

ALTERED = {
    "journal": (*("act", "at", "verb", "actor", "responsible", "cause", "key"), "header", "payload", "hash"),
    "records": ("uid", "kind", "id", "head", "state", "unit", "body", "applied", "revisions"),
    "timers": ("due", "duty", "item", "details"),
}


def forge(store: Store, statement: str, *values: Any) -> int:
    """Change the tables behind the back of the store, as whoever owns the file can."""
    with store._dialect._engine.connect() as connection:
        for name in ("journal_is_kept", "journal_is_not_rewritten"):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        return int(connection.exec_driver_sql(statement, values).rowcount)


def rows(store: Store, table: str, *columns: str) -> list[tuple[Any, ...]]:
    with store._dialect._engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM {table}")]


@given(histories(4), st.data())
@tries(5)
def test_l13_a_single_byte_changed_anywhere_is_found_and_located(history, data) -> None:
    office = lived(history)
    table = data.draw(st.sampled_from(sorted(ALTERED)))
    column = data.draw(st.sampled_from(ALTERED[table]))
    of = "key" if table == "timers" else "version"
    there = [row for row in rows(office._store, table, "ref", of, column) if row[2]]
    assume(there)
    ref, nth, kept = data.draw(st.sampled_from(sorted(there)))
    kept = kept.encode()
    spot, byte = data.draw(st.integers(0, len(kept) - 1)), data.draw(st.integers(0, 255))
    assume(kept[spot] != byte)
    forged = kept[:spot] + bytes([byte]) + kept[spot + 1 :]
    statement = f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE ref = ? AND {of} = ?"
    assert forge(office._store, statement, forged, ref, nth) == 1
    found = [one for one in office.verify(deep=True).problems if one.severity == "error"]
    assert (found[0].ref, found[0].version) == (ref, nth) if table == "journal" else found[0].ref == ref


@given(histories(4), st.data())
@tries(8)
def test_l13_entries_that_changed_places_or_were_taken_out_are_found_and_located(history, data) -> None:
    office = lived(history)
    places = st.sampled_from(sorted(rows(office._store, "journal", "ref", "version")))
    one = data.draw(places)
    if data.draw(st.booleans()):
        other = data.draw(places.filter(lambda place: place != one))
        place = "UPDATE journal SET ref = ?, version = ? WHERE ref = ? AND version = ?"
        for old, new in ((one, ("x", 1)), (other, one), (("x", 1), other)):
            assert forge(office._store, place, *new, *old) == 1
    else:
        other = one
        assert forge(office._store, "DELETE FROM journal WHERE ref = ? AND version = ?", *one) == 1
    found = [problem for problem in office.verify(deep=True).problems if problem.severity == "error"]
    assert {one[0], other[0]} <= {problem.ref for problem in found}


@pytest.mark.parametrize(
    ("ref", "old", "new"),
    [
        ("unit:office", '"coordinator":true,', ""),
        ("unit:office", "{", "["),
        ("person:chen", "陈", "\udcff"),
        ("programme:river-2027", "Asia/Shanghai", "Asia/Tokyo"),
    ],
)
def test_l13_a_forged_body_is_blamed_on_its_record_and_on_no_other(ref: str, old: str, new: str) -> None:
    office = founded()
    body = office.record(ref).body.decode().replace(old, new, 1)
    forged = body.encode("utf-8", "surrogateescape")
    forge(office._store, "UPDATE records SET body = CAST(? AS TEXT) WHERE ref = ?", forged, ref)
    found = office.verify(deep=True).problems
    assert [(one.ref, one.facts["columns"]) for one in found] == [(ref, ["body"])]


# -- L14: what is redacted is nowhere any more

SECRET = "清泉行动绝密"
HIDDEN = {
    "title": ("世界水日 · 中国水周", f"世界水日 {SECRET}", "plan/title"),
    "note": ("    key_dates:", f"    note: {SECRET}\n    key_dates:", "plan/note"),
    "activity": ("印发方案", f"印发{SECRET}方案", "plan/activities/plan/title"),
    "leaflet": ("折页", f"折页{SECRET}", "plan/activities/leaflet/title"),
}
"""Where in the water week a secret is written down: what it replaces, and what is redacted then."""


@contextmanager
def kept_in_a_file(clock: Clock) -> Iterator[tuple[Office, Callable[[], list[str]]]]:
    """Give an office in a file, and a question: which of its files hold the secret?"""
    with tempfile.TemporaryDirectory() as folder:
        office = founded(Path(folder) / "office.db", clock, listeners={"deaf": _deaf})

        def holding() -> list[str]:
            return [one.name for one in sorted(Path(folder).iterdir()) if SECRET.encode() in one.read_bytes()]

        yield office, holding
        office.close()


def _deaf(_entries: object) -> None:
    raise RuntimeError(_entries)


@pytest.mark.parametrize("where", HIDDEN)
@given(histories(3))
@tries(25)
def test_l14_a_redaction_leaves_the_record_whole_and_a_planned_secret_nowhere(where, history) -> None:
    old, new, path = HIDDEN[where]
    clock = Clock()
    with kept_in_a_file(clock) as (office, holding):
        plan = {**BEGUN, "extra": SLOTS["extra"][1]}
        office.apply(cf.loads(plan_text(plan).replace(old, new)), **CHIEF)
        for step in (*history, Step("wait", hours=24 * 95), Step("run_due")):
            play(office, step, clock)
        assert holding()
        office.redact(WEEK, path, actor="wang-fang", reason="涉密")
        assert problems(office, deep=True) == []
        assert office.verify().redactions
        assert holding() == []


@given(histories(3), st.sampled_from(["reason", "note"]))
@tries(20)
def test_l14_a_redaction_leaves_no_trace_of_why_something_was_done(history, where: str) -> None:
    clock = Clock()
    with kept_in_a_file(clock) as (office, holding):
        texts = {"reason": "领导要求", where: f"因{SECRET}"}
        change = office.reschedule(ITEMS[1], "2027-03-11", actor="li-wei", **texts)
        for step in history:
            play(office, step, clock)
        assert holding()
        first = change.entries[0]  # what the same act wrote elsewhere goes with it
        office.redact(first.ref, where, version=first.version, actor="wang-fang", reason="涉密")
        assert [one.reason for one in office.journal(first.ref) if one.verb == "redacted"] == ["涉密"]
        assert problems(office, deep=True) == []
        assert holding() == []


# -- L15: what is due happens once


class Killed(BaseException):
    """The process ended at this very place."""


class Dying:
    """A store whose process dies at a commit: before anything is written, or just after."""

    def __init__(self, store: Store, commits: int, *, after: bool) -> None:
        self._store, self._left, self._after = store, commits, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def commit(self, act: Act) -> Outcome:
        self._left -= 1
        if self._left > 0:
            return self._store.commit(act)
        if self._after:
            self._store.commit(act)
        raise Killed


def run_and_die(office: Office, commits: int, *, after: bool) -> None:
    store = office._store
    office._gate.store = Dying(store, commits, after=after)
    try:
        office.run_due()
    except Killed:
        pass
    finally:
        office._gate.store = store


def wanted(office: Office) -> set[str]:
    """Return the keys of everything that is due by now as the record stands; series go by their next time."""
    with office._look() as look:
        listed = [
            one
            for record in look.records()
            for one in duties_of(look, named(record.ref), record.data, record.approvals)
        ]
        return {one.key for one in listed if one.at <= look.now and not one.occurrence}


def run_while(office: Office, step: Step, clock: Clock) -> None:
    """Run what is due while somebody else does something, or runs it as well."""
    store = office._store
    beside = Office(store, clock=clock)
    office._gate.store = Meanwhile(store, lambda: play(beside, step, clock))
    office.run_due()
    office._gate.store = store


deaths = st.tuples(st.integers(1, 4), st.booleans())
meanwhiles = st.one_of(st.just(Step("run_due")), acts).map(lambda step: ("meanwhile", step))
runs = st.one_of(steps, st.builds(Step, st.just("wait"), hours=st.sampled_from([5, 20, 24 * 20, 24 * 90])))


@given(st.lists(st.one_of(runs, runs, deaths, meanwhiles), max_size=14))
@tries(6)
def test_l15_what_is_due_happens_exactly_once_whatever_dies_in_between(history) -> None:
    clock = Clock()
    office = founded(clock=clock)
    for one in history:
        if isinstance(one, Step):
            play(office, one, clock)
        elif one[0] == "meanwhile":
            run_while(office, one[1], clock)
        else:
            run_and_die(office, one[0], after=one[1])
    office.run_due()
    office.run_due()
    assert twice(office) == []
    assert wanted(office) <= set(fired(office))
    assert problems(office) == []


def test_l15_what_an_office_is_founded_with_is_due_on_its_days_and_told_to_somebody() -> None:
    clock = Clock()
    with cf.open_office("sqlite://", clock=clock) as office:
        office.apply(planned(), actor="li-wei")
        for _ in range(200):
            clock.now += timedelta(hours=20)
            office.run_due()
        assert wanted(office)
        assert wanted(office) <= set(fired(office))
        told = [one for one in all_entries(office) if one.actor == "system:timer"]
        assert [one for one in told if not one.details.get("to")] == []


# -- L16: a file is applied once, and takes nothing back


@given(histories(), plan_choices)
@tries(8)
def test_l16_a_plan_applied_twice_is_applied_once(history, plan: Plan) -> None:
    office = lived(history)
    first = tried(office, Step("apply", said=CHIEF, plan=plan))
    again = tried(office, Step("apply", said=CHIEF, plan=plan))
    if isinstance(first, Change):
        assert isinstance(again, Change)
        assert not again
    else:
        assert str(again) == str(first)


HELD_BY = {
    ITEMS[1]: "press_day",
    ITEMS[3]: "briefing",
    ITEMS[5]: "talk",
    ITEMS[6]: "poster",
    ITEMS[7]: "show",
}


@given(st.sampled_from(sorted(HELD_BY)), st.sampled_from(["chen", "li-wei"]), plan_choices)
@tries(8)
def test_l16_an_apply_after_a_verb_never_undoes_it(item: str, who: str, plan: Plan) -> None:
    office = founded()
    office.reschedule(item, "2027-03-09", actor="li-wei", reason="领导要求")
    plan = {**plan, HELD_BY[item]: BEGUN[HELD_BY[item]]}  # the file has of it what it had
    tried(office, Step("apply", said={**CHIEF, "actor": who}, plan=plan))
    assert _written(office, item) == "2027-03-09"
    assert problems(office, deep=True) == []


def _written(office: Office, item: str) -> str:
    """Return how the date of an item was written."""
    ref = office.resolve(item)
    block = "key_dates" if ref.item == "press-day" else "activities"
    planned_ = at(office.record(ref.record).data, ("plan", block, ref.item))
    return str((planned_.get("when") or planned_["due"])["written"])


def test_l16_a_redaction_does_not_let_the_same_file_undo_what_was_done_since() -> None:
    office = founded()
    plan = {**BEGUN, "note": SLOTS["note"][1]}
    office.apply(planned(plan), **CHIEF)
    office.reschedule(ITEMS[1], "2027-03-10", **CHIEF)
    office.redact(WEEK, "plan/note", actor="wang-fang", reason="涉密")
    office.apply(planned(plan), **CHIEF)
    assert _written(office, ITEMS[1]) == "2027-03-10"


@given(st.sampled_from(sorted(HELD_BY.values())), st.sampled_from(["chen", "li-wei"]))
@tries(10)
def test_l16_a_colleagues_older_file_does_not_take_back_what_was_applied_since(slot: str, who: str) -> None:
    office = founded()
    newer = {**BEGUN, slot: SLOTS[slot][1]}
    office.apply(planned(newer), **CHIEF)
    back = tried(office, Step("apply", said={"actor": who, "reason": "领导要求"}, plan=BEGUN))
    if who == "li-wei":
        assert isinstance(back, Change)  # his own to take back
    else:
        assert [one.code for one in back.reasons] == ["would-revert"]


@pytest.mark.parametrize("mover", ["li-wei", "chen"])
def test_l16_what_was_exported_edited_and_applied_is_taken(mover: str) -> None:
    office = founded()
    office.reschedule(ITEMS[7], "2027-07-15", actor=mover, reason="领导要求")
    exported = office.export("river-2027")
    assert not office.apply(cf.loads(exported), **CHIEF)
    assert office.apply(cf.loads(exported.replace("2027-07-15", "2027-07-18")), **CHIEF)
    assert _written(office, ITEMS[7]) == "2027-07-18"


@given(histories(4), plan_choices, st.sets(st.sampled_from(["water-week", "forum", "summer"])), st.booleans())
@tries(8)
def test_l16_no_apply_ends_what_runs(history, plan: Plan, left_out, asked) -> None:
    office = founded()
    for ref, trigger in ((WEEK, "submit"), (WEEK, "launch"), (SUMMER, "submit")):
        office.fire(ref, trigger, **CHIEF)
    for item in (ITEMS[3], ITEMS[6]):
        office.complete(item, **CHIEF)
    for step in history:
        play(office, step, office._gate.clock)
    before = {ref: office.record(ref).data for ref in CASES}
    programme = planned(plan)
    kept = {name: one for name, one in programme.campaigns.items() if name not in left_out}
    less = programme.model_copy(update={"campaigns": kept})
    retire = sorted(left_out) if asked else []
    tried(office, Step("apply", said={"programme": less, "retire": retire, **CHIEF}))
    for ref in CASES:
        after = office.record(ref).data
        if before[ref]["state"] != "draft":
            assert after["state"] == before[ref]["state"]
        for item, progress in before[ref].get("progress", {}).items():
            assert at(after, ("progress", item)) == progress


@pytest.mark.parametrize("how", ["complete", "cancel"])
def test_l16_no_apply_moves_what_is_over(how: str) -> None:
    office = founded()
    getattr(office, how)(ITEMS[7], **CHIEF)
    moved = tried(office, Step("apply", said=CHIEF, plan={**BEGUN, "show": "2027-07-20"}))
    assert isinstance(moved, Refused)
    assert _written(office, ITEMS[7]) == BEGUN["show"]


# -- L17: nothing holds up whoever stops something

BROKEN = {
    "of nothing": "ghost - 5 workdays",
    "in a ring": "campaign.end + 3 days",
    "of another": "water-week/ghost + 3 days",
    "unreadable": "13-45",
}
"""Dates that cannot be worked out, as an older version or another program may have left them."""
BREAKABLE = {
    WEEK: ("key_dates", "press-day", "when"),
    FORUM: ("activities", "talk", "when"),
    SUMMER: ("activities", "poster", "due"),
}
STOPPING = {one.name for one in shipped()["campaign"].triggers if one.stopping}


@given(histories(), st.sampled_from(CASES), st.sampled_from(sorted(BROKEN)), st.booleans(), st.data())
@tries(5)
def test_l17_a_stopping_trigger_succeeds_whatever_listeners_do_and_dates_say(
    history, ref, how, is_submitted, data
) -> None:
    clock = Clock()
    office = lived(history, clock, listeners={"deaf": _deaf})
    if is_submitted:
        tried(office, Step("fire", ref, {"trigger": "submit", **CHIEF}))
    for one in {ref, SUMMER}:
        _break(office, one, ("plan", *BREAKABLE[one]), BROKEN[how])
    _break(office, ref, ("plan", "when"), "press-day - 1 day" if how == "in a ring" else "2027-03")
    open_ = [why.trigger for why in office.why(ref) if why.trigger in STOPPING]
    assume(open_)
    trigger = data.draw(st.sampled_from(open_))
    with office.preview() as dry:
        dry.fire(ref, trigger, **CHIEF)
        assert office.fire(ref, trigger, expect=dry.token, **CHIEF)


def _break(office: Office, ref: str, path: Sequence[str], written: str) -> None:
    """Put a date into a record that cannot be worked out, past the rules of all verbs."""

    def broken(look: Any, _command: Command, _now: object) -> list[Proposal]:
        return [Proposal(ref, "amended", put(look.body(ref), path, {"written": written}))]

    office.act(Command("amend", ref, Actor("li-wei")), broken)

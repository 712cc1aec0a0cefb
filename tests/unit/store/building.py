"""Builds acts as the gate would, for the tests of the store."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from campaignflow.canonical import Body, canonical, difference
from campaignflow.store.act import Act, Committed, NewEntry, Projection, Task, Timer
from campaignflow.store.store import Store

START = datetime(2027, 3, 1, 1, tzinfo=UTC)
WEEK = "campaign:river-2027/water-week"
DRAFT: Body = {"state": "draft", "plan": {"title": "水周", "unit": "office"}}


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def parts(ref: str) -> dict[str, Any]:
    """Return what a full ref says of a record."""
    kind, _, name = ref.partition(":")
    programme, _, own = name.rpartition("/")
    return {"ref": ref, "uid": ref, "kind": kind, "programme": programme or None, "id": own}


def change(
    ref: str = WEEK,
    base: int = 0,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    **more: Any,
) -> NewEntry:
    """Return a change from one body to another; no `after` leaves the body alone."""
    given: dict[str, Any] = {
        **parts(ref),
        "base_version": base,
        "patch": {} if after is None else difference(before or {}, after),
        "after": None if after is None else canonical(after),
        "verb": "amended" if base else "created",
        "actor": "li.wei",
        "responsible": "li.wei",
    }
    return NewEntry(**{**given, **more})


def act(*changes: NewEntry, minutes: float = 0, **more: Any) -> Act:
    given: dict[str, Any] = {"id": uuid.uuid4().hex, "at": at(minutes), "changes": changes}
    return Act(**{**given, **more})


def write(
    store: Store, body: Mapping[str, Any], ref: str = WEEK, minutes: float = 0, **more: Any
) -> Committed:
    """Bring a record to a body, whatever it was before."""
    with store.snapshot() as view:
        record = view.record(ref)
    if record is None:
        one = change(ref, 0, {}, body, **more)
    else:
        one = change(ref, record.version, record.data, body, **{"uid": record.uid, **more})
    outcome = store.commit(act(one, minutes=minutes))
    assert isinstance(outcome, Committed), outcome
    return outcome


def timer(key: str, ref: str = WEEK, minutes: float = 0, **more: Any) -> Timer:
    return Timer(key, ref, at(minutes), "remind", **more)


def task(name: str, ref: str = WEEK, party: str = "wang.fang", due: str = "2027-03-20") -> Task:
    return Task(name, ref, "decide", party, due, {"step": "finance"})


def derived(ref: str, _entries: object, body: Body) -> Projection:
    """Project a record as a small gate would: its state, its unit, a timer and a task for what it plans."""
    plan = _block(body, "plan")
    armed = tuple(timer(f"{ref}|{name}", ref) for name in sorted(_block(plan, "timers")))
    asked = tuple(task(f"{ref}|{name}", ref, party=name) for name in sorted(_block(plan, "asks")))
    return Projection(_text(body, "state"), _text(plan, "unit"), armed, asked)


def _block(body: Body, key: str) -> Body:
    block = body.get(key)
    return block if isinstance(block, dict) else {}


def _text(body: Body, key: str) -> str:
    text = body.get(key)
    return text if isinstance(text, str) else ""

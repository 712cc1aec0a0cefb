"""Seven things that happen to a date: refine, confirm, reschedule, postpone, cancel, call off, reinstate.

Each keeps the identity of what it happens to and its whole dated history.  What hangs on a date follows in
`campaignflow.actions.consequences`; series are in `campaignflow.actions.series`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from campaignflow.actions.consequences import follow
from campaignflow.actions.lifecycle import FREED
from campaignflow.actions.limits import put_off
from campaignflow.actions.opening import OPENED
from campaignflow.actions.own_dates import dated
from campaignflow.canonical import Body, at, put
from campaignflow.dates.precision import Precision
from campaignflow.dates.when import When
from campaignflow.gate.cases import Case, case
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow
from campaignflow.labels import Word

__all__ = ["call_off", "cancel", "confirm", "movable", "postpone", "reinstate", "reschedule"]

_GONE = ("done", "dropped")
_PLANNED = ("campaign", "programme")


def movable(look: Look, command: Command, *, needs_reason: bool, permission: str = "plan") -> Case | None:
    """Return the case a move is about if it may be moved; keep every reason against it."""
    found = case(look, command.ref)
    ref = str(found.ref)
    allow(look, command.actor, permission, ref)
    if look.is_closed(found.body):
        look.refuse("record-closed", ref=ref, kind="order", state=found.state)
    if found.ref.path and found.item_state in _GONE:
        look.refuse("item-state", ref=ref, kind="order", verb=command.verb, state=Word(found.item_state))
    if needs_reason and not command.reason:
        look.refuse("reason-missing", ref=ref)
    return None if look.reasons else found


def reschedule(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Give an item, or a campaign's window, another date; what it hung on is kept beside it.

    A date that lies within the old one and is finer is a refinement and needs no reason; any other needs
    one.  `field` is `when` or `due`; by default the one the item has.
    """
    wanted = When.read(command.arguments["when"])
    found = movable(look, command, needs_reason=False)
    name = None if found is None else _asked_field(look, command, found)
    if found is None or name is None:
        return []
    if _is_postponed(found):
        return _later_back_to(look, command, found, name, wanted)
    old = found.plan.get(name)
    if old is not None and When(old["written"]) == wanted:
        return []
    if found.record.kind not in _PLANNED:
        return [_of_its_own(look, command, found, name, wanted)]
    body = _with_date(found, name, {"written": wanted.text})
    if old is not None and "rule" not in found.progress and _is_rule(old["written"]):
        body = put(body, ("progress", found.item or ".", "rule", name), old["written"])
    own = Proposal(found.ref.record, "rescheduled", body, command.reason, command.note)
    own.details.update(_told(found, name, old))
    proposals = follow(look, [own], reason=command.reason)
    if look.reasons and not command.reason:
        look.refuse("reason-missing", ref=str(found.ref))
    if look.reasons:
        return []
    if old is not None and _is_refined(old, _resolved(proposals, found, name)):
        own.verb = "refined"
    elif not command.reason:
        look.refuse("reason-missing", ref=str(found.ref))
        return []
    return proposals


def _asked_field(look: Look, command: Command, found: Case) -> str | None:
    """Return which date is to be another; refuse where there is no such date."""
    if not _has_dates(look, found):
        return None
    name = _field(found, command)
    if name not in {"when", "due"}:
        look.refuse("field-no-date", ref=str(found.ref), field=name)
        return None
    return name


def _has_dates(look: Look, found: Case) -> bool:
    """Whether something has dates at all; units, people and the like have none."""
    if found.record.kind in _PLANNED and found.record.kind != "programme":
        return True
    if found.record.kind in OPENED or found.ref.path:
        return True
    look.refuse("has-no-dates", ref=str(found.ref), kind="order")
    return False


def _is_postponed(found: Case) -> bool:
    return "postponed" in found.progress or (not found.ref.path and "postponed" in found.body)


def _later_back_to(look: Look, command: Command, found: Case, name: str, wanted: When) -> list[Proposal]:
    """Keep another date for something postponed: it comes back on that one."""
    if not command.reason:
        look.refuse("reason-missing", ref=str(found.ref))
        return []
    path = ("progress", found.item, "postponed") if found.ref.path else ("postponed",)
    former = at(found.body, path) or {}
    field = name if name in former else next(iter(former))
    body = put(found.body, (*path, field), {"written": wanted.text})
    told = _told(found, field, former.get(field))
    return [Proposal(found.ref.record, "rescheduled", body, command.reason, command.note, told)]


def _of_its_own(look: Look, command: Command, found: Case, name: str, wanted: When) -> Proposal:
    """Give another date to a record that is in no plan, on which nothing hangs."""
    if not command.reason:
        look.refuse("reason-missing", ref=str(found.ref))
    value = dated(look, found.ref.programme, wanted.text, last=name == "due")
    if name == "due":
        put_off(look, str(found.ref.record), found.body, value)
    body = put(found.body, ("plan", name), value)
    told = _told(found, name, found.plan.get(name))
    return Proposal(found.ref.record, "rescheduled", body, command.reason, command.note, told)


def _told(found: Case, name: str, old: Mapping[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"field": name}
    if found.item:
        told["item"] = found.item
    if old is not None:
        told["before"] = dict(old)
    return told


def _field(found: Case, command: Command) -> str:
    """Return which of an item's two dates is meant."""
    asked = command.arguments.get("field")
    if asked is not None:
        return str(asked)
    return "due" if "due" in found.plan and "when" not in found.plan else "when"


def _with_date(found: Case, name: str, value: Mapping[str, Any] | None) -> Body:
    return put(found.body, (*found.path, name), None if value is None else dict(value))


def _is_rule(written: str) -> bool:
    """Whether a date was worked out from something else, so that the rule is worth keeping."""
    return not written[:4].isdecimal()


def _resolved(proposals: list[Proposal], found: Case, name: str) -> Mapping[str, Any]:
    body = next(one.body for one in proposals if one.ref == found.ref.record) or {}
    said = at(body, (*found.path, name, "resolved")) or {}
    return dict(said)


def _is_refined(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a date lies within the earlier one and is finer (rule 31, *refine*)."""
    was = old.get("resolved", {})
    fields = ("start", "end") if "start" in was or "end" in was else ("due",)
    if _rank(new) >= _rank(was):
        return False
    before, after = [was.get(one) for one in fields], [new.get(one) for one in fields]
    if None in before or after[0] is None:
        return False
    first, last = str(before[0])[:10], str(before[-1])[:10]
    return first <= str(after[0])[:10] and str(after[-1] or after[0])[:10] <= last


def _rank(resolved: Mapping[str, Any]) -> int:
    return Precision(resolved.get("precision", "undated")).rank


def confirm(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Say that a provisional date stands; one way, and only for a date to the day or better."""
    found = movable(look, command, needs_reason=False)
    if found is None:
        return []
    name = _field(found, command)
    resolved = found.plan.get(name, {}).get("resolved", {})
    if _rank(resolved) > Precision.DAY.rank:
        look.refuse(
            "confirm-needs-day", ref=str(found.ref), written=found.plan.get(name, {}).get("written", "tbd")
        )
        return []
    if found.plan.get("certainty") == "confirmed" or (
        resolved.get("certainty") == "confirmed" and "certainty" not in found.plan
    ):
        return []
    body = put(found.body, (*found.path, "certainty"), "confirmed")
    own = Proposal(
        found.ref.record, "confirmed", body, command.reason, command.note, _told(found, name, None)
    )
    return follow(look, [own], reason=command.reason)


def postpone(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Take an item's date away without giving another: its slot is free, its money stays."""
    look.is_stopping = True
    found = movable(look, command, needs_reason=True, permission="stop")
    if found is None:
        return []
    body = found.body
    former = {name: found.plan[name] for name in ("when", "due") if name in found.plan}
    if found.progress.get("postponed") or not former:
        look.refuse("nothing-to-postpone", ref=str(found.ref), kind="order")
        return []
    for name in former:
        body = put(body, (*found.path, name), dict(FREED) if name == "when" or len(former) == 1 else None)
    body = put(body, ("progress", found.item, "postponed"), former)
    body = put(body, ("progress", found.item, "state"), "postponed")
    own = Proposal(found.ref.record, "postponed", body, command.reason, command.note)
    own.details["item"] = found.item
    return follow(look, [own], reason=command.reason, stopping=True)


def reinstate(look: Look, command: Command, _now: datetime) -> list[Proposal]:
    """Give a postponed item its date back, or another one."""
    found = movable(look, command, needs_reason=False)
    if found is None:
        return []
    former = found.progress.get("postponed")
    if former is None:
        look.refuse("nothing-to-reinstate", ref=str(found.ref), kind="order")
        return []
    back: dict[str, Any] = dict(former)
    wanted = command.arguments.get("when")
    if wanted:
        back["when" if "when" in former else "due"] = {"written": When.read(wanted).text}
    body = found.body
    for name in ("when", "due"):
        body = put(body, (*found.path, name), back.get(name))
    body = put(
        put(body, ("progress", found.item, "postponed"), None), ("progress", found.item, "state"), None
    )
    own = Proposal(found.ref.record, "reinstated", body, command.reason, command.note)
    own.details["item"] = found.item
    return follow(look, [own], reason=command.reason)


def cancel(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Drop an item for good, with a reason; it stays visible."""
    return _dropped(look, command, now, "cancelled", called_off=None)


def call_off(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Drop an item that the public has been told of: a correction is owed, and stands in the tasks."""
    return _dropped(look, command, now, "called_off", called_off=True)


def _dropped(
    look: Look, command: Command, now: datetime, verb: str, *, called_off: bool | None
) -> list[Proposal]:
    look.is_stopping = True
    found = movable(look, command, needs_reason=True, permission="stop")
    if found is None:
        return []
    body = put(found.body, ("progress", found.item, "state"), "dropped")
    if called_off:
        body = put(body, ("progress", found.item, "called_off"), called_off)
        owed = {"kind": "correction", "item": found.item, "since": now.date().isoformat()}
        body = put(body, ("tasks", f"correction:{found.item}"), owed)
    own = Proposal(found.ref.record, verb, body, command.reason, command.note, {"item": found.item})
    return [own]

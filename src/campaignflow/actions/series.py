"""Changing something that comes round: this time, this and later ones, or all (dates, *Moving*).

One time keeps its identity, its period, whatever day it is moved to.  *This and later* ends the series and
begins another, which points back at it.  *All* moves the rule, as `campaignflow.actions.moves` does.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from campaignflow.actions import moves, progress
from campaignflow.actions.consequences import follow
from campaignflow.actions.own_dates import dated
from campaignflow.canonical import Body, at, put
from campaignflow.dates.when import When
from campaignflow.gate.cases import Case, items_in
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.look import Look
from campaignflow.records.lifelong import address_in, with_own_names
from campaignflow.types import LONGEST_ID

__all__ = ["SCOPES", "change", "reschedule"]

SCOPES = ("this", "this and later", "all")
_NOT_INHERITED = ("budget", "quotas", "approvals", "was", "printed")
"""What a series that goes on under another rule does not take along: it would count twice."""


def reschedule(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Move one time of a series, or that and all later ones, or the whole series."""
    scope = str(command.arguments.get("scope") or "this")
    if scope not in SCOPES:
        look.refuse("scope-unknown", ref=command.ref, scope=scope, known=SCOPES)
        return []
    if scope == "all":
        whole = command.ref.partition("@")[0]
        return moves.reschedule(look, _about(command, whole), now)
    found = moves.movable(look, command, needs_reason=True)
    if found is None:
        return []
    if not found.occurrence:
        look.refuse("which-occurrence", ref=command.ref, item=found.ref.item)
        return []
    if scope == "this":
        return [_this(look, command, found)]
    return _later(look, command, found)


def _about(command: Command, ref: str) -> Command:
    return Command(
        command.verb,
        ref,
        command.actor,
        command.arguments,
        command.reason,
        command.note,
        command.key,
        command.expect,
    )


def _programme(found: Case) -> str | None:
    return found.ref.id if found.record.kind == "programme" else found.ref.programme


def _this(look: Look, command: Command, found: Case) -> Proposal:
    moved = dated(look, _programme(found), str(command.arguments["when"]), last=_is_due(found))
    body = put(found.body, ("progress", found.item, "when"), moved)
    if found.item_state == "postponed":
        body = put(
            put(body, ("progress", found.item, "postponed"), None), ("progress", found.item, "state"), None
        )
    details = {"item": found.item, "before": _time(found)}
    return Proposal(found.ref.record, "rescheduled", body, command.reason, command.note, details)


def _is_due(found: Case) -> bool:
    return "when" not in found.plan


def _time(found: Case) -> Mapping[str, Any]:
    """Return when this time comes round by the rule."""
    name = "due" if _is_due(found) else "when"
    times = at(found.plan, (name, "resolved", "occurrences")) or {}
    said: Mapping[str, Any] = times.get(found.occurrence, {})
    return dict(said)


def _later(look: Look, command: Command, found: Case) -> list[Proposal]:
    """End the series before this time and begin another one with it."""
    time = _time(found)
    first = date.fromisoformat(str(time.get("start") or time.get("due") or time.get("end"))[:10])
    name = "due" if _is_due(found) else "when"
    wanted = When(str(command.arguments["when"]))
    if not wanted.is_recurring:
        look.refuse("series-needs-rule", ref=command.ref, when=wanted.text)
        return []
    *parents, block, old_id = found.path
    taken = {path.rpartition("/")[2] for path, _ in items_in(found.body)}
    names = (f"{old_id[: LONGEST_ID - len(str(n)) - 1]}-{n}" for n in count(2))
    new_id = next(name for name in names if name not in taken)
    fork = {key: value for key, value in found.plan.items() if key not in _NOT_INHERITED}
    fork[name], fork["from"] = {"written": wanted.text}, {"written": first.isoformat()}
    last = {"written": (first - timedelta(days=1)).isoformat()}
    body: Body = put(found.body, (*found.path, "until"), last)
    body = with_own_names(put(body, (*parents, block, new_id), fork), found.body)
    new_item = "/".join([*found.ref.path[:-1], new_id])
    # By its name for life: the other series may get another id, and something else its old one.
    body = put(body, ("progress", new_item, "forked_from"), address_in({}, found.body, found.ref.item))
    details = {"item": found.item, "fork": new_item}
    own = Proposal(found.ref.record, "forked", body, command.reason, command.note, details)
    return follow(look, [own], reason=command.reason)


def change(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Postpone, cancel, call off, reinstate or reopen one time of a series."""
    verb = command.verb
    if verb == "reopen":
        return progress.reopen(look, command, now)
    found = moves.movable(look, command, needs_reason=verb != "reinstate", permission=_PERMISSIONS[verb])
    if found is None:
        return []
    if verb == "cancel":
        return moves.cancel(look, command, now)
    if verb == "call_off":
        return moves.call_off(look, command, now)
    path = ("progress", found.item, "postponed")
    if verb == "postpone":
        body = put(found.body, path, {"when": dict(_time(found))})
        body = put(body, ("progress", found.item, "state"), "postponed")
    elif "postponed" not in found.progress:
        look.refuse("nothing-to-reinstate", ref=command.ref, kind="order")
        return []
    else:
        body = put(put(found.body, path, None), ("progress", found.item, "state"), None)
        wanted = command.arguments.get("when")
        if wanted:
            moved = dated(look, _programme(found), str(wanted), last=_is_due(found))
            body = put(body, ("progress", found.item, "when"), moved)
    done = {"postpone": "postponed", "reinstate": "reinstated"}[verb]
    return [Proposal(found.ref.record, done, body, command.reason, command.note, {"item": found.item})]


_PERMISSIONS = {"cancel": "stop", "call_off": "stop", "postpone": "stop", "reinstate": "plan"}

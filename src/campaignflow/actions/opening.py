"""Opening what is in no plan: items, requests, issues, findings of inspections, commitments, interviews.

They are thin nouns: title, unit, dates, a response clock where one runs.  Their lifecycles are data.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from difflib import get_close_matches
from itertools import count
from typing import Any

from campaignflow.actions.limits import limited
from campaignflow.actions.own_dates import dated
from campaignflow.canonical import Body
from campaignflow.dates.when import Duration
from campaignflow.errors import InvalidValue
from campaignflow.gate.command import Command, Proposal
from campaignflow.gate.judge import named
from campaignflow.gate.look import Look
from campaignflow.gate.permission import allow
from campaignflow.gate.rounds import matter_of, missing
from campaignflow.labels import Word
from campaignflow.records import clock
from campaignflow.types import Ref, checked_id
from campaignflow.workflow.definition import Clock

__all__ = ["INTAKE", "OPENED", "open_"]

OPENED = ("item", "request", "issue", "finding", "commitment", "interview")
"""Kinds of records that are opened rather than planned."""
INTAKE = ("request", "issue", "interview")
"""Those that come in from outside the planning, so that anybody of the office may open one."""
PROMISES = ("commitment", "interview")
"""Those that tell somebody outside of a campaign, so that it must be approved as it is (rule 46)."""
FIELDS = (
    "unit",
    "when",
    "due",
    "note",
    "where",
    "owner",
    "source",
    "requester",
    "campaign",
    "channels",
    "respond_within",
    "level",
)
LISTS = ("note", "where", "owner", "channels")


def open_(look: Look, command: Command, now: datetime) -> list[Proposal]:
    """Open a record that is in no plan; its id is the next free number of its kind if none is given."""
    said = dict(command.arguments)
    kind, programme = str(said.pop("kind")), said.pop("programme", None)
    if kind not in OPENED:
        raise InvalidValue("not-one-of", text=kind, expected=OPENED)
    if kind not in INTAKE:
        allow(look, command.actor, "open")
    if programme is not None and look.record(f"programme:{programme}") is None:
        near = [one.id for one in look.records(kind="programme")]
        raise InvalidValue("programme-unknown", id=programme, near=near[:1])
    id_ = said.pop("id", None)
    ref = _free(look, kind, programme) if id_ is None else Ref(kind, programme, checked_id(str(id_)))
    if id_ is not None and look.record(str(ref)) is not None:
        look.refuse("record-id-taken", ref=str(ref), id=ref.id)
        return []
    body = _body(look, kind, programme, said, now)
    return [] if look.reasons else [Proposal(str(ref), "opened", body, command.reason, command.note)]


def _free(look: Look, kind: str, programme: str | None) -> Ref:
    taken = {one.id for one in look.records(kind=kind, programme=programme)}
    return next(
        Ref(kind, programme, f"{kind}-{n}") for n in count(len(taken) + 1) if f"{kind}-{n}" not in taken
    )


def _body(look: Look, kind: str, programme: str | None, said: Mapping[str, Any], now: datetime) -> Body:
    title = str(said.get("title", "")).strip()
    if not title:
        look.refuse("title-missing")
        return {}
    unknown = sorted(set(said) - {"title", *FIELDS})
    if unknown:
        raise InvalidValue("field-unknown", field=unknown[0], known=FIELDS)
    given = {name: value for name, value in said.items() if value not in (None, "", [], ())}
    plan = {**_planned(look, programme, given), "title": title}
    if "unit" in plan and look.record(f"unit:{plan['unit']}") is None:
        look.refuse("unit-unknown", unit=plan["unit"])
    for party in plan.get("owner", ()):
        if not any(look.record(f"{one}:{party}") for one in ("person", "unit")):
            look.refuse("party-unknown", party=party)
    _known_channels(look, plan.get("channels", ()))
    if "campaign" in plan:
        plan["campaign"] = look.ref(plan["campaign"]).record
        if kind in PROMISES:
            _approved(look, plan["campaign"])
    limits = limited(look, kind, programme, plan)
    workflow = look.newest_workflow(kind)
    body: Body = {
        "state": workflow.initial,
        "workflow": {"name": workflow.name, "version": workflow.version},
        "plan": plan,
    }
    if limits:
        body["limits"] = limits
    if "respond_within" in plan:
        running = clock.start(plan["respond_within"], now)
        paused = workflow.state(workflow.initial).clock is Clock.PAUSED
        body["clock"] = clock.pause(running, now) if paused else running
    return body


def _approved(look: Look, campaign: str) -> None:
    """Refuse where a campaign was asked about and is not approved as it stands, step by step (rule 46)."""
    record, ref = look.record(campaign), named(campaign)
    if record is None or "workflow" not in record.data:
        return
    matter = matter_of(look, ref, record, record.data, record.body_version)
    if matter.standing is not None and not matter.standing.passes():
        look.refuse("unapproved", ref=campaign, kind="steps")
        missing(look, matter, matter.standing.missing)


def _known_channels(look: Look, names: Iterable[str]) -> None:
    known = look.named("channel")
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1, 0.6)
            raise InvalidValue("unknown-id", id=name, kind=Word("channel"), near=near)


def _planned(look: Look, programme: str | None, given: Mapping[str, Any]) -> Body:
    """Return what was said of a new record, as it is kept."""
    plan: Body = {}
    for name, value in given.items():
        if name in {"when", "due"}:
            plan[name] = dated(look, programme, str(value), last=name == "due")
        elif name == "respond_within":
            plan[name] = clock.start(Duration(str(value)), look.now)["allowed"]
        elif name in LISTS:
            said = [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
            plan[name] = sorted({*said}) if name == "channels" else said
        else:
            plan[name] = str(value)
    return plan

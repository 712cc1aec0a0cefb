"""What plugins are shown of a record, and what they say against an act (rule 14).

Hooks run here only, on frozen values; how they are called is `campaignflow.hooks`.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from campaignflow.gate.charges import charges_of, others_of
from campaignflow.gate.command import Command
from campaignflow.gate.look import Look
from campaignflow.hooks.context import Attempt, CaseContext
from campaignflow.hooks.plugins import Plugins
from campaignflow.records.nouns import KINDS, noun_of, programme_of
from campaignflow.types import Ref

__all__ = ["CALENDAR", "STEPS", "VETO", "asked", "case_of", "hear_vetoes", "plugins_of"]

STEPS, VETO = "campaignflow_approval_steps", "campaignflow_veto"
CALENDAR = "campaignflow_calendar_entries"


def asked(look: Look, hook: str) -> tuple[str, ...]:
    """Return the plugins that a hook asks, those missing included that the office requires by now."""
    plugins = plugins_of(look)
    return () if plugins is None else plugins.asked(hook)


def plugins_of(look: Look) -> Plugins | None:
    """Return the plugins to ask, which know by now whom the office requires."""
    if look.plugins is not None:
        look.plugins.required(look.office.get("requires", ()))
    return look.plugins


def case_of(look: Look, ref: Ref, body: Mapping[str, Any]) -> CaseContext:
    """Return what a hook sees of a record: its noun, the programme around it, what stands beside it."""
    around = None if ref.programme is None else look.body(str(Ref("programme", None, ref.programme)))
    programme = None if around is None or ref.programme is None else _programme(look, ref.programme, around)
    if ref.kind == "programme":
        plan: Any = _programme(look, ref.id, body)
    else:
        plan = noun_of(ref.kind, body) if ref.kind in KINDS else MappingProxyType(dict(body["plan"]))
    record = look.record(ref.record)
    state = str((body if record is None else record.data)["state"])  # the act is yet to come
    charges = charges_of(look, ref.programme, body)
    beside = partial(others_of, look, ref.record, ref.id if ref.kind == "programme" else ref.programme)
    return CaseContext(
        ref.kind, ref.id, ref.record, state, plan, ref.programme, programme, charges=charges, beside=beside
    )


def _programme(look: Look, name: str, body: Mapping[str, Any]) -> Any:
    office = {kind: look.named(kind) for kind in ("unit", "person", "medium", "channel", "fund")}
    return programme_of(name, body, {}, office)


def hear_vetoes(look: Look, command: Command, ref: Ref, body: Mapping[str, Any], trigger: str) -> None:
    """Ask every plugin for what it has against an act; of a stopping act it is only reported (rule 21)."""
    if look.plugins is None or not asked(look, VETO):
        return
    attempt = Attempt(command.actor.id, look.now, command.reason, command.note)
    for veto in look.plugins.vetoes(case_of(look, ref, body), trigger, attempt):
        code = "vetoed" if veto.error is None else veto.error.code
        facts: dict[str, Any] = {"plugin": veto.provider, "sentence": veto.sentence}
        facts = facts if veto.error is None else dict(veto.error.facts)
        if look.is_stopping:
            look.report(code, ref=str(ref), **facts)
        else:
            look.refuse(code, ref=str(ref), kind="vetoes", **facts)

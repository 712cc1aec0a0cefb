"""Who asks for approval: the steps that a plan, a workflow and plugins declare for a record (rules 32, 33).

Asked when a round opens and whenever the record has changed since; what was frozen keeps what it demands.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from campaignflow.canonical import Body, at
from campaignflow.errors import CampaignflowError, Finding
from campaignflow.gate.cases import items_in
from campaignflow.gate.content import DETERMINED, content_mark
from campaignflow.gate.hooked import STEPS, asked, case_of
from campaignflow.gate.look import Look
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.records.body import unresolved
from campaignflow.types import Ref, checked_id
from campaignflow.workflow.rounds import Round
from campaignflow.workflow.steps import Provider, Step, declared

__all__ = ["Answers", "ask"]

PLAN, WORKFLOW = Provider("plan"), "workflow"
"""What asks without being a plugin; a plugin that is called so is its own provider all the same."""
_log = logging.getLogger("campaignflow.plugins")
_OF_PROGRAMME = frozenset({"campaign", "item"})
"""Kinds that the programme's own steps are for."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What all providers answered for one record."""

    steps: Mapping[str, Step] = field(default_factory=dict)
    applies: tuple[str, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    """Providers that could not answer, with the code of why."""
    providers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Plugins that answered, be it with no step, each with its version and digest (C1)."""

    def details(self, version: int) -> Body:
        """Return what is recorded of them when they were asked anew."""
        steps = {name: one.data for name, one in self.steps.items()}
        more = {"steps": steps, "errors": self.errors, "providers": self.providers}
        said: Body = {"version": version, "applies": list(self.applies)}
        return said | {name: dict(one) for name, one in more.items() if one}


def ask(
    look: Look, ref: Ref, body: Mapping[str, Any], triggers: Iterable[str], frozen: Round | None
) -> Answers:
    """Return the steps that are asked before some triggers, as a record stands.

    Steps of the round under way keep what they demand; one that its provider no longer returns does not
    apply, one whose provider cannot answer goes on applying (rule 33).  A plugin that came after the round
    was opened is asked for the next one.
    """
    wanted = tuple(dict.fromkeys(triggers))
    found: dict[str, Step] = {}
    errors: dict[str, str] = {}
    providers: dict[str, Mapping[str, str]] = {}
    for provider, steps, error in (
        _planned(look, ref, body, wanted),
        _workflow(look, body, wanted),
        *_plugins(look, ref, body, wanted, frozen),
    ):
        if error is not None:
            errors[provider.name] = error.code
            look.provider_errors[provider.name] = error
        elif provider.name not in {PLAN.name, WORKFLOW}:
            providers[provider.name] = {"version": provider.version, "digest": provider.digest}
        for step in steps:
            if step.id in found:
                twice = Finding("step-declared-twice", facts={"provider": provider.name, "step": step.id})
                errors[provider.name] = twice.code
                look.provider_errors[provider.name] = twice
            else:
                found[step.id] = step
    if frozen is None:
        applies = [name for name, one in found.items() if _holds(look, ref, body, one)]
        return Answers(found, tuple(sorted(applies)), errors, providers)
    found = {name: frozen.steps.get(name, one) for name, one in found.items()}
    applies = [name for name, one in found.items() if _holds(look, ref, body, one)]
    for name, step in frozen.steps.items():
        if step.provider.name in errors and name in frozen.applies and name not in applies:
            applies.append(name)
    return Answers(found, tuple(sorted(applies)), errors, providers)


_Answer = tuple[Provider, list[Step], Finding | None]
"""Who was asked, his steps, and why there are none."""


def _planned(look: Look, ref: Ref, body: Mapping[str, Any], triggers: tuple[str, ...]) -> _Answer:
    """Return what the plan declares: on the record, its items, its programme, the channels it goes to."""
    plan = body["plan"]
    # what a programme declares is for what stands in it, and does not ask about itself
    places: list[tuple[Mapping[str, Any], str]] = [(plan, "")] if ref.kind != "programme" else []
    places += [(at(body, place) or {}, address) for address, place in items_in(body)]
    if ref.kind in _OF_PROGRAMME and ref.programme is not None:
        programme = look.body(str(Ref("programme", None, ref.programme)))
        places += [] if programme is None else [(programme["plan"], "")]
    try:
        steps = [step for place, address in places for step in _of_place(place, triggers, address)]
        for name in plan.get("channels", ()) if ref.kind == "item" else ():
            channel = look.body(f"channel:{name}")
            # what two channels call alike are two steps, and each is about the whole item
            steps += () if channel is None else _of_place(channel["plan"], triggers, name, whole=True)
    except CampaignflowError as error:  # a plan made by hand, or by an older version
        return PLAN, [], Finding(error.code, facts=error.facts)
    return PLAN, steps, None


def _of_place(
    place: Mapping[str, Any], triggers: tuple[str, ...], within: str, *, whole: bool = False
) -> list[Step]:
    """Return the steps that one part of a plan declares; those of an item cover it, unless they say more."""
    beside = place.get("approvals", {})
    return [
        replace(step, covers=()) if whole and not said.get("covers") else step
        for name, said in beside.items()
        if said.get("before", "submit") in triggers
        for step in declared(name, said, PLAN, within, beside)
    ]


def _workflow(look: Look, body: Mapping[str, Any], triggers: tuple[str, ...]) -> _Answer:
    workflow = look.workflow(body)
    provider = Provider(WORKFLOW, f"{workflow.name} {workflow.version}", workflow.digest)
    said = [
        (name, one) for name, one in workflow.approvals.items() if one.get("before", "submit") in triggers
    ]
    return provider, [step for name, one in said for step in declared(name, one, provider)], None


def _plugins(
    look: Look, ref: Ref, body: Mapping[str, Any], triggers: tuple[str, ...], frozen: Round | None
) -> Iterator[_Answer]:
    """Yield the answer of each plugin, asked about one trigger after the other."""
    there = set(asked(look, STEPS))
    wanted = there if frozen is None else _of_round(look, frozen)
    for name in sorted(wanted - there):
        yield Provider(name), [], Finding("plugin-missing", facts={"plugin": name})
    if look.plugins is None or not wanted & there:
        return
    case = case_of(look, ref, body)
    steps: dict[Provider, dict[str, Step]] = {}
    for trigger in triggers:
        for answer in look.plugins.approval_steps(case, trigger):
            provider = Provider(answer.provider, answer.version, answer.digest)
            if answer.provider not in wanted:
                continue
            if answer.error is not None:
                yield provider, [], answer.error
                continue
            try:
                # asked before one trigger it is not asked again before the next
                given = {one.id: one for said in answer.steps for one in _declared(said, provider, trigger)}
            except Exception as error:  # noqa: BLE001  # what a plugin answers may be anything
                _log.exception("a plugin failed", extra={"plugin": answer.provider, "hook": STEPS})
                got = error.message("en") if isinstance(error, CampaignflowError) else type(error).__name__
                facts = {"plugin": answer.provider, "hook": STEPS, "got": got}
                yield provider, [], Finding("plugin-answer-wrong", facts=facts)
            else:
                steps[provider] = {**given, **steps.get(provider, {})}
    for provider, found in steps.items():
        yield provider, list(found.values()), None


def _of_round(look: Look, frozen: Round) -> set[str]:
    """Return the plugins that a round asks: who was asked when it was opened, and who is required since."""
    named = {one.provider.name for one in frozen.steps.values()} | set(frozen.providers) | set(frozen.errors)
    return (named | set(look.office.get("requires", ()))) - {PLAN.name, WORKFLOW}


def _declared(said: object, provider: Provider, trigger: str) -> list[Step]:
    """Return the steps of one that a plugin gave, asked before the trigger it was asked about."""
    if isinstance(said, Mapping):
        rest = dict(said)
        said = ApprovalStep.named(rest.pop("id"), **rest)
    noun = said if isinstance(said, ApprovalStep) else ApprovalStep.model_validate(said)
    body = {**unresolved(noun)["plan"], "before": trigger}
    return declared(checked_id(noun.id), body, provider)


def _holds(look: Look, ref: Ref, body: Mapping[str, Any], step: Step) -> bool:
    """Whether a step is asked under its conditions: unless one was said not to hold for what this is now."""
    said = [body.get(DETERMINED, {}).get(name) for name in step.only_if]
    mark = content_mark(look, ref, body) if any(said) else ""
    return not any(one is not None and one["content"] == mark for one in said)

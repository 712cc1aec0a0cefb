"""Rounds of approval with a plugin's steps, played in offices that have people for them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from campaignflow.errors import CampaignflowError
from campaignflow.gate.refusal import Refused
from campaignflow.hooks.answers import Query
from campaignflow.hooks.plugins import Plugins
from campaignflow.office.office import Office, open_office
from campaignflow.plan.organisation import Person
from campaignflow.plan.programme import Programme
from campaignflow.testing.asking import answer, questions
from campaignflow.testing.offices import Clock, planner, sample
from campaignflow.testing.scenes import approve_all
from campaignflow.views.rounds import StepStanding
from campaignflow.workflow.standing import PROVIDER, Status

__all__ = ["absent", "passable"]

_EACH = 3
"""People for each role a plugin's steps name, in every unit."""
_STEPS = "campaignflow_approval_steps"


def _staffed(plugin: object) -> Programme:
    """Return the sample with people for whatever roles a plugin's steps name, unless it names them itself."""
    plan = sample()
    people = dict(plan.people)
    known = {*people, *plan.units, *(role for one in people.values() for role in one.roles)}
    plugins = Plugins([plugin])
    for party in sorted(_parties(plugin) - known):
        held = [one for found in plugins.directory(Query("role", party)) for one in found.people]
        for one in held:
            people.setdefault(one.id, Person(name=one.name, unit=next(iter(plan.units)), roles=()))
        for unit in plan.units if not held else ():
            for number in range(_EACH):
                people[f"{party}-{unit}-{number + 1}"] = Person(
                    name=f"{party} {unit} {number + 1}", unit=unit, roles=(party,)
                )
    return plan.model_copy(update={"people": people})


def _parties(plugin: object) -> set[str]:
    plugins, asked = questions(plugin)
    given = [one for each in asked if each.hook == _STEPS for one in answer(plugins, each)]
    said = [getattr(step, "by", None) or _part(step) for one in given for step in one.steps]
    return {str(party) for by in said for party in ([by] if isinstance(by, str) else by)}


def _part(step: object) -> Iterable[str]:
    found: Iterable[str] = step.get("by", ()) if isinstance(step, dict) else ()
    return found


def passable(plugin: object) -> Iterator[str]:
    """Yield which steps of a plugin keep a round from ever coming to its end, though everybody approves."""
    plan = _staffed(plugin)
    with open_office("sqlite://", clock=Clock(), plugins=[plugin]) as opened:
        opened.apply(plan, actor=planner(plan))
        for ref in _campaigns(plan):
            try:
                opened.fire(ref, "submit", actor=planner(plan))
            except Refused:  # a veto is an answer
                continue
            approve_all(opened, ref)
            yield from _unpassed(opened, ref)


def _campaigns(plan: Programme) -> list[str]:
    return [f"campaign:{plan.id}/{name}" for name in plan.campaigns]


def _unpassed(opened: Office, ref: str) -> Iterator[str]:
    for step in _open_steps(opened, ref):
        yield f"{ref}, step {step.id}: {step.status} although whoever can has approved it"


def _open_steps(opened: Office, ref: str) -> list[StepStanding]:
    found = opened.approvals(ref)
    return [] if found is None else [one for one in found.steps if not Status(one.status).lets_pass]


def absent(plugin: object) -> Iterator[str]:
    """Yield which steps of a plugin nobody could decide without it, and what cannot be stopped then."""
    plan = _staffed(plugin)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'office.db'}"
        clock = Clock()
        with open_office(url, clock=clock, plugins=[plugin]) as opened:
            opened.apply(plan, actor=planner(plan))
            asked = [ref for ref in _campaigns(plan) if _submitted(opened, ref, planner(plan))]
        with open_office(url, clock=clock) as opened:
            for ref in asked:
                approve_all(opened, ref)
                yield from (f"without the plugin, {one}" for one in _undecided(opened, ref))
                try:
                    opened.cancel(ref, reason="the plugin is gone", actor=planner(plan))
                except CampaignflowError as error:
                    yield f"without the plugin, {ref} cannot be cancelled: {error.message('en')}"


def _submitted(opened: Office, ref: str, actor: str) -> bool:
    try:
        opened.fire(ref, "submit", actor=actor)
    except Refused:
        return False
    return opened.approvals(ref) is not None


def _undecided(opened: Office, ref: str) -> Iterator[str]:
    """Yield the steps nobody could decide; that the round waits for the plugin itself is as it should be."""
    for step in _open_steps(opened, ref):
        if not step.id.startswith(PROVIDER):
            yield f"{ref}, step {step.id}: nobody can decide it"

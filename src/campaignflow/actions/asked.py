"""The step that somebody wants to say something on, with the round it stands in."""

from dataclasses import dataclass

from campaignflow.gate.cases import Case, case
from campaignflow.gate.command import Command
from campaignflow.gate.look import Look
from campaignflow.gate.rounds import Matter, matter_of
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import Step

__all__ = ["Asked", "asked_of"]


@dataclass(frozen=True)
class Asked:
    """The step that somebody wants to say something on."""

    found: Case
    matter: Matter
    standing: Standing
    step: Step


def asked_of(look: Look, command: Command) -> Asked | None:
    """Return the step a command is about; what keeps everybody from deciding it is refused."""
    found = case(look, command.ref)
    ref = found.ref.record
    if found.workflow is None:
        look.refuse("no-lifecycle", ref=ref, kind="order")
        return None
    if look.state_of(found.body) is None:  # taken out, or under another id now
        look.refuse("record-closed", ref=ref, kind="order", state=found.state)
        return None
    matter = matter_of(look, found.ref, found.record, found.body, found.record.body_version)
    standing = matter.standing
    if standing is None:
        look.refuse("no-round", ref=ref, kind="steps")
        return None
    return Asked(found, matter, standing, matter.step(str(command.arguments["step"])))

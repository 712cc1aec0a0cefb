"""Why not yet: what keeps the triggers of a record from firing, who can clear it, by when.

It is the judge, asked without anything being done (rule 14), so it tells exactly what would happen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from campaignflow import labels
from campaignflow.errors import InvalidValue
from campaignflow.gate.cases import case
from campaignflow.gate.command import Action, Command
from campaignflow.gate.judge import judge
from campaignflow.gate.look import Look
from campaignflow.gate.permission import belongs, people_with
from campaignflow.gate.refusal import Reason
from campaignflow.types import Actor
from campaignflow.workflow.definition import Title, Trigger

__all__ = ["Why", "why"]

ASKING = Actor("system:why")


@dataclass(frozen=True, slots=True)
class Why:
    """The answer for one trigger of one record."""

    ref: str
    title: str
    state: str
    trigger: str
    trigger_title: Title
    leads_to: str
    """The state it would lead to; empty while it is kept from firing."""
    leads_to_title: Title | None
    reasons: tuple[Reason, ...]
    """Everything that stands in the way; empty if it may fire."""
    who: tuple[str, ...]
    """Ids of people who may fire it."""

    @property
    def is_open(self) -> bool:
        """Whether somebody who may could fire it now."""
        return not self.reasons

    def lines(self, lang: str | None = None) -> Iterator[str]:
        """Yield it as a tree in lines."""
        lang = labels.language(lang)
        word = self.trigger_title.said(lang)
        if self.is_open:
            state = "—" if self.leads_to_title is None else self.leads_to_title.said(lang)
            facts = {"trigger": word, "state": state, "who": self.who or ("—",)}
            yield labels.sentence("why-open", lang, facts)
            return
        yield labels.sentence("why-closed", lang, {"trigger": word, "count": len(self.reasons)})
        for n, reason in enumerate(self.reasons):
            last = n == len(self.reasons) - 1
            yield f"{'└─' if last else '├─'} {reason.message(lang)}"
            bar = "   " if last else "│  "
            if reason.clears:
                yield bar + labels.sentence("why-clears", lang, {"who": reason.clears})
            if reason.by is not None:
                yield bar + labels.sentence("why-by", lang, {"by": reason.by})


def why(make_look: Callable[[], Look], ref: str, fire: Action, trigger: str | None = None) -> list[Why]:
    """Return for one trigger, or for each that the record's state or its lifecycle has, why it may not fire.

    Raises:
        InvalidValue: the ref names nothing, or something without a lifecycle, or there is no such trigger.
    """
    found = case(make_look(), ref)
    workflow = found.workflow
    if workflow is None or found.ref.path:
        raise InvalidValue("why-needs-record", ref=ref)
    if trigger is not None:
        workflow.trigger(trigger)
    asked = [
        one
        for one in workflow.triggers
        if (one.name == trigger if trigger else found.state in one.departures and not one.by_rule)
    ]
    return [_answer(make_look(), found.ref.record, one, fire) for one in asked]


def _answer(look: Look, ref: str, trigger: Trigger, fire: Action) -> Why:
    found = case(look, ref)
    arguments = {"trigger": trigger.name}
    command = Command("fire", ref, ASKING, arguments, reason="?" if trigger.needs_reason else "", is_own=True)
    effects = judge(look, command, fire)
    reasons = tuple(one for one in effects.reasons if one.code != "needs-token")
    after = effects.after.get(ref, {})
    plan = found.body["plan"]
    leading = [*plan.get("lead", ()), *([plan["unit"]] if "unit" in plan else ())]
    people = [] if trigger.permission is None else people_with(look, trigger.permission)
    if leading and not trigger.stopping:
        people = [one for one in people if belongs(look, Actor(one), leading)]
    return Why(
        ref,
        str(plan.get("title", "")),
        found.state,
        trigger.name,
        trigger.title,
        str(after.get("state", "")),
        None if not after or found.workflow is None else found.workflow.state(str(after["state"])).title,
        reasons,
        tuple(people),
    )

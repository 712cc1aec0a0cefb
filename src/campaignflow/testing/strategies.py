"""Hypothesis strategies for plugin authors: plans, cases that hooks are asked about, decisions of people.

Needs `hypothesis`: ``pip install campaignflow[testing]``.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from campaignflow.hooks.context import Attempt, CaseContext
from campaignflow.plan.campaign import Campaign
from campaignflow.scheduling.schedule import schedule
from campaignflow.testing.nouns import noun, programmes
from campaignflow.testing.scenes import Asked
from campaignflow.testing.words import Strategy, amounts, dates, ids, quantities, texts
from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.shipped import shipped
from campaignflow.workflow.steps import VERDICTS

__all__ = [
    "Decided",
    "amounts",
    "asked",
    "campaigns",
    "cases",
    "dates",
    "decisions",
    "drawn",
    "ids",
    "noun",
    "programmes",
    "quantities",
    "texts",
]


class Decided(NamedTuple):
    """What somebody says on a step; hand it to `Office.decide`."""

    person: str
    step: str
    verdict: str
    note: str = ""


def campaigns() -> Strategy:
    """Return campaigns with any of their fields."""
    return noun(Campaign)


def cases() -> Strategy:
    """Return campaigns in some state, as hooks see them: `campaignflow.CaseContext`."""
    states = [one.name for one in _campaign().states]
    return st.builds(
        lambda plan, state: CaseContext(
            "campaign", "drawn", "campaign:drawn-2027/drawn", state, plan, "drawn-2027"
        ),
        campaigns(),
        st.sampled_from(states),
    )


def asked() -> Strategy:
    """Return questions to a plugin about campaigns, and whole plans, that nobody has thought of."""
    return st.one_of(_of_case(), _of_plan())


def _of_plan() -> Strategy:
    return programmes().map(
        lambda plan: Asked("campaignflow_check_plan", {"programme": plan, "schedule": schedule(plan)})
    )


def _of_case() -> Strategy:
    about = st.fixed_dictionaries(
        {"case": cases(), "trigger": st.sampled_from([one.name for one in _campaign().triggers])}
    )
    attempt = Attempt("li-wei", datetime(2027, 1, 4, 1, tzinfo=UTC))
    return st.builds(
        lambda said, is_veto: Asked(
            "campaignflow_veto" if is_veto else "campaignflow_approval_steps",
            said | {"context": attempt} if is_veto else said,
        ),
        about,
        st.booleans(),
    )


def decisions(steps: Sequence[str], people: Sequence[str], *, most: int = 12) -> Strategy:
    """Return what people say on steps, one after the other: `Decided`, allowed or not."""
    one = st.builds(
        Decided, st.sampled_from(people), st.sampled_from(steps), st.sampled_from(sorted(VERDICTS)), texts()
    )
    return st.lists(one, max_size=most)


def drawn(count: int) -> list[Asked]:
    """Return so many questions, the same in every run."""
    kept: list[Asked] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(asked())
    def keep(one: Asked) -> None:
        kept.append(one)

    keep()
    return kept


def _campaign() -> Workflow:
    return next(one for one in shipped().values() if one.kind == "campaign")

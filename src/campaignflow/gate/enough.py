"""Whether the steps of a round can still be filled, and nobody sits in two distinct ones (B1, B2).

Who may decide a step is `approvers`; whether what was said fills it, `campaignflow.workflow.standing`.
"""

from collections.abc import Iterable, Iterator, Mapping

from campaignflow.gate.approvers import Approvers
from campaignflow.gate.look import Look
from campaignflow.labels import Clause
from campaignflow.workflow.seats import assignable
from campaignflow.workflow.standing import Standing, Status
from campaignflow.workflow.steps import Step

__all__ = ["are_enough", "cannot_be_filled", "out_of", "refuse_stranding", "refuse_too_few"]

_WAITS = frozenset({Status.WAITING, Status.STALE})


def refuse_too_few(look: Look, ref: str, approvers: Approvers, standing: Standing) -> None:
    """Refuse to ask for what nobody can give: why each who is meant may not decide is said (rule 32).

    Of outsiders it is enough that a token may be made for them.
    """
    short: list[tuple[str, ...]] = [
        (name,)
        for name, step in standing.round.steps.items()
        if name in standing.round.applies
        and not standing.statuses[name].lets_pass
        and not are_enough(approvers, standing, [step])
    ]
    lone = {name for names in short for name in names}
    short += [names for names in sorted(cannot_be_filled(approvers, standing)) if lone.isdisjoint(names)]
    for names in short:
        steps = [standing.round.steps[name] for name in names]
        look.refuse(
            "nobody-can-approve",
            ref=ref,
            kind="steps",
            step=[step.title for step in steps],
            parties=list(dict.fromkeys(party for step in steps for party in step.parties)),
            seats=sum(step.seats for step in steps),
            out=[bar for step in steps for bar in out_of(approvers, standing, step)] or ["—"],
        )


def out_of(approvers: Approvers, standing: Standing, step: Step) -> Iterator[Clause]:
    """Yield of each who is meant by a step and may not decide it, why not."""
    for person in sorted(approvers.pool(step)):
        bar = next(approvers.bars(step, person, standing.barred(step), by_token=step.bearers), None)
        if bar is not None:
            yield Clause(bar.code, bar.facts)


def refuse_stranding(
    look: Look,
    ref: str,
    step: Step,
    person: str,
    before: tuple[Approvers, Standing],
    after: tuple[Approvers, Standing],
) -> None:
    """Refuse a decision that takes the last who could decide a distinct step, while others could take this.

    Where nobody else could, it is only reported (B1).
    """
    was = cannot_be_filled(*before)
    for names in sorted(cannot_be_filled(*after)):
        approvers, standing = before
        human = approvers.identity(person)
        others = [
            one
            for one in approvers.may(step, standing.barred(step), by_token=step.bearers)
            if approvers.identity(one) != human
        ]
        stranded = [standing.round.steps[name].title for name in names]
        if any(set(names) <= set(known) for known in was) or not others:
            look.report("strands", ref=ref, step=step.title, person=person, stranded=stranded)
        else:
            look.refuse(
                "would-strand",
                ref=ref,
                kind="steps",
                clears=sorted(others),
                step=step.title,
                person=person,
                stranded=stranded,
                who=sorted(others),
            )


def cannot_be_filled(approvers: Approvers, standing: Standing) -> set[tuple[str, ...]]:
    """Return the steps that wait and of which all are distinct from each other, but too few people are left.

    Each by itself might be filled: whoever sits in one is barred from the others.
    """
    waiting = {
        name: step
        for name, step in standing.round.steps.items()
        if standing.statuses[name] in _WAITS
        and any(step.is_distinct_from(other) for other in standing.round.steps.values())
    }
    apart = {
        name: {other for other in waiting if waiting[name].is_distinct_from(waiting[other])}
        for name in waiting
    }
    return {
        names
        for names in _cliques(apart, frozenset(), frozenset(waiting), frozenset())
        if not are_enough(approvers, standing, [waiting[name] for name in names])
    }


def _cliques(
    apart: Mapping[str, set[str]], taken: frozenset[str], left: frozenset[str], done: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the largest sets of steps that are all distinct from each other (Bron and Kerbosch, 1973)."""
    if not left and not done and taken:
        yield tuple(sorted(taken))
    for name in sorted(left):
        yield from _cliques(apart, taken | {name}, left & apart[name], done & apart[name])
        left, done = left - {name}, done | {name}


def are_enough(approvers: Approvers, standing: Standing, steps: Iterable[Step]) -> bool:
    """Whether steps can be filled at once, nobody in two of them."""
    pools: dict[str, set[str]] = {}
    wanted: dict[str, int] = {}
    for step in steps:
        found: dict[str, set[int]] = {}
        for one, groups in approvers.may(step, standing.barred(step), by_token=step.bearers).items():
            found.setdefault(approvers.identity(one), set()).update(groups)
        for said in standing.positives(step):
            found.setdefault(said.principal, set()).update(said.groups)
        for seat, by, count in _seats(standing, step):
            wanted[seat] = count
            pools[seat] = {human for human, groups in found.items() if by in ({human} | groups)}
    return assignable(pools, wanted)


def _seats(standing: Standing, step: Step) -> Iterator[tuple[str, str | int, int]]:
    """Yield a name for each group of seats that must be filled, whose they are, and how many."""
    if not step.everybody:
        for number, group in enumerate(step.groups):
            yield f"{step.id} {number}", number, group.seats
        return
    words = standing.round.last_words(step.id)
    abstained = {one.principal for one in words if one.verdict == "abstain"}
    for human in step.members:
        if human not in abstained:
            yield f"{step.id} {human}", human, 1

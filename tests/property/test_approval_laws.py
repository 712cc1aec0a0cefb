"""Laws of approvals (L2, L4, L5, L6, L7, L8), and the rooms against an independent reading of the rules."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from itertools import combinations, permutations
from random import Random
from typing import Any

from hypothesis import assume, example, given, settings, strategies as st
from tests.property.approvals_desk import FRESH, Desk
from tests.property.approvals_model import (
    AGREES,
    CREATOR,
    LEAVES,
    OBJECTS,
    PEOPLE,
    Ask,
    Demand,
    Edit,
    Event,
    Fire,
    Model,
    Open,
    Override,
    Rename,
    Say,
    TakeBack,
    Word,
    most_seats,
)

from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.decisions import Decision
from campaignflow.workflow.seats import Voice, assignable, filled
from campaignflow.workflow.standing import Standing
from campaignflow.workflow.steps import VERDICTS

NAMES = ("department", "finance", "secrecy", "leader")
APPROVER = PEOPLE[1:]
LOUD = ("approve", "approve", "approve_with_conditions", "abstain", "withdraw", "refuse")
THROUGH = {"satisfied", "overridden", "not_applicable"}


def some(dice: Random, of: Sequence[str], least: int = 0) -> frozenset[str]:
    return frozenset(dice.sample(of, dice.randint(min(least, len(of)), len(of))))


def demand(dice: Random, place: int, *, sound: bool) -> Demand:
    """Return a step; a sound one can be passed by people who were not there before."""
    earlier, elsewhere = NAMES[:place], (*NAMES, "elsewhere")
    everybody = not sound and dice.random() < 0.2
    pools = 1 if everybody or dice.random() < 0.6 else 2
    after = some(dice, earlier if sound or dice.random() < 0.7 else elsewhere)
    after = frozenset(earlier[-1:]) if dice.random() < 0.5 else after
    return Demand(
        NAMES[place],
        tuple((some(dice, APPROVER, 2), dice.choice((1, 1, 2))) for _ in range(pools)),
        covers=some(dice, LEAVES),
        everybody=everybody,
        after=after if dice.random() < 0.5 else frozenset(),
        refusals=dice.choice((1, 1, 2)),
        distinct=some(dice, NAMES) if dice.random() < 0.3 else frozenset(),
        tolerates=some(dice, ("confirm", "refine", "less")),
        days=0 if sound else dice.choice((0, 0, 0, 5)),
        carries=dice.random() < 0.8,
        at_once=dice.random() < 0.3,
        late=not sound and dice.random() < 0.15,
    )


def approval(dice: Random, asked: Sequence[Demand]) -> Say:
    step = dice.choice(asked)
    principal = dice.choice(sorted(step.everyone))
    actor = principal if dice.random() < 0.7 else dice.choice(PEOPLE)
    return Say(actor, principal, step.name, dice.choice(("approve", "approve", "approve_with_conditions")))


def applying(dice: Random) -> frozenset[str]:
    """Return the steps that are asked for, mostly all."""
    return frozenset(NAMES) - {dice.choice((*NAMES, "", "", ""))}


def otherwise(dice: Random, asked: Sequence[Demand]) -> Event:
    """Return one of the things that happen less often."""
    step, who = dice.choice(asked).name, dice.choice(PEOPLE)
    return dice.choice(
        (
            TakeBack(who, step),
            Override(who, step),
            Ask(applying(dice)),
            Open(applying(dice), anew=dice.random() < 0.5),
            Rename(),
            Fire(),
            Fire(),
            Fire(),
            Say(who, who, "elsewhere"),
        )
    )


def happening(dice: Random, asked: Sequence[Demand]) -> Event:
    """Return something that people do."""
    lot = dice.random()
    if lot < 0.55:
        return approval(dice, asked)
    if lot < 0.65:
        verdict = dice.choice((*OBJECTS, "abstain", "abstain", "comment"))
        return approval(dice, asked)._replace(verdict=verdict)
    if lot < 0.8:
        who = dice.choice((CREATOR, CREATOR, PEOPLE[0], PEOPLE[0], *PEOPLE))
        value = dice.choice((1, 2, 3, 1, 2, 3, None))
        return Edit(who, dice.choice(LEAVES), value, asks=dice.random() < 0.8)
    return otherwise(dice, asked)


Case = tuple[list[Demand], Sequence[Event]]
codes = st.integers(0, 2**20)
"""Each step, and each event, is a throw of dice: quickly drawn, and left out one by one where a law fails."""


@st.composite
def cases(draw: Callable[..., Any], *, sound: bool = False) -> Case:
    """Draw the steps of a round, and what people do with it."""
    rows = draw(st.lists(codes, min_size=1, max_size=len(NAMES)))
    asked = [demand(Random(code), place, sound=sound) for place, code in enumerate(rows)]
    history = beginning(Random(draw(codes)), asked)
    lots = draw(st.lists(codes, min_size=10, max_size=40))
    return asked, history + [happening(Random(code), asked) for code in lots]


def beginning(dice: Random, asked: Sequence[Demand]) -> list[Event]:
    """Return how a first round is opened, or how one was let pass and it is asked again."""
    first = Open(applying(dice))
    if dice.random() < 0.6:
        return [first]
    again = [Open(applying(dice), anew=False)] if dice.random() < 0.7 else []
    return [first, *(Override(APPROVER[0], one.name) for one in asked), Fire(), *again]


def played(asked: list[Demand], history: Sequence[Event]) -> Desk:
    """Return a desk after some history."""
    desk = Desk(asked)
    for event in history:
        desk.play(event)
    return desk


def said(desk: Desk) -> dict[tuple[int, str], Decision]:
    """Return the words of the round that counts, what was carried into it included."""
    round_ = desk.approvals.standing
    return {} if round_ is None else {(round_.n, one.id): one for one in round_.decisions}


# the rooms against the rules


@settings(max_examples=120)
@given(cases())
def test_the_rooms_say_what_the_rules_say(case: Case) -> None:
    asked, history = case
    model, desk = Model(asked), Desk(asked)
    for event in history:
        assert desk.play(event) == model.play(event), event
        assert desk.seen() == model.seen(), event


@given(cases(), st.lists(codes, min_size=2, max_size=10))
def test_what_was_let_through_counts_as_the_rules_count_it(case: Case, more: list[int]) -> None:
    """Whoever may not speak: if his word stands in the record, nobody counts twice by it."""
    asked, history = case
    model, desk = Model(asked), Desk(asked)
    for event in history:
        model.play(event)
        desk.play(event)
    for code in more:
        said_ = approval(dice := Random(code), asked)._replace(verdict=dice.choice(LOUD))
        if desk.standing is None or model.round is None or said_.step not in desk.standing.round.steps:
            continue
        desk._write({"decision": desk._decision(desk.standing.round, said_).data})
        model._word(model.round, said_)
        assert desk.seen() == model.seen()


approvers, steps = st.sampled_from(APPROVER), st.sampled_from(NAMES)
voices = st.lists(st.tuples(approvers, approvers, st.frozensets(st.integers(0, 2), min_size=1)), max_size=6)


@given(voices, st.lists(st.integers(0, 2), min_size=1, max_size=3))
def test_maximum_flow_fills_as_many_seats_as_trying_everything_does(
    said: list[tuple[str, str, frozenset[int]]], seats: list[int]
) -> None:
    groups: dict[str, frozenset[int]] = {}
    for _, principal, found in said:  # what somebody may sit in is his, whoever speaks for him
        groups.setdefault(principal, found)
    pools = [
        (frozenset(one for one, found in groups.items() if n in found), width)
        for n, width in enumerate(seats)
    ]
    heard = [Voice(actor, principal, sorted(groups[principal])) for actor, principal, _ in said]
    assert filled(heard, seats) == most_seats([one[:2] for one in said], pools)


@given(
    st.dictionaries(steps, st.frozensets(st.sampled_from(PEOPLE)), max_size=3),
    st.dictionaries(steps, st.integers(0, 2), max_size=3),
)
def test_three_reviews_can_be_done_if_some_way_of_giving_them_out_can(
    pools: dict[str, frozenset[str]], wanted: dict[str, int]
) -> None:
    chairs = [name for name, count in wanted.items() for _ in range(count)]
    possible = any(
        all(person in pools.get(name, ()) for name, person in zip(chairs, row, strict=True))
        for row in permutations(PEOPLE, len(chairs))
    )
    assert assignable(pools, wanted) == possible


# the laws


@given(cases(), st.sampled_from(LEAVES), st.sampled_from((1, 2, 3, None)))
def test_l2_an_edit_moves_only_steps_that_cover_what_it_changes(
    case: Case, leaf: str, value: int | None
) -> None:
    desk, edit = played(*case), Edit(PEOPLE[0], leaf, value)
    desk.day += 1  # what lapses does so by itself
    before = desk.seen()
    desk.day -= 1
    assume(desk.play(edit))
    after = desk.seen()
    standing = desk.standing
    for name, step in ({} if standing is None else standing.round.steps).items():
        if step.covers and edit.leaf not in step.covers:
            assert after.statuses[name] == before.statuses[name]
            assert after.authors[name] == before.authors[name]


@given(cases(), st.lists(codes, min_size=4, max_size=12))
def test_l4_an_approval_never_unsatisfies_a_step(case: Case, more: list[int]) -> None:
    desk = played(*case)
    for code in more:
        event = approval(Random(code), case[0])
        desk.day += 1
        before = desk.seen().statuses
        desk.day -= 1
        desk.play(event)
        after = desk.seen().statuses
        assert all(after[name] in THROUGH for name, status in before.items() if status in THROUGH)


@given(cases())
def test_l5_who_counts_counts_once_and_wrote_nothing_of_it(case: Case) -> None:
    """The authors of each word are those of the moment it was given, or carried, as the rules have them."""
    asked, history = case
    model, desk = Model(asked), Desk(asked)
    for event in history:
        known = said(desk)
        model.play(event)
        desk.play(event)
        fresh = [one for key, one in said(desk).items() if key not in known and one.verdict in AGREES]
        assert not any(model.authors(model.demands[one.step]) & {one.actor, one.principal} for one in fresh)
        standing = desk.standing
        if standing is None:
            continue
        counted = {}
        for name, step in standing.round.steps.items():
            positive = standing.positives(step)
            if standing.statuses[name] == "satisfied" and not step.everybody:
                assert any(seated(row, step.seats) for row in combinations(positive, step.seats))
            people = {person for one in positive for person in (one.actor, one.principal)}
            counted[name] = people
        for name, step in standing.round.steps.items():
            for other in step.distinct:
                if other != name and other in counted:
                    assert not counted[name] & counted[other]


PAIR = [Demand("leader", ((frozenset({"he-jun"}), 1),)), Demand("finance", ((frozenset({"lin-yue"}), 1),))]
BOTH = (Say("he-jun", "he-jun", "leader"), Say("lin-yue", "lin-yue", "finance"))
ALL = frozenset(NAMES)
REFUSED = Say("lin-yue", "lin-yue", "finance", "refuse")
REVOKED = [Open(ALL), *BOTH, Fire(), Open(ALL, anew=False), TakeBack("he-jun", "leader"), REFUSED]
"""What was revoked in a newer round, which then fails."""


@given(cases())
@example((PAIR, [*REVOKED, Fire()]))
@example((PAIR, [*REVOKED, Open(ALL, anew=False), BOTH[1], Fire()]))
def test_l6_whatever_is_fired_was_approved_as_it_is_by_enough_people_who_wrote_nothing_of_it(
    case: Case,
) -> None:
    """What people said is kept here as they say it: of rounds, and of what is carried, nothing is known."""
    asked, history = case
    model, desk = Model(asked), Desk(asked)
    words: list[Word] = []
    for event in history:
        paper, before = model.paper(), desk.seen()
        authors = {one.name: model.authors(one) for one in asked}
        model.play(event)
        if not desk.play(event):
            continue
        match event:
            case Say(actor, principal, step, verdict) if verdict in AGREES:
                assert not authors[step] & {actor, principal}
                words.append(Word(step, verdict, actor, principal, desk.day, paper))
            case TakeBack(principal, step):
                words = [one for one in words if (one.step, one.principal) != (step, principal)]
            case Fire():
                for one in (each for each in asked if before.statuses.get(each.name) == "satisfied"):
                    own = [said for said in words if said.step == one.name and model.stands(one, said)]
                    ways = [(said.actor, said.principal) for said in own]
                    assert ways
                    assert one.everybody or most_seats(ways, one.pools) == one.seats


def seated(row: Sequence[Decision], seats: int) -> bool:
    """Whether these people are pairwise different, whoever acts and whoever is meant."""
    actors, principals = {one.actor for one in row}, {one.principal for one in row}
    return len(actors) == len(principals) == seats


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(("edit", "yes", "back")), st.integers(1, 3)))
)
def test_a_edits_b_approves_a_approves_never_passes_a_step_of_two(
    history: list[tuple[str, str, int]],
) -> None:
    """Whoever has written something is no second reader of it, whatever the two of them do."""
    pair = {"a": "zhao-min", "b": "he-jun"}
    step = Demand("leader", ((frozenset(pair.values()), 2),))
    desk = played([step], [Open(frozenset(NAMES)), Edit("zhao-min", "text", 2)])
    for who, what, value in history:
        person = pair[who]
        event: Event = Say(person, person, "leader")
        if what == "edit":
            event = Edit(person, "text", value)
        elif what == "back":
            event = TakeBack(person, "leader")
        desk.play(event)
        assert desk.seen().statuses["leader"] != "satisfied"
        assert not desk.seen().passes


@settings(max_examples=70)
@given(cases(sound=True))
def test_l7_with_fresh_people_a_round_ends_in_as_many_decisions_as_there_are_seats(case: Case) -> None:
    desk = played(*case)
    standing = desk.standing
    assume(standing is not None and standing.round.is_open)
    assert standing is not None
    assume("refused" not in standing.statuses.values())  # that takes somebody to take it back
    desk.play(Ask(frozenset(standing.round.applies)))
    standing = desk.standing
    assert standing is not None
    wanted = sum(step.seats - standing.taken(step) for step in standing.round.steps.values())
    decided = 0
    while not (standing := desk.standing or standing).passes():
        assert standing.waiting, "somebody can decide as long as something is missing"
        person = f"{FRESH}{decided}"
        assert desk.play(Say(person, person, standing.waiting[0].id))
        decided += 1
    assert decided <= wanted <= sum(step.seats for step in standing.round.steps.values())


@given(cases(), st.lists(codes, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_l8_decisions_of_different_seats_say_the_same_in_any_order(
    case: Case, more: list[int], order: Any
) -> None:
    desk = played(*case)
    round_ = desk.approvals.standing
    assume(round_ is not None)
    assert round_ is not None
    drawn = [approval(dice := Random(code), case[0])._replace(verdict=dice.choice(VERDICTS)) for code in more]
    seats = {(one.step, one.principal): one for one in drawn if one.step in round_.steps}
    listed = [desk._decision(round_, one).data for one in seats.values()]
    shuffled = deepcopy(listed)
    order.shuffle(shuffled)

    def stand(words_: list[dict[str, Any]]) -> Any:
        now: Approvals = desk.approvals
        for one in words_:
            now = now.after({"decision": one})
        assert now.standing is not None
        standing = Standing(now.standing, desk)
        everywhere = standing.round.steps.values()
        return (
            standing.statuses,
            [standing.taken(one) for one in everywhere],
            [standing.barred(one) for one in everywhere],
            standing.waiting,
        )

    assert stand(listed) == stand(shuffled)

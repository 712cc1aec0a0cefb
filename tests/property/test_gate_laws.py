"""Laws of the gate (L6, L18): whatever is fired, decided, edited and overridden, in whatever order.

The campaign is that of `tests.soak.review`; what its journal must show is worked out in `tests.soak.audit`.
Of lifecycles by themselves L18 is in `test_workflow_laws`, of rooms without an office L6 in
`test_approval_laws`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings, strategies as st
from tests.soak.audit import PROTECTED, approval_faults, faults
from tests.soak.review import FLOOD, REVIEWERS, STEPS, VALUES
from tests.soak.review_model import DEMANDS
from tests.soak.year import BEGUN, SLOTS, Step, founded, tried

from campaignflow.canonical import canonical
from campaignflow.office import Office
from campaignflow.store.journal import JournalEntry
from campaignflow.workflow.shipped import shipped

TRIGGERS = tuple(one.name for one in shipped()["campaign"].triggers)
SEATS = [(who, one.name) for one in DEMANDS for who in sorted(one.everyone)]
"""Everybody by whom some step may be decided, with the step."""
SAID = {"reason": "领导要求", "note": "答复"}


def acts(*verdicts: str) -> st.SearchStrategy[Step]:
    """Return what people may do to the campaign, with these verdicts."""
    planners = st.sampled_from(("li-wei", "chen"))

    def fired(who: str, trigger: str) -> Step:
        return Step("fire", FLOOD, {"trigger": trigger, "actor": who, **SAID})

    def edited(who: str, slot: str, n: int) -> Step:
        plan = {**BEGUN, slot: SLOTS[slot][n]}
        return Step("apply", said={"actor": who, "reason": "领导要求"}, plan=plan)

    def decided(seat: tuple[str, str], verdict: str) -> Step:
        who, step = seat
        return Step("decide", FLOOD, {"step": step, "verdict": verdict, "actor": who, "note": "说明"})

    def backed(verb: str, who: str, step: str) -> Step:
        return Step(verb, FLOOD, {"step": step, "actor": who, "reason": "领导要求"})

    kinds = [
        st.builds(fired, planners, st.sampled_from(("submit", "launch", *TRIGGERS))),
        st.builds(edited, planners, st.sampled_from(sorted(VALUES)), st.integers(0, 2)),
        st.just(Step("resubmit", FLOOD, {"actor": "li-wei", **SAID})),
    ]
    if verdicts:
        speakers, steps = st.sampled_from(REVIEWERS), st.sampled_from(STEPS)
        kinds += [st.builds(decided, st.sampled_from(SEATS), st.sampled_from(verdicts))] * 3
        kinds += [st.builds(backed, st.just("take_back"), speakers, steps)]
        kinds += [st.builds(backed, st.just("override"), st.just("wang-fang"), steps)]
    return st.one_of(kinds)


def lived(history: Sequence[Step], office: Office) -> None:
    for step in history:
        with office.preview() as dry:
            tried(dry, step)
        tried(office, step, expect=dry.token)


def fire(trigger: str) -> Step:
    return Step("fire", FLOOD, {"trigger": trigger, "actor": "li-wei", **SAID})


def approve(who: str, step: str) -> Step:
    return Step("decide", FLOOD, {"step": step, "verdict": "approve", "actor": who})


ALL_AGREE = [
    *(approve("chen", "text"), approve("zhao-min", "text")),
    *(approve("qian-duo", "money"), approve("gu-yan", "days")),
]
"""Enough for every step of the submission."""


@settings(max_examples=settings().max_examples // 8)
@given(st.lists(acts(), max_size=16))
@example([fire(trigger) for trigger in ("submit", "suspend", "resume", "cancel", "reinstate", "launch")])
def test_l18_no_path_of_triggers_leads_into_a_protected_state_while_nobody_has_decided(
    history: list[Step],
) -> None:
    with founded() as office:
        lived(history, office)
        assert office.record(FLOOD).data["state"] not in PROTECTED
        assert faults(office, FLOOD) == []


@settings(max_examples=settings().max_examples // 8)
@given(st.lists(acts(*("approve",) * 4, "request_changes", "refuse"), max_size=12), st.booleans())
@example([fire("launch"), approve("gu-yan", "chief"), fire("launch"), fire("suspend"), fire("resume")], True)
@example([fire("submit"), *ALL_AGREE[:2], approve("li-wei", "money"), *ALL_AGREE[2:]], False)
@example([fire("cancel"), fire("reinstate"), fire("launch"), fire("postpone"), fire("reinstate")], True)
def test_l6_l18_every_way_into_a_protected_state_has_as_many_approvals_of_just_that_as_each_step_takes(
    history: list[Step],
    is_approved: bool,  # noqa: FBT001  # drawn
) -> None:
    with founded() as office:
        if is_approved:
            lived([fire("submit"), *ALL_AGREE], office)
            assert office.record(FLOOD).data["state"] == "approved"
        lived(history, office)
        assert faults(office, FLOOD) == []


# what the audit sees: a journal in which something is otherwise


def without_a_word(entry: JournalEntry) -> JournalEntry | None:
    return None if entry.details.get("decision", {}).get("step") == "money" else entry


def without_its_gate(entry: JournalEntry) -> JournalEntry:
    details = {name: value for name, value in entry.details.items() if name != "baselines"}
    return replace(entry, payload=canonical({"patch": entry.patch, "details": details}))


def by_an_author(entry: JournalEntry) -> JournalEntry:
    said = entry.details.get("decision", {})
    if said.get("step") != "money":
        return entry
    details = {**entry.details, "decision": {**said, "actor": "li-wei", "principal": "li-wei"}}
    return replace(entry, payload=canonical({"details": details}))


def on_another_sheet(entry: JournalEntry) -> JournalEntry:
    if entry.verb != "passed":
        return entry
    patch = {**entry.patch, "plan": {"title": "别的"}}
    return replace(entry, payload=canonical({"patch": patch, "details": dict(entry.details)}))


@pytest.mark.parametrize(
    ("otherwise", "seen"),
    [
        (without_a_word, "fires past money"),
        (without_its_gate, "goes into approved past ['days', 'money', 'text']"),
        (by_an_author, "['li-wei'] wrote what they decide"),
        (on_another_sheet, "fires past text"),
        (lambda entry: entry, ""),
    ],
)
def test_the_audit_sees_what_no_journal_may_show(
    otherwise: Callable[[JournalEntry], JournalEntry | None], seen: str
) -> None:
    with founded() as office:
        lived([fire("submit"), *ALL_AGREE], office)
        entries = [other for one in office.journal(FLOOD) if (other := otherwise(one)) is not None]
    found = " ".join(approval_faults(entries))
    assert seen in found
    assert bool(seen) == bool(found)

"""When a step began to wait: said in the entry by which it did, for deadlines count from there (rule 55)."""

from datetime import datetime

from campaignflow.canonical import Body
from campaignflow.gate.content import RecordContent
from campaignflow.gate.effects import Written
from campaignflow.gate.look import Look
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.standing import Standing

__all__ = ["waiting"]


def waiting(look: Look, one: Written, now: Approvals) -> Body | None:
    """Return which steps wait after an entry and since when; None where that is as it was.

    A step that waits again has another opening.  While the record stands still, so do deadlines.
    """
    round_ = now.round
    if round_ is None or not round_.is_open:
        return None
    content = RecordContent(look, one.ref, one.after, one.version + 1, now)
    steps = tuple(step.id for step in Standing(round_, content).waiting)
    openings, paused = dict(round_.openings), round_.paused
    state = look.state_of(one.after)
    stands_still = state is not None and not state.duties
    if stands_still and not paused:
        paused = look.now.isoformat()
    elif paused and not stands_still:  # what it stood still is not counted
        lost = look.now - datetime.fromisoformat(paused)
        moved = {name: (n, datetime.fromisoformat(at) + lost) for name, (n, at) in openings.items()}
        openings, paused = {name: (n, at.isoformat()) for name, (n, at) in moved.items()}, ""
    for name in steps:
        if name not in round_.waiting:
            openings[name] = (openings.get(name, (0, ""))[0] + 1, look.now.isoformat())
    if (steps, openings, paused) == (round_.waiting, dict(round_.openings), round_.paused):
        return None
    said: Body = {"steps": list(steps), "openings": {name: list(one) for name, one in openings.items()}}
    return {**said, "paused": paused} if paused else said

"""Draws a workflow as a Mermaid state diagram (``stateDiagram-v2``), from the same definition that runs.

What the text says is worked out here; Mermaid, or a page or editor that knows it, makes the picture.
"""

import re
from collections.abc import Iterator

from campaignflow.labels import clean
from campaignflow.labels.workflow import WORDS
from campaignflow.workflow.definition import Move, Trigger, Turn, Workflow

__all__ = ["diagram"]

STOPPING, GATED, RETURNING, BY_RULE = "■", "◆", "↩", "○"
_LEGEND = ((STOPPING, "stopping"), (GATED, "gated"), (RETURNING, "returning"), (BY_RULE, "by-rule"))
# what Mermaid could read as more than text: #, :, ;, quotes, brackets, %, & ...
_SPECIAL = re.compile(r"[^\w\s.,!?/()'+=*・·、，。；：（）《》“”-]")


def diagram(workflow: Workflow, lang: str = "en") -> str:
    """Return the Mermaid text of a workflow, with the titles of ``zh`` or ``en``.

    Protected states have a thick border.  Marks behind a trigger: ■ stopping, ◆ needs an approval,
    ○ fired by a rule; a note with ↩ beside a state: the trigger returns to where the record was, and
    needs an approval where that was protected.  What passes without a round is not drawn apart.
    """
    ids = {
        state.name: f"s_{state.name}" if state.name.isascii() else f"s{number}"
        for number, state in enumerate(workflow.states, 1)
    }
    titles = {state.name: _escaped(state.title.said(lang)) for state in workflow.states}
    protected = [ids[state.name] for state in workflow.states if state.protected]
    returning = [trigger for trigger in workflow.triggers if trigger.returns]
    lines = [
        "stateDiagram-v2",
        *(f"%% {mark} {WORDS[code][lang == 'en']}" for mark, code in _LEGEND),
        *(f'state "{titles[name]}" as {ids[name]}' for name in ids),
        *(f"[*] --> {ids[state.name]}" for state in workflow.states if state.initial),
        *(f"{ids[source]} --> {ids[dest]}: {text}" for source, dest, text in _arrows(workflow, lang)),
        *(f"{ids[state.name]} --> [*]" for state in workflow.states if state.final),
        *(f"note right of {ids[name]} : {_note(one, lang)}" for one in returning for name in one.sources),
        *(
            ["classDef protected stroke-width:4px", f"class {','.join(protected)} protected"]
            * bool(protected)
        ),
    ]
    return "\n    ".join(lines) + "\n"


def _arrows(workflow: Workflow, lang: str) -> Iterator[tuple[str, str, str]]:
    """Yield one arrow for each pair of states, with everything that goes along it."""
    along: dict[tuple[str, str], list[str]] = {}
    for move in workflow.moves():
        if _is_drawn(move):
            along.setdefault((move.source, move.dest), []).append(_said(workflow, move, lang))
    for (source, dest), texts in along.items():
        yield source, dest, " / ".join(texts)


def _is_drawn(move: Move) -> bool:
    trigger, turn, source, dest = move
    if turn is Turn.OPENED:
        return source != dest
    held = turn is Turn.FIRED and trigger.holds_in is not None
    return not (turn is Turn.FIRED and trigger.returns) and (not held or source == trigger.holds_in)


def _said(workflow: Workflow, move: Move, lang: str) -> str:
    trigger, turn, source, dest = move
    if turn in {Turn.SENT_BACK, Turn.REFUSED}:
        return WORDS[turn][lang == "en"]
    passed = turn is Turn.FIRED and trigger.holds_in is not None
    said = WORDS["passed"][lang == "en"] if passed else _escaped(trigger.title.said(lang))
    marks = (
        (STOPPING, trigger.stopping),
        (GATED, turn is Turn.FIRED and workflow.is_gated(trigger.name, source, dest)),
        (BY_RULE, trigger.by_rule),
    )
    return f"{said} {''.join(mark for mark, holds in marks if holds)}".strip()


def _note(trigger: Trigger, lang: str) -> str:
    return f"{_escaped(trigger.title.said(lang))} {RETURNING}"


def _escaped(text: str) -> str:
    """Return a text with everything that Mermaid could read as more than text as a character code."""
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", clean(text)) or "-"

"""Writes what ships into the reference of workflows: `python -m tests.docs.workflows_page`.

Only what stands between the two marks is written; the rest of the page is by hand.
"""

from collections.abc import Iterable, Iterator

from campaignflow.workflow.definition import State, Trigger, Workflow
from campaignflow.workflow.diagram import diagram
from campaignflow.workflow.policy import known_permissions, roles
from campaignflow.workflow.shipped import shipped
from tests.docs import DOCS

PAGE = DOCS / "reference" / "workflows.md"
BEGIN, END = "<!-- shipped: begin -->\n", "<!-- shipped: end -->\n"
ORDER = ("campaign", "programme", "item", "request", "issue", "interview", "finding", "commitment")


def with_shipped(page: str) -> str:
    """Return the page with the shipped workflows as they are now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{written()}{END}{after}"


def written() -> str:
    """Return the sections of all shipped workflows, and who may do what."""
    known = shipped()
    names = [*ORDER, *(name for name in known if name not in ORDER)]
    return "\n".join(line for name in names for line in _section(known[name])) + "\n" + _permissions()


def _section(workflow: Workflow) -> Iterator[str]:
    yield from ("", f"### {workflow.name} ({workflow.title.zh})", "")
    yield from ("```mermaid", diagram(workflow).rstrip(), "```", "")
    yield from _table(("state", "中文", "English", "what holds in it"), map(_state, workflow.states))
    yield ""
    head = ("trigger", "中文", "from", "to", "what it takes", "permission")
    yield from _table(head, (_trigger(one, workflow) for one in workflow.triggers))


def _state(state: State) -> tuple[str, ...]:
    marks = [mark for mark in ("initial", "protected", "final") if getattr(state, mark)]
    marks += [] if state.duties or state.final else ["no reminders"]
    marks += [] if state.clock is None else [f"clock {state.clock}"]
    return f"`{state.name}`", state.title.zh, state.title.en, ", ".join(marks)


def _trigger(trigger: Trigger, workflow: Workflow) -> tuple[str, ...]:
    held = "" if trigger.holds_in is None else f", by way of `{trigger.holds_in}`"
    to = f"`{trigger.dest}`{held}" if trigger.dest else "where it was" if trigger.returns else "stays"
    takes = {
        "the approvals": trigger.gated,
        "a stated reason": trigger.needs_reason,
        "stops, whatever the approvals": trigger.stopping,
        "fired by a rule only": trigger.by_rule,
        "a timer may fire it": trigger.automatic,
        "the approvals, where that was protected": trigger.returns
        and any(state.protected for state in workflow.states),
    }
    return (
        f"`{trigger.name}`",
        trigger.title.zh,
        ", ".join(f"`{name}`" for name in trigger.sources),
        to,
        "; ".join(what for what, holds in takes.items() if holds),
        f"`{trigger.permission}`" if trigger.permission else "",
    )


def _permissions() -> str:
    lines = ["", "## Who may fire what", ""]
    rows = (
        (
            f"`{name}`",
            title.zh,
            title.en,
            ", ".join(one for one in roles() if name in roles()[one].permissions),
        )
        for name, title in known_permissions().items()
    )
    lines += _table(("permission", "中文", "what it allows", "roles that carry it"), rows)
    return "\n".join(lines) + "\n\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |".replace("|  |", "| |")


if __name__ == "__main__":
    PAGE.write_text(with_shipped(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

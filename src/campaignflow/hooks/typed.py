"""The typed front of the hooks: a class to inherit, so that an editor completes them and mypy checks them.

What each hook is asked, when, and what becomes of its answer is in `specs`.  Functions of a module that are
marked with `hookimpl` are the other way to write a plugin, and need nothing of this.
"""

import inspect
from typing import TYPE_CHECKING, Any

from campaignflow.hooks.specs import HOOKS, PROJECT, hookimpl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from campaignflow.dates.observances import Observance
    from campaignflow.hooks.answers import DirectoryPerson, Query, Veto
    from campaignflow.hooks.commands import Register
    from campaignflow.hooks.context import Attempt, CaseContext, DutyNotice
    from campaignflow.hooks.findings import PlanFinding
    from campaignflow.plan.approvals import ApprovalStep
    from campaignflow.plan.programme import Programme
    from campaignflow.scheduling.entry import Entry
    from campaignflow.scheduling.schedule import Schedule
    from campaignflow.workflow.definition import Workflow

    Data = Mapping[str, Any]
    Brings = Mapping[
        str,
        Sequence[Workflow | Observance | Data] | Mapping[str, Callable[..., object]],
    ]

__all__ = ["Plugin", "is_of_the_front"]


class Plugin:
    """A plugin as a class: inherit it and write the hooks you need, each with the signature it has here.

    Methods that are hooks need no mark.  One of a name that is no hook is refused when the plugin loads,
    with the name that was probably meant.  Hand in the class or an instance; an entry point may name either.
    """

    def __init_subclass__(cls, **said: Any) -> None:
        super().__init_subclass__(**said)
        for name, value in list(vars(cls).items()):
            if name.startswith(f"{PROJECT}_") and inspect.isfunction(value):
                hookimpl(value)

    def campaignflow_approval_steps(
        self, case: "CaseContext", trigger: str
    ) -> "Sequence[ApprovalStep | Data] | None":
        """Return the approval steps that this office adds to the round a trigger opens."""

    def campaignflow_check_plan(
        self, programme: "Programme", schedule: "Schedule"
    ) -> "Sequence[PlanFinding | Data] | None":
        """Return findings about a plan, beside those that campaignflow has itself."""

    def campaignflow_veto(
        self, case: "CaseContext", trigger: str, context: "Attempt"
    ) -> "str | Veto | Data | Sequence[str | Veto | Data] | None":
        """Return reasons to refuse an act."""

    def campaignflow_after_commit(self, entries: "Sequence[Mapping[str, Any]]") -> None:
        """Take notice of what is on record now."""

    def campaignflow_deliver(self, notices: "Sequence[DutyNotice]") -> "Mapping[str, str | None] | None":
        """Carry reminders and escalations to whom they are for."""

    def campaignflow_directory(self, query: "Query") -> "Sequence[DirectoryPerson | Data] | None":
        """Return the people of the host's directory who answer a query."""

    def campaignflow_data(self) -> "Brings | None":
        """Return workflows, policies, observances and guards that the plugin brings."""

    def campaignflow_calendar_entries(
        self, entries: "Sequence[Entry]", audience: str
    ) -> "Sequence[Entry | str | Data] | None":
        """Return the entries that a calendar is to show."""

    def campaignflow_commands(self, register: "Register") -> None:
        """Put commands of the plugin's own under `campaignflow`."""


def is_of_the_front(thing: object, name: str) -> bool:
    """Whether a hook of a plugin is only the one that it inherits from here, and does nothing."""
    return name in HOOKS and inspect.getattr_static(thing, name, None) is vars(Plugin).get(name)

"""The hooks: at which moment each is called, in which order, what it returns, what a failure means.

Plugins import `hookimpl` from here by way of the root, so this module loads nothing but pluggy.  How
hooks are called is in `campaignflow.hooks.plugins`; what a hook sees is in `context`, what it may say
in `answers`.

For all of them: a hook may ask for any subset of the arguments.  It is a plain function without
defaults, and no wrapper.  `tryfirst` and `trylast` mean nothing: answers stand in the order of the
plugins' names, whichever was loaded first.  A hook that raises speaks for its own plugin only.
"""

import inspect
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from campaignflow.hooks.answers import Query
    from campaignflow.hooks.commands import Register
    from campaignflow.hooks.context import Attempt, CaseContext, DutyNotice
    from campaignflow.plan.programme import Programme
    from campaignflow.scheduling.entry import Entry
    from campaignflow.scheduling.schedule import Schedule

__all__ = ["HOOKS", "PROJECT", "UNHURRIED", "hookimpl", "hookspec"]

PROJECT = "campaignflow"
"""Name of the markers, of the group of entry points, and the prefix of every hook."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
"""Marks a function as the implementation of the hook whose name it has."""


@hookspec
def campaignflow_approval_steps(case: "CaseContext", trigger: str) -> "Sequence[Any] | None":
    """Return the approval steps that this office adds to the round a trigger opens.

    Moment: while an act is judged, when a round opens and whenever the record has changed since (rules
    32, 33); so it must be pure, quick, and answer alike each time.
    Order: none; a step says what it comes `after`.
    Return: a list of `ApprovalStep`, no id twice; None or an empty list for none.
    Failure: the round opens all the same, with a step `provider:<plugin>` that blocks until the hook
    answers; steps it gave before go on applying.
    """


@hookspec
def campaignflow_check_plan(programme: "Programme", schedule: "Schedule") -> "Sequence[object] | None":
    """Return findings about a plan, beside those that campaignflow has itself.

    Moment: whenever a plan is looked over: `campaignflow check`, `diff` and `apply`, `Office.check`, and
    `campaignflow.schedule` where plugins are handed in; never while an act is judged.  Pure and quick.
    Order: none; findings are sorted as all others are.
    Return: a list of `PlanFinding`, or of mappings with its fields; None or an empty list for none.  The
    code of each is the plugin's name, a slash and the plugin's own code, by which a waiver lifts it unless
    it is an error.
    Failure: a finding that is an error: nobody can say that this plan is in order.
    """


@hookspec
def campaignflow_veto(
    case: "CaseContext", trigger: str, context: "Attempt"
) -> "str | object | Sequence[object] | None":
    """Return reasons to refuse an act.

    Moment: while an act is judged; so it must be pure and quick.
    Order: none; all vetoes are collected, and all are told.
    Return: a sentence, something with a `code` and a `sentence`, a list of these, or None.
    Failure: the act is refused with `plugin-error`.  Stopping triggers are never refused, whatever
    this hook does (rule 21).
    """


@hookspec
def campaignflow_after_commit(entries: "Sequence[Mapping[str, Any]]") -> None:
    """Take notice of what is on record now.

    Moment: after the commit, and again later if that failed: at least once (rule 23).
    Order: that of the entries of one record; none across records or plugins.
    Return: nothing; what is returned is ignored.
    Failure: the act stands; the entries are delivered to this plugin again.
    """


@hookspec
def campaignflow_deliver(notices: "Sequence[DutyNotice]") -> "Mapping[str, str | None] | None":
    """Carry reminders and escalations to whom they are for: by mail, into a chat.

    Moment: in `run_due`, after what is due is on record, and again later if it failed: at least once, so
    that a notice may come twice and is told by its `id`.
    Order: that of the notices of one record; none across records or plugins.  The notices of one act, as
    those of a digest, come together.
    Return: None if all were taken; else a mapping that has each notice's id, with None for a notice that
    was taken and a text that says why for one that was not.
    Failure: what was not taken is tried again, later each time, and set aside after ten times; what is
    set aside is listed by `campaignflow notices` and can be sent again.  Other plugins and other records
    are not held up.
    """


@hookspec
def campaignflow_calendar_entries(entries: "Sequence[Entry]", audience: str) -> "Sequence[object] | None":
    """Return the entries that a calendar is to show: fewer of them, or more.

    Moment: when a calendar is written; `entries` are all that its `audience` (`internal`, `partners` or
    `public`) may see, whether this calendar shows them or only names them.  Pure and quick.
    Order: none; every plugin is given the same entries.  What one takes away is gone, what one adds is there.
    Return: None to leave all as it is; else the list of entries to show.  Those given are named by the
    entry itself or its id; a new one is a mapping with `id`, `title`, `start` and, if wanted, `end`,
    `where` and `note`.  An entry cannot be changed, and for readers outside the office none be added.
    Failure: for an audience outside the office no calendar is written, and readers keep the one they have;
    the office's own is written without what this plugin would have taken away or added.
    """


@hookspec
def campaignflow_commands(register: "Register") -> None:
    """Put commands of the plugin's own under `campaignflow`.

    Moment: when a command is typed that campaignflow does not have itself, and for `campaignflow --help`.
    Order: by the plugins' names.
    Return: nothing; each command is given to `register(name, function, help=...)`.  Its arguments and
    options are those of the function, as typer reads them; what it returns is the exit status, None for 0.
    Failure: none of the plugin's commands are there; a command of a name that campaignflow or another
    plugin has is left out, and the others stay.
    """


@hookspec
def campaignflow_directory(query: "Query") -> "Sequence[object] | None":
    """Return the people of the host's directory who answer a query.

    Moment: while people are looked for; never to judge a stopping trigger.
    Order: answers stand by plugin; the office's own record comes before all of them.
    Return: a list of `DirectoryPerson`, or of mappings with its fields, no id twice; None for nobody.
    Failure: who is looked for counts as not found, and the answer says why.
    """


@hookspec
def campaignflow_data() -> "Mapping[str, Any] | None":
    """Return workflows, policies, observances and guards that the plugin brings.

    Moment: once, while the plugin is loaded.
    Order: by the plugins' names.
    Return: a mapping with any of `workflows` and `observances` (lists of their data or classes),
    `policies` (a list of plain data), `guards` (functions by name).  Dates may name the observances.  A
    policy with `levels` sets limits of time for one kind of what is opened: `name`, `version`, `kind`,
    `levels` by name, each with `title`, `respond_within`, `due` and `norms`, and the `usual` one of them;
    the record keeps what was in force when it was opened (`campaignflow.workflow.limits`).
    Failure: the plugin is quarantined.
    """


HOOKS = {
    name: tuple(inspect.signature(function).parameters)
    for name, function in list(globals().items())
    if name.startswith(f"{PROJECT}_")
}
"""The arguments of each hook by its name."""

UNHURRIED = frozenset({"campaignflow_after_commit", "campaignflow_deliver"})
"""Hooks that no act waits for; they may take longer."""

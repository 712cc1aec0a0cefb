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
    from campaignflow.hooks.context import Attempt, CaseContext

__all__ = ["HOOKS", "PROJECT", "hookimpl", "hookspec"]

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
def campaignflow_veto(
    case: "CaseContext", trigger: str, context: "Attempt"
) -> "str | object | Sequence[object] | None":
    """Return reasons to refuse an act.

    Moment: while an act is judged; pure and quick, as above.
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

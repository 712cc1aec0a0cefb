"""How every verb of an office is called: its command, who gives it, the way it takes.

The verbs are in `campaignflow.office.verbs`, those about approvals in `campaignflow.office.approving`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from campaignflow.actions.telling import CAUSE
from campaignflow.dates.when import Duration, When
from campaignflow.gate.change import Change
from campaignflow.gate.command import Action, Command
from campaignflow.types import Actor, Ref

__all__ = ["Doing", "Expectation", "Way", "Who"]

Who = str | Actor
Expectation = int | str | None


class Way(Protocol):
    """How a command is carried out: for good, or as a preview."""

    def act(self, command: Command, action: Action) -> Change:
        """Carry a command out."""
        ...


class Doing:
    """What all verbs have in common.

    Every verb takes `actor=`, the person who acts, as the host claims it.

    `reason=` and `note=` are kept in the journal.  `key=` makes a repeated call one act: the same key with
    the same command gives the first change again.  `expect=` is the `body_version` the record must still
    have, or the token of a preview or a difference.  `cause=` is the entry, as `ref@version`, that a program
    acts upon: the person responsible for that entry is responsible for this one, too.

    Raises (every verb):
        Refused: a rule does not let it pass; `reasons` lists all of them, nothing is written.
        Conflict: what was expected, or read, changed meanwhile.
        InvalidValue: a ref, a date or another argument cannot be read.
    """

    _way: Way

    def _do(  # noqa: PLR0913  # the parts of a command
        self,
        action: Action,
        verb: str,
        ref: "str | Ref",
        *,
        actor: Who,
        arguments: Mapping[str, Any] | None = None,
        reason: str = "",
        note: str = "",
        key: str = "",
        expect: Expectation = None,
        cause: str = "",
    ) -> Change:
        given = {name: _plain(value) for name, value in (arguments or {}).items()}
        said = {name: value for name, value in given.items() if value not in (None, (), [])}
        why = cause or CAUSE.get()
        command = Command(verb, str(ref), Actor.read(actor), said, reason, note, key, expect, why)
        return self._way.act(command, action)


def _plain(value: Any) -> Any:
    """Return an argument as JSON has it: days, moments and dates as their text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, When | Duration):
        return value.text
    return [_plain(one) for one in value] if isinstance(value, list | tuple | set) else value

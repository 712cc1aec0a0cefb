"""The commands that move the work on: triggers, dates, how far things have come, what is in no plan.

Each calls the verb of the office that has its name; what the verbs do is in `campaignflow.actions`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from campaignflow.cli.options import Shelf
from campaignflow.errors import InvalidValue

if TYPE_CHECKING:
    from campaignflow.cli.desk import Act
    from campaignflow.gate.change import Change

__all__ = ["commands"]

VERBS = {
    "begin": "begin",
    "done": "complete",
    "reopen": "reopen",
    "confirm": "confirm",
    "postpone": "postpone",
    "cancel": "cancel",
    "call-off": "call_off",
    "pin": "pin",
    "unpin": "unpin",
    "retire": "retire",
    "restore": "restore",
}
"""Commands that take a ref and nothing else, and the verbs of the office they call."""


def commands(shelf: Shelf) -> None:  # noqa: C901  # one function a command, none of them complex
    """Put the commands on the shelf."""
    ask = shelf.ask

    @shelf.verb("fire")
    def fire(
        act: "Act", ref: str = ask.ref, trigger: str = ask.argument("TRIGGER", "help-trigger")
    ) -> "Change":
        return act.way.fire(ref, trigger.replace("-", "_"), **act.said)

    @shelf.verb("move")
    def move(
        act: "Act",
        ref: str = ask.ref,
        when: str = ask.argument("WHEN", "help-when"),
        field: str = ask.option("--field", "F", "help-field"),
        scope: str = ask.option("--scope", "S", "help-scope"),
    ) -> "Change":
        if field not in {"", "when", "due"}:
            raise InvalidValue("not-one-of", text=field, expected=["when", "due"])
        return act.way.reschedule(ref, when, field=field or None, scope=scope, **act.said)

    for name, verb in VERBS.items():
        _item(shelf, name, verb)

    @shelf.verb("settle")
    def settle(act: "Act", ref: str = ask.ref, task: str = ask.argument("TASK", "help-task")) -> "Change":
        return act.way.settle(ref, task, **act.said)

    @shelf.verb("reinstate")
    def reinstate(
        act: "Act", ref: str = ask.ref, when: str = ask.option("--when", "D", "help-new-when")
    ) -> "Change":
        return act.way.reinstate(ref, when=when or None, **act.said)

    @shelf.verb("open")
    def open_(
        act: "Act",
        kind: str = ask.argument("KIND", "help-kind"),
        title: str = ask.needed("--title", "T", "help-title"),
        programme: str = ask.option("--programme", "P", "help-its-programme"),
        id_: str = ask.option("--id", "ID", "help-its-id"),
        campaign: str = ask.option("--campaign", "C", "help-its-campaign"),
        unit: str = ask.option("--unit", "U", "help-its-unit"),
        owner: str = ask.option("--owner", "P", "help-its-owner"),
        when: str = ask.option("--when", "D", "help-its-when"),
        due: str = ask.option("--due", "D", "help-its-due"),
        respond_within: str = ask.option("--respond-within", "HOURS", "help-respond-within"),
        level: str = ask.option("--level", "L", "help-its-level"),
        where: str = ask.option("--where", "W", "help-its-where"),
        channels: list[str] = ask.many("--channel", "C", "help-its-channels"),
        source: str = ask.option("--source", "S", "help-its-source"),
        requester: str = ask.option("--requester", "R", "help-its-requester"),
    ) -> "Change":
        said: dict[str, Any] = {
            "programme": programme,
            "id": id_,
            "campaign": campaign,
            "unit": unit,
            "owner": owner,
            "when": when,
            "due": due,
            "respond_within": respond_within,
            "level": level,
            "where": where,
            "channels": channels,
            "source": source,
            "requester": requester,
        }
        return act.way.open(
            kind, title=title, **act.said, **{key: value for key, value in said.items() if value}
        )

    @shelf.verb("migrate")
    def migrate(
        act: "Act",
        ref: str = ask.ref,
        to: str = ask.option("--to", "VERSION", "help-to-version"),
        states: list[str] = ask.many("--state", "OLD=NEW", "help-state"),
    ) -> "Change":
        if to and not to.isdecimal():
            raise InvalidValue("version-unreadable", text=to)
        return act.way.migrate(ref, version=int(to) if to else None, states=_states(states), **act.said)

    @shelf.verb("redact", after="redaction-elsewhere")
    def redact(
        act: "Act",
        ref: str = ask.ref,
        path: str = ask.argument("PATH", "help-path"),
        version: str = ask.option("--version", "V", "help-version"),
    ) -> "Change":
        if version and not version.isdecimal():
            raise InvalidValue("version-unreadable", text=version)
        return act.way.redact(ref, path, version=int(version) if version else None, **act.said)


def _item(shelf: Shelf, name: str, verb: str) -> None:
    @shelf.verb(name)
    def item(act: "Act", ref: str = shelf.ask.ref) -> "Change":
        change: Change = getattr(act.way, verb)(ref, **act.said)
        return change


def _states(said: list[str]) -> Mapping[str, str]:
    """Return which state takes the place of which, as it was typed: `old=new`."""
    pairs = [one.partition("=") for one in said]
    wrong = next((one for one, (_, sign, _) in zip(said, pairs, strict=True) if not sign), None)
    if wrong is not None:
        raise InvalidValue("state-pair-unreadable", text=wrong)
    return {old.strip(): new.strip() for old, _, new in pairs}

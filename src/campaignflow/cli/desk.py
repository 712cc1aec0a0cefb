"""Where commands meet the office: which store, who acts, whether it is kept; and what it says of itself.

What a verb does is in `campaignflow.office`; which verb a command calls, in `acting` and `deploying`; how
what it did is printed, in `changes`.
"""

import getpass
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from campaignflow import labels
from campaignflow.canonical import enter
from campaignflow.cli import changes
from campaignflow.cli.events import Told, told
from campaignflow.cli.plugged import FOLDER
from campaignflow.cli.report import json_text
from campaignflow.errors import InvalidValue
from campaignflow.gate.change import Change
from campaignflow.gate.refusal import Reason, Refused
from campaignflow.office import Office, open_office
from campaignflow.office.office import Preview
from campaignflow.store.mistakes import StoreUnavailable
from campaignflow.store.store import Store
from campaignflow.types import Actor

__all__ = [
    "Act",
    "Beside",
    "actor",
    "carried_out",
    "entered",
    "is_nowhere",
    "opened",
    "opened_or_plan",
    "store_url",
]

DEFAULT = "sqlite:///campaignflow.db"
VARIABLE = "CAMPAIGNFLOW_STORE"
NOWHERE = "sqlite://"
"""A store in memory, to preview the founding of an office in."""
_TOKEN = 16
"""Characters of a token; a shorter number is a version."""


@dataclass(slots=True)
class Beside:
    """What a verb says beside what it changed."""

    before: list[str] = field(default_factory=list)
    """Lines for people above the change."""
    after: list[str] = field(default_factory=list)
    """Lines for people below it."""
    data: dict[str, Any] = field(default_factory=dict)
    """For programs."""


class Act(NamedTuple):
    """One call of a verb: to whom it goes, and what is said with every verb."""

    way: Office | Preview
    """The office, or a preview of it."""
    said: dict[str, Any]
    """Of `actor`, `reason`, `note`, `key`, `expect` those the verb asks for."""
    beside: Beside
    """Where the verb puts what is to be said beside the change."""

    @property
    def who(self) -> str:
        """The person who acts; empty for a verb that does not ask for it."""
        said = self.said.get("actor")
        return "" if said is None else said.person or said.id


def clock() -> datetime:
    """Return the present moment; the commands know no other clock."""
    return datetime.now(UTC)


def store_url(said: str) -> str:
    """Return the URL of the store: the one that was said, else the environment's, else the default."""
    return entered(said) or os.environ.get(VARIABLE, "") or DEFAULT


@contextmanager
def opened_or_plan(said: str) -> Iterator[Office]:
    """Open the office of a store for a command that could read a plan file instead."""
    with ExitStack() as stack:
        try:
            office = stack.enter_context(opened(said))
        except StoreUnavailable as error:
            if error.code != "store-missing":
                raise
            raise StoreUnavailable("no-plan-no-store", url=store_url(said)) from error
        yield office


@contextmanager
def opened(said: str, *, create: bool = False, founded: bool = True) -> Iterator[Office]:
    """Open the office of a store, with the plugins that are installed and those of the office's folder.

    Raises:
        StoreUnavailable: there is no store, or it cannot be used.
        Refused: no plan was ever applied to it, and it must be `founded`.
        InvalidValue: the folder of plugins is none, or anybody may write to it.
    """
    folder = os.environ.get(FOLDER) or None
    url = store_url(said)
    with open_office(url, create=create, clock=clock, autoload=True, plugins_dir=folder) as office:
        if founded and not office.records(kind="office"):
            raise Refused([Reason("office-not-founded", kind="order")])
        yield office


def is_nowhere(said: str) -> bool:
    """Whether no store was named and there is none in its usual place."""
    return store_url(said) == DEFAULT and not _is_there(said)


def entered(text: str) -> str:
    """Return what was typed as it enters the record; what no text can hold is refused (rule 3)."""
    return enter(text).strip()


def actor(who: str) -> Actor:
    """Return who acts, with the login and the machine the command was typed on.

    Of a shared account whoever sits at it stands behind a slash: `press-desk/tan-xin`.
    """
    name, slash, person = (part.strip() for part in entered(who).partition("/"))
    if not name or (slash and not person):
        raise InvalidValue("missing-who")
    return Actor(name, person=person or None, via=f"cli:{_login()}@{_plain(platform.node())}")


def _login() -> str:
    try:
        return _plain(getpass.getuser())
    except (OSError, KeyError):  # KeyError: no such user id, before Python 3.13
        return ""


def _plain(name: str) -> str:
    return "".join(sign for sign in name if sign.isprintable()).encode("utf-8", "ignore").decode()


def _expected(text: str) -> str | int | None:
    said = entered(text)
    if not said:
        return None
    return int(said) if said.isdecimal() and len(said) < _TOKEN else said


def carried_out(  # noqa: D417  # typed: what the verb asked for itself
    verb: Callable[..., Change],
    typed: Mapping[str, Any],
    frame: Mapping[str, Any],
    lang: str,
    *,
    founds: bool,
    after: str,
) -> int:
    """Carry out a verb, or preview it, and print what it did; return the exit status.

    Args:
        frame: What is asked for every verb: who, why, in which store, for good or not.
        founds: Whether it makes the store if there is none.
        after: Code of the sentence that is said after it was carried out, if any.
    """
    said = _said(frame)
    arguments = {name: _entered(value) for name, value in typed.items()}
    beside = Beside()

    def done(office: Office, *, dry_run: bool) -> tuple[Change, Told]:
        with office.preview() if dry_run else nullcontext(office) as way:
            change = verb(Act(way, said, beside), **arguments)
            return change, told(way, change, lang)

    makes = founds and not _is_there(frame["store"])
    if makes:
        with opened(NOWHERE, founded=False) as office:  # so that a refusal leaves no empty store behind
            change, events = done(office, dry_run=True)
    if not (makes and frame["dry_run"]):
        with opened(frame["store"], create=makes, founded=False) as office:
            change, events = done(office, dry_run=frame["dry_run"])
    if frame["json"]:
        print(json_text({**changes.data(change, lang), **beside.data}))
        return 0
    print(*beside.before, changes.text(change, lang, events), *beside.after, sep="\n")
    if makes:
        code = "store-would-be-made" if frame["dry_run"] else "store-made"
        print(labels.sentence(code, lang, {"url": store_url(frame["store"])}))
    if after and change and change.kept:
        print(labels.sentence(after, lang, {}))
    return 0


def _said(frame: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said with a verb, as far as it asks for it."""
    said: dict[str, Any] = {"actor": actor(frame["who"])} if "who" in frame else {}
    said |= {name: entered(frame[name]) for name in ("reason", "note", "key") if name in frame}
    if "expect" in frame:
        said["expect"] = _expected(frame["expect"])
    return said


def _entered(value: Any) -> Any:
    if isinstance(value, str):
        return entered(value)
    return [entered(one) for one in value] if isinstance(value, list) else value


def _is_there(store: str) -> bool:
    try:
        Store.open(store_url(store)).close()
    except StoreUnavailable as error:
        if error.code != "store-missing":
            raise
        return False
    return True

"""The command that brings the calendar of the record to a CalDAV server: publish.

What is written there is settled in `campaignflow.export.publishing`.  A password is taken from the
environment or from a file, never from the command itself, where others on the machine could read it.
"""

import json
import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaignflow import labels
from campaignflow.cli.choices import for_whom, how_shown
from campaignflow.cli.files import replace_file
from campaignflow.cli.options import Shelf
from campaignflow.cli.planning import all_known, day
from campaignflow.errors import InvalidValue

if TYPE_CHECKING:
    from campaignflow.export.publishing import Outcome, Published, Remembered

__all__ = ["commands"]

PASSWORD = "CAMPAIGNFLOW_CALDAV_PASSWORD"  # noqa: S105  # the name of the variable
FORMAT = 1
DONE, REFUSED, UNAVAILABLE = 0, 3, 4
OUTCOMES: "tuple[Outcome, ...]" = (
    "created",
    "updated",
    "cancelled",
    "deleted",
    "unchanged",
    "foreign",
    "failed",
    "left",
)
TOLD: "tuple[Outcome, ...]" = ("created", "updated", "cancelled", "deleted", "foreign", "failed")
"""Outcomes of which each item is told; what was not reached is only counted."""


def commands(shelf: Shelf) -> None:
    """Put the command on the shelf."""
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("publish")
    def publish_(
        url: str = ask.argument("URL", "help-publish-url"),
        unit: str = ask.unit,
        partner: str = ask.option("--partner", "M", "help-partner"),
        person: str = ask.option("--person", "P", "help-person"),
        campaign: str = ask.option("--campaign", "C", "help-campaign"),
        audience: str = ask.option("--audience", "A", "help-audience"),
        longest: str = ask.option("--longest", "N", "help-longest"),
        todos: str = ask.option("--todos", "K", "help-todos"),
        alarm: str = ask.option("--alarm", "SPAN", "help-alarm"),
        extended: bool = ask.flag("--extended", "help-extended"),
        programme: str = ask.programme,
        user: str = ask.option("--user", "NAME", "help-publish-user"),
        password_file: str = ask.option("--password-file", "F", "help-password-file"),
        state: str = ask.option("--state", "F", "help-publish-state"),
        organizer: str = ask.option("--organizer", "ADDRESS", "help-organizer"),
        addresses: Path | None = ask.file("--addresses", "F", "help-addresses"),
        server_invites: bool = ask.flag("--server-invites", "help-server-invites"),
        overwrite: bool = ask.flag("--overwrite", "help-publish-overwrite"),
        today: str = ask.today,
        dry_run: bool = ask.dry_run,
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli.addresses import book_of
        from campaignflow.cli.desk import opened
        from campaignflow.export.publishing import publish

        choices = for_whom(unit=unit, partner=partner, person=person, campaign=campaign, audience=audience)
        choices |= how_shown(longest=longest, todos=todos, alarm=alarm, extended=extended)
        choices["lang"] = shelf.asked
        if today:
            choices["as_of"] = day(today)
        if bool(organizer) != (addresses is not None) or (server_invites and not organizer):
            raise InvalidValue("invitations-half")
        password = _password(user, Path(password_file) if password_file else None)
        with opened(store) as office:
            noun = office.programme(programme or None)
            of = noun.id
            all_known(noun, choices)
            if addresses is not None:
                book = book_of(addresses, noun, lang)
                if book is None:
                    return 1
                choices |= {"organizer": organizer, "addresses": book, "server_invites": server_invites}
            calendar = office.to_ics(of, **choices)
        memory = _Memory.read(Path(state) if state else None, url, of)
        with connected(url, user, password) as server:
            try:
                done = publish(
                    calendar,
                    server,
                    programme=of,
                    known=memory.known,
                    theirs="overwrite" if overwrite else "keep",
                    dry_run=dry_run,
                )
            finally:
                if not dry_run:
                    memory.keep()
        print(_as_json(done, lang) if json_ else _as_text(done, lang))
        return status(done)


def connected(url: str, user: str, password: str) -> Any:
    """Return the calendar on the server, to be closed after use."""
    from campaignflow.export.caldav import CalDAV

    return CalDAV(url, user=user, password=password)


def status(done: "Published") -> int:
    """Return the exit status: 4 if something could not be written, 3 if others' changes stand in the way."""
    if done.of("failed") or done.of("left"):
        return UNAVAILABLE
    return REFUSED if done.of("foreign") else DONE


def _password(user: str, file: Path | None) -> str:
    said = os.environ.get(PASSWORD, "")
    if file is not None:
        said = file.read_text(encoding="utf-8-sig", errors="replace").rstrip("\r\n")
    if user and not said:
        raise InvalidValue("publish-no-password", user=user)
    return said if user else ""


@dataclass(slots=True)
class _Memory:
    """What is remembered between two runs, in a file if there is one."""

    file: Path | None
    url: str
    programme: str
    known: "MutableMapping[str, Remembered] | None" = None

    @classmethod
    def read(cls, file: Path | None, url: str, programme: str) -> "_Memory":
        memory = cls(file, url.rstrip("/"), programme)
        if file is None:
            return memory
        if not file.parent.is_dir():  # told before anything is written that could not be remembered
            raise InvalidValue("folder-missing", folder=str(file.parent))
        memory.known = {}
        if file.exists():
            said = _said(file)
            if (said["calendar"], said["programme"]) != (memory.url, programme):
                facts = {"url": said["calendar"], "programme": said["programme"]}
                raise InvalidValue("publish-state-of-another", file=str(file), **facts)
            memory.known.update(said["items"])
        return memory

    def keep(self) -> None:
        """Write the file anew in one go, so that it is never half there."""
        if self.file is None or self.known is None:
            return
        items = {uid: list(one) for uid, one in sorted(self.known.items())}
        data = {"format": FORMAT, "calendar": self.url, "programme": self.programme, "items": items}
        replace_file(self.file, (json.dumps(data, indent=1) + "\n").encode())


def _said(file: Path) -> dict[str, Any]:
    """Return what a state says; anything that is none is refused, so that it is not written over."""
    from campaignflow.export.publishing import Remembered

    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        items = {
            str(uid): Remembered(str(etag), str(digest)) for uid, (etag, digest) in said["items"].items()
        }
        found = {"calendar": said["calendar"], "programme": said["programme"], "items": items}
        is_ours = said["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_ours = False
    if not is_ours:
        raise InvalidValue("publish-state-unreadable", file=str(file))
    return found


def _as_text(done: "Published", lang: str) -> str:
    lines = []
    for one in (item for outcome in TOLD for item in done.of(outcome)):
        facts = {"outcome": labels.Word(f"publish-{one.outcome}"), "title": one.title}
        lines.append(labels.sentence("publish-item", lang, facts))
        lines += [
            "  " + labels.sentence("publish-apart", lang, {"name": name, "ours": ours, "theirs": theirs})
            for name, ours, theirs in one.apart
        ]
        if one.why is not None:
            lines.append(f"  {one.why.message(lang)}")
    stopped = next((one.why for one in done.of("left")), None)
    if stopped is not None:
        lines.append(stopped.message(lang))
    counts = [
        f"{labels.word(f'publish-{outcome}', lang)} {len(done.of(outcome))}"
        for outcome in OUTCOMES
        if done.of(outcome)
    ]
    code = "publish-nothing" if not counts else "publish-would" if done.dry_run else "publish-done"
    lines.append(labels.sentence(code, lang, {"counts": counts}))
    return "\n".join(lines)


def _as_json(done: "Published", lang: str) -> str:
    from campaignflow.cli.report import json_text

    items = [
        {
            "uid": one.uid,
            "title": one.title,
            "outcome": one.outcome,
            "apart": [{"name": name, "ours": ours, "theirs": theirs} for name, ours, theirs in one.apart],
            "code": None if one.why is None else one.why.code,
            "message": None if one.why is None else one.why.message(lang),
        }
        for one in done.items
    ]
    counts = {outcome: len(done.of(outcome)) for outcome in OUTCOMES}
    return json_text(
        {"complete": done.is_complete, "dry_run": done.dry_run, "counts": counts, "items": items}
    )

"""The command that writes what is to be sent to units and media: invitations.

What is to be sent is settled in `campaignflow.export.invitations`; sending it is the host's business.  A
folder remembers until when it was written, so that the next call writes only what changed since.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from campaignflow import labels
from campaignflow.cli.files import replace_file
from campaignflow.cli.options import Shelf
from campaignflow.errors import InvalidValue

if TYPE_CHECKING:
    from campaignflow.export.invitations import Invitation
    from campaignflow.plan.programme import Programme

__all__ = ["commands"]

FORMAT = 1
FORMS = ("eml", "ics", "both")
CHANGES = ("new", "updated", "cancelled")
STATE = "sent.json"
_NO_NAME = re.compile(r"[^\w-]+")
_LONGEST = 40
_MOST_NAMED = 10


def commands(shelf: Shelf) -> None:
    """Put the command on the shelf."""
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("invitations")
    def invitations(
        folder: Path = ask.argument("FOLDER", "help-invitations-folder"),
        organizer: str = ask.needed("--organizer", "ADDRESS", "help-organizer"),
        addresses: Path = ask.needed("--addresses", "F", "help-addresses"),
        since: str = ask.option("--since", "T", "help-since"),
        form: str = ask.option("--format", "KIND", "help-invitations-form"),
        programme: str = ask.programme,
        dry_run: bool = ask.flag("--dry-run", "help-no-write"),
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli import desk
        from campaignflow.cli.addresses import book_of

        if form and form not in FORMS:
            raise InvalidValue("not-one-of", text=form, expected=[*FORMS])
        if folder.exists() and not folder.is_dir():
            raise InvalidValue("invitations-no-folder", folder=str(folder))
        with desk.opened(store) as office:
            noun = office.programme(programme or None)
            book = book_of(addresses, noun, lang)
            if book is None:
                return 1
            last = _Sent.read(folder / STATE, noun.id, is_needed=not since)
            until = desk.clock()  # before the record is read: what comes between is told twice, not never
            found = office.invitations(
                noun.id,
                organizer=organizer,
                addresses=book,
                since=desk.entered(since) or last.until,
                lang=shelf.asked,
                invited=None if last.until is None else last.still(book),
            )
        files = [_files(one, form or FORMS[0]) for one in found]
        if found and not dry_run:
            _write(folder, files)
            _Sent(noun.id, until.isoformat(), book).keep(folder / STATE)
        told = _Told(folder, noun, book, desk.entered(since) or last.until, lang)
        print(told.data(found, files, dry_run=dry_run) if json_ else told.text(found, dry_run=dry_run))
        return 0


class _File(NamedTuple):
    name: str
    octets: bytes


def _files(one: "Invitation", form: str) -> list[_File]:
    """Return the files of an invitation; the same invitation has the same names.

    Names sort by time, and hold nothing but letters, digits and hyphens before their ending.  They go out
    with what is attached to a mail, so they are of the title that is in it and not of ids.
    """
    mail = one.mail()
    slug = _NO_NAME.sub("-", one.title).strip("-")[:_LONGEST]
    digest = hashlib.sha256(mail).hexdigest()[:12]
    stem = f"{one.at:%Y%m%dT%H%M%SZ}-{slug}-{one.change}-{digest}"
    contents = {"eml": mail, "ics": one.octets}
    return [_File(f"{stem}.{kind}", octets) for kind, octets in contents.items() if form in {kind, "both"}]


def _write(folder: Path, files: Sequence[Sequence[_File]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in (file for pair in files for file in pair):
        replace_file(folder / one.name, one.octets)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a folder remembers of what was written to it last."""

    programme: str
    until: str | None
    book: Mapping[str, str]

    @classmethod
    def read(cls, file: Path, programme: str, *, is_needed: bool) -> "_Sent":
        if not file.exists():
            return cls(programme, None, {})
        try:
            said = json.loads(file.read_text(encoding="utf-8"))
            book = {str(who): str(box) for who, box in said["addresses"].items()}
            until = datetime.fromisoformat(said["until"])
            found = cls(str(said["programme"]), until.isoformat(), book)
            is_ours = said["format"] == FORMAT and until.utcoffset() is not None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            is_ours = False
        if not is_ours and is_needed:
            raise InvalidValue("invitations-state-unreadable", file=str(file))
        if not is_ours:
            return cls(programme, None, {})
        if found.programme != programme:
            raise InvalidValue("invitations-of-another", file=str(file), programme=found.programme)
        return found

    def still(self, book: Mapping[str, str]) -> list[str]:
        """Return who had then the address that they have now."""
        return [who for who, box in book.items() if self.book.get(who) == box]

    def keep(self, file: Path) -> None:
        """Write it anew in one go, so that it is never half there."""
        data = {"format": FORMAT, "programme": self.programme, "until": self.until}
        text = json.dumps(
            {**data, "addresses": dict(sorted(self.book.items()))}, indent=1, ensure_ascii=False
        )
        replace_file(file, f"{text}\n".encode())


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of one call, to people and to programs."""

    folder: Path
    programme: "Programme"
    book: Mapping[str, str]
    since: str | None
    lang: str

    def text(self, found: Sequence["Invitation"], *, dry_run: bool) -> str:
        """Return a line or more for each invitation, who has no address, and how many there are."""
        lines = []
        for one in found:
            facts = {"change": labels.Word(f"invite-{one.change}"), "title": one.title}
            lines.append(self._say("invitation-item", parties=self._names(one.parties), **facts))
            lines.append(f"  {labels.clean(one.said)}")
        missing = self._missing()
        if missing:
            more = ["…"] if len(missing) > _MOST_NAMED else []
            named = [*self._names(missing[:_MOST_NAMED]), *more]
            lines.append(self._say("invitations-without-address", parties=named))
        counts = [
            f"{labels.word(f'invite-{change}', self.lang)} {number}"
            for change in CHANGES
            if (number := sum(one.change == change for one in found))
        ]
        if counts:
            code = "invitations-would" if dry_run else "invitations-written"
            lines.append(self._say(code, folder=str(self.folder), counts=counts))
        elif self.since is None:
            lines.append(self._say("invitations-nobody"))
        else:
            lines.append(self._say("invitations-nothing", since=self._since))
        return "\n".join(lines)

    def data(self, found: Sequence["Invitation"], files: Sequence[Sequence[_File]], *, dry_run: bool) -> str:
        """Return the same as JSON, with the names of the files."""
        from campaignflow.cli.report import json_text

        items = [
            {
                "change": one.change,
                "method": one.method,
                "entry": one.entry,
                "title": one.title,
                "parties": list(one.parties),
                "to": list(one.to),
                "uid": one.uid,
                "sequence": one.sequence,
                "said": one.said,
                "content_type": one.content_type,
                "files": [file.name for file in pair],
            }
            for one, pair in zip(found, files, strict=True)
        ]
        head: dict[str, Any] = {"programme": self.programme.id, "folder": str(self.folder)}
        head |= {"since": self.since, "dry_run": dry_run, "without_address": self._missing()}
        counts = {change: sum(one.change == change for one in found) for change in CHANGES}
        return json_text({**head, "counts": counts, "invitations": items})

    def _missing(self) -> list[str]:
        """Return the units and media that are not invited to anything, as nobody knows their address."""
        return [who for who in (*self.programme.units, *self.programme.media) if who not in self.book]

    def _names(self, ids: Sequence[str]) -> list[str]:
        blocks = (self.programme.units, self.programme.media)
        names = {who: noun.name for block in blocks for who, noun in block.items()}
        return [names.get(one, one) for one in ids]

    @property
    def _since(self) -> str | datetime | None:
        """Since when, by the clocks of the programme; an act as it was said."""
        try:
            moment = datetime.fromisoformat(self.since or "")
        except ValueError:
            return self.since
        return self.since if moment.tzinfo is None else moment.astimezone(ZoneInfo(self.programme.timezone))

    def _say(self, code: str, **facts: object) -> str:
        return labels.sentence(code, self.lang, facts)

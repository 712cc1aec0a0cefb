"""The command that takes in others' calendars: `import`.

What of a calendar goes into a plan is worked out in `campaignflow.planfile.imported`; a plan file itself is
never changed, the import stands in a file beside it that the plan includes.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from campaignflow import labels
from campaignflow.cli.files import refuse_file
from campaignflow.cli.options import Shelf
from campaignflow.cli.planning import checked, known
from campaignflow.cli.report import Report, json_text, plain
from campaignflow.errors import InvalidValue, Place
from campaignflow.planfile.calendar_reading import read_ics
from campaignflow.planfile.decoding import decoded
from campaignflow.planfile.import_changes import Changes, changes
from campaignflow.planfile.imported import FIRST_LINE, Imported, Window, imported, name_of
from campaignflow.planfile.loader import files_of
from campaignflow.scheduling.schedule import Schedule
from campaignflow.types import checked_id

__all__ = ["commands"]

FOLDER = "imported"
"""The folder beside a plan that holds what was imported."""
KINDS = ("key-dates", "observances")
_ADDRESS = re.compile("(https?|webcals?|file):", re.IGNORECASE)


def commands(shelf: Shelf) -> None:
    """Put the command on the shelf."""
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("import")
    def import_(
        file: Path = ask.argument("FILE", "help-import-file"),
        into: Path | None = ask.file("--into", "PLAN", "help-into"),
        kind: str = ask.option("--kind", "K", "help-import-kind"),
        name: str = ask.option("--name", "N", "help-import-name"),
        lead: str = ask.option("--lead", "U", "help-import-lead"),
        timezone: str = ask.option("--timezone", "Z", "help-import-timezone"),
        from_: str = ask.option("--from", "D", "help-from"),
        to: str = ask.option("--to", "D", "help-to"),
        dry_run: bool = ask.flag("--dry-run", "help-no-write"),
        notes: bool = ask.flag("--notes", "help-notes"),
        json_: bool = ask.json,
        today: str = ask.today,
    ) -> int:
        _refuse(file, kind)
        made, report = (None, None) if into is None else checked(into, today, lang)
        if report is not None and (made is None or (report.errors and made.period == (None, None))):
            # Of a plan whose head cannot be read neither the zone nor the days are known.
            print(report.as_text(notes=False, made=None), file=sys.stderr)
            return 1
        if made is not None and lead:
            known(lead, made.programme.units, "unit")
        zone = timezone or ("UTC" if made is None else made.programme.timezone)
        reading = read_ics(file, timezone=zone)
        if into is None:
            zone = timezone or reading.timezone
        called = checked_id(name) if name else name_of(file.name)
        taken = imported(
            reading,
            _window(made, from_, to, today),
            name=called,
            zone=zone if made is None else made.programme.timezone,
            kind=kind,
            lead=lead,
            based_on=_country(made, called),
            says_zone=made is None,
        )
        target = None if into is None else into.parent / FOLDER / f"{called}.yaml"
        before = "" if target is None else _before(target)
        left = [one.at(Place(str(file))) for one in taken.findings]
        found = Report([*reading.findings, *left], lang)
        # What a file lacks of which nothing could be read is not gone from the plan.
        unread = not reading.events and any(one.severity == "error" for one in reading.findings)
        nothing = unread or not (taken.count or before)
        if nothing:
            taken = replace(taken, text=before)
        difference = changes(before, taken.text)
        differs = target is not None and before != taken.text
        writes = differs and not dry_run
        if writes and target is not None:
            target.parent.mkdir(exist_ok=True)
            target.write_text(taken.text, encoding="utf-8")
        told = _Told(file, target, taken, difference, found, lang)
        if json_:
            print(json_text(told.data(written=writes)))
        elif target is None:
            print(taken.text, end="")
            print(told.text(notes=notes, code="", included=True), file=sys.stderr)
        else:
            included = nothing or (into is not None and target.resolve() in files_of(into))
            code = "import-same" if not differs else "import-would" if dry_run else "plan-written"
            print(told.text(notes=notes, code="import-nothing" if nothing else code, included=included))
        return 1 if found.errors else 0


def _refuse(file: Path, kind: str) -> None:
    """Refuse what is no file, and what a calendar cannot become."""
    if kind and kind not in KINDS:
        raise InvalidValue("not-one-of", text=kind, expected=[*KINDS])
    if _ADDRESS.match(str(file)):
        raise InvalidValue("import-address")
    refuse_file(file)


def _window(made: Schedule | None, from_: str, to: str, today: str) -> Window:
    """Return the days that are asked for, else the plan's period, else this year and the next."""
    first, last = (None, None) if made is None else made.period
    year = (_day(today) or date.today()).year  # noqa: DTZ011  # the year on the desk's own calendar
    first = _day(from_) or first or date(year, 1, 1)
    last = _day(to) or last or date(max(year, first.year) + 1, 12, 31)
    if last < first:
        raise InvalidValue("ics-window-backwards", first=first, last=last)
    return Window(first, last)


def _country(made: Schedule | None, called: str) -> str:
    """Return the calendar below the plan's own ones, which an imported one changes."""
    if made is None:
        return "CN"
    own, calendar = made.programme.calendars, made.programme.working_calendar
    seen = {called}
    while calendar is not None and calendar in own:
        seen.add(calendar)
        calendar = own[calendar].based_on if own[calendar].based_on not in seen else None
    return calendar if calendar and calendar != called else "CN"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue("day-unreadable", text=text) from None


def _before(target: Path) -> str:
    """Return what an earlier import wrote; a file of anybody else's is refused."""
    if not target.exists():
        return ""
    text, _ = decoded(target.read_bytes(), str(target))
    if not text.startswith(FIRST_LINE):
        raise InvalidValue("import-not-ours", file=str(target))
    return text.replace("\r\n", "\n")


class _Told:
    """What is said of one import, to people and to programs."""

    def __init__(
        self, file: Path, target: Path | None, taken: Imported, made: Changes, found: Report, lang: str
    ) -> None:
        self.file, self.target, self.taken, self.made, self.found = file, target, taken, made, found
        self.lang = lang

    def text(self, *, notes: bool, code: str, included: bool) -> str:
        """Return the report as lines; `code` is what became of the file."""
        facts: dict[str, object] = {
            "file": str(self.file),
            "count": self.taken.count,
            "kind": labels.word(f"import-{self.taken.kind}", self.lang),
        }
        lines = [self._say("import-read", facts)] if self.taken.count else []
        if self.target is not None:
            lines += self._items()
        lines += [self.found.as_text(notes=notes, made=None)]
        if self.target is not None:
            lines.append(self._say(code, {"file": str(self.target)}))
            if not included:
                lines.append(self._say("import-include", {"line": f"include: [{FOLDER}/{self.target.name}]"}))
        return "\n".join(lines)

    def _items(self) -> Iterator[str]:
        for item in self.made.new.values():
            yield self._line("import-new", item, _date(item))
        for old, new in self.made.moved.values():
            yield self._line("import-moved", new, f"{_date(old)} → {_date(new)}")
        for _, new in self.made.changed.values():
            yield self._line("import-changed", new, _date(new))
        for item in self.made.gone.values():
            yield self._line("import-gone", item, _date(item))

    def _line(self, word: str, item: Mapping[str, Any], days: str) -> str:
        said = labels.word(word, self.lang)
        return labels.clean(f"  {said}  {item.get('title', '')}  {days}".rstrip())

    def _say(self, code: str, facts: Mapping[str, object]) -> str:
        return labels.sentence(code, self.lang, facts)

    def data(self, *, written: bool) -> dict[str, Any]:
        """Return the report as data."""
        pairs = {"moved": self.made.moved, "changed": self.made.changed}
        return {
            "file": str(self.file),
            "into": None if self.target is None else str(self.target),
            "written": written,
            "kind": self.taken.kind,
            "count": self.taken.count,
            "new": plain(self.made.new),
            **{
                name: {key: {"before": plain(old), "after": plain(new)} for key, (old, new) in both.items()}
                for name, both in pairs.items()
            },
            "gone": plain(self.made.gone),
            "same": self.made.same,
            "text": self.taken.text,
            **self.found.as_data(),
        }


def _date(item: Mapping[str, Any]) -> str:
    """Return the days of an item in the plan's own words."""
    for key in ("when", "rule", "known"):
        said = item.get(key)
        if isinstance(said, Mapping):
            return ", ".join(str(one) for one in said.values())
        if said:
            return str(said)
    days = [*item.get("days_off", ()), *item.get("extra_workdays", ())]
    return ", ".join(map(str, days))

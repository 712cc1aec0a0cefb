"""The commands, each a few lines: read, work out, print.

`run` builds them in the reader's language, runs one and says usage errors in our own sentences.
"""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from campaignflow import labels
from campaignflow.cli.progress import stages
from campaignflow.cli.report import Report, json_text
from campaignflow.cli.starter import write_starter
from campaignflow.cli.table import agenda, as_csv
from campaignflow.cli.usage import Stopped, command_class, group, said
from campaignflow.errors import Finding, InvalidValue
from campaignflow.planfile.loader import read
from campaignflow.scheduling.schedule import Schedule, schedule
from campaignflow.types import Visibility

__all__ = ["run"]


def run(arguments: Sequence[str], lang: str, asked: str | None) -> int:
    """Run one command and return its exit status; `asked` is the language somebody named."""
    if list(arguments) == ["--version"]:
        print(f"campaignflow {version('campaignflow')}")
        return 0
    try:
        status = _app(lang, asked)(list(arguments), standalone_mode=False, prog_name="campaignflow")
    except TyperException as error:
        print(said(error, arguments, lang), file=sys.stderr)
        return 2
    except typer.Abort:
        return 2
    except Stopped as stop:  # past typer, which has statuses of its own for these
        raise stop.end from None
    return int(status or 0)


def _app(lang: str, asked: str | None) -> typer.Typer:  # noqa: C901, PLR0915  # one function a command, none of them complex
    say = partial(labels.word, lang=lang)
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=False,
        help=say("help"),
        epilog=say("help-lang"),
        cls=group(lang),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    command = partial(app.command, cls=command_class(lang), epilog=say("help-lang"))
    plan = Annotated[Path, typer.Argument(metavar="PLAN", help=say("help-plan"), show_default=False)]
    as_json = Annotated[bool, typer.Option("--json", help=say("help-json"))]
    today = Annotated[str, typer.Option("--today", metavar="D", help=say("help-today"), show_default=False)]

    @command(help=say("help-check"))
    def check(
        plan_file: plan,
        strict: Annotated[bool, typer.Option("--strict", help=say("help-strict"))] = False,
        notes: Annotated[bool, typer.Option("--notes", help=say("help-notes"))] = False,
        json_: as_json = False,
        today_: today = "",
    ) -> int:
        made, report = _checked(plan_file, today_, lang)
        print(report.as_json() if json_ else report.as_text(notes=notes, made=made))
        return 1 if report.errors or (strict and report.warnings) else 0

    @command(name="schedule", help=say("help-schedule"))
    def schedule_(
        plan_file: plan,
        unit: Annotated[str, typer.Option(metavar="U", help=say("help-unit"), show_default=False)] = "",
        from_: Annotated[
            str, typer.Option("--from", metavar="D", help=say("help-from"), show_default=False)
        ] = "",
        to: Annotated[str, typer.Option("--to", metavar="D", help=say("help-to"), show_default=False)] = "",
        json_: as_json = False,
        csv: Annotated[bool, typer.Option("--csv", help=say("help-csv"))] = False,
        today_: today = "",
    ) -> int:
        made, report = _checked(plan_file, today_, lang)
        if made is None:
            print(report.as_text(notes=False, made=None), file=sys.stderr)
            return 1
        if unit:
            _known(unit, made.programme.units, "unit")
        first = _day(from_) or date.min
        last = _day(to) or date.max
        entries = [one for one in made.between(first, last) if not unit or one.involves(unit)]
        if json_:
            print(json_text([report.entry(one) for one in entries]))
        elif csv:
            sys.stdout.buffer.write(as_csv(entries, made.names, lang).encode())
        else:
            print(agenda(entries, made, first, lang))
        if report.errors:
            print(report.as_text(notes=False, made=made), file=sys.stderr)
        return 1 if report.errors else 0

    @command(help=say("help-ics"))
    def ics(
        plan_file: plan,
        output: Annotated[
            Path | None,
            typer.Option("-o", "--output", metavar="F", help=say("help-output"), show_default=False),
        ] = None,
        unit: Annotated[str, typer.Option(metavar="U", help=say("help-unit"), show_default=False)] = "",
        partner: Annotated[str, typer.Option(metavar="M", help=say("help-partner"), show_default=False)] = "",
        person: Annotated[str, typer.Option(metavar="P", help=say("help-person"), show_default=False)] = "",
        campaign: Annotated[
            str, typer.Option(metavar="C", help=say("help-campaign"), show_default=False)
        ] = "",
        audience: Annotated[
            str, typer.Option(metavar="A", help=say("help-audience"), show_default=False)
        ] = "",
        today_: today = "",
    ) -> int:
        from campaignflow.export.ical import to_ics  # only this command writes calendars

        made, report = _checked(plan_file, today_, lang)
        if made is None or report.errors:
            print(report.as_text(notes=False, made=made), file=sys.stderr)
            return 1
        if audience and audience not in list(Visibility):
            raise InvalidValue("not-one-of", text=audience, expected=[one.value for one in Visibility])
        programme = made.programme
        for name, block, kind in (
            (unit, programme.units, "unit"),
            (partner, programme.media, "medium"),
            (person, programme.people, "person"),
            (campaign, programme.campaigns, "campaign"),
        ):
            if name:
                _known(name, block, kind)
        calendar = to_ics(
            made,
            unit=unit or None,
            partner=partner or None,
            person=person or None,
            campaign=campaign or None,
            audience=audience or None,
            as_of=_day(today_) or _today(),
            lang=asked,
        )
        if output is None:
            sys.stdout.buffer.write(calendar)
        else:
            _refuse_other_file(output)
            output.write_bytes(calendar)
            count = calendar.count(b"BEGIN:VEVENT") + calendar.count(b"BEGIN:VTODO")
            print(
                labels.sentence("calendar-written", lang, {"file": str(output), "count": count}),
                file=sys.stderr,
            )
        return 0

    @command(help=say("help-schema"))
    def schema() -> int:
        from campaignflow.planfile.schema import plan_schema  # only this command wants the whole schema

        print(json.dumps(plan_schema(), ensure_ascii=False, indent=2))
        return 0

    @command(help=say("help-new"))
    def new(
        kind: Annotated[str, typer.Argument(metavar="plan", help=say("help-new-kind"))],
        folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("help-new-folder"))],
        dry_run: Annotated[bool, typer.Option("--dry-run", help=say("help-dry-run"))] = False,
    ) -> int:
        if kind != "plan":
            raise InvalidValue("not-one-of", text=kind, expected=["plan"])
        file = write_starter(folder, lang, dry_run=dry_run)
        print(
            labels.sentence("starter-would-be" if dry_run else "starter-written", lang, {"file": str(file)})
        )
        return 0

    return app


def _checked(plan_file: Path, today: str, lang: str) -> tuple[Schedule | None, Report]:
    """Return the schedule of a plan file and the report on it."""
    if plan_file.exists() and not plan_file.is_file() and not plan_file.is_dir():
        raise InvalidValue("file-not-plain", file=str(plan_file))
    with stages(lang) as stage:
        stage("stage-read")
        reading = read(plan_file)
        made: Schedule | None = None
        findings: list[Finding] = list(reading.findings)
        if reading.programme is not None:
            stage("stage-check")
            made = schedule(reading.programme, today=_day(today) or _today())
            seen = {(one.code, one.place) for one in findings}
            extra = [one for one in made.findings if (one.code, one.place) not in seen]
            findings += [one for one in extra if not reading.excuses(one)]
    return made, Report(findings, lang)


def _refuse_other_file(output: Path) -> None:
    """Refuse to write over anything that is no calendar, a plan above all."""
    if output.is_file():
        with output.open("rb") as file:
            begin = file.read(15)
        if begin and begin != b"BEGIN:VCALENDAR":
            raise InvalidValue("not-a-calendar", file=str(output))


def _today() -> date:
    return datetime.now().astimezone().date()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("day-unreadable", text=text) from None


def _known(name: str, known: Any, kind: str) -> None:
    if name not in known:
        raise InvalidValue(
            "unknown-id", id=name, kind=labels.Word(kind), near=get_close_matches(name, known, 1, 0.6)
        )

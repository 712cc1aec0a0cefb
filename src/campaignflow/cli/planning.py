"""The commands that begin with a plan file, or need none: check, schedule, ics, schema, diagram, new.

Where a schedule or a calendar is asked for without a plan file, it is read off the store.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from campaignflow import labels
from campaignflow.cli import plugged
from campaignflow.cli.choices import for_whom, how_shown
from campaignflow.cli.files import refuse_file, refuse_other_file
from campaignflow.cli.options import Shelf
from campaignflow.cli.progress import stages
from campaignflow.cli.report import Report, json_text
from campaignflow.cli.starter import write_plugin, write_starter
from campaignflow.cli.table import agenda, as_csv
from campaignflow.errors import Finding, InvalidValue
from campaignflow.planfile.loader import read
from campaignflow.scheduling.schedule import Schedule, schedule
from campaignflow.types import meant

__all__ = [
    "LookedOver",
    "all_known",
    "checked",
    "commands",
    "day",
    "exported",
    "known",
    "refuse_both",
    "typed_or_today",
]

LookedOver = Callable[..., Schedule]
"""Makes a schedule of a programme as `campaignflow.schedule` does."""


def commands(shelf: Shelf) -> None:  # noqa: C901, PLR0915  # one function a command, none of them complex
    """Put the commands on the shelf."""
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("check")
    def check(
        plan_file: Path = ask.plan,
        strict: bool = ask.flag("--strict", "help-strict"),
        notes: bool = ask.flag("--notes", "help-notes"),
        json_: bool = ask.json,
        today: str = ask.today,
    ) -> int:
        made, report = checked(plan_file, today, lang)
        print(report.as_json() if json_ else report.as_text(notes=notes, made=made))
        return 1 if report.errors or (strict and report.warnings) else 0

    @shelf.command("schedule")
    def schedule_(
        plan_file: Path | None = ask.plan_or_store,
        unit: str = ask.unit,
        from_: str = ask.option("--from", "D", "help-from"),
        to: str = ask.option("--to", "D", "help-to"),
        programme: str = ask.programme,
        json_: bool = ask.json,
        csv: bool = ask.flag("--csv", "help-csv"),
        today: str = ask.today,
        store: str = ask.store,
    ) -> int:
        made, report = _schedule(plan_file, programme, today, store, lang)
        if made is None:
            print(report.as_text(notes=False, made=None), file=sys.stderr)
            return 1
        if unit:
            known(unit, made.programme.units, "unit")
        first = day(from_) or date.min
        last = day(to) or date.max
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

    @shelf.command("ics")
    def ics(
        plan_file: Path | None = ask.plan_or_store,
        output: Path | None = ask.output("help-output"),
        unit: str = ask.unit,
        partner: str = ask.option("--partner", "M", "help-partner"),
        person: str = ask.option("--person", "P", "help-person"),
        campaign: str = ask.option("--campaign", "C", "help-campaign"),
        audience: str = ask.option("--audience", "A", "help-audience"),
        from_: str = ask.option("--from", "D", "help-ics-from"),
        to: str = ask.option("--to", "D", "help-ics-to"),
        longest: str = ask.option("--longest", "N", "help-longest"),
        todos: str = ask.option("--todos", "K", "help-todos"),
        alarm: str = ask.option("--alarm", "SPAN", "help-alarm"),
        extended: bool = ask.flag("--extended", "help-extended"),
        programme: str = ask.programme,
        today: str = ask.today,
        store: str = ask.store,
    ) -> int:
        choices = for_whom(unit=unit, partner=partner, person=person, campaign=campaign, audience=audience)
        choices |= how_shown(longest=longest, todos=todos, alarm=alarm, extended=extended)
        choices |= {"first": from_ or None, "last": to or None, "lang": shelf.asked}
        calendar: bytes | None = exported("ics", "ical", plan_file, programme, today, store, lang, choices)
        if calendar is None:
            return 1
        if output is None:
            sys.stdout.buffer.write(calendar)
        else:
            refuse_other_file(output, b"BEGIN:VCALENDAR", "not-a-calendar")
            output.write_bytes(calendar)
            count = calendar.count(b"BEGIN:VEVENT") + calendar.count(b"BEGIN:VTODO")
            facts = {"file": str(output), "count": count}
            print(labels.sentence("calendar-written", lang, facts), file=sys.stderr)
        return 0

    @shelf.command("schema")
    def schema() -> int:
        from campaignflow.planfile.schema import plan_schema  # only this command wants the whole schema

        print(json.dumps(plan_schema(), ensure_ascii=False, indent=2))
        return 0

    @shelf.command("diagram")
    def diagram_(workflow: str = ask.argument("WORKFLOW", "help-workflow")) -> int:
        from campaignflow.workflow.diagram import diagram  # only this command draws
        from campaignflow.workflow.shipped import shipped

        if workflow not in shipped():
            near = get_close_matches(workflow, shipped(), 1, 0.6)
            raise InvalidValue("no-such-workflow", text=workflow, known=[*shipped()], near=near)
        print(diagram(shipped()[workflow], lang), end="")
        return 0

    @shelf.command("new")
    def new(
        kind: str = ask.argument("plan", "help-new-kind"),
        folder: Path = ask.argument("DIR", "help-new-folder"),
        dry_run: bool = ask.flag("--dry-run", "help-no-write"),
    ) -> int:
        if kind == "plan":
            facts = {"file": str(write_starter(folder, lang, dry_run=dry_run))}
        elif kind == "plugin":
            facts = {"file": str(write_plugin(folder, dry_run=dry_run)), "folder": str(folder)}
        else:
            raise InvalidValue("not-one-of", text=kind, expected=["plan", "plugin"])
        done = "plugin-written" if kind == "plugin" else "starter-written"
        print(labels.sentence("starter-would-be" if dry_run else done, lang, facts))
        return 0


def checked(
    plan_file: Path, today: str, lang: str, looked_over: LookedOver | None = None
) -> tuple[Schedule | None, Report]:
    """Return the schedule of a plan file and the report on it, with what plugins find.

    `looked_over` is how an office does it, else the plugins that are set up on this machine are asked.
    """
    refuse_file(plan_file)
    with stages(lang) as stage:
        stage("stage-read")
        reading = read(plan_file)
        made: Schedule | None = None
        findings: list[Finding] = list(reading.findings)
        if reading.programme is not None:
            stage("stage-check")
            ask = looked_over or partial(schedule, plugins=plugged.there())
            made = ask(reading.programme, today=typed_or_today(today))
            seen = {(one.code, one.place) for one in findings}
            extra = [one for one in made.findings if (one.code, one.place) not in seen]
            findings += [one for one in extra if not reading.excuses(one)]
    return made, Report(findings, lang)


def _schedule(
    plan_file: Path | None, programme: str, today: str, store: str, lang: str
) -> tuple[Schedule | None, Report]:
    """Return the schedule of a plan file, or that of the store."""
    if plan_file is not None:
        refuse_both(programme, store)
        return checked(plan_file, today, lang)
    from campaignflow.cli.desk import opened_or_plan  # only without a plan the store is read

    with opened_or_plan(store) as office:
        return office.schedule(programme or None), Report((), lang)


def exported(
    format_: str,
    home: str,
    plan_file: Path | None,
    programme: str,
    today: str,
    store: str,
    lang: str,
    choices: dict[str, Any],
) -> Any:
    """Return what `to_FORMAT` writes of a plan file or a store; None for a plan with errors, which are told.

    `home` is the module of `campaignflow.export` in which the function lives.
    """
    if plan_file is None:
        from campaignflow.cli.desk import opened_or_plan  # only without a plan the store is read

        with opened_or_plan(store) as office:
            all_known(office.programme(programme or None), choices)
            as_of = {} if not today else {"as_of": day(today)}
            return getattr(office, f"to_{format_}")(programme or None, **choices, **as_of)
    refuse_both(programme, store)
    plugins = plugged.there()
    made, report = checked(plan_file, today, lang, partial(schedule, plugins=plugins))
    if made is None or report.errors:
        print(report.as_text(notes=False, made=made), file=sys.stderr)
        return None
    all_known(made.programme, choices)
    write = getattr(import_module(f"campaignflow.export.{home}"), f"to_{format_}")
    return write(made, **choices, as_of=typed_or_today(today), plugins=plugins)


def refuse_both(programme: str, store: str) -> None:
    """Refuse a plan file together with what only a store has."""
    option = "--programme" if programme else "--store" if store else ""
    if option:
        raise InvalidValue("plan-and-store", option=option)


def all_known(programme: Any, choices: dict[str, Any]) -> None:
    """Refuse an id that the plan does not have."""
    for name, block, kind in (
        (choices["unit"], programme.units, "unit"),
        (choices["partner"], programme.media, "medium"),
        (choices["person"], programme.people, "person"),
        (choices["campaign"], programme.campaigns, "campaign"),
    ):
        if name:
            known(name, block, kind)


def _today() -> date:
    return datetime.now().astimezone().date()


def typed_or_today(text: str) -> date:
    """Return a day as it was typed, else the day it is where the command runs."""
    return day(text) or _today()


def day(text: str) -> date | None:
    """Return a day as it was typed, None where nothing was."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("day-unreadable", text=text) from None


def known(name: str, block: Mapping[str, Any], kind: str) -> None:
    """Refuse an id that a block of the plan does not have; who wrote the name instead is told the id."""
    if name not in block:
        called = {id_: getattr(noun, "name", "") or getattr(noun, "title", "") for id_, noun in block.items()}
        raise InvalidValue("unknown-id", id=name, kind=labels.Word(kind), near=meant(name, called))

"""The commands that bring plans and calendars into the record, and out of it again.

`diff`, `apply`, `export`, `rollover`; `calendar` and `recalculate`, after which dates are others.  `import`,
which takes others' calendars into a plan, is in `campaignflow.cli.importing`.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from campaignflow import labels
from campaignflow.cli import importing
from campaignflow.cli.files import refuse_file
from campaignflow.cli.options import Shelf
from campaignflow.cli.planning import LookedOver, checked
from campaignflow.errors import InvalidValue, PlanError
from campaignflow.planfile.decoding import decoded

if TYPE_CHECKING:
    from campaignflow.cli.desk import Act
    from campaignflow.gate.change import Change
    from campaignflow.office.readings import Diff
    from campaignflow.plan.programme import Programme

__all__ = ["commands"]

NOTATIONS = {".yaml": "yaml", ".yml": "yaml", ".json": "json"}
"""Notations that a plan is written in, by the end of a file's name."""
LARGEST_NOTICE = 1024 * 1024
"""Bytes of a file with one year's days off; the longest published has 20,000."""


def commands(shelf: Shelf) -> None:
    """Put the commands on the shelf."""
    importing.commands(shelf)
    ask, lang = shelf.ask, shelf.lang

    @shelf.command("diff")
    def diff(plan_file: Path = ask.plan, json_: bool = ask.json, store: str = ask.store) -> int:
        from campaignflow.cli import changes
        from campaignflow.cli.report import json_text

        found = _difference(plan_file, lang, store)
        print(
            json_text(changes.diff_data(found, lang))
            if json_
            else changes.diff_text(found, str(plan_file), lang)
        )
        return 3 if found.reasons else 0

    @shelf.verb("apply", founds=True)
    def apply(
        act: "Act",
        plan_file: Path = ask.plan,
        retire: list[str] = ask.many("--retire", "ID", "help-retire-too"),
        only: list[str] = ask.many("--only", "REF", "help-only"),
        reverts: list[str] = ask.many("--reverts", "ADDR", "help-reverts"),
        authors: list[str] = ask.many("--author", "P", "help-author"),
    ) -> "Change":
        programme = _programme(plan_file, lang, act.way.check)
        return act.way.apply(
            programme, retire=retire, only=only, reverts=reverts, authors=authors, **act.said
        )

    @shelf.command("export")
    def export(
        programme: str | None = ask.any_programme,
        output: Path | None = ask.output("help-export-output"),
        json_: bool = ask.json,
        store: str = ask.store,
    ) -> int:
        from campaignflow.cli.desk import opened

        ending = ".json" if json_ else ".yaml" if output is None else output.suffix.lower()
        if ending not in NOTATIONS:
            raise InvalidValue("not-one-of", text=ending, expected=[*NOTATIONS])
        with opened(store) as office:
            text = office.export(programme, NOTATIONS[ending])
        if output is None:
            sys.stdout.write(text)
            return 0
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(labels.sentence("plan-written", lang, {"file": str(output)}), file=sys.stderr)
        return 0

    @shelf.verb("rollover")
    def rollover(
        act: "Act",
        programme: str = ask.argument("PROGRAMME", "help-rollover-programme"),
        to: str = ask.needed("--to", "YEAR", "help-to-year"),
        new_id: str = ask.option("--id", "NEW", "help-new-id"),
    ) -> "Change":
        return act.way.rollover(programme, to=to, new_id=new_id, **act.said)

    @shelf.verb("recalculate")
    def recalculate(act: "Act", programme: str | None = ask.any_programme) -> "Change":
        return act.way.recalculate(programme or "", **act.said)

    @shelf.verb("calendar", after="calendar-added")
    def calendar(
        act: "Act",
        what: str = ask.argument("add", "help-calendar-what"),
        file: Path = ask.argument("FILE", "help-calendar-file"),
    ) -> "Change":
        if what != "add":
            raise InvalidValue("not-one-of", text=what, expected=["add"])
        return act.way.add_calendar(_notice(file), **act.said)


def _difference(plan_file: Path, lang: str, store: str) -> "Diff":
    """Return what applying a plan would do; without a store what is wrong with the plan is told first."""
    from campaignflow.cli.desk import opened
    from campaignflow.store.mistakes import StoreUnavailable

    try:
        with opened(store) as office:
            return office.diff(_programme(plan_file, lang, office.check))
    except StoreUnavailable:
        _programme(plan_file, lang, None)
        raise


def _programme(plan_file: Path, lang: str, looked_over: LookedOver | None) -> "Programme":
    """Return the programme of a plan file, looked over as the office does, its plugins included.

    Raises:
        PlanError: the plan has errors, in what it says or in the dates that come of it.
    """
    made, report = checked(plan_file, "", lang, looked_over)
    if made is None or report.errors:
        raise PlanError(report.findings)
    return made.programme


def _notice(file: Path) -> Mapping[str, Any]:
    """Return one year's days off as a file has them, in the form of the holiday-cn project."""
    refuse_file(file)
    with file.open("rb") as source:
        data = source.read(LARGEST_NOTICE + 1)
    if len(data) > LARGEST_NOTICE:
        raise InvalidValue("notice-too-large", file=str(file), limit=LARGEST_NOTICE // 1024 // 1024)
    text, _ = decoded(data, str(file))
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise InvalidValue("notice-not-json", file=str(file), line=line) from error
    if not isinstance(said, Mapping):
        raise InvalidValue("notice-unreadable")
    return said

"""The commands that write what is planned for news systems and tables: ninjs, newsml, csv.

They take a plan file, else they read the store, as `ics` does, and ask for the same things.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from campaignflow import labels
from campaignflow.cli.choices import for_whom
from campaignflow.cli.files import refuse_other_file
from campaignflow.cli.options import Shelf
from campaignflow.cli.planning import exported

if TYPE_CHECKING:
    from campaignflow.export.planned import Exported

__all__ = ["commands"]

_HOMES = {"ninjs": "ninjs", "newsml": "newsml", "csv": "table"}
"""The formats, and the modules of `campaignflow.export` that write them."""
_OPENINGS = {
    "ninjs": b'{\n "uri": "urn:uuid:',
    "newsml": b"<?xml version='1.0' encoding='utf-8'?>\n<newsMessage ",
    "csv": b"\xef\xbb\xbfuid,id,time,kind,",
}
"""How each file begins, so that one of our own may be written over and nothing else."""


def commands(shelf: Shelf) -> None:
    """Put the commands on the shelf."""
    for name in _HOMES:
        _command(shelf, name)


def _command(shelf: Shelf, format_: str) -> None:
    ask, lang = shelf.ask, shelf.lang

    def write(
        plan_file: Path | None = ask.plan_or_store,
        output: Path | None = ask.output("help-output"),
        unit: str = ask.unit,
        partner: str = ask.option("--partner", "M", "help-partner"),
        person: str = ask.option("--person", "P", "help-person"),
        campaign: str = ask.option("--campaign", "C", "help-campaign"),
        audience: str = ask.option("--audience", "A", "help-audience"),
        programme: str = ask.programme,
        today: str = ask.today,
        store: str = ask.store,
    ) -> int:
        choices = for_whom(unit=unit, partner=partner, person=person, campaign=campaign, audience=audience)
        choices["lang"] = shelf.asked
        home = _HOMES[format_]
        made: Exported | None = exported(format_, home, plan_file, programme, today, store, lang, choices)
        if made is None:
            return 1
        if output is None:
            sys.stdout.buffer.write(made.octets)
        else:
            refuse_other_file(output, _OPENINGS[format_], "export-other-file", format=format_)
            output.write_bytes(made.octets)
            print(labels.sentence("plan-written", lang, {"file": str(output)}), file=sys.stderr)
        for one in made.findings:
            print(f"{labels.word(one.severity, lang)}: {one.message(lang)} [{one.code}]", file=sys.stderr)
        return 0

    shelf.add(format_, write, labels.word(f"help-to-{format_}", lang))

"""A plan as CSV (RFC 4180) for tools that take no calendar: a row for each thing planned, each time.

Columns and their order are stable; values are codes, ISO dates and the planner's own words.  The table that
people print is `campaignflow schedule --csv`.
"""

import csv
import io
from datetime import UTC
from typing import TYPE_CHECKING, Unpack

from campaignflow.export.cells import harmless
from campaignflow.export.lines import clean
from campaignflow.export.planned import Choices, Exported, Line, Losses, Party, day_or_moment, planned
from campaignflow.export.selection import Agenda
from campaignflow.scheduling.entry import NEVER

if TYPE_CHECKING:
    from campaignflow.hooks.plugins import Plugins

__all__ = ["COLUMNS", "to_csv"]

COLUMNS = (
    *("uid", "id", "time", "kind", "title", "campaign", "start", "end", "due", "zone", "part", "part_end"),
    *("precision", "certainty", "status", "lead", "support", "owner", "media", "channels", "where", "needs"),
    *("visibility", "embargo", "sequence", "modified", "note"),
)
"""A new column is added at the end; none is renamed or taken away."""
_BETWEEN = "; "
_BYTE_ORDER_MARK = "\ufeff"


def to_csv(schedule: Agenda, *, plugins: "Plugins | None" = None, **choices: Unpack[Choices]) -> Exported:
    """Return a schedule as CSV (RFC 4180) in UTF-8 with a byte order mark, which Excel wants.

    One row for each thing planned and each time of what comes round; days are `2027-03-15`, moments
    `2027-03-15T09:30:00+08:00`; several values in a cell stand between semicolons.  A cell that a spreadsheet
    would take for a formula begins with an apostrophe; `findings` says which rows have one.  Same plan, same
    bytes.

    Args:
        schedule: The programme with its real dates.
        plugins: Plugins that may take entries away and, in the office's own file, add some.
        choices: Those of `to_ics`: `unit`, `partner`, `person`, `campaign`, `audience`, `as_of`,
            `revisions`, `lang`, with the same rules of what a reader may see.

    Raises:
        PluginFailed: one of them could not be asked, and the audience is outside the office.
        InvalidValue: a choice that does not exist, a naive `as_of`, somebody who is nowhere in the plan.
    """
    made = planned(schedule, choices, plugins)
    losses = Losses("CSV")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in made.lines:
        typed = _cells(line)
        cells = [harmless(cell) for cell in typed]
        if cells != typed:
            losses.add("export-cell-harmless", line)
        writer.writerow(cells)
    return Exported(f"{_BYTE_ORDER_MARK}{out.getvalue()}".encode(), "text/csv; charset=utf-8", losses.told())


def _cells(line: Line) -> list[str]:
    dates = {
        name: "" if moment is None else day_or_moment(moment, line.zone)
        for name, moment in (("start", line.start), ("end", line.end), ("due", line.due))
    }
    lists = {
        name: _BETWEEN.join(one.name for one in parties)
        for name, parties in (
            ("lead", line.lead),
            ("support", line.support),
            ("owner", line.owner),
            ("media", line.media),
            ("channels", line.channels),
        )
    }
    cells = {
        "uid": line.uid,
        "id": line.id,
        "time": line.time,
        "kind": line.kind,
        "title": line.title,
        "campaign": _name(line.campaign),
        **dates,
        "zone": line.zone,
        "part": line.part or "",
        "part_end": line.part_end or "",
        "precision": line.precision.value,
        "certainty": "confirmed" if line.is_confirmed else "provisional",
        "status": "cancelled" if line.is_cancelled else "planned",
        **lists,
        "where": _BETWEEN.join(line.where),
        "needs": _BETWEEN.join(line.needs),
        "visibility": line.visibility.value,
        "embargo": _embargo(line),
        "sequence": str(line.sequence),
        "modified": line.modified.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "note": "\n".join(map(clean, line.note)),
    }
    return [clean(cells[name]) for name in COLUMNS]


def _name(party: Party | None) -> str:
    return "" if party is None else party.name


def _embargo(line: Line) -> str:
    if line.embargo is None:
        return ""
    return "undecided" if line.embargo == NEVER else day_or_moment(line.embargo, line.zone)

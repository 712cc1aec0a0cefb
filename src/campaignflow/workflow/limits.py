"""Limits of time that an office's rules set for what is opened: hours to respond in, a last day, by level.

They come from plugins as data (`campaignflow_data`, `policies`).  What is made of them when a record is
opened is in `campaignflow.actions.limits`; how clocks run, in `campaignflow.records.clock`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from campaignflow.dates.when import ClockTime, Duration
from campaignflow.errors import InvalidValue
from campaignflow.types import FrozenDict, checked_id
from campaignflow.workflow.definition import Title

__all__ = ["Level", "Limits", "limits_in", "read_limits"]

KINDS = ("item", "request", "issue", "finding", "commitment", "interview")
"""Kinds of records that are opened."""


@dataclass(frozen=True, slots=True)
class Level:
    """How grave something is, and how much time it leaves."""

    name: str
    title: Title
    respond_within: str = ""
    """Clock hours until it must be answered, as `5 hours`; empty where no clock runs."""
    due: str = ""
    """Its last day or moment, counted from the opening, as `20 workdays`; empty where there is none."""
    norms: tuple[str, ...] = ()
    """Ids of the norms that it follows."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The levels of one kind of record."""

    name: str
    version: int
    kind: str
    levels: Mapping[str, Level]
    usual: str = ""
    """The level of what is opened without one; empty where that has no limit."""

    def level(self, said: str) -> Level | None:
        """Return the level that somebody named, else the usual one; None where these limits know neither."""
        return self.levels.get(said or self.usual)


def limits_in(policies: Iterable[Mapping[str, Any]]) -> tuple[Limits, ...]:
    """Return the limits among the policies of one plugin; a policy without `levels` is its own affair.

    Raises:
        InvalidValue: one cannot be read, or two are for the same kind.
    """
    found = tuple(read_limits(one) for one in policies if "levels" in one)
    kinds = [one.kind for one in found]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise _unreadable("kind", kind, "one policy a kind")
    return found


def read_limits(data: Mapping[str, Any]) -> Limits:
    """Return the limits of a policy: `name`, `version`, `kind`, `levels` by their names, and the `usual` one.

    Raises:
        InvalidValue: names the part that cannot be read and what would be right.
    """
    said = _block(data, "", {"name", "version", "kind", "levels", "usual"})
    version, kind = said.get("version"), said.get("kind")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _unreadable("version", version, "1")
    if kind not in KINDS:
        raise _unreadable("kind", kind, ", ".join(KINDS))
    levels = {name: _level(name, one) for name, one in _block(said["levels"], "levels").items()}
    usual = said.get("usual", "")
    if not levels:
        raise _unreadable("levels", "{}", "{major: {title, respond_within, due, norms}}")
    if usual not in {"", *levels}:
        raise _unreadable("usual", usual, ", ".join(levels))
    return Limits(checked_id(str(said.get("name", ""))), version, str(kind), FrozenDict(levels), str(usual))


def _level(name: str, data: object) -> Level:
    here = f"levels/{name}"
    said = _block(data, here, {"title", "respond_within", "due", "norms"})
    title, norms = said.get("title", name), said.get("norms", [])
    if isinstance(title, Mapping):
        named = Title(**{lang: str(title.get(lang, name)) for lang in ("zh", "en")})
    else:
        named = Title(str(title), str(title))
    if not isinstance(norms, list | tuple) or not all(isinstance(one, str) for one in norms):
        raise _unreadable(f"{here}/norms", norms, "[issue.major.first_info_hours]")
    within = _length(said.get("respond_within", ""), f"{here}/respond_within", "5 hours")
    if within and not isinstance(Duration(within), ClockTime):
        raise _unreadable(f"{here}/respond_within", within, "5 hours")
    due = _length(said.get("due", ""), f"{here}/due", "20 workdays, 24 hours")
    return Level(checked_id(name), named, within, due, tuple(norms))


def _length(value: object, where: str, expected: str) -> str:
    """Return a length of time as it is kept, empty where none was said."""
    if value == "":
        return ""
    try:
        length = Duration(str(value))
    except InvalidValue:
        raise _unreadable(where, value, expected) from None
    return f"{length.count} {length.unit}"


def _block(value: object, where: str, keys: set[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _unreadable(where, value, "{...}")
    for key in value:
        if keys is not None and key not in keys:
            raise _unreadable(f"{where}/{key}".lstrip("/"), key, ", ".join(sorted(keys)))
    return value


def _unreadable(where: str, value: object, expected: str) -> InvalidValue:
    return InvalidValue("limits-unreadable", where=where or "policies", text=str(value), expected=expected)

"""What there is to see of a record before it is decided: its leaves in plain words, an item a line.

The leaves are those of `campaignflow.records.facets`; nothing that a step covers is left out or cut, so that
what was printed is what is decided.  What waits for whom is `inbox`.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from campaignflow import labels
from campaignflow.canonical import at
from campaignflow.cli.naming import Names
from campaignflow.cli.table import broken, terminal_width
from campaignflow.dates.span import DAY
from campaignflow.gate.cases import items_in, title_of
from campaignflow.records.layout import is_amount
from campaignflow.records.leaf_names import LeafName, first_name, named

__all__ = ["Content"]

_FACETS = ("dates", "units", "scope", "partners", "documents", "text", "budget")
"""The order in which they are told."""
_BLOCKS = {
    "key_dates": "key-date",
    "activities": "activity",
    "prepare": "prepare",
    "agenda": "agenda",
    "routines": "routine",
}
_OUTER = ("conditions", "blackouts", "directives", "calendars", "observances")
"""Blocks of a programme whose leaves have addresses as `condition:rain`."""
_PARTIES = frozenset(
    {"lead", "support", "supervise", "owner", "each", "report_to", "decided_by", "unit", "media"}
)
_FIRST = ("title", "for", "of", "at_least", "at_most", "when", "due", "lead", "amount", "fund")
"""Keys that are told before the others."""
_BARE = frozenset({"when", "for", "of", "amount", "quantity", "unit_cost", "lead"})
"""Keys that need no word before their value where an item or a line is told."""
_STOPPED = frozenset({"dropped", "postponed"})
"""States of an item that is still content, and will not take place as it stands there."""


class Content:
    """How the content of one record is told.

    Args:
        body: The record as it stands, for titles and for dates as they were written.
        names: What parties are called.
    """

    def __init__(self, body: Mapping[str, Any], names: Names) -> None:
        self._names = names
        self._titles: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._stopped: dict[str, str] = {}
        for item, place in items_in(body):
            name = first_name(body, item)
            planned = at(body, place) or {}
            self._titles[name] = title_of(body, item)
            self._written[name] = str((planned.get("when") or {}).get("written", ""))
            self._stopped[name] = str(body.get("progress", {}).get(item, {}).get("state", ""))
        for block in _OUTER:
            for name, said in body.get("plan", {}).get(block, {}).items():
                self._titles[f"{block[:-1]}:{name}"] = str(said.get("title", ""))

    def lines(
        self, leaves: Mapping[str, Any], lang: str, changed: Collection[str] = (), inside: str = "  "
    ) -> list[str]:
        """Return the leaves in lines; with a star before what changed, and what is gone at the end."""
        room = terminal_width()
        if not leaves and not changed:
            return [f"{inside}  {labels.word('nothing-to-see', lang)}"]
        found = [
            part
            for mark, text in self._told(leaves, changed, lang)
            for part in broken(f"{inside}{'*' if mark else ' '} {labels.clean(text)}", room, inside + " " * 6)
        ]
        gone = [
            labels.sentence("names", lang, {"names": [labels.Leaf(one)]})
            for one in changed
            if one not in leaves
        ]
        if gone:
            said = _joined(gone, lang)
            found += broken(
                f"{inside}* {_says(labels.word('is-gone', lang), said, lang)}", room, inside + " " * 6
            )
        return found

    def _told(
        self, leaves: Mapping[str, Any], changed: Collection[str], lang: str
    ) -> Iterator[tuple[bool, str]]:
        """Yield what is told in one line each, and whether it changed."""
        own: dict[str, tuple[bool, Any]] = {}
        items: dict[tuple[str, str], dict[str, Any]] = {}
        marks: set[tuple[str, str]] = set()
        lines: list[tuple[bool, str]] = []
        for leaf, value in leaves.items():
            name = named(leaf)
            if name.line:
                lines.append((leaf in changed, self._line(name, value, lang)))
            elif not name.item:
                own[leaf] = (leaf in changed, value)
            else:
                items.setdefault((name.item, name.time), {})[name.facet] = value
                if leaf in changed:
                    marks.add((name.item, name.time))
        for leaf in sorted(own, key=lambda one: (_FACETS.index(named(one).facet), one)):
            mark, value = own[leaf]
            said = _joined([*self._fields(value, lang, bare=frozenset({"when"}))], lang)
            yield mark, _says(labels.word(named(leaf).facet, lang), said, lang)
        for key in sorted(items, key=lambda one: (_moment(items[one]), one)):
            yield key in marks, self._item(*key, items[key], lang)
        yield from lines

    def _item(self, item: str, time: str, facets: Mapping[str, Any], lang: str) -> str:
        title = str(facets.get("text", {}).get("title") or self._titles.get(item, ""))
        address = f"{item}@{time}" if time else item
        label = labels.sentence("titled", lang, {"title": title, "ref": address}) if title else address
        said: list[str] = []
        for facet in sorted(facets, key=_FACETS.index):
            shown = {name: value for name, value in facets[facet].items() if name not in {"title", "block"}}
            said += self._fields(shown, lang, written="" if time else self._written.get(item, ""))
        if self._stopped.get(item) in _STOPPED and not time:
            said.append(labels.word(self._stopped[item], lang))
        block = facets.get("scope", {}).get("block", "")
        if not said and block:
            said.append(labels.word(_BLOCKS.get(block, block), lang))
        return _says(label, _joined(said, lang), lang) if said else label

    def _line(self, name: LeafName, value: Mapping[str, Any], lang: str) -> str:
        """Return a budget line."""
        where = f"{name.item}: " if name.item else ""
        what = f"{labels.word('budget', lang)} {where}{value.get('for', name.line)}"
        shown = {key: one for key, one in value.items() if key not in {"for", "quantity", "unit_cost"}}
        said: list[str] = []
        if "quantity" in value or "unit_cost" in value:
            parts = [value[one] for one in ("quantity", "unit_cost") if one in value]
            said.append(" × ".join(self._value("", one, lang) for one in parts))
        return _says(what, _joined([*said, *self._fields(shown, lang)], lang), lang)

    def _fields(
        self, value: Mapping[str, Any], lang: str, *, bare: Collection[str] = _BARE, written: str = ""
    ) -> Iterator[str]:
        for key in sorted(value, key=_rank):
            said = self._value(key, value[key], lang, written if key == "when" else "")
            word = "" if key in bare else _field(key, lang)
            yield word if value[key] is True else f"{word} {said}".strip()

    def _value(self, key: str, value: Any, lang: str, written: str = "") -> str:
        if isinstance(value, bool):
            return labels.word("yes" if value else "no", lang)
        if isinstance(value, Mapping):
            return self._inner(value, lang, written)
        if isinstance(value, list):
            said = [self._value(key, one, lang) for one in value]
            return _listed(said, lang) if _is_texts(value) else _joined(said, lang)
        if key in _PARTIES:
            return self._names.one(str(value))
        if key == "fund":
            return self._names.fund(str(value))
        if key == "per":
            return labels.word(str(value), lang)
        return "—" if value is None else str(value)

    def _inner(self, value: Mapping[str, Any], lang: str, written: str) -> str:
        if is_amount(value):
            return f"{value['amount']} {value.get('currency', '')}".strip()
        if _is_days(value):
            return _days(value, lang)
        if written:
            return written  # the rule of what comes round, in the words of whoever planned it
        shown = {name: "/".join(one) if _is_texts(one) else one for name, one in value.items()}
        return ("，" if lang == "zh" else ", ").join(self._fields(shown, lang))


def _rank(key: str) -> tuple[int, str]:
    return (_FIRST.index(key) if key in _FIRST else len(_FIRST)), key


def _field(key: str, lang: str) -> str:
    code = f"field-{key}"
    word = labels.word(code, lang)
    return key if word == code else word.lower()


def _says(what: str, said: str, lang: str) -> str:
    return f"{what}：{said}" if lang == "zh" else f"{what}: {said}"


def _joined(parts: list[str], lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(parts)


def _listed(parts: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_days(value: Mapping[str, Any]) -> bool:
    return "precision" in value and not value.keys().isdisjoint({"start", "end", "due"})


def _days(value: Mapping[str, Any], lang: str) -> str:
    """Return the days that a date means, and whether they are provisional."""
    said = [str(value[name])[:16].replace("T", " ") for name in ("start", "end", "due") if name in value]
    if len(said) > 1 and len(said[1]) > DAY and said[0][:DAY] == said[1][:DAY]:
        said[1] = said[1][DAY + 1 :]
    days = " – ".join(dict.fromkeys(said)) if "start" in value or "due" in value else f"→ {said[0]}"
    more = [labels.word(str(value[name]), lang) for name in ("part", "part_end") if name in value]
    if value.get("certainty") == "provisional":
        more.append(labels.word("value-provisional", lang))
    return " ".join([days, *dict.fromkeys(more)])


def _moment(facets: Mapping[str, Any]) -> str:
    """Return when something begins or is due, to tell things in their order; what has no day comes last."""
    dates = facets.get("dates", {})
    for name in ("when", "due"):
        said = dates.get(name, {})
        for edge in ("start", "due", "end"):
            if edge in said:
                return str(said[edge])
    return "~"

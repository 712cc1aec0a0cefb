"""What a check found, as lines for people and as data for programs."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from campaignflow import labels
from campaignflow.errors import Finding
from campaignflow.scheduling.entry import Entry
from campaignflow.scheduling.schedule import Schedule

__all__ = ["Report", "json_text", "plain"]

# DEL, C1 and bidi controls; json escapes C0 itself
_PLAYS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ORDER = {"error": 0, "warning": 1, "note": 2}


class Report:
    """Findings about one plan, worst first, then by place."""

    def __init__(self, findings: Iterable[Finding], lang: str) -> None:
        self.lang = lang
        self.findings = sorted(
            findings,
            key=lambda f: (
                _ORDER[f.severity],
                f.place.file or "",
                f.place.line or 0,
                f.place.column or 0,
                f.code,
            ),
        )

    def count(self, severity: str) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def errors(self) -> int:
        """Findings that keep the plan from being used."""
        return self.count("error")

    @property
    def warnings(self) -> int:
        """Findings that are doubtful."""
        return self.count("warning")

    def as_text(self, *, notes: bool, made: Schedule | None) -> str:
        """Return one line for each finding and a summary."""
        lines = [self._line(one) for one in self.findings if notes or one.severity != "note"]
        counts = {"errors": self.errors, "warnings": self.warnings, "notes": self.count("note")}
        if lines:
            lines.append("")
        if made is not None and not self.errors:
            lines.append(labels.sentence("plan-summary", self.lang, _summary(made)))
        lines.append(labels.sentence("findings-summary", self.lang, counts))
        if self.count("note") and not notes:
            lines[-1] += labels.word("notes-hint", self.lang)
        return "\n".join(lines)

    def _line(self, finding: Finding) -> str:
        spot = ":".join(
            str(part)
            for part in (finding.place.file, finding.place.line, finding.place.column)
            if part is not None
        )
        named = finding.place.line is None and (finding.place.item or not spot)
        item = f"{finding.place.item}: " if named else ""
        head = f"{labels.clean(spot)}: " if spot else ""
        severity = labels.word(finding.severity, self.lang)
        text = f"{head}{labels.clean(item)}{severity}: {finding.message(self.lang)}"
        if finding.waived is not None:
            text += " " + labels.sentence("waived", self.lang, {"reason": finding.waived})
        return f"{text} [{finding.code}]"

    def as_json(self) -> str:
        """Return the findings as JSON, one object each."""
        return json_text(self.as_data())

    def as_data(self) -> dict[str, Any]:
        """Return the findings as data."""
        return {"findings": [self._data(one) for one in self.findings]}

    def _data(self, finding: Finding) -> dict[str, Any]:
        place = asdict(finding.place)
        facts = {name: plain(fact) for name, fact in finding.facts.items()}
        return {
            "severity": finding.severity,
            "code": finding.code,
            **place,
            "items": list(finding.items),
            "message": finding.message(self.lang),
            "facts": facts,
            "waived": finding.waived,
        }

    @staticmethod
    def entry(entry: Entry) -> dict[str, Any]:
        """Return an entry as data."""
        data = asdict(entry)
        del data["path"]
        return {name: plain(value) for name, value in data.items()}


def json_text(data: object) -> str:
    """Return data as JSON in which nothing can play with a terminal (rule C7)."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _PLAYS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _summary(made: Schedule) -> dict[str, object]:
    kinds = [entry.kind for entry in made.entries]
    first, last = made.period
    return {
        "title": made.programme.title,
        "first": "…" if first is None else first,
        "last": "…" if last is None else last,
        "campaigns": kinds.count("campaign"),
        "activities": kinds.count("activity"),
        "key_dates": kinds.count("key-date"),
        "routines": kinds.count("routine"),
    }

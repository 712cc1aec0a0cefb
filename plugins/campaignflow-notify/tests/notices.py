"""Notices, the people they are for, and a clock."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import campaignflow as cf

NOW = datetime(2027, 2, 17, 2, tzinfo=UTC)


def party(id_: str, name: str, *people: Any) -> Any:
    return SimpleNamespace(
        id=id_, name=name, kind="unit" if people else "person", unit="", people=tuple(people)
    )


LI, WANG = party("li-wei", "李伟"), party("wang-fang", "王芳")
OFFICE = party("office", "办公室", LI, WANG)


def notice(number: int = 1, *, to: tuple[Any, ...] = (OFFICE,), **said: Any) -> cf.DutyNotice:
    fields: dict[str, Any] = {
        "id": f"campaign:river-2027/water-week@{number}/deliver:notify",
        "kind": "reminded",
        "at": NOW,
        "to": to,
        "ref": "campaign:river-2027/water-week/scheme",
        "title": "印发方案",
        "duty": "due",
        "due": datetime(2027, 2, 22, 16, tzinfo=UTC),
        "zone": "Asia/Shanghai",
        "zh": "提醒：“印发方案”将到期，时间 2027-02-22。",
        "en": "Reminder (due): “印发方案”, 2027-02-22.",
    }
    return cf.DutyNotice(**(fields | said))


class Clock:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.at = 0.0
        self.passes = 0.0
        """Seconds that pass whenever somebody looks."""

    def __call__(self) -> float:
        self.at += self.passes
        return self.at

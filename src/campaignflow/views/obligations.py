"""What is owed: reminders and escalations due at a moment, as plain data; the same record, the same list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from campaignflow import labels
from campaignflow.gate.look import Look
from campaignflow.gate.projection import armed_duties
from campaignflow.records.duties import Duty
from campaignflow.types import Ref

__all__ = ["Obligation", "address_of", "as_said", "obligations"]

_ABOUT_AN_END = frozenset({"due", "overdue", "wrap_up", "decide", "condition"})
"""Duties about the end of a day, which is the first instant of the next."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One reminder that is due: who is to be told of what."""

    ref: str
    """Full ref of the item it is about, with `@` and key for one time of a series."""
    title: str
    duty: str
    """`starts`, `due`, `overdue`, `routine`, `response`, `launch`, `wrap_up`, `decide` or `condition`."""
    rung: int
    """Step of the ladder: the first time 0."""
    at: datetime
    """When it became due, in UTC."""
    target: datetime
    """The instant it is about, in UTC."""
    to: tuple[str, ...]
    """Ids of units and people to be told."""
    key: str
    """Its name: under it it is carried out once and never again."""
    provisional: bool
    """Whether the date it is about may still move."""

    def message(self, lang: str | None = None) -> str:
        """Return it as a line for people."""
        lang = labels.language(lang)
        facts = {
            "duty": labels.word(f"duty-{self.duty}", lang),
            "title": self.title,
            "target": self.target,
            "to": self.to or ("—",),
        }
        return labels.sentence("obligation", lang, facts)


def obligations(look: Look, at: datetime, programme: str | None = None) -> list[Obligation]:
    """Return what is due by a moment and was not carried out yet, in order of instant, ref and rung."""
    found = list(_due(look, at, programme))
    return sorted(found, key=lambda one: (one.at, one.ref, one.rung))


def _due(look: Look, at: datetime, programme: str | None) -> Iterator[Obligation]:
    for record in look.records(programme=programme):
        if "workflow" not in record.data:
            continue
        ref = Ref(record.kind, record.programme, record.id)
        armed = armed_duties(look, ref, record.data, record.revisions, record.approvals)
        listed = [duty for duty in armed if duty.at <= at]
        fired = look.fired(record.ref) if listed else frozenset()
        yield from (_obligation(duty) for duty in listed if duty.key not in fired)


def _obligation(duty: Duty) -> Obligation:
    ref = address_of(duty.ref, duty.item, duty.occurrence)
    return Obligation(
        ref, duty.title, duty.duty, duty.rung, duty.at, duty.target, duty.to, duty.key, duty.provisional
    )


def address_of(ref: str, item: str, occurrence: str) -> str:
    """Return how people name what a duty is about: `campaign:p/c/briefing`, `routine:weekly@2027-W10`."""
    inner = f"{item}@{occurrence}" if occurrence else item
    if not inner:
        return ref
    return f"routine:{inner}" if ref.startswith("programme:") else f"{ref}/{inner}"


def as_said(target: datetime, duty: str, zone: tzinfo) -> date | datetime:
    """Return what a duty is about as people in a zone say it: a day, which ends at 24:00, or a moment."""
    there = target.astimezone(zone)
    return there if there.time() != time() else there.date() - timedelta(days=duty in _ABOUT_AN_END)

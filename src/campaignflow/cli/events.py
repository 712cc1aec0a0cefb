"""What entries about approvals say, in words: `部门审核：同意`; for the journal and for what an act did.

Entries name steps and conditions by their ids; what those are called stands in the entries of the record
before them, so all are heard in their order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from campaignflow import labels
from campaignflow.cli.naming import Names
from campaignflow.dates.span import DAY
from campaignflow.gate.change import Change
from campaignflow.office.readings import Readings
from campaignflow.store.journal import JournalEntry
from campaignflow.views.rounds import RoundStanding
from campaignflow.workflow.rounds import OPEN

__all__ = ["Events", "Told", "told"]

_KEYS = frozenset(
    {"round", "decision", "taken_back", "override", "minted", "discharged", "mandate", "plugins", "holds"}
)
"""Keys of the details of entries that say something of approvals."""


class Events:
    """Tells entries, having heard those before them."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._steps: dict[tuple[str, str], str] = {}
        self._conditions: dict[tuple[str, str], str] = {}

    def hear(self, entry: JournalEntry) -> None:
        """Take in what an entry calls things."""
        details = entry.details
        for said in (details, details.get("approvals") or {}):
            for part in ("round", "asked"):
                for name, step in ((said.get(part) or {}).get("steps") or {}).items():
                    self._steps[entry.ref, str(name)] = str(step.get("title") or name)
        for one in details.get("imposed") or ():
            self._conditions[entry.ref, str(one["id"])] = str(one.get("text", ""))

    def said(self, entry: JournalEntry, lang: str) -> str:
        """Return what an entry says of approvals; empty where it says nothing of them."""
        tell = _TELL.get(entry.verb)
        return "" if tell is None else labels.clean(tell(self, entry, lang))

    def step(self, entry: JournalEntry, name: object) -> str:
        """Return what a step is called."""
        return self._steps.get((entry.ref, str(name)), str(name))

    def condition(self, entry: JournalEntry, name: object) -> str:
        """Return what a condition asks for."""
        return self._conditions.get((entry.ref, str(name)), str(name))


class Told(NamedTuple):
    """What an act did to approvals, in lines for people."""

    events: Sequence[str]
    """What its entries say."""
    waiting: Sequence[str]
    """For each round that is under way then, which of its steps wait, for whom."""


def told(office: Readings, change: Change, lang: str) -> Told:
    """Return what an act did to approvals; nothing where it did not touch any."""
    if not any(entry.details.keys() & _KEYS for entry in change.entries):
        return Told((), ())
    events = Events(Names(office))
    waiting: list[str] = []
    for ref in change.before:
        for entry in office.journal(ref):
            events.hear(entry)
        waiting += _waiting(office.approvals(ref), events.names, lang)
    for entry in change.entries:  # as a preview has them
        events.hear(entry)
    said = [events.said(entry, lang) for entry in change.entries]
    return Told([one for one in said if one], waiting)


def _waiting(standing: RoundStanding | None, names: Names, lang: str) -> Iterator[str]:
    if standing is None or standing.outcome != OPEN:
        return
    steps = [
        step.title + labels.sentence("in-brackets", lang, {"said": names.of(step.who, lang) or "—"})
        for step in standing.steps
        if step.is_open and step.status in {"waiting", "stale"}
    ]
    if steps:
        yield labels.sentence("waits-for", lang, {"steps": steps})


def _decided(events: Events, entry: JournalEntry, lang: str) -> str:
    one = entry.details.get("decision") or {}
    said = labels.word(str(one.get("verdict", "")), lang)
    if one.get("principal") != one.get("actor"):
        whose = {"person": events.names.one(str(one.get("principal", "")))}
        for_ = labels.sentence("on-behalf-of", lang, whose)
        said += labels.sentence("in-brackets", lang, {"said": for_})
    facts = {"step": events.step(entry, one.get("step", "")), "said": said}
    return " · ".join([labels.sentence("step-said", lang, facts), *_imposed(entry)])


def _imposed(entry: JournalEntry) -> list[str]:
    return [str(one.get("text", "")) for one in entry.details.get("imposed") or ()]


def _taken_back(events: Events, entry: JournalEntry, _lang: str) -> str:
    one = (entry.details.get("taken_back") or {}).get("decision") or {}
    return events.step(entry, one.get("step", ""))


def _overridden(events: Events, entry: JournalEntry, _lang: str) -> str:
    name = (entry.details.get("override") or {}).get("step", "")
    owed = [one for one in _imposed(entry) if one != entry.reason]
    return " · ".join([events.step(entry, name), *owed])


def _invited(events: Events, entry: JournalEntry, lang: str) -> str:
    one = entry.details.get("minted") or {}
    facts = {
        "step": events.step(entry, one.get("step", "")),
        "said": events.names.one(str(one.get("person", ""))),
    }
    return labels.sentence("step-said", lang, facts)


def _ended(events: Events, entry: JournalEntry, _lang: str) -> str:
    return events.condition(entry, (entry.details.get("discharged") or {}).get("id", ""))


def _determined(_events: Events, entry: JournalEntry, lang: str) -> str:
    holds = labels.Word("holds" if entry.details.get("holds") else "does-not-hold")
    return labels.sentence(
        "step-said", lang, {"step": str(entry.details.get("condition", "")), "said": holds}
    )


def _mandated(events: Events, entry: JournalEntry, lang: str) -> str:
    name = str(entry.details.get("mandate", ""))
    said: Mapping[str, Any] = (entry.patch.get("mandates") or {}).get(name) or {}
    if not said:  # it was redacted
        return name
    ends = datetime.fromisoformat(said["until_at"]) - timedelta(microseconds=1)
    steps = said.get("scope") or ()
    facts = {
        "mandate": name,
        "person": events.names.one(str(said["to"])),
        "begins": events.names.moment(datetime.fromisoformat(said["from_at"]))[:DAY],
        "ends": events.names.moment(ends)[:DAY],
        "scope": labels.sentence("mandate-scope", lang, {"steps": steps}) if steps else "",
    }
    return labels.sentence("mandate-said", lang, facts)


def _mandate_ended(_events: Events, entry: JournalEntry, _lang: str) -> str:
    return str(entry.details.get("mandate", ""))


def _required(_events: Events, entry: JournalEntry, lang: str) -> str:
    plugins = entry.details.get("plugins") or ()
    if not plugins:
        return labels.word("no-plugins-required", lang)
    return labels.sentence("names", lang, {"names": plugins})


def _reminded(events: Events, entry: JournalEntry, _lang: str) -> str:
    item = str(entry.details.get("item", ""))
    is_step = entry.details.get("duty") == "decide"
    return events.step(entry, item.removeprefix("approval:")) if is_step else ""


_TELL: Mapping[str, Callable[[Events, JournalEntry, str], str]] = {
    "decided": _decided,
    "took_back": _taken_back,
    "revoked": _taken_back,
    "annulled": _taken_back,
    "determined": _determined,
    "overridden": _overridden,
    "invited_outside": _invited,
    "discharged": _ended,
    "lifted": _ended,
    "mandated": _mandated,
    "mandate_ended": _mandate_ended,
    "required": _required,
    "reminded": _reminded,
    "escalated": _reminded,
    "lapsed": _reminded,
}

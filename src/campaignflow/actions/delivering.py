"""Having plugins carry reminders and escalations: at least once, in order for each record, tried again.

What is due is put on record first, in `campaignflow.actions.supervision`; each entry waits in the outbox
until every plugin that delivers has taken it.  What is not taken is tried again later, and in the end set
aside.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, NamedTuple, Protocol

from campaignflow import labels
from campaignflow.actions.telling import CAUSE, by_act
from campaignflow.gate.cases import title_of
from campaignflow.gate.look import RETIRED, Look
from campaignflow.hooks.answers import Delivery
from campaignflow.hooks.context import Addressee, DutyNotice
from campaignflow.hooks.plugins import Plugins
from campaignflow.store.journal import JournalEntry
from campaignflow.store.rows import Notice
from campaignflow.store.snapshot import Snapshot
from campaignflow.store.store import Store
from campaignflow.views.obligations import address_of, as_said

__all__ = ["CARRIES", "MOST", "Undelivered", "again", "carry", "undelivered"]

CARRIES = "deliver:"
"""Before the name of a plugin that delivers, in the outbox; beside it stands what it is told of commits."""
MOST = 10
"""How often a notice is tried before it is set aside: five minutes after the first time, then twice as long
each time, which makes almost two days."""
FIRST_WAIT = timedelta(minutes=5)
MOST_ERRORS = 3
"""After so many errors of a plugin in a row the rest waits for the next run: the mail server is away."""


class Looks(Protocol):
    """Opens a look at the record and the snapshot it reads from."""

    def __call__(self) -> AbstractContextManager[tuple[Look, Snapshot]]:
        """Open it."""
        ...


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A notice that a plugin has not taken yet."""

    plugin: str
    """Name of the plugin."""
    notice: DutyNotice
    """What it is to carry."""
    why: str
    """What it said against it the last time, or the code of the error; empty before the first try."""
    tried_at: datetime | None
    """When it was tried last."""
    set_aside: bool
    """Whether it is not tried any more, until somebody has it sent again."""


class _Waiting(NamedTuple):
    row: Notice
    notice: DutyNotice | None
    """None for an entry that is no notice: what followed from one in the same act."""


def carry(store: Store, looks: Looks, plugins: Plugins, names: Sequence[str], now: datetime) -> None:
    """Have each plugin carry what waits for it and may be tried by now."""
    for name in names if not CAUSE.get() else ():  # else it comes from a plugin that is being told
        _carry(store, looks, plugins, name, now)


def _carry(store: Store, looks: Looks, plugins: Plugins, name: str, now: datetime) -> None:
    with looks() as (look, snapshot):
        waiting = {one.row.id: one for one in _waiting(look, snapshot, name) if one.row.failures < MOST}
    held: set[str] = set()
    errors = 0
    for batch in by_act([one.row for one in waiting.values()]):
        rows = [row for row in batch if row.ref not in held]
        is_early = any(now < _next_try(row) for row in rows)
        if is_early or len(rows) < len(batch) or errors >= MOST_ERRORS:
            held.update(row.ref for row in batch)
            continue
        said = _carried(plugins, name, [waiting[row.id] for row in rows])
        errors = errors + 1 if said.error else 0
        for row in rows:
            is_notice = waiting[row.id].notice is not None
            why = said.error.code if said.error else said.refused.get(row.id)
            if why is None or not is_notice:
                store.delivered(row.id)
                continue
            store.failed(row.id, now, why)
            held.add(row.ref)


def _carried(plugins: Plugins, name: str, batch: Sequence[_Waiting]) -> Delivery:
    """Have a plugin carry the notices of one act; what it does in the office names them as its cause."""
    notices = [one.notice for one in batch if one.notice is not None]
    if not notices:
        return Delivery()
    token = CAUSE.set(f"{batch[0].row.ref}@{batch[0].row.version}")
    try:
        return plugins.deliver(name, notices)
    finally:
        CAUSE.reset(token)


def _next_try(row: Notice) -> datetime:
    """Return when a notice may be tried again."""
    if row.tried_at is None or not row.failures:
        return datetime.min.replace(tzinfo=UTC)
    wait: timedelta = FIRST_WAIT * 2 ** (row.failures - 1)
    return row.tried_at + wait


def undelivered(look: Look, snapshot: Snapshot) -> list[Undelivered]:
    """Return what plugins have not taken, those set aside included, in order of plugin and record."""
    names = sorted({row.listener for row in snapshot.outbox() if row.listener.startswith(CARRIES)})
    return [
        Undelivered(
            row.listener.removeprefix(CARRIES),
            notice,
            snapshot.refusal(row.id) or "",
            row.tried_at,
            row.failures >= MOST,
        )
        for name in names
        for row, notice in _waiting(look, snapshot, name.removeprefix(CARRIES))
        if notice is not None
    ]


def again(store: Store, found: Sequence[Undelivered], ids: Collection[str]) -> int:
    """Let notices be tried again at once, as if never before; return how many these are.

    Without `ids` those that are set aside.
    """
    chosen = [one for one in found if (one.notice.id in ids if ids else one.set_aside)]
    for one in chosen:
        store.afresh(one.notice.id)
    return len(chosen)


# what is carried


def _waiting(look: Look, snapshot: Snapshot, name: str) -> Iterator[_Waiting]:
    """Yield what waits for a plugin, in order of record and version."""
    rows = snapshot.outbox(f"{CARRIES}{name}")
    everybody = _Everybody(look) if rows else None
    for row in rows:
        (entry,) = snapshot.journal(ref=row.ref, since_version=row.version - 1, upto=row.version)
        yield _Waiting(row, None if everybody is None else _notice(look, everybody, row, entry))


def _notice(look: Look, everybody: "_Everybody", row: Notice, entry: JournalEntry) -> DutyNotice | None:
    said = entry.details
    if "duty" not in said or "target" not in said:
        return None
    duty, target, item = str(said["duty"]), datetime.fromisoformat(said["target"]), str(said.get("item", ""))
    body = look.body(entry.ref) or {}
    title = title_of(body, item) or title_of(body) or item or entry.ref
    code = _SAID.get(entry.verb, "notice-reminded")
    facts = {"title": title, "when": _when(target, duty, look.zone), "duty": labels.Word(f"duty-{duty}")}
    zh, en = (labels.sentence(code, lang, facts) for lang in labels.LANGUAGES)
    return DutyNotice(
        id=row.id,
        kind=entry.verb,
        at=entry.at,
        to=tuple(everybody.one(one) for one in said.get("to", ())),
        ref=address_of(entry.ref, item, str(said.get("occurrence", ""))),
        title=title,
        duty=duty,
        due=target,
        zone=look.zone.key,
        zh=zh,
        en=en,
        tries=row.failures,
    )


_SAID = {
    "reminded": "notice-reminded",
    "escalated": "notice-escalated",
    "lapsed": "notice-lapsed",
    "missed": "notice-missed",
}


def _when(target: datetime, duty: str, zone: tzinfo) -> str:
    said = as_said(target, duty, zone)
    return f"{said:%Y-%m-%d %H:%M}" if isinstance(said, datetime) else said.isoformat()


class _Everybody:
    """Whom notices can be for, as the office knows them."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._of_unit: dict[str, list[str]] = {}
        for record in look.records(kind="person"):
            plan: Mapping[str, Any] = record.data["plan"]
            if record.data.get("state") != RETIRED and plan.get("unit"):
                self._of_unit.setdefault(str(plan["unit"]), []).append(record.id)

    def one(self, party: str) -> Addressee:
        """Return whom an id is of."""
        person = self._look.body(f"person:{party}")
        if person is not None:
            plan = person["plan"]
            return Addressee(party, "person", str(plan.get("name", party)), str(plan.get("unit", "")))
        unit = self._look.body(f"unit:{party}")
        if unit is None:
            return Addressee(party, "unknown", party)
        people = tuple(map(self.one, sorted(self._of_unit.get(party, ()))))
        return Addressee(party, "unit", str(unit["plan"].get("name", party)), people=people)

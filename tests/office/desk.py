"""What the tests of the office share: a small plan, a clock, an office founded with both, ways to look at it.

The plan is that of a river authority: two units, a planner and a head in each, a planner who governs, too.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import campaignflow as cf
from campaignflow.canonical import Body, put
from campaignflow.gate.command import Command, Proposal
from campaignflow.store.act import Timer
from campaignflow.store.store import Store
from campaignflow.types import Actor

PLAN = """\
programme:
  id: river-2027
  title: 2027 年度宣传计划
  period: 2027
  timezone: Asia/Shanghai
  working_calendar: CN
  week_starts: monday
  currency: CNY
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传中心}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner]}
  chen-jing: {name: 陈静, unit: press, roles: [planner]}
  wang-fang: {name: 王芳, unit: office, roles: [planner, administrator]}
  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}
  sun-lei: {name: 孙磊, unit: press, roles: [head-of-unit]}
media:
  people-daily: {name: 人民日报, tier: central, kind: newspaper}
channels:
  wechat: {name: 官方微信, platform: wechat, owner: press}
funds:
  special: {title: 专题宣传经费, category: special, amount: 500000 CNY}
routines:
  weekly-report: {title: 舆情周报, lead: office, when: every friday}
campaigns:
  water-week:
    title: 世界水日 · 中国水周
    lead: office
    support: [press]
    when: 2027-03-22/2027-03-28
    key_dates:
      water-day: {title: 世界水日, when: observance:world-water-day}
      press-day: {title: 通气会日, when: water-day - 5 workdays, certainty: provisional}
    activities:
      scheme: {title: 印发方案, lead: office, due: water-day - 20 workdays}
      briefing:
        title: 新闻通气会
        lead: press
        when: press-day 09:30-11:00
        needs: [scheme]
        media: [people-daily]
        prepare:
          release: {title: 通稿定稿, due: activity.start - 2 workdays}
      wrap-up: {title: 总结报送, lead: office, due: campaign.end + 10 workdays}
    budget:
      - {for: 海报印制, quantity: 1500, unit_cost: 0.37 CNY, fund: special}
      - {for: 公益广告投放, amount: 8万元, fund: special, charged: campaign.start}
  summer:
    title: 暑期防溺水
    lead: press
    when: 2027-07
    activities:
      poster: {title: 防溺水海报, lead: press, due: water-week/press-day + 30 days}
      show: {title: 展览, lead: press, when: 2027-07-mid}
      patrol: {title: 巡查, lead: press, when: every friday}
"""
RIVER = "programme:river-2027"
WEEK = "campaign:river-2027/water-week"
SUMMER = "campaign:river-2027/summer"
RENAMED = (
    ("  water-week:\n    title", "  water-week-27:\n    was: water-week\n    title"),
    ("water-week/press-day", "water-week-27/press-day"),
)
"""The campaign under another id, and what names it."""
STEP = (
    "campaigns:",
    "approvals:\n  department: {title: 部门审核, by: head-of-unit, before: submit}\ncampaigns:",
)
"""An approval step of the whole office."""
FOUNDED = datetime(2026, 12, 1, 1, tzinfo=UTC)


def text(*changes: tuple[str, str], of: str = PLAN) -> str:
    """Return the text of the plan with some words exchanged."""
    for old, new in changes:
        assert old in of, old
        of = of.replace(old, new)
    return of


def plan(*changes: tuple[str, str], of: str = PLAN) -> cf.Programme:
    """Return the plan with some words exchanged."""
    return cf.loads(text(*changes, of=of))


def next_year(*changes: tuple[str, str]) -> cf.Programme:
    """Return the same plan for 2028: other days, and every id but the programme's the same."""
    return plan(("2027", "2028"), *changes)


@dataclass
class Clock:
    """A clock that stands until somebody moves it."""

    at: datetime = FOUNDED

    def __call__(self) -> datetime:
        return self.at

    def on(self, **span: float) -> datetime:
        """Move it on by a span, and return what it shows."""
        self.at += timedelta(**span)
        return self.at

    def to(self, moment: str) -> datetime:
        """Set it to a moment in Shanghai, as `2027-03-01 09:00`."""
        self.at = datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)
        return self.at


@contextmanager
def raw(office: cf.Office) -> Any:
    """Open the database below an office, past everything that guards it."""
    held = office._store._dialect._engine.raw_connection()
    try:
        yield held.driver_connection
    finally:
        held.close()


def copied(office: cf.Office) -> bytes:
    """Return an office in memory as the bytes of a file."""
    with raw(office) as connection:
        return bytes(connection.serialize())


_IDLE: list[Store] = []
"""Stores in memory that no test holds: another copy is poured into one faster than one is made."""


def opened(octets: bytes, clock: Clock, *, file: Path | None = None, **options: Any) -> cf.Office:
    """Open a copy, in memory or in a file."""
    if file is not None:
        file.write_bytes(octets)
        return cf.open_office(f"sqlite:///{file}?synchronous=NORMAL", clock=clock, **options)
    store = _IDLE.pop() if _IDLE else Store.open("sqlite://")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "open", lambda *_, **__: store)
        office = cf.open_office("sqlite://", clock=clock, **options)
    # it is given back; an office may be closed twice
    office.close = lambda: None if any(one is store for one in _IDLE) else _IDLE.append(store)
    with raw(office) as connection:
        connection.deserialize(octets)
        store.office = connection.execute("SELECT uuid FROM office").fetchone()[0]
    return office


_FOUNDED: dict[str, bytes] = {}


def founded(clock: Clock, of: str = PLAN, *, file: Path | None = None, **options: Any) -> cf.Office:
    """Return an office in which li-wei has applied a plan; each plan is really applied once, then copied."""
    if of not in _FOUNDED:
        with cf.open_office("sqlite://", clock=Clock()) as office:
            office.apply(cf.loads(of), actor="li-wei")
            _FOUNDED[of] = copied(office)
    return opened(_FOUNDED[of], clock, file=file, **options)


def everything(office: cf.Office) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with raw(office) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in names}


def refused(call: Callable[..., Any], *args: Any, **said: Any) -> list[cf.Reason]:
    """Return the reasons for which a call is refused."""
    with pytest.raises(cf.Refused) as caught:
        call(*args, **said)
    return list(caught.value.reasons)


def codes(call: Callable[..., Any], *args: Any, **said: Any) -> set[str]:
    """Return the codes of the reasons for which a call is refused."""
    return {reason.code for reason in refused(call, *args, **said)}


def fails(call: Callable[..., Any], *args: Any, **said: Any) -> str:
    """Return the code of the error that a call raises because something cannot be read."""
    with pytest.raises(cf.InvalidValue) as caught:
        call(*args, **said)
    return caught.value.code


def wrote(change: cf.Change) -> list[tuple[str, str]]:
    """Return which records a change wrote to, by their own ids, and in which words."""
    return [(entry.ref.rpartition("/")[2], entry.verb) for entry in change.entries]


def day(office: cf.Office, item: str, programme: str | None = None) -> date | None:
    """Return the first day of something in the office's schedule, else its last."""
    entry = office.schedule(programme)[item]
    moment = entry.start if entry.start is not None else entry.due
    return moment.date() if isinstance(moment, datetime) else moment


def days(office: cf.Office, *items: str) -> dict[str, str]:
    """Return the days of some things as texts."""
    return {item: str(day(office, item)) for item in items}


def timers(office: cf.Office, ref: str = "", item: str | None = None) -> list[Timer]:
    """Return the timers that are armed, for a record and an item in it."""
    with office._store.snapshot() as view:
        armed = view.timers()
    return [one for one in armed if one.ref.startswith(ref) and item in {None, one.item}]


def given(changes: Iterable[cf.Change]) -> list[tuple[str, str, str]]:
    """Return what was carried out: the verb, the duty, and what it is about."""
    return [
        (entry.verb, entry.details["duty"], f"{entry.ref.rpartition('/')[2]}/{entry.details.get('item', '')}")
        for change in changes
        for entry in change.entries
        if "duty" in entry.details
    ]


def launched(office: cf.Office, ref: str, actor: str = "wang-fang") -> None:
    """Bring a campaign to where it runs."""
    office.fire(ref, "submit", actor=actor)
    office.fire(ref, "launch", actor=actor)


def planted(office: cf.Office, ref: str, path: tuple[str, ...], value: object, actor: str = "li-wei") -> None:
    """Write a value into a record as a host's own verb would."""

    def plant(look: Any, command: Command, _now: datetime) -> list[Proposal]:
        body: Body = put(look.record(ref).data, path, value)
        return [Proposal(ref, "planted", body, command.reason)]

    office.act(Command("plant", ref, Actor(actor)), plant)


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, office: cf.Office, act: Callable[[], Any], times: int = 1
) -> None:
    """Let something else happen between the judging of the next acts and their commits."""
    store, commit = office._store, office._store.commit
    left, busy = [times], [False]

    def late(wanted: Any) -> Any:
        if left[0] and not busy[0]:
            left[0] -= 1
            busy[0] = True
            act()
            busy[0] = False
        return commit(wanted)

    monkeypatch.setattr(store, "commit", late)


class Event(NamedTuple):
    """What a calendar says of one event."""

    uid: str
    times: str
    """One time of a series, by its RECURRENCE-ID."""
    title: str
    start: str
    end: str
    place: str
    status: str
    rule: str
    sequence: int


NAMES = ("UID", "RECURRENCE-ID", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "STATUS", "RRULE", "SEQUENCE")


def events(office: cf.Office, **choices: Any) -> list[Event]:
    """Return the events of the office's calendar; no UID stands there twice."""
    choices.setdefault("programme", "river-2027")
    lines = office.to_ics(**choices).decode().replace("\r\n ", "").split("\r\n")
    found: list[Event] = []
    said: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            said = {}
        elif line == "END:VEVENT":
            one = Event(*(said.get(each, "") for each in NAMES[:-1]), sequence=int(said["SEQUENCE"]))
            found.append(one._replace(title=one.title.partition("（")[0]))  # without remarks on its date
        else:
            said[name.partition(";")[0]] = value
    keys = [(one.uid, one.times) for one in found]
    assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]
    return found


def event(office: cf.Office, title: str, **choices: Any) -> Event:
    """Return the one event of a title."""
    (found,) = [one for one in events(office, **choices) if one.title == title]
    return found


@dataclass
class Ear:
    """A listener that keeps what it is told, and fails while it is deaf."""

    told: list[list[dict[str, Any]]] = field(default_factory=list)
    deaf: bool = False

    def __call__(self, entries: list[dict[str, Any]]) -> None:
        if self.deaf:
            msg = "the mail server is away"
            raise ConnectionError(msg)
        self.told.append(entries)

    @property
    def heard(self) -> list[tuple[str, int]]:
        """The entries it was told of, by record and version."""
        return [(entry["ref"].rpartition("/")[2], entry["version"]) for batch in self.told for entry in batch]

"""A small agenda for tests of calendars: what they ask of a schedule, and entries to fill it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.types import Visibility

SHANGHAI = ZoneInfo("Asia/Shanghai")
NAMES = {
    "office": "办公室",
    "press-centre": "宣传出版中心",
    "finance": "财务局",
    "li-wei": "李伟",
    "people-daily": "人民日报",
    "county-tv": "县电视台",
    "wechat": "官方微信",
}


@dataclass
class Agenda:
    """A schedule as far as a calendar needs one."""

    entries: Sequence[Entry]
    names: dict[str, str] = field(default_factory=lambda: dict(NAMES))
    programme_id: str = "river-authority-2027"
    programme_title: str = "2027 年度宣传计划"
    stamp: date = date(2026, 12, 20)
    outsiders: frozenset[str] = frozenset()


def entry(entry_id: str, title: str = "新闻通气会", **facts: Any) -> Entry:
    """Return a confirmed activity of the water week in Shanghai, unless the facts say otherwise."""
    facts.setdefault("kind", "activity")
    facts.setdefault("zone", "Asia/Shanghai")
    facts.setdefault("certainty", Certainty.CONFIRMED)
    facts.setdefault("campaign", "water-week")
    if "precision" not in facts:
        days = [facts.get(key) for key in ("start", "end", "due") if facts.get(key) is not None]
        timed = any(isinstance(one, datetime) for one in days)
        facts["precision"] = Precision.MOMENT if timed else Precision.DAY if days else Precision.UNDATED
    return Entry(entry_id, title=title, **facts)


def campaign(**facts: Any) -> Entry:
    """Return the campaign that the activities belong to."""
    facts = {"start": date(2027, 3, 22), "end": date(2027, 3, 28), "lead": ("office",), **facts}
    facts = {"title": "世界水日 · 中国水周", "kind": "campaign", "campaign": None, **facts}
    return entry("water-week", **facts)


def at(text: str, zone: str = "Asia/Shanghai") -> datetime:
    """Return an aware moment of an ISO text."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def briefing(**facts: Any) -> Entry:
    """Return a press briefing of an hour and a half."""
    facts = {"start": at("2027-03-15T09:30"), "end": at("2027-03-15T11:00"), **facts}
    return entry("water-week/briefing", **facts)


def weekly(*keys_and_days: tuple[str, date]) -> Entry:
    """Return a weekly report that is due on given days."""
    rounds = tuple(Occurrence(key, one, one) for key, one in keys_and_days)
    return entry("routine:report", "舆情周报", kind="routine", campaign=None, occurrences=rounds)


def golden_agenda() -> Agenda:
    """A small programme in which every kind of entry is met once."""
    return Agenda(
        [
            campaign(),
            entry(
                "water-week/water-day",
                "世界水日",
                kind="key-date",
                start=date(2027, 3, 22),
                end=date(2027, 3, 22),
            ),
            entry("water-week/plan", "印发方案", due=date(2027, 2, 23), lead=("office",), owner=("li-wei",)),
            briefing(
                lead=("press-centre",),
                media=("people-daily", "county-tv"),
                where=("三楼会议室",),
                visibility=Visibility.PARTNERS,
                needs=("water-week/plan",),
                certainty=Certainty.PROVISIONAL,
                rests_on=("CN 2027",),
                note=("证件;相机,电脑\\手机\nBEGIN:VEVENT",),
            ),
            entry(
                "water-week/posters",
                "户外公益广告",
                start=date(2027, 3, 11),
                end=date(2027, 3, 20),
                precision=Precision.THIRD,
                certainty=Certainty.PROVISIONAL,
                written="2027-03-mid",
            ),
            entry(
                "water-week/song", "节水歌曲", start=date(2027, 3, 22), end=date(2027, 3, 28), inherited=True
            ),
            entry(
                "water-week/call",
                "与联合国水机制连线 \U0001f4a7",
                start=at("2027-03-22T09:00", "America/New_York"),
                zone="America/New_York",
                visibility=Visibility.PUBLIC,
            ),
            weekly(("2027-W10", date(2027, 3, 12)), ("2027-W11", date(2027, 3, 19))),
        ]
    )

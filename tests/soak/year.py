"""A small office's year as laws and trials play it: its plan in variants, its people, what it is asked to do.

A plan is a choice for each of its slots; a step is one call of a verb.  Both are drawn by whoever picks:
a strategy of Hypothesis in the laws, a seeded `random.Random` in the trials.  Nothing is judged here.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import campaignflow as cf
from campaignflow.errors import CampaignflowError
from campaignflow.gate.change import Change
from campaignflow.gate.refusal import Refused
from campaignflow.office import Office, open_office
from tests.soak import review

__all__ = [
    "BEGUN",
    "CASES",
    "FIRST",
    "ITEMS",
    "NOTICES",
    "PEOPLE",
    "PROGRAMME",
    "REPORTS",
    "SLOTS",
    "TRIGGERS",
    "Clock",
    "Plan",
    "Step",
    "a_step",
    "founded",
    "plan_text",
    "planned",
    "play",
    "replanned",
    "tried",
]

T = TypeVar("T")
Pick = Callable[[Sequence[T]], T]
"""Draws one of several."""
Plan = Mapping[str, str]
"""What was chosen for each slot of the plan."""

FIRST = datetime(2026, 12, 1, 1, tzinfo=UTC)
"""When the office is founded: a morning in Shanghai."""
PROGRAMME = "programme:river-2027"
CASES = ("campaign:river-2027/water-week", "campaign:river-2027/forum", "campaign:river-2027/summer")
ITEMS = (
    *(f"{CASES[0]}/{item}" for item in ("water-day", "press-day", "plan", "briefing", "briefing/release")),
    f"{CASES[1]}/talk",
    *(f"{CASES[2]}/{item}" for item in ("poster", "show")),
)
REPORTS = tuple(f"{PROGRAMME}/report@2027-{day}" for day in ("01-15", "01-22", "03-19", "01-11"))
"""Fridays of the report as it begins; the last is a Monday, which is one only once its rule is another."""
PEOPLE = ("li-wei", "chen", "zhao-min", "he-ping", "wang-fang")
"""The planner who founds the office, another one, two without a role, the administrator."""

_AUTUMN = """\
  autumn:
    title: 秋季巡河
    lead: [press]
    when: 2027-09-mid
    activities: {walk: {title: 巡河, lead: press, when: water-week/press-day + 24 weeks}}
"""

SLOTS: dict[str, tuple[str, ...]] = {
    "title": ("世界水日 · 中国水周", "水周", "中国水周宣传"),
    "press_day": ("water-day - 5 workdays", "2027-03-10", "2027-03-mid", "2027-03-12"),
    "briefing": ("press-day 09:30-11:00", "2027-03-16 14:00-15:30"),
    "release": ("activity.start - 2 workdays", "2027-03-05"),
    "talk": ("water-week/press-day + 3 workdays", "2027-03-25"),
    "poster": ("water-week/press-day + 30 days", "2027-04-30"),
    "show": ("2027-07-mid", "2027-07-15", "2027-07-20"),
    "ads": ("8万元", "80000 CNY", "9万元"),
    "report": ("every friday", "every monday"),
    "note": ("", "    note: 与水利厅联合举办\n"),
    "extra": ("", "      leaflet: {title: 折页, lead: press, due: 2027-03-01}\n"),
    "autumn": ("", _AUTUMN),
    **review.SLOTS,
}
"""What may stand in each place of the plan; the first is what the office begins with."""

_PLAN = """\
programme:
  {id: river-2027, title: 年度宣传计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN,
   currency: CNY, week_starts: monday}
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传出版中心}
  towns: {name: 各乡镇, collective: true, members: 14}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner]}
  chen: {name: 陈晨, unit: press, roles: [planner]}
  zhao-min: {name: 赵敏, unit: press}
  he-ping: {name: 何平, unit: towns}
  wang-fang: {name: 王芳, unit: office, roles: [administrator]}
  qian-duo: {name: 钱多, unit: office}
  gu-yan: {name: 顾言, unit: office}
media:
  people-daily: {name: 人民日报, tier: central}
routines:
  report: {title: 舆情周报, lead: office, when: <report>}
"""
_CAMPAIGNS = """\
campaigns:
  water-week:
    title: <title>
    lead: office
    support: [press, towns]
    when: 2027-03-22/2027-03-28
<note>    key_dates:
      water-day: {title: 世界水日, when: observance:world-water-day}
      press-day: {title: 新闻通气会, when: <press_day>, certainty: provisional}
    activities:
      plan: {title: 印发方案, lead: office, due: water-day - 20 workdays}
      briefing:
        title: 通气会
        lead: press
        when: <briefing>
        needs: [plan]
        media: [people-daily]
        prepare:
          release: {title: 通稿定稿, due: <release>}
<extra>    budget:
      - {for: 公益广告投放, amount: <ads>}
  forum:
    title: 青年论坛
    lead: press
    part_of: water-week
    when: 2027-03-24
    activities:
      talk: {title: 主旨发言, lead: press, when: <talk>}
  summer:
    title: 暑期安全
    lead: press
    when: 2027-07
    activities:
      poster: {title: 海报, lead: press, due: <poster>}
      show: {title: 展览, lead: press, when: <show>}
"""

BEGUN: Plan = {name: choices[0] for name, choices in SLOTS.items()}


def plan_text(plan: Plan = BEGUN, *, head_only: bool = False) -> str:
    """Return a plan as text; `head_only` leaves its campaigns out."""
    whole = _PLAN if head_only else f"{_PLAN}{_CAMPAIGNS}{review.PLAN}<autumn>"
    return re.sub("<(.+?)>", lambda slot: plan[slot[1]], whole)


@cache
def _read(text: str) -> cf.Programme:
    return cf.loads(text)


def planned(plan: Plan = BEGUN, *, head_only: bool = False) -> cf.Programme:
    """Return a plan as `campaignflow` reads it."""
    return _read(plan_text(plan, head_only=head_only))


def replanned(plan: Plan, pick: Pick[Any]) -> Plan:
    """Return a plan in which one or two slots are chosen anew."""
    slots = sorted(SLOTS)
    chosen = {pick(slots), pick(slots)}
    return {**plan, **{slot: pick(SLOTS[slot]) for slot in sorted(chosen)}}


@dataclass
class Clock:
    """The clock of an office, which stands still until somebody moves it on."""

    now: datetime = FIRST

    def __call__(self) -> datetime:
        return self.now


@cache
def _founding() -> bytes:
    """Return the file of an office that has just been founded: who and what there is, then the campaigns."""
    office = open_office("sqlite://", clock=Clock())
    office.apply(planned(head_only=True), actor="li-wei")
    office.apply(planned(), actor="li-wei")
    with office._store._dialect._engine.connect() as connection:
        file: bytes = connection.connection.dbapi_connection.serialize()
    return file


def founded(file: Path | None = None, clock: Clock | None = None, **more: Any) -> Office:
    """Return an office in which the plan as it begins was applied; every one is a copy of the first."""
    if file is not None:
        file.write_bytes(_founding())
        return open_office(f"sqlite:///{file}", clock=clock or Clock(), **more)
    office = open_office("sqlite://", clock=clock or Clock(), **more)
    with office._store._dialect._engine.connect() as connection:
        connection.connection.dbapi_connection.deserialize(_founding())
    with office._store._dialect.reading() as connection:
        office._store.office = connection.exec_driver_sql("SELECT uuid FROM office").scalar_one()
    return office


@dataclass(frozen=True)
class Step:
    """One call of a verb; or `wait`, which moves the clock on, or `run_due`."""

    verb: str
    ref: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    hours: int = 0
    plan: Plan | None = None


TRIGGERS = (
    *(
        "submit",
        "submit",
        "launch",
        "launch",
        "wrap_up",
        "evaluate",
        "archive",
        "suspend",
        "resume",
        "postpone",
    ),
    *("reinstate", "cancel", "call_off", "reopen", "withdraw"),
)
_DAYS = ("2027-03-09", "2027-03-17 10:00-11:00", "2027-03-late", "tbd", "water-week/water-day + 2 days")
_ACTORS = (*PEOPLE[:1] * 5, *PEOPLE)
_REASONS = (*("领导要求",) * 4, "")
_KINDS = (
    *("apply", "apply", "fire", "fire", "fire", "reschedule", "reschedule", "item", "item", "item"),
    *("occurrence", "open", "wait", "wait", "run_due", "recalculate"),
)
_ITEM_VERBS = (
    *("confirm", "postpone", "reinstate", "cancel", "call_off", "begin", "complete", "reopen"),
    *("pin", "unpin"),
)
NOTICES = (
    {"year": 2027, "days": [{"date": "2027-03-12", "isOffDay": True, "name": "植树节"}]},
    {"year": 2027, "days": [{"date": "2027-03-13", "isOffDay": False, "name": "调休"}]},
)


def a_step(pick: Pick[Any], plan: Plan = BEGUN) -> Step:
    """Return something that people might do to the office next; much of it will be refused."""
    kind = pick(_KINDS)
    who = {"actor": pick(_ACTORS), "reason": pick(_REASONS)}
    if kind == "apply":
        return Step("apply", said=who, plan=replanned(plan, pick))
    if kind == "fire":
        return Step("fire", pick(CASES), {"trigger": pick(TRIGGERS), **who})
    if kind == "reschedule":
        return Step("reschedule", pick(ITEMS), {"when": pick(_DAYS), **who})
    if kind == "item":
        return Step(pick(_ITEM_VERBS), pick(ITEMS), who)
    if kind == "occurrence":
        verb = pick(("complete", "postpone", "reinstate", "cancel", "reschedule"))
        when = {"when": "2027-03-18"} if verb == "reschedule" else {}
        return Step(verb, pick(REPORTS), {**when, **who})
    if kind == "open":
        asked = {"kind": pick(("issue", "request", "item")), "title": "网传水质谣言", "unit": "press"}
        return Step("open", said={**asked, "respond_within": "5 hours", **who})
    return Step(kind, said=who if kind == "recalculate" else {}, hours=pick((1, 20, 24 * 30)))


def tried(way: Any, step: Step, **more: Any) -> Change | CampaignflowError:
    """Return what a verb gives on an office or a preview, or what it is refused for."""
    said = {**step.said, **more}
    try:
        if step.plan is not None:
            said = {"programme": planned(step.plan), **said}
        if step.ref:
            change: Change = getattr(way, step.verb)(step.ref, **said)
        else:
            change = getattr(way, step.verb)(**said)
    except CampaignflowError as refused:
        return refused
    return change


def play(office: Office, step: Step, clock: Clock) -> list[Change]:
    """Play a step for good; what touches others as well is tried first, as people must."""
    if step.verb == "wait":
        clock.now += timedelta(hours=step.hours)
        return []
    if step.verb == "run_due":
        return office.run_due()
    done = tried(office, step)
    if isinstance(done, Refused) and {reason.code for reason in done.reasons} == {"needs-token"}:
        with office.preview() as dry:
            tried(dry, step)
            done = tried(office, step, expect=dry.token)
    return [done] if isinstance(done, Change) and done else []

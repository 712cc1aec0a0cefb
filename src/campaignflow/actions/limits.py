"""What the limits of the office's rules make of something that is opened: its clock, its last day.

They are taken over once and stay with the record: what a plugin says later, or that it is gone, changes
nothing of what is under way (C1).  How limits are written is `campaignflow.workflow.limits`.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from campaignflow.actions.own_dates import dated
from campaignflow.canonical import Body
from campaignflow.dates.bases import Setting
from campaignflow.dates.span import DAY
from campaignflow.dates.when import ClockTime, Duration
from campaignflow.gate.hooked import asked
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import settings_of
from campaignflow.labels.workflow import Named
from campaignflow.workflow.limits import Level, Limits

__all__ = ["limited", "put_off"]

DATA = "campaignflow_data"


class _Said(NamedTuple):
    """The level of one plugin's limits that something falls under."""

    plugin: str
    limits: Limits
    level: Level


def limited(look: Look, kind: str, programme: str | None, plan: Body) -> Body:
    """Give what is opened the clock and the last day of its level; return what is recorded of the limits.

    Of several limits the shortest counts.  Whoever opens it may set a shorter one, and none that is longer.
    A plugin that the office requires and that is not in force is reported, but what comes in does not wait.
    """
    for name in asked(look, DATA):
        if look.plugins is not None and name not in look.plugins.implementing(DATA):
            look.report("limits-not-known", plugin=name)
    there = [one for one in _brought(look) if one[1].kind == kind]
    level = str(plan.get("level", ""))
    known = sorted({name for _, limits in there for name in limits.levels})
    if level and level not in known:
        near = get_close_matches(level, known, 1, 0.6)
        look.refuse("level-unknown", level=level, known=known or ["—"], near=near)
    found = [_Said(plugin, limits, one) for plugin, limits in there if (one := limits.level(level))]
    if not found:
        return {}
    lead = (str(plan["unit"]),) if "unit" in plan else ()
    setting = settings_of(look, _counting(look, programme)).setting(lead, None, ())
    _clocked(look, plan, found)
    _dated(look, setting, plan, found)
    return {one.plugin: _recorded(look, setting, one) for one in found}


def put_off(look: Look, ref: str, body: Body, due: Body) -> None:
    """Tell of each limit that something was opened under if its last day is now to be a later one."""
    for plugin, said in body.get("limits", {}).items():
        until = {"resolved": {"due": said["until"]}} if "until" in said else due
        if _until(due, look.zone) > _until(until, look.zone):
            facts = {"limit": said["due"], "until": said["until"], "said": due["written"]}
            look.report("limit-passed", ref=ref, plugin=plugin, **facts)


def _brought(look: Look) -> Iterator[tuple[str, Limits]]:
    for brought in () if look.plugins is None else look.plugins.data():
        for limits in brought.limits:
            yield brought.provider, limits


def _counting(look: Look, programme: str | None) -> str | None:
    """Return the programme by whose calendar days are counted: its own, else the live one of these days.

    Around New Year there are two; the first of those whose period holds today counts.
    """
    if programme is not None:
        return programme
    live = [one for one in look.records(kind="programme") if not look.is_closed(one.data)]
    if len(live) > 1:
        today = look.now.date().isoformat()
        live = [one for one in live if _holds(one.data["plan"]["period"].get("resolved", {}), today)]
    return live[0].id if live else None


def _holds(period: Mapping[str, Any], today: str) -> bool:
    return str(period.get("start", "")) <= today <= str(period.get("end", "9999"))


def _clocked(look: Look, plan: Body, found: list[_Said]) -> None:
    """Set the hours to respond in; more than a limit allows are refused."""
    timed = [(_length(one.level.respond_within), one) for one in found if one.level.respond_within]
    if not timed:
        return
    shortest, one = min(timed, key=lambda pair: pair[0])
    if "respond_within" not in plan:
        plan["respond_within"] = one.level.respond_within
    elif _length(str(plan["respond_within"])) > shortest:
        _refuse(look, one, "respond_within", one.level.respond_within, str(plan["respond_within"]))


def _dated(look: Look, setting: Setting, plan: Body, found: list[_Said]) -> None:
    """Set the last day; a later one than a limit allows is refused."""
    days = [(_last(look, setting, one.level), one) for one in found if one.level.due]
    if not days:
        return
    (earliest, one) = min(days, key=lambda pair: _until(pair[0], setting.zone))
    if "due" not in plan:
        plan["due"] = earliest
    elif _until(plan["due"], setting.zone) > _until(earliest, setting.zone):
        _refuse(look, one, "due", str(earliest["written"]), str(plan["due"]["written"]))


def _length(text: str) -> timedelta:
    length = Duration(text)
    return timedelta(**{length.unit: length.count})


def _last(look: Look, setting: Setting, level: Level) -> Body:
    """Return the last day or moment of a level, counted from now."""
    length = Duration(level.due)
    if isinstance(length, ClockTime):
        # cut to the minute: a last moment is never later than the limit
        ends = (look.now + timedelta(**{length.unit: length.count})).astimezone(setting.zone)
        return dated(look, None, f"{ends:%Y-%m-%d %H:%M}", last=True, setting=setting)
    today = look.now.astimezone(setting.zone).date()
    found = dated(look, None, f"{today} + {length.count} {length.unit}", last=True, setting=setting)
    return {**found, "written": str(found["resolved"]["due"])}


def _until(days: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    """Return the instant by which something must be done; what has no day yet is done after all others."""
    due = str(days["resolved"].get("due", "9999-12-30"))
    if len(due) > DAY:
        return datetime.fromisoformat(due).astimezone(UTC)
    return datetime.combine(date.fromisoformat(due), time(23, 59), zone).astimezone(UTC)


def _refuse(look: Look, one: _Said, field: str, limit: str, said: str) -> None:
    title = one.level.title
    level = Named(one.level.name, title.zh, title.en)
    look.refuse("limit-exceeded", plugin=one.plugin, level=level, field=field, limit=limit, said=said)


def _recorded(look: Look, setting: Setting, one: _Said) -> Body:
    """Return what is kept of the limits of one plugin: which, in which version, by what norms."""
    provider = {} if look.plugins is None else look.plugins.identity(one.plugin)
    said: Body = {
        "policy": one.limits.name,
        "version": one.limits.version,
        "level": one.level.name,
        "provider": {name: text for name, text in provider.items() if name != "name"},
        "norms": sorted(one.level.norms),
        "respond_within": one.level.respond_within,
        "due": one.level.due,
    }
    if one.level.due:
        said["working_calendar"] = setting.work.code
        said["until"] = _last(look, setting, one.level)["resolved"]["due"]
    return {name: value for name, value in said.items() if value not in ("", [], {})}

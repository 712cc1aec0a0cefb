"""The OASIS plan form: where a campaign says each of its parts, which are missing, and the form itself.

| part | written as |
|---|---|
| Objectives | `objective` |
| Audience | `audience` |
| Insight | a `note` that begins with `Insight:` |
| Strategy, idea | `theme`, or a `note` that begins with `Strategy:` or `Idea:` |
| Implementation | `activities`, its own or those of campaigns that are `part_of` it |
| Scoring | `targets`, or `quotas` |

A campaign that is `part_of` another of the plan need not say again what the larger one says.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import campaignflow as cf

__all__ = ["PARTS", "form", "lacking"]

_INSIGHT = re.compile(r"\s*(insight|洞察|受众洞察)\s*[:：]\s*", re.IGNORECASE)
_STRATEGY = re.compile(r"\s*(strategy|idea|策略|创意)\s*[:：]\s*", re.IGNORECASE)
_EVALUATION = re.compile(r"\s*(evaluation|评估)\s*[:：]\s*", re.IGNORECASE)

PARTS: Mapping[str, tuple[str, str]] = {
    "objectives": (
        "没有写明目标（objective）：要达到什么，何时，怎样衡量。",
        "It says no `objective`: what it is to achieve, by when, and how one will know.",
    ),
    "audience": (
        "没有写明受众（audience）：对谁讲。",
        "It says no `audience`: whom it addresses.",
    ),
    "insight": (
        "没有写明受众洞察；请在备注（note）中写一条“Insight: …”：受众现在怎样想、怎样做，有何障碍。",
        (
            "It says no insight; write a `note` that begins with “Insight:”: what its audience thinks"
            " and does now, and what stands in the way."
        ),
    ),
    "strategy": (
        "没有写明策略；请写 theme，或在备注（note）中写一条“Strategy: …”。",
        "It says no strategy; write its `theme`, or a `note` that begins with “Strategy:” or “Idea:”.",
    ),
    "implementation": (
        "没有写明如何实施；请写 activities。",
        "It says not how it is implemented; write its `activities`.",
    ),
    "scoring": (
        "没有写明如何评估；请写 targets（目标值）或 quotas（任务量）。",
        "It says not how it is scored; write its `targets`, or at least `quotas`.",
    ),
}
"""What is said where a part is missing, in Chinese and English, in the order of the form."""

_HEADS = {
    "objectives": "Objectives",
    "audience": "Audience",
    "insight": "Insight",
    "strategy": "Strategy and idea",
    "implementation": "Implementation",
    "scoring": "Scoring and evaluation",
}


def lacking(programme: cf.Programme, name: str) -> list[str]:
    """Return the parts that a campaign lacks, in the order of the form."""
    return [part for part in PARTS if not _said(programme, name, part)]


def form(programme: cf.Programme, name: str, schedule: cf.Schedule) -> str:
    """Return the form of a campaign as Markdown, with days from the schedule; what is missing is shown so.

    Raises:
        KeyError: there is no such campaign.
    """
    lines = [f"# {programme.campaigns[name].title}"]
    for part, head in _HEADS.items():
        lines += ["", f"## {head}", ""]
        said = list(_said(programme, name, part))
        if part == "implementation":
            said = [_work(schedule, one) for one in _entries(schedule, name)] or said
        if part == "scoring":
            said += _noted(programme.campaigns[name], _EVALUATION)
        lines += [f"- {one}" for one in said] or [f"*Missing. {PARTS[part][1]}*"]
    return "\n".join(lines) + "\n"


def _said(programme: cf.Programme, name: str, part: str) -> tuple[str, ...]:
    """Return what a campaign, or one that it is part of, says of a part of the form."""
    for one in _larger(programme, name):
        if part == "implementation":
            return _works(programme, name)
        if found := tuple(_WRITTEN[part](one)):
            return found
    return ()


def _larger(programme: cf.Programme, name: str) -> Iterator[cf.Campaign]:
    """Yield a campaign, the one it is part of, and so on; each once."""
    seen: set[str] = set()
    here: str | None = name
    while here is not None and here in programme.campaigns and here not in seen:
        seen.add(here)
        yield programme.campaigns[here]
        here = programme.campaigns[here].part_of


def _works(programme: cf.Programme, name: str) -> tuple[str, ...]:
    own = programme.campaigns[name].activities
    parts = (one.title for key, one in programme.campaigns.items() if one.part_of == name != key)
    return (*(one.title for one in own.values()), *parts)


def _noted(campaign: cf.Campaign, begins: re.Pattern[str]) -> list[str]:
    """Return the notes that begin with a word, without it; an empty one says nothing."""
    return [
        said for note in campaign.note if begins.match(note) and (said := begins.sub("", note, 1).strip())
    ]


def _numbers(quotas: Iterable[cf.Quota]) -> Iterator[str]:
    for quota in quotas:
        words = {
            "at least": quota.at_least,
            "at most": quota.at_most,
            "": quota.exactly,
            "about": quota.about,
        }
        numbers = " and ".join(f"{word} {one.text}".strip() for word, one in words.items() if one is not None)
        yield f"{numbers} {' or '.join(quota.of)}" + (f" per {quota.per}" if quota.per else "")


def _entries(schedule: cf.Schedule, name: str) -> list[cf.Entry]:
    return [one for one in schedule.entries if one.campaign == name and one.kind == "activity"]


def _work(schedule: cf.Schedule, entry: cf.Entry) -> str:
    moment = entry.start if entry.start is not None else entry.due
    who = ", ".join(schedule.names.get(one, one) for one in entry.lead)
    day = "not dated" if moment is None or entry.inherited else moment.isoformat()[:10]
    return f"{day} {entry.title}" + (f" ({who})" if who else "")


_WRITTEN: Mapping[str, Callable[[cf.Campaign], Iterable[str]]] = {
    "objectives": lambda one: one.objective,
    "audience": lambda one: one.audience,
    "insight": lambda one: _noted(one, _INSIGHT),
    "strategy": lambda one: [*([one.theme] if one.theme else []), *_noted(one, _STRATEGY)],
    "scoring": lambda one: _numbers(one.targets or one.quotas),
}

"""What plugins find in a plan, read into findings of our own that speak with the plugin's words.

How findings are printed and lifted is one and the same for all: `campaignflow.errors`, and the waivers in
`campaignflow.scheduling.checks`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from campaignflow import labels
from campaignflow.errors import Finding, Place
from campaignflow.hooks.reading import listed, part, several, wrong
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.schedule import Schedule

__all__ = ["PlanFinding", "PluginFinding", "findings_of"]

Severity = Literal["error", "warning", "note"]
SEVERITIES = ("error", "warning", "note")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """What a plugin found in a plan, as its hook returns it."""

    code: str
    """Stable name of its own, of small letters, digits and hyphens: `no-review`."""
    zh: str = ""
    """The sentence in Chinese: what is wrong and what would be right; one language is enough."""
    en: str = ""
    """The sentence in English."""
    severity: Severity = "warning"
    """An `error` keeps the plan from being applied and cannot be waived."""
    items: Sequence[str] = ()
    """Ids of the entries of the schedule it is about."""
    path: Sequence[str | int] = ()
    """Where it stands: (`campaigns`, `water-week`, `budget`, 0); by default where its first item does."""


@dataclass(frozen=True, slots=True)
class PluginFinding(Finding):
    """A finding that a plugin gave; its code is the plugin's name, a slash, and the plugin's own."""

    said: Mapping[str, str] = field(default_factory=dict)
    """Its sentence, by language."""
    given: Severity = "warning"
    """Its severity, unless a waiver lifted it."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``note``."""
        return self.given if self.waived is None else "note"

    @property
    def waivable(self) -> bool:
        """Whether a waiver of the plan may lift it: as of ours, whatever is no error."""
        return self.given != "error"

    def message(self, lang: str | None = None) -> str:
        """Return the plugin's sentence, and whose it is; in the other language if it has only one."""
        wanted = labels.language(lang)
        text = self.said.get(wanted) or next(iter(self.said.values()))
        return labels.sentence("plugin-found", wanted, self.facts) + text


def findings_of(
    plugin: str, results: Sequence[object], programme: Programme, schedule: Schedule
) -> tuple[Finding, ...]:
    """Return the findings of an answer, each with its place in the plan."""
    return tuple(_finding(plugin, one, programme, schedule) for one in listed(plugin, "check_plan", results))


def _finding(plugin: str, one: object, programme: Programme, schedule: Schedule) -> Finding:
    code, zh, en, items, path = (part(one, name) for name in ("code", "zh", "en", "items", "path"))
    severity: Any = part(one, "severity") or "warning"
    said = {lang: labels.clean(text.strip()) for lang, text in (("zh", zh), ("en", en)) if _is_text(text)}
    names, steps = several(items), several(path)
    is_sound = (
        isinstance(code, str)
        and _CODE.fullmatch(code)
        and said
        and severity in SEVERITIES
        and all(isinstance(name, str) for name in names)
        and all(isinstance(step, str | int) for step in steps)
    )
    if not is_sound:
        raise wrong(plugin, "check_plan", f"{type(one).__name__}: {one}")
    stranger = next((name for name in names if name not in schedule), None)
    if stranger is not None:
        raise wrong(plugin, "check_plan", f"{code}: {stranger}")
    where = steps or (schedule[names[0]].path if names else ())
    place = programme.place(*where) if where else Place()
    return PluginFinding(
        f"{plugin}/{code}", place, {"plugin": plugin}, tuple(names), said=said, given=severity
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())

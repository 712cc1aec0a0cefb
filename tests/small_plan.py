"""Small plans for tests of the schedule: a head that most of them share, and what each adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import dedent, indent
from typing import Any

from campaignflow.errors import Finding
from campaignflow.labels import LANGUAGES
from campaignflow.planfile.loader import read_text
from campaignflow.scheduling.schedule import Schedule, schedule

__all__ = ["HEAD", "SmallPlan", "campaign", "plan"]

HEAD = """\
programme:
  id: office-2027
  title: 2027 年度宣传计划
  period: 2027
  timezone: Asia/Shanghai
  working_calendar: CN
  week_starts: monday
  currency: CNY
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传中心}
  towns: {name: 各乡镇, collective: true, members: 14}
"""


@dataclass(frozen=True)
class SmallPlan:
    """The text of a plan and the schedule it makes."""

    text: str
    schedule: Schedule

    def line(self, words: str) -> int:
        """Return the number of the first line that holds some words."""
        return next(number for number, line in enumerate(self.text.splitlines(), 1) if words in line)

    def found(self, code: str) -> list[Finding]:
        """Return the findings of a code."""
        return [finding for finding in self.schedule.findings if finding.code == code]

    def has(self, code: str) -> bool:
        """Whether there is a finding of a code."""
        return bool(self.found(code))

    def only(self, code: str, *items: str, line: str = "") -> Finding:
        """Return the one finding of a code, which is about these items, stands there and is said twice."""
        (finding,) = self.found(code)
        assert finding.items == items
        assert finding.place.line == (self.line(line) if line else finding.place.line) is not None
        for lang in LANGUAGES:
            sentence = finding.message(lang)
            assert sentence
            assert "{" not in sentence
            assert "}" not in sentence
        return finding

    def days(self, *names: str) -> list[str]:
        """Return the days of entries, each as `2027-03-22/2027-03-28 due 2027-03-31`."""
        return [_days(self.schedule[name]) for name in names]


def _days(entry: Any) -> str:
    ends = ["" if moment is None else _short(moment) for moment in (entry.start, entry.end)]
    text = ends[0] if ends[0] == ends[1] else "/".join(ends)
    return f"{text} due {_short(entry.due)}".strip() if entry.due is not None else text or "undated"


def _short(moment: Any) -> str:
    return moment.isoformat(" ", "minutes")[:16] if hasattr(moment, "hour") else moment.isoformat()


def plan(body: str, *, head: str = HEAD, today: str | None = None, **options: Any) -> SmallPlan:
    """Return the plan of a head and a body; what is wrong with its text would be a mistake of the test."""
    text = head + dedent(body)
    reading = read_text(text)
    assert reading.programme is not None
    assert [str(finding) for finding in reading.findings] == []
    day = None if today is None else date.fromisoformat(today)
    return SmallPlan(text, schedule(reading.programme, today=day, **options))


def campaign(
    activities: str = "", *, head: str = HEAD, rest: Sequence[str] = (), **options: Any
) -> SmallPlan:
    """Return a plan of one campaign, the water week of 22 to 28 March, that holds these activities.

    `rest` are further lines of the campaign itself, `head` goes before it.
    """
    lines = ["campaigns:", "  week:", "    title: 中国水周", "    lead: office", "    when: 2027-03-22/28"]
    lines += [f"    {line}" for line in rest]
    inner = indent(dedent(activities).strip("\n"), "      ")
    body = "\n".join([*lines, *(["    activities:", inner] if inner else [])]) + "\n"
    return plan(body, head=head, **options)

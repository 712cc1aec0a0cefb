"""Plans as text, for tests of the plan file: a small one to write a mistake into, and what is found in it."""

from collections.abc import Iterable

from campaignflow.errors import Finding
from campaignflow.planfile.loader import read_text

HERE = "▲"
"""Marks in a text where a finding should point."""

PLAN = """\
programme: {id: office-2027, title: 年度计划, period: 2027, timezone: Asia/Shanghai, week_starts: monday}
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传中心}
people:
  li: {name: 李伟, unit: office}
media:
  county-tv: {name: 县电视台, tier: county}
campaigns:
  water-week:
    title: 水周
    lead: office
    when: 2027-03-22/28
    key_dates:
      water-day: {title: 世界水日, when: 2027-03-22}
    activities:
      briefing:
        lead: press
"""
"""A plan in which nothing is wrong but that its one activity has no title and no date yet."""


def activity(*lines: str) -> str:
    """Return the plan with lines for its activity; a title and a date are there unless a line says so."""
    said = {line.replace(HERE, "").partition(":")[0] for line in lines}
    missing = [
        f"{key}: {value}" for key, value in (("title", "通气会"), ("due", "2027-03-01")) if key not in said
    ]
    return PLAN + "".join(f"        {line}\n" for line in [*missing, *lines])


def marked(text: str) -> tuple[str, int, int]:
    """Return a text without its mark, and the line and column the mark stood in."""
    at = text.index(HERE)
    return text.replace(HERE, ""), text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def found(text: str, notation: str = "yaml") -> list[Finding]:
    """Return what is found in a plan's text before its dates are worked out."""
    return list(read_text(text, notation, f"plan.{notation}").findings)


def codes(findings: Iterable[Finding]) -> list[str]:
    """Return the codes of findings, in their order."""
    return [finding.code for finding in findings]


def spots(findings: Iterable[Finding]) -> list[tuple[str, int | None, int | None]]:
    """Return code, line and column of findings, in their order."""
    return [(finding.code, finding.place.line, finding.place.column) for finding in findings]

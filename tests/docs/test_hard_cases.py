"""The page of hard cases is true: its snippets load, schedule without errors and mean the days it shows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from campaignflow import Entry, Precision, Schedule, load, schedule
from campaignflow.dates.span import as_day
from campaignflow.plan.programme import BLOCKS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "hard-cases.md").read_text(encoding="utf-8")
OFFICE = "examples/river_authority_2027.yaml"
"""Whose units, people, channels and funds the lines use that name no file."""

FRAME = ("units", "people", "media", "channels", "funds", "conditions", "observances", "calendars")
"""Blocks that a snippet may point into; what else a plan holds is left out of its frame."""
INSIDE = ("key_dates", "activities", "quotas", "budget", "targets", "points", "approvals", "directives")
"""What a campaign holds, which a snippet brings along."""
VERDICTS = ("Fully.", "Half.", "Not said.")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a plan file on the page."""

    case: int
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.case}.{self.number}"

    @property
    def file(self) -> str | None:
        """The file in which its lines stand; None for lines written for the case."""
        found = re.match(r"# (examples/\S+)\n", self.text)
        return found[1] if found else None


def cases() -> dict[int, str]:
    parts = re.split(r"^### (\d+)\. .+$", PAGE, flags=re.MULTILINE)
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2], strict=True)}


def snippets() -> Iterator[Snippet]:
    for case, text in cases().items():
        found = re.findall(r"^```yaml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
        yield from (Snippet(case, number, piece) for number, piece in enumerate(found, 1))


SNIPPETS = tuple(snippets())


@cache
def plan_as_text(file: str) -> dict[str, Any]:
    """Return a plan file as mappings and lists of texts."""
    return yaml.load((ROOT / file).read_text(encoding="utf-8"), yaml.BaseLoader)


@cache
def scheduled(file: str) -> Schedule:
    return schedule(load(ROOT / file))


def wrapped(snippet: Snippet, folder: Path) -> Path:
    """Write a small plan around a snippet: its text as it is, and beside it the blocks it points into.

    What stands on the page at the top of a plan file goes there; what a campaign holds goes into one.
    """
    file = snippet.file or OFFICE
    said = yaml.load(snippet.text, yaml.BaseLoader)
    frame = {name: block for name, block in plan_as_text(file).items() if name in ("programme", *FRAME)}
    frame = {name: without(block, said.get(name, {})) for name, block in frame.items()}
    (folder / "frame.json").write_text(json.dumps(frame), encoding="utf-8")
    top, inner = [], []
    for block in re.split(r"^(?=\w)", snippet.text, flags=re.MULTILINE):
        name = block.partition(":")[0]
        at_the_top = name in ("programme", *BLOCKS) or not re.match(r"\w", block)
        (top if at_the_top else inner).append(block)
    lines = ["include: frame.json", *"".join(top).splitlines()]
    if inner:
        lines += ["campaigns:", "  hard-case:"]
        lines += [f"    {key}: {json.dumps(value)}" for key, value in campaign_around(said, file).items()]
        lines += [f"    {line}" for line in "".join(inner).splitlines()]
    path = folder / "plan.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def without(block: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in block.items() if name not in said}


def campaign_around(said: dict[str, Any], file: str) -> dict[str, Any]:
    """Return the campaign that lines come from, without what it holds, or a plain one."""
    named = [name for block in ("key_dates", "activities") for name in said.get(block, ())]
    for campaign, holds in plan_as_text(file)["campaigns"].items():
        inside = {**holds.get("key_dates", {}), **holds.get("activities", {})}
        if named and all(name in inside for name in named):
            entry = scheduled(file)[campaign]
            span = f"{as_day(entry.start)}/{as_day(entry.end)}" if entry.start and entry.end else "tbd"
            span = said.get("programme", {}).get("period", span)  # a snippet of another year
            return {**{key: value for key, value in holds.items() if key not in INSIDE}, "when": span}
    return {"title": "a campaign", "lead": next(iter(plan_as_text(file)["units"]))}


def meaning(entry: Entry) -> str:
    """Return what the schedule makes of an entry, in the words of the page."""
    first, last = entry.start, entry.end
    if not isinstance(first, datetime) or entry.occurrences:
        text = days(first, last)
    elif isinstance(last, datetime):
        text = f"{first:%Y-%m-%d %H:%M}-{last:%H:%M}"
    else:
        text = f"{first:%Y-%m-%d %H:%M}"
    due = "" if entry.due is None else f"due {as_day(entry.due)}"
    times = f"x{len(entry.occurrences)}" if entry.occurrences else ""
    exact = entry.precision in {Precision.DAY, Precision.MOMENT, Precision.UNDATED}
    words = ["inherits" if entry.inherited else "", text, due, times, "" if exact else f"({entry.precision})"]
    return " ".join(filter(None, words)) or "undated"


def days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    begin, finish = as_day(first).isoformat(), ".." if last is None else as_day(last).isoformat()
    return begin if begin == finish else f"{begin}/{finish}"


def shown_meanings(plan: Path) -> dict[int, str]:
    """Return what a plan's comments say about the meaning of its lines, by number of the line."""
    rows = enumerate(plan.read_text(encoding="utf-8").splitlines(), 1)
    return {number: found[1].strip() for number, row in rows if (found := re.search("# = (.+)$", row))}


def meanings(made: Schedule, numbers: set[int]) -> dict[int, str]:
    """Return what entries mean that are dated on the lines of a plan with these numbers."""
    found = {}
    for entry in made.entries:
        fields = ("when", "due") if entry.written else ("title",)
        for field in fields:
            line = made.programme.place(*entry.path, field).line
            if line in numbers:
                found[line] = meaning(entry)
    return found


def bare(text: str) -> list[str]:
    """Return the lines of a plan file without comments and indents, as far as one may quote them."""
    lines = (re.sub(r"(^|\s+)# .*$", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def test_there_are_57_cases_numbered_in_order() -> None:
    assert list(cases()) == list(range(1, 58))


@pytest.mark.parametrize("case", cases())
def test_a_case_says_whether_it_can_be_said_and_shows_how(case: int) -> None:
    verdict = re.match(r"\s*\*\*(.+?)\*\*", cases()[case])
    assert verdict is not None
    assert verdict[1] in VERDICTS
    assert verdict[1] == "Not said." or any(snippet.case == case for snippet in SNIPPETS)


def test_the_page_counts_what_it_says() -> None:
    """53 fully, 4 half, none not said; at least 56 at least half was the aim."""
    counted = [sum(f"**{verdict}**" in text for text in cases().values()) for verdict in VERDICTS]
    assert f"| {' | '.join(map(str, counted))} |" in PAGE
    assert sum(counted) == 57
    assert counted[0] + counted[1] >= 56


def test_every_snippet_of_the_page_is_tried() -> None:
    assert len(SNIPPETS) == PAGE.count("```yaml")
    assert PAGE.count("```") == 2 * len(SNIPPETS)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_a_snippet_loads_and_schedules_without_errors_and_means_what_is_shown(
    snippet: Snippet, tmp_path: Path
) -> None:
    plan = wrapped(snippet, tmp_path)
    made = schedule(load(plan))
    assert [str(error) for error in made.errors] == []
    shown = shown_meanings(plan)
    assert meanings(made, set(shown)) == shown
    announced = set(re.findall("# finding: (.+)$", snippet.text, flags=re.MULTILINE))
    assert announced <= {finding.code for finding in made.findings}
    assert {finding.code for finding in made.findings if finding.severity == "warning"} <= announced


@pytest.mark.parametrize("snippet", [one for one in SNIPPETS if one.file], ids=str)
def test_a_quoted_line_stands_in_its_file(snippet: Snippet) -> None:
    assert snippet.file is not None
    lines = set(bare((ROOT / snippet.file).read_text(encoding="utf-8")))
    assert [line for line in bare(snippet.text) if line not in lines] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("activities:\n  a: {title: A, when: 2027-13-01}\n", "campaignflow.errors.PlanError"),
        ("activities:\n  a: {title: A, when: 2027-03-01}  # = 2027-03-02\n", "AssertionError"),
        ("activities:\n  a: {title: A, when: nowhere}\n", "AssertionError"),
        ("activities:\n  a: {title: A, when: 2027-03-01}  # finding: clash\n", "AssertionError"),
        ("activities:\n  a: {title: A, when: 2027-03-02, due: 2027-03-01}\n", "AssertionError"),
    ],
)
def test_an_untrue_snippet_is_seen(text: str, fault: str, tmp_path: Path) -> None:
    with pytest.raises((AssertionError, ValueError)) as seen:
        test_a_snippet_loads_and_schedules_without_errors_and_means_what_is_shown(
            Snippet(0, 1, text), tmp_path
        )
    assert seen.type.__qualname__ == fault.rpartition(".")[2]

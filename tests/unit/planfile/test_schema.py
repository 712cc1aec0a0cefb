"""The JSON Schema for editors: it takes every plan we read, refuses what we refuse, explains every key."""

import copy
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from campaignflow.plan.programme import BLOCKS, HEAD
from campaignflow.planfile.loader import read_text
from campaignflow.planfile.schema import plan_schema

ROOT = Path(__file__).parents[3]
EXAMPLES = sorted((ROOT / "examples").glob("**/*.yaml"))
STARTERS = ["starter.zh.yaml", "starter.en.yaml"]


class _AsEditorsDo(yaml.SafeLoader):
    """Reads YAML 1.2 as editors do: numbers and yes or no have their types, dates and all else are texts."""


_AsEditorsDo.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":merge", ":value"))
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def schema() -> dict[str, Any]:
    return plan_schema()


def mistakes(text: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema())
    return [error.message for error in validator.iter_errors(yaml.load(text, _AsEditorsDo))]


def test_it_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_fits(file: Path) -> None:
    assert mistakes(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", STARTERS)
def test_the_starters_fit(name: str) -> None:
    assert mistakes(files("campaignflow.data").joinpath(name).read_text("utf-8")) == []


PLAN = """\
programme: {id: office-2027, title: 年度计划, period: 2027, timezone: Asia/Shanghai}
units: {office: {name: 办公室, members: 14}}
campaigns:
  water-week:
    title: 水周
    lead: [office]
    when: 2027-03-22/28
    key_dates: {water-day: {title: 世界水日, when: 2027-03-22}}
    activities:
      briefing: {title: 通气会, due: 2027-03-01, prepare: {draft: {title: 稿, due: tbd}}}
    quotas: [{of: 稿件, at_least: 3, tier: county or above}]
    budget: [{for: 海报, quantity: 1500, unit_cost: 0.37 CNY}]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("timezone:", "timezon:"),
        ("units:", "unit:"),
        ("name: 办公室", "nam: 办公室"),
        ("lead: [office]", "leda: [office]"),
        ("title: 世界水日", "titel: 世界水日"),
        ("due: 2027-03-01", "deu: 2027-03-01"),
        ("due: tbd", "duee: tbd"),
        ("at_least: 3", "at_leest: 3"),
        ("unit_cost:", "unitcost:"),
        ("title: 年度计划, ", ""),
        ("title: 通气会, ", ""),
        ("[office]", "{office: true}"),
        ("members: 14", "members: [14]"),
        ("{water-day: {title: 世界水日, when: 2027-03-22}}", "[世界水日]"),
    ],
)
def test_what_we_refuse_an_editor_marks(old: str, new: str) -> None:
    assert old in PLAN
    assert mistakes(PLAN) == []
    assert read_text(PLAN).findings == ()
    text = PLAN.replace(old, new, 1)
    assert mistakes(text) != []
    assert [one for one in read_text(text).findings if one.severity == "error"]


def properties(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key a plan may hold, with what the schema says of it."""
    if isinstance(node, dict):
        for name, one in node.get("properties", {}).items():
            yield f"{path}.{name}", one
        for name, inner in node.items():
            yield from properties(inner, f"{path}.{name}" if path.startswith(".$defs") or not path else path)
    elif isinstance(node, list):
        for inner in node:
            yield from properties(inner, path)


def test_every_key_of_every_noun_is_explained() -> None:
    listed = list(properties(schema()))
    assert len(listed) > 150
    assert [path for path, one in listed if not one.get("description", "").strip()] == []


def test_a_key_without_its_sentence_is_seen() -> None:
    broken = copy.deepcopy(schema())
    del broken["$defs"]["Activity"]["properties"]["due"]["description"]
    assert [path for path, one in properties(broken) if not one.get("description")] == [".$defs.Activity.due"]


def test_every_block_is_a_property_of_the_file() -> None:
    assert set(schema()["properties"]) == {"include", "programme", *BLOCKS}
    assert set(schema()["properties"]["programme"]["properties"]) == set(HEAD)

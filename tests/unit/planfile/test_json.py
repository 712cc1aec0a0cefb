"""JSON as a plan: the same texts, the place of every part, and every fault with its line and column."""

import json

import pytest
from tests.plans import HERE, codes, found, marked, spots

from campaignflow.planfile.json_text import read_json
from campaignflow.planfile.loader import loads, read_text

PLAN = """\
{
  "programme": {"id": "office-2027", "title": "年度计划", "period": 2027},
  "units": {"office": {"name": "办公室"}},
  "campaigns": {
    "water-week": {"title": "水周", "lead": "office", "when": "2027-03-22"}
  }
}
"""


def titled(text: str) -> str:
    """Return the title read from a JSON string."""
    return loads(PLAN.replace('"年度计划"', text), "json").title


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r'"\u6c34\u5468"', "水周"),
        (r'"\ud83d\udca7 水"', "\U0001f4a7 水"),
        (r'"a\tb\nc"', "a\tb\nc"),
        (r'"a\/b\\c\"d"', 'a/b\\c"d'),
        ('"#节水# @所有人: {a}"', "#节水# @所有人: {a}"),
        ("1.10", "1.10"),
        ("-0.50", "-0.50"),
        ("1e3", "1e3"),
        ("true", "true"),
    ],
)
def test_a_value_is_the_text_it_was_written_as(written: str, read: str) -> None:
    assert titled(written) == read


def test_everything_knows_its_place() -> None:
    text, line, column = marked(PLAN.replace('"2027-03-22"', f'{HERE}"3/22"'))
    assert spots(found(text, "json")) == [("date-not-iso", line, column)]
    text, line, column = marked(PLAN.replace('"lead"', f'{HERE}"laed"'))
    assert spots(found(text, "json")) == [("unknown-key", line, column)]
    text, line, column = marked(PLAN.replace('"office", "when"', f'["office", {HERE}{{}}], "when"'))
    assert spots(found(text, "json")) == [("needs-text", line, column)]


def test_half_a_character_is_refused_as_value_and_as_key() -> None:
    text, line, column = marked(PLAN.replace('"水周"', HERE + r'"\ud800水"'))
    assert spots(found(text, "json")) == [("control-character", line, column)]
    text, line, column = marked(PLAN.replace('"units"', HERE + r'"\udfff": 1, "units"'))
    findings = found(text, "json")
    assert spots(findings)[0] == ("control-character", line, column)
    assert all(finding.message("zh").encode("utf-8") for finding in findings)


def test_a_control_character_in_an_escape_is_refused() -> None:
    text, line, column = marked(PLAN.replace('"水周"', HERE + r'"水\u0007周"'))
    assert spots(found(text, "json")) == [("control-character", line, column)]


def test_a_key_written_twice_is_a_finding() -> None:
    text, line, column = marked(PLAN.replace('"lead"', f'"title": "乙", {HERE}"lead": "office", "lead"'))
    text = text.replace('"title": "水周", "title": "乙", ', '"title": "水周", ')
    (finding,) = found(text, "json")
    assert finding.code == "key-twice"
    assert finding.place.line == line
    assert finding.facts == {"key": "lead", "first": line}
    assert column


def test_null_is_nothing_said() -> None:
    (finding,) = found(PLAN.replace('"lead": "office"', '"lead": null'), "json")
    assert (finding.code, finding.severity) == ("key-without-value", "note")
    assert codes(found(PLAN.replace('"水周"', "null"), "json")) == ["missing-key"]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1,▲}',
        '{"a": [1, ▲]}',
        '{"a" ▲1}',
        '{"a": 1 ▲"b": 2}',
        "{▲a: 1}",
        "{▲'a': 1}",
        '{"a": ▲010}',
        '{"a": ▲.5}',
        '{"a": ▲NaN}',
        '{"a": ▲True}',
        '{"a": ▲"b}',
        '{"a": ▲"\\x"}',
        '{"a": ▲"b\nc"}',
        '{"a": 1 ▲// why\n}',
        '{"a": 1} ▲{}',
        '{"a": [1, 2▲}',
        '{"a": 1▲',
    ],
)
def test_what_is_no_json_is_pointed_at(text: str) -> None:
    text, line, column = marked(text)
    with pytest.raises(json.JSONDecodeError):
        json.loads(text.replace("NaN", "?"))
    (finding,) = found(text, "json")
    assert finding.code in {"json-unreadable", "json-after-end"}
    assert (finding.place.line, finding.place.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "code"), [("[]", "plan-no-blocks"), ('"a"', "plan-no-blocks"), ("null", "plan-empty")]
)
def test_json_that_is_no_plan_is_refused(text: str, code: str) -> None:
    assert codes(found(text, "json")) == [code]


def test_an_empty_json_file_says_so() -> None:
    (finding,) = found("  \n", "json")
    assert finding.code in {"json-unreadable", "plan-empty"}


def test_the_tree_is_what_the_standard_library_reads() -> None:
    text = '{"a": {"b": ["1", {"c": "2"}, []], "d": {}}, "e": ""}'
    assert read_json(text, "plan.json", []) == json.loads(text)


def test_braces_of_json_are_not_taken_for_those_of_yaml() -> None:
    reading = read_text(PLAN.replace('"lead": "office"', '"leda": ""'), "json")
    assert codes(reading.findings) == ["unknown-key"]

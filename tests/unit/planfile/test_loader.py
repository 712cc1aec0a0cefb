"""A plan read from a file or a text: a scalar is a text until a noun says otherwise, a fault has a place."""

import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plans import PLAN, activity, codes, found, marked, spots

import campaignflow as cf
from campaignflow.planfile.loader import LARGEST, loads, read, read_text

IN_JSON = """\
{"programme": {"id": "office-2027", "title": "年度计划", "period": 2027, "timezone": "Asia/Shanghai"},
 "units": {"office": {"name": "办公室", "coordinator": true}, "towns": {"name": "各乡镇", "members": 14}},
 "campaigns": {"water-week": {"title": "水周", "lead": ["office"], "when": "2027-03-22/28",
   "budget": [{"for": "海报", "quantity": 1500, "unit_cost": "0.37 CNY"}]}}}
"""
IN_YAML = """\
programme: {id: office-2027, title: 年度计划, period: 2027, timezone: Asia/Shanghai}
units:
  office: {name: 办公室, coordinator: true}
  towns: {name: 各乡镇, members: 14}
campaigns:
  water-week:
    title: 水周
    lead: office
    when: 2027-03-22/28
    budget:
      - {for: 海报, quantity: 1500, unit_cost: 0.37 CNY}
"""
IN_TOML = """\
[programme]
id = "office-2027"
title = "年度计划"
period = 2027
timezone = "Asia/Shanghai"
[units]
office = {name = "办公室", coordinator = true}
towns = {name = "各乡镇", members = 14}
[campaigns.water-week]
title = "水周"
lead = "office"
when = "2027-03-22/28"
[[campaigns.water-week.budget]]
for = "海报"
quantity = 1500
unit_cost = "0.37 CNY"
"""


def briefing(*lines: str) -> cf.Activity:
    return loads(activity(*lines)).campaigns["water-week"].activities["briefing"]


# Three notations, one plan


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.yaml", IN_YAML),
        ("plan.yml", IN_YAML),
        ("plan", IN_YAML),
        ("plan.json", IN_JSON),
        ("PLAN.JSON", IN_JSON),
        ("plan.toml", IN_TOML),
    ],
)
def test_a_file_is_read_by_the_end_of_its_name(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert cf.load(tmp_path / name) == cf.load(str(tmp_path / name)) == loads(IN_YAML)


def test_json_and_toml_say_the_same_as_yaml() -> None:
    assert loads(IN_JSON, "json") == loads(IN_TOML, "toml") == loads(IN_YAML)


@pytest.mark.parametrize("notation", ["xml", "yml", "YAML", ""])
def test_another_notation_is_refused(notation: str) -> None:
    with pytest.raises(ValueError, match="yaml, json or toml"):
        loads(IN_YAML, notation)


# Scalars are texts


@pytest.mark.parametrize(
    "text",
    [
        "010",
        "1.10",
        "10:00",
        "no",
        "on",
        "off",
        "yes",
        "true",
        "1e3",
        "0x1F",
        "2027-03-22",
        "~x",
        "null",
        "1_000",
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_what_yaml_would_turn_into_something_else_stays_a_text(text: str) -> None:
    assert briefing(f"title: {text}").title == text
    assert briefing(f"note: [{text}, 甲]").note == (text, "甲")


def test_numbers_are_read_exactly_by_the_noun_that_wants_them() -> None:
    made = briefing("budget:", "  - {for: 海报, unit_cost: 0.10 CNY, quantity: 1.10}")
    assert made.budget[0].total() == cf.Money("0.11 CNY")
    assert made.budget[0].quantity.number == Decimal("1.10")


@pytest.mark.parametrize(("text", "members"), [("14", 14), ("014", 14), ('"14"', 14)])
def test_a_whole_number_is_never_octal(text: str, members: int) -> None:
    assert loads(IN_YAML.replace("14", text)).units["towns"].members == members


@pytest.mark.parametrize("text", ["true", "yes", "True"])
def test_yes_is_true_only_where_yes_or_no_is_asked(text: str) -> None:
    plan = IN_YAML.replace("coordinator: true", f"coordinator: {text}")
    assert loads(plan).units["office"].coordinator is True


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("due: ▲2026-02-30", "no-such-day"),
        ("due: ▲2026-02-30 09:00", "no-such-day"),
        ("due: ▲[2027-03-01]", "needs-text"),
        ("title: ▲{a: b}", "needs-text"),
        ("budget: ▲8万元", "needs-list"),
        ("prepare: ▲draft", "needs-block"),
        ("prepare: ▲[{draft: {title: 初稿}}]", "list-for-block"),
        ("prepare: ▲[{id: draft, title: 初稿}]", "list-for-block"),
        ("certainty: ▲sure", "not-one-of"),
        ("visibility: ▲press", "not-one-of"),
        ("support: [press, ▲press]", "listed-twice"),
        ("quotas: [{▲of: 稿件, at_least: 5, at_most: 3}]", "quota-backwards"),
        ("quotas: [{of: 稿件, at_least: ▲many}]", "quantity-unreadable"),
        ("quotas: [{of: 稿件, at_least: 1, per: ▲fortnight}]", "per-unreadable"),
        ("budget: [{for: 海报, amount: ▲lots}]", "money-unreadable"),
        ("title: ▲''", "empty-text"),
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_a_value_that_does_not_fit_is_pointed_at(line: str, code: str) -> None:
    text, line_number, column = marked(activity(line))
    (finding,) = found(text)
    assert (finding.code, finding.place.line) == (code, line_number)
    if code not in {"listed-twice", "quota-backwards"}:  # these are about the whole of it
        assert finding.place.column == column


def test_a_list_in_the_place_of_a_block_is_told_how_its_first_item_begins() -> None:
    for line in ("prepare: [{draft: {title: 初稿}}]", "prepare: [{id: draft, title: 初稿}]"):
        (finding,) = found(activity(line))
        assert finding.facts["offer"] == "draft: {title: …}"


def test_what_is_expected_is_said_without_the_words_of_a_programmer() -> None:
    for line in ("title: {a: b, c: d}", "title: [a]", "due: [a]", "budget: x", "prepare: x"):
        (finding,) = found(activity(line))
        for lang in ("zh", "en"):
            said = finding.message(lang)
            assert not any(word in said for word in ("Block", "Items", "str", "dict", "Input", "valid"))


# What load raises and what read gives back


def test_load_raises_with_every_finding() -> None:
    with pytest.raises(cf.PlanError) as refused:
        loads(activity("titel: 甲", "due: 3/22", "support: ofice"))
    assert codes(refused.value.findings) == ["unknown-key", "date-not-iso", "unknown-id"]
    assert refused.value.facts == {"count": 3}
    said = str(refused.value)
    assert "3" in said.splitlines()[0]
    assert "<text>:21:14 campaigns/water-week/activities/briefing/due: " in said


def test_a_plan_error_survives_pickling() -> None:
    with pytest.raises(cf.PlanError) as refused:
        loads(activity("titel: 甲"))
    again = pickle.loads(pickle.dumps(refused.value))
    assert again.findings == refused.value.findings
    assert str(again) == str(refused.value)


def test_notes_and_warnings_do_not_keep_a_plan_from_loading(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(activity("note:").encode("gb18030"))
    assert codes(read(file).findings) == ["file-gb18030", "key-without-value"]
    assert cf.load(file).title == "年度计划"


def test_a_missing_file_is_the_operating_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        cf.load(tmp_path / "none.yaml")
    with pytest.raises(IsADirectoryError):
        cf.load(tmp_path)


def test_what_can_be_read_of_a_broken_plan_is_there() -> None:
    reading = read_text(activity("due: 3/22", "prepare: {draft: {title: 稿, due: 45373}}"))
    assert reading.programme is not None
    assert reading.partial
    made = reading.programme.campaigns["water-week"].activities["briefing"]
    assert (made.title, made.due, made.prepare["draft"].title) == ("通气会", cf.When("tbd"), "稿")


def test_an_entry_of_a_list_that_cannot_be_read_leaves_its_neighbours() -> None:
    reading = read_text(
        activity("quotas:", "  - {of: 甲, at_least: 1}", "  - {of: 乙}", "  - {of: 丙, at_least: 3}")
    )
    assert reading.programme is not None
    kept = reading.programme.campaigns["water-week"].activities["briefing"].quotas
    assert [quota.of for quota in kept] == [("甲",), ("丙",)]
    briefing = ("campaigns", "water-week", "activities", "briefing")
    assert reading.programme.place(*briefing, "quotas", 1).line == 24


def test_a_thing_without_a_title_is_called_by_its_id_while_the_rest_is_checked() -> None:
    reading = read_text(activity().replace("        title: 通气会\n", ""))
    assert codes(reading.findings) == ["missing-key"]
    assert reading.programme is not None
    assert reading.programme.campaigns["water-week"].activities["briefing"].title == "briefing"


def test_many_mistakes_are_listed_up_to_a_number() -> None:
    units = "".join(f"  u{n}: {{nam: 甲}}\n" for n in range(1_500))
    findings = found(PLAN.replace("people:\n", f"{units}people:\n") + "        title: 甲\n")
    assert len(findings) == 1_001
    (more,) = [one for one in findings if one.code == "more-mistakes"]
    assert "500" in more.message("en")


# Where things stand


def test_a_programme_knows_where_its_parts_were_read() -> None:
    programme = loads(activity("due: 2027-03-02"))
    place = programme.place("campaigns", "water-week", "activities", "briefing", "due")
    assert (place.file, place.line, place.column) == ("<text>", 20, 14)
    assert programme.place("title").line == 1
    assert programme.place("campaigns", "water-week", "activities", "none").line == 16


def test_places_name_the_file_as_it_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "year").mkdir()
    for name in ("plan.yaml", "year/plan.yaml"):
        Path(name).write_text(activity("titel: 甲"), encoding="utf-8")
        assert read(name).findings[0].place.file == name
        assert read(tmp_path / name).findings[0].place.file == str(tmp_path / name)


def test_a_programme_built_in_python_has_no_file() -> None:
    programme = cf.Programme(id="a", title="甲", period="2027", timezone="UTC")
    assert programme.place("campaigns", "b") == cf.Place(item="campaigns/b")


def test_where_it_was_read_is_no_part_of_a_programme() -> None:
    one, other = loads(IN_YAML), loads("\n\n# moved\n" + IN_YAML)
    assert one == other
    assert hash(one) == hash(other)
    assert one.place("units", "office") != other.place("units", "office")


def test_findings_come_in_the_order_of_the_file() -> None:
    text = activity("due: 3/22", "titel: 甲").replace("tier: county", "tier: countyy")
    lines = [finding.place.line for finding in found(text)]
    assert lines == sorted(lines)
    assert len(lines) == 3


# Files that are no plan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["plan-empty"]),
        ("# only a comment\n", ["plan-empty"]),
        ("---\n", ["plan-empty"]),
        ("just words\n", ["plan-no-blocks"]),
        ("- a\n- b\n", ["plan-no-blocks"]),
        ("units: {}\n", ["programme-missing"]),
        ("programme: 2027\n", ["programme-missing"]),
        ("programme: {}\n", ["missing-key"] * 3),
        ("programme:\n", ["key-without-value", "programme-missing"]),
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_a_file_that_is_no_plan_says_what_is_missing(text: str, expected: list[str]) -> None:
    reading = read_text(text, file="plan.yaml")
    assert sorted(codes(reading.findings)) == sorted(expected)
    assert all(finding.place.file == "plan.yaml" for finding in reading.findings)
    with pytest.raises(cf.PlanError):
        loads(text)


def test_a_file_of_too_many_bytes_is_not_even_decoded(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    with file.open("wb") as out:
        out.truncate(LARGEST + 1)
    (finding,) = read(file).findings
    assert (finding.code, finding.place) == ("file-too-large", cf.Place(str(file)))
    assert "16 MB" in finding.message("en")


def test_a_plan_of_dates_alone_needs_no_more_than_a_programme() -> None:
    programme = loads("programme: {id: a, title: 甲, period: from 2027-02-01}")
    assert programme.campaigns == {}
    assert cf.schedule(programme, today=date(2027, 1, 1)).entries == ()


def test_a_text_cannot_include_a_file() -> None:
    text, line, column = marked("▲include: other.yaml\n" + activity())
    findings = found(text)
    assert spots(findings) == [("include-needs-file", line, column)]

"""Plans beyond measure are refused or read in bounded time and memory: findings are counted, no clock."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from tests.plans import codes, found

from campaignflow.planfile.loader import LARGEST, read, read_text
from campaignflow.planfile.tree import MOST_DEPTH, MOST_PARTS
from campaignflow.scheduling.schedule import schedule


def head(period: str = "2027", **also: str) -> str:
    """Return the programme of a plan."""
    said = {"id": "office", "title": "年度计划", "period": period, "week_starts": "monday", **also}
    return f"programme: {{{', '.join(f'{key}: {value}' for key, value in said.items())}}}\n"


HEAD = head()


def routine(when: str, period: str = "2027") -> list[str]:
    """Return the codes of errors about a routine that comes round."""
    duty = f"routines: {{duty: {{title: 甲, lead: office, when: '{when}'}}}}\n"
    reading = read_text(head(period) + "units: {office: {name: 甲}}\n" + duty)
    findings = {(one.code, one.place) for one in reading.findings}
    if reading.programme is not None:
        made = schedule(reading.programme, today=date(2027, 1, 1))
        findings |= {(one.code, one.place) for one in made.errors}
    return [code for code, _ in findings]


@contextmanager
def no_more_than(megabytes: int) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1024 * 1024
    finally:
        tracemalloc.stop()


# Depth


@pytest.mark.parametrize(
    ("notation", "before", "opening"),
    [
        ("yaml", "", "["),
        ("yaml", "", "{a: "),
        ("yaml", "", "- "),
        ("yaml", "a: ", "&a ["),
        ("json", "", "["),
        ("json", "", '{"a":'),
        ("toml", "a = ", "["),
        ("toml", "a = ", "{a = "),
    ],
)
def test_what_is_nested_without_end_is_refused_where_it_gets_too_deep(
    notation: str, before: str, opening: str
) -> None:
    findings = found(before + opening * 200_000, notation)
    assert codes(findings) == ["too-deep"]
    assert str(MOST_DEPTH) in findings[0].message("en")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_both_parsers_stop_at_the_same_depth(opening: str) -> None:
    assert codes(found(opening * 2_000)) in (["too-deep"], ["key-not-text"])


def test_a_dotted_key_of_toml_is_as_deep_as_it_has_parts() -> None:
    assert codes(found("a." * 200_000 + "a = 1", "toml")) == ["too-deep"]
    assert codes(found('"a" . ' * 200_000 + "a = 1", "toml")) == ["too-deep"]


def test_dots_in_a_text_of_toml_are_no_depth() -> None:
    assert "too-deep" not in codes(found('title = "目录' + "." * 500 + '12"', "toml"))


def test_the_deepest_plan_that_is_read_has_room_for_any_real_one() -> None:
    inner = "{for: 甲, amount: 1 CNY}"
    for _ in range(20):
        inner = f"{{for: 甲, lines: [{inner}]}}"
    text = HEAD + f"campaigns: {{c: {{title: 甲, budget: [{inner}]}}}}\n"
    reading = read_text(text)
    assert reading.findings == ()
    assert reading.programme is not None
    assert str(reading.programme.campaigns["c"].budget[0].total()) == "1 CNY"


# Repeats


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with no_more_than(20):
        findings = found(HEAD + "\n".join(lines))
    assert codes(findings) == ["alias-bomb"]


def test_many_small_repeats_are_counted_too() -> None:
    text = HEAD + "units:\n  u: &u {name: 甲}\n" + "".join(f"  u{n}: *u\n" for n in range(60_000))
    assert codes(found(text)) == ["alias-bomb"]


def test_repeats_are_counted_over_a_syntax_error() -> None:
    lines = "".join(f"  c{n}: {{title: 甲, note: *many}}\n" for n in range(200))
    text = HEAD + "themes: &many [" + "甲, " * 1_000 + "]\n" + f"campaigns:\n{lines}  bad: @\n"
    assert "alias-bomb" in codes(found(text))


def test_an_alias_inside_itself_repeats_nothing() -> None:
    assert codes(found(HEAD + "units: {office: {name: 甲, note: &a [乙, *a]}}\n"))[0] == "alias-unknown"


# Length


def test_a_line_of_ten_megabytes_is_a_text_that_is_too_long() -> None:
    text = HEAD.replace("年度计划", "水" * 3_400_000)
    with no_more_than(120):
        assert codes(found(text)) == ["text-too-long"]
    assert len(found(text)[0].message("en")) < 300


@pytest.mark.parametrize(
    "filling", ["#", "a: ", "@\n", "{", "'", "#a# ", "- - ", "：", "%\n", "a\n", " ", "\n"]
)
def test_megabytes_of_one_sign_end_in_one_finding(filling: str) -> None:
    assert len(found(HEAD + "note: " + filling * (2_000_000 // len(filling)))) == 1


def test_a_file_beyond_the_limit_is_not_read_further(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    with file.open("wb") as out:
        out.write(HEAD.encode())
        out.truncate(100 * LARGEST)
    with no_more_than(2 * LARGEST // 1024 // 1024):
        assert codes(read(file).findings) == ["file-too-large"]


@pytest.mark.parametrize(
    ("notation", "text"),
    [
        ("yaml", HEAD + "units:\n" + "".join(f"  u{n}: 甲\n" for n in range(MOST_PARTS + 1))),
        ("yaml", HEAD + "units: [" + "a, " * (MOST_PARTS + 1) + "]\n"),
        ("json", "[" + "1," * 1_000_000 + "1]"),
        ("toml", "a = [" + "1," * (MOST_PARTS + 1) + "]"),
    ],
    ids=["keys", "list", "json", "toml"],
)
def test_more_values_than_any_plan_has_are_refused(notation: str, text: str) -> None:
    assert codes(found(text, notation)) == ["file-too-long"]


def test_a_million_keys_are_refused_while_they_are_read() -> None:
    text = "".join(f"k{n}: a\n" for n in range(1_000_000))
    assert codes(found(text)) == ["file-too-long"]


def test_ten_thousand_wrong_things_are_named_up_to_a_thousand() -> None:
    units = "".join(f"  u{n}: {{nam: 甲, mebers: many}}\n" for n in range(10_000))
    findings = found(HEAD + "units:\n" + units)
    assert len(findings) == 1_001
    assert "more-mistakes" in codes(findings)


# Numbers


DIGITS = "9" * 1_000_000


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("units: {a: {name: 甲, members: %s}}", "needs-whole-number"),
        ("funds: {a: {title: 甲, amount: %s}}", "money-too-long"),
        ("funds: {a: {title: 甲, amount: 0.%s CNY}}", "money-too-long"),
        ("campaigns: {a: {title: 甲, when: %s}}", "when-too-long"),
        ("campaigns: {a: {title: 甲, quotas: [{of: 甲, at_least: %s}]}}", "quantity-unreadable"),
        ("channels: {a: {name: 甲, update_within: %s days}}", "duration-unreadable"),
    ],
)
def test_a_number_of_a_million_digits_is_no_number(line: str, code: str) -> None:
    (finding,) = found(HEAD + line % DIGITS)
    assert finding.code == code
    assert len(finding.message("zh")) < 400


@pytest.mark.parametrize("digits", ["9" * 5_000, "1e99999999", "-" + "9" * 5_000])
def test_a_long_number_of_json_or_toml_is_no_number_either(digits: str) -> None:
    units = '"units": {"a": {"name": "c", "members": %s}}'
    text = '{"programme": {"id": "a", "title": "b", "period": 2027}, ' + units + "}"
    assert codes(found(text % digits, "json")) in (["needs-whole-number"], ["number-outside"])
    toml = 'programme = {id = "a", title = "b", period = 2027}\nunits.a = {name = "c", members = %s}\n'
    assert len(found(toml % digits, "toml")) == 1


# Time


@pytest.mark.parametrize(
    ("when", "period"),
    [
        ("RRULE:FREQ=DAILY", "1900/2199"),
        ("every day", "1950/2149"),
        ("every 1 day", "1950/2149"),
        ("every workday", "1950/2149"),
        ("every day 09:00-10:00", "1950/2149"),
        ("daily 09:00-10:00", "1950/2149"),
        ("1 workday after every day", "1950/2149"),
        ("every monday, tuesday and friday", "1950/2149"),
    ],
)
def test_a_recurrence_without_measure_is_refused(when: str, period: str) -> None:
    assert routine(when, period) == ["recurrence-too-many"]


@pytest.mark.parametrize(
    ("when", "period"),
    [("every 999 days", "1900/2199"), ("every month on 10", "1900/2199"), ("RRULE:FREQ=YEARLY", "1900/2199")],
)
def test_a_long_time_is_no_fault_by_itself(when: str, period: str) -> None:
    assert routine(when, period) == []


@pytest.mark.parametrize(
    "when",
    [
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=SECONDLY",
        "every 0 days",
        "99999999 workdays after every year",
        "2027-03-22 + 99999 years",
        "2027-03-22 - 99999 workdays",
        "2027-03-22 for 99999 months",
        "99999-01-01",
    ],
)
def test_a_date_out_of_this_world_is_one_error(when: str) -> None:
    assert len(routine(when)) == 1


# Chains


def chain(length: int, last: str) -> str:
    """Return a campaign whose activities hang on each other."""
    lines = [f"      a{n}: {{title: 甲, due: a{n + 1} + 1 day}}\n" for n in range(length)]
    lines.append(f"      a{length}: {{title: 甲, due: {last}}}\n")
    top = head("2000/2199") + "units: {office: {name: 甲, coordinator: true}}\n"
    return top + "campaigns:\n  c:\n    title: 乙\n    lead: office\n    activities:\n" + "".join(lines)


def test_a_chain_of_five_thousand_dates_is_followed_to_its_end() -> None:
    reading = read_text(chain(5_000, "2027-01-01"))
    assert reading.findings == ()
    assert reading.programme is not None
    made = schedule(reading.programme)
    assert codes(made.errors) == []
    assert made["c/a0"].due == date(2040, 9, 9)


def test_a_ring_of_five_thousand_dates_is_one_finding() -> None:
    reading = read_text(chain(5_000, "a0 + 1 day"))
    assert reading.programme is not None
    assert codes(schedule(reading.programme).errors) == ["dates-in-a-ring"]


def test_a_chain_of_calendars_is_followed_or_refused() -> None:
    calendars = "".join(f"  c{n}: {{based_on: c{n + 1}}}\n" for n in range(5_000))
    text = head(working_calendar="c0")
    reading = read_text(text + "calendars:\n" + calendars + "  c5000: {based_on: CN}\n")
    assert reading.programme is not None
    assert set(codes(schedule(reading.programme).errors)) <= {"calendar-ring"}


def test_a_ring_of_units_and_approvals_ends() -> None:
    units = "".join(f"  u{n}: {{name: 甲{n}, part_of: u{(n + 1) % 3_000}}}\n" for n in range(3_000))
    steps = "".join(f"  s{n}: {{by: u{n}, after: s{(n + 1) % 3_000}}}\n" for n in range(3_000))
    text = HEAD + "units:\n" + units + "approvals:\n" + steps
    text += "campaigns: {c: {title: 甲, lead: u0, when: 2027-05-01}}\n"
    reading = read_text(text)
    assert reading.findings == ()
    assert reading.programme is not None
    assert codes(schedule(reading.programme).errors) == ["approvals-in-a-ring"]


def test_thousands_of_unknown_ids_are_found_without_guessing_at_each() -> None:
    units = "".join(f"  unit-{n}: {{name: 甲{n}}}\n" for n in range(2_000))
    wrong = ", ".join(f"unti-{n}" for n in range(2_000))
    campaign = f"campaigns: {{c: {{title: 甲, lead: [{wrong}], when: tbd}}}}\n"
    reading = read_text(f"{HEAD}units:\n{units}{campaign}")
    assert reading.programme is not None
    assert codes(schedule(reading.programme).errors).count("unknown-id") == 2_000


def test_a_ring_of_five_thousand_files_is_left_at_the_limit(tmp_path: Path) -> None:
    for number in range(5_000):
        following = f"include: f{(number + 1) % 5_000}.yaml\n"
        (tmp_path / f"f{number}.yaml").write_text(following, encoding="utf-8")
    assert codes(read(tmp_path / "f0.yaml").findings) == ["include-too-many"]


def test_a_file_that_includes_everything_is_left_at_the_limit(tmp_path: Path) -> None:
    names = ", ".join(f"f{number}.yaml" for number in range(100_000))
    for number in range(300):
        (tmp_path / f"f{number}.yaml").write_text("units: {}\n", encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(f"include: [{names}]\n{HEAD}", encoding="utf-8")
    assert codes(read(tmp_path / "plan.yaml").findings) == ["include-too-many"]

"""`import`: others' calendars into a file that the plan includes; the plan itself is never changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

FILES = Path(__file__).parents[1] / "data" / "ics"
PLAN = """\
programme:
  {id: p-2027, title: 计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN, week_starts: monday}
units: {office: {name: 办公室, coordinator: true}}
"""
INCLUDE = "include: [imported/outlook.yaml]\n"


@pytest.fixture
def written(plan: Callable[..., Path]) -> Path:
    return plan(PLAN)


def test_an_import_writes_a_file_beside_the_plan_and_says_what_to_include(run, written: Path) -> None:
    before = written.read_bytes()
    ran = run("import", FILES / "outlook.ics", "--into", written, "--lead", "office")
    assert ran.status == 0
    assert "5 events, taken as key dates" in ran.out
    assert "ics-zone-guessed" in ran.out
    assert "include: [imported/outlook.yaml]" in ran.out
    assert (written.parent / "imported" / "outlook.yaml").is_file()
    assert written.read_bytes() == before


def test_a_second_import_of_the_same_file_changes_nothing(run, plan: Callable[..., Path]) -> None:
    file = plan(PLAN)
    run("import", FILES / "outlook.ics", "--into", file, "--lead", "office")
    plan(PLAN + INCLUDE)
    assert run("check", file, "--strict").status == 0
    target = file.parent / "imported" / "outlook.yaml"
    before = target.stat().st_mtime_ns
    ran = run("import", FILES / "outlook.ics", "--into", file, "--lead", "office")
    assert "Nothing has changed since the last import" in ran.out
    assert "Add this line" not in ran.out
    assert target.stat().st_mtime_ns == before


def test_a_moved_event_moves_in_the_plan(run, plan: Callable[..., Path], tmp_path: Path) -> None:
    file = plan(PLAN)
    run("import", FILES / "outlook.ics", "--into", file, "--lead", "office")
    plan(PLAN + INCLUDE)
    moved = tmp_path / "outlook.ics"
    moved.write_bytes((FILES / "outlook.ics").read_bytes().replace(b"20270318T", b"20270319T"))
    ran = run("import", moved, "--into", file, "--lead", "office")
    assert "moved  世界水日新闻通气会  2027-03-18 09:30-11:00 → 2027-03-19 09:30-11:00" in ran.out
    assert ran.out.count("  moved  ") == 1
    entries = json.loads(run("schedule", file, "--json").out)
    (briefing,) = (one for one in entries if one["title"] == "世界水日新闻通气会")
    assert briefing["start"] == "2027-03-19T09:30:00+08:00"


def test_a_dry_run_writes_nothing(run, written: Path) -> None:
    ran = run("import", FILES / "google.ics", "--into", written, "--dry-run")
    assert "nothing was written" in ran.out
    assert not (written.parent / "imported").exists()


def test_without_a_plan_the_blocks_are_printed_and_name_their_zone(run) -> None:
    ran = run("import", FILES / "google.ics", "--today", "2027-01-01")
    assert "timezone: America/New_York" in ran.out
    assert "when: 2027-03-25 15:00-15:30" in ran.out
    assert "6 events, taken as key dates" in ran.err


def test_a_working_calendar_is_based_on_the_country_even_when_the_plan_uses_it(
    run, plan: Callable[..., Path]
) -> None:
    file = plan(PLAN.replace("working_calendar: CN", "working_calendar: notice"))
    for _ in range(2):
        run("import", FILES / "holidays-apple.ics", "--into", file, "--name", "notice")
        text = (file.parent / "imported" / "notice.yaml").read_text(encoding="utf-8")
        assert "based_on: CN" in text
        plan(
            PLAN.replace("working_calendar: CN", "working_calendar: notice")
            + "include: imported/notice.yaml\n"
        )
    assert run("check", file, "--strict").status == 0


def test_what_could_not_be_read_is_an_error_with_its_line_in_both_languages(run, written: Path) -> None:
    ran = run("import", FILES / "broken.ics", "--into", written)
    assert ran.status == 1
    assert "broken.ics:11: error: “Never starts” has no start" in ran.out
    assert (
        "broken.ics:11: 错误: 日程“Never starts”没有开始时间"
        in run("import", FILES / "broken.ics", "--into", written, "--lang", "zh").out
    )


def test_the_report_as_data_names_what_is_new_and_what_was_found(run, written: Path) -> None:
    told = json.loads(run("import", FILES / "broken.ics", "--into", written, "--json").out)
    assert (told["kind"], told["count"], told["written"], told["same"]) == ("key-dates", 5, True, 0)
    assert {one["title"] for one in told["new"].values()} >= {"Moved", "Cut off"}
    assert {one["code"] for one in told["findings"]} >= {"ics-no-start", "ics-uid-twice"}
    again = json.loads(run("import", FILES / "broken.ics", "--into", written, "--json").out)
    assert (again["new"], again["written"], again["same"]) == ({}, False, 5)


def test_a_file_that_no_import_wrote_is_left_alone(run, written: Path) -> None:
    target = written.parent / "imported" / "google.yaml"
    target.parent.mkdir()
    target.write_text("campaigns: {}\n", encoding="utf-8")
    ran = run("import", FILES / "google.ics", "--into", written)
    assert ran.status == 2
    assert "--name" in ran.err
    assert target.read_text(encoding="utf-8") == "campaigns: {}\n"


def test_a_plan_that_cannot_be_read_takes_nothing_in(run, plan: Callable[..., Path]) -> None:
    ran = run("import", FILES / "google.ics", "--into", plan("- a list\n"))
    assert ran.status == 1
    assert "plan-no-blocks" in ran.err


@pytest.mark.parametrize(
    "words", [("--kind", "tasks"), ("--from", "soon"), ("--name", "a b"), ("--timezone", "Mars")]
)
def test_a_choice_that_does_not_exist_is_refused(run, words: tuple[str, str]) -> None:
    assert run("import", FILES / "google.ics", *words).status == 2


@pytest.mark.parametrize("address", ["https://fair.example/fair.ics", "webcal://fair.example/fair.ics"])
@pytest.mark.parametrize(("lang", "said"), [("zh", "先把日历下载"), ("en", "Download the calendar")])
def test_an_address_is_no_file_and_it_says_what_to_do(address: str, lang: str, said: str, run) -> None:
    ran = run("import", address, "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


PAGE = b"<!DOCTYPE html>\r\n<title>Log in</title>\r\n"
REPLY = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("octets", "code"),
    [
        (PAGE, "ics-web-page"),
        (b"%PDF-1.7\n1 0 obj\n", "ics-no-calendar"),
        (b"PK\x03\x04\x14\x00", "ics-packed"),
        (b"", "ics-empty"),
        (REPLY, "ics-answer"),
    ],
)
def test_a_file_that_is_no_calendar_takes_nothing_out_of_the_plan(
    octets: bytes, code: str, run, written: Path, tmp_path: Path
) -> None:
    run("import", FILES / "outlook.ics", "--into", written, "--lead", "office")
    target = written.parent / "imported" / "outlook.yaml"
    before = target.read_bytes()
    again = tmp_path / "outlook.ics"
    again.write_bytes(octets)
    ran = run("import", again, "--into", written, "--lead", "office")
    assert ran.status == 1
    assert f"[{code}]" in ran.out
    assert "[ics-line-unreadable]" not in ran.out
    assert "  gone  " not in ran.out
    assert "as it was" not in ran.out
    assert target.read_bytes() == before


def test_of_a_file_that_is_no_calendar_nothing_is_written_or_to_be_included(
    run, written: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.ics"
    page.write_bytes(PAGE)
    ran = run("import", page, "--into", written)
    assert ran.status == 1
    assert "There is nothing to take in; nothing was written." in ran.out
    assert "include" not in ran.out
    assert not (written.parent / "imported" / "page.yaml").exists()
    assert run("import", page).out == ""


def test_the_file_of_another_year_is_told_as_such(run, written: Path) -> None:
    ran = run(
        "import", FILES / "outlook.ics", "--into", written, "--from", "2029-01-01", "--to", "2029-12-31"
    )
    assert "[import-none-inside]" in ran.out
    assert "another year" in ran.out
    assert "nothing was written" in ran.out
    assert not (written.parent / "imported").exists()


def test_days_from_back_to_front_are_refused(run, written: Path) -> None:
    ran = run(
        "import", FILES / "outlook.ics", "--into", written, "--from", "2027-05-01", "--to", "2027-03-01"
    )
    assert (ran.status, ran.out) == (2, "")
    assert not (written.parent / "imported").exists()


@pytest.mark.parametrize("lead", ["offce", "办公室"])
def test_a_unit_there_is_not_leads_nothing(lead: str, run, written: Path) -> None:
    ran = run("import", FILES / "outlook.ics", "--into", written, "--lead", lead)
    assert (ran.status, ran.out) == (2, "")
    assert "Did you mean office?" in ran.err


def test_another_lead_is_written_and_not_told_as_no_change(run, plan: Callable[..., Path]) -> None:
    file = plan(PLAN.replace("}}", "}, press: {name: 宣传中心}}"))
    for lead in ("press", "office"):
        ran = run("import", FILES / "outlook.ics", "--into", file, "--lead", lead)
        assert "Wrote " in ran.out
        assert f"lead: {lead}\n" in (file.parent / "imported" / "outlook.yaml").read_text(encoding="utf-8")

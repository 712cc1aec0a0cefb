"""`campaignflow publish`: the record's calendar on a server, and what others did to it there."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.shelf import Shelf, unfolded

from campaignflow.cli import publishing
from campaignflow.export.publishing import ServerUnavailable

URL = "https://calendar.example/office/"
PUBLISH = ("publish", URL, "--today", "2026-12-02")
MOVE = ("move", "water-week/briefing", "2027-03-16 09:30-11:00", "--as", "chen", "--reason", "场地")


@pytest.fixture
def shelf(applied: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The server; the login it was opened with stands in `login`."""
    made = Shelf()
    made.login = None

    @contextmanager
    def connected(url: str, user: str, password: str) -> Iterator[Shelf]:
        made.login = (url, user, password)
        yield made

    monkeypatch.setattr(publishing, "connected", connected)
    monkeypatch.delenv(publishing.PASSWORD, raising=False)
    return made


def test_the_record_is_published_and_then_only_what_changed(run, shelf) -> None:
    first = run(*PUBLISH, "--state", "office.json")
    assert (first.status, first.err) == (0, "")
    assert first.out.splitlines()[-1] == f"Published: created {len(shelf.kept)}."
    assert "created: 新闻通气会" in first.out
    again = run(*PUBLISH, "--state", "office.json")
    assert (again.status, again.out) == (0, f"Published: unchanged {len(shelf.kept)}.\n")
    assert run(*MOVE).status == 0
    shelf.asked.clear()
    ran = run(*PUBLISH, "--state", "office.json")
    assert ran.out.startswith("updated: 新闻通气会\nPublished: updated 1, unchanged ")
    assert shelf.asked == ["list", "put"]


def test_what_was_dropped_is_cancelled_on_the_server_too(run, shelf) -> None:
    run(*PUBLISH)
    assert run("cancel", "water-week/briefing", "--as", "chen", "--reason", "防汛").status == 0
    ran = run(*PUBLISH, "--lang", "zh")
    assert "标为取消：新闻通气会" in ran.out


def test_a_unit_gets_its_own_calendar(run, shelf) -> None:
    assert run(*PUBLISH, "--unit", "press").status == 0
    assert "新闻通气会" in shelf.titles()
    assert "世界水日 · 中国水周" in shelf.titles()
    assert not any("印发方案" in one for one in shelf.titles())


def test_reminders_and_to_dos_are_published_where_they_are_asked_for(run, shelf) -> None:
    assert run(*PUBLISH, "--todos", "todo", "--alarm", "2小时", "--extended").status == 0
    everything = b"".join(one.octets for one in shelf.kept.values())
    assert everything.count(b"BEGIN:VALARM") == len(shelf.kept)
    assert b"BEGIN:VTODO" in everything
    assert b"BEGIN:PARTICIPANT" in everything


@pytest.mark.parametrize("choice", [("--unit", "pres"), ("--partner", "nobody"), ("--campaign", "nothing")])
def test_a_name_that_is_none_is_a_mistake_of_usage(choice: tuple[str, str], run, shelf) -> None:
    ran = run("publish", URL, *choice, "--lang", "zh")
    assert (ran.status, ran.out, shelf.asked) == (2, "", [])
    assert ran.err.startswith(f"计划里没有叫“{choice[1]}”的")
    assert "日历会是空的" not in ran.err


def test_a_change_of_somebody_else_is_told_with_what_differs_and_ends_with_3(run, shelf) -> None:
    run(*PUBLISH, "--state", "office.json")
    shelf.edit("新闻通气会", b"T093000", b"T100000")
    before = dict(shelf.kept)
    ran = run(*PUBLISH, "--state", "office.json")
    assert ran.status == 3
    assert "changed by others: 新闻通气会" in ran.out
    assert "there “TZID=Asia/Shanghai:20270315T100000”" in ran.out
    assert "--overwrite" in ran.out
    assert shelf.kept == before
    assert run(*PUBLISH, "--state", "office.json", "--overwrite").status == 0
    assert run(*PUBLISH, "--state", "office.json").status == 0


def test_as_data_it_says_each_item_with_the_code_of_what_is_in_the_way(run, shelf) -> None:
    run(*PUBLISH, "--state", "office.json")
    shelf.drop("新闻通气会")
    ran = run(*PUBLISH, "--state", "office.json", "--json")
    said = json.loads(ran.out)
    assert (ran.status, said["complete"], said["dry_run"], said["counts"]["foreign"]) == (3, False, False, 1)
    (item,) = [one for one in said["items"] if one["outcome"] == "foreign"]
    assert (item["title"], item["code"], item["apart"]) == ("新闻通气会", "publish-deleted-there", [])


def test_a_dry_run_writes_neither_calendar_nor_state(run, shelf, folder: Path) -> None:
    ran = run(*PUBLISH, "--state", "office.json", "--dry-run")
    assert ran.status == 0
    assert "Nothing was written." in ran.out
    assert shelf.kept == {}
    assert not (folder / "office.json").exists()


@pytest.mark.parametrize("state", [("--state", "office.json"), ()], ids=["state", "no state"])
def test_cut_halfway_it_ends_with_4_and_right_when_run_again(state: tuple[str, ...], run, shelf) -> None:
    shelf.breaks_after = 2
    ran = run(*PUBLISH, *state)
    assert ran.status == 4
    assert "cannot be reached" in ran.out
    assert len(shelf.kept) == 2
    shelf.breaks_after = None
    again = run(*PUBLISH, *state)
    assert again.status == 0
    assert "unchanged 2." in again.out


def test_what_was_written_is_remembered_even_if_something_else_goes_wrong(
    run, shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = shelf.put

    def falling(name: str, octets: bytes, etag: str | None) -> str:
        if len(shelf.kept) == 3:
            raise KeyboardInterrupt
        return put(name, octets, etag)

    monkeypatch.setattr(shelf, "put", falling)
    assert run(*PUBLISH, "--state", "office.json").status == 2
    assert len(json.loads((folder / "office.json").read_text(encoding="utf-8"))["items"]) == 3


def test_a_server_that_cannot_be_asked_ends_with_4(run, shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise ServerUnavailable("publish-no-entry", url=URL)

    monkeypatch.setattr(shelf, "listed", refused)
    ran = run(*PUBLISH)
    assert (ran.status, ran.out) == (4, "")
    assert "Check name and password" in ran.err


def test_the_password_comes_from_the_environment_or_a_file(
    run, shelf, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = run(*PUBLISH, "--user", "office")
    assert (missing.status, shelf.login) == (2, None)
    assert "CAMPAIGNFLOW_CALDAV_PASSWORD" in missing.err
    monkeypatch.setenv("CAMPAIGNFLOW_CALDAV_PASSWORD", "水")
    run(*PUBLISH, "--user", "office")
    assert shelf.login == (URL, "office", "水")
    (folder / "password").write_text("geheim \n", encoding="utf-8")
    run(*PUBLISH, "--user", "office", "--password-file", "password", "--state", "office.json")
    assert shelf.login == (URL, "office", "geheim ")
    assert "geheim" not in (folder / "office.json").read_text(encoding="utf-8")


def test_without_the_extra_it_says_what_to_install(
    run, applied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "caldav.davclient", None)
    ran = run(*PUBLISH)
    assert (ran.status, ran.out) == (2, "")
    assert "pip install 'campaignflow[caldav]'" in ran.err


@pytest.mark.parametrize("text", ["programmes:\n", "[]", '{"format": 2, "items": {}}', '{"items": {"a": 1}}'])
def test_a_file_that_is_no_state_is_left_as_it_is(text: str, run, shelf, folder: Path) -> None:
    (folder / "office.json").write_text(text, encoding="utf-8")
    ran = run(*PUBLISH, "--state", "office.json")
    assert (ran.status, shelf.asked) == (2, [])
    assert "is no state" in ran.err
    assert (folder / "office.json").read_text(encoding="utf-8") == text


def test_a_state_that_could_not_be_kept_is_told_before_anything_is_written(run, shelf, folder: Path) -> None:
    ran = run("publish", URL, "--state", folder / "none" / "state.json")
    assert (ran.status, ran.out, shelf.asked) == (2, "", [])
    assert f"There is no folder {folder / 'none'}" in ran.err


def test_the_state_of_another_calendar_is_not_taken(run, shelf) -> None:
    run(*PUBLISH, "--state", "office.json")
    shelf.asked.clear()
    ran = run("publish", "https://calendar.example/press", "--state", "office.json")
    assert (ran.status, shelf.asked) == (2, [])
    assert "https://calendar.example/office" in ran.err


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("calendar.example/office", "begins with https://"),
        ("https://office:geheim@calendar.example/office", "An address has no login"),
        ("http://calendar.example/office", "is not encrypted"),
    ],
)
def test_an_address_that_would_give_the_password_away_is_refused(
    url: str, said: str, run, applied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAMPAIGNFLOW_CALDAV_PASSWORD", "geheim")
    ran = run("publish", url, "--user", "office")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert "geheim" not in ran.err


INVITING = (*PUBLISH, "--organizer", "宣传处 <pr@example.org>", "--addresses", "addresses.yaml")


def test_units_are_asked_on_the_server_and_no_server_writes_to_them_unasked(run, shelf, folder: Path) -> None:
    book = "press: press@example.org\npeople-daily: desk@daily.example\n"
    (folder / "addresses.yaml").write_text(book, encoding="utf-8")
    assert run(*INVITING).status == 0
    said = b"".join(unfolded(one.octets) for one in shelf.kept.values())
    assert said.count(b"ATTENDEE;") == said.count(b"mailto:press@example.org") == 1
    assert said.count(b";SCHEDULE-AGENT=CLIENT") == 2
    assert b"desk@daily.example" not in said
    assert b"METHOD" not in said
    shelf.edit("新闻通气会", b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=DECLINED")
    assert run(*INVITING).out.startswith("Published: unchanged")
    assert run(*INVITING, "--server-invites").out.startswith("updated: 新闻通气会\n")
    assert not any(b"SCHEDULE-AGENT" in one.octets for one in shelf.kept.values())
    assert any(b"PARTSTAT=DECLINED" in unfolded(one.octets) for one in shelf.kept.values())
    assert run(*PUBLISH).out.startswith("updated: 新闻通气会\n")
    assert not any(b"ATTENDEE" in one.octets for one in shelf.kept.values())


@pytest.mark.parametrize("half", [INVITING[4:6], INVITING[6:], ("--server-invites",)], ids=str)
def test_to_invite_wants_who_invites_and_whom(half: tuple[str, ...], run, shelf, folder: Path) -> None:
    (folder / "addresses.yaml").write_text("press: press@example.org\n", encoding="utf-8")
    ran = run(*PUBLISH, *half)
    assert (ran.status, shelf.asked) == (2, [])
    assert "--organizer and --addresses" in ran.err


def test_mistakes_in_the_addresses_are_told_before_the_server_is_asked(run, shelf, folder: Path) -> None:
    (folder / "addresses.yaml").write_text("press: nowhere\n", encoding="utf-8")
    ran = run(*INVITING)
    assert (ran.status, shelf.asked) == (1, [])
    assert "addresses.yaml:1:1: error" in ran.err

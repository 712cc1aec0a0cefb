"""`campaignflow invitations`: what is to be sent, in a folder; and who is asked on a calendar server."""

import email
import json
from email.policy import default
from pathlib import Path

import pytest
from tests.strict_ical import faults

from campaignflow.cli import inviting

BOOK = "press: 宣传中心 <press@example.org>\npeople-daily: desk@daily.example\n"
MOVE = ("move", "water-week/briefing", "2027-03-16 09:30-11:00", "--as", "chen", "--reason", "场地")
BRIEFING = "新闻通气会"


@pytest.fixture
def invite(run, applied: Path, folder: Path):
    """Runs the command with an address book; further arguments follow."""
    (folder / "addresses.yaml").write_text(BOOK, encoding="utf-8")

    def ran(*arguments: object, to: str = "out", book: str = "addresses.yaml"):
        return run(
            *("invitations", to, "--organizer", "宣传处 <pr@example.org>", "--addresses", book), *arguments
        )

    return ran


def written(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def mails(folder: Path) -> list[str]:
    return [one for one in written(folder) if one.endswith(".eml")]


def test_each_invitation_is_a_mail_and_the_console_says_for_whom(invite, folder: Path) -> None:
    ran = invite()
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"new: {BRIEFING} → 宣传出版中心",
        f"  邀请参加“{BRIEFING}”：2027-03-15 09:30-11:00（Asia/Shanghai）。",
        "Not invited, as they have no address: 办公室.",
        "Wrote to out: new 1.",
    ]
    (name,) = mails(folder / "out")
    mail = email.message_from_bytes((folder / "out" / name).read_bytes(), policy=default)
    assert str(mail["Subject"]) == f"邀请：{BRIEFING}"


def test_run_again_it_writes_nothing_until_something_changed(invite, run, clock, folder: Path) -> None:
    invite()
    before = {one: (folder / "out" / one).read_bytes() for one in written(folder / "out")}
    clock.tick()
    ran = invite()
    assert ran.status == 0
    assert "Nothing is to be sent since 2026-12-01 09:01+08:00." in ran.out
    assert {one: (folder / "out" / one).read_bytes() for one in written(folder / "out")} == before
    assert run(*MOVE).status == 0
    clock.tick()
    ran = invite()
    assert ran.out.startswith(f"updated: {BRIEFING} → 宣传出版中心\n  “{BRIEFING}”改到 2027-03-16")
    assert len(mails(folder / "out")) == 2
    clock.tick()
    assert run("cancel", "water-week/briefing", "--as", "chen", "--reason", "防汛").status == 0
    clock.tick()
    assert "取消" in invite("--lang", "zh").out
    assert [one.split("-")[2] for one in mails(folder / "out")] == ["new", "updated", "cancelled"]


def test_with_since_it_says_the_same_again_byte_by_byte(invite, run, clock, folder: Path) -> None:
    run(*MOVE)
    clock.tick()
    since = ("--since", "2026-12-01T01:00:30+00:00")
    invite(*since, to="one")
    clock.tick()
    invite(*since, to="two")
    contents = [
        {name: (folder / to / name).read_bytes() for name in mails(folder / to)} for to in ("one", "two")
    ]
    assert len(contents[0]) == 1
    assert contents[0] == contents[1]


def test_it_writes_calendar_files_too(invite, folder: Path) -> None:
    assert invite("--format", "both").status == 0
    one, other, _ = written(folder / "out")
    assert (Path(one).stem, Path(one).suffix, Path(other).suffix) == (Path(other).stem, ".eml", ".ics")
    octets = (folder / "out" / other).read_bytes()
    assert b"\r\nMETHOD:REQUEST\r\n" in octets
    assert [fault for fault in faults(octets) if "METHOD" not in fault] == []
    assert invite("--format", "ics", to="ics").status == 0
    assert [Path(name).suffix for name in written(folder / "ics")] == [".ics", ".json"]


def test_a_dry_run_tells_and_writes_nothing(invite, folder: Path) -> None:
    ran = invite("--dry-run")
    assert "Would write to out: new 1. Nothing was written." in ran.out
    assert not (folder / "out").exists()


def test_for_programs_it_names_the_files(invite, folder: Path) -> None:
    said = json.loads(invite("--json").out)
    (one,) = said["invitations"]
    assert one["files"] == mails(folder / "out")
    assert (one["change"], one["method"], one["parties"], one["to"]) == (
        *("new", "REQUEST"),
        *(["press"], ["press@example.org"]),
    )
    assert (said["counts"]["new"], said["without_address"], said["dry_run"]) == (1, ["office"], False)


def test_whoever_gets_an_address_later_is_invited_then(invite, clock, folder: Path) -> None:
    (folder / "addresses.yaml").write_text("people-daily: desk@daily.example\n", encoding="utf-8")
    (folder / "more.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "moved.yaml").write_text("press: other@example.org\n", encoding="utf-8")
    assert "There is nothing to invite anybody to." in invite().out
    for book in ("more.yaml", "moved.yaml"):
        clock.tick()
        assert invite(book=book).out.startswith(f"new: {BRIEFING} → 宣传出版中心")


MISTAKES = {
    "nothing": ("", "addresses-none"),
    "a list": ("- press@example.org\n", "addresses-none"),
    "no address": ("people-daily: desk@daily.example\npress: press\n", "mail-address-unreadable"),
    "two behind a name": (
        "people-daily: desk@daily.example\npress: a@b.org, c@d.org\n",
        "mail-address-unreadable",
    ),
    "two with a semicolon": (
        "people-daily: desk@daily.example\npress: 甲 <a@b.org>; 乙 <c@d.org>\n",
        "mail-address-unreadable",
    ),
    "wide brackets": (
        "people-daily: desk@daily.example\npress: 宣传中心＜press@example.org＞\n",
        "mail-address-unreadable",
    ),
    "a list of addresses": (
        "people-daily: desk@daily.example\npress: [a@b.org, c@d.org]\n",
        "address-not-text",
    ),
    "left blank": ("people-daily: desk@daily.example\npress:\n", "address-not-text"),
    "twice": ("press: a@example.org\npress: b@example.org\n", "key-twice"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_mistake_in_the_addresses_is_told_with_its_line(
    mistake: str, lang: str, invite, folder: Path
) -> None:
    text, code = MISTAKES[mistake]
    (folder / "addresses.yaml").write_text(text, encoding="utf-8")
    ran = invite("--lang", lang)
    assert (ran.status, ran.out) == (1, "")
    line = 2 if "\n" in text.strip() else 1
    assert f"addresses.yaml:{line}" in ran.err
    assert f"[{code}]" in ran.err
    assert not (folder / "out").exists()


def test_an_address_of_nobody_is_told_and_the_others_are_invited(invite, folder: Path) -> None:
    (folder / "addresses.yaml").write_text(f"{BOOK}pres: x@example.org\n", encoding="utf-8")
    ran = invite()
    assert (ran.status, len(mails(folder / "out"))) == (0, 1)
    assert "addresses.yaml:3:1: warning" in ran.err
    assert "Did you mean press?" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--organizer", "nobody"), "organizer"),
        (("--format", "pdf"), "eml"),
        (("--since", "yesterday"), "yesterday"),
        (("--programme", "other"), "other"),
        (("--addresses", "none.yaml"), "none.yaml"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    arguments: tuple, said: str, invite, folder: Path
) -> None:
    ran = invite(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert not (folder / "out").exists()


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 1}', '{"format": 2, "programme": "river-2027"}'])
def test_a_memory_that_cannot_be_read_is_left_as_it_is(text: str, invite, folder: Path) -> None:
    (folder / "out").mkdir()
    memory = folder / "out" / inviting.STATE
    memory.write_text(text, encoding="utf-8")
    ran = invite()
    assert (ran.status, ran.out) == (2, "")
    assert "--since" in ran.err
    assert (memory.read_text(encoding="utf-8"), mails(folder / "out")) == (text, [])
    assert invite("--since", "2026-11-01").status == 0


def test_the_folder_of_another_programme_and_a_file_are_refused(invite, folder: Path) -> None:
    invite()
    memory = folder / "out" / inviting.STATE
    memory.write_text(memory.read_text("utf-8").replace("river-2027", "other-2027"), encoding="utf-8")
    ran = invite()
    assert (ran.status, ran.out) == (2, "")
    assert "other-2027" in ran.err
    assert invite(to="plan.yaml").status == 2


def test_what_stands_in_the_folder_leads_nowhere_else(invite, folder: Path) -> None:
    """A link under the name of a file is replaced, not followed."""
    invite()
    (name,) = mails(folder / "out")
    other = folder / "other.txt"
    other.write_text("mine", encoding="utf-8")
    for link in (name, inviting.STATE, f"{name}.part"):
        (folder / "out" / link).unlink(missing_ok=True)
        (folder / "out" / link).symlink_to(other)
    assert invite("--since", "2026-11-01").status == 0
    assert other.read_text(encoding="utf-8") == "mine"
    assert written(folder / "out") == sorted([name, inviting.STATE])


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "/abs", "a\\..\\b", "水周/通气会", "x" * 300, "..", "a\0b"]
)
def test_no_name_of_a_file_leaves_the_folder(title: str) -> None:
    class Odd:
        change, octets = "new", b""
        from datetime import UTC, datetime

        at = datetime(2026, 12, 1, tzinfo=UTC)

        def mail(self) -> bytes:
            return b"x"

    odd = Odd()
    odd.title = title
    for one in inviting._files(odd, "both"):
        assert Path(one.name).name == one.name
        assert not {"/", "\\", "\0"} & set(one.name)
        assert len(one.name.encode()) < 255

"""`run`, `store`, and the store that is not there, not ours, or not to be used."""

import json
import logging
import sqlite3
from pathlib import Path

import pytest

from campaignflow.actions import supervision
from campaignflow.errors import Finding, InvalidValue
from campaignflow.office import open_office
from campaignflow.store.store import Store

LI = ("--as", "li-wei")


# run


def test_what_is_due_is_carried_out_once(applied, run, clock, journal) -> None:
    clock.set("2027-01-01T09:30+08:00")
    before = journal()
    tried = run("run", "--dry-run", "--lang", "zh")
    assert "舆情周报" in tried.out
    assert journal() == before
    done = run("run", "--lang", "zh")
    assert (done.status, done.err) == (0, "")
    assert done.out.split() == ["提醒", "例行", "舆情周报", "办公室", "01-01", "周五"]
    assert len(journal()) == len(before) + 1
    assert run("run", "--lang", "zh").out.strip() == "没有到期的事项，没有办理。"
    assert run("run", "--lang", "en").out.strip() == "Nothing was due; nothing was done."


def test_what_was_carried_out_is_data(applied, run, clock) -> None:
    clock.set("2027-01-01T09:30+08:00")
    due = json.loads(run("run", "--dry-run", "--json").out)["obligations"]
    done = json.loads(run("run", "--json").out)["changes"]
    assert (
        [one["duty"] for one in due] == [one["entries"][0]["details"]["duty"] for one in done] == ["routine"]
    )
    assert json.loads(run("run", "--json").out) == {"changes": []}


def test_a_clock_that_was_set_back_is_said(applied, run, clock) -> None:
    clock.set("2027-01-02T09:30+08:00")
    assert run("run").status == 0
    clock.set("2027-01-01T09:30+08:00")
    ran = run("run", "--lang", "zh")
    assert (ran.status, ran.out) == (2, "")
    assert "校准时钟" in ran.err


def test_what_cannot_be_carried_out_is_counted_and_leaves_no_trace(
    applied, run, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> None:
        raise InvalidValue("clock-not-running")

    clock.set("2027-01-01T09:30+08:00")
    monkeypatch.setattr(supervision, "_wanted", broken)
    ran = run("run", "--lang", "zh")
    assert ran.status == 1
    assert ran.err.splitlines() == ["有 1 项没有办成，下次运行时再试；设 CAMPAIGNFLOW_DEBUG=1 可看详情。"]
    assert logging.getLogger("campaignflow").handlers == []
    monkeypatch.setenv("CAMPAIGNFLOW_DEBUG", "1")
    clock.tick()
    with pytest.raises(AssertionError, match="Traceback"):
        run("run")


# what plugins carry

MAIL = """\
import os
from pathlib import Path
from campaignflow import hookimpl


@hookimpl
def campaignflow_deliver(notices):
    box = Path(os.environ["MAILBOX"])
    if not box.is_file():
        return {one.id: "信箱\\t已满" for one in notices}
    with box.open("a", encoding="utf-8") as mails:
        mails.writelines(f"{one.id} {one.zh}\\n" for one in notices)
"""


@pytest.fixture
def box(tmp_path: Path, plugin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mailbox of an office whose plugin carries notices; it is full until there is a file."""
    (plugin_folder / "mail.py").write_text(MAIL, encoding="utf-8")
    monkeypatch.setenv("MAILBOX", str(tmp_path / "box"))
    return tmp_path / "box"


def test_a_reminder_reaches_whom_it_is_for(applied, run, clock, box) -> None:
    box.touch()
    clock.set("2027-01-01T09:30+08:00")
    assert run("run", "--lang", "zh").err == ""
    assert box.read_text(encoding="utf-8").endswith(" 提醒：“舆情周报”例行，时间 2027-01-01。\n")
    assert run("notices", "--lang", "zh").out == "没有未送达的通知。\n"


def test_one_that_did_not_arrive_is_told_listed_and_sent_again(applied, run, clock, box) -> None:
    clock.set("2027-01-01T09:30+08:00")
    ran = run("run", "--lang", "zh")
    told = "有 1 条通知没有送达，以后再试；详见 campaignflow notices。\n"
    assert (ran.status, ran.err) == (1, told)
    listed = run("notices", "--lang", "zh").out
    head, _, row, _, why = listed.splitlines()
    assert head.split() == ["插件", "状态", "次数", "事项", "告知"]
    assert row.split() == ["mail", "待重试", "1", "舆情周报", "办公室"]
    (one,) = json.loads(run("notices", "--json").out)["undelivered"]
    assert (one["plugin"], one["why"], one["set_aside"]) == ("mail", "信箱 已满", False)
    assert why == f"{one['notice']['id']}  信箱 已满"
    box.touch()
    again = run("notices", "again", one["notice"]["id"], "--lang", "zh").out
    assert again == "已重新发送 1 条。\n没有未送达的通知。\n"
    assert one["notice"]["id"] in box.read_text(encoding="utf-8")
    assert run("notices", "again", "--lang", "en").out == "Tried again: 0.\nNo notice is undelivered.\n"


def test_a_plugin_that_fails_to_carry_is_named(applied, run, clock, box) -> None:
    (box.parent / "plugins" / "mail.py").write_text(MAIL.replace("return {", "return 1 / 0, {"), "utf-8")
    clock.set("2027-01-01T09:30+08:00")
    ran = run("run", "--lang", "zh")
    assert (ran.status, "插件 mail 有问题" in ran.err) == (1, True)
    assert run("notices", "--lang", "zh").out.endswith("  插件出错\n")


def test_notices_are_listed_or_sent_again_and_nothing_else(applied, run) -> None:
    assert run("notices", "burn").status == 2


# store


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_store_of_this_version_needs_no_migration(lang: str, applied, run, journal) -> None:
    before = journal()
    for more in ((), ("--dry-run",)):
        ran = run("store", "migrate", *more, "--lang", lang)
        assert (ran.status, ran.err) == (0, "")
        assert ("不必升级" in ran.out) is (lang == "zh")
    said = json.loads(run("store", "migrate", "--json").out)
    assert said["from"] == said["to"]
    assert journal() == before


def test_an_older_store_is_tried_first_and_then_migrated(
    applied, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from campaignflow.store import migrations, store as stores, tables

    monkeypatch.setattr(stores, "REVISION", "0002")
    monkeypatch.setattr(tables, "REVISION", "0002")
    refused = run("status", "--lang", "zh")
    assert (refused.status, "store migrate" in refused.err) == (4, True)
    assert run("store", "migrate", "--dry-run", "--store", "sqlite:///none.db").status == 4
    tried = run("store", "migrate", "--dry-run", "--lang", "zh")
    assert (tried.status, tried.out.strip()) == (0, "存储格式将由 0001 升级到 0002；请先备份。")
    monkeypatch.setattr(migrations, "migrate", lambda _url: ("0001", "0002"))
    done = run("store", "migrate", "--lang", "zh")
    assert done.out.strip() == "存储格式已由 0001 升级到 0002。"
    assert json.loads(run("store", "migrate", "--json").out) == {"kept": True, "from": "0001", "to": "0002"}


def test_a_store_is_checked(applied, folder: Path, run) -> None:
    ran = run("store", "check", "--lang", "zh")
    assert ran.status == 0
    assert ran.out.splitlines() == [str(folder / "campaignflow.db"), "已核对 11 条记录，完好无损。"]
    said = json.loads(run("store", "check", "--json").out)
    assert list(said) == ["store", "warnings", "ok", "entries", "problems", "redactions"]


def test_what_is_doubtful_about_a_store_is_said(applied, run, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Finding("store-without-wal", facts={"path": "x.db"})
    monkeypatch.setattr(Store, "warnings", property(lambda _store: (doubt,)))
    assert "警告: x.db" in run("store", "check", "--lang", "zh").out
    assert json.loads(run("store", "check", "--json").out)["warnings"][0]["code"] == "store-without-wal"


def test_nothing_else_is_done_to_a_store(applied, run) -> None:
    assert run("store", "drop").status == 2
    assert run("store").status == 2


# a store that cannot be used


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_store_that_cannot_be_used_ends_with_its_status(lang: str, applied, folder: Path, run) -> None:
    (folder / "foreign.db").write_text("no store\n" * 200, encoding="utf-8")
    with sqlite3.connect(folder / "other.db") as other:
        other.execute("CREATE TABLE a (b)")
    other.close()
    for url in (
        "campaignflow.db",
        "sqlite:///none.db",
        "sqlite:///nowhere/none.db",
        "sqlite:///foreign.db",
        "sqlite:///other.db",
        "sqlite:///campaignflow.db?fast=1",
        "postgresql://localhost/office",
        "mysql://localhost/office",
    ):
        for words in (("status",), ("done", "water-week/plan", *LI), ("log", "--verify"), ("store", "check")):
            ran = run(*words, "--store", url, "--lang", lang)
            assert (ran.status, ran.out, len(ran.err.splitlines())) == (4, "", 1), (url, words)
    ran = run("status", "--store", "sqlite:///none.db", "--json")
    assert json.loads(ran.out)["error"]["code"] == "store-missing"
    assert run("apply", "plan.yaml", *LI, "--store", "sqlite:///nowhere/none.db").status == 4


@pytest.mark.parametrize("words", [("schedule",), ("ics",)])
def test_with_neither_plan_nor_store_both_are_asked_for(words, folder: Path, run) -> None:
    ran = run(*words, "--lang", "zh")
    assert (ran.status, ran.out) == (4, "")
    assert "计划文件" in ran.err
    assert "--store" in ran.err
    (folder / "foreign.db").write_text("no store\n" * 200, encoding="utf-8")
    assert "--store" not in run(*words, "--store", "sqlite:///foreign.db").err


@pytest.mark.parametrize("words", [("schedule",), ("ics",)])
def test_a_plan_file_and_a_store_are_one_too_many(words, applied, run) -> None:
    for more in (("--store", "sqlite:///campaignflow.db"), ("--programme", "river-2027")):
        ran = run(*words, applied, *more, "--lang", "zh")
        assert (ran.status, ran.out) == (2, "")
        assert more[0] in ran.err


def test_a_store_that_nobody_founded_asks_for_a_plan(folder: Path, run) -> None:
    open_office("sqlite:///campaignflow.db").close()
    for words in (("status",), ("log",), ("due",), ("run",), ("done", "water-week/plan", *LI)):
        ran = run(*words, "--lang", "zh")
        assert (ran.status, ran.out) == (3, "")
        assert "campaignflow apply" in ran.err

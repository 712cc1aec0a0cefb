"""`status`, `why`, `log`, `due`: what is asked of the record, as lines that fit a terminal and as data."""

import json
import sqlite3
from pathlib import Path

import pytest
from rich.cells import cell_len

from campaignflow.office import open_office
from campaignflow.types import Actor

LI = ("--as", "li-wei")
ASKED = {
    "status": ("status",),
    "one campaign": ("status", "water-week"),
    "one programme": ("status", "programme:river-2027"),
    "one request": ("status", "request:r-1"),
    "why": ("why", "water-week"),
    "why launch": ("why", "water-week", "launch"),
    "log": ("log",),
    "log of a campaign": ("log", "water-week"),
    "verify": ("log", "--verify"),
    "as of": ("log", "water-week", "--as-of", "2026-12-31"),
    "due": ("due",),
    "due then": ("due", "--at", "2027-03-10"),
    "schedule": ("schedule", "--from", "2027-03-01"),
    "store check": ("store", "check"),
    "diff": ("diff", "plan.yaml"),
}


@pytest.fixture
def lived(applied: Path, run, clock) -> Path:
    """A store in which some of the year has happened."""
    for words in (
        ("open", "request", "--title", "采访自来水厂", "--id", "r-1", "--respond-within", "24 hours"),
        ("fire", "water-week", "submit"),
        ("move", "water-week/press-day", "2027-03-10", "--reason", "领导时间"),
        ("cancel", "water-week/briefing", "--reason", "天气"),
        ("postpone", "summer", "--reason", "天气"),
    ):
        clock.tick()
        assert run(*words, *LI).status == 0
    clock.set("2027-03-01T09:00+08:00")
    return applied


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_answer_fits_a_terminal(
    asked: str, lang: str, lived, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = run(*ASKED[asked], "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    if asked != "diff":  # values are told in full
        told = [
            line for line in ran.out.splitlines() if "campaignflow.db" not in line
        ]  # a path is as long as it is
        assert [line for line in told if cell_len(line) > 80] == []
    for code in ("under_way", "in_review", "wrapping_up", "duty-", "column-", "calendar_added"):
        assert code not in ran.out


@pytest.mark.parametrize("asked", ASKED)
def test_every_answer_is_data_too_and_the_same_twice(asked: str, lived, run, journal) -> None:
    before = journal()
    first, again = (run(*ASKED[asked], "--json") for _ in range(2))
    assert (first.status, first.err) == (0, "")
    assert json.loads(first.out)
    assert first.out == again.out
    assert journal() == before


@pytest.mark.parametrize("asked", [one for one in ASKED if one not in {"diff", "schedule"}])
@pytest.mark.parametrize(("lang", "said"), [("zh", "没有存储文件"), ("en", "There is no store")])
def test_without_a_store_nothing_is_asked_and_none_is_made(
    asked: str, lang: str, said: str, folder: Path, run
) -> None:
    ran = run(*ASKED[asked], "--lang", lang)
    assert (ran.status, ran.out) == (4, "")
    assert said in ran.err
    assert list(folder.iterdir()) == []


# status


def test_the_board_says_where_each_campaign_stands(lived, run) -> None:
    head, _, columns, _, *rows = run("status", "--lang", "zh").out.splitlines()
    assert head == "2027 年度宣传计划（river-2027）  编制中  2027-03-01 周一"
    assert columns.split() == ["状态", "编号", "宣传活动", "办结", "下一项"]
    assert rows[0].split() == [
        *("已批准", "water-week", "世界水日", "·", "中国水周", "░░░░░░░░", "0/2", "03-10", "周三", "通气会日")
    ]
    assert rows[1].split() == ["已延期", "summer", "暑期安全", "░░░░░░░░", "0/1"]
    assert rows[3:] == ["逾期 1 项", "  截止 02-22 周一  印发方案  water-week/plan  办公室"]


def test_work_that_is_done_fills_the_bar_and_is_not_late(lived, run) -> None:
    run("done", "water-week/plan", *LI)
    out = run("status", "--lang", "zh").out
    assert "████░░░░ 1/2" in out
    assert "逾期" not in out


def test_one_record_shows_its_items_its_triggers_and_what_changed_since(lived, run) -> None:
    out = run("status", "water-week", "--lang", "zh").out
    assert "状态      已批准（approved），第 4 版" in out
    assert "启动（launch）" in out
    assert "逾期" in next(line for line in out.splitlines() if "印发方案" in line)
    assert "已取消" in next(line for line in out.splitlines() if "新闻通气会" in line)
    assert "第 2 版（2026-12-01）批准以来的改动" in out
    assert "press-day/when：water-day - 5 workdays → 2027-03-10（李伟: 领导时间）" in out


def test_the_state_of_one_record_is_data(lived, run) -> None:
    said = json.loads(run("status", "water-week", "--json").out)
    assert (said["ref"], said["state"]) == ("campaign:river-2027/water-week", "approved")
    assert said["state_title"] == {"zh": "已批准", "en": "approved"}
    assert said["baseline"]["version"] == 2
    assert [one["path"] for one in said["changed"]] == ["key_dates/press-day/when"]
    assert {one["id"]: one["state"] for one in said["items"]}["water-week/briefing"] == "dropped"
    board = json.loads(run("status", "--json").out)
    assert list(board) == ["programme", "title", "state", "today", "campaigns"]
    assert board["today"] == "2027-03-01"
    assert set(board["campaigns"][0]) == set(said) - {"baseline", "changed", "tasks"}


def test_a_programme_without_campaigns_is_said_to_have_none(year, run) -> None:
    text = year.read_text(encoding="utf-8")
    year.write_text(text[: text.index("campaigns:")], encoding="utf-8")
    assert run("apply", year, *LI).status == 0
    assert run("status", "--lang", "zh").out.splitlines()[2:] == ["还没有宣传活动。"]


def test_a_request_says_until_when_it_must_be_answered(lived, run) -> None:
    assert "最迟回应  2026-12-02 09:02" in run("status", "request:r-1", "--lang", "zh").out


def test_what_has_no_lifecycle_has_no_status(lived, run) -> None:
    assert run("status", "unit:office").status == 2
    assert run("why", "unit:office").status == 2


def test_what_is_owed_on_a_record_is_listed_until_it_is_settled(applied, run) -> None:
    run("call-off", "water-week/briefing", "--reason", "谣言", *LI)
    out = run("status", "water-week", "--lang", "zh").out
    assert "待办\n  correction:briefing  公开更正  briefing\n" in out
    assert list(json.loads(run("status", "water-week", "--json").out)["tasks"]) == ["correction:briefing"]
    refused = run("settle", "water-week", "correction:plan", *LI)
    assert (refused.status, "correction:briefing" in refused.err) == (3, True)
    assert run("settle", "water-week", "correction:briefing", *LI).status == 0
    assert "待办" not in run("status", "water-week", "--lang", "zh").out


def test_a_narrow_terminal_cuts_titles_and_no_ids(lived, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "64")
    out = run("status", "--lang", "zh").out
    assert "water-week" in out
    assert "…" in out
    monkeypatch.setenv("COLUMNS", "20")
    assert "water-week" in run("status", "--lang", "zh").out


# why


@pytest.mark.parametrize(("lang", "said"), [("zh", "还不能启动"), ("en", "launch: not yet")])
def test_why_is_a_tree_of_triggers_and_what_they_wait_for(lang: str, said: str, applied, run) -> None:
    out = run("why", "water-week", "launch", "--lang", lang).out
    head, trigger, *reasons = out.splitlines()
    assert "water-week" in head
    assert trigger.startswith("└─ launch  ")
    assert said in trigger
    assert reasons
    assert all(line.startswith("   ") for line in reasons)


def test_a_tree_keeps_its_branches_in_a_narrow_terminal(
    applied, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "46")
    out = run("why", "water-week", "launch", "--lang", "zh").out
    assert [line for line in out.splitlines() if cell_len(line) > 46] == []
    whole = run("why", "water-week", "--lang", "en").out.splitlines()
    assert all(line[0] in "├│└ " for line in whole[1:])


def test_why_names_who_can_do_what_may_be_done(applied, run) -> None:
    assert (
        "├─ submit    可以报送 → 已批准（可由 li-wei 办理）" in run("why", "water-week", "--lang", "zh").out
    )
    data = json.loads(run("why", "water-week", "call-off", "--json").out)["triggers"]
    assert [(one["trigger"], one["open"]) for one in data] == [("call_off", False)]
    assert data[0]["reasons"][0]["kind"] == "order"


def test_a_closed_record_has_nothing_to_fire(applied, run) -> None:
    for trigger in ("submit", "launch", "wrap-up", "evaluate", "archive"):
        assert run("fire", "water-week", trigger, *LI).status == 0
    ref = "campaign:river-2027/water-week"  # no short ref means what is archived
    assert run("why", ref, "--lang", "zh").out.strip() == "已了结，没有可办的触发动作。"
    assert json.loads(run("why", ref, "--json").out) == {"triggers": []}
    assert "现在可以" not in run("status", ref, "--lang", "zh").out
    assert run("why", ref, "nothing").status == 2


# log


def test_the_journal_is_a_line_an_entry(lived, run, journal) -> None:
    lines = run("log", "--lang", "zh").out.splitlines()
    assert len(lines) == len(journal())
    assert "李伟  改期" in next(line for line in lines if "领导时间" in line and "press-day" in line)
    own = run("log", "water-week", "--lang", "zh").out.splitlines()
    assert [line.split()[2] for line in own] == ["v1", "v2", "v3", "v4"]
    assert own[0].startswith("2026-12-01 09:00  v1  李伟  新增")


def test_the_journal_is_data(lived, run) -> None:
    entries = json.loads(run("log", "water-week", "--json").out)["entries"]
    assert [one["version"] for one in entries] == [1, 2, 3, 4]
    assert {"ref", "version", "act", "verb", "actor", "responsible", "at", "hash"} <= set(entries[0])


def test_the_journal_says_for_whom_somebody_acted_and_what_came_by_itself(applied, run, clock) -> None:
    with open_office("sqlite:///campaignflow.db", clock=clock) as office:
        office.complete("water-week/plan", actor=Actor("li-wei", person="chen"))
    clock.set("2027-01-01T09:30+08:00")
    run("run")
    out = run("log", "--lang", "zh").out
    assert "李伟（责任人 陈晨）  完成" in out
    assert "系统" in out


def test_a_record_is_shown_as_it_stood(lived, run) -> None:
    words = ("log", "water-week", "--lang", "zh", "--as-of")
    assert "拟订中（draft）" in run(*words, "1").out
    now = run(*words, "2026-12-31").out
    assert "已批准（approved）" in now
    assert "when: 2027-03-10\n" in now
    assert "due: water-day - 20 workdays  (2027-02-22)\n" in now
    entry = json.loads(run("log", "water-week", "--json").out)["entries"][1]
    second = run(*words, "2").out.splitlines()[2:]
    for moment in (entry["act"], entry["at"]):
        assert run(*words, moment).out.splitlines()[2:] == second


def test_before_it_was_there_is_said_so(lived, run) -> None:
    ran = run("log", "water-week", "--as-of", "2026-11-01", "--lang", "zh")
    assert (ran.status, ran.out.strip()) == (0, "2026-11-01 还没有 campaign:river-2027/water-week。")
    assert json.loads(run("log", "water-week", "--as-of", "2026-11-01", "--json").out)["body"] is None


@pytest.mark.parametrize("when", ["yesterday", "2027-13-01", "2027-03-01T09:00", "v1", "-1"])
def test_a_moment_that_is_none_is_a_mistake_of_usage(when: str, lived, run) -> None:
    assert run("log", "water-week", f"--as-of={when}").status == 2
    assert run("due", f"--at={when}").status == 2


def test_what_to_look_back_at_must_be_named(lived, run) -> None:
    ran = run("log", "--as-of", "2026-12-31", "--lang", "zh")
    assert (ran.status, "请写明要看哪条记录" in ran.err) == (2, True)


def test_a_whole_journal_is_said_to_be_whole(lived, run, journal) -> None:
    count = len(journal())
    assert run("log", "--verify", "--lang", "zh").out.strip() == f"已核对 {count} 条记录，完好无损。"
    said = json.loads(run("log", "--verify", "--json").out)
    assert said == {"ok": True, "entries": count, "problems": [], "redactions": []}


@pytest.mark.parametrize("command", [("log", "--verify"), ("store", "check")])
def test_a_journal_that_was_altered_is_an_error(command, lived, folder: Path, run) -> None:
    with sqlite3.connect(folder / "campaignflow.db") as store:
        store.execute("DROP TRIGGER journal_is_not_rewritten")
        store.execute("UPDATE journal SET actor = 'chen' WHERE ref LIKE '%summer' AND version = 1")
    store.close()
    ran = run(*command, "--lang", "zh")
    assert ran.status == 1
    assert "错误: campaign:river-2027/summer" in ran.out
    assert "从备份恢复" in ran.out
    data = run(*command, "--json")
    assert data.status == 1
    assert [one["ref"] for one in json.loads(data.out)["problems"]] == ["campaign:river-2027/summer"]


# due


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有到期的提醒。"), ("en", "Nothing is due.")])
def test_nothing_due_is_said(lang: str, said: str, applied, run) -> None:
    assert run("due", "--lang", lang).out.strip() == said


def test_what_is_due_says_what_when_and_to_whom(lived, run) -> None:
    out = run("due", "--at", "2027-03-10T09:00+08:00", "--lang", "zh").out
    overdue = next(line for line in out.splitlines() if "已逾期" in line)
    assert overdue.split() == ["02-22", "周一", "已逾期", "印发方案", "办公室", "water-week/plan"]
    answer = next(line for line in out.splitlines() if "待回应" in line)
    assert answer.startswith("2026-12-02 周三 09:02")
    routine = next(line for line in out.splitlines() if "例行" in line)
    assert "routine:weekly@2027-" in routine
    found = json.loads(run("due", "--at", "2027-03-10", "--json").out)["obligations"]
    assert {"ref", "title", "duty", "rung", "at", "target", "to", "key", "provisional"} == set(found[0])

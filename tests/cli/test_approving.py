"""Approvals on the command line: inboxes, verdicts on what was printed, rounds, mandates, tokens, plugins."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.cells import cell_len
from tests.cli.conftest import Clock, Ran

from campaignflow.actions import tokens
from campaignflow.cli import desk, inbox, main
from campaignflow.cli.content import Content
from campaignflow.cli.events import Events
from campaignflow.cli.table import broken
from campaignflow.office import open_office
from campaignflow.office.readings import Readings
from campaignflow.views.inbox import InboxItem

PLAN = """\
programme:
  {id: river-2027, title: 2027 年度宣传计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN}
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传出版中心}
  finance: {name: 财务局}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner]}
  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}
  wang-fang: {name: 王芳, unit: finance, roles: [finance-approver]}
  he-jun: {name: 何军, unit: finance, roles: [auditor]}
  qian-shu: {name: 钱书, unit: press, roles: [administrator]}
  zhou: {name: 周教授, outside: true, roles: [expert]}
media:
  people-daily: {name: 人民日报, tier: central, kind: newspaper}
funds:
  special: {title: 专题宣传经费, category: special, amount: 50万元}
approvals:
  department: {title: 部门审核, by: head-of-unit, in: lead, before: submit}
  finance:
    {title: 财务审核, by: finance-approver, before: submit, covers: [budget], due: 3 workdays,
     after: [department]}
  expert: {title: 专家评审, by: expert, before: launch, covers: [text]}
campaigns:
  water-week:
    title: 世界水日 · 中国水周
    lead: office
    support: press
    when: 2027-03-22/28
    activities:
      plan: {title: 印发方案, lead: office, due: campaign.start - 20 workdays}
      briefing:
        title: 新闻通气会
        lead: press
        when: 2027-03-15 09:30-11:00
        needs: [plan]
        media: [people-daily]
      patrol: {title: 巡查, lead: press, when: every friday}
    quotas:
      - {of: article, at_least: 3, tier: central, binding: false}
    budget:
      - {for: 海报印制, quantity: 1500, unit_cost: 0.37 CNY, fund: special}
      - {for: 公益广告, amount: 8万元, fund: special, charged: campaign.start}
  summer:
    title: 暑期安全
    lead: office
    when: 2027-07
"""
"""Two campaigns; one of them is asked about by the head of its unit, by finance, and at last by an expert."""

PLUGIN = """\
from campaignflow import ApprovalStep, hookimpl

__version__ = "1.2"

@hookimpl
def campaignflow_approval_steps(case, trigger):
    if trigger == "submit":
        return [ApprovalStep.named("audit", title="审计", by="auditor", covers={"budget"})]
"""

AS = {name: ("--as", name) for name in ("li-wei", "zhao-min", "wang-fang", "he-jun", "qian-shu")}
WEEK = "campaign:river-2027/water-week"
KEYS = "kept replayed act at token entries states dates money partners reminders reported lines".split()
ZH = ("--lang", "zh")


def typed(*words: str, store: Path) -> None:
    assert main([*words, "--store", f"sqlite:///{store}"]) == 0


@pytest.fixture(scope="session")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a campaign that was submitted, made once."""
    folder = tmp_path_factory.mktemp("submitted")
    plan, store = folder / "plan.yaml", folder / "campaignflow.db"
    plan.write_text(PLAN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        patch.setattr(desk, "clock", clock)
        typed("apply", str(plan), *AS["li-wei"], store=store)
        clock.tick()
        typed("fire", "water-week", "submit", *AS["li-wei"], store=store)
    return store


@pytest.fixture
def asked(folder: Path, submitted: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with the store; it does not wait for the disk."""
    for name in ("CAMPAIGNFLOW_PLUGINS", "CAMPAIGNFLOW_PLUGINS_DIR"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(submitted, folder)
    monkeypatch.setenv("CAMPAIGNFLOW_STORE", "sqlite:///campaignflow.db?synchronous=NORMAL")
    clock.tick()
    clock.tick()
    return folder


@pytest.fixture
def does(asked: Path, run: Callable[..., Ran], clock: Clock) -> Callable[..., str]:
    """Types a command that is carried out, and returns what it says in Chinese."""

    def done(*words: str, lang: str = "zh") -> str:
        clock.tick()
        ran = run(*words, "--lang", lang)
        assert (ran.status, ran.err) == (0, ""), ran.err
        return ran.out

    return done


@pytest.fixture
def approved(does: Callable[..., str]) -> None:
    """Both steps before the submission have passed."""
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    does("decide", "water-week", "finance", "approve", *AS["wang-fang"])


def last(folder: Path, verb: str = "decided") -> dict[str, Any]:
    """Return the details of the newest entry with a verb."""
    with open_office(f"sqlite:///{folder}/campaignflow.db", create=False) as office:
        return next(one.details for one in reversed(office.journal(WEEK)) if one.verb == verb)


def state(run: Callable[..., Ran]) -> str:
    return json.loads(run("status", "water-week", "--json").out)["state"]


def approval(run: Callable[..., Ran]) -> dict[str, Any]:
    return json.loads(run("status", "water-week", "--json").out)["approval"]


def steps(run: Callable[..., Ran]) -> dict[str, str]:
    return {one["id"]: one["status"] for one in approval(run)["steps"]}


def shown(out: str) -> str:
    """Return the command that an inbox shows."""
    return next(line.strip() for line in out.splitlines() if line.strip().startswith("campaignflow decide"))


# the inbox


def test_an_inbox_says_what_is_asked_of_whom_and_what_there_is_to_see(does) -> None:
    out = does("inbox", *AS["zhao-min"])
    assert out.startswith("赵敏：待办 1 项\n\n世界水日 · 中国水周（water-week）：请审批“部门审核”\n")
    for line in (
        "  身份  head-of-unit",
        "  状态  待审批",
        "    责任单位：牵头 办公室；配合 宣传出版中心",
        "    内容与任务量：任务量 article，至少 3，硬性 否，级别 central",
        "    文字：标题 世界水日 · 中国水周",
        "    新闻通气会（briefing）：2027-03-15 09:30 – 11:00；宣传出版中心；须先办 plan；媒体 人民日报",
        "    巡查（patrol）：every friday；宣传出版中心",
        "    预算 公益广告：80000 CNY；经费 专题宣传经费；类别 special；列支年度 2027",
        "    预算 海报印制：1500 × 0.37 CNY；经费 专题宣传经费；类别 special",
    ):
        assert line in out.splitlines()
    assert "附条件同意 approve-with-conditions" in out


def test_an_inbox_says_by_when_a_step_is_to_be_decided(does) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    out = does("inbox", *AS["wang-fang"])
    assert "  期限  2026-12-04\n" in out
    assert "印发方案" not in out  # finance covers the budget alone
    assert "By     2026-12-04" in does("inbox", *AS["wang-fang"], lang="en")


def test_the_command_an_inbox_shows_decides_the_step_as_it_was_seen(asked, does, run) -> None:
    command = shlex.split(shown(does("inbox", *AS["zhao-min"])))
    assert command[:5] == ["campaignflow", "decide", "water-week", "department", "approve"]
    assert "  部门审核：同意\n" in does(*command[1:])
    assert last(asked)["decision"]["seen"] is True
    assert steps(run)["department"] == "satisfied"


def test_a_store_that_was_named_is_named_in_the_command_too(does, run) -> None:
    store = "sqlite:///campaignflow.db?synchronous=NORMAL"
    command = shlex.split(shown(does("inbox", *AS["zhao-min"], "--store", store)))
    assert command[-2:] == ["--store", store]
    assert run(*command[1:]).status == 0


def test_what_has_changed_since_is_marked_in_the_inbox(does) -> None:
    does("move", "water-week/briefing", "2027-03-18", "--reason", "场地冲突", *AS["li-wei"])
    out = does("inbox", *AS["zhao-min"])
    assert "  有改动  日期 briefing\n" in out
    stars = [line for line in out.splitlines() if line.startswith("  * ")]
    assert stars == ["  * 新闻通气会（briefing）：2027-03-18；宣传出版中心；须先办 plan；媒体 人民日报"]


def test_what_was_called_off_meanwhile_is_told_as_that(does) -> None:
    does("cancel", "water-week/briefing", "--reason", "天气", *AS["li-wei"])
    line = (
        "新闻通气会（briefing）：2027-03-15 09:30 – 11:00；宣传出版中心；须先办 plan；媒体 人民日报；已取消"
    )
    assert f"    {line}\n" in does("inbox", *AS["zhao-min"])


def test_an_empty_inbox_says_so_and_a_stranger_has_none(does, run) -> None:
    assert does("inbox", *AS["he-jun"]) == "何军没有待办。\n"
    assert does("inbox", *AS["he-jun"], lang="en") == "Nothing waits for 何军.\n"
    assert json.loads(does("inbox", *AS["he-jun"], "--json")) == {"person": "he-jun", "inbox": []}
    ran = run("inbox", "--as", "zhaomin", *ZH)
    assert (ran.status, "是不是想写 zhao-min" in ran.err) == (2, True)


def test_an_inbox_is_data_too(does) -> None:
    said = json.loads(does("inbox", *AS["zhao-min"], "--json"))
    (one,) = said["inbox"]
    assert (one["ref"], one["kind"], one["step"]) == (WEEK, "decide", "department")
    assert one["commands"] == [shown(does("inbox", *AS["zhao-min"]))]
    assert one["seen"] in one["commands"][0]
    assert one["content"]["budget@#公益广告"]["amount"] == {"amount": "80000", "currency": "CNY"}


def test_a_name_where_an_id_is_wanted_is_answered_with_the_id(asked, run) -> None:
    for call in (
        ("inbox", "--as", "赵敏"),
        ("decide", "water-week", "department", "approve", "--as", "赵敏"),
        ("mandate", "赵敏", "he-jun", *GIVEN[3:], *AS["zhao-min"]),
        ("mandate", "wang-fang", "赵敏", *GIVEN[3:], *AS["wang-fang"]),
        (
            "decide",
            "water-week",
            "department",
            "附条件同意",
            *AS["zhao-min"],
            "--condition=x",
            "--owner=赵敏",
        ),
        ("override", "water-week", "department", "--reason=急", "--ratify-by=赵敏", *AS["qian-shu"]),
    ):
        ran = run(*call, *ZH)
        assert ran.status in {2, 3}, call
        assert re.search("是不是想写 (person:)?zhao-min？", ran.err), ran.err


def test_tasks_left_on_a_record_stand_in_the_inbox_with_what_settles_them(does) -> None:
    does("call-off", "water-week/briefing", "--reason", "谣言", *AS["li-wei"])
    out = does("inbox", *AS["li-wei"])
    assert "世界水日 · 中国水周（water-week）：公开更正" in out
    command = next(line.strip() for line in out.splitlines() if "settle" in line)
    assert command == "campaignflow settle water-week correction:briefing --as li-wei"
    does(*shlex.split(command)[1:])
    assert "公开更正" not in does("inbox", *AS["li-wei"])


def test_a_ref_that_could_mean_something_else_is_written_in_full(does, run) -> None:
    does("rollover", "river-2027", "--to", "2028", *AS["li-wei"])
    assert run("status", "water-week").status == 2
    command = shlex.split(shown(does("inbox", *AS["zhao-min"])))
    assert command[2] == WEEK
    does(*command[1:])


OTHERS = """\
approvals:
  check: {title: 起草自查, by: planner, self_check: true, before: submit}
  press: {title: 会签, by: press, before: submit, allow_author: true}
  chief: {title: 签发, by: qian-shu, before: submit}
"""


def test_as_what_somebody_is_asked_is_said_in_words(asked, does, run) -> None:
    head, _, rest = PLAN.partition("approvals:")
    plan = head + OTHERS + rest[rest.index("campaigns:") :]
    (asked / "other.yaml").write_text(plan, encoding="utf-8")
    (asked / "campaignflow.db").unlink()
    does("apply", "other.yaml", *AS["li-wei"])
    does("fire", "water-week", "submit", *AS["li-wei"])
    out = does("inbox", *AS["qian-shu"])
    assert "  身份  宣传出版中心的人员\n" in out
    assert "  身份  点名\n" in out
    told = does("status", "water-week")
    assert re.search(r"\n起草自查（自查） +check +待审批 +李伟\n", told)
    assert re.search(r"\n会签（起草人可审） +press +待审批 +钱书\n", told)


class Desk:
    """An office with one person, one record, and what is put into the inbox."""

    def __init__(self, *items: InboxItem, tasks: dict[str, Any]) -> None:
        body = {"plan": {"title": "水周"}, "tasks": tasks}
        self._record = SimpleNamespace(ref=WEEK, id="li-wei", data=body, approvals=None)
        self._record.data["plan"]["name"] = "李伟"
        self.inbox = lambda _person: list(items)

    def records(self, kind: str) -> list[Any]:
        return [self._record] if kind == "person" else []

    def record(self, _ref: str) -> Any:
        return self._record

    def resolve(self, _ref: str) -> str:
        return WEEK


def test_a_step_that_takes_few_verdicts_says_which() -> None:
    item = InboxItem(
        WEEK, "水周", "decide", "look", "看", "role:x", verdicts=("abstain", "comment"), seen="s"
    )
    lines = inbox.Inbox(Desk(item, tasks={}), "li-wei", "").text("zh").splitlines()
    assert "    campaignflow decide water-week look abstain --as li-wei --seen s" in lines
    assert lines[-1] == "  除“弃权 abstain”外，还可写：发表意见 comment"


def test_tasks_of_one_kind_on_one_record_are_told_once_with_their_day() -> None:
    due = datetime(2027, 3, 1, 4, tzinfo=UTC)
    item = InboxItem(WEEK, "水周", "correction", due=due)
    tasks = {name: {"kind": "correction"} for name in ("correction:a", "correction:b")}
    tasks["missed:launch"] = {"kind": "missed-trigger"}
    found = inbox.Inbox(Desk(item, item, tasks=tasks), "li-wei", "")
    assert found.text("zh").splitlines() == [
        "李伟：待办 1 项",
        "",
        "水周（water-week）：公开更正",
        "  期限  2027-03-01 04:00",
        "  办理",
        "    campaignflow settle water-week correction:a --as li-wei",
        "    campaignflow settle water-week correction:b --as li-wei",
    ]
    assert len(found.data()["inbox"][0]["commands"]) == 2


# deciding


def test_a_verdict_prints_what_it_is_about_and_says_that_it_was_seen(asked, does) -> None:
    out = does("decide", "water-week", "部门审核", "同意", *AS["zhao-min"], "--note", "请按期")
    head, *lines = out.splitlines()
    assert head == "“部门审核”所审内容："
    assert "    预算 公益广告：80000 CNY；经费 专题宣传经费；类别 special；列支年度 2027" in lines
    assert lines[-3:] == [
        "审批  宣传活动：世界水日 · 中国水周（water-week）",
        "  部门审核：同意",
        "  等待审批：财务审核（王芳）",
    ]
    assert last(asked)["decision"]["seen"] is True


def test_what_changed_after_it_was_read_is_not_decided(asked, does, run, journal) -> None:
    command = shlex.split(shown(does("inbox", *AS["zhao-min"])))
    does("move", "water-week/briefing", "2027-03-18", "--reason", "场地冲突", *AS["li-wei"])
    before = journal()
    ran = run(*command[1:], *ZH)
    assert (ran.status, ran.out) == (3, "")
    assert "您看过之后内容已改" in ran.err
    assert journal() == before


def test_what_changes_between_printing_and_deciding_is_not_decided(
    asked, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Readings.shown

    def meanwhile(*call: Any) -> Any:
        found = look(*call)
        monkeypatch.setattr(Readings, "shown", look)
        assert main(["move", "water-week/briefing", "2027-03-18", "--reason", "冲突", *AS["li-wei"]]) == 0
        return found

    monkeypatch.setattr(Readings, "shown", meanwhile)
    ran = run("decide", "water-week", "department", "approve", *AS["zhao-min"])
    assert ran.status == 3
    assert "What “" not in ran.out
    assert steps(run)["department"] == "waiting"


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("approve", "approve"),
        ("同意", "approve"),
        ("request-changes", "request_changes"),
        ("request_changes", "request_changes"),
        ("退回", "request_changes"),
        ("退回修改", "request_changes"),
        ("不同意", "refuse"),
        ("Refuse", "refuse"),
        ("弃权", "abstain"),
        ("发表意见", "comment"),
    ],
)
def test_a_verdict_may_be_said_as_people_say_it(said: str, verdict: str, asked, does) -> None:
    does("decide", "water-week", "department", said, *AS["zhao-min"])
    assert last(asked)["decision"]["verdict"] == verdict


def test_no_other_verdict_is_taken(asked, run, journal) -> None:
    before = journal()
    ran = run("decide", "water-week", "department", "好的", *AS["zhao-min"], *ZH)
    assert ran.status == 2
    assert "可用：同意、附条件同意、退回修改、不同意、弃权、发表意见" in ran.err
    unknown = run("decide", "water-week", "departement", "同意", *AS["zhao-min"], *ZH)
    assert (unknown.status, "department" in unknown.err) == (2, True)
    assert run("decide", "unit:office", "department", "同意", *AS["zhao-min"]).status == 3
    assert run("decide", "summer", "department", "同意", *AS["zhao-min"]).status == 3
    assert journal() == before


def test_a_verdict_or_a_step_nearly_right_is_recognised(asked, run) -> None:
    for verdict, meant in (
        ("aprove", "approve"),
        ("同意了", "approve"),
        ("request-change", "request_changes"),
    ):
        ran = run("decide", "water-week", "department", verdict, *AS["zhao-min"], *ZH)
        assert (ran.status, f"是不是想写 {meant}？" in ran.err) == (2, True), ran.err
    ran = run("decide", "water-week", "部门审查", "同意", *AS["zhao-min"], *ZH)
    assert "是不是想写 department？" in ran.err
    ran = run("decide", "water-week", "department", "好的", *AS["zhao-min"], *ZH)
    assert "是不是" not in ran.err


def test_a_code_that_was_never_shown_is_not_called_a_change(asked, run) -> None:
    ran = run("decide", "water-week", "department", "同意", "--seen", "f" * 24, *AS["zhao-min"], *ZH)
    assert ran.status == 3
    assert f"代码“{'f' * 24}”从未为本轮的“部门审核”显示过；请用 inbox 重新查看" in ran.err
    assert "内容已改" not in ran.err


def test_what_changed_since_one_looked_is_marked_where_one_decides(does) -> None:
    does("move", "water-week/briefing", "2027-03-18", "--reason", "场地冲突", *AS["li-wei"])
    out = does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    assert [line for line in out.splitlines() if line.startswith("  * ")] == [
        "  * 新闻通气会（briefing）：2027-03-18；宣传出版中心；须先办 plan；媒体 人民日报"
    ]


def test_one_verdict_on_all_that_waits_is_judged_step_by_step(does, run, journal) -> None:
    does("fire", "summer", "submit", *AS["li-wei"])
    before = journal()
    tried = does("decide-all", "同意", *AS["zhao-min"], "--dry-run")
    assert journal() == before
    assert tried.startswith("试运行，什么也没有记录：\n")
    token = re.search("--expect ([0-9a-f]{16})$", tried.rstrip())[1]
    does("move", "summer", "2027-08", "--reason", "改期", *AS["li-wei"])
    late = run("decide-all", "同意", *AS["zhao-min"], "--expect", token, *ZH)
    assert (late.status, "待办与试运行时不同了" in late.err) == (3, True)
    assert does("decide-all", "同意", *AS["zhao-min"], "--step", "finance") == "赵敏没有要审批的。\n"
    out = does("decide-all", "同意", *AS["zhao-min"], "--note", "同意")
    assert "暑期安全（summer）：请审批“部门审核”\n" in out
    assert "世界水日 · 中国水周（water-week）：请审批“部门审核”\n" in out
    assert "    文字：标题 世界水日 · 中国水周\n" in out
    assert out.endswith("\n已办 2 项，未办 0 项。\n")
    assert does("decide-all", "同意", *AS["zhao-min"]) == "赵敏没有要审批的。\n"
    assert steps(run)["department"] == "satisfied"


def test_one_that_is_refused_leaves_the_others_decided(does, run) -> None:
    does("fire", "summer", "submit", *AS["li-wei"])
    does("decide", "summer", "department", "同意", *AS["zhao-min"])
    does("decide", "water-week", "department", "同意", *AS["zhao-min"])
    does(*GIVEN, *AS["wang-fang"])
    ran = run("decide-all", "附条件同意", *AS["he-jun"], "--json")
    said = json.loads(ran.out)["decided"]
    assert (ran.status, [one["change"] for one in said]) == (3, [None, None])
    assert {one["reasons"][0]["code"] for one in said} == {"conditions-missing"}
    only = json.loads(run("decide-all", "同意", *AS["he-jun"], "--step", "财务审核", "--json").out)
    assert [one["change"]["kept"] for one in only["decided"]] == [True, True]
    assert run("decide-all", "aprove", *AS["he-jun"]).status == 2
    assert run("decide-all", "approve", "--as", "hejun").status == 2


def test_an_author_may_comment_and_nothing_else(asked, does, run) -> None:
    assert "  部门审核：发表意见\n" in does("decide", "water-week", "department", "comment", *AS["li-wei"])
    assert run("decide", "water-week", "department", "approve", *AS["li-wei"]).status == 3


def test_the_last_verdict_lets_the_trigger_pass(does, run) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    out = does("decide", "water-week", "finance", "approve", *AS["wang-fang"])
    assert "审批通过  宣传活动：世界水日 · 中国水周（water-week）" in out
    assert "审批中（in_review） → 已批准（approved）" in out
    assert state(run) == "approved"


def test_who_thought_again_is_shown_again_what_he_decides(does) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    out = does("decide", "water-week", "department", "退回", *AS["zhao-min"])
    assert out.startswith("“部门审核”所审内容：\n")
    assert "审批中（in_review） → 已退回（returned）" in out


def test_a_round_that_was_sent_back_is_still_told(does, run) -> None:
    does("decide", "water-week", "department", "退回", *AS["zhao-min"], "--note", "标题太长")
    assert "\n第 1 轮审批（报送）：已退回修改\n" in does("status", "water-week")
    assert approval(run) is None
    assert run("fire", "water-week", "submit", *AS["li-wei"]).status == 3
    again = does("fire", "water-week", "submit", "--note", "标题是上级定的", *AS["li-wei"])
    assert "等待审批：部门审核（赵敏）" in again


def test_the_same_verdict_under_the_same_key_is_one(asked, does, journal) -> None:
    call = ("decide", "water-week", "department", "approve", *AS["zhao-min"], "--key", "k-1")
    does(*call)
    before = journal()
    assert "以前办过" in does(*call)
    assert journal() == before


# conditions


@pytest.fixture
def conditional(does) -> None:
    """Approved, on two conditions."""
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    out = does(
        *("decide", "water-week", "finance", "附条件同意", *AS["wang-fang"]),
        *("--condition", "补交报价单", "--condition", "压缩印数", "--owner", "li-wei"),
        *("--blocks", "launch", "--due", "2027-01-15", "--expects", "budget"),
    )
    assert "  财务审核：附条件同意 · 补交报价单 · 压缩印数\n" in out


def test_conditions_hold_up_what_they_block_until_they_are_met(conditional, does, run) -> None:
    out = does("status", "water-week")
    assert "未落实的条件\n  1.2/1  补交报价单（李伟负责，2027-01-15 止，落实后方可启动）\n" in out
    assert [one["id"] for one in approval(run)["conditions"]] == ["1.2/1", "1.2/2"]
    assert "补交报价单" in does("why", "water-week", "launch")
    own = run("discharge", "water-week", "1.2/1", *AS["li-wei"], *ZH)
    assert own.status == 3
    met = does("discharge", "water-week", "1.2/1", "--note", "已收到", *AS["wang-fang"])
    assert met.startswith("“财务审核”所审内容：\n")  # it approves how the condition was met
    assert "  补交报价单\n" in met
    lifted = does("lift", "water-week", "1.2/2", "--reason", "不再需要", *AS["wang-fang"])
    assert "  压缩印数\n" in lifted
    assert approval(run)["conditions"] == []
    log = does("log", "water-week")
    assert re.search(r"王芳 +条件已落实 +补交报价单 · 已收到\n", log)
    assert re.search(r"王芳 +免除条件 +压缩印数 · 不再需要\n", log)


def test_whoever_has_to_meet_a_condition_finds_it_in_his_inbox(conditional, does) -> None:
    out = does("inbox", *AS["li-wei"])
    assert "世界水日 · 中国水周（water-week）：条件待落实" in out
    assert out.count("  1.2/2  压缩印数（李伟负责，2027-01-15 止，落实后方可启动）") == 1


def test_meeting_a_condition_is_no_approval_of_what_was_not_seen(conditional, does, run) -> None:
    seen = json.loads(run("discharge", "water-week", "1.2/1", *AS["wang-fang"], "--dry-run", "--json").out)
    assert set(seen["content"]) == {"budget@#海报印制", "budget@#公益广告"}
    ran = run("discharge", "water-week", "1.2/1", "--seen", "0" * 24, *AS["wang-fang"])
    assert ran.status == 3


def test_whoever_has_to_confirm_a_condition_finds_it_in_his_inbox(conditional, does, run) -> None:
    out = does("inbox", *AS["wang-fang"])
    assert out.startswith("王芳：待办 2 项\n\n世界水日 · 中国水周（water-week）：条件落实后请确认\n")
    for line in (
        "  1.2/1  补交报价单（李伟负责，2027-01-15 止，落实后方可启动）",
        "  身份      点名",
        "  审批环节  财务审核",
        "  期限      2027-01-15",
        "    预算 公益广告：80000 CNY；经费 专题宣传经费；类别 special；列支年度 2027",
    ):
        assert line in out.splitlines()
    typed = [line.strip() for line in out.splitlines() if "campaignflow discharge" in line]
    assert [one.split(" --seen ")[0] for one in typed] == [
        "campaignflow discharge water-week 1.2/1 --as wang-fang",
        "campaignflow discharge water-week 1.2/2 --as wang-fang",
    ]
    data = json.loads(does("inbox", *AS["wang-fang"], "--json"))["inbox"]
    assert [(one["kind"], one["condition"], one["asks"], one["commands"]) for one in data] == [
        ("discharge", "1.2/1", "补交报价单", [typed[0]]),
        ("discharge", "1.2/2", "压缩印数", [typed[1]]),
    ]
    assert "条件已落实" in does(*shlex.split(typed[0])[1:])
    assert "1.2/1" not in does("inbox", *AS["wang-fang"])
    assert run("inbox", *AS["he-jun"], *ZH).out == "何军没有待办。\n"


def test_the_fingerprint_an_inbox_prints_for_a_condition_dies_with_a_change(
    conditional, does, run, year
) -> None:
    command = next(
        line.strip() for line in does("inbox", *AS["wang-fang"]).splitlines() if "discharge" in line
    )
    year.write_text(PLAN.replace("8万元", "7万元"), encoding="utf-8")
    does("apply", "plan.yaml", *AS["li-wei"], "--reason", "压缩")
    ran = run(*shlex.split(command)[1:], *ZH)
    assert (ran.status, "您看过之后内容已改：预算 公益广告" in ran.err) == (3, True)


def test_a_condition_that_is_not_there_is_said_to_be_unknown(conditional, run) -> None:
    ran = run("discharge", "water-week", "9.9/9", *AS["wang-fang"], *ZH)
    assert (ran.status, "1.2/1" in ran.err) == (2, True)
    assert run("lift", "water-week", "1.2/1", *AS["wang-fang"]).status == 3  # no reason


# changed after the approval


def test_what_no_longer_covers_a_change_is_asked_again(approved, does, run) -> None:
    assert "审批" not in does("status").splitlines()[2]
    does("move", "water-week/briefing", "2027-03-18", "--reason", "场地冲突", *AS["li-wei"])
    head, _, row, *_ = does("status").splitlines()[2:]
    assert head.split()[3] == "审批"
    assert "1/2 须重审" in row
    out = does("status", "water-week")
    assert "第 1 轮审批（报送）：已通过 1/2，批准不再完整，须重新报批（resubmit）" in out
    assert re.search(r"\n部门审核  department  须重审  赵敏\n", out)
    assert "“部门审核”批准之后又改了：日期 briefing\n" in out
    assert steps(run) == {"department": "stale", "finance": "satisfied"}
    again = does("resubmit", "water-week", "--reason", "改期", *AS["li-wei"])
    assert again.endswith(
        "重新报批  宣传活动：世界水日 · 中国水周（water-week）\n  等待审批：部门审核（赵敏）\n"
    )
    assert "  1/2  " in does("status")
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    assert "第 2 轮审批（重新批准）：已通过\n" in does("status", "water-week")


def test_a_round_that_opens_later_carries_the_steps_of_the_earlier_one(approved, does) -> None:
    out = does("fire", "water-week", "launch", *AS["li-wei"])
    assert "开始审批" in out
    assert "等待审批：专家评审（周教授）" in out
    assert "第 2 轮审批（启动）：已通过 2/3，进行中" in does("status", "water-week")


def test_a_verdict_can_be_taken_back_until_the_trigger_was_fired(does, run) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    out = does("take-back", "water-week", "department", *AS["zhao-min"])
    assert out.startswith("收回意见")
    assert "等待审批：部门审核（赵敏）" in out
    assert steps(run)["department"] == "waiting"


def test_afterwards_it_is_revoked_with_a_reason(approved, does, run) -> None:
    assert run("take-back", "water-week", "department", *AS["zhao-min"]).status == 3
    out = does("take-back", "water-week", "department", "--reason", "另有考虑", *AS["zhao-min"])
    assert out.startswith("撤销批准")
    assert re.search(r"赵敏 +撤销批准 +部门审核 · 另有考虑\n", does("log", "water-week"))


def test_a_step_is_overridden_for_everybody_to_see(does, run) -> None:
    assert run("override", "water-week", "department", *AS["qian-shu"]).status == 3  # no reason
    out = does(
        *("override", "water-week", "department", "--reason", "汛情紧急", *AS["qian-shu"]),
        *("--ratify-by", "zhao-min", "--within", "3 workdays"),
    )
    assert out.startswith("已越过  宣传活动：世界水日 · 中国水周（water-week）\n  部门审核\n")
    told = does("status", "water-week")
    assert re.search(r"\n部门审核  department  已越过  钱书\n", told)
    assert "汛情紧急（钱书负责，2026-12-04 止，落实后方可启动）" in told
    assert re.search(r"钱书 +已越过 +部门审核 · 汛情紧急\n", does("log", "water-week"))


def test_whoever_is_to_ratify_an_override_finds_it_in_his_inbox(does) -> None:
    does(
        *("override", "water-week", "department", "--reason", "汛情紧急", *AS["qian-shu"]),
        *("--ratify-by", "zhao-min", "--within", "3 workdays"),
    )
    out = does("inbox", *AS["zhao-min"])
    assert "世界水日 · 中国水周（water-week）：请追认\n" in out
    assert "  期限      2026-12-04\n" in out
    assert "    文字：标题 世界水日 · 中国水周\n" in out
    command = next(line.strip() for line in out.splitlines() if "discharge" in line)
    assert command == "campaignflow discharge water-week 1/override-1 --as zhao-min"
    does(*shlex.split(command)[1:])
    assert does("inbox", *AS["zhao-min"]) == "赵敏没有待办。\n"


def test_a_step_whose_turn_has_not_come_says_so(does) -> None:
    assert re.search(r"\n财务审核  finance     未轮到  王芳\n", does("status", "water-week"))


# people outside


@pytest.fixture
def invited(approved, does) -> str:
    """The token of an expert from outside."""
    does("fire", "water-week", "launch", *AS["li-wei"])
    out = does("invite", "water-week", "expert", "zhou", *AS["qian-shu"])
    assert "  专家评审：周教授\n" in out
    assert "请交给周教授本人" in out
    return re.search("邀请码（只显示这一次，不留存）：(.+)", out)[1]


def test_somebody_outside_decides_once_by_the_token_he_was_given(invited, does, run) -> None:
    asks = does("peek", invited)
    assert asks.startswith("请周教授审批“专家评审”：世界水日 · 中国水周（water-week），2026-12-15 ")
    assert "    文字：标题 世界水日 · 中国水周" in asks.splitlines()
    assert "campaignflow answer TOKEN" in asks
    told = does("answer", invited, "同意", "--note", "稿件可行")
    assert told.startswith("“专家评审”所审内容：\n")
    assert "  专家评审：同意\n" in told
    assert re.search(r"周教授（外部） +审批 +专家评审：同意 · 稿件可行\n", does("log", "water-week"))
    assert "第 2 轮审批（启动）：已通过 3/3，可以办理了" in does("status", "water-week")
    for again in (("answer", invited, "同意"), ("peek", invited), ("peek", "nonsense")):
        ran = run(*again, *ZH)
        assert (ran.status, ran.out, ran.err) == (3, "", "此邀请无效或已失效；请联系邀请人。\n")


def test_a_token_lists_only_what_its_holder_can_say(invited, does, run) -> None:
    assert (
        "意见可为：同意 approve、退回修改 request-changes、不同意 refuse、弃权 abstain、发表意见 comment"
        in (does("peek", invited).replace("\n  ", ""))
    )
    ran = run("answer", invited, "附条件同意", *ZH)
    assert (ran.status, "不能“附条件同意”；可用：同意、退回修改" in ran.err) == (3, True)


def test_how_long_a_token_is_good_can_be_said(approved, does) -> None:
    does("fire", "water-week", "launch", *AS["li-wei"])
    call = ("invite", "water-week", "expert", "zhou", "--until", "2026-12-05", *AS["qian-shu"])
    assert "2026-12-06 00:00 前有效" in does(*call)


def test_the_token_is_kept_nowhere_and_a_preview_makes_none(invited, asked, run) -> None:
    assert invited.encode() not in (asked / "campaignflow.db").read_bytes()
    tried = run("invite", "water-week", "expert", "zhou", *AS["qian-shu"], "--dry-run", "--json")
    assert list(json.loads(tried.out)) == KEYS
    assert run("peek", invited).status == 0  # it did not take the place of the first
    done = run("invite", "water-week", "expert", "zhou", *AS["qian-shu"], "--json")
    token = json.loads(done.out)["invitation"]
    assert run("peek", invited).status == 3
    asks = json.loads(run("peek", token, "--json").out)
    assert (asks["person"], asks["step"], next(iter(asks["content"]))) == ("zhou", "expert", "text")


@pytest.mark.parametrize("secret", ["-" + "u" * 42, "--" + "x" * 41, "-o" + "9" * 41])
def test_a_token_that_looks_like_an_option_is_a_token(
    secret: str, approved, does, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "new_secret", lambda: secret)
    does("fire", "water-week", "launch", *AS["li-wei"])
    does("invite", "water-week", "expert", "zhou", *AS["qian-shu"])
    assert does("peek", secret).startswith("请周教授审批")
    does("answer", secret, "同意", "--note", "稿件可行")
    assert run("answer", secret, "同意", "--nots", "x").status == 2


def test_answering_can_be_tried_first(invited, does, run, journal) -> None:
    before = journal()
    tried = does("answer", invited, "同意", "--dry-run")
    assert journal() == before
    token = re.search("--expect ([0-9a-f]{16})\n", tried)[1]
    done = json.loads(run("answer", invited, "approve", "--expect", token, "--json").out)
    assert list(done) == [*KEYS, "seen", "content"]
    assert done["entries"][0]["actor"] == "outside:zhou"


# mandates


GIVEN = ("mandate", "wang-fang", "he-jun", "--from", "2026-12-01", "--until", "2026-12-31")


def test_a_deputy_decides_for_somebody_while_the_mandate_holds(does, run) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    out = does(*GIVEN, "--scope", "finance", *AS["wang-fang"])
    assert "  m1：何军代为审批，2026-12-01 至 2026-12-31，限于 finance\n" in out
    told = does("inbox", *AS["he-jun"])
    assert "  身份  finance-approver（代王芳）" in told
    command = shlex.split(shown(told))
    assert command[-4:-2] == ["--for", "wang-fang"]
    assert "  财务审核：同意（代王芳）\n" in does(*command[1:])
    assert re.search(r"何军[^\n]* +审批 +财务审核：同意（代王芳）\n", does("log", "water-week"))
    assert re.search(r"财务审核  finance     已通过  王芳", does("status", "water-week"))
    back = ("take-back", "water-week", "finance", "--reason", "误批")
    assert run(*back, *AS["he-jun"]).status == 3
    assert does(*back, "--for", "wang-fang", *AS["he-jun"]).startswith("撤销批准")


def test_what_was_decided_under_a_mandate_can_be_annulled(does, run) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    does(*GIVEN, *AS["wang-fang"])
    does("decide", "water-week", "finance", "refuse", "--for", "wang-fang", *AS["he-jun"], "--dry-run")
    does("decide", "water-week", "finance", "approve", "--for", "wang-fang", *AS["he-jun"])
    assert run("annul", "water-week", "1.2", *AS["qian-shu"]).status == 3  # no reason
    wrong = run("annul", "water-week", "9.9", "--reason", "授权无效", *AS["qian-shu"], *ZH)
    assert (wrong.status, "现有：1.2 finance he-jun" in wrong.err) == (2, True)
    out = does("annul", "water-week", "1.2", "--reason", "授权无效", *AS["qian-shu"])
    assert out.startswith("意见作废  宣传活动：世界水日 · 中国水周（water-week）\n  财务审核\n")
    assert steps(run)["finance"] == "waiting"


def test_a_mandate_that_was_ended_serves_nobody(does, run) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    does(*GIVEN, "--depth", "2", *AS["wang-fang"])
    assert "  m1\n" in does("end-mandate", "wang-fang", "m1", *AS["wang-fang"])
    ran = run("decide", "water-week", "finance", "approve", "--for", "wang-fang", *AS["he-jun"])
    assert ran.status == 3
    log = does("log", "person:wang-fang")
    assert re.search(r"授权代办 +m1：何军代为审批，2026-12-01 至 2026-12-31\n", log)
    assert re.search(r"终止授权 +m1\n", log)


@pytest.mark.parametrize("wrong", [("--depth", "many"), ("--depth", "-1"), ("--depth", "9" * 5000)])
def test_a_mandate_that_cannot_be_read_is_refused(wrong: tuple[str, ...], asked, run) -> None:
    ran = run(*GIVEN, *wrong, *AS["wang-fang"])
    assert (ran.status, "1 to 3" in ran.err) == (2, True)


def test_a_mandate_needs_its_days(asked, run) -> None:
    ran = run("mandate", "wang-fang", "he-jun", "--from", "2026-12-01", *AS["wang-fang"])
    assert (ran.status, "--until is missing" in ran.err) == (2, True)
    assert run(*GIVEN[:-1], "someday", *AS["wang-fang"]).status == 2


def test_to_is_no_option_of_a_mandate_and_store_is_not_meant(asked, run) -> None:
    ran = run("mandate", "wang-fang", "--to", "he-jun", *GIVEN[3:], *AS["wang-fang"])
    assert (ran.status, "--store" in ran.err) == (2, False)
    assert ran.err.startswith("TO is written without --to before it.")
    for option, meant in (("--untill", "--until"), ("--scop", "--scope"), ("--foo", ""), ("--partner", "")):
        err = run(*GIVEN, option, "x", *AS["wang-fang"]).err
        assert err.partition(" Did you mean ")[2].rstrip("?\n") == meant, option


# what is said with a decision, and of a record


@pytest.fixture
def ready(folder: Path, does) -> Callable[..., str]:
    """Applies a plan anew, with some words exchanged, and submits the water week."""

    def applied(*changes: tuple[str, str], submit: bool = True) -> str:
        text = PLAN
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        (folder / "campaignflow.db").unlink()
        (folder / "plan.yaml").write_text(text, encoding="utf-8")
        does("apply", "plan.yaml", *AS["li-wei"])
        return does("fire", "water-week", "submit", *AS["li-wei"]) if submit else ""

    return applied


FILLS = ("covers: [budget], due: 3 workdays,", "covers: [budget], fills: [fund_code, amount],")


def test_what_is_filled_in_comes_with_the_approval(asked, ready, does, run) -> None:
    ready(FILLS)
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    assert "  填写  --fills fund_code=…、--fills amount=…\n" in does("inbox", *AS["wang-fang"])
    decide = ("decide", "water-week", "finance", "approve", *AS["wang-fang"])
    other = run(*decide, "--fills", "code=7", *ZH)
    assert (other.status, "同意时可填：fund_code、amount" in other.err) == (3, True)
    for wrong in ("fund_code", "=7", "fund_code=", ""):
        ran = run(*decide, f"--fills={wrong}", *ZH)
        assert (ran.status, "请写 名称=内容" in ran.err) == (2, True), wrong
    does(*decide, "--fills", "fund_code=2027-03", "--fills", "amount=75000 CNY")
    assert last(asked)["decision"]["fills"] == {"fund_code": "2027-03", "amount": "75000 CNY"}


MAJOR = (
    ("campaigns:\n", "conditions:\n  major: {title: 重大事项, decided_by: zhao-min}\ncampaigns:\n"),
    ("covers: [budget], due: 3 workdays,", "covers: [budget], only_if: [major],"),
)


def test_whether_a_condition_of_the_plan_holds_is_determined(ready, does, run) -> None:
    ready(*MAJOR)
    assert steps(run)["finance"] == "waiting"
    out = does("determine", "water-week", "重大事项", "no", "--reason", "例行", *AS["zhao-min"])
    assert out.startswith("认定条件  宣传活动：世界水日 · 中国水周（water-week）\n  major：不成立\n")
    assert "finance" not in does("status", "water-week")
    does("determine", "water-week", "major", "是", *AS["zhao-min"])
    assert steps(run)["finance"] == "waiting"
    wrong = run("determine", "water-week", "重大事件", "no", "--reason", "x", *AS["zhao-min"], *ZH)
    assert (wrong.status, "是不是想写 major？" in wrong.err) == (2, True)
    assert run("determine", "water-week", "major", "maybe", *AS["zhao-min"]).status == 2


def test_somebody_at_a_shared_account_says_who_he_is(ready, does, run, folder) -> None:
    desk_ = ("  zhou: {", "  desk: {name: 公用账号, unit: press, roles: [planner], shared: true}\n  zhou: {")
    ready(desk_, submit=False)
    fire = ("fire", "water-week", "submit", "--note", "x")
    assert run("move", "summer", "2027-08", "--reason", "x", "--as", "desk").status == 3
    does("move", "summer", "2027-08", "--reason", "改期", "--as", "desk/zhao-min")
    assert run(*fire, "--as", "desk/").status == 2
    with open_office(f"sqlite:///{folder}/campaignflow.db", create=False) as office:
        entry = office.journal("campaign:river-2027/summer")[-1]
    assert (entry.actor, entry.details["claims"]["person"]) == ("desk", "zhao-min")


def test_who_wrote_a_plan_with_others_names_them(ready, does, run, folder) -> None:
    ready()
    file = folder / "plan.yaml"
    file.write_text(file.read_text("utf-8").replace("8万元", "7万元"), encoding="utf-8")
    does("apply", "plan.yaml", "--author", "wang-fang", *AS["li-wei"])
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    ran = run("decide", "water-week", "finance", "approve", *AS["wang-fang"], *ZH)
    assert (ran.status, "li-wei 称 wang-fang 参与了起草" in ran.err) == (3, True)
    told = run("why", "water-week", "submit", *ZH).out.replace("\n", "").replace(" ", "")
    assert "由li-wei让其他人担任" not in told  # an author hands out no role to any effect
    assert "由qian-shu越过（override）" in told
    assert "撤回（withdraw）" in told
    does("disown", "water-week", *AS["wang-fang"])
    does("decide", "water-week", "finance", "approve", *AS["wang-fang"])


# plugins


@pytest.fixture
def plugins(asked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The office's folder of plugins, with one in it."""
    folder = asked / "plugins"
    folder.mkdir()
    (folder / "audit.py").write_text(PLUGIN, encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS_DIR", str(folder))
    return folder


def test_every_command_loads_the_plugins_of_the_office(plugins, does) -> None:
    does("fire", "summer", "submit", *AS["li-wei"])
    assert re.search(r"\n审计 +audit +待审批 +何军\n", does("status", "summer"))
    assert "请审批“审计”" in does("inbox", *AS["he-jun"])


def test_plugins_are_listed_with_what_they_do(plugins, does) -> None:
    head, _, row = does("plugins").splitlines()
    assert head.split() == ["插件", "状态", "版本", "钩子"]
    assert row.split() == ["audit", "在用", "1.2", "approval_steps"]
    assert does("plugins", "list") == does("plugins")
    (one,) = json.loads(does("plugins", "--json"))["plugins"]
    assert (one["name"], one["state"], one["version"], one["findings"]) == ("audit", "loaded", "1.2", [])


def test_without_plugins_there_is_nothing_to_list(asked, does, run) -> None:
    assert does("plugins") == "没有插件。\n"
    assert run("plugins", "trace").status == 2


def test_plugins_are_listed_before_there_is_an_office(plugins, does, run, monkeypatch) -> None:
    empty = plugins / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.delenv("CAMPAIGNFLOW_STORE", raising=False)
    assert does("plugins").splitlines()[2].split() == ["audit", "在用", "1.2", "approval_steps"]
    assert list(empty.iterdir()) == []
    assert run("plugins", "--store", "sqlite:///nowhere.db").status == 4
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "none")
    assert does("plugins") == "没有插件。\n"


def test_the_environment_switches_plugins_off(plugins, does, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "none")
    out = does("plugins")
    assert re.search(r"audit +关闭 +— +—\n", out)
    does("fire", "summer", "submit", *AS["li-wei"])
    assert "审计" not in does("status", "summer")


def test_a_plugin_that_fails_is_named_and_keeps_nobody_from_reading(plugins, run) -> None:
    (plugins / "broken.py").write_text("import nowhere", encoding="utf-8")
    ran = run("status", *ZH)
    assert ran.status == 0
    assert ran.err == "插件 broken 有问题，可能没有起作用；详见 campaignflow plugins。\n"
    listed = run("plugins", *ZH)
    assert (listed.status, listed.err) == (1, "")
    assert "插件 broken 装不上" in listed.out
    assert re.search(r"broken +停用", listed.out)


def test_a_plugin_that_cannot_answer_holds_its_round_up(plugins, does, run) -> None:
    (plugins / "audit.py").write_text(
        PLUGIN.replace('if trigger == "submit":', "if 1 / 0:"), encoding="utf-8"
    )
    ran = run("fire", "summer", "submit", *AS["li-wei"], *ZH)
    assert (ran.status, "插件 audit 有问题" in ran.err) == (0, True)
    assert re.search(r"\n插件 audit +provider:audit +错误 +—\n", run("status", "summer", *ZH).out)
    why = run("why", "summer", "submit", *ZH)
    told = re.sub(r"[\s│├└─]", "", why.out)
    assert "插件audit在campaignflow_approval_steps中出错：ZeroDivisionError" in told
    assert "plugin-error" not in told


def test_a_trace_of_a_plugin_is_for_whoever_debugs(
    plugins, run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (plugins / "broken.py").write_text("import nowhere", encoding="utf-8")
    monkeypatch.setenv("CAMPAIGNFLOW_DEBUG", "1")
    handled = []
    monkeypatch.setattr("logging.lastResort.handle", handled.append)
    assert run("status").status == 0
    assert [one.plugin for one in handled] == ["broken"]
    assert caplog.records == []


def test_a_plugin_that_is_required_is_missed(plugins, does, run, monkeypatch: pytest.MonkeyPatch) -> None:
    out = does("require", "audit", "--reason", "制度", *AS["qian-shu"])
    assert "  audit\n" in out
    monkeypatch.delenv("CAMPAIGNFLOW_PLUGINS_DIR")
    ran = run("plugins", *ZH)
    assert (ran.status, bool(re.search(r"audit +缺失", ran.out))) == (1, True)
    assert "  不再指定\n" in does("require", "none", "--reason", "停用", *AS["qian-shu"])
    assert run("plugins").status == 0


def test_a_plugin_that_was_too_slow_is_named_and_can_be_brought_back(plugins, run, does) -> None:
    name = "sqlite:///campaignflow.db"
    with open_office(name, plugins_dir=str(plugins)) as office:
        office._plugins._slow = -1
        office._plugins.commands(())
        office._plugins.approval_steps(None, "launch")
    ran = run("plugins", *ZH)
    assert (ran.status, bool(re.search(r"audit +停用", ran.out))) == (1, True)
    assert "campaignflow plugins again audit" in " ".join(ran.out.split())
    assert run("plugins", "again", "radio", *ZH).status == 2
    assert re.search(r"audit +在用", does("plugins", "again", "audit"))


def test_a_folder_that_is_none_stops_every_command(asked, run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS_DIR", str(asked / "nowhere"))
    for command in (("status",), ("plugins",), ("inbox", *AS["li-wei"])):
        ran = run(*command, *ZH)
        assert (ran.status, "没有插件文件夹" in ran.err) == (2, True)


# how content is told


class Called:
    """Names of nobody."""

    def one(self, party: str) -> str:
        return {"office": "办公室"}.get(party, party)

    fund = one


@pytest.mark.parametrize(
    ("leaf", "value", "zh", "en"),
    [
        (
            "dates.window",
            {"when": {"end": "2027-04-12", "precision": "day", "start": "2027-02-22"}},
            "日期：2027-02-22 – 2027-04-12",
            "dates: 2027-02-22 – 2027-04-12",
        ),
        (
            "dates.window",
            {
                "due": {"due": "2027-03-01T12:00:00+08:00", "precision": "moment"},
                "respond_within": "24 hours",
            },
            "日期：截止 2027-03-01 12:00；回应时限 24 hours",
            "dates: due 2027-03-01 12:00; respond within 24 hours",
        ),
        (
            "dates.activities@a",
            {"when": {"end": "2027-03-28", "precision": "day"}},
            "a：→ 2027-03-28",
            "a: → 2027-03-28",
        ),
        (
            "dates.activities@a",
            {"when": {"start": "2027-03-15", "part": "morning", "precision": "part-of-day"}},
            "a：2027-03-15 上午",
            "a: 2027-03-15 morning",
        ),
        ("dates.activities@w@2027-W12", {"dropped": True}, "w@2027-W12：已取消", "w@2027-W12: dropped"),
        (
            "dates.activities@w@2027-W12",
            {"when": {"undecided": True}},
            "w@2027-W12：待定",
            "w@2027-W12: undecided",
        ),
        ("scope@a/b", {"block": "agenda"}, "a/b：议程", "a/b: agenda item"),
        (
            "scope@condition:rain",
            {"kind": "state"},
            "condition:rain：kind state",
            "condition:rain: kind state",
        ),
        ("text@a", {"title": "展览", "theme": "节水"}, "展览（a）：主题 节水", "展览 (a): theme 节水"),
        ("units@a", {"lead": ["office", "x"]}, "a：办公室、x", "a: 办公室, x"),
        (
            "budget@a#场租",
            {"amount": {"amount": "1", "currency": "CNY"}, "for": "场租", "in_kind": True},
            "预算 a: 场租：1 CNY；in_kind",
            "budget a: 场租: 1 CNY; in_kind",
        ),
        (
            "scope",
            {"targets": [{"at_least": "5", "of": ["reads"], "per": "week"}, {"of": ["likes"], "hard": None}]},
            "内容与任务量：目标 reads，至少 5，每 周；likes，hard —",
            "scope: targets reads, at least 5, per week; likes, hard —",
        ),
    ],
)
def test_what_there_is_to_see_is_told_in_plain_words(leaf: str, value: Any, zh: str, en: str) -> None:
    told = Content({"plan": {}}, Called())
    assert told.lines({leaf: value}, "zh") == [f"    {zh}"]
    assert told.lines({leaf: value}, "en", [leaf]) == [f"  * {en}"]


def test_nothing_is_cut_however_narrow_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = Content({"plan": {}}, Called()).lines({"text": {"title": "世界水日" * 40}}, "zh")
    assert all(cell_len(line) <= 40 for line in lines)
    assert "".join(line.strip() for line in lines) == f"文字：标题 {'世界水日' * 40}"


def test_what_is_gone_and_what_is_empty_is_told_too() -> None:
    told = Content({"plan": {}}, Called())
    assert told.lines({}, "zh") == ["    （目前没有这方面的内容）"]
    gone = told.lines({}, "zh", ["dates.activities@briefing", "budget@#海报"])
    assert gone == ["  * 已去掉：日期 briefing；预算 海报"]


def test_what_stands_in_a_programme_is_called_by_its_title() -> None:
    body = {"plan": {"conditions": {"rain": {"title": "预警解除"}}}}
    lines = Content(body, Called()).lines({"scope@condition:rain": {"kind": "state"}}, "zh")
    assert lines == ["    预警解除（condition:rain）：kind state"]


def entry(verb: str, details: dict[str, Any], **more: Any) -> Any:
    return SimpleNamespace(ref=WEEK, verb=verb, details=details, patch={}, reason="", **more)


@pytest.mark.parametrize(
    ("verb", "details", "said"),
    [
        ("decided", {}, "："),
        ("took_back", {"taken_back": {"decision": {"step": "audit"}}}, "审计"),
        ("annulled", {"taken_back": {"decision": {"step": "other"}}}, "other"),
        (
            "overridden",
            {"override": {"step": "audit"}, "imposed": [{"id": "1", "text": "追认"}]},
            "审计 · 追认",
        ),
        ("determined", {"condition": "rain", "holds": False}, "rain：不成立"),
        ("determined", {"condition": "rain", "holds": True}, "rain：成立"),
        ("mandated", {"mandate": "m1"}, "m1"),
        ("reminded", {"duty": "decide", "item": "approval:audit"}, "审计"),
        ("reminded", {"duty": "due", "item": "plan"}, ""),
        ("amended", {}, ""),
    ],
)
def test_an_entry_says_what_is_left_of_it(verb: str, details: dict[str, Any], said: str) -> None:
    events = Events(Called())
    events.hear(entry("submitted", {"round": {"steps": {"audit": {"title": "审计"}}}}))
    events.hear(entry("amended", {"asked": {"steps": {"late": {}}}}))
    assert events.said(entry(verb, details), "zh") == said


# all of them


CALLS = {
    "decide": ("decide", "water-week", "department", "approve", *AS["zhao-min"]),
    "send back": ("decide", "water-week", "department", "退回", *AS["zhao-min"]),
    "comment": ("decide", "water-week", "department", "comment", *AS["li-wei"]),
    "override": ("override", "water-week", "department", "--reason", "急", *AS["qian-shu"]),
    "mandate": (*GIVEN, *AS["wang-fang"]),
    "require": ("require", "audit", "--reason", "制度", *AS["qian-shu"]),
}
LATER = {
    "take back": ("take-back", "water-week", "department", "--reason", "另议", *AS["zhao-min"]),
    "discharge": ("discharge", "water-week", "1.2/1", *AS["wang-fang"]),
    "lift": ("lift", "water-week", "1.2/1", "--reason", "不再需要", *AS["wang-fang"]),
    "end a mandate": ("end-mandate", "zhao-min", "m1", *AS["zhao-min"]),
    "resubmit": ("resubmit", "water-week", "--reason", "改期", *AS["li-wei"]),
}


@pytest.fixture
def later(does) -> None:
    """Approved on a condition, changed since; and a mandate was given."""
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    does(
        *("decide", "water-week", "finance", "附条件同意", *AS["wang-fang"]),
        *("--condition", "补交报价单", "--owner", "li-wei"),
    )
    does("mandate", "zhao-min", *GIVEN[2:], *AS["zhao-min"])


@pytest.fixture(params=[*CALLS, *LATER])
def call(request: pytest.FixtureRequest, does) -> tuple[str, ...]:
    """One command after the other, each where it is possible."""
    if request.param in LATER:
        request.getfixturevalue("later")
    if request.param == "resubmit":
        does("move", "water-week/briefing", "2027-03-18", "--reason", "场地冲突", *AS["li-wei"])
    return {**CALLS, **LATER}[request.param]


def test_a_dry_run_keeps_nothing_and_its_token_carries_it_out(call, run, journal) -> None:
    before = journal()
    tried = run(*call, "--dry-run", *ZH)
    assert (tried.status, tried.err) == (0, "")
    assert "试运行，什么也没有记录：\n" in tried.out
    assert journal() == before
    token = re.search("--expect ([0-9a-f]{16})$", tried.out.rstrip())[1]
    done = run(*call, "--expect", token, *ZH)
    assert (done.status, done.err) == (0, "")
    kept = [line for line in tried.out.splitlines() if "试运行" not in line and "--expect" not in line]
    assert done.out.splitlines() == kept
    assert len(journal()) > len(before)


def test_what_was_done_is_data_with_the_keys_of_every_change(call, run) -> None:
    tried = json.loads(run(*call, "--dry-run", "--json").out)
    done = json.loads(run(*call, "--json").out)
    more = [key for key in done if key not in KEYS]
    assert list(done) == list(tried) == [*KEYS, *more]
    assert more == (["seen", "content"] if call[0] == "decide" else [])
    assert (tried["kept"], done["kept"]) == (False, True)


def test_each_speaks_the_readers_language(call, run) -> None:
    out = run(*call, "--lang", "en", "--dry-run").out
    assert not re.search("审批|同意|条件：|：", out.replace("审核", "").replace("补交报价单", ""))


ANSWERS = {
    "inbox": ("inbox", *AS["zhao-min"]),
    "inbox of tasks": ("inbox", *AS["li-wei"]),
    "board": ("status",),
    "round": ("status", "water-week"),
    "plugins": ("plugins",),
    "log": ("log", "water-week"),
    "due": ("due", "--at", "2026-12-20"),
}


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_answer_fits_a_terminal(
    answer: str, lang: str, later, does, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    does("move", "water-week/briefing", "2027-03-18", "--reason", "场地冲突", *AS["li-wei"])
    does("resubmit", "water-week", "--reason", "改期", *AS["li-wei"])
    monkeypatch.setenv("COLUMNS", "80")
    ran = run(*ANSWERS[answer], "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    wide = [line for line in ran.out.splitlines() if cell_len(line) > 80]
    assert [line for line in wide if not line.lstrip().startswith("campaignflow ")] == []  # to be copied
    for code in ("field-", "round-", "column-", "task-", "duty-", "approval:", "not_applicable"):
        assert code not in ran.out
    if lang == "zh":
        assert not re.search("waiting|stale|decided|satisfied", ran.out)


def test_reminders_of_a_step_name_it_and_end_with_its_day(does, clock, run) -> None:
    does("decide", "water-week", "department", "approve", *AS["zhao-min"])
    _, _, *rows = does("due", "--at", "2026-12-20").splitlines()
    assert [row.split() for row in rows] == [
        ["12-04", "周五", "待审批", "财务审核", "王芳", "water-week"],
        ["12-04", "周五", "待审批", "财务审核", "办公室", "water-week"],
    ]
    clock.set("2026-12-04T09:30+08:00")
    assert run("run", *ZH).status == 0
    assert re.search(r"系统 +(提醒|补告) +财务审核\n", does("log", "water-week"))


ODD = ["", " ", "\x00", "\x1b[31m", "-", "=", "\u202e", "🙂", "x" * 10_000, "{", "%s", "9.9/9"]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_argument_is_odd_enough_for_anything_but_a_sentence(odd: str, asked, run) -> None:
    decide = ("decide", "water-week", "department", "approve", *AS["zhao-min"])
    conditional = (*decide[:3], "附条件同意", *decide[4:], "--condition=x", "--owner=li-wei")
    override = ("override", *decide[1:3], "--reason=x", "--ratify-by=zhao-min", *AS["qian-shu"])
    for arguments in (
        ["inbox", "--as", odd],
        ["decide", odd, "department", "approve", *AS["zhao-min"]],
        ["decide", "water-week", odd, "approve", *AS["zhao-min"]],
        ["decide", "water-week", "department", odd, *AS["zhao-min"]],
        [*decide, f"--seen={odd or 'x'}"],
        [*decide, f"--for={odd or 'x'}"],
        [*decide, f"--condition={odd}", f"--owner={odd}", f"--blocks={odd or 'x'}"],
        [*conditional, f"--due={odd or 'x'}"],
        [*conditional, f"--expects={odd}"],
        [*conditional, f"--blocks={odd or 'x'}"],
        ["take-back", "water-week", odd, *AS["zhao-min"]],
        ["override", "water-week", odd, "--reason=x", *AS["qian-shu"]],
        ["override", "water-week", "department", "--reason=x", f"--ratify-by={odd or 'x'}", *AS["qian-shu"]],
        [*override, f"--within={odd or 'x'}"],
        ["discharge", "water-week", odd, *AS["zhao-min"]],
        ["lift", "water-week", odd, "--reason=x", *AS["zhao-min"]],
        ["invite", "water-week", "department", odd, *AS["qian-shu"]],
        ["peek", odd],
        ["answer", odd, odd],
        ["mandate", odd, "he-jun", "--from=2026-12-01", "--until=2026-12-31", *AS["wang-fang"]],
        ["mandate", "wang-fang", odd, "--from=2026-12-01", "--until=2026-12-31", *AS["wang-fang"]],
        ["mandate", "wang-fang", "he-jun", f"--from={odd}", f"--until={odd}", *AS["wang-fang"]],
        ["end-mandate", "wang-fang", odd, *AS["wang-fang"]],
        ["require", odd, *AS["qian-shu"]],
        ["plugins", odd],
    ):
        ran = run(*arguments)
        assert ran.status in {0, 2, 3}, arguments
        assert "inside campaignflow" not in ran.err
        assert not any(ord(sign) < 32 for sign in ran.err.replace("\n", ""))


@pytest.mark.parametrize("room", range(18, 40))
def test_no_line_begins_with_what_ends_a_clause(room: int) -> None:
    text = "现在可以  报送（submit）、撤回（withdraw）、暂停（suspend）、延期（postpone）、取消（cancel）"
    lines = broken(text, room, "  ")
    assert "".join(line.strip() for line in lines).replace(" ", "") == text.replace(" ", "")
    assert [line for line in lines[1:] if line.strip()[0] in "、，；。）"] == []

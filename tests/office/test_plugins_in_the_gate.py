"""Plugins at the gate: each speaks for itself, none is missed in silence, none holds up a stop (C1, L17)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from tests.office.desk import SUMMER, WEEK, codes, copied, opened, refused, text
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking, broken, made, own

import campaignflow as cf
from campaignflow.hooks.answers import DirectoryPerson
from campaignflow.workflow.reader import read_workflow
from campaignflow.workflow.shipped import shipped

Enter = Callable[..., Room]
Step = cf.ApprovalStep


def audit(case: Any, trigger: str) -> list[Any]:
    """Ask the auditor above fifty thousand."""
    if trigger == "submit" and case.budget.may_exceed(cf.Money("85000 CNY")):
        return [Step("audit", by="he-jun", title="审计", covers=["budget"])]
    return []


def always(case: Any, trigger: str) -> list[Any]:
    return [Step("audit", by="he-jun", title="审计", covers=["budget"])] if trigger == "submit" else []


def failing(case: Any, trigger: str) -> Any:
    return broken()


MONEY = asking("money: {title: 财务审核, by: qian-duo, covers: [budget]}")


def held_up(here: Room, trigger: str = "launch") -> set[tuple[str, object]]:
    """Return what holds a trigger up, and whose it is."""
    (answer,) = here.office.why(WEEK, trigger)
    return {(one.code, one.facts.get("provider") or one.facts.get("step")) for one in answer.reasons}


# steps of plugins


def test_a_plugin_s_step_is_asked_like_any_other(room: Enter) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=always)])
    here.submit()
    assert here.stands == {"money": "waiting", "audit": "waiting"}
    assert here.waits("he-jun") == ["audit"]
    here.approve("money", "qian-duo")
    here.approve("audit", "he-jun")
    assert here.state == "approved"


def test_it_joins_the_round_when_the_plan_comes_to_it(room: Enter) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=audit)])
    here.submit()
    assert here.stands == {"money": "waiting"}
    here.edit(BUDGET, actor="li-wei")
    assert here.stands == {"money": "waiting", "audit": "waiting"}
    here.approve("money", "qian-duo")
    assert here.state == "in_review"
    here.approve("audit", "he-jun")
    assert here.state == "approved"


def test_and_leaves_it_when_the_plan_is_below_again(room: Enter) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=audit)])
    here.edit(BUDGET, actor="li-wei")
    here.submit()
    here.edit((BUDGET[1], BUDGET[0]), actor="li-wei")
    assert here.stands["audit"] == "not_applicable"
    here.approve("money", "qian-duo")
    assert here.state == "approved"


def test_where_everybody_must_speak_that_holds_for_a_step_that_joins_later_too(room: Enter) -> None:
    def joint(case: Any, trigger: str) -> list[Any]:
        return [Step("joint", by="editor", of="all", covers=["budget"])] if audit(case, trigger) else []

    here = room(MONEY, plugins=[made("joint", approval_steps=joint)])
    here.submit()
    here.edit(BUDGET, actor="li-wei")
    here.approve("joint", "tan-xin", "luo-bin")
    assert here.stands["joint"] == "waiting"  # gu-yan is an editor, too
    here.approve("joint", "gu-yan")
    assert here.stands["joint"] == "satisfied"


def test_what_a_step_demands_stays_as_it_was_when_it_was_asked(room: Enter) -> None:
    seats = [2]

    def panel(case: Any, trigger: str) -> list[Any]:
        return (
            [Step("panel", by=["tan-xin", "luo-bin", "he-jun"], of=seats[0])] if trigger == "submit" else []
        )

    here = room(STAFF, plugins=[made("panel", approval_steps=panel)])
    here.submit()
    seats[0] = 1
    here.edit(TITLE, actor="li-wei")
    here.approve("panel", "tan-xin")
    assert here.stands == {"panel": "waiting"}


def test_who_put_a_step_into_the_round_is_on_record(room: Enter, tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir(mode=0o755)
    (folder / "audit_office.py").write_text(
        "import campaignflow as cf\n__version__ = '1.4'\n\n"
        "@cf.hookimpl\ndef campaignflow_approval_steps(case, trigger):\n"
        "    return [cf.ApprovalStep('audit', by='he-jun')]\n",
        encoding="utf-8",
    )
    here = room(MONEY, plugins_dir=str(folder), plugins=[made("silent", "2.0", approval_steps=lambda: None)])
    here.submit()
    (entry,) = [one for one in here.office.journal(WEEK) if "round" in one.details]
    (said,) = [one.report() for one in [here.office._plugins]]
    digest = next(one.digest for one in said if one.name == "audit_office")
    steps, providers = entry.details["round"]["steps"], entry.details["round"]["providers"]
    assert len(digest) == 64
    assert steps["audit"]["provider"] == {"name": "audit_office", "version": "1.4", "digest": digest}
    assert providers == {
        "audit_office": {"version": "1.4", "digest": digest},
        "silent": {"version": "2.0", "digest": ""},  # asked, though it wants nothing
    }


def test_a_newer_version_answers_under_its_own_name_and_what_was_asked_stays(room: Enter) -> None:
    here = room(MONEY, plugins=[made("audit", "1", approval_steps=always)])
    here.submit()

    def more(case: Any, trigger: str) -> list[Any]:
        return [*always(case, trigger), Step("second-audit", by="lin-yue")]

    newer = again(here, room, plugins=[made("audit", "2", approval_steps=more)])
    newer.edit(TITLE, actor="li-wei")
    (asked,) = [one.details["asked"] for one in newer.office.journal(WEEK) if "asked" in one.details]
    assert asked["providers"]["audit"]["version"] == "2"
    assert asked["steps"]["second-audit"]["provider"]["version"] == "2"
    assert newer.stands == {"money": "waiting", "audit": "waiting", "second-audit": "waiting"}


def test_another_version_in_the_middle_of_a_round_changes_nothing_in_it(room: Enter) -> None:
    def panel(case: Any, trigger: str) -> list[Any]:
        return [Step("panel", by=["tan-xin", "luo-bin"], of="all", covers=["budget"])]

    def laxer(case: Any, trigger: str) -> list[Any]:
        return [Step("panel", by=["he-jun"], of=1, covers=["text"], due="1 day")]

    here = room(STAFF, plugins=[made("panel", "1", approval_steps=panel)])
    here.submit()
    here.approve("panel", "tan-xin")
    version, steps = here.office.record(WEEK).version, here.office.approvals(WEEK)
    again(here, room, plugins=[made("panel", "2", approval_steps=laxer)])
    assert (here.office.record(WEEK).version, here.office.approvals(WEEK)) == (version, steps)
    here.edit(TITLE, actor="li-wei")  # now it is asked again
    assert here.stands == {"panel": "waiting"}
    assert here.against("panel", "he-jun") == {"not-an-approver"}
    here.approve("panel", "luo-bin")
    assert here.state == "approved"


def again(here: Room, room: Enter, **options: Any) -> Room:
    """Close an office and open it again, with other plugins."""
    other = opened(copied(here.office), here.clock, **options)
    here.office.close()
    here.office = other
    return here


# plugins that fail

WRONG = {
    "raises": lambda trigger: failing(None, trigger),
    "exits": lambda: (_ for _ in ()).throw(SystemExit(1)),
    "answers a text": lambda: "audit",
    "answers a number": lambda: 42,
    "answers what is no step": lambda: [object()],
    "answers a step of nobody": lambda: [{"id": "audit"}],
    "answers a step without an id": lambda: [Step(by="he-jun")],
    "answers an id that is none": lambda: [{"id": "a b/c", "by": "he-jun"}],
    "answers a step that cannot be read": lambda: [{"id": "audit", "by": "he-jun", "of": "many"}],
    "answers one step twice": lambda: [Step("audit", by="he-jun"), Step("audit", by="lin-yue")],
    "answers the plan's own step": lambda: [Step("money", by="li-wei")],
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_whatever_a_plugin_does_wrong_is_its_own_step_in_error(
    room: Enter, wrong: Callable[..., Any]
) -> None:
    here = room(MONEY, plugins=[made("radio", approval_steps=wrong), made("audit", approval_steps=always)])
    here.submit()
    expected = {"money": "waiting", "audit": "waiting", "provider:radio": "error"}
    assert here.stands == expected
    assert here.step("money").who == ("qian-duo",)
    here.approve("money", "qian-duo")
    here.approve("audit", "he-jun")
    assert here.stands == {"money": "satisfied", "audit": "satisfied", "provider:radio": "error"}
    assert here.state == "in_review"


def test_it_blocks_approval_and_nothing_else(room: Enter) -> None:
    here = room(MONEY, plugins=[made("radio", approval_steps=failing)])
    here.submit()
    here.edit(TITLE, actor="li-wei")
    here.office.reschedule("water-week/scheme", "2027-03-01", reason="改期", actor="li-wei")
    here.office.begin("water-week/scheme", actor="zhao-min")
    here.approve("money", "qian-duo")
    here.office.open("issue", title="网传水质谣言", unit="press", actor="chen-jing")
    assert here.state == "in_review"
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
    assert here.state == "draft"


def test_it_says_which_plugin_and_what_went_wrong(room: Enter) -> None:
    here = room(MONEY, plugins=[made("radio", approval_steps=failing)])
    here.submit()
    assert here.step("provider:radio").provider == "provider:radio"
    (report,) = here.office.plugins
    assert [(one.code, one.facts["hook"]) for one in report.findings] == [
        ("plugin-error", "campaignflow_approval_steps")
    ]
    assert "目录服务没有响应" in report.findings[0].message("zh")


def test_it_is_asked_again_at_every_turn_and_once_it_answers_all_goes_on(room: Enter) -> None:
    away = [True]

    def sometimes(case: Any, trigger: str) -> Any:
        return broken() if away[0] else always(case, trigger)

    here = room(MONEY, plugins=[made("audit", approval_steps=sometimes)])
    here.submit()
    assert here.stands == {"money": "waiting", "provider:audit": "error"}
    away[0] = False
    assert here.stands == {"money": "waiting", "audit": "waiting"}
    here.approve("audit", "he-jun")
    here.approve("money", "qian-duo")
    assert here.state == "approved"


def test_steps_it_gave_before_go_on_and_its_failure_is_added(room: Enter) -> None:
    away = [False]

    def sometimes(case: Any, trigger: str) -> Any:
        return broken() if away[0] else always(case, trigger)

    here = room(MONEY, plugins=[made("audit", approval_steps=sometimes)])
    here.submit()
    away[0] = True
    here.edit(TITLE, actor="li-wei")
    assert here.stands == {"money": "waiting", "audit": "waiting", "provider:audit": "error"}
    here.approve("audit", "he-jun")
    here.approve("money", "qian-duo")
    assert here.state == "in_review"


def test_while_nothing_has_changed_a_plugin_that_is_gone_is_not_missed(room: Enter) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=always)])
    here.submit()
    again(here, room)
    here.approve("audit", "he-jun")
    here.approve("money", "qian-duo")
    assert here.state == "approved"


@pytest.mark.parametrize("hook", [always, audit], ids=["that asked for a step", "that asked for none so far"])
def test_once_something_changes_a_plugin_that_is_gone_is_missed(
    room: Enter, hook: Callable[..., Any]
) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=hook)])
    here.submit()
    asked = set(here.stands)
    again(here, room)
    here.edit(BUDGET, actor="li-wei")
    assert set(here.stands) == {*asked, "provider:audit"}
    assert here.stands["provider:audit"] == "error"


def test_a_plugin_that_came_later_is_asked_in_the_next_round(room: Enter) -> None:
    here = room(MONEY)
    here.submit()
    again(here, room, plugins=[made("audit", approval_steps=always)])
    here.edit(TITLE, actor="li-wei")
    assert here.stands == {"money": "waiting"}
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
    here.submit()
    assert here.stands == {"money": "waiting", "audit": "waiting"}


def test_two_plugins_do_not_take_each_other_s_steps(room: Enter) -> None:
    one = made("audit-a", approval_steps=lambda: [Step("audit", by="he-jun")])
    other = made("audit-b", approval_steps=lambda: [Step("audit", by="li-wei")])
    here = room(STAFF, plugins=[other, one])
    here.submit()
    assert here.stands == {"audit": "waiting", "provider:audit-b": "error"}
    assert here.step("audit").who == ("he-jun",)


def test_the_order_in_which_plugins_are_loaded_decides_nothing(room: Enter) -> None:
    there = [
        made("alpha", approval_steps=lambda: [Step("audit", by="he-jun")]),
        made(
            "beta",
            approval_steps=lambda: [Step("audit", by="li-wei"), Step("text", by="lin-yue", after=["audit"])],
        ),
        made("gamma", approval_steps=failing, veto=lambda trigger: "等一等" if trigger == "launch" else None),
    ]
    seen = []
    for order in permutations(there):
        here = room(MONEY, plugins=list(order))
        here.submit()
        seen.append((here.office.approvals(WEEK), here.office.why(WEEK)))
    assert all(one == seen[0] for one in seen)


def test_a_plugin_cannot_be_called_as_what_asks_without_being_one(room: Enter) -> None:
    here = room(MONEY, plugins=[made("plan", approval_steps=always), made("workflow", approval_steps=always)])
    assert [(one.name, one.state, one.findings[0].code) for one in here.office.plugins] == [
        ("plan", "quarantined", "plugin-name-reserved"),
        ("workflow", "quarantined", "plugin-name-reserved"),
    ]


def test_steps_of_two_places_of_one_plan_do_not_hide_each_other(room: Enter) -> None:
    both = own("money: {by: li-wei, allow_author: true}", of=MONEY)
    here = room(both)
    here.submit()
    assert here.stands["provider:plan"] == "error"
    assert here.state == "in_review"


# plugins the office requires


def test_without_a_plugin_it_requires_nothing_is_submitted(room: Enter) -> None:
    here = room(MONEY)
    here.office.require(["audit"], actor="wang-fang", reason="财经纪律")
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert (reason.code, reason.kind, reason.facts["plugin"]) == ("plugin-missing", "vetoes", "audit")
    assert [(one.name, one.state) for one in here.office.plugins] == [("audit", "missing")]


def test_nor_approved_once_it_is_required(room: Enter) -> None:
    here = room(MONEY)
    here.submit()
    here.office.require(["audit"], actor="wang-fang", reason="财经纪律")
    done = here.approve("money", "qian-duo")
    assert [one.code for one in done.reported] == ["plugin-missing"]
    assert here.state == "in_review"
    here.edit(TITLE, actor="li-wei")
    assert here.stands == {"money": "satisfied", "provider:audit": "error"}
    again(here, room, plugins=[made("audit", approval_steps=always)])
    assert here.stands == {"money": "satisfied", "audit": "waiting"}
    here.approve("audit", "he-jun")
    assert here.state == "approved"


@pytest.mark.parametrize("off", [{"block": ["audit"]}, {}], ids=["switched off", "uninstalled"])
def test_switching_it_off_removes_no_gate(room: Enter, off: dict[str, Any]) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=always)])
    here.submit()
    here.office.require(["audit"], actor="wang-fang", reason="财经纪律")
    again(here, room, plugins=[made("audit", approval_steps=always)] if off else [], **off)
    here.edit(TITLE, actor="li-wei")
    assert here.stands["provider:audit"] == "error"
    here.approve("audit", "he-jun")
    here.approve("money", "qian-duo")
    assert here.state == "in_review"


def test_requiring_takes_who_governs_and_a_reason(room: Enter) -> None:
    here = room(MONEY)
    assert codes(here.office.require, ["audit"], actor="li-wei", reason="财经纪律") == {"may-not-govern"}
    assert codes(here.office.require, ["audit"], actor="wang-fang", reason="") == {"reason-missing"}


def test_what_it_requires_no_more_holds_nothing_up(room: Enter) -> None:
    here = room(MONEY)
    here.office.require(["audit"], actor="wang-fang", reason="财经纪律")
    here.office.require([], actor="wang-fang", reason="已并入财务审核")
    here.submit()
    here.approve("money", "qian-duo")
    assert here.state == "approved"


# vetoes


def test_all_vetoes_are_told_each_with_its_plugin_and_its_sentence(room: Enter) -> None:
    one = made("flood", veto=lambda trigger: "汛期不办活动" if trigger == "launch" else None)
    other = made(
        "protocol", veto=lambda trigger: ["同日有大型会议", "领导出差"] if trigger == "launch" else None
    )
    here = room(STAFF, plugins=[other, one])
    here.submit()
    found = refused(here.office.fire, WEEK, "launch", actor="li-wei")
    assert [(one.code, one.kind, one.facts["plugin"], one.facts["sentence"]) for one in found] == [
        ("vetoed", "vetoes", "flood", "汛期不办活动"),
        ("vetoed", "vetoes", "protocol", "同日有大型会议"),
        ("vetoed", "vetoes", "protocol", "领导出差"),
    ]
    assert "flood" in found[0].message("zh")
    assert here.state == "approved"


def test_what_the_last_decision_would_fire_can_be_vetoed_and_the_decision_stays(room: Enter) -> None:
    wait = ["等一等"]
    here = room(MONEY, plugins=[made("flood", veto=lambda trigger: wait[0] if trigger == "submit" else None)])
    wait[0] = None
    here.submit()
    wait[0] = "等一等"
    done = here.approve("money", "qian-duo")
    assert [one.facts["sentence"] for one in done.reported] == ["等一等"]
    assert here.stands == {"money": "satisfied"}
    assert here.state == "in_review"


def test_a_veto_that_raises_refuses(room: Enter) -> None:
    here = room(STAFF, plugins=[made("flood", veto=lambda case, trigger, context: broken())])
    (reason,) = refused(here.office.fire, WEEK, "submit", actor="li-wei")
    assert (reason.code, reason.kind) == ("plugin-error", "vetoes")
    assert "目录服务没有响应" in reason.message("zh")


def test_a_veto_sees_the_plan_as_it_would_be_the_act_and_its_reason(room: Enter) -> None:
    seen: list[Any] = []
    look = made("flood", veto=lambda case, trigger, context: seen.append((case, trigger, context)))
    here = room(STAFF, plugins=[look])
    here.submit(note="请审")
    case, trigger, context = seen[0]
    assert (case.kind, case.ref, case.state, trigger) == ("campaign", WEEK, "draft", "submit")
    assert case.plan.title == "世界水日 · 中国水周"
    assert (context.actor, context.note, context.at) == ("li-wei", "请审", here.clock.at)
    with pytest.raises(AttributeError):
        case.state = "approved"


def test_a_veto_asked_twice_answers_alike(room: Enter) -> None:
    here = room(STAFF, plugins=[made("flood", veto=lambda: "汛期不办活动")])
    assert refused(here.office.fire, WEEK, "submit", actor="li-wei") == refused(
        here.office.fire, WEEK, "submit", actor="li-wei"
    )


# stopping, law L17

HOSTILE = {
    "approval_steps": failing,
    "veto": lambda case, trigger, context: broken(),
    "after_commit": lambda entries: broken(),
    "directory": lambda query: broken(),
    "check_plan": lambda programme: broken(),
    "deliver": lambda notices: broken(),
    "calendar_entries": lambda entries: broken(),
    "commands": lambda register: broken(),
}
RUDE = {
    "approval_steps": lambda: 42,
    "veto": lambda: [object()],
    "after_commit": lambda entries: (_ for _ in ()).throw(SystemExit(3)),
    "directory": lambda: [None],
    "check_plan": lambda: 42,
    "deliver": lambda: 42,
    "calendar_entries": lambda: 42,
    "commands": lambda register: register(42),
}
STOPPING = ("suspend", "postpone", "cancel", "call_off")


@pytest.mark.parametrize("hooks", [HOSTILE, RUDE], ids=["raising", "rude"])
@pytest.mark.parametrize("trigger", STOPPING)
@pytest.mark.parametrize("state", ["in_review", "approved", "running"])
def test_stopping_succeeds_whatever_plugins_do(
    room: Enter, hooks: dict[str, Any], trigger: str, state: str
) -> None:
    here = room(MONEY)
    here.submit()
    if state != "in_review":
        here.approve("money", "qian-duo")
    if state == "running":
        here.office.fire(WEEK, "launch", actor="li-wei")
    here.office.require(["missing-one"], actor="wang-fang", reason="财经纪律")
    again(here, room, plugins=[made("hostile", **hooks), made("other", **hooks)])
    if (trigger, state) == ("call_off", "in_review"):
        trigger = "withdraw"
    change = here.office.fire(WEEK, trigger, actor="wang-fang", reason="汛情")
    assert here.state in {"suspended", "postponed", "cancelled", "draft"}
    assert {one.code for one in change.reported} & {"plugin-error", "plugin-answer-wrong", "plugin-missing"}


@pytest.mark.parametrize("trigger", [*STOPPING[:3], "withdraw"])
def test_a_veto_against_stopping_is_only_told(room: Enter, trigger: str) -> None:
    here = room(
        MONEY, plugins=[made("flood", veto=lambda trigger: None if trigger == "submit" else "不许停")]
    )
    here.submit()
    change = here.office.fire(WEEK, trigger, actor="li-wei", reason="汛情")
    assert [one.facts["sentence"] for one in change.reported if one.code == "vetoed"] == ["不许停"]
    assert here.state != "in_review"


def test_the_permission_to_stop_is_judged_without_any_directory(room: Enter) -> None:
    asked: list[Any] = []

    def heard(query: Any) -> None:
        asked.append(query)

    here = room(MONEY, plugins=[made("ldap", directory=heard)])
    here.office.fire(WEEK, "cancel", actor="li-wei", reason="汛情")
    assert codes(here.office.fire, SUMMER, "cancel", actor="lin-yue", reason="汛情") == {"may-not-stop"}
    assert asked == []


# after the commit


def test_a_plugin_is_told_of_every_act_and_again_if_it_failed(room: Enter) -> None:
    told: list[Any] = []
    deaf = [False]

    def hear(entries: Any) -> None:
        if deaf[0]:
            broken()
        told.extend((one["ref"], one["version"], one["verb"]) for one in entries)

    here = room(
        MONEY,
        plugins=[made("mail", after_commit=hear), made("broken", after_commit=lambda entries: broken())],
    )
    here.submit()
    deaf[0] = True
    here.approve("money", "qian-duo")
    assert here.state == "approved"
    deaf[0] = False
    here.office.run_due()
    assert told == [(WEEK, 2, "submitted"), (WEEK, 3, "decided"), (WEEK, 4, "passed")]


# directories


def holders(*people: DirectoryPerson | dict[str, Any]) -> Callable[..., Any]:
    """Return a directory that knows these people."""

    def directory(query: Any) -> list[Any]:
        known = [one if isinstance(one, DirectoryPerson) else DirectoryPerson(**one) for one in people]
        return [one for one in known if query.text in {one.id, *one.roles}]

    return directory


LDAP = holders(
    {"id": "tan-xin", "name": "谭欣", "roles": ("finance-approver",)},
    {"id": "ma-chao", "name": "马超", "roles": ("finance-approver",)},
)
ROLE = asking("money: {title: 财务审核, by: finance-approver, covers: [budget]}")


def test_a_directory_gives_a_role_to_somebody_the_office_knows(room: Enter) -> None:
    here = room(ROLE, plugins=[made("ldap", directory=LDAP)])
    here.submit()
    assert here.waits("tan-xin") == ["money"]
    assert [one.why for one in here.office.inbox("tan-xin")] == ["role:finance-approver@ldap"]
    done = here.approve("money", "tan-xin")
    assert done.entries[0].details["decision"]["basis"] == "role:finance-approver@ldap"
    assert here.state == "approved"


def test_whom_the_office_does_not_know_stays_a_stranger(room: Enter) -> None:
    here = room(ROLE, plugins=[made("ldap", directory=LDAP)])
    here.submit()
    assert here.against("money", "ma-chao") == {"actor-unknown"}
    here.office.retire("person:tan-xin", actor="wang-fang", reason="调离")
    assert here.against("money", "tan-xin") == {"actor-retired"}


def test_the_office_s_own_word_comes_first(room: Enter) -> None:
    here = room(
        ROLE,
        plugins=[
            made(
                "ldap", directory=holders({"id": "qian-duo", "name": "钱多", "roles": ("finance-approver",)})
            )
        ],
    )
    here.submit()
    done = here.approve("money", "qian-duo")
    assert done.entries[0].details["decision"]["basis"] == "role:finance-approver"


def test_an_author_is_one_whatever_a_directory_says(room: Enter) -> None:
    here = room(
        ROLE,
        plugins=[
            made("ldap", directory=holders({"id": "gu-yan", "name": "顾言", "roles": ("finance-approver",)}))
        ],
    )
    here.submit()
    here.edit(BUDGET, actor="gu-yan")
    assert here.against("money", "gu-yan") == {"author-decides"}


def test_somebody_a_directory_names_is_enough_to_ask(room: Enter) -> None:
    here = room(
        asking(
            "audit: {by: [chief-auditor]}",
            of=text(("roles: [auditor]", "roles: [auditor, chief-auditor]"), of=STAFF),
        ),
        plugins=[
            made("ldap", directory=holders({"id": "tan-xin", "name": "谭欣", "roles": ("chief-auditor",)}))
        ],
    )
    here.office.retire("person:he-jun", actor="wang-fang", reason="调离")
    here.submit()
    here.approve("audit", "tan-xin")
    assert here.state == "approved"


def test_what_was_decided_stays_when_the_directory_forgets_or_fails(room: Enter) -> None:
    here = room(
        asking("money: {by: finance-approver, of: 2, covers: [budget]}"),
        plugins=[made("ldap", directory=LDAP)],
    )
    here.submit()
    here.approve("money", "tan-xin")
    again(here, room, plugins=[made("ldap", directory=lambda query: broken())])
    here.approve("money", "qian-duo")
    assert here.state == "approved"


def test_a_directory_that_fails_finds_nobody_and_the_refusal_says_why(room: Enter) -> None:
    here = room(ROLE, plugins=[made("ldap", directory=lambda query: broken())])
    here.submit()
    assert here.against("money", "tan-xin") == {"not-an-approver", "plugin-error"}
    assert here.waits("tan-xin") == []
    here.approve("money", "qian-duo")  # the office's own people need no directory
    assert here.state == "approved"


def test_reminders_ask_no_directory(room: Enter) -> None:
    asked: list[Any] = []

    def directory(query: Any) -> list[Any]:
        asked.append(query)
        return LDAP(query)

    here = room(
        text(("covers: [budget]", "covers: [budget], due: 3 workdays"), of=ROLE),
        plugins=[made("ldap", directory=directory)],
    )
    here.submit()
    assert here.reminders("money")[0][1] == ("qian-duo", "zhou-ping")
    asked.clear()
    here.clock.on(days=1)
    here.office.run_due()
    here.clock.on(days=1)
    here.office.run_due()
    assert asked == []


# what plugins bring


def test_a_lifecycle_that_a_plugin_brings_is_the_one_used(room: Enter) -> None:
    chief = {"chief": {"title": "总审", "by": ["lin-yue"], "before": "submit"}}
    strict = replace(shipped()["campaign"], version=2, approvals=chief)
    here = room(STAFF)
    again(here, room, plugins=[made("strict", data=lambda: {"workflows": [strict]})])
    assert [one.state for one in here.office.plugins] == ["loaded"]
    here.submit()
    assert here.state == "approved"  # it goes on by the lifecycle it began with
    here.edit(
        ("  summer:\n", "  winter:\n    title: 冬季节水\n    lead: press\n    when: 2027-11\n  summer:\n"),
        actor="li-wei",
    )
    winter = "campaign:river-2027/winter"
    here.office.fire(winter, "submit", actor="chen-jing")
    found = here.office.approvals(winter)
    assert [(one.id, one.status, one.who) for one in found.steps] == [("chief", "waiting", ("lin-yue",))]


def test_a_lifecycle_with_steps_is_read_back_from_its_own_data() -> None:
    chief = {"chief": {"title": "总审", "by": ["lin-yue"], "before": "submit"}}
    strict = replace(shipped()["campaign"], version=2, approvals=chief)
    assert read_workflow(strict.data) == strict


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Failures of plugins are logged; what a test shows is what they do to the office."""
    yield
    assert all(one.name.startswith("campaignflow") for one in caplog.records)


# what is said of one that could not answer


def why_not(here: Room, lang: str) -> str:
    (answer,) = here.office.why(WEEK, "submit")
    (said,) = [one.message(lang) for one in answer.reasons if one.code == "provider-in-error"]
    return said


def test_it_is_said_in_words_why_a_plugin_could_not_answer(room: Enter) -> None:
    here = room(MONEY, plugins=[made("audit", approval_steps=failing)])
    here.submit()
    assert "插件 audit 在 campaignflow_approval_steps 中出错：ConnectionError: 目录服务没有响应。" in why_not(
        here, "zh"
    )
    assert "The plugin audit failed in campaignflow_approval_steps" in why_not(here, "en")
    assert "plugin-error" not in why_not(here, "zh") + why_not(here, "en")


def test_so_it_is_of_one_that_is_missing_or_asks_for_a_step_that_is_there(room: Enter) -> None:
    twice = made("audit", approval_steps=lambda case, trigger: [Step("money", by="he-jun")])
    here = room(MONEY, plugins=[twice])
    here.submit()
    assert "audit 的审批环节“money”与已有的环节同编号" in why_not(here, "zh")
    gone = room(MONEY)
    gone.submit()
    gone.office.require(["audit"], actor="wang-fang", reason="制度")
    gone.edit(TITLE, actor="li-wei")
    assert "本单位要用的插件 audit 没有启用" in why_not(gone, "zh")


def test_so_it_is_of_steps_that_cannot_be_read(room: Enter) -> None:
    odd = made("audit", approval_steps=lambda case, trigger: [{"id": "audit", "by": ["x"], "of": "few"}])
    here = room(MONEY, plugins=[odd])
    here.submit()
    assert "答得不合要求" in why_not(here, "zh")

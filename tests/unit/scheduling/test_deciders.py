"""Whether the people of a plan can pass its approval steps at all."""

import pytest

import campaignflow as cf

PLAN = """
programme: {id: river-2027, title: 年度宣传计划, period: 2027, timezone: Asia/Shanghai}
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传中心}
  board: {name: 局党组}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner]}
  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}
  chen: {name: 陈静, unit: press, roles: [head-of-unit, editor]}
channels: {wechat: {name: 官方微信, owner: press, approvals: {desk: {by: editor, before: release}}}}
approvals:
  department: {title: 部门审核, by: head-of-unit}
campaigns:
  water-week:
    title: 中国水周
    lead: office
    when: 2027-03-22/28
    activities:
      show: {title: 展览, lead: press, when: 2027-03-23, approvals: {safety: {by: chen}}}
"""


def found(*changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    text = PLAN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    findings = cf.schedule(cf.loads(text)).findings
    return [
        (one.code, one.severity, str(one.place.line)) for one in findings if one.code.startswith("approval-")
    ]


def test_steps_that_people_of_the_plan_can_decide_are_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("step", "finding"),
    [
        ("by: board", ("approval-nobody", "note", "13")),
        ("by: head-of-unit, in: board", ("approval-nobody", "note", "13")),
        ("by: board, of: 5", ("approval-nobody", "note", "13")),
        ("by: editor, in: office", ("approval-nobody-there", "warning", "13")),
        ("by: head-of-unit, of: 3", ("approval-too-few", "warning", "13")),
        ("by: head-of-unit, of: 4", ("approval-never", "error", "13")),
        ("by: [head-of-unit, editor], of: 2 each", ("approval-never", "error", "13")),
        ("by: [chen, zhao-min], of: 3", ("approval-never", "error", "13")),
        ("by: press, of: 2", ("approval-never", "error", "13")),
        ("by: editor, in: press, of: 2", ("approval-never", "error", "13")),
        ("by: head-of-unit, refusals: 9", ("approval-never-refused", "warning", "13")),
        ("by: [press, editor], of: each", ("approval-too-few", "warning", "13")),
        ("by: planner", ("approval-by-planner", "warning", "13")),
        ("by: li-wei", ("approval-by-planner", "warning", "13")),
        ("by: []", ("approval-without-decider", "error", "13")),
    ],
)
def test_a_step_that_nobody_too_few_or_only_its_author_could_decide_is_found(
    step: str, finding: tuple[str, str, str]
) -> None:
    assert found(("by: head-of-unit", step)) == [finding]


@pytest.mark.parametrize(
    "step",
    [
        "by: head-of-unit, of: 2",
        "by: head-of-unit, of: all",
        "by: head-of-unit, refusals: 2",
        "by: [office, press], of: each",
        "by: planner, allow_author: true",
        "by: planner, self_check: true",
        "by: [planner, zhao-min]",
        "by: chen, in: lead",
    ],
)
def test_what_can_be_decided_is_no_finding(step: str) -> None:
    assert found(("by: head-of-unit", step)) == []


def test_steps_of_activities_and_channels_are_looked_at_too() -> None:
    assert found(("by: editor", "by: planner"), ("{by: chen}", "{by: [office], of: 4}")) == [
        ("approval-by-planner", "warning", "11"),
        ("approval-never", "error", "20"),
    ]


def test_a_campaign_has_no_step_of_the_id_of_a_step_of_the_programme() -> None:
    twice = ("    lead: office\n", "    lead: office\n    approvals: {department: {by: chen}}\n")
    assert found(twice) == [("approval-declared-twice", "error", "18")]


@pytest.mark.parametrize(
    ("people", "step"),
    [
        ("desk: {name: 公用账号, unit: press, roles: [proof], shared: true}", "by: desk"),
        ("ming: {name: 郭明, outside: true, roles: [expert]}", "by: ming, bearers: false"),
        ("chen-2: {name: 陈静, unit: board, same_as: chen}", "by: [chen, chen-2], of: 2"),
    ],
)
def test_accounts_outsiders_without_a_token_and_second_ids_fill_no_seat(people: str, step: str) -> None:
    assert found(("  chen: {", f"  {people}\n  chen: {{"), ("by: head-of-unit", step)) == [
        ("approval-never", "error", "14")
    ]

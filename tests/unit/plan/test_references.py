"""Whatever a plan points at exists; what does not is named with the place it stands in."""

import pytest
from tests.plans import HERE, codes, marked, spots

from campaignflow.plan.references import MOST_COMPARED, unknown_references
from campaignflow.planfile.loader import read_text

PLAN = """\
programme: {id: office-2027, title: 年度计划, period: 2027}
units:
  office: {name: 办公室}
  press: {name: 宣传中心, part_of: office}
people:
  li: {name: 李伟, unit: press, roles: [planner, 科长]}
  wang: {name: 王芳, stands_in_for: li}
media:
  tv: {name: 电视台}
channels:
  wechat: {name: 官微, owner: press, approvals: {check: {by: li}}}
funds:
  special: {title: 专项, owner: office}
conditions:
  rain: {title: 有雨, decided_by: office}
blackouts:
  exam: {title: 高考, when: 2027-06-07, applies_to: {units: press, channels: wechat}}
directives:
  notice: {title: 通知}
approvals:
  department: {by: planner, in: press, escalate_to: 科长, covers: [budget, budget.special]}
  finance: {by: [li, office], after: department, covers: [water-week/plan, dates], only_if: rain}
routines:
  weekly: {title: 周报, lead: press, owner: wang, channels: wechat, report_to: office, when: every friday}
campaigns:
  water-week:
    title: 水周
    lead: [office, press]
    support: tv
    supervise: office
    parties: {host: press}
    directives: notice
    key_dates:
      water-day: {title: 世界水日, when: 2027-03-22}
    activities:
      plan: {title: 方案, due: 2027-03-01}
      briefing:
        title: 通气会
        lead: press
        each: office
        parties: {host: tv}
        needs: [plan, water-day, other/start]
        only_if: rain
        channels: wechat
        media: tv
        prepare:
          draft: {title: 稿, due: 2027-03-02}
          final: {title: 定稿, due: 2027-03-03, needs: [draft, plan]}
        quotas: [{of: 稿件, at_least: 1, by: press, each: tv, media: tv, channels: wechat}]
        budget: [{for: 场租, fund: special, paid_by: tv, only_if: rain, lines: [{for: 一, fund: special}]}]
        approvals: {leader: {by: 科长, after: finance}}
      report: {title: 总结, needs: briefing/final, due: 2027-04-01}
    quotas: [{of: 稿件, at_least: 1, each: press}]
    targets: [{of: 阅读, at_least: 1, channels: wechat}]
    approvals: {last: {by: office, after: [finance], covers: [briefing, text]}}
  other:
    title: 其他
    activities: {start: {title: 启动, due: 2027-02-01}}
"""


def unknown(text: str):
    reading = read_text(text, file="plan.yaml")
    assert reading.findings == ()
    assert reading.programme is not None
    return unknown_references(reading.programme)


def test_a_plan_in_which_everything_exists_has_no_findings() -> None:
    assert unknown(PLAN) == []


REFERENCES = [
    ("part_of: ▲office", "unit"),
    ("unit: ▲press", "unit"),
    ("stands_in_for: ▲li", "person"),
    ("owner: ▲press, approvals", "party"),
    ("{check: {by: ▲li}}", "decider"),
    ("special: {title: 专项, owner: ▲office", "party"),
    ("decided_by: ▲office", "party"),
    ("{units: ▲press, channels: wechat}", "party"),
    ("{units: press, channels: ▲wechat}", "channel"),
    ("{by: ▲planner, in: press", "decider"),
    ("{by: planner, in: ▲press", "unit"),
    ("escalate_to: ▲科长", "decider"),
    ("covers: ▲[budget, budget.special]", "facet"),
    ("by: ▲[li, office]", "decider"),
    ("after: ▲department", "step"),
    ("covers: ▲[water-week/plan, dates]", "facet"),
    ("dates], only_if: ▲rain", "condition"),
    ("周报, lead: ▲press", "party"),
    ("owner: ▲wang", "party"),
    ("wang, channels: ▲wechat", "channel"),
    ("report_to: ▲office", "party"),
    ("lead: ▲[office, press]", "party"),
    ("support: ▲tv", "party"),
    ("supervise: ▲office", "party"),
    ("    parties: {host: ▲press}", "party"),
    ("directives: ▲notice", "directive"),
    ("        lead: ▲press", "party"),
    ("        each: ▲office", "party"),
    ("        parties: {host: ▲tv}", "party"),
    ("needs: ▲[plan, water-day, other/start]", "activity"),
    ("        only_if: ▲rain", "condition"),
    ("        channels: ▲wechat", "channel"),
    ("        media: ▲tv", "medium"),
    ("needs: ▲[draft, plan]", "activity"),
    ("by: ▲press, each: tv", "party"),
    ("each: ▲tv, media: tv", "party"),
    ("each: tv, media: ▲tv", "medium"),
    ("media: tv, channels: ▲wechat}]", "channel"),
    ("fund: ▲special, paid_by", "fund"),
    ("paid_by: ▲tv", "party"),
    ("paid_by: tv, only_if: ▲rain", "condition"),
    ("{for: 一, fund: ▲special}", "fund"),
    ("{leader: {by: ▲科长", "decider"),
    ("by: 科长, after: ▲finance", "step"),
    ("needs: ▲briefing/final", "activity"),
    ("    quotas: [{of: 稿件, at_least: 1, each: ▲press", "party"),
    ("{of: 阅读, at_least: 1, channels: ▲wechat", "channel"),
    ("{last: {by: ▲office", "decider"),
    ("after: ▲[finance], covers", "step"),
    ("covers: ▲[briefing, text]", "facet"),
]


@pytest.mark.parametrize(("where", "kind"), REFERENCES, ids=[where for where, _ in REFERENCES])
def test_every_reference_is_looked_up(where: str, kind: str) -> None:
    plain = where.replace(HERE, "")
    assert PLAN.count(plain) == 1
    head, _, rest = where.partition(HERE)
    opening = "[" if rest.startswith("[") else ""
    wrong = f"{head}{HERE}{opening}zzzz" + (", " if opening else "") + rest.removeprefix(opening)
    if not opening:
        end = min(at for at in (rest.find(","), rest.find("}"), rest.find("]"), len(rest)) if at >= 0)
        wrong = f"{head}{HERE}zzzz{rest[end:]}"
    text, line, column = marked(PLAN.replace(plain, wrong))
    findings = unknown(text)
    assert spots(findings) == [("unknown-facet" if kind == "facet" else "unknown-id", line, column)]
    assert (findings[0].facts["id"], findings[0].facts.get("kind", "facet")) == ("zzzz", kind)


def test_an_id_in_the_quotes_of_a_word_processor_is_told_without_them() -> None:
    (finding,) = unknown(PLAN.replace("{last: {by: office", "{last: {by: “office”"))
    assert (finding.code, finding.facts["offer"]) == ("quotes-wide", "office")


def test_who_covers_something_unknown_is_told_what_there_is() -> None:
    (finding,) = unknown(PLAN.replace("covers: [briefing, text]", "covers: [money]"))
    assert finding.code == "unknown-facet"
    assert "write dates, budget, partners" in finding.message("en")


def test_a_thing_of_another_campaign_needs_its_campaign() -> None:
    findings = unknown(PLAN.replace("other/start", "start"))
    assert codes(findings) == ["unknown-id"]


def test_a_preparation_is_known_to_its_neighbours_and_by_its_path_only() -> None:
    assert codes(unknown(PLAN.replace("needs: briefing/final", "needs: final"))) == ["unknown-id"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  wang: {name", "  office: {name", ["id-taken", "unknown-id"]),
        ("  tv: {name", "  press: {name", ["id-taken"]),
        ("      plan: {title: 方案, due", "      water-day: {title: 方案, due", ["id-taken"]),
        ("  press: {name: 宣传中心", "  Office: {name: 甲}\n  press: {name: 宣传中心", ["ids-alike"]),
        ("  weekly: {", "  Weekly: {title: 甲, when: tbd}\n  weekly: {", ["ids-alike"]),
        ("      report: {", "      Water-Day: {title: 甲}\n      report: {", ["ids-alike"]),
    ],
)
def test_ids_that_are_taken_or_look_alike_are_found(old: str, new: str, expected: list[str]) -> None:
    assert PLAN.count(old) == 1
    found = {finding.code for finding in unknown(PLAN.replace(old, new))}
    assert set(expected) <= found
    assert found <= {*expected, "unknown-id", "unknown-facet"}


def test_no_near_id_is_looked_for_where_most_are_wrong() -> None:
    names = ", ".join(f"offic{n}" for n in range(MOST_COMPARED // 3))
    findings = unknown(PLAN.replace("supervise: office", f"supervise: [{names}]"))
    assert len(findings) == MOST_COMPARED // 3
    suggested = [finding for finding in findings if finding.facts["near"]]
    assert 0 < len(suggested) < len(findings)
    assert suggested == findings[: len(suggested)]


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("covers: [预算, budget.special]", ["budget"]),
        ("covers: [内容与任务, budget.special]", ["scope"]),
        ("covers: [bugdet, budget.special]", ["budget"]),
        ("covers: [zzzz, budget.special]", []),
    ],
)
def test_a_facet_may_be_called_what_offices_call_it_and_is_then_named(wrong: str, meant: list[str]) -> None:
    (finding,) = unknown(PLAN.replace("covers: [budget, budget.special]", wrong))
    assert finding.facts["near"] == meant


def test_an_activity_named_by_its_title_is_recognised() -> None:
    (finding,) = unknown(PLAN.replace("covers: [briefing, text]", "covers: [通气会, text]"))
    assert finding.facts["near"] == ["briefing"]

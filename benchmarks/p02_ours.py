"""Our side of P2: campaigns submitted and approved by four people, through what users call.

Only what a plan, `open_office` and its verbs offer is used here.  What is timed is `fire` and the four calls
of `decide`; each person's inbox is read before his decision, outside the clock, for it says what he is shown.
"""

from datetime import UTC, datetime
from pathlib import Path

from measuring import Cost, call

import campaignflow as cf

__all__ = ["REVIEWERS", "approved", "body", "store"]

NOW = datetime(2027, 1, 4, 1, tzinfo=UTC)
REVIEWERS = {
    "department": "zhao-min",
    "finance": "wang-fang",
    "secrecy": "he-jun",
    "leader": "lin-yue",
}
"""Who decides each step, in the order of the steps."""
HEAD = """\
programme: {id: river-2027, title: 2027 年度宣传计划, period: 2027, timezone: Asia/Shanghai,
  working_calendar: CN, currency: CNY}
units:
  office: {name: 办公室, coordinator: true}
  press: {name: 宣传出版中心}
  finance: {name: 财务局}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner, administrator]}
  zhao-min: {name: 赵敏, unit: office, roles: [head-of-unit]}
  wang-fang: {name: 王芳, unit: finance, roles: [finance-approver]}
  he-jun: {name: 何军, unit: press, roles: [secrecy-reviewer]}
  lin-yue: {name: 林悦, unit: office, roles: [leader-in-charge]}
media:
  people-daily: {name: 人民日报, tier: central, kind: newspaper}
funds:
  special: {title: 专题宣传经费, category: special, amount: 900万元}
approvals:
  department: {title: 部门审核, by: head-of-unit, in: lead, before: submit, due: 2 workdays}
  finance: {title: 财务审核, by: finance-approver, before: submit, covers: [budget], due: 3 workdays,
    after: [department]}
  secrecy: {title: 保密审查, by: secrecy-reviewer, before: submit, covers: [text], due: 3 workdays,
    after: [finance]}
  leader: {title: 分管领导审定, by: leader-in-charge, before: submit, due: 2 workdays, after: [secrecy]}
campaigns:
"""
CAMPAIGN = """\
  week-{n}:
    title: 世界水日 · 中国水周 {n}
    lead: office
    support: [press]
    when: 2027-03-22/2027-03-28
    key_dates:
      water-day: {{title: 世界水日, when: 2027-03-22}}
      press-day: {{title: 新闻通气会时间, when: water-day - 5 workdays, certainty: provisional}}
    activities:
      plan: {{title: 印发方案, lead: office, due: water-day - 20 workdays}}
      briefing: {{title: 新闻通气会, lead: press, when: press-day 09:30-11:00, needs: [plan],
        media: [people-daily]}}
      posters: {{title: 户外公益广告, lead: press, when: 2027-03-mid/2027-03-28, needs: [plan]}}
      wrap-up: {{title: 总结报送, lead: office, due: campaign.end + 10 workdays}}
    budget:
      - {{for: 海报印制, quantity: 1500, unit_cost: 0.37 CNY, fund: special}}
      - {{for: 公益广告投放, amount: 8万元, fund: special, charged: campaign.start}}
"""


def _ref(n: int) -> str:
    return f"campaign:river-2027/week-{n}"


def store(folder: Path, campaigns: int) -> Path:
    """Found an office in a file with so many campaigns in draft, and return the file."""
    file = folder / "office.db"
    programme = cf.loads(HEAD + "".join(CAMPAIGN.format(n=n) for n in range(campaigns)))
    with cf.open_office(f"sqlite:///{file}", clock=lambda: NOW) as office:
        office.apply(programme, actor="li-wei")
    return file


def body(file: Path) -> str:
    """Return what one of the campaigns says, as it is stored."""
    with cf.open_office(f"sqlite:///{file}", clock=lambda: NOW) as office:
        return office.record(_ref(0)).body.decode()


def approved(file: Path, campaigns: int) -> Cost:
    """Submit and approve each campaign; return what one took.  The first is not timed."""
    with cf.open_office(f"sqlite:///{file}", clock=lambda: NOW) as office:
        _approve(office, _ref(0))
        costs = [cost for n in range(1, campaigns) for cost in _approve(office, _ref(n))]
        assert {one.state.name for one in office.status() if one.ref.startswith("campaign:")} == {"approved"}
    return Cost(
        sum(cost.wall for cost in costs) / (campaigns - 1), sum(cost.cpu for cost in costs) / (campaigns - 1)
    )


def _approve(office: cf.Office, ref: str) -> list[Cost]:
    """Return what each of the five calls took."""
    costs = [call(lambda: office.fire(ref, "submit", actor="li-wei"))]
    for step, person in REVIEWERS.items():
        (task,) = office.inbox(person)
        assert (str(task.ref), task.step) == (ref, step)
        costs.append(
            call(
                lambda task=task, person=person: office.decide(
                    task.ref, task.step, "approve", actor=person, seen=task.seen, note="同意"
                )
            )
        )
    return costs

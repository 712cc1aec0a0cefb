"""What a hook may sum over other campaigns; no two acts at once overlook each other (rules 15, 16)."""

import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.office.desk import SUMMER, WEEK, founded, meanwhile, next_year, text
from tests.office.reviewers import STAFF, Room

import campaignflow as cf

Enter = Callable[..., Room]
LIMIT = cf.Money("120000 CNY")
COSTS = text(
    ("    when: 2027-07\n", "    when: 2027-07\n    budget: [{for: 展板, amount: 5万元, fund: special}]\n"),
    of=STAFF,
)
"""The water week costs 80,555 yuan, the summer 50,000: together more than the limit, each less."""


def total(charges: Any) -> cf.Money | None:
    """Return what charges come to; None if nobody can say."""
    found = cf.Money(0, "CNY")
    for one in charges:
        if one.amount is None:
            return None
        found += one.amount
    return found


class Audit(ModuleType):
    """A plugin that asks the auditor where campaigns together come to more than the limit."""

    def __init__(self, name: str = "audit", *, everywhere: bool = False) -> None:
        super().__init__(name)
        self.seen: list[cf.CaseContext] = []

        def steps(case: Any, trigger: str) -> list[Any]:
            self.seen.append(case)
            others = case.others(everywhere=everywhere)
            counted = [one for one in others if one.state not in {"draft", "returned", "cancelled"}]
            charges = [*case.charges, *(charge for one in counted for charge in one.charges)]
            self.beside = {one.ref: one.state for one in others}
            self.came_to = total(charges)
            asked = trigger == "submit" and (self.came_to is None or self.came_to > LIMIT)
            return [cf.ApprovalStep("audit", by="he-jun", title="审计", covers=["budget"])] if asked else []

        self.campaignflow_approval_steps = cf.hookimpl(steps)


def steps(office: cf.Office, ref: str) -> list[str]:
    found = office.approvals(ref)
    return [] if found is None else [one.id for one in found.steps]


def state(office: cf.Office, ref: str) -> str:
    return str(office.record(ref).data["state"])


def test_a_hook_sums_what_the_other_campaigns_of_the_programme_take(room: Enter) -> None:
    audit = Audit()
    here = room(COSTS, plugins=[audit])
    here.submit()
    assert audit.beside == {SUMMER: "draft"}
    assert (audit.came_to, here.state) == (cf.Money("80555 CNY"), "approved")
    here.office.fire(SUMMER, "submit", actor="chen-jing")
    assert audit.beside == {WEEK: "approved"}
    assert (audit.came_to, steps(here.office, SUMMER)) == (cf.Money("130555 CNY"), ["audit"])


def test_of_two_submissions_at_once_the_later_one_sees_the_other(
    room: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each alone stays below the limit; what the first read has changed when it comes to be written."""
    audit = Audit()
    here = room(COSTS, plugins=[audit])
    meanwhile(monkeypatch, here.office, lambda: here.office.fire(SUMMER, "submit", actor="chen-jing"))
    here.submit()
    assert state(here.office, SUMMER) == "approved"  # it came first, and below the limit
    assert here.stands == {"audit": "waiting"}
    assert here.state == "in_review"


def test_a_campaign_that_is_made_meanwhile_is_seen(room: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    audit = Audit()
    here = room(STAFF, plugins=[audit])
    new = (
        "  summer:\n",
        (
            "  winter:\n    title: 冬季节水\n    lead: press\n    when: 2027-11\n"
            "    budget: [{for: 展板, amount: 5万元}]\n  summer:\n"
        ),
    )

    def made() -> None:
        here.edit(new, actor="li-wei")
        here.office.fire("campaign:river-2027/winter", "submit", actor="chen-jing")

    meanwhile(monkeypatch, here.office, made)
    here.submit()
    assert here.stands == {"audit": "waiting"}


def test_two_raised_by_one_file_see_each_other(room: Enter) -> None:
    """Of 120,000 each campaign alone would leave room for its own raise."""
    low = text(("amount: 8万元", "amount: 5万元"), of=COSTS)
    audit = Audit()
    here = room(low, plugins=[audit])
    here.submit()
    here.office.fire(SUMMER, "submit", actor="chen-jing")
    assert audit.came_to == cf.Money("100555 CNY")
    here.edit(
        ("amount: 5万元, fund: special, charged", "amount: 6万元, fund: special, charged"),
        ("展板, amount: 5万元", "展板, amount: 6万元"),
        actor="li-wei",
        reason="加印",
    )
    assert audit.came_to == cf.Money("120555 CNY")
    assert (steps(here.office, WEEK), steps(here.office, SUMMER)) == (["audit"], ["audit"])


def test_a_preview_sees_what_was_previewed_before(room: Enter) -> None:
    audit = Audit()
    here = room(COSTS, plugins=[audit])
    with here.office.preview() as dry:
        dry.fire(SUMMER, "submit", actor="chen-jing")
        dry.fire(WEEK, "submit", actor="li-wei")
        assert audit.beside == {SUMMER: "approved"}
    here.submit()
    assert audit.beside == {SUMMER: "draft"}


def test_a_campaign_taken_out_of_the_plan_takes_nothing(room: Enter) -> None:
    audit = Audit()
    here = room(COSTS, plugins=[audit])
    here.edit((COSTS[COSTS.index("  summer:\n") :], ""), actor="li-wei")
    here.submit()
    assert audit.beside == {}


def test_other_programmes_are_seen_by_who_asks_for_them(room: Enter) -> None:
    near, far = Audit("near"), Audit("far", everywhere=True)
    here = room(COSTS, plugins=[near, far])
    here.office.apply(next_year(), actor="li-wei")
    here.submit()
    assert list(near.beside) == [SUMMER]
    assert list(far.beside) == [SUMMER, "campaign:river-2028/summer", "campaign:river-2028/water-week"]


def test_who_asks_for_nobody_rests_on_nobody(room: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = ModuleType("plain")
    times: list[str] = []
    plain.campaignflow_approval_steps = cf.hookimpl(lambda case: times.append(case.ref))
    here = room(COSTS, plugins=[plain])
    meanwhile(monkeypatch, here.office, lambda: here.office.fire(SUMMER, "submit", actor="chen-jing"))
    here.submit()
    assert times.count(WEEK) == 1


YEARS = """\
    budget:
      - {for: 场租, amount: 100 CNY}
      - {for: 跨年, amount: 10 CNY, charged: 2026-12-01/2027-02-01}
      - {for: 上年, amount: 1 CNY, charged: 2026-12-01}
      - for: 多笔
        fund: special
        lines:
          - {for: 甲, amount: 1000 CNY}
          - {for: 乙, amount: 2000 CNY, fund: routine}
          - {for: 丙, amount: unknown, fund: routine}
      - for: 整笔
        amount: 30 CNY
        fund: special
        lines: [{for: 甲, amount: 10 CNY}, {for: 乙, amount: 20 CNY}]
      - for: 分摊
        amount: 50 CNY
        fund: special
        lines: [{for: 甲, amount: 20 CNY}, {for: 乙, amount: 30 CNY, fund: routine}]
      - {for: 不足, amount: 90 CNY, fund: special, lines: [{for: 乙, amount: 30 CNY, fund: routine}]}
      - {for: 押金, amount: 7 CNY, kind: deposit}
      - {for: 按月, amount: 8 CNY, per: month}
"""
FUNDS = ("funds:\n", "funds:\n  routine: {title: 常态化宣传经费}\n")


def seen(room: Enter, *changes: tuple[str, str]) -> set[tuple[str, str | None, str | None, int | None]]:
    """Return how the charges of the water week are seen: for what, how much, from where, of which year."""
    audit = Audit()
    here = room(text(*changes, of=STAFF), plugins=[audit])
    here.submit()
    charges = next(one.charges for one in audit.seen if one.ref == WEEK)
    found = [(one.line.for_, one.amount and str(one.amount), one.fund, one.year) for one in charges]
    assert len(set(found)) == len(found)
    return set(found)


def test_each_line_is_charged_to_its_fund_and_year(room: Enter) -> None:
    old = STAFF[STAFF.index("    budget:\n") : STAFF.index("  summer:\n")]
    assert seen(room, FUNDS, (old, YEARS)) == {
        ("场租", "100 CNY", None, 2027),
        ("跨年", "10 CNY", None, None),
        ("上年", "1 CNY", None, 2026),
        ("甲", "1000 CNY", "special", 2027),
        ("乙", "2000 CNY", "routine", 2027),
        ("丙", None, "routine", 2027),
        ("整笔", "30 CNY", "special", 2027),
        ("甲", "20 CNY", "special", 2027),
        ("乙", "30 CNY", "routine", 2027),
        ("不足", None, "special", 2027),
        ("不足", None, "routine", 2027),
        ("按月", None, None, 2027),
    }


@pytest.mark.parametrize(
    ("starts", "when", "year"),
    [
        ("01-01", "2027-03-22/2027-03-28", 2027),
        ("04-01", "2027-03-22/2027-03-28", 2027),
        ("04-01", "2027-04-22/2027-04-28", 2028),
        ("04-01", "2027-03-22/2027-04-28", None),
        ("01-01", "tbd", 2027),  # as the programme
        ("04-01", "tbd", None),  # which lies in two
    ],
)
def test_without_a_charge_the_days_say_the_year(
    room: Enter, starts: str, when: str, year: int | None
) -> None:
    old = STAFF[STAFF.index("    budget:\n") : STAFF.index("  summer:\n")]
    line = "    budget: [{for: 场租, amount: 100 CNY}]\n"
    changes = [
        ("  currency: CNY\n", f"  currency: CNY\n  fiscal_year_starts: {starts}\n"),
        (old, line),
        ("    when: 2027-03-22/2027-03-28", f"    when: {when}"),
    ]
    if when == "tbd":
        changes.append((", due: campaign.end + 10 workdays", ""))
    assert [one[3] for one in seen(room, *changes)] == [year]


def test_two_offices_at_one_file_cannot_both_stay_below(tmp_path: Path, clock: Any) -> None:
    """Really at once: two connections, two threads, both judged before either is written."""
    file = tmp_path / "宣传.db"
    both = threading.Barrier(2)
    waited = threading.local()

    def office(**options: Any) -> cf.Office:
        return cf.open_office(f"sqlite:///{file}", clock=clock, **options)

    founded(clock, COSTS, file=file).close()

    def asked() -> Audit:
        audit = Audit()
        inner = audit.campaignflow_approval_steps

        def late(case: Any, trigger: str) -> Any:
            found = inner(case=case, trigger=trigger)
            if not getattr(waited, "once", False):
                waited.once = True
                both.wait(timeout=20)  # nobody goes on to write before both have read
            return found

        audit.campaignflow_approval_steps = cf.hookimpl(late)
        return audit

    def submit(ref: str, actor: str) -> None:
        with office(plugins=[asked()]) as mine:
            mine.fire(ref, "submit", actor=actor)

    threads = [threading.Thread(target=submit, args=one) for one in ((WEEK, "li-wei"), (SUMMER, "chen-jing"))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    with office() as now:
        assert sorted(state(now, ref) for ref in (WEEK, SUMMER)) == ["approved", "in_review"]
        assert now.verify(deep=True).problems == ()

"""One faulty plugin for each rule of the conformance kit."""

import random
import time
from datetime import date
from types import SimpleNamespace
from typing import Any

import campaignflow as cf
from campaignflow import hookimpl


def _named(name: str) -> Any:
    """Give a plugin the name it is known by."""

    def name_it(kind: type) -> Any:
        return type(name, (kind,), {"__module__": __name__})()

    return name_it


@_named("loads")
class _Mistyped:
    @hookimpl
    def campaignflow_aproval_steps(self, case, trigger):
        return []


@_named("answers")
class _AnswersAWord:
    @hookimpl
    def campaignflow_approval_steps(self, case, trigger):
        return "audit"


@_named("answers")
class _Unserialisable:
    @hookimpl
    def campaignflow_veto(self, case, trigger, context):
        return SimpleNamespace(code="lock", sentence=lambda: "no")


@_named("answers")
class _StepTwice:
    @hookimpl
    def campaignflow_approval_steps(self, case, trigger):
        return [cf.ApprovalStep("audit", by="auditor"), cf.ApprovalStep("audit", by="auditor")]


@_named("answers")
class _FindsInNoLanguage:
    @hookimpl
    def campaignflow_check_plan(self, programme, schedule):
        return [cf.PlanFinding("no-review")]


@_named("answers")
class _InventsEntries:
    @hookimpl
    def campaignflow_calendar_entries(self, entries, audience):
        return [*entries, {"id": "visit", "title": "领导调研", "start": date(2027, 3, 1)}]


@_named("answers")
class _ForgetsANotice:
    @hookimpl
    def campaignflow_deliver(self, notices):
        return {"another": "no such address"}


@_named("answers")
class _CommandWithoutAName:
    @hookimpl
    def campaignflow_commands(self, register):
        register("Audit Report", print)


@_named("any-plan")
class _NeedsACampaignCalledWaterWeek:
    @hookimpl
    def campaignflow_check_plan(self, programme, schedule):
        if schedule["water-week/briefing" if "water-week" in programme.campaigns else "open-day/tour"].start:
            return


@_named("any-plan")
class _CountsOnMoney:
    @hookimpl
    def campaignflow_approval_steps(self, case, trigger):
        if case.kind == "campaign" and case.id == "drawn" and case.plan.budget[0].amount:
            return [cf.ApprovalStep("audit", by="auditor")]
        return None


@_named("pure")
class _ByLot:
    @hookimpl
    def campaignflow_approval_steps(self, case, trigger):
        return [cf.ApprovalStep(f"audit-{random.randint(0, 9)}", by="auditor")]


@_named("pure")
class _ByTheClock:
    @hookimpl
    def campaignflow_veto(self, case, trigger, context):
        return f"today is {date.today()}"


@_named("changes-nothing")
class _Writes:
    @hookimpl
    def campaignflow_veto(self, case, trigger, context):
        object.__setattr__(case, "state", "approved")


@_named("quick")
class _Slow:
    @hookimpl
    def campaignflow_veto(self, case, trigger, context):
        time.monotonic_ns()
        wait = time.perf_counter() + 0.3
        while time.perf_counter() < wait:
            pass


@_named("pure")
class _LeavesOutByLot:
    @hookimpl
    def campaignflow_calendar_entries(self, entries, audience):
        return [one.id for one in entries if random.random() < 0.5]


@_named("told-again")
class _SendsOnce:
    def __init__(self):
        self.sent = set()

    @hookimpl
    def campaignflow_deliver(self, notices):
        for one in notices:
            if one.id in self.sent:
                msg = "this was sent already"
                raise ValueError(msg)
            self.sent.add(one.id)


@_named("told-again")
class _Once:
    def __init__(self):
        self.told = set()

    @hookimpl
    def campaignflow_after_commit(self, entries):
        mark = str(entries)
        if mark in self.told:
            msg = "this was written already"
            raise ValueError(msg)
        self.told.add(mark)


@_named("passable")
class _Ring:
    @hookimpl
    def campaignflow_approval_steps(self, case, trigger):
        if case.kind != "campaign" or trigger != "submit":
            return None
        return [
            cf.ApprovalStep("first", by="auditor", after={"second"}),
            cf.ApprovalStep("second", by="auditor", after={"first"}),
        ]


@_named("absent")
class _OwnPeople:
    @hookimpl
    def campaignflow_approval_steps(self, case, trigger):
        return [cf.ApprovalStep("inspection", by="inspector")] if case.kind == "campaign" else None

    @hookimpl
    def campaignflow_directory(self, query):
        return [{"id": "an-na", "name": "安娜"}] if query.text == "inspector" else None


FAULTY = {
    "loads": [_Mistyped],
    "answers": [
        _AnswersAWord,
        _Unserialisable,
        _StepTwice,
        _FindsInNoLanguage,
        _InventsEntries,
        _ForgetsANotice,
        _CommandWithoutAName,
    ],
    "any-plan": [_CountsOnMoney, _NeedsACampaignCalledWaterWeek],
    "pure": [_ByLot, _ByTheClock, _LeavesOutByLot],
    "changes-nothing": [_Writes],
    "quick": [_Slow],
    "told-again": [_Once, _SendsOnce],
    "passable": [_Ring],
    "absent": [_OwnPeople],
}
"""By rule; `same-order` needs a module of its own, `unordered`."""

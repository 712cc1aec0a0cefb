"""What the tests of who may decide share: a press office full of people, its plan as a file that is edited.

`Room` keeps the plan's text beside the office, so that a test says what somebody writes into it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

from tests.office.desk import PLAN, WEEK, Clock, codes, text, timers

import campaignflow as cf
from campaignflow.types import Actor

STAFF = text(
    ("  press: {name: 宣传中心}\n", "  press: {name: 宣传中心}\n  finance: {name: 财务局}\n"),
    (
        "media:\n",
        """\
  qian-duo: {name: 钱多, unit: finance, roles: [finance-approver]}
  zhou-ping: {name: 周平, unit: finance, roles: [finance-approver]}
  he-jun: {name: 何军, unit: finance, roles: [auditor]}
  lin-yue: {name: 林悦, roles: [leader]}
  gu-yan: {name: 顾言, unit: press, roles: [editor, planner]}
  tan-xin: {name: 谭欣, unit: press, roles: [editor]}
  luo-bin: {name: 罗斌, unit: office, roles: [editor]}
  guo-ming: {name: 郭明, outside: true, roles: [expert]}
  press-desk: {name: 宣传中心公用账号, unit: press, roles: [planner, editor], shared: true}
media:
""",
    ),
    of=PLAN,
)
"""The plan with people for every kind of step, and no step."""
BUDGET = ("amount: 8万元", "amount: 9万元")
TITLE = ("title: 世界水日 · 中国水周", "title: 世界水日主题宣传")
SHOW = ("title: 展览", "title: 节水展览")


def made(name: str, version: str = "", **hooks: Callable[..., Any]) -> ModuleType:
    """Return a plugin with these hooks."""
    thing = ModuleType(name)
    if version:
        thing.__version__ = version
    for hook, function in hooks.items():
        setattr(thing, f"campaignflow_{hook}", cf.hookimpl(function))
    return thing


def broken(*_: Any, **__: Any) -> Any:
    """Fail, as a hook whose directory is away."""
    msg = "目录服务没有响应"
    raise ConnectionError(msg)


def asking(*steps: str, of: str = STAFF) -> str:
    """Return the plan with steps of the office, each as one line of YAML."""
    lines = "".join(f"  {one}\n" for one in steps)
    return text(("campaigns:\n", f"approvals:\n{lines}campaigns:\n"), of=of)


def own(*steps: str, of: str = STAFF) -> str:
    """Return the plan with steps of the water week's own."""
    lines = "".join(f"      {one}\n" for one in steps)
    return text(("    budget:\n", f"    approvals:\n{lines}    budget:\n"), of=of)


@dataclass
class Room:
    """An office, and the plan file as its people have it."""

    office: cf.Office
    clock: Clock
    file: str

    def edit(self, *changes: tuple[str, str], actor: str | Actor, **said: Any) -> cf.Change:
        """Let somebody exchange words in the file and apply it."""
        changed = text(*changes, of=self.file)
        done = self.office.apply(cf.loads(changed), actor=actor, **said)
        self.file = changed
        return done

    def submit(self, actor: str = "li-wei", **said: Any) -> cf.Change:
        """Submit the water week."""
        return self.office.fire(WEEK, "submit", actor=actor, **said)

    def says(self, verdict: str, step: str, actor: str | Actor, **said: Any) -> cf.Change:
        """Let somebody say something on a step of the water week."""
        return self.office.decide(WEEK, step, verdict, actor=actor, **said)

    def approve(self, step: str, *people: str | Actor, **said: Any) -> cf.Change:
        """Let people approve a step, one after the other."""
        for one in people:
            done = self.says("approve", step, one, **said)
        return done

    def against(self, step: str, actor: str | Actor, verdict: str = "approve", **said: Any) -> set[str]:
        """Return for what somebody's verdict is refused; nothing is written then."""
        before = self.office.record(WEEK).version
        found = codes(self.office.decide, WEEK, step, verdict, actor=actor, **said)
        assert self.office.record(WEEK).version == before
        return found

    @property
    def state(self) -> str:
        """The state of the water week."""
        return str(self.office.record(WEEK).data["state"])

    @property
    def stands(self) -> dict[str, str]:
        """How the steps of the water week stand."""
        found = self.office.approvals(WEEK)
        return {} if found is None else {one.id: one.status for one in found.steps}

    def step(self, name: str) -> Any:
        """Return one step of the water week's round."""
        found = self.office.approvals(WEEK)
        assert found is not None
        return next(one for one in found.steps if one.id == name)

    def waits(self, person: str) -> list[str]:
        """Return the steps that wait for somebody, with `for <whom>` where it is not himself."""
        return [
            one.step + (f" for {one.on_behalf_of}" if one.on_behalf_of else "")
            for one in self.office.inbox(person)
            if one.kind == "decide"
        ]

    def reminders(self, step: str) -> dict[int, tuple[datetime, tuple[str, ...]]]:
        """Return by rung when who is reminded of a step of the water week."""
        armed = timers(self.office, WEEK, f"approval:{step}")
        return {one.rung: (one.due, tuple(one.details["to"])) for one in armed}

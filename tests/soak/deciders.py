"""Four processes that decide at once: the office they sit in, what each does, what it was told.

In one trial they go in step, so that they meet at every act; in the other they do not wait for each other,
and a fifth changes meanwhile what they decide on.  They are started and judged by `deciding`.
"""

import random
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import campaignflow as cf
from campaignflow.gate.change import Change
from campaignflow.gate.refusal import Conflict, Refused
from campaignflow.office import Office, open_office
from tests.soak.worker import Log
from tests.soak.year import FIRST, Clock

__all__ = [
    "CAMPAIGNS",
    "DECIDERS",
    "EDITS",
    "LATER",
    "PANEL",
    "SEATS",
    "decide",
    "decide_what_changes",
    "edit",
    "ref",
    "submitted",
]

DECIDERS = ("zhao-min", "qian-duo", "lin-yue", "tan-xin")
"""One for each process."""
SEATS = {name: f"step-{n}" for n, name in enumerate(DECIDERS)}
PANEL, OUTSIDE, LATER = "panel", "outside", "chief"
CAMPAIGNS = tuple(f"event-{n}" for n in range(4))

_PEOPLE = "".join(f"  {name}: {{name: {name}, unit: press}}\n" for name in (*DECIDERS, "gu-yan"))
_STEPS = "".join(f"  {step}: {{by: {name}}}\n" for name, step in SEATS.items())
EDITS = 3
"""How often each campaign is changed while it is decided."""
LONGEST = 60.0
"""Seconds after which whoever still waits gives up."""
_HEAD = f"""\
programme: {{id: river-2027, title: 宣传计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN}}
units:
  office: {{name: 办公室, coordinator: true}}
  press: {{name: 宣传中心}}
people:
  li-wei: {{name: 李伟, unit: office, roles: [planner]}}
  chen-jing: {{name: 陈静, unit: office, roles: [planner]}}
  guo-ming: {{name: 郭明, outside: true}}
{_PEOPLE}approvals:
{_STEPS}  {PANEL}: {{by: [{", ".join(DECIDERS)}], of: 3}}
  {LATER}: {{by: gu-yan}}
"""


def plan(titles: Mapping[str, str], *, outside: bool) -> str:
    """Return the plan with some titles; `outside` says whether somebody outside is asked, too."""
    asked = f"  {OUTSIDE}: {{by: guo-ming}}\n" if outside else ""
    listed = (
        f"  {name}: {{title: {titles.get(name, name)}, lead: office, when: 2027-05}}\n" for name in CAMPAIGNS
    )
    return f"{_HEAD}{asked}campaigns:\n{''.join(listed)}"


def ref(campaign: str) -> str:
    """Return the ref of a campaign."""
    return f"campaign:river-2027/{campaign}"


def submitted(url: str, *, outside: bool = True) -> dict[str, str]:
    """Found the office and submit every campaign; return a token for each, where one is asked outside."""
    tokens = {}
    with open_office(url, clock=Clock(FIRST)) as office:
        office.apply(cf.loads(plan({}, outside=outside)), actor="li-wei")
        for name in CAMPAIGNS:
            office.fire(ref(name), "submit", actor="li-wei")
            if outside:
                tokens[name] = office.invite(ref(name), OUTSIDE, "guo-ming", actor="chen-jing")[0]
    return tokens


def decide(url: str, log: Path, person: str, tokens: dict[str, str], barrier: Any) -> None:
    """Decide one's own step of each campaign, then a seat of the panel, then what only one can have."""
    say = Log(log).say
    try:
        with open_office(url, create=False, clock=Clock(FIRST)) as office:
            for name in CAMPAIGNS:
                barrier.wait()
                for what, act in _acts(office, name, person, tokens[name]):
                    _once(say, f"{what}@{name}", act)
                    barrier.wait()
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        barrier.abort()
        say("fault", trace=traceback.format_exc())


def _acts(office: Office, name: str, person: str, token: str) -> list[tuple[str, Callable[[], Change]]]:
    here = ref(name)
    return [
        ("own", lambda: office.decide(here, SEATS[person], "approve", actor=person, key=f"own-{name}")),
        ("again", lambda: office.decide(here, SEATS[person], "approve", actor=person, key=f"own-{name}")),
        ("panel", lambda: office.decide(here, PANEL, "approve", actor=person)),
        ("token", lambda: office.answer(token, "approve")),
        # the same person in four windows; the last word needed, which lets the trigger pass
        ("last", lambda: office.decide(here, LATER, "approve", actor="gu-yan", key=f"last-{name}")),
    ]


def _once(say: Callable[..., None], what: str, act: Callable[[], Change]) -> bool:
    """Act, and write down what one was told; say whether it was done or refused, and not too busy for it."""
    began = time.perf_counter()
    try:
        done = act()
    except Refused as refused:
        say("refused", what=what, codes=sorted(one.code for one in refused.reasons))
    except Conflict as conflict:
        say("conflict", what=what, said=conflict.message("en"))
        return False
    else:
        entries = [[one.ref, one.version, one.hash] for one in done.entries]
        took = time.perf_counter() - began
        say("done", what=what, replayed=done.replayed, entries=entries, seconds=round(took, 4))
    return True


# -- while it is edited


def decide_what_changes(url: str, log: Path, person: str, seed: int, is_edited: Any) -> None:
    """Approve whatever waits in one's inbox and the chief's, as it is shown there, until nothing is left."""
    say = Log(log).say
    draw = random.Random(f"{seed} {person}")
    ends = time.monotonic() + LONGEST
    try:
        with open_office(url, create=False, clock=Clock(FIRST)) as office:
            while time.monotonic() < ends:
                was_edited = is_edited.is_set()
                if was_edited and all(_is_over(office, name) for name in CAMPAIGNS):
                    return
                who = draw.choice((person, person, person, "gu-yan"))
                items = [one for one in office.inbox(who) if one.step]
                for item in draw.sample(items, min(len(items), 3)):
                    said: dict[str, Any] = {"actor": who, "seen": item.seen}
                    if who == "gu-yan":  # he sits at four screens; what he says on one sheet, he says once
                        said["key"] = item.seen
                    _once(say, item.ref, partial(office.decide, item.ref, item.step, "approve", **said))
            say("fault", trace=f"{person} was not done after {LONGEST} s")
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        say("fault", trace=traceback.format_exc())


def _is_over(office: Office, name: str) -> bool:
    found = office.approvals(ref(name))
    return found is not None and found.is_approved and found.outcome == "passed"


def edit(url: str, log: Path, seed: int, is_edited: Any) -> None:
    """Change every campaign a few times, and ask again for what had been approved before."""
    say = Log(log).say
    titles: dict[str, str] = {}
    todo = [name for name in CAMPAIGNS for _ in range(EDITS)]
    random.Random(seed).shuffle(todo)
    by: dict[str, Any] = {"actor": "chen-jing", "reason": "领导要求"}
    try:
        with open_office(url, create=False, clock=Clock(FIRST)) as office:
            for number, name in enumerate(todo):
                titles[name] = f"{name} 第{number}稿"
                wanted = cf.loads(plan(titles, outside=False))
                while not _once(say, "edit", partial(office.apply, wanted, **by)):
                    pass  # the others were faster, four times
            for name in CAMPAIGNS:
                if not _is_over(office, name) and office.record(ref(name)).data["state"] == "approved":
                    _once(say, "resubmit", partial(office.resubmit, ref(name), **by))
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        say("fault", trace=traceback.format_exc())
    finally:
        is_edited.set()

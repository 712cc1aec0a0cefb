"""Four processes that decide at once: the office they sit in, what each does, what it was told.

They are started and judged by `deciding`.
"""

import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import campaignflow as cf
from campaignflow.gate.change import Change
from campaignflow.gate.refusal import Conflict, Refused
from campaignflow.office import Office, open_office
from tests.soak.worker import Log
from tests.soak.year import FIRST, Clock

__all__ = ["CAMPAIGNS", "DECIDERS", "PANEL", "SEATS", "decide", "ref", "submitted"]

DECIDERS = ("zhao-min", "qian-duo", "lin-yue", "tan-xin")
"""One for each process."""
SEATS = {name: f"step-{n}" for n, name in enumerate(DECIDERS)}
PANEL, OUTSIDE, LATER = "panel", "outside", "chief"
CAMPAIGNS = tuple(f"event-{n}" for n in range(4))

_PEOPLE = "".join(f"  {name}: {{name: {name}, unit: press}}\n" for name in (*DECIDERS, "gu-yan"))
_STEPS = "".join(f"  {step}: {{by: {name}}}\n" for name, step in SEATS.items())
PLAN = f"""\
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
  {OUTSIDE}: {{by: guo-ming}}
  {LATER}: {{by: gu-yan}}
campaigns:
""" + "".join(f"  {name}: {{title: 活动 {name}, lead: office, when: 2027-05}}\n" for name in CAMPAIGNS)


def ref(campaign: str) -> str:
    """Return the ref of a campaign."""
    return f"campaign:river-2027/{campaign}"


def submitted(url: str) -> dict[str, str]:
    """Found the office and submit every campaign; return the token for each."""
    tokens = {}
    with open_office(url, clock=Clock(FIRST)) as office:
        office.apply(cf.loads(PLAN), actor="li-wei")
        for name in CAMPAIGNS:
            office.fire(ref(name), "submit", actor="li-wei")
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


def _once(say: Callable[..., None], what: str, act: Callable[[], Change]) -> None:
    """Act, and write down what one was told."""
    began = time.perf_counter()
    try:
        done = act()
    except Refused as refused:
        say("refused", what=what, codes=sorted(one.code for one in refused.reasons))
    except Conflict as conflict:
        say("conflict", what=what, said=conflict.message("en"))
    else:
        entries = [[one.ref, one.version, one.hash] for one in done.entries]
        took = time.perf_counter() - began
        say("done", what=what, replayed=done.replayed, entries=entries, seconds=round(took, 4))

"""The processes of the trials: each opens the office in a file, acts, and writes down what it was told.

They are started, killed and judged by `trials`.  A line of a log is written before an act and after it, past
all buffers, so that it is there whenever the process dies.
"""

import json
import os
import random
import signal
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from campaignflow.errors import CampaignflowError
from campaignflow.gate.change import Change
from campaignflow.office import Office, open_office
from campaignflow.store.mistakes import StoreUnavailable
from tests.soak.year import BEGUN, ITEMS, Clock, Step, a_step, planned, replanned, tried

__all__ = ["Log", "due", "found", "work", "write"]

BOSS = {"actor": "li-wei", "reason": "领导要求"}


@dataclass
class Log:
    """What a process did, line by line."""

    path: Path

    def say(self, word: str, **said: Any) -> None:
        """Append a line at once."""
        line = json.dumps({"word": word, **said}, ensure_ascii=False, default=str) + "\n"
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(file, line.encode())
        os.close(file)

    def lines(self, word: str = "") -> list[dict[str, Any]]:
        """Return what was written down, of one word or all."""
        if not self.path.exists():
            return []
        whole = self.path.read_text("utf-8").rpartition("\n")[0]
        read = [json.loads(line) for line in whole.split("\n") if line]
        return [line for line in read if not word or line["word"] == word]


def told(change: Change) -> list[list[Any]]:
    """Return what a process was told of: each entry with its hash."""
    return [[entry.ref, entry.version, entry.hash] for entry in change.entries]


def write(url: str, log: Path, seed: int, seconds: float) -> None:
    """Act at random on the same few cases as others do, for some seconds."""
    say = Log(log).say
    draw = random.Random(seed)
    try:
        with open_office(url, clock=Clock()) as office:
            ends, number = time.monotonic() + seconds, 0
            while time.monotonic() < ends:
                number += 1
                step = a_step(draw.choice) if draw.random() < 0.3 else _contested(draw)
                _one_of_many(office, step, f"{seed}-{number}", say)
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        say("fault", trace=traceback.format_exc())


def _contested(draw: random.Random) -> Step:
    """Return what everybody wants at once and nobody is refused: ids in turn, dates, pins."""
    match draw.choice(("open", "reschedule", "pin", "unpin", "apply")):
        case "open":
            return Step("open", said={"kind": "issue", "title": "网传水质谣言", "actor": "chen"})
        case "reschedule":
            day = f"2027-03-{draw.randint(1, 28):02}"
            return Step("reschedule", draw.choice(ITEMS[1:2] + ITEMS[5:]), {"when": day, **BOSS})
        case "apply":
            return Step("apply", said=BOSS, plan=replanned(BEGUN, draw.choice))
        case verb:
            return Step(verb, draw.choice(ITEMS), BOSS)


def _one_of_many(office: Office, step: Step, key: str, say: Any) -> None:
    if step.verb in {"wait", "run_due"}:
        return
    done = tried(office, step, key=key)
    if isinstance(done, Change):
        say("done", key=key, verb=step.verb, entries=told(done), replayed=done.replayed)
    else:
        say("refused", key=key, verb=step.verb, kind=type(done).__name__, code=done.code)


def work(url: str, log: Path, seed: int, kind: str, dies_at: int) -> None:
    """Do one kind of thing again and again; die at a statement of the database, or wait to be killed."""
    say = Log(log).say
    clock = Clock()
    try:
        with open_office(url, clock=clock) as office:
            say("ready")
            _die_at(dies_at)
            for number, step in enumerate(drawn(seed, kind)):
                clock.now += timedelta(hours=step.hours or 1)
                key = f"{seed}-{number}"
                say("doing", number=number, key=key, now=clock.now)
                if kind == "run_due":
                    office.run_due()
                    say("done", key=key)
                    continue
                done = tried(office, step, key=key)
                entries = told(done) if isinstance(done, Change) else []
                say("done", key=key, entries=entries, code=getattr(done, "code", ""))
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        say("fault", trace=traceback.format_exc())


def drawn(seed: int, kind: str) -> Iterator[Step]:
    """Yield what a process does that is to be killed; the trial draws the same."""
    draw = random.Random(seed)
    plan = BEGUN
    while True:
        match kind:
            case "apply":
                plan = replanned(plan, draw.choice)
                yield Step("apply", said=BOSS, plan=plan, hours=2)
            case "move":
                day = f"2027-03-{draw.randint(1, 28):02}"
                yield Step("reschedule", draw.choice(ITEMS[1:2] + ITEMS[5:]), {"when": day, **BOSS})
            case _:
                yield Step("run_due", hours=draw.choice((24 * 5, 24 * 20)))


def found(url: str, log: Path, dies_at: int) -> None:
    """Found the office in an empty file, and die in the midst of it."""
    say = Log(log).say
    _die_at(dies_at)
    try:
        with open_office(url, clock=Clock()) as office:
            say("ready")
            office.apply(planned(), actor="li-wei")
            say("done")
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        say("fault", trace=traceback.format_exc())


def _die_at(statement: int) -> None:
    """Let this process end, as by `kill -9`, before the nth statement that writes; 0 is never."""
    left = statement

    def counted(_connection: object, _cursor: object, text: str, *_: object) -> None:
        nonlocal left
        if text.lstrip().startswith(("INSERT", "UPDATE", "DELETE", "CREATE")):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", counted)


def due(url: str, log: Path, now: datetime, barrier: Any) -> None:
    """Carry out what is due at the same moment as somebody else does."""
    say = Log(log).say
    try:
        with open_office(url, clock=Clock(now)) as office:
            barrier.wait()
            keys = [entry.key for change in office.run_due() for entry in change.entries]
            say("done", keys=keys)
    except CampaignflowError as error:
        say("refused" if isinstance(error, StoreUnavailable) else "fault", trace=traceback.format_exc())
    except BaseException:  # noqa: BLE001  # whatever it is, the trial must hear of it
        say("fault", trace=traceback.format_exc())

"""P8: the n-th working day after a day in China, ten thousand times.

Random days of 2015 to 2025 and n from 1 to 60, the same for all: `WorkCalendar.add`, a bare bisection
over a list of ordinals, `holidays` and `chinesecalendar`.  Everybody is warm: calendars are read before
the clock starts; what that takes is a row of its own.  The days they give are compared.
"""

import json
import random
import subprocess
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import holidays
from measuring import ENVIRONMENT, Cost, Row, call, in_turn, process
from peers import bench_python, library

from campaignflow.dates.countries import country
from campaignflow.dates.workdays import WorkCalendar

__all__ = ["rows"]

COUNT = 10_000
FIRST, LAST = date(2015, 1, 1), date(2025, 9, 30)
PEER = Path(__file__).with_name("p08_chinesecalendar.py")
NAMES = ("ours", "bisect", "holidays", "chinesecalendar")

Question = tuple[date, int]


def _questions() -> list[Question]:
    draw = random.Random(20270101)
    low, high = FIRST.toordinal(), LAST.toordinal()
    return [(date.fromordinal(draw.randint(low, high)), draw.randint(1, 60)) for _ in range(COUNT)]


def _asked(answer: Callable[[date, int], date | None], questions: Sequence[Question]) -> list[date | None]:
    return [answer(day, n) for day, n in questions]


def _bisection(calendar: WorkCalendar) -> Callable[[date, int], date]:
    """Return the bare minimum: a sorted list of the working days' ordinals, and a bisection."""
    days = map(date.fromordinal, range(date(2014, 1, 1).toordinal(), date(2027, 1, 1).toordinal()))
    index = [day.toordinal() for day in days if calendar.is_workday(day)]

    def add(day: date, n: int) -> date:
        return date.fromordinal(index[bisect_right(index, day.toordinal()) + n - 1])

    return add


def rows() -> Iterator[Row]:
    """Time all sides in turn, and the first question to a calendar nobody has read yet."""
    questions = _questions()
    calendar = country("CN")
    book = holidays.country_holidays("CN", years=range(2014, 2027))
    sides: dict[str, Callable[[date, int], date | None]] = {
        "ours": calendar.add,
        "bisect": _bisection(calendar),
        "holidays": book.get_nth_working_day,
    }
    answers = {name: _asked(side, questions) for name, side in sides.items()}
    work: dict[str, Callable[[], Cost]] = {
        name: partial(call, partial(_asked, side, questions)) for name, side in sides.items()
    }
    peers = {"bisect": "bare bisect", "holidays": library("holidays").name}
    peer = bench_python("chinesecalendar")
    peers["chinesecalendar"] = peer.absent or peer.name
    if not peer.absent:
        asked = json.dumps([(day.isoformat(), n) for day, n in questions])
        work["chinesecalendar"] = lambda: _elsewhere(peer.program, asked)[0]
        answers["chinesecalendar"] = _elsewhere(peer.program, asked)[1]
    times = in_turn(work, {name: 3 if name == "chinesecalendar" else 15 for name in work})
    title = f"{COUNT:,} additions of working days (China)"
    for name, said in peers.items():
        yield Row(
            "P8",
            title,
            times["ours"],
            said,
            times.get(name),
            limit=0.010 if name == "bisect" else None,
            goal="≤ 10 ms" if name == "bisect" else "",
            remarks=_differences(name, answers),
        )
    yield _first_question()


def _first_question() -> Row:
    """Time what a process pays for one question: the import, reading the calendar, the answer."""
    day = "from datetime import date; day = date(2025, 3, 3); "
    lines = {
        "ours": "from campaignflow.dates.countries import country; country('CN').add(day, 5)",
        "holidays": "import holidays; holidays.country_holidays('CN').get_nth_working_day(day, 5)",
    }
    times = in_turn(
        {name: partial(process, sys.executable, "-c", day + line) for name, line in lines.items()}, 11
    )
    return Row(
        "P8", "one addition as a whole process", times["ours"], library("holidays").name, times["holidays"]
    )


def _differences(name: str, answers: dict[str, list[date | None]]) -> Sequence[str]:
    if name not in answers:
        return ()
    differ = sum(one != other for one, other in zip(answers["ours"], answers[name], strict=True))
    return (f"{name}: {differ} of {COUNT:,} answers differ from ours",)


def _elsewhere(python: str, asked: str) -> tuple[Cost, list[date | None]]:
    """Ask chinesecalendar in its own environment; it tells what the answering alone took."""
    done = subprocess.run(
        [python, str(PEER)], input=asked, capture_output=True, text=True, check=True, env=ENVIRONMENT
    )
    said = json.loads(done.stdout)
    return Cost(said["wall"], said["cpu"]), [date.fromisoformat(day) for day in said["days"]]

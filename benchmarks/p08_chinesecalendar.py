"""The side of `chinesecalendar` in P8, run by the Python of `.venv-bench`: questions in, days and time out.

`find_workday(n, day)` counts from the first working day on or after a day; asked for n - 1 from the day
after, it gives the n-th working day after a day, as the others do.
"""

import json
import sys
import time
from datetime import date, timedelta

from chinese_calendar import find_workday

ONE = timedelta(1)
questions = [(date.fromisoformat(day), n) for day, n in json.load(sys.stdin)]
began, used = time.perf_counter(), time.process_time()
days = [find_workday(n - 1, day + ONE) for day, n in questions]
took = {"wall": time.perf_counter() - began, "cpu": time.process_time() - used}
json.dump(took | {"days": [day.isoformat() for day in days]}, sys.stdout)

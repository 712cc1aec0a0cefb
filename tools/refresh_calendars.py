"""Remake the calendar data that ship with campaignflow, and say what changed.

    python tools/refresh_calendars.py           # writes the files
    python tools/refresh_calendars.py --check   # writes nothing; exits 1 if a file would change

It made `src/campaignflow/data/`

* `calendars/CN.json`: China's days off and moved working days since 2001 from the `holidays` package, by
  holiday, weekends that belong to it included, as the notices of the State Council's General Office speak.
  Years after the last notice hold the statutory days of the 2024 rules (国务院令第795号) and the days in
  lieu that they give for weekends; nobody knows yet which weekends will be worked.
* `calendars/coverage.json`: until when the calendars that are announced year by year are known.
* `lunar.json`: lunar years and solar terms from `lunar_python`.

Run it after raising one of the two packages (each November for China's notice, which `holidays` takes in
within weeks), raise `COVERED` for what was announced, read the difference, run the tests.
`data/observances.json` is written by hand and not touched.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

import holidays
from holidays.countries.china import China

from campaignflow.dates.lunar import computed_lunar_year, computed_terms

DATA = Path(__file__).resolve().parent.parent / "src" / "campaignflow" / "data"

COVERED = {
    "CN": ("2026-12-31", "国务院办公厅, each November; 2026: 国办发明电〔2025〕7号 of 2025-11-04"),
    "HK": ("2026-12-31", "Government Gazette, each spring for the year after"),
    "TW": ("2026-12-31", "行政院人事行政總處, each June for the year after"),
}
"""Last announced day by country, and who announces when: looked up by a person, see the tests."""

KNOWN_YEARS = {"IN": (2001, 2035)}
"""Years outside of which the `holidays` package warns that days are missing."""

FIRST_CHINA, LAST_CHINA = 2001, 2040
FIRST_LUNAR, LAST_LUNAR = 1899, 2100
FIRST_TERMS, LAST_TERMS = 1900, 2100
STATUTE = "全国年节及纪念日放假办法 (国务院令第795号, 2024-11-10), https://www.gov.cn/gongbao/2024/issue_11726/202411/content_6989774.html"


def china() -> dict[str, object]:
    """Return the content of `calendars/CN.json`."""
    book = holidays.country_holidays("CN", years=range(FIRST_CHINA - 1, LAST_CHINA + 2), language="zh_CN")
    named = holiday_names(book)
    shipped = range(FIRST_CHINA, LAST_CHINA + 1)
    years = {str(year): china_year(year, named, book.weekend_workdays) for year in shipped}
    covered, who = COVERED["CN"]
    return {
        "source": [f"holidays {version('holidays')} (MIT), from the notices by year", STATUTE],
        "announced_by": who,
        "covered_until": covered,
        "years": years,
    }


def china_year(year: int, named: Mapping[date, str], workdays: Iterable[date]) -> dict[str, object]:
    """Return one year's spans off by holiday, its working days at weekends and its notice, if any."""
    off: dict[str, list[str]] = {}
    for name, first, last in spans({day: name for day, name in named.items() if day.year == year}):
        off.setdefault(name, []).append(f"{first:%m-%d}" if first == last else f"{first:%m-%d}/{last:%m-%d}")
    work = [f"{day:%m-%d}" for day in sorted(workdays) if day.year == year]
    row: dict[str, object] = {"off": off, "work": work}
    if str(year) in NOTICES:
        row["notice"] = NOTICES[str(year)]
    return row


def notices() -> dict[str, str]:
    """Return the address of each year's notice, as the `holidays` package lists them."""
    links = re.findall(r"\[(\d{4})\]\((\S+?)\)\n", (China.__doc__ or "") + "\n")
    return {year: re.sub(r"^https://web\.archive\.org/web/\d+/", "", link) for year, link in links}


NOTICES = notices()


def holiday_names(book: holidays.HolidayBase) -> dict[date, str]:
    """Return the holiday that each day off belongs to, weekends that touch it included.

    The notices speak so: 春节 2026 is 15-23 February, though only four days of it are statutory.
    """
    day, end = date(FIRST_CHINA - 1, 1, 1), date(LAST_CHINA + 1, 12, 31)
    names: dict[date, str] = {}
    block: list[date] = []
    while day <= end:
        if book.is_working_day(day):
            names.update(block_names(block, book))
            block = []
        else:
            block.append(day)
        day += timedelta(1)
    return names


def block_names(block: list[date], book: holidays.HolidayBase) -> dict[date, str]:
    """Return the name of a run of days off for each of them; a plain weekend has none."""
    statutory: list[str] = []
    for name in (name for day in block for name in book.get_list(day)):
        plain = name.split("（")[0]
        plain = "春节" if plain in {"农历除夕", "春节延长假期"} else plain
        if plain != "休息日" and plain not in statutory:
            statutory.append(plain)
    if not statutory and any(day in book for day in block):
        statutory.append("元旦")  # its days in lieu at the end of December stand apart in 2007 and 2018
    return dict.fromkeys(block, "、".join(statutory)) if statutory else {}


def spans(named: Mapping[date, str]) -> Iterator[tuple[str, date, date]]:
    """Yield the runs of days of one name: their ordinals rise in step with their place."""
    for (name, _), run in groupby(
        enumerate(sorted(named)), key=lambda placed: (named[placed[1]], placed[1].toordinal() - placed[0])
    ):
        days = [day for _, day in run]
        yield name, days[0], days[-1]


def coverage() -> dict[str, object]:
    """Return the content of `calendars/coverage.json`.

    Beside those in `COVERED` it lists countries that move working days by notices, until the last
    year for which the `holidays` package has one.
    """
    countries: dict[str, dict[str, object]] = {
        code: {"covered_until": until, "announced_by": who} for code, (until, who) in COVERED.items()
    }
    del countries["CN"]  # its own file says so
    for code, (first, last) in KNOWN_YEARS.items():
        countries[code] = {"first_year": first, "last_year": last}
    this_year = int(COVERED["CN"][0][:4])
    for code in holidays.list_supported_countries(include_aliases=False):
        years = years_with_moved_workdays(code)
        if code not in COVERED and len([year for year in years if year > this_year - 5]) >= 3:
            who = "moves working days by yearly notices; the last year with one in holidays"
            countries[code] = {"covered_until": f"{max(years)}-12-31", "announced_by": who}
    source = f"holidays {version('holidays')}; see tools/refresh_calendars.py"
    return {"source": source, "countries": countries}


def years_with_moved_workdays(code: str) -> list[int]:
    """Return the years for which the package holds working days moved to weekends."""
    special = getattr(holidays.country_holidays(code, language="en_US"), "special_public_holidays", {})
    rows = {year: row if isinstance(row[0], tuple) else (row,) for year, row in special.items() if row}
    return [year for year, row in rows.items() if any(len(entry) > 3 for entry in row)]


def lunar() -> dict[str, object]:
    """Return the content of `lunar.json`; its entry `about` says how to read the rows."""
    years = {}
    for year in range(FIRST_LUNAR, LAST_LUNAR + 1):
        found = computed_lunar_year(year)
        months = "".join(str(length - 29) for length in found.lengths)
        years[str(year)] = f"{found.new_year:%m-%d} {found.leap} {months}"
    terms = {}
    for year in range(FIRST_TERMS, LAST_TERMS + 1):
        days = computed_terms(year)
        late = [day.day - (3, 18)[at % 2] for at, day in enumerate(days)]
        if not all(day.month == at // 2 + 1 and 0 <= late[at] <= 9 for at, day in enumerate(days)):
            raise ValueError(f"the terms of {year} do not fit the table: {days}")
        terms[str(year)] = "".join(map(str, late))
    return {
        "source": f"lunar_python {version('lunar_python')} (MIT)",
        "about": "lunar_years: new year, leap month (0: none), 1 for each month of 30 days, in order; "
        "solar_terms: for 小寒 to 冬至 the days after the 3rd (first of a month) or 18th (second)",
        "lunar_years": years,
        "solar_terms": terms,
    }


def written(content: Mapping[str, object]) -> str:
    """Return JSON with one line for every entry of the tables inside, so that a difference can be read."""
    parts = []
    for key, value in content.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"  {_json(name)}: {_json(row)}" for name, row in value.items())
            parts.append(f"{_json(key)}: {{\n{rows}\n}}")
        else:
            parts.append(f"{_json(key)}: {_json(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def changes(old: Mapping[str, object], new: Mapping[str, object], path: str = "") -> Iterator[str]:
    """Yield one line for every entry that differs."""
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from changes(before, after, f"{path}{key}/")
        elif before != after:
            yield f"  {path}{key}: {_json(before)} -> {_json(after)}"


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` only compare them."""
    differs = False
    made = {"calendars/CN.json": china, "calendars/coverage.json": coverage, "lunar.json": lunar}
    for name, make in made.items():
        path = DATA / name
        old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        new = make()
        found = list(changes(old, new))
        print(f"{name}: {len(found)} changes" if found else f"{name}: as it was", *found, sep="\n")
        differs = differs or bool(found)
        if "--check" not in arguments:
            path.write_text(written(new), encoding="utf-8")
    return 1 if differs and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""Every date form that a table shows means the days that stand beside it."""

import re
from datetime import datetime
from pathlib import Path

import pytest

import campaignflow as cf
from tests.docs import DOCS, READMES, named
from tests.docs.markdown import code, rows

PLAN = """
programme: {{id: year, title: 2027, period: 2027, timezone: Asia/Shanghai, working_calendar: CN,
    week_starts: monday, fiscal_year_starts: 04-01}}
units:
  office: {{name: 办公室, coordinator: true}}
routines:
  item: {{title: Item, lead: office, when: '{routine}'}}
campaigns:
  water-week:
    title: 水周
    lead: office
    when: 2027-03-22/28
    key_dates:
      water-day: {{title: 水日, when: 2027-03-22}}
      meeting: {{title: 会, when: 2027-01-26}}
      exhibition: {{title: 竣工, when: 2027-05-10/14}}
    activities:
      item: {{title: Item, lead: office, when: '{activity}'}}
"""
DAY = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
WITH_TABLES = (DOCS / "reference" / "dates.md", DOCS / "how-to" / "write-dates.md", *READMES)


def forms() -> list[tuple[str, str, str]]:
    """Return page, form and days of each row in which days stand behind forms."""
    found = []
    for page in WITH_TABLES:
        for row in rows(page.read_text(encoding="utf-8")):
            at = next((at for at, cell in enumerate(row) if at and any(map(DAY.fullmatch, code(cell)))), None)
            if at is not None:
                days = " ".join(filter(DAY.fullmatch, code(row[at])))
                found += [(named(page), form, days) for cell in row[:at] for form in code(cell)]
    return found


def entry_of(form: str) -> tuple[cf.Entry, list[str]]:
    """Return the entry of something whose `when` is a form, and what is wrong with it."""
    recurring = cf.When(form).is_recurring
    text = PLAN.format(routine=form if recurring else "tbd", activity="tbd" if recurring else form)
    schedule = cf.schedule(cf.loads(text))
    entry = schedule["routine:item" if recurring else "water-week/item"]
    return entry, [finding.message("en") for finding in schedule.errors]


def shown(moment: object) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else str(moment)


@pytest.mark.parametrize(("page", "form", "days"), forms())
def test_a_date_form_means_the_days_beside_it(page: str, form: str, days: str) -> None:
    entry, errors = entry_of(form)
    assert errors == []
    expected = DAY.findall(days)
    if entry.occurrences:
        assert [shown(one.start) for one in entry.occurrences][: len(expected)] == expected
    else:
        assert list(dict.fromkeys(shown(one) for one in (entry.start, entry.end) if one)) == expected


@pytest.mark.parametrize(("form", "days"), [("22 March", "2027-03-23"), ("22 Marsh", "2027-03-22")])
def test_a_row_that_is_wrong_is_seen(form: str, days: str) -> None:
    with pytest.raises((AssertionError, cf.InvalidValue)):
        test_a_date_form_means_the_days_beside_it("", form, days)


@pytest.mark.parametrize("page", [DOCS / "reference" / "dates.md"], ids=named)
def test_the_precision_beside_a_coarse_date_is_its_own(page: Path) -> None:
    _, _, rest = page.read_text(encoding="utf-8").partition("## Coarse dates")
    table, _, _ = rest.partition("## Not known")
    coarse = list(rows(table))
    assert coarse
    for form, _, precision in coarse:
        entry, _ = entry_of(code(form)[0])
        assert precision.split(" ")[0].strip(":") == entry.precision.value, form


def test_every_form_of_chinese_prose_the_reader_knows_can_be_read() -> None:
    from campaignflow.dates.chinese import FORMS

    for prose, words in FORMS:
        assert cf.When(prose) == cf.When(words), prose

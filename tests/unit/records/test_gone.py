"""The days that something has lost, as they are kept for calendars to cancel."""

from datetime import date
from itertools import pairwise

import pytest

from campaignflow.records.entries import Around
from campaignflow.records.gone import handed_out, last_days, left_behind
from campaignflow.scheduling.entry import Entry, Occurrence

ID = {"id": "summer/show", "kind": "activity", "title": "展览", "zone": "Asia/Shanghai"}
NOWHERE = Entry(**ID)
DAY = Entry(**ID, start=date(2027, 7, 11), end=date(2027, 7, 20))
BOTH = Entry(**ID, start=date(2027, 7, 11), end=date(2027, 7, 20), due=date(2027, 7, 28))
DUE = Entry(**ID, due=date(2027, 7, 28))
WITHIN = Entry(**ID, start=date(2027, 7, 1), end=date(2027, 7, 31), inherited=True)
FRIDAYS = tuple(Occurrence(f"2027-07-{day:02}", date(2027, 7, day), date(2027, 7, day)) for day in (2, 9, 16))
OFTEN = Entry(**ID, start=date(2027, 7, 2), end=date(2027, 7, 16), occurrences=FRIDAYS)


def lost(*life: Entry | None) -> dict[str, set[str]]:
    """Return which days are to be cancelled after a life, by time of a series."""
    known = None
    for was, now in pairwise(life):
        known = left_behind(known, was, now)
    return (
        {}
        if known is None
        else {key: set(days) for key, days in handed_out(last_days(known, Around())).items()}
    )


EVENT, DEADLINE = {"start", "end"}, {"due"}
LIVES = {
    "without its day": ((DAY, NOWHERE), {"": EVENT}),
    "taken out": ((BOTH, None), {"": EVENT | DEADLINE}),
    "taken in again": ((DAY, None, DAY), {}),
    "the campaign's days, no more its own": ((DAY, WITHIN), {"": EVENT}),
    "only the last day is left": ((BOTH, DUE), {"": EVENT}),
    "only the day is left": ((BOTH, DAY), {"": DEADLINE}),
    "a last day instead": ((DAY, DUE, NOWHERE), {"": EVENT | DEADLINE}),
    "often instead of once": ((DAY, OFTEN), {"": EVENT}),
    "once instead of often": ((OFTEN, DAY), {one.key: EVENT for one in FRIDAYS}),
    "once, often, never": ((DAY, OFTEN, NOWHERE), {"": EVENT} | {one.key: EVENT for one in FRIDAYS}),
    "there and back": ((OFTEN, DAY, OFTEN), {"": EVENT}),
    "nothing that was handed out": ((WITHIN, NOWHERE, None), {}),
}


@pytest.mark.parametrize(("life", "days"), LIVES.values(), ids=LIVES)
def test_what_calendars_gave_and_give_no_longer_is_left_behind(
    life: tuple[Entry | None, ...], days: dict[str, set[str]]
) -> None:
    assert lost(*life) == days


def test_what_is_left_behind_is_on_its_last_days() -> None:
    known = left_behind(left_behind(None, DAY, NOWHERE), NOWHERE, None)
    assert known is not None
    found = last_days(known, Around())
    assert (found.id, found.title, found.zone) == (DAY.id, DAY.title, DAY.zone)
    assert (found.start, found.end, found.occurrences) == (DAY.start, DAY.end, ())


@pytest.mark.parametrize("entry", [DAY, DUE, OFTEN], ids=["a day", "a last day", "a series"])
def test_what_was_written_without_times_reads_as_it_did(entry: Entry) -> None:
    known = left_behind(None, entry, None)
    assert known is not None
    if not entry.occurrences:
        known |= known.pop("occurrences")[""]
    assert handed_out(last_days(known, Around())) == handed_out(entry)

"""What nobody outside may see: not by an approval of the past, not in what is cancelled, not by a name."""

from typing import Any

import icalendar
import pytest
from tests.office.approval_desk import APPROVED, PEOPLE, UNITS, running, with_steps
from tests.office.desk import WEEK, Clock, founded, text

import campaignflow as cf

LI, WANG = "li-wei", "wang-fang"
MEDIA = "        media: [people-daily]\n"
SHARED = (MEDIA, f"{MEDIA}        visibility: partners\n")
HIDDEN = (SHARED[1], f"{MEDIA}        visibility: internal\n")
EMBARGOED = (SHARED[1], f"{SHARED[1]}        embargo: 2027-01-10 08:00\n")
UNDECIDED = ("embargo: 2027-01-10 08:00", "embargo: tbd")
NO_DAY = ("when: press-day 09:30-11:00", "when: tbd")
MOVED = ("when: press-day 09:30-11:00", "when: 2027-03-19 14:00-15:00")
OPEN = ("title: 暑期防溺水\n", "title: 暑期防溺水\n    visibility: partners\n")
THURSDAYS = ("title: 巡查, lead: press, when: every friday", "title: 巡查, lead: press, when: every thursday")
STEP = "schedule: {title: 排期审核, by: scheduler}"
ASKED = with_steps(STEP, of=text(PEOPLE, UNITS, SHARED, OPEN))
"""The plan with one step, which covers everything."""


def seen(office: cf.Office, title: str, **choices: Any) -> list[tuple[str, str]]:
    """Return the day and the status of each event of a title that partners may see."""
    octets = office.to_ics(**{"audience": "partners", **choices})
    found = [one for one in icalendar.Calendar.from_ical(octets).events if title in one["SUMMARY"]]
    return [(f"{one['DTSTART'].dt:%m-%d}", str(one["STATUS"])) for one in found]


def applied(office: cf.Office, *changes: tuple[str, str], of: str) -> None:
    office.apply(cf.loads(text(*changes, of=of)), actor=WANG, reason="另有安排")


BRIEFING = [("03-15", "TENTATIVE")]


@pytest.mark.parametrize("closed", [HIDDEN, EMBARGOED], ids=["internal", "embargo"])
@pytest.mark.parametrize("day", [(), (MOVED,), (NO_DAY,)], ids=["as it was", "moved", "open"])
def test_what_is_closed_after_its_approval_is_closed_at_once(
    closed: tuple[str, str], day: Any, clock: Clock
) -> None:
    of = text(SHARED, of=APPROVED)
    with founded(clock, of) as office:
        running(office)
        assert seen(office, "新闻通气会", partner="people-daily")[-1:] == BRIEFING
        applied(office, *day, of=of)
        assert seen(office, "新闻通气会", partner="people-daily")[-1:] == BRIEFING
        applied(office, *day, closed, of=of)
        assert seen(office, "通气会 ·") == seen(office, "新闻通气会") == []


def test_what_is_opened_after_its_approval_is_open_once_that_is_approved(clock: Clock) -> None:
    closed = text(EMBARGOED, of=ASKED)
    with founded(clock, closed) as office:
        approved_by_schedule(office)
        applied(office, ("        embargo: 2027-01-10 08:00\n", ""), of=closed)
        applied(office, ("    when: 2027-03-22/", "    visibility: public\n    when: 2027-03-22/"), of=ASKED)
        assert seen(office, "新闻通气会") == []
        assert seen(office, "世界水日", audience="public") == []
        office.resubmit(WEEK, actor=LI)
        office.decide(WEEK, "schedule", "approve", actor="shi-jian")
        assert seen(office, "新闻通气会")[-1:] == BRIEFING
        assert seen(office, "世界水日", audience="public")


def approved_by_schedule(office: cf.Office, ref: str = WEEK, actor: str = LI) -> None:
    office.fire(ref, "submit", actor=actor)
    office.decide(ref, "schedule", "approve", actor="shi-jian")


def test_a_day_that_is_lost_is_lost_outside_once_that_is_approved(clock: Clock) -> None:
    with founded(clock, ASKED) as office:
        approved_by_schedule(office)
        approved_by_schedule(office, "campaign:river-2027/summer", "chen-jing")
        fridays = seen(office, "巡查")
        applied(office, NO_DAY, THURSDAYS, of=ASKED)
        assert seen(office, "新闻通气会")[-1:] == BRIEFING
        assert seen(office, "巡查") == fridays
        office.resubmit(WEEK, actor=LI)
        office.decide(WEEK, "schedule", "approve", actor="shi-jian")
        assert seen(office, "新闻通气会")[-1:] == [("03-15", "CANCELLED")]


@pytest.mark.parametrize("verb", ["cancel", "postpone", "suspend", "taken out"])
def test_what_stops_on_a_day_nobody_approved_stops_outside_on_the_one_that_was(
    verb: str, clock: Clock
) -> None:
    of = text(SHARED, of=APPROVED)
    with founded(clock, of) as office:
        running(office)
        applied(office, MOVED, of=of)
        if verb == "taken out":
            start = of.index("      briefing:")
            applied(office, (of[start : of.index("      wrap-up:")], ""), of=of)
        else:
            stop = {"suspend": lambda *args, **said: office.fire(args[0], "suspend", **said)}
            stop.get(verb, getattr(office, verb, None))(WEEK, actor=WANG, reason="另有安排")
        assert seen(office, "新闻通气会")[-1:] == [("03-15", "CANCELLED")]
        assert "20270319" not in office.to_ics(audience="partners").decode()


@pytest.mark.parametrize(
    "closed", [(EMBARGOED[::-1], HIDDEN), (UNDECIDED,)], ids=["internal", "embargo"]
)
def test_what_lost_its_day_under_embargo_and_is_closed_then_is_never_seen(
    closed: tuple[tuple[str, str], ...], clock: Clock
) -> None:
    of = text(SHARED, EMBARGOED)
    with founded(clock, of) as office:
        clock.to("2027-01-05 09:00")
        applied(office, NO_DAY, of=of)
        applied(office, NO_DAY, *closed, of=of)
        clock.to("2027-01-11 09:00")
        assert seen(office, "通气会") == []



"""What nobody outside may see: not by an approval of the past, not in what is cancelled, not by a name."""

from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from tests.office.approval_desk import APPROVED, PEOPLE, UNITS, running, with_steps
from tests.office.desk import PLAN, WEEK, Clock, codes, founded, text

import campaignflow as cf

LI, WANG = "li-wei", "wang-fang"
SHANGHAI = ZoneInfo("Asia/Shanghai")
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


def test_a_place_is_another_outside_once_that_is_approved(clock: Clock) -> None:
    of = text(("press-day 09:30-11:00", "press-day 09:30-11:00\n        where: 礼堂"), of=ASKED)
    with founded(clock, of) as office:
        approved_by_schedule(office)
        applied(office, ("where: 礼堂", "where: 三楼"), of=of)
        assert "LOCATION:礼堂" in unfolded(office.to_ics(audience="partners"))
        assert "LOCATION:三楼" in unfolded(office.to_ics())
        office.resubmit(WEEK, actor=LI)
        office.decide(WEEK, "schedule", "approve", actor="shi-jian")
        assert "LOCATION:三楼" in unfolded(office.to_ics(audience="partners"))


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


@pytest.mark.parametrize("closed", [(EMBARGOED[::-1], HIDDEN), (UNDECIDED,)], ids=["internal", "embargo"])
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


# what is not said of it


LISTED = "show: {title: 展览, lead: press, when: tbd, visibility: internal}"
ALONE = text(
    ("title: 暑期防溺水\n", "title: 暑期防溺水\n    visibility: public\n"),
    ("show: {title: 展览, lead: press, when: 2027-07-mid}", LISTED),
    ("title: 巡查,", "title: 巡查, visibility: internal,"),
    ("poster: {title: 防溺水海报,", "poster: {title: 防溺水海报, visibility: internal,"),
)


def test_a_list_that_nobody_outside_has_seen_is_not_cancelled_there(clock: Clock) -> None:
    with founded(clock, ALONE) as office:
        before = office.to_ics(audience="public")
        applied(office, (LISTED, LISTED.replace("tbd", "2027-07-15")), of=ALONE)
        assert office.to_ics(audience="public") == before
        assert b"CANCELLED" in office.to_ics()
        assert b"CANCELLED" in office.to_ics(unit="press")
        assert b"CANCELLED" not in office.to_ics(campaign="water-week")
        assert b"CANCELLED" not in office.to_ics(partner="people-daily")


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_feed_is_called_by_a_campaign_only_where_that_may_be_seen(audience: str, clock: Clock) -> None:
    with founded(clock) as office:
        token, _ = office.add_feed("summer", campaign="summer", audience=audience, actor=LI)
        address = office.feed_of(token)
        assert address is not None
        name = "2027 年度宣传计划" + ("-暑期防溺水" if audience == "internal" else "")
        assert address.write().name == name


def test_a_plugin_keeps_a_campaign_out_of_the_name_of_a_feed(clock: Clock) -> None:
    class Quiet:
        @cf.hookimpl
        def campaignflow_calendar_entries(self, entries: Any) -> Any:
            return [one for one in entries if one.id != "summer"]

    with founded(clock, text(OPEN), plugins=[Quiet()]) as office:
        token, _ = office.add_feed("summer", campaign="summer", audience="partners", actor=LI)
        address = office.feed_of(token)
        assert address is not None
        assert address.write().name == "2027 年度宣传计划"


def test_no_date_of_a_feed_is_that_of_an_embargo_on_what_is_internal(clock: Clock) -> None:
    internal = (SHARED[1], f"{MEDIA}        embargo: 2027-01-10 08:00\n")
    for of, lifts in ((text(SHARED, internal), 0), (text(SHARED, EMBARGOED), 8)):
        with founded(clock, of) as office:
            token, _ = office.add_feed("paper", partner="people-daily", actor=LI)
            clock.to("2027-01-10 09:00")
            address = office.feed_of(token)
            assert address is not None
            modified = address.write().modified
            assert modified is not None
            assert modified.astimezone(SHANGHAI).hour == lifts
            clock.to("2026-12-01 09:00")


def test_whoever_is_of_a_unit_outside_is_outside(clock: Clock) -> None:
    with founded(clock) as office:
        token, _ = office.add_feed("chen", person="chen-jing", actor=LI)
        assert [str(one.audience) for one in office.feeds()] == ["internal"]
        applied(office, ("press: {name: 宣传中心}", "press: {name: 宣传中心, outside: true}"), of=PLAN)
        assert [str(one.audience) for one in office.feeds()] == ["partners"]
        assert office.feed_of(token) is not None
        said = {"person": "chen-jing", "audience": "internal"}
        assert codes(office.add_feed, "again", actor=LI, **said) == {"feed-outside-internal"}
        assert office.schedule().outsiders == {"press", "chen-jing", "sun-lei"}


def test_a_calendar_for_somebody_outside_has_what_partners_see_unless_the_office_is_named(
    clock: Clock,
) -> None:
    whom = {"unit": "press"}
    with founded(clock) as office:
        ours = office.to_ics(**whom)
        assert "SUMMARY" in unfolded(ours)
        applied(office, ("press: {name: 宣传中心}", "press: {name: 宣传中心, outside: true}"), of=PLAN)
        for write in (office.to_ics, office.to_ninjs, office.to_csv):
            assert write(**whom) == write(**whom, audience="partners") != write(**whom, audience="internal")
        assert office.to_ics(**whom) != ours


def test_no_calendar_of_the_office_is_named_outside(clock: Clock) -> None:
    own = ("working_calendar: CN\n", "working_calendar: merger\n")
    calendar = (
        "units:\n",
        "calendars:\n  merger: {title: 合并, based_on: CN, covered_until: 2026-12-31}\nunits:\n",
    )
    with founded(clock, text(SHARED, own, calendar)) as office:
        assert "取决于尚未公布的日历：merger 2027。" in unfolded(office.to_ics())
        said = unfolded(office.to_ics(audience="partners"))
        assert "取决于尚未公布的日历。" in said
        assert "merger" not in said


def unfolded(octets: bytes) -> str:
    return octets.decode().replace("\r\n ", "")


# invitations

BOOK = {"office": "office@example.org", "press": "press@example.org", "people-daily": "desk@daily.example"}


def invited(office: cf.Office, since: Any = None) -> list[cf.Invitation]:
    return office.invitations(organizer="pr@example.org", addresses=BOOK, since=since)


def test_who_has_left_the_office_is_told_nothing_newer_of_what_is_off(clock: Clock) -> None:
    with founded(clock) as office:
        since = clock()
        clock.on(hours=1)
        outside = ("press: {name: 宣传中心}", "press: {name: 宣传中心, outside: true}")
        secret = ("title: 新闻通气会\n", "title: 内部通报会\n        support: [office]\n")
        applied(office, outside, secret, of=PLAN)
        office.cancel("water-week/briefing", actor=WANG, reason="另有安排")
        briefing = [one for one in invited(office, since) if one.entry == "water-week/briefing"]
        (told,) = [one for one in briefing if "press" in one.parties]
        assert (told.change, told.title) == ("cancelled", "新闻通气会")
        assert "内部通报会" not in told.text + told.octets.decode()


def test_no_date_of_an_invitation_is_that_of_an_embargo_on_what_is_internal(clock: Clock) -> None:
    show = "show: {title: 展览, lead: press, when: 2027-07-15, embargo: 2027-01-10 08:00}"
    of = text(SHARED, ("show: {title: 展览, lead: press, when: 2027-07-mid}", show))
    with founded(clock, of) as office:
        before = {one.at for one in invited(office)}
        clock.to("2027-01-11 09:00")
        assert {one.at for one in invited(office)} == before


def test_a_calendar_for_everybody_asks_nobody_though_it_is_about_one_partner(clock: Clock) -> None:
    public = (SHARED[1], f"{MEDIA}        visibility: public\n")
    with founded(clock, text(SHARED, public)) as office:
        about = {"partner": "people-daily", "organizer": "pr@example.org", "addresses": BOOK}
        assert b"ATTENDEE" in office.to_ics(**about)
        said = office.to_ics(audience="public", profile="extended", **about)
        assert b"SUMMARY:" in said
        assert b"ATTENDEE" not in said
        assert b"@daily.example" not in said

"""The life of an event as those see it who subscribed: in the bytes they get, whatever they last saw."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from tests.office.desk import FOUNDED, Clock, founded, text
from tests.strict_ical import check

import campaignflow as cf

TALK = "talk: {title: 宣讲, lead: press, when: 2027-07-20 09:00-10:30, where: 文化馆, visibility: public}\n"
OPENED = text(("      show: {title: 展览", f"      {TALK}      show: {{title: 展览"))
SAID = {"reason": "场地", "actor": "chen-jing"}


class Subscriber:
    """Keeps a calendar as RFC 5546 (2.1.5) says: by UID; a higher SEQUENCE wins, then a later DTSTAMP."""

    def __init__(self, office: cf.Office, **choices: Any) -> None:
        self._office, self._choices = office, choices
        self._held: dict[str, icalendar.Event] = {}

    def look(self) -> "Subscriber":
        """Fetch the calendar, keep what is newer, forget what is there no more."""
        octets = self._office.to_ics("river-2027", **self._choices)
        check(octets)
        assert octets == self._office.to_ics("river-2027", **self._choices)
        fetched = icalendar.Calendar.from_ical(octets).events
        assert len({str(one["UID"]) for one in fetched}) == len(fetched)
        for one in fetched:
            known = self._held.get(str(one["UID"]))
            if known is not None and one.to_ical() != known.to_ical():
                assert version(one) > version(known), "changed, and nobody need believe it"
        self._held = {str(one["UID"]): one for one in fetched}
        return self

    @property
    def talks(self) -> list[icalendar.Event]:
        return self.of("宣讲")

    def of(self, title: str) -> list[icalendar.Event]:
        return [one for one in self._held.values() if one["SUMMARY"].startswith(title)]

    @property
    def talk(self) -> icalendar.Event:
        (found,) = self.talks
        return found


def version(event: icalendar.Event) -> tuple[int, datetime]:
    return event["SEQUENCE"], event["DTSTAMP"].dt


def said(event: icalendar.Event) -> tuple[int, str, str]:
    """Return how often it changed, how it stands, and when it is in Shanghai."""
    return event["SEQUENCE"], str(event["STATUS"]), f"{event['DTSTART'].dt:%m-%d %H:%M}"


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_life_of_an_event(audience: str, clock: Clock) -> None:
    """Created, moved, moved again, postponed, reinstated, cancelled, dropped: one UID, a version for each."""
    with founded(clock, OPENED) as office:
        ours = Subscriber(office, audience=audience)
        life = []

        def lived(what: str) -> None:
            talk = ours.look().talk
            assert talk["DTSTAMP"].dt == talk["LAST-MODIFIED"].dt == (clock.at if life else FOUNDED)
            life.append((what, *said(talk), str(talk["UID"])))
            clock.on(days=1)

        lived("created")
        office.reschedule("summer/talk", "2027-07-21 14:00-15:30", **SAID)
        lived("moved")
        office.reschedule("summer/talk", "2027-07-22 09:00-10:30", **SAID)
        lived("moved again")
        office.postpone("summer/talk", **SAID)
        lived("postponed")
        office.reinstate("summer/talk", when="2027-07-27 09:00-10:30", actor="chen-jing")
        lived("reinstated")
        office.cancel("summer/talk", **SAID)
        lived("cancelled")

        uid = life[0][-1]
        assert life == [
            ("created", 0, "CONFIRMED", "07-20 09:00", uid),
            ("moved", 1, "CONFIRMED", "07-21 14:00", uid),
            ("moved again", 2, "CONFIRMED", "07-22 09:00", uid),
            ("postponed", 3, "CANCELLED", "07-22 09:00", uid),
            ("reinstated", 4, "CONFIRMED", "07-27 09:00", uid),
            ("cancelled", 5, "CANCELLED", "07-27 09:00", uid),
        ]
        clock.on(days=28, hours=23)
        assert said(ours.look().talk) == (5, "CANCELLED", "07-27 09:00")
        clock.on(hours=2)
        assert ours.look().talks == [], "dropped, after 30 days in which everybody could see it"


def test_other_words_are_a_later_version_of_the_same_number(clock: Clock) -> None:
    with founded(clock, OPENED) as office:
        ours = Subscriber(office)
        uid = str(ours.look().talk["UID"])
        clock.on(days=1)
        office.apply(cf.loads(office.export().replace("宣讲", "宣讲会")), actor="li-wei")
        talk = ours.look().talk
        assert (str(talk["SUMMARY"]), str(talk["UID"]), talk["SEQUENCE"]) == ("宣讲会", uid, 0)
        assert talk["DTSTAMP"].dt == talk["LAST-MODIFIED"].dt == clock.at


def test_words_of_a_series_are_later_at_each_of_its_times(clock: Clock) -> None:
    with founded(clock, OPENED) as office:
        ours = Subscriber(office)
        office.reschedule("summer/patrol@2027-07-23", "2027-07-24", **SAID)
        ours.look()
        clock.on(days=1)
        office.apply(cf.loads(office.export().replace("巡查", "巡河")), actor="li-wei")
        stamps = {one["DTSTART"].dt.day: one["DTSTAMP"].dt for one in ours.look().of("巡河")}
        assert stamps == dict.fromkeys((2, 9, 16, 24, 30), clock.at)


def test_what_is_cancelled_goes_in_time_whatever_it_is_called_by_then(clock: Clock) -> None:
    with founded(clock, OPENED) as office:
        office.cancel("summer/patrol@2027-07-16", **SAID)
        clock.on(days=29)
        office.apply(cf.loads(office.export().replace("巡查", "巡河")), actor="li-wei")
        assert len(Subscriber(office).look().of("巡河")) == 5
        clock.on(days=2)
        assert len(Subscriber(office).look().of("巡河")) == 4


def test_who_looks_seldom_has_the_same_in_the_end(clock: Clock) -> None:
    with founded(clock, OPENED) as office:
        seldom = Subscriber(office).look()
        uid = str(seldom.talk["UID"])
        office.reschedule("summer/talk", "2027-07-21 14:00-15:30", **SAID)
        clock.on(days=20)
        office.postpone("summer/talk", **SAID)
        clock.on(days=20)
        office.reinstate("summer/talk", actor="chen-jing")
        assert said(seldom.look().talk) == (3, "CONFIRMED", "07-21 14:00")
        assert str(seldom.talk["UID"]) == uid


def test_what_moves_out_of_a_feed_is_seen_to_move(clock: Clock) -> None:
    with founded(clock, OPENED) as office:
        summer = Subscriber(office, first="2027-07", last="2027-07")
        assert said(summer.look().talk) == (0, "CONFIRMED", "07-20 09:00")
        office.reschedule("summer/talk", "2027-08-03 09:00-10:30", **SAID)
        assert said(summer.look().talk) == (1, "CONFIRMED", "08-03 09:00")
        clock.on(days=31)
        assert summer.look().talks == []
        assert said(Subscriber(office, first="2027-08").look().talk) == (1, "CONFIRMED", "08-03 09:00")


def test_a_series_forked_points_back_whatever_it_is_called_later(office: cf.Office) -> None:
    later = {"scope": "this and later", **SAID}
    office.reschedule("summer/patrol@2027-07-16", "every monday", **later)
    assert _pointing_back(office) == {date(2027, 7, 19): "巡查", date(2027, 7, 26): "巡查"}
    renamed = office.export().replace("      patrol:\n", "      walk:\n        was: patrol\n")
    assert "was: patrol" in renamed
    office.apply(cf.loads(renamed), reason="更名", actor="li-wei")
    assert _pointing_back(office) == {date(2027, 7, 19): "巡查", date(2027, 7, 26): "巡查"}
    office.reschedule("routine:weekly-report@2027-03-12", "every monday", **{**later, "actor": "li-wei"})
    assert "舆情周报" in _pointing_back(office).values()


def test_a_series_forked_under_another_id_points_back_as_well(office: cf.Office) -> None:
    renamed = office.export().replace("      patrol:\n", "      walk:\n        was: patrol\n")
    office.apply(cf.loads(renamed), reason="更名", actor="li-wei")
    office.reschedule("summer/walk@2027-07-16", "every monday", scope="this and later", **SAID)
    assert _pointing_back(office) == {date(2027, 7, 19): "巡查", date(2027, 7, 26): "巡查"}


def _pointing_back(office: cf.Office) -> dict[date, str]:
    """Return on which day which event says that it continues the series of another, by its title."""
    octets = office.to_ics("river-2027", profile="extended")
    check(octets)
    events = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(octets).events}
    found = {}
    for one in events.values():
        links = one.get("RELATED-TO", [])
        for link in links if isinstance(links, list) else [links]:
            if link.params["RELTYPE"] == "FIRST":
                first = events[str(link)]
                assert first["DTSTART"].dt < one["DTSTART"].dt
                found[one["DTSTART"].dt] = str(first["SUMMARY"])
    return found


def test_the_clock_of_the_place_is_kept_when_it_moves_over_a_change_of_the_clocks(clock: Clock) -> None:
    """Both hemispheres: summer time begins and ends, the hour on the wall is what was said."""
    zones = (("america", "America/New_York"), ("chile", "America/Santiago"), ("sydney", "Australia/Sydney"))
    calls = "".join(
        f"      {name}: {{title: 连线 {name}, lead: press, when: 2027-03-05 09:00-10:00, timezone: {zone}}}\n"
        for name, zone in zones
    )
    with founded(clock, text(("      show: {title: 展览", f"{calls}      show: {{title: 展览"))) as office:
        for day in ("2027-03-05", "2027-04-20", "2027-10-20", "2027-11-20"):
            for name, _ in zones:
                if day != "2027-03-05":
                    office.reschedule(f"summer/{name}", f"{day} 09:00-10:00", **SAID)
            octets = office.to_ics("river-2027")
            check(octets)
            calendar = icalendar.Calendar.from_ical(octets)
            own = {str(one["TZID"]): one.to_tz(lookup_tzid=False) for one in calendar.walk("VTIMEZONE")}
            calls_now = [one for one in calendar.events if str(one["SUMMARY"]).startswith("连线")]
            assert len(calls_now) == len(zones)
            for one in calls_now:
                start, zone = one["DTSTART"].dt, one["DTSTART"].params["TZID"]
                assert f"{start:%Y-%m-%d %H:%M}" == f"{day} 09:00"
                by_file = start.replace(tzinfo=own[zone]).astimezone(UTC)
                assert by_file == start.astimezone(UTC)
                assert one["DTEND"].dt - start == timedelta(hours=1)

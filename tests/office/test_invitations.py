"""Invitations: what a unit or a partner is told of what changed, with the UID and number of the calendar."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import icalendar
import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from tests.office.desk import Clock, founded, plan, text
from tests.strict_ical import faults

import campaignflow as cf
from campaignflow.errors import InvalidValue

BOOK = {
    "office": "office@example.org",
    "press": "宣传中心 <press@example.org>",
    "people-daily": "desk@daily.example",
}
ORGANIZER = "宣传处 <pr@example.org>"
BRIEFING = "新闻通气会"
FOR_PARTNERS = ("media: [people-daily]", "media: [people-daily]\n        visibility: partners")
WITH_OFFICE = (
    "lead: press\n        when: press-day",
    "lead: press\n        support: [office]\n        when: press-day",
)


def sent(office: cf.Office, since: Any = None, **choices: Any) -> list[cf.Invitation]:
    """Return the invitations of an office; each file is right and says what the invitation says of it."""
    choices = {"organizer": ORGANIZER, "addresses": BOOK, **choices}
    found = office.invitations("river-2027", since=since, **choices)
    for one in found:
        assert [fault for fault in faults(one.octets) if "METHOD" not in fault] == []
        read = icalendar.Calendar.from_ical(one.octets)
        (event,) = read.walk("VEVENT")
        assert str(read["METHOD"]) == one.method
        assert one.content_type == f"text/calendar; method={one.method}; charset=utf-8"
        assert (str(event["UID"]), event["SEQUENCE"]) == (one.uid, one.sequence)
        assert str(event["ORGANIZER"]) == "mailto:pr@example.org"
        people = event["ATTENDEE"]
        people = people if isinstance(people, list) else [people]
        assert {str(who).removeprefix("mailto:") for who in people} == set(one.to)
        assert {who.params["CUTYPE"] for who in people} == {"GROUP"}
        assert (str(event["STATUS"]) == "CANCELLED") == (one.method == "CANCEL")
        assert (one.change == "cancelled") == (one.method == "CANCEL")
    return found


def told(found: Iterable[cf.Invitation]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.change, one.title.partition("（")[0], one.parties) for one in found]


def numbers(office: cf.Office) -> dict[str, int]:
    """Return the sequence numbers of the events of the calendar by UID."""
    read = icalendar.Calendar.from_ical(office.to_ics("river-2027"))
    return {str(one["UID"]): one["SEQUENCE"] for one in read.walk("VEVENT")}


def last_act(office: cf.Office) -> str:
    return max(office.journal(), key=lambda one: (one.at, one.version)).act


def test_at_first_everybody_is_invited_to_what_they_lead_or_support(office: cf.Office) -> None:
    found = sent(office)
    assert {one.change for one in found} == {"new"}
    assert ("new", BRIEFING, ("press",)) in told(found)
    assert {one.method for one in found} == {"REQUEST"}
    assert all(numbers(office)[one.uid] == one.sequence for one in found)


def test_work_without_an_hour_or_day_of_its_own_invites_nobody(office: cf.Office) -> None:
    titles = {one.title for one in sent(office)}
    assert not any("印发方案" in title or "展览" in title or "舆情周报" in title for title in titles)


def test_nothing_changed_nothing_is_sent(office: cf.Office, clock: Clock) -> None:
    assert sent(office, clock.on(hours=1)) == []


def test_a_move_is_an_update_with_the_number_of_the_calendar(office: cf.Office, clock: Clock) -> None:
    since = clock()
    (first,) = [one for one in sent(office) if one.title == BRIEFING]
    clock.on(days=1)
    office.reschedule("water-week/briefing", "2027-03-18 09:30-11:00", reason="场地", actor="chen-jing")
    (one,) = sent(office, since)
    assert (one.change, one.uid, one.parties) == ("updated", first.uid, ("press",))
    assert one.sequence == numbers(office)[one.uid] > first.sequence
    assert sent(office, clock()) == []


def test_what_is_cancelled_is_cancelled_with_the_last_uid_and_a_higher_number(
    office: cf.Office, clock: Clock
) -> None:
    since = clock()
    (first,) = [one for one in sent(office) if one.title == BRIEFING]
    clock.on(days=1)
    office.cancel("water-week/briefing", reason="取消", actor="chen-jing")
    (one,) = sent(office, since)
    assert (one.method, one.change, one.uid, one.parties) == ("CANCEL", "cancelled", first.uid, ("press",))
    assert one.sequence == numbers(office)[one.uid] > first.sequence


def test_whoever_is_taken_off_is_cancelled_alone_and_the_others_hear_of_it(clock: Clock) -> None:
    with founded(clock, text(WITH_OFFICE)) as office:
        since = clock()
        assert ("new", BRIEFING, ("press", "office")) in told(sent(office))
        clock.on(days=1)
        office.apply(plan((BRIEFING, "换了名字")), actor="li-wei")
        assert told(sent(office, since)) == [
            ("cancelled", BRIEFING, ("office",)),
            ("updated", "换了名字", ("press",)),
        ]


HELD = (FOR_PARTNERS[0], f"{FOR_PARTNERS[1]}\n        embargo: 2027-03-01")


@pytest.mark.parametrize(
    ("on", "off", "party"),
    [
        ([WITH_OFFICE], [], "office"),
        ([FOR_PARTNERS], [], "people-daily"),
        ([FOR_PARTNERS], [HELD], "people-daily"),
        ([FOR_PARTNERS], [("media: [people-daily]", "visibility: partners")], "people-daily"),
    ],
    ids=["unit", "visibility", "embargo", "medium"],
)
def test_whoever_is_put_on_again_gets_a_higher_number_than_that_of_the_cancellation(
    on: list[tuple[str, str]], off: list[tuple[str, str]], party: str, clock: Clock
) -> None:
    """A client that keeps the cancelled event passes over a lower number (RFC 5546, 2.1.5)."""
    with founded(clock, text(*on)) as office:
        got = [_one_for(party, sent(office))]
        for changes in (off, on, off, on):
            since = clock()
            clock.on(days=1)
            office.apply(plan(*changes), actor="li-wei")
            got.append(_one_for(party, sent(office, since)))
            if got[-1].method == "REQUEST":
                assert got[-1].sequence == numbers(office)[got[-1].uid]
    assert [one.method for one in got] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL", "REQUEST"]
    assert len({one.uid for one in got}) == 1
    assert all(later.sequence > earlier.sequence for earlier, later in pairwise(got))


def test_a_unit_that_leaves_the_office_is_invited_once_more_and_not_cancelled(clock: Clock) -> None:
    """Its file is another, and what it is invited to the same: a CANCEL beside it would take that away."""
    shown = (FOR_PARTNERS, ("  press: {name: 宣传中心}", "  press: {name: 宣传中心, outside: true}"))
    with founded(clock, text(FOR_PARTNERS)) as office:
        since = clock()
        first = _one_for("press", sent(office))
        clock.on(days=1)
        office.apply(plan(*shown), actor="wang-fang")
        again = _one_for("press", sent(office, since))
        assert (again.method, again.uid, again.sequence >= first.sequence) == ("REQUEST", first.uid, True)
        assert "office@example.org" not in again.octets.decode()
        since = clock()
        clock.on(days=1)
        office.apply(plan(FOR_PARTNERS), actor="wang-fang")
        back = _one_for("press", sent(office, since))
        assert (back.method, back.uid, back.sequence >= again.sequence) == ("REQUEST", first.uid, True)


def test_an_embargo_that_lifts_by_itself_invites_with_no_lower_number(clock: Clock) -> None:
    with founded(clock, text(FOR_PARTNERS)) as office:
        since = clock()
        clock.on(days=1)
        office.apply(plan(HELD), actor="li-wei")
        off = _one_for("people-daily", sent(office, since))
        since = clock.to("2027-02-28 09:00")
        clock.to("2027-03-01 09:00")
        on = _one_for("people-daily", sent(office, since))
        assert (off.method, on.method, on.sequence >= off.sequence) == ("CANCEL", "REQUEST", True)


def _one_for(party: str, found: Iterable[cf.Invitation]) -> cf.Invitation:
    (one,) = [one for one in found if party in one.parties and one.title.startswith(BRIEFING)]
    return one


def test_a_partner_gets_a_file_of_its_own_that_names_nobody_else(clock: Clock) -> None:
    with founded(clock, text(FOR_PARTNERS, WITH_OFFICE)) as office:
        (one,) = [one for one in sent(office) if "people-daily" in one.parties]
        assert one.to == ("desk@daily.example",)
        said = one.octets.replace(b"\r\n ", b"").decode()
        assert said.count("ATTENDEE") == 1
        assert "press@example.org" not in said
        assert "世界水日" not in said  # the campaign is the office's own


def test_a_partner_who_may_see_it_no_longer_gets_a_cancellation_of_what_it_knew(clock: Clock) -> None:
    with founded(clock, text(FOR_PARTNERS)) as office:
        since = clock()
        clock.on(days=1)
        secret = plan((BRIEFING, "内部碰头"))
        office.apply(secret, actor="li-wei")
        (one,) = [one for one in sent(office, since) if "people-daily" in one.parties]
        assert one.method == "CANCEL"
        assert "内部碰头" not in one.octets.replace(b"\r\n ", b"").decode()


def test_an_embargo_that_lifts_invites_though_nobody_acted(clock: Clock) -> None:
    held = (
        "media: [people-daily]",
        "media: [people-daily]\n        visibility: partners\n        embargo: 2027-03-01 08:00",
    )
    with founded(clock, text(held)) as office:
        since = clock.to("2027-02-28 09:00")
        assert "people-daily" not in {who for one in sent(office) for who in one.parties}
        clock.to("2027-03-01 09:00")
        assert told(sent(office, since)) == [("new", BRIEFING, ("people-daily",))]


def test_an_act_is_a_moment_too(office: cf.Office) -> None:
    before = last_act(office)
    change = office.reschedule(
        "water-week/briefing", "2027-03-18 09:30-11:00", reason="场地", actor="chen-jing"
    )
    assert change
    assert told(sent(office, before)) == [("updated", BRIEFING, ("press",))]
    assert sent(office, last_act(office)) == []


def test_what_is_over_is_neither_invited_to_nor_cancelled(office: cf.Office, clock: Clock) -> None:
    clock.to("2027-06-01 09:00")
    assert BRIEFING not in {one.title for one in sent(office)}


def test_whoever_has_no_address_is_not_invited(office: cf.Office) -> None:
    assert {who for one in sent(office, addresses={"press": "p@example.org"}) for who in one.parties} == {
        "press"
    }
    assert sent(office, addresses={}) == []


SEVERAL = (
    *("a@b.example, x@q.example", "A <a@b.example>, x@q.example", "<a@b.example> <x@q.example>"),
    *("a@b.example?bcc=x%40q.example", "x%0abcc@q.example", "a@b..example", "a@b.example."),
)
"""More than one address, what a mailto address would make more of, and a domain that is none."""


@pytest.mark.parametrize(
    "bad", ["", "press", "a@b@c", "a b@example.org", "x@y\r\nATTENDEE:mailto:z@q", *SEVERAL]
)
def test_an_address_that_is_none_is_refused_by_name(bad: str, office: cf.Office) -> None:
    with pytest.raises(InvalidValue, match="press"):
        sent(office, addresses={"press": bad})


def test_a_moment_that_names_nothing_is_refused(office: cf.Office) -> None:
    with pytest.raises(InvalidValue):
        sent(office, "act-that-never-was")


def test_a_preview_shows_what_would_be_sent(office: cf.Office, clock: Clock) -> None:
    since = clock()
    clock.on(days=1)
    with office.preview() as dry:
        dry.cancel("water-week/briefing", reason="取消", actor="chen-jing")
        assert told(dry.invitations(since=since, organizer=ORGANIZER, addresses=BOOK)) == [
            ("cancelled", BRIEFING, ("press",))
        ]
    assert sent(office, since) == []


ACTS = {
    "move": lambda o: o.reschedule(
        "water-week/briefing", "2027-03-18 09:30-11:00", reason="x", actor="chen-jing"
    ),
    "back": lambda o: o.reschedule(
        "water-week/briefing", "2027-03-16 14:00-15:00", reason="x", actor="chen-jing"
    ),
    "day": lambda o: o.reschedule("water-week/press-day", "2027-03-10", reason="x", actor="chen-jing"),
    "postpone": lambda o: o.postpone("water-week/briefing", reason="x", actor="chen-jing"),
    "reinstate": lambda o: o.reinstate(
        "water-week/briefing", when="2027-03-19 10:00-11:00", actor="chen-jing"
    ),
    "cancel": lambda o: o.cancel("water-week/briefing", reason="x", actor="chen-jing"),
    "one friday": lambda o: o.cancel("summer/patrol@2027-07-16", reason="x", actor="chen-jing"),
    "every monday": lambda o: o.apply(
        plan(
            ("title: 巡查, lead: press, when: every friday", "title: 巡查, lead: press, when: every monday")
        ),
        actor="li-wei",
    ),
    "internal": lambda o: o.apply(plan(), actor="li-wei"),
    "partners": lambda o: o.apply(plan(FOR_PARTNERS, WITH_OFFICE), actor="li-wei"),
}


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=4))
def test_whoever_follows_the_invitations_has_the_calendar(names: list[str]) -> None:
    """Nobody is left with an event that is off, a cancellation always outdoes what it cancels."""
    clock = Clock()
    with founded(clock, text(FOR_PARTNERS)) as office:
        held: dict[tuple[str, str], tuple[int, str]] = {}
        since = None
        for name in ("", *names):
            try:
                if name:
                    ACTS[name](office)
            except (cf.Refused, InvalidValue):
                pass
            for one in sent(office, since):
                for who in one.parties:
                    known = held.get((who, one.uid), (-1, ""))
                    if one.method == "CANCEL":
                        assert known[1] == "REQUEST"
                        assert one.sequence > known[0]
                    elif known[1] == "REQUEST":
                        assert one.change == "updated"
                        assert one.sequence >= known[0]
                    held[who, one.uid] = (one.sequence, one.method)
            since = clock()
            clock.on(hours=1)
        wanted = {(who, one.uid) for one in sent(office) for who in one.parties}
        assert {key for key, (_, method) in held.items() if method == "REQUEST"} == wanted

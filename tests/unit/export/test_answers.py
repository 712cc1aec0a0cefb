"""Somebody answers an invitation on the server: that is no change of the plan, and outlives our updates."""

from datetime import date

import icalendar
import pytest
from tests.agenda import Agenda, at, briefing
from tests.shelf import Shelf, in_other_words, unfolded

from campaignflow.export.ical import Revision, to_ics
from campaignflow.export.publishing import Published, Remembered, publish
from campaignflow.export.resources import content_of

YEAR = Agenda(()).programme_id
BOOK = {"press-centre": "press@example.org", "office": '"Office; unit: desk" <o@example.org>'}
PRESS, OFFICE = "mailto:press@example.org", "mailto:o@example.org"
TITLE = "新闻通气会"
with_and_without_memory = pytest.mark.parametrize("remembers", [True, False], ids=["memory", "no memory"])


def calendar(*, cancelled: bool = False, server_invites: bool = False, **facts) -> bytes:
    one = briefing(**{"lead": ("press-centre",), "support": ("office",), **facts})
    revisions = {one.id: Revision(2, at("2027-01-05T10:00"), cancelled=cancelled)}
    return to_ics(
        Agenda([one]),
        organizer="pr@example.org",
        addresses=BOOK,
        server_invites=server_invites,
        revisions=revisions,
        as_of=date(2027, 1, 6),
    )


def published(
    octets: bytes, shelf: Shelf, known: dict[str, Remembered] | None = None, **choices
) -> Published:
    return publish(octets, shelf, programme=YEAR, known=known, **choices)


def outcome(octets: bytes, shelf: Shelf, known: dict[str, Remembered] | None = None, **choices) -> str:
    (item,) = published(octets, shelf, known, **choices).items
    return item.outcome


def answer(shelf: Shelf, who: str = PRESS, said: str = "ACCEPTED") -> None:
    """Answer as a client does: with its own marks, in its own words."""
    ((name, held),) = shelf.kept.items()
    read = icalendar.Calendar.from_ical(held.octets)
    (event,) = read.walk("VEVENT")
    people = event["ATTENDEE"]
    (one,) = [one for one in (people if isinstance(people, list) else [people]) if str(one) == who]
    one.params["PARTSTAT"] = said
    one.params["SCHEDULE-STATUS"] = "2.0"
    del one.params["RSVP"]
    shelf.keep(name, in_other_words(read.to_ical()))


def answers(shelf: Shelf) -> dict[str, str]:
    ((_, held),) = shelf.kept.items()
    (event,) = icalendar.Calendar.from_ical(held.octets).walk("VEVENT")
    people = event["ATTENDEE"]
    return {str(one): one.params["PARTSTAT"] for one in (people if isinstance(people, list) else [people])}


def shelf_with_an_answer(known: dict[str, Remembered] | None, **choices) -> Shelf:
    shelf = Shelf(**choices)
    published(calendar(), shelf, known)
    answer(shelf)
    return shelf


@with_and_without_memory
def test_an_answer_is_no_edit_and_nothing_is_written_because_of_it(*, remembers: bool) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    shelf = shelf_with_an_answer(known)
    shelf.asked.clear()
    for _ in range(2):
        assert outcome(calendar(), shelf, known) == "unchanged"
    assert shelf.writes == []
    assert answers(shelf) == {PRESS: "ACCEPTED", OFFICE: "NEEDS-ACTION"}


@with_and_without_memory
@pytest.mark.parametrize("reworded", [True, False], ids=["in other words", "as given"])
def test_an_answer_stays_when_other_words_are_written(*, reworded: bool, remembers: bool) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    shelf = shelf_with_an_answer(known, reworded=reworded)
    for note in ("一", "二"):  # the second time the answer stands in what we wrote ourselves
        assert outcome(calendar(note=(note,)), shelf, known) == "updated"
        assert answers(shelf) == {PRESS: "ACCEPTED", OFFICE: "NEEDS-ACTION"}


MOVED = {"start": at("2027-03-16T09:30"), "end": at("2027-03-16T11:00")}


@with_and_without_memory
@pytest.mark.parametrize("change", [MOVED, {"end": at("2027-03-15T12:00")}, {"where": ("二楼",)}], ids=str)
def test_whoever_answered_for_another_time_or_place_is_asked_again(change: dict, *, remembers: bool) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    shelf = shelf_with_an_answer(known)
    assert outcome(calendar(**change), shelf, known) == "updated"
    assert set(answers(shelf).values()) == {"NEEDS-ACTION"}


def test_whoever_answered_before_it_was_cancelled_is_asked_again_when_it_is_back() -> None:
    shelf = shelf_with_an_answer(None)
    assert outcome(calendar(cancelled=True), shelf) == "cancelled"
    assert outcome(calendar(), shelf) == "updated"
    assert set(answers(shelf).values()) == {"NEEDS-ACTION"}


def test_the_answer_of_whoever_is_asked_no_longer_goes_and_of_whoever_stays_stays() -> None:
    shelf = shelf_with_an_answer(None)
    answer(shelf, OFFICE, "DECLINED")
    assert outcome(calendar(support=()), shelf) == "updated"
    assert answers(shelf) == {PRESS: "ACCEPTED"}
    assert outcome(calendar(), shelf) == "updated"
    assert answers(shelf) == {PRESS: "ACCEPTED", OFFICE: "NEEDS-ACTION"}


@with_and_without_memory
def test_whoever_answers_while_we_write_has_answered(*, remembers: bool) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    shelf = Shelf()
    published(calendar(), shelf, known)
    ((name, held),) = shelf.kept.items()
    asked = b"ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION"
    assert asked in unfolded(held.octets)
    shelf.meanwhile[name] = unfolded(held.octets).replace(asked, b"PARTSTAT=TENTATIVE", 1)
    assert outcome(calendar(note=("新",)), shelf, known) == "updated"
    assert answers(shelf) == {PRESS: "TENTATIVE", OFFICE: "NEEDS-ACTION"}


def test_an_edit_beside_an_answer_is_still_told_and_writing_over_it_keeps_the_answer() -> None:
    known: dict[str, Remembered] = {}
    shelf = shelf_with_an_answer(known)
    shelf.edit(TITLE, TITLE.encode(), "改".encode())
    (item,) = published(calendar(), shelf, known).items
    assert (item.outcome, item.apart) == ("foreign", (("SUMMARY", TITLE, "改"),))
    assert outcome(calendar(), shelf, known, theirs="overwrite") == "updated"
    assert (shelf.titles(), answers(shelf)[PRESS]) == ([TITLE], "ACCEPTED")


def test_somebody_asked_by_others_is_an_edit() -> None:
    known: dict[str, Remembered] = {}
    shelf = Shelf()
    published(calendar(), shelf, known)
    shelf.edit(TITLE, b"END:VEVENT", b"ATTENDEE:mailto:guest@example.org\r\nEND:VEVENT")
    assert outcome(calendar(), shelf, known) == "foreign"


def test_the_name_of_whoever_answered_is_written_as_it_was() -> None:
    shelf = shelf_with_an_answer(None)
    answer(shelf, OFFICE)
    published(calendar(note=("新",)), shelf)
    ((_, held),) = shelf.kept.items()
    assert b'CN="Office; unit: desk";' in unfolded(held.octets)
    assert content_of(held.octets).answers == {PRESS: "ACCEPTED", OFFICE: "ACCEPTED"}


def test_a_server_that_may_write_to_people_is_told_so_once() -> None:
    shelf = Shelf()
    published(calendar(), shelf)
    assert outcome(calendar(server_invites=True), shelf) == "updated"
    assert outcome(calendar(server_invites=True), shelf) == "unchanged"


def test_without_addresses_nothing_more_is_asked_of_the_server() -> None:
    shelf, known = Shelf(), {}
    publish(to_ics(Agenda([briefing()])), shelf, programme=YEAR, known=known)
    shelf.asked.clear()
    publish(to_ics(Agenda([briefing(note=("新",))])), shelf, programme=YEAR, known=known)
    assert shelf.asked == ["list", "put"]


def test_a_server_that_says_less_than_it_was_given_loses_no_update() -> None:
    """What is there is as we left it, by its ETag, though it no longer says what we wrote."""

    class Forgetful(Shelf):
        def keep(self, name: str, octets: bytes) -> str:
            kept = unfolded(octets).split(b"\r\n")
            return super().keep(
                name, b"\r\n".join(one for one in kept if not one.startswith((b"X-", b"CATEG")))
            )

    shelf, known = Forgetful(), {}
    published(calendar(), shelf, known)
    assert outcome(calendar(note=("新",)), shelf, known) == "updated"

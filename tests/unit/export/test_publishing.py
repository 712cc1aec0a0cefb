"""A calendar is brought to a server: ours is kept right, what others changed is told, the rest left alone."""

from collections.abc import Iterable
from datetime import date
from itertools import count

import pytest
from tests.agenda import Agenda, at, entry
from tests.shelf import Shelf, in_other_words, unfolded
from tests.strict_ical import check

from campaignflow.errors import CampaignflowError, InvalidValue
from campaignflow.export.ical import Revision, to_ics
from campaignflow.export.publishing import Held, NotTaken, Published, Remembered, publish
from campaignflow.export.resources import content_of, resources

YEAR = Agenda(()).programme_id


def day(number: int, title: str, **facts) -> object:
    when = date(2027, 3, number)
    return entry(f"water-week/{number}", title, start=when, end=when, **facts)


def year(*entries: object, cancelled: Iterable[str] = (), **choices) -> bytes:
    revisions = {one: Revision(2, at("2027-01-05T10:00"), cancelled=True) for one in cancelled}
    return to_ics(Agenda(entries), revisions=revisions, as_of=date(2027, 1, 6), **choices)


def published(
    calendar: bytes, shelf: Shelf, known: dict[str, Remembered] | None = None, **choices
) -> Published:
    return publish(calendar, shelf, programme=YEAR, known=known, **choices)


def outcomes(run: Published) -> dict[str, str]:
    return {one.title: one.outcome for one in run.items}


A, B, C = day(1, "甲"), day(2, "乙"), day(3, "丙")
with_and_without_memory = pytest.mark.parametrize("remembers", [True, False], ids=["memory", "no memory"])


def memory(*, remembers: bool) -> dict[str, Remembered] | None:
    return {} if remembers else None


# pieces


def test_each_piece_is_a_calendar_of_its_own_with_the_zone_it_speaks_of() -> None:
    briefing = entry("water-week/b", start=at("2027-03-18T09:30"), end=at("2027-03-18T11:00"))
    whole_day, timed = resources(to_ics(Agenda([A, briefing])))
    for one in (timed, whole_day):
        check(one.octets)
        assert b"METHOD" not in one.octets
    assert timed.octets.count(b"BEGIN:VTIMEZONE") == 1
    assert b"VTIMEZONE" not in whole_day.octets
    assert whole_day.octets.count(b"\r\nUID:") == 1


def test_a_series_and_what_departs_from_it_are_one_piece() -> None:
    lines = unfolded(to_ics(Agenda([A]))).decode().split("\r\n")
    start, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    master = [*lines[start:end], "RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT"]
    other = [*lines[start:end], "RECURRENCE-ID;VALUE=DATE:20270302", "END:VEVENT"]
    other = [line.replace("SUMMARY:甲", "SUMMARY:甲，改期") for line in other]
    calendar = "\r\n".join([*lines[:start], *other, *master, *lines[end + 1 :]]).encode()
    (piece,) = resources(calendar)
    assert piece.octets.count(b"BEGIN:VEVENT") == 2
    assert content_of(piece.octets).digest == piece.content.digest
    assert content_of(unfolded(piece.octets).replace("改期".encode(), "不变".encode())).digest != (
        piece.content.digest
    )


def test_it_matters_which_of_a_series_is_called_what() -> None:
    event = "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:{}\r\n{}END:VEVENT\r\n"
    other = "RECURRENCE-ID;VALUE=DATE:20270302\r\n"

    def series(first: str, second: str) -> str:
        text = event.format(first, "") + event.format(second, other)
        return content_of(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n".encode()).digest

    assert series("甲", "乙") != series("乙", "甲")


def test_the_same_in_other_words_is_the_same() -> None:
    briefing = entry(
        "water-week/b",
        "通气会，水务局; 说明",
        start=at("2027-03-18T09:30"),
        end=at("2027-03-18T11:00"),
        note=("第一行\n第二行 \\ 反斜线",),
        where=("一号楼",),
    )
    for piece in resources(year(A, briefing, todos="both")):
        again = content_of(in_other_words(piece.octets))
        assert again.apart(piece.content) == ()
        assert (again.digest, again.signed) == (piece.content.digest, piece.content.digest)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"SUMMARY:", b"SUMMARY:x"),
        (b"20270301", b"20270310"),
        (b"END:VEVENT", b"LOCATION:here\r\nEND:VEVENT"),
        (b"END:VEVENT", b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT"),
        (b"STATUS:CONFIRMED", b"STATUS:TENTATIVE"),
    ],
)
def test_what_a_reader_sees_otherwise_is_something_else(old: bytes, new: bytes) -> None:
    (piece,) = resources(year(A))
    assert old in piece.octets
    assert content_of(piece.octets.replace(old, new)).digest != piece.content.digest


# what is ours


@with_and_without_memory
def test_what_is_new_is_created_and_the_same_again_writes_nothing(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    assert outcomes(published(year(A, B), shelf, known)) == {"甲": "created", "乙": "created"}
    assert shelf.titles() == ["乙", "甲"]
    shelf.asked.clear()
    run = published(year(A, B), shelf, known)
    assert outcomes(run) == {"甲": "unchanged", "乙": "unchanged"}
    assert shelf.asked == (["list"] if remembers else ["list", "fetch 2"])
    assert run.is_complete


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_is_deleted_is_told_by_its_title(*, dry_run: bool) -> None:
    shelf, known = Shelf(), {}
    published(year(A, B), shelf, known)
    done = published(year(A), shelf, known, dry_run=dry_run)
    assert [item.title for item in done.of("deleted")] == ["乙"]


@with_and_without_memory
def test_what_changed_is_updated_and_what_is_gone_deleted(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B, C), shelf, known)
    shelf.asked.clear()
    moved = entry("water-week/2", "乙", start=date(2027, 3, 9), end=date(2027, 3, 9))
    assert list(outcomes(published(year(A, moved), shelf, known)).values()) == [
        *("unchanged", "updated", "deleted"),
    ]
    assert shelf.writes == ["put", "delete"]
    assert shelf.titles() == ["乙", "甲"]
    assert any(b"20270309" in one.octets for one in shelf.kept.values())


@with_and_without_memory
def test_what_is_cancelled_stays_as_cancelled_and_goes_in_the_end(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B), shelf, known)
    assert outcomes(published(year(A, B, cancelled=["water-week/2"]), shelf, known))["乙"] == "cancelled"
    assert any(b"STATUS:CANCELLED" in one.octets for one in shelf.kept.values())
    assert outcomes(published(year(A, B, cancelled=["water-week/2"]), shelf, known))["乙"] == "unchanged"
    published(year(A), shelf, known)
    assert shelf.titles() == ["甲"]


def test_what_is_cancelled_already_is_not_written_to_a_new_calendar() -> None:
    shelf = Shelf()
    assert outcomes(published(year(A, B, cancelled=["water-week/2"]), shelf)) == {"甲": "created"}


def test_nothing_of_others_is_looked_at_or_touched() -> None:
    shelf = Shelf()
    other = to_ics(Agenda([A], programme_id="another-year"))
    publish(other, shelf, programme="another-year")
    shelf.keep(
        "lunch.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    before = dict(shelf.kept)
    shelf.asked.clear()
    published(year(B), shelf)
    published(year(), shelf)
    assert shelf.kept == before
    assert "fetch 3" not in shelf.asked


def test_a_calendar_of_another_programme_is_refused_before_anything_is_asked() -> None:
    shelf = Shelf()
    with pytest.raises(InvalidValue) as caught:
        publish(year(A), shelf, programme="another-year")
    assert caught.value.code == "publish-not-ours"
    assert shelf.asked == []


def test_something_else_in_the_place_of_ours_is_left_there() -> None:
    shelf = Shelf()
    published(year(A), shelf)
    (name,) = shelf.kept
    shelf.keep(name, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    before = dict(shelf.kept)
    (item,) = published(year(A), shelf, theirs="overwrite").items
    assert (item.outcome, item.why.code) == ("failed", "publish-name-taken")
    published(year(), shelf, theirs="overwrite")
    assert shelf.kept == before


def test_what_a_server_gives_unasked_is_nothing_of_ours() -> None:
    class Generous(Shelf):
        def fetched(self, names: Iterable[str]) -> dict[str, Held]:
            return {**super().fetched(names), **super().fetched(self.kept), "other.ics": Held('"1"', b"x")}

    shelf = Generous()
    known = memory(remembers=True)
    published(year(A, B), shelf, known)
    del known[next(iter(known))]
    assert set(outcomes(published(year(A, B), shelf, known)).values()) == {"unchanged"}


def test_components_without_end_in_one_another_are_something_else() -> None:
    shelf = Shelf()
    published(year(A), shelf)
    (name,) = shelf.kept
    deep = b"BEGIN:A\r\n" * 2000 + b"END:A\r\n" * 2000
    shelf.keep(name, shelf.kept[name].octets.replace(b"END:VEVENT", deep + b"END:VEVENT"))
    (item,) = published(year(A), shelf).items
    assert item.outcome == "foreign"
    assert [one[0] for one in item.apart] == ["A"]


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    shelf, known = Shelf(), {}
    published(year(A, B, C), shelf, known)
    shelf.edit("丙", "丙".encode(), "丙丙".encode())
    before, remembered = dict(shelf.kept), dict(known)
    moved = entry("water-week/2", "乙", start=date(2027, 3, 9), end=date(2027, 3, 9))
    said = outcomes(published(year(A, moved), shelf, known, dry_run=True))
    assert (shelf.kept, known) == (before, remembered)
    assert outcomes(published(year(A, moved), shelf, known)) == said


# what others do


@with_and_without_memory
def test_what_somebody_changed_is_told_and_kept(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B), shelf, known)
    shelf.edit("甲", b"DTSTART;VALUE=DATE:20270301", b"DTSTART;VALUE=DATE:20270228")
    before = dict(shelf.kept)
    for _ in range(2):
        run = published(year(A, B), shelf, known)
        (item,) = run.of("foreign")
        assert item.apart == (("DTSTART", "20270301", "20270228"),)
        assert item.why.code == "publish-edited-there"
        assert not run.is_complete
    assert shelf.kept == before
    moved = entry("water-week/1", "甲", start=date(2027, 3, 9), end=date(2027, 3, 9))
    assert outcomes(published(year(moved, B), shelf, known))["甲"] == "foreign"
    assert outcomes(published(year(B), shelf, known))["甲"] == "foreign"
    assert shelf.kept == before


@with_and_without_memory
def test_what_somebody_changed_is_written_over_if_that_is_asked(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B), shelf, known)
    shelf.edit("甲", "甲".encode(), "改".encode())
    assert outcomes(published(year(A, B), shelf, known, theirs="overwrite"))["甲"] == "updated"
    assert shelf.titles() == ["乙", "甲"]
    shelf.edit("甲", "甲".encode(), "改".encode())
    assert outcomes(published(year(B), shelf, known, theirs="overwrite"))["改"] == "deleted"


@with_and_without_memory
def test_what_somebody_only_saved_again_is_still_ours(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B), shelf, known)
    for name, one in list(shelf.kept.items()):
        shelf.keep(name, in_other_words(one.octets))
    assert set(outcomes(published(year(A, B), shelf, known)).values()) == {"unchanged"}
    moved = entry("water-week/1", "甲", start=date(2027, 3, 9), end=date(2027, 3, 9))
    shelf.keep(*next((name, in_other_words(one.octets)) for name, one in shelf.kept.items()))
    assert set(outcomes(published(year(moved), shelf, known)).values()) == {"updated", "deleted"}


def test_what_somebody_deleted_is_told_and_not_brought_back() -> None:
    shelf, known = Shelf(), {}
    published(year(A, B), shelf, known)
    shelf.drop("甲")
    for _ in range(2):
        (item,) = published(year(A, B), shelf, known).of("foreign")
        assert (item.title, item.why.code, item.apart) == ("甲", "publish-deleted-there", ())
    assert shelf.titles() == ["乙"]
    assert outcomes(published(year(A, B), shelf, known, theirs="overwrite"))["甲"] == "created"


def test_what_both_sides_took_out_is_nobodys_trouble() -> None:
    shelf, known = Shelf(), {}
    published(year(A, B), shelf, known)
    shelf.drop("甲")
    assert outcomes(published(year(B), shelf, known)) == {"乙": "unchanged"}
    shelf.drop("乙")
    run = published(year(B, cancelled=["water-week/2"]), shelf, known)
    assert (run.items, known) == ((), {})


def test_when_the_plan_agrees_with_somebodys_change_it_is_ours_again() -> None:
    shelf, known = Shelf(), {}
    published(year(A), shelf, known)
    shelf.edit("甲", "SUMMARY:甲".encode(), "SUMMARY:甲乙".encode())
    agreed = day(1, "甲乙")
    assert outcomes(published(year(agreed), shelf, known)) == {"甲乙": "unchanged"}
    assert outcomes(published(year(A), shelf, known)) == {"甲": "updated"}


@with_and_without_memory
def test_who_changes_something_while_we_write_is_not_written_over(*, remembers: bool) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B, C), shelf, known)
    names = {content_of(one.octets).title: (name, one.octets) for name, one in shelf.kept.items()}
    for title in ("甲", "丙"):
        name, octets = names[title]
        shelf.meanwhile[name] = unfolded(octets).replace(title.encode(), "改".encode())
    moved = entry("water-week/1", "甲", start=date(2027, 3, 9), end=date(2027, 3, 9))
    run = published(year(moved, B), shelf, known)
    told = {one.uid: one.outcome for one in run.items}
    assert sorted(told.values()) == ["foreign", "foreign", "unchanged"]
    assert shelf.titles() == ["乙", "改", "改"]


def test_who_creates_the_same_while_we_do_is_no_trouble() -> None:
    shelf = Shelf()
    (piece,) = resources(year(A))
    shelf.meanwhile[f"{piece.content.uid.replace('@', '-')}.ics"] = piece.octets
    known: dict[str, Remembered] = {}
    assert outcomes(published(year(A), shelf, known)) == {"甲": "created"}
    assert shelf.writes == []
    assert outcomes(published(year(A), shelf, known)) == {"甲": "unchanged"}


def test_asked_to_overwrite_we_try_once_more_and_then_let_it_be() -> None:
    shelf, known = Shelf(), {}
    published(year(A), shelf, known)
    (name,) = shelf.kept
    theirs = unfolded(shelf.kept[name].octets).replace("甲".encode(), "改".encode())
    shelf.meanwhile[name] = theirs
    moved = entry("water-week/1", "甲", start=date(2027, 3, 9), end=date(2027, 3, 9))
    assert outcomes(published(year(moved), shelf, known, theirs="overwrite")) == {"甲": "updated"}

    class Restless(Shelf):
        def _before(self, name: str) -> None:
            self.keep(name, theirs)

    restless = Restless(dict(shelf.kept), numbers=count(100))
    (item,) = published(year(A), restless, known, theirs="overwrite").items
    assert (item.outcome, item.why.code) == ("failed", "publish-never-still")


# trouble


@with_and_without_memory
@pytest.mark.parametrize("loses_answers", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("cut", range(6))
def test_cut_anywhere_and_run_again_it_ends_as_if_never_cut(
    cut: int, *, loses_answers: bool, remembers: bool
) -> None:
    shelf, known = Shelf(), memory(remembers=remembers)
    published(year(A, B, C), shelf, known)
    news = [day(number, f"新{number}") for number in (11, 12, 13)]
    moved = entry("water-week/2", "乙", start=date(2027, 3, 9), end=date(2027, 3, 9))
    then = year(A, moved, *news)
    shelf.breaks_after, shelf.loses_answers = cut, loses_answers
    run = published(then, shelf, known)
    if cut < 5:
        assert run.of("left")
        assert all(one.why.code == "publish-unreachable" for one in run.of("left"))
    shelf.breaks_after = None
    moved_again = entry("water-week/2", "乙", start=date(2027, 3, 10), end=date(2027, 3, 10))
    again = published(year(A, moved_again, *news), shelf, known)
    assert again.is_complete
    assert shelf.titles() == sorted(["乙", "甲", "新11", "新12", "新13"])
    assert any(b"20270310" in one.octets for one in shelf.kept.values())
    last = published(year(A, moved_again, *news), shelf, known)
    assert set(outcomes(last).values()) == {"unchanged"}


def test_one_item_that_is_not_taken_keeps_none_of_the_others_out() -> None:
    class Choosy(Shelf):
        def put(self, name: str, octets: bytes, etag: str | None) -> str:
            if "乙".encode() in octets:
                raise NotTaken("publish-not-taken", status=413)
            return super().put(name, octets, etag)

    run = published(year(A, B, C), Choosy())
    assert outcomes(run) == {"甲": "created", "乙": "failed", "丙": "created"}
    (item,) = run.of("failed")
    assert isinstance(item.why, CampaignflowError)
    assert "413" in item.why.message("en")
    assert not run.is_complete


@with_and_without_memory
def test_a_server_that_says_no_etag_and_keeps_other_words_is_understood(*, remembers: bool) -> None:
    shelf, known = Shelf(tells_etags=False, reworded=True), memory(remembers=remembers)
    published(year(A, B), shelf, known)
    assert set(outcomes(published(year(A, B), shelf, known)).values()) == {"unchanged"}
    moved = entry("water-week/1", "甲", start=date(2027, 3, 9), end=date(2027, 3, 9))
    assert outcomes(published(year(moved, B), shelf, known)) == {"甲": "updated", "乙": "unchanged"}
    shelf.edit("乙", "乙".encode(), "改".encode())
    assert published(year(moved, B), shelf, known).of("foreign")


@pytest.mark.parametrize("line", [b"", b"CLASS:CONFIDENTIAL\r\n"], ids=["as it is", "less of it"])
def test_the_etag_that_a_server_does_not_say_is_asked_for(line: bytes) -> None:
    class Forgetful(Shelf):
        def keep(self, name: str, octets: bytes) -> str:
            assert line in octets
            return super().keep(name, octets.replace(line, b""))

    shelf, known = Forgetful(tells_etags=False), {}
    published(year(A, B), shelf, known)
    shelf.asked.clear()
    assert published(year(A, B), shelf, known).is_complete
    assert shelf.asked == ["list"]
    moved = entry("water-week/1", "甲", start=date(2027, 3, 9), end=date(2027, 3, 9))
    assert outcomes(published(year(moved, B), shelf, known)) == {"甲": "updated", "乙": "unchanged"}


def test_a_thousand_items_are_asked_for_at_once_and_only_what_differs_is_written() -> None:
    many = [
        entry(f"water-week/{n}", f"第{n}项", start=date(2027, 3, 1), end=date(2027, 3, 1))
        for n in range(1000)
    ]
    shelf, known = Shelf(), {}
    assert len(published(year(*many), shelf, known).of("created")) == 1000
    shelf.asked.clear()
    many[500] = entry("water-week/500", "改", start=date(2027, 3, 1), end=date(2027, 3, 1))
    assert len(published(year(*many), shelf, known).of("updated")) == 1
    assert shelf.asked == ["list", "put"]

"""Radicale and Xandikos, two CalDAV servers that nobody here wrote, end up with the calendar as it is here.

`make peers` installs them.
"""

import socket
from datetime import date, timedelta
from typing import Any

import pytest
from tests.agenda import Agenda, at, campaign, entry
from tests.peers.servers import asked
from tests.shelf import unfolded

from campaignflow.export.ical import Revision, to_ics
from campaignflow.export.publishing import Published, Remembered, ServerUnavailable, Stale, publish
from campaignflow.export.resources import Content, content_of, resources

YEAR = Agenda(()).programme_id


def year(*entries: object, cancelled: tuple[str, ...] = ()) -> bytes:
    revisions = {one: Revision(2, at("2027-01-05T10:00"), cancelled=True) for one in cancelled}
    return to_ics(
        Agenda([campaign(), *entries]),
        todos="both",
        alarm=timedelta(hours=2),
        revisions=revisions,
        as_of=date(2027, 1, 6),
    )


BRIEFING = entry(
    "water-week/briefing",
    "通气会，水务局; “问答” \\ 一",
    start=at("2027-03-18T09:30"),
    end=at("2027-03-18T11:00"),
    due=at("2027-03-10T17:00"),
    note=("第一行\n第二行",),
    where=("一号楼",),
)
MOVED = entry(
    "water-week/briefing",
    "通气会",
    start=at("2027-03-19T09:30"),
    end=at("2027-03-19T11:00"),
    due=date(2027, 3, 9),
)
POSTER = entry("water-week/poster", "海报", start=date(2027, 3, 1), end=date(2027, 3, 2))


def published(
    calendar: bytes, server: Any, known: dict[str, Remembered] | None = None, **choices
) -> Published:
    return publish(calendar, server, programme=YEAR, known=known, **choices)


def outcomes(run: Published) -> list[str]:
    return sorted({one.outcome for one in run.items})


def contents(server: Any) -> list[Content]:
    return [content_of(one.octets) for one in server.fetched(server.listed()).values()]


def titles(server: Any) -> set[str]:
    return {one.title for one in contents(server)}


def edited(server: Any, title: str, old: str, new: str) -> None:
    """Change an item as somebody does with another client."""
    for name, one in server.fetched(server.listed()).items():
        if content_of(one.octets).title == title:
            octets = unfolded(one.octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
            assert old.encode() in octets
            answer = asked(
                server.url,
                f"{server.url}{name}",
                "PUT",
                octets.replace(old.encode(), new.encode()),
                **{"Content-Type": "text/calendar; charset=utf-8"},
            )
            assert answer.status in {200, 201, 204}


with_and_without_memory = pytest.mark.parametrize("remembers", [True, False], ids=["memory", "no memory"])


@with_and_without_memory
def test_it_has_what_we_have_after_each_change_and_is_written_to_only_then(
    server: Any, *, remembers: bool
) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    steps = [
        (year(BRIEFING, POSTER), ["created"]),
        (year(BRIEFING, POSTER), ["unchanged"]),
        (year(MOVED, POSTER), ["unchanged", "updated"]),
        (year(MOVED, POSTER, cancelled=("water-week/poster",)), ["cancelled", "unchanged"]),
        (year(MOVED, POSTER, cancelled=("water-week/poster",)), ["unchanged"]),
        (year(MOVED), ["deleted", "unchanged"]),
    ]
    for calendar, done in steps:
        assert outcomes(published(calendar, server, known)) == done
        there = sorted(one.digest for one in contents(server))
        assert there == sorted(one.content.digest for one in resources(calendar))


@with_and_without_memory
def test_what_somebody_changed_there_is_told_and_kept_until_we_are_asked_to_write_over_it(
    server: Any, *, remembers: bool
) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    published(year(POSTER), server, known)
    edited(server, "海报", "SUMMARY:海报", "SUMMARY:海报（改）")
    (item,) = published(year(POSTER), server, known).of("foreign")
    assert item.apart == (("SUMMARY", "海报", "海报（改）"),)
    assert published(year(), server, known).of("foreign")
    assert "海报（改）" in titles(server)
    assert outcomes(published(year(POSTER), server, known, theirs="overwrite")) == ["unchanged", "updated"]
    assert "海报" in titles(server)


def test_what_somebody_deleted_there_is_told(server: Any) -> None:
    known: dict[str, Remembered] = {}
    published(year(POSTER), server, known)
    (name,) = (
        name
        for name, one in server.fetched(server.listed()).items()
        if content_of(one.octets).title == "海报"
    )
    asked(server.url, f"{server.url}{name}", "DELETE")
    assert [one.title for one in published(year(POSTER), server, known).of("foreign")] == ["海报"]


def test_a_condition_that_no_longer_holds_is_said_and_nothing_is_written(server: Any) -> None:
    (piece,) = resources(to_ics(Agenda([POSTER])))
    etag = server.put("poster.ics", piece.octets, None)
    for stale in (None, '"another"'):
        with pytest.raises(Stale):
            server.put("poster.ics", piece.octets, stale)
    with pytest.raises(Stale):
        server.delete("poster.ics", '"another"')
    assert server.listed()["poster.ics"] == etag
    server.delete("poster.ics", etag)
    assert server.listed() == {}


@with_and_without_memory
def test_cut_off_halfway_it_ends_right_when_run_again(
    server: Any, monkeypatch: pytest.MonkeyPatch, *, remembers: bool
) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    published(year(BRIEFING, POSTER), server, known)
    write, left = server._written, [2]

    def cut(*arguments: object) -> object:
        answer = write(*arguments)
        left[0] -= 1
        if not left[0]:  # written, but the answer is lost
            raise ServerUnavailable("publish-unreachable", url=server.url, why="cut")
        return answer

    monkeypatch.setattr(server, "_written", cut)
    assert published(year(MOVED), server, known).of("left")
    monkeypatch.undo()
    assert published(year(MOVED), server, known).is_complete
    assert len(server.listed()) == 4
    assert outcomes(published(year(MOVED), server, known)) == ["unchanged"]


def test_what_is_no_calendar_is_said(place: str) -> None:
    from campaignflow.export.caldav import CalDAV

    for url in (place, f"{place}none/"):
        with CalDAV(url) as server, pytest.raises(ServerUnavailable) as caught:
            server.listed()
        assert caught.value.code == "publish-no-calendar"


def test_a_server_that_is_not_there_is_said() -> None:
    pytest.importorskip("caldav", reason="the extra caldav is not installed")
    from campaignflow.export.caldav import CalDAV

    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        with CalDAV(url) as server, pytest.raises(ServerUnavailable) as caught:
            server.listed()
    assert caught.value.code == "publish-unreachable"


def asking(**facts: Any) -> bytes:
    """Return a calendar whose briefing asks two units."""
    one = entry(
        "water-week/briefing",
        "通气会",
        **{"start": at("2027-03-18T09:30"), "end": at("2027-03-18T11:00"), **facts},
        lead=("press-centre",),
        support=("office",),
    )
    addresses = {"press-centre": '"宣传; 中心: 一" <press@example.org>', "office": "office@example.org"}
    return to_ics(
        Agenda([campaign(), one]),
        organizer="宣传处 <pr@example.org>",
        addresses=addresses,
        profile="extended",
    )


def answers(server: Any) -> dict[str, str]:
    return {who: said for one in contents(server) for who, said in one.answers.items()}


@with_and_without_memory
def test_somebody_s_answer_there_is_kept_while_time_and_place_stay(server: Any, *, remembers: bool) -> None:
    known: dict[str, Remembered] | None = {} if remembers else None
    assert outcomes(published(asking(), server, known)) == ["created"]
    assert outcomes(published(asking(), server, known)) == ["unchanged"]
    assert sum(len(one.fields.get("ATTENDEE", ())) for one in contents(server)) == 2
    assert (
        sum(len(one.fields.get("PARTICIPANT", ())) for one in contents(server)) == 3
    )  # the campaign's lead, too
    edited(server, "通气会", "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
    given = {"mailto:press@example.org": "ACCEPTED", "mailto:office@example.org": "ACCEPTED"}
    assert outcomes(published(asking(), server, known)) == ["unchanged"]
    assert answers(server) == given
    for note in ("一", "二"):
        assert outcomes(published(asking(note=(note,)), server, known)) == ["unchanged", "updated"]
        assert answers(server) == given
    moved = asking(start=at("2027-03-19T09:30"), end=at("2027-03-19T11:00"))
    assert outcomes(published(moved, server, known)) == ["unchanged", "updated"]
    assert answers(server) == {}


@pytest.mark.slow
def test_of_a_thousand_items_only_what_differs_is_written(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [
        entry(f"water-week/{n}", f"第{n}项", start=date(2027, 3, 1), end=date(2027, 3, 1))
        for n in range(1000)
    ]
    known: dict[str, Remembered] = {}
    assert len(published(to_ics(Agenda(many)), server, known).of("created")) == 1000
    requests: list[str] = []
    ask = server._client.request
    monkeypatch.setattr(server._client, "request", lambda *said: (requests.append(said[1]), ask(*said))[1])
    many[500] = entry("water-week/500", "改", start=date(2027, 3, 1), end=date(2027, 3, 1))
    assert len(published(to_ics(Agenda(many)), server, known).of("updated")) == 1
    assert requests == ["PROPFIND", "PUT"]
    requests.clear()
    assert outcomes(published(to_ics(Agenda(many)), server)) == ["unchanged"]
    assert requests == ["PROPFIND", *["REPORT"] * 10]

"""The life of an event, played in an office, as clients that nobody here wrote see it at each step.

vdirsyncer subscribes to the feed and to the CalDAV collection that is published to; libical's `icalclassify`
says what each invitation does to the one before.  Nobody sees an event twice, and nobody loses one.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
from tests.office.desk import Clock, events, founded, text
from tests.peers import found
from tests.peers.clients import Subscriber, listening
from tests.peers.libical import classified, read

import campaignflow as cf
from campaignflow.export.feed import Feeds
from campaignflow.export.feed_server import feed_server
from campaignflow.export.publishing import publish

TALK = "talk: {title: 宣讲, lead: press, when: 2027-07-20 09:00-10:30, where: 文化馆, visibility: public}\n"
OPENED = text(("      show: {title: 展览", f"      {TALK}      show: {{title: 展览"))
SAID = {"reason": "场地", "actor": "chen-jing"}
BOOK = {"press": "press@example.org", "office": "office@example.org"}
LONG = timedelta(days=31)
"""After so long what is cancelled is dropped."""


class Step(NamedTuple):
    """What happens to the talk, and what everybody must see of it afterwards."""

    name: str
    act: Callable[[cf.Office], object]
    sequence: int
    status: str
    start: str
    title: str = "宣讲"
    message: str = ""
    """What `icalclassify` says of the invitation that follows from it; empty if none does."""
    after: timedelta = timedelta(hours=1)
    """How long it takes until they look."""


def moved(when: str) -> Callable[[cf.Office], object]:
    return lambda office: office.reschedule("summer/talk", when, **SAID)


def applied(old: str, new: str) -> Callable[[cf.Office], object]:
    """Change words of the plan file, and apply it."""

    def act(office: cf.Office) -> object:
        before = office.export()
        assert old in before
        return office.apply(cf.loads(before.replace(old, new)), actor="li-wei")

    return act


ON, OFF = "CONFIRMED", "CANCELLED"
LIFE = [
    Step("created", lambda office: office, 0, ON, "07-20 09:00", message="REQUEST-NEW"),
    Step("moved", moved("2027-07-21 14:00-15:30"), 1, ON, "07-21 14:00", message="REQUEST-RESCHEDULE"),
    Step("moved again", moved("2027-07-22 09:00-10:30"), 2, ON, "07-22 09:00", message="REQUEST-RESCHEDULE"),
    Step("moved back", moved("2027-07-21 14:00-15:30"), 3, ON, "07-21 14:00", message="REQUEST-RESCHEDULE"),
    Step(
        "renamed", applied("title: 宣讲", "title: 宣讲会"), 3, ON, "07-21 14:00", "宣讲会", "REQUEST-UPDATE"
    ),
    Step(
        "elsewhere", applied("where: 文化馆", "where: 礼堂"), 4, ON, "07-21 14:00", "宣讲会", "REQUEST-UPDATE"
    ),
    Step(
        "postponed",
        lambda office: office.postpone("summer/talk", **SAID),
        *(5, OFF, "07-21 14:00", "宣讲会", "CANCEL-EVENT"),
    ),
    Step(
        "reinstated",
        lambda office: office.reinstate("summer/talk", when="2027-07-27 09:00-10:30", actor="chen-jing"),
        *(6, ON, "07-27 09:00", "宣讲会", "REQUEST-RESCHEDULE"),
    ),
    Step(
        "cancelled",
        lambda office: office.cancel("summer/talk", **SAID),
        *(7, OFF, "07-27 09:00", "宣讲会", "CANCEL-EVENT"),
    ),
    Step("dropped", lambda office: office, 7, "", "", "", after=LONG),
]


class Seen(NamedTuple):
    """One event as a client keeps it."""

    uid: str
    sequence: int
    status: str
    start: str
    title: str


def seen(items: list[bytes]) -> list[Seen]:
    """Return the events of items, one of each; of a day, the start is the day."""
    kept = []
    for item in items:
        (event,) = icalendar.Calendar.from_ical(item).walk("VEVENT")
        start = event["DTSTART"].dt
        form = "%m-%d %H:%M" if hasattr(start, "hour") else "%m-%d"
        facts = (int(event["SEQUENCE"]), str(event["STATUS"]), start.strftime(form), str(event["SUMMARY"]))
        kept.append(Seen(str(event["UID"]), *facts))
    return kept


def must_agree(step: Step, kept: list[Seen], office: cf.Office) -> None:
    """The talk is there as it stands, once or no more; and everything else as the office has it."""
    talk = [one for one in kept if one.title.startswith("宣讲")]
    assert [one[1:] for one in talk] == ([step[2:6]] if step.status else []), step.name
    ours = sorted(one.title for one in events(office))
    assert sorted(one.title.partition("（")[0] for one in kept) == ours


def lived(clock: Clock, office: cf.Office) -> Iterator[Step]:
    for step in LIFE:
        clock.on(hours=1)
        step.act(office)
        clock.at += step.after
        yield step


def test_a_subscriber_of_the_feed_sees_it_as_it_stands_and_never_twice(tmp_path: Path) -> None:
    """A feed's items vdirsyncer calls by what they say without UID; so it forgets one and learns another."""
    clock = Clock()
    with founded(clock, OPENED, file=tmp_path / "office.db") as office:
        token, _ = office.add_feed("whole", audience="internal", actor="li-wei")
        server = feed_server(Feeds(office.feed_of, clock=clock, per_minute=10_000), "127.0.0.1", 0)
        with listening(server) as address:
            feed = Subscriber(tmp_path, {"plan": {"type": "http", "url": f"{address}{token}.ics"}})
            untouched: set[str] = set()
            for step in lived(clock, office):
                must_agree(step, seen(feed.look().items("plan")), office)
                names = {
                    file.name
                    for file in feed.folder("plan").iterdir()
                    if "宣讲" not in file.read_text(encoding="utf-8")
                }
                assert untouched in (set(), names), "what stayed as it was is the same item"
                untouched = names


def test_who_syncs_the_collection_that_is_published_sees_one_item_for_life(
    server: Any, tmp_path: Path
) -> None:
    clock = Clock()
    with founded(clock, OPENED) as office:
        there = {"type": "caldav", "url": server.url, "username": "plan", "password": "plan"}
        reader = Subscriber(tmp_path, {"plan": there})
        memory: dict[str, Any] = {}
        uids = set()
        for step in lived(clock, office):
            done = publish(office.to_ics("river-2027"), server, programme="river-2027", known=memory)
            assert done.is_complete
            kept = seen(reader.look().items("plan"))
            must_agree(step, kept, office)
            assert len({one.uid for one in kept}) == len(kept)
            uids |= {one.uid for one in kept if one.title.startswith("宣讲")}
            written = {one.outcome for one in done.items} - {"unchanged"}
            assert written <= ({"created"} if step.name == "created" else {"updated", "cancelled", "deleted"})
        assert len(uids) == 1


def sent(office: cf.Office, since: object, title: str = "宣讲") -> dict[str, bytes]:
    """Return what each party is sent about the talk, by the party's id."""
    choices = {"organizer": "pr@example.org", "addresses": BOOK, "since": since}
    messages = [one for one in office.invitations("river-2027", **choices) if one.title.startswith(title)]
    for one in messages:
        found_in_it = read(one.octets)
        assert (found_in_it.remarks, found_in_it.broken) == ([], []), "by RFC 5546, too"
    parties = [party for one in messages for party in one.parties]
    assert len(parties) == len(set(parties)), "nobody is sent two messages at once"
    return {party: one.octets for one in messages for party in one.parties}


def test_each_invitation_does_to_the_one_before_what_happened() -> None:
    found.library()
    clock = Clock()
    with founded(clock, OPENED) as office:
        since: object = None
        kept: list[bytes] = []
        for step in lived(clock, office):
            message = sent(office, since).get("press")
            since = clock()
            assert (message is None) == (not step.message), step.name
            if message is None:
                continue
            last = kept[-1] if kept else None
            assert classified(message, last, BOOK["press"]) == step.message, step.name
            for earlier in kept:
                if b"METHOD:REQUEST" in earlier:  # of a CANCEL icalclassify asks no number
                    assert classified(earlier, message, BOOK["press"]) == "OBSOLETE", step.name
            assert classified(message, message, BOOK["press"]) in {"OBSOLETE", "CANCEL-EVENT"}
            kept.append(message)
        assert len(kept) == len(LIFE) - 1


def test_whoever_is_taken_off_and_put_on_again_is_told_so_and_sees_it_as_new() -> None:
    found.library()
    clock = Clock()
    both = TALK.replace("lead: press", "lead: press, support: [office]")
    with founded(clock, OPENED.replace(TALK.strip(), both.strip())) as office:
        since: object = None
        kept: dict[str, list[bytes]] = {"office": [], "press": []}
        told: dict[str, list[str]] = {"office": [], "press": []}
        for plan in (None, TALK, both, TALK, both):
            clock.on(hours=1)
            if plan is not None:
                office.apply(cf.loads(OPENED.replace(TALK.strip(), plan.strip())), actor="li-wei")
            clock.on(hours=1)
            messages = sent(office, since)
            since = clock()
            for party, message in messages.items():
                last = kept[party][-1] if kept[party] else None
                told[party].append(classified(message, last, BOOK[party]))
                kept[party].append(message)
        assert told["office"] == [
            "REQUEST-NEW",
            "CANCEL-EVENT",
            "REQUEST-UPDATE",
            "CANCEL-EVENT",
            "REQUEST-UPDATE",
        ]
        assert told["press"] == ["REQUEST-NEW", *["REQUEST-UPDATE"] * 4]
        requests = [one for one in kept["office"] if b"METHOD:REQUEST" in one]
        assert classified(requests[0], requests[1], BOOK["office"]) == "OBSOLETE"

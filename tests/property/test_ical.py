"""Whatever a planner types, whenever things happen: the calendar holds, and others read the same agenda."""

import random
import re
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import ics
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from tests.agenda import Agenda, campaign, entry
from tests.strict_ical import check

import campaignflow as cf
from campaignflow.dates.precision import Certainty, Precision
from campaignflow.export import lines
from campaignflow.export.ical import to_ics, to_ics_calendar
from campaignflow.scheduling.entry import Entry, Occurrence
from campaignflow.testing.nouns import programmes
from campaignflow.types import Visibility

TRAPS = [
    "\r\n",
    "\r",
    "\n",
    "\x00",
    "\x0b",
    "\x85",
    "\u2028",
    "BEGIN:VEVENT",
    "END:VCALENDAR",
    "\r\nX-EVIL:1",
    "\\",
    "\\n",
    "\\,",
    ";",
    ",",
    ":",
    '"',
    "^n",
    " ",
    "\t",
    "水",
    "\U0001f4a7",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "e\u0301",
    "\u202e",
    "\u200f",
    "\ufeff",
    "\ud800",
    "\udfff",
    "\x1b[31m",
]
REPLACED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
texts = st.lists(st.one_of(st.sampled_from(TRAPS), st.text(max_size=30)), max_size=12).map("".join)
ids = st.text(string.ascii_lowercase + "水-/", min_size=1, max_size=30)
zone_names = st.sampled_from(
    ["Asia/Shanghai", "America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
)
days = st.dates(date(1985, 1, 1), date(2060, 12, 31))


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    naive = draw(st.datetimes(datetime(1985, 1, 1), datetime(2060, 12, 31))).replace(microsecond=0)
    return naive.replace(tzinfo=ZoneInfo(zone), fold=draw(st.sampled_from([0, 0, 0, 1])))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry of any kind, dated in any way a schedule may hand over."""
    zone = draw(zone_names)
    when = st.one_of(st.none(), days, moments(zone))
    start, end, due = draw(when), draw(when), draw(when)
    if isinstance(start, date) and isinstance(end, date):
        start, end = sorted((start, end), key=str)
    facts = {
        "kind": draw(st.sampled_from(["campaign", "activity", "key-date", "routine", "condition"])),
        "zone": zone,
        "precision": draw(st.sampled_from(list(Precision))),
        "certainty": draw(st.sampled_from(list(Certainty))),
        "visibility": draw(st.sampled_from(list(Visibility))),
        "part": draw(st.sampled_from([None, "morning", "evening"])),
        "part_end": draw(st.sampled_from([None, "afternoon"])),
        "inherited": draw(st.booleans()),
        "campaign": draw(st.sampled_from([None, "water-week", "other"])),
        "lead": draw(st.sampled_from([(), ("office",), ("office", "nobody")])),
        "media": draw(st.sampled_from([(), ("people-daily",)])),
        "embargo": draw(st.one_of(st.none(), moments(zone))),
        "written": draw(texts),
        "rests_on": ("CN 2027",),
        "where": (draw(texts),),
        "note": (draw(texts), draw(texts)),
    }
    if draw(st.booleans()):
        rounds = [Occurrence(f"2027-{n:02d}", start, end, due) for n in range(draw(st.integers(0, 3)))]
        facts["occurrences"] = tuple(rounds)
    return entry(draw(ids), draw(texts), start=start, end=end, due=due, **facts)


agendas = st.builds(
    Agenda,
    entries=st.lists(entries(), max_size=6, unique_by=lambda one: one.id).map(
        lambda found: [*found, campaign()]
    ),
    names=st.fixed_dictionaries({"office": texts, "people-daily": texts}),
    programme_id=ids,
    programme_title=texts,
    stamp=days,
)
choices = st.fixed_dictionaries(
    {},
    optional={
        "todos": st.sampled_from(["event", "todo", "both"]),
        "profile": st.sampled_from(["compat", "extended"]),
        "audience": st.sampled_from(list(Visibility)),
        "lang": st.sampled_from(["zh", "en"]),
        "partner": st.just("people-daily"),
        "as_of": days,
        "alarm": st.timedeltas(timedelta(0), timedelta(days=30)),
    },
).filter(lambda chosen: "partner" not in chosen or chosen.get("audience") is not Visibility.INTERNAL)


@given(agendas, choices)
def test_any_agenda_is_a_faultless_file_that_another_library_reads(agenda: Agenda, chosen: dict):
    octets = to_ics(agenda, **chosen)
    part = check(octets)
    read = icalendar.Calendar.from_ical(octets)
    assert [one.name for one in read.subcomponents] == [one.name for one in part.parts]
    assert not read.errors
    assert not any(one.errors for one in read.walk())


@given(agendas, choices)
def test_an_ics_calendar_serialises_to_the_same_bytes(agenda: Agenda, chosen: dict):
    assert to_ics_calendar(agenda, **chosen).serialize().encode() == to_ics(agenda, **chosen)


@given(st.lists(texts, min_size=1, max_size=3), texts, texts)
def test_what_was_typed_is_read_back_but_for_what_no_calendar_can_carry(
    titles: list[str], note: str, where: str
):
    made = [
        entry(
            f"x/{n}",
            title,
            start=date(2027, 3, 1 + n),
            end=date(2027, 3, 1 + n),
            note=(note,),
            where=(where,),
        )
        for n, title in enumerate(titles)
    ]
    octets = to_ics(Agenda(made))
    check(octets)
    read = icalendar.Calendar.from_ical(octets).events
    assert [str(event.get("SUMMARY", "")) for event in read] == [lines.one_line(title) for title in titles]
    assert {str(event.get("DESCRIPTION", "")) for event in read} == {lines.clean(note)}
    assert {str(event.get("LOCATION", "")) for event in read} == {lines.one_line(where)}


@given(texts)
def test_cleaning_replaces_only_what_breaks_lines_or_turns_them_round_and_shows_it(text: str):
    cleaned = lines.clean(text)
    assert lines.clean(cleaned) == cleaned
    cleaned.encode()
    breaks = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
    assert cleaned == REPLACED.sub("�", breaks.sub("\n", text))


@given(texts)
def test_a_fold_is_undone_by_taking_it_out(text: str):
    line = lines.clean(text).replace("\n", "\\n")
    folded = lines.fold(line)
    assert folded.replace(b"\r\n ", b"") == line.encode() + b"\r\n"
    for piece in folded.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(piece) <= 75
        piece.decode()


@given(texts, texts)
def test_a_name_in_a_parameter_stays_in_it(name: str, email: str):
    made = to_ics_calendar(Agenda([]))
    event = ics.Event(name="x", begin="2027-03-16 09:00:00", duration=timedelta(hours=1))
    event.attendees.add(ics.Attendee(email, common_name="名" + name))
    made.events.add(event)
    octets = made.serialize().encode()
    check(octets)
    (read,) = icalendar.Calendar.from_ical(octets).events
    assert set(read["ATTENDEE"].params) == {"CN"}
    assert '"' not in read["ATTENDEE"].params["CN"]
    assert str(read["ATTENDEE"]).startswith(("mailto:", "urn:", "URN:"))


@given(zone_names.flatmap(moments), st.timedeltas(timedelta(minutes=1), timedelta(days=3)))
def test_every_reader_finds_the_very_instant(start: datetime, length: timedelta):
    zone = str(start.tzinfo)
    end = (start.astimezone(UTC) + length).astimezone(ZoneInfo(zone))
    octets = to_ics(Agenda([entry("x", start=start, end=end, zone=zone)]))
    check(octets)
    read = icalendar.Calendar.from_ical(octets)
    (event,) = read.events
    zones = {str(one["TZID"]): one.to_tz(lookup_tzid=False) for one in read.walk("VTIMEZONE")}
    for name, meant in (("DTSTART", start), ("DTEND", end.replace(microsecond=0))):
        found = event[name].dt
        if "TZID" in event[name].params:
            found = found.replace(tzinfo=zones[event[name].params["TZID"]])
        assert found.astimezone(UTC) == meant.astimezone(UTC)


@given(st.lists(st.tuples(ids, st.sampled_from(["event", "deadline"])), min_size=2, unique=True), ids)
def test_no_two_things_share_an_id(things: list[tuple[str, str]], programme: str):
    made = [
        entry(name, **({"start": date(2027, 3, 1), "end": date(2027, 3, 1)} if part == "event" else {}))
        if part == "event"
        else entry(name, due=date(2027, 3, 1))
        for name, part in things
    ]
    octets = to_ics(Agenda(made, programme_id=programme))
    uids = re.findall(rb"UID:(\S+)", octets)
    assert len(uids) == len(set(uids)) == len(things)


# Ten thousand titles

NASTY = [
    *TRAPS,
    "END:VEVENT\r\n",
    "\nATTACH:file:///etc/passwd",
    "\r\n X-FOLDED:1",
    "\\r\\n",
    "\\;",
    "DTSTART;VALUE=DATE:20000101",
    "\u2067水\u2069",
    "\u200d",
    "\ufe0f",
    "\U0001f1e8\U0001f1f3",
    "\U0010ffff",
    "\ufffe",
    "%0d%0a",
    "&#13;&#10;",
    "<b>x</b>",
    "'; DROP TABLE office; --",
    "=cmd|' /C calc'!A0",
    "水" * 40,
    "x" * 74,
    "\u0300" * 50,
]
BROKEN = re.compile("\r\n|[\n\r\t\x0b\x0c\x85\u2028\u2029]")


def nasty_titles(count: int) -> list[str]:
    """Return titles of whatever has ever broken a calendar, the same each time."""
    chance = random.Random("titles")
    made = (chance.choices(NASTY, k=chance.randint(1, 8)) for _ in range(count))
    return ["".join(("题", *pieces, f"末{n}")) for n, pieces in enumerate(made)]


def test_of_ten_thousand_nasty_titles_none_breaks_out_and_each_comes_back():
    typed = nasty_titles(10_000)
    days_of_march = [date(2027, 3, 1 + n % 31) for n in range(len(typed))]
    made = [
        entry(f"x/{n}", title, start=day, end=day, campaign=None)
        for n, (title, day) in enumerate(zip(typed, days_of_march, strict=True))
    ]
    octets = to_ics(Agenda(made))
    events = [part for part in check(octets).parts if part.name == "VEVENT"]
    read = {re.sub(r"\\(.)", r"\1", part.one("SUMMARY").value): part for part in events}
    assert len(events) == len(read) == len(typed)
    assert not any(part.parts for part in events)
    assert {tuple(line.name for line in part.lines) for part in events} == {
        ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP", "CLASS", "SEQUENCE")
    }
    for title, day in zip(typed, days_of_march, strict=True):
        part = read[REPLACED.sub("�", BROKEN.sub(" ", title)).strip()]
        assert part.one("DTSTART").value == f"{day:%Y%m%d}"


def test_another_library_reads_a_thousand_of_them_as_they_were_typed():
    typed = nasty_titles(1_000)
    day = date(2027, 3, 15)
    made = [entry(f"x/{n}", title, start=day, end=day) for n, title in enumerate(typed)]
    read = {str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(to_ics(Agenda(made))).events}
    assert read == {REPLACED.sub("�", BROKEN.sub(" ", title)).strip() for title in typed}


# What a partner may not read

SECRET = "机密"
PARTNER = "people-daily"
NOW = datetime(2027, 3, 15, 4, tzinfo=UTC)
KINDS = ["campaign", "activity", "key-date", "routine", "condition", "approval", "prepare", "agenda"]


@st.composite
def told(draw: st.DrawFn, made: Entry, known: list[str]) -> Entry:
    """Return an entry in which everything that a partner may not read, yet or ever, is called secret."""
    embargo = draw(
        st.one_of(st.none(), st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(NOW.__add__))
    )
    visibility = draw(st.sampled_from(list(Visibility)))
    is_hidden = visibility is Visibility.INTERNAL or (embargo is not None and embargo > NOW)
    words = (SECRET,) if is_hidden else ("公开",)
    return replace(
        made,
        title=words[0],
        where=words,
        rests_on=words if is_hidden else (),
        visibility=visibility,
        embargo=embargo,
        media=draw(st.sampled_from([(), (PARTNER,), (PARTNER, "county-tv"), ("county-tv",)])),
        channels=draw(st.sampled_from([(), ("wechat",)])),
        owner=draw(st.sampled_from([(), ("li-wei",)])),
        needs=tuple(draw(st.lists(st.sampled_from(known), max_size=3))),
        note=(SECRET,),
        written=SECRET,
    )


NAMED = {"office": "办公室", PARTNER: "人民日报", "county-tv": SECRET, "wechat": SECRET, "li-wei": SECRET}


@st.composite
def guarded(draw: st.DrawFn) -> Agenda:
    """An agenda with secrets, of entries of every kind or of a random programme."""
    found = draw(st.lists(entries(), min_size=1, max_size=8, unique_by=lambda one: one.id))
    found = [replace(one, kind=draw(st.sampled_from(KINDS))) for one in found]
    found.append(campaign())
    found += [replace(one, id=f"{one.id}/inside", kind="prepare") for one in found[:2]]
    known = [one.id for one in found]
    return Agenda([draw(told(one, known)) for one in found], names=NAMED, programme_title="年度计划")


BOOK = {who: f"{SECRET} <{who}@secret.example>" for who in (*NAMED, "press-centre")}
BOOK[PARTNER] = "desk@daily.example"
ADDRESSED = {"organizer": "pr@example.org", "addresses": BOOK}


def holds_no_secret(agenda: Agenda, **chosen: Any) -> None:
    for form in ({"profile": "compat"}, {"profile": "extended"}, {"profile": "extended", **ADDRESSED}):
        octets = to_ics(agenda, partner=PARTNER, as_of=NOW, **chosen, **form)
        check(octets)
        said = octets.replace(b"\r\n ", b"").decode()
        assert SECRET not in said
        assert "@secret.example" not in said


unshrunk = settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
readings = st.fixed_dictionaries(
    {},
    optional={
        "todos": st.sampled_from(["event", "todo", "both"]),
        "audience": st.sampled_from([Visibility.PARTNERS, Visibility.PUBLIC]),
        "first": st.just("2027-01"),
        "alarm": st.just(timedelta(hours=1)),
    },
)


@settings(unshrunk, max_examples=30)
@given(guarded(), readings)
def test_a_partner_s_calendar_holds_no_embargoed_or_internal_word(agenda: Agenda, chosen: dict):
    holds_no_secret(agenda, **chosen)


@settings(unshrunk, max_examples=15)
@given(programmes(), st.data(), readings)
def test_nor_does_that_of_a_random_plan(programme: cf.Programme, data: st.DataObject, chosen: dict):
    found = list(cf.schedule(programme).entries)
    known = [one.id for one in found] or ["x"]
    names = NAMED | {who: "名" for one in found for who in (*one.lead, *one.support)}  # who leads is named
    entries_told = [data.draw(told(one, known)) for one in found]
    holds_no_secret(Agenda(entries_told, names=names, programme_title="年度计划"), **chosen)

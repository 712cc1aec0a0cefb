"""Calendars to hand out: `to_ics` gives bytes, `to_ics_calendar` an `ics.Calendar` that writes the same.

The only module that imports `ics`, and only when an `ics.Calendar` is asked for, as that import takes longer
than most calendars.  Of `ics` we take the objects, never the serialiser: it does not fold, forces UTC, writes
all-day dates of +08:00 a day early and lets line breaks through.  What is written lives in
`campaignflow.export.component`, what of a schedule is shown in `campaignflow.export.selection` and
`campaignflow.export.events`, how objects of `ics` are read in `campaignflow.export.objects`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from campaignflow.export.component import Component, calendar, write
from campaignflow.export.events import components
from campaignflow.export.lines import day, duration, name, one_line, parted, text
from campaignflow.export.objects import of_container, of_event, of_todo
from campaignflow.export.selection import Agenda, Revision, View, audience_of, language_of, selected
from campaignflow.types import Visibility

if TYPE_CHECKING:
    import ics

    from campaignflow.hooks.plugins import Plugins

__all__ = ["Agenda", "Revision", "to_ics", "to_ics_calendar"]

REFRESH = timedelta(hours=12)
"""How often subscribers are asked to look again.  A hint: Google looks when it likes."""

_UNSTAMPED = "19700101T000000Z"


def to_ics(  # noqa: PLR0913  # each is a choice people make by name
    schedule: Agenda,
    *,
    unit: str | None = None,
    partner: str | None = None,
    person: str | None = None,
    campaign: str | None = None,
    audience: Visibility | str | None = None,
    todos: Literal["event", "todo", "both"] = "event",
    profile: Literal["compat", "extended"] = "compat",
    as_of: date | datetime | None = None,
    revisions: Mapping[str, Revision] | None = None,
    lang: str | None = None,
    alarm: timedelta | None = None,
    first: date | str | None = None,
    last: date | str | None = None,
    longest: int | None = None,
    organizer: str | None = None,
    addresses: Mapping[str, str] | None = None,
    server_invites: bool = False,
    plugins: "Plugins | None" = None,
) -> bytes:
    """Return a schedule as an iCalendar file (RFC 5545, RFC 7986): same plan, same bytes, on every machine.

    Nothing in it is taken from the clock: DTSTAMP is the day the programme was issued, else its first day,
    and SEQUENCE is 0, unless `revisions` say more.  Subscribers see changes reliably only with revisions.

    Args:
        schedule: The programme with its real dates.
        unit: Only what this unit leads, supports or owns.
        partner: Only what involves this medium; then the audience is `partners` unless said otherwise.
        person: Only what this person leads, supports or owns.
        campaign: Only this campaign and what belongs to it.
        audience: Who is going to read it.  Dropped is what they may not see and, for anybody outside, what is
            under embargo at `as_of`.  Default: `internal`, the office itself; `partners` for a unit or person
            that is outside.
        todos: What a deadline becomes: an all-day event on its last day (Google and Outlook ignore VTODO), a
            VTODO, or both.
        profile: Links between entries say in `compat` that one belongs to another (RFC 5545), in `extended`
            also that one needs another (RFC 9253), and who takes part and where are components of their own
            (RFC 9073); some older readers flag both.
        as_of: Day or aware moment for which the calendar holds.  Embargoes lift and cancelled entries go by
            it; a bare day counts from its first instant; without it no embargo has lifted.
        revisions: What the record knows of changes, by entry id, or by entry id, ``@`` and key of an
            occurrence.
        lang: `zh` or `en`, the language of what is added to the planner's words; by default Chinese if the
            programme's title has a Chinese character.
        alarm: How long before each entry a reminder is shown; many subscribers drop reminders.
        first: Day or month (`2027-03`) with which the calendar begins; what reaches into it is shown whole.
        last: Day or month with which it ends, included.  What is out of the window stays for 30 days after a
            change, so that subscribers see it go.
        longest: Days; what lasts longer stands on its first day only, with its days in the title: a month is
            then not hidden behind what goes on all year.
        organizer: The office's mail address, `name <address>` or the address alone; with `addresses` units
            become ATTENDEE of what they lead or support.  For a CalDAV server, not for a feed.
        addresses: Mail addresses of units and media by id, written likewise; whoever has none is not asked.
            A calendar for one party outside names that one alone.
        server_invites: Whether a server that schedules may write to them by itself (RFC 6638).
        plugins: Plugins that may take entries away and, in the office's own calendar, add some.

    Raises:
        PluginFailed: one of them could not be asked, and the audience is outside the office.
        InvalidValue: a choice that does not exist, a naive `as_of`, a window that cannot be read or ends
            before it begins, somebody who is nowhere in the plan.
    """
    view = View(
        unit=unit,
        partner=partner,
        person=person,
        campaign=campaign,
        audience=audience_of(schedule, audience, unit=unit, person=person),
        todos=todos,
        profile=profile,
        as_of=as_of,
        revisions=revisions,
        lang=lang or language_of(schedule),
        alarm=alarm,
        first=first,
        last=last,
        longest=longest,
        organizer=organizer,
        addresses=addresses,
        server_invites=server_invites,
    )
    made = _made(schedule, view, plugins)
    return calendar([*_opening(view.lang), *made.head], made.components, fallback_zone=made.zone)


def to_ics_calendar(  # noqa: PLR0913  # as to_ics
    schedule: Agenda,
    *,
    unit: str | None = None,
    partner: str | None = None,
    person: str | None = None,
    campaign: str | None = None,
    audience: Visibility | str | None = None,
    todos: Literal["event", "todo", "both"] = "event",
    profile: Literal["compat", "extended"] = "compat",
    as_of: date | datetime | None = None,
    revisions: Mapping[str, Revision] | None = None,
    lang: str | None = None,
    alarm: timedelta | None = None,
    first: date | str | None = None,
    last: date | str | None = None,
    longest: int | None = None,
    organizer: str | None = None,
    addresses: Mapping[str, str] | None = None,
    server_invites: bool = False,
    plugins: "Plugins | None" = None,
) -> "ics.Calendar":
    """Return a schedule as an `ics.Calendar` to go on working with; the arguments are those of `to_ics`.

    Its `serialize()` is what `to_ics` returns, decoded; events changed or added later, plain `ics.Event`s
    too, are written as strictly.  An event serialised alone has its times in UTC, as it has no VTIMEZONE.
    """
    view = View(
        unit=unit,
        partner=partner,
        person=person,
        campaign=campaign,
        audience=audience_of(schedule, audience, unit=unit, person=person),
        todos=todos,
        profile=profile,
        as_of=as_of,
        revisions=revisions,
        lang=lang or language_of(schedule),
        alarm=alarm,
        first=first,
        last=last,
        longest=longest,
        organizer=organizer,
        addresses=addresses,
        server_invites=server_invites,
    )
    made = _made(schedule, view, plugins)
    kinds = _kinds()
    result: ics.Calendar = kinds.calendar(creator=_product(view.lang))
    result.scale = "gregorian"
    result.stamp = f"{day(schedule.stamp)}T000000Z"
    result.zone = made.zone
    result.extra.extend(kinds.line(line) for line in made.head)
    for component in made.components:
        if component.kind == "VEVENT":
            result.events.add(kinds.event.of(component))
        else:
            result.todos.add(kinds.todo.of(component))
    return result


class _Made(NamedTuple):
    head: list[str]
    components: list[Component]
    zone: str


def _made(schedule: Agenda, view: View, plugins: "Plugins | None") -> _Made:
    selection = selected(schedule, view)
    if plugins is not None:
        from campaignflow.export.plugged import as_plugins_want  # noqa: PLC0415  # only where there are any

        selection = as_plugins_want(selection, view.readers, plugins)
    shown = sorted({entry.zone for entry in selection.entries})
    title = [schedule.programme_title]
    named = selection.known.get(view.campaign or "")
    if named is not None:
        title.append(named.title)
    title += [
        schedule.names.get(who, who) for who in (view.unit, view.person, view.partner) if who is not None
    ]
    called = text(one_line(" · ".join(title)))
    every = duration(REFRESH)
    head = [f"NAME:{called}", f"X-WR-CALNAME:{called}"]
    if len(shown) == 1:
        head.append(f"X-WR-TIMEZONE:{text(one_line(shown[0]))}")
    head += [f"REFRESH-INTERVAL;VALUE=DURATION:{every}", f"X-PUBLISHED-TTL:{every}"]
    # No VCALENDAR-level UID, which RFC 7986 allows: vdirsyncer then swallows the whole feed as one item.
    zone = shown[0] if shown else next((entry.zone for entry in schedule.entries), "UTC")
    return _Made(head, components(schedule, selection, view), zone)


def _product(lang: str) -> str:
    return f"-//campaignflow//campaignflow//{lang.upper()}"


def _opening(lang: str) -> list[str]:
    return ["VERSION:2.0", f"PRODID:{_product(lang)}", "CALSCALE:GREGORIAN"]


class _Kinds(NamedTuple):
    """The classes of `ics` whose serialisation is right, and its content line."""

    calendar: Any
    event: Any
    todo: Any
    line: Any


@lru_cache(maxsize=1)
def _kinds() -> _Kinds:  # noqa: C901  # three classes, not one function
    """Return subclasses of the classes of `ics`, made when first asked for."""
    import ics  # noqa: PLC0415  # 95 ms that `to_ics` does not need
    from ics.alarm import DisplayAlarm  # noqa: PLC0415  # as above
    from ics.grammar.parse import Container, ContentLine  # noqa: PLC0415  # as above

    def line(written: str) -> Any:
        called, parameters, value = parted(written)
        return ContentLine(called, {key: [content] for key, content in parameters}, value)

    def fill(thing: Any, component: Component) -> Any:
        thing.sequence = component.sequence
        thing.place = component.place
        thing.first_categories = component.categories
        thing.extra.extend(map(line, component.others))
        for opening, *lines, _ in component.inside:
            thing.extra.append(Container(opening.removeprefix("BEGIN:"), *map(line, lines)))
        if component.reminder is not None:
            thing.alarms.append(DisplayAlarm(trigger=-component.reminder, display_text=component.summary))
        return thing

    class Event(ics.Event):  # type: ignore[misc]  # ics ships no types
        """An event that is written as RFC 5545 has it."""

        sequence: int | None = None
        place = ""
        first_categories: tuple[str, ...] = ()

        @classmethod
        def of(cls, component: Component) -> Any:
            """Return the event that says what a component says."""
            start, end = component.start, component.end
            is_all_day = not isinstance(start, datetime)
            if is_all_day and end is not None:
                end -= timedelta(days=1)
            elif isinstance(end, datetime) and end.fold:
                # ics compares wall times, by which the second pass of an hour may end before it starts.
                end = end.astimezone(UTC)
            event = cls(
                name=component.summary,
                begin=_midnight(start),
                end=_midnight(end),
                uid=component.uid,
                description=component.description,
                created=_from_utc(component.stamp),
                last_modified=_from_utc(component.modified),
                location=component.location,
                transparent=component.transparent,
                categories=component.categories,
                status=component.status or None,
                classification=component.visibility or None,
            )
            if is_all_day:
                event.make_all_day()
            return fill(event, component)

        def serialize(self) -> str:
            """Return the VEVENT alone, its times in UTC, as no VTIMEZONE is there to explain others."""
            return _alone(of_event(self, _UNSTAMPED))

        __str__ = serialize

        def __eq__(self, other: object) -> bool:
            # ics compares neither UID nor extra lines: the overrides of one series would vanish from its set.
            if not isinstance(other, ics.Event) or not super().__eq__(other):
                return False
            return bool((self.uid, self.extra) == (other.uid, other.extra))

        __hash__ = ics.Event.__hash__

    class Todo(ics.Todo):  # type: ignore[misc]  # ics ships no types
        """A to-do that is written as RFC 5545 has it, with what `ics` has no room for."""

        sequence: int | None = None
        place = ""
        first_categories: tuple[str, ...] = ()
        classification: str | None = None
        last_modified: datetime | None = None
        is_due_on_day = False
        categories: Any = ()

        @classmethod
        def of(cls, component: Component) -> Any:
            """Return the to-do that says what a component says."""
            todo = cls(
                name=component.summary,
                uid=component.uid,
                description=component.description,
                dtstamp=_from_utc(component.stamp),
                location=component.location,
                status=component.status or None,
                due=_midnight(component.end),
            )
            todo.is_due_on_day = not isinstance(component.end, datetime)
            todo.categories = set(component.categories)
            todo.classification = component.visibility
            todo.last_modified = _from_utc(component.modified)
            return fill(todo, component)

        def serialize(self) -> str:
            """Return the VTODO alone, its times in UTC, as no VTIMEZONE is there to explain others."""
            return _alone(of_todo(self, _UNSTAMPED))

        __str__ = serialize

    class Calendar(ics.Calendar):  # type: ignore[misc]  # ics ships no types
        """A calendar that is written as RFC 5545 has it, whatever events it holds."""

        stamp = _UNSTAMPED
        zone = "UTC"

        def serialize(self) -> str:
            """Return the VCALENDAR with CRLF line ends, the last one too."""
            head = [
                "VERSION:2.0",
                f"PRODID:{text(one_line(self.creator or _product('en')))}",
                "CALSCALE:GREGORIAN",
            ]
            if self.method:
                head.append(f"METHOD:{name(self.method)}")
            lines, inside = of_container(self.extra, {"VERSION", "PRODID", "CALSCALE", "METHOD"})
            held = [of_event(event, self.stamp) for event in self.events]
            held += [of_todo(todo, self.stamp) for todo in self.todos]
            rest = [line for block in inside if block[0] != "BEGIN:VTIMEZONE" for line in block]
            return calendar([*head, *lines], held, fallback_zone=self.zone, rest=rest).decode()

        __str__ = serialize

    return _Kinds(Calendar, Event, Todo, line)


def _alone(component: Component) -> str:
    return write(component._replace(zone="UTC")).decode().removesuffix("\r\n")


def _midnight(value: date | None) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def _from_utc(written: str) -> datetime | None:
    return datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if written else None

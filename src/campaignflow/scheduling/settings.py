"""What the dates of a programme are read against: working calendars, time zones, observances, weeks.

Each unit may have a calendar and a zone of its own; everything here is looked up once a schedule.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from campaignflow.dates import expression as ex
from campaignflow.dates.atoms import WEEKDAYS
from campaignflow.dates.bases import Setting
from campaignflow.dates.countries import country
from campaignflow.dates.observances import Catalogue, Observance, shipped
from campaignflow.dates.resolve import resolve
from campaignflow.dates.span import Span, as_day
from campaignflow.dates.when import When
from campaignflow.dates.workdays import FIRST_YEAR, LAST_YEAR, WorkCalendar
from campaignflow.errors import Finding, InvalidValue
from campaignflow.plan.calendars import OwnCalendar, OwnObservance
from campaignflow.plan.programme import Programme

__all__ = ["Settings"]

Path = tuple[str | int, ...]

MOST_BASES = 50
"""Calendars that may be based on each other in a row."""

_NOT_EVERY_YEAR = {"yearless-outside-period", "observance-never", "no-such-weekday", "no-such-week-of"}
"""What is wrong with a rule in some years only: 29 February, a fifth Friday."""


def _no_names(ref: ex.Ref) -> Span:
    raise InvalidValue("name-not-here", name="/".join(ref.path))


class Settings:
    """Calendars, zones and observances of one programme, with findings about those it cannot have."""

    def __init__(
        self,
        programme: Programme,
        calendars: Mapping[str, WorkCalendar],
        observances: Iterable[Observance],
    ) -> None:
        self.programme = programme
        self.findings: list[Finding] = []
        self._given = calendars
        self._calendars: dict[str | None, WorkCalendar] = {None: WorkCalendar("MON-FRI")}
        self._zones: dict[str, ZoneInfo] = {"UTC": ZoneInfo("UTC")}
        self._being_built: list[str] = []
        month, day = (int(part) for part in programme.fiscal_year_starts.split("-"))
        self._plain = Setting(
            period=(None, None),
            zone=self.zone(programme.timezone, ("timezone",)),
            work=self._calendars[None],
            observances=Catalogue(),
            lookup=_no_names,
            week_starts=WEEKDAYS.index(programme.week_starts or "monday"),
            week_starts_said=programme.week_starts is not None,
            fiscal_year_starts=(month, day),
        )
        catalogue = shipped().with_entries(observances) if observances else shipped()
        self._plain = self._plain._replace(observances=catalogue)
        if programme.observances:
            own = [self._observance(name, noun) for name, noun in programme.observances.items()]
            self._plain = self._plain._replace(observances=catalogue.with_entries(own))
        self.period = self._period()
        self._plain = self._plain._replace(period=self.period)  # days off may leave out the year
        work = self.calendar(programme.working_calendar, ("working_calendar",))
        self._plain = self._plain._replace(work=work, period=(None, None))
        if self.period != (None, None):
            self.period = self._period()  # it may be counted in workdays
        self._plain = self._plain._replace(period=self.period)
        self._made: dict[tuple[str, str | None], Setting] = {}
        self._by_lead: dict[tuple[tuple[str, ...], str | None], Setting] = {}
        self._look_over()

    def _look_over(self) -> None:
        """Build what nothing may ask for, so that what is wrong with it is found all the same."""
        for code in self.programme.calendars:
            self.calendar(code, ("calendars", code))
        for name in self.programme.units:
            self.setting((name,), None, ("units", name))

    def setting(self, lead: tuple[str, ...], zone: str | None, path: Path) -> Setting:
        """Return what the dates of something are read against, by its lead unit and its own zone."""
        made = self._by_lead.get((lead, zone))
        if made is None:
            made = self._by_lead[lead, zone] = self._setting(lead, zone, path)
        return made

    def _setting(self, lead: tuple[str, ...], zone: str | None, path: Path) -> Setting:
        name = next((own for one in lead if (own := self._unit_of(one)) in self.programme.units), "")
        unit = self.programme.units.get(name)
        own_zone = zone or (unit.timezone if unit is not None else None) or self.programme.timezone
        code = (unit.working_calendar if unit is not None else None) or self.programme.working_calendar
        made = self._made.get((own_zone, code))
        if made is None:
            around: Path = ("units", name) if name else ()
            found = self.zone(own_zone, (*path, "timezone") if zone else (*around, "timezone"))
            work = self.calendar(code, (*around, "working_calendar"))
            made = self._made[own_zone, code] = self._plain._replace(zone=found, work=work)
        return made

    def _unit_of(self, party: str) -> str:
        """Return a unit's own id, or the unit a person belongs to."""
        person = self.programme.people.get(party)
        return party if person is None else person.unit or ""

    def observance(self, name: str) -> bool:
        """Whether an observance is called so."""
        return self._plain.observances.find(name) is not None

    def zone(self, name: str, path: Path) -> ZoneInfo:
        """Return a time zone by its IANA name; an unknown one is a finding and counts as UTC."""
        if name not in self._zones:
            try:
                self._zones[name] = ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                near = get_close_matches(name, sorted(available_timezones()), 1, 0.7)
                self._find("timezone-unknown", path, {"name": name, "near": near})
                self._zones[name] = self._zones["UTC"]
        return self._zones[name]

    def calendar(self, code: str | None, path: Path) -> WorkCalendar:
        """Return a working calendar by its code; an unknown one is a finding and counts Monday to Friday."""
        if code not in self._calendars:
            try:
                self._calendars[code] = self._built(str(code))
            except InvalidValue as error:
                self._find(error.code, path, error.facts)
                self._calendars[code] = self._calendars[None]
        return self._calendars[code]

    def _built(self, code: str) -> WorkCalendar:
        if code in self._given:
            return self._given[code]
        own = self.programme.calendars.get(code)
        if own is None:
            return country(code)
        if code in self._being_built or len(self._being_built) >= MOST_BASES:
            raise InvalidValue("calendar-ring", name=code)
        self._being_built.append(code)
        try:
            return self._own_calendar(code, own)
        finally:
            self._being_built.pop()

    def _own_calendar(self, code: str, own: OwnCalendar) -> WorkCalendar:
        path: Path = ("calendars", code)
        title = own.title or code
        off = dict.fromkeys(self._days(own.days_off, (*path, "days_off")), title)
        extra = frozenset(self._days(own.extra_workdays, (*path, "extra_workdays")))
        weekend = frozenset(self._weekday(name) for name in own.weekend) if own.weekend else None
        until = (
            max(self._days((own.covered_until,), (*path, "covered_until")), default=None)
            if own.covered_until
            else None
        )
        if own.based_on is None:
            return WorkCalendar(
                code,
                days_off=off,
                extra_workdays=extra,
                weekend=frozenset({5, 6}) if weekend is None else weekend,
                covered_until=until,
            )
        base = self.calendar(own.based_on, (*path, "based_on"))
        return base.with_changes(
            code, days_off=off, extra_workdays=extra, weekend=weekend, covered_until=until
        )

    @staticmethod
    def _weekday(name: str) -> int:
        if name.lower() not in WEEKDAYS:
            raise InvalidValue("not-one-of", text=name, expected=WEEKDAYS)
        return WEEKDAYS.index(name.lower())

    def _days(self, whens: Iterable[When], path: Path) -> list[date]:
        days: list[date] = []
        for when in whens:
            try:
                span = resolve(when.expression, self._plain)
            except InvalidValue as error:
                self._find(error.code, path, error.facts)
                continue
            if span.start is not None and span.end is not None:
                first, last = as_day(span.start), as_day(span.end)
                days += [first + timedelta(n) for n in range((last - first).days + 1)]
            else:
                self._find("days-need-both-ends", path, {"text": when.text})
        return days

    def _observance(self, name: str, noun: OwnObservance) -> Observance:
        path: Path = ("observances", name)
        known: dict[int, tuple[date, date]] = {}
        for year, when in noun.known.items():
            if not (year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR):
                self._find("known-needs-year", (*path, "known", year), {"text": year})
                continue
            try:
                span = resolve(when.expression, self._of_year(int(year)))
            except InvalidValue as error:
                self._find(error.code, (*path, "known", year), error.facts)
                continue
            if span.start is not None and span.end is not None:
                known[int(year)] = (as_day(span.start), as_day(span.end))
        rule = None if noun.rule is None else self._rule(noun.rule, path)
        base = self._plain.observances.get(name)
        if base is None:
            return Observance(id=name, zh=noun.title or "", en=noun.title or "", rule=rule, known=known)
        # a shipped one of this id: what the office says of it counts, the rest stays
        return replace(
            base,
            zh=noun.title or base.zh,
            en=noun.title or base.en,
            rule=rule or base.rule,
            announced=base.announced and rule is None,
            known={**base.known, **known},
        )

    def _rule(self, when: When, path: Path) -> Callable[[int], list[tuple[date, date]]]:
        # Without the office's own observances: one that names itself would never come to an end.
        others = self._plain.observances

        def happenings(year: int) -> list[tuple[date, date]]:
            try:
                span = resolve(when.expression, self._of_year(year)._replace(observances=others))
            except InvalidValue as error:
                if error.code in _NOT_EVERY_YEAR:
                    return []
                raise
            if span.start is None or span.end is None:
                return []
            return [(as_day(span.start), as_day(span.end))]

        try:
            happenings(2024)
        except InvalidValue as error:
            self._find(error.code, (*path, "rule"), error.facts)
            return lambda _year: []
        return happenings

    def _of_year(self, year: int) -> Setting:
        return self._plain._replace(period=(date(year, 1, 1), date(year, 12, 31)))

    def _period(self) -> tuple[date | None, date | None]:
        try:
            span = resolve(self.programme.period.expression, self._plain, throughout=True)
        except InvalidValue as error:
            self._find(error.code, ("period",), error.facts)
            return None, None
        first = None if span.start is None else as_day(span.start)
        return first, None if span.end is None else as_day(span.end)

    def _find(self, code: str, path: Path, facts: Mapping[str, object]) -> None:
        self.findings.append(Finding(code, self.programme.place(*path), facts))

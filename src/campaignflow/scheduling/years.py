"""Carries dates, titles and a whole programme to other years: what moves, what stays, what is left behind.

The years move, every other word stays as it was written: `2027年3月22日—28日` becomes `2028年3月22日—28日`.
Whether what comes of it can be kept is for `campaignflow.scheduling.rollover` to say.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, NamedTuple, TypeVar

from campaignflow.dates import chinese, english, expression as ex
from campaignflow.dates.observances import shipped
from campaignflow.dates.precision import Certainty
from campaignflow.dates.when import When
from campaignflow.errors import Finding, InvalidValue
from campaignflow.plan.budget import Fund
from campaignflow.plan.calendars import OwnCalendar
from campaignflow.plan.conduct import Directive
from campaignflow.plan.dated import Dated
from campaignflow.plan.noun import Noun
from campaignflow.plan.organisation import Person
from campaignflow.plan.programme import Programme
from campaignflow.scheduling.nodes import refs_in
from campaignflow.types import folded

__all__ = ["Carrier", "How", "Outcome", "moved", "observed_in", "retitled", "strongest", "years_in"]

How = Literal["rule", "observance", "shifted", "person"]
"""How a date came about, from what needs nobody to what does."""
_ORDER: tuple[How, ...] = ("rule", "observance", "shifted", "person")

LEFT_BEHIND = frozenset({"issued", "waivers", "received", "was", "printed"})
"""Fields that speak of the old year alone: days of papers, what was let pass, what a source prints."""
STANDS = frozenset({"period", "known", "days_off", "extra_workdays", "covered_until"})
"""Fields that are no date to move: the period, which is given, and facts about the days of a year."""

Path = tuple[str | int, ...]
N = TypeVar("N", bound=Noun)

_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988}
_ERA = r"(?P<era>民國|民国|令和|平成)(?P<gap>\s*)(?P<reign>\d{1,3}|元)(?=\s*年)"
_SPOKEN = r"(?P<spoken>[〇零○一二三四五六七八九]{4})(?=\s*年)"
_IN_DATE = re.compile(
    rf"{_ERA}|{_SPOKEN}|(?<![\dA-Za-z_-])(?P<fy>FY)?(?P<year>\d{{4}})(?!\d)"
    r"|(?P<hyphened>\d{4})(?=\s*年)|(?<=(?i:UNTIL=))(?P<until>\d{4})(?=\d{4})"
)
_IN_TITLE = re.compile(rf"{_ERA}|{_SPOKEN}|(?<!\d)(?P<year>\d{{4}})(?:(?P<to>[-–—/])(?P<short>\d\d))?(?!\d)")
_REIGN = re.compile(r"(?<![\d國国和成])\d{1,3}(?=\s*年)")
_UNTIL = re.compile(r"(?<=UNTIL=)[0-9]{4}")
_BRACKET = re.compile("[(（]")


class Outcome(NamedTuple):
    """What became of one date."""

    path: Path
    """Of the noun that holds it."""
    how: How
    before: When | None
    after: When | None
    """None where nothing could be written."""
    why: Finding | None = None


def strongest(outcomes: Collection[Outcome]) -> Outcome | None:
    """Return the outcome that counts of several on one thing: the one that needs a person most."""
    return max(outcomes, key=lambda one: _ORDER.index(one.how), default=None)


class Carrier:
    """Makes the programme of other years, and keeps what became of each date."""

    def __init__(self, old: Programme, old_years: Collection[int], new_years: Collection[int]) -> None:
        self.old = old
        self.old_years, self.new_years = frozenset(old_years), frozenset(new_years)
        self.years = min(new_years) - min(old_years)
        self.outcomes: list[Outcome] = []
        self.left: list[str] = []
        self._provisional: Collection[Path] = ()
        self._named = {"/".join(ref.path) for when in _whens(old) for ref in refs_in(when.expression)}
        self._era = next((era for era in _ERAS if era in old.period.text), "")
        self._known: dict[str, frozenset[int]] = {}
        for name, noun in old.observances.items():
            years = frozenset(int(year) for year in noun.known if year.isdecimal())
            self._known[_key(name)] = self._known[_key(noun.title or name)] = years

    def programme(self, new_id: str, period: When, provisional: Collection[Path] = ()) -> Programme:
        """Return the new programme; the things at some paths are provisional whatever else they are."""
        self.outcomes, self.left, self._provisional = [], [], provisional
        return self._noun(self.old, ()).model_copy(update={"id": new_id, "period": period})

    def _noun(self, noun: N, path: Path) -> N:
        own: list[Outcome] = []
        changed: dict[str, Any] = {}
        for name, field in type(noun).model_fields.items():
            value, here = getattr(noun, name), (*path, field.alias or name)
            if name in LEFT_BEHIND and value != field.default:
                self.left.append("/".join(map(str, here)))
                changed[name] = field.default
            elif isinstance(noun, Person) and name == "away":
                changed.update(self._away(noun, here))
            elif name not in STANDS | LEFT_BEHIND:
                there = self._value(value, path, here, own)
                if there is not value:
                    changed[name] = there
        own += self._apart(noun, path, changed)
        self.outcomes += own
        if isinstance(noun, Dated):
            counts = strongest(own)
            if path in self._provisional or (counts is not None and counts.how in {"shifted", "person"}):
                changed["certainty"] = Certainty.PROVISIONAL
            elif noun.certainty is Certainty.CONFIRMED:
                changed["certainty"] = None
        return noun.model_copy(update=changed) if changed else noun

    def _value(self, value: Any, path: Path, here: Path, own: list[Outcome]) -> Any:
        """Return the value of a field as it is in the new year; the very same where nothing changes."""
        match value:
            case When():
                own.append(self._date(value, path, here))
                return own[-1].after or When("tbd")
            case Noun():
                return self._noun(value, here)
            case Mapping():
                made: Any = {key: self._value(one, path, (*here, key), own) for key, one in value.items()}
                same = all(made[key] is value[key] for key in made)
            case tuple() if any(isinstance(one, When) for one in value):
                outcomes = [self._date(one, path, here) for one in value]
                own += outcomes
                return tuple(one.after for one in outcomes if one.after is not None)
            case tuple():
                made = tuple(self._value(one, path, (*here, n), own) for n, one in enumerate(value))
                same = all(one is other for one, other in zip(made, value, strict=True))
            case _:
                return value
        return value if same else made

    def _date(self, when: When, path: Path, here: Path) -> Outcome:
        place = self.old.place(*here)
        try:
            there = moved(when, self.years)
        except InvalidValue as error:
            return Outcome(path, "person", when, None, Finding(error.code, place, error.facts))
        observed = list(observed_in(when.expression))
        for one in observed:
            year = self._unknown(one)
            if year is not None:
                why = Finding("rollover-observance-unknown", place, {"name": one.name, "year": year})
                return Outcome(path, "person", when, there, why)
        by_observance = sum(one.year is not None for one in observed)
        if len(list(years_in(when.expression))) > by_observance:
            return Outcome(path, "shifted", when, there)
        return Outcome(path, "observance" if observed else "rule", when, there)

    def _unknown(self, observed: ex.Observed) -> int | None:
        """Return the year whose days of an office's own observance were written last year and are not now."""
        name = observed.name
        shipped_one = shipped().find(name)
        known = self._known.get(_key(name)) or self._known.get(_key(shipped_one.id if shipped_one else ""))
        before = self.old_years if observed.year is None else {observed.year}
        after = self.new_years if observed.year is None else {observed.year + self.years}
        return min(after) if known and before & known and not after & known else None

    def _away(self, person: Person, here: Path) -> dict[str, Any]:
        """Leave absences of the old year behind; nobody takes the same days again."""
        kept = tuple(when for when in person.away if not _is_of_a_year(when))
        if kept == person.away:
            return {}
        self.left.append("/".join(map(str, here)))
        return {"away": kept}

    def _apart(self, noun: Noun, path: Path, changed: dict[str, Any]) -> Iterator[Outcome]:
        """Change what is no date and yet of a year; yield what a person has to see to."""
        if isinstance(noun, Programme | Dated | Fund) and noun.title not in self._named:
            changed["title"] = retitled(noun.title, self.years, self.old_years, self._era)
        match noun:
            case Fund(fiscal_year=str(year)):
                changed["fiscal_year"] = retitled(year, self.years)
                yield Outcome(path, "shifted", None, None)
            case OwnCalendar() if any(map(_is_of_a_year, (*noun.days_off, *noun.extra_workdays))):
                facts = {"name": noun.title or path[-1], "year": min(self.new_years)}
                yield Outcome(
                    path, "person", None, None, Finding("rollover-calendar", self.old.place(*path), facts)
                )
            case Directive(received=When() as received):
                facts = {"title": noun.title}
                why = Finding("rollover-directive", self.old.place(*path), facts)
                yield Outcome(path, "person", received, None, why)


def _is_of_a_year(when: When) -> bool:
    return any(True for _ in years_in(when.expression))


def _whens(value: Any) -> Iterator[When]:
    """Yield every date in a noun and in what it holds."""
    match value:
        case When():
            yield value
        case Noun():
            for name in type(value).model_fields:
                yield from _whens(getattr(value, name))
        case Mapping():
            for one in value.values():
                yield from _whens(one)
        case tuple():
            for one in value:
                yield from _whens(one)


def _key(name: str) -> str:
    return "".join(folded(name).split())


def years_in(part: object) -> Iterator[int]:
    """Yield the years that a part of a date expression names; none if it moves by rule alone."""
    if isinstance(part, ex.Rrule):
        yield from (int(year) for year in _UNTIL.findall(part.rule))
    for name, value in _inside(part):
        if name == "year" and isinstance(value, int):
            yield value
        else:
            yield from years_in(value)


def observed_in(part: object) -> Iterator[ex.Observed]:
    """Yield the observances inside a part of a date expression."""
    if isinstance(part, ex.Observed):
        yield part
    for _, value in _inside(part):
        yield from observed_in(value)


def moved(when: When, years: int) -> When:
    """Return a date with every year it names moved, in the same words and as precise.

    A weekday printed in brackets is left out, since it is another one then.

    Raises:
        InvalidValue: that year has no such day or week, or its words cannot be found in the text.
    """
    named = frozenset(years_in(when.expression))
    if not named:
        return when
    text = _IN_DATE.sub(_mover(years, named), _without_weekday(when.text))
    there = When(text)
    if there.expression != _later(when.expression, years):
        raise InvalidValue("rollover-not-reworded", text=when.text)
    return there


def retitled(text: str, years: int, named: Collection[int] | None = None, era: str = "") -> str:
    """Return a text with the years it names moved; one that names a year not among `named` stays as it is.

    Where an era is given, `104 年` is a year of it.
    """
    found = {year for match in _IN_TITLE.finditer(text) for year in _years_of(match)}
    if named is not None and not found <= set(named):
        return text
    if era and named is not None:
        ours = {year - _ERAS[era] for year in named}
        text = _REIGN.sub(lambda at: _like(at[0], int(at[0]) + years) if int(at[0]) in ours else at[0], text)
    return _IN_TITLE.sub(_mover(years, found), text)


def _inside(part: object) -> Iterator[tuple[str, object]]:
    if isinstance(part, tuple):
        yield from (("", one) for one in part)
    elif is_dataclass(part):
        yield from ((field.name, getattr(part, field.name)) for field in fields(part))


def _later(part: Any, years: int) -> Any:
    """Return a part of an expression with its years moved, whether there is such a day or not."""
    if isinstance(part, ex.Rrule):
        return ex.Rrule(_UNTIL.sub(lambda year: str(int(year[0]) + years), part.rule))
    if isinstance(part, tuple):
        return tuple(_later(one, years) for one in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    changed = {}
    for name, value in _inside(part):
        changed[name] = value + years if name == "year" and isinstance(value, int) else _later(value, years)
    return replace(part, **changed)


def _without_weekday(text: str) -> str:
    while _BRACKET.search(text):
        found = chinese.printed_weekday(text) or english.printed_weekday(text)
        if found is None:
            break
        text = found[0]
    return text


def _mover(years: int, named: Collection[int]) -> Callable[[re.Match[str]], str]:
    """Return what puts a later year where a pattern found one of those named."""

    def put(match: re.Match[str]) -> str:
        here = _years_of(match)
        if not set(here) <= set(named):
            return match[0]
        said = match.groupdict("")
        if said["era"]:
            return said["era"] + said["gap"] + _like(said["reign"], here[0] - _ERAS[said["era"]] + years)
        token = next(said[name] for name in _TOKENS if said.get(name))
        short = said["to"] + f"{(here[1] + years) % 100:02}" if said.get("short") else ""
        return said.get("fy", "") + _like(token, here[0] + years) + short

    return put


_TOKENS = ("year", "spoken", "hyphened", "until")


def _years_of(match: re.Match[str]) -> list[int]:
    """Return the years, of the common era, that a match names."""
    said = match.groupdict("")
    if said["era"]:
        reign = 1 if said["reign"] == "元" else int(said["reign"])
        return [_ERAS[said["era"]] + reign]
    token = next(said[name] for name in _TOKENS if said.get(name))
    year = int(token.translate(_NUMERALS))
    if not said.get("short"):
        return [year]
    return [year, year - year % 100 + int(said["short"])]


_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_WIDE = "".join(chr(0xFF10 + digit) for digit in range(10))
"""Digits as wide as a Chinese character."""
_SPOKEN_DIGITS = str.maketrans("123456789", "一二三四五六七八九")


def _like(token: str, number: int) -> str:
    """Return a number in the digits a token is written in."""
    text = str(number)
    if token[0] in _WIDE:
        return "".join(_WIDE[int(digit)] for digit in text)
    if token.translate(_NUMERALS) != token:
        nought = next((digit for digit in token if digit in "〇零○"), "〇")
        return text.translate(_SPOKEN_DIGITS).replace("0", nought)
    return text

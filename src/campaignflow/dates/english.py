"""Dates in English prose (22-28 March, first Wednesday of April), put into the words of the formal grammar.

Wording only, as in `campaignflow.dates.chinese`: a text with two readings is left alone (`before 8 June`,
`3/22`), and so is what the parser in `campaignflow.dates.grammar` reads itself. A lower-case word without
spaces may be an id of the plan (`may-june`). `Term`, `between` and `table` serve both languages.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["FORMS", "Term", "between", "first_of", "formal", "printed_weekday", "table"]

_EXAMPLES = """
22 March = 03-22; March 22nd, 2027 = 2027-03-22; 22-28 March = 03-22/28; March 22-28, 2027 = 2027-03-22/28
22 March to 2 April 2027 = 2027-03-22/04-02; March = M03; March 2027 = 2027-03; March-May = M03 to M05
mid-March = 03-mid; early to mid-March = 03-early to 03-mid; late March 2027 = 2027-03-late; Q1 2027 = 2027-Q1
first quarter = Q1; first half of 2027 = 2027-H1; week of March 22 = week of 03-22; throughout March = all M03
first Wednesday of April = first wednesday of 04; last Friday of September 2027 = last friday of 2027-09
22 March, 9:30 am = 03-22 09:30; 22 March 14:00 = 03-22 14:00; 22 March, afternoon = 03-22 afternoon
9.30am-11am = 09:30-11:00; by 8 June = until 06-08; by the end of May = until 05-late
from 22 March = from 03-22; all year = all programme; ongoing = from programme.start; TBC = tbd
every Monday and Thursday = every monday, thursday; Fridays = every friday; every two weeks = every 2 week
every working day at 9am = every workday 09:00; last working day of each month = every month on last workday
8 working days after the end of each quarter = 8 workdays after every quarter; as required = as needed
5 working days before the-fair = the-fair - 5 workdays; a week after the end of fair = fair.end + 1 week
3 days after launch = launch + 3 days; monthly = every month
"""
FORMS: tuple[tuple[str, str], ...] = tuple(
    (prose, words) for row in re.split(r"; |\n", _EXAMPLES.strip()) for prose, words in [row.split(" = ")]
)
"""Prose and what it becomes: a pair for each form, for the docs and the tests."""

_FIXED = {"ongoing": "from programme.start", "daily": "every day", "weekly": "every week"}
_FIXED |= {
    "monthly": "every month",
    "quarterly": "every quarter",
    "yearly": "every year",
    "annually": "every year",
}
_FIXED |= dict.fromkeys(("fortnightly", "every other week"), "every 2 week")
_FIXED |= dict.fromkeys(("all year", "all year round", "year-round", "throughout"), "all programme")
_FIXED |= dict.fromkeys(("as required", "as necessary", "when needed", "when required"), "as needed")
_FIXED |= dict.fromkeys(
    (*"tbd tbc tba".split(), *(f"to be {said}d" for said in ("confirme", "announce", "decide"))), "tbd"
)

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<m>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_ALONE = f"(?-i:(?=[A-Z])){_MONTH}"  # in lower case it may be an id
_D = "(?:the )?(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_Y = "(?:(?:,| of)? (?P<y>[0-9]{4}))?"
_TIME = r"(?:[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?[ap]\.?m\b\.?)?|noon)"
_TO = "(?: ?[-‐–—−~]{1,2} ?| (?:to|until|till|through) )"
_CLOCK = f"({_TIME}(?:{_TO}{_TIME})?)"
_AT = f"(?:,? (?:at )?(?P<clock>{_TIME}(?:{_TO}{_TIME})?|morning|afternoon|evening))?"
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_TERMS = (
    ("day", f"{_D}(?: of)? {_MONTH}{_Y}{_AT}"),
    ("day", f"{_MONTH} {_D}{_Y}{_AT}"),
    ("day", f"{_D}{_Y}"),
    ("third", f"(?P<rest>early|mid|late)(?: |- ?)(?:in )?{_ALONE}{_Y}"),
    ("third", "(?P<rest>early|mid|late)-?"),
    ("month", f"{_ALONE}{_Y}"),
    ("quarter", f"(?-i:Q)(?P<rest>[1-4]){_Y}"),
    ("quarter", f"(?:the )?(?P<rest>{'|'.join(_ORDINALS)}) quarter{_Y}"),
    ("half", f"(?-i:H)(?P<rest>[12]){_Y}"),
    ("half", f"(?:the )?(?P<rest>first|second) half{_Y}"),
)
_READ_TERM = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _TERMS)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = "(?:Mon|Tues?|Wed|Thu|Thurs|Fri|Sat|Sun|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_LISTED = f"({_WEEKDAY}(?:(?:, and |, | and | & ){_WEEKDAY})*)"
_NTH = "(first|second|third|fourth|fifth|last|[0-9]{1,2}(?:st|nd|rd|th))"
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_N = f"([0-9]{{1,4}}|{'|'.join(_COUNTS)})"
_WORKDAY = "(?:working |business |work)day"
_UNIT = f"({_WORKDAY}|(?:calendar )?day|week|month|year|hour|minute)s?"
_EVERY = "(?:every|each)"
_PERIOD = f"({_WORKDAY}|day|week|month|quarter|year)"
_SOME_MONTH = r"([A-Z][a-z]+\.?(?:,? [0-9]{4})?)"
_ONE_WORD = re.compile(f"{_UNIT}|{_PERIOD}|{_NTH}|(?:first|last) day")

_PLAIN = re.compile(r"[0-9]{4}-|[0-9:/ -]*\Z")
_ID = re.compile("[a-z][a-z0-9_-]*")
_NO_NAME = re.compile(
    r"[\W\d_].*|(?:after|all|daily|each|every|from|until|within|now|today|this|next|last|then|it)\b.*"
    r"|.* (?:[-+]|to|for) .*|.*[,;()?!+].*",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    rf"(?<!every )(?<!each )\b({_WEEKDAY})\.?,? (?={_MONTH} [0-9]|{_D}(?! ?[ap]\.?m|[:.0-9]))"
    rf"| ?\(({_WEEKDAY})\)",
    re.IGNORECASE,
)

Translation = Callable[..., str | None]
Table = tuple[tuple[re.Pattern[str], Translation], ...]


class Term(NamedTuple):
    """One date as written, in the spelling of the grammar; what was left out is empty."""

    kind: str
    """`day`, `third`, `month`, `quarter`, `half` or `year`."""
    year: str = ""
    """`2027`, or an era and its year, `民國104年`."""
    month: str = ""
    rest: str = ""
    """Day, third, `Q1` or `H2`."""
    clock: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to the other end of a range."""
        return bool(self.month) or self.kind not in {"day", "third"}

    def __str__(self) -> str:
        """Say the date and its clock."""
        date = "-".join(filter(None, (self.year, self.month, self.rest)))
        if self.year.endswith("年"):
            date = f"{self.year}{int(self.month)}月{int(self.rest)}日"
        return f"{'M' if date == self.month else ''}{date} {self.clock}".rstrip()


def between(start: Term, end: Term) -> str | None:
    """Say from `start` to `end`, which may leave out what it shares; None where that has two readings."""
    shares = end.kind in {"day", "third"} and not end.month
    whole = end._replace(year=end.year or start.year, month=start.month if shares else end.month)
    if not (start.is_whole and whole.is_whole) or (shares and start.kind == "month"):
        return None
    if (end.year and not start.year) or (end.clock and not start.clock):
        return None
    alike = start.kind == whole.kind and not start.clock and (str(start)[0] + str(whole)[0]).isdigit()
    if not alike or (shares and end.kind == "third"):
        return f"{start} to {whole}"
    return f"{start}/{end if end.kind == 'day' else whole}"


def table(*forms: tuple[str, Translation]) -> Table:
    """Compile forms: patterns, each with what turns its groups into words."""
    return tuple((re.compile(pattern, re.IGNORECASE), translate) for pattern, translate in forms)


def first_of(forms: Table, text: str) -> str | None:
    """Translate by the first form that knows `text`."""
    for pattern, translate in forms:
        found = pattern.fullmatch(text)
        if found and (words := translate(*found.groups(""))):
            return words
    return None


def formal(text: str) -> str | None:
    """Put `text` into the formal grammar; None where it is no English prose or has two readings."""
    if len(text) > 100 or _PLAIN.match(text):
        return None
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if _ID.fullmatch(text) and text not in _FIXED:
        return None
    words = first_of(_FORMS, text)
    return words if words != text else None


def printed_weekday(text: str) -> tuple[str, int] | None:
    """Take the first weekday printed beside a date out of `text`; Monday is 0, None when there is no more."""
    text = " ".join(unicodedata.normalize("NFKC", text).split())
    if not (found := _PRINTED.search(text)):
        return None
    weekday = _WEEKDAYS.index(_weekday(found[1] or found[found.lastindex or 0]))
    return (text[: found.start()] + text[found.end() :]).strip(), weekday


def _term(text: str) -> Term | None:
    for kind, pattern in _READ_TERM:
        if not (found := pattern.fullmatch(text)):
            continue
        has = dict.fromkeys(("m", "d", "rest", "y", "clock"), "") | found.groupdict("")
        month = has["m"] and f"{_MONTHS.index(has['m'][:3].lower()) + 1:02}"
        rest = has["d"].zfill(2) if has["d"] else has["rest"].lower()
        rest = {"quarter": "Q", "half": "H"}.get(kind, "") + _ORDINALS.get(rest, rest)
        clock = _clock(has["clock"]) if has["clock"] else ""
        fits = bool(clock or not has["clock"]) and (kind != "day" or 1 <= int(rest) <= 31)
        return Term(kind, has["y"], month, rest, clock) if fits else None
    return None


def _clock(text: str) -> str:
    """Read 9.30am-11am as 09:30-11:00; empty for two readings, as 9:30 and 12 pm have."""
    if text.lower() in {"morning", "afternoon", "evening"}:
        return text.lower()
    times = re.split(_TO, text.lower())
    half = times[-1].rstrip("m.")[-1]
    minutes = [_minutes(time, half if half in "ap" else "") for time in times]
    inherits = half in "ap" and not re.search("m|noon", times[0])
    if min(minutes) < 0 or (inherits and minutes[-1] < minutes[0]):
        return ""
    return "-".join(f"{at // 60:02}:{at % 60:02}" for at in minutes)


def _minutes(time: str, half: str) -> int:
    """Count from midnight; -1 for no such time, or where nothing says which half of the day."""
    if time == "noon":
        return 12 * 60
    hour, minute = (int(number) for number in (*re.findall("[0-9]+", time), "0")[:2])
    half = "a" if "a" in time else "p" if "p" in time else half
    if half:
        fits = 1 <= hour <= 12 and (hour, minute) != (12, 0)
        hour = hour % 12 + (12 if half == "p" else 0)
    else:
        fits = bool(re.fullmatch("[0-9]{2}:[0-9]{2}", time))
    return hour * 60 + minute if fits and hour < 24 and minute < 60 else -1


def _date(text: str) -> str:
    term = _term(text)
    return str(term) if term and term.is_whole else ""


def _weekday(text: str) -> str:
    return next(weekday for weekday in _WEEKDAYS if weekday.startswith(text[:3].lower()))


def _word(text: str) -> str:
    """Say a unit, an ordinal, weekdays, a number or a date in the words of the grammar."""
    lower = text.lower()
    if _ONE_WORD.fullmatch(lower):
        return re.sub(_WORKDAY, "workday", lower).removeprefix("calendar ")
    if re.fullmatch(_LISTED, text, re.IGNORECASE):
        return ", ".join(_weekday(day) for day in re.findall(_WEEKDAY, text, re.IGNORECASE))
    return str(_COUNTS.get(lower) or int(lower)) if re.fullmatch(_N, lower) else _date(text)


def _say(words: str) -> Translation:
    """Make a translation that puts what a form holds into `words`."""

    def translate(*groups: str) -> str:
        said = [_word(group) for group in groups]
        return words.format(*said) if all(said) else ""

    return translate


def _put(words: str, *kinds: str) -> Translation:
    """Make a translation that puts one date, of these kinds, into `words`."""

    def translate(text: str) -> str:
        term = _term(text)
        fits = term and term.is_whole and (not kinds or term.kind in kinds)
        return words.format(term) if fits else ""

    return translate


def _weekday_of(nth: str, weekday: str, month: str) -> str:
    return f"{nth.lower()} {_weekday(weekday)} of {_date(month).removeprefix('M')}" if _date(month) else ""


def _range(text: str) -> str | None:
    for dash in re.finditer(_TO, text, re.IGNORECASE):
        start, end = _term(text[: dash.start()]), _term(text[dash.end() :])
        if start and end:
            return _span(start, end)
    return None


def _span(start: Term, end: Term) -> str | None:
    """Give the start what only the end says (22-28 March 2027), unless the year turns between them."""
    if end.year and not start.year:
        if start.month > (end.month or start.month):
            return None
        start, end = start._replace(year=end.year), end._replace(year="")
    if start.kind == end.kind and end.month and not start.month:
        start, end = start._replace(month=end.month), end._replace(month="")
    return between(start, end)


def _end_of(text: str) -> str:
    term = _term(text)
    if not term or term.kind == "day":
        return ""
    return f"until {term._replace(kind='third', rest='late') if term.kind == 'month' else term}"


def _length(count: str, unit: str) -> str:
    number = _word(count)
    return f"{number} {_word(unit)}{'' if number == '1' else 's'}"


def _timed(text: str, clock: str) -> str:
    """Put a clock after what comes round on days."""
    days = formal(text) or text
    known = re.fullmatch(f"every (?:(?:work)?day|{_LISTED}|{_PERIOD} on .+)", days, re.IGNORECASE)
    return f"{days} {_clock(clock)}" if known and _clock(clock) else ""


def _ref(text: str) -> str:
    """A day in digits, anything else as a name, as it was written; empty where it can be neither."""
    if term := _term(text):
        return str(term) if term.kind == "day" and term.is_whole and not term.clock else ""
    edge = re.match("(?:the )?(end|start) of ", text, re.IGNORECASE)
    name = text[edge.end() :] if edge else text
    if _NO_NAME.fullmatch(name) or formal(name):
        return ""
    return f"{name}.{edge[1].lower()}" if edge else name


def _offset(count: str, unit: str, side: str, text: str) -> str:
    sign = "+" if side.lower() in {"after", "following"} else "-"
    return f"{_ref(text)} {sign} {_length(count, unit)}" if _ref(text) else ""


_FORMS = table(
    ("(.+)", lambda text: _FIXED.get(text.lower())),
    ("(?:on |in )?(.+)", _put("{}")),
    (f"(?:at )?{_CLOCK}", _clock),
    ("(?:from )?(.+)", _range),
    ("(?:by|until|till|up to|no later than|on or before) (.+)", _put("until {}", "day")),
    ("through (.+)", _put("until {}")),
    ("(?:by|until|through) (?:the )?end of (.+)", _end_of),
    ("(?:from|starting|beginning) (.+?)(?: onwards?)?", _put("from {}")),
    ("(?:all|throughout) (.+)", _put("all {}")),
    ("(?:the )?week of (.+)", _put("week of {}", "day")),
    ("(?:the )?week (?:commencing|beginning|starting) (.+)", _put("w/c {}", "day")),
    (f"(?:the )?{_NTH} week (?:of|in) {_SOME_MONTH}", _say("{} week of {}")),
    (f"(?:the )?{_NTH} ({_WEEKDAY}) (?:of|in) {_SOME_MONTH}", _weekday_of),
    (f"{_EVERY} {_PERIOD}", _say("every {}")),
    (f"{_EVERY} {_N} {_PERIOD}s?", _say("every {} {}")),
    (f"{_EVERY} {_LISTED}", _say("every {}")),
    (f"((?:{_WEEKDAY}s(?:, and |, | and |$))+)", lambda days: _say("every {}")(days.replace("days", "day"))),
    (f"(?:the )?{_NTH} (day|{_WORKDAY}|{_WEEKDAY}) of {_EVERY} {_PERIOD}", _say("every {2} on {0} {1}")),
    (f"(?:{_EVERY} year|annually) on (.+)", _put("every year on {}", "day")),
    (f"(.+?)(?:,| at| from)? {_CLOCK}", _timed),
    (
        f"(?:within )?{_N} {_WORKDAY}s? (?:after|after the end of) {_EVERY} {_PERIOD}",
        _say("{} workdays after every {}"),
    ),
    (f"(?:within )?{_N} {_UNIT} (after|following) (.+)", _offset),
    (f"{_N} {_UNIT} (before|prior to|ahead of) (.+)", _offset),
)

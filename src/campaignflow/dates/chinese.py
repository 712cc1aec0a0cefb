"""Dates in Chinese prose (3月22日—28日, 每月10日前, 会后3天内), put into the words of the formal grammar.

Wording only: no calendar is asked and no name looked up. 2月30日 becomes `02-30`, and the parser in
`campaignflow.dates.grammar` says what is wrong with it. A text with two readings is left alone.
"""

import re
import unicodedata

from campaignflow.dates.english import Term, Translation, between, first_of, table

__all__ = ["FORMS", "formal", "printed_weekday"]

_EXAMPLES = """
3月22日 = 03-22; 二〇二七年三月二十二日 = 2027-03-22; 3月22日—28日 = 03-22/28; 3—5月 = M03 to M05
3月22日至4月2日 = 03-22/04-02; 2027年3月22日至28日 = 2027-03-22/28; 3月份 = M03; 2027年3月 = 2027-03
民國104年3月22日至4月22日 = 民國104年3月22日 to 民國104年4月22日; 2027年3月至5月 = 2027-03/2027-05
3月下旬 = 03-late; 4月底至5月底 = 04-late/05-late; 3月上、中旬 = 03-early to 03-mid; 2027年底 = 2027-12-late
3月中旬至28日 = 03-mid to 03-28; 2027年第一季度 = 2027-Q1; 2027年全年 = all 2027
3月22日所在周 = week of 03-22; 3月第二周 = second week of M03; 3月最后一个周五 = last friday of 03
6月4日上午 = 06-04 morning; 3月22日9时30分 = 03-22 09:30; 3月22日上午9点至11点 = 03-22 09:00-11:00
下午3时 = 15:00; 9:30-11:00 = 09:30-11:00; 3月22日至28日每天9:00-11:00 = 03-22/28 daily 09:00-11:00
6月8日前 = until 06-08; 5月底前 = until 05-late; 自3月22日起 = from 03-22; 下半年 = H2
每两周 = every 2 week; 每个工作日9:00 = every workday 09:00; 每周一、三、五 = every monday, wednesday, friday
每月10日前 = every month on 10; 每月底 = every month on last day; 视情 = as needed
每月第一个周五 = every month on first friday; 每季度结束后8个工作日内 = 8 workdays after every quarter
每年3月22日 = every year on 03-22
5月下旬起为期1个月 = 05-late for 1 month; 会后3天内 = 会 + 3 days; 水日前5个工作日 = 水日 - 5 workdays
水周结束后2周 = 水周.end + 2 weeks; 竣工后 = after 竣工; 全年 = all programme; 长期 = from programme.start
时间待定 = tbd; 每月最后一个工作日 = every month on last workday
"""
FORMS: tuple[tuple[str, str], ...] = tuple(
    (prose, words) for row in re.split(r"; |\n", _EXAMPLES.strip()) for prose, words in [row.split(" = ")]
)
"""Prose and what it becomes: a pair for each form, for the docs and the tests."""

_FIXED = dict.fromkeys("待定 时间待定 日期待定 另行通知 时间另行通知 待通知 另行公布".split(), "tbd")
_FIXED |= dict.fromkeys("适时 视情 视情况 视需要 根据需要 按需".split(), "as needed")
_FIXED |= {"全年": "all programme", "长期": "from programme.start", "常年": "from programme.start"}

_SIMPLE = str.maketrans("個週號後點時長", "个周号后点时长")
_DIGITS = str.maketrans("〇零○一二两三四五六七八九", "0001223456789")
_NUMERAL = "[〇零○一二两三四五六七八九十]+(?![〇零○一二两三四五六七八九十0-9])"
_DASH = r"(?:[-‐–—―−─~〜]{1,2}|至|到)"
_HOURS = {"上午": range(12), "凌晨": range(7), "早上": range(4, 12), "中午": range(11, 15)}
_HOURS |= {"下午": range(12, 20), "晚上": range(17, 24), "晚": range(17, 24)}
_PARTS = {"上午": "morning", "下午": "afternoon", "晚上": "evening", "晚": "evening"}
_HOUR = rf"({'|'.join(_HOURS)})?([0-9]{{1,2}})"
_MINUTE = r"(?::([0-9]{2})|([时点])(?:([0-9]{1,2})分?|(半)|整)?)"
_TIMES = re.compile(rf"(?:(?<![0-9:-])|(?=[^0-9]))(?:{_HOUR}{_MINUTE}?{_DASH})?{_HOUR}{_MINUTE}(?![0-9])")
_ASCII_CLOCK = re.compile(r"\s*[0-9]{1,2}:[0-9]{2}\s*(?:[-~]|\Z)")
_CLOCK = " ([0-9]{2}:[0-9]{2}(?:-[0-9]{2}:[0-9]{2})?)"

_Y = "(?:(?P<era>民[國国]|令和)(?P<reign>[0-9]{1,3}|元)年|(?P<y>[0-9]{4})年)"
_M = "(?:(?P<m>[0-9]{1,2})月)"
_AT = "(?P<clock>上午|下午|晚上?| [0-9:-]+)?"
_TERMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("day", f"{_Y}?{_M}?(?P<d>[0-9]{{1,2}})[日号]{_AT}"),
        ("day", f"(?P<y>[0-9]{{4}})-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}}){_AT}"),
        ("third", f"(?:{_Y}年?|年)(?P<end>[初底末])"),
        ("third", f"{_Y}?(?:{_M}月?|月)(?P<rest>[初底末])"),
        ("third", f"{_Y}?{_M}?(?P<rest>[上中下]旬)"),
        ("month", f"{_Y}?{_M}(?:份|全月)?"),
        ("quarter", f"{_Y}?第?(?P<rest>[1-4])季度"),
        ("half", f"{_Y}?(?P<rest>[上下]半)年"),
        ("year", _Y),
    )
)
_REST = {"初": "early", "上旬": "early", "中旬": "mid", "下旬": "late", "底": "late", "末": "late", "": ""}
_REST |= {"上半": "H1", "下半": "H2", "1": "Q1", "2": "Q2", "3": "Q3", "4": "Q4"}
_BORROWED = {"day": "日", "month": "月", "quarter": "季度", "year": "年"}

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_W = "(?:[周週]|星期|礼拜|禮拜)"
_NTHS = dict(zip("第1 第2 第3 第4 第5".split(), "first second third fourth fifth".split(), strict=True))
_NTHS |= {f"第{n}": f"{n}th" for n in range(20, 5, -1)} | {"首": "first", "最后1": "last"}
_NTH = f"({'|'.join(sorted(_NTHS, reverse=True))})个?"
_PERIODS = {"天": "day", "日": "day", "工作日": "workday", "周": "week", "星期": "week", "月": "month"}
_PERIODS |= {"季度": "quarter", "年": "year"}
_WORDS = _NTHS | _PERIODS | {"小时": "hour", "分钟": "minute"}
_PERIOD = "(工作日|天|日|周|星期|月|季度|年)"
_COUNT = "[0-9]{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]"
_UNIT = "[个個]?工作日|天|日|[个個]?小[时時]|分[钟鐘]|[周週]|[个個]?星期|[个個]月|年"
_PRINTED = re.compile(
    rf"(?<=[0-9日号號])\s*\({_W}([一二三四五六日天])\)|(?<=[日号號])\s*\(([一二三四五六日天])\)"
    rf"|(?<=[0-9一二三四五六七八九十][日号號])\s*{_W}([一二三四五六日天])"
)
_NAME = re.compile(r"[^\s,;。、()?!~+]+(?: [^\s,;。、()?!~+]+)*")
_NO_NAME = re.compile(
    r"[\W0-9〇零○一二两三四五六七八九十年月日号时点分周上中下旬初底末半]*|[此该最随先午往稍落延推事以之其]|.*[前后後最]"
    r"|[今明昨去次翌当本同](?:[年月日天周季次届期].*)?|[上下]个?(?:[月周]|星期|季度).*|(?:即日|现在|目前|每).*"
    r"|(?i:after|all|daily|every|from|until) .*|.* (?:-|to|for) .*"
)


def formal(text: str) -> str | None:
    """Put `text` into the formal grammar; None where it is no Chinese prose or has two readings."""
    if len(text) > 100 or (text.isascii() and not _ASCII_CLOCK.match(text)):
        return None
    text = unicodedata.normalize("NFKC", text).strip()
    words = first_of(_FORMS, _prose(text)) or first_of(_BESIDE_NAMES, text)
    return words if words != text else None


def printed_weekday(text: str) -> tuple[str, int] | None:
    """Take the first weekday printed after a date out of `text`; Monday is 0, None when there is no more."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not (found := _PRINTED.search(text)):
        return None
    weekday = "一二三四五六日".index(found[found.lastindex or 0].replace("天", "日"))
    return text[: found.start()] + text[found.end() :], weekday


def _prose(text: str) -> str:
    """Leave out spaces, put numerals in digits and clocks as HH:MM: what the forms expect."""
    text = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])|^[于在](?=[0-9一二三四五六七八九十])", "", text)
    text = re.sub(_NUMERAL, lambda numeral: _number(numeral[0]), text.translate(_SIMPLE))
    return _TIMES.sub(_clock, text)


def _number(numeral: str) -> str:
    """Say 三 as 3, 二十二 as 22 and 二〇二七 as 2027, but leave 两三, which is two or three."""
    text = numeral.translate(_DIGITS)
    if tens := re.fullmatch("([1-9]?)十([1-9]?)", text):
        return f"{tens[1] or 1}{tens[2] or 0}"
    return numeral if re.fullmatch("[1-9]{2}", text) else text


def _clock(found: re.Match[str]) -> str:
    """Say 下午3点 as 15:00, 上午9点至11点 as 09:00-11:00; two readings as ?, which no form knows."""
    first, last = found.groups("")[:6], found.groups("")[6:]
    minutes = [_minutes(first[0], time) for time in (first, last) if time[1]]
    backwards = minutes[-1] <= minutes[0] and first[1] and not last[0]
    if min(minutes) < 0 or (backwards and (first[0] or minutes[0] < 13 * 60)):
        return "?"
    return " " + "-".join(f"{at // 60:02}:{at % 60:02}" for at in minutes)


def _minutes(earlier: str, time: tuple[str, ...]) -> int:
    own, written, colon, said, spoken, half = time
    hour, minute, part = int(written), 30 if half else int(colon or spoken or 0), own or earlier
    if part and (own or hour < 12):
        hour = max((hours for hours in (hour, hour + 12) if hours in _HOURS[part]), default=24)
    elif said == "点" and 1 <= hour <= 7:
        hour = 24  # three o'clock is at night or in the afternoon
    return hour * 60 + minute if hour < 24 and minute < 60 else -1


def _term(text: str) -> Term | None:
    for kind, pattern in _TERMS:
        if not (found := pattern.fullmatch(text)):
            continue
        has = dict.fromkeys(("era", "reign", "y", "m", "d", "end", "rest", "clock"), "") | found.groupdict("")
        month, day = has["m"] or {"": "", "初": "1"}.get(has["end"], "12"), has["d"]
        era = has["era"] and f"{has['era'].replace('国', '國')}{has['reign'].replace('元', '1')}年"
        if not (1 <= int(month or 1) <= 12 and 1 <= int(day or 1) <= 31) or (era and not (month and day)):
            return None
        rest = day.zfill(2) if day else _REST[has["rest"] or has["end"]]
        clock = _PARTS.get(has["clock"], has["clock"].strip())
        return Term(kind, has["y"] or era, month and month.zfill(2), rest, clock)
    return None


def _put(words: str) -> Translation:
    """Make a translation that puts one date into `words`."""

    def translate(text: str) -> str:
        term = _term(text)
        return words.format(term) if term and term.is_whole else ""

    return translate


def _days(text: str) -> str:
    """Name weekdays, from 周1、3、5 or 周1至5; empty if it is neither."""
    text = re.sub(_W, "", text).translate(_DIGITS).replace("天", "7").replace("日", "7")
    if found := re.fullmatch(rf"([1-7]){_DASH}([1-7])", text):
        return ", ".join(_DAYS[int(found[1]) - 1 : int(found[2])])
    listed = re.fullmatch("[1-6]{3,}|[1-7](?:[、,和及][1-7])*", text)
    return ", ".join(_DAYS[int(day) - 1] for day in re.findall("[1-7]", text)) if listed else ""


def _say(words: str) -> Translation:
    """Make a translation that puts periods, ordinals, weekdays and numbers into `words`."""

    def word(text: str) -> str:
        return str(int(text)) if text.isdigit() else _WORDS.get(text) or _days(text)

    def translate(*groups: str) -> str:
        said = [word(group) for group in groups]
        return words.format(*said) if all(said) else ""

    return translate


def _range(text: str) -> str | None:
    for dash in re.finditer(_DASH, text):
        first, end = re.sub("(?:起|开始)$", "", text[: dash.start()]), _term(text[dash.end() :])
        if end and (start := _term(first) or _term(first + _BORROWED.get(end.kind, ""))):
            return between(start, end)
    return None


def _timed(text: str, clock: str) -> str:
    days = formal(text) or ""
    return f"{days} {clock}" if re.fullmatch("every .*(?:day| on .*)", days) else ""


def _lasting(text: str, count: str, unit: str) -> str:
    term, number = _term(text), int(count)
    word = _WORDS[unit.removeprefix("个")]
    return (
        f"{term} for {number} {word}{'' if number == 1 else 's'}" if term and term.is_whole and number else ""
    )


def _daily(text: str, clock: str) -> str:
    span = formal(text) or ""
    return f"{span} daily {clock}" if "-" in clock and re.fullmatch("[0-9][0-9/-]+", span) else ""


def _ref(text: str) -> str:
    """Say a day in digits, anything else as it was written; empty where it can be no name."""
    if term := _term(_prose(text)):
        return str(term) if term.is_whole and term.kind == "day" and not term.clock else ""
    edge = {"结束": ".end", "开始": ".start"}.get(text[-2:], "")
    name = text[:-2].rstrip() if edge else text
    fits = _NAME.fullmatch(name) and not _NO_NAME.fullmatch(name) and not formal(name)
    return name + edge if fits else ""


def _offset(text: str, side: str, count: str, unit: str, within: str) -> str:
    base, number, back = _ref(text), int(_number(count)), side == "前"
    if not base or (back and within):
        return ""
    word = _WORDS[unit.translate(_SIMPLE).removeprefix("个")]
    return f"{base} {'-' if back else '+'} {number} {word}{'' if number == 1 else 's'}"


def _after(text: str) -> str:
    name = _ref(text)
    return f"after {name}" if name and not _term(_prose(text)) else ""


def _weekday_of(month: str, nth: str, weekday: str) -> str:
    term = _term(month)
    return f"{_NTHS[nth]} {_days(weekday)} of {term.year}{'-' * bool(term.year)}{term.month}" if term else ""


_BY = "(?:之前|以前|前)?"
_FORMS = table(
    ("(.+)", _FIXED.get),
    ("(.+)", _put("{}")),
    (_CLOCK, str),
    ("(?:自|从)?(.+?)(?:止|结束)?", _range),
    ("(.*[上中])、?([中下]旬)", lambda first, second: _range(f"{first}旬至{second}")),
    (f"(.+)(?:每天|每日){_CLOCK}", _daily),
    ("(?:自|从)?(.+?)(?:起|开始)?,?(?:为期|历时|持续)([0-9]{1,3})(天|日|周|个?月|年)", _lasting),
    ("(?:自|从)?(.+?)(?:起|开始)", _put("from {}")),
    ("(?:截至|截止到?|至|最迟|不迟于|不晚于)(.+(?:[日号底末]|[0-9]{2}))", _put("until {}")),
    # Not 3月前 and 3月中旬前: before it begins, or before it is over?
    ("(.+(?:[日号底末]|[0-9]{2}))(?:之前|以前|前|止|为止)", _put("until {}")),
    ("(.+年)全年", _put("all {}")),
    ("(.+[日号])(?:所在|当|那1)周", _put("week of {}")),
    (f"(.+月)的?{_NTH}(?:周|星期)", lambda month, nth: _put(f"{_NTHS[nth]} week of {{}}")(month)),
    (f"(.+月)的?{_NTH}({_W}[1-6日天])", _weekday_of),
    (f"每(?:个|逢|1个?(?!月))?{_PERIOD}(?:1次)?", _say("every {}")),
    ("每([2-9]|[1-9][0-9])个?(天|日|工作日|周|星期|(?<=个)月|(?<=个)季度|年)(?:1次)?", _say("every {} {}")),
    ("每半年", lambda: "every 6 month"),
    (f"(?:每逢?|逢)({_W}.+?){_BY}", _say("every {}")),
    (f"每个?月([1-9]|[12][0-9]|3[01])[日号]{_BY}", _say("every month on {}")),
    (f"每个?(月|季度)(?:月?[底末]|的?最后1[天日]){_BY}", _say("every {} on last day")),
    ("每个?(月|季度|年)的?(?:第1[天日]|首日)", _say("every {} on first day")),
    (f"每个?(周|月|季度|年)的?{_NTH}(工作日|{_W}[1-6日天]){_BY}", _say("every {} on {} {}")),
    (f"每年([0-9]+月[0-9]+日){_BY}", _put("every year on {}")),
    (f"(每.+){_CLOCK}", _timed),
    (
        "每个?(周|月|季度|年)(?:结束)?[之以]?后([0-9]+)个?工作日(?:之?内|以内)?",
        _say("{1} workdays after every {0}"),
    ),
)
_BESIDE_NAMES = table(
    (rf"(.*[^之以\s])\s*[之以]?([前后後])的?\s*({_COUNT})\s*({_UNIT})\s*([之以]?内)?", _offset),
    (r"(.*[^之以\s])\s*[之以]?[后後]", _after),
)

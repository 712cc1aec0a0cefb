"""What exported calendars say, and what `to_ics` refuses.

Sentences about working calendars and observances as data are in `campaignflow.labels.calendars`; titles and
notes are the planner's own words.
"""

from calendar import monthrange
from datetime import date

from campaignflow.labels.shape import Sentence, error

__all__ = ["SENTENCES", "WORDS", "span"]

WORDS: dict[str, tuple[str, str]] = {
    "morning": ("上午", "morning"),
    "afternoon": ("下午", "afternoon"),
    "evening": ("晚上", "evening"),
    "ics-and": ("、", ", "),
    "ics-remarked": ("{title}（{remark}）", "{title} ({remark})"),
    "ics-remark-and": ("，", ", "),
    "ics-due": ("截止：{title}", "Due: {title}"),
    "ics-due-at": ("{clock}截止：{title}", "Due {clock}: {title}"),
    "ics-some-time": ("{span}，日期未定", "some time within {span}"),
    "ics-some-time-long": (
        "日期未定，在{span}之内。",
        "The date is not fixed: some time within {span}.",
    ),
    "ics-from-here": ("自此日起", "from here on"),
    "ics-until-here": ("至此日止", "until this day"),
    "ics-from-clock": ("首日{clock}起", "from {clock} on the first day"),
    "ics-until-clock": ("末日{clock}止", "until {clock} on the last day"),
    "ics-from-part": ("首日{part}起", "from the {part} of the first day"),
    "ics-until-part": ("末日{part}止", "until the {part} of the last day"),
    "ics-one-hour": ("没有写结束时间，按一小时计。", "No end is given; one hour is assumed."),
    "ics-first-day": ("时间较长，只列在首日。", "It lasts long, so it stands on its first day only."),
    "ics-provisional": ("日期暂定。", "The date is provisional."),
    "ics-written": ("计划原文：{text}", "As planned: {text}"),
    "ics-embargo-open": (
        "解禁时间未定，定下之前不对外。",
        "When the embargo lifts is not decided; until then it is shown to nobody outside.",
    ),
    "ics-rests-on": (
        "取决于尚未公布的日历：{calendars}。",
        "Rests on calendars not announced yet: {calendars}.",
    ),
    "ics-rests-on-some": ("取决于尚未公布的日历。", "Rests on a calendar not announced yet."),
    "ics-embargo": ("{moment} 前不得对外公布。", "Under embargo until {moment}."),
    "ics-campaign": ("所属：{names}", "Campaign: {names}"),
    "ics-lead": ("责任单位：{names}", "Lead: {names}"),
    "ics-decides": ("审批：{names}", "Approval: {names}"),
    "ics-support": ("配合：{names}", "Support: {names}"),
    "ics-owner": ("责任人：{names}", "In charge: {names}"),
    "ics-media": ("媒体：{names}", "Media: {names}"),
    "ics-channels": ("渠道：{names}", "Channels: {names}"),
    "ics-part-lead": ("责任单位", "Lead"),
    "ics-part-decides": ("审批", "Approval"),
    "ics-part-support": ("配合单位", "Support"),
    "ics-part-owner": ("责任人", "In charge"),
    "ics-part-media": ("媒体", "Media"),
    "ics-undated": ("日期未定：{title}（{count}项）", "No date yet: {title} ({count})"),
    "ics-undated-long": (
        "下列工作没有自己的日期，列在首日，以免遗漏：",
        "These have no date of their own; they are listed on the first day so that none is forgotten:",
    ),
}

SENTENCES: dict[str, Sentence] = {
    "ics-longest": error(
        "longest 是天数，至少为 1，不能是 {value}。",
        "longest is a number of days, 1 or more, and not {value}.",
    ),
    "ics-partner-internal": error(
        "给媒体的日历不能用 internal：内部内容不给媒体。",
        "A partner's calendar cannot be internal: what is internal is not for a partner.",
    ),
    "ics-half-an-invitation": error(
        "organizer 和 addresses 要一起给：由谁邀请，各方的邮箱是什么；不邀请就都不给。",
        "Give organizer and addresses together: who invites, and where mail for each goes; or neither, to invite nobody.",
    ),
    "ics-zone-unknown": error(
        "没有“{zone}”这个时区。请写 IANA 时区名，如 Asia/Shanghai。",
        "There is no time zone “{zone}”. Write an IANA name such as Asia/Shanghai.",
    ),
    "ics-moment-naive": error(
        "{moment} 没有时区。请给带时区的时刻，或只给日期。",
        "{moment} has no time zone. Give an aware moment, or a day.",
    ),
    "alarm-unreadable": error(
        "看不懂提前多久提醒：“{text}”。可写 1天、2小时、30分钟、1 day。",
        "Cannot read how long before to remind: “{text}”. Write 1 day, 2 hours or 30 minutes.",
    ),
    "ics-choice-unknown": error(
        "{argument} 不能是“{value}”，只能是 {choices} 之一。",
        "{argument} cannot be “{value}”; it is one of {choices}.",
    ),
    "ics-bound-unreadable": error(
        "日历的起止看不懂“{text}”，请写日期或月份：2027-03-01 或 2027-03。",
        "Cannot read “{text}” as a bound of the calendar; write a day or a month: 2027-03-01 or 2027-03.",
    ),
    "ics-window-backwards": error(
        "日历不能从 {first} 起到 {last} 止：止在起之前。",
        "A calendar cannot reach from {first} to {last}: it would end before it begins.",
    ),
    "ics-nobody": error(
        "计划里没有叫“{id}”的{kind}，日历会是空的。",
        "The plan has no {kind} with the id “{id}”; the calendar would be empty.",
    ),
    "ics-event-without-start": error(
        "日历里的“{title}”没有开始时间，写不成日程。请给它 begin。",
        "“{title}” in the calendar has no start, so it cannot be written as an event. Give it a begin.",
    ),
}

_MONTHS = ("January February March April May June July August September October November December").split()
_THIRDS = {(1, 10): "上旬", (11, 20): "中旬"}


def span(first: date, last: date, lang: str) -> str:
    """Return the days from the first to the last in words, as short as they can be said."""
    return _span_zh(first, last) if lang == "zh" else _span_en(first, last)


def _whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]


def _span_zh(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{first.year}年{_day_zh(first)}至{last.year}年{_day_zh(last)}"
    if first == last:
        return _day_zh(first)
    months = (first.month, last.month)
    if _whole_months(first, last):
        if months == (1, 12):
            return f"{first.year}年"
        if months in {(1, 6), (7, 12)}:
            return "上半年" if months == (1, 6) else "下半年"
        if first.month % 3 == 1 and last.month == first.month + 2:
            return f"{'一二三四'[first.month // 3]}季度"
        return f"{first.month}月" if first.month == last.month else f"{first.month}月至{last.month}月"
    if first.month == last.month:
        third = _THIRDS.get((first.day, last.day))
        if first.day == 21 and last.day == monthrange(last.year, last.month)[1]:
            third = "下旬"
        return f"{first.month}月{third}" if third else f"{_day_zh(first)}至{last.day}日"
    return f"{_day_zh(first)}至{_day_zh(last)}"


def _day_zh(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _span_en(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{_day_en(first)} {first.year}-{_day_en(last)} {last.year}"
    if first == last:
        return _day_en(first)
    if _whole_months(first, last):
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        one, other = _MONTHS[first.month - 1], _MONTHS[last.month - 1]
        return one if one == other else f"{one}-{other}"
    if first.month == last.month:
        return f"{first.day}-{_day_en(last)}"
    return f"{_day_en(first)}-{_day_en(last)}"


def _day_en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"

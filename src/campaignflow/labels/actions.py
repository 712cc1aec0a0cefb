"""Sentences about verbs: applying, moving, opening, carrying out what is due."""

from campaignflow.labels.shape import Sentence, error

SENTENCES: dict[str, Sentence] = {
    # response clocks
    "clock-needs-hours": error(
        "回应时限按钟点计，“{text}”不行；请写几小时或几分钟，如 24 hours。",
        "A response is timed by the clock, which “{text}” is not; write hours or minutes, as 24 hours.",
    ),
    "clock-needs-zone": error(
        "时刻 {moment} 没有时区，不知是哪一刻。",
        "The moment {moment} has no time zone, so it names no instant.",
    ),
    "clock-not-running": error(
        "计时没有在走，不能暂停。", "The response clock is not running, so it cannot be paused."
    ),
    "clock-running": error(
        "计时已在走，不必再开始。", "The response clock is running already; it need not be resumed."
    ),
    "clock-stopped": error(
        "计时已于 {at} 结束；再次提出的要另行开始计时。",
        "The response clock was stopped at {at}; what is asked anew gets a clock of its own.",
    ),
    "clock-began-later": error(
        "计时 {since} 才开始，不能停在更早的 {at}；请核对时刻。",
        "The response clock began at {since} and cannot stand still from {at}, which is earlier; check the time.",
    ),
    # reminders
    "reminders-unreadable": error(
        "提醒办法的 {where} 处看不懂“{text}”，应为：{expected}。",
        "The reminder policy cannot be read at {where}: “{text}”; expected: {expected}.",
    ),
    # roll-over: no finding of a plan, so no waiver lifts it
    "rollover-same-id": error(
        "新计划不能仍叫“{id}”，请另取 id，如写上新的年份。",
        "The new programme cannot be called “{id}” as the old one is; give it an id of its own, with its year.",
    ),
    "rollover-needs-year": error(
        "计划期“{text}”没有起始年份，无法按年结转；请写明，如 2028。",
        "The period “{text}” begins in no year, so dates cannot be carried over; write one, as 2028.",
    ),
    "rollover-same-year": error(
        "新旧计划期都从 {year} 年开始，没有可结转的年份。",
        "Both periods begin in {year}; there is no year to carry over to.",
    ),
    "rollover-not-reworded": error(
        "“{text}”里的年份无法照原样改写；请另写日期。",
        "The year in “{text}” cannot be changed in its own words; write the date anew.",
    ),
    "rollover-observance-unknown": Sentence(
        "warning",
        "“{name}”{year} 年的日期尚未写明；请在 observances 的 known 里补上。",
        "The days of “{name}” in {year} are not written yet; add them under known of that observance.",
    ),
    "rollover-calendar": Sentence(
        "warning",
        "工作日历“{name}”只写了往年的日子；请补上 {year} 年的休息日和上班日。",
        "The calendar “{name}” lists days of earlier years only; add the days off and workdays of {year}.",
    ),
    "rollover-directive": Sentence(
        "warning",
        "“{title}”是上一年收到的部署；请换成新一年的文件，或删去。",
        "“{title}” was received for the year before; put this year's in its place, or take it out.",
    ),
    "rollover-on-day-off": Sentence(
        "warning",
        "“{title}”结转后落在 {day}，这天不上班；请改日期，或确认就在这天。",
        "“{title}” now falls on {day}, a day off; give it another day, or confirm this one.",
    ),
}

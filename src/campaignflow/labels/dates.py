"""Sentences about dates, durations and amounts: what cannot be read, and what to type instead."""

from campaignflow.labels.shape import Sentence, error

SENTENCES: dict[str, Sentence] = {
    "when-empty": error(
        "这里没有日期。还没定就写 tbd。", "There is no date here; write tbd if it is not decided."
    ),
    "when-too-long": error(
        "日期写得太长（超过 {limit} 个字符）。", "This date is too long (over {limit} characters)."
    ),
    "when-unreadable": error(
        "看不懂日期“{text}”。可写 2027-03-22、2027-03-22/28、2027-03-late、3月下旬、water-day - 5 workdays、every friday 或 tbd。",
        "Cannot read the date “{text}”. Write for example 2027-03-22, 2027-03-22/28, 2027-03-late, "
        "water-day - 5 workdays, every friday or tbd.",
    ),
    "when-two-readings": error(
        "“{text}”有两种读法。请写“{first} to {last} {tail}”（只有最后一天），或“{first}/{last} daily 08:00-12:00”（每天）。",
        "“{text}” has two readings. Write “{first} to {last} {tail}” (the last day only) or "
        "“{first}/{last} daily 08:00-12:00” (each day).",
    ),
    "date-is-a-serial-number": error(
        "“{text}”是 Excel 的日期序号，应写 {offer}。",
        "“{text}” is Excel's serial number of a date; write {offer}.",
    ),
    "date-not-iso": error(
        "“{text}”这种写法各地读法不同，请写 {offer}。",
        "“{text}” is read differently in different places; write {offer}.",
    ),
    "no-such-day": error(
        "没有 {text} 这一天，该月最后一天是 {last}。",
        "There is no day {text}; the last of that month is {last}.",
    ),
    "no-such-month": error("没有第 {month} 个月。", "There is no month {month}."),
    "no-such-week": error("{year} 年没有第 {week} 周。", "{year} has no week {week} (ISO 8601)."),
    "year-far-off": error(
        "{year} 年不在 {first}–{last} 之间。", "The year {year} is not between {first} and {last}."
    ),
    "offset-needs-spaces": error(
        "“{text}”里的加减号前后要有空格：请写 {offer}。",
        "Plus and minus need a space on both sides in “{text}”: write {offer}.",
    ),
    "offset-too-far": error(
        "往前或往后 {count} {unit}超出了历法范围。", "{count} {unit} away is beyond the calendar."
    ),
    "clock-unreadable": error(
        "看不懂时刻“{text}”，请写 09:30 或 09:30-11:00。",
        "Cannot read the time “{text}”; write 09:30 or 09:30-11:00.",
    ),
    "clock-span-empty": error("“{text}”的起止时刻相同。", "“{text}” starts and ends at the same time."),
    "clock-needs-a-day": error(
        "“{text}”要跟在确定的某一天之后；这里的日期不是一天。",
        "“{text}” needs a known day before it; the date here is not one day.",
    ),
    "hours-need-a-clock": error(
        "按小时或分钟推算，作为基准的那一项要有时刻；请给它写上时刻，或改用 days 按天推算。",
        "Hours and minutes are counted from an item that has a clock time; give it one, or write days to count days.",
    ),
    "after-needs-a-name": error(
        "after 后面要写计划里的一项，不能写“{text}”；要写日期请用 from。",
        "“after” takes another item of the plan, not “{text}”; use “from” with a date.",
    ),
    "commencing-needs-a-day": error(
        "w/c 后面要写那一周的第一天，不能写“{text}”。", "“w/c” takes the first day of the week, not “{text}”."
    ),
    "recurrence-unreadable": error(
        "看不懂周期“{text}”。可写 every friday、every month on 10、every month on last workday、8 workdays after every quarter。",
        "Cannot read “{text}”. Write for example every friday, every month on 10, every month on last workday, "
        "8 workdays after every quarter.",
    ),
    "recurrence-not-here": error(
        "这里只能写一次性的日期，不能写周期。", "Only a date fits here, not something that comes round."
    ),
    "recurrence-too-many": error(
        "这一周期会产生超过 {limit} 次，请缩小范围或改用更长的周期。",
        "This comes round more than {limit} times; shorten its span or choose a longer period.",
    ),
    "rrule-unreadable": error(
        "重复规则“{text}”看不懂，或永远轮不到。RRULE 须合 RFC 5545，频率为 DAILY、WEEKLY、MONTHLY 或 YEARLY，UNTIL 写成 20270601。",
        "The rule “{text}” cannot be read, or never comes round. RRULE follows RFC 5545, with a frequency of DAILY, WEEKLY, "
        "MONTHLY or YEARLY; write UNTIL as 20270601.",
    ),
    "every-zero": error("“{text}”：间隔至少是 1。", "“{text}”: the step is at least 1."),
    "pick-unreadable": error(
        "看不懂 on 后面的“{text}”。可写 10、first day、last day、last workday、8th workday、first friday、03-22。",
        "Cannot read “{text}” after “on”. Write 10, first day, last day, last workday, 8th workday, first friday or 03-22.",
    ),
    "pick-outside": error("每个{period}里没有“{text}”。", "There is no “{text}” in every {period}."),
    "pick-not-in-every-month": error(
        "不是每个月都有 {day} 日。要写月末请用 every month on last day。",
        "Not every month has a day {day}. For the end of the month write every month on last day.",
    ),
    "duration-unreadable": error(
        "看不懂时长“{text}”。可写 3 workdays、14 days、2 weeks、24 hours、3个工作日。",
        "Cannot read the duration “{text}”. Write 3 workdays, 14 days, 2 weeks or 24 hours.",
    ),
    "duration-of-another-kind": error(
        "“{text}”不能与 {kind} 混用：工作日、日历天数和钟点是三种时长。",
        "“{text}” does not mix with {kind}: working days, calendar spans and clock hours are three kinds.",
    ),
    "moment-needs-its-zone-beside-it": error(
        "“{text}”带有时区。请写当地时间，时区另写在 timezone 里。",
        "“{text}” carries a zone. Write the local time, and the zone under timezone.",
    ),
    "lasts-nothing": error("时长至少是 1。", "A duration is at least 1."),
    "ends-before-it-starts": error(
        "结束（{end}）早于开始（{start}）。", "It ends ({end}) before it starts ({start})."
    ),
    "needs-start-or-end": error(
        "“{name}”有起有止：“{name}.start {offset}”是 {start}，“{name}.end {offset}”是 {end}，请写明一个。",
        "“{name}” begins and ends: “{name}.start {offset}” is {start}, “{name}.end {offset}” is {end}; write one of them.",
    ),
    "needs-one-day": error(
        "“{name}”不止一天：“{offset}”从首日算是 {start}，从末日算是 {end}，请写其中一个。",
        "“{name}” has several days: “{offset}” is {start} from its first, {end} from its last; write one of these.",
    ),
    "needs-one-end": error(
        "“{name}”只有一端有日期，请写 {name}.{edge}。",
        "“{name}” is open at the other end; write {name}.{edge}.",
    ),
    "week-of-needs-a-day": error(
        "week of 后面要写一天，“{text}”不是一天。", "“week of” takes one day, and “{text}” is not one day."
    ),
    "no-such-week-of": error(
        "{text} 里没有第 {nth} 周（共 {count} 周）。", "{text} has no week {nth} (it has {count})."
    ),
    "no-such-weekday": error(
        "{text} 里没有第 {nth} 个这样的星期几（共 {count} 个）。",
        "{text} has no such weekday number {nth} (it has {count}).",
    ),
    "weekday-needs-nth": error(
        "{text} 里有 {count} 个这样的星期几，请写 first、2nd 或 last。",
        "{text} has {count} such weekdays; write first, 2nd or last.",
    ),
    "yearless-open-period": error(
        "“{text}”没写年份，而计划期没有终点或未定，请写年份。",
        "“{text}” has no year and the programme's period is open; write the year.",
    ),
    "yearless-outside-period": error(
        "“{text}”不在计划期 {first} 至 {last} 之内，请写年份。",
        "“{text}” does not fall in the period {first} to {last}; write the year.",
    ),
    "yearless-twice": error(
        "“{text}”在计划期内出现不止一次（{days}），请写年份。",
        "“{text}” falls more than once in the period ({days}); write the year.",
    ),
    "observance-unknown": error("没有叫“{name}”的节日或纪念日。", "There is no observance called “{name}”."),
    "observance-needs-year": error(
        "计划期没有终点，“{name}”要写年份，如 observance:{name} 2027。",
        "The programme's period is open: name the year, as in observance:{name} 2027.",
    ),
    "observance-never": error("“{name}”在 {where} 内没有。", "“{name}” does not fall in {where}."),
    "observance-often": error(
        "“{name}”在 {where} 内不止一次（{days}），请写年份或日期。",
        "“{name}” falls more than once in {where} ({days}); name the year, or write the day.",
    ),
    "money-unreadable": error(
        "看不懂金额“{text}”。可写 80000 CNY、8万元、¥1,234.50，未知写 unknown。",
        "Cannot read the amount “{text}”. Write 80000 CNY, 8万元, ¥1,234.50, or unknown.",
    ),
    "money-too-long": error("金额超过 {limit} 位数字。", "The amount has more than {limit} digits."),
    "money-not-exact": error(
        "金额不能用 {got}（不精确），请用文字或 Decimal。",
        "Amounts are not taken from {got}, which is not exact; use text or Decimal.",
    ),
    "money-two-currencies": error(
        "“{text}”涉及两种货币（{one} 与 {other}），不能相加或比较。",
        "“{text}” brings two currencies together ({one} and {other}); they neither add up nor compare.",
    ),
    "currency-unknown": error(
        "“{text}”不是 ISO 4217 货币代码，如 CNY、USD。",
        "“{text}” is no ISO 4217 currency code such as CNY or USD.",
    ),
    "split-needs-weights": error(
        "拆分金额要有不为零的正比例。", "Splitting an amount takes positive shares that are not all zero."
    ),
    "needs-text": error("这里要写文字，而不是 {got}。", "Text is expected here, not {got}."),
}

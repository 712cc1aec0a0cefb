"""Sentences about working calendars, the Chinese calendar and observances as data."""

from campaignflow.labels.shape import Sentence, error

SENTENCES: dict[str, Sentence] = {
    "calendar-unknown": error(
        "没有“{calendar}”的工作日历。请写 ISO 3166 代码（CN、TW、GB-ENG、US-CA），或 calendars 中定义的名称。",
        "There is no working calendar “{calendar}”. Write an ISO 3166 code (CN, TW, GB-ENG, US-CA) or one defined "
        "under calendars.",
    ),
    "calendar-needs-part": error(
        "{calendar} 各地放假不同，请写 {parts} 之一。",
        "The parts of {calendar} keep different holidays; write one of {parts}.",
    ),
    "calendar-out-of-range": error(
        "工作日历“{calendar}”只能数到 {first} 年至 {last} 年。",
        "The working calendar “{calendar}” counts no further than the years {first} to {last}.",
    ),
    "calendar-never-works": error(
        "工作日历“{calendar}”每天都休息，数不出工作日。请在每周留出至少一个工作日。",
        "The working calendar “{calendar}” is off on all seven days; leave at least one working day a week.",
    ),
    "calendar-off-and-on": error(
        "工作日历“{calendar}”把 {days} 既列为放假又列为上班，请删去一处。",
        "The working calendar “{calendar}” lists {days} both as off and as worked; remove one of the two.",
    ),
    "notice-unreadable": error(
        "看不懂这份放假通知。应为 JSON：year 为年份，days 中每天有 name、date（YYYY-MM-DD）和 isOffDay（true 或 false）。",
        "Cannot read this notice of holidays. It should be JSON with year, and days that each have name, "
        "date (YYYY-MM-DD) and isOffDay (true or false).",
    ),
    "notice-other-year": error(
        "{year} 年的放假通知里有别的年份的日期：{days}。只能有该年和上一年 12 月的日期。",
        "The notice for {year} has days of another year: {days}. It may have days of that year and of the "
        "December before.",
    ),
    "lunar-out-of-range": error(
        "{year} 年的农历和节气无法推算，只能算 {first} 年至 {last} 年。",
        "Lunar dates and solar terms of {year} are not known, only those of {first} to {last}.",
    ),
    "solar-term-unknown": error(
        "没有“{term}”这个节气。请写二十四节气之一，如 清明、冬至。",
        "There is no solar term “{term}”. Write one of the 24 in Chinese, such as 清明 or 冬至.",
    ),
    "observance-bad-rule": error(
        "节日或纪念日“{name}”的规则不对：{rule}。请改 {key}。",
        "The rule of the observance “{name}” is wrong: {rule}. Mend {key}.",
    ),
    "observance-bad-known": error(
        "节日或纪念日“{name}”的 known 应为“年份: [首日, 末日]”，日期写 MM-DD 或 YYYY-MM-DD，末日不早于首日。",
        "The known years of the observance “{name}” should read year: [first day, last day], days as MM-DD or "
        "YYYY-MM-DD, the last not before the first.",
    ),
}

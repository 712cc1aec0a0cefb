"""What is said about others' calendars: what was mended while one was read, and what became of it."""

from campaignflow.labels.shape import Sentence, error, note, warning

__all__ = ["SENTENCES"]

SENTENCES: dict[str, Sentence] = {
    "needs-ical-extra": error(
        '读取别人的日历需要附加组件：pip install "campaignflow[ical]"',
        'Reading others\' calendars needs an extra: pip install "campaignflow[ical]"',
    ),
    "ics-no-calendar": error(
        "这不是日历：没有 BEGIN:VCALENDAR。请从对方的日历程序重新导出 .ics 文件。",
        "This is no calendar: there is no BEGIN:VCALENDAR. Export the .ics file again from the other program.",
    ),
    "ics-line-unreadable": error(
        "这一行读不懂，已略过：{text}",
        "This line cannot be read and was left out: {text}",
    ),
    "ics-unclosed": warning(
        "{name} 没有结尾（END:{name}），已按到此为止读入；文件可能不完整。",
        "{name} is not closed by END:{name}; it was read as far as it goes. The file may be cut off.",
    ),
    "ics-no-start": error(
        "日程“{title}”没有开始时间，没有读入。",
        "“{title}” has no start and was left out.",
    ),
    "ics-start-unreadable": error(
        "日程“{title}”的开始时间“{text}”读不懂，没有读入。",
        "The start of “{title}” cannot be read and the event was left out: {text}",
    ),
    "ics-value-unreadable": warning(
        "{name} 的值“{text}”读不懂，已略过。",
        "The value of {name} cannot be read and was left out: {text}",
    ),
    "ics-rule-unreadable": warning(
        "日程“{title}”的重复规则用不了：{text}。只读入第一次。",
        "The rule by which “{title}” comes round cannot be followed: {text}. Only its first time was read.",
    ),
    "ics-too-many": error(
        "日程超过 {limit} 个，其余没有读入。请分几次导出。",
        "There are more than {limit} events; the rest was left out. Export the calendar in parts.",
    ),
    "ics-more": note(
        "还有 {count} 处同类情况没有列出。", "There are {count} more of the same kinds, not listed."
    ),
    "ics-left-out": note(
        "{count} 个 {kind} 之类的项目不是日程，没有读入。",
        "Items that are no events, such as {kind}, were left out: {count}.",
    ),
    "ics-bare-lf": note(
        "行末不是 CRLF，已照读。", "The lines do not end in CRLF; they were read all the same."
    ),
    "ics-not-folded": note(
        "有的行超过 75 个字节，没有折行，已照读。",
        "Lines of more than 75 octets are not folded; they were read all the same.",
    ),
    "ics-fold-broken": warning(
        "这一行不是属性，已接到上一行：{text}",
        "This line is no property; it was joined to the one before: {text}",
    ),
    "ics-text-replaced": warning(
        "文件里有打不出来的字符（{sign}），已换成 �。",
        "The file has characters that nobody can type ({sign}); each was replaced by �.",
    ),
    "ics-no-end": note(
        "日程“{title}”没有写结束时间。",
        "“{title}” says no end.",
    ),
    "ics-end-is-start": note(
        "全天日程“{title}”的结束等于开始，按一天读入。",
        "The all-day event “{title}” ends as it starts; it was read as one day.",
    ),
    "ics-end-before-start": warning(
        "日程“{title}”的结束早于开始，已不取结束时间。",
        "“{title}” ends before it starts; its end was not taken.",
    ),
    "ics-midnights": note(
        "“{title}”从零点到零点，标为全天，按全天读入。",
        "“{title}” lasts from midnight to midnight and is marked as all-day; it was read as days.",
    ),
    "ics-floating": note(
        "有的时间没有写时区，按 {zone} 读入。",
        "Times without a time zone were read in {zone}.",
    ),
    "ics-zone-mapped": note(
        "时区“{written}”按 {zone} 读入。", "The time zone “{written}” was read as {zone}."
    ),
    "ics-zone-guessed": warning(
        "时区“{written}”不是通用名称；按它自带的规则，与 {zone} 一致，按 {zone} 读入。",
        "“{written}” is no name of a time zone; its own rules are those of {zone}, and it was read so.",
    ),
    "ics-zone-by-rules": warning(
        "时区“{written}”与世界上任何时区都不一致；按它自带的规则换算。",
        "“{written}” goes like no time zone of the world; its times were read by its own rules.",
    ),
    "ics-zone-unread": warning(
        "没有“{written}”这个时区，文件里也没有它的规则；按 {zone} 读入，请核对时间。",
        "There is no time zone “{written}” and the file has no rules for it; it was read in {zone}. Check the times.",
    ),
    "ics-no-uid": note(
        "日程“{title}”没有 UID，已按标题和开始时间编一个；改期以后会当成另一个日程。",
        "“{title}” has no UID; one was made from its title and start. Moved, it will count as another event.",
    ),
    "ics-uid-twice": note(
        "日程“{title}”在第 {first} 行已有另一个版本，取较新的。",
        "Another version of “{title}” stands on line {first}; the newer one was taken.",
    ),
    "ics-uid-shared": warning(
        "日程“{title}”与第 {first} 行的另一日程共用一个 UID，两个都已读入；改期以后会当成另一个日程。",
        "“{title}” has the UID of another event on line {first}; both were read. Moved, it will count as another event.",
    ),
}

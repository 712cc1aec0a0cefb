"""What is said about others' calendars: what was mended while one was read, and what became of it."""

from campaignflow.labels.shape import Sentence, error, note, warning

__all__ = ["SENTENCES", "TOLD", "WORDS"]

WORDS: dict[str, tuple[str, str]] = {
    "help-import": ("把别人的日历收进计划。", "Take somebody else's calendar into a plan."),
    "help-import-file": ("别人的 .ics 文件。", "The .ics file."),
    "help-into": (
        "收进这份计划；不写则把 YAML 输出到屏幕。",
        "Plan to take it into; else the YAML is printed.",
    ),
    "help-import-kind": (
        "收作什么：key-dates 或 observances。",
        "What it becomes: key-dates or observances.",
    ),
    "help-import-name": (
        "在计划里的 id；不写则取文件名。",
        "Its id in the plan; by default the file's name.",
    ),
    "help-import-lead": ("哪个单位负责这些时间节点。", "The unit that leads the campaign of the key dates."),
    "help-import-timezone": (
        "没写时区的时间按哪个时区读；不写则按计划的。",
        "Zone of times without one; by default the plan's.",
    ),
    "import-key-dates": ("时间节点", "key dates"),
    "import-observances": ("节日、纪念日", "observances"),
    "import-new": ("新增", "new"),
    "import-moved": ("改期", "moved"),
    "import-changed": ("有改动", "changed"),
    "import-gone": ("已不在", "gone"),
}

TOLD: dict[str, Sentence] = {
    "import-read": note("{file}：{count} 个日程收作{kind}。", "{file}: {count} events, taken as {kind}."),
    "import-same": note(
        "与上次收下的完全一样，{file} 没有改动。",
        "Nothing has changed since the last import; {file} is as it was.",
    ),
    "import-nothing": note("没有可收的，什么也没有写。", "There is nothing to take in; nothing was written."),
    "import-would": note("会写入 {file}；试运行，没有写。", "Would write {file}; nothing was written."),
    "import-include": note("请在计划里加上一行：{line}", "Add this line to the plan: {line}"),
}
"""What an import says when all is well."""

SENTENCES: dict[str, Sentence] = {
    "import-not-ours": error(
        "{file} 不是收日历时写的，没有改动。请用 --name 换一个名称。",
        "{file} was not written by an import; nothing was changed. Choose another name with --name.",
    ),
    "import-address": error(
        "import 只收文件，不从网上取。请先把日历下载成 .ics 文件，再写文件名。",
        "import takes a file and fetches nothing. Download the calendar as an .ics file first, and name that.",
    ),
    "import-cancelled": note(
        "{count} 个日程已取消，没有收下。", "Events that are cancelled were left out: {count}."
    ),
    "import-outside": note(
        "{count} 个日程不在 {first} 至 {last} 之内，没有收下。",
        "Events outside {first} to {last} were left out: {count}.",
    ),
    "import-endless": note(
        "没有终止日期的重复日程只收到 {last} 为止：{count} 个。",
        "Series without an end were taken up to {last}: {count}.",
    ),
    "import-too-many": error(
        "期内的日程超过 {limit} 个，只收到 {last} 为止。请用 --from、--to 缩短范围，分几次导入。",
        "More than {limit} events fall on these days; those up to {last} were taken. Name fewer days with --from and --to.",
    ),
    "import-series-cut": warning(
        "日程“{title}”（第 {line} 行）重复次数太多，只收入一部分。请用 --from、--to 缩短范围。",
        "“{title}” (line {line}) comes round too often to be taken whole. Name fewer days with --from and --to.",
    ),
    "import-none-inside": warning(
        "{count} 个日程都不在 {first} 至 {last} 之内，一个也没有收下。是不是别的年份的文件？",
        "None of the events ({count}) is within {first} to {last}; none was taken. Is it the file of another year?",
    ),
    "import-timed": warning(
        "{count} 个有钟点的日程不是节日、纪念日，没有收下；要收作时间节点，请写 --kind key-dates。",
        "Events with a clock time are no observances and were left out: {count}. --kind key-dates takes them.",
    ),
    "needs-ical-extra": error(
        '读取别人的日历需要附加组件：pip install "campaignflow[ical]"',
        'Reading others\' calendars needs an extra: pip install "campaignflow[ical]"',
    ),
    "ics-no-calendar": error(
        "这不是日历：没有 BEGIN:VCALENDAR。请从对方的日历程序重新导出 .ics 文件。",
        "This is no calendar: there is no BEGIN:VCALENDAR. Export the .ics file again from the other program.",
    ),
    "ics-empty": error(
        "文件是空的。请从对方的日历程序重新导出，或重新下载。",
        "The file is empty. Export or download it again.",
    ),
    "ics-packed": error(
        "这是压缩文件。请先解压，再收其中的 .ics 文件。",
        "The file is packed (zip, gzip). Unpack it and import the .ics file inside.",
    ),
    "ics-web-page": error(
        "这是网页，不是日历，多半是登录页或出错页。请登录后重新下载，或改用日历的订阅地址。",
        "This is a web page, no calendar; perhaps one that asks to log in. Download the calendar again once logged in, or from the address for subscribers.",
    ),
    "ics-answer": error(
        "这是对会议邀请的答复（METHOD:{method}），不是日历，其中的日程没有读入。请导出日历本身。",
        "This is an answer to an invitation (METHOD:{method}), no calendar, and nothing of it was read. Export the calendar itself.",
    ),
    "ics-fold-split": note(
        "有的字被折行从中间断开，已接回。",
        "Some characters were cut in two where lines are folded; they were put together.",
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
        "时区“{written}”不是通用名称，也没有找到与它一致的时区；按它自带的规则换算。",
        "“{written}” is no name of a time zone, and none was found that goes like it; its times were read by its own rules.",
    ),
    "ics-zone-unread": warning(
        "没有“{written}”这个时区，文件里也没有它的规则；按 {zone} 读入，请核对时间。",
        "There is no time zone “{written}” and the file has no rules for it; it was read in {zone}. Check the times.",
    ),
    "ics-zone-offset": warning(
        "时区“{written}”只写明了时差，按 {zone} 读入，不计夏令时；请核对时间。",
        "“{written}” names an offset only; it was read as {zone}, without summer time. Check the times.",
    ),
    "ics-zone-and-utc": warning(
        "时间 {text} 写成世界时（末尾有 Z），同一行又写了时区“{written}”；按世界时读入，请核对时间。",
        "{text} is a time in UTC, but its line names the time zone “{written}”, too; it was read as UTC. Check the times.",
    ),
    "ics-other-form": note(
        "日期写法不合标准（{text}），已照读。",
        "A date is not written as the standard has it ({text}); it was read all the same.",
    ),
    "ics-zone-contradicted": warning(
        "文件里“{written}”自带的规则与它的名称不符：{day} 按规则是 {offset}，按名称是 {own}。按名称读作 {zone}，请核对时间。",
        "The file's own rules for “{written}” are not those of its name: on {day} they say {offset}, the name {own}. It was read by the name, as {zone}. Check the times.",
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

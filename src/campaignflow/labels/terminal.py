"""What the command line says: help, tables, summaries, usage errors."""

from campaignflow.labels.shape import Sentence, error, note

SENTENCES: dict[str, Sentence] = {
    "needs-cli-extra": error(
        "命令行需要附加组件，请运行：pip install 'campaignflow[cli]'",
        "The command line needs an extra: pip install 'campaignflow[cli]'",
    ),
    "file-missing": error("找不到文件 {file}。", "There is no file {file}."),
    "file-is-folder": error(
        "{file} 是文件夹，请写其中的计划文件。", "{file} is a folder; name the plan file in it."
    ),
    "file-not-plain": error("{file} 不是普通文件。", "{file} is no ordinary file."),
    "not-a-calendar": error(
        "{file} 已经存在，且不是日历，没有改动；请换一个文件名，如 plan.ics。",
        "{file} exists and is no calendar; nothing was changed. Choose another name, such as plan.ics.",
    ),
    "file-forbidden": error("没有读写 {file} 的权限。", "{file} may not be read or written."),
    "file-exists": error("{file} 已经存在，没有改动。", "{file} exists already; nothing was changed."),
    "file-trouble": error("文件 {file} 出错：{why}", "Trouble with {file}: {why}"),
    "our-fault": error(
        "程序出了内部错误（{kind}:{why}）。这不是计划的问题；请连同计划文件告知开发者，设 CAMPAIGNFLOW_DEBUG=1 可看详情。",
        "Something is wrong inside campaignflow ({kind}: {why}). It is not your plan's fault; please report it with "
        "the plan. CAMPAIGNFLOW_DEBUG=1 shows the details.",
    ),
    "interrupted": error("已中断。", "Interrupted."),
    "day-unreadable": error(
        "看不懂日期“{text}”，请写 2027-03-01。", "Cannot read the day “{text}”; write 2027-03-01."
    ),
    "no-command": error(
        "请写一个命令：{commands}。详见 campaignflow --help。",
        "Name a command: {commands}. See campaignflow --help.",
    ),
    "no-such-command": error(
        "没有“{word}”这个命令。可用：{commands}。", "There is no command “{word}”. Known: {commands}."
    ),
    "no-such-option": error(
        "没有“{option}”这个选项。详见 {help}。", "There is no option “{option}”. See {help}."
    ),
    "missing-argument": error("缺少 {name}。详见 {help}。", "{name} is missing. See {help}."),
    "extra-arguments": error(
        "“{what}”多余，不知何意。详见 {help}。", "“{what}” is one argument too many. See {help}."
    ),
    "option-needs-value": error(
        "选项 {what} 后面要写内容。详见 {help}。", "The option {what} needs a value. See {help}."
    ),
    "option-takes-no-value": error(
        "选项 {what} 后面不写内容。详见 {help}。", "The option {what} takes no value. See {help}."
    ),
    "usage": error("命令写法不对：{why} 详见 {help}。", "The command is not right: {why} See {help}."),
    "calendar-written": note("已写入 {file}，共 {count} 项。", "Wrote {file}; items: {count}."),
    "starter-written": note(
        "已写入 {file}。接着运行：campaignflow check {file}", "Wrote {file}. Next: campaignflow check {file}"
    ),
    "starter-would-be": note(
        "将写入 {file}（试运行，没有写）。", "Would write {file} (dry run, nothing written)."
    ),
    "plan-summary": note(
        "{title}（{first} 至 {last}）：{campaigns} 项宣传活动，{key_dates} 个时间节点，{activities} 项活动，{routines} 项例行工作。",
        "{title} ({first} to {last}). Campaigns: {campaigns}, key dates: {key_dates}, activities: {activities}, routines: {routines}.",
    ),
    "findings-summary": note(
        "{errors} 个错误，{warnings} 个警告，{notes} 条说明。",
        "Errors: {errors}, warnings: {warnings}, notes: {notes}.",
    ),
    "waived": note("（已豁免：{reason}）", "(waived: {reason})"),
    "month-heading": note("{year} 年 {month} 月", "{year}-{month:0>2}"),
    "due-by": note("截止 {day}", "due {day}"),
    "until-day": note("至 {day}", "until {day}"),
    "rests-on": note("待 {names} 公布", "awaits {names}"),
}

WORDS: dict[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("说明", "note"),
    "notes-hint": ("（--notes 查看说明）", " (--notes shows the notes)"),
    "nothing-planned": ("这段时间没有安排。", "Nothing is planned in this time."),
    "provisional": ("暂定", "provisional"),
    "under-way": ("此前开始、仍在进行", "Begun earlier and going on"),
    "column-day": ("日期", "Day"),
    "column-title": ("事项", "Title"),
    "column-kind": ("类别", "Kind"),
    "column-lead": ("责任单位", "Lead"),
    "column-mark": ("备注", "Remarks"),
    "csv-id": ("编号", "id"),
    "csv-kind": ("类别", "kind"),
    "csv-title": ("事项", "title"),
    "csv-start": ("开始", "start"),
    "csv-end": ("结束", "end"),
    "csv-due": ("截止", "due"),
    "csv-precision": ("精度", "precision"),
    "csv-certainty": ("确定程度", "certainty"),
    "csv-lead": ("责任单位", "lead"),
    "csv-support": ("配合单位", "support"),
    "csv-owner": ("责任人", "owner"),
    "csv-where": ("地点", "where"),
    "csv-note": ("备注", "note"),
    "stage-read": ("正在读取计划……", "Reading the plan …"),
    "stage-check": ("正在推算日期并检查……", "Working out the dates and checking …"),
    "help": (
        "把年度宣传计划变成经过检查的日期和可以订阅的日历。",
        "Turn an annual publicity plan into checked dates and calendars.",
    ),
    "help-plan": ("计划文件（.yaml、.json 或 .toml）。", "Plan file (.yaml, .json or .toml)."),
    "help-check": ("检查计划，列出全部问题。", "Check a plan and list everything found."),
    "help-strict": ("有警告也算不通过。", "Fail on warnings too."),
    "help-notes": ("也显示说明。", "Show notes as well."),
    "help-json": ("输出 JSON。", "Print JSON."),
    "help-csv": ("输出供电子表格用的 CSV。", "Print CSV for spreadsheets."),
    "help-today": ("把这一天当作今天。", "Take this day for today."),
    "help-schedule": ("按月列出日程。", "List the schedule by month."),
    "help-unit": ("只看这个单位。", "Only this unit."),
    "help-from": ("从这一天起。", "From this day on."),
    "help-to": ("到这一天止。", "Up to this day."),
    "help-ics": ("写出 iCalendar 日历。", "Write an iCalendar file."),
    "help-output": ("写到这个文件；不写则输出到屏幕。", "Write to this file instead of the screen."),
    "help-partner": (
        "给这家媒体：只含可对媒体公开的内容。",
        "For this media partner: nothing internal or embargoed.",
    ),
    "help-person": ("只看这个人。", "Only this person."),
    "help-campaign": ("只看这项宣传活动。", "Only this campaign."),
    "help-audience": (
        "给谁看：internal、partners 或 public。",
        "Who will read it: internal, partners or public.",
    ),
    "help-schema": (
        "输出计划文件的 JSON Schema，供编辑器使用。",
        "Print the JSON Schema of the plan file, for editors.",
    ),
    "help-new": ("新建一份带注释的计划范例。", "Write a commented starter plan."),
    "help-new-kind": ("要新建的东西：plan。", "What to start: plan."),
    "help-new-folder": ("写到这个文件夹。", "Folder to write it to."),
    "help-lang": (
        "--lang zh|en 选择语言，可用于任何命令；--version 显示版本。",
        "--lang zh|en chooses the language of any command; --version shows the version.",
    ),
    "frame-usage": ("用法：", "Usage:"),
    "frame-options": ("选项：", "Options:"),
    "frame-commands": ("命令：", "Commands:"),
    "frame-arguments": ("参数：", "Arguments:"),
    "frame-any-options": ("[选项]", "[OPTIONS]"),
    "frame-any-command": ("命令 [参数]...", "COMMAND [ARGS]..."),
    "frame-help": ("显示这份帮助。", "Show this message and exit."),
    "help-dry-run": ("只说会做什么，不写文件。", "Say what would be done; write nothing."),
}

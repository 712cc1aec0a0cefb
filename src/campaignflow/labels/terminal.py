"""What the command line says: tables, summaries, usage errors; what it says of itself is in `commands`."""

from campaignflow.labels import asked, commands, feeds, foreign, invitations, publishing
from campaignflow.labels.shape import Sentence, error, note

SENTENCES: dict[str, Sentence] = {
    **foreign.TOLD,
    **asked.SENTENCES,
    **feeds.SPOKEN,
    **publishing.SENTENCES,
    **invitations.SENTENCES,
    "needs-cli-extra": error(
        "命令行需要附加组件，请运行：pip install 'campaignflow[cli]'",
        "The command line needs an extra: pip install 'campaignflow[cli]'",
    ),
    "file-missing": error("找不到文件 {file}。", "There is no file {file}."),
    "folder-missing": error(
        "没有文件夹 {folder}；请核对路径，或先建好文件夹。",
        "There is no folder {folder}; check the path, or make the folder first.",
    ),
    "file-is-folder": error("{file} 是文件夹，请写其中的文件。", "{file} is a folder; name a file in it."),
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
        "请写一个命令，如 check、apply、status。全部命令见 campaignflow --help。",
        "Name a command, as check, apply or status. campaignflow --help lists them all.",
    ),
    "no-such-command": error(
        "没有“{word}”这个命令。全部命令见 campaignflow --help。",
        "There is no command “{word}”. campaignflow --help lists them all.",
    ),
    "no-such-option": error(
        "没有“{option}”这个选项。详见 {help}。", "There is no option “{option}”. See {help}."
    ),
    "option-is-argument": error(
        "{name} 直接写，前面不加 {option}。详见 {help}。",
        "{name} is written without {option} before it. See {help}.",
    ),
    "missing-argument": error("缺少 {name}。详见 {help}。", "{name} is missing. See {help}."),
    "argument-empty": error("{name} 不能为空。", "{name} cannot be empty."),
    "extra-arguments": error(
        "“{what}”多余，不知何意。详见 {help}。", "“{what}” is one argument too many. See {help}."
    ),
    "option-needs-value": error(
        "选项 {what} 后面要写内容。详见 {help}。", "The option {what} needs a value. See {help}."
    ),
    "option-takes-no-value": error(
        "选项 {what} 后面不写内容。详见 {help}。", "The option {what} takes no value. See {help}."
    ),
    "missing-option": error(
        "缺少选项 {option}。详见 {help}。", "The option {option} is missing. See {help}."
    ),
    "missing-who": error(
        "请用 --as 写明由谁办理（人员编号），如 --as li-wei。",
        "Say who does this: --as and the id of a person, as --as li-wei.",
    ),
    "usage": error("命令写法不对：{why} 详见 {help}。", "The command is not right: {why} See {help}."),
    "calendar-written": note("已写入 {file}，共 {count} 项。", "Wrote {file}; items: {count}."),
    "plan-written": note("已写入 {file}。", "Wrote {file}."),
    # the store
    "no-plan-no-store": error(
        "没有写计划文件，{url} 处也没有存储。请写明其一：计划文件，或 --store。",
        "No plan file was named, and there is no store at {url}. Name one of the two: a plan file, or --store.",
    ),
    "store-made": note("已新建存储 {url}。", "Made the store {url}."),
    "store-would-be-made": note("届时将新建存储 {url}。", "The store {url} would be made."),
    "store-up-to-date": note(
        "存储格式已是最新（{after}），不必升级。", "The store is up to date (format {after})."
    ),
    "store-migrated": note(
        "存储格式已由 {before} 升级到 {after}。", "Brought the store from format {before} to {after}."
    ),
    "store-would-migrate": note(
        "存储格式将由 {before} 升级到 {after}；请先备份。",
        "The store would go from format {before} to {after}; make a backup first.",
    ),
    "timers-failed": error(
        "有 {count} 项没有办成，下次运行时再试；设 CAMPAIGNFLOW_DEBUG=1 可看详情。",
        "Not carried out: {count}. The next run tries again; CAMPAIGNFLOW_DEBUG=1 shows the details.",
    ),
    "notices-left": error(
        "有 {count} 条通知没有送达，以后再试；详见 campaignflow notices。",
        "Notices that did not arrive: {count}. They are tried again; campaignflow notices lists them.",
    ),
    "notices-tried": note("已重新发送 {count} 条。", "Tried again: {count}."),
    "plugin-not-slow": error(
        "没有因太慢而停用的插件 {plugin}；campaignflow plugins 列出全部插件。",
        "No plugin {plugin} is out of use for being slow; campaignflow plugins lists them all.",
    ),
    # values typed
    "plan-and-store": error(
        "既写了计划文件，又写了 {option}，不知以哪个为准；请去掉一个。",
        "Both a plan file and {option}: it is not clear which is meant; leave one out.",
    ),
    "version-unreadable": error(
        "“{text}”不是版本号，请写数字，如 2。", "“{text}” is no version; write a number, as 2."
    ),
    "state-pair-unreadable": error(
        "“{text}”看不懂，请写成 旧状态=新状态，如 approved=running。",
        "Cannot read “{text}”; write OLD=NEW, as approved=running.",
    ),
    "as-of-needs-ref": error(
        "请写明要看哪条记录，如 campaignflow log water-week --as-of 2027-03-01。",
        "Name the record to look at, as in: campaignflow log water-week --as-of 2027-03-01.",
    ),
    "notice-not-json": error(
        "{file} 第 {line} 行不是 JSON。放假通知应形如：{{“year”: 2027, “days”: [...]}}，可取自 holiday-cn 项目。",
        "{file}, line {line}: this is no JSON. A year's days off look like {{“year”: 2027, “days”: [...]}}, as the holiday-cn project has them.",
    ),
    "notice-too-large": error(
        "{file} 超过 {limit} MB，不是放假通知。", "{file} is larger than {limit} MB: no year's days off."
    ),
    # what an act did
    "one-of-kind": note("{kind}：{names}", "{kind}: {names}"),
    "many-of-kind": note("{kind} {count} 项：{names}", "{kind} × {count}: {names}"),
    "titled": note("{title}（{ref}）", "{title} ({ref})"),
    "names": note("{names}", "{names}"),
    "in-brackets": note("（{said}）", " ({said})"),
    "leaf-changes": note("{what}：{before} → {after}", "{what}: {before} → {after}"),
    "carry-out": note(
        "照此办理：去掉 --dry-run，加 --expect {token}",
        "To carry this out: --expect {token} in place of --dry-run",
    ),
    "apply-it": note(
        "照此应用：campaignflow apply {file} --as … --expect {token}",
        "To apply it: campaignflow apply {file} --as … --expect {token}",
    ),
    "would-be-refused": error(
        "不能应用，原因有 {count} 条：", "It cannot be applied, for {count} reason(s):"
    ),
    "calendar-added": note(
        "日历已收下，没有日期因此变动。要按新日历推算：campaignflow recalculate --reason … --as …",
        "The calendar is kept; no date has moved. To work the dates out again: campaignflow recalculate --reason … --as …",
    ),
    "redaction-elsewhere": note(
        "备份、已导出的计划和日历、已发出的提醒不在其内，请自行处理。",
        "Backups, plans and calendars already exported, and reminders already sent are not covered; see to them yourself.",
    ),
    # where things stand
    "late-items": note("逾期 {count} 项", "Late: {count}"),
    "changed-since": note(
        "第 {version} 版（{day}）批准以来的改动", "Changed since version {version} was approved ({day})"
    ),
    "state-version": note("{state}，第 {version} 版", "{state}, version {version}"),
    # the journal
    "not-there-yet": note("{when} 还没有 {ref}。", "There was no {ref} yet at {when}."),
    "was-redacted": note(
        "{ref} 第 {version} 条的内容已于 {day} 由 {who} 删去：{reason}",
        "The content of entry {version} of {ref} was taken out by {who} on {day}: {reason}",
    ),
    "journal-whole": note(
        "已核对 {count} 条记录，完好无损。", "Entries looked at: {count}. The record is whole."
    ),
    "journal-broken": error(
        "已核对 {count} 条记录，发现 {problems} 处问题；请勿再写入，从备份恢复。",
        "Entries looked at: {count}. Something is wrong in {problems} place(s); write nothing more and restore a backup.",
    ),
    "starter-written": note(
        "已写入 {file}。接着运行：campaignflow check {file}", "Wrote {file}. Next: campaignflow check {file}"
    ),
    "plugin-written": note(
        '已写入 {file} 及其测试。接着运行：cd {folder} && pip install -e ".[dev]" && pytest',
        'Wrote {file} and its tests. Next: cd {folder} && pip install -e ".[dev]" && pytest',
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
    **commands.WORDS,
    **asked.WORDS,
    **feeds.WORDS,
    **publishing.WORDS,
    **invitations.WORDS,
    **foreign.WORDS,
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
    # what commands print
    "dry-run": ("试运行，什么也没有记录：", "Dry run, nothing is kept:"),
    "replayed": ("这个键以前办过，没有再办一次：", "Done before under this key, not done again:"),
    "nothing-changed": ("没有变化。", "Nothing changed."),
    "no-difference": ("计划文件与记录一致。", "The plan and the record agree."),
    "no-campaigns": ("还没有宣传活动。", "There are no campaigns yet."),
    "nothing-to-fire": ("已了结，没有可办的触发动作。", "It is closed: there is nothing to fire."),
    "nothing-due": ("没有到期的提醒。", "Nothing is due."),
    "nothing-undelivered": ("没有未送达的通知。", "No notice is undelivered."),
    "notice-set-aside": ("已搁置", "set aside"),
    "notice-waits": ("待重试", "waiting"),
    "notice-untried": ("尚未发送", "not tried yet"),
    "notice-unsaid": ("插件没有说明", "the plugin did not say"),
    "plugin-error": ("插件出错", "the plugin failed"),
    "plugin-answer-wrong": ("插件答得不合要求", "the plugin gave an answer that cannot be used"),
    "plugin-missing": ("插件没有启用", "the plugin is not in use"),
    "column-tries": ("次数", "Tries"),
    "nothing-was-due": ("没有到期的事项，没有办理。", "Nothing was due; nothing was done."),
    "by-itself": ("系统", "(timer)"),
    "maybe": ("（暂定）", " (provisional)"),
    "is-late": ("逾期", "late"),
    "tasks": ("待办", "To be done"),
    "task-correction": ("公开更正", "correction owed"),
    "task-missed-trigger": ("到时未办", "not fired in time"),
    "allowed-now": ("现在可以", "Possible"),
    "answer-by": ("最迟回应", "Answer by"),
    "field-when": ("时间", "When"),
    "field-due": ("截止", "Due"),
    "column-state": ("状态", "State"),
    "column-id": ("编号", "Id"),
    "column-ref": ("全称", "Ref"),
    "column-campaign": ("宣传活动", "Campaign"),
    "column-done": ("办结", "Done"),
    "column-next": ("下一项", "Next"),
    "column-about": ("时间", "Time"),
    "column-why": ("事由", "Why"),
    "column-to": ("告知", "To"),
    # items inside a record
    "planned": ("未开始", "planned"),
    "public": ("已对外公布", "public"),
    "under_way": ("进行中", "under way"),
    "done": ("已完成", "done"),
    "dropped": ("已取消", "dropped"),
    "postponed": ("延期", "postponed"),
    # what belongs to the office
    "active": ("在册", "active"),
    # kinds of records
    "programme": ("年度宣传计划", "programme"),
    "item": ("稿件", "item"),
    "request": ("宣传需求", "request"),
    "issue": ("舆情", "issue"),
    "finding": ("检查问题", "finding"),
    "commitment": ("承诺", "commitment"),
    "interview": ("采访", "interview"),
    "calendar": ("放假通知", "calendar"),
    "office": ("本单位", "office"),
    # duties
    "duty-starts": ("将开始", "begins"),
    "duty-due": ("将到期", "due"),
    "duty-overdue": ("已逾期", "overdue"),
    "duty-routine": ("例行", "routine"),
    "duty-response": ("待回应", "response"),
    "duty-launch": ("待启动", "launch"),
    "duty-wrap_up": ("待收尾", "wrap up"),
    "duty-decide": ("待审批", "approval"),
    "duty-condition": ("条件待落实", "condition to meet"),
    # verbs of the journal
    "founded": ("设立", "founded"),
    "added": ("新增", "added"),
    "amended": ("修改", "amended"),
    "governed": ("调整职责经费", "governed"),
    "renamed": ("改名", "renamed"),
    "retired": ("撤下", "retired"),
    "rescheduled": ("改期", "rescheduled"),
    "refined": ("细化日期", "refined"),
    "confirmed": ("确认日期", "confirmed"),
    "followed": ("随动", "followed"),
    "forked": ("分出新周期", "forked"),
    "reinstated": ("恢复", "reinstated"),
    "cancelled": ("取消", "cancelled"),
    "called_off": ("公开叫停", "called off"),
    "begun": ("开始", "begun"),
    "completed": ("完成", "completed"),
    "reopened": ("重开", "reopened"),
    "pinned": ("固定日期", "pinned"),
    "unpinned": ("不再固定", "unpinned"),
    "opened": ("登记", "opened"),
    "migrated": ("迁移工作流", "migrated"),
    "redacted": ("删去内容", "redacted"),
    "rolled_over": ("结转", "rolled over"),
    "recalculated": ("重新推算", "recalculated"),
    "calendar_added": ("收下放假通知", "calendar added"),
    "restored": ("恢复", "restored"),
    "settled": ("办结事项", "settled"),
    "asked_anew": ("重询环节", "asked anew for its steps"),
    "rearmed": ("重排提醒", "reminders rearranged"),
    "reminded": ("提醒", "reminded"),
    "escalated": ("督办", "escalated"),
    "lapsed": ("补告", "lapsed"),
    "missed": ("错过", "missed"),
    "submitted": ("报送", "submitted"),
    "withdrawn": ("撤回", "withdrawn"),
    "launched": ("启动", "launched"),
    "wrapped_up": ("收尾", "wrapped up"),
    "evaluated": ("评估", "evaluated"),
    "archived": ("归档", "archived"),
    "suspended": ("暂停", "suspended"),
    "resumed": ("恢复", "resumed"),
    "reapproved": ("重新批准", "reapproved"),
    "kept": ("兑现", "kept"),
    "broken": ("未兑现", "broken"),
    "released": ("发布", "released"),
    "transferred": ("转移", "transferred"),
    "notified": ("通知整改", "notified"),
    "disputed": ("提出异议", "disputed"),
    "upheld": ("维持", "upheld"),
    "dismissed": ("不作处理", "dismissed"),
    "accepted": ("接受", "accepted"),
    "reported": ("报告结果", "reported"),
    "verified": ("核实", "verified"),
    "sent_back": ("退回", "sent back"),
    "closed": ("办结", "closed"),
    "declined": ("谢绝", "declined"),
    "held": ("完成采访", "held"),
    "published": ("刊播", "published"),
    "spiked": ("未刊播", "spiked"),
    "taken_up": ("准备回应", "taken up"),
    "asked_back": ("请补充", "asked back"),
    "answered": ("答复", "answered"),
    "written": ("成稿", "written"),
    "taken_down": ("撤稿", "taken down"),
    "merged": ("并入", "merged"),
    "round_opened": ("开始审批", "round opened"),
    "resubmitted": ("重新报批", "resubmitted"),
    "decided": ("审批", "decided"),
    "passed": ("审批通过", "passed"),
    "returned": ("退回修改", "returned"),
    "refused": ("未获同意", "refused"),
    "disowned": ("声明未参与起草", "denied to have written"),
    "took_back": ("收回意见", "took back"),
    "revoked": ("撤销批准", "revoked"),
    "annulled": ("意见作废", "annulled"),
    "determined": ("认定条件", "determined"),
    "discharged": ("条件已落实", "discharged"),
    "lifted": ("免除条件", "lifted"),
    "invited_outside": ("邀请审批", "invited"),
    "mandated": ("授权代办", "mandated"),
    "mandate_ended": ("终止授权", "mandate ended"),
    "required": ("指定插件", "required"),
}

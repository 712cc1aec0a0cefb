"""Sentences about refusals: why the gate does not let an act pass, and who can help; and what a change does."""

from campaignflow.labels.shape import Sentence, error, note

SENTENCES: dict[str, Sentence] = {
    "refused": error("不能办理，原因有 {count} 条。", "This is refused, for {count} reason(s)."),
    "changed-meanwhile": error(
        "其间有人改过：{changed}。请重新查看后再办理。",
        "Somebody changed this meanwhile: {changed}. Look again, then repeat it.",
    ),
    "note-too-long": error(
        "{name} 超过 {limit} 千字节，请写短些。", "The {name} is longer than {limit} kB; write it shorter."
    ),
    "key-reserved": error(
        "键“{key}”含有冒号；带冒号的键由系统使用，请换一个。",
        "The key “{key}” has a colon; keys with one are the library's own. Choose another.",
    ),
    "actor-reserved": error(
        "“{actor}”不是人员；请写办理人的编号。", "“{actor}” is no person; name the person who acts."
    ),
    "actor-unknown": error(
        "本单位没有编号为“{actor}”的在册人员。", "The office has no active person with the id “{actor}”."
    ),
    "actor-retired": error(
        "“{actor}”已不在册，不能办理。", "“{actor}” is no longer of the office and cannot act."
    ),
    "office-not-founded": error(
        "记录库还是空的。请先由计划中的一名 planner 应用计划：campaignflow apply PLAN --as WHO。",
        "The store is still empty. A planner of the plan applies it first: campaignflow apply PLAN --as WHO.",
    ),
    "may-not-plan": error(
        "{actor} 无权改动计划；可由 {who} 办理。", "{actor} may not change the plan; {who} may."
    ),
    "may-not-submit": error("{actor} 无权报送；可由 {who} 办理。", "{actor} may not submit; {who} may."),
    "may-not-operate": error(
        "{actor} 无权办理此项；可由 {who} 办理。", "{actor} may not run a campaign; {who} may."
    ),
    "may-not-stop": error("{actor} 无权叫停；可由 {who} 办理。", "{actor} may not stop this; {who} may."),
    "may-not-complete": error(
        "{actor} 不属于承担单位，不能登记完成；可由 {who} 办理。",
        "{actor} belongs to none of those who do the work; {who} may say that it is done.",
    ),
    "may-not-open": error("{actor} 无权新建；可由 {who} 办理。", "{actor} may not open this; {who} may."),
    "may-not-govern": error(
        "{actor} 无权改动人员、角色、经费额度或审批规则；可由 {who} 办理。",
        "{actor} may not change people, roles, amounts of funds or rules of approval; {who} may.",
    ),
    "may-not-redact": error(
        "{actor} 无权从记录中删除内容；可由 {who} 办理。",
        "{actor} may not take anything out of the record; {who} may.",
    ),
    "may-not-migrate": error(
        "{actor} 无权更换流程版本；可由 {who} 办理。",
        "{actor} may not change the workflow version; {who} may.",
    ),
    "may-not-recalculate": error(
        "{actor} 无权重新推算日期；可由 {who} 办理。", "{actor} may not recalculate dates; {who} may."
    ),
    "not-your-unit": error(
        "{actor} 不在责任单位（{units}）或牵头抓总单位；可由 {who} 办理。",
        "{actor} belongs neither to {units}, which leads, nor to the coordinating unit; {who} may do this.",
    ),
    "too-many-records": error(
        "一次改动超过 {limit} 条记录，请分几次办理。",
        "This touches more than {limit} records; do it in parts.",
    ),
    "change-too-large": error(
        "一次改动超过 {limit} MB，请分几次办理。",
        "This changes more than {limit} MB of one record; do it in parts.",
    ),
    "needs-token": error(
        "还会牵动 {count} 项：{others}。请先预览，再用预览给出的代码（expect）确认。",
        "It takes {count} more with it: {others}. Preview it first, then repeat it with the token (expect).",
    ),
    "cause-unknown": error(
        "没有作为起因的记录 {cause}。", "There is no entry {cause} that this could follow from."
    ),
    "cause-too-deep": error(
        "由一件事引出的连锁办理超过 {limit} 层，已停止。",
        "More than {limit} acts follow from each other here; the chain is stopped.",
    ),
    "item-unknown": error("{ref} 中没有“{item}”。", "There is no “{item}” in {ref}."),
    "occurrence-unknown": error("“{item}”没有 {key} 这一次。", "“{item}” does not come round in {key}."),
    # what a change does
    "item-named": note("{title}（{id}）", "{title} ({id})"),
    "date-moves": note("{title}：{before} → {after}", "{title}: {before} → {after}"),
    "due-moves": note("{title}：截止 {before} → {after}", "{title}: due {before} → {after}"),
    "state-moves": note("{title}：{before} → {after}", "{title}: {before} → {after}"),
    "money-crosses-years": note(
        "“{line}”改由 {after} 年度列支（原 {before}）", "“{line}” is charged to {after} instead of {before}"
    ),
    "partners-to-tell": note("需告知媒体：{media}", "Media to be told: {media}"),
    # reminders
    "notice-reminded": note("提醒：“{title}”{duty}，时间 {when}。", "Reminder ({duty}): “{title}”, {when}."),
    "notice-escalated": note(
        "催办：“{title}”{duty}，时间 {when}，请督促。", "To follow up ({duty}): “{title}”, {when}; see to it."
    ),
    "notice-lapsed": note(
        "补告：“{title}”{duty}，时间 {when}；当时没有提醒。",
        "Told late ({duty}): “{title}”, {when}; nobody was reminded at the time.",
    ),
    "notice-missed": note(
        "“{title}”{duty}，时间 {when}，没有自动办理，须由人办理。",
        "Not done by itself ({duty}): “{title}”, {when}; somebody must do it.",
    ),
    "obligation": note("{duty}：{title}（{target}）→ {to}", "{duty}: {title} ({target}) → {to}"),
    # why
    "why-open": note(
        "可以{trigger} → {state}（可由 {who} 办理）", "{trigger}: may be done → {state} (by {who})"
    ),
    "why-closed": note("还不能{trigger}，原因 {count} 条：", "{trigger}: not yet, for {count} reason(s):"),
    "why-clears": note("可由 {who} 解决", "{who} can clear it"),
    "why-by": note("最迟 {by}", "by {by}"),
    # the journal
    "entry-redacted": note("（部分内容已依规删除）", "(some of it was taken out)"),
    "actor-for": note("{actor}（责任人 {person}）", "{actor} for {person}"),
}

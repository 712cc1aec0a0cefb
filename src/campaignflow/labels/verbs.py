"""Sentences about verbs: what an apply finds, what may not be moved, done, opened, taken out."""

from campaignflow.labels.shape import Sentence, error, note, warning

SENTENCES: dict[str, Sentence] = {
    # applying a plan
    "founder-no-planner": error(
        "{actor} 不是计划中的 planner；首次应用计划应由 {who} 办理。",
        "{actor} is no planner of this plan; its first apply is for {who}.",
    ),
    "no-planner-in-plan": error(
        "计划里没有人担任 planner。请在 people: 中给一人写上 roles: [planner]，再由其应用计划。",
        "Nobody in the plan is a planner. Give somebody under people: roles: [planner], who then applies it.",
    ),
    "conflict": error(
        "{what}：文件写“{file}”，{who} 已把记录改为“{record}”（上次应用时为“{base}”）。请把文件改成其中一种，或用 reverts={what} 取文件的写法。",
        "{what}: the file says “{file}”, the record “{record}” by {who} (last applied: “{base}”). Settle it in the file, or take the file’s with reverts={what}.",
    ),
    "would-revert": error(
        "{what}：{who} 于 {on} 改为“{record}”，文件又写回“{file}”。若确要改回，请加 reverts={address}。",
        "{what}: {who} changed it to “{record}” on {on}; the file would undo that (“{file}”). If meant: reverts={address}.",
    ),
    "drift": note(
        "{what}：文件仍写“{file}”，记录已是“{record}”，保留记录。",
        "{what}: the file still says “{file}”, the record “{record}”; the record stays.",
    ),
    "missing-from-file": warning(
        "文件里没有它；记录保留（现为 {state}）。若要停办，请用 cancel；尚未报送的可用 retire。",
        "It is not in the file; it stays ({state}). To end it use cancel; what was never submitted can be retired.",
    ),
    "was-names-nothing": warning(
        "was 写的“{was}”在记录中没有，这里按新增处理；若是改名，请写它原来的 id，否则请删去 was。",
        "Nothing on record is called “{was}” (was), so this is new; if it was renamed, write the id it had, else"
        " take the line out.",
    ),
    "left-out": warning(
        "文件里不再有它；它仍在册。若已离任或停用，请用 retire。",
        "The file no longer names it; it is still of the office. If that is over, retire it.",
    ),
    "missing-item": warning(
        "文件里没有 {what}；它已是 {state}，保留。", "{what} is not in the file; it is {state}, so it stays."
    ),
    "looks-renamed": error(
        "“{old}”不见了，“{new}”很像它。若是改名，请在“{new}”下写 was: {old}；若确是两件事，请用 retire={old}。",
        "“{old}” is gone and “{new}” looks like it. If it was renamed, write was: {old} under it; else retire={old}.",
    ),
    "retire-runs": error(
        "已在办理（{state}），不能直接撤下；请用 cancel。",
        "It is under way ({state}) and cannot be retired; cancel it.",
    ),
    "retire-rested-on": error(
        "{others} 还依赖它，不能撤下；请先改掉那些引用。",
        "{others} still rest on it, so it cannot be retired; change those first.",
    ),
    "ungoverned": error(
        "{actor} 无权改动 {what}（人员角色、经费额度、审批规则）；可由 {who} 办理。",
        "{actor} may not change {what} (roles, amounts of funds, rules of approval); {who} may.",
    ),
    "governs-only": error(
        "{actor} 只能改动人员和角色、经费额度、审批规则，不能改动 {what}；可由 {who} 办理。"
        "前者可以单独应用（only；命令行：--only {mine}）。",
        "{actor} may change people, roles, funds and rules of approval, and not {what}; {who} may."
        " Apply the former by themselves (only; on the command line: --only {mine}).",
    ),
    "reason-missing": error("请写明理由（reason）。", "Say why: a reason is needed."),
    "reason-missing-protected": error(
        "{what}：活动已获批准，改动请写明理由（reason）。",
        "{what}: the campaign is approved, so a change needs a reason.",
    ),
    "reason-missing-confirmed": error(
        "{what}：日期已定或活动已报送，改期请写明理由（reason）。",
        "{what}: the date is confirmed or the campaign submitted, so moving it needs a reason.",
    ),
    "confirmed-is-one-way": error(
        "{what}：已定的日期不能改回暂定；如需改期请用 reschedule，如需推迟请用 postpone。",
        "{what}: a confirmed date does not become provisional again; reschedule or postpone it.",
    ),
    "last-governor": error(
        "这是最后一名有管理权限的人员，不能撤下，也不能去掉其角色；请先指定另一名 administrator。",
        "Nobody else governs the office; name another administrator first.",
    ),
    "not-of-the-office": error(
        "只有单位、人员、媒体、渠道、经费可以这样办理。",
        "Only people, units, media, channels and funds are taken out or brought back like this.",
    ),
    # lifecycles
    "no-lifecycle": error("它没有办理流程。", "It has no lifecycle."),
    "trigger-by-rule": error(
        "“{trigger}”只由规则触发，不能手工办理。", "“{trigger}” is fired by rule only, by nobody’s hand."
    ),
    "why-needs-record": error(
        "{ref} 没有办理流程；请写活动、稿件、需求等的编号。",
        "{ref} has no lifecycle; name a campaign, an item, a request or the like.",
    ),
    # items
    "not-an-activity": error(
        "它不是一项工作，不能 {verb}；请写活动内某一项，如 water-week/briefing。",
        "It is no piece of work, so it cannot be put through {verb}; name one, as water-week/briefing.",
    ),
    "not-an-item": error(
        "请写活动内某一项，如 water-week/briefing，才能 {verb}。",
        "Name an item, as water-week/briefing, to {verb} it.",
    ),
    "record-closed": error("已结束（{state}），不能再改。", "It is closed ({state}) and read-only."),
    "item-state": error("现为 {state}，不能 {verb}。", "It is {state}, which does not allow {verb}."),
    "no-such-task": error(
        "没有待办“{task}”；现有：{known}。", "There is no task “{task}”; there are: {known}."
    ),
    "which-occurrence": error(
        "“{item}”周期发生；请写明哪一次，如 {item}@2027-W10。",
        "“{item}” comes round; say which time, as {item}@2027-W10.",
    ),
    "done-before-its-needs": note(
        "它依赖的 {needs} 还没有完成。", "What it needs, {needs}, is not done yet."
    ),
    "scope-unknown": error(
        "范围“{scope}”看不懂；应为 {known} 之一。", "The scope “{scope}” is unknown; it is one of {known}."
    ),
    "series-needs-rule": error(
        "“此后各次”须写新的周期，“{when}”不是周期。",
        "For this and later ones a new recurrence is needed; “{when}” is none.",
    ),
    # dates
    "confirm-needs-day": error(
        "“{written}”没有写到哪一天，不能定为已定；请先用 reschedule 写明日期。",
        "“{written}” names no day, so it cannot be confirmed; give it a day first.",
    ),
    "nothing-to-postpone": error(
        "没有日期，或已推迟。", "It has no date of its own, or is postponed already."
    ),
    "nothing-to-reinstate": error("没有被推迟，不必恢复。", "It was not postponed."),
    "dates-not-followed": warning(
        "有日期无法推算，未随动；请检查计划。",
        "Some dates could not be worked out and did not follow; check the plan.",
    ),
    "has-no-dates": error("它没有日期可改。", "It has no dates to move."),
    "field-no-date": error(
        "只能改 when 或 due，不能改 {field}。", "Only `when` and `due` are moved, not {field}."
    ),
    "id-was-renamed": error(
        "“{old}”已改名为“{new}”；请在文件里用新编号，或换一个没用过的编号。",
        "“{old}” was renamed to “{new}”; use the new id in the file, or one that was never used.",
    ),
    "redacted-stays": note(
        "{what} 已依规删除，文件里的文字没有写回。", "{what} was redacted; the file does not bring it back."
    ),
    "party-unknown": error("没有单位或人员“{party}”。", "There is no unit or person “{party}”."),
    "did-not-follow": warning(
        "“{title}”没有随动（{why}）；否则为 {would}。",
        "“{title}” did not follow ({why}); it would be {would}.",
    ),
    # opening
    "programme-unknown": error("没有计划“{id}”。", "There is no programme “{id}”."),
    "which-programme": error(
        "在办的计划不止一个或一个也没有：{programmes}；请写明计划编号。",
        "There is not exactly one live programme ({programmes}); name the one that is meant.",
    ),
    "record-id-taken": error("编号“{id}”已被使用，请换一个。", "The id “{id}” is taken; choose another one."),
    "title-missing": error("请写标题。", "A title is needed."),
    "field-unknown": error(
        "没有“{field}”这一项；可写：{known}。", "There is no “{field}”; there are {known}."
    ),
    "limits-not-known": warning(
        "本单位要用的插件 {plugin} 没有启用，它若规定了时限，这里没有计入；请核对期限。",
        "The plugin {plugin}, which this office requires, is not in use; if it sets limits of time, they are not set here. See to the dates by hand.",
    ),
    "level-unknown": error(
        "没有“{level}”这一等级；可写：{known}。", "There is no level “{level}”; there are {known}."
    ),
    "limit-exceeded": error(
        "插件 {plugin} 规定“{level}”的 {field} 至多为 {limit}，不能写 {said}；请写得更短，或不写。",
        "For “{level}” the plugin {plugin} allows {limit} as {field} at most, so {said} is too long; write less, or leave it out.",
    ),
    "limit-passed": warning(
        "插件 {plugin} 规定的时限是 {limit}，到 {until} 为止；{said} 已超过。",
        "The plugin {plugin} allows {limit}, which is until {until}; {said} is later.",
    ),
    "unit-unknown": error("没有单位“{unit}”。", "There is no unit “{unit}”."),
    # supervision
    "clock-went-back": error(
        "现在是 {now}，而上次运行在 {last}；请校准时钟。",
        "It is {now}, but the last run was at {last}; set the clock right.",
    ),
    # reading
    "moment-needs-zone": error(
        "时刻 {text} 没有时区；请写成 2027-03-10T09:00+08:00 或只写日期。",
        "The moment {text} has no time zone; write 2027-03-10T09:00+08:00, or only the day.",
    ),
    "moment-unreadable": error(
        "“{text}”不是时刻；请写成 2027-03-10T09:00+08:00 或 2027-03-10。",
        "“{text}” is no moment; write 2027-03-10T09:00+08:00 or 2027-03-10.",
    ),
    # redaction
    "redact-what": error("请写明要删除哪一项。", "Say what is to be taken out, as plan/note."),
    "redact-nothing": error("{path} 处没有可删除的文字。", "There is no text at {path} to take out."),
    "redact-text-only": error(
        "{path} 不是文字，不能删除；请改写它。", "What stands at {path} is no text; change it instead."
    ),
    # roll-over
    "rolled-left-out": note("已取消，不结转。", "It was cancelled and is not carried over."),
    "rolled-needs-person": warning(
        "需人工确认（{before} → {after}）。", "A person must look ({before} → {after})."
    ),
}

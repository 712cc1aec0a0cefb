"""Sentences about a plan's dates taken together: order, reach, clashes, cover, doubt, sums."""

from campaignflow.labels.shape import Sentence, error, note, warning

SENTENCES: dict[str, Sentence] = {
    # names inside dates
    "name-unknown": error(
        "“{name}”不是日期，计划里也没有叫这个的事项；请写日期（2027-03-22、3月中旬）或已有的 id。",
        "“{name}” is no date, and nothing in the plan is called so; write a date (2027-03-22, mid-March) or an id.",
    ),
    "observance-needs-prefix": error(
        "计划里没有叫“{name}”的事项；若指节日或纪念日，请写 {offer}。",
        "Nothing in the plan is called “{name}”; if you mean the observance, write {offer}.",
    ),
    "name-not-here": error("这里的日期不能引用“{name}”。", "A date here cannot name “{name}”."),
    "title-twice": error(
        "叫“{name}”的不止一项（{ids}），请写 id。",
        "Several things are called “{name}” ({ids}); write the id.",
    ),
    "nothing-around": error("这里没有可指的“{name}”。", "There is no “{name}” around this."),
    "dates-in-a-ring": error(
        "这几项的日期互相推算，成了一个圈：{items}。请给其中一项写上日期。",
        "The dates of these hang on each other in a ring: {items}. Write a day for one of them.",
    ),
    "daily-needs-days": error(
        "daily 前面要有起止日期。", "“daily” needs days to repeat on: write a span before it."
    ),
    "due-has-no-end": error(
        "期限要有最后一天，“{text}”没有。请写那一天，或写 until。",
        "A deadline needs a last day, and “{text}” has none; write that day, or until with it.",
    ),
    "two-recurrences": error(
        "when 和 due 都是周期性的，无法对应。请只留一个。",
        "Both when and due come round, and which due belongs to which time is open; keep one of them.",
    ),
    "days-need-both-ends": error(
        "“{text}”不是有起有止的日期，这里要写明哪几天。",
        "“{text}” has no first and last day; write which days these are.",
    ),
    "recurrence-needs-start": error(
        "周期没有起点，请写 from。", "This comes round from no day on; add from."
    ),
    "timezone-unknown": error(
        "没有叫“{name}”的时区，请写 IANA 名称，如 Asia/Shanghai。",
        "There is no time zone “{name}”; write an IANA name such as Asia/Shanghai.",
    ),
    "calendar-ring": error(
        "工作日历“{name}”经 based_on 又依据了自己。", "The calendar “{name}” is based on itself."
    ),
    "known-needs-year": error(
        "known 的键要写年份，而不是“{text}”。", "The keys of known are years, not “{text}”."
    ),
    "entry-unknown": error("日程里没有“{id}”。", "Nothing in the schedule is called “{id}”."),
    # order
    "starts-before-needed": warning(
        "“{title}”{start} 开始，而它需要的“{other}”{ready} 才完成。",
        "“{title}” starts {start}, before “{other}”, which it needs, is done ({ready}).",
    ),
    "year-doubtful": warning(
        "“{title}”（{start}）离计划期 {first} 至 {last} 很远，年份是不是写错了？",
        "“{title}” ({start}) is far from the period {first} to {last}; is the year right?",
    ),
    "other-year": warning(
        "“{title}”（{start}）离“{other}”（{first} 至 {last}）很远，{year} 年的同一天才合得上；年份是不是写错了？",
        "“{title}” ({start}) is far from “{other}” ({first} to {last}), and would fit in {year}; "
        "is the year right?",
    ),
    "except-misses": warning(
        "except 里的日子没有一天会轮到，什么也没有去掉；请核对日期和年份。",
        "None of the days under except would come round, so nothing is left out; check the days and the year.",
    ),
    "embargo-open": warning(
        "解禁时间未定，定下之前一律不对外：{titles}。",
        "Embargoes not decided yet, so shown to nobody outside until they are: {titles}.",
    ),
    "needs-in-a-ring": error(
        "这几项互相要求对方先完成：{items}。请去掉其中一个 needs。",
        "These need each other first: {items}. Take one of their needs away.",
    ),
    "due-before-start": warning(
        "“{title}”的期限 {due} 早于开始 {start}。", "“{title}” is due {due}, before it starts ({start})."
    ),
    "prepared-too-late": warning(
        "准备事项“{title}”{end} 才完成，而“{other}”{start} 已开始。",
        "The preparation “{title}” ends {end}, after “{other}” has begun ({start}).",
    ),
    "agenda-outside": warning(
        "议程“{title}”（{start}）不在“{other}”之内。",
        "The agenda item “{title}” ({start}) lies outside “{other}”.",
    ),
    "clock-past-midnight": warning(
        "“{title}”写的是“{written}”，结束早于开始，因此算到第二天，共 {hours} 小时；若是笔误请改结束时间。",
        "“{title}” says “{written}”: it ends earlier than it starts, so it runs into the next day and lasts {hours} "
        "hours; mend the end if that is a slip.",
    ),
    "outside-window": note(
        "“{title}”有 {count} 项在活动期 {first} 至 {last} 之外：{titles}。",
        "“{title}” has {count} items outside its days {first} to {last}: {titles}.",
    ),
    "outside-period": note(
        "“{title}”（{start} 至 {end}）不全在计划期 {first} 至 {last} 之内。",
        "“{title}” ({start} to {end}) is not all inside the programme's period ({first} to {last}).",
    ),
    # reach
    "submit-too-late": warning(
        "“{title}”{start} 开始，最迟应在 {submit} 送审，今天已是 {today}。",
        "“{title}” starts {start} and had to be submitted by {submit}; today is {today}.",
    ),
    "approvals-in-a-ring": error(
        "“{title}”的审批环节互为先后：{steps}。",
        "The approval steps of “{title}” wait for each other: {steps}.",
    ),
    "approval-after-launch": warning(
        "审批环节“{step}”的期限 {due} 晚于所批内容的开始 {start}。",
        "The approval “{step}” is due {due}, after what it approves begins ({start}).",
    ),
    "approval-declared-twice": error(
        "“{step}”已是全计划的审批环节，这里不能再用这个编号；请换一个。",
        "“{step}” is a step of the whole programme already; give this one another id.",
    ),
    "approval-without-decider": error(
        "“{step}”没有写由谁审批（by）。", "“{step}” does not say who decides (by)."
    ),
    "approval-nobody": note(
        "计划中没有人可以审批“{step}”（{parties}）；运行时须由单位名录提供。",
        "Nobody in the plan decides “{step}” ({parties}); the office’s directory must know who does.",
    ),
    "approval-nobody-there": warning(
        "计划中没有人可以审批“{step}”（{parties}），有关单位的人员都不担任；请写明由谁担任，或由单位名录提供。",
        "Nobody in the plan decides “{step}” ({parties}): people are named, and none holds the role. Give it to "
        "somebody, unless the office’s directory does.",
    ),
    "approval-never": error(
        "“{step}”（{parties}）要 {wanted} 人同意，而计划中最多只有 {most} 人能审批，永远通不过；请改人数或人员。",
        "“{step}” ({parties}) needs {wanted} people, and at most {most} of the plan could ever decide it, so it "
        "can never pass. Ask for fewer, or name more.",
    ),
    "approval-never-refused": warning(
        "“{step}”要 {refusals} 人不同意才算不同意，而能审批的只有 {most} 人，永远否不掉。",
        "“{step}” takes {refusals} objections to be refused, and only {most} could object: nobody can refuse it.",
    ),
    "approval-too-few": warning(
        "“{step}”要 {wanted} 人同意，计划中只有 {there} 人。",
        "“{step}” needs {wanted} people, and the plan has {there} for it.",
    ),
    "planner-governs-steps": warning(
        "计划有审批环节，却没有人任 administrator：首次部署它的策划人同时可以改动环节和角色。请指定一人任 administrator。",
        "The plan has approval steps and no administrator: the planner who first applies it may change the steps"
        " and the roles, too. Give somebody the role administrator.",
    ),
    "approval-by-planner": warning(
        "“{step}”只有 {person} 能审批，而其自己编制计划；起草人不能审批自己的内容。",
        "Only {person} decides “{step}”, and writes plans, too; nobody approves what he wrote himself.",
    ),
    # clashes
    "clash": warning(
        "“{title}”与“{other}”同时（{at}）需要 {who}。", "“{title}” and “{other}” both want {who} at {at}."
    ),
    "overload": warning(
        "{who} 在 {day} 有 {count} 项一天内的活动：{titles}。",
        "{who} has {count} one-day activities on {day}: {titles}.",
    ),
    "owner-away": warning(
        "“{title}”需要 {who}，而其 {first} 至 {last} 不在，也无人代班。",
        "“{title}” wants {who}, who is away from {first} to {last} with nobody standing in.",
    ),
    "blackout-hard": Sentence(
        "error",
        "“{title}”落在静默期“{blackout}”（{first} 至 {last}）内，须改期，或在 waivers 中说明理由。",
        "“{title}” lies in the blackout “{blackout}” ({first} to {last}); move it, or give a reason under waivers.",
        waivable=True,
    ),
    "blackout": warning(
        "“{title}”落在静默期“{blackout}”（{first} 至 {last}）内。",
        "“{title}” lies in “{blackout}” ({first} to {last}).",
    ),
    "on-holiday": warning(
        "“{title}”排在 {day}，这天是{holiday}。", "“{title}” is on {day}, a public holiday ({holiday})."
    ),
    "due-on-day-off": warning(
        "“{title}”的期限 {day} 不是工作日，前一个工作日是 {offer}。",
        "“{title}” is due {day}, a day off; the working day before is {offer}.",
    ),
    "campaigns-compete": note(
        "“{title}”与“{other}”在 {day} 前后面向同一受众：{audience}。",
        "“{title}” and “{other}” address one audience around {day}: {audience}.",
    ),
    "campaigns-open-together": note(
        "“{title}”与“{other}”都在 {day} 启动，会互相分散注意。",
        "“{title}” and “{other}” both open on {day} and share the attention.",
    ),
    "series-on-holidays": note(
        "“{title}”有 {count} 次落在法定节假日（{days}）；若不办，请写进 except。",
        "“{title}” comes round on {count} public holidays ({days}); leave them out with except if they are.",
    ),
    "before-embargo": warning(
        "“{title}”（{start}）早于自己的解禁时刻 {embargo}。",
        "“{title}” ({start}) is in public before its own embargo lifts ({embargo}).",
    ),
    # cover
    "no-lead": warning("“{title}”没有责任单位（lead）。", "“{title}” has nobody responsible (lead)."),
    "no-owner": note(
        "“{title}”有 {count} 项活动没有责任人（owner）：{titles}。",
        "“{title}” has {count} activities without a person (owner): {titles}.",
    ),
    "no-date": note(
        "“{title}”有 {count} 项没有日期：{titles}。",
        "“{title}” has items without a date ({count}): {titles}.",
    ),
    "directive-unplanned": warning(
        "上级部署“{title}”没有任何宣传活动承接。", "No campaign carries out the directive “{title}”."
    ),
    "ask-unplanned": warning(
        "上级部署“{title}”要求的“{ask}”不是计划里的活动；安排后请写其 id。",
        "The directive “{title}” asks for “{ask}”, which is no campaign or activity of the plan; plan it and write its id.",
    ),
    "theme-unplanned": note("主题“{theme}”没有宣传活动。", "No campaign has the theme “{theme}”."),
    "beat-unplanned": note(
        "{who} 负责的“{beat}”没有安排任何活动。", "Nothing is planned on “{beat}”, which {who} covers."
    ),
    "coordinator-not-one": warning(
        "应有一个牵头抓总的单位（coordinator: true），现有 {count} 个。{names}",
        "One unit should coordinate the programme (coordinator: true); there are {count}. {names}",
    ),
    "week-gap": note(
        "“{other}”（{first} 止）与“{title}”（{last} 起）两周之间有空档。",
        "Days are left between “{other}” (to {first}) and “{title}” (from {last}).",
    ),
    # doubt
    "not-announced": note(
        "{calendar} 尚未公布，有 {count} 项日期据此推算，公布后可能变动：{titles}。",
        "{calendar} is not announced yet; {count} dates rest on it and may move: {titles}.",
    ),
    "confirmed-but-fuzzy": warning(
        "“{title}”标为已定，但日期只写了“{written}”；已定须精确到日。",
        "“{title}” is marked confirmed, but “{written}” is no day; a confirmed date needs one.",
    ),
    "confirmed-on-provisional": warning(
        "“{title}”标为已定，却依据尚未确定的“{other}”。",
        "“{title}” is marked confirmed but hangs on “{other}”, which may still move.",
    ),
    "printed-weekday-differs": warning(
        "“{title}”原件印作“{printed}”，而 {day} 是{weekday}。",
        "“{title}” is printed as “{printed}”, but {day} is a {weekday}.",
    ),
    "printed-differs": warning(
        "“{title}”原件印作“{printed}”，与 {start} 至 {end} 不符。",
        "“{title}” is printed as “{printed}”, which differs from {start} to {end}.",
    ),
    "printed-unread": note(
        "看不懂“{title}”原件所印的“{printed}”，没有核对。",
        "What the source prints for “{title}” (“{printed}”) cannot be read, so it was not compared.",
    ),
    "recurrence-never": warning(
        "“{title}”的周期“{written}”在可用的时段内一次也轮不到。请改周期，或改 from、until。",
        "“{title}” comes round “{written}”, but never in the time it has; mend that, or from and until.",
    ),
    "bounds-without-series": warning(
        "“{title}”写了 {fields}，但它不是周期性的，这些不起作用；起止日期请写进 when。",
        "“{title}” has {fields}, which only bound what comes round; write its days under when.",
    ),
    "week-start-assumed": note(
        "按周推算时以周一为一周之始；若不然，请写 week_starts:{titles}。",
        "Weeks were taken to start on Monday; if they do not, write week_starts: {titles}.",
    ),
    "fiscal-year-named": note(
        "财政年度按其结束的公历年命名：{titles}。",
        "Fiscal years are named by the calendar year in which they end: {titles}.",
    ),
    "recurrence-cut": note(
        "没有终点的周期只展开两年：{titles}。",
        "What comes round without an end is followed for two years: {titles}.",
    ),
    # sums
    "printed-amount-differs": warning(
        "“{item}”原件印作 {printed}，算出来是 {total}。",
        "“{item}” is printed as {printed}; it comes to {total}.",
    ),
    "parts-exceed-line": warning(
        "“{item}”各分项合计 {total}，超过 {written}。",
        "The parts of “{item}” come to {total}, more than {written}.",
    ),
    "parts-below-line": note(
        "“{item}”各分项合计 {total}，少于 {written}。",
        "The parts of “{item}” come to {total}, less than {written}.",
    ),
    "amount-without-currency": error(
        "金额“{text}”没写货币，programme 里也没有 currency。",
        "“{text}” names no currency, and the programme has none (currency).",
    ),
    "fund-exceeded": warning(
        "“{fund}”共 {amount}，安排了 {total}。", "“{fund}” holds {amount}; {total} is planned on it."
    ),
    # waivers
    "waiver-unknown": error("没有叫“{code}”的检查结果。", "There is no finding “{code}”."),
    "waiver-refused": error("“{code}”不能豁免，须改正。", "“{code}” cannot be waived; mend it."),
    "waiver-unused": note("“{code}”的豁免没有用上。", "The waiver of “{code}” lifts nothing."),
}

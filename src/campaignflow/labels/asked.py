"""What the command line says about approvals: what waits for whom, what there is to see, rounds, plugins.

Why something is refused stands in `rounds`, verdicts and how steps stand in `approvals`, help in `commands`.
"""

from campaignflow.labels.shape import Sentence, error, note

__all__ = ["SENTENCES", "WORDS"]

SENTENCES: dict[str, Sentence] = {
    # the inbox
    "inbox-head": note("{person}：待办 {count} 项", "{person}: {count} waiting"),
    "inbox-empty": note("{person}没有待办。", "Nothing waits for {person}."),
    "inbox-step": note("{title}（{ref}）：请审批“{step}”", "{title} ({ref}): decide “{step}”"),
    "inbox-left": note("{title}（{ref}）：{what}", "{title} ({ref}): {what}"),
    "on-behalf-of": note("代{person}", "for {person}"),
    "as-unit": note("{name}的人员", "one of {name}"),
    "other-verdicts": note("除“{first}”外，还可写：{verdicts}", "Besides {first} there are: {verdicts}"),
    # deciding
    "what-is-decided": note("“{step}”所审内容：", "What “{step}” is about:"),
    "waits-for": note("等待审批：{steps}", "Now waiting: {steps}"),
    "step-said": note("{step}：{said}", "{step}: {said}"),
    "token-shown-once": note(
        "邀请码（只显示这一次，不留存）：{token}", "The token, shown this once and kept nowhere: {token}"
    ),
    "token-handed-over": note(
        "请交给{person}本人；{until} 前有效，只能用一次。",
        "Hand it to {person}; it is good once, until {until}.",
    ),
    "from-outside": note("{person}（外部）", "{person} (outside)"),
    "token-asks": note(
        "请{person}审批“{step}”：{title}（{ref}），{until} 前有效",
        "{person} is asked to decide “{step}”: {title} ({ref}), until {until}",
    ),
    "answer-with": note(
        "办理：campaignflow answer TOKEN 意见；意见可为：{verdicts}",
        "To decide: campaignflow answer TOKEN VERDICT, with one of: {verdicts}",
    ),
    "mandate-said": note(
        "{mandate}：{person}代为审批，{begins} 至 {ends}{scope}",
        "{mandate}: {person} decides for them, {begins} to {ends}{scope}",
    ),
    "mandate-scope": note("，限于 {steps}", ", on {steps} only"),
    "decided-in-all": note("已办 {done} 项，未办 {left} 项。", "{done} decided, {left} not."),
    "nothing-to-decide": note("{person}没有要审批的。", "{person} has nothing to decide."),
    # how a round stands
    "round-head": note(
        "第 {n} 轮审批（{trigger}）：已通过 {done}/{total}，{outcome}",
        "Round {n} ({trigger}): {done}/{total} passed, {outcome}",
    ),
    "round-over-head": note("第 {n} 轮审批（{trigger}）：{outcome}", "Round {n} ({trigger}): {outcome}"),
    "provider-step": note("插件 {plugin}", "plugin {plugin}"),
    "stale-since": note(
        "“{step}”批准之后又改了：{changed}", "Changed since “{step}” was approved: {changed}"
    ),
    "condition-owed": note(
        "{text}（{owner}负责，落实后方可{trigger}）", "{text} (for {owner}; holds up {trigger})"
    ),
    "condition-owed-by": note(
        "{text}（{owner}负责，{due} 止，落实后方可{trigger}）",
        "{text} (for {owner}, by {due}; holds up {trigger})",
    ),
    # plugins
    "plugins-trouble": error(
        "插件 {plugins} 有问题，可能没有起作用；详见 campaignflow plugins。",
        "Something is wrong with the plugins named {plugins}; they may have no effect. See campaignflow plugins.",
    ),
}

WORDS: dict[str, tuple[str, str]] = {
    # the inbox
    "as-what": ("身份", "As"),
    "by-when": ("期限", "By"),
    "has-changed": ("有改动", "Changed"),
    "is-gone": ("已去掉", "Gone"),
    "to-see": ("内容", "To see"),
    "do-it": ("办理", "To do it"),
    "not-decided": ("未办：", "Not decided:"),
    "as-person": ("点名", "by name"),
    # what there is to see
    "nothing-to-see": ("（目前没有这方面的内容）", "(there is nothing of the kind at present)"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    "value-provisional": ("暂定", "provisional"),
    "task-claimed": ("被称参与起草", "said to be an author"),
    "task-condition": ("条件待落实", "conditions to meet"),
    "task-discharge": ("条件落实后请确认", "confirm it once the condition is met"),
    "task-ratify": ("请追认", "ratify the override"),
    "its-condition": ("条件", "For"),
    "to-fill-in": ("填写", "To fill"),
    "holds": ("成立", "holds"),
    "does-not-hold": ("不成立", "does not hold"),
    "field-at_least": ("至少", "at least"),
    "field-at_most": ("至多", "at most"),
    "field-audience": ("对象", "audience"),
    "field-binding": ("硬性", "binding"),
    "field-campaign": ("宣传活动", "campaign"),
    "field-category": ("类别", "category"),
    "field-channels": ("渠道", "channels"),
    "field-charged": ("列支年度", "charged to"),
    "field-decided_by": ("决定人", "decided by"),
    "field-deliverables": ("成品", "deliverables"),
    "field-directives": ("依据", "directives"),
    "field-dropped": ("已取消", "dropped"),
    "field-each": ("各自承办", "each of"),
    "field-embargo": ("解禁", "embargo"),
    "field-forms": ("形式", "forms"),
    "field-fund": ("经费", "fund"),
    "field-lead": ("牵头", "lead"),
    "field-level": ("等级", "level"),
    "field-media": ("媒体", "media"),
    "field-needs": ("须先办", "needs"),
    "field-note": ("说明", "note"),
    "field-objective": ("目的", "objective"),
    "field-only_if": ("条件", "only if"),
    "field-owner": ("责任人", "owner"),
    "field-paid_by": ("支付", "paid by"),
    "field-part_of": ("隶属", "part of"),
    "field-per": ("每", "per"),
    "field-points": ("要点", "points"),
    "field-quotas": ("任务量", "quotas"),
    "field-report_to": ("报至", "report to"),
    "field-requester": ("提出人", "requester"),
    "field-respond_within": ("回应时限", "respond within"),
    "field-share": ("分担", "share"),
    "field-source": ("来源", "source"),
    "field-supervise": ("督导", "supervise"),
    "field-support": ("配合", "support"),
    "field-targets": ("目标", "targets"),
    "field-theme": ("主题", "theme"),
    "field-tier": ("级别", "tier"),
    "field-title": ("标题", "title"),
    "field-undecided": ("待定", "undecided"),
    "field-unit": ("承办单位", "unit"),
    "field-visibility": ("公开范围", "visibility"),
    "field-where": ("地点", "where"),
    # how a round stands
    "column-step": ("审批环节", "Step"),
    "column-by-whom": ("由谁", "By"),
    "column-until": ("期限", "Due"),
    "column-approvals": ("审批", "Approval"),
    "self-check": ("自查", "self-check"),
    "author-allowed": ("起草人可审", "authors may decide"),
    "not-its-turn": ("未轮到", "not its turn"),
    "round-open": ("进行中", "under way"),
    "round-passed": ("已通过", "passed"),
    "round-complete": ("可以办理了", "ready to go ahead"),
    "round-outdated": ("批准不再完整，须重新报批（resubmit）", "no longer approved in full: resubmit"),
    "round-returned": ("已退回修改", "returned"),
    "round-refused": ("未获同意", "refused"),
    "round-withdrawn": ("已撤回", "withdrawn"),
    "round-stopped": ("已停办", "stopped"),
    "conditions-open": ("未落实的条件", "Conditions still open"),
    # plugins
    "no-plugins": ("没有插件。", "There are no plugins."),
    "no-plugins-required": ("不再指定", "none"),
    "column-plugin": ("插件", "Plugin"),
    "column-version": ("版本", "Version"),
    "column-hooks": ("钩子", "Hooks"),
    "plugin-loaded": ("在用", "in use"),
    "plugin-quarantined": ("停用", "out of use"),
    "plugin-is-blocked": ("关闭", "switched off"),
    "plugin-is-missing": ("缺失", "missing"),
}

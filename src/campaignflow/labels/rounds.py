"""Sentences about approvals: why a step may not be decided, why a round does not pass, what a condition needs."""

from campaignflow.labels.shape import Sentence, error, note, warning

SENTENCES: dict[str, Sentence] = {
    # declaring steps
    "quorum-unreadable": error(
        "“{text}”不能作为人数；请写数字、all，或 each、2 each（各组各几人）。",
        "“{text}” is no number of people; write a number, all, or each or 2 each (so many of each group).",
    ),
    "step-without-approver": error(
        "审批环节 {step} 没有写由谁审批（by）。", "The approval step {step} does not say who decides (by)."
    ),
    # opening a round
    "nobody-can-approve": error(
        "“{step}”没有足够的人可以审批（{parties}，需 {seats} 人）：{out}。请由没有参与起草的人另定审批人，或由计划允许起草人审批（allow_author）。",
        "Not enough people can decide “{step}” ({parties}; {seats} needed): {out}. Somebody who wrote none of it "
        "names other approvers, or the plan allows authors (allow_author).",
    ),
    "unchanged-since-refusal": error(
        "“{step}”不同意的内容没有改动；请先修改再报送。",
        "What “{step}” refused is unchanged; change it before it is submitted again.",
    ),
    "answer-missing": error(
        "“{step}”退回后内容没有改动；请修改，或在附言（note）中答复。",
        "“{step}” sent it back and nothing it covers has changed; change it, or answer in a note.",
    ),
    "round-under-way": error(
        "“{trigger}”的审批正在进行；请等它结束，或先撤回。",
        "The approval for “{trigger}” is under way; wait for it, or withdraw first.",
    ),
    "round-not-opened": error(
        "“{trigger}”之前还要审批；请由有权的人先办“{trigger}”，审批即开始。",
        "“{trigger}” is to be approved first; whoever may fire it does so, and that opens the round.",
    ),
    "vetoes-not-heard": warning(
        "没能听取插件的意见；叫停照常办理。",
        "The plugins could not be heard; stopping went ahead all the same.",
    ),
    "unapproved": error(
        "改动尚未获得批准；请先重新报批（resubmit）。",
        "What was changed is not approved yet; resubmit it first.",
    ),
    "would-strand": error(
        "“{step}”如由 {person} 审批，“{stranded}”就没有足够的人可审批了；请由 {who} 审批“{step}”。",
        "If {person} decides “{step}”, too few people are left for {stranded}; let {who} decide “{step}”.",
    ),
    "strands": warning(
        "{person} 审批“{step}”之后，“{stranded}”没有足够的人可审批；请增加审批人或授权外部人员。",
        "With {person} on “{step}”, too few people are left for {stranded}; name more, or ask somebody outside.",
    ),
    "nobody-to-decide": warning(
        "“{step}”已到期，现在没有人可以审批；期限顺延。请另定审批人。",
        "“{step}” is late and nobody may decide it now; its deadline is put off. Name other approvers.",
    ),
    # how steps stand
    "step-waiting": error("“{step}”尚待审批：{who}。", "“{step}” waits for {who}."),
    "step-stale": error(
        "“{step}”批准之后又改了：{changed}；须由 {who} 再次审批。",
        "“{step}” approved something else; changed since: {changed}. {who} must decide again.",
    ),
    "step-stuck": error(
        "“{step}”（{parties}）要 {seats} 人同意，现在能审批的人不够：{out}。可以：{ways}。",
        "“{step}” ({parties}) takes {seats} to agree, and too few can by now: {out}. What helps: {ways}.",
    ),
    "step-stale-stuck": error(
        "“{step}”批准之后又改了（{changed}），要 {seats} 人再次同意（{parties}），现在能审批的人不够：{out}。可以：{ways}。",
        "“{step}” approved something else; changed since: {changed}. It takes {seats} to agree again "
        "({parties}), and too few can by now: {out}. What helps: {ways}.",
    ),
    "nobody-else-is-meant": error("没有别的人担任", "nobody else is meant by it"),
    "way-give-role": note("由 {who} 让其他人担任 {parties}", "another of {parties}, named by {who}"),
    "way-override": note("由 {who} 越过（override）", "an override by {who} (override)"),
    "way-withdraw": note("由 {who} 撤回（withdraw）", "a withdrawal by {who} (withdraw)"),
    "way-stop": note("停办，如取消（cancel）", "stopping it, as by cancel"),
    "step-refused": error(
        "“{step}”没有同意（{who}）；须由其收回意见，或修改后重新报送。",
        "“{step}” was refused by {who}; they take it back, or it is changed and submitted again.",
    ),
    "step-error": error(
        "“{step}”无法判定（环节之间互为前提，或规则出错）；请改正审批规则。",
        "“{step}” cannot be judged: steps wait for each other, or a rule failed. Mend the rules of approval.",
    ),
    "provider-in-error": error(
        "{provider} 没有答复需要哪些审批环节：{because}。在它恢复之前不能通过。",
        "{provider} could not say which steps it asks for: {because}. Nothing passes until it can.",
    ),
    "provider-silent": error("原因代码 {code}", "the code of why is {code}"),
    "step-declared-twice": error(
        "{provider} 的审批环节“{step}”与已有的环节同编号；请改其中一个。",
        "The step “{step}” of {provider} has the id of a step that is there already; rename one.",
    ),
    "condition-open": error(
        "批准时附有条件，尚未落实：{text}（{condition}，由 {owner} 负责）。",
        "A condition of the approval is still open: {text} ({condition}, for {owner}).",
    ),
    "founder-governs": warning(
        "没有人任 administrator，{who} 因首次部署计划而可以改动审批环节和角色。请指定一人任 administrator。",
        "Nobody is administrator, so {who}, who first applied the plan, may change its approval steps and roles."
        " Give somebody the role administrator.",
    ),
    "stays-stopped": warning(
        "“{title}”尚须重新审批，没有随之恢复；请对它单独“{trigger}”，由此发起审批。",
        "“{title}” has to be approved again and has not come back with it: fire “{trigger}” on it by itself, which"
        " opens its round.",
    ),
    "programme-without-steps": error(
        "“{other}”的审批环节（{steps}）在“{programme}”里没有；请由 {who} 部署，或用 rollover 从“{other}”生成。",
        "“{programme}” has none of the approval steps of “{other}” ({steps}): let {who} apply it, or make it from"
        " “{other}” by rollover.",
    ),
    "steps-not-taken-over": warning(
        "“{other}”的审批环节（{steps}）在“{programme}”里没有，其中的活动不会经过这些环节。",
        "“{programme}” lacks approval steps that “{other}” has ({steps}): nothing in it will meet them.",
    ),
    "override-unratified": error(
        "{owner} 越过了环节并说明“{text}”，尚待 {imposer} 事后确认（{condition}）。",
        "{owner} overrode a step (“{text}”), and {imposer} has not ratified that yet ({condition}).",
    ),
    "round-passes": note(
        "审批已全部通过，可以“{trigger}”了。", "Every step has passed; “{trigger}” may be fired now."
    ),
    "step-goes-stale": note(
        "“{step}”须重新审批，批准之后改了：{changed}。", "“{step}” must be asked again; changed: {changed}."
    ),
    "step-moves": note("“{step}”：{after}。", "“{step}”: {after}."),
    "inbox-decide": note("{title}：请审批“{step}”{by}。", "{title}: decide “{step}”{by}."),
    "inbox-claimed": note(
        "{title}：有人称你参与了起草，因此不能审批“{step}”；若并无此事，请声明（disown）。",
        "{title}: somebody says that you wrote part of it, so you may not decide “{step}”; if that is not so, disown"
        " it.",
    ),
    "inbox-task": note("{title}：{kind}。", "{title}: {kind}."),
    "inbox-condition": note("{title}：{kind}，{asks}{by}。", "{title}: {kind}, {asks}{by}."),
    "inbox-by": note("（{by}前）", " by {by}"),
    # deciding
    "no-round": error("目前没有进行中的审批。", "There is no round of approval here."),
    "round-over": error(
        "本轮审批已结束，“{step}”不再受理。", "The round is over; “{step}” takes no verdict any more."
    ),
    "step-unknown": error(
        "{ref} 没有审批环节“{step}”；现有：{known}。", "{ref} has no step “{step}”; there are: {known}."
    ),
    "step-not-asked": error("“{step}”目前不需要审批。", "“{step}” is not asked at present."),
    "step-not-its-turn": error(
        "还没轮到“{step}”；须先通过：{before}。", "It is not the turn of “{step}”; first: {before}."
    ),
    "verdict-unknown": error(
        "没有“{text}”这种意见；可用：{known}。", "There is no verdict “{text}”; use: {known}."
    ),
    "verdict-not-allowed": error(
        "“{step}”不能“{verdict}”；可用：{known}。", "“{step}” does not take “{verdict}”; use: {known}."
    ),
    "changed-since-seen": error(
        "您看过之后内容已改：{changed}。请重新查看“{step}”后再办。",
        "It has changed since you saw it: {changed}. Look at “{step}” again before you decide.",
    ),
    "never-shown": error(
        "代码“{seen}”从未为本轮的“{step}”显示过；请用 inbox 重新查看，再用其中的代码（seen）。",
        "“{seen}” was never shown for “{step}” in this round; look again in the inbox and use what it says "
        "there (seen).",
    ),
    "must-say-what-was-seen": error(
        "“{step}”的意见须注明所看内容（seen）；请从待办（inbox）办理。",
        "A verdict on “{step}” must say what it was shown (seen); decide from the inbox.",
    ),
    "not-an-approver": error(
        "{person} 不在“{step}”的审批人（{parties}）之列。",
        "{person} is none of those who decide “{step}” ({parties}).",
    ),
    "author-decides": error(
        "{person} 参与了起草或修改，不能审批“{step}”，只能发表意见（comment）。",
        "{person} wrote part of what “{step}” covers, and may only comment on it.",
    ),
    "claimed-as-author": error(
        "{who} 称 {person} 参与了起草，因此暂不能审批“{step}”；若并无此事，请 {person} 本人声明（disown）后再审批。",
        "{who} said that {person} wrote part of what “{step}” covers; if that is not so, {person} says so (disown)"
        " and may decide then.",
    ),
    "nothing-to-disown": error(
        "没有人称 {person} 参与了起草，或已经声明过。",
        "Nobody says that {person} wrote this, or that was denied already.",
    ),
    "unit-of-author": error(
        "{person} 与起草人同属 {units}，不能审批此环节。",
        "{person} belongs to the authors’ unit ({units}) and may not decide.",
    ),
    "granted-by-author": error(
        "{person} 的审批身份是起草人 {author} 授予的，对此环节无效。",
        "{person} was given this standing by the author {author}; it does not count here.",
    ),
    "shared-account-decides": error(
        "{person} 是共用账号，不能审批；请注明实际办理人（person；命令行：--as 账号/人员）。",
        "{person} is a shared account and decides nothing; say which person acts (person; --as ACCOUNT/PERSON).",
    ),
    "account-is-somebody-s": error(
        "{actor} 不是共用账号，不能由 {person} 使用它表态。",
        "{actor} is no shared account; {person} cannot speak from it.",
    ),
    "shared-account-writes": error(
        "{actor} 是共用账号；修改内容须注明实际办理人（person；命令行：--as 账号/人员）。",
        "{actor} is a shared account; say which person writes (person; --as ACCOUNT/PERSON).",
    ),
    "spoke-on-distinct-step": error(
        "{person} 已在另一环节表态，“{step}”须由其他人审批。",
        "{person} has spoken on another step; “{step}” is for somebody else.",
    ),
    "no-mandate": error(
        "{actor} 没有代 {principal} 审批的有效授权。", "{actor} has no mandate to decide for {principal} now."
    ),
    "principal-has-spoken": error(
        "{principal} 本人已表态，不能再由他人代为审批。",
        "{principal} has spoken already; nobody speaks for them now.",
    ),
    "sits-already": error(
        "{person} 已代 {principal} 或以本人名义同意了“{step}”，一人只占一席。",
        "{person} fills a seat of “{step}” already (for {principal}); one person fills one seat.",
    ),
    "nothing-to-take-back": error(
        "{person} 在“{step}”没有可收回的意见。", "{person} has no verdict on “{step}” to take back."
    ),
    "step-not-overridable": error("“{step}”不可越过。", "“{step}” cannot be overridden."),
    "author-overrides": error(
        "{person} 参与了起草或修改，不能越过“{step}”。",
        "{person} wrote part of what “{step}” covers, and may not override it.",
    ),
    "may-not-override": error(
        "{actor} 无权越过审批环节；可由 {who} 办理。", "{actor} may not override a step; {who} may."
    ),
    "not-to-resubmit": error(
        "现为“{state}”，不需要重新报批。", "It is “{state}”; there is nothing to resubmit from there."
    ),
    "nothing-to-resubmit": error(
        "批准全部有效，无须重新报批。", "Every approval stands; nothing is to be resubmitted."
    ),
    # mandates and people outside
    "mandate-for-nobody": error(
        "授权须由在册人员给在册人员；“{person}”不是。",
        "A mandate is between people of the office; “{person}” is none.",
    ),
    "mandate-for-no-one-person": error(
        "{person} 是共用账号或外部人员，不能受托代办。",
        "{person} is a shared account or outside the office, and can decide for nobody.",
    ),
    "nothing-to-annul": error(
        "{ref} 没有凭授权作出的意见“{decision}”；现有：{known}。",
        "{ref} has no decision “{decision}” that was given under a mandate; there are: {known}.",
    ),
    "said-anew-since": error(
        "{principal} 此后已另有表态，意见“{decision}”不再计入，无须撤销。",
        "{principal} has spoken since; “{decision}” no longer counts, and there is nothing to annul.",
    ),
    "author-annuls": error(
        "{person} 参与了起草或修改，不能撤销“{step}”的意见。",
        "{person} wrote part of what “{step}” covers, and may not annul what was said of it.",
    ),
    "no-step-to-decide": error(
        "“{task}”不是审批事项；请另行办理。", "“{task}” is nothing to decide; see to it by itself."
    ),
    "mandate-to-himself": error("{person} 不能授权给自己。", "{person} cannot give a mandate to himself."),
    "mandate-depth": error(
        "转授层数须为 1 到 {limit}；现为“{text}”。",
        "A mandate is handed on 1 to {limit} times; here: “{text}”.",
    ),
    "mandate-ends-before": error(
        "授权截止（{ends}）不晚于开始（{begins}）。", "The mandate ends ({ends}) before it begins ({begins})."
    ),
    "mandate-ring": error(
        "授权给 {person} 会绕回 {principal} 本人。",
        "By way of others, a mandate for {person} leads back to {principal}.",
    ),
    "mandate-unknown": error(
        "{ref} 没有有效的授权“{mandate}”；现有：{known}。",
        "{ref} has no mandate “{mandate}” that holds; there are: {known}.",
    ),
    "outside-needs-token": error(
        "{person} 是外部人员，只能凭邀请（token）审批。",
        "{person} is outside the office and decides by token only.",
    ),
    "invite-outside-only": error(
        "{person} 不是外部人员（outside: true），请其直接审批。",
        "{person} is not marked as outside (outside: true); he decides by himself.",
    ),
    "token-ends-before": error(
        "邀请的有效期（{ends}）已经过去；请写以后的日期。", "The invitation would end in the past ({ends})."
    ),
    "author-invites": error(
        "{person} 参与了起草或修改，不能邀请外部人员审批“{step}”。",
        "{person} wrote part of what “{step}” covers, and may not ask anybody to approve it.",
    ),
    "may-not-invite": error(
        "{actor} 无权邀请外部人员审批；可由 {who} 办理。", "{actor} may not ask people outside; {who} may."
    ),
    "step-takes-no-token": error("“{step}”不接受凭邀请审批。", "“{step}” takes no token."),
    "token-no-good": error(
        "此邀请无效或已失效；请联系邀请人。",
        "This invitation is not valid, or no longer; ask whoever sent it.",
    ),
    # conditions
    "conditions-and-verdict": error(
        "只有附条件同意才能附条件。", "Conditions come with approve_with_conditions, and with nothing else."
    ),
    "conditions-missing": error(
        "附条件同意须写明条件及其负责人（命令行：--condition … --owner …）。",
        "Say the condition and who sees to it (on the command line: --condition … --owner …).",
    ),
    "condition-incomplete": error(
        "条件须写明内容（text）和负责人（owner，本单位人员）；现为“{owner}”。",
        "A condition says what (text) and who sees to it (owner, a person of the office); here: “{owner}”.",
    ),
    "condition-blocks-nothing": error(
        "条件不能卡在“{trigger}”：它已经办过，或属于叫停。",
        "No condition can hold up “{trigger}”: it has passed, or it stops.",
    ),
    "condition-unknown": error(
        "{ref} 没有未落实的条件“{condition}”；现有：{known}。",
        "{ref} has no open condition “{condition}”; there are: {known}.",
    ),
    "fills-not-asked": error(
        "“{step}”审批时不填写 {fields}；同意时可填：{known}。",
        "“{step}” does not fill in {fields}; with an approval: {known}.",
    ),
    "fills-unreadable": error(
        "填写的内容“{text}”看不懂；请写 名称=内容，如 fund_code=2027-03。",
        "Cannot read “{text}”; write NAME=VALUE, as fund_code=2027-03.",
    ),
    "inbox-changed": error(
        "待办与试运行时不同了；请重新试运行（--dry-run）。",
        "The inbox is other than it was in the dry run; try again with --dry-run.",
    ),
    "plan-condition-unknown": error(
        "{ref} 所属的计划没有条件“{condition}”；现有：{known}。",
        "The programme of {ref} has no condition “{condition}”; there are: {known}.",
    ),
    "condition-due-unreadable": error(
        "条件的期限“{text}”不能识别；请写日期（2027-03-01）或时长（3 workdays）。",
        "“{text}” is no date by which a condition can be due; write a day (2027-03-01) or a length (3 workdays).",
    ),
    "ratifier-missing": error(
        "事后确认须由另一位在册人员办理（ratify_by）；“{person}”不行。",
        "Somebody else of the office is to ratify it (ratify_by); “{person}” cannot.",
    ),
    "override-to-ratify": note(
        "“{step}”已越过，须由 {who} 事后确认；在此之前不能“{trigger}”。",
        "“{step}” was overridden and {who} is to ratify that; until then “{trigger}” is held up.",
    ),
    "owner-discharges": error(
        "{person} 负责落实此条件，不能自己确认。",
        "{person} has to meet the condition, and cannot confirm it.",
    ),
    "not-the-imposing-seat": error(
        "条件由 {imposer} 所在的审批席位提出，{person} 不能确认。",
        "The condition was imposed by the seat of {imposer}; {person} cannot end it.",
    ),
}

"""Sentences about workflows: what a definition may not say, what a state does not allow."""

from typing import Self

from campaignflow.labels.shape import Sentence, error, warning

__all__ = ["SENTENCES", "WORDS", "Named"]


class Named(str):
    """A fact that is the name of a state, trigger or workflow: programs read the name, people its title too."""

    __slots__ = ("en", "zh")
    zh: str
    en: str

    def __new__(cls, name: str, zh: str = "", en: str = "") -> Self:
        """Return a name with its titles."""
        made = super().__new__(cls, name)
        made.zh, made.en = zh or name, en or name
        return made

    def said(self, lang: str) -> str:
        """Return the title with the name, which is what one types, behind it."""
        if lang == "zh":
            return str(self) if self.zh == self else f"{self.zh}（{self!s}）"
        return str(self) if self.en == self else f"{self.en} ({self!s})"


SENTENCES: dict[str, Sentence] = {
    # a definition, read
    "workflow-has-errors": error(
        "工作流定义有 {count} 处错误：", "The workflow's definition has {count} error(s):"
    ),
    "workflow-name-refused": error(
        "“{text}”不能作名称：只能用文字、数字和中间的单个下划线，以文字开头，不超过 {limit} 个字符；不能是代码或带点的路径。",
        "“{text}” cannot be a name: letters, digits and single underscores between them, a letter first, at most "
        "{limit} characters. No code, no dotted path.",
    ),
    "workflow-name-reserved": error(
        "“{text}”在 from 里指全部未终结的状态，不能作名称。",
        "“{text}” stands for all states that are not final and cannot be a name.",
    ),
    "except-without-live": error(
        "except 只能与 from: live 连用；这里请直接列出状态。",
        "except goes only with “from: live”; list the states here instead.",
    ),
    # a definition, checked
    "state-unknown": error(
        "“{trigger}”提到的状态“{state}”没有定义。", "“{trigger}” names “{state}”, which is no state."
    ),
    "state-names-alike": error(
        "状态“{one}”和“{other}”同名或看上去一样，请改一个。",
        "The states “{one}” and “{other}” have one name or cannot be told apart; rename one.",
    ),
    "trigger-names-alike": error(
        "触发动作“{one}”和“{other}”同名或看上去一样，请改一个。",
        "The triggers “{one}” and “{other}” have one name or cannot be told apart; rename one.",
    ),
    "initial-not-one": error(
        "应有且只有一个起始状态（initial: true），现有：{states}。",
        "Exactly one state must be marked initial: true; now: {states}.",
    ),
    "initial-protected": error(
        "起始状态“{state}”受保护，记录一建立就绕过了审批；请取消 protected。",
        "The initial state “{state}” is protected, so records would begin there unapproved; do not mark it protected.",
    ),
    "state-unreachable": error(
        "从起始状态走不到“{state}”，请加一条通向它的触发动作或删去它。",
        "No path from the initial state leads to “{state}”; add a trigger that does, or remove it.",
    ),
    "state-dead-end": error(
        "从“{state}”走不到任何终结状态（final: true），请加一条出路。",
        "No path leads from “{state}” to a final state (final: true); add a way out.",
    ),
    "final-goes-on": error(
        "“{trigger}”离开终结状态“{state}”：须由人说明理由（needs_reason: true，不得 automatic 或 by_rule）。",
        "“{trigger}” leaves the final state “{state}”: only a person with a reason may (needs_reason: true, neither "
        "automatic nor by_rule).",
    ),
    "clock-unsaid": error(
        "有的状态写了 clock，“{state}”没有写；请写 runs、paused 或 stopped。",
        "Other states say what the clock does and “{state}” does not; write runs, paused or stopped.",
    ),
    "trigger-goes-nowhere": error(
        "“{trigger}”要写明去向：to、returns、stays 三者恰好选一。",
        "“{trigger}” must say where it leads, by exactly one of to, returns and stays.",
    ),
    "transition-twice": error(
        "“{trigger}”从“{state}”出发写了两次，请删去一处。",
        "“{trigger}” leaves from “{state}” twice; remove one.",
    ),
    "trigger-without-source": error(
        "“{trigger}”没有写从哪些状态出发（from）。", "“{trigger}” has no state to be fired in (from)."
    ),
    "returns-from-nowhere": error(
        "“{trigger}”应回到原状态，可是没有触发动作通向“{state}”。",
        "“{trigger}” would return to the state left for “{state}”, but nothing leads there.",
    ),
    "marks-contradict": error(
        "“{trigger}”不能同时写 {one} 和 {other}。", "“{trigger}” cannot have both {one} and {other}."
    ),
    "permission-missing": error(
        "“{trigger}”没有写所需权限（permission），可选：{known}。",
        "“{trigger}” names no permission; choose one of: {known}.",
    ),
    "permission-unknown": error(
        "“{trigger}”所需的权限“{permission}”不存在，可选：{known}。",
        "“{trigger}” takes the permission “{permission}”, which there is not. Known: {known}.",
    ),
    "stopping-is-gated": error(
        "“{trigger}”是停止类动作，任何审批都不能挡住它，请去掉 gated 或 stopping。",
        "“{trigger}” is a stopping trigger, which no approval may hold up; mark it gated or stopping, not both.",
    ),
    "stopping-enters-protection": error(
        "“{trigger}”是停止类动作，任何审批都不能挡住它，所以不能从“{sources}”进入受保护的“{state}”。",
        "“{trigger}” is a stopping trigger, which no approval may hold up, so it may not lead from “{sources}” into "
        "the protected “{state}”.",
    ),
    "round-without-gate": error(
        "“{trigger}”写了 {key}，但没有 gated: true，不会有审批轮次。",
        "“{trigger}” has {key} but not gated: true, so there is no round.",
    ),
    "round-without-way-back": error(
        "“{trigger}”在“{state}”等候审批，还要写 {key}：不通过时去哪里。",
        "“{trigger}” waits in “{state}” for its round; say in {key} where it goes when that does not pass.",
    ),
    "unguarded-entry": error(
        "“{trigger}”从“{sources}”不经审批就进入受保护的“{state}”；请写 gated: true，或取消 protected。",
        "“{trigger}” leads from “{sources}” into the protected “{state}” without an approval; mark it gated: true, or "
        "the state not protected.",
    ),
    "unguarded-round": error(
        "“{trigger}”的审批还没通过，{key} 就进入受保护的“{state}”；请换一个不受保护的状态。",
        "{key} of “{trigger}” enters the protected “{state}” before the round has passed; name a state that is not "
        "protected.",
    ),
    "triggers-alike": warning(
        "“{one}”和“{other}”的起点、去向和要求完全一样；若是一回事，请只留一个。",
        "“{one}” and “{other}” leave from, lead to and ask for the same; keep one if they are one.",
    ),
    "protected-without-reapproval": warning(
        "“{state}”受保护，但没有由规则触发的重新批准（stays、gated、by_rule），改动之后无法再获批准。",
        "“{state}” is protected, but no trigger re-approves it (stays, gated, by_rule), so what is changed there stays "
        "unapproved.",
    ),
    # a move
    "no-such-workflow": error(
        "没有随软件提供的工作流“{text}”。现有：{known}。",
        "No workflow “{text}” comes with the package. Known: {known}.",
    ),
    "no-such-state": error(
        "工作流“{workflow}”没有“{text}”这个状态。现有：{known}。",
        "The workflow “{workflow}” has no state “{text}”. Known: {known}.",
    ),
    "no-such-trigger": error(
        "工作流“{workflow}”没有“{text}”这个触发动作。现有：{known}。",
        "The workflow “{workflow}” has no trigger “{text}”. Known: {known}.",
    ),
    "trigger-not-here": error(
        "现在是“{state}”，不能“{trigger}”。现在可以：{allowed}。",
        "It is now “{state}”, where “{trigger}” is not possible. Possible now: {allowed}.",
    ),
    "nothing-more-here": error(
        "现在是“{state}”，已经了结，不能“{trigger}”，也没有别的可做。",
        "It is now “{state}” and closed; neither “{trigger}” nor anything else is possible.",
    ),
    "nowhere-to-return": error(
        "“{trigger}”应回到离开“{state}”之前的状态，记录里的是“{back_to}”；可回到：{known}。",
        "“{trigger}” returns to the state that was left for “{state}”; the record says “{back_to}”. Possible: {known}.",
    ),
    # another version
    "migration-of-another-kind": error(
        "“{old}”是 {old_kind} 的工作流，“{new}”是 {new_kind} 的，不能互相迁移。",
        "“{old}” is for {old_kind}, “{new}” for {new_kind}; no record goes from one to the other.",
    ),
    "migration-without-state": error(
        "“{workflow}”第 {version} 版没有“{state}”这个状态，请写明它对应哪个状态。现有：{known}。",
        "Version {version} of “{workflow}” has no state “{state}”; say which state takes its place. Known: {known}.",
    ),
    "migration-past-a-gate": error(
        "新版也有“{old}”，不能改对应到受保护的“{new}”：迁移不能代替审批。",
        "The new version has “{old}”, too; it is not mapped to “{new}”, which is protected: migrating is no approval.",
    ),
    "migration-loses-trigger": error(
        "新版没有“{trigger}”，而审批或其条件正等着它；请先了结，再迁移。",
        "The new version has no “{trigger}”, and an approval or a condition of one waits for it; end that first.",
    ),
    "migration-unguarded": error(
        "“{old}”不受保护，迁移后的“{new}”受保护：迁移不能代替审批。请对应到不受保护的状态，再走审批。",
        "“{old}” is not protected and “{new}” is: migrating is no approval. Name a state that is not protected and go "
        "through the approval from there.",
    ),
}

WORDS: dict[str, tuple[str, str]] = {
    "passed": ("通过", "passed"),
    "sent_back": ("退回修改", "sent back"),
    "refused": ("不同意", "refused"),
    "stopping": ("停止类动作", "stopping"),
    "gated": ("须经审批", "needs an approval"),
    "returning": ("回到原状态", "returns to where it was"),
    "protected": ("受保护", "protected"),
    "by-rule": ("由规则触发", "fired by a rule"),
}
"""Words of a diagram: (Chinese, English)."""

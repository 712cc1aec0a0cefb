"""Sentences about records: texts and bodies, refs, values that cannot be written down."""

from campaignflow.labels.shape import Sentence, error

SENTENCES: dict[str, Sentence] = {
    "text-has-control": error(
        "文字里有看不见的控制字符 {character}（在“{text}”之后），请删去。",
        "The text holds the invisible character {character} (after “{text}”); delete it.",
    ),
    "body-number-too-large": error("{path} 的数字太大。", "The number at {path} is too large."),
    "body-has-no-place-for": error(
        "{path} 为空，或不是文字、整数、列表、表（{kind}），无法记录。",
        "{path} is empty, or neither text, whole number, list nor map ({kind}); it cannot be recorded.",
    ),
    # refs
    "ref-unreadable": error(
        "“{text}”不是有效的名称。应写作 campaign:计划编号/活动编号、活动编号 或 活动编号/事项编号。",
        "“{text}” is no ref; write campaign:programme/campaign, campaign or campaign/activity.",
    ),
    "ref-unknown": error("没有名为“{text}”的记录。", "No record is called “{text}”."),
    "ref-ambiguous": error(
        "“{text}”可以指 {refs}，请写全称。", "“{text}” may mean {refs}; write it in full."
    ),
}

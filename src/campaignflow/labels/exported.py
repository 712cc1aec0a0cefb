"""What files for news systems and tables say beside the planner's words, and what their formats cannot say."""

from campaignflow.labels.shape import Sentence, error, note

__all__ = ["SENTENCES", "WORDS"]

WORDS: dict[str, tuple[str, str]] = {
    "export-internal": ("仅供内部使用。", "For the office only."),
    "export-partners": ("可供合作媒体使用。", "For media partners."),
    "export-public": ("可以公开。", "May be made public."),
    "export-cancelled": ("已取消。", "Cancelled."),
    "export-some-time": (
        "日期未定，在所写起止日期之内。",
        "The date is not fixed: some time within the days given.",
    ),
    "export-due": ("截止：{moment}。", "Due: {moment}."),
    "export-until": ("至 {moment} 止。", "Until {moment}."),
    "export-part": ("时段：{parts}。", "Part of the day: {parts}."),
}

SENTENCES: dict[str, Sentence] = {
    "export-loses-undated": note(
        "{format} 不写没有日期的事项的日期：{count} 项（{entries}）只有标题，或在备注里说明。",
        "{format} has no dates for what has no start: {count} stand there by their titles, at most with a remark ({entries}).",
    ),
    "export-loses-window": note(
        "{format} 分不清“某段时间内的一天”与“整段时间”：{count} 项（{entries}）写成起止日期，备注里说明日期未定。",
        "{format} cannot tell some day within a span from the whole span: {count} have its bounds and a remark ({entries}).",
    ),
    "export-loses-certainty": note(
        "{format} 分不清已确定的日子与暂定的日子：{count} 项（{entries}）已确定；暂定的在备注里说明。",
        "{format} cannot tell a confirmed day from a provisional one: {count} are confirmed ({entries}); the provisional ones say so in a remark.",
    ),
    "export-loses-deadline": note(
        "{format} 没有截止日期：{count} 项（{entries}）写成报道的结束时间，备注里也有。",
        "{format} has no deadline: that of {count} stands as the end of their coverage, and in a remark ({entries}).",
    ),
    "export-loses-part": note(
        "{format} 没有上午、下午、晚上：{count} 项（{entries}）在备注里说明。",
        "{format} has no parts of a day: {count} say theirs in a remark ({entries}).",
    ),
    "export-loses-series": note(
        "{format} 写不了周期规则：{count} 项（{entries}）逐次写出，每次一条。",
        "{format} cannot carry the rule by which something comes round: each time of {count} stands by itself ({entries}).",
    ),
    "export-loses-order": note(
        "{format} 写不了先后顺序：{count} 项（{entries}）的 needs 没有写出。",
        "{format} cannot say what must come first: `needs` of {count} is left out ({entries}).",
    ),
    "export-loses-who-covers": note(
        "{format} 不能注明哪条报道由谁刊发：{count} 项（{entries}）的媒体和渠道写在报道的标题和备注里。",
        "{format} has no field for who carries which coverage: the media and channels of {count} stand in its titles and remarks ({entries}).",
    ),
    "export-cell-harmless": note(
        "{format} 中 {count} 项（{entries}）有单元格会被当作公式，前面加了撇号。",
        "{format}: cells of {count} would be taken for formulas; an apostrophe stands before them ({entries}).",
    ),
    "mail-address-unreadable": error(
        "{who} 的邮件地址“{text}”看不懂。请用半角符号写一个地址：name@example.org，或 名称 <name@example.org>。",
        "The mail address “{text}” of {who} cannot be read. Write one address: name@example.org, or a name and <name@example.org>.",
    ),
    "export-other-file": error(
        "{file} 已经存在，且不是 {format} 文件，没有改动；请换一个文件名。",
        "{file} exists and is no {format} file; nothing was changed. Choose another name.",
    ),
}

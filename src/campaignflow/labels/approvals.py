"""Words of approvals: the facets that a step may cover, verdicts, how a step stands."""

__all__ = ["WORDS"]

WORDS: dict[str, tuple[str, str]] = {
    "dates": ("日期", "dates"),
    "budget": ("预算", "budget"),
    "partners": ("合作媒体", "partners"),
    "units": ("责任单位", "units"),
    "scope": ("内容与任务量", "scope"),
    "text": ("文字", "text"),
    "documents": ("附件", "documents"),
    "filled": ("审批时填写", "filled in at"),
    "approve": ("同意", "approve"),
    "approve_with_conditions": ("附条件同意", "approve with conditions"),
    "request_changes": ("退回修改", "request changes"),
    "refuse": ("不同意", "refuse"),
    "abstain": ("弃权", "abstain"),
    "comment": ("发表意见", "comment"),
    "not_applicable": ("不需要", "not applicable"),
    "waiting": ("待审批", "waiting"),
    "satisfied": ("已通过", "satisfied"),
    "stale": ("须重审", "stale"),
    "overridden": ("已越过", "overridden"),
}

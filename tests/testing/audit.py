"""The plugin of the documentation: an audit above an amount."""

from campaignflow import ApprovalStep, Money, hookimpl


@hookimpl
def campaignflow_approval_steps(case, trigger):
    if case.kind == "campaign" and trigger == "submit" and case.budget.may_exceed(Money("50000 CNY")):
        return [ApprovalStep("audit", by="auditor", covers={"budget"}, due="3 workdays", after={"finance"})]
    return None

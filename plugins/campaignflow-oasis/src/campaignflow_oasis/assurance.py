"""The spending gate: from an amount on, a campaign waits for professional assurance.

The published limit is that of a financial year, "or more".  All that a campaign is planned to cost is taken
together, as if it were spent in one year: somebody may be asked who need not be, and nobody is left out.
An amount that is not known, and one in another currency, may be of any size and counts as reaching the limit.
"""

from dataclasses import dataclass

import campaignflow as cf

__all__ = ["STEP", "Assurance"]

STEP = "professional-assurance"
"""Id of the step, and of the role that decides where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Assurance:
    """From which amount on who is asked."""

    limit: cf.Money
    step: cf.ApprovalStep

    def is_due(self, case: cf.CaseContext) -> bool:
        """Whether a campaign reaches the limit, or nobody can say that it does not."""
        penny = cf.Money(f"0.01 {self.limit.currency}")
        return case.kind == "campaign" and case.budget.may_exceed(self.limit - penny)

    def is_needed(self, name: str, campaign: cf.Campaign) -> bool:
        """Whether a campaign of a plan will be asked for it."""
        return self.is_due(cf.CaseContext("campaign", name, "", "", campaign))

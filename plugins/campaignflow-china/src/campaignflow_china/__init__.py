"""campaignflow for publicity offices in China.

Installed, it is found by campaignflow as the plugin `china`.  An office with choices of its own hands in
`rules(...)`.  The published norms are looked up with `norm("issue.major.first_info_hours").value`.
"""

from campaignflow_china.norms import Norm, NormOff, Norms, UnknownNorm, published
from campaignflow_china.observances import observances
from campaignflow_china.reviews import ROLES
from campaignflow_china.rhythm import rhythm
from campaignflow_china.rules import VERSION, Rules, rules

__all__ = [
    "ROLES",
    "Norm",
    "NormOff",
    "Norms",
    "Rules",
    "UnknownNorm",
    "norm",
    "observances",
    "published",
    "rhythm",
    "rules",
]

__version__ = VERSION

_RULES = rules()

norm = _RULES.norm
campaignflow_approval_steps = _RULES.campaignflow_approval_steps
campaignflow_data = _RULES.campaignflow_data

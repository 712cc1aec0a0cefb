"""For the tests of those who build on campaignflow: offices that are thrown away, a clock that stands, rules.

* `office`, `sample`, `Clock`: an office in memory in which a sample programme was applied.
* `PluginContract`: tests of a plugin, to inherit; `RULES` says what it must keep.
* `campaignflow.testing.strategies`: Hypothesis strategies for plans, cases and decisions.
* `campaignflow.testing.fixtures`: the same as pytest fixtures; name it in `pytest_plugins`.

It needs ``pip install campaignflow[testing]``.
"""

from campaignflow.testing.contract import PluginContract
from campaignflow.testing.offices import SAMPLES, Clock, office, sample
from campaignflow.testing.rules import LIMIT, RULES, Rule
from campaignflow.testing.scenes import Asked, approve_all, scenes

__all__ = [
    "LIMIT",
    "RULES",
    "SAMPLES",
    "Asked",
    "Clock",
    "PluginContract",
    "Rule",
    "approve_all",
    "office",
    "sample",
    "scenes",
]

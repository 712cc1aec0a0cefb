"""The conformance kit: a class of tests that a plugin's author inherits."""

from itertools import islice
from typing import Any, ClassVar

import pytest

from campaignflow.testing.rules import RULES

__all__ = ["PluginContract"]

_TOLD = 5
"""Faults that are told of one rule."""


class PluginContract:
    """Tests that a plugin keeps every rule; inherit it and say which plugin.

    ::

        import campaignflow_audit
        from campaignflow.testing import PluginContract

        class TestAudit(PluginContract):
            plugin = campaignflow_audit
    """

    plugin: ClassVar[Any]
    """The module or object with the hooks."""

    @pytest.mark.parametrize("rule", RULES)
    def test_rule(self, rule: str) -> None:
        """Fail with the rule's name, what it says, and the first faults that were found."""
        faults = list(islice(RULES[rule].faults(self.plugin), _TOLD))
        if faults:
            pytest.fail("\n".join((f"rule {rule}: {RULES[rule].sentence}", *faults)), pytrace=False)

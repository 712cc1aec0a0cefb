"""What the conformance kit promises: a sound plugin passes, and each fault is told by the rule it breaks."""

import pytest

from campaignflow.testing import RULES, PluginContract
from tests.testing import audit, unordered
from tests.testing.faulty import FAULTY

CASES = [(rule, plugin) for rule, plugins in FAULTY.items() for plugin in plugins] + [
    ("same-order", unordered)
]


class TestAudit(PluginContract):
    plugin = audit


@pytest.mark.parametrize(("rule", "plugin"), CASES, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(CASES)])
def test_a_plugin_that_breaks_a_rule_fails_with_the_rules_name(rule, plugin):
    contract = PluginContract()
    contract.plugin = plugin
    with pytest.raises(pytest.fail.Exception) as failed:
        contract.test_rule(rule)
    assert failed.value.msg.startswith(f"rule {rule}: {RULES[rule].sentence}\n")


def test_every_rule_has_a_plugin_that_breaks_it():
    assert {rule for rule, _ in CASES} == set(RULES)


def test_the_faults_of_one_rule_are_no_faults_of_the_rule_of_loading():
    for rule, plugin in CASES:
        assert bool(list(RULES["loads"].faults(plugin))) == (rule == "loads"), rule

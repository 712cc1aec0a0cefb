"""The contract: what hooks there are, and what it costs to write one."""

import subprocess
import sys

import pytest

from campaignflow.hooks import specs


def test_the_hooks_and_their_arguments_are_those_of_the_contract() -> None:
    assert specs.HOOKS == {
        "campaignflow_approval_steps": ("case", "trigger"),
        "campaignflow_check_plan": ("programme", "schedule"),
        "campaignflow_veto": ("case", "trigger", "context"),
        "campaignflow_after_commit": ("entries",),
        "campaignflow_deliver": ("notices",),
        "campaignflow_calendar_entries": ("entries", "audience"),
        "campaignflow_commands": ("register",),
        "campaignflow_directory": ("query",),
        "campaignflow_data": (),
    }


@pytest.mark.parametrize("hook", specs.HOOKS)
def test_every_hook_says_its_moment_order_return_and_failure(hook: str) -> None:
    said = getattr(specs, hook).__doc__
    assert [word for word in ("Moment:", "Order:", "Return:", "Failure:") if word not in said] == []


def test_a_plugin_that_imports_the_marker_loads_nothing_heavy() -> None:
    program = "import sys; from campaignflow.hooks.specs import hookimpl; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "pluggy" in loaded
    assert loaded.isdisjoint({"pydantic", "sqlalchemy", "transitions", "yaml", "campaignflow.plan.campaign"})

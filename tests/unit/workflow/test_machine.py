"""The machine moves a state or says why not, and the library underneath never shows."""

import pickle
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import transitions

from campaignflow.labels import LANGUAGES
from campaignflow.workflow.definition import Turn, Workflow
from campaignflow.workflow.machine import Machine, compiled
from campaignflow.workflow.mistakes import TriggerRefused, WorkflowError
from campaignflow.workflow.reader import read_workflow


@pytest.fixture
def machine(workflow: Workflow) -> Machine:
    """The bulletin's machine."""
    return compiled(workflow)


def refusal(call, *arguments) -> TriggerRefused:
    with pytest.raises(TriggerRefused) as refused:
        call(*arguments)
    return refused.value


def test_a_trigger_leads_to_the_state_it_says(machine: Machine) -> None:
    assert machine.fire("cleared", "print") == "printed"
    assert machine.fire("draft", "drop") == "dropped"


def test_a_round_that_asks_nobody_is_passed_straight_through(machine: Machine) -> None:
    assert machine.fire("draft", "submit") == "cleared"


def test_while_its_round_is_under_way_the_record_waits_and_then_goes_on_back_or_out(machine: Machine) -> None:
    assert machine.round("draft", "submit", Turn.OPENED) == "in_review"
    assert machine.fire("in_review", "submit") == "cleared"
    assert machine.round("in_review", "submit", Turn.SENT_BACK) == "draft"
    assert machine.round("in_review", "submit", Turn.REFUSED) == "dropped"


def test_a_record_that_waits_without_a_round_can_have_one_opened_there(machine: Machine) -> None:
    assert machine.round("in_review", "submit", Turn.OPENED) == "in_review"


@pytest.mark.parametrize("turn", [Turn.OPENED, Turn.SENT_BACK, Turn.REFUSED])
def test_where_nothing_is_said_of_the_round_the_state_stays(machine: Machine, turn: Turn) -> None:
    assert machine.round("cleared", "print", turn) == "cleared"
    assert refusal(machine.round, "draft", "print", turn).code == "trigger-not-here"


def test_a_round_cannot_be_sent_back_from_where_it_does_not_wait(machine: Machine) -> None:
    assert refusal(machine.round, "paused", "submit", Turn.SENT_BACK).code == "trigger-not-here"
    assert refusal(machine.round, "draft", "submit", Turn.REFUSED).code == "trigger-not-here"


def test_a_trigger_that_stays_stays(machine: Machine) -> None:
    assert machine.fire("cleared", "reapprove") == "cleared"


@pytest.mark.parametrize("left", ["in_review", "cleared"])
def test_a_returning_trigger_leads_to_the_state_that_was_left(
    machine: Machine, workflow: Workflow, left: str
) -> None:
    paused = machine.fire(left, "pause")
    back_to = workflow.came_from(left, paused, None)
    assert machine.fire(paused, "resume", back_to) == left
    assert machine.dest(paused, "resume", back_to) == left


@pytest.mark.parametrize("back_to", [None, "draft", "printed", "nowhere"])
def test_a_returning_trigger_leads_nowhere_else(machine: Machine, back_to: str | None) -> None:
    for call in (machine.fire, machine.dest):
        error = refusal(call, "paused", "resume", back_to)
        assert error.code == "nowhere-to-return"
        assert error.facts["known"] == ["in_review", "cleared"]
        assert error.facts["state"] == "paused"
        assert error.facts["back_to"] == (back_to or "-")


def test_where_a_record_came_from_matters_to_no_other_trigger(machine: Machine) -> None:
    assert machine.fire("paused", "drop", "cleared") == "dropped"
    assert machine.dest("paused", "drop", "cleared") == "dropped"


def test_a_trigger_that_is_not_possible_here_is_refused_with_what_is(machine: Machine) -> None:
    for call in (machine.fire, machine.dest):
        error = refusal(call, "draft", "print")
        assert error.code == "trigger-not-here"
        assert error.facts["state"] == "draft"
        assert error.facts["trigger"] == "print"
        assert error.facts["allowed"] == ["submit", "drop"]
    assert "draft" in error.message("zh")


def test_what_only_a_rule_fires_is_offered_to_nobody(machine: Machine) -> None:
    assert refusal(machine.fire, "cleared", "submit").facts["allowed"] == ["print", "pause", "drop"]
    assert "reapprove" in machine.allowed("cleared")


def test_a_closed_record_says_that_nothing_more_is_possible(machine: Machine) -> None:
    error = refusal(machine.fire, "dropped", "drop")
    assert (error.code, error.facts["allowed"]) == ("nothing-more-here", [])


def test_an_unknown_trigger_is_refused_with_the_near_one(machine: Machine) -> None:
    for call in (machine.fire, machine.dest):
        error = refusal(call, "draft", "submitt")
        assert (error.code, error.facts["near"]) == ("no-such-trigger", ["submit"])
    assert refusal(machine.round, "draft", "送审", Turn.OPENED).facts["near"] == ["submit"]


def test_the_engine_s_own_names_for_rounds_are_no_triggers(machine: Machine) -> None:
    for name in ("submit.opened", "submit.sent_back", "trigger", "may_submit", "to_printed"):
        assert refusal(machine.fire, "draft", name).code == "no-such-trigger"


def test_an_unknown_state_is_refused_with_the_near_one(machine: Machine) -> None:
    for call, more in ((machine.fire, ("submit",)), (machine.dest, ("submit",)), (machine.allowed, ())):
        error = refusal(call, "drafted", *more)
        assert (error.code, error.facts["near"]) == ("no-such-state", ["draft"])


def test_every_refusal_is_said_in_both_languages(machine: Machine) -> None:
    refused = [
        refusal(machine.fire, "drafted", "submit"),
        refusal(machine.fire, "draft", "submitt"),
        refusal(machine.fire, "draft", "print"),
        refusal(machine.fire, "dropped", "print"),
        refusal(machine.fire, "paused", "resume"),
    ]
    assert len({error.code for error in refused}) == len(refused)
    for error in refused:
        for lang in LANGUAGES:
            assert "{" not in error.message(lang)
        assert pickle.loads(pickle.dumps(error)).facts == error.facts


def test_what_a_state_allows_stands_in_the_order_of_the_definition(machine: Machine) -> None:
    assert machine.allowed("draft") == ("submit", "drop")
    assert machine.allowed("in_review") == ("submit", "pause", "drop")
    assert machine.allowed("cleared") == ("print", "pause", "drop", "reapprove")
    assert machine.allowed("printed") == ()


def test_a_check_knows_what_is_allowed_and_no_unknown_name_is(machine: Machine) -> None:
    assert machine.can("cleared", "print")
    assert not machine.can("draft", "print")
    assert not machine.can("drafted", "submit")
    assert not machine.can("draft", "submitt")
    assert not machine.can("draft", "submit.opened")


def test_many_cases_are_asked_at_once(machine: Machine) -> None:
    assert machine.could(["draft", "printed", "draft"]) == [("submit", "drop"), (), ("submit", "drop")]
    assert machine.could([]) == []
    assert refusal(machine.could, ["draft", "daft"]).facts["text"] == "daft"


def test_one_definition_has_one_machine_and_another_version_another(workflow: Workflow) -> None:
    assert compiled(workflow) is compiled(read_workflow(workflow.data))
    assert compiled(replace(workflow, version=2)) is not compiled(workflow)
    changed = replace(workflow, states=(*workflow.states[:5], replace(workflow.states[5], duties=True)))
    assert compiled(changed) is not compiled(workflow)


def test_a_machine_is_built_of_a_sound_workflow_only(workflow: Workflow) -> None:
    with pytest.raises(WorkflowError):
        Machine(replace(workflow, triggers=()))


def test_names_that_the_engine_uses_itself_are_names_like_others(data) -> None:
    data["states"]["state"] = data["states"].pop("paused")
    data["triggers"]["pause"]["to"] = "state"
    data["triggers"]["resume"]["from"] = "state"
    data["triggers"]["state"] = data["triggers"].pop("pause")
    data["triggers"]["trigger"] = data["triggers"].pop("print")
    machine = Machine(read_workflow(data))
    assert machine.fire("cleared", "state") == "state"
    assert machine.fire("cleared", "trigger") == "printed"


def test_the_engine_knows_the_moves_of_the_definition_and_brings_none_of_its_own(
    machine: Machine, workflow: Workflow
) -> None:
    rounds = {"submit.opened", "submit.sent_back", "submit.refused"}
    assert set(machine._events) == {trigger.name for trigger in workflow.triggers} | rounds


def test_an_engine_that_fails_half_way_moves_nothing(machine: Machine, monkeypatch) -> None:
    def broken(self, event):
        raise RuntimeError

    monkeypatch.setattr(transitions.State, "enter", broken)
    with pytest.raises(RuntimeError):
        machine.fire("draft", "submit")
    monkeypatch.undo()
    assert machine.fire("draft", "submit") == "cleared"


def test_threads_share_one_machine(machine: Machine) -> None:
    wrong: list[str] = []

    def lives() -> None:
        for _ in range(300):
            state = machine.round("draft", "submit", Turn.OPENED)
            state = machine.fire(machine.fire(state, "pause"), "resume", state)
            state = machine.fire(machine.fire(state, "submit"), "print")
            if state != "printed":
                wrong.append(state)

    threads = [threading.Thread(target=lives) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_who_only_reads_definitions_does_not_load_the_engine() -> None:
    program = (
        "import sys\n"
        "from campaignflow.workflow import compile, definition, diagram, migration, policy, reader, shipped\n"
        "compile.lint(shipped.shipped()['campaign'])\n"
        "print('transitions' in sys.modules, 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]

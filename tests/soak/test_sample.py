"""A sample of the crash and race trials with fixed seeds; `make soak` plays them in full."""

import pytest

from tests.soak.deciding import deciding, deciding_what_changes
from tests.soak.trials import KINDS, killed, killed_while_founding, race, two_runs


@pytest.mark.parametrize("number", range(9))
def test_after_kill_9_the_record_is_whole_and_the_same_command_completes(number: int) -> None:
    trial = killed(number, KINDS[number % len(KINDS)])
    assert trial.faults == []


def test_after_kill_9_while_founding_the_office_can_be_founded() -> None:
    assert killed_while_founding(7).faults == []


def test_two_runs_at_once_answer_each_timer_once() -> None:
    trial = two_runs(1)
    assert trial.figures["timers"]
    assert trial.faults == []


def test_four_writers_on_one_file_lose_nothing_and_write_nothing_twice() -> None:
    trial = race(1, seconds=1.5)
    assert trial.figures["acts"]
    assert trial.faults == []


def test_four_people_who_decide_at_once_are_all_heard_and_once() -> None:
    trial = deciding(1)
    assert trial.faults == []
    assert trial.figures["decisions"] == 4 * 10
    assert trial.figures["told again"]


def test_four_people_approve_what_a_fifth_changes_and_nothing_stands_that_they_did_not_see() -> None:
    trial = deciding_what_changes(1)
    assert trial.faults == []
    assert trial.figures["edits"] >= 12
    assert trial.figures["decisions"] >= 4 * 8

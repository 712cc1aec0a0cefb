"""Three hundred broken plans, always the same ones: never an exception, always a programme or a finding.

`tests/fuzz/run.py` plays as many as one likes, and also looks at the clock.
"""

from pathlib import Path

import pytest
from tests.fuzz import run
from tests.fuzz.mutations import MUTATIONS, broken

SEED = 2027
COUNT = 300


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[run.Outcome]:
    """What became of each of them."""
    folder = tmp_path_factory.mktemp("broken")
    return [run.played(SEED, number, folder) for number in range(COUNT)]


def test_no_broken_plan_is_answered_with_anything_but_findings(outcomes: list[run.Outcome]) -> None:
    assert [f"{one.number} {one.mutations}\n{one.fault}" for one in outcomes if one.fault] == []


def test_they_are_broken_in_every_way_and_some_still_stand(outcomes: list[run.Outcome]) -> None:
    assert {mutation for one in outcomes for mutation in one.mutations} == set(MUTATIONS)
    assert 10 < sum(one.valid for one in outcomes) < COUNT // 2
    assert len({code for one in outcomes for code in one.codes}) > 50


def test_a_number_is_always_the_same_file() -> None:
    assert broken(SEED, 7) == broken(SEED, 7)
    assert len({broken(SEED, number)[1] for number in range(50)}) == 50


def test_a_reader_that_raises_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def read(_file: Path) -> None:
        raise RecursionError

    monkeypatch.setattr(run, "read", read)
    assert "RecursionError" in run.played(SEED, 0, tmp_path).fault

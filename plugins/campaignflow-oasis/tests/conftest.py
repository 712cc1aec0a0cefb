"""Opens the harbour's office; what it has on record must be whole at the end."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests find `harbour` beside them

from harbour import Office


@pytest.fixture
def opened() -> Iterator[Callable[..., Office]]:
    there: list[Office] = []

    def enter(given: Any = None, *changes: tuple[str, str]) -> Office:
        there.append(Office(given, *changes))
        return there[-1]

    yield enter
    for one in there:
        problems = one.office.verify(deep=True).problems
        one.office.close()
        assert not problems

"""An office for each test: its clock stands still until the test moves it on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.office.desk import Clock, founded
from tests.office.reviewers import Room

import campaignflow as cf


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(clock: Clock) -> Iterator[cf.Office]:
    """An office nobody has founded yet."""
    with cf.open_office("sqlite://", clock=clock) as office:
        yield office


@pytest.fixture
def office(clock: Clock) -> Iterator[cf.Office]:
    """An office in memory, founded with the plan."""
    with founded(clock) as office:
        yield office


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "宣传.db"


@pytest.fixture
def in_file(clock: Clock, file: Path) -> Iterator[cf.Office]:
    """The same office in a file."""
    with founded(clock, file=file) as office:
        yield office


@pytest.fixture
def room(clock: Clock) -> Iterator[Callable[..., Room]]:
    """Opens an office with a plan; at the end every record in it must be whole, down to what is derived."""
    with ExitStack() as stack:
        rooms: list[Room] = []

        def enter(of: str, **options: object) -> Room:
            rooms.append(Room(stack.enter_context(founded(clock, of, **options)), clock, of))
            return rooms[-1]

        yield enter
        for one in rooms:
            stack.callback(one.office.close)  # it may have been opened again since
            found = one.office.verify(deep=True).problems
            assert not found, found

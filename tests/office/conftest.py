"""An office for each test: its clock stands still until the test moves it on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.office.desk import Clock, founded

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

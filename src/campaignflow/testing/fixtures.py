"""Fixtures for pytest; in a conftest.py: ``pytest_plugins = ["campaignflow.testing.fixtures"]``."""

from collections.abc import Iterator

import pytest

from campaignflow.office.office import Office
from campaignflow.plan.programme import Programme
from campaignflow.testing import offices

__all__ = ["clock", "office", "office_plugins", "programme"]


@pytest.fixture
def clock() -> offices.Clock:
    """A clock that stands until it is moved."""
    return offices.Clock()


@pytest.fixture
def programme() -> Programme:
    """The sample programme; a fixture of the same name in your tests puts another in its place."""
    return offices.sample()


@pytest.fixture
def office_plugins() -> tuple[object, ...]:
    """The plugins of the office: none; a fixture of the same name in your tests says which."""
    return ()


@pytest.fixture
def office(
    programme: Programme, office_plugins: tuple[object, ...], clock: offices.Clock
) -> Iterator[Office]:
    """An office in memory in which the programme was applied; its record must be whole at the end."""
    with offices.office(programme, plugins=office_plugins, clock=clock) as opened:
        yield opened

"""Stores for the tests: most promises hold in memory and in a file alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaignflow.store.store import Store


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = "sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path}/office.db"
    with Store.open(url, create=True, library="0.2.0") as opened:
        yield opened


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/公关 office.db", create=True, library="0.2.0") as opened:
        yield opened

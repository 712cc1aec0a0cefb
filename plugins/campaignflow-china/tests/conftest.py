"""An office with reviewers and the plugin in force."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import campaignflow as cf
import campaignflow_china

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests find `chinese_office` beside them

from chinese_office import EXAMPLES, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An office with its plan; at the end its record must be whole, down to what is derived."""
    desk = Desk(tmp_path / "office.db").opens(campaignflow_china.rules())
    desk.office.apply(cf.load(EXAMPLES / "plan.yaml"), actor="fang-yu")
    yield desk
    problems = desk.office.verify(deep=True).problems
    desk.office.close()
    assert not problems

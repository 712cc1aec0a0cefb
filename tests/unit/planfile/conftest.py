"""Lets a test be played with both parsers of PyYAML."""

from functools import partial

import pytest

from campaignflow.planfile import loader
from campaignflow.planfile.traps import misread
from campaignflow.planfile.yaml_text import FAST, read_yaml


@pytest.fixture(params=["libyaml", "pure"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Reads YAML with the parser of the C library, then with the one in Python."""
    fast = request.param == "libyaml"
    if fast and not FAST:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(loader, "read_yaml", partial(read_yaml, fast=fast))
    monkeypatch.setattr(loader, "misread", partial(misread, fast=fast))
    return request.param


@pytest.fixture
def check():
    """Reads a plan file without raising for what is wrong in it."""
    return loader.read

"""CalDAV servers for the tests of publishing; each runs in a temporary folder."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from tests.peers.servers import asked, running

NUMBERS = count(1)


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The folder of an account in which calendars can be made."""
    pytest.importorskip("caldav", reason="the extra caldav is not installed; no server was asked")
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "kept").mkdir()
    with running(request.param, folder) as url:
        if request.param == "radicale":
            asked(url, f"{url}plan/", "MKCOL")
            yield f"{url}plan/"
        else:
            yield f"{url}plan/calendars/"


@pytest.fixture
def server(place: str) -> Iterator[Any]:
    """A new calendar."""
    from campaignflow.export.caldav import CalDAV

    url = f"{place}calendar-{next(NUMBERS)}/"
    assert asked(place, url, "MKCALENDAR").status == 201
    with CalDAV(url) as made:
        yield made

"""What a CalDAV server answers, in our words: try again, look again, not this one, nothing at all."""

from types import SimpleNamespace

import pytest

from campaignflow.errors import CampaignflowError
from campaignflow.export.publishing import NotTaken, ServerUnavailable, Stale

pytest.importorskip("caldav", reason="the extra caldav is not installed")


@pytest.fixture
def server():
    """A calendar whose server answers what is put into `answer`; what it was asked stands in `asked`."""
    from campaignflow.export.caldav import CalDAV

    made = CalDAV("https://calendar.example/office", user="office", password="geheim")
    made.asked, made.answer = [], None

    def request(url: str, method: str, body: object, headers: dict[str, str]) -> object:
        made.asked.append((method, url, headers))
        if isinstance(made.answer, Exception):
            raise made.answer
        return SimpleNamespace(status=made.answer, headers={"ETag": '"2"'}, tree=None)

    made._client = SimpleNamespace(request=request)
    return made


def test_what_is_new_is_written_only_if_it_is_not_there(server) -> None:
    server.answer = 201
    assert server.put("a.ics", b"x", None) == '"2"'
    (method, url, headers) = server.asked[0]
    assert (method, url) == ("PUT", "https://calendar.example/office/a.ics")
    assert headers == {"Content-Type": "text/calendar; charset=utf-8", "If-None-Match": "*"}


def test_what_is_there_is_written_or_deleted_only_as_it_was_last_seen(server) -> None:
    server.answer = 204
    server.put("a.ics", b"x", '"1"')
    server.delete("a.ics", '"1"')
    assert [headers["If-Match"] for _, _, headers in server.asked] == ['"1"', '"1"']


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (412, Stale, "publish-stale"),
        (404, NotTaken, "publish-not-taken"),
        (409, NotTaken, "publish-not-taken"),
        (413, NotTaken, "publish-not-taken"),
        (507, NotTaken, "publish-not-taken"),
        (500, ServerUnavailable, "publish-server-trouble"),
        (502, ServerUnavailable, "publish-server-trouble"),
        (ConnectionResetError("reset"), ServerUnavailable, "publish-unreachable"),
    ],
)
def test_each_answer_to_a_write_has_its_meaning(
    status, error: type[CampaignflowError], code: str, server
) -> None:
    server.answer = status
    with pytest.raises(error) as caught:
        server.put("a.ics", b"x", None)
    assert caught.value.code == code


def test_what_may_not_be_written_is_no_reason_to_stop(server) -> None:
    from caldav.lib.error import AuthorizationError

    server.answer = AuthorizationError("there", "no")
    with pytest.raises(NotTaken):
        server.put("a.ics", b"x", None)
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.code == "publish-no-entry"


def test_what_is_deleted_already_is_looked_at_again(server) -> None:
    server.answer = 404
    with pytest.raises(Stale):
        server.delete("a.ics", '"1"')


@pytest.mark.parametrize("status", [200, 404, 405])
def test_a_page_that_is_no_calendar_is_said(status: int, server) -> None:
    server.answer = status
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.code == "publish-no-calendar"


def test_a_server_in_trouble_is_not_called_no_calendar(server) -> None:
    server.answer = 503
    with pytest.raises(ServerUnavailable) as caught:
        server.listed()
    assert caught.value.code == "publish-server-trouble"

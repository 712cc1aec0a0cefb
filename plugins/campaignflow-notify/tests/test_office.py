"""In an office: found, refused with a sentence, and tried again by it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from notices import Clock
from servers import Chat, Post

import campaignflow as cf
import campaignflow_notify
from campaignflow_notify import Notify

PLAN = """\
programme: {id: river-2027, title: 2027 年度宣传计划, period: 2027, timezone: Asia/Shanghai}
units:
  office: {name: 办公室, coordinator: true}
people:
  li-wei: {name: 李伟, unit: office, roles: [planner, administrator]}
campaigns:
  water-week:
    title: 中国水周
    lead: office
    when: 2027-03-22/2027-03-28
    activities:
      scheme: {title: 印发方案, lead: office, due: 2027-02-22}
"""
IS_INSTALLED = bool(entry_points(group="campaignflow", name="notify"))


class Office:
    """An office with a plugin, and the time there."""

    def __init__(self, *plugins: object, store: str = "sqlite://", **options: Any) -> None:
        self.at = datetime(2026, 12, 1, tzinfo=UTC)
        self.office = cf.open_office(store, plugins=plugins, clock=lambda: self.at, **options)
        self.office.apply(cf.loads(PLAN), actor="li-wei")

    def runs(self, moment: str) -> None:
        """Let what is due on a moment in Shanghai be done."""
        self.at = datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)
        self.office.run_due()


@pytest.fixture
def office() -> Iterator[Callable[..., Office]]:
    there: list[Office] = []

    def enter(*plugins: object, **options: Any) -> Office:
        there.append(Office(*plugins, **options))
        return there[-1]

    yield enter
    for one in there:
        problems = one.office.verify(deep=True).problems
        one.office.close()
        assert not problems


@pytest.fixture
def plugin(set_to: Callable[..., Notify], mailing: dict[str, Any], robot: Callable[..., Any]) -> Notify:
    return set_to({"mail": mailing, "group": robot()}, addresses={"li-wei": "li-wei@example.org"})


def test_a_reminder_of_the_office_arrives(
    plugin: Notify, office: Callable[..., Office], post: Post, chat: Chat
) -> None:
    there = office(plugin)
    there.runs("2027-02-16 10:00")
    there.runs("2027-02-17 10:00")
    assert {letter["Subject"] for letter in post.letters} == {"提醒：“印发方案”将到期，时间 2027-02-22。"}
    assert chat.bodies[0]["text"]["content"].startswith("提醒：“印发方案”将到期")
    assert there.office.undelivered() == []


def test_what_was_refused_is_listed_with_its_reason_and_sent_again_one_way_only(
    plugin: Notify, office: Callable[..., Office], post: Post, chat: Chat, clock: Clock
) -> None:
    there = office(plugin)
    chat.answers = [(200, {"errcode": 93000, "errmsg": "no such robot key=693a91f6-7xxx"})]
    there.runs("2027-02-17 10:00")
    (left,) = there.office.undelivered()
    assert (left.plugin, left.why) == ("notify", "group：未被接受：93000 no such robot key=***")
    there.at += timedelta(minutes=5)
    clock.at += 300
    there.office.run_due()
    assert there.office.undelivered() == []
    assert (len(post.took), len(chat.asked)) == (1, 2)


def test_no_secret_is_on_record(
    office: Callable[..., Office],
    set_to: Callable[..., Notify],
    robot: Callable[..., Any],
    chat: Chat,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(0)
    chat.usual = {"errcode": 93000, "errmsg": "no such robot key=693a91f6-7xxx"}
    there = office(set_to({"group": robot()}), store=f"sqlite:///{tmp_path}/office.db")
    there.runs("2027-02-17 10:00")
    octets = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"no such robot" in octets
    assert b"693a91f6" not in octets
    assert "693a91f6" not in f"{caplog.text}{there.office.plugins}{list(there.office.journal())}"
    assert "693a91f6" not in f"{there.office.undelivered()}"


@pytest.mark.skipif(not IS_INSTALLED, reason="only what is installed is found by its entry point")
@pytest.mark.parametrize(
    ("settings", "state", "said"),
    [
        (None, "quarantined", "CAMPAIGNFLOW_NOTIFY"),
        ("[routes.group]\nkind = 'feishuu'\n", "quarantined", "notify.toml: routes.group: kind"),
        (
            "[routes.a]\nkind = 'json'\nurl = 'https://a.example/b'\n[[rules]]\nroute = 'a'\n",
            "loaded",
            "",
        ),
    ],
    ids=["none", "wrong", "right"],
)
def test_installed_it_says_what_is_wrong_with_its_settings(
    settings: str | None,
    state: str,
    said: str,
    office: Callable[..., Office],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CAMPAIGNFLOW_NOTIFY", raising=False)
    if settings is not None:
        (tmp_path / "notify.toml").write_text(settings, encoding="utf-8")
        monkeypatch.setenv("CAMPAIGNFLOW_NOTIFY", str(tmp_path / "notify.toml"))
    there = office(autoload=True)
    (report,) = [one for one in there.office.plugins if one.name == "notify"]
    assert (report.state, report.distribution) == (state, "campaignflow-notify")
    told = "".join(one.message("en") for one in report.findings)
    assert said in told
    assert bool(told) == bool(said)


def test_handed_in_it_has_the_name_it_is_installed_by(plugin: Notify, office: Callable[..., Office]) -> None:
    there = office(plugin)
    (report,) = there.office.plugins
    assert (report.name, report.state, report.hooks) == (
        "notify",
        "loaded",
        ("campaignflow_deliver",),
    )


def test_without_settings_it_is_no_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(campaignflow_notify.SETTING, raising=False)
    with pytest.raises(campaignflow_notify.NotifyError):
        _ = campaignflow_notify.installed
    with pytest.raises(AttributeError):
        _ = campaignflow_notify.other

"""Hooks that no act waits for: checks of plans, deliveries, calendars; what the store keeps of plugins."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.office.desk import SUMMER, WEEK, Clock, codes, copied, events, founded, opened, plan
from tests.office.reviewers import made

import campaignflow as cf
from campaignflow.actions import delivering

ZH = "活动没有保密审查，请补上。"


@pytest.fixture
def desk(clock: Clock) -> Iterator[Callable[..., cf.Office]]:
    """Opens offices with plugins; all are closed again."""
    there: list[cf.Office] = []

    def enter(*plugins: object, **options: Any) -> cf.Office:
        there.append(founded(clock, plugins=plugins, **options))
        return there[-1]

    yield enter
    for one in there:
        one.close()


# plans


def unreviewed(programme: Any, schedule: Any) -> list[dict[str, Any]]:
    """Find every campaign that nobody reviews."""
    return [
        {"code": "no-review", "zh": ZH, "items": [name], "severity": "error"}
        for name, one in programme.campaigns.items()
        if not one.approvals
    ]


def test_the_office_looks_a_plan_over_with_its_plugins(desk: Callable[..., cf.Office]) -> None:
    office = desk(made("audit", check_plan=unreviewed))
    found = [one for one in office.check(plan()).findings if one.code == "audit/no-review"]
    assert [one.items for one in found] == [("water-week",), ("summer",)]


def test_a_plugin_that_is_required_and_missing_leaves_no_plan_in_order(
    desk: Callable[..., cf.Office],
) -> None:
    office = desk()
    assert office.check(plan()).errors == ()
    office.require(["audit"], actor="wang-fang", reason="集团规定")
    assert [(one.code, one.facts["plugin"]) for one in office.check(plan()).errors] == [
        ("plugin-missing", "audit")
    ]


# deliveries


class Post:
    """A plugin that carries notices, and keeps what it was given."""

    def __init__(self, name: str = "mail") -> None:
        self.__name__ = name
        self.batches: list[tuple[Any, ...]] = []
        self.answers: list[Any] = []
        """What it returns or raises, one after the other; then nothing."""
        self.refuses = ""
        """What it takes no notices about."""

    @cf.hookimpl
    def campaignflow_deliver(self, notices: Any) -> Any:
        self.batches.append(notices)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        if self.refuses:
            return {one.id: "信箱已满" if self.refuses in one.ref else None for one in notices}
        return answer(notices) if callable(answer) else answer

    @property
    def given(self) -> list[tuple[str, str]]:
        return [(one.kind, one.ref.partition("/")[2]) for batch in self.batches for one in batch]


def nothing(notices: Any) -> dict[str, str]:
    return dict.fromkeys((one.id for one in notices), "信箱已满")


def on(office: cf.Office, clock: Clock, *days: str) -> None:
    """Let the office run on these mornings of 2027."""
    for day in days:
        clock.to(f"2027-{day} 10:00")
        office.run_due()


REMINDED = ("reminded", "water-week/scheme")
"""What is due on 17 February: 印发方案 is to be done by the 22nd."""


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def office(desk: Callable[..., cf.Office], post: Post, clock: Clock) -> cf.Office:
    """An office with a post, on the day before the first reminder of the scheme is due."""
    there = desk(post)
    on(there, clock, "02-16")
    post.batches.clear()
    return there


def test_a_reminder_is_carried_with_whom_it_is_for_and_what_to_say(
    office: cf.Office, post: Post, clock: Clock
) -> None:
    on(office, clock, "02-17")
    ((notice,),) = post.batches
    (unit,) = notice.to
    assert (unit.id, unit.kind, unit.name) == ("office", "unit", "办公室")
    assert [one.name for one in unit.people] == ["李伟", "王芳", "赵敏"]
    assert (notice.kind, notice.duty, notice.title) == ("reminded", "due", "印发方案")
    assert notice.ref == "campaign:river-2027/water-week/scheme"
    assert notice.zh == "提醒：“印发方案”将到期，时间 2027-02-22。"
    assert notice.en == "Reminder (due): “印发方案”, 2027-02-22."
    assert (notice.due.isoformat(), notice.zone) == ("2027-02-22T16:00:00+00:00", "Asia/Shanghai")
    assert (notice.at, notice.tries) == (clock.at, 0)


def test_what_was_taken_is_not_carried_again(office: cf.Office, post: Post, clock: Clock) -> None:
    on(office, clock, "02-17", "02-18")
    assert post.given == [REMINDED]
    assert office.undelivered() == []


def test_only_what_is_due_is_carried(office: cf.Office, post: Post) -> None:
    office.complete("water-week/scheme", actor="zhao-min")
    with office._store.snapshot() as view:
        assert view.outbox() == []
    office.run_due()
    assert post.batches == []
    assert office.undelivered() == []


def test_the_notices_of_a_digest_come_together(
    desk: Callable[..., cf.Office], post: Post, clock: Clock
) -> None:
    on(desk(post), clock, "02-16", "03-12")
    batch = post.batches[-1]
    assert {one.kind for one in batch} == {"lapsed"}
    assert len(batch) > 3
    assert batch[0].zh.endswith("；当时没有提醒。")


def test_one_who_left_is_only_named_by_his_id(office: cf.Office, post: Post, clock: Clock) -> None:
    office.retire("person:li-wei", actor="wang-fang", reason="调离")
    on(office, clock, "02-17")
    assert [one.name for one in post.batches[0][0].to[0].people] == ["王芳", "赵敏"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (ConnectionError("信箱没有响应"), "plugin-error"),
        (nothing, "信箱已满"),
        (lambda notices: {}, ""),
        (lambda notices: {"somebody": None}, "plugin-answer-wrong"),
        (lambda notices: {notices[0].id: 7}, "plugin-answer-wrong"),
        ("sent", "plugin-answer-wrong"),
    ],
    ids=["fails", "refuses", "says nothing of it", "says it of another", "answers a number", "a text"],
)
def test_what_was_not_taken_is_tried_again_later(
    answer: Any, why: str, office: cf.Office, post: Post, clock: Clock
) -> None:
    post.answers = [answer]
    on(office, clock, "02-17")
    (left,) = office.undelivered()
    assert (left.plugin, left.why, left.set_aside, left.tried_at) == ("mail", why, False, clock.at)
    clock.on(minutes=4)
    office.run_due()
    assert len(post.batches) == 1
    clock.on(minutes=1)
    office.run_due()
    assert post.given == [REMINDED, REMINDED]
    assert [one.id for batch in post.batches for one in batch] == [left.notice.id] * 2
    assert post.batches[1][0].tries == 1
    assert office.undelivered() == []


def test_a_notice_that_was_taken_is_not_sent_again_with_one_that_was_not(
    desk: Callable[..., cf.Office], post: Post, clock: Clock
) -> None:
    office = desk(post)
    on(office, clock, "02-16")
    post.answers = [lambda notices: {one.id: None if n else "信箱已满" for n, one in enumerate(notices)}]
    on(office, clock, "03-12")
    refused = post.batches[-1][0].id
    assert [one.notice.id for one in office.undelivered()] == [refused]
    clock.on(minutes=5)
    office.run_due()
    assert [one.id for one in post.batches[-1]] == [refused]


def test_later_notices_of_a_record_wait_for_the_earlier_and_other_records_do_not(
    office: cf.Office, post: Post, clock: Clock
) -> None:
    post.refuses = "scheme"
    on(office, clock, "02-17", "02-18", "02-19", "02-20", "02-21", "02-22")
    tried = [one for batch in post.batches for one in batch]
    assert [one.ref for one in tried if "scheme" not in one.ref] == ["routine:weekly-report@2027-02-19"]
    assert len({one.id for one in tried if "scheme" in one.ref}) == 1
    assert len(office.undelivered()) == 2
    post.refuses = ""
    post.batches.clear()
    on(office, clock, "02-23")
    assert [(one.kind, one.duty, one.at.day) for batch in post.batches for one in batch] == [
        ("reminded", "due", 17),
        ("reminded", "due", 22),
        ("reminded", "overdue", 23),
    ]


@pytest.mark.parametrize(("most", "tried"), [(3, 2), (1, 1)])
def test_a_post_that_is_away_is_not_asked_for_each_of_many(
    most: int, tried: int, office: cf.Office, post: Post, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "MOST_ERRORS", most)
    post.refuses = ":"
    on(office, clock, "02-17", "02-18", "02-19")
    post.batches.clear()
    post.refuses, post.answers = "", [ConnectionError("没有网络")] * 9
    on(office, clock, "02-20")
    assert len(post.batches) == tried  # one of each record, as long as anybody is there


def test_after_ten_times_it_is_set_aside_and_can_be_sent_again(
    office: cf.Office, post: Post, clock: Clock
) -> None:
    post.answers = [nothing] * 10
    on(office, clock, "02-17")
    for _ in range(9):
        clock.at = office.undelivered()[0].tried_at
        clock.on(minutes=5 * 2 ** (office.undelivered()[0].notice.tries - 1))
        office.run_due()
    (left,) = [one for one in office.undelivered() if one.set_aside]
    assert (left.notice.ref, left.notice.tries, left.why) == (
        "campaign:river-2027/water-week/scheme",
        10,
        "信箱已满",
    )
    post.batches.clear()
    clock.on(hours=50)
    office.run_due()
    assert REMINDED not in post.given
    assert office.redeliver() == 1
    assert post.given[-1] == REMINDED
    assert office.undelivered() == []
    assert office.redeliver() == 0


def test_any_that_waits_can_be_sent_again_by_its_id(office: cf.Office, post: Post, clock: Clock) -> None:
    post.answers = [nothing]
    on(office, clock, "02-17")
    (left,) = office.undelivered()
    assert office.redeliver() == 0
    assert office.redeliver([left.notice.id]) == 1
    assert post.given == [REMINDED, REMINDED]


def test_one_that_fails_keeps_no_other_from_carrying(
    desk: Callable[..., cf.Office], post: Post, clock: Clock
) -> None:
    chat = Post("chat")
    office = desk(chat, post)
    on(office, clock, "02-16")
    post.batches.clear()
    chat.answers = [ConnectionError("没有网络")]
    on(office, clock, "02-17")
    assert post.given == [REMINDED]
    assert [one.plugin for one in office.undelivered()] == ["chat"]


def test_what_a_plugin_that_is_gone_did_not_take_waits_for_it(
    office: cf.Office, post: Post, clock: Clock, desk: Callable[..., cf.Office]
) -> None:
    post.answers = [nothing]
    on(office, clock, "02-17")
    with opened(copied(office), clock) as without:
        clock.on(hours=1)
        without.run_due()
        assert [one.plugin for one in without.undelivered()] == ["mail"]
        left = copied(without)
    with opened(left, clock, plugins=[post]) as back:
        post.batches.clear()
        back.run_due()
        assert post.given == [REMINDED]


def test_nobody_is_told_by_a_preview(office: cf.Office, post: Post) -> None:
    with office.preview() as dry:
        dry.complete("water-week/scheme", actor="zhao-min")
    assert post.batches == []


def test_where_nobody_carries_nothing_is_kept_for_it(desk: Callable[..., cf.Office], clock: Clock) -> None:
    office = desk(made("audit", check_plan=unreviewed))
    on(office, clock, "02-16", "02-17")
    assert office.undelivered() == []


# what is slow


def seconds(*readings: float) -> Callable[[], float]:
    """A clock that shows these."""
    left = iter(readings)
    return lambda: next(left)


SLOW = (made("audit", "1", approval_steps=lambda: None), made("radio", check_plan=lambda: None))


@pytest.fixture
def file(tmp_path: Path, clock: Clock) -> Path:
    """An office in a file, in which the plugin audit once took three seconds and radio one."""
    path = tmp_path / "office.db"
    with founded(clock, file=path, plugins=SLOW) as office:
        office._plugins._clock = seconds(0, 3, 3, 4)
        office.fire(WEEK, "submit", actor="li-wei")
        office.check(plan())
        assert [code(one) for one in office.plugins] == [["plugin-slow"], []]
    return path


def code(report: Any) -> list[str]:
    return [one.code for one in report.findings]


def again(file: Path, clock: Clock, *plugins: object) -> cf.Office:
    return cf.open_office(f"sqlite:///{file}", clock=clock, plugins=plugins or SLOW)


def test_a_plugin_that_was_too_slow_is_out_of_use_from_the_next_opening_on(file: Path, clock: Clock) -> None:
    for _ in range(2):
        with again(file, clock) as office:
            slow, quick = office.plugins
            assert (slow.state, code(slow), quick.state) == ("quarantined", ["plugin-was-slow"], "loaded")
            facts = {"plugin": "audit", "hook": "campaignflow_approval_steps", "seconds": "3.0"}
            assert dict(slow.findings[0].facts) == facts


def test_it_is_taken_up_again_in_another_version(file: Path, clock: Clock) -> None:
    newer = made("audit", "2", approval_steps=lambda: None)
    with again(file, clock, newer) as office:
        assert [one.state for one in office.plugins] == ["loaded"]
    with again(file, clock) as office:
        assert office.plugins[0].state == "quarantined"  # the old one is as slow as ever


def test_somebody_can_bring_it_back_as_it_is(file: Path, clock: Clock) -> None:
    with again(file, clock) as office:
        assert office.readmit("audit") is True
        assert office.readmit("audit") is False
    with again(file, clock) as office:
        assert [one.state for one in office.plugins] == ["loaded", "loaded"]


def test_bringing_it_back_holds_where_it_was_slow_just_now(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "office.db"
    with founded(clock, file=path, plugins=SLOW) as office:
        office._plugins._clock = seconds(0, 3)
        office.fire(WEEK, "submit", actor="li-wei")
        office.run_due()
        assert office.readmit("audit") is True
    with again(path, clock) as office:
        assert [one.state for one in office.plugins] == ["loaded", "loaded"]


def test_one_that_is_required_holds_up_what_it_gates_while_it_is_out_of_use(file: Path, clock: Clock) -> None:
    with again(file, clock) as office:
        office.require(["audit"], actor="wang-fang", reason="集团规定")
    with again(file, clock) as office:
        assert [code(one) for one in office.plugins] == [["plugin-missing", "plugin-was-slow"], []]
        assert codes(office.fire, SUMMER, "submit", actor="chen-jing") == {"plugin-missing"}
        office.fire(SUMMER, "cancel", actor="chen-jing", reason="汛情")
        assert office.record(SUMMER).data["state"] == "cancelled"


def test_what_no_act_waits_for_may_take_longer(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "office.db"
    post = Post()
    with founded(clock, file=path, plugins=[post]) as office:
        for took, found in ((29, []), (31, ["plugin-slow"])):
            office._plugins._clock = seconds(0, took)
            clock.on(days=60)
            office.run_due()
            assert [code(one) for one in office.plugins] == [found]


# calendars


def test_the_office_s_calendars_are_without_what_a_plugin_takes_away(desk: Callable[..., cf.Office]) -> None:
    office = desk(
        made("quiet", calendar_entries=lambda entries: [one for one in entries if one.title != "展览"])
    )
    titles = " ".join(one.title for one in events(office))
    assert ("防溺水海报" in titles, "展览" in titles) == (True, False)


def test_an_office_that_requires_a_missing_plugin_hands_nothing_out(desk: Callable[..., cf.Office]) -> None:
    office = desk()
    office.require(["quiet"], actor="wang-fang", reason="集团规定")
    assert events(office)
    with pytest.raises(cf.PluginFailed):
        office.to_ics(partner="people-daily")

"""Asking somebody outside: a secret shown once, good once, for what was shown and nothing else (rule 51)."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.office.desk import (
    WEEK,
    Clock,
    codes,
    copied,
    fails,
    founded,
    meanwhile,
    opened,
    raw,
    refused,
    text,
)
from tests.office.reviewers import BUDGET, TITLE, Room, asking, own

from campaignflow.types import Actor
from campaignflow.workflow.steps import VERDICTS

Enter = Callable[..., Room]
EXPERT = asking(
    "expert: {title: 专家审读, by: expert, covers: [text]}", "money: {by: qian-duo, covers: [budget]}"
)
TWO_OUTSIDE = text(
    ("  press-desk:", "  tang-yi: {name: 唐毅, outside: true, roles: [expert]}\n  press-desk:"),
    of=asking("expert: {title: 专家审读, by: expert, of: 2, covers: [text]}", "money: {by: qian-duo}"),
)


def invited(
    here: Room, person: str = "guo-ming", step: str = "expert", actor: str = "chen-jing", **said: object
) -> str:
    """Return the token that somebody is given."""
    return here.office.invite(WEEK, step, person, actor=actor, **said)[0]


def dead(here: Room, token: str) -> None:
    """Check that a token is good for nothing, and that nothing is said of why."""
    assert here.office.peek(token) is None
    (reason,) = refused(here.office.answer, token, "approve")
    assert (reason.code, reason.facts, reason.ref, reason.clears) == ("token-no-good", {}, "", ())


def test_whoever_holds_it_decides_as_the_person_who_was_asked(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    entry = here.office.answer(token, "approve", note="数据属实").entries[0]
    said = entry.details["decision"]
    assert (entry.actor, entry.capacity, entry.note) == ("outside:guo-ming", "bearer", "数据属实")
    assert (said["actor"], said["principal"], said["token"], said["seen"]) == (
        "guo-ming",
        "guo-ming",
        "t3",
        True,
    )
    assert here.stands["expert"] == "satisfied"


def test_looking_uses_nothing_up(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    version = here.office.record(WEEK).version
    for _ in range(3):
        shown = here.office.peek(token)
    assert (shown.person, shown.step, shown.step_title, shown.title) == (
        "guo-ming",
        "expert",
        "专家审读",
        "世界水日 · 中国水周",
    )
    assert set(shown.content) == {leaf for leaf in shown.content if leaf.startswith("text")}
    assert here.office.record(WEEK).version == version
    here.office.answer(token, "approve")


def test_it_is_good_once(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    here.office.answer(token, "comment", note="收到")
    dead(here, token)
    here.office.answer(invited(here), "approve")


def test_two_answers_at_once_are_one(room: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    meanwhile(monkeypatch, here.office, lambda: here.office.answer(token, "refuse"))
    assert codes(here.office.answer, token, "approve") == {"token-no-good"}
    assert here.state == "returned"


@pytest.mark.parametrize("event", ["used", "another round"])
def test_what_it_dies_of_while_it_is_used_counts(
    room: Enter, monkeypatch: pytest.MonkeyPatch, event: str
) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)

    def happen() -> None:
        if event == "used":
            here.office.answer(token, "comment")
        else:
            here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")
            here.submit()

    meanwhile(monkeypatch, here.office, happen)
    assert codes(here.office.answer, token, "approve") == {"token-no-good"}
    assert here.stands["expert"] == "waiting"


# what it dies of


def change_what_it_is_about(here: Room) -> None:
    here.edit(TITLE, actor="li-wei")


def invite_him_anew(here: Room) -> None:
    invited(here)


def send_the_round_back(here: Room) -> None:
    here.says("request_changes", "money", "qian-duo")


def withdraw(here: Room) -> None:
    here.office.fire(WEEK, "withdraw", actor="li-wei", reason="补材料")


def cancel(here: Room) -> None:
    here.office.fire(WEEK, "cancel", actor="li-wei", reason="汛情")


def withdraw_and_submit_again(here: Room) -> None:
    withdraw(here)
    here.submit()


def let_it_expire(here: Room) -> None:
    here.clock.on(days=14)


def retire_him(here: Room) -> None:
    here.office.retire("person:guo-ming", actor="wang-fang", reason="解聘")


def take_his_role(here: Room) -> None:
    here.edit(
        ("outside: true, roles: [expert]", "outside: true"),
        ("roles: [leader]", "roles: [leader, expert]"),
        actor="wang-fang",
    )


DEATHS = (
    change_what_it_is_about,
    invite_him_anew,
    send_the_round_back,
    withdraw,
    cancel,
    withdraw_and_submit_again,
    let_it_expire,
    retire_him,
    take_his_role,
)


@pytest.mark.parametrize("death", DEATHS, ids=lambda one: one.__name__)
def test_it_dies_with_what_it_was_bound_to_and_nothing_says_of_what(
    room: Enter, death: Callable[[Room], None]
) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    assert here.office.peek(token)
    death(here)
    dead(here, token)


@pytest.mark.parametrize("token", ["", "x", "三", "\ud800", "a" * 10_000])
def test_what_never_was_one_is_refused_alike(room: Enter, token: str) -> None:
    here = room(EXPERT)
    here.submit()
    invited(here)
    dead(here, token)


def test_its_hash_is_no_token(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    invited(here)
    (entry,) = [one for one in here.office.journal(WEEK) if one.verb == "invited_outside"]
    dead(here, entry.details["minted"]["hash"])


def test_it_lives_through_a_change_of_what_it_is_not_about(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    here.edit(BUDGET, actor="li-wei")
    here.office.answer(token, "approve")
    assert here.stands["expert"] == "satisfied"


def test_it_lives_again_once_what_it_was_about_is_restored(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    here.edit(TITLE, actor="li-wei")
    here.edit((TITLE[1], TITLE[0]), actor="li-wei")
    assert here.office.peek(token)


def test_it_may_end_sooner_or_later_than_after_two_weeks(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here, until="2026-12-03")
    here.clock.to("2026-12-03 23:59")
    assert here.office.peek(token)
    here.clock.to("2026-12-04 00:00")
    dead(here, token)
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing", until="2026-12-01") == {
        "token-ends-before"
    }
    assert (
        fails(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing", until="下周")
        == "moment-unreadable"
    )


def test_it_is_of_no_use_in_another_office(room: Enter, clock: Clock) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    with raw(here.office) as connection:
        copy = bytes(connection.serialize())
    with opened(copy, clock) as other, raw(other) as connection:
        assert other.peek(token)  # a mere copy is the same office
        connection.execute("UPDATE office SET uuid = 'another'")
        connection.commit()
        other._store.office = "another"
        assert other.peek(token) is None


def test_asking_one_again_leaves_the_others_their_tokens(room: Enter) -> None:
    here = room(TWO_OUTSIDE)
    here.submit()
    first = invited(here)
    again = invited(here)
    other = invited(here, "tang-yi")
    dead(here, first)
    here.office.answer(other, "approve")
    here.office.answer(again, "approve")
    assert here.stands["expert"] == "satisfied"


def test_two_people_outside_fill_two_seats_and_one_fills_one(room: Enter) -> None:
    here = room(TWO_OUTSIDE)
    here.submit()
    here.office.answer(invited(here), "approve")
    here.office.answer(invited(here), "approve")
    assert here.stands["expert"] == "waiting"
    here.office.answer(invited(here, "tang-yi"), "approve")
    assert here.stands["expert"] == "satisfied"


# who asks whom


def test_an_author_asks_nobody_to_approve_his_work(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="li-wei") == {"author-invites"}
    assert codes(
        here.office.invite, WEEK, "expert", "guo-ming", actor=Actor("chen-jing", on_behalf_of="li-wei")
    ) == {"author-invites"}


def test_asking_takes_a_permission(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="lin-yue") == {"may-not-invite"}


@pytest.mark.parametrize(
    ("person", "found"),
    [
        ("lin-yue", {"invite-outside-only", "not-an-approver"}),
        ("nobody", {"invite-outside-only", "not-an-approver"}),
    ],
)
def test_only_people_outside_are_asked(room: Enter, person: str, found: set[str]) -> None:
    here = room(EXPERT)
    here.submit()
    assert codes(here.office.invite, WEEK, "expert", person, actor="chen-jing") == found


def test_only_those_the_step_means(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    assert codes(here.office.invite, WEEK, "money", "guo-ming", actor="chen-jing") == {"not-an-approver"}


def test_a_step_may_take_no_token(room: Enter) -> None:
    here = room(asking("expert: {by: [expert, lin-yue], bearers: false}"))
    here.submit()
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing") == {"step-takes-no-token"}


def test_nobody_is_asked_before_the_step_s_turn_or_after_the_round(room: Enter) -> None:
    here = room(asking("money: {by: qian-duo}", "expert: {by: expert, after: [money]}"))
    here.submit()
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing") == {"step-not-its-turn"}
    here.approve("money", "qian-duo")
    token = invited(here)
    here.edit(BUDGET, actor="li-wei")
    here.edit((BUDGET[1], BUDGET[0]), actor="li-wei")
    here.office.take_back(WEEK, "money", actor="qian-duo")  # it is not its turn any more
    dead(here, token)
    here.says("refuse", "money", "qian-duo")
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing") == {"no-round"}


def test_nobody_is_asked_about_what_has_passed_or_is_not_asked(room: Enter) -> None:
    here = room(own("expert: {by: expert}", "money: {by: qian-duo}"))
    here.submit()
    here.edit(("      expert: {by: expert}\n", ""), actor="wang-fang")
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing") == {"step-not-asked"}
    here.approve("money", "qian-duo")
    assert here.state == "approved"
    assert codes(here.office.invite, WEEK, "expert", "guo-ming", actor="chen-jing") == {"round-over"}


def test_somebody_outside_decides_by_token_only(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    assert here.against("expert", "guo-ming") == {"outside-needs-token"}


def test_he_can_say_each_verdict_that_he_is_offered_and_no_other(room: Enter) -> None:
    here = room(asking("expert: {by: expert}"))
    here.submit()
    token = invited(here)
    asked = here.office.peek(token)
    assert asked is not None
    for verdict in asked.verdicts:
        with here.office.preview() as dry:
            assert dry.answer(token, verdict, note="意见")
    (other,) = set(VERDICTS) - set(asked.verdicts)
    (reason,) = refused(here.office.answer, token, other)
    assert (other, reason.code) == ("approve_with_conditions", "verdict-not-allowed")
    assert set(reason.facts["known"]) == set(asked.verdicts)


def test_he_is_told_what_is_wrong_with_what_he_says(room: Enter) -> None:
    here = room(asking("expert: {by: expert}"))
    here.submit()
    token = invited(here)
    assert codes(here.office.answer, token, "approve_with_conditions") == {"verdict-not-allowed"}
    assert fails(here.office.answer, token, "maybe") == "verdict-unknown"
    here.office.answer(token, "request-changes", note="第二段口径有误")
    assert here.state == "returned"


def test_a_step_that_must_say_what_was_seen_takes_a_token_for_that(room: Enter) -> None:
    here = room(asking("expert: {by: expert, must_see: true}"))
    here.submit()
    here.office.answer(invited(here), "approve")
    assert here.state == "approved"


# where the secret is not


def test_the_record_has_only_its_hash(clock: Clock, tmp_path: Path) -> None:
    file = tmp_path / "宣传.db"
    with founded(clock, EXPERT, file=file) as office:
        here = Room(office, clock, EXPERT)
        here.submit()
        used, unused = invited(here), ""
        office.answer(used, "comment")
        unused = invited(here)
        here.edit(BUDGET, actor="li-wei")
        said = office.export("river-2027").encode() + office.to_ics(programme="river-2027")
        said += repr(
            [office.journal(), office.inbox("chen-jing"), office.approvals(WEEK), office.why(WEEK)]
        ).encode()
        for token in (used, unused):
            assert token.encode() not in said
            assert token.encode() not in copied(office)
        (minted,) = [one.details["minted"] for one in office.journal(WEEK) if "minted" in one.details][1:]
        stored = minted["hash"].encode()
        assert stored in copied(office)
        assert stored not in office.export("river-2027").encode() + office.to_ics(programme="river-2027")
        assert stored != hashlib.sha256(unused.encode()).hexdigest().encode()
        assert office.verify(deep=True).problems == ()
    for path in tmp_path.iterdir():
        for token in (used, unused):
            assert token.encode() not in path.read_bytes()


def test_nobody_else_is_shown_that_somebody_was_asked_by_token(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    before = {name: here.office.inbox(name) for name in ("chen-jing", "li-wei", "qian-duo", "lin-yue")}
    invited(here)
    assert {name: here.office.inbox(name) for name in before} == before
    assert here.office.inbox("guo-ming") == []


def test_a_preview_makes_no_token(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    with here.office.preview() as dry:
        token, change = dry.invite(WEEK, "expert", "guo-ming", actor="chen-jing")
        assert change.entries
    dead(here, token)
    assert not [one for one in here.office.journal(WEEK) if one.verb == "invited_outside"]


def test_a_preview_of_an_answer_uses_nothing_up(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    token = invited(here)
    with here.office.preview() as dry:
        dry.answer(token, "approve")
        assert dry.peek(token) is None
    assert here.office.peek(token)
    here.office.answer(token, "approve")


def test_tokens_are_long_and_no_two_alike(room: Enter) -> None:
    here = room(EXPERT)
    here.submit()
    made = {invited(here) for _ in range(5)}
    assert len(made) == 5
    assert min(map(len, made)) >= 43  # 256 bits

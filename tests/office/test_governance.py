"""Who may decide what is changed by those who govern, and by nobody else (rule 25)."""

import pytest
from tests.office.desk import (
    PLAN,
    RIVER,
    STEP,
    WEEK,
    Clock,
    codes,
    everything,
    founded,
    plan,
    refused,
    text,
    wrote,
)

import campaignflow as cf

CHEN, PRESS = "name: 陈静, unit: press, roles: [planner]", "{name: 宣传中心}"
LINES = {
    "a role": ((CHEN, f"{CHEN[:-1]}, finance-approver]"), "person:chen-jing", "roles"),
    "a membership": ((CHEN, CHEN.replace("press", "office")), "person:chen-jing", "unit"),
    "standing in": ((CHEN, f"{CHEN}, stands_in_for: [zhao-min]"), "person:chen-jing", "stands_in_for"),
    "the amount of a fund": (("500000", "900000"), "fund:special", "amount"),
    "a new fund": (
        ("funds:\n", "funds:\n  more: {title: 追加, category: special, amount: 1 CNY}\n"),
        "fund:more",
        "amount",
    ),
    "an approval of the office": (STEP, RIVER, "approvals"),
    "an approval of a channel": (
        ("owner: press}", "owner: press, approvals: {final: {by: sun-lei}}}"),
        "channel:wechat",
        "approvals",
    ),
    "a unit inside another": ((PRESS, f"{PRESS[:-1]}, part_of: office}}"), "unit:press", "part_of"),
    "a unit that coordinates": ((PRESS, f"{PRESS[:-1]}, coordinator: true}}"), "unit:press", "coordinator"),
    "a new person with a role": (
        ("media:\n", "  he-jun: {name: 何军, unit: press, roles: [planner]}\nmedia:\n"),
        "person:he-jun",
        "roles",
    ),
}


EACH_LINE = pytest.mark.parametrize(("change", "ref", "line"), LINES.values(), ids=LINES)


@EACH_LINE
def test_a_planner_who_does_not_govern_is_refused_exactly_those_lines(
    office: cf.Office, change: tuple[str, str], ref: str, line: str
) -> None:
    before = everything(office)
    wanted = plan(change, ("title: 展览", "title: 节水展览"))
    found = [one for one in refused(office.apply, wanted, actor="chen-jing") if one.code == "ungoverned"]
    named = {(one.ref, str(one.facts["what"]).partition("/")[0]) for one in found}
    assert (ref, line) in named
    assert {one for one, _ in named} == {ref}
    assert all(one.clears == ("wang-fang",) for one in found)
    assert everything(office) == before


@EACH_LINE
def test_who_governs_changes_them_in_entries_of_their_own(
    office: cf.Office, change: tuple[str, str], ref: str, line: str
) -> None:
    wanted = plan(change, ("title: 展览", "title: 节水展览"))
    done = office.apply(wanted, actor="wang-fang")
    mine = [entry for entry in done.entries if entry.ref == ref]
    assert [entry.verb for entry in mine] in (["governed"], ["added"])
    assert mine[0].capacity in {"administrator", "planner"}
    assert ("summer", "amended") in wrote(done)


def test_other_lines_of_the_same_record_stand_in_an_entry_beside(office: cf.Office) -> None:
    change = ("name: 陈静, unit: press, roles: [planner]", "name: 陈静静, unit: press, roles: [auditor]")
    done = office.apply(plan(change), actor="wang-fang")
    first, second = done.entries
    assert (first.verb, list(first.patch["plan"])) == ("governed", ["roles"])
    assert (second.verb, list(second.patch["plan"])) == ("amended", ["name"])


GOVERNS_ONLY = ("[planner, administrator]", "[administrator]")
NEWCOMER = ("media:\n", "  he-jun: {name: 何军, unit: press, roles: [auditor]}\nmedia:\n")


@pytest.fixture
def apart(empty: cf.Office) -> cf.Office:
    """Return an office whose administrator writes no plans."""
    empty.apply(plan(GOVERNS_ONLY), actor="li-wei")
    return empty


def test_who_governs_and_plans_nothing_adds_people_and_funds(apart: cf.Office) -> None:
    fund = ("funds:\n", "funds:\n  more: {title: 追加, category: special, amount: 1 CNY}\n")
    done = apart.apply(plan(GOVERNS_ONLY, NEWCOMER, fund), actor="wang-fang")
    assert {("person:he-jun", "added"), ("fund:more", "added")} <= {
        (one.ref, one.verb) for one in done.entries
    }
    assert {(one.responsible, one.capacity) for one in done.entries} == {("wang-fang", "administrator")}
    assert not apart.apply(plan(GOVERNS_ONLY, NEWCOMER, fund), actor="li-wei")


def test_who_governs_and_plans_nothing_is_told_what_of_a_file_can_be_applied(apart: cf.Office) -> None:
    wanted = plan(GOVERNS_ONLY, NEWCOMER, ("title: 展览", "title: 节水展览"))
    before = everything(apart)
    (reason,) = refused(apart.apply, wanted, actor="wang-fang")
    assert (reason.code, reason.kind, set(reason.clears)) == (
        "governs-only",
        "permission",
        {"li-wei", "chen-jing"},
    )
    assert reason.facts["what"] == ["campaign:river-2027/summer"]
    assert reason.facts["mine"] == f"{RIVER} --only person:he-jun"
    assert everything(apart) == before
    assert apart.apply(wanted, only=["person:he-jun", RIVER], actor="wang-fang")
    assert wrote(apart.apply(wanted, actor="li-wei")) == [("summer", "amended")]


def test_a_file_without_anything_to_govern_is_the_planner_s(apart: cf.Office) -> None:
    wanted = plan(GOVERNS_ONLY, ("title: 展览", "title: 节水展览"))
    (reason,) = refused(apart.apply, wanted, actor="wang-fang")
    assert reason.code == "may-not-plan"


def test_who_was_retired_before_the_file_leaves_him_out_is_not_told_of_again(apart: cf.Office) -> None:
    whole = plan(GOVERNS_ONLY, NEWCOMER)
    apart.apply(whole, actor="wang-fang")
    apart.retire("person:he-jun", reason="调离", actor="wang-fang")
    done = apart.apply(plan(GOVERNS_ONLY), actor="wang-fang")
    assert [one.verb for one in done.entries] == ["amended"]
    assert "left-out" not in {one.code for one in done.reported}


def test_names_and_titles_are_the_planner_s(office: cf.Office) -> None:
    wanted = plan(
        ("name: 陈静", "name: 陈静静"), ("name: 宣传中心", "name: 新闻中心"), ("专题宣传经费", "专题经费")
    )
    assert office.apply(wanted, actor="chen-jing")


def test_a_campaign_s_own_approvals_are_its_planner_s(office: cf.Office) -> None:
    step = ("    budget:\n", "    approvals: {leader: {title: 领导审签, by: zhao-min}}\n    budget:\n")
    assert office.apply(plan(step), actor="li-wei")


# founding


def test_an_office_is_founded_by_a_planner_of_the_file(empty: cf.Office) -> None:
    (reason,) = refused(empty.apply, plan(), actor="zhao-min")
    assert (reason.code, reason.kind) == ("founder-no-planner", "permission")
    assert set(reason.clears) == {"li-wei", "chen-jing", "wang-fang"}
    assert empty.journal() == []
    done = empty.apply(plan(), actor="li-wei")
    assert done.entries[0].verb == "founded"
    assert {entry.responsible for entry in done.entries} == {"li-wei"}


def test_a_file_without_a_planner_founds_nothing(empty: cf.Office) -> None:
    nobody = plan(("[planner, administrator]", "[administrator]"), ("[planner]", "[auditor]"))
    assert "no-planner-in-plan" in codes(empty.apply, nobody, actor="li-wei")
    assert empty.journal() == []


ALONE = text(("[planner, administrator]", "[planner]"))
MORE = ("500000", "900000")


def test_the_founder_governs_until_the_file_names_an_administrator(clock: Clock) -> None:
    with founded(clock, ALONE) as office:
        assert codes(office.apply, plan(MORE, of=ALONE), actor="chen-jing") == {"ungoverned"}
        assert office.apply(plan(MORE, of=ALONE), actor="li-wei")
        assert office.apply(plan(MORE), actor="li-wei")  # wang-fang is an administrator from now on
        assert codes(office.apply, plan(("500000", "1000000")), actor="li-wei") == {"ungoverned"}
        assert office.apply(plan(("500000", "1000000")), actor="wang-fang")


def test_where_the_file_names_an_administrator_the_founder_does_not_govern(office: cf.Office) -> None:
    assert codes(office.apply, plan(MORE), actor="li-wei") == {"ungoverned"}


def test_only_the_first_apply_founds(office: cf.Office) -> None:
    other = text(("river-2027", "lake-2027"), ("roles: [head-of-unit]", "roles: [planner, administrator]"))
    assert "ungoverned" in codes(office.apply, cf.loads(other), actor="li-wei")


def test_an_administrator_who_is_no_planner_can_change_what_he_governs(clock: Clock) -> None:
    apart = PLAN.replace("[planner, administrator]", "[administrator]")
    with founded(clock, apart) as office:
        (reason,) = refused(office.apply, plan(MORE, of=apart), actor="li-wei")
        assert reason.clears == ("wang-fang",)
        assert office.apply(plan(MORE, of=apart), actor="wang-fang")


def test_an_administrator_who_is_no_planner_changes_nothing_else(clock: Clock) -> None:
    apart = PLAN.replace("[planner, administrator]", "[administrator]")
    with founded(clock, apart) as office:
        wanted = plan(("title: 展览", "title: 节水展览"), of=apart)
        assert "may-not-plan" in codes(office.apply, wanted, actor="wang-fang")


def test_a_planner_cannot_make_his_unit_the_one_that_may_submit_everything(office: cf.Office) -> None:
    assert codes(office.fire, WEEK, "submit", actor="chen-jing") == {"not-your-unit"}
    with pytest.raises(cf.Refused):
        office.apply(plan(("{name: 宣传中心}", "{name: 宣传中心, coordinator: true}")), actor="chen-jing")


def test_a_preview_and_a_difference_say_what_governs(office: cf.Office) -> None:
    with office.preview() as dry:
        assert codes(dry.apply, plan(MORE), actor="li-wei") == {"ungoverned"}
    assert ("special", "governed") in [
        (entry.ref.partition(":")[2], entry.verb) for entry in office.diff(plan(MORE)).change.entries
    ]


# people and things that leave


@pytest.mark.parametrize("ref", ["person:chen-jing", "unit:press", "fund:special", "channel:wechat"])
def test_who_governs_takes_people_and_things_out_and_back_in(office: cf.Office, ref: str) -> None:
    assert codes(office.retire, ref, reason="", actor="li-wei") == {"may-not-govern", "reason-missing"}
    assert wrote(office.retire(ref, reason="调整", actor="wang-fang"))[0] == (ref, "retired")
    assert office.record(ref).data["state"] == "retired"
    assert not office.apply(plan(), actor="li-wei")  # the plan still names it; that does not bring it back
    assert office.record(ref).data["state"] == "retired"
    assert wrote(office.restore(ref, reason="调整", actor="wang-fang"))[0] == (ref, "restored")
    assert office.record(ref).data["state"] == "active"


def test_campaigns_and_programmes_are_not_taken_out_like_people(office: cf.Office) -> None:
    for ref in (WEEK, RIVER):
        assert codes(office.retire, ref, reason="调整", actor="wang-fang") == {"not-of-the-office"}


def test_with_the_last_administrator_gone_the_founder_governs_again(office: cf.Office) -> None:
    office.retire("person:wang-fang", reason="调离", actor="wang-fang")
    assert office.apply(plan(MORE), actor="li-wei")


def test_somebody_who_governs_is_always_left(office: cf.Office) -> None:
    office.retire("person:li-wei", reason="调离", actor="wang-fang")
    assert codes(office.retire, "person:wang-fang", reason="调离", actor="wang-fang") == {"last-governor"}


def test_a_founder_who_alone_governs_stays(clock: Clock) -> None:
    with founded(clock, ALONE) as office:
        assert codes(office.retire, "person:li-wei", reason="调离", actor="li-wei") == {"last-governor"}


NO_MORE = ("[planner, administrator]", "[planner]")


def test_the_last_who_governs_does_not_give_it_away(office: cf.Office) -> None:
    office.retire("person:li-wei", reason="调离", actor="wang-fang")
    before = everything(office)
    (reason,) = refused(office.apply, plan(NO_MORE), actor="wang-fang")
    assert (reason.code, reason.ref, reason.kind) == ("last-governor", "person:wang-fang", "permission")
    assert everything(office) == before
    with office.preview() as dry:
        assert codes(dry.apply, plan(NO_MORE), actor="wang-fang") == {"last-governor"}
    (shown,) = office.diff(plan(NO_MORE), actor="wang-fang").reasons
    assert shown == reason


def test_who_governs_last_hands_it_over_in_one_file(office: cf.Office) -> None:
    office.retire("person:li-wei", reason="调离", actor="wang-fang")
    to_chen = (CHEN, CHEN.replace("[planner]", "[planner, administrator]"))
    assert office.apply(plan(NO_MORE, to_chen), actor="wang-fang")
    assert codes(office.retire, "person:chen-jing", reason="调离", actor="chen-jing") == {"last-governor"}


def test_with_the_founder_there_the_administrator_may_give_it_back(office: cf.Office) -> None:
    assert office.apply(plan(NO_MORE), actor="wang-fang")
    assert office.apply(plan(NO_MORE, MORE), actor="li-wei")

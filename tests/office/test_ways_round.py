"""Ways round the gate that somebody has tried: each is closed, or said aloud (rules 22, 25, 26, 33, 39-41, 49)."""

from collections.abc import Callable, Iterator

import pytest
from tests.office.approval_desk import (
    APPROVED,
    FINANCE,
    STAFFED,
    STEPS,
    amended,
    approve,
    approved,
    missing,
    money,
    reported,
    running,
    sound,
    standing,
    state,
    step,
    unsettled,
    verbs,
    with_steps,
)
from tests.office.desk import SUMMER, WEEK, Clock, codes, day, refused, text
from tests.office.reviewers import BUDGET, STAFF, TITLE, Room, asking, own

import campaignflow as cf
from campaignflow.types import Actor

Enter = Callable[..., Room]


# a date that is held (rule 26)


def test_to_confirm_a_date_that_is_held_moves_it_nowhere(clock: Clock) -> None:
    with sound(clock, STAFFED) as office:
        before = day(office, "summer/poster")
        office.pin("summer/poster", actor="chen-jing")
        office.reschedule("water-week/press-day", "2027-03-10", actor="li-wei", reason="领导时间")
        assert day(office, "summer/poster") == before
        office.confirm("summer/poster", actor="chen-jing")
        assert day(office, "summer/poster") == before
        assert office.schedule()["summer/poster"].certainty.value == "confirmed"


# the same people, several times (rule 41)

PROOFS = (
    "proof: {title: 校对, by: editor, passes: 3}",
    "chief: {title: 总审, by: [tan-xin, gu-yan, luo-bin], distinct: [proof], after: [proof]}",
)


def test_who_has_read_any_of_the_proofs_does_not_decide_what_is_distinct_from_them(room: Enter) -> None:
    here = room(asking(*PROOFS))
    here.submit()
    here.approve("proof-1", "tan-xin")
    here.approve("proof-2", "gu-yan")
    here.approve("proof", "gu-yan")
    assert here.against("chief", "tan-xin") == {"spoke-on-distinct-step"}
    here.approve("chief", "luo-bin")
    assert here.state == "approved"


def test_the_proofs_themselves_are_read_by_different_people_where_they_say_so(room: Enter) -> None:
    here = room(asking("proof: {title: 校对, by: editor, passes: 3, distinct: [proof]}"))
    here.submit()
    here.approve("proof-1", "tan-xin")
    assert here.against("proof-2", "tan-xin") == {"spoke-on-distinct-step"}
    here.approve("proof-2", "gu-yan")
    assert here.against("proof", "tan-xin") == {"spoke-on-distinct-step"}
    here.approve("proof", "luo-bin")
    assert here.state == "approved"


def test_too_few_people_for_as_many_proofs_is_said_at_once(room: Enter) -> None:
    here = room(asking("proof: {title: 校对, by: [tan-xin, gu-yan], passes: 3, distinct: [proof]}"))
    assert {one.code for one in refused(here.submit)} == {"nobody-can-approve"}

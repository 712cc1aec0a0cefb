"""The record as it stood once gives the calendar that was handed out then, to the byte."""

from typing import Any

import pytest
from tests.office.desk import RENAMED, Clock, plan

import campaignflow as cf
from campaignflow.export.ical import to_ics
from campaignflow.gate.past import look_back
from campaignflow.office.outgoing import revisions_in
from campaignflow.views import agenda

ACTS = {
    "move": lambda o: o.reschedule("water-week/press-day", "2027-03-10", reason="x", actor="chen-jing"),
    "cancel": lambda o: o.cancel("water-week/briefing", reason="x", actor="chen-jing"),
    "one time": lambda o: o.cancel("summer/patrol@2027-07-16", reason="x", actor="chen-jing"),
    "another rule": lambda o: o.apply(
        plan(("when: every friday}", "when: every monday}")), actor="wang-fang"
    ),
    "rename": lambda o: o.apply(plan(*RENAMED), reason="更名", actor="li-wei"),
    "launch": lambda o: o.fire("campaign:water-week", "submit", actor="li-wei"),
}


def then(office: cf.Office, when: Any) -> bytes:
    with office._look() as look:
        past = look_back(office._gate, look.source, when)
        assert past is not None
        made = agenda.calendar_of(past, "river-2027")
        return to_ics(made.schedule, revisions=revisions_in(made), as_of=past.now)


@pytest.mark.parametrize("name", ACTS)
def test_the_calendar_of_the_past_is_the_one_that_was_handed_out(
    name: str, office: cf.Office, clock: Clock
) -> None:
    handed_out = []
    for act in ("", name, "back"):
        clock.on(days=1)
        if act == name:
            ACTS[act](office)
        elif act:
            office.reschedule("summer/show", "2027-07-25", reason="x", actor="chen-jing")
        handed_out.append((clock(), office.to_ics("river-2027")))
    for moment, calendar in handed_out:
        assert then(office, moment) == calendar
    assert len({calendar for _, calendar in handed_out}) >= 2


def test_before_the_first_act_there_is_nothing(office: cf.Office, clock: Clock) -> None:
    with office._look() as look:
        past = look_back(office._gate, look.source, clock().replace(year=2020))
        assert past is not None
        assert past.records() == []
        assert look_back(office._gate, look.source, "no-such-act") is None

"""What the plugin gives to plans: days on which reports are due, and the rhythm of the year."""

from chinese_office import EXAMPLES, Desk

import campaignflow as cf
import campaignflow_china

PLAN = cf.load(EXAMPLES / "plan.yaml")


def test_a_plan_names_the_days_on_which_statistics_are_due(desk: Desk) -> None:
    assert str(desk.office.schedule()["water-week/statistics"].due) == "2027-04-08"
    (entry,) = [one for one in desk.office.journal("campaign:water-week") if "observances" in one.details]
    assert entry.details["observances"] == {"china-statistics-q1": {"name": "china", "version": "0.1.0"}}


def test_and_keeps_the_day_when_the_plugin_is_gone(desk: Desk) -> None:
    desk.opens()
    assert str(desk.office.schedule()["water-week/statistics"].due) == "2027-04-08"


def test_where_no_office_is_open_they_are_handed_to_the_schedule() -> None:
    made = cf.schedule(PLAN, observances=campaignflow_china.observances())
    assert str(made["water-week/statistics"].due) == "2027-04-08"
    assert "observance-unknown" in {one.code for one in cf.schedule(PLAN).findings}


def test_they_fall_where_the_norm_says() -> None:
    assert [str(one.happenings(2027)[0].start) for one in campaignflow_china.observances()] == [
        "2027-01-08",
        "2027-04-08",
        "2027-07-08",
        "2027-10-08",
    ]
    chosen = campaignflow_china.rules(own={"submit.stats_due_day": 5})
    assert str(campaignflow_china.observances(chosen.norms)[0].happenings(2027)[0].start) == "2027-01-05"


def test_the_rhythm_of_the_year_is_routines_of_a_plan() -> None:
    routines = campaignflow_china.rhythm("office", check="press")
    made = cf.schedule(
        PLAN.model_copy(update={"routines": {name: cf.Routine(**one) for name, one in routines.items()}}),
        observances=campaignflow_china.observances(),
    )
    assert not made.errors
    days = {name: [str(one.due) for one in made[f"routine:{name}"].occurrences] for name in routines}
    assert days["monthly-statistics"][:2] == ["2027-01-08", "2027-02-08"]
    assert days["quarterly-check"] == ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]
    assert (days["disclosure-report"], days["disclosure-report-authority"]) == (
        ["2027-01-31"],
        ["2027-03-31"],
    )
    assert "政府信息公开条例" in routines["disclosure-report"]["note"]

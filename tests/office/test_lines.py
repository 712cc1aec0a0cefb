"""What a change says in lines for people: nothing in it is taken for something else."""

from datetime import timedelta

import pytest
from tests.office.desk import FOUNDED, PLAN, SUMMER, WEEK, Clock, founded, launched, plan, text

import campaignflow as cf

FAIR = ("      show:", "      fair: {title: 展览, lead: office, when: 2027-07-25}\n      show:")
SAID = {"reason": "场地", "actor": "li-wei"}


def test_what_nothing_else_is_titled_like_is_called_by_its_title(office: cf.Office) -> None:
    change = office.reschedule("summer/show", "2027-07-25", **SAID)
    assert change.lines("zh") == ["展览：2027-07-11 – 2027-07-20 → 2027-07-25"]


@pytest.mark.parametrize(("lang", "name"), [("zh", "展览（summer/show）"), ("en", "展览 (summer/show)")])
def test_of_two_things_of_one_title_the_line_names_the_id(clock: Clock, lang: str, name: str) -> None:
    with founded(clock, text(FAIR)) as office:
        (moved,) = office.reschedule("summer/show", "2027-07-20", **SAID).lines(lang)
        (done,) = office.complete("summer/show", actor="li-wei").lines(lang)
        assert moved.startswith(name)
        assert done.startswith(name)


def test_two_things_of_one_title_in_two_campaigns_are_told_apart(clock: Clock) -> None:
    twice = ("title: 防溺水海报,", "title: 新闻通气会,")
    with founded(clock, text(twice)) as office:
        lines = office.reschedule("water-week/press-day", "2027-03-10", **SAID).lines("zh")
        assert {line.partition("：")[0] for line in lines} == {
            "新闻通气会（summer/poster）",
            "新闻通气会（water-week/briefing）",
            "通稿定稿",
            "通气会日",
            "需告知媒体",
        }


def test_two_times_of_a_series_are_told_apart(office: cf.Office) -> None:
    with office.preview() as dry:
        for day in ("2027-07-09", "2027-07-16"):
            dry.cancel(f"summer/patrol@{day}", **SAID)
        assert [line.partition("：")[0] for line in dry.changes.lines("zh")] == [
            "巡查（summer/patrol@2027-07-09）",
            "巡查（summer/patrol@2027-07-16）",
        ]


def test_two_campaigns_of_one_title_are_told_apart(clock: Clock) -> None:
    part = "  more: {title: 世界水日 · 中国水周, lead: office, when: 2027-04, part_of: water-week}\n"
    with founded(clock, text(("  summer:\n", f"{part}  summer:\n"))) as office, office.preview() as dry:
        lines = dry.fire(WEEK, "postpone", **SAID).lines("en")
        assert {"世界水日 · 中国水周 (water-week)", "世界水日 · 中国水周 (more)"} <= {
            line.partition(":")[0] for line in lines
        }


def test_two_lines_of_money_of_one_name_are_told_apart(clock: Clock) -> None:
    money = "    budget: [{for: 公益广告投放, amount: 1万元, charged: water-week/water-day}]\n"
    late = PLAN.replace("    title: 暑期防溺水\n", f"    title: 暑期防溺水\n{money}")
    with founded(clock, late) as office:
        change = office.reschedule("water-week/water-day", "2028-03-22", **SAID)
        assert change.money
        ours = [line for line in change.lines("zh") if "列支" in line]
        assert ours == ["“公益广告投放（summer）”改由 2028 年度列支（原 2027）"]


def test_reminders_of_two_things_of_one_title_are_told_apart(clock: Clock) -> None:
    with founded(clock, text(FAIR)) as office:
        launched(office, SUMMER)
        clock.at = FOUNDED + timedelta(days=400)
        lines = [line for change in office.run_due() for line in change.lines("zh")]
        about = {line for line in lines if "展览" in line}
        assert about
        assert all("summer/show" in line or "summer/fair" in line for line in about)


SUMMER_27 = ("  summer:\n", "  summer-27:\n    was: summer\n")


def test_of_a_campaign_that_gets_another_id_the_dates_that_move_are_said_and_nothing_else(
    office: cf.Office,
) -> None:
    office.complete("summer/poster", actor="li-wei")
    change = office.apply(plan(SUMMER_27, ("when: 2027-07-mid", "when: 2027-07-25")), actor="li-wei")
    assert change.lines("zh") == ["展览：2027-07-11 – 2027-07-20 → 2027-07-25"]
    assert [move.address for move in change.dates] == ["campaign:river-2027/summer-27/show"] * 2

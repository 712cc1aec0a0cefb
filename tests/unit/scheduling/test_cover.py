"""Cover: no unit, no person, no date, nothing planned for what was asked, days left between weeks."""

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign, plan

PEOPLE = HEAD + "people:\n  li: {name: 李伟, unit: office, beats: [节水, 防汛]}\n"


def test_a_campaign_an_activity_or_a_routine_without_a_lead_is_named() -> None:
    small = plan("""
        routines:
          report: {title: 周报, when: every month on 10}
        campaigns:
          week:
            title: 水周
            when: 2027-03-22/28
            activities:
              event: {title: 活动, when: 2027-03-23}
              led: {title: 有人管, lead: press, when: 2027-03-24}
    """)
    assert [finding.items for finding in small.found("no-lead")] == [
        ("routine:report",),
        ("week",),
        ("week/event",),
    ]
    assert "活动" in small.found("no-lead")[2].message("en")


def test_an_activity_inherits_its_campaign_s_lead() -> None:
    assert not campaign("event: {title: 活动}").has("no-lead")


def test_activities_without_a_person_are_listed_once_a_campaign_where_people_are_named() -> None:
    body = """
        one: {title: 甲, when: 2027-03-22}
        two: {title: 乙, when: 2027-03-23, owner: li}
        three: {title: 丙, when: 2027-03-24, lead: li}
        four: {title: 丁, when: 2027-03-25}
    """
    finding = campaign(body, head=PEOPLE).only(
        "no-owner", "week", "week/one", "week/four", line="title: 中国水周"
    )
    assert "甲, 丁" in finding.message("en")
    assert not campaign("one: {title: 甲}").has("no-owner")


def test_what_has_no_date_is_listed_once_a_campaign() -> None:
    small = campaign(
        """
        open: {title: 未定, when: tbd}
        often: {title: 不定期, when: every tbd}
        flash: {title: 快报, when: as needed}
        inherits: {title: 全周}
        event: {title: 活动, when: 2027-03-22, prepare: {text: {title: 稿件, when: tbd}}}
        """,
        rest=["key_dates: {day: {title: 某日, when: tbd}, fixed: {title: 定日, when: 2027-03-22}}"],
    )
    finding = small.only("no-date", "week", "week/day", "week/event/text", "week/often", "week/open")
    assert finding.severity == "note"
    assert "快报" not in finding.message("zh")
    assert not campaign("event: {title: 活动, due: 2027-03-22}").has("no-date")


def test_an_undated_routine_is_listed_too() -> None:
    plan("routines: {report: {title: 通报, lead: office, when: tbd}}\n").only("no-date", "routine:report")


# directives, themes and beats


def directed(directive: str, rest: str = "") -> SmallPlan:
    head = f"{HEAD}directives:\n  d1: {{title: 部署, {directive}}}\n"
    return campaign("event: {title: 活动}", head=head, rest=[rest] if rest else [])


def test_a_directive_nobody_carries_out_is_named() -> None:
    finding = directed("from: 上级").only("directive-unplanned", line="title: 部署")
    assert finding.severity == "warning"
    assert "部署" in finding.message("en")
    assert not directed("from: 上级", "directives: [d1]").has("directive-unplanned")
    assert not directed("asks: [week/event]").has("directive-unplanned")


def test_what_a_directive_asks_for_and_nobody_planned_is_named() -> None:
    finding = directed("asks: [week/event, 拍一部片]", "directives: d1").only("ask-unplanned", line="asks:")
    assert "拍一部片" in finding.message("zh")
    assert not directed("asks: [week, week/event]", "directives: d1").has("ask-unplanned")


def test_a_theme_without_a_campaign_is_named_where_campaigns_have_themes() -> None:
    head = HEAD.replace("units:", "  themes: [节水, 防汛]\nunits:")
    finding = campaign(head=head, rest=["theme: 节水"]).only("theme-unplanned", line="themes:")
    assert "防汛" in finding.message("zh")
    assert not campaign(head=head).has("theme-unplanned")


def test_a_beat_on_which_nothing_is_planned_is_named_with_who_covers_it() -> None:
    small = campaign("tips: {title: 防汛提示}", head=PEOPLE)
    finding = small.only("beat-unplanned", line="beats:")
    assert "李伟" in finding.message("en")
    assert "节水" in finding.message("en")
    assert not campaign("tips: {title: 防汛提示}", head=PEOPLE, rest=["theme: 节水"]).has("beat-unplanned")


# the organisation


@pytest.mark.parametrize(
    ("units", "count"),
    [
        ("office: {name: 甲}", 0),
        ("office: {name: 甲, coordinator: true}\n  two: {name: 乙, coordinator: true}", 2),
    ],
)
def test_one_unit_coordinates_the_programme(units: str, count: int) -> None:
    head = f"programme: {{id: p, title: 计划, period: 2027, week_starts: monday}}\nunits:\n  {units}\n"
    finding = plan("", head=head).only("coordinator-not-one", line="office: {name")
    assert f"there are {count}" in finding.message("en")
    assert not plan("").has("coordinator-not-one")
    assert not plan("programme: {id: p, title: 计划, period: 2027}\n", head="").has("coordinator-not-one")


def test_two_people_of_one_name_are_named() -> None:
    head = PEOPLE + "  li-2: {name: 李伟, unit: press}\n  chen: {name: 陈桐}\n"
    finding = plan("", head=head).only("two-of-one-name", line="li-2:")
    assert "李伟" in finding.message("en")
    assert not plan("", head=PEOPLE).has("two-of-one-name")


# weeks


def weeks(*whens: str) -> SmallPlan:
    return campaign(
        "\n".join(f"w{number}: {{title: 第{number}周, when: {when}}}" for number, when in enumerate(whens))
    )


@pytest.mark.parametrize(
    "whens",
    [
        ("first week of 2027-10", "3rd week of 2027-10"),
        ("last week of 2027-03", "2nd week of 2027-04"),
        ("2027-03-01/07", "2027-03-10/16"),
        ("2027-W09", "2027-W11"),
        ("w/c 2027-03-01", "2027-03-08 to 2027-03-08", "w/c 2027-03-15"),
    ],
)
def test_days_between_weeks_that_follow_each_other_are_named(whens: tuple[str, ...]) -> None:
    last = f"week/w{len(whens) - 1}"
    finding = weeks(*whens).only("week-gap", last, "week/w0")
    assert finding.severity == "note"
    assert "第0周" in finding.message("zh")


def test_a_gap_is_said_with_the_days_around_it() -> None:
    finding = weeks("2027-03-01/07", "2027-03-10/16").only("week-gap", "week/w1", "week/w0")
    assert "to 2027-03-07" in finding.message("en")
    assert "from 2027-03-10" in finding.message("en")


@pytest.mark.parametrize(
    "whens",
    [
        ("first week of 2027-10", "2nd week of 2027-10"),
        ("last week of 2027-03", "first week of 2027-04"),
        ("first week of 2027-10", "last week of 2027-12"),
        ("2027-03-01/07", "2027-03-05/11"),
        ("2027-03-01/07", "2027-03-10/15"),
        ("2027-01-01/07", "2027-01-10/16", "2027-06-01/07", "2027-10-01/07"),
        ("2027-01-01/07", "2027-01-10/16", "2027-01-29/02-04"),  # three weeks of five
        ("2nd week of 2027-01", "2027-01-20/26", "2027-10-01/07"),
    ],
)
def test_weeks_without_days_between_them_or_here_and_there_in_a_year_leave_no_gap(
    whens: tuple[str, ...],
) -> None:
    assert not weeks(*whens).has("week-gap")

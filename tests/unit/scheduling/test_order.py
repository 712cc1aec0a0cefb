"""Order: what cannot happen as planned is said, and what can is not."""

import pytest
from tests.small_plan import HEAD, campaign, plan


def test_work_that_begins_before_what_it_needs_has_ended_is_named_with_both_days() -> None:
    small = campaign("""
        plan: {title: 方案, when: 2027-03-01/05}
        event: {title: 活动, when: 2027-03-04, needs: [plan]}
    """)
    finding = small.only("starts-before-needed", "week/event", "week/plan", line="needs: [plan]")
    assert finding.severity == "warning"
    for words in ("活动", "2027-03-04", "方案", "2027-03-05"):
        assert words in finding.message("en")


def test_work_may_begin_on_the_day_on_which_what_it_needs_ends() -> None:
    small = campaign("""
        plan: {title: 方案, when: 2027-03-01/05}
        event: {title: 活动, when: 2027-03-05, needs: [plan]}
    """)
    assert not small.has("starts-before-needed")


def test_by_the_clock_an_hour_too_early_is_too_early() -> None:
    small = campaign("""
        plan: {title: 方案, when: 2027-03-05 09:00-11:00}
        event: {title: 活动, when: 2027-03-05 10:00, needs: [plan]}
        later: {title: 其后, when: 2027-03-05 11:00, needs: [plan]}
    """)
    small.only("starts-before-needed", "week/event", "week/plan", line="title: 活动")


def test_what_needs_a_deadline_waits_for_its_day() -> None:
    small = campaign("""
        plan: {title: 方案, due: 2027-03-05}
        early: {title: 早, when: 2027-03-04, needs: [plan]}
        same: {title: 同日, when: 2027-03-05, needs: [plan]}
        report: {title: 报告, due: 2027-03-04, needs: [plan]}
    """)
    assert [finding.items[0] for finding in small.found("starts-before-needed")] == [
        "week/early",
        "week/report",
    ]


def test_loose_dates_are_out_of_order_only_if_every_reading_is() -> None:
    small = campaign("""
        may-be: {title: 可能, when: 2027-03-mid}
        never: {title: 不可能, when: 2027-03-01 to 2027-04-late}
        one: {title: 甲, when: 2027-03-12, needs: [may-be]}
        two: {title: 乙, when: 2027-04-20, needs: [never]}
        three: {title: 丙, when: 2027-02, needs: [may-be]}
    """)
    assert [finding.items for finding in small.found("starts-before-needed")] == [
        ("week/three", "week/may-be"),
        ("week/two", "week/never"),
    ]


def test_a_series_needs_to_wait_with_its_first_time() -> None:
    small = campaign("""
        plan: {title: 方案, when: until 2027-03-24}
        posts: {title: 推送, when: every day, from: 2027-03-22, until: 2027-03-28, needs: [plan]}
    """)
    small.only("starts-before-needed", "week/posts", "week/plan", line="title: 推送")


def test_what_has_no_end_or_no_date_keeps_nobody_waiting() -> None:
    small = campaign("""
        standing: {title: 常设, when: from 2027-03-22}
        open: {title: 未定, when: tbd}
        inherits: {title: 全周}
        series: {title: 每日, when: every day}
        reports: {title: 日报, due: every day}
        event: {title: 活动, when: 2027-03-01, needs: [standing, open, inherits, series, reports]}
    """)
    assert not small.has("starts-before-needed")


def test_things_that_need_each_other_first_are_an_error() -> None:
    small = campaign("""
        one: {title: 甲, when: 2027-03-22, needs: [two]}
        two: {title: 乙, when: 2027-03-22, needs: [three]}
        three: {title: 丙, when: 2027-03-22, needs: [one]}
        four: {title: 丁, when: 2027-03-22, needs: [one]}
    """)
    finding = small.only("needs-in-a-ring", "week/one", "week/three", "week/two", line="title: 甲")
    assert finding.severity == "error"
    assert "week/one, week/three, week/two" in finding.message("en")


def test_a_deadline_before_the_work_begins_is_named() -> None:
    small = campaign("""
        event: {title: 活动, when: 2027-03-22, due: 2027-03-21}
        fine: {title: 无误, when: 2027-03-22, due: 2027-03-22}
        loose: {title: 不详, when: 2027-03-late, due: 2027-03-22}
    """)
    finding = small.only("due-before-start", "week/event", line="title: 活动")
    assert "2027-03-21" in finding.message("en")


def test_a_preparation_ends_before_the_event_begins() -> None:
    small = campaign("""
        briefing:
          title: 通气会
          when: 2027-03-15 09:30-11:00
          prepare:
            late: {title: 印材料, due: 2027-03-16}
            sound: {title: 试机, when: 09:00-10:00}
            text: {title: 通稿, due: activity.start - 2 workdays}
            seats: {title: 座签, due: activity.start - 15 minutes}
            same-day: {title: 当日, due: 2027-03-15}
    """)
    assert [finding.items for finding in small.found("prepared-too-late")] == [
        ("week/briefing/sound", "week/briefing"),
        ("week/briefing/late", "week/briefing"),
    ]
    assert "通气会" in small.found("prepared-too-late")[0].message("zh")


def test_an_agenda_lies_within_its_event() -> None:
    small = campaign("""
        briefing:
          title: 通气会
          when: 2027-03-15 09:30-11:00
          agenda:
            opening: {title: 致辞, when: 09:30-09:40}
            questions: {title: 提问, when: 10:30-11:15}
        tour:
          title: 走访
          when: 2027-03-16/18
          agenda:
            inside: {title: 座谈, when: 2027-03-18 14:00-16:00}
            outside: {title: 总结, when: 2027-03-19}
    """)
    assert [finding.items for finding in small.found("agenda-outside")] == [
        ("week/briefing/questions", "week/briefing"),
        ("week/tour/outside", "week/tour"),
    ]


def test_work_outside_the_campaign_s_days_is_legal_and_said_once() -> None:
    small = campaign("""
        earlier: {title: 此前, when: 2027-03-10}
        within: {title: 其间, when: 2027-03-23}
        later: {title: 此后, due: 2027-04-10}
        inherits: {title: 全周}
    """)
    finding = small.only("outside-window", "week", "week/earlier", "week/later", line="title: 中国水周")
    assert finding.severity == "note"
    assert "2027-03-22 to 2027-03-28: 此前, 此后" in finding.message("en")


def test_a_campaign_outside_the_programme_s_period_is_said() -> None:
    head = HEAD.replace("period: 2027", "period: 2027-01-01/2027-03-25")
    finding = campaign(head=head).only("outside-period", "week", line="title: 中国水周")
    assert "2027-01-01 to 2027-03-25" in finding.message("en")
    assert not campaign().has("outside-period")
    assert not campaign(head=head.replace("2027-03-25", "2027-03-28")).has("outside-period")


def test_a_campaign_without_an_end_shows_no_last_day() -> None:
    small = plan("""
        campaigns:
          duty:
            title: 常设
            lead: office
            when: from 2027-03-22
            activities:
              earlier: {title: 此前, when: 2027-03-01}
    """)
    finding = small.only("outside-window", "duty", "duty/earlier")
    assert "2027-03-22 to …" in finding.message("en")


@pytest.mark.parametrize(
    ("when", "year"),
    [
        ("when: 2026-03-18", 2027),
        ("when: 2028-03-18 09:30-11:00", 2027),
        ("due: 2026-04-20", 2027),
        ("when: 2028-02-29", 2027),
    ],
)
def test_work_that_would_fit_its_campaign_in_another_year_is_asked_about(when: str, year: int) -> None:
    finding = campaign(f"""
        briefing: {{title: 通气会, {when}}}
    """).only("other-year", "week/briefing")
    assert (finding.severity, finding.facts["year"]) == ("warning", year)
    assert "“中国水周” (2027-03-22 to 2027-03-28)" in finding.message("en")


@pytest.mark.parametrize(
    "when", ["due: 2026-11-22", "due: 2027-12-01", "when: 2026-07-18", "when: 2028-06-18", "when: 2016-03-18"]
)
def test_work_long_before_or_after_that_fits_no_better_in_another_year_is_not(when: str) -> None:
    small = campaign(f"""
        briefing: {{title: 通气会, {when}}}
    """)
    assert not small.has("other-year")


def test_a_year_that_is_far_from_the_whole_period_is_asked_about_once() -> None:
    small = campaign("""
        briefing: {title: 通气会, when: 2026-02-20}
    """)
    assert small.has("year-doubtful")
    assert not small.has("other-year")


def test_an_earlier_edition_that_is_called_by_its_year_is_meant() -> None:
    small = campaign("""
        former: {title: 2026 年那一届, when: 2026-03-22}
        typo: {title: 那一届, when: 2026-03-22}
    """)
    small.only("other-year", "week/typo")

"""Clashes: who or what is wanted twice, too often or at the wrong time is named, and nobody else."""

import pytest
from tests.small_plan import HEAD, SmallPlan, campaign, plan

PEOPLE = (
    HEAD
    + """\
people:
  li: {name: 李伟, unit: office, roles: [spokesperson]}
  chen: {name: 陈桐, unit: press, away: [2027-03-24/26]}
  zhou: {name: 周知远, unit: press}
media:
  paper: {name: 日报}
channels:
  wechat: {name: 官方微信}
"""
)


def pair(one: str, other: str) -> SmallPlan:
    """Return a plan of two activities."""
    return campaign(f"one: {{title: 甲, {one}}}\ntwo: {{title: 乙, {other}}}", head=PEOPLE)


def activities(count: int, fields: str) -> SmallPlan:
    """Return a plan of many activities, each with a number in its title."""
    rows = [f"a{number}: {{title: 活动{number}, {fields}}}" for number in range(count)]
    return campaign("\n".join(rows), head=PEOPLE)


# one person, unit or place at one time


@pytest.mark.parametrize(
    "who",
    ["owner: li", "lead: li", "support: li", "lead: press", "parties: {host: li}", "lead: [towns, press]"],
)
def test_who_is_wanted_twice_at_one_time_is_named(who: str) -> None:
    small = pair(f"{who}, when: 2027-03-22 09:00-11:00", f"{who}, when: 2027-03-22 10:00-10:30")
    finding = small.only("clash", "week/one", "week/two", line="title: 甲")
    assert finding.severity == "warning"
    assert "2027-03-22 10:00" in finding.message("en")
    assert any(name in finding.message("zh") for name in ("李伟", "宣传中心"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("owner: li, when: 2027-03-22 09:00-11:00", "owner: li, when: 2027-03-22 11:00-12:00"),
        ("owner: li, when: 2027-03-22 09:00-11:00", "owner: chen, when: 2027-03-22 09:00-11:00"),
        ("owner: li, when: 2027-03-22 09:00-11:00", "owner: li, when: 2027-03-22"),
        ("owner: li, when: 2027-03-22 morning", "owner: li, when: 2027-03-22 morning"),
        ("owner: li, when: 2027-03-late", "owner: li, when: 2027-03-22 09:00"),
        ("support: press, when: 2027-03-22 09:00", "support: press, when: 2027-03-22 09:00"),
        ("lead: towns, when: 2027-03-22 09:00", "lead: towns, when: 2027-03-22 09:00"),
        ("media: paper, when: 2027-03-22 09:00", "media: paper, when: 2027-03-22 09:00"),
        ("owner: li, due: 2027-03-22 09:00", "owner: li, when: 2027-03-22 09:00"),
    ],
)
def test_what_can_be_done_together_is_no_clash(one: str, other: str) -> None:
    led = [fields if "lead:" in fields else f"lead: towns, {fields}" for fields in (one, other)]
    assert not pair(*led).has("clash")


def test_everybody_who_is_wanted_twice_stands_in_one_finding() -> None:
    small = pair(
        "lead: press, owner: [li, zhou], when: 2027-03-22 09:00-11:00",
        "lead: press, owner: [zhou, li], when: 2027-03-22 10:00-10:30",
    )
    assert "李伟、宣传中心、周知远" in small.only("clash", "week/one", "week/two").message("zh")


def test_a_moment_without_an_end_takes_a_minute_and_two_at_once_clash() -> None:
    assert pair("owner: li, when: 2027-03-22 09:00", "owner: li, when: 2027-03-22 09:00").has("clash")
    assert not pair("owner: li, when: 2027-03-22 09:00", "owner: li, when: 2027-03-22 09:01").has("clash")


def test_the_same_instant_in_two_zones_is_the_same_time() -> None:
    small = pair(
        "owner: li, when: 2027-03-22 21:00-22:00",
        "owner: li, when: 2027-03-22 09:00-10:00, timezone: America/New_York",
    )
    assert small.has("clash")


def test_a_series_clashes_once_however_often_it_meets_the_other() -> None:
    small = pair(
        "owner: li, when: every day 09:00-10:00",
        "owner: li, when: 2027-03-22/28 daily 09:30-09:45",
    )
    small.only("clash", "week/one", "week/two")


def test_an_event_and_what_is_inside_it_do_not_clash_but_one_person_in_two_places_does() -> None:
    small = campaign(
        """
        drill:
          title: 推演
          lead: press
          owner: chen
          when: 2027-03-23 14:00-17:00
          agenda:
            respond: {title: 处置, when: 14:20-16:00, lead: li}
            mock: {title: 模拟发布, when: 14:40-15:20, owner: li}
            notes: {title: 记录, when: 14:40-15:20}
        """,
        head=PEOPLE,
    )
    finding = small.only("clash", "week/drill/respond", "week/drill/mock")
    assert "李伟" in finding.message("zh")
    assert "宣传中心" not in finding.message("zh")


def test_one_place_for_two_campaigns_is_a_clash_and_within_one_is_not() -> None:
    here = "where: 临江广场, when: 2027-03-22 09:00-11:00"
    assert not campaign(
        f"one: {{title: 甲, lead: press, {here}}}\ntwo: {{title: 乙, lead: towns, {here}}}"
    ).has("clash")
    small = plan(f"""
        campaigns:
          water:
            title: 水周
            lead: office
            when: 2027-03-22/28
            activities:
              fair: {{title: 集市, lead: press, {here}}}
          law:
            title: 普法
            lead: office
            when: 2027-03-22/28
            activities:
              stall: {{title: 咨询, lead: towns, {here}}}
    """)
    assert "临江广场" in small.only("clash", "law/stall", "water/fair").message("en")


def test_very_many_at_one_time_are_each_named_without_all_pairs() -> None:
    """A thousand at once would be half a million pairs."""
    small = activities(300, "owner: li, lead: towns, when: 2027-03-22 09:00-10:00")
    found = small.found("clash")
    assert len(found) < 300 * 21
    assert {item for finding in found for item in finding.items} == {f"week/a{n}" for n in range(300)}


# too much on one day


@pytest.mark.parametrize(
    ("count", "fields", "name"),
    [
        (4, "owner: li, lead: towns", "李伟"),
        (7, "lead: press", "宣传中心"),
        (4, "media: paper, lead: towns", "日报"),
        (5, "channels: wechat, lead: towns", "官方微信"),
    ],
)
def test_more_on_a_day_than_can_be_managed_is_named(count: int, fields: str, name: str) -> None:
    items = [f"week/a{number}" for number in range(count)]
    finding = activities(count, f"{fields}, when: 2027-03-23").only("overload", *items, line="活动0")
    assert name in finding.message("zh")
    assert f"{count} one-day activities on 2027-03-23" in finding.message("en")
    assert not activities(count - 1, f"{fields}, when: 2027-03-23").has("overload")


@pytest.mark.parametrize("when", ["2027-03-23/24", "2027-03-late", "every day", "until 2027-03-23"])
def test_only_known_single_days_are_counted_for_overload(when: str) -> None:
    assert not activities(8, f"owner: li, when: {when}").has("overload")


def test_a_collective_has_as_many_hands_as_members() -> None:
    assert not activities(8, "lead: towns, when: 2027-03-23").has("overload")


# absences


def test_who_is_away_is_named_with_the_days_of_absence() -> None:
    small = campaign("event: {title: 活动, owner: chen, when: 2027-03-25}", head=PEOPLE)
    finding = small.only("owner-away", "week/event", line="title: 活动")
    for words in ("陈桐", "2027-03-24", "2027-03-26"):
        assert words in finding.message("zh")


@pytest.mark.parametrize(
    "when", ["2027-03-23", "2027-03-26/27", "2027-03-late", "every day", "from 2027-03-25"]
)
def test_an_absence_counts_only_if_all_known_days_lie_in_it(when: str) -> None:
    small = campaign(f"event: {{title: 活动, owner: chen, when: {when}}}", head=PEOPLE)
    assert not small.has("owner-away")


@pytest.mark.parametrize(
    "fields", ["when: 2027-03-late", "when: every day", "when: until 2027-03-25", "due: 2027-03-25"]
)
def test_loose_dates_series_and_deadlines_want_nobody_on_known_days(fields: str) -> None:
    always = PEOPLE.replace("2027-03-24/26", "from 2027-03-01")
    assert not campaign(f"event: {{title: 活动, owner: chen, {fields}}}", head=always).has("owner-away")
    finding = campaign("event: {title: 活动, owner: chen, when: 2027-03-25}", head=always).only(
        "owner-away", "week/event"
    )
    assert "from 2027-03-01 to …" in finding.message("en")


def test_a_stand_in_who_is_there_covers_an_absence_and_one_who_is_away_does_not() -> None:
    event = "event: {title: 活动, owner: chen, when: 2027-03-25}"
    stands_in = PEOPLE.replace("周知远, unit: press}", "周知远, unit: press, stands_in_for: chen}")
    assert not campaign(event, head=stands_in).has("owner-away")
    away_too = stands_in.replace("stands_in_for: chen}", "stands_in_for: chen, away: 2027-03-25}")
    assert campaign(event, head=away_too).has("owner-away")


# blackouts


def with_blackout(blackout: str, activity: str) -> SmallPlan:
    head = f"{PEOPLE}blackouts:\n  quiet: {{title: 静默期, {blackout}}}\n"
    return campaign(f"event: {{title: 活动, {activity}}}", head=head)


def test_a_hard_blackout_is_an_error_and_a_soft_one_a_warning() -> None:
    hard = with_blackout("when: 2027-03-24, hard: true", "when: 2027-03-23/25")
    finding = hard.only("blackout-hard", "week/event", line="title: 活动")
    assert finding.severity == "error"
    assert "waivers" in finding.message("en")
    soft = with_blackout("when: 2027-03", "when: 2027-03-23").only(
        "blackout", "week/event", line="title: 活动"
    )
    assert soft.severity == "warning"
    assert "2027-03-01 to 2027-03-31" in soft.message("en")


@pytest.mark.parametrize(
    ("applies_to", "activity", "hit"),
    [
        ("{units: press}", "lead: press", True),
        ("{units: press}", "support: press", True),
        ("{units: press}", "lead: towns", False),
        ("{channels: wechat}", "channels: wechat", True),
        ("{channels: wechat}", "lead: press", False),
        ("{areas: 青石}", "where: 青石枢纽", True),
        ("{areas: 青石}", "where: 望云水库", False),
    ],
)
def test_a_blackout_touches_what_it_applies_to(applies_to: str, activity: str, *, hit: bool) -> None:
    small = with_blackout(f"when: 2027-03-24, applies_to: {applies_to}", f"{activity}, when: 2027-03-24")
    assert small.has("blackout") is hit


@pytest.mark.parametrize(
    "fields",
    [
        "when: 2027-03-25",
        "when: 2027-03-late",
        "when: from 2027-03-20",
        "when: after observance:world-water-day",
        "when: until 2027-03-24",
        "when: every monday",
        "when: tbd",
        "due: 2027-03-24",
    ],
)
def test_other_days_loose_dates_open_ends_and_deadlines_are_in_no_blackout(fields: str) -> None:
    assert not with_blackout("when: 2027-03-24", fields).has("blackout")


@pytest.mark.parametrize(
    "when", ["every wednesday", "every wednesday 09:00", "2027-03-23/25 daily 23:00-01:00"]
)
def test_each_time_of_a_series_is_held_against_a_blackout(when: str) -> None:
    assert with_blackout("when: 2027-03-24", f"when: {when}").has("blackout")


@pytest.mark.parametrize(
    ("when", "said"), [("from 2027-03-24", "2027-03-24 to …"), ("until 2027-03-24", "… to 2027-03-24")]
)
def test_a_blackout_may_be_open_at_one_end(when: str, said: str) -> None:
    finding = with_blackout(f"when: {when}", "when: 2027-03-24").only("blackout", "week/event")
    assert said in finding.message("en")


def test_a_routine_is_in_a_blackout_if_it_goes_out_on_a_channel() -> None:
    head = PEOPLE + "blackouts:\n  quiet: {title: 静默期, when: 2027-03-24}\n"
    small = plan(
        """
        routines:
          posts: {title: 推送, lead: press, when: every wednesday, channels: wechat}
          report: {title: 周报, lead: press, when: every wednesday}
        """,
        head=head,
    )
    small.only("blackout", "routine:posts", line="title: 推送")


def test_a_blackout_without_days_stops_nothing() -> None:
    assert not with_blackout("when: tbd", "when: 2027-03-24").has("blackout")


# rivals


def rivals(one: str, other: str) -> SmallPlan:
    return plan(f"""
        campaigns:
          one: {{title: 甲, lead: office, {one}}}
          two: {{title: 乙, lead: office, {other}}}
    """)


def test_short_campaigns_for_one_audience_at_one_time_compete() -> None:
    small = rivals("when: 2027-03-22/28, audience: [群众, 学生]", "when: 2027-03-28/30, audience: 学生")
    finding = small.only("campaigns-compete", "one", "two", line="title: 甲")
    assert finding.severity == "note"
    assert "around 2027-03-28: 学生" in finding.message("en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("when: 2027-03-22/28, audience: 群众", "when: 2027-03-29, audience: 群众"),
        ("when: 2027-03-22/28, audience: 群众", "when: 2027-03-24, audience: 学生"),
        ("when: 2027-03-22/28, audience: 群众", "when: 2027-03-24, audience: 群众, part_of: one"),
        ("when: 2027-03, audience: 群众", "when: 2027-03-24, audience: 群众"),
        ("when: 2027-03-10/24, audience: 群众", "when: 2027-03-24, audience: 群众"),
    ],
)
def test_other_audiences_other_days_parts_and_long_campaigns_do_not_compete(one: str, other: str) -> None:
    assert not rivals(one, other).has("campaigns-compete")


def test_short_campaigns_that_open_on_one_day_share_the_attention() -> None:
    finding = rivals("when: 2027-03-22/28", "when: 2027-03-22/24").only(
        "campaigns-open-together", "one", "two"
    )
    assert "2027-03-22" in finding.message("zh")
    assert not rivals("when: 2027-03-22/28", "when: 2027-03-23").has("campaigns-open-together")
    assert not rivals("when: 2027-03-22/28", "when: 2027-03-22, part_of: one").has("campaigns-open-together")


# embargoes


def test_what_is_public_before_its_embargo_lifts_is_named() -> None:
    small = campaign(
        "event: {title: 活动, when: 2027-03-22 09:00, embargo: 2027-03-22 10:00, visibility: public}"
    )
    finding = small.only("before-embargo", "week/event", line="embargo:")
    assert "2027-03-22 10:00" in finding.message("en")


@pytest.mark.parametrize(
    "fields",
    [
        "when: 2027-03-22 10:00, embargo: 2027-03-22 10:00, visibility: public",
        "when: 2027-03-22, embargo: 2027-03-22 10:00, visibility: public",
        "when: 2027-03-22 09:00, embargo: 2027-03-22 10:00, visibility: partners",
        "when: 2027-03-late, embargo: 2027-03-25, visibility: public",
    ],
)
def test_an_embargo_binds_only_what_is_public_and_surely_earlier(fields: str) -> None:
    assert not campaign(f"event: {{title: 活动, {fields}}}").has("before-embargo")


def test_an_embargo_above_holds_below_and_is_wrong_only_once() -> None:
    small = campaign(
        """
        event: {title: 活动, when: 2027-03-22, visibility: public}
        later: {title: 另一项, when: 2027-03-25, visibility: public}
        """,
        rest=["embargo: 2027-03-24"],
    )
    small.only("before-embargo", "week/event")
    wrong = campaign("one: {title: 甲}\ntwo: {title: 乙}", rest=["embargo: nobody-knows"])
    wrong.only("name-unknown", line="embargo: nobody-knows")

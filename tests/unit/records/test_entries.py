"""Entries read back from what is recorded, without resolving anything, and what became of them since."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest
from tests.reading import at
from tests.small_plan import HEAD, SmallPlan, campaign, plan
from tests.unit.records.recorded import Recorded, recorded

import campaignflow as cf
from campaignflow.canonical import Body
from campaignflow.records.entries import (
    Around,
    entries_of,
    entry_id,
    fixed_of,
    recorded_dates,
    with_progress,
)
from campaignflow.scheduling.entry import NEVER, Entry
from campaignflow.scheduling.schedule import Schedule, resolved
from campaignflow.types import Ref

WEEK = Ref("campaign", "office-2027", "week")
OWN = Ref("programme", None, "office-2027")

ZONES = """\
programme: {id: office-2027, title: 计划, period: 2027, timezone: Asia/Shanghai, working_calendar: CN}
units:
  office: {name: 办公室, coordinator: true}
  york: {name: 纽约办, timezone: America/New_York}
  lost: {name: 无名办, timezone: Mars/Olympus}
people:
  li: {name: 李伟, unit: york}
"""


def by_id(made: Recorded) -> dict[str, Entry]:
    return {entry.id: entry for entry in made.entries()}


def agrees(small: SmallPlan) -> dict[str, Entry]:
    """Return the entries read back, which are those of the schedule."""
    made = recorded(small.schedule)
    assert tuple(made.entries()) == small.schedule.entries
    return by_id(made)


# as they were resolved


def test_a_series_reads_back_with_every_time_it_comes_round() -> None:
    found = agrees(
        plan("""
            routines:
              weekly: {title: 周报, lead: office, when: every friday 16:00-17:00, until: 2027-01-15}
              monthly: {title: 月检, lead: office, when: every month}
              bulletin: {title: 通报, lead: office, due: 8 workdays after every quarter}
        """)
    )
    assert [one.key for one in found["routine:weekly"].occurrences] == [
        "2027-01-01",
        "2027-01-08",
        "2027-01-15",
    ]
    assert found["routine:weekly"].occurrences[0].end == at("2027-01-01T17:00")
    assert found["routine:monthly"].occurrences[1].end == date(2027, 2, 28)
    assert found["routine:bulletin"].occurrences[0].start is None
    assert found["routine:bulletin"].occurrences[0].rests_on


def test_the_times_of_a_series_come_in_order_however_they_were_put_in() -> None:
    made = recorded(plan("routines: {weekly: {title: 周报, lead: office, when: every friday}}\n").schedule)
    days = made.own["plan"]["routines"]["weekly"]["when"]["resolved"]
    days["occurrences"] = dict(reversed(days["occurrences"].items()))
    keys = [one.key for one in entries_of(OWN, made.own, made.around)[0].occurrences]
    assert keys == sorted(keys)


def test_what_has_no_date_of_its_own_reads_back_with_the_days_around_it() -> None:
    found = agrees(campaign("event: {title: 活动, prepare: {draft: {title: 初稿}}}"))
    assert (found["week/event/draft"].start, found["week/event/draft"].inherited) == (date(2027, 3, 22), True)


def test_a_campaign_without_dates_has_those_of_the_programme() -> None:
    found = agrees(plan("campaigns: {year: {title: 全年, lead: office, activities: {a: {title: 甲}}}}\n"))
    assert (found["year"].start, found["year"].inherited) == (date(2027, 1, 1), False)
    assert found["year/a"].inherited


@pytest.mark.parametrize("certainty", ["confirmed", "provisional"])
def test_a_certainty_of_the_programme_holds_for_what_has_no_date(certainty: str) -> None:
    head = HEAD.replace("period: 2027\n", f"period: 2027\n  certainty: {certainty}\n")
    found = agrees(
        plan("campaigns: {year: {title: 全年, lead: office, activities: {a: {title: 甲}}}}\n", head=head)
    )
    assert found["year/a"].certainty == ("provisional" if certainty == "provisional" else "confirmed")


def test_a_certainty_that_was_written_reads_back() -> None:
    found = agrees(
        campaign("""
            firm: {title: 已定, when: 2027-06-09 + 3 workdays, certainty: confirmed}
            loose: {title: 未定, when: 2027-03-25, certainty: provisional, prepare: {a: {title: 甲}}}
            late: {title: 下旬, when: 3月下旬, certainty: provisional}
            own: {title: 自定, certainty: provisional}
            again: {title: 再定, prepare: {a: {title: 甲, certainty: confirmed}}}
        """)
    )
    assert {
        name: found[f"week/{name}"].certainty for name in ("firm", "loose", "late", "own", "again/a")
    } == {
        "firm": "confirmed",
        "loose": "provisional",
        "late": "provisional",
        "own": "provisional",
        "again/a": "confirmed",
    }


def test_an_inherited_window_becomes_confirmed_only_if_it_is_exact() -> None:
    body = """
        campaigns:
          month: {title: 三月, when: 2027-03, activities: {a: {title: 甲, certainty: confirmed}}}
          day: {title: 一天, when: 2027-03-22, certainty: provisional,
                activities: {a: {title: 甲, certainty: confirmed}}}
    """
    found = agrees(plan(body))
    assert [found[name].certainty for name in ("month/a", "day/a")] == ["provisional", "confirmed"]


def test_moments_are_read_in_the_zone_of_who_leads() -> None:
    found = agrees(
        plan(
            """
            campaigns:
              week:
                title: 水周
                lead: office
                when: 2027-03-22/28
                activities:
                  own: {title: 自己, when: 2027-03-22 09:00, timezone: Europe/Paris}
                  unit: {title: 单位, lead: york, when: 2027-03-22 09:00}
                  person: {title: 个人, lead: li, when: 2027-03-22 09:00, agenda: {a: {title: 甲}}}
                  nobody: {title: 旁人, lead: somebody, when: 2027-03-22 09:00}
                  later: {title: 再后, when: unit + 2 hours}
            """,
            head=ZONES.replace("  lost: {name: 无名办, timezone: Mars/Olympus}\n", ""),
        )
    )
    assert {name: entry.zone for name, entry in found.items()} == {
        "week": "Asia/Shanghai",
        "week/own": "Europe/Paris",
        "week/unit": "America/New_York",
        "week/person": "America/New_York",
        "week/person/a": "America/New_York",
        "week/nobody": "Asia/Shanghai",
        "week/later": "Asia/Shanghai",
    }
    later = found["week/later"].start
    assert isinstance(later, datetime)
    assert later.hour == 11  # as it was, on the other unit's clock


def test_an_unknown_zone_counts_as_utc() -> None:
    body = "campaigns: {week: {title: 水周, lead: lost, when: 2027-03-22 09:00}}\n"
    assert agrees(plan(body, head=ZONES))["week"].zone == "UTC"


def test_an_hour_that_comes_twice_is_read_as_the_one_it_was() -> None:
    body = "campaigns: {night: {title: 夜, lead: york, when: 2027-11-07 01:30}}\n"
    (entry,) = recorded(plan(body, head=ZONES).schedule).entries()
    later = recorded(
        plan(
            "campaigns: {night: {title: 夜, lead: york, when: 2027-11-07 01:30-03:00}}\n", head=ZONES
        ).schedule
    )
    start = later.bodies["campaign:office-2027/night"]["plan"]["when"]["resolved"]
    start["start"] = "2027-11-07T01:30:00-05:00"
    (second,) = later.entries()
    assert isinstance(entry.start, datetime)
    assert isinstance(second.start, datetime)
    assert (entry.start.fold, second.start.fold) == (0, 1)
    assert second.start.timestamp() - entry.start.timestamp() == 3600


def test_visibility_and_embargo_hold_for_what_is_inside() -> None:
    found = agrees(
        campaign("""
            open: {title: 公开, visibility: public, embargo: 2027-03-21, prepare: {a: {title: 甲}}}
            never: {title: 未定, embargo: tbd, agenda: {b: {title: 乙, visibility: partners}}}
            clock: {title: 定时, embargo: 2027-03-21 18:00-19:00}
        """)
    )
    assert (found["week/open/a"].visibility, found["week/open/a"].embargo) == (
        "public",
        at("2027-03-21T00:00"),
    )
    assert (found["week/never/b"].visibility, found["week/never/b"].embargo) == ("partners", NEVER)
    assert found["week/clock"].embargo == at("2027-03-21T18:00")
    assert found["week"].embargo is None


def test_needs_are_full_ids_beside_it_in_the_campaign_or_elsewhere() -> None:
    found = agrees(
        plan("""
            campaigns:
              week:
                title: 水周
                lead: office
                when: 2027-03-22
                key_dates: {day: {title: 世界水日, when: 2027-03-22}}
                activities:
                  plan: {title: 方案, due: 2027-03-01}
                  event:
                    title: 活动
                    when: 2027-03-22
                    needs: [day, other/done]
                    prepare:
                      plan: {title: 分案, due: 2027-03-02}
                      x: {title: 其他, due: 2027-03-03, needs: plan}
              other: {title: 另一, when: 2027-02, activities: {done: {title: 完, due: 2027-02-20}}}
        """)
    )
    assert found["week/event/x"].needs == ("week/event/plan",)
    assert found["week/event"].needs == ("week/day", "other/done")


def test_what_another_campaign_is_said_to_have_is_believed() -> None:
    body = {"plan": {"title": "水周", "activities": {"a": {"title": "甲", "needs": ["other/done"]}}}}
    assert entries_of(WEEK, body, Around())[1].needs == ("other/done",)


def test_decisions_with_a_day_of_their_own_are_entries() -> None:
    found = agrees(
        plan("""
            people: {li: {name: 李伟, unit: office, roles: [head]}}
            channels: {wechat: {name: 微信, approvals: {desk: {title: 值班, by: head, due: 2027-02-01}}}}
            approvals:
              office: {title: 办公室, by: [office, head], due: 2027-02-02}
              length: {by: li, due: 3 workdays}
              open: {by: li}
            conditions:
              money: {title: 经费到位, decided_by: [li, nobody], due: week.start - 5 workdays}
              rain: {title: 有雨}
            campaigns:
              week:
                title: 水周
                lead: office
                when: 2027-03-22
                approvals: {own: {by: press, due: tbd}}
                activities:
                  a: {title: 甲, approvals: {text: {by: li, due: campaign.start}}}
        """)
    )
    decisions = {name: entry for name, entry in found.items() if ":" in name}
    assert {name: (entry.due, entry.lead, entry.campaign) for name, entry in decisions.items()} == {
        "approval:office": (date(2027, 2, 2), ("office",), None),
        "approval:channel:wechat/desk": (date(2027, 2, 1), (), None),
        "approval:week/own": (None, ("press",), "week"),
        "approval:week/a/text": (date(2027, 3, 22), ("li",), "week"),
        "condition:money": (date(2027, 3, 15), ("li",), None),
    }
    assert decisions["approval:channel:wechat/desk"].path == ("channels", "wechat", "approvals", "desk")


def test_records_without_dates_have_no_entries() -> None:
    assert entries_of(Ref("unit", None, "office"), {"plan": {"name": "办公室"}}, Around()) == []


def test_what_was_never_resolved_reads_back_undated() -> None:
    body = {"plan": {"title": "水周", "when": {"written": "2027-03-22"}}}
    (entry,) = entries_of(WEEK, body, Around())
    assert (entry.is_dated, entry.written, entry.certainty) == (False, "2027-03-22", "provisional")


# a schedule of what is recorded


def test_a_schedule_of_recorded_entries_is_searched_and_made_a_calendar_like_any_other() -> None:
    small = plan("""
        routines: {weekly: {title: 周报, lead: office, when: every friday}}
        campaigns:
          week: {title: 水周, when: 2027-03-22/28, activities: {a: {title: 甲, due: campaign.end}}}
    """)
    made = recorded(small.schedule)
    whole = Schedule(
        made.read_back(), made.entries(), (), {}, issued=None, period=(date(2027, 1, 1), date(2027, 12, 31))
    )
    assert whole.between("2027-03-20", "2027-03-28") == small.schedule.between("2027-03-20", "2027-03-28")
    assert cf.to_ics(whole) == cf.to_ics(small.schedule)
    assert (dict(whole.dates), dict(whole.elsewhere)) == ({}, {})


# dates that are facts


def test_recorded_dates_are_facts_for_what_hangs_on_them() -> None:
    body = (
        "campaigns: {week: {title: 水周, lead: office, when: %s, activities: {a: {title: 甲, when: %s}}}}\n"
    )
    before = recorded(plan(body % ("2027-03-22/28", "campaign.start + 1 day")).schedule)
    kept = fixed_of(WEEK, before.bodies["campaign:office-2027/week"], "", before.around)
    moved = plan(body % ("2027-04-05/09", "campaign.start + 1 day")).schedule.programme
    made = resolved(moved, fixed={"week": kept, "nowhere": kept})
    assert (made["week"].start, made["week/a"].start) == (date(2027, 3, 22), date(2027, 3, 23))
    assert (
        recorded(made).bodies["campaign:office-2027/week"]["plan"]["when"]["resolved"]["start"]
        == "2027-03-22"
    )


def test_the_dates_of_one_thing_are_found_by_its_address() -> None:
    made = recorded(
        plan("""
            routines: {weekly: {title: 周报, lead: office, when: every friday}}
            campaigns:
              week: {title: 水周, when: 2027-03-22/28, activities: {a: {title: 甲, due: campaign.end}}}
        """).schedule
    )
    body = made.bodies["campaign:office-2027/week"]
    due = fixed_of(WEEK, body, "a", made.around).due
    assert due is not None
    assert due.end == date(2027, 3, 28)
    assert len(fixed_of(OWN, made.own, "weekly", made.around).rounds) == 53
    assert set(recorded_dates(WEEK, body, made.around)) == {"week", "week/a"}
    with pytest.raises(KeyError):
        fixed_of(WEEK, body, "b", made.around)


@pytest.mark.parametrize(
    ("ref", "item", "name"),
    [
        (WEEK, "", "week"),
        (WEEK, "briefing/release", "week/briefing/release"),
        (OWN, "weekly", "routine:weekly"),
        (OWN, "condition:rain", "condition:rain"),
    ],
)
def test_an_address_in_a_record_is_an_id_in_the_schedule(ref: Ref, item: str, name: str) -> None:
    assert entry_id(ref, item) == name


# what became of them


def after(progress: Mapping[str, Any], activities: str, **more: Any) -> dict[str, Entry]:
    made = recorded(campaign(activities).schedule)
    body: Body = {**made.bodies["campaign:office-2027/week"], "progress": progress, **more}
    return {entry.id: entry for entry in with_progress(WEEK, body, entries_of(WEEK, body, made.around))}


INSIDE = "event: {title: 活动, when: 2027-03-22, prepare: {a: {title: 甲, due: 2027-03-20}, b: {title: 乙}}}"


def test_what_was_dropped_goes_with_what_is_inside_it() -> None:
    assert set(after({"event": {"state": "dropped"}}, INSIDE)) == {"week"}
    kept = after({"event": {"state": "dropped"}, "event/a": {"state": "done"}}, INSIDE)
    assert set(kept) == {"week", "week/event/a"}


def test_what_is_inside_goes_by_the_nearest_thing_that_has_a_state() -> None:
    deep = INSIDE.replace("due: 2027-03-20", "due: 2027-03-20, prepare: {x: {title: 丙}}")
    kept = after({"event": {"state": "dropped"}, "event/a": {"state": "under_way"}}, deep)
    assert set(kept) == {"week", "week/event/a", "week/event/a/x"}


def test_an_approval_of_something_that_was_dropped_goes_too() -> None:
    step = "event: {title: 活动, when: 2027-03-22, approvals: {text: {by: office, due: 2027-03-10}}}"
    assert "approval:week/event/text" in after({}, step)
    assert set(after({"event": {"state": "dropped"}}, step)) == {"week"}


def test_what_is_postponed_has_no_days() -> None:
    found = after({"event": {"state": "postponed", "pinned": True}}, INSIDE)
    assert not found["week/event"].is_dated
    assert not found["week/event/a"].is_dated
    assert (found["week/event"].precision, found["week/event"].written) == ("undated", "2027-03-22")


def test_a_campaign_that_is_postponed_keeps_the_days_only_of_what_is_done() -> None:
    found = after({"event/a": {"state": "done"}}, INSIDE, state="postponed")
    assert [name for name, entry in found.items() if entry.is_dated] == ["week/event/a"]


def test_what_is_done_or_under_way_stays_as_it_is() -> None:
    found = after({"event": {"state": "under_way"}, "event/a": {"state": "done"}}, INSIDE)
    assert found == after({}, INSIDE)


SERIES = "talk: {title: 讲座, when: every day 09:00-10:00}"


def test_one_time_of_a_series_moves_or_goes_without_the_others() -> None:
    days = {"start": "2027-03-30T14:00:00+08:00", "end": "2027-03-30T15:00:00+08:00", "precision": "moment"}
    found = after(
        {
            "talk@2027-03-22": {"when": {"written": "2027-03-30 14:00-15:00", "resolved": days}},
            "talk@2027-03-23": {"state": "dropped"},
            "talk@2027-03-24": {"state": "postponed"},
            "talk@2027-03-25": {"state": "done"},
            "talk@2027-12-31": {"state": "dropped"},
        },
        SERIES,
    )["week/talk"]
    assert [(one.key, one.start) for one in found.occurrences] == [
        ("2027-03-22", at("2027-03-30T14:00")),
        ("2027-03-24", None),
        *((f"2027-03-{day}", at(f"2027-03-{day}T09:00")) for day in range(25, 29)),
    ]
    assert found.occurrences[0].end == at("2027-03-30T15:00")


def test_one_last_day_of_a_series_moves_as_a_last_day() -> None:
    days = {"start": "2027-04-20", "end": "2027-04-20", "precision": "day", "certainty": "confirmed"}
    made = recorded(
        plan("routines: {bulletin: {title: 通报, lead: office, due: every quarter on 10}}\n").schedule
    )
    body: Body = {
        **made.own,
        "progress": {"bulletin@2027-Q2": {"when": {"written": "4月20日", "resolved": days}}},
    }
    (entry,) = with_progress(OWN, body, entries_of(OWN, body, made.around))
    assert [one.due for one in entry.occurrences][:2] == [date(2027, 1, 10), date(2027, 4, 20)]
    assert entry.occurrences[1].start is None


def test_a_moment_a_time_was_moved_to_has_no_end() -> None:
    days = {"start": "2027-03-30T14:00:00+08:00", "end": "2027-03-30T14:00:00+08:00", "precision": "moment"}
    found = after({"talk@2027-03-22": {"when": {"written": "x", "resolved": days}}}, SERIES)["week/talk"]
    assert (found.occurrences[0].start, found.occurrences[0].end) == (at("2027-03-30T14:00"), None)


def test_a_series_of_which_nothing_is_left_has_no_days() -> None:
    every = {f"talk@2027-03-{day}": {"state": "dropped"} for day in range(22, 29)}
    assert not after(every, SERIES)["week/talk"].is_dated


def test_what_was_noted_of_a_time_that_never_comes_changes_nothing() -> None:
    assert after({"event@2027-03-22": {"state": "dropped"}}, INSIDE) == after({}, INSIDE)

import json
from datetime import date, timedelta
from importlib.resources import files

import pytest
from dateutil import rrule
from lunar_python import Solar

from campaignflow.dates.observances import Catalogue, Happening, Observance, read_observances, shipped
from campaignflow.errors import InvalidValue

DATA = json.loads(files("campaignflow").joinpath("data/observances.json").read_text(encoding="utf-8"))
ROWS = {row["id"]: row for row in DATA["observances"]}


def day(text):
    return date.fromisoformat(text)


def spans(name, year):
    return [(f"{start}", f"{end}") for start, end, _ in shipped().find(name).happenings(year)]


def of_kind(*kinds):
    return [row for row in ROWS.values() if row["rule"]["kind"] in kinds]


def test_the_catalogue_has_260_observances_each_with_names_and_a_source():
    assert len(shipped()) == 260
    for entry in shipped().values():
        assert entry.zh, entry.id
        assert entry.en, entry.id
        assert len(entry.source) > 10, entry.id
        assert entry.category, entry.id


def test_no_two_observances_share_a_name():
    names = ["".join(name.casefold().split()) for entry in shipped().values() for name in entry.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("year", [2024, 2026, 2027])
def test_every_observance_comes_round_or_has_a_reason_not_to(year):
    quiet = {entry.id for entry in shipped().values() if not entry.happenings(year)}
    assert quiet == {2024: {"sci-pop-month", "reading-week"}}.get(year, set()) | {"un-statistics"}
    for entry in shipped().values():
        for start, end, _ in entry.happenings(year):
            assert start.year == year
            assert start <= end <= start + timedelta(214)


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [
        (2007, "2007-05-13", "2007-05-19"),
        (2008, "2008-05-11", "2008-05-17"),
        (2014, "2014-05-11", "2014-05-17"),
        (2016, "2016-05-15", "2016-05-21"),
        (2020, "2020-05-10", "2020-05-16"),
        (2022, "2022-05-15", "2022-05-21"),
        (2026, "2026-05-10", "2026-05-16"),
        (2027, "2027-05-09", "2027-05-15"),
    ],
)
def test_the_urban_water_saving_week_runs_from_sunday_to_saturday(year, first, last):
    assert spans("urban-water-saving-week", year) == [(first, last)]
    assert (day(first).weekday(), day(last).weekday()) == (6, 5)


def test_laba_comes_twice_in_2022_and_not_at_all_in_2023():
    assert spans("腊八节", 2022) == [("2022-01-10", "2022-01-10"), ("2022-12-30", "2022-12-30")]
    assert spans("腊八节", 2023) == []


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("row", of_kind("lunar"), ids=lambda row: row["id"])
def test_a_lunar_observance_falls_on_its_lunar_day(row, year):
    """Asked the other way round: which lunar day is it?"""
    month, of_month = row["rule"]["month"], row["rule"]["day"]
    (found,) = shipped()[row["id"]].happenings(year)
    shown = Solar.fromYmd(found.start.year, found.start.month, found.start.day).getLunar()
    if of_month == -1:
        shown, of_month = shown.next(1), 1
        month = month % 12 + 1
    assert (shown.getMonth(), shown.getDay()) == (month, of_month)


@pytest.mark.parametrize("year", [2026, 2027])
def test_lunar_observances_are_those_of_a_second_package(year):
    dates = pytest.importorskip("borax.calendars.lunardate", reason="borax is a part of the dev extra")
    for row in of_kind("lunar"):
        for found in shipped()[row["id"]].happenings(year):
            shown = dates.LunarDate.from_solar(found.start)
            assert shown.month == row["rule"]["month"]
            assert shown.day == row["rule"]["day"] or (row["rule"]["day"] == -1 and shown.day >= 29)
            assert not shown.leap


@pytest.mark.parametrize("year", [2026, 2027])
@pytest.mark.parametrize("row", of_kind("solar_term"), ids=lambda row: row["id"])
def test_a_solar_term_falls_on_its_day(row, year):
    (found,) = shipped()[row["id"]].happenings(year)
    shown = Solar.fromYmd(found.start.year, found.start.month, found.start.day).getLunar()
    assert shown.getJieQi() == row["rule"]["term"]
    assert found.start.year == year


@pytest.mark.parametrize("year", range(2024, 2032))
@pytest.mark.parametrize("row", of_kind("nth_weekday"), ids=lambda row: row["id"])
def test_an_nth_weekday_is_the_one_that_rfc_5545_means(row, year):
    rule = row["rule"]
    on = rrule.weekday(rule["weekday"], rule["n"])
    expected = rrule.rrule(
        rrule.YEARLY, dtstart=date(year, 1, 1), bymonth=rule["month"], byweekday=on, count=1
    )
    (found,) = shipped()[row["id"]].happenings(year)
    assert found == Happening(expected[0].date(), expected[0].date())


@pytest.mark.parametrize("year", range(2024, 2032))
@pytest.mark.parametrize("row", of_kind("week_of"), ids=lambda row: row["id"])
def test_a_week_of_a_day_is_the_week_around_it(row, year):
    rule = row["rule"]
    starts = {"monday": rrule.MO, "sunday": rrule.SU}[rule["week_start"]]
    within = date(year, rule["month"], rule["day"])
    expected = rrule.rrule(rrule.DAILY, dtstart=within - timedelta(6), until=within, byweekday=starts)
    if year >= ROWS[row["id"]]["since_year"]:
        (found,) = shipped()[row["id"]].happenings(year)
        assert found.start == expected[0].date()
        assert found.end - found.start == timedelta(6)
        assert found.start <= within <= found.end


def test_the_fourth_week_of_april_counts_the_part_week_at_its_start():
    """Reading week 2026: 1-5 April is the first week, 20-26 the fourth."""
    assert spans("reading-week", 2026) == [("2026-04-20", "2026-04-26")]


def week(**rule):
    (entry,) = read_observances({"observances": [{"id": "week", "rule": {"kind": "nth_week", **rule}}]})
    return [(start.isoformat(), end.isoformat()) for start, end, _ in entry.happenings(2026)]


def test_weeks_of_a_month_are_cut_to_the_month():
    rule = {"month": 4, "week_start": "monday", "partial_first": True}
    assert week(n=1, **rule) == [("2026-04-01", "2026-04-05")]
    assert week(n=-1, **rule) == [("2026-04-27", "2026-04-30")]
    assert week(n=6, **rule) == []


def test_the_first_full_week_begins_in_the_month():
    rule = {"month": 4, "week_start": "sunday", "partial_first": False}
    assert week(n=1, **rule) == [("2026-04-05", "2026-04-11")]
    assert week(n=-4, **rule) == [("2026-04-05", "2026-04-11")]
    assert week(n=-5, **rule) == []


def test_a_week_announced_yearly_is_provisional_until_its_year_is_known():
    weeks = shipped()["disaster-week"]
    assert weeks.happenings(2025) == (Happening(day("2025-05-12"), day("2025-05-18")),)
    assert weeks.happenings(2028) == (Happening(day("2028-05-06"), day("2028-05-12"), provisional=True),)


@pytest.mark.parametrize(
    ("year", "first", "last"),
    [(2017, "05-07", "05-13"), (2018, "05-06", "05-12"), (2023, "05-14", "05-20"), (2025, "05-11", "05-17")],
)
def test_the_vocational_week_is_the_one_that_was_announced(year, first, last):
    assert spans("职业教育活动周", year) == [(f"{year}-{first}", f"{year}-{last}")]


def test_there_is_none_before_the_first_year_it_was_kept():
    assert spans("全国防灾减灾日", 2008) == []
    assert spans("全国防灾减灾日", 2009) == [("2009-05-12", "2009-05-12")]


@pytest.mark.parametrize(
    ("name", "year", "first"),
    [
        ("un-environment", 2007, "2007-06-05"),
        ("qingming", 2007, "2007-04-05"),  # a day off since 2008, a festival for much longer
        ("除夕", 2024, "2024-02-09"),
        ("世界地球日", 2000, "2000-04-22"),  # the year of the UN's day was not looked up
    ],
)
def test_a_day_older_than_its_law_or_its_entry_is_answered(name, year, first):
    assert spans(name, year) == [(first, first)]


def test_world_statistics_day_comes_every_five_years():
    assert [year for year in range(2008, 2032) if spans("un-statistics", year)] == [
        2010,
        2015,
        2020,
        2025,
        2030,
    ]


def test_a_season_over_the_new_year_belongs_to_the_year_it_begins_in():
    assert spans("黄河凌汛期", 2026) == [("2026-12-01", "2027-02-28")]
    assert spans("黄河凌汛期", 2027) == [("2027-12-01", "2028-02-29")]


@pytest.mark.parametrize(
    ("name", "rule", "expected"),
    [
        ("a leap day", {"kind": "fixed", "month": 2, "day": 29}, []),
        ("a month's end", {"kind": "fixed", "month": 2, "day": -1}, ["2026-02-28/2026-02-28"]),
        ("a month", {"kind": "month", "month": 6}, ["2026-06-01/2026-06-30"]),
        (
            "a lunar span",
            {"kind": "lunar_range", "start": [12, 23], "end": [1, 15]},
            ["2026-02-10/2026-03-03"],
        ),
        ("the week of a leap day", {"kind": "week_of", "month": 2, "day": 29, "week_start": "monday"}, []),
        ("no fifth Monday", {"kind": "nth_weekday", "month": 2, "weekday": 0, "n": 5}, []),
        ("no sixth from the end", {"kind": "nth_weekday", "month": 2, "weekday": 0, "n": -6}, []),
        (
            "the week of New Year",
            {"kind": "week_of", "month": 1, "day": 1, "week_start": "monday"},
            ["2025-12-29/2026-01-04"],
        ),
    ],
)
def test_rules_of_an_office_s_own_file(name, rule, expected):
    (entry,) = read_observances({"observances": [{"id": name, "rule": rule}]})
    assert [f"{start}/{end}" for start, end, _ in entry.happenings(2026)] == expected


@pytest.mark.parametrize(
    "asked",
    [
        "world-water-day",
        "世界水日",
        "World Water Day",
        " WORLD  WATER DAY ",
        "ｗｏｒｌｄ water　day",
        "World-Water-Day",
    ],
)
def test_an_observance_is_found_by_id_or_name(asked):
    assert shipped().find(asked) is shipped()["world-water-day"]


@pytest.mark.parametrize(
    ("asked", "id_"), [("重阳节", "chongyang"), ("老年节", "chongyang"), ("世界地球日", "un-earth")]
)
def test_each_half_of_a_double_name_finds_it(asked, id_):
    assert shipped().find(asked) is shipped()[id_]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("端午", "端午节"),
        ("世界水曰", "世界水日"),
        ("world-water-dya", "world-water-day"),
        ("china water wek", "China Water Week"),
        ("节约用水", "全国城市节约用水宣传周"),
    ],
)
def test_a_name_that_is_not_there_gets_near_ones(asked, near):
    assert shipped().find(asked) is None
    assert near in shipped().near(asked)
    assert len(shipped().near(asked)) <= 3


@pytest.mark.parametrize("asked", ["", "   ", "zzzzzzzzzz"])
def test_nothing_is_suggested_for_nonsense(asked):
    assert shipped().find(asked) is None
    assert shipped().near(asked) == []


def vigilance(**changes):
    """India's vigilance week of plan 27: a rule in the date grammar, handed in as a function."""
    known = {2020: (day("2020-10-27"), day("2020-11-02"))}
    return Observance(
        **{
            "id": "vigilance-week",
            "en": "Vigilance Awareness Week",
            "rule": lambda year: [(date(year, 10, 26), date(year, 11, 1))],
            "known": known,
            **changes,
        }
    )


def test_a_rule_may_be_any_function_and_a_known_year_beats_it():
    assert vigilance().happenings(2020) == (Happening(day("2020-10-27"), day("2020-11-02")),)
    assert vigilance().happenings(2026) == (Happening(day("2026-10-26"), day("2026-11-01")),)


def test_known_years_alone_are_an_observance():
    assert vigilance(rule=None).happenings(2026) == ()
    assert len(vigilance(rule=None).happenings(2020)) == 1


def test_an_office_s_own_observance_beats_the_shipped_one():
    own = Observance("world-water-day", zh="水日", rule=lambda year: [(date(year, 3, 20), date(year, 3, 20))])
    rival = Observance("our-reading-week", zh="全民阅读活动周")
    catalogue = shipped().with_entries([own, rival, vigilance()])
    assert catalogue["world-water-day"] is own
    assert catalogue.find("水日") is own
    assert catalogue.find("全民阅读活动周") is rival
    assert catalogue.find("reading-week") is shipped()["reading-week"]
    assert len(catalogue) == 262
    assert shipped().find("水日") is None, "the shipped catalogue stays as it is"


def test_an_own_entry_of_a_shipped_id_wins_names_over_later_shipped_entries():
    """The shipped new-year stands first; its replacement counts as the last of all."""
    own = Observance("new-year", zh="世界土壤日")
    assert shipped().with_entries([own]).find("世界土壤日") is own


def test_an_empty_catalogue_finds_nothing():
    assert Catalogue().find("世界水日") is None
    assert Catalogue().near("世界水日") == []


@pytest.mark.parametrize(
    ("rule", "key"),
    [
        ({"kind": "every full moon"}, "kind"),
        ({}, None),
        ("week of 10-31", "kind"),
        ({"kind": "fixed", "month": 3}, "day"),
        ({"kind": "fixed", "month": 3, "day": 22, "hour": 9}, "hour"),
        ({"kind": "fixed", "month": 13, "day": 1}, "month"),
        ({"kind": "fixed", "month": 4, "day": 31}, "day"),
        ({"kind": "fixed", "month": "3", "day": 22}, "month"),
        ({"kind": "fixed_range", "start": [3, 22], "end": [2, 30]}, "end"),
        ({"kind": "nth_weekday", "month": 5, "weekday": 7, "n": 2}, "weekday"),
        ({"kind": "nth_weekday", "month": 5, "weekday": 6, "n": 0}, "n"),
        ({"kind": "week_of", "month": 5, "day": 15, "week_start": "tuesday"}, "week_start"),
        ({"kind": "solar_term", "term": "清明节"}, "term"),
        ({"kind": "announced", "typical": {"kind": "month", "month": 0}}, "month"),
    ],
)
def test_a_rule_that_cannot_be_read_says_which_key_to_mend(rule, key):
    data = {"observances": [{"id": "odd", "rule": rule}]}
    if key is None:
        assert read_observances(data)[0].happenings(2026) == ()
        return
    with pytest.raises(InvalidValue) as refused:
        read_observances(data)
    assert refused.value.code == "observance-bad-rule"
    assert refused.value.facts["key"] == key
    assert key in refused.value.message("zh")


@pytest.mark.parametrize(
    "known",
    [
        {"2026": ["05-18", "05-12"]},
        {"2026": ["02-30", "03-02"]},
        {"2026": ["05-12"]},
        {"2026": 5},
        {"?": "05-12"},
    ],
)
def test_known_years_that_cannot_be_read_are_refused(known):
    with pytest.raises(InvalidValue) as refused:
        read_observances({"observances": [{"id": "odd", "known": known}]})
    assert refused.value.code == "observance-bad-known"


def test_known_years_may_be_single_days_or_run_over_the_new_year():
    data = {"observances": [{"id": "own", "known": {"2025": "05-12", "2026": ["2026-12-28", "2027-01-03"]}}]}
    (entry,) = read_observances(data)
    assert entry.happenings(2025) == (Happening(day("2025-05-12"), day("2025-05-12")),)
    assert entry.happenings(2026) == (Happening(day("2026-12-28"), day("2027-01-03")),)

"""Hypothesis strategies for what stands in a plan: awkward texts, dates in every form, money."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.money import Money
from campaignflow.plan.quantity import Quantity
from campaignflow.types import checked_id

__all__ = [
    "AMOUNTS",
    "AWKWARD",
    "DATES",
    "DURATIONS",
    "QUANTITIES",
    "Strategy",
    "amounts",
    "dates",
    "ids",
    "quantities",
    "texts",
]

Strategy = st.SearchStrategy[Any]
CENTURIES = (date(1900, 1, 1), date(2199, 12, 31))

AWKWARD = [
    "#节水#",
    "话题 #节水# 互动",
    "@所有人",
    "- 节水",
    "重要: 通知",
    "时间：三月",
    '"节水"进万家',
    "'90s",
    "a, b",
    "{a: b}",
    "[a] b",
    "*a*",
    "&a b",
    "!a b",
    "| a",
    "> a",
    "%a",
    "`a`",
    "? a",
    "a #b",
    "010",
    "1.10",
    "10:00",
    "no",
    "null",
    "~",
    "2027-02-30",
    "第一行\n第二行",
    "甲\n\n  乙\n丙",
    "a\\nb",
    "节水 \U0001f4a7 行动",
    "8万元",
    "3月下旬",
    "\u3000".join("水周"),
    "水 " * 80 + "水",
]
DATES = [
    "tbd",
    "as needed",
    "2027",
    "2027-03",
    "2027-03-22",
    "2027-03-late",
    "03-22",
    "03-mid",
    "2027-Q1",
    "2027-H2",
    "2027-W12",
    "2027-W12-1",
    "FY2027",
    "FY2027-Q2",
    "民國116年3月22日",
    "令和9年3月22日",
    "2027-03-22/28",
    "2027-03-22/2027-04-02",
    "2027-03-mid/2027-03-28",
    "2027-03-22 to 2027-03-late",
    "all 2027-03",
    "from 2027-03-01",
    "until 2027-03-31",
    "after water-day",
    "2027-03-22 for 3 days",
    "2027-03-22 09:30",
    "2027-03-22 09:30-11:00",
    "2027-03-22 morning",
    "09:30-11:00",
    "2027-03-22/2027-03-28 daily 08:00-12:00",
    "daily 25:00-26:30",
    "week of 2027-03-22",
    "first week of 2027-03",
    "w/c 2027-03-22",
    "last friday of 2027-03",
    "monday of week of 03-22",
    "observance:世界水日",
    "observance:world-water-day.start 2027",
    "water-day - 5 workdays",
    "water-week/water-day.end + 1 week - 2 days",
    "campaign.end + 10 workdays",
    "activity.start - 24 hours",
    "programme.start",
    "every friday",
    "every monday, wednesday and friday",
    "every 2 weeks",
    "every month on 10",
    "every month on last workday",
    "every quarter on first friday",
    "every year on 03-22",
    "every day 09:00-10:00",
    "every tbd",
    "8 workdays after every quarter",
    "RRULE:FREQ=WEEKLY;BYDAY=MO",
    "3月22日—28日",
    "3月下旬",
    "2027年3月22日上午",
    "5月底前",
    "每月10日前",
    "每周一、三、五",
    "会后3天内",
    "水日前5个工作日",
    "一季度",
    "全年",
    "长期",
    "待定",
]
DURATIONS = ["3 workdays", "1 day", "2 weeks", "24 hours", "3个工作日", "14天", "1 month", "30 minutes"]
AMOUNTS = ["8万元", "80000 CNY", "¥1,234.50", "0.370 CNY", "$12", "1.5亿", "30 EUR", "-5 CNY"]
QUANTITIES = ["3", "500 m2", "10% of headcount", "3.2万", "1,500", "2 months", "0.50", "-1"]


def _is_id(text: str) -> bool:
    try:
        checked_id(text)
    except InvalidValue:
        return False
    return True


def texts() -> Strategy:
    """Return texts that people might write, and some that nobody would."""
    strange = st.text(
        st.one_of(
            st.sampled_from("#:：\"'-,{}[]@*&!|>%`?\\\n\t 　水周a1.。"),
            st.characters(exclude_categories=("Cs", "Cc")),
        ),
        min_size=1,
        max_size=30,
    )
    return st.one_of(st.sampled_from(AWKWARD), strange.map(str.strip).filter(bool))


def ids() -> Strategy:
    """Return ids in letters of several scripts."""
    start, rest = st.sampled_from("abpwxé水周办①"), st.text("abcw-_09水周é", max_size=8)
    return st.builds(lambda one, more: one + more, start, rest).filter(_is_id)


def dates() -> Strategy:
    """Return dates in every form the grammar has."""
    return st.one_of(st.sampled_from(DATES), st.dates(*CENTURIES)).map(When)


def amounts() -> Strategy:
    """Return amounts as people write them, and as programs work them out."""
    exact = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3)
    worked_out = st.builds(Money, exact, st.sampled_from(["CNY", "USD", "JPY"]))
    return st.one_of(st.sampled_from(AMOUNTS).map(Money), worked_out)


def quantities() -> Strategy:
    """Return amounts of something that is no money."""
    return st.one_of(
        st.sampled_from(QUANTITIES),
        st.integers(0, 10**6),
        st.decimals(0, 100, places=2),
    ).map(Quantity)

"""Laws of prose: a date means itself however it is spelt, no text raises, the grammar's words are final."""

import timeit
from datetime import date
from itertools import product

import pytest
from hypothesis import example, given, strategies as st

from campaignflow.dates import chinese, english

NUMERALS = "〇一二三四五六七八九"
PIECES = [
    *"年月日号周天时点半初底末前后起止第每至到、—~-/:., \t一二三五十〇两0129",
    *"上旬 中旬 下旬 季度 上半年 上午 下午 晚上 工作日 最后一个 结束 开始 之后 以内 个月 小时".split(),
    *"民國 令和 全年 会 水日 日前 月底 22 3 2027 March may Friday Mondays early mid- Q1 half quarter".split(),
    *"of the by until through from end after before within days working every each month on at am pm".split(),
    *"noon and to for all week first last x-day".split(),
    " ",
    " ",
    " + 3 days",
    *(prose for prose, _ in chinese.FORMS + english.FORMS),
]
FRAGMENTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
TEXTS = st.one_of(FRAGMENTS, st.text(max_size=30))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def in_numerals(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() and sign.isascii() else sign for sign in text)


@given(DAYS)
def test_a_day_means_itself_however_it_is_spelt_in_chinese(day):
    year = "".join(NUMERALS[int(digit)] for digit in f"{day.year}")
    plain = f"{day.year}年{day.month}月{day.day}日"
    spelt = f"{year}年{in_numerals(day.month)}月{in_numerals(day.day)}日"
    for text in (
        plain,
        spelt,
        full_width(plain),
        f" {day.year} 年 {day.month} 月 {day.day} 日",
        f"{plain[:-1]}号",
    ):
        assert chinese.formal(text) == day.isoformat()
    assert chinese.formal(f"{day.month}月{day.day}日") == f"{day:%m-%d}"


@given(DAYS)
def test_a_day_means_itself_however_it_is_spelt_in_english(day):
    for month, ordinal in product(("%B", "%b"), ("", "th")):
        name = day.strftime(month)
        for text in (f"{day.day}{ordinal} {name} {day.year}", f"{name} {day.day}{ordinal}, {day.year}"):
            assert english.formal(text) == day.isoformat()
        assert english.formal(f"{name} {day.day}") == f"{day:%m-%d}"


@given(DAYS, DAYS, st.sampled_from(["-", "—", "–", "－", "~", "～", "至", "到", " — "]))
def test_a_range_has_both_its_ends_in_chinese(first, last, dash):
    start, end = (f"{day.year}年{day.month}月{day.day}日" for day in (first, last))
    assert chinese.formal(f"{start}{dash}{end}") == f"{first}/{last}"
    assert chinese.formal(f"{start}{dash}{last.day}日") == f"{first}/{last:%d}"


@given(DAYS, DAYS, st.sampled_from(["-", " - ", "–", " to ", " until "]))
def test_a_range_has_both_its_ends_in_english(first, last, dash):
    start, end = (f"{day.day} {day:%B} {day.year}" for day in (first, last))
    assert english.formal(f"{start}{dash}{end}") == f"{first}/{last}"
    assert english.formal(f"{first.day}{dash}{end}") == f"{last:%Y-%m}-{first:%d}/{last:%d}"


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_clock_means_itself(hour, minute):
    assert chinese.formal(f"3月22日{hour}时{minute}分") == f"03-22 {hour:02}:{minute:02}"
    half = "am" if hour < 12 else "pm"
    expected = f"03-22 {hour:02}:{minute:02}" if hour % 12 or minute else None
    assert english.formal(f"22 March {hour % 12 or 12}:{minute:02} {half}") == expected


@given(TEXTS)
@example("后" * 100)
@example("3 days after " * 7)
def test_no_text_raises(text):
    for language in (chinese, english):
        language.formal(text)
        language.printed_weekday(text)


@pytest.mark.parametrize(("_prose", "words"), chinese.FORMS + english.FORMS)
def test_the_words_of_every_form_are_final(_prose, words):
    assert {chinese.formal(words), english.formal(words)} <= {None, words}


@given(TEXTS)
def test_the_words_of_the_grammar_are_final(text):
    for language, other in product((chinese, english), repeat=2):
        words = language.formal(text)
        assert words is None or other.formal(words) in {None, words}


@given(
    st.text(
        "年月日号周时点半初底末前起止第每至到一二三四五六七八九十〇两0123456789上中下旬季度午天个工作最后",
        max_size=12,
    )
)
def test_words_keep_no_numeral_where_there_is_no_name(text):
    words = chinese.formal(text) or ""
    if not ({"+", "-"} & set(words.split()) or words.startswith("after")):
        assert not set(words) & set("一二三四五六七八九十〇两")


@given(TEXTS)
def test_taking_out_weekdays_comes_to_an_end(text):
    for language in (chinese, english):
        rest = text
        for _ in range(len(text) + 1):
            found = language.printed_weekday(rest)
            if found is None:
                break
            rest = found[0]
        assert language.printed_weekday(rest) is None


@pytest.mark.parametrize("language", [chinese, english])
@pytest.mark.parametrize("text", ["2027-03-22", "2027-03-22/28", "2027-03-22 09:30"])
def test_a_plain_date_costs_next_to_nothing(language, text):
    assert language.formal(text) is None
    # The way out takes under 2 µs, trying all forms over 20: the bound lies between, for slow machines.
    assert min(timeit.repeat(lambda: language.formal(text), number=1000, repeat=5)) < 10e-3

"""Chinese prose becomes the grammar's words where it has one reading, and stays as it is where it has two."""

import pytest

from campaignflow.dates import chinese, english, grammar

DATES = [
    ("2027年3月22日", "2027-03-22"),
    ("2027年3月22号", "2027-03-22"),
    (" ３月２２日 ", "03-22"),
    ("三月 二十二日", "03-22"),
    ("于8月10日", "08-10"),
    ("民国一〇四年三月十六日", "民國104年3月16日"),
    ("令和元年5月1日前", "until 令和1年5月1日"),
    ("3月", "M03"),
    ("3月全月", "M03"),
    ("3月初", "03-early"),
    ("3月末", "03-late"),
    ("十二月中旬", "12-mid"),
    ("年初", "01-early"),
    ("年底", "12-late"),
    ("2027年年底", "2027-12-late"),
    ("一季度", "Q1"),
    ("第四季度", "Q4"),
    ("2027年上半年", "2027-H1"),
    ("２０２７年", "2027"),
    ("3月第一个周五", "first friday of 03"),
    ("2027年9月最后一个星期日", "last sunday of 2027-09"),
    ("3月最后一周", "last week of M03"),
    ("2月30日", "02-30"),
]
RANGES = [
    ("3月22—28日", "03-22/28"),
    ("3月22日-28日", "03-22/28"),
    ("３月２２日～２８日", "03-22/28"),
    ("3月22日 – 28日", "03-22/28"),
    ("3月22日——28日", "03-22/28"),
    ("三月二十二日到二十八日", "03-22/28"),
    ("自2027年3月22日起至12月31日止", "2027-03-22/12-31"),
    ("2027-03-22至28日", "2027-03-22/28"),
    ("2027年12月22日至2028年1月5日", "2027-12-22/2028-01-05"),
    ("3月至5月", "M03 to M05"),
    ("2027年3—5月", "2027-03/2027-05"),
    ("2027—2028年", "2027/2028"),
    ("一至三季度", "Q1 to Q3"),
    ("2027年一季度至三季度", "2027-Q1/2027-Q3"),
    ("2027年4月底至5月底", "2027-04-late/2027-05-late"),
    ("3月上旬至中旬", "03-early to 03-mid"),
    ("3月中下旬", "03-mid to 03-late"),
    ("3月22日至月底", "03-22 to 03-late"),
    ("2027年3月22日至年底", "2027-03-22 to 2027-12-late"),
    ("6月4日上午至5日下午", "06-04 morning to 06-05 afternoon"),
    ("3月22日9时至28日17时", "03-22 09:00 to 03-28 17:00"),
    ("令和6年3月22日至4月1日", "令和6年3月22日 to 令和6年4月1日"),
]
CLOCKS = [
    ("9:30", "09:30"),
    ("9:30 - 11:00", "09:30-11:00"),
    ("3月22日9:30", "03-22 09:30"),
    ("3月22日九时三十分", "03-22 09:30"),
    ("3月22日9时整", "03-22 09:00"),
    ("3月22日8点", "03-22 08:00"),
    ("3月22日3时", "03-22 03:00"),
    ("3月22日0点", "03-22 00:00"),
    ("3月22日上午9点", "03-22 09:00"),
    ("3月22日下午3点半", "03-22 15:30"),
    ("6月5日晚", "06-05 evening"),
    ("6月5日晚上", "06-05 evening"),
    ("6月5日晚上8点", "06-05 20:00"),
    ("中午12点", "12:00"),
    ("下午15时", "15:00"),
    ("9—11点", "09:00-11:00"),
    ("下午2点至5点", "14:00-17:00"),
    ("上午9:00-12:00", "09:00-12:00"),
    ("上午9点至下午3点", "09:00-15:00"),
    ("晚上8点至凌晨2点", "20:00-02:00"),
]
LIMITS = [
    ("6月8日以前", "until 06-08"),
    ("6月8日之前", "until 06-08"),
    ("6月8日止", "until 06-08"),
    ("2010-06-08前", "until 2010-06-08"),
    ("6月8日17时前", "until 06-08 17:00"),
    ("于8月10日前", "until 08-10"),
    ("截至8月底", "until 08-late"),
    ("不晚于6月8日", "until 06-08"),
    ("年底前", "until 12-late"),
    ("3月22日起", "from 03-22"),
    ("从3月开始", "from M03"),
]
RECURRENCES = [
    ("每日", "every day"),
    ("每天9:00-11:00", "every day 09:00-11:00"),
    ("每个工作日", "every workday"),
    ("每周", "every week"),
    ("每周一次", "every week"),
    ("每个月", "every month"),
    ("每月1次", "every month"),
    ("每季度", "every quarter"),
    ("每年", "every year"),
    ("每2周", "every 2 week"),
    ("每两个星期", "every 2 week"),
    ("每三天", "every 3 day"),
    ("每5个工作日", "every 5 workday"),
    ("每3个月", "every 3 month"),
    ("每十二个月", "every 12 month"),
    ("每半年", "every 6 month"),
    ("每周五", "every friday"),
    ("逢周五", "every friday"),
    ("每週日", "every sunday"),
    ("每星期天", "every sunday"),
    ("每周一三五", "every monday, wednesday, friday"),
    ("每周一、周三", "every monday, wednesday"),
    ("每周四至周日", "every thursday, friday, saturday, sunday"),
    ("每周五9:00-10:00", "every friday 09:00-10:00"),
    ("每周五下午4点", "every friday 16:00"),
    ("每月10日", "every month on 10"),
    ("每月十日9:00", "every month on 10 09:00"),
    ("每月底前", "every month on last day"),
    ("每月最后一天", "every month on last day"),
    ("每季度末", "every quarter on last day"),
    ("每月第一天", "every month on first day"),
    ("每月首个工作日", "every month on first workday"),
    ("每季度第8个工作日", "every quarter on 8th workday"),
    ("每月最后一个周五", "every month on last friday"),
    ("每季度后8个工作日", "8 workdays after every quarter"),
]
OFFSETS = [
    ("会后3天", "会 + 3 days"),
    ("会后 三 天 内", "会 + 3 days"),
    ("会议之后10日内", "会议 + 10 days"),
    ("水日后2周", "水日 + 2 weeks"),
    ("水日后一个月", "水日 + 1 month"),
    ("水日后1年", "水日 + 1 year"),
    ("发布后24小时内", "发布 + 24 hours"),
    ("水日前五个工作日", "水日 - 5 workdays"),
    ("春节前一周", "春节 - 1 week"),
    ("6月8日前3天", "06-08 - 3 days"),
    ("水周开始前3天", "水周.start - 3 days"),
    ("活动结束后", "after 活动.end"),
    ("验收之后", "after 验收"),
    ("三八节前3天", "三八节 - 3 days"),
    ("observance:世界水日 2028前3天", "observance:世界水日 2028 - 3 days"),
    ("World Water Day前3天", "World Water Day - 3 days"),
]


@pytest.mark.parametrize(("prose", "words"), chinese.FORMS)
def test_every_form_in_the_list_says_what_the_list_says(prose, words):
    assert chinese.formal(prose) == words


@pytest.mark.parametrize(("prose", "words"), chinese.FORMS)
def test_what_a_form_says_the_parser_reads(prose, words):
    assert grammar.parse(prose) == grammar.parse(words)


@pytest.mark.parametrize(("prose", "words"), DATES + RANGES + CLOCKS + LIMITS + RECURRENCES + OFFSETS)
def test_other_spellings_of_the_forms_are_known(prose, words):
    assert chinese.formal(prose) == words


@pytest.mark.parametrize(
    "text",
    [
        "6月4日至5日上午",  # the last morning, or each of them
        "3月22日至28日9:00-11:00",
        "3月22日至28日9:00",
        "3月22日3点",  # by day or by night
        "3月22日1点",
        "3月22日7点",
        "9:00-9:00",
        "上午9:00-9:00",
        "上午11点至1点",
        "9:00-3:00",
        "晚上12点",
        "3月前",  # before it begins, or before it is over
        "一季度前",
        "3月中旬前",
        "6月4日上午前",
        "春节前",
        "春节前后",
        "6月8日后",  # with the 8th or without
        "水日前3天内",  # a window, not a day
        "每隔两周",  # every second week, or every third
        "每周末",
        "每周三点",  # Wednesday, or three o'clock
        "每周二十点",
        "每十二月",
        "3月至28日",
        "3月22日至2027年4月2日",
        "2027年度",  # calendar or fiscal
        "年中",
        "十一前3天",  # a holiday, or a number
    ],
)
def test_a_text_with_two_readings_is_left_alone(text):
    assert chinese.formal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "每",
        "后",
        "前3天",
        "今后",
        "此后3天",
        "即日起至12月9日",
        "下周三前3天",
        "上月会议后3天",
        "同期后3天",
        "今年3月22日",
        "3月22日(周一)",
        "3/22",
        "3/22后3天",
        "13月1日",
        "3月32日",
        "25时",
        "9:75-10:00",
        "月底",
        "22日",
        "22—28日",
        "民國104年3月",
        "2027年3月22日至民國104年28日",
        "上午",
        "每周两次",
        "每月45日",
        "每月中旬",
        "每周五上午",
        "每季度后8天",
        "每周五前3天",
        "全年后3天",
        "月底后3天",
        "会后两三天",
        "会最后一个月",
        "三四季度",
        "会后2027年",
        "第一次会议,后3天",
        "3月22日上午每天9:00-11:00",
        "3月22日至28日每天9:00",
        "后" * 90,
        "节" * 200 + "后3天",
    ],
)
def test_what_is_no_prose_it_knows_is_left_alone(text):
    assert chinese.formal(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-22",
        "2027-03-22/28",
        "03-22",
        "09:30-11:00",
        "09:30",
        "every friday",
        "last friday of 09",
        "water-day - 5 workdays",
        "民國104年3月16日",
        "observance:世界水日 2028",
        "世界水日 to 世界地球日",
        "after 竣工",
        "会 + 3 days",
        "from 开工",
        "2027-03-22 to 竣工",
    ],
)
def test_the_formal_grammar_is_left_to_its_parser(text):
    assert chinese.formal(text) is None
    assert english.formal(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "weekday"),
    [
        ("3月22日(周一)", "3月22日", 0),
        ("3月22日（星期天）上午", "3月22日上午", 6),
        ("3月22日 (二)", "3月22日", 1),
        ("2027-03-22(礼拜三)", "2027-03-22", 2),
        ("三月二十二日星期四至二十八日", "三月二十二日至二十八日", 3),
    ],
)
def test_a_weekday_printed_after_a_date_is_taken_out_of_it(text, rest, weekday):
    assert chinese.printed_weekday(text) == (rest, weekday)


def test_a_range_gives_its_weekdays_one_after_the_other():
    first = chinese.printed_weekday("3月22日(周一)至28日(周日)")
    assert first == ("3月22日至28日(周日)", 0)
    second = chinese.printed_weekday(first[0])
    assert second == ("3月22日至28日", 6)
    assert chinese.printed_weekday(second[0]) is None


@pytest.mark.parametrize(
    "text", ["每周一", "每月第一个工作日周一", "3月22日", "第3周一次", "(一)3月22日", ""]
)
def test_a_weekday_that_belongs_to_no_date_stays(text):
    assert chinese.printed_weekday(text) is None

"""What planners trip over is one finding each, at its place, with what to type; what is right is left alone.

▲ marks where the finding must point.
"""

import json
from pathlib import Path

import pytest
from tests.plans import PLAN, activity, codes, found, marked, spots

from campaignflow.cli import main
from campaignflow.errors import PlanError
from campaignflow.planfile.loader import loads, read_text
from campaignflow.scheduling.schedule import schedule

pytestmark = pytest.mark.usefixtures("either_parser")

IN_BRACES = "prepare:"

TRAPS: dict[str, tuple[str, str, str]] = {
    # a comma inside braces
    "comma in braces": (
        activity(IN_BRACES, "  draft: {title: 发布, ▲讲解, due: 2027-02-01}"),
        "comma-splits",
        "title: '发布, 讲解'",
    ),
    "comma in braces, no space": (
        activity("quotas:", "  - {of: 讲座,▲报告, at_least: 3}"),
        "comma-splits",
        "of: '讲座,报告'",
    ),
    "several commas at the end of braces": (
        activity(IN_BRACES, "  draft: {due: 2027-02-01, title: Press, ▲radio, tv and web}"),
        "comma-splits",
        "title: 'Press, radio, tv and web'",
    ),
    "a key without its colon in braces": (
        activity(IN_BRACES, "  draft: {title: 发布, ▲due 2027-02-01}"),
        "colon-left-out",
        "due: 2027-02-01",
    ),
    "comma in an amount": (
        activity("budget:", "  - {for: 海报, amount: 12▲,300 CNY}".replace("▲,", ",▲")),
        "comma-splits",
        "amount: '12,300 CNY'",
    ),
    "full-width comma between keys": (
        activity(IN_BRACES, "  draft: {title: 发布▲， due: 2027-02-01}"),
        "comma-wide",
        "发布, due: 2027-02-01",
    ),
    "full-width comma and colon between keys": (
        activity(IN_BRACES, "  draft: {title: 发布▲，due：2027-02-01, certainty: provisional}"),
        "comma-wide",
        ", due: 2027-02-01",
    ),
    # hashtags
    "hashtag as the whole value": (activity("title: ▲#节水#"), "hashtag-is-comment", "'#节水#'"),
    "hashtag and a text behind it": (
        activity("title: ▲#节水# 话题互动"),
        "hashtag-is-comment",
        "'#节水# 话题互动'",
    ),
    "hashtag in the middle": (
        activity("title: 微博话题 ▲#节水# 互动"),
        "hashtag-is-comment",
        "'微博话题 #节水# 互动'",
    ),
    "English hashtag": (
        activity("title: Post with ▲#save water# daily"),
        "hashtag-is-comment",
        "'Post with #save water# daily'",
    ),
    "hashtag inside braces": (
        activity(IN_BRACES, "  draft: {title: 话题 ▲#节水# 互动, due: 2027-02-01}"),
        "hashtag-is-comment",
        "'话题 #节水# 互动'",
    ),
    "hashtag as a value inside braces": (
        activity(IN_BRACES, "  draft: {title: ▲#节水#, due: 2027-02-01}"),
        "hashtag-is-comment",
        "'#节水#'",
    ),
    "hashtag after a dash": (activity("note:", "  - ▲#节水#", "  - 乙"), "hashtag-is-comment", "'#节水#'"),
    "hashtag in a list item": (
        activity("note:", "  - 话题 ▲#节水# 互动", "  - 乙"),
        "hashtag-is-comment",
        "'话题 #节水# 互动'",
    ),
    "hashtag inside brackets": (
        activity("note: [话题 ▲#节水# 互动, 乙]"),
        "hashtag-is-comment",
        "'话题 #节水# 互动'",
    ),
    "hashtag behind a sign in quotes": (
        activity(IN_BRACES, '  draft: {title: "第 # 1 场", due: tbd, note: 话题 ▲#节水# 互动', "    }"),
        "hashtag-is-comment",
        "",
    ),
    "hashtag as the last value of the file": (activity("note: ▲#节水#"), "hashtag-is-comment", "'#节水#'"),
    # colons
    "full-width colon": (activity("title▲：通气会"), "colon-wide", "title: 通气会"),
    "full-width colon in the last line": (activity("note▲：证件"), "colon-wide", "note: 证件"),
    "full-width colon inside braces": (
        activity(IN_BRACES, "  draft: {title▲：发布, due: 2027-02-01}"),
        "colon-wide",
        "title: 发布",
    ),
    "full-width colon of a block": (
        activity("prepare▲：", "  draft: {title: 发布, due: 2027-02-01}"),
        "colon-wide",
        "prepare:",
    ),
    "full-width colon of a top-level block": (
        activity("note: 证件").replace("campaigns:", "campaigns▲："),
        "colon-wide",
        "campaigns:",
    ),
    "full-width colon of an id": (
        activity("note: 证件").replace("  press:", "  财务局▲：{name: 财务局}\n  press:"),
        "colon-wide",
        "财务局: {name: 财务局}",
    ),
    "full-width colon of a key indented too deep": (
        activity("note: 请带证件", "  where▲：三楼"),
        "colon-wide",
        "where: 三楼",
    ),
    "no space after a colon": (activity("title▲:通气会"), "colon-needs-space", "title: 通气会"),
    "no space after a colon in braces": (
        activity(IN_BRACES, "  draft: {title▲:发布, due: 2027-02-01}"),
        "colon-needs-space",
        "title: 发布",
    ),
    "no-break space after a colon": (activity("title▲:\u00a0通气会"), "colon-needs-space", "title: 通气会"),
    "full-width space after a colon": (activity("title▲:\u3000通气会"), "colon-needs-space", "title: 通气会"),
    "colon and space in a text": (activity("title: 重要▲: 通气会"), "colon-in-text", "'重要: 通气会'"),
    "colon at the end of a text": (activity("title: 重要通知▲:"), "colon-in-text", "'重要通知:'"),
    "colon and space in a list item": (
        activity("note:", "  - ▲时间: 三楼"),
        "colon-in-text",
        "'时间: 三楼'",
    ),
    "colon and space inside braces": (
        activity(IN_BRACES, "  draft: {title: 重要▲: 通气会, due: 2027-02-01}"),
        "colon-in-text",
        "'重要: 通气会'",
    ),
    # indents
    "full-width space as indent": (activity("note: 甲", "▲\u3000where: 乙"), "indent-wide-space", "U+3000"),
    "only full-width spaces as indent": (
        PLAN + "▲\u3000\u3000\u3000\u3000title: 通气会\n        due: 2027-03-01\n",
        "indent-wide-space",
        "U+3000",
    ),
    "no-break spaces as indent": (
        PLAN + "        title: 通气会\n    ▲\u00a0\u00a0\u00a0\u00a0due: 2027-03-01\n",
        "indent-wide-space",
        "U+00A0",
    ),
    "tab as indent": (PLAN + "        title: 通气会\n▲\tdue: 2027-03-01\n", "indent-tab", "spaces"),
    "tab after spaces": (
        activity(IN_BRACES) + "      ▲\t  draft: {title: 发布, due: 2027-02-01}\n",
        "indent-tab",
        "spaces",
    ),
    # quotes
    "text that starts with a quote": (
        activity('title: ▲"节水"进万家'),
        "text-starts-with-quote",
        "'\"节水\"进万家'",
    ),
    "text that starts with a single quote": (
        activity("title: ▲'节水'进万家"),
        "text-starts-with-quote",
        "'''节水''进万家'",
    ),
    "text in braces that starts with a quote": (
        activity(IN_BRACES, '  draft: {title: ▲"节水"进万家, due: 2027-02-01}'),
        "text-starts-with-quote",
        "'\"节水\"进万家'",
    ),
    "list item that starts with a quote": (
        activity("note:", '  - ▲"节水"进万家'),
        "text-starts-with-quote",
        "'\"节水\"进万家'",
    ),
    "quote that is never closed": (activity("title: ▲'90s music night"), "quote-unclosed", "other quotes"),
    "path in double quotes": (
        activity('note: "C:\\公文\\▲方案"').replace("▲", ""),
        "backslash-in-quotes",
        "single",
    ),
    # brackets
    "bracket that is never closed": (activity("support: ▲[office, press"), "bracket-unclosed", "["),
    "brace that is never closed": (
        activity(IN_BRACES, "  draft: ▲{title: 发布, due: 2027-02-01"),
        "bracket-unclosed",
        "{",
    ),
    "comma too many in braces": (
        activity(IN_BRACES, "  draft: {title: 发布, ▲, due: 2027-02-01}"),
        "content-missing",
        "title: 发布",
    ),
    "closing bracket too many": (activity("support: ▲]"), "content-missing", "support: ]"),
    # lines that do not fit
    "line without a colon": (activity("▲where 三楼", "note: 证件"), "colon-missing", "where 三楼"),
    "line indented too little": (
        activity("note: 证件") + "       ▲where: 三楼\n",
        "indent-uneven",
        "where: 三楼",
    ),
}
MARKS = {
    "@": "@所有人 转发",
    "`": "`节水` 行动",
    "%": "%5 的节水率",
    "*": "*节水* 行动",
    "* alone": "*重要",
    "&": "&节水 行动",
    "!": "!重要 通知",
    "|": "|节水| 行动",
    "| and a space": "| 节水",
    ">": "> 100 人参加",
    "-": "- 节水",
    "?": "? 谁来讲",
    "[": "[通知] 关于通气会",
    "{": "{节水} 行动",
    ",": ", 节水",
    ":": ": 节水",
}
TRAPS |= {
    f"text that starts with {mark}": (activity(f"title: ▲{text}"), "text-starts-with-mark", f"'{text}'")
    for mark, text in MARKS.items()
}
TRAPS |= {
    f"text in braces that starts with {mark}": (
        activity(IN_BRACES, f"  draft: {{title: ▲{text}, due: 2027-02-01}}"),
        "text-starts-with-mark",
        f"'{text}'",
    )
    for mark, text in MARKS.items()
    if mark not in {"?", "| and a space", "{", ",", ":"}
}
TRAPS |= {
    f"list item that starts with {mark}": (
        activity("note:", f"  - ▲{text}"),
        "text-starts-with-mark",
        f"'{text}'",
    )
    for mark, text in MARKS.items()
    if mark not in {"-", "?", "{", "[", ",", ":"}
}
TRAPS |= {
    "anchor that was meant as text": (
        activity("title: ▲&more music"),
        "text-starts-with-mark",
        "'&more music'",
    ),
    "tag that was meant as text": (
        activity("title: ▲!important notice"),
        "text-starts-with-mark",
        "'!important notice'",
    ),
    "alias that was meant as text": (activity("title: ▲*important"), "alias-unknown", "*important"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_one_finding_at_its_place_that_says_what_to_type(trap: str) -> None:
    text, code, offer = TRAPS[trap]
    if "▲" not in text:
        assert codes(found(text)) == [code]
        return
    text, line, column = marked(text)
    findings = found(text)
    assert spots(findings) == [(code, line, column)]
    for lang in ("zh", "en"):
        assert offer in findings[0].message(lang) or lang == "zh"


def test_what_a_hashtag_cut_off_is_quoted_back_in_chinese_too() -> None:
    (finding,) = found(activity("title: 微博话题 #节水# 互动"))
    assert "'微博话题 #节水# 互动'" in finding.message("zh")


CURED = sorted(trap for trap, (_, _, offer) in TRAPS.items() if offer.startswith("'"))


@pytest.mark.parametrize("trap", CURED)
def test_what_a_finding_tells_to_type_is_the_cure(trap: str) -> None:
    text, _, offer = TRAPS[trap]
    meant = offer[1:-1].replace("''", "'")
    text = text.replace("▲", "")
    assert meant in text
    assert codes(found(text.replace(meant, offer))) == []


FINE = {
    "comment of its own": "title: 通气会\n# like this #节水# and that",
    "comment behind a value": "title: 通气会 # like this",
    "comment without a space": "title: 通气会 #待定",
    "number sign in a text": "title: 第 #1 场",
    "two number signs": "title: 第 #1 场和 #2 场",
    "full-width comma and colon in quotes": "title: 会\nprepare:\n  a: {title: '发布，note：无', due: tbd}",
    "full-width comma and colon in a line of its own": "title: 发布，due：待定",
    "full-width comma in a comment": "title: 会\nprepare:\n  a: {title: 稿, due: tbd} # 稿，note：无",
    "comment behind a quoted text": 'title: "通气会" #话题#',
    "comment behind brackets": "title: 通气会\nsupport: [press] #话题#",
    "hashtag in double quotes": 'title: "微博 #节水# 互动"',
    "hashtag in single quotes": "title: '#节水#'",
    "hashtag in a quoted text of two lines": 'title: "微博\n  #节水# 互动"',
    "hashtag without a space": "title: 话题#节水#互动",
    "hashtag in a literal block": "title: 通气会\nnote: |\n  话题 #节水# 互动\n  #节水#",
    "hashtag in a folded block": "title: 通气会\nnote: >\n  话题 #节水# 互动",
    "comment on a block that follows": "title: 通气会\nparties: #各方#\n  host: press",
    "comment on the head of a literal block": "title: 通气会\nnote: |  #说明#\n  甲",
    "colon in a quoted text": 'title: "重要: 通气会"',
    "colon without a space in a text": "title: 时间:三月",
    "full-width colon in a text": "title: 时间：三月",
    "full-width colon at the start of a line of text": "title: 通气会\nnote: |\n  时间：三月\n  title：甲",
    "full-width comma in braces": "title: 通气会\nprepare:\n  draft: {title: 发布，讲解, due: 2027-02-01}",
    "full-width space inside a text": "title: 水\u3000周",
    "full-width space before a text": "title: \u3000水周",
    "full-width indent of a paragraph": "title: 通气会\nnote: |\n  \u3000\u3000通知:\n  \u3000\u3000如下",
    "Chinese quotes": "title: “节水”进万家",
    "square Chinese brackets": "title: 【通知】关于通气会",
    "circled number": "title: ①通气会",
    "URL": "title: https://example.org/节水?a=1#top",
    "URL in braces": "title: 通气会\nprepare:\n  draft: {title: https://example.org/a, due: 2027-02-01}",
    "per cent inside": "title: 节水 10% 以上",
    "at inside": "title: 联系 a@example.org",
    "star inside": "title: 五*星",
    "hyphen at the start of a word": "title: -节水-",
    "question mark": "title: 什么? 水",
    "ampersand inside": "title: R&D 与节水",
    "tab in a literal block": "title: 通气会\nnote: |\n  甲\t乙\n  \t丙",
    "apostrophe inside": "title: the office's day",
    "emoji": "title: 节水 \U0001f4a7 行动",
    "text over two lines": "title: 通气会\n  暨启动仪式",
    "time of day in a text": "title: 09:30 通气会",
    "alias that repeats": "title: &name 通气会\nnote: *name",
    "word that YAML 1.1 took for false": "title: no",
}


@pytest.mark.parametrize("case", FINE)
def test_nothing_is_found_where_nothing_is_wrong(case: str) -> None:
    lines = [*FINE[case].split("\n"), "due: 2027-03-01"]
    text = PLAN + "".join(f"        {line}\n" for line in lines)
    reading = read_text(text)
    assert codes(reading.findings) == []
    assert reading.programme is not None


def test_a_colon_right_before_a_bracket_is_pointed_at_where_it_is_not_read(either_parser: str) -> None:
    text, line, column = marked(activity("quotas:", "  - {of: 稿件, at_least: 1, tier▲:[city, county]}"))
    expected = [("colon-needs-space", line, column)] if either_parser == "libyaml" else []
    assert spots(found(text)) == expected


@pytest.mark.parametrize("line", ["title: 通气会\t# 说明", "title:\t通气会"])
def test_a_tab_between_things_is_no_indent(line: str, either_parser: str) -> None:
    expected = (
        [] if either_parser == "libyaml" else ["yaml-unreadable"]
    )  # the pure parser knows no tabs at all
    assert codes(found(PLAN + f"        {line}\n        due: 2027-03-01\n")) == expected


def test_a_text_keeps_every_sign_that_is_not_yaml() -> None:
    text = activity("note: |", "  话题 #节水# 互动", "  　　时间：三月\t四月")
    programme = read_text(text).programme
    assert programme is not None
    note = programme.campaigns["water-week"].activities["briefing"].note
    assert note == ("话题 #节水# 互动\n　　时间：三月\t四月",)


# Keys


def test_an_unknown_key_is_one_finding_even_if_a_needed_one_was_meant() -> None:
    text, line, column = marked(activity("▲titel: 通气会").replace("        title: 通气会\n", ""))
    (finding,) = found(text)
    assert (finding.code, finding.place.line, finding.place.column) == ("unknown-key", line, column)
    assert "Did you mean title?" in finding.message("en")
    assert "是不是想写 title" in finding.message("zh")


def test_an_unknown_block_is_named_with_the_one_that_was_meant() -> None:
    text, line, column = marked(activity().replace("media:", "▲medai:"))
    assert spots(found(text)) == [("unknown-block", line, column)]
    assert "Did you mean media?" in found(text)[0].message("en")


def test_a_block_inside_the_programme_is_read_and_said() -> None:
    text, line, column = marked(
        "programme:\n  id: a\n  title: 甲\n  period: 2027\n  ▲units:\n    office: {name: 办公室}\n"
        "campaigns: {c: {title: 乙, lead: office}}\n"
    )
    reading = read_text(text)
    assert spots(reading.findings) == [("block-too-deep", line, column)]
    assert "left margin" in reading.findings[0].message("en")
    assert reading.programme is not None
    assert "office" in reading.programme.units


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (activity("title: 甲", "note: 乙", "▲title: 丙"), "line 20"),
        (activity("prepare:", "  draft: {title: 甲, ▲title: 乙, due: 2027-02-01}"), "line 22"),
        (activity() + "      ▲briefing:\n        title: 乙\n", "line 17"),
        (activity() + "▲units:\n  town: {name: 镇}\n", "line 2"),
    ],
    ids=["in a block", "in braces", "of an activity", "of the whole file"],
)
def test_a_key_written_twice_names_the_line_of_the_first(text: str, first: str) -> None:
    text, line, column = marked(text)
    findings = found(text)
    assert spots(findings) == [("key-twice", line, column)]
    assert first in findings[0].message("en")


def test_a_needed_key_without_a_value_is_pointed_at_where_it_stands() -> None:
    text, line, column = marked(activity("▲title:"))
    assert spots(found(text)) == [("missing-key", line, column)]


def test_a_key_without_a_value_that_nobody_needs_is_a_note() -> None:
    text, line, column = marked(activity("▲note:"))
    (finding,) = found(text)
    assert (finding.code, finding.severity) == ("key-without-value", "note")
    assert (finding.place.line, finding.place.column) == (line, column)


# Ids


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("7", "id-like-a-date"),
        ("007", "id-like-a-date"),
        ("2027", "id-like-a-date"),
        ("2027-03", "id-like-a-date"),
        ("2027-03-22", "id-like-a-date"),
        ("03-22", "id-like-a-date"),
        ("2027-Q1", "id-like-a-date"),
        ("FY2027", "id-like-a-date"),
        ("1st", "id-like-a-date"),
        ("tbd", "id-reserved"),
        ("All", "id-reserved"),
        ("programme", "id-reserved"),
        ("daily", "id-reserved"),
        ("x" * 65, "id-too-long"),
        ("press.centre", "id-bad-character"),
        ("press/centre", "id-bad-character"),
        ("press centre", "id-bad-character"),
        ("'a#b'", "id-bad-character"),
        ("'@press'", "id-bad-character"),
        ("-press", "id-bad-character"),
        ("_press", "id-bad-character"),
    ],
)
def test_an_id_that_cannot_be_one_is_pointed_at_itself(given: str, code: str) -> None:
    text, line, column = marked(activity().replace("  press:", f"  ▲{given}: {{name: 甲}}\n  press:"))
    assert spots(found(text)) == [(code, line, column)]


@pytest.mark.parametrize(
    "given", ["办公室", "①", "ｐｒｅｓｓ-中心", "no", "Tbd2", "x" * 64, "été", "3rd-party", "y2027"]
)
def test_ids_may_be_letters_of_any_script(given: str) -> None:
    assert codes(found(activity().replace("  press:", f"  {given}: {{name: 甲}}\n  press:"))) == []


# What YAML can do and plans do not need


@pytest.mark.parametrize(
    "text",
    [
        activity("prepare:", "  a: &a {title: 甲, due: 2027-02-01}", "  b:", "    ▲<<: *a", "    title: 乙"),
        activity("prepare:", "  a: &a {title: 甲, due: 2027-02-01}", "  b: {▲<<: *a}"),
    ],
    ids=["block", "braces"],
)
def test_merge_keys_are_refused(text: str) -> None:
    text, line, column = marked(text)
    findings = found(text)
    assert spots(findings) == [("merge-key", line, column)]
    assert "write the content out" in findings[0].message("en")


@pytest.mark.parametrize("tag", ["!!str", "!!python/object/apply:os.system", "!!binary"])
def test_tags_are_refused_by_name_and_never_obeyed(tag: str) -> None:
    text, line, column = marked(activity(f"title: ▲{tag} 通气会"))
    findings = found(text)
    assert spots(findings) == [("tag-refused", line, column)]
    assert tag in findings[0].message("en")


def test_aliases_repeat_what_they_name() -> None:
    text = activity("prepare:", "  a: &a {title: 甲, due: 2027-02-01}", "  b: *a")
    programme = read_text(text).programme
    assert programme is not None
    inner = programme.campaigns["water-week"].activities["briefing"].prepare
    assert inner["a"] == inner["b"]


def test_a_second_document_is_not_read() -> None:
    text, line, column = marked(activity() + "▲---\nunits: {}\n")
    findings = found(text)
    assert spots(findings) == [("second-document", line, column)]
    assert "not read" in findings[0].message("en")


@pytest.mark.parametrize("head", ["---\n", "%YAML 1.2\n---\n", "# 计划\n\n---\n"])
def test_the_marks_of_one_document_are_fine(head: str) -> None:
    assert codes(found(head + activity() + "...\n")) == []


def test_a_list_as_a_key_is_refused_and_the_other_blocks_are_read() -> None:
    text, line, column = marked(activity("note: 甲", "▲[乙]: 丙") + "routines: {a: {titel: 甲}}\n")
    assert spots(found(text)) == [("key-not-text", line, column), ("unknown-key", 23, 16)]


# Dates, before a name in them is looked up


@pytest.mark.parametrize(
    ("written", "code", "offer"),
    [
        ("45373", "date-is-a-serial-number", "2024-03-22"),
        ("46468.0", "date-is-a-serial-number", "2027-03-22"),
        ("water-day -5 workdays", "offset-needs-spaces", "water-day - 5 workdays"),
        ("water-day-5 workdays", "offset-needs-spaces", "water-day - 5 workdays"),
        ("water-day- 5workdays", "offset-needs-spaces", "water-day - 5 workdays"),
        ("water-day－5 workdays", "offset-needs-spaces", "water-day - 5 workdays"),
        ("water-day +5 days", "offset-needs-spaces", "water-day + 5 days"),
        ("3/22", "date-not-iso", "03-22"),
        ("3/4", "date-not-iso", "03-04"),
        ("2027-3-22", "date-not-iso", "2027-03-22"),
        ("2027.3.22", "date-not-iso", "2027-03-22"),
        ("2026-02-30", "no-such-day", "2026-02-28"),
        ("every month on 31", "pick-not-in-every-month", "every month on last day"),
    ],
)
def test_a_date_that_cannot_be_read_is_offered_as_it_should_be(written: str, code: str, offer: str) -> None:
    text, line, column = marked(activity(f"due: ▲{written}"))
    findings = found(text)
    assert spots(findings) == [(code, line, column)]
    for lang in ("zh", "en"):
        assert offer in findings[0].message(lang)


def test_a_day_that_could_be_in_two_months_is_offered_both_ways() -> None:
    (finding,) = found(activity("due: 3/4"))
    assert "03-04, 04-03" in finding.message("en")


# Names


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("support: ▲ofice", "office"),
        ("support: ▲办公室", "office"),
        ("owner: ▲李伟", "li"),
        ("media: ▲县电视台", "county-tv"),
        ("needs: ▲世界水日", "water-day"),
        ("needs: ▲water-dya", "water-day"),
    ],
)
def test_an_unknown_id_is_named_with_the_one_that_was_meant(line: str, near: str) -> None:
    text, line_number, column = marked(
        activity(line).replace("        owner: li\n", "", 1 if "owner" in line else 0)
    )
    with pytest.raises(PlanError) as refused:
        loads(text)
    assert spots(refused.value.findings) == [("unknown-id", line_number, column)]
    assert f"Did you mean {near}?" in refused.value.findings[0].message("en")
    assert f"是不是想写 {near}" in refused.value.findings[0].message("zh")


@pytest.mark.parametrize("other", ["Press", "ｐｒｅｓｓ", "PRESS"])
def test_ids_that_look_alike_are_refused(other: str) -> None:
    text, line, _ = marked(activity().replace("people:", f"  ▲{other}: {{name: 甲}}\npeople:"))
    with pytest.raises(PlanError) as refused:
        loads(text)
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.line) == ("ids-alike", line)
    assert other in finding.message("en")


def test_an_id_of_two_kinds_of_parties_is_refused() -> None:
    with pytest.raises(PlanError) as refused:
        loads(activity().replace("  li: {", "  press: {"))
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.line) == ("id-taken", 6)
    assert "in units" in finding.message("en")


def test_two_people_of_one_name_are_told_apart_or_one() -> None:
    programme = loads(activity().replace("media:", "  wei: {name: 李伟}\nmedia:"))
    (finding,) = [one for one in schedule(programme).findings if one.code == "two-of-one-name"]
    assert (finding.severity, finding.place.line) == ("warning", 7)
    assert "keep one" in finding.message("en")
    assert "只留一个" in finding.message("zh")


# A block that cannot be read does not hide the others


def checked(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int | None]]:
    """Return code and line of what `campaignflow check` says but notes."""
    file = folder / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    main(["check", str(file), "--json", "--today", "2026-12-01"])
    listed = json.loads(capsys.readouterr().out)["findings"]
    return sorted((one["code"], one["line"]) for one in listed if one["severity"] != "note")


def test_mistakes_in_other_blocks_are_found_beside_a_syntax_error(tmp_path, capsys) -> None:
    text = activity("support: ofice", "deu: 2027-02-01").replace("  press:", "  press: @")
    assert checked(text, tmp_path, capsys) == [
        ("text-starts-with-mark", 4),
        ("unknown-id", 21),
        ("unknown-key", 22),
    ]


def test_two_blocks_with_syntax_errors_are_two_findings(tmp_path, capsys) -> None:
    text = activity("title: @通气会").replace("  press:", "  press: @")
    assert checked(text, tmp_path, capsys) == [("text-starts-with-mark", 4), ("text-starts-with-mark", 20)]


def test_what_the_lost_block_names_is_not_called_unknown(tmp_path, capsys) -> None:
    text = activity("support: press", "media: county-tv").replace("  press: {", "  press: @{")
    assert checked(text, tmp_path, capsys) == [("text-starts-with-mark", 4)]


def test_what_only_a_lost_campaign_names_is_no_finding_either(tmp_path, capsys) -> None:
    text = activity("title: @通气会") + "routines: {weekly: {title: 周报, lead: office, when: water-day}}\n"
    assert checked(text, tmp_path, capsys) == [("text-starts-with-mark", 20)]


def test_an_entry_left_out_for_its_own_mistake_is_not_called_unknown(tmp_path, capsys) -> None:
    text = activity("support: press").replace("  press: {name: 宣传中心}", "  press: {nam: 宣传中心}")
    assert checked(text, tmp_path, capsys) == [("unknown-key", 4)]


def test_what_hangs_on_a_date_that_cannot_be_read_is_not_called_wrong(tmp_path, capsys) -> None:
    text = activity("due: water-day - 5 workdays").replace("when: 2027-03-22}", "when: 3/22}")
    assert checked(text, tmp_path, capsys) == [("date-not-iso", 15)]


def test_the_places_behind_an_entry_that_was_left_out_are_right(tmp_path, capsys) -> None:
    text = activity(
        "quotas:", "  - {of: 稿件}", "  - {of: 图片, at_least: 1}", "  - {of: 甲, at_least: 1, by: ofice}"
    )
    assert checked(text, tmp_path, capsys) == [("quota-needs-number", 22), ("unknown-id", 24)]


def test_aliases_reach_over_a_block_that_cannot_be_read(tmp_path, capsys) -> None:
    text = "directives: {one: {title: &title 通知}}\n" + activity("title: @通气会")
    text += "conditions: {rain: {title: *title, due: &day 2027-05-01}}\n"
    text += "blackouts: {exam: {title: 高考, when: *day}}\n"
    assert checked(text, tmp_path, capsys) == [("text-starts-with-mark", 21)]


def test_what_repeats_something_of_a_lost_block_is_not_called_wrong(tmp_path, capsys) -> None:
    text = activity("title: @通气会", "note: &name 甲")
    text += "conditions:\n  rain: {title: *name}\n  snow: {title: *none}\n"
    assert checked(text, tmp_path, capsys) == [("alias-unknown", 24), ("text-starts-with-mark", 20)]


def test_a_duplicate_in_another_block_is_found_beside_a_syntax_error(tmp_path, capsys) -> None:
    text = activity("title: @通气会").replace("  press:", "  office: {name: 甲}\n  press:")
    assert checked(text, tmp_path, capsys) == [("key-twice", 4), ("text-starts-with-mark", 21)]


# TOML


TOML = """\
[programme]
id = "office-2027"
title = "年度计划"
period = "2027"
[units.office]
name = "办公室"
[campaigns.water-week]
title = "水周"
lead = "office"
when = "2027-03-22"
"""


def test_toml_dates_and_numbers_need_no_quotes_where_toml_knows_them() -> None:
    text = TOML.replace('"2027-03-22"', "2027-03-22").replace('"2027"', "2027")
    assert loads(text, "toml") == loads(TOML, "toml")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"2027-03-22"', "2027-03-22/28", 10),
        ('"2027-03-22"', "3月下旬", 10),
        ("[units.office]", "[units.办公室]", 5),
        ('"2027-03-22"', "2027-02-30", 10),
    ],
)
def test_toml_that_wants_quotes_says_so_and_where(old: str, new: str, line: int) -> None:
    (finding,) = found(TOML.replace(old, new), "toml")
    assert (finding.code, finding.place.line) == ("toml-unreadable", line)
    assert 'when = "2027-03-22"' in finding.message("en")
    assert '[units."办公室"]' in finding.message("zh")


def test_a_mistake_in_toml_is_named_by_its_path() -> None:
    (finding,) = found(TOML.replace("lead =", "laed ="), "toml")
    assert (finding.code, finding.place.item) == ("unknown-key", "campaigns/water-week/laed")


# Files


@pytest.mark.parametrize(
    ("encoding", "mark", "code"),
    [
        ("gb18030", b"", "file-gb18030"),
        ("gbk", b"", "file-gb18030"),
        ("utf-8", b"\xef\xbb\xbf", "file-has-mark"),
        ("utf-16-le", b"\xff\xfe", "file-has-mark"),
        ("utf-16-be", b"\xfe\xff", "file-has-mark"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "file-has-mark"),
    ],
)
def test_a_file_of_another_encoding_is_read_and_said(
    encoding: str, mark: bytes, code: str, tmp_path, check
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(mark + activity().encode(encoding))
    reading = check(file)
    (finding,) = reading.findings
    assert (finding.code, finding.severity, finding.place.file) == (code, "note", str(file))
    assert reading.programme is not None
    assert reading.programme.title == "年度计划"


def test_bytes_of_no_encoding_are_refused(tmp_path, check) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(activity().encode() + b"note: \xff\xff\xff\n")
    (finding, *_) = [one for one in check(file).findings if one.code == "file-not-text"]
    assert (finding.severity, finding.place.line) == ("error", 21)


def test_a_marked_file_with_broken_bytes_is_refused(tmp_path, check) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + activity().encode() + b"# \xff\xff\n")
    assert "file-not-text" in codes(check(file).findings)


def test_a_control_character_is_pointed_at() -> None:
    text, line, column = marked(activity("title: 通▲\x07气会"))
    findings = found(text)
    assert spots(findings) == [("control-character", line, column)]
    assert "type the text again" in findings[0].message("en")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_move_no_place(ending: str) -> None:
    text = activity("titel: 甲").replace("  press:", "  press: @")
    assert spots(found(text)) == [("text-starts-with-mark", 4, 10), ("unknown-key", 21, 9)]
    assert spots(found(text.replace("\n", ending))) == spots(found(text))

"""A programme back as text: in the words it came in, for our reader and for every other one."""

import json
from pathlib import Path

import pytest
import yaml

import campaignflow as cf
from campaignflow.planfile.writer import to_data

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("**/*.yaml"))


def programme(**fields: object) -> cf.Programme:
    return cf.Programme(
        **{"id": "office-2027", "title": "年度计划", "period": "2027", "timezone": "Asia/Shanghai", **fields}
    )


def campaign(**fields: object) -> cf.Programme:
    return programme(campaigns={"water-week": cf.Campaign(**{"title": "水周", **fields})})


@pytest.mark.parametrize("notation", ["yaml", "json"])
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_every_example_reads_back_as_it_was(file: Path, notation: str) -> None:
    read = cf.load(file)
    assert cf.loads(cf.dump(read, notation), notation) == read


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_writing_twice_is_writing_once(file: Path) -> None:
    once = cf.dump(cf.load(file))
    assert cf.dump(cf.loads(once)) == once


@pytest.mark.parametrize(
    "written",
    [
        "3月下旬",
        "3月22日—28日",
        "5月底前",
        "每月10日前",
        "水日前5个工作日",
        "2027-03-22/28",
        "observance:世界水日",
        "every month on last workday",
        "first wednesday of april",
        "民國116年3月22日",
        "全年",
        "待定",
    ],
)
def test_a_date_keeps_the_words_it_was_written_in(written: str) -> None:
    assert f"when: {written}\n" in cf.dump(campaign(when=written))


@pytest.mark.parametrize("written", ["8万元", "80000 CNY", "¥1,234.50", "0.370 CNY", "unknown"])
def test_an_amount_keeps_the_words_it_was_written_in(written: str) -> None:
    text = cf.dump(campaign(budget=[cf.BudgetLine(**{"for": "海报"}, amount=written)]))
    assert f"amount: {written}\n" in text


def test_an_amount_made_of_numbers_is_written_plainly() -> None:
    line = cf.BudgetLine(**{"for": "海报"}, amount=cf.Money("0.50 CNY") * 3)
    assert "amount: 1.5 CNY\n" in cf.dump(campaign(budget=[line]))


def test_what_says_nothing_is_not_written() -> None:
    assert to_data(programme()) == {
        "programme": {
            "id": "office-2027",
            "title": "年度计划",
            "period": "2027",
            "timezone": "Asia/Shanghai",
        },
        "campaigns": {},
    }


def test_one_text_stands_without_a_list_and_remarks_stand_last() -> None:
    text = cf.dump(campaign(note=["证件", "车辆"], lead="office", audience=["居民"]))
    assert "    lead: office\n" in text
    assert "    audience: 居民\n" in text
    assert text.rstrip().endswith("note:\n    - 证件\n    - 车辆")


def test_lines_of_text_are_written_as_lines() -> None:
    assert "title: |-\n      水周\n      第二行\n" in cf.dump(campaign(title="水周\n第二行"))


AWKWARD = [
    "#节水#",
    "话题 #节水# 互动",
    "@所有人",
    "- 节水",
    "重要: 通知",
    "结尾:",
    '"节水"进万家',
    "'90s",
    "*重要",
    "&a b",
    "!a b",
    "|",
    ">",
    "{a}",
    "[a]",
    "a, b",
    "%",
    "`a`",
    "?",
    "? a",
    "-",
    "---",
    "...",
    "~",
    "<<",
    "=",
    "a #b",
    "\\n",
    "a\tb",
    "a\nb",
    "a\n\nb",
    "a\n  b\nc",
    "a\n b #c#",
    "\U0001f4a7",
    "a\u3000b",
    "a\u00a0b",
    "a\u2028b",
    "a\u200bb",
    "a\ufeffb",
    "x" * 300,
    "水" * 300,
    "the quick " * 40 + "fox",
]
NOT_TEXT_TO_OTHERS = "010 1.10 10:00 no on Off YES true null 0x1F 1e3 1_000 .inf 0b1 -0.5".split()


@pytest.mark.parametrize("notation", ["yaml", "json"])
@pytest.mark.parametrize("text", [*AWKWARD, *NOT_TEXT_TO_OTHERS], ids=ascii)
def test_an_awkward_text_reads_back_as_it_was(text: str, notation: str) -> None:
    made = campaign(title=text, note=[text, "甲"])
    assert cf.loads(cf.dump(made, notation), notation) == made


@pytest.mark.parametrize("text", [*AWKWARD, *NOT_TEXT_TO_OTHERS], ids=ascii)
def test_other_yaml_readers_take_a_text_for_a_text(text: str) -> None:
    read = yaml.safe_load(cf.dump(campaign(title=text)))
    assert read["campaigns"]["water-week"]["title"] == text


def test_json_is_plain_json() -> None:
    data = json.loads(cf.dump(campaign(when="3月下旬"), "json"))
    assert data["campaigns"] == {"water-week": {"title": "水周", "when": "3月下旬"}}


def test_the_same_noun_twice_is_written_twice() -> None:
    step = cf.ApprovalStep(title="审核", by="office")
    text = cf.dump(programme(approvals={"first": step, "second": step}))
    assert "&" not in text
    assert "*" not in text


@pytest.mark.parametrize("notation", ["toml", "xml", ""])
def test_no_other_notation_is_written(notation: str) -> None:
    with pytest.raises(ValueError, match="yaml or json"):
        cf.dump(programme(), notation)

"""What is planned, for newsrooms and tables: nothing invented, nothing let out, and what is lost is said."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, strategies as st
from tests.agenda import Agenda, at, briefing, campaign, entry, golden_agenda
from tests.ninjs_subset import SCHEMA

from campaignflow.dates.precision import Certainty, Precision
from campaignflow.errors import InvalidValue
from campaignflow.export.ical import Revision
from campaignflow.export.newsml import NAMESPACE, to_newsml
from campaignflow.export.ninjs import to_ninjs
from campaignflow.export.planned import Exported
from campaignflow.export.table import COLUMNS, to_csv
from campaignflow.scheduling.entry import NEVER, Entry
from campaignflow.types import Visibility

FORMATS = (to_ninjs, to_newsml, to_csv)
PARTNERS, INTERNAL = Visibility.PARTNERS, Visibility.INTERNAL
NAR = f"{{{NAMESPACE}}}"
ITEM_META = "itemClass provider versionCreated embargoed pubStatus title edNote".split()
PLANNING = "assignedTo scheduled service headline edNote".split()


def ninjs(*entries: Entry, **choices: Any) -> dict[str, Any]:
    """Return the ninjs object of some entries; it fits the schema."""
    found = json.loads(to_ninjs(Agenda(entries), **choices).octets)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def items(*entries: Entry, **choices: Any) -> list[dict[str, Any]]:
    return ninjs(*entries, **choices)["associations"]


def newsml(*entries: Entry, **choices: Any) -> ET.Element:
    """Return the news message of some entries, with the parts each item must have, in their order."""
    root = ET.fromstring(to_newsml(Agenda(entries), **choices).octets)
    assert root.tag == f"{NAR}newsMessage"
    assert [one.tag for one in root] == [f"{NAR}header", f"{NAR}itemSet"]
    assert root.findtext(f"{NAR}header/{NAR}sent")
    for item in root[1]:
        assert {"guid", "version", "standard", "standardversion", "conformance"} <= set(item.attrib)
        assert int(item.get("version", "0")) > 0
        parts = [one.tag.removeprefix(NAR) for one in item]
        assert parts[:3] == ["catalogRef", "rightsInfo", "itemMeta"]
        meta = [one.tag.removeprefix(NAR) for one in item[2]]
        assert {"itemClass", "provider", "versionCreated"} <= set(meta)
        assert meta == sorted(meta, key=ITEM_META.index)
        for planning in item.iter(f"{NAR}planning"):
            order = [one.tag.removeprefix(NAR) for one in planning]
            assert order == sorted(order, key=PLANNING.index)
    return root


def table(*entries: Entry, **choices: Any) -> list[dict[str, str]]:
    octets = to_csv(Agenda(entries), **choices).octets
    assert octets.startswith(b"\xef\xbb\xbfuid,id,")
    return list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline="")))


def codes(made: Exported) -> set[str]:
    return {one.code for one in made.findings}


def test_a_whole_year_fits_the_schema_of_ninjs() -> None:
    made = ninjs(*golden_agenda().entries)
    assert made["standard"]["version"] == "3.1"
    assert [one["title"] for one in made["associations"]][:3] == [
        "世界水日 · 中国水周",
        "世界水日",
        "印发方案",
    ]
    assert {one["type"] for one in made["associations"]} == {"planning"}


def test_a_whole_year_has_the_parts_newsml_wants() -> None:
    root = newsml(*golden_agenda().entries)
    planning = root.findall(f".//{NAR}planningItem")
    assert len(planning) == len(table(*golden_agenda().entries))
    events = {one.get("uri") for one in root.iter(f"{NAR}conceptId")}
    named = {one.get("uri") for one in root.iter(f"{NAR}subject") if one.get("type") == "cpnat:event"}
    assert named == events


@pytest.mark.parametrize("write", FORMATS)
def test_the_same_plan_gives_the_same_bytes(write) -> None:
    assert write(golden_agenda()) == write(golden_agenda())


@pytest.mark.parametrize("write", FORMATS)
def test_an_id_stands_once_in_a_file(write) -> None:
    lost = entry("water-week/plan~", "印发方案", start=date(2027, 2, 1), end=date(2027, 2, 1))
    kept = entry("water-week/plan", "印发方案", due=date(2027, 2, 23))
    gone = Revision(2, at("2027-01-05T10:00"), cancelled=True, known_as="water-week/plan")
    revisions = {"water-week/plan~": gone, "water-week/plan": Revision(1, at("2027-01-05T10:00"))}
    for entries in ([lost, kept], [kept, lost]):
        octets = write(Agenda(entries), revisions=revisions, as_of=at("2027-01-06T10:00")).octets.decode()
        assert "2027-02-23" in octets
        assert "2027-02-01" not in octets


def test_a_moment_has_its_offset_and_a_day_no_clock() -> None:
    timed, day = items(briefing(), entry("x", "全天", start=date(2027, 3, 16), end=date(2027, 3, 17)))
    assert timed["eventDetails"]["dates"] == {
        "startDate": "2027-03-15T09:30:00+08:00",
        "endDate": "2027-03-15T11:00:00+08:00",
    }
    assert day["eventDetails"]["dates"] == {
        "expectedStartDate": "2027-03-16",
        "expectedEndDate": "2027-03-17",
    }
    assert [row["start"] for row in table(briefing())] == ["2027-03-15T09:30:00+08:00"]


def test_a_provisional_moment_is_only_expected() -> None:
    (one,) = items(briefing(certainty=Certainty.PROVISIONAL))
    assert set(one["eventDetails"]["dates"]) == {"expectedStartDate", "expectedEndDate"}
    assert "暂定" in one["edNote"]


def test_a_fuzzy_date_is_a_window_and_never_a_duration() -> None:
    posters = entry(
        "x", "公益广告", start=date(2027, 3, 11), end=date(2027, 3, 20), precision=Precision.THIRD
    )
    (one,) = items(posters)
    assert "日期未定" in one["edNote"]
    assert "export-loses-window" in codes(to_ninjs(Agenda([posters])))
    start = newsml(posters).find(f".//{NAR}start")
    assert start is not None
    assert start.attrib == {"approxstart": "2027-03-11", "approxend": "2027-03-20"}
    assert newsml(posters).find(f".//{NAR}end") is None
    assert "export-loses-window" not in codes(to_newsml(Agenda([posters])))


def test_work_without_a_date_gets_none() -> None:
    song = entry("x", "节水歌曲", start=date(2027, 3, 22), end=date(2027, 3, 28), inherited=True)
    (one,) = items(song)
    assert "eventDetails" not in one
    assert newsml(song).find(f".//{NAR}eventDetails") is None
    (row,) = table(song)
    assert (row["start"], row["end"], row["due"], row["precision"]) == ("", "", "", "undated")
    assert "export-loses-undated" in codes(to_ninjs(Agenda([song])))


def test_a_deadline_is_when_the_coverage_is_due() -> None:
    plan = entry("x", "印发方案", due=date(2027, 2, 23), lead=("office",))
    (one,) = items(plan)
    assert one["plannedCoverage"][0]["dates"] == {"expectedEndDate": "2027-02-23"}
    assert newsml(plan).findtext(f".//{NAR}scheduled") == "2027-02-23"
    assert "export-loses-deadline" in codes(to_ninjs(Agenda([plan])))


def test_coverage_names_media_and_channels_and_who_is_assigned() -> None:
    one = briefing(lead=("office",), media=("people-daily",), channels=("wechat",))
    assert [piece["title"] for piece in items(one)[0]["plannedCoverage"]] == [
        "新闻通气会 · 人民日报",
        "新闻通气会 · 官方微信",
    ]
    planned = newsml(one).findall(f".//{NAR}planning")
    assert [piece.findtext(f"{NAR}assignedTo/{NAR}name") for piece in planned] == ["人民日报", "办公室"]
    assert [piece.findtext(f"{NAR}service/{NAR}name") for piece in planned] == [None, "官方微信"]
    assert "export-loses-who-covers" in codes(to_ninjs(Agenda([one])))
    assert "export-loses-who-covers" not in codes(to_newsml(Agenda([one])))


def test_each_time_of_what_comes_round_stands_by_itself() -> None:
    rows = table(*golden_agenda().entries)
    assert [row["time"] for row in rows if row["id"] == "routine:report"] == ["2027-W10", "2027-W11"]
    assert len({row["uid"] for row in rows}) == len(rows)
    (told,) = [one for one in to_ninjs(golden_agenda()).findings if one.code == "export-loses-series"]
    assert told.items == ("routine:report",)
    assert "routine:report" in told.message("zh")


def test_what_is_cancelled_says_so_with_its_number() -> None:
    gone = {"water-week/briefing": Revision(3, at("2027-03-10T10:00"), cancelled=True)}
    (one,) = items(briefing(), revisions=gone, as_of=at("2027-03-11T10:00"))
    assert (one["pubStatus"], one["version"]) == ("canceled", "3")
    item = newsml(briefing(), revisions=gone).find(f".//{NAR}planningItem")
    assert item is not None
    assert item.find(f"{NAR}itemMeta/{NAR}pubStatus").attrib == {"qcode": "stat:canceled"}
    assert item.get("version") == "4"
    (row,) = table(briefing(), revisions=gone)
    assert (row["status"], row["sequence"], row["modified"]) == ("cancelled", "3", "2027-03-10T02:00:00Z")
    assert table(briefing(), revisions=gone, as_of=at("2027-06-01T10:00")) == []


def test_an_embargo_is_the_office_s_to_know_until_it_lifts() -> None:
    article = briefing(embargo=at("2027-03-22T06:00"), visibility=PARTNERS, media=("people-daily",))
    (one,) = items(article, as_of=date(2027, 3, 1))
    assert one["embargoedUntil"] == "2027-03-21T22:00:00Z"
    assert "embargoedUntil" not in items(article, as_of=date(2027, 3, 23))[0]
    (open_,) = items(briefing(embargo=NEVER))
    assert open_["pubStatus"] == "withheld"
    assert items(article, partner="people-daily", as_of=date(2027, 3, 1)) == []


def test_a_reader_outside_gets_no_id_no_remark_and_no_other_medium() -> None:
    one = briefing(
        lead=("office",),
        owner=("li-wei",),
        media=("people-daily", "county-tv"),
        channels=("wechat",),
        note=("内部备注",),
        visibility=PARTNERS,
        written="2027-03-15",
    )
    for write in FORMATS:
        said = write(Agenda([campaign(), one]), partner="people-daily").octets.decode()
        assert "人民日报" in said
        for hidden in ("water-week", "世界水日", "李伟", "县电视台", "官方微信", "内部备注", "people-daily"):
            assert hidden not in said, hidden


SECRET = "密x7"
words = st.sampled_from(
    ["办公室", "=1+1", "]]>", '"', "a;b,c", "\ufffe", "\x00\x0b", "<b>&amp;", "\u202ertl", "💧"]
)


@st.composite
def plans(draw: st.DrawFn) -> list[Entry]:
    """Entries of which some may be seen by a partner now; what others must not see has the secret word."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        visibility = draw(st.sampled_from(list(Visibility)))
        embargo = draw(st.sampled_from([None, NEVER, at("2027-03-01T00:00"), at("2027-04-01T00:00")]))
        is_ours = draw(st.booleans())
        may = visibility is not INTERNAL and is_ours
        may = may and (embargo is None or embargo == at("2027-03-01T00:00"))
        found.append(
            entry(
                f"{SECRET}/{number}",
                draw(words) + ("" if may else SECRET),
                campaign=f"{SECRET}",
                start=date(2027, 3, 1 + number),
                end=date(2027, 3, 2 + number),
                needs=(f"{SECRET}/0",),
                media=(*(["people-daily"] if is_ours else []), "county-tv"),
                owner=("li-wei",),
                channels=("wechat",),
                where=(draw(words) if may else SECRET,),
                note=(SECRET,),
                written=SECRET,
                visibility=visibility,
                embargo=embargo,
            )
        )
    return [campaign(title=SECRET), *found]


@given(plans())
def test_a_partner_s_file_never_says_what_is_internal_or_under_embargo(entries: list[Entry]) -> None:
    hidden = dict.fromkeys(("li-wei", "county-tv", "wechat"), SECRET)
    agenda = Agenda(entries)
    agenda.names = {**agenda.names, **hidden}
    for write in FORMATS:
        made = write(agenda, partner="people-daily", as_of=datetime(2027, 3, 15, tzinfo=UTC))
        assert SECRET not in made.octets.decode()
    assert SECRET in to_csv(agenda).octets.decode()


@given(st.lists(words, min_size=1, max_size=4), st.lists(words, max_size=3))
def test_nothing_a_planner_types_breaks_a_file(titles: list[str], remarks: list[str]) -> None:
    entries = [
        entry(f"x{number}", title, start=date(2027, 3, 1), end=date(2027, 3, 1), note=tuple(remarks))
        for number, title in enumerate(titles)
    ]
    assert len(items(*entries)) == len(titles)
    assert len(newsml(*entries).findall(f".//{NAR}planningItem")) == len(titles)
    rows = table(*entries)
    assert len(rows) == len(titles)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(tuple("=+-@\t\r\n＝＋－＠")) for row in rows for cell in row.values())


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "＝1"])
def test_a_cell_that_is_a_formula_is_made_harmless_and_named(title: str) -> None:
    made = to_csv(Agenda([entry("x", title, start=date(2027, 3, 1))]))
    assert table(entry("x", title, start=date(2027, 3, 1)))[0]["title"] == f"'{title}"
    assert [(one.code, one.items) for one in made.findings] == [("export-cell-harmless", ("x",))]


@pytest.mark.parametrize("write", FORMATS)
def test_the_choices_of_calendars_are_those_of_files(write) -> None:
    with pytest.raises(InvalidValue, match="internal"):
        write(golden_agenda(), partner="people-daily", audience="internal")
    with pytest.raises(InvalidValue):
        write(golden_agenda(), unit="nobody")
    assert "印发方案" not in write(golden_agenda(), unit="press-centre").octets.decode()


def test_a_remark_that_begins_with_an_empty_line_is_made_harmless() -> None:
    remark = entry("x", "甲", start=date(2027, 3, 1), note=("\n=1+1",))
    assert table(remark)[0]["note"] == "'\n=1+1"

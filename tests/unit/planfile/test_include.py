"""A plan in several files: blocks are merged, one id belongs to one file, and no file is read twice."""

from pathlib import Path

import pytest
from tests.plans import codes

import campaignflow as cf
from campaignflow.planfile.loader import MOST_FILES, Reading, read

HEAD = "programme: {id: office-2027, title: 年度计划, period: 2027, timezone: Asia/Shanghai}\n"
UNITS = "units:\n  office: {name: 办公室}\n  press: {name: 宣传中心}\n"


@pytest.fixture
def plan(tmp_path: Path):
    """Writes files beside each other and reads the first."""

    def written(**files: str) -> Reading:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_json", ".json")
            path = path if path.suffix else path.with_suffix(".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return read(tmp_path / f"{next(iter(files))}.yaml")

    return written


def campaign(name: str, **also: str) -> str:
    fields = {"title": name, "lead": "office", **also}
    return f"campaigns:\n  {name}: {{{', '.join(f'{key}: {value}' for key, value in fields.items())}}}\n"


def test_each_unit_writes_its_own_file(plan) -> None:
    reading = plan(
        plan="include: [units.yaml, press/plan.yaml, towns/plan.yaml]\n" + HEAD,
        units=UNITS,
        press__plan=campaign("water-week"),
        towns__plan=campaign("safety-month"),
    )
    assert reading.findings == ()
    assert reading.programme is not None
    assert list(reading.programme.campaigns) == ["water-week", "safety-month"]
    assert list(reading.programme.units) == ["office", "press"]


def test_one_file_may_be_named_without_a_list(plan) -> None:
    assert plan(plan="include: units.yaml\n" + HEAD, units=UNITS).findings == ()


def test_lists_of_two_files_are_put_together(plan) -> None:
    waiver = "waivers: [{{finding: {0}, reason: 已知}}]\n"
    reading = plan(
        plan="include: more.yaml\n" + HEAD + waiver.format("no-lead"), more=waiver.format("no-owner")
    )
    assert reading.programme is not None
    assert [one.finding for one in reading.programme.waivers] == ["no-lead", "no-owner"]


def test_names_are_relative_to_the_file_that_includes(plan) -> None:
    reading = plan(
        plan="include: press/plan.yaml\n" + HEAD,
        press__plan="include: [units.yaml, ../shared/media.json]\n",
        press__units=UNITS,
        shared__media_json='{"media": {"tv": {"name": "电视台"}}}',
    )
    assert reading.findings == ()
    assert reading.programme is not None
    assert list(reading.programme.media) == ["tv"]


def test_a_finding_names_the_file_it_is_in(plan, tmp_path: Path) -> None:
    reading = plan(
        plan="include: press/plan.yaml\n" + HEAD,
        press__plan=campaign("water-week", lead="office", wehn="tbd"),
    )
    (finding,) = reading.findings
    assert finding.place.file == str(tmp_path / "press" / "plan.yaml")
    assert (finding.place.line, finding.code) == (2, "unknown-key")


def test_an_id_in_two_files_names_both(plan, tmp_path: Path) -> None:
    reading = plan(
        plan="include: more.yaml\n" + HEAD + campaign("water-week"), more="\n" + campaign("water-week")
    )
    (finding,) = reading.findings
    assert (finding.code, finding.place.item) == ("id-in-two-files", "campaigns/water-week")
    assert (finding.place.file, finding.place.line) == (str(tmp_path / "more.yaml"), 3)
    assert str(tmp_path / "plan.yaml") in finding.message("en")
    assert "line 4" in finding.message("en")


def test_a_second_programme_is_ids_in_two_files(plan) -> None:
    reading = plan(plan="include: more.yaml\n" + HEAD, more="programme: {id: other, note: 乙}\n")
    assert [(one.code, one.facts["id"]) for one in reading.findings] == [("id-in-two-files", "id")]
    assert reading.programme is not None
    assert (reading.programme.id, reading.programme.note) == ("office-2027", ("乙",))


def test_a_block_that_is_none_in_the_other_file_is_said(plan) -> None:
    reading = plan(plan="include: more.yaml\n" + HEAD + UNITS, more="units: 财务处\n")
    assert codes(reading.findings) == ["needs-block"]


def test_a_missing_file_is_said_and_explains_what_is_unknown(plan, tmp_path: Path) -> None:
    reading = plan(plan="include: [units.yaml]\n" + HEAD + campaign("water-week"))
    (finding,) = reading.findings
    assert (finding.code, finding.place.line, finding.place.column) == ("include-missing", 1, 11)
    assert str(tmp_path / "units.yaml") in finding.message("en")
    with pytest.raises(cf.PlanError) as refused:
        cf.load(tmp_path / "plan.yaml")
    assert codes(refused.value.findings) == ["include-missing"]


@pytest.mark.parametrize("name", [".", "folder", '"\\0"', "x" * 300, "plan.yaml/more.yaml"])
def test_what_is_no_file_is_missing(name: str, plan, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    assert codes(plan(plan=f"include: {name}\n" + HEAD).findings) == ["include-missing"]


def test_a_ring_of_files_is_said_once(plan) -> None:
    reading = plan(plan="include: more.yaml\n" + HEAD, more="include: plan.yaml\n" + UNITS)
    (finding,) = reading.findings
    assert finding.code == "include-twice"
    assert finding.place.file is not None
    assert finding.place.file.endswith("more.yaml")
    assert reading.programme is not None
    assert "office" in reading.programme.units


def test_a_file_that_includes_itself_is_said(plan) -> None:
    assert codes(plan(plan="include: ./plan.yaml\n" + HEAD).findings) == ["include-twice"]


@pytest.mark.parametrize("name", ["/etc/hostname", "C:\\plan.yaml", "C:plan.yaml", "\\\\server\\plan.yaml"])
def test_an_absolute_path_is_refused_on_every_system(name: str, plan) -> None:
    (finding,) = plan(plan=f"include: '{name}'\n" + HEAD).findings
    assert finding.code == "include-absolute"
    assert name in finding.message("zh")


@pytest.mark.parametrize("name", ["{a: b}", "[{a: b}]", "[[a]]", "['']"])
def test_a_name_of_a_file_is_a_text(name: str, plan) -> None:
    assert codes(plan(plan=f"include: {name}\n" + HEAD).findings) == ["needs-text"]


def test_an_include_of_nothing_is_nothing(plan) -> None:
    assert plan(plan="include:\n" + HEAD).findings == ()


def test_a_syntax_error_in_one_file_leaves_the_others(plan, tmp_path: Path) -> None:
    reading = plan(
        plan="include: [a.yaml, b.yaml]\n" + HEAD + UNITS,
        a=campaign("water-week").replace("title: ", "title: @"),
        b=campaign("safety-month", wehn="tbd"),
    )
    assert [(one.code, Path(one.place.file or "").name) for one in reading.findings] == [
        ("text-starts-with-mark", "a.yaml"),
        ("unknown-key", "b.yaml"),
    ]


def test_more_files_than_anybody_writes_are_refused(plan, tmp_path: Path) -> None:
    for number in range(MOST_FILES + 5):
        (tmp_path / f"f{number}.yaml").write_text(f"include: f{number + 1}.yaml\n", encoding="utf-8")
    reading = plan(plan="include: f0.yaml\n" + HEAD)
    (finding,) = reading.findings
    assert finding.code == "include-too-many"
    assert str(MOST_FILES) in finding.message("en")


def test_the_places_of_a_merged_programme_are_in_their_files(plan, tmp_path: Path) -> None:
    reading = plan(plan="include: press/plan.yaml\n" + HEAD + UNITS, press__plan=campaign("water-week"))
    assert reading.programme is not None
    place = reading.programme.place("campaigns", "water-week", "title")
    assert (place.file, place.line) == (str(tmp_path / "press" / "plan.yaml"), 2)

"""Settings: what may be written, every mistake told with its place; the norms; how it is installed."""

from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import campaignflow as cf
import campaignflow_oasis
from campaignflow_oasis import Oasis, OasisError, norm
from campaignflow_oasis.norms import norms

GOOD = """\
language = "zh"
form = "error"
timezone = "Europe/London"

[assurance]
limit = "80000 GBP"
by = ["bea"]
due = "10 days"

[[periods]]
title = "General election 2029"
from = 2029-04-04T00:01:00
until = 2029-05-03
essential = ["flood-warnings"]
"""
IS_INSTALLED = bool(entry_points(group="campaignflow", name="oasis"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "oasis.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_file_says_it_all(file: Path) -> None:
    settings = Oasis(file)._settings
    assert (settings.language, settings.form) == ("zh", "error")
    assert (settings.assurance.limit, settings.assurance.step.by) == (cf.Money("80000 GBP"), ("bea",))
    (period,) = settings.periods
    assert (period.first, period.last) == (date(2029, 4, 4), date(2029, 5, 3))


MISTAKES = {
    "a line that cannot be read": ('"zh"', "zh", "at line 1"),
    "a key that is none": ("form", "from", "oasis.toml: “from” is not known here; did you mean form?"),
    "a language that is none": ('"zh"', '"fr"', "oasis.toml: language: this is one of zh, en"),
    "a weight that is none": ('"error"', '"fatal"', "form: this is one of warning, error, note, off"),
    "a zone that is none": (
        "Europe/London",
        "Europe/Londn",
        "timezone: there is no time zone “Europe/Londn”",
    ),
    "a limit that is none": ('"80000 GBP"', '"much"', "assurance: limit: "),
    "a length that is none": ('"10 days"', '"soon"', "assurance: "),
    "a key of the gate that is none": (
        "limit =",
        "limits =",
        "assurance: “limits” is not known here; did you",
    ),
    "a gate that is a text": (
        '[assurance]\nlimit = "80000 GBP"\nby = ["bea"]\ndue = "10 days"\n',
        "assurance = 1\n",
        "assurance: this takes",
    ),
    "one period": ("[[periods]]", "[periods]", "periods: write [[periods]]"),
    "a period without a title": (
        'title = "General election 2029"\n',
        "",
        "periods[1]: title: write what it is",
    ),
    "a period without an end": ("until = 2029-05-03\n", "", "periods[1]: until: write a day, as 2029-05-03"),
    "a day that is none": ("until = 2029-05-03", 'until = "3 May"', "periods[1]: until: write a day"),
    "an end before the beginning": ("2029-05-03", "2029-04-03", "periods[1]: until: this is before `from`"),
    "ids that are none": ('["flood-warnings"]', "[1]", "periods[1]: essential: write a list of ids"),
    "a key of a period that is none": (
        "essential",
        "essentials",
        "periods[1]: “essentials” is not known here",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_a_sentence_with_its_place(old: str, new: str, said: str, file: Path) -> None:
    assert old in GOOD
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(OasisError) as told:
        Oasis(file)
    assert said in told.value.en
    assert "oasis.toml" in told.value.en
    assert "oasis.toml" in told.value.zh


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OasisError) as told:
        Oasis(tmp_path / "oasis.toml")
    assert f"cannot read {tmp_path}" in told.value.en


def test_without_settings_what_is_published_holds() -> None:
    gate = Oasis()._settings.assurance
    assert str(gate.limit) == "100000 GBP"
    assert (str(gate.step.due), gate.step.by) == ("21 days", ("professional-assurance",))
    assert Oasis()._settings.periods == ()


def test_every_norm_says_where_it_stands_and_how_it_was_read() -> None:
    for one in norms().values():
        assert one.source
        assert one.url.startswith("https://")
        assert one.read in {"current", "earlier"}
        assert one.version
    assert norm("assurance.limit").read == "current"
    assert norm("assurance.answer").read == "earlier"


def test_what_is_installed_has_the_settings_that_are_named(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(campaignflow_oasis.SETTING, str(file))
    assert campaignflow_oasis.installed._settings.form == "error"
    monkeypatch.delenv(campaignflow_oasis.SETTING)
    assert campaignflow_oasis.installed._settings.form == "warning"
    with pytest.raises(AttributeError):
        _ = campaignflow_oasis.other


@pytest.mark.skipif(not IS_INSTALLED, reason="only what is installed is found by its entry point")
def test_installed_it_is_found_and_says_what_is_wrong_with_its_settings(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(campaignflow_oasis.SETTING, str(file))
    for text, state in ((GOOD, "loaded"), ("form = 1", "quarantined")):
        file.write_text(text, encoding="utf-8")
        with cf.open_office("sqlite://", autoload=True) as office:
            (report,) = [one for one in office.plugins if one.name == "oasis"]
        assert (report.state, report.distribution) == (state, "campaignflow-oasis")
        assert ("oasis.toml: form" in "".join(one.message("en") for one in report.findings)) == (
            state == "quarantined"
        )


def test_handed_in_it_has_the_name_it_is_installed_by() -> None:
    with cf.open_office("sqlite://", plugins=[Oasis()]) as office:
        (report,) = office.plugins
    assert (report.name, report.state) == ("oasis", "loaded")

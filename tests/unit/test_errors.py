"""Errors stop an action, findings are lines of a report; both say one sentence in the reader's language."""

import pickle

import pytest

from campaignflow.errors import CampaignflowError, Finding, InvalidValue, MissingExtra, Place, PlanError
from campaignflow.money import Money


@pytest.fixture
def speaks(monkeypatch: pytest.MonkeyPatch):
    """Return a function that sets the language of the environment."""

    def speak(language: str) -> None:
        for name in ("LC_ALL", "LC_MESSAGES"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("LANG", language)

    return speak


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("plan.yaml", 12, 5, "campaigns/water-week/when"), "plan.yaml:12:5 campaigns/water-week/when"),
        (Place("plan.yaml", 12), "plan.yaml:12"),
        (Place(item="campaigns/water-week"), "campaigns/water-week"),
        (Place(), ""),
    ],
)
def test_a_place_is_said_as_editors_read_it_and_what_is_not_known_is_left_out(
    place: Place, text: str
) -> None:
    assert str(place) == text


def test_a_finding_speaks_the_language_asked_for_else_the_environment_s(speaks) -> None:
    finding = Finding("no-such-month", Place("plan.yaml", 3), {"month": 13})
    assert "13" in finding.message("zh")
    assert finding.message("en") == "There is no month 13."
    speaks("zh_CN.UTF-8")
    assert finding.message() == finding.message("zh")
    speaks("de_DE.UTF-8")
    assert str(finding) == "plan.yaml:3: There is no month 13."
    assert str(Finding("when-empty")) == Finding("when-empty").message()


def test_a_finding_is_as_severe_as_its_code_says_and_a_waived_one_is_a_note() -> None:
    assert Finding("no-such-month", facts={"month": 13}).severity == "error"
    assert Finding("clash").severity == "warning"
    assert Finding("no-owner").severity == "note"
    assert Finding("clash", waived="已商定").severity == "note"


def test_a_finding_moves_to_another_place_and_stays_what_it_is() -> None:
    finding = Finding("no-such-month", Place("one.yaml", 3), {"month": 13}, ("water-week",))
    moved = finding.at(Place("two.yaml", 4))
    assert (moved.place, moved.code, moved.items) == (Place("two.yaml", 4), finding.code, finding.items)


def test_every_error_is_of_one_tree_and_carries_code_and_facts(speaks) -> None:
    speaks("en_GB.UTF-8")
    with pytest.raises(CampaignflowError) as caught:
        Money("a lot")
    assert isinstance(caught.value, ValueError)
    assert (caught.value.code, caught.value.facts) == ("money-unreadable", {"text": "a lot"})
    assert str(caught.value) == caught.value.message("en")
    assert issubclass(MissingExtra, CampaignflowError)
    assert issubclass(MissingExtra, ImportError)


def test_the_error_of_a_plan_lists_every_finding_and_counts_the_errors(speaks) -> None:
    speaks("C")
    findings = [
        Finding("no-such-month", Place("plan.yaml", 3), {"month": 13}),
        Finding("no-owner", Place("plan.yaml", 3), {"title": "水周", "count": 1, "titles": "海报"}),
        Finding("when-empty", Place("plan.yaml", 4)),
    ]
    error = PlanError(findings)
    assert error.findings == tuple(findings)
    first, *lines = str(error).splitlines()
    assert "2 error" in first
    assert lines == [str(finding) for finding in error.findings]
    assert error.facts == {"count": 2}


@pytest.mark.parametrize(
    "error",
    [
        InvalidValue("no-such-month", month=13),
        MissingExtra("needs-cli-extra"),
        PlanError([Finding("when-empty", Place("plan.yaml", 4))]),
    ],
)
def test_errors_come_whole_out_of_another_process(error: CampaignflowError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (again.code, again.facts, str(again)) == (error.code, error.facts, str(error))


def test_what_a_sentence_speaks_of_cannot_write_over_the_terminal() -> None:
    message = Finding("when-unreadable", facts={"text": "a\x1b[31m\u202eb\nc"}).message("en")
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert "\n" not in message
    long = Finding("when-unreadable", facts={"text": "x" * 5000}).message("en")
    assert len(long) < 500

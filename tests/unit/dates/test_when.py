"""What people write about time is kept as written, compares by what it says, and is read by no other way."""

import copy
import pickle
from datetime import UTC, date, datetime

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from campaignflow.dates import expression as ex
from campaignflow.dates.when import CalendarTime, ClockTime, Duration, When, WorkingTime, is_duration
from campaignflow.errors import InvalidValue


class Noticed(BaseModel):
    model_config = ConfigDict(frozen=True)

    when: When
    takes: Duration | None = None


def test_a_when_keeps_its_wording_without_the_blanks_around_it() -> None:
    written = When("  3月22日—28日 ")
    assert str(written) == written.text == "3月22日—28日"
    assert repr(written) == "When('3月22日—28日')"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3月22日—28日", "03-22/28"),
        ("2027-03-22/28", "2027-03-22/2027-03-28"),
        ("2027-03-22 9:30", "2027-03-22 09:30"),
        ("会后3天内", "会 + 3 days"),
        ("民國104年3月16日", "2015-03-16"),
    ],
)
def test_two_spellings_of_one_date_are_equal_and_hash_alike(one: str, other: str) -> None:
    assert When(one) == When(other)
    assert hash(When(one)) == hash(When(other))
    assert When(one).text != When(other).text


def test_dates_that_say_different_things_differ_and_a_text_is_no_when() -> None:
    assert When("2027-03") != When("2027-03-01/31")
    assert When("2027-03-22") != "2027-03-22"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (date(2027, 3, 22), "2027-03-22"),
        (datetime(2027, 3, 22, 9, 30), "2027-03-22 09:30"),
        (When("2027-03-22"), "2027-03-22"),
    ],
)
def test_a_when_is_made_from_a_day_a_wall_time_or_another(written: object, text: str) -> None:
    assert When.read(written) == When(text)
    assert When.read(written).text == text


def test_a_moment_that_carries_a_zone_is_refused_because_the_zone_would_be_lost() -> None:
    with pytest.raises(InvalidValue) as refused:
        When(datetime(2027, 3, 22, 9, 30, tzinfo=UTC))
    assert refused.value.code == "moment-needs-its-zone-beside-it"
    assert "under timezone" in refused.value.message("en")


@pytest.mark.parametrize("value", [20270322, 46103.0, None, ["2027-03-22"], True])
def test_numbers_and_lists_are_no_dates_and_no_durations(value: object) -> None:
    for read in (When.read, When, Duration):
        with pytest.raises(InvalidValue) as refused:
            read(value)  # type: ignore[arg-type]
        assert refused.value.code == "needs-text"


def test_a_wall_time_with_seconds_is_refused_rather_than_cut() -> None:
    with pytest.raises(InvalidValue) as refused:
        When(datetime(2027, 3, 22, 9, 30, 15))
    assert "09:30:15" in refused.value.message("en")


def test_a_when_and_a_duration_never_change() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        When("tbd").text = "2027"
    with pytest.raises(AttributeError, match="immutable"):
        Duration("3 days").count = 4


@pytest.mark.parametrize("value", [When("3月下旬"), Duration("14天"), Duration("2 hours")])
def test_values_survive_pickling_and_copying_with_their_wording(value: When | Duration) -> None:
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert type(again) is type(value)
        assert again.text == value.text


@pytest.mark.parametrize(
    "text", ["every friday", "8 workdays after every quarter", "RRULE:FREQ=DAILY", "every tbd"]
)
def test_a_when_knows_that_it_comes_round(text: str) -> None:
    assert When(text).is_recurring
    assert not When("2027-03-22").is_recurring


def test_a_field_of_a_model_is_read_from_text_and_written_back_as_it_was() -> None:
    noticed = Noticed.model_validate({"when": "3月22日—28日", "takes": "3个工作日"})
    assert noticed.when == When("03-22/28")
    assert noticed.model_dump(mode="json") == {"when": "3月22日—28日", "takes": "3个工作日"}
    assert Noticed.model_validate_json(noticed.model_dump_json()) == noticed
    with pytest.raises(ValidationError, match="soon"):
        Noticed.model_validate({"when": "soon?"})


def test_the_schema_of_a_date_and_a_duration_is_text() -> None:
    fields = Noticed.model_json_schema()["properties"]
    assert "string" in fields["when"]["type"]
    assert fields["takes"]["anyOf"][0]["type"] == "string"


@pytest.mark.parametrize(
    ("text", "kind", "count", "unit"),
    [
        ("3 workdays", WorkingTime, 3, "workdays"),
        ("1 workday", WorkingTime, 1, "workdays"),
        ("3个工作日", WorkingTime, 3, "workdays"),
        ("14 days", CalendarTime, 14, "days"),
        ("14天", CalendarTime, 14, "days"),
        ("2周", CalendarTime, 2, "weeks"),
        ("1 month", CalendarTime, 1, "months"),
        ("2个月", CalendarTime, 2, "months"),
        ("1 year", CalendarTime, 1, "years"),
        ("24 hours", ClockTime, 24, "hours"),
        ("24小时", ClockTime, 24, "hours"),
        ("30 Minutes", ClockTime, 30, "minutes"),
        ("30分钟", ClockTime, 30, "minutes"),
    ],
)
def test_a_duration_is_of_the_kind_its_unit_belongs_to(text: str, kind: type, count: int, unit: str) -> None:
    length = Duration(text)
    assert type(length) is kind
    assert (length.count, length.unit, length.text) == (count, unit, text)
    assert kind(text) == length
    assert is_duration(text)


@pytest.mark.parametrize(
    "text", ["soon", "3", "3.5 days", "-3 days", "3 fortnights", "days", "3 day days", ""]
)
def test_what_is_no_whole_number_of_a_unit_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        Duration(text)
    assert refused.value.code == "duration-unreadable"
    assert "3 workdays" in refused.value.message("en")
    assert not is_duration(text)


def test_durations_of_one_unit_add_up_and_others_are_refused() -> None:
    assert Duration("3 workdays") + Duration("2个工作日") == Duration("5 workdays")
    for other in ("3 days", "3 hours"):
        with pytest.raises(InvalidValue) as refused:
            Duration("3 workdays") + Duration(other)
        assert refused.value.code == "duration-of-another-kind"
    assert Duration("3 workdays") != Duration("3 days")
    assert Duration("3 days") != "3 days"
    with pytest.raises(TypeError):
        Duration("3 days") + 1  # type: ignore[operator]


def test_the_kinds_of_time_do_not_compare() -> None:
    with pytest.raises(TypeError):
        Duration("3 days") < Duration("4 days")  # type: ignore[operator]  # noqa: B015


@pytest.mark.parametrize(
    ("kind", "text"), [(WorkingTime, "3 days"), (ClockTime, "3 workdays"), (CalendarTime, "3 hours")]
)
def test_a_kind_refuses_lengths_of_another_kind(kind: type[Duration], text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        kind(text)
    assert refused.value.code == "duration-of-another-kind"
    assert kind.__name__ in refused.value.message("en")


def test_a_date_is_no_duration_and_a_duration_no_date() -> None:
    assert not is_duration("2027-03-22")
    with pytest.raises(InvalidValue):
        When("3 workdays")


def test_what_a_when_says_is_open_to_programs() -> None:
    assert When("2027-03-22").expression == ex.Single(ex.Term(ex.Day(2027, 3, 22)))

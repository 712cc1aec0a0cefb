"""Plan to text and back is the same plan, whatever people write into it."""

import json

import pytest
import yaml
from hypothesis import HealthCheck, given, settings, strategies as st

import campaignflow as cf
from campaignflow.planfile.loader import read_text
from campaignflow.planfile.writer import to_data
from campaignflow.testing.nouns import FIELDS, programmes
from campaignflow.testing.words import dates, texts

whole = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@pytest.mark.parametrize("notation", ["yaml", "json"])
@whole
@given(programme=programmes())
def test_a_programme_reads_back_as_it_was(notation: str, programme: cf.Programme) -> None:
    assert cf.loads(cf.dump(programme, notation), notation) == programme


@pytest.mark.parametrize("notation", ["yaml", "json"])
@whole
@given(programme=programmes())
def test_what_was_written_once_is_written_the_same_again(notation: str, programme: cf.Programme) -> None:
    once = cf.dump(programme, notation)
    assert cf.dump(cf.loads(once, notation), notation) == once


@whole
@given(programme=programmes())
def test_both_notations_say_the_same(programme: cf.Programme) -> None:
    assert cf.loads(cf.dump(programme, "json"), "json") == cf.loads(cf.dump(programme))
    assert json.loads(cf.dump(programme, "json")) == to_data(programme)


@whole
@given(programme=programmes())
def test_nothing_is_found_in_what_we_wrote_ourselves(programme: cf.Programme) -> None:
    assert read_text(cf.dump(programme)).findings == ()
    assert read_text(cf.dump(programme, "json"), "json").findings == ()


class _Others(yaml.SafeLoader):
    """Another reader of YAML, which leaves whole numbers and dates alone: those we write without quotes."""


_Others.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":int", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=texts(), more=st.lists(texts(), max_size=2))
def test_every_text_survives_and_is_a_text_to_every_reader(text: str, more: list[str]) -> None:
    programme = cf.Programme(id="a", title=text, period="2027", note=[text, *more])
    written = cf.dump(programme)
    assert cf.loads(written) == programme
    assert yaml.load(written, _Others)["programme"]["title"] == text


@settings(max_examples=150, deadline=None, derandomize=True)
@given(when=dates())
def test_every_date_keeps_its_words(when: cf.When) -> None:
    programme = cf.Programme(id="a", title="甲", period=when)
    again = cf.loads(cf.dump(programme))
    assert (again.period, again.period.text) == (when, when.text)


@pytest.mark.parametrize("noun", FIELDS, ids=lambda noun: noun.__name__)
def test_every_field_of_a_noun_is_tried(noun: type) -> None:
    known = {field.alias or name for name, field in noun.model_fields.items()}
    assert known - {*FIELDS[noun]} == ({"note", "at_most"} if noun is cf.Quota else {"note"})

"""How single things are said: a reason, a value, a table where there is little room."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from campaignflow import actions
from campaignflow.actions.opening import OPENED
from campaignflow.cli import changes, naming, refusals, table
from campaignflow.errors import CampaignflowError, MissingExtra, PlanError
from campaignflow.gate.refusal import Reason
from campaignflow.labels.words import WORDS
from campaignflow.records.duties import DUTIES
from campaignflow.store.mistakes import BadAct
from campaignflow.types import OFFICE_KINDS
from campaignflow.workflow.shipped import shipped


@pytest.mark.parametrize(
    ("reason", "about"),
    [
        (
            Reason("office-not-founded", ref="campaign:river-2027/water-week/plan", clears=("li-wei",)),
            "water-week/plan: ",
        ),
        (Reason("office-not-founded", ref="water-week/plan", clears=("li-wei",)), "water-week/plan: "),
        (Reason("office-not-founded", clears=("li-wei", "chen"), by=date(2027, 3, 1)), ""),
        (Reason("office-not-founded", by=date(2027, 3, 1)), ""),
        (Reason("office-not-founded"), ""),
    ],
)
def test_a_reason_says_who_can_clear_it_and_by_when(reason: Reason, about: str) -> None:
    line = changes.reason_line(reason, "zh")
    assert line.startswith(about + reason.message("zh"))
    assert [one for one in reason.clears if one not in line] == []
    assert ("2027-03-01" in line) is (reason.by is not None)
    assert "\n" not in line


def test_whoever_a_sentence_names_is_not_named_again() -> None:
    facts = {"actor": "chen", "who": ["li-wei"]}
    reason = Reason("may-not-plan", facts, kind="permission", clears=("li-wei",))
    assert changes.reason_line(reason, "zh") == reason.message("zh")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "—"),
        ("文字", "文字"),
        (1500, "1500"),
        ({"written": "2027-03-上旬", "resolved": {"start": "2027-03-01"}}, "2027-03-上旬"),
        ({"amount": "80000", "currency": "CNY"}, "80000 CNY"),
        ({"title": "印发方案", "lead": ["office"]}, "印发方案"),
        ({"name": "办公室"}, "办公室"),
        ({"for": "海报印制"}, "海报印制"),
        ({"at_least": 3}, "…"),
        (["office", "press"], "office、press"),
    ],
)
def test_a_planned_value_is_said_as_people_write_it(value: object, said: str) -> None:
    assert naming.shown(value, "zh") == said


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("campaign:river-2027/water-week", "water-week"),
        ("campaign:river-2027/water-week/briefing/release", "water-week/briefing/release"),
        ("request:river-2027/r-1", "request:r-1"),
        ("request:r-1", "request:r-1"),
        ("programme:river-2027", "programme:river-2027"),
        ("unit:office", "unit:office"),
        ("routine:weekly@2027-03-05", "routine:weekly@2027-03-05"),
    ],
)
def test_a_ref_is_as_short_as_it_may_be_typed(ref: str, said: str) -> None:
    assert naming.short(ref) == said


def test_a_workflow_of_the_offices_own_gives_its_bare_names() -> None:
    body = {"state": "waiting", "workflow": {"name": "our_own", "version": 3}}
    assert naming.workflow_of(body) is None
    assert naming.state_of(body, "zh") == "waiting"
    assert naming.state_of({"state": "active"}, "zh") == "active"


@pytest.mark.parametrize(
    ("error", "status"),
    [(BadAct("act-inside-view"), 70), (MissingExtra("needs-cli-extra"), 2), (PlanError([]), 1)],
)
def test_every_error_has_its_status(error: CampaignflowError, status: int) -> None:
    assert refusals.status(error) == status
    assert refusals.said(error, "zh", as_json=False)


# words


def said_verbs() -> set[str]:
    """Return every verb that a line of the journal may have."""
    folder = Path(actions.__file__).parent
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in folder.glob("*.py")]
    calls = [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Proposal"
    ]
    written = {call.args[1].value for call in calls if isinstance(call.args[1], ast.Constant)}
    return written | {trigger.verb for workflow in shipped().values() for trigger in workflow.triggers}


@pytest.mark.parametrize("verb", sorted(said_verbs()))
def test_every_verb_of_the_journal_has_its_word(verb: str) -> None:
    chinese, english = WORDS[verb]
    assert re.search("[一-鿿]", chinese)
    assert "_" not in english


@pytest.mark.parametrize("kind", [*OPENED, "campaign", "programme", "calendar", "office", *OFFICE_KINDS])
def test_every_kind_of_record_has_its_word(kind: str) -> None:
    assert re.search("[一-鿿]", WORDS[kind][0])


@pytest.mark.parametrize("duty", DUTIES)
def test_every_duty_has_its_word(duty: str) -> None:
    assert re.search("[一-鿿]", WORDS[f"duty-{duty}"][0])


# tables

ROWS = [
    ("状态", "编号", "宣传活动"),
    ("进行中", "water-week", "世界水日 · 中国水周"),
    ("拟订中", "summer", "暑期安全"),
]


@pytest.mark.parametrize("columns", [200, 60, 40, 30, 25])
def test_a_table_keeps_its_columns_in_whatever_room(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    head, rule, *lines = table.aligned(ROWS, {2: 8}, ruled=True)
    starts = [at for at in range(1, cell_len(rule)) if rule[at - 1 : at + 1] == " ─"]
    assert len(starts) == 2
    for line in (head, *lines):
        cells = [sign for sign in line for _ in range(cell_len(sign))]
        assert [cells[at - 1] for at in starts] == [" ", " "]
    assert cell_len(rule) <= max(columns, 28)
    assert any("…" in line for line in lines) is (columns < 37)


def test_nothing_is_cut_that_goes_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert table.terminal_width() is None
    assert "…" not in "".join(table.aligned([("水" * 200, "x")], {0: 8}))
    assert table.aligned([]) == []


@pytest.mark.parametrize("room", [10, 17, 40])
@pytest.mark.parametrize(
    "text",
    [
        "现在是“拟订中（draft）”，不能“启动（launch）”。现在可以：报送。",
        "It is now draft, where launch is not possible.",
        "水" * 50,
    ],
)
def test_a_long_line_is_broken_and_nothing_is_lost(text: str, room: int) -> None:
    lines = table.broken(text, room, "│  ")
    assert all(cell_len(line) <= room for line in lines)
    assert all(line.startswith("│  ") for line in lines[1:])
    joined = "".join([lines[0], *(line.removeprefix("│  ") for line in lines[1:])])
    assert joined.replace(" ", "") == text.replace(" ", "")
    assert table.broken(text, None) == [text]


def test_a_bar_is_as_full_as_the_work_is_done() -> None:
    assert [table.bar(done, 4, 4) for done in range(5)] == [
        *("░░░░ 0/4", "█░░░ 1/4", "██░░ 2/4", "███░ 3/4", "████ 4/4")
    ]
    assert table.bar(0, 0) == "░░░░░░░░ 0/0"

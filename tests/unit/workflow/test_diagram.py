"""The diagram is drawn from the definition that runs, and no title can break it."""

import re
from dataclasses import replace

import pytest

from campaignflow.workflow.definition import Title, Workflow
from campaignflow.workflow.diagram import diagram
from campaignflow.workflow.shipped import shipped

TEXT = r'(?:[^":;#{}<>%\n]|#\d+;)+'
LINE = re.compile(
    rf"stateDiagram-v2|%% \S {TEXT}"
    rf'|state "{TEXT}" as s\w+'
    rf"|(?:\[\*\]|s\w+) --> (?:\[\*\]|s\w+)(?:: {TEXT})?"
    rf"|note right of s\w+ : {TEXT}"
    r"|classDef protected stroke-width:4px|class s\w+(?:,s\w+)* protected"
)
"""The lines that Mermaid 11 was seen to read, titles with every special character among them."""


def lines(workflow: Workflow, lang: str = "en") -> list[str]:
    text = diagram(workflow, lang)
    assert text.endswith("\n")
    return [line.strip() for line in text.splitlines()]


def test_the_bulletin_is_drawn_as_it_runs(workflow: Workflow) -> None:
    assert lines(workflow, "zh")[5:] == [
        'state "拟稿" as s_draft',
        'state "审核中" as s_in_review',
        'state "已审定" as s_cleared',
        'state "暂缓" as s_paused',
        'state "已印发" as s_printed',
        'state "不再印发" as s_dropped',
        "[*] --> s_draft",
        "s_draft --> s_in_review: 送审",
        "s_in_review --> s_cleared: 通过 ◆",
        "s_in_review --> s_draft: 退回修改",
        "s_in_review --> s_dropped: 不同意 / 放弃 ■",
        "s_cleared --> s_printed: 印发 ◆",
        "s_in_review --> s_paused: 暂缓 ■",
        "s_cleared --> s_paused: 暂缓 ■",
        "s_draft --> s_dropped: 放弃 ■",
        "s_cleared --> s_dropped: 放弃 ■",
        "s_paused --> s_dropped: 放弃 ■",
        "s_cleared --> s_cleared: 重新审定 ◆○",
        "s_printed --> [*]",
        "s_dropped --> [*]",
        "note right of s_paused : 恢复 ↩",
        "classDef protected stroke-width:4px",
        "class s_cleared,s_printed protected",
    ]


def test_the_marks_are_explained_in_the_reader_s_language(workflow: Workflow) -> None:
    assert lines(workflow, "zh")[:2] == ["stateDiagram-v2", "%% ■ 停止类动作"]
    assert lines(workflow)[1:5] == [
        "%% ■ stopping",
        "%% ◆ needs an approval",
        "%% ↩ returns to where it was",
        "%% ○ fired by a rule",
    ]
    assert "s_in_review --> s_cleared: passed ◆" in lines(workflow, "en")
    assert "s_in_review --> s_draft: sent back" in lines(workflow, "en")
    assert diagram(workflow) == diagram(workflow, "en")


def test_without_protected_states_none_are_drawn_thick(workflow: Workflow) -> None:
    plain = replace(workflow, states=tuple(replace(one, protected=False) for one in workflow.states))
    assert not any("protected" in line for line in lines(plain))


@pytest.mark.parametrize(
    "text",
    [
        'a: b; c # d "e"',
        "<script>alert(1)</script>",
        "{x} [y] | z",
        "%%{init: {}}%%",
        "a\nb --> c",
        "“引号”：；",
    ],
)
def test_no_title_breaks_out_of_its_place(workflow: Workflow, text: str) -> None:
    title = Title(text, text)
    spoilt = replace(
        workflow,
        states=tuple(replace(one, title=title) for one in workflow.states),
        triggers=tuple(replace(one, title=title) for one in workflow.triggers),
    )
    for lang in ("zh", "en"):
        assert [line for line in lines(spoilt, lang) if not LINE.fullmatch(line)] == []
        assert len(lines(spoilt, lang)) == len(lines(workflow, lang))


def test_a_special_character_is_drawn_by_its_code(workflow: Workflow) -> None:
    title = Title('审核: "急" #1', "review (2/3), urgent!")
    state = replace(workflow.states[0], title=title)
    assert lines(replace(workflow, states=(state,), triggers=()), "zh")[5] == (
        'state "审核#58; #34;急#34; #35;1" as s_draft'
    )
    assert lines(replace(workflow, states=(state,), triggers=()))[5] == (
        'state "review (2/3), urgent!" as s_draft'
    )


def test_a_title_of_nothing_printable_is_drawn_as_a_dash(workflow: Workflow) -> None:
    title = Title("\u202e", "\u202e")
    assert 'state "-" as s_draft' in lines(
        replace(workflow, states=(replace(workflow.states[0], title=title),), triggers=())
    )


def test_a_state_with_a_chinese_name_is_drawn_under_its_number(workflow: Workflow) -> None:
    states = (*workflow.states, replace(workflow.states[3], name="搁置"))
    assert 'state "paused" as s7' in lines(replace(workflow, states=states))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_workflow_is_drawn_whole(name: str, lang: str) -> None:
    workflow = shipped()[name]
    drawn = lines(workflow, lang)
    assert [line for line in drawn if not LINE.fullmatch(line)] == []
    for state in workflow.states:
        assert f'state "{state.title.said(lang)}" as s_{state.name}' in drawn
    text = "\n".join(drawn)
    for trigger in workflow.triggers:
        assert trigger.title.said(lang) in text

"""The reference of workflows lists what ships, and misses nothing of it."""

from campaignflow.workflow.shipped import shipped
from tests.docs.workflows_page import BEGIN, END, PAGE, with_shipped

AGAIN = "run python -m tests.docs.workflows_page"


def test_the_page_of_workflows_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == with_shipped(written), AGAIN


def test_every_state_and_trigger_that_ships_stands_on_the_page() -> None:
    part = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    for workflow in shipped().values():
        for one in (*workflow.states, *workflow.triggers):
            assert f"| `{one.name}` | {one.title.zh} |" in part, (workflow.name, one.name)


def test_a_page_that_is_behind_is_seen() -> None:
    behind = PAGE.read_text(encoding="utf-8").replace("| 已批准 |", "| 批准了 |")
    assert behind != with_shipped(behind)

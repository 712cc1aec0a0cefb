"""The workflows that come with the package: sound, bilingual, and each with the story of a record."""

import re
from importlib.resources import files

import pytest
import yaml

from campaignflow.errors import InvalidValue
from campaignflow.labels import LANGUAGES
from campaignflow.plan.approvals import TRIGGERS
from campaignflow.workflow.compile import lint
from campaignflow.workflow.definition import Clock, Turn, Workflow
from campaignflow.workflow.machine import compiled
from campaignflow.workflow.mistakes import TriggerRefused
from campaignflow.workflow.shipped import shipped, shipped_version

NAMES = ["campaign", "commitment", "finding", "interview", "issue", "item", "programme", "request"]
FOLDER = files("campaignflow").joinpath("data/workflows")

every_workflow = pytest.mark.parametrize("workflow", [shipped()[name] for name in NAMES], ids=NAMES)


class Case:
    """A record on its way: what the gate does with the machine, every round passing unless said otherwise."""

    def __init__(self, name: str) -> None:
        self.workflow = shipped()[name]
        self.machine = compiled(self.workflow)
        self.state = self.workflow.initial
        self.back_to: str | None = None

    def _to(self, state: str) -> str:
        self.back_to = self.workflow.came_from(self.state, state, self.back_to)
        self.state = state
        return state

    def do(self, *triggers: str) -> str:
        for trigger in triggers:
            self._to(self.machine.fire(self.state, trigger, self.back_to))
        return self.state

    def round(self, trigger: str, turn: Turn) -> str:
        return self._to(self.machine.round(self.state, trigger, turn))

    def is_gated(self, trigger: str) -> bool:
        dest = self.machine.dest(self.state, trigger, self.back_to)
        return self.workflow.is_gated(trigger, self.state, dest)

    def refuses(self, trigger: str) -> str:
        with pytest.raises(TriggerRefused) as refused:
            self.do(trigger)
        return refused.value.code

    @property
    def clock(self) -> Clock | None:
        return self.workflow.state(self.state).clock

    @property
    def has_duties(self) -> bool:
        return self.workflow.state(self.state).duties


def marked(workflow: Workflow, mark: str) -> set[str]:
    return {one.name for one in (*workflow.states, *workflow.triggers) if getattr(one, mark, False)}


def test_eight_workflows_are_shipped() -> None:
    assert list(shipped()) == NAMES
    assert len(shipped()) == 8
    assert "campaign" in shipped()
    assert "meeting" not in shipped()


def test_each_is_read_once_and_by_its_version() -> None:
    assert shipped()["campaign"] is shipped_version("campaign", 1)
    for name, version in (("campaign", 99), ("campain", 1)):
        with pytest.raises(InvalidValue) as refused:
            shipped_version(name, version)
        assert refused.value.code == "no-such-workflow"
        assert refused.value.facts["near"] == ["campaign"]
        assert "campaign 1" in refused.value.facts["known"]


def test_each_file_is_named_for_what_it_holds_and_says_no_key_twice() -> None:
    names = sorted(file.name for file in FOLDER.iterdir())
    assert names == [f"{name}-{shipped()[name].version}.yaml" for name in NAMES]
    for name in names:
        root = yaml.compose(FOLDER.joinpath(name).read_text(encoding="utf-8"))
        left = [root]
        while left:
            node = left.pop()
            if isinstance(node, yaml.MappingNode):
                keys = [key.value for key, _ in node.value]
                assert len(keys) == len(set(keys)), name
                left += [value for _, value in node.value]


@every_workflow
def test_each_is_sound_beyond_doubt(workflow: Workflow) -> None:
    assert lint(workflow) == ()
    assert workflow.kind == workflow.name


@every_workflow
def test_each_speaks_both_languages_and_no_two_things_have_one_title(workflow: Workflow) -> None:
    for ones in (workflow.states, workflow.triggers):
        for lang in LANGUAGES:
            titles = [one.title.said(lang) for one in ones]
            assert len(titles) == len(set(titles))
        assert all(re.fullmatch("[\u4e00-\u9fff]+", one.title.zh) for one in ones)
        assert all(one.title.en.isascii() for one in ones)


@every_workflow
def test_the_journal_tells_each_trigger_by_its_verb(workflow: Workflow) -> None:
    verbs = [one.verb for one in workflow.triggers]
    assert len(verbs) == len(set(verbs))


@every_workflow
def test_whoever_stops_something_says_why_and_has_the_permission_to_stop(workflow: Workflow) -> None:
    for trigger in workflow.triggers:
        if trigger.stopping:
            assert trigger.needs_reason
        assert (trigger.permission == "stop") == trigger.stopping
        assert (trigger.permission is None) == trigger.by_rule


@every_workflow
def test_reopening_and_reinstating_need_a_reason(workflow: Workflow) -> None:
    for name in {"reopen", "reinstate"} & marked(workflow, "needs_reason") | {"reopen", "reinstate"}:
        if any(one.name == name for one in workflow.triggers):
            assert workflow.trigger(name).needs_reason


@every_workflow
def test_no_timer_moves_a_record_unless_an_office_says_so(workflow: Workflow) -> None:
    assert marked(workflow, "automatic") == set()


@every_workflow
def test_nothing_is_owed_on_a_closed_record(workflow: Workflow) -> None:
    for state in workflow.states:
        if state.final:
            assert not state.duties
            assert state.clock in {None, Clock.STOPPED}


def test_the_campaign_has_exactly_the_states_and_triggers_of_the_semantics() -> None:
    campaign = shipped()["campaign"]
    assert [state.name for state in campaign.states] == [
        *("draft", "in_review", "returned", "approved", "running", "wrapping_up", "evaluated", "archived"),
        *("suspended", "postponed", "cancelled"),
    ]
    assert {one.name for one in campaign.triggers} == {
        *("submit", "withdraw", "launch", "wrap_up", "evaluate", "archive", "suspend", "resume", "postpone"),
        *("reinstate", "cancel", "call_off", "reopen", "reapprove"),
    }
    assert {one.name for one in campaign.triggers} | {"release"} == set(TRIGGERS)
    assert shipped()["item"].trigger("release").gated


def test_the_marks_of_the_campaign() -> None:
    campaign = shipped()["campaign"]
    assert marked(campaign, "protected") == {"approved", "running", "wrapping_up", "evaluated", "archived"}
    assert marked(campaign, "final") == {"archived", "cancelled"}
    assert marked(campaign, "stopping") == {"withdraw", "suspend", "postpone", "cancel", "call_off"}
    assert marked(campaign, "gated") == {"submit", "launch", "reopen", "reapprove"}
    assert marked(campaign, "by_rule") == {"reapprove"}
    assert marked(campaign, "returns") == {"resume", "reinstate"}
    asleep = {state.name for state in campaign.states if not state.duties}
    assert asleep == {"suspended", "postponed", "cancelled", "archived"}


def test_a_campaign_from_draft_to_archive() -> None:
    case = Case("campaign")
    assert case.round("submit", Turn.OPENED) == "in_review"
    assert case.round("submit", Turn.SENT_BACK) == "returned"
    assert case.round("submit", Turn.OPENED) == "in_review"
    assert case.is_gated("submit")
    assert case.do("submit") == "approved"
    assert case.is_gated("launch")
    assert case.do("launch", "wrap_up", "evaluate", "archive") == "archived"
    assert case.refuses("reopen") == "nothing-more-here"


def test_a_campaign_that_is_refused_can_be_mended_and_submitted_again() -> None:
    case = Case("campaign")
    case.round("submit", Turn.OPENED)
    assert case.round("submit", Turn.REFUSED) == "returned"
    assert case.do("submit") == "approved"


def test_a_flood_suspends_a_running_campaign_and_it_resumes_only_through_the_gate() -> None:
    case = Case("campaign")
    case.do("submit", "launch")
    assert case.do("suspend") == "suspended"
    assert not case.has_duties
    assert case.is_gated("resume")
    assert case.do("resume") == "running"


def test_a_draft_that_was_postponed_comes_back_without_a_gate() -> None:
    case = Case("campaign")
    case.do("postpone")
    assert not case.is_gated("reinstate")
    assert case.do("reinstate") == "draft"


def test_postponing_what_is_suspended_keeps_in_mind_where_the_work_stood() -> None:
    case = Case("campaign")
    case.do("submit", "launch", "suspend", "postpone")
    assert case.back_to == "running"
    assert case.is_gated("reinstate")
    assert case.do("reinstate") == "running"


def test_a_cancelled_campaign_is_closed_and_can_be_reinstated_with_a_reason() -> None:
    case = Case("campaign")
    case.do("submit", "call_off")
    assert case.state == "cancelled"
    assert case.refuses("launch") == "trigger-not-here"
    assert case.is_gated("reinstate")
    assert case.do("reinstate") == "approved"


def test_a_round_waits_while_a_campaign_in_review_is_suspended() -> None:
    case = Case("campaign")
    case.round("submit", Turn.OPENED)
    case.do("suspend")
    assert case.refuses("submit") == "trigger-not-here"
    assert not case.is_gated("resume")
    assert case.do("resume") == "in_review"
    assert case.do("withdraw") == "draft"


def test_what_has_taken_place_is_reopened_through_the_gate_and_cannot_be_cancelled() -> None:
    case = Case("campaign")
    case.do("submit", "launch", "wrap_up")
    assert case.refuses("cancel") == "trigger-not-here"
    assert case.is_gated("reopen")
    assert case.do("reopen", "wrap_up", "evaluate", "reopen") == "running"


def test_a_change_while_running_is_approved_by_the_rule_alone() -> None:
    case = Case("campaign")
    case.do("submit", "launch")
    assert case.is_gated("reapprove")
    assert case.do("reapprove") == "running"


def test_a_programme_is_approved_carried_out_closed_and_archived() -> None:
    case = Case("programme")
    assert case.round("submit", Turn.OPENED) == "in_review"
    assert case.do("submit", "launch", "close", "reopen", "close", "archive") == "archived"
    other = Case("programme")
    other.do("submit", "launch", "cancel")
    assert other.is_gated("reinstate")
    assert other.do("reinstate", "reapprove") == "running"


def test_an_item_is_written_reviewed_cleared_released_and_archived() -> None:
    case = Case("item")
    case.do("write")
    assert case.round("submit", Turn.OPENED) == "in_review"
    assert case.round("submit", Turn.SENT_BACK) == "drafted"
    case.round("submit", Turn.OPENED)
    assert case.do("submit") == "cleared"
    assert case.is_gated("release")
    assert case.do("release", "archive") == "archived"


def test_an_item_is_taken_down_at_once_and_goes_back_up_only_through_the_gate() -> None:
    case = Case("item")
    case.do("write", "submit", "release")
    assert not case.is_gated("take_down")
    assert case.do("take_down") == "taken_down"
    assert case.is_gated("reinstate")
    assert case.do("reinstate") == "released"


def test_an_item_that_nobody_needs_is_dropped_and_can_be_taken_up_again() -> None:
    case = Case("item")
    assert case.do("drop", "reinstate", "write", "drop") == "dropped"
    assert not case.is_gated("reinstate")


def test_the_clock_of_a_request_stands_still_while_the_ball_is_with_the_requester() -> None:
    case = Case("request")
    assert case.clock is Clock.RUNS
    case.do("accept", "ask_back")
    assert case.clock is Clock.PAUSED
    assert case.do("resume") == "accepted"
    assert case.clock is Clock.RUNS
    assert case.do("answer") == "answered"
    assert case.clock is Clock.STOPPED
    assert case.do("reopen") == "accepted"


@pytest.mark.parametrize(
    ("trigger", "end"), [("decline", "declined"), ("merge", "merged"), ("withdraw", "withdrawn")]
)
def test_a_request_ends_without_an_answer_from_wherever_it_is(trigger: str, end: str) -> None:
    for way in ([], ["accept"], ["ask_back"]):
        case = Case("request")
        case.do(*way)
        assert case.do(trigger) == end


def test_an_issue_is_verified_and_answered_against_the_clock() -> None:
    case = Case("issue")
    assert case.clock is Clock.RUNS
    case.do("verify", "ask_back")
    assert case.clock is Clock.PAUSED
    assert case.do("resume") == "verifying"
    case.do("respond", "ask_back")
    assert case.do("resume") == "responding"
    assert case.is_gated("answer")
    assert case.do("answer") == "answered"
    assert case.clock is Clock.STOPPED
    assert case.do("close", "reopen") == "responding"


def test_an_issue_that_needs_no_answer_is_dismissed_with_a_reason() -> None:
    case = Case("issue")
    assert case.workflow.trigger("dismiss").needs_reason
    assert case.do("dismiss") == "closed"


def test_a_finding_is_rectified_looked_at_again_and_closed() -> None:
    case = Case("finding")
    case.do("notify", "accept", "report")
    assert case.round("verify", Turn.OPENED) == "rectified"
    assert case.round("verify", Turn.SENT_BACK) == "rectifying"
    case.do("report")
    assert case.is_gated("verify")
    assert case.do("verify", "close") == "closed"
    assert case.do("reopen") == "rectifying"


def test_a_finding_is_disputed_and_upheld_or_dismissed() -> None:
    case = Case("finding")
    assert case.do("notify", "dispute", "uphold", "dispute", "dismiss") == "closed"


def test_a_finding_that_was_not_rectified_is_sent_back() -> None:
    case = Case("finding")
    assert case.do("notify", "accept", "report", "send_back", "report", "verify", "send_back") == "rectifying"


@pytest.mark.parametrize(
    ("trigger", "end"),
    [("keep", "kept"), ("break", "broken"), ("release", "released"), ("transfer", "transferred")],
)
def test_a_commitment_ends_in_one_of_four_ways_and_is_put_right_with_a_reason(trigger: str, end: str) -> None:
    case = Case("commitment")
    assert case.do(trigger) == end
    assert case.refuses("keep") == "trigger-not-here"
    assert case.do("reopen") == "promised"


def test_an_interview_is_accepted_through_the_gate_and_its_clock_stops() -> None:
    case = Case("interview")
    assert case.clock is Clock.RUNS
    assert case.is_gated("accept")
    assert case.round("accept", Turn.OPENED) == "asked"
    assert case.do("accept") == "accepted"
    assert case.clock is Clock.STOPPED
    assert case.do("reapprove", "hold", "publish") == "published"


@pytest.mark.parametrize(
    ("way", "end"),
    [
        (["decline"], "declined"),
        (["cancel"], "cancelled"),
        (["accept", "cancel"], "cancelled"),
        (["accept", "miss"], "no_show"),
        (["accept", "hold", "spike"], "spiked"),
    ],
)
def test_an_interview_that_comes_to_nothing_says_how(way: list[str], end: str) -> None:
    assert Case("interview").do(*way) == end


def test_an_interview_that_was_missed_is_agreed_again_through_the_gate() -> None:
    case = Case("interview")
    case.do("accept", "miss")
    assert case.is_gated("reinstate")
    assert case.do("reinstate") == "accepted"
    other = Case("interview")
    other.do("cancel")
    assert not other.is_gated("reinstate")
    assert other.do("reinstate") == "asked"

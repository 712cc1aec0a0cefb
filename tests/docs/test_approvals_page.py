"""The comparison on the page about approvals: what it says of campaignflow is held by tests, row by row."""

import ast
import re

import pytest

from tests.docs import DOCS, ROOT
from tests.docs.markdown import rows

PAGE = (DOCS / "explanation" / "approvals.md").read_text(encoding="utf-8")
ANSWERS = ("yes", "otherwise", "no")
ROWS = {int(row[0]): row for row in rows(PAGE) if row[0].isdecimal() and len(row) == 5}

_HELD_BY = """
 1 a_step_opens_when_those_before_it_have_passed
   order_limits_deciding_not_what_was_decided
 2 the_last_decision_brings_the_campaign_to_where_it_was_submitted_for
 3 it_joins_the_round_when_the_plan_comes_to_it
   a_step_that_is_asked_only_if_is_asked_until_somebody_says_that_it_is_not
 4 the_rule_of_an_office_is_a_few_lines
   tags_are_refused_by_name_and_never_obeyed
 5 it_says_as_what_one_is_asked
   so_it_is_where_a_step_asks_for_a_role_within_the_unit
   a_directory_gives_a_role_to_somebody_the_office_knows
 6 of_two_takes_any_two_of_one_group
   all_takes_everybody_who_is_in_the_pool_when_the_round_opens
 7 two_of_each_take_four_people
   maximum_flow_fills_as_many_seats_as_trying_everything_does
 8 nobody_speaks_in_two_distinct_steps
 9 all_are_those_who_were_there_when_it_was_asked
11 an_item_takes_the_steps_of_each_channel_it_goes_out_on
   so_it_is_with_the_step_of_an_activity
   before_it_is_submitted_a_campaign_s_own_steps_are_its_planner_s
   the_steps_of_a_programme_ask_about_its_campaigns_and_not_about_itself
12 programme_and_channel_steps_are_never_a_planner_s
   what_a_step_demands_is_frozen_when_its_round_opens
13 no_program_gives_a_verdict
   what_the_last_decision_would_fire_can_be_vetoed_and_the_decision_stays
14 what_was_seen_in_one_place_is_good_in_no_other
   it_dies_with_what_it_was_bound_to_and_nothing_says_of_what
15 several_refusals_can_be_needed
   a_comment_an_abstention_or_a_withdrawal_fills_no_seat
17 who_made_the_campaign_is_an_author_of_all_of_it
   who_edits_between_two_votes_does_not_fill_the_second_seat
18 a_delegate_who_wrote_it_does_not_decide_it
   nobody_decides_for_an_author
19 whoever_s_act_a_program_follows_is_an_author_of_what_it_writes
20 an_author_may_say_neither_yes_nor_no
21 an_approver_does_not_submit_and_another_unit_s_planner_neither
   nobody_decides_by_his_permissions_alone
23 a_shared_account_decides_only_with_the_person_who_sits_at_it
   no_program_gives_a_verdict
24 it_is_the_principal_s_word_and_seat
   it_is_for_the_steps_it_names
25 for_whom_somebody_writes_is_an_author
26 who_changes_his_mind_has_one_voice_the_last
   a_verdict_is_taken_back_freely_before_its_trigger
27 who_governs_annuls_what_was_decided_under_a_void_mandate
28 an_edit_concerns_only_steps_that_cover_what_it_changes
29 what_is_restored_is_approved_again
   confirming_and_refining_are_tolerated_unless_a_step_says_otherwise
31 an_approval_is_told_what_it_did_not_know
   it_says_what_changed_since_one_spoke
   a_preview_of_a_round_shows_what_then_happens
32 an_edit_concerns_only_steps_that_cover_what_it_changes
33 what_has_changed_since_is_asked_again
   a_decision_on_what_is_stale_in_a_protected_state_takes_a_resubmission
34 saving_reordering_and_respelling_change_nothing
   while_a_step_is_stale_gated_triggers_are_refused_and_others_are_not
35 an_objection_survives_an_edit
   an_objection_that_is_taken_back_lets_the_round_pass
   a_standing_objection_can_be_overridden_in_its_round
36 who_approves_what_he_has_not_seen_is_told_what_changed_since
37 a_change_of_what_was_approved_takes_effect_with_a_reason_and_is_unapproved
   a_partner_sees_the_day_that_was_approved_and_the_office_the_new_one_as_tentative
38 parallel_decisions_do_not_conflict
   an_edit_that_expects_what_has_changed_is_told_who_changed_it
40 a_step_before_the_launch_opens_its_round_when_it_is_fired_and_the_state_stays
41 the_decision_stands_whatever_becomes_of_what_it_was_for
42 only_what_a_step_declares_is_filled_in_and_only_with_an_approval
43 what_was_sent_back_needs_a_change_or_an_answer
   what_stands_is_carried_into_the_next_round_and_shown_as_that
44 what_stands_is_carried_into_the_next_round_and_shown_as_that
45 a_step_that_does_not_carry_is_asked_in_every_round
46 stopping_takes_permission_version_and_reason
   steps_that_wait_do_not_keep_a_campaign_running
47 what_was_rewritten_while_it_was_away_does_not_come_back_unasked
48 no_path_leads_to_the_launch_while_the_leader_has_not_spoken
   what_was_cancelled_in_review_begins_a_new_round_when_it_is_submitted_again
   what_is_approved_while_it_stands_still_passes_when_it_goes_on
49 a_step_waits_for_those_whose_turn_it_is
50 what_is_restored_is_carried_from_the_round_before_the_last
51 what_a_step_demands_is_frozen_when_its_round_opens
   what_a_step_demands_stays_as_it_was_when_it_was_asked
52 migrating_is_no_launch
   its_title_and_a_new_version_of_its_provider_are_not
53 switching_it_off_removes_no_gate
   a_step_that_its_governor_takes_away_during_a_round_is_not_asked_any_more_but_shown
54 once_something_changes_a_plugin_that_is_gone_is_missed
   while_nothing_has_changed_a_plugin_that_is_gone_is_not_missed
55 it_blocks_approval_and_nothing_else
   stopping_succeeds_whatever_plugins_do
56 all_vetoes_are_told_each_with_its_plugin_and_its_sentence
57 a_plugin_brings_workflows_observances_policies_and_guards
   a_plugin_s_step_is_asked_like_any_other
58 a_lifecycle_that_a_plugin_brings_is_the_one_used
59 a_veto_asked_twice_answers_alike
   a_plugin_is_told_of_every_act_and_again_if_it_failed
60 a_listener_is_told_of_every_entry_of_an_act_at_once
61 a_preview_of_a_round_shows_what_then_happens
   who_asks_why_opens_no_round
   a_workflow_with_an_error_is_not_compiled
62 what_moved_meanwhile_is_judged_again_and_both_acts_stand
63 an_override_lets_a_step_pass_and_is_shown_as_that
   it_is_bound_to_the_content_it_was_given_for
64 it_takes_a_permission_and_a_reason
   an_author_does_not_override_nor_somebody_in_his_name
65 nobody_decides_by_his_permissions_alone
66 no_verb_writes_but_through_the_commit
   the_first_bad_entry_is_named
67 no_path_of_triggers_leads_a_campaign_into_protection
68 it_shows_what_the_step_is_about_and_nothing_else
   what_is_due_first_comes_first
69 a_step_waits_for_those_whose_turn_it_is
   who_is_away_is_not_reminded_but_whom_he_gave_his_seat
70 a_step_that_is_asked_again_has_its_whole_time_again
71 what_is_owed_is_the_same_list_each_time_and_is_what_a_run_carries_out
72 an_objection_ends_the_round_and_sends_the_campaign_back
   a_listener_is_told_of_every_entry_of_an_act_at_once
73 the_working_day_before_those_are_reminded_whose_word_is_missing
   else_to_who_supervises_else_to_who_coordinates
74 a_step_may_send_it_back_when_it_is_late_and_that_is_nobody_s_verdict
   it_is_never_approved_by_time
75 a_timer_launches_what_the_workflow_lets_it
   a_timed_trigger_that_is_refused_is_left_to_people
   a_timed_trigger_that_comes_too_late_is_left_to_people
76 a_deadline_counts_working_days_from_the_step_s_opening
   whoever_holds_it_decides_as_the_person_who_was_asked
77 the_database_itself_refuses_to_rewrite_the_journal
   the_first_bad_entry_is_named
78 one_call_is_one_act_with_one_moment_and_one_responsible_person
   each_entry_is_bound_to_its_content_its_act_and_the_one_before
79 what_is_restored_is_carried_from_the_round_before_the_last
   entries_that_stand_are_never_touched_by_later_acts
80 as_of_takes_a_day_a_moment_a_version_and_an_act
   an_approval_is_told_what_it_did_not_know
81 the_past_only_grows
   entries_that_stand_are_never_touched_by_later_acts
82 a_resubmission_that_passes_is_approved_anew_and_its_content_is_the_new_baseline
83 after_its_trigger_it_is_revoked_with_a_reason_and_nothing_is_undone
84 who_asks_why_is_told_who_can_clear_it_and_by_when
   a_refusal_lists_every_reason_and_who_can_clear_it
85 both_languages_speak_of_the_same_facts
   every_code_that_is_said_has_a_sentence
86 an_author_may_comment_and_that_counts_for_nothing
88 what_is_not_asked_is_shown_and_is_in_nobody_s_inbox
"""
"""For each row the tests that would fail if what it says were not so, without their `test_`."""


def held_by() -> dict[int, list[str]]:
    """Return the tests that are named for each row."""
    found: dict[int, list[str]] = {}
    listed: list[str] = []
    for line in _HELD_BY.strip("\n").splitlines():
        number, name = line[:2].strip(), line[3:]
        listed = found.setdefault(int(number), []) if number else listed
        listed.append(name)
    return found


def all_tests() -> set[str]:
    """Return the names of all tests, without their `test_`."""
    return {
        node.name.removeprefix("test_")
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


HELD_BY, KNOWN = held_by(), all_tests()


def test_the_rows_are_numbered_through_and_each_has_its_answer() -> None:
    assert list(ROWS) == list(range(1, len(ROWS) + 1))
    assert {row[3] for row in ROWS.values()} == set(ANSWERS)


@pytest.mark.parametrize("number", ROWS)
def test_what_a_row_says_campaignflow_does_is_held_by_tests_that_exist(number: int) -> None:
    named = HELD_BY.get(number, [])
    assert [name for name in named if name not in KNOWN] == []
    assert bool(named) == (ROWS[number][3] != "no")


def test_the_answers_are_counted_right_and_what_is_missing_is_summed_up() -> None:
    counted = [str(sum(row[3] == answer for row in ROWS.values())) for answer in ANSWERS]
    assert counted in list(rows(PAGE))
    lacks = re.findall(r"\d+", PAGE.partition("### What campaignflow lacks")[2].partition("## Sources")[0])
    assert [number for number, row in ROWS.items() if row[3] == "no" and str(number) not in lacks] == []


def test_every_row_says_where_the_guarantee_is_to_be_read_and_every_source_is_led_to() -> None:
    listed = dict(re.findall(r"^\[(\w+)\]: (https?://\S+)$", PAGE, flags=re.MULTILINE))
    for row in ROWS.values():
        named = re.findall(r"\[(\w+)\]", row[2])
        assert named, row
        assert set(named) <= set(listed), row
    assert [name for name in listed if PAGE.count(f"[{name}]") < 2] == []

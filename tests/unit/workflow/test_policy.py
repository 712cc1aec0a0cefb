"""Two roles carry permissions, every other role only names approvers."""

from campaignflow.workflow.policy import holders, known_permissions, permissions, roles
from campaignflow.workflow.shipped import shipped


def test_the_permissions_are_thirteen_words_each_said_in_both_languages() -> None:
    assert set(known_permissions()) == {
        *("plan", "submit", "operate", "stop", "complete"),
        *("open", "govern", "redact", "migrate", "recalculate", "override", "invite_outside", "hand_out"),
    }
    for title in known_permissions().values():
        assert title.said("zh") != title.said("en")


def test_a_planner_plans_and_an_administrator_governs() -> None:
    assert permissions(["planner"]) == {
        *(
            "plan",
            "submit",
            "operate",
            "stop",
            "complete",
            "open",
            "recalculate",
            "invite_outside",
            "hand_out",
        ),
    }
    assert permissions(["administrator"]) == {
        *("govern", "override", "invite_outside", "hand_out", "redact", "migrate", "stop", "recalculate"),
    }


def test_who_has_both_roles_has_the_permissions_of_both() -> None:
    assert permissions(["planner", "administrator"]) == set(known_permissions())


def test_a_role_of_the_office_s_own_carries_none() -> None:
    assert permissions(["finance_approver", "head-of-unit", "auditor"]) == frozenset()
    assert permissions([]) == frozenset()
    assert permissions(["auditor", "planner"]) == permissions(["planner"])


def test_for_each_permission_there_is_a_role_that_carries_it() -> None:
    assert holders("stop") == ("planner", "administrator")
    assert holders("govern") == ("administrator",)
    assert holders("submit") == ("planner",)
    assert holders("fly") == ()
    assert all(holders(word) for word in known_permissions())


def test_roles_carry_only_permissions_that_there_are() -> None:
    for name, role in roles().items():
        assert role.name == name
        assert role.permissions <= set(known_permissions())
        assert role.title.said("zh") != role.title.said("en")


def test_a_planner_can_do_whatever_the_shipped_workflows_ask() -> None:
    asked = {
        one.permission for workflow in shipped().values() for one in workflow.triggers if not one.by_rule
    }
    assert asked <= permissions(["planner"])


def test_both_roles_can_stop_what_is_under_way() -> None:
    stops = [one for workflow in shipped().values() for one in workflow.triggers if one.stopping]
    assert {one.permission for one in stops} == {"stop"}

"""Moves a case's state from one version of its workflow to another; every case keeps its version until then.

Which decisions and conditions go with it (B30) is the gate's; here it is only the state.
"""

from collections.abc import Mapping

from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.mistakes import MigrationRefused, near

__all__ = ["migrated"]


def migrated(old: Workflow, new: Workflow, state: str, states: Mapping[str, str]) -> str:
    """Return the state that a case in `state` has under the new version.

    `states` says which state takes the place of which; those it leaves out keep their names.  What a case
    remembers of the state it left (`Workflow.came_from`) goes over by the same call.

    Raises:
        InvalidValue: `state`, or one that `states` names, is not in its version.
        MigrationRefused: the two are for different kinds of records, the new version has no such state, or
            the case would enter protection without an approval (rule 22, A4).
    """
    if old.kind != new.kind:
        raise MigrationRefused(
            "migration-of-another-kind", old=old.name, old_kind=old.kind, new=new.name, new_kind=new.kind
        )
    for left, entered in states.items():
        old.state(left)
        new.state(entered)
    before = old.state(state)
    wanted = states.get(state, state)
    known = {one.name: one for one in new.states}
    if wanted not in known:
        raise MigrationRefused(
            "migration-without-state",
            workflow=new.named,
            version=new.version,
            state=before.named,
            known=[one.named for one in new.states],
            near=near(wanted, known),
        )
    after = known[wanted]
    if after.protected and not before.protected:
        raise MigrationRefused("migration-unguarded", old=before.named, new=after.named)
    return after.name

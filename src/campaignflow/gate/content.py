"""What a round is about: the content of a record as it is, as it was decided on, and as it was begun.

Facets and fingerprints are `campaignflow.records.facets`; what was said of them, `campaignflow.workflow`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

from campaignflow.canonical import Body, canonical, digest, merged, parsed
from campaignflow.dates.resolve import instant, resolve
from campaignflow.dates.when import ClockTime, Duration, When
from campaignflow.gate.behind import authors_behind
from campaignflow.gate.look import Look
from campaignflow.gate.programmes import settings_of
from campaignflow.records import facets
from campaignflow.store.record import Record
from campaignflow.types import Ref
from campaignflow.workflow.approvals import Approvals
from campaignflow.workflow.authorship import CLAIM, known_as
from campaignflow.workflow.decisions import Baseline
from campaignflow.workflow.steps import POSITIVE, Step

__all__ = [
    "DENIED",
    "DETERMINED",
    "DISOWNED",
    "FILLED",
    "RecordContent",
    "approvals_of",
    "body_at",
    "content_mark",
    "later",
    "leaves_of",
    "may_differ",
    "read",
    "recategorised",
]

_NONE = Approvals()
DETERMINED = "determined"
"""What of a body says which conditions of the plan do not hold for it, each of what content."""
DISOWNED, DENIED = "disowned", "denied"
"""Verb by which somebody denies that he wrote something, and where a fund's entry says who."""
FILLED = "filled"
"""Begins the leaves that hold what was filled in with an approval; the step stands behind the @."""
_CONTENT = ("plan", "progress", "postponed", "known_as", DETERMINED)
"""What of a body there is to approve, or says which steps are asked."""


def approvals_of(record: Record | None) -> Approvals:
    """Return what approvals have come to on a record."""
    return _NONE if record is None or record.approvals is None else read(record.approvals)


@lru_cache(maxsize=256)
def read(approvals: bytes) -> Approvals:
    """Return what is stored of approvals."""
    return Approvals.read(parsed(approvals))


def leaves_of(look: Look, ref: Ref, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the leaves of a body, with the categories of funds and the calendars that series count by."""
    known = look.leaves.get(id(body))
    if known is None or known[0] is not body:
        known = look.leaves[id(body)] = (body, _leaves(look, ref, body))
    return known[1]


def _leaves(look: Look, ref: Ref, body: Mapping[str, Any]) -> dict[str, Any]:
    funds = look.named("fund") if _has_budget(body) else {}
    said = {name: one["plan"].get("category") for name, one in funds.items()}
    categories = {name: str(one) for name, one in said.items() if one}
    return facets.leaves(ref, body, categories, _calendars(look, ref, body))


def _calendars(look: Look, ref: Ref, body: Mapping[str, Any]) -> dict[str, str]:
    """Return the working calendar of each unit and person, the programme's under the empty name (rule 29)."""
    programme = body if ref.kind == "programme" else look.body(f"programme:{ref.programme}") or {}
    own = str(programme.get("plan", {}).get("working_calendar", ""))
    found = {"": own} if own else {}
    units = look.named("unit")
    for name, unit in units.items():
        if "working_calendar" in unit["plan"]:
            found[name] = str(unit["plan"]["working_calendar"])
    for name, person in look.named("person").items():
        unit_of = person["plan"].get("unit")
        if unit_of in found:
            found[name] = found[unit_of]
    return found


def content_mark(look: Look, ref: Ref, body: Mapping[str, Any]) -> str:
    """Return what marks all that there is to approve of a body, to know it again."""
    return digest(canonical(leaves_of(look, ref, body)))


def may_differ(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two bodies may differ in what there is to approve, or in who is to approve it.

    What comes round keeps the times that people moved in its progress (B7).
    """
    return any(before.get(part) != after.get(part) for part in _CONTENT)


def _has_budget(body: Mapping[str, Any]) -> bool:
    plan = body.get("plan", {})
    return "budget" in plan or "activities" in plan


def body_at(look: Look, ref: str, version: int) -> Body:
    """Return a record's body at a version, a preview's entries included."""
    body: Body = {}
    for entry in look.journal(ref):
        if entry.version > version:
            break
        body = merged(body, entry.patch)
    return body


class RecordContent:
    """The content of one record, as `workflow.standing` asks for it."""

    def __init__(
        self, look: Look, ref: Ref, body: Mapping[str, Any], version: int, approvals: Approvals
    ) -> None:
        self._look, self.ref, self._body = look, ref, body
        self._approvals = approvals
        self._values: dict[int, Mapping[str, Any]] = {}
        self._covered: dict[str, Mapping[str, str]] = {}
        self.version = version

    @cached_property
    def leaves(self) -> Mapping[str, Any]:
        """What there is to approve, by leaf."""
        return leaves_of(self._look, self.ref, self._body) | self._filled

    @cached_property
    def _filled(self) -> dict[str, Any]:
        """What was filled in with approvals, by the steps that did; it has no author (A23)."""
        round_ = self._approvals.standing
        said = () if round_ is None else round_.decisions
        return {
            f"{FILLED}@{one.step}": dict(one.fills) for one in said if one.verdict in POSITIVE and one.fills
        }

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The fingerprints of it."""
        return facets.digests(self._approvals.uid, self.leaves)

    def covered(self, step: Step) -> Mapping[str, str]:
        """Return the fingerprints of what a step covers."""
        if step.id not in self._covered:
            names = facets.covered(self.digests, self.covers(step)) - self._filled_later(step)
            self._covered[step.id] = {name: self.digests[name] for name in sorted(names)}
        return self._covered[step.id]

    def _filled_later(self, step: Step) -> set[str]:
        """Return what was filled in by a step itself, or by one that does not come before it (rule 27)."""
        round_ = self._approvals.standing
        before: set[str] = set()
        waiting = list(step.after)
        while waiting and round_ is not None:
            name = waiting.pop()
            if name in round_.steps and name not in before:
                before.add(name)
                waiting += round_.steps[name].after
        return {leaf for leaf in self._filled if leaf.partition("@")[2] not in before}

    def covers(self, step: Step) -> tuple[str, ...]:
        """Return what a step covers by the names that leaves have: an item's first one."""
        return facets.by_first_names(self.ref, self._body, step.covers)

    def at(self, version: int) -> Mapping[str, Any]:
        """Return the leaves as they were at a version."""
        if version not in self._values:
            body = self.body_at(version)
            self._values[version] = leaves_of(self._look, self.ref, body) if body else {}
        return self._values[version]

    def body_at(self, version: int) -> Body:
        """Return the body as it was at a version; what was before a rename stands on the former ref."""
        ref, own = str(self.ref.record), version
        for former, ended in reversed(self._approvals.former):
            if own > 0:
                break
            ref, own = former, own + ended
        return body_at(self._look, ref, own)

    def tolerated(self, leaf: str, version: int) -> str | None:
        """Return of what kind the difference of a leaf since a version is (rule 31)."""
        return facets.tolerated(leaf, self.at(version).get(leaf), self.leaves.get(leaf))

    def is_past(self, at: str, length: str) -> bool:
        """Whether so long a time has passed since a moment, in the calendar of who leads the record."""
        return self._look.has_come(self.after(at, length))

    def after(self, at: str, length: str) -> datetime:
        """Return the moment so long after another, by the calendar of who leads the record."""
        return later(self._look, self.ref, self._body, datetime.fromisoformat(at), Duration(length))

    def authors(self, step: Step) -> frozenset[str]:
        """Return the people behind what a step covers, as they are called (rule 39)."""
        return frozenset(map(known_as, self._behind(step)))

    def firm_authors(self, step: Step) -> frozenset[str]:
        """Return those of them who are not only said to be."""
        return frozenset(one for one in self._behind(step) if not one.startswith(CLAIM))

    def _behind(self, step: Step) -> frozenset[str]:
        known = {*self.digests, *self._approvals.changes, *self._created}
        baseline = self._approvals.baselines.get(step.id)
        known |= set() if baseline is None else set(baseline.leaves)
        covered = facets.covered(known, self.covers(step))
        found = self._approvals.authors(covered, self.digests, step.id)
        if baseline is None and any(leaf in self.digests for leaf in covered & self._created):
            found |= set(self._approvals.created_by)
        return found | self._behind_funds(covered, baseline)

    def _behind_funds(self, covered: Iterable[str], baseline: Baseline | None) -> frozenset[str]:
        """Return who gave a fund another category since: he changed what its lines are for (rule 39)."""
        found: set[str] = set()
        for leaf in covered:
            fund = self.leaves.get(leaf, {}).get("fund") if leaf.startswith("budget@") else None
            if fund and (baseline is None or baseline.leaves.get(leaf) != self.digests.get(leaf)):
                found |= self._recategorised(str(fund), baseline)
        return frozenset(found)

    def _recategorised(self, fund: str, baseline: Baseline | None) -> frozenset[str]:
        """Return who changed the category of a fund since a baseline, else since the record was made."""
        ref = f"fund:{fund}"
        record = self._look.record(ref)
        if record is None or record.version == 1:
            return frozenset()
        own = self._look.journal(self._approvals.former[0][0] if self._approvals.former else str(self.ref))
        since = own[0].at if baseline is None else datetime.fromisoformat(baseline.at)
        return recategorised(self._look, ref, since)

    @cached_property
    def _created(self) -> frozenset[str]:
        """The leaves the record had when it was made, if that is not among the changes."""
        if not self._approvals.created_by:
            return frozenset()
        return frozenset(self.at(1))


def recategorised(look: Look, fund: str, since: datetime | None = None) -> frozenset[str]:
    """Return who gave a fund another category, those marked who only are said to have (rule 39)."""
    found: set[str] = set()
    for entry in look.journal(fund)[1:]:
        if entry.verb == DISOWNED:
            found.difference_update(f"{CLAIM}{one}" for one in entry.details[DENIED])
        elif (since is None or entry.at >= since) and "category" in (entry.patch.get("plan") or {}):
            found |= authors_behind(entry.actor, entry.responsible, entry.details)
    return frozenset(found)


def later(look: Look, ref: Ref, body: Mapping[str, Any], start: datetime, length: Duration) -> datetime:
    """Return the moment a length of time after another; one in days ends with its last day (rule 57)."""
    if isinstance(length, ClockTime):
        return start.astimezone(UTC) + timedelta(**{length.unit: length.count})
    programme = ref.id if ref.kind == "programme" else ref.programme
    plan = body.get("plan", {})
    lead = tuple(plan.get("lead", ())) or ((str(plan["unit"]),) if "unit" in plan else ())
    setting = settings_of(look, programme).setting(lead, None, ())
    day = start.astimezone(setting.zone).date()
    last = resolve(When(f"{day.isoformat()} + {length.count} {length.unit}").expression, setting).end
    if isinstance(last, datetime):
        return last.astimezone(UTC)
    return instant(last or day, 24 * 60, setting.zone).astimezone(UTC)

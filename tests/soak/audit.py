"""What a journal must show of approvals whatever was done (L6, L18), read from its entries alone.

A campaign counts as four parts: texts, money, days, and all the rest of what is planned.  That is coarser
than the facets of the library, and worked out here.  Whoever plays, calls `faults`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from campaignflow.office import Office
from campaignflow.store.journal import JournalEntry

__all__ = ["PARTS", "PROTECTED", "approval_faults", "faults"]

PARTS = ("text", "budget", "dates", "scope")
PROTECTED = frozenset({"approved", "running", "wrapping_up", "evaluated", "archived"})
AGREES = frozenset({"approve", "approve_with_conditions"})
_USUAL = ("confirm", "refine")
_TEXTS = ("title", "note", "slogans", "audience")

Sheet = Mapping[str, Any]


def sheet(body: Mapping[str, Any]) -> Sheet:
    """Return what is planned of a campaign, in four parts."""
    plan = dict(body.get("plan", {}))
    plan.pop("approvals", None)  # who must agree is not what is agreed to
    when = body.get("postponed", {}).get("when") or plan.get("when", {})
    plan.pop("when", None)
    days = {name: when.get("resolved", {}).get(name) for name in ("start", "end", "due")}
    texts = {name: plan.pop(name) for name in _TEXTS if name in plan}
    return {"text": texts, "budget": plan.pop("budget", {}), "dates": days, "scope": plan}


def patched(body: Any, patch: Any) -> Any:
    """Return a body after a patch (RFC 7396)."""
    if not isinstance(patch, Mapping):
        return patch
    after = dict(body) if isinstance(body, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            after.pop(name, None)
        else:
            after[name] = patched(after.get(name), value)
    return after


def bears(part: str, then: Any, now: Any, tolerates: Sequence[str]) -> bool:
    """Whether an approval of one content holds for another (rule 31)."""
    if then == now:
        return True
    if part == "budget" and "less" in tolerates and then.keys() == now.keys():
        return all(_is_less(then[line], now[line]) for line in now)
    if part == "dates" and "refine" in tolerates and then["start"] and now["start"]:
        old, new = _span(then), _span(now)
        return old[0] <= new[0] and new[1] <= old[1]
    return False


def _is_less(then: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    rest = [{name: value for name, value in one.items() if name != "amount"} for one in (then, now)]
    return rest[0] == rest[1] and Decimal(now["amount"]["amount"]) <= Decimal(then["amount"]["amount"])


def _span(days: Mapping[str, Any]) -> tuple[date, date]:
    first, last = (str(days[name] or days["start"])[:10] for name in ("start", "end"))
    return date.fromisoformat(first), date.fromisoformat(last)


@dataclass
class _Reading:
    """A record's approvals, as far as its entries have been read."""

    body: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Every step that was ever asked, as it was frozen last."""
    asked: list[set[str]] = field(default_factory=list)
    """The steps of each round."""
    agreed: dict[str, tuple[Mapping[str, Any], Sheet]] = field(default_factory=dict)
    """Approvals that were not taken back, by id, each with what it was given on."""
    overridden: dict[str, Sheet] = field(default_factory=dict)
    baselines: dict[str, int] = field(default_factory=dict)
    """For each step how many changes there were when it was let pass."""
    changes: list[tuple[frozenset[str], Sheet]] = field(default_factory=list)
    """Who changed what is planned, and what it was then."""

    def read(self, entry: JournalEntry) -> Iterator[str]:
        """Read one more entry; yield what it should not have done."""
        before, said = self.body, entry.details
        self.body = patched(before, entry.patch)
        now = sheet(self.body)
        if not self.changes or now != self.changes[-1][1]:
            self.changes.append((frozenset({entry.actor, entry.responsible}), now))
        self._asked(said)
        if "decision" in said:
            yield from self._decided(entry, said["decision"])
        if "taken_back" in said:
            back = said["taken_back"]
            self.agreed.pop(str(back["of"]), None)
            if back.get("revoked"):
                self.baselines.pop(str(back["decision"]["step"]), None)
        if "override" in said:
            self.overridden[str(said["override"]["step"])] = now
        yield from self._fired(entry, str(before.get("state")), now)

    def _fired(self, entry: JournalEntry, state: str, now: Sheet) -> Iterator[str]:
        """Read what was let pass, and the way into a protected state (L6, L18)."""
        said, here = entry.details, self.body.get("state")
        goes_in = here in PROTECTED and state not in PROTECTED
        passed = set(said.get("baselines", {}).get("steps", ()))
        missing = self.asked[-1] - passed if self.asked else set()
        if goes_in and missing:
            yield f"version {entry.version} goes into {here} past {sorted(missing)}"
        if goes_in and "baseline" not in said:
            yield f"version {entry.version} goes into {here} through no gate"
        for name in sorted(passed):
            if not self._is_passed(name, now):
                yield f"version {entry.version} fires past {name}, which not enough people approved as it is"
        self.baselines |= dict.fromkeys(passed, len(self.changes))

    def _asked(self, said: Mapping[str, Any]) -> None:
        if "round" in said:
            self.steps |= said["round"]["steps"]
            self.asked.append(set(said["round"].get("applies", ())))
        if "asked" in said and self.asked:
            self.steps |= said["asked"].get("steps", {})
            self.asked[-1] = set(said["asked"].get("applies", ()))
        if said.get("closed", {}).get("outcome") not in {None, "passed"} and len(self.asked) > 1:
            self.asked.pop()  # the one before counts again, if one passed

    def _covered(self, name: str) -> list[str]:
        """Return the parts that a step covers."""
        covers = {str(one).partition(".")[0] for one in self.steps[name].get("covers", ())}
        return [part for part in PARTS if part in covers or not covers]

    def _decided(self, entry: JournalEntry, decision: Mapping[str, Any]) -> Iterator[str]:
        if str(decision["id"]) in self.agreed:
            yield f"version {entry.version}: {decision['id']} is there twice"
        if decision["verdict"] in {"comment", "abstain"}:
            return
        speakers = {decision["actor"], decision["principal"]}
        authors = self.authors(str(decision["step"]))
        if speakers & authors:
            yield f"version {entry.version}: {sorted(speakers & authors)} wrote what they decide"
        if decision["verdict"] in AGREES:
            self.agreed[str(decision["id"])] = (decision, sheet(self.body))

    def authors(self, name: str) -> frozenset[str]:
        """Return who wrote what a step covers, since it was let pass last (rule 39)."""
        since, found = self.baselines.get(name, 0), frozenset[str]()
        now, then = self.changes[-1][1], self.changes[since - 1][1] if since else {}
        for part in self._covered(name):
            for n, (people, content) in enumerate(self.changes):
                was = self.changes[n - 1][1].get(part) if n else None
                is_other = n >= since and content[part] != was
                if is_other and (not since or now[part] != then.get(part)):
                    found |= people
        return found

    def _is_passed(self, name: str, now: Sheet) -> bool:
        """Whether a step was let pass, or as many as it takes approved just this (L6)."""
        tolerates = self.steps[name].get("tolerates", _USUAL)
        parts = self._covered(name)

        def holds(then: Sheet) -> bool:
            return all(bears(part, then[part], now[part], tolerates) for part in parts)

        if name in self.overridden and holds(self.overridden[name]):
            return True
        who = {
            str(one["principal"]): str(one["actor"])
            for one, then in self.agreed.values()
            if one["step"] == name and holds(then)
        }
        seats = sum(int(one.get("seats", 1)) for one in self.steps[name]["groups"])
        return len(set(who.values())) >= seats


def approval_faults(entries: Sequence[JournalEntry]) -> list[str]:
    """Return what a record's entries show that approvals promise never to happen."""
    reading = _Reading()
    return [fault for entry in entries for fault in reading.read(entry)]


def faults(office: Office, ref: str) -> list[str]:
    """Return what a record's journal shows that approvals promise never to happen."""
    return approval_faults(office.journal(ref))

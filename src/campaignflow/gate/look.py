"""What an act sees while it is judged: one snapshot, what a preview has laid over it, and what was read.

Whatever is read is noted with its version, so that the commit can tell whether it still holds (rule 14).
Nothing here writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from campaignflow.canonical import Body
from campaignflow.dates.observances import Observance
from campaignflow.errors import CampaignflowError, Finding
from campaignflow.gate.overlay import Overlay
from campaignflow.gate.refusal import Kind, Reason
from campaignflow.hooks.answers import Directory
from campaignflow.hooks.plugins import Plugins
from campaignflow.records.refs import resolve_ref
from campaignflow.store.act import GUARD, Redaction, Task
from campaignflow.store.journal import JournalEntry
from campaignflow.store.record import Record
from campaignflow.types import OFFICE_KINDS, Ref, meant
from campaignflow.workflow.definition import State, Workflow
from campaignflow.workflow.shipped import shipped, shipped_version

__all__ = ["OFFICE", "RETIRED", "Look", "Source", "graph_guard"]

_INSIDE = {"routine": "routines", "condition": "conditions"}
"""Where in a programme the things are kept that have refs of their own."""
RETIRED = "retired"
"""State of a record that was taken out; no workflow has it."""
OFFICE = "office:office"
"""The record of the office itself: its time zone, who founded it."""


class Source(Protocol):
    """What a look reads from: a snapshot of the store."""

    def record(self, ref: str) -> Record | None:
        """A record by its full ref."""
        ...

    def records(
        self, kind: str | None = None, programme: str | None = None, states: Iterable[str] | None = None
    ) -> list[Record]:
        """Records by kind, programme and state."""
        ...

    def find(self, kind: str, id_: str) -> list[str]:
        """The full refs of a kind and id, in whatever programme."""
        ...

    def guard(self, name: str) -> int:
        """The version of a guard."""
        ...

    def journal(
        self,
        ref: str | None = None,
        act: str | None = None,
        since_version: int = 0,
        upto: int | None = None,
    ) -> list[JournalEntry]:
        """Entries of a record or an act."""
        ...

    def as_of(self, ref: str, when: datetime | int | str) -> tuple[int, Body] | None:
        """Version and body of a record as it stood."""
        ...

    def uid_taken(self, uid: str) -> bool:
        """Whether a record has this name for life."""
        ...

    def tasks(self, party: str | None = None, ref: str | None = None) -> list[Task]:
        """Somebody's tasks, or those of a record."""
        ...

    def keys_fired(self, ref: str) -> frozenset[str]:
        """Keys of the timers of a record that have fired."""
        ...


def _called(record: Record) -> str:
    plan = record.data.get("plan") or {}
    return str(plan.get("name") or plan.get("title") or "")


def graph_guard(programme: str) -> str:
    """Return the guard of a programme's records and of what their dates hang on (rule 15)."""
    return f"graph:{programme}"


_BY_GUARD = frozenset({*OFFICE_KINDS, "calendar"})
"""Kinds of the office whose guard stands for their records in what was read: it rises with each of them."""


class Look:
    """One act's view of the record."""

    def __init__(
        self,
        source: Source,
        now: datetime,
        overlay: Overlay | None = None,
        workflows: Mapping[tuple[str, int], Workflow] | None = None,
        memory: dict[str, tuple[Any, Any]] | None = None,
        plugins: Plugins | None = None,
    ) -> None:
        self.source = source
        self.plugins = plugins
        """Who is asked for steps and vetoes; None where the office has no plugins."""
        self.now = now
        """Aware; the only clock a verb may read."""
        self.overlay = overlay or Overlay()
        if self.overlay.records:
            memory = {}  # what is made of a preview is not kept beyond it
        self.reads: dict[str, int] = {}
        """What was read: full ref or guard, and its version (0 where there was none)."""
        self.raises: set[str] = set()
        """Guards whose version the act raises (rule 15)."""
        self.reasons: list[Reason] = []
        self.reported: list[Reason] = []
        """What people should know though it stops nothing: dates that did not follow, drift."""
        self.is_preview = False
        """Whether nothing will be kept, so that no token is asked for."""
        self.is_stopping = False
        """Whether the act stops something: only permission, version and reason count then (rule 21)."""
        self.listed: dict[str, list[Directory]] = {}
        """Whom plugins' directories name for a role, each asked once in an act."""
        self.provider_errors: dict[str, Finding] = {}
        """Why providers of steps could not answer when they were asked; records keep the code alone."""
        self.redactions: list[Redaction] = []
        self.meta: dict[str, str] = {}
        """Lines of the office's notebook that the act sets."""
        self.turns: set[datetime] = set()
        """Moments, gone by or to come, at which something that was asked for changes by itself."""
        self.capacity = ""
        """As what the actor acts: the role that carried the permission."""
        self.cascade: list[str] = []
        """Records touched beside the target because they belong to it (rule 17)."""
        self.laid: dict[str, Body] = {}
        """Bodies that the act itself would write, by full ref, for what sums up over records (rule 15)."""
        self.leaves: dict[int, tuple[Mapping[str, Any], dict[str, Any]]] = {}
        """The leaves of bodies that were asked for, with the body, which is the same object then."""
        self._seen: dict[str, Record | None] = {}
        self._whole: set[tuple[str, str]] = set()
        self._workflows = workflows or {}
        self._memory = {} if memory is None else memory

    def upon(self, records: Mapping[str, Record]) -> "Look":
        """Return a look at the same view with some records laid over it; what it reads is not noted here."""
        laid = Overlay({**self.overlay.records, **records}, self.overlay.guards, self.overlay.entries)
        look = Look(self.source, self.now, laid, self._workflows, plugins=self.plugins)
        look.is_stopping = self.is_stopping
        return look

    # records

    def record(self, ref: str) -> Record | None:
        """Return a record by its full ref, None if there is none."""
        found = self.overlay.records.get(ref)
        if found is None:
            if ref not in self._seen:
                self._seen[ref] = None if self._is_known_absent(ref) else self.source.record(ref)
            found = self._seen[ref]
        self.reads.setdefault(ref, 0 if found is None else found.version)
        return found

    def _is_known_absent(self, ref: str) -> bool:
        """Whether all records of the kind and programme were read, and this one was not among them."""
        kind, _, rest = ref.partition(":")
        return (kind, rest.rpartition("/")[0]) in self._whole

    def body(self, ref: str) -> Body | None:
        """Return the body of a record, None if there is none; not to be changed."""
        found = self.record(ref)
        return None if found is None else found.data

    def records(self, kind: str | None = None, programme: str | None = None) -> list[Record]:
        """Return records of a kind or programme in order of their refs; a new one counts as a change."""
        version = self.guard(graph_guard(programme or ""))
        if kind in _BY_GUARD and programme is None:
            return self._of_office(kind, version)
        found = {one.ref: one for one in self.source.records(kind=kind, programme=programme)}
        self._seen.update(found)
        if kind is not None and programme is not None:
            self._whole.add((kind, programme))
        found |= {
            ref: one
            for ref, one in self.overlay.records.items()
            if (kind is None or one.kind == kind) and (programme is None or one.programme == programme)
        }
        for ref, one in found.items():
            self.reads.setdefault(ref, one.version)
        return [found[ref] for ref in sorted(found)]

    def _of_office(self, kind: str, version: int) -> list[Record]:
        """Return records of the office, read once for each version of their guard, which stands for them."""
        known = self._memory.get(kind)
        if known is None or known[0] != version:
            stored = {one.ref: one for one in self.source.records(kind=kind)}
            laid = {ref: one for ref, one in self.overlay.records.items() if one.kind == kind}
            listed = [one for _, one in sorted({**stored, **laid}.items())]
            known = self._memory[kind] = (version, listed)
        found: list[Record] = known[1]
        return found

    def guard(self, name: str) -> int:
        """Return the version of a guard (rule 15)."""
        key = f"{GUARD}{name}"
        version = self.reads.get(key)
        if version is None:  # one view does not change while it is looked at
            version = self.reads[key] = self.source.guard(name)
        return version + self.overlay.guards.get(name, 0)

    def journal(self, ref: str) -> Sequence[JournalEntry]:
        """Return the entries of a record, oldest first, a preview's included."""
        laid = [one for one in self.overlay.entries if one.ref == ref]
        return [*self.source.journal(ref=ref), *laid]

    def remembered(self, name: str, content: Any, make: Callable[[], Any]) -> Any:
        """Return what `make` makes, made once for each content it is made from."""
        known = self._memory.get(name)
        if known is None or known[0] != content:
            known = self._memory[name] = (content, make())
        return known[1]

    def tasks(self, party: str) -> list[Task]:
        """Return somebody's tasks, a preview's included."""
        laid = [task for listed in self.overlay.tasks.values() for task in listed if task.party == party]
        return [one for one in self.source.tasks(party) if one.ref not in self.overlay.tasks] + laid

    def fired(self, ref: str) -> frozenset[str]:
        """Return the keys of the timers of a record that have fired."""
        return self.source.keys_fired(ref)

    def uid_taken(self, uid: str) -> bool:
        """Whether a record has this name for life."""
        kind, _, rest = uid.partition(":")
        if (kind, rest.rpartition("/")[0]) in self._whole:  # only its own programme's could have it
            return any(one is not None and one.uid == uid for one in self._seen.values())
        return self.source.uid_taken(uid)

    def has_come(self, moment: datetime) -> bool:
        """Whether a moment has come by now; what rests on the answer changes when it comes."""
        self.turns.add(moment)
        return moment <= self.now

    # names

    def ref(self, text: "str | Ref") -> Ref:
        """Return the one record or address that a text names (rule 1).

        Raises:
            InvalidValue: it names nothing, or several things.
        """
        return resolve_ref(str(text), self._exists, self._find, self._near)

    def _exists(self, kind: str, programme: str | None, id_: str) -> bool:
        return self.record(str(Ref(kind, programme, id_))) is not None

    def _find(self, kind: str, id_: str) -> list[Ref]:
        if kind in _INSIDE:
            programmes = self.records(kind="programme")
            return [
                Ref("programme", None, one.id)
                for one in programmes
                if id_ in one.data["plan"].get(_INSIDE[kind], {}) and self._is_live(one)
            ]
        refs = set(self.source.find(kind, id_))
        refs.update(one.ref for one in self.overlay.records.values() if (one.kind, one.id) == (kind, id_))
        found = []
        for ref in sorted(refs):
            record = self.record(ref)
            if record is not None and self._is_live(record):
                found.append(Ref(record.kind, record.programme, record.id))
        return found

    def _is_live(self, record: Record) -> bool:
        """Whether a short ref may mean a record: neither it nor its programme is archived or taken out."""
        if record.data["state"] in {"archived", RETIRED}:
            return False
        around = None if record.programme is None else self.body(f"programme:{record.programme}")
        return around is None or around["state"] != "archived"

    def _near(self, text: str) -> list[str]:
        """Return the ref that was probably meant."""
        kind, colon, rest = text.rpartition(":")
        kind = kind if colon else "campaign"
        known = {one.id: _called(one) for one in self.source.records(kind=kind)}
        close = meant(rest.partition("/")[0], known) or meant(rest.rpartition("/")[2], known)
        return [f"{kind}:{name}" for name in close]

    def near_people(self, person: str) -> list[str]:
        """Return the ids of those who are called as a text says, else of who was probably meant."""
        there = [one for one in self.records(kind="person") if one.data["state"] != RETIRED]
        return meant(person, {one.id: _called(one) for one in there})

    # what many verbs ask

    @cached_property
    def office(self) -> Mapping[str, Any]:
        """What is planned of the office itself: its time zone, its founder; empty before it is founded."""
        body = self.body(OFFICE)
        return {} if body is None else body["plan"]

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone of the office; UTC before it is founded."""
        return ZoneInfo(str(self.office.get("timezone", "UTC")))

    def named(self, kind: str) -> dict[str, Body]:
        """Return the bodies of one of the office's kinds (unit, person ...) by id."""
        if kind not in OFFICE_KINDS:
            raise ValueError(kind)
        listed = self.records(kind=kind)
        known = self._memory.get(f"named:{kind}")
        if known is None or known[0] is not listed:
            known = self._memory[f"named:{kind}"] = (listed, {one.id: one.data for one in listed})
        found: dict[str, Body] = known[1]
        return found

    @cached_property
    def observances(self) -> tuple[Observance, ...]:
        """The observances that plugins bring, beside the shipped ones."""
        return () if self.plugins is None else self.plugins.observances

    @cached_property
    def coordinators(self) -> tuple[str, ...]:
        """Ids of the units that coordinate."""
        units = self.records(kind="unit")
        return tuple(
            one.id for one in units if one.data["state"] == "active" and one.data["plan"].get("coordinator")
        )

    def workflow(self, body: Mapping[str, Any]) -> Workflow:
        """Return the workflow a record moves by, in the version it started with."""
        name, version = body["workflow"]["name"], int(body["workflow"]["version"])
        own = self._workflows.get((name, version))
        return shipped_version(name, version) if own is None else own

    def state_of(self, body: Mapping[str, Any]) -> State | None:
        """Return the state of a record in its workflow; None where it moves by none, or was taken out."""
        if "workflow" not in body or body["state"] == RETIRED:
            return None
        return self.workflow(body).state(str(body["state"]))

    def is_closed(self, body: Mapping[str, Any]) -> bool:
        """Whether a record is read-only: in a final state, or taken out (rule 58)."""
        state = self.state_of(body)
        return body["state"] == RETIRED if state is None else state.final

    def newest_workflow(self, kind: str) -> Workflow:
        """Return the workflow that a new record of a kind starts with."""
        own = [one for one in self._workflows.values() if one.kind == kind]
        if own:
            return max(own, key=lambda one: one.version)
        return next(one for one in shipped().values() if one.kind == kind)

    # refusing

    def refuse(  # the parts of a reason
        self,
        code: str,
        *,
        ref: str = "",
        kind: Kind = "content",
        clears: Iterable[str] = (),
        by: date | None = None,
        **facts: object,
    ) -> None:
        """Keep a reason for which the act is refused; all of them are said at once (rule 20)."""
        reason = Reason(code, facts, ref, kind, tuple(clears), by)
        if reason not in self.reasons:
            self.reasons.append(reason)

    def refuse_for(self, error: CampaignflowError | Finding, ref: str = "", kind: Kind = "content") -> None:
        """Keep what an error or a finding says as a reason."""
        reason = Reason(error.code, error.facts, ref, kind)
        if reason not in self.reasons:
            self.reasons.append(reason)

    def report(
        self, code: str, *, ref: str = "", findings: tuple[Finding, ...] = (), **facts: object
    ) -> None:
        """Keep something people should know."""
        reason = Reason(code, facts, ref, findings=findings)
        if reason not in self.reported:
            self.reported.append(reason)

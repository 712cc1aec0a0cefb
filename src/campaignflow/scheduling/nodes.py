"""Every dated thing of a programme, and what its dates hang on.

A node knows where it stands and whom it can name; its dates are worked out by
`campaignflow.scheduling.resolver`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from campaignflow.dates import expression as ex
from campaignflow.dates.when import When
from campaignflow.errors import InvalidValue
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.dated import Activity, Dated, KeyDate
from campaignflow.plan.programme import Programme

__all__ = ["PROGRAMME", "Node", "Nodes", "refs_in"]

PROGRAMME = ""
"""Id of the programme among the nodes."""

MOST_COMPARED = 2_000
"""Names among which one is looked for that is nearly so."""


@dataclass(slots=True)
class Node:
    """One dated thing, before its dates are known."""

    id: str
    kind: str
    noun: Dated
    path: tuple[str, ...]
    campaign: str | None = None
    parent: str | None = None
    """The campaign of an activity, the activity of a preparation."""
    lead: tuple[str, ...] = ()
    """Its own, else its parent's."""
    zone: str | None = None
    whens: tuple[tuple[str, When], ...] = ()
    """The fields from which its own dates come; `except` once for each of its dates."""
    hangs_on: dict[ex.Ref, str] = field(default_factory=dict)
    """What its dates name, by id of the node named."""

    def inside(self) -> "Node":
        """Return where a date stands that is written in this thing and is not its own."""
        kind = "key-date" if self.kind == "campaign" else "agenda"
        return replace(self, id=f"{self.id}/ ", kind=kind, parent=self.id)


class Nodes(dict[str, Node]):
    """The nodes of a programme by id, in the order of the plan."""

    def __init__(self, programme: Programme) -> None:
        super().__init__()
        self.programme = programme
        self.children: dict[str, list[str]] = {}
        self._titles: dict[tuple[str, str], list[str]] = {}
        self._nearest: dict[tuple[str, str], list[str]] = {}
        for name, campaign in programme.campaigns.items():
            self._campaign(name, campaign)
        for name, routine in programme.routines.items():
            self._add(
                Node(
                    f"routine:{name}",
                    "routine",
                    routine,
                    ("routines", name),
                    lead=routine.lead,
                    zone=routine.timezone,
                )
            )

    def _add(self, node: Node) -> Node:
        self[node.id] = node
        node.whens = tuple(_dated_fields(node.noun))
        if node.parent is not None:
            self.children.setdefault(node.parent, []).append(node.id)
        if node.parent is not None or node.kind == "campaign":
            self._titles.setdefault((node.parent or "", node.noun.title), []).append(node.id)
        return node

    def _campaign(self, name: str, campaign: Campaign) -> None:
        path = ("campaigns", name)
        top = self._add(
            Node(name, "campaign", campaign, path, campaign=name, lead=campaign.lead, zone=campaign.timezone)
        )
        for key, key_date in campaign.key_dates.items():
            self._inner(f"{name}/{key}", "key-date", key_date, (*path, "key_dates", key), top)
        for key, activity in campaign.activities.items():
            self._activity(f"{name}/{key}", "activity", activity, (*path, "activities", key), top)

    def _inner(
        self, name: str, kind: str, noun: KeyDate | Activity, path: tuple[str, ...], parent: Node
    ) -> Node:
        lead = getattr(noun, "lead", ()) or parent.lead
        zone = noun.timezone or parent.zone
        return self._add(Node(name, kind, noun, path, parent.campaign, parent.id, lead, zone))

    def _activity(
        self, name: str, kind: str, activity: Activity, path: tuple[str, ...], parent: Node
    ) -> None:
        node = self._inner(name, kind, activity, path, parent)
        for block in ("prepare", "agenda"):
            for key, inner in getattr(activity, block).items():
                self._activity(f"{name}/{key}", block, inner, (*path, block, key), node)

    def named(self, ref: ex.Ref, node: Node) -> str:
        """Return the id of the node that a name means where it is written.

        Nearest first: siblings inside an activity, then the campaign's, then other campaigns; an id
        before a title.

        Raises:
            InvalidValue: nothing but itself, or more than one thing, is called so.
        """
        found = self.found(ref, node)
        if found is not None:
            return found
        name = "/".join(ref.path)
        if node.id in {f"{scope}/{name}" if scope else name for scope in self._scopes(node)}:
            raise ring_of([node.id])
        raise InvalidValue("name-unknown", name=name, near=self._near(name, node))

    def found(self, ref: ex.Ref, node: Node) -> str | None:
        """Return the id of the node that a name means where it is written, None if there is none."""
        name, path = "/".join(ref.path), ref.path
        if len(path) == 1 and name in {"programme", "campaign", "activity"}:
            return self._around(name, node)
        for scope in self._scopes(node):
            found = f"{scope}/{name}" if scope else name
            if found in self and found != node.id:
                return found
        for scope in self._scopes(node) if len(path) == 1 else ():
            titled = [one for one in self._titles.get((scope, name), ()) if one != node.id]
            if len(titled) > 1:
                raise InvalidValue("title-twice", name=name, ids=sorted(titled))
            if titled:
                return titled[0]
        return None

    def _around(self, name: str, node: Node) -> str:
        if name == "programme":
            return PROGRAMME
        if name == "campaign" and node.campaign is not None and node.kind != "campaign":
            return node.campaign
        if name == "activity" and node.kind in {"prepare", "agenda"} and node.parent is not None:
            return node.parent
        raise InvalidValue("nothing-around", name=name)

    def _scopes(self, node: Node) -> Iterator[str]:
        if node.kind == "campaign":
            yield node.id
        here: Node | None = node
        while here is not None and here.parent is not None:
            yield here.parent
            here = self[here.parent]
        yield ""

    def _near(self, name: str, node: Node) -> list[str]:
        """Return the name that was probably meant; looked for once, however many ask."""
        key = (node.parent or "", name)
        if key not in self._nearest:
            local = {
                one.rpartition("/")[2]
                for scope in self._scopes(node)
                for one in self.children.get(scope, ())
                if one != node.id
            }
            pool = sorted(local.union(self.programme.campaigns))
            if len(pool) > MOST_COMPARED:
                pool = [one for one in pool if one[:1] == name[:1]][:MOST_COMPARED]
            self._nearest[key] = get_close_matches(name, pool, 1, 0.6)
        return self._nearest[key]

    def hang(self, node: Node) -> Iterator[tuple[str, InvalidValue]]:
        """Note what a node's dates name; yield the field and the error where a name means nothing."""
        for field_name, when in node.whens:
            for ref in refs_in(when.expression):
                if ref not in node.hangs_on:
                    try:
                        node.hangs_on[ref] = self.named(ref, node)
                    except InvalidValue as error:
                        yield field_name, error


def ring_of(ids: list[str]) -> InvalidValue:
    """Return the error that says that dates hang on each other."""
    most = 12
    shown = ids if len(ids) <= most else [*ids[:most], f"… ({len(ids)})"]
    return InvalidValue("dates-in-a-ring", items=shown)


def refs_in(part: object) -> Iterator[ex.Ref]:
    """Yield every reference to another thing of the plan inside an expression."""
    match part:
        case ex.Ref():
            yield part
        case ex.Term(base):
            yield from refs_in(base)
        case ex.Single(term) | ex.From(term) | ex.Until(term) | ex.Lasting(term):
            yield from refs_in(term)
        case ex.Between(first, last):
            yield from refs_in(first)
            yield from refs_in(last)
        case ex.After(ref):
            yield from refs_in(ref)
        case ex.Daily(span):
            yield from refs_in(span)
        case ex.WeekOf(base) | ex.NthWeekOf(_, base) | ex.WeekdayOf(_, _, base):
            yield from refs_in(base)
        case _:
            return


def _dated_fields(noun: Dated) -> Iterator[tuple[str, When]]:
    said = noun.__dict__
    for name, key in (("when", "when"), ("due", "due"), ("from", "from_"), ("until", "until")):
        when = said.get(key)
        if when is not None:
            yield name, when
    for when in noun.except_:
        yield "except", when

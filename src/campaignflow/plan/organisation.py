"""Who: units and people."""

from pydantic import Field

from campaignflow.plan.noun import Id, Ids, Noun, Text, Texts, Whens
from campaignflow.types import UnitId

__all__ = ["Person", "Unit"]


class Unit(Noun):
    """A unit of the office, or an organisation beside it (单位、部门)."""

    name: Text
    """Display name."""
    coordinator: bool = False
    """Whether it coordinates the whole programme (牵头抓总)."""
    part_of: UnitId | None = None
    """The unit it is a part of."""
    collective: bool = False
    """Whether it stands for several of a kind: each town, each office (各乡镇)."""
    members: int | None = Field(default=None, ge=1)
    """How many a collective has; left out where unknown."""
    outside: bool = False
    """Whether it is no part of the office."""
    working_calendar: Id | None = None
    """Country code or a calendar of the plan; else the programme's."""
    timezone: Id | None = None
    """IANA name; else the programme's."""


class Person(Noun):
    """A person who plays a part (人员)."""

    name: Text
    """Display name."""
    unit: UnitId | None = None
    """The unit the person belongs to."""
    roles: Texts = ()
    """Roles held: `planner`, `head-of-unit`, `finance-approver` ..."""
    posts: Texts = ()
    """Posts held."""
    beats: Texts = ()
    """Topics covered (跑片分工)."""
    stands_in_for: Ids = ()
    """People this one stands in for."""
    away: Whens = ()
    """When not there."""
    same_as: Id | None = None
    """Another id of the same human, who counts once."""
    shared: bool = False
    """Whether it is an account that several people use; it decides nothing by itself."""
    outside: bool = False
    """Whether somebody outside the office, who decides by token."""

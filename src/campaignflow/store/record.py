"""A record as it stands: who it is, how often it changed, its body and what is derived from it.

How it came to be so is its journal (`campaignflow.store.journal`); what may stand in a body is
`campaignflow.canonical`.
"""

from dataclasses import dataclass, field
from typing import cast

from campaignflow.canonical import Body, parsed

__all__ = ["Record"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record at its newest version."""

    ref: str
    """Full ref: `campaign:river-2027/water-week`."""
    uid: str
    """Name for life: its first full ref, with `~2` behind it if that was taken (rule 1)."""
    kind: str
    programme: str | None
    id: str
    version: int
    """Number of entries in its journal (rule 5)."""
    body_version: int
    """Version at which the body changed last; expectations are compared with it (rule 17)."""
    head: str
    """Hash of its newest entry."""
    body: bytes
    """Canonical bytes (rule 4)."""
    applied: bytes | None = None
    """What the last applied file said, as JSON: the base of the next comparison (rule 58)."""
    revisions: bytes | None = None
    """Calendar sequence numbers of its dates, as JSON."""
    approvals: bytes | None = None
    """Rounds, decisions, conditions and baselines, folded from its entries, as JSON."""
    _parsed: Body | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def data(self) -> Body:
        """The body as a dict, parsed once; whoever wants to change it makes a copy."""
        if self._parsed is None:
            object.__setattr__(self, "_parsed", parsed(self.body))
        return cast("Body", self._parsed)

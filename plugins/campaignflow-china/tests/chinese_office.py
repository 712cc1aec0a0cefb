"""What the tests share: an office on a file, opened with and without the plugin, at a moment they choose."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import campaignflow as cf

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
REVIEWS = (("first-review", "cheng-an"), ("second-review", "luo-qi"), ("final-review", "du-heng"))
PROOFS = (("proof-1", "bai-lu"), ("proof-2", "tang-yi"), ("proof", "bai-lu"))
SECRECY = ("secrecy-review", "jiang-mo")


@dataclass
class Desk:
    """The office, opened and reopened on one file."""

    file: Path
    moment: datetime = datetime(2027, 3, 1, 1, tzinfo=UTC)
    office: cf.Office = field(init=False)

    def opens(self, *plugins: object, **options: Any) -> "Desk":
        """Open the office, again if it was open, with these plugins and no others."""
        if hasattr(self, "office"):
            self.office.close()
        url = f"sqlite:///{self.file}?synchronous=NORMAL"
        self.office = cf.open_office(url, clock=lambda: self.moment, plugins=plugins, **options)
        return self

    def at(self, moment: str) -> None:
        """Set the clock to a moment in Shanghai."""
        self.moment = datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)

    def drafted(self) -> str:
        """Open an item and write it."""
        (item,) = self.office.open("item", title="世界水日通稿", unit="press", actor="fang-yu").refs
        self.office.fire(item, "write", actor="fang-yu")
        return item

    def submitted(self) -> str:
        """Open an item and submit it."""
        item = self.drafted()
        self.office.fire(item, "submit", actor="fang-yu")
        return item

    def cleared(self) -> str:
        """Bring an item through its reviews and proofs."""
        item = self.submitted()
        self.approve(item, *REVIEWS, *PROOFS)
        return item

    def approve(self, item: str, *said: tuple[str, str]) -> None:
        """Let people approve steps."""
        for step, person in said:
            self.office.decide(item, step, "approve", actor=person)

    def state(self, item: str) -> str:
        """Return the state of an item."""
        return str(self.office.record(item).data["state"])

    def stands(self, item: str) -> dict[str, str]:
        """Return how the steps of an item stand."""
        found = self.office.approvals(item)
        return {} if found is None else {one.id: one.status for one in found.steps}

    def refused(self, act: Callable[..., object], *args: Any, **said: Any) -> set[str]:
        """Return the codes for which an act is refused."""
        with pytest.raises(cf.Refused) as caught:
            act(*args, **said)
        return {reason.code for reason in caught.value.reasons}

"""A clock that stands, sample programmes, and offices that are thrown away.

The samples are whole plans that `campaignflow check` passes; the people in them are invented.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files

from campaignflow.office.office import Office, open_office
from campaignflow.plan.programme import Programme
from campaignflow.planfile.loader import loads
from campaignflow.workflow.packaged import packaged_names

__all__ = ["SAMPLES", "Clock", "office", "sample"]

SAMPLES = tuple(packaged_names("samples"))
"""Names of the sample programmes: `harbour` in English, `river` in Chinese."""
_BEGIN = datetime(2026, 12, 1, 1, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands until it is moved; hand it to `campaignflow.open_office` as `clock`."""

    now: datetime = _BEGIN
    """Aware; the morning of 2026-12-01 in Shanghai unless said otherwise."""

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.now

    def move(self, **span: float) -> datetime:
        """Move it on by a span, as ``move(days=3)`` takes one, and return what it shows."""
        self.now += timedelta(**span)
        return self.now


def sample(name: str = "river") -> Programme:
    """Return a sample programme; `SAMPLES` names them."""
    return loads(files("campaignflow").joinpath("data", "samples", f"{name}.yaml").read_text("utf-8"))


def planner(programme: Programme) -> str:
    """Return the id of somebody who may plan."""
    return next(name for name, person in programme.people.items() if "planner" in person.roles)


@contextmanager
def office(
    programme: Programme | None = None, *, plugins: Iterable[object] = (), clock: Clock | None = None
) -> Iterator[Office]:
    """Open an office in memory in which a programme was applied; only these plugins are in it.

    Whatever was done in it, its record must be whole at the end.

    Args:
        programme: What is planned; the sample `river` unless said otherwise.
        plugins: Modules or objects with hooks.
        clock: What tells the time; a new `Clock` unless said otherwise.

    Raises:
        AssertionError: the record contradicts itself at the end.
    """
    plan = sample() if programme is None else programme
    with open_office("sqlite://", clock=clock or Clock(), plugins=plugins) as opened:
        opened.apply(plan, actor=planner(plan))
        yield opened
        problems = opened.verify(deep=True).problems
        if problems:
            raise AssertionError("\n".join(map(str, problems)))

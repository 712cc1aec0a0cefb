"""The published norms, as `data/norms.yaml` has them: read once, looked up by id.

What the data marks `memory` was not looked up by anybody, so it is off until it is switched on by name.
An office may put a value of its own in the place of a published one; both are told apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

__all__ = ["Norm", "NormOff", "Norms", "UnknownNorm", "published"]

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class UnknownNorm(LookupError):
    """There is no norm of this id."""

    def __init__(self, id_: str, known: Iterable[str]) -> None:
        near = get_close_matches(id_, list(known), 1, 0.6)
        meant = f" 是不是想写 {near[0]}？ Did you mean {near[0]}?" if near else ""
        super().__init__(f"没有编号为 {id_} 的规定。 There is no norm {id_}.{meant}")


class NormOff(LookupError):
    """A norm that nobody has looked up yet, and that was not switched on."""

    def __init__(self, id_: str) -> None:
        super().__init__(
            f"规定 {id_} 凭记忆写下，未经核对，默认不用；核对后写 rules(with_memory=[{id_!r}]) 启用。 "
            f"The norm {id_} is from memory and off; check it, then use rules(with_memory=[{id_!r}])."
        )


@dataclass(frozen=True, slots=True)
class Norm:
    """One published norm."""

    id: str
    value: Any
    """A number, a Decimal for shares, a text, or a tuple or mapping of these."""
    unit: str
    zh: str
    """What it is about."""
    en: str
    source: str
    """The document it stands in, as it calls itself."""
    url: str
    """Where it was read."""
    confidence: str
    """`law`: the statute's text was read; `seen`: read on the page named; `memory`: not looked up."""
    scope: str = ""
    """`local`: of one place or unit, or an example; `abroad`; empty for a national one."""
    note: str = ""
    is_own: bool = False
    """Whether the value is the office's own, in the place of the published one."""


class Norms(Mapping[str, Norm]):
    """Norms by id; those from memory are there only if they were switched on.

    Args:
        with_memory: Ids of norms from memory that are to count.
        own: Values of the office's own, by id.

    Raises:
        UnknownNorm: an id is none.
        ValueError: what was switched on is no norm from memory.
    """

    def __init__(self, with_memory: Iterable[str] = (), own: Mapping[str, Any] | None = None) -> None:
        self.version, self._all = published()
        self.with_memory = tuple(sorted({with_memory} if isinstance(with_memory, str) else set(with_memory)))
        self.own = MappingProxyType(dict(sorted((own or {}).items())))
        for id_ in (*self.with_memory, *self.own):
            if id_ not in self._all:
                raise UnknownNorm(id_, self._all)
        for id_ in self.with_memory:
            if self._all[id_].confidence != "memory":
                msg = f"{id_} 不是凭记忆写下的，本来就有效。 {id_} is not from memory; it counts anyway."
                raise ValueError(msg)

    def __getitem__(self, id_: str) -> Norm:
        norm = self._all.get(id_)
        if norm is None:
            raise UnknownNorm(id_, self._all)
        if id_ in self.own:
            return replace(norm, value=_value(self.own[id_]), is_own=True)
        if norm.confidence == "memory" and id_ not in self.with_memory:
            raise NormOff(id_)
        return norm

    def __iter__(self) -> Iterator[str]:
        return (id_ for id_ in self._all if self._counts(id_))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._all and self._counts(str(id_))

    def _counts(self, id_: str) -> bool:
        return self._all[id_].confidence != "memory" or id_ in self.with_memory or id_ in self.own

    @property
    def settings(self) -> str:
        """What was chosen beside the published norms, as short text; empty for nothing."""
        said = [*self.with_memory, *(f"{id_}={value}" for id_, value in self.own.items())]
        return "; ".join(said)


@cache
def published() -> tuple[int, Mapping[str, Norm]]:
    """Return the version of the data, and all norms by id, those from memory included."""
    text = files("campaignflow_china").joinpath("data/norms.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader, ten times as fast where it is in C
    norms = {
        id_: Norm(id=id_, **{**said, "value": _value(said["value"])}) for id_, said in data["norms"].items()
    }
    return int(data["version"]), MappingProxyType(norms)


def _value(said: Any) -> Any:
    """Return a value that nobody can change; shares are exact."""
    if isinstance(said, float):
        return Decimal(str(said))
    if isinstance(said, list | tuple):
        return tuple(_value(one) for one in said)
    if isinstance(said, Mapping):
        return MappingProxyType({key: _value(one) for key, one in said.items()})
    return said

"""The published norms that the plugin follows: what each says, where it stands, how it was read.

They are data, in `data/norms.toml`, with a version; none of them is legal advice.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Norm", "norm", "norms"]


@dataclass(frozen=True, slots=True)
class Norm:
    """One published norm."""

    name: str
    value: str
    meaning: str
    source: str
    url: str
    read: str
    """`current`, or `earlier`: it stood in an earlier form of the page, and was not found in the newest."""
    version: str
    """Of the data."""


@cache
def norms() -> dict[str, Norm]:
    """Return all norms by name."""
    said = tomllib.loads(files(__package__).joinpath("data/norms.toml").read_text(encoding="utf-8"))
    version = said.pop("version")
    return {name: Norm(name=name, version=version, **one) for name, one in said.items()}


def norm(name: str) -> Norm:
    """Return a norm by its name, as `assurance.limit`."""
    return norms()[name]

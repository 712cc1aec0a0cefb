"""Reads the YAML files that come with the package; nobody else's are read here.

What they hold is read by `campaignflow.workflow.shipped` and `policy`.  Files of users go through
`campaignflow.planfile`, which keeps texts as they were written and caps what they may cost.
"""

from importlib.resources import files
from typing import Any

import yaml

__all__ = ["packaged", "packaged_names"]

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


def packaged(path: str) -> Any:
    """Return what a YAML file of the package holds, by its path below `data/`."""
    text = files("campaignflow").joinpath("data", path).read_text(encoding="utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader, ten times as fast where it is in C


def packaged_names(folder: str) -> list[str]:
    """Return the names of the YAML files in a folder below `data/`, without `.yaml`, in order."""
    names = [file.name for file in files("campaignflow").joinpath("data", folder).iterdir()]
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))

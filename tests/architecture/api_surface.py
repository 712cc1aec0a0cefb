"""Write down the public surface: every public name with its signature.

`python -m tests.architecture.api_surface` writes `api_surface.txt`; `test_public_names` compares.
"""

import enum
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

WRITTEN = Path(__file__).with_name("api_surface.txt")
REGENERATE = "python -m tests.architecture.api_surface"


def surface() -> list[str]:
    """Return the public surface, a line for each name and each method below it."""
    import campaignflow

    lines: list[str] = []
    for name in sorted(campaignflow.__all__):
        lines += described(name, getattr(campaignflow, name))
    return lines


def described(name: str, thing: object) -> Iterator[str]:
    """Yield the lines that describe one public name."""
    if inspect.isclass(thing) and issubclass(thing, enum.Enum):
        yield f"enum {name}: {', '.join(thing.__members__)}"
    elif inspect.isclass(thing):
        yield f"class {name}{signature(thing)}"
        yield from (f"    {line}" for line in members(thing))
    elif inspect.isroutine(thing):
        yield f"def {name}{signature(thing)}"
    else:
        yield f"{name}: {type(thing).__name__}"


def members(cls: type) -> Iterator[str]:
    """Yield the public methods and properties that our own classes give a class."""
    ours = [base for base in cls.__mro__ if base.__module__.partition(".")[0] == "campaignflow"]
    names = {name for base in ours for name in vars(base) if not name.startswith("_")}
    for name in sorted(names):
        member = inspect.getattr_static(cls, name)
        if isinstance(member, property | cached_property):
            yield f"{name}: property"
        elif isinstance(member, classmethod | staticmethod) or inspect.isfunction(member):
            yield f"def {name}{signature(getattr(cls, name))}"


def signature(thing: object) -> str:
    """Return a signature spelled alike by all Python versions and in all processes."""
    try:
        text = str(inspect.signature(thing))  # type: ignore[arg-type]
    except ValueError:
        return "(...)"
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return text.replace("pathlib._local.", "pathlib.")


if __name__ == "__main__":
    WRITTEN.write_text("\n".join(surface()) + "\n", encoding="utf-8")
    print(f"Wrote {WRITTEN.name}: {len(surface())} lines.")

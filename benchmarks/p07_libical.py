"""libical (C) in P7, by ctypes, if the system has it: a file read, and what was read written again.

Both are one call into C each, so Python has no share in what is timed.
"""

from collections.abc import Callable
from ctypes import CDLL, c_char_p, c_void_p, string_at
from functools import cache
from typing import Any

from measuring import Cost, call
from peers import Peer

__all__ = ["libical", "read", "written"]


@cache
def _library() -> Any:
    """Return the library with the calls that are used here; None if it is not there."""
    try:
        library = CDLL("libical.so.3")
    except OSError:
        return None
    signatures: tuple[tuple[str, Any, Any], ...] = (
        ("icalparser_parse_string", c_void_p, c_char_p),
        ("icalcomponent_as_ical_string_r", c_void_p, c_void_p),
        ("icalcomponent_free", None, c_void_p),
        ("icalmemory_free_buffer", None, c_void_p),
    )
    for name, result, argument in signatures:
        function = getattr(library, name)
        function.restype, function.argtypes = result, [argument]
    return library


def libical() -> Peer:
    """Return libical, if it is installed."""
    if _library() is None:
        return Peer(
            "libical", absent="libical.so.3 is not installed (Debian and Ubuntu: apt install libical3)"
        )
    return Peer("libical 3 (C)")


def read(octets: bytes) -> Cost:
    """Read a file into components, and return what that took."""
    library, found = _library(), []
    cost = call(_kept(found, lambda: library.icalparser_parse_string(octets)))
    library.icalcomponent_free(found[0])
    return cost


def written(octets: bytes) -> tuple[Cost, bytes]:
    """Read a file, write it again, and return what the writing took, and what was written."""
    library, found = _library(), []
    component = library.icalparser_parse_string(octets)
    cost = call(_kept(found, lambda: library.icalcomponent_as_ical_string_r(component)))
    said = string_at(found[0])
    library.icalmemory_free_buffer(found[0])
    library.icalcomponent_free(component)
    return cost, said


def _kept(found: list[int], work: Callable[[], int]) -> Callable[[], None]:
    """Return what does some work and keeps the pointer that it gives."""

    def kept() -> None:
        pointer = work()
        assert pointer
        found.append(pointer)

    return kept

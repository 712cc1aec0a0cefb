"""What is written down for good: texts as they enter, bodies, their canonical bytes, patches between them.

Rules 2, 3, 4 and 6 of the semantics.  Who writes bodies and where they are kept is
`campaignflow.records` and `campaignflow.store`.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from campaignflow.errors import InvalidValue

__all__ = [
    "Body",
    "at",
    "canonical",
    "checked_body",
    "checked_patch",
    "difference",
    "digest",
    "enter",
    "merged",
    "parsed",
    "put",
]

Body = dict[str, Any]
"""A JSON object without null, float, empty map or empty list (rule 2)."""

LARGEST_INTEGER = 2**53
DEEPEST = 64
LONGEST_PATCH = 1_000_000
"""Bytes of one patch (C12)."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
# C0 but TAB and LF, DEL, C1 and lone surrogates
_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TRAILING = re.compile("[ \t\u3000]+(?=\n)|[ \t\n\u3000]+$")
# Unicode's compatibility ideographs; NFC would turn a name's variant character into another one
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def enter(text: str) -> str:
    """Return a text as it is kept: line ends LF, no trailing blanks, NFC (rule 3).

    Compatibility ideographs stay as they are.

    Raises:
        InvalidValue: a control character or half a surrogate pair is in it.
    """
    if text.isascii() and text.isprintable() and not text.endswith(" "):
        return text
    text = text.replace("\r\n", "\n")
    bad = _REFUSED.search(text)
    if bad is not None:
        raise InvalidValue(
            "text-has-control", character=f"U+{ord(bad[0]):04X}", text=text[: bad.start()][-20:]
        )
    text = _TRAILING.sub("", text)
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY.split(text)
    return "".join(part if odd % 2 else unicodedata.normalize("NFC", part) for odd, part in enumerate(parts))


def canonical(value: Any) -> bytes:
    """Return the bytes that are stored and hashed: UTF-8 JSON, keys by code point, no blanks (rule 4)."""
    return _ENCODER.encode(value).encode("utf-8")


def parsed(data: bytes | str) -> Any:
    """Return the value of canonical bytes."""
    return json.loads(data)


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def checked_body(body: Mapping[str, Any]) -> Body:
    """Return a body with its texts as they are kept; what may not be in one is refused (rules 2, 3).

    Raises:
        InvalidValue: null, a float, something empty, a number beyond 2**53, a text that is refused.
    """
    checked: Body = _checked(dict(body), "", DEEPEST)
    return checked


def checked_patch(patch: Mapping[str, Any]) -> Body:
    """Return a merge patch with its texts as they are kept; refuses what `checked_body` does, but for null.

    Raises:
        InvalidValue: what it puts into the body may not stand there.
    """
    checked: Body = _checked(dict(patch), "", DEEPEST, is_patch=True)
    return checked


def _checked(value: Any, path: str, depth: int, *, is_patch: bool = False) -> Any:
    if isinstance(value, str):
        return enter(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise InvalidValue("body-number-too-large", path=path)
        return value
    if depth and value and isinstance(value, Mapping):
        return {
            str(key): None
            if is_patch and inner is None
            else _checked(inner, f"{path}/{key}", depth - 1, is_patch=is_patch)
            for key, inner in value.items()
        }
    if depth and value and isinstance(value, list | tuple):
        return [_checked(inner, f"{path}/{n}", depth - 1) for n, inner in enumerate(value)]
    raise InvalidValue("body-has-no-place-for", path=path, kind=type(value).__name__)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Body:
    """Return the merge patch (RFC 7396) from one body to another; empty where they are the same."""
    return dict(_differing(before, after))


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in after.items():
        old = before.get(key)
        if old is value and key in before:
            continue
        if isinstance(old, Mapping) and isinstance(value, Mapping):
            inner = dict(_differing(old, value))
            if inner:
                yield key, inner
        elif not _same(old, value):
            yield key, value
    for key in before:
        if key not in after:
            yield key, None


def _same(one: Any, other: Any) -> bool:
    # Python has 1 == True; the bytes tell them apart
    return type(one) is type(other) and (one == other if isinstance(one, str) else _bytes_equal(one, other))


def _bytes_equal(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


def merged(before: Mapping[str, Any], patch: Mapping[str, Any]) -> Body:
    """Return a body with a merge patch applied (RFC 7396, section 2); neither is changed."""
    after = dict(before)
    for key, value in patch.items():
        if value is None:
            after.pop(key, None)
        elif isinstance(value, Mapping):
            old = after.get(key)
            after[key] = merged(old if isinstance(old, Mapping) else {}, value)
        else:
            after[key] = value
    return after


def at(body: Mapping[str, Any], path: Iterable[str]) -> Any:
    """Return what stands at a path inside a body, None if nothing does."""
    here: Any = body
    for key in path:
        here = here.get(key) if isinstance(here, Mapping) else None
    return here


def put(body: Mapping[str, Any], path: Sequence[str], value: Any) -> Body:
    """Return a body with a value at a path; None takes away what stands there, and maps left empty."""
    key, rest = path[0], path[1:]
    after = dict(body)
    if rest:
        old = after.get(key)
        value = put(old if isinstance(old, Mapping) else {}, rest, value) or None
    if value is None:
        after.pop(key, None)
    else:
        after[key] = value
    return after

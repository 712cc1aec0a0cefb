"""Refs as people type them: read, and told what record and what in it they mean (rule 1).

`campaign:river-2027/water-week/briefing` in full, `campaign:water-week/briefing` while only one live
programme has it, and without a kind `water-week/briefing`.  Which records there are is asked of the caller.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from campaignflow.errors import InvalidValue
from campaignflow.types import OFFICE_KINDS, Ref

__all__ = ["Parts", "full_ref", "parse_ref", "resolve_ref"]

LONGEST = 400
"""Characters of a ref that are read at all."""

_KIND = re.compile("[a-z][a-z-]*")
_STEP = re.compile(r"[^\W_][\w-]*")
_ITEM = re.compile(r"(?:condition:|approval:)?[^\W_][\w-]*(?:@[\w-]+)?")
_WIDE = str.maketrans("：／＠", ":/@")
"""What a Chinese keyboard types in their place; ids hold none of them."""

_WITHOUT_PROGRAMME = frozenset({*OFFICE_KINDS, "programme"})
_IN_PROGRAMME = {"routine": "", "condition": "condition:"}
"""What is typed like a record and is an address in its programme, with what its id is preceded by there."""


class Parts(NamedTuple):
    """A ref as it was typed: its kind, and the ids between its slashes."""

    kind: str
    """`campaign` where none was typed."""
    steps: tuple[str, ...]
    is_bare: bool
    """Whether no kind was typed."""


def parse_ref(text: str) -> Parts:
    """Return the parts of a ref as people type it.

    Raises:
        InvalidValue: the text is no ref.
    """
    kind, colon, rest = text.strip().translate(_WIDE).partition(":")
    if not colon:
        kind, rest = "campaign", kind
    first, *others = rest.split("/")
    shape = _ITEM if kind in _IN_PROGRAMME else _STEP
    is_read = _KIND.fullmatch(kind) and shape.fullmatch(first) and all(map(_ITEM.fullmatch, others))
    if not is_read or len(text) > LONGEST:
        raise InvalidValue("ref-unreadable", text=text)
    return Parts(kind, (first, *others), not colon)


def full_ref(text: str) -> Ref:
    """Return the ref that a full ref says, as `str(Ref)` wrote it.

    Of kinds that belong to a programme, a single step is a record without one.

    Raises:
        InvalidValue: the text is no ref.
    """
    kind, steps, _ = parse_ref(text)
    if kind in _WITHOUT_PROGRAMME or len(steps) == 1:
        return Ref(kind, None, steps[0], steps[1:])
    return Ref(kind, steps[0], steps[1], steps[2:])


def resolve_ref(
    text: str,
    exists: Callable[[str, str | None, str], bool],
    find: Callable[[str, str], Iterable[Ref]],
    near: Callable[[str], Iterable[str]] = lambda _text: (),
) -> Ref:
    """Return the record, and the address in it, that a ref means where it was typed.

    A full ref means its record, whether that is live or not; a short one the only live record of its kind
    and id.  Whether the record has something at the address is not looked at.

    Args:
        text: As typed.
        exists: Whether there is a record of a kind, a programme (or None) and an id.
        find: The live records of a kind and id, in whatever programme.  For `routine` and `condition` the
            programmes that have one of this id.
        near: Refs that look like a text, for the sentence.

    Raises:
        InvalidValue: the text is no ref, there is no such record, or there is more than one.
    """
    kind, steps, is_bare = parse_ref(text)
    if kind in _IN_PROGRAMME:
        return _only(text, _inside(kind, steps, exists, find), near)
    full = list(_full(kind, steps, exists))
    if full and not is_bare:
        return full[0]
    short = [Ref(one.kind, one.programme, one.id, steps[1:]) for one in find(kind, steps[0])]
    return _only(text, [*full, *short], near)


def _full(kind: str, steps: tuple[str, ...], exists: Callable[[str, str | None, str], bool]) -> Iterable[Ref]:
    """Yield the record that a ref names in full."""
    if kind not in _WITHOUT_PROGRAMME and len(steps) > 1 and exists(kind, steps[0], steps[1]):
        yield Ref(kind, steps[0], steps[1], steps[2:])
    elif exists(kind, None, steps[0]):
        yield Ref(kind, None, steps[0], steps[1:])


def _inside(
    kind: str,
    steps: tuple[str, ...],
    exists: Callable[[str, str | None, str], bool],
    find: Callable[[str, str], Iterable[Ref]],
) -> Iterable[Ref]:
    """Yield the addresses of a routine or condition; with two steps the first is its programme."""
    item = _IN_PROGRAMME[kind] + steps[-1]
    if len(steps) > 1:
        if exists("programme", None, steps[0]):
            yield Ref("programme", None, steps[0], (item,))
    else:
        for one in find(kind, steps[0].partition("@")[0]):
            yield Ref("programme", None, one.id, (item,))


def _only(text: str, found: Iterable[Ref], near: Callable[[str], Iterable[str]]) -> Ref:
    refs = sorted(found, key=str)
    if len(refs) > 1:
        raise InvalidValue("ref-ambiguous", text=text, refs=[str(ref) for ref in refs])
    if not refs:
        raise InvalidValue("ref-unknown", text=text, near=list(near(text)))
    return refs[0]

"""The file of mail addresses that commands take: by id of a unit or medium, in YAML, JSON or TOML.

Plans hold no addresses, as a plan is shown to more people than an address book is.
"""

import sys
from pathlib import Path
from typing import Any

from campaignflow.cli.files import refuse_file
from campaignflow.cli.report import Report
from campaignflow.errors import Finding, InvalidValue, Place
from campaignflow.export.attending import mailbox_of
from campaignflow.plan.programme import Programme
from campaignflow.planfile.loader import tree_of
from campaignflow.planfile.tree import Block
from campaignflow.types import meant

__all__ = ["book_of"]

_NOTHING = frozenset(("plan-empty", "plan-no-blocks"))
"""What is said of a plan without anything in it."""


def book_of(file: Path, programme: Programme, lang: str) -> dict[str, str] | None:
    """Return the addresses in a file by id; None if there are mistakes in it.  Both are told on the way.

    Raises:
        OSError: the file cannot be read.
    """
    refuse_file(file)
    tree, found = tree_of(file)
    found = [one for one in found if one.code not in _NOTHING]
    if not tree and not any(one.severity == "error" for one in found):
        found.append(Finding("addresses-none", Place(str(file), 1)))
    blocks = (programme.units, programme.media)
    names = {who: noun.name for block in blocks for who, noun in block.items()}
    book: dict[str, str] = {}
    for who, said in tree.items():
        place = _place(tree, who)
        wrong = _mistake(who, said, place)
        if wrong is not None:
            found.append(wrong)
        elif who not in names:
            found.append(Finding("address-of-nobody", place, {"who": who, "near": meant(who, names)}))
        else:
            book[who] = said
    report = Report(found, lang)
    if report.errors or report.warnings:
        print(report.as_text(notes=False, made=None), file=sys.stderr)
    return None if report.errors else book


def _mistake(who: str, said: Any, place: Place) -> Finding | None:
    if not isinstance(said, str) or not said.strip():
        return Finding("address-not-text", place, {"who": who})
    try:
        mailbox_of(who, said)
    except InvalidValue as error:
        return Finding(error.code, place, error.facts)
    return None


def _place(tree: Block, who: str) -> Place:
    file, line, column, *_ = tree.marks.get(who, (None, None, None))
    return Place(file, line, column)

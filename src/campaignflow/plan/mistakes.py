"""Turns pydantic's report on a noun into findings in our own words, each with its path in the plan.

Where a path stands in a file is known to `campaignflow.planfile`.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from campaignflow.errors import Finding, InvalidValue, Place
from campaignflow.labels import Word

__all__ = ["Detail", "details_of", "findings_of", "keys_of", "noun_at"]

Path = tuple[str | int, ...]
Detail = tuple[str, dict[str, object], Path]
"""Code, facts and path of one mistake."""

# A text a field may hold in place of another: what pydantic calls it, what we say.
_NEEDS = {
    "string_type": "needs-text",
    "model_type": "needs-block",
    "model_attributes_type": "needs-block",
    "mapping_type": "needs-block",
    "dict_type": "needs-block",
    "tuple_type": "needs-list",
    "list_type": "needs-list",
    "bool_parsing": "needs-yes-or-no",
    "bool_type": "needs-yes-or-no",
    "int_parsing": "needs-whole-number",
    "int_type": "needs-whole-number",
    "int_parsing_size": "needs-whole-number",
    "decimal_parsing": "needs-number",
    "decimal_type": "needs-number",
    "string_pattern_mismatch": "control-character",
    "string_unicode": "control-character",
    "string_too_short": "empty-text",
    "string_too_long": "text-too-long",
}


def findings_of(error: ValidationError, noun: type[BaseModel], item: str) -> list[Finding]:
    """Return the findings of a noun that was built in Python."""
    found = []
    for code, facts, path in details_of(error, noun):
        where = ".".join(str(part) for part in (item, *path))
        found.append(Finding(code, Place(item=where), facts))
    return found


def details_of(error: ValidationError, noun: type[BaseModel]) -> Iterable[Detail]:
    """Yield code, facts and path of each mistake pydantic reports about a noun."""
    for row in error.errors(include_url=False):
        path: Path = tuple(part for part in row["loc"] if part != "[key]")
        yield _detail(row, path, noun)


def _detail(row: Mapping[str, Any], path: Path, noun: type[BaseModel]) -> Detail:
    kind, given = row["type"], row["input"]
    cause = row.get("ctx", {}).get("error")
    if isinstance(cause, InvalidValue):
        said: dict[str, object] = dict(cause.facts)
        expected = said.get("expected")
        if isinstance(expected, list | tuple):
            said.setdefault("near", get_close_matches(str(given), [str(one) for one in expected], 1, 0.6))
        if "got" in said:
            said["got"] = _kind_of(given)
        return cause.code, said, path
    if kind == "extra_forbidden":
        known = keys_of(noun_at(noun, path[:-1]))
        facts: dict[str, object] = {
            "key": str(path[-1]),
            "near": get_close_matches(str(path[-1]), known, 1, 0.6),
            "known": known,
        }
        return "unknown-key", facts, path
    if kind == "missing":
        return "missing-key", {"key": str(path[-1])}, path
    if kind in {"enum", "literal_error"}:
        expected = [
            word.strip().strip("'") for word in row["ctx"]["expected"].replace(" or ", ", ").split(", ")
        ]
        near = get_close_matches(str(given), expected, 1, 0.6)
        return "not-one-of", {"text": str(given), "expected": expected, "near": near}, path
    if kind in {"greater_than_equal", "greater_than", "less_than_equal"}:
        return "number-outside", {"text": str(given)}, path
    if kind in _NEEDS:
        return _NEEDS[kind], {"text": _shown(given), "got": _kind_of(given)}, path
    return "value-refused", {"text": str(given), "why": row["msg"]}, path


def _shown(given: object) -> str:
    """Return what was given as a sentence may show it; of a block its keys."""
    return ", ".join(str(part) for part in given) if isinstance(given, list | Mapping) else str(given)


def _kind_of(given: object) -> Word:
    kinds = ((Mapping, "block"), (list | tuple, "list"), (bool, "yes-or-no"), (int | float, "number"))
    return Word(next((word for kind, word in kinds if isinstance(given, kind)), type(given).__name__))


def keys_of(noun: type[BaseModel] | None) -> list[str]:
    """Return the keys of a noun as the plan file spells them."""
    if noun is None:
        return []
    return [field.alias or name for name, field in noun.model_fields.items()]


def noun_at(noun: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """Return the noun that stands at a path inside another noun, if one does."""
    here: Any = noun
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            fields = {field.alias or name: field for name, field in here.model_fields.items()}
            field = fields.get(str(part)) or here.model_fields.get(str(part))
            here = None if field is None else field.annotation
        else:  # one step into a mapping or list of nouns
            here = _as_noun(here)
    return _as_noun(here)


def _as_noun(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            return argument
    return None

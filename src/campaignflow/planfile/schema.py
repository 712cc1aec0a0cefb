"""The JSON Schema of a plan file (JSON Schema 2020-12), made from the nouns and their docstrings.

Editors check a plan with it while it is typed; what a plan means is checked by the loader.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from campaignflow.plan.noun import Noun
from campaignflow.plan.programme import BLOCKS, HEAD, Programme

__all__ = ["plan_schema"]


class _Texts(GenerateJsonSchema):
    """Every scalar of a plan is text to us, so numbers and booleans in YAML are as welcome as strings."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        made = super().str_schema(schema)
        made.pop("pattern", None)  # the control characters it refuses cannot be typed by accident
        made["type"] = ["string", "number"]
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the schema without its default: what is left out of a plan says nothing."""
        return self.generate_inner(schema["schema"])

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return {**super().int_schema(schema), "type": ["integer", "string"]}

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        """Return a list, or one thing alone, which is read as a list of one."""
        made = super().tuple_schema(schema)
        items = made.get("items")
        simple = isinstance(items, dict) and "$ref" not in items
        return {"anyOf": [items, made]} if simple and items else made


def plan_schema() -> dict[str, Any]:
    """Return the schema of a plan file."""
    whole = Programme.model_json_schema(by_alias=True, schema_generator=_Texts)
    for noun in _nouns():
        _describe(whole if noun is Programme else whole["$defs"].get(noun.__name__, {}), noun)
    fields = whole["properties"]
    for name in BLOCKS:
        fields[name].setdefault("description", _held(fields[name], whole["$defs"]))
    head = {
        "type": "object",
        "properties": {name: fields[name] for name in HEAD},
        "required": [name for name in whole["required"] if name in HEAD],
        "additionalProperties": False,
        "description": whole.get("description", ""),
    }
    include = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "Other plan files, relative to this one; blocks are merged.",
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "campaignflow plan file",
        "type": "object",
        "properties": {"include": include, "programme": head, **{name: fields[name] for name in BLOCKS}},
        "additionalProperties": False,
        "$defs": whole["$defs"],
    }


def _held(block: dict[str, Any], nouns: dict[str, Any]) -> str:
    """Return what is said of the noun that a block holds."""
    held = block.get("additionalProperties") or block.get("items") or {}
    said: str = nouns[held["$ref"].rpartition("/")[2]]["description"]
    return said


def _nouns() -> Iterator[type[Noun]]:
    """Yield every class of noun."""
    waiting: list[type[Noun]] = [Noun]
    while waiting:
        noun = waiting.pop()
        yield noun
        waiting += noun.__subclasses__()


def _describe(schema: dict[str, Any], noun: type[Noun]) -> None:
    """Put the string below each field into the schema as its description.

    Pydantic can do this as the classes are made, but then every start of every program reads their source.
    """
    for name, field in noun.model_fields.items():
        found = [text for one in noun.__mro__ if issubclass(one, Noun) and (text := _strings(one).get(name))]
        entry = schema.get("properties", {}).get(field.alias or name)
        if found and entry is not None:
            # beside a reference a description is allowed since JSON Schema 2019-09
            entry["description"] = found[0]


@cache
def _strings(noun: type[Noun]) -> dict[str, str]:
    """Return the string that stands below each field of a noun's own source."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(noun))).body
    found = {}
    if isinstance(definition, ast.ClassDef):
        for field, below in pairwise(definition.body):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    found[name] = inspect.cleandoc(text)
    return found

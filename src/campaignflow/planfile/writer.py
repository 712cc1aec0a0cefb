"""A programme back into text: what `load` reads gives an equal programme, in the words it was written in.

A new text is written each time; comments of the file a plan came from are not known here.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from campaignflow.plan.noun import Noun
from campaignflow.plan.programme import BLOCKS, HEAD, Programme

__all__ = ["as_yaml", "dump", "to_data"]

# Texts that other YAML readers would take for something else; ours reads every scalar as text.
_NOT_PLAIN = re.compile(
    r"[-+]?0\d.*|[-+]?[\d_]*\.[\d_]*|[-+]?[\d.]+e[-+]?\d+|[-+]?\d[\d_]*_[\d_]*|\d+:\d.*|0[xob].*"
    r"|[-+]?\.(inf|nan)|~|null|true|false|yes|no|on|off|y|n|=|<<",
    re.IGNORECASE,
)
_WIDE = 110


def dump(programme: Programme, notation: str = "yaml") -> str:
    """Return a programme as the text of a plan file, in `yaml` or `json`.

    `loads(dump(programme))` equals `programme`; dates and amounts keep the wording they came in.

    Raises:
        ValueError: the notation is neither.
    """
    data = to_data(programme)
    if notation == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if notation != "yaml":
        msg = f"a plan is written as yaml or json, not {notation}"
        raise ValueError(msg)
    return as_yaml(data)


def as_yaml(data: Mapping[str, Any]) -> str:
    """Return blocks of a plan as YAML, in the style of `dump`."""
    return str(
        yaml.dump(
            data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=False
        )
    )


def to_data(programme: Programme) -> dict[str, Any]:
    """Return a programme as the mapping a plan file holds, texts throughout, nothing that says nothing."""
    fields = _plain(programme)
    plan: dict[str, Any] = {"programme": {name: value for name, value in fields.items() if name in HEAD}}
    plan.update({name: fields[name] for name in BLOCKS if name in fields})
    plan.setdefault("campaigns", {})
    return plan


def _plain(value: Any) -> Any:
    if isinstance(value, Noun):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        plain = [_plain(inner) for inner in value]
        # one text is written as one text
        return plain[0] if len(plain) == 1 and isinstance(plain[0], str) else plain
    if isinstance(value, bool | int):
        return value
    # dates and amounts keep the words they were written in
    return str(getattr(value, "text", value))


def _fields(noun: Noun) -> dict[str, Any]:
    """Return what a noun says beyond its defaults, remarks last."""
    said = {}
    for name, field in type(noun).model_fields.items():
        value = getattr(noun, name)
        if value != field.default or field.is_required():
            said[field.alias or name] = _plain(value)
    if "note" in said:
        said["note"] = said.pop("note")
    return said


class _Dumper(yaml.SafeDumper):
    """Writes texts so that any YAML reader takes them for texts, and ids and dates without quotes."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text and not re.search(r"[ \t]+\n|^\s", text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    style = '"' if _NOT_PLAIN.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_plain(dumper: yaml.SafeDumper, value: bool | int) -> yaml.ScalarNode:  # noqa: FBT001  # yaml calls it so
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value).lower())


_Dumper.yaml_implicit_resolvers = {}  # which texts need quotes is decided here, not by YAML 1.1's rules
_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(bool, _represent_plain)
_Dumper.add_representer(int, _represent_plain)

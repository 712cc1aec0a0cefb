"""A programme back into text: what `load` reads gives an equal programme, in the words it was written in.

A new text is written each time; comments of the file a plan came from are not known here.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from campaignflow.plan.programme import BLOCKS, HEAD, Programme

__all__ = ["dump", "to_data"]

SCHEMA_HINT = "# yaml-language-server: $schema=plan.schema.json\n"
"""First line of a plan for editors that check it as it is written (`campaignflow schema > plan.schema.json`)."""

# Texts that other YAML readers would take for something else; ours reads every scalar as text.
_NOT_PLAIN = re.compile(
    r"[-+]?[\d.][\d_.,:eExXabcdefABCDEF+-]*|0[oxb].*|\.inf|\.nan|~|null|true|false|yes|no|on|off|y|n|=|<<", re.I
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
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE, default_flow_style=False))


def to_data(programme: Programme) -> dict[str, Any]:
    """Return a programme as the mapping a plan file holds, texts throughout, nothing that says nothing."""
    fields = programme.model_dump(mode="python", by_alias=True, exclude_defaults=True)
    plan: dict[str, Any] = {"programme": _plain({name: fields[name] for name in HEAD if name in fields})}
    for block in BLOCKS:
        if block in fields:
            plan[block] = _plain(fields[block])
    plan.setdefault("campaigns", {})
    return plan


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        plain = [_plain(inner) for inner in value]
        # one text is written as one text
        return plain[0] if len(plain) == 1 and isinstance(plain[0], str) else plain
    if isinstance(value, bool):
        return value
    text = getattr(value, "text", None)
    if isinstance(text, str):
        return text
    return value if isinstance(value, int) else str(value)


class _Dumper(yaml.SafeDumper):
    """Writes texts so that any YAML reader takes them for texts, and ids and dates without quotes."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text and not re.search(r"[ \t]+\n|^\s", text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    style = '"' if _NOT_PLAIN.fullmatch(text) and not _is_date(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) is not None


_Dumper.add_representer(str, _represent_text)

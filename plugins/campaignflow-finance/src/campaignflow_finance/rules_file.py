"""A file of rules as plain data; TOML and YAML say the same.

Nothing is guessed: scalars of YAML stay texts, and a key that stands twice is refused.
"""

import tomllib
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from campaignflow_finance.mistakes import RulesError

__all__ = ["parsed"]

LARGEST = 1_000_000
"""Bytes of a file that are read."""


class _Texts(yaml.BaseLoader):
    """Reads every scalar as a text."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  # as PyYAML has it
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                line = node.start_mark.line + 1
                raise yaml.YAMLError(f"{key}: twice under line {line} / 第 {line} 行下出现两次")
        return super().construct_mapping(node, deep)


def parsed(path: Path) -> Any:
    """Return what a file says.

    Raises:
        RulesError: it cannot be read, or is neither TOML nor YAML.
    """
    try:
        octets = path.read_bytes()
        if len(octets) > LARGEST:
            raise RulesError(f"{path}：文件太大", f"{path}: the file is too large")
        text = octets.decode("utf-8-sig")
        match path.suffix.lower():
            case ".toml":
                return tomllib.loads(text)
            case ".yaml" | ".yml":
                return yaml.load(text, _Texts)  # noqa: S506  # a loader that makes texts, lists and mappings
            case _:
                raise RulesError(
                    f"{path}：规则文件的扩展名应是 .toml、.yaml 或 .yml",
                    f"{path}: a file of rules ends in .toml, .yaml or .yml",
                )
    except OSError as error:
        raise RulesError(f"读不到规则文件 {path}：{error}", f"cannot open {path}: {error}") from error
    except UnicodeDecodeError as error:
        raise RulesError(f"{path}：不是 UTF-8 编码", f"{path}: it is not in UTF-8") from error
    except (tomllib.TOMLDecodeError, yaml.YAMLError, RecursionError) as error:
        raise RulesError(f"{path}：写法有误：{error}", f"{path}: cannot be read: {error}") from error

"""A table of the settings, read key by key; what is wrong is said with its place and what would be right."""

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from campaignflow_notify.mistakes import NotifyError

__all__ = ["Table"]


class Table:
    """Keys and values of one place in the settings."""

    def __init__(self, said: Any, place: str, folder: Path, known: Iterable[str] | None = None) -> None:
        if not isinstance(said, Mapping):
            raise NotifyError(f"{place}：应是“键 = 值”的表", f"{place}: this takes keys with values")
        self.said = said
        self.place = place
        self.folder = folder
        self.secrets: set[str] = set()
        known = None if known is None else list(known)
        for key in said:
            if known is not None and key not in known:
                near = get_close_matches(str(key), known, 1, 0.6)
                zh = f"；是否指 {near[0]}？" if near else f"；可用：{'、'.join(known)}"
                en = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
                raise NotifyError(
                    f"{place}：没有“{key}”这个键{zh}", f"{place}: “{key}” is not known here{en}"
                )

    def wrong(self, key: str, zh: str, en: str) -> NotifyError:
        """Return what is said of a key."""
        return NotifyError(f"{self.place}: {key}：{zh}", f"{self.place}: {key}: {en}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there."""
        said = self.said.get(key, default)
        if said is None:
            raise self.wrong(key, "请写明", "write it")
        if not isinstance(said, str) or (not said.strip() and said != default):
            raise self.wrong(key, "请写文字", "write a text")
        return said.strip()

    def one_of(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """Return one of some words."""
        said = self.text(key, default)
        if said not in words:
            raise self.wrong(key, f"应是 {'、'.join(words)} 之一", f"this is one of {', '.join(words)}")
        return said

    def number(self, key: str, default: int, most: int) -> int:
        """Return a whole number from one up."""
        said = self.said.get(key, default)
        if not isinstance(said, int) or isinstance(said, bool) or not 1 <= said <= most:
            raise self.wrong(key, f"应是 1 到 {most} 的整数", f"this is a whole number from 1 to {most}")
        return said

    def flag(self, key: str) -> bool:
        """Return true or false."""
        said = self.said.get(key, False)
        if not isinstance(said, bool):
            raise self.wrong(key, "应是 true 或 false", "this is true or false")
        return said

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a text or a list of them."""
        said = self.said.get(key, ())
        listed = (said,) if isinstance(said, str) else said
        if not isinstance(listed, list | tuple) or not all(
            isinstance(one, str) and one.strip() for one in listed
        ):
            raise self.wrong(key, "请写一个词或一列词", "write a text, or a list of texts")
        return tuple(one.strip() for one in listed)

    def words(self, key: str, known: Collection[str]) -> frozenset[str]:
        """Return some of the words that are known."""
        found = self.texts(key)
        for one in found:
            if one not in known:
                near = get_close_matches(one, known, 1, 0.6)
                zh = f"没有“{one}”" + (f"；是否指 {near[0]}？" if near else f"；可用：{'、'.join(known)}")
                en = f"“{one}” is not known" + (
                    f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
                )
                raise self.wrong(key, zh, en)
        return frozenset(found)

    def secret(self, name: str, *, open_too: bool = False, needed: bool = False) -> str:
        """Return what a variable of the environment or a file holds; never what it is in a sentence."""
        ways: dict[str, Callable[[str], str]] = {
            f"{name}_variable": self._of_variable,
            f"{name}_file": self._of_file,
        }
        if open_too:
            ways[name] = self.text
        given = [key for key in ways if key in self.said]
        keys = " / ".join(ways)
        if len(given) > 1:
            raise self.wrong(keys, "只写一个", "write one of them")
        if not given:
            if needed:
                raise self.wrong(keys, "请写明其中一个", "write one of them")
            return ""
        return ways[given[0]](given[0])

    def _of_variable(self, key: str) -> str:
        variable = self.text(key)
        found = os.environ.get(variable, "").strip()
        if not found:
            raise self.wrong(key, f"环境变量 {variable} 没有值", f"the variable {variable} is not set")
        return found

    def _of_file(self, key: str) -> str:
        path = self.folder / self.text(key)
        try:
            found = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise self.wrong(key, f"读不到 {path}", f"{path} cannot be read") from error
        if not found:
            raise self.wrong(key, f"{path} 是空的", f"{path} is empty")
        return found

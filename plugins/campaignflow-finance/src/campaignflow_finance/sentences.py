"""What the plugin says when it refuses, in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LANGUAGES", "Breach"]

LANGUAGES = ("zh", "en")

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "fund-not-named": (
        "预算“{line}”没有写明经费（fund）；请写明从哪笔经费列支。",
        "The budget line “{line}” names no fund; say under `fund` which one pays it.",
    ),
    "fund-never-for": (
        "{fund}不得列支“{line}”（含“{word}”）；请改列其他经费，或从预算中去掉。",
        "{fund} does not pay “{line}” (“{word}”); take it from another fund, or out of the budget.",
    ),
    "fund-only-for": (
        "{fund}只列支：{words}；“{line}”不在其中，请改列其他经费。",
        "{fund} pays only {words}; “{line}” is none of these: take it from another fund.",
    ),
    "fund-currency": (
        "{fund}以 {currency} 列支，“{line}”的金额是 {found}；请折算成 {currency}。",
        "{fund} pays in {currency}, and “{line}” is in {found}; write it in {currency}.",
    ),
    "unit-cost-missing": (
        "{fund}按单价列支（界线 {limit}），“{part}”没有写明可比的单价；请写 quantity 和 unit_cost。",
        (
            "{fund} goes by what one piece costs (limit {limit}), which “{part}” does not say;"
            " write `quantity` and `unit_cost`."
        ),
    ),
    "unit-cost-below": (
        "{fund}只列支单价 {limit} 以上的项目，“{part}”不足；请改列其他经费。",
        (
            "{fund} pays only what costs {limit} or more apiece, and “{part}” costs less:"
            " take it from another fund."
        ),
    ),
    "unit-cost-reached": (
        "{fund}不列支单价达到 {limit} 的项目，“{part}”已达到；请改列其他经费。",
        (
            "{fund} pays nothing that costs {limit} or more apiece, and “{part}” does:"
            " take it from another fund."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """One line that breaks a rule of a fund."""

    code: str
    facts: Mapping[str, str]

    def sentence(self, language: str) -> str:
        """Return it as a sentence in `zh` or `en`."""
        return _SENTENCES[self.code][LANGUAGES.index(language)].format(**self.facts)

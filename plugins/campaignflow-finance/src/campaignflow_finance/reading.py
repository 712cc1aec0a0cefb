"""An office's rules from plain data, every mistake said with its place and with what would be right."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

import campaignflow as cf
from campaignflow_finance.funds import FundRule
from campaignflow_finance.mistakes import RulesError
from campaignflow_finance.plugin import Rules
from campaignflow_finance.sentences import LANGUAGES
from campaignflow_finance.thresholds import Only, Sum, Threshold

__all__ = ["read"]

T = TypeVar("T")
UNCOUNTED = ("draft", "returned", "cancelled")
REFUSES_AT = ("submit", "launch", "reapprove")
_TOP = (
    *("version", "source", "language", "uncounted", "every_line_names_a_fund", "refuses_at"),
    *("thresholds", "funds"),
)
_THRESHOLD = ("step", "above", "sum", "funds", "categories")
_FUND = (
    *("funds", "categories", "kind", "step", "currency", "never_for", "only_for"),
    *("unit_cost_from", "unit_cost_below"),
)
_CATEGORIES = ("routine", "special", "outreach")
_STEP_KEYS = frozenset((field.alias or name) for name, field in cf.ApprovalStep.model_fields.items())


def read(given: Any, place: str) -> Rules:
    """Return the rules that some data hold.

    Args:
        given: A mapping, as a file holds it.
        place: What the rules are called in errors: the name of their file.

    Raises:
        RulesError: they cannot be read.
    """
    data = _mapping(given, place)
    _known_keys(data, _TOP, place)
    thresholds = tuple(
        _threshold(one, at) for one, at in _tables(data.get("thresholds", []), f"{place}: thresholds")
    )
    funds = tuple(_fund(one, at) for one, at in _tables(data.get("funds", []), f"{place}: funds"))
    every = _flag(data.get("every_line_names_a_fund", False), f"{place}: every_line_names_a_fund")
    if not thresholds and not funds and not every:
        raise RulesError(
            f"{place}：一条规则也没有；请写 thresholds 或 funds",
            f"{place}: there is no rule in it; write `thresholds` or `funds`",
        )
    steps = [one.step for one in thresholds] + [one.steward for one in funds if one.steward is not None]
    _one_meaning(steps, place)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    plain: dict[str, Any] = json.loads(text)
    return Rules(
        _text(data.get("version"), f"{place}: version"),
        hashlib.sha256(text.encode()).hexdigest(),
        plain,
        thresholds,
        funds,
        frozenset(_words(data.get("uncounted", UNCOUNTED), f"{place}: uncounted")),
        every,
        frozenset(_words(data.get("refuses_at", REFUSES_AT), f"{place}: refuses_at")),
        _one_of(data.get("language", "zh"), LANGUAGES, f"{place}: language"),
    )


def _threshold(said: Mapping[str, Any], at: str) -> Threshold:
    of = Sum(_one_of(said.get("sum", "campaign"), tuple(Sum), f"{at}: sum"))
    only = _only(said, at)
    if only.categories and of.is_everywhere:
        raise RulesError(
            f"{at}：sum: {of} 会加总其他计划，请用 funds 写明经费，不用 categories",
            f"{at}: with `sum: {of}` other programmes are added; name the `funds`, no `categories`",
        )
    if "step" not in said or "above" not in said:
        raise RulesError(
            f"{at}：门槛须写 step（环节）、by（谁审批）和 above（金额）",
            f"{at}: a threshold takes `step`, `by` and `above`",
        )
    return Threshold(_step(said, _THRESHOLD, at), _money(said["above"], f"{at}: above"), of, only)


def _fund(said: Mapping[str, Any], at: str) -> FundRule:
    only = _only(said, at)
    if not only.funds and not only.categories:
        raise RulesError(
            f"{at}：请用 funds 或 categories 写明是哪些经费", f"{at}: name the `funds` or their `categories`"
        )
    if "step" not in said:
        _known_keys(said, _FUND, at)
    prices = {
        name: _money(said[name], f"{at}: {name}")
        for name in ("unit_cost_from", "unit_cost_below")
        if name in said
    }
    return FundRule(
        only,
        _text(said.get("kind", ""), f"{at}: kind"),
        _step(said, _FUND, at) if "step" in said else None,
        _currency(said["currency"], f"{at}: currency") if "currency" in said else "",
        _words(said.get("never_for", ()), f"{at}: never_for"),
        _words(said.get("only_for", ()), f"{at}: only_for"),
        **prices,
    )


def _step(said: Mapping[str, Any], own: Iterable[str], at: str) -> cf.ApprovalStep:
    """Return the approval step of a rule: whatever is no key of the rule itself is one of the step."""
    own = frozenset(own)
    _known_keys(said, sorted(own | _STEP_KEYS), at)
    fields = {"covers": ["budget"], **{key: value for key, value in said.items() if key not in own}}
    try:
        return cf.ApprovalStep(_text(said["step"], f"{at}: step"), **fields)
    except cf.CampaignflowError as error:
        raise RulesError(f"{at}：{error.message('zh')}", f"{at}: {error.message('en')}") from error


def _only(said: Mapping[str, Any], at: str) -> Only:
    categories = _words(said.get("categories", ()), f"{at}: categories")
    for one in categories:
        _one_of(one, _CATEGORIES, f"{at}: categories")
    return Only(_words(said.get("funds", ()), f"{at}: funds"), categories)


def _one_meaning(steps: Iterable[cf.ApprovalStep], place: str) -> None:
    """Refuse two rules that ask for a step of one id with different demands."""
    known: dict[str, cf.ApprovalStep] = {}
    for step in steps:
        if known.setdefault(step.id, step) != step:
            raise RulesError(
                f"{place}：环节 {step.id} 出现两次而要求不同；请写成一样，或用两个名称",
                f"{place}: the step {step.id} stands there twice with different demands;"
                " make them alike, or use two ids",
            )


def _money(said: Any, at: str) -> cf.Money:
    try:
        money = cf.Money.read(said)
    except cf.CampaignflowError as error:
        raise RulesError(f"{at}：{error.message('zh')}", f"{at}: {error.message('en')}") from error
    if money.currency is None or money.amount < 0:
        raise RulesError(
            f"{at}：金额须写明币种，不得为负，如 8万元、50000 CNY",
            f"{at}: write an amount with its currency, and not below nought, as 50000 CNY",
        )
    return money


def _currency(said: Any, at: str) -> str:
    text = _text(said, at)
    try:
        cf.Money(0, text)
    except cf.CampaignflowError as error:
        raise RulesError(f"{at}：{error.message('zh')}", f"{at}: {error.message('en')}") from error
    return text


# plain values


def _mapping(said: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(said, Mapping) or not all(isinstance(key, str) for key in said):
        raise RulesError(f"{at}：应是“键: 值”的表", f"{at}: this takes keys with values")
    return said


def _tables(said: Any, at: str) -> list[tuple[Mapping[str, Any], str]]:
    if not isinstance(said, list | tuple):
        raise RulesError(f"{at}：应是一列规则", f"{at}: this takes a list of rules")
    return [(_mapping(one, f"{at} {number}"), f"{at} {number}") for number, one in enumerate(said, 1)]


def _known_keys(said: Mapping[str, Any], known: Iterable[str], at: str) -> None:
    known = list(known)
    for key in said:
        if key not in known:
            near = get_close_matches(key, known, 1, 0.6)
            zh = f"；是否指 {near[0]}？" if near else f"；可用：{'、'.join(known)}"
            en = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(known)}"
            raise RulesError(f"{at}：没有“{key}”这个键{zh}", f"{at}: “{key}” is not known here{en}")


def _text(said: Any, at: str) -> str:
    if isinstance(said, bool) or not isinstance(said, str | int):
        raise RulesError(f"{at}：请写文字", f"{at}: write a text")
    return str(said).strip()


def _words(said: Any, at: str) -> tuple[str, ...]:
    listed = [said] if isinstance(said, str) else said
    if not isinstance(listed, list | tuple) or not all(
        isinstance(one, str) and one.strip() for one in listed
    ):
        raise RulesError(f"{at}：请写一个词或一列词", f"{at}: write a word, or a list of words")
    return tuple(one.strip() for one in listed)


def _flag(said: Any, at: str) -> bool:
    texts = {"true": True, "false": False}
    flag = texts.get(said) if isinstance(said, str) else said
    if not isinstance(flag, bool):
        raise RulesError(f"{at}：请写 true 或 false", f"{at}: write true or false")
    return flag


def _one_of(said: Any, known: tuple[str, ...], at: str) -> str:
    if not isinstance(said, str) or said not in known:
        words = ", ".join(known)
        raise RulesError(f"{at}：应是其中之一：{words}", f"{at}: this is one of {words}")
    return said

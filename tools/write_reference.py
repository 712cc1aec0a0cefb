"""Write what the reference can read off the code: findings, keys of a plan, hooks.

`python tools/write_reference.py` writes `docs/reference/findings.md`, `docs/reference/hooks.md` and, between
their marks, the tables of `docs/reference/plan-file.md`; `tests/docs` compares.  The sentences come from
`campaignflow.labels`, keys and what they mean from the models of `campaignflow.plan`, hooks from
`campaignflow.hooks`; how a finding is cleared stands in `how_to_clear.toml`.
"""

import ast
import enum
import inspect
import re
import textwrap
import tomllib
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from campaignflow import labels
from campaignflow.dates.when import Duration, When
from campaignflow.hooks import answers, context, findings, specs
from campaignflow.hooks.typed import Plugin
from campaignflow.labels import calendar, gate, terminal
from campaignflow.money import Money
from campaignflow.plan import approvals, noun, quotas
from campaignflow.plan.approvals import ApprovalStep
from campaignflow.plan.budget import BudgetLine, Fund, MoneyOrUnknown
from campaignflow.plan.calendars import OwnCalendar, OwnObservance
from campaignflow.plan.campaign import Campaign
from campaignflow.plan.conduct import AppliesTo, Blackout, Condition, Directive, Waiver
from campaignflow.plan.dated import Activity, Dated, KeyDate, Routine
from campaignflow.plan.media import Channel, Medium
from campaignflow.plan.organisation import Person, Unit
from campaignflow.plan.programme import HEAD, Programme
from campaignflow.plan.quantity import Quantity, QuantityOrUnknown

ROOT = Path(__file__).parents[1]
FINDINGS = ROOT / "docs" / "reference" / "findings.md"
PLAN_FILE = ROOT / "docs" / "reference" / "plan-file.md"
HOOKS_PAGE = ROOT / "docs" / "reference" / "hooks.md"
HOW_TO_CLEAR = Path(__file__).with_name("how_to_clear.toml")

BEGIN = "<!-- Tables of keys: written by tools/write_reference.py, not by hand -->\n"
END = "<!-- End of the tables -->\n"


# Findings


def findings_page() -> str:
    """Return the page of findings; every code has its place there, or this fails."""
    parts = tomllib.loads(HOW_TO_CLEAR.read_text(encoding="utf-8"))["part"]
    placed = [code for part in parts for code in part["clear"]]
    known = set(labels.SENTENCES) - _said_when_all_is_well()
    problems = sorted(known ^ set(placed)) + [code for code in set(placed) if placed.count(code) > 1]
    if problems:
        msg = f"{HOW_TO_CLEAR.name} should list each code once, and no others: {', '.join(problems)}"
        raise SystemExit(msg)
    return "\n".join(_findings(parts))


def _said_when_all_is_well() -> set[str]:
    """Return the codes of sentences that report a success or make up a table: no findings."""
    said = {**terminal.SENTENCES, **calendar.SENTENCES, **gate.SENTENCES}
    return {code for code, sentence in said.items() if sentence.severity == "note"}


def _findings(parts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield "<!-- Written by tools/write_reference.py, not by hand -->"
    yield "# Findings (检查结果)"
    yield ""
    yield (
        "Every finding has a code, which stays the same from version to version, a severity, and a sentence "
        "in Chinese and in English."
    )
    yield "The code stands in brackets at the end of each line that `campaignflow check` prints."
    yield ""
    yield "| severity | 中文 | what it means |"
    yield "|---|---|---|"
    yield "| error | 错误 | the plan cannot be used as it is; `check` ends with status 1 |"
    yield "| warning | 警告 | probably a mistake; with `--strict` `check` ends with status 1 |"
    yield "| note | 说明 | worth knowing; shown with `--notes` |"
    yield ""
    yield "Where a sentence below has a word in braces, the finding has the fact itself there."
    yield "[Waivers](../how-to/waive-a-finding.md) lift those marked *a waiver lifts it*, and only those."
    for part in parts:
        yield ""
        yield f"## {part['title']}"
        yield ""
        yield part["about"]
        for code, how in part["clear"].items():
            sentence = labels.SENTENCES[code]
            lifted = " · a waiver lifts it" if sentence.waivable and part.get("waivers") else ""
            yield ""
            yield f"### {code}"
            yield ""
            yield f"*{sentence.severity}{lifted}*"
            yield ""
            yield f"> {_shown(sentence.en)}\n>\n> {_shown(sentence.zh)}"
            yield ""
            yield how
    yield ""


def _shown(template: str) -> str:
    """Return a sentence as Markdown: what is typed or filled in must not be taken for markup."""
    text = template.replace("{{", "\0").replace("}}", "\1")
    text = re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", text)
    return text.replace("\0", "{").replace("\1", "}")


# Keys

_BLOCKS: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("Unit (单位)", "Under `units:`, by id.", Unit),
    ("Person (人员)", "Under `people:`, by id.", Person),
    ("Medium (媒体)", "Under `media:`, by id.", Medium),
    ("Channel (自有渠道)", "Under `channels:`, by id.", Channel),
    ("Fund (经费)", "Under `funds:`, by id.", Fund),
    ("Condition (条件)", "Under `conditions:`, by id.", Condition),
    ("Own observance (自定节日、纪念日)", "Under `observances:`, by id.", OwnObservance),
    ("Own calendar (自定工作日历)", "Under `calendars:`, by id.", OwnCalendar),
    ("Blackout (静默期)", "Under `blackouts:`, by id.", Blackout),
    ("What a blackout applies to (适用范围)", "Under `applies_to:` of a blackout.", AppliesTo),
    ("Directive (上级部署)", "Under `directives:`, by id.", Directive),
    (
        "Approval step (审批环节)",
        "Under `approvals:` at the top level, of a campaign, an activity or a channel, by id.",
        ApprovalStep,
    ),
    ("Waiver (豁免)", "A list under `waivers:`.", Waiver),
    (
        "Dated thing (有日期的事项)",
        "Keys that campaigns, key dates, activities and routines share.",
        Dated,
    ),
    ("Routine (例行工作)", "Under `routines:`, by id; a dated thing with these keys besides.", Routine),
    ("Campaign (宣传活动)", "Under `campaigns:`, by id; a dated thing with these keys besides.", Campaign),
    ("Key date (时间节点)", "Under `key_dates:` of a campaign, by id; a dated thing.", KeyDate),
    (
        "Activity (活动), preparation (准备事项), agenda item (议程)",
        "Under `activities:` of a campaign, `prepare:` and `agenda:` of an activity, by id; a dated thing.",
        Activity,
    ),
    (
        "Quota (任务量), target (目标)",
        "A list under `quotas:` or `targets:`; at least one of `at_least`, `at_most`, `exactly`, `about`.",
        quotas.Quota,
    ),
    ("What a piece must have", "Under `has:` of a quota.", quotas.Has),
    (
        "Points (计分)",
        "A list under `points:` of the programme or a campaign.",
        quotas.Points,
    ),
    ("Budget line (经费安排)", "A list under `budget:` of a campaign or activity.", BudgetLine),
)

# What the models do not say (yet) below a field; what they say wins.
_MEANINGS = {
    "Programme.id": "Its id, for life: the identity of every calendar entry hangs on it.",
    "Programme.title": "What it is called; calendars are named after it.",
    "Programme.themes": "Topics of the year, which campaigns name as `theme`.",
}

_VALUES: dict[Any, str] = {
    noun.Text: "text",
    noun.Texts: "text, or a list",
    noun.Id: "id",
    noun.Ids: "id, or a list",
    noun.Parties: "party, or a list",
    noun.Whens: "date, or a list",
    noun.Due: "date, or length of time",
    approvals.Quorum: "whole number, `all`, `each`, or `2 each`",
    approvals.Tolerances: "`confirm` `refine` `less`, or a list",
    approvals.Length: "length of time",
    quotas.Tiers: "tier, or a list, or `county or above`",
    quotas.Per: "`day` `week` `month` `quarter` `year` `campaign` `issue` `stage`, or `any 14 days`",
    MoneyOrUnknown: "amount, or `unknown`",
    QuantityOrUnknown: "quantity, or `unknown`",
    When: "date",
    Duration: "length of time",
    Money: "amount",
    Quantity: "quantity",
    bool: "`true` or `false`",
    int: "whole number",
    str: "text",
}
_BY_NAME = {
    "Programme.id": "id",
    "Programme.week_starts": "`monday` to `sunday`",
    "Programme.currency": "ISO 4217 code",
    "Programme.fiscal_year_starts": "`MM-DD`",
    "Medium.tier": "tier",
    "OwnObservance.known": "dates by year",
    "Campaign.parties": "parties by part",
    "Activity.parties": "parties by part",
}


def keys_tables() -> str:
    """Return the tables of keys, one for each noun of a plan."""
    return "\n".join(_tables())


def _tables() -> Iterator[str]:
    yield "### Programme (年度宣传计划)"
    yield ""
    yield "Under `programme:`."
    yield ""
    yield from _table(Programme, HEAD)
    for title, where, model in _BLOCKS:
        yield f"### {title}"
        yield ""
        yield where
        yield ""
        yield from _table(model, [name for name in model.__annotations__ if name in model.model_fields])
    yield ""


def _table(model: type[BaseModel], names: Iterable[str]) -> Iterator[str]:
    rows = [_row(model, name) for name in names if name != "note"]
    if rows:
        yield "| key | value | meaning |"
        yield "|---|---|---|"
        yield from rows
        yield ""


def _row(model: type[BaseModel], name: str) -> str:
    field = model.model_fields[name]
    key = field.alias or name
    full = f"{model.__name__}.{key}"
    said = _below_fields(model).get(name) or _MEANINGS.get(full)
    if said is None:
        msg = f"{full}: say below the field what it means"
        raise SystemExit(msg)
    value = _BY_NAME.get(full) or _value(typing.get_type_hints(model, include_extras=True)[name])
    meaning = " ".join(said.split()).replace("|", "\\|")
    must = " **required**" if field.is_required() else ""
    return f"| `{key}` | {value}{must} | {meaning} |"


@cache
def _below_fields(model: type) -> Mapping[str, str]:
    """Return the text that stands below each field of a model."""
    lines = textwrap.dedent(inspect.getsource(model))
    body = ast.parse(lines).body[0].body  # type: ignore[attr-defined]  # a class has a body
    return {
        field.target.id: text.value.value
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def _value(annotation: Any) -> str:
    """Return in words what a field takes."""
    if _is_hashable(annotation) and annotation in _VALUES:
        return _VALUES[annotation]
    if typing.get_origin(annotation) is not None:
        return _value_of_parts(typing.get_origin(annotation), typing.get_args(annotation))
    if hasattr(annotation, "__supertype__"):  # a typed id
        return "id"
    if issubclass(annotation, enum.Enum):
        return " ".join(f"`{one.value}`" for one in annotation)
    return _linked(annotation)


def _value_of_parts(origin: Any, parts: tuple[Any, ...]) -> str:
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(_value(one) for one in parts if one is not type(None))
    if origin is Annotated:
        return _value(parts[0])
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in parts)
    if origin is tuple:
        return f"list of {_linked(parts[0])}"
    return f"{_linked(parts[1])} by id"  # a mapping


def _linked(noun_: Any) -> str:
    name = getattr(noun_, "__forward_arg__", None) or getattr(noun_, "__name__", str(noun_))
    words = {
        "KeyDate": "key dates",
        "Activity": "activities",
        "Quota": "quotas",
        "BudgetLine": "budget lines",
        "Points": "points",
        "ApprovalStep": "approval steps",
        "AppliesTo": "units, channels, areas",
        "Has": "characters, images",
    }
    return words[name]


# Hooks

_SEEN = (
    context.CaseContext,
    context.Budget,
    context.Charge,
    context.Attempt,
    context.DutyNotice,
    context.Addressee,
    answers.Query,
    answers.DirectoryPerson,
    findings.PlanFinding,
)
"""What hooks are given, and what they answer with."""
_PARTS = ("Moment", "Order", "Return", "Failure")


def hooks_page() -> str:
    """Return the page of hooks; a hook that does not say its four parts fails."""
    return "\n".join(_hooks())


def _hooks() -> Iterator[str]:
    yield "<!-- Written by tools/write_reference.py, not by hand -->"
    yield "# Hooks (插件钩子)"
    yield ""
    yield "What plugins are asked, and told: the contract between campaignflow and those who extend it."
    yield "How one is written, loaded, and what happens when it fails: [plugins](../explanation/plugins.md)."
    yield ""
    yield _paragraphs(specs).split("\n\n", 2)[2].replace("\n\n", "\n")
    yield ""
    yield "| hook | what it does |"
    yield "|---|---|"
    told = {name: _told(name) for name in specs.HOOKS}
    yield from (f"| [`{name}`](#{name}) | {said['']} |" for name, said in told.items())
    for name, said in told.items():
        yield from ("", f"## {name}", "", f"`{_signature(name)}`", "", said[""], "", "| | |", "|---|---|")
        yield from (f"| {part.lower()} | {said[part]} |" for part in _PARTS)
    yield from ("", "## What hooks see and say", "")
    yield "`Programme`, `Schedule`, `Entry` and `ApprovalStep` are those of [Python](python.md)."
    for kind in _SEEN:
        yield from ("", f"### {kind.__name__}", "", _paragraphs(kind), "", "| field | meaning |", "|---|---|")
        below = _below_fields(kind)
        shown = [one.name for one in fields(kind) if one.repr]
        yield from (f"| `{name}` | {' '.join(below[name].split())} |" for name in shown)
        yield from _answering(kind)
    yield ""


def _answering(kind: type) -> Iterator[str]:
    """Yield a row for everything that can be asked of what a hook sees."""
    for name, one in vars(kind).items():
        asked = (
            name if isinstance(one, property) else f"{name}{_asked(one)}" if inspect.isfunction(one) else ""
        )
        if asked and not name.startswith("_"):
            yield f"| `{asked}` | {' '.join(_paragraphs(one).split(chr(10) * 2)[0].split())} |"


def _asked(one: types.FunctionType) -> str:
    """Return the arguments of a method, as an author types them."""
    _, *given = inspect.signature(one).parameters.values()
    typed = [each.name if each.default is each.empty else f"{each.name}={each.default}" for each in given]
    return f"({', '.join(typed)})"


def _told(name: str) -> dict[str, str]:
    """Return what a hook says of itself: its sentence, and its parts by name."""
    text = " ".join(_paragraphs(getattr(specs, name)).split())
    pieces = re.split(rf" ?({'|'.join(_PARTS)}): ", text)
    said = {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}
    if missing := [part for part in _PARTS if part not in said]:
        msg = f"{name}: say its {', '.join(missing)}"
        raise SystemExit(msg)
    return said


def _signature(name: str) -> str:
    """Return a hook's arguments and answer as the typed front has them."""
    _, *arguments = inspect.signature(getattr(Plugin, name)).parameters.values()
    given = ", ".join(str(one).replace("'", "") for one in arguments)
    answer = inspect.signature(getattr(Plugin, name)).return_annotation
    return f"{name}({given}) -> {answer}".replace("Brings", "Mapping[str, Any]").replace("Data", "Mapping")


def _paragraphs(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__).replace("|", "\\|")


def _is_hashable(thing: Any) -> bool:
    try:
        hash(thing)
    except TypeError:
        return False
    return True


def with_tables(page: str) -> str:
    """Return the page of the plan file with its tables written anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{keys_tables()}{END}{after}"


def main() -> None:
    """Write the pages."""
    HOOKS_PAGE.write_text(hooks_page(), encoding="utf-8")
    FINDINGS.write_text(findings_page(), encoding="utf-8")
    PLAN_FILE.write_text(with_tables(PLAN_FILE.read_text(encoding="utf-8")), encoding="utf-8")
    written = [page.relative_to(ROOT) for page in (HOOKS_PAGE, FINDINGS)]
    print(f"Wrote {written[0]}, {written[1]} and the tables of {PLAN_FILE.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()

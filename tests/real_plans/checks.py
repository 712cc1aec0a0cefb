"""What must agree between a source and the plan file that says it: each check returns what does not.

What says what is in `facts` and `matches.yaml`; the checks are run, and shown a fault, in `test_real_plans`.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from campaignflow import Activity, ApprovalStep, BudgetLine, Entry, Money, Precision, Quota
from campaignflow.dates.span import as_day
from campaignflow.plan.noun import UNKNOWN
from campaignflow.scheduling.settings import Settings
from tests.real_plans.facts import Fact, RealPlan

__all__ = ["CHECKS", "Check"]

Check = Callable[[RealPlan], Iterator[str]]

PRECISIONS = {
    "third-of-month": Precision.THIRD,
    "month": Precision.MONTH,
    "two months": Precision.MONTH,
    "year": Precision.YEAR,
    "half-day": Precision.PART_OF_DAY,
}
TIERS = {"central": "central", "provincial": "provincial", "industry": "industry", "own": None}
LEVELS = {"county": "county", "county-level city": "county", "municipal": "city", "prefecture": "city"}
KINDS_OF_LINES = {"deposit": "deposit", "penalty": "forfeit"}


def period_and_zone(plan: RealPlan) -> Iterator[str]:
    """The programme runs as long as the source says, in its time zone, under as many themes."""
    period = tuple(
        None if day is None else day.isoformat() for day in Settings(plan.programme, {}, ()).period
    )
    told = (plan.source["period"]["start"], plan.source["period"]["end"])
    if period != told:
        yield f"period {period}, not {told}"
    if plan.programme.timezone != plan.source["timezone"]:
        yield f"time zone {plan.programme.timezone}"
    if any(key.startswith("assumed") for key in plan.source["period"]) and not plan.programme.note:
        yield "what is assumed is not said"
    if len(plan.programme.themes) != len(plan.source["themes"]):
        yield f"themes {plan.programme.themes}"


def units(plan: RealPlan) -> Iterator[str]:
    """A collective is a collective, a section is part of its unit."""
    for fact, noun in _nouns(plan, "units"):
        if fact.says.get("collective", False) != getattr(noun, "collective", False):
            yield f"{fact.name}: collective"
        if "parent" in fact.says and noun.part_of != fact.says["parent"]:
            yield f"{fact.name}: part of {noun.part_of}"


def tiers(plan: RealPlan) -> Iterator[str]:
    """A medium has its tier; an own outlet is a channel."""
    for fact in plan.facts:
        if fact.kind != "media" or "#" in plan.said_by(fact)[0]:
            continue
        (address,) = plan.said_by(fact)
        level = fact.says.get("level")
        tier = LEVELS[level] if level else TIERS.get(fact.says["tier"], "county")
        found = getattr(plan.lines[address][1], "tier", None)
        if address.startswith("media/") and found != tier:
            yield f"{fact.name}: tier {found}, not {tier}"
        if fact.says["tier"] == "own" and not address.startswith("channels/"):
            yield f"{fact.name}: an own outlet is a channel"


def days(plan: RealPlan) -> Iterator[str]:
    """Every start, end and due day of the source is the schedule's; worded dates mean what is listed."""
    worded = plan.matches.get("worded", {})
    for fact in plan.facts:
        shown = _shown(plan, fact)
        if shown is None:
            continue
        told, listed = _told(fact), worded.get(fact.name)
        if listed is None and told is None:
            yield f"{fact.name}: no day in the source, and not listed; the schedule has {shown}"
        elif listed is None and shown != told:
            yield f"{fact.name}: {shown}, not {told}"
        elif listed is not None and shown != str(listed["means"]).format(**fact.says):
            yield f"{fact.name}: {shown}, not {listed['means']} ({listed['because']})"
        elif listed is not None and shown == told:
            yield f"{fact.name}: listed, and the days agree"


def _shown(plan: RealPlan, fact: Fact) -> str | None:
    """Return the days of a fact in the schedule, or a step's place in its order; None if it has neither."""
    for address in plan.said_by(fact):
        if address in plan.schedule:
            return _days_of(plan.schedule[address])
        noun = plan.lines[address][1]
        if isinstance(noun, ApprovalStep):
            entry = plan.schedule.get(f"approval:{address.replace('!', '/').lstrip('/')}")
            due = None if entry is None else "undated" if entry.due is None else as_day(entry.due)
            words = {"after": " ".join(noun.after), "before": noun.before, "due": due}
            return ", ".join(f"{word} {text}" for word, text in words.items() if text)
    return None


def _days_of(entry: Entry) -> str:
    text = ""
    if entry.start is not None:
        moment_only = entry.precision is Precision.MOMENT and entry.end is None
        text = _between(entry.start, entry.start if moment_only else entry.end)
    if entry.due is not None:
        text = f"{text} due {as_day(entry.due)}".strip()
    if entry.occurrences:
        text += f" x{len(entry.occurrences)}"
    return f"{'inherits ' if entry.inherited else ''}{text or 'undated'}"


def _between(start: date, end: date | None) -> str:
    first, last = as_day(start).isoformat(), ".." if end is None else as_day(end).isoformat()
    return first if first == last else f"{first}/{last}"


def _told(fact: Fact) -> str | None:
    """Return the days a source writes; None if it has none, or only says that it comes round or lasts."""
    says = fact.says
    if not {"date", "start", "due"} & set(says) or {"recurrence", "duration"} & set(says):
        return None
    start, end = says.get("date", says.get("start")), says.get("date", says.get("end"))
    text = "" if start is None else _between(_moment(start), None if end is None else _moment(end))
    return f"{text} due {says['due']}".strip() if "due" in says else text


def _moment(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def precision(plan: RealPlan) -> Iterator[str]:
    """A third of a month stays one, a half-day too; a clock time is there where the source prints one."""
    for fact, entry in _entries(plan):
        says = fact.says
        wanted = PRECISIONS.get(says.get("precision", ""))
        if wanted is not None and entry.precision is not wanted:
            yield f"{fact.name}: precision {entry.precision}, not {wanted}"
        part = says.get("part_of_day")
        if (entry.part, entry.part_end) != (part, says.get("end_part_of_day", part)):
            yield f"{fact.name}: part of day {entry.part}, {entry.part_end}"
        clock = says.get("start_time") or says.get("start", "").partition("T")[2] or None
        found = entry.start.time() if isinstance(entry.start, datetime) else None
        if found != (None if clock is None else time.fromisoformat(clock)):
            yield f"{fact.name}: begins at {found}, not {clock}"
        if entry.zone != says.get("timezone", plan.source["timezone"]):
            yield f"{fact.name}: zone {entry.zone}"


def responsible(plan: RealPlan) -> Iterator[str]:
    """Who leads, in which order, who helps, who decides and who is told are those of the source."""
    for fact in plan.facts:
        listed = plan.matches.get("parties", {}).get(fact.name)
        for address in plan.said_by(fact):
            kind, noun = plan.lines[address]
            says: dict[str, Any] = {"lead": (), "support": (), "by": (), "to": (), **fact.says}
            if fact.kind == "activities":
                yield from _apart(fact, "lead", noun.lead, _parties(plan, says["lead"]))
                yield from _apart(
                    fact, "support", sorted(noun.support), sorted(_parties(plan, says["support"]))
                )
            elif fact.kind == "approvals":
                wanted = tuple(listed["means"]) if listed else _parties(plan, says["by"])
                yield from _apart(fact, "by", noun.lead if isinstance(noun, Activity) else noun.by, wanted)
            elif fact.kind == "reports" and kind == "activities":
                wanted = tuple(listed["means"]) if listed else _parties(plan, says["to"])
                told = (*noun.report_to, *noun.channels)
                yield from _apart(fact, "to", tuple(one for one in told if one in wanted), wanted)


def _apart(fact: Fact, what: str, found: object, wanted: object) -> Iterator[str]:
    if found != wanted:
        yield f"{fact.name}: {what} {found}, not {wanted}"


def _parties(plan: RealPlan, named: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids in the plan file of units that a source names, or of a medium it names."""
    names = [named] if isinstance(named, str) else named
    facts = {fact.name: fact for fact in plan.facts if fact.kind in {"units", "media"}}
    return tuple(plan.said_by(facts[name])[0].partition("/")[2] for name in names)


def conditions(plan: RealPlan) -> Iterator[str]:
    """What depends on a condition does so, and nothing else; place, outlet and remark are not lost."""
    for fact in plan.facts:
        if fact.kind not in {"activities", "approvals"}:
            continue
        noun = plan.lines[plan.said_by(fact)[0]][1]
        if ("condition" in fact.says) != bool(noun.only_if):
            yield f"{fact.name}: only if {noun.only_if}"
        if "location" in fact.says and not noun.where:
            yield f"{fact.name}: nowhere"
        if "deliverable" in fact.says and not noun.deliverables:
            yield f"{fact.name}: no deliverables"
        if fact.says.get("channels") and not (noun.channels or noun.media or noun.forms):
            yield f"{fact.name}: goes out nowhere"
        if {"status", "resources"} & set(fact.says) and not (noun.note or noun.only_if):
            yield f"{fact.name}: without its remark"
        if fact.says.get("min_passes", 1) != getattr(noun, "passes", 1):
            yield f"{fact.name}: {noun.passes} passes"


def quotas(plan: RealPlan) -> Iterator[str]:
    """Every number that is owed is that number: at least, exactly, a range, striven for, per month, each."""
    for fact, quota in _nouns(plan, "quotas"):
        assert isinstance(quota, Quota)
        numbers = {
            word: number.number
            for word in ("at_least", "at_most", "exactly", "about")
            if (number := getattr(quota, word)) is not None
        }
        if numbers != _owed(fact):
            yield f"{fact.name}: {numbers}, not {_owed(fact)}"
        if quota.binding == (fact.says.get("op") == "aspire"):
            yield f"{fact.name}: binding {quota.binding}"
        stretch = fact.says["period"].partition(",")[0]
        if quota.per != (stretch if stretch in {"month", "quarter"} else None):
            yield f"{fact.name}: per {quota.per}"
        if (", after" in fact.says["period"]) != (quota.from_ is not None):
            yield f"{fact.name}: from {quota.from_}"
        if fact.says["period"].startswith("once by") != (quota.due is not None):
            yield f"{fact.name}: due {quota.due}"
        if "per" in fact.says and not (
            quota.each or plan.lines[plan.said_by(fact)[0].partition("#")[0]][1].each
        ):
            yield f"{fact.name}: each of nobody"
        if quota.media != _named_outlet(plan, fact):
            yield f"{fact.name}: media {quota.media}"


def _owed(fact: Fact) -> dict[str, Decimal]:
    count, op = fact.says["count"], fact.says.get("op", "=")
    if isinstance(count, list):
        return {"at_least": Decimal(count[0]), "at_most": Decimal(count[1])}
    number = Decimal(count) / (100 if "percent" in fact.says.get("unit", "") else 1)
    return {{"=": "exactly", ">=": "at_least", "aspire": "at_least"}[op]: number}


def _named_outlet(plan: RealPlan, fact: Fact) -> tuple[str, ...]:
    medium = fact.says.get("medium", "?")
    named = [one for one in plan.facts if one.kind == "media" and one.name.startswith(medium)]
    return tuple(plan.said_by(one)[0].partition("/")[2] for one in named)


def money(plan: RealPlan) -> Iterator[str]:
    """Amounts, rates, factors, payers and conditions are those of the source, and so is the whole."""
    for fact, line in _nouns(plan, "lines"):
        assert isinstance(line, BudgetLine)
        yield from (f"{fact.name}: {fault}" for fault in _line_faults(fact, line))
    for number, campaign in enumerate(plan.source["campaigns"]):
        amount = (campaign["budget"] or {}).get("amount")
        if amount is not None:
            lines = plan.programme.campaigns[plan.campaigns[number]].budget
            totals = [line.total() for line in lines if not line.only_if]
            whole = Money(amount, campaign["budget"]["currency"])
            if sum(total.amount for total in totals if total is not None) != whole.amount:
                yield f"budget {totals}, not {whole}"


def _line_faults(fact: Fact, line: BudgetLine) -> Iterator[str]:
    says, total = fact.says, line.total()
    if "amount" in says and (total is None or total.amount != says["amount"]):
        yield f"{total}"
    if "multiplier_of_fee" in says:
        if (
            line.quantity is UNKNOWN
            or line.quantity is None
            or line.quantity.number != Decimal(str(says["multiplier_of_fee"]))
        ):
            yield f"{line.quantity} times the fee"
        if line.unit_cost is not UNKNOWN:
            yield f"a known fee of {line.unit_cost}"
    if "monthly" in says and (str(line.unit_cost), str(line.quantity)) != (
        f"{says['monthly']} USD",
        f"{says['months']} months",
    ):
        yield f"{line.quantity} of {line.unit_cost}"
    if not set(says.get("payers", [says["payer"]] if "payer" in says else [])) <= set(line.each):
        yield f"paid by {line.each}"
    if "direction" in says and line.kind != KINDS_OF_LINES[says["direction"]]:
        yield f"kind {line.kind}"
    if says.get("conditional", False) and not line.only_if:
        yield "on no condition"


def _nouns(plan: RealPlan, kind: str) -> Iterator[tuple[Fact, Any]]:
    """Yield the facts of a kind, each with every noun of the plan file that says it."""
    for fact in plan.facts:
        if fact.kind == kind:
            yield from ((fact, plan.lines[address][1]) for address in plan.said_by(fact))


def _entries(plan: RealPlan) -> Iterator[tuple[Fact, Entry]]:
    """Yield the dated facts of a source, each with its entry in the schedule."""
    for fact in plan.facts:
        if fact.kind in {"key_dates", "activities", "milestones"}:
            for address in plan.said_by(fact):
                if address in plan.schedule:
                    yield fact, plan.schedule[address]


CHECKS: tuple[Check, ...] = (
    period_and_zone,
    units,
    tiers,
    days,
    precision,
    responsible,
    conditions,
    quotas,
    money,
)

"""The hooks: the form and the periods are checked in plans, the gate is a step, a period refuses.

All of them are pure: they answer from the case, the plan, and settings that were read once.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import campaignflow as cf
from campaignflow import hookimpl
from campaignflow_oasis.elections import at_work, refused
from campaignflow_oasis.form import PARTS, form, lacking
from campaignflow_oasis.norms import norm
from campaignflow_oasis.settings import read

__all__ = ["Oasis"]


class Register(Protocol):
    """What takes commands."""

    def __call__(self, name: str, function: Callable[..., object], *, help: str = "") -> None:  # noqa: A002  # as campaignflow calls it
        """Put a command under `campaignflow`."""
        ...


class Oasis:
    """The plugin with the settings of one office.

    Args:
        given: A TOML file, or a mapping like one; without any, what is published holds.

    Raises:
        OasisError: the settings cannot be read; it says where, and what would be right.
    """

    __name__ = "oasis"

    def __init__(self, given: "str | Path | Mapping[str, Any] | None" = None) -> None:
        self._settings = read({} if given is None else given)

    @hookimpl
    def campaignflow_check_plan(self, programme: cf.Programme, schedule: cf.Schedule) -> list[cf.PlanFinding]:
        """Return what plans lack of the form, who will be asked for assurance, and what lies in a period."""
        return [
            *self._lacking(programme, schedule),
            *self._assured(programme, schedule),
            *self._in_periods(schedule),
        ]

    @hookimpl
    def campaignflow_approval_steps(self, case: cf.CaseContext, trigger: str) -> list[cf.ApprovalStep]:
        """Return the step of professional assurance for a campaign that reaches the limit."""
        gate = self._settings.assurance
        return [gate.step] if trigger == gate.step.before and gate.is_due(case) else []

    @hookimpl
    def campaignflow_veto(
        self, case: cf.CaseContext, trigger: str, context: cf.Attempt
    ) -> list[dict[str, str]]:
        """Return a reason for each pre-election period in which something would go out."""
        found = refused(self._settings.periods, case, trigger, context.at)
        return [
            {"code": "pre-election-period", "sentence": one.sentence(self._settings.language)}
            for one in found
        ]

    @hookimpl
    def campaignflow_commands(self, register: Register) -> None:
        """Put `campaignflow oasis` beside the other commands."""
        register("oasis", _print_form, help="Print the OASIS form of the campaigns of a plan file.")

    def _lacking(self, programme: cf.Programme, schedule: cf.Schedule) -> Iterator[cf.PlanFinding]:
        if self._settings.form == "off":
            return
        for name in programme.campaigns:
            for part in lacking(programme, name):
                zh, en = PARTS[part]
                yield self._finding(f"{part}-missing", zh, en, self._settings.form, name, schedule)

    def _assured(self, programme: cf.Programme, schedule: cf.Schedule) -> Iterator[cf.PlanFinding]:
        gate = self._settings.assurance
        answer = gate.step.due or norm("assurance.answer").value
        zh = f"支出达到或可能达到 {gate.limit}，报送时须经专业审核；请在计划中留出答复时间（{answer}）。"
        en = (
            f"It costs {gate.limit} or more, or may: professional assurance is asked for when it is"
            f" submitted. Allow for the answer ({answer}) before anything is spent."
        )
        for name, campaign in programme.campaigns.items():
            if gate.is_needed(name, campaign):
                yield self._finding("assurance-needed", zh, en, "note", name, schedule)

    def _in_periods(self, schedule: cf.Schedule) -> Iterator[cf.PlanFinding]:
        for period in self._settings.periods:
            for entries in at_work(period, schedule).values():
                titles = [f"{one.title} ({one.start:%Y-%m-%d})" for one in entries]
                zh = f"在“{period.title}”（{period.first} 至 {period.last}）期间：{'、'.join(titles)}。"
                en = f"In {period.title} ({period.first} to {period.last}): {', '.join(titles)}."
                yield cf.PlanFinding(
                    "inside-pre-election-period",
                    f"{zh}请改期，或经批准列为必要。",
                    f"{en} Move it, or have it agreed as essential.",
                    items=[one.id for one in entries],
                )

    @staticmethod
    def _finding(
        code: str, zh: str, en: str, severity: Any, name: str, schedule: cf.Schedule
    ) -> cf.PlanFinding:
        items = [name] if name in schedule else []
        return cf.PlanFinding(code, zh, en, severity, items, ("campaigns", name))


def _print_form(plan: str, campaign: str = "") -> int:
    """Print the form of one campaign of a plan file, or of all."""
    programme = cf.load(plan)
    if campaign and campaign not in programme.campaigns:
        known = ", ".join(programme.campaigns)
        sys.stderr.write(f"There is no campaign “{campaign}” in {plan}; there are {known}.\n")
        return 1
    schedule = cf.schedule(programme)
    names = [campaign] if campaign else list(programme.campaigns)
    sys.stdout.write("\n".join(form(programme, name, schedule) for name in names))
    return 0

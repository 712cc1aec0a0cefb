"""What is said when a command cannot do what it was asked for, and the exit status it ends with.

0 done, 1 the plan or the record has errors, 2 usage, 3 refused by a rule, 4 store or calendar server
unavailable, 70 a fault of ours.  The sentences stand in `campaignflow.labels`.
"""

from typing import Any

from campaignflow import labels
from campaignflow.cli.report import Report, json_text, plain
from campaignflow.errors import CampaignflowError, InvalidValue, MissingExtra, PlanError, PluginFailed

__all__ = ["REFUSED", "said", "status"]

ERRORS, USAGE, REFUSED, UNAVAILABLE, OURS = 1, 2, 3, 4, 70


def status(error: CampaignflowError) -> int:
    """Return the exit status that an error ends a command with."""
    if isinstance(error, PlanError):
        return ERRORS
    if isinstance(error, PluginFailed):
        return REFUSED
    if isinstance(error, InvalidValue | MissingExtra):
        return USAGE
    from campaignflow.export.publishing import ServerUnavailable  # as below
    from campaignflow.gate.refusal import Conflict, Refused  # only what began at the office can end so
    from campaignflow.store.mistakes import BadAct, IdempotencyMismatch, StoreUnavailable

    if isinstance(error, Refused | Conflict | IdempotencyMismatch):
        return REFUSED
    if isinstance(error, StoreUnavailable | ServerUnavailable):
        return UNAVAILABLE
    return OURS if isinstance(error, BadAct) else USAGE


def said(error: CampaignflowError, lang: str, *, as_json: bool) -> str:
    """Return what is printed of an error: lines for people, or an object for programs."""
    if isinstance(error, PlanError):
        report = Report(error.findings, lang)
        return report.as_json() if as_json else report.as_text(notes=False, made=None)
    reasons = getattr(error, "reasons", ())
    if as_json:
        return json_text({"error": _data(error, lang)})
    if not reasons:
        return error.message(lang)
    from campaignflow.cli.changes import reason_line

    lines = [reason_line(one, lang) for one in reasons]
    if len(lines) == 1:
        return lines[0]
    head = labels.sentence("refused", lang, {"count": len(lines)})
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _data(error: CampaignflowError, lang: str) -> dict[str, Any]:
    from campaignflow.cli.changes import reason_data

    data: dict[str, Any] = {
        "code": error.code,
        "message": error.message(lang),
        "facts": plain(error.facts),
    }
    reasons = getattr(error, "reasons", None)
    if reasons is not None:
        data["reasons"] = [reason_data(one, lang) for one in reasons]
    changed = getattr(error, "changed", None)
    if changed is not None:
        data["changed"] = [{"ref": ref, "version": version, "who": who} for ref, version, who in changed]
    return data

"""Response clocks and deadlines as policies: which level of what leaves how much time, by which norm.

The hours of issues run by the clock, day and night and on holidays; working days are those of the office.
campaignflow takes a level's limits over when something is opened, and keeps them with the record.
"""

from typing import Any

from campaignflow_china.norms import Norms

__all__ = ["policies"]


def policies(norms: Norms) -> list[dict[str, Any]]:
    """Return the limits for issues, requests, items and findings, with the values of these norms."""
    return [_issues(norms), _requests(norms), _items(norms), _findings(norms)]


def _issues(norms: Norms) -> dict[str, Any]:
    """舆情和勘误: first information and press conference for what is grave, an answer for the rest."""
    first, conference = "issue.major.first_info_hours", "issue.major.press_conf_hours"
    other, error = "issue.other.response_hours", "web.errorreport.reply_workdays"
    levels = {
        "major": {
            "title": {"zh": "特别重大、重大突发事件", "en": "grave emergency"},
            "respond_within": f"{norms[first].value} hours",
            "due": f"{norms[conference].value} hours",
            "norms": [first, conference],
        },
        "other": {
            "title": {"zh": "其他政务舆情", "en": "other issue"},
            "respond_within": f"{norms[other].value} hours",
            "norms": [other],
        },
        "error-report": {
            "title": {"zh": "网民纠错（勘误）", "en": "error reported by a reader"},
            "due": f"{norms[error].value} workdays",
            "norms": [error],
        },
    }
    return _policy(norms, "issue", levels, usual="other")


def _requests(norms: Norms) -> dict[str, Any]:
    """依申请公开: the answer, the request to correct it, the comment of a third party."""
    levels = {
        "disclosure": _days(norms, "依申请公开", "request for information", "disclosure.request_workdays"),
        "disclosure-correction": _days(
            norms, "请申请人补正", "request to be completed", "disclosure.correction_workdays"
        ),
        "disclosure-third-party": _days(
            norms, "征求第三方意见", "comment of a third party", "disclosure.third_party_workdays"
        ),
    }
    return _policy(norms, "request", levels)


def _items(norms: Norms) -> dict[str, Any]:
    """主动公开: what must be published within a time of having been made."""
    levels = {
        "disclosure": _days(norms, "主动公开", "active disclosure", "disclosure.active_workdays"),
        "budget": _days(norms, "预决算公开", "budget or accounts", "budget.publication_days", "days"),
    }
    return _policy(norms, "item", levels)


def _findings(norms: Norms) -> dict[str, Any]:
    """整改: what an inspection found."""
    return _policy(
        norms, "finding", {"rectify": _days(norms, "限期整改", "to be put right", "web.rectify.workdays")}
    )


def _days(norms: Norms, zh: str, en: str, id_: str, unit: str = "workdays") -> dict[str, Any]:
    return {"title": {"zh": zh, "en": en}, "due": f"{norms[id_].value} {unit}", "norms": [id_]}


def _policy(norms: Norms, kind: str, levels: dict[str, Any], usual: str = "") -> dict[str, Any]:
    said = {"name": f"china-{kind}", "version": norms.version, "kind": kind, "levels": levels}
    return {**said, "usual": usual} if usual else said

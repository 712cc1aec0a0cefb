"""The rhythm of reports and checks, as routines for a plan.

`rhythm` returns the block `routines` of a plan file, or of `campaignflow.Programme`; what it says by norms it
says with the norm's source, so that a reader of the plan sees why.
"""

from typing import Any

from campaignflow_china.norms import Norm, Norms

__all__ = ["rhythm"]


def rhythm(lead: str, *, check: str = "", norms: Norms | None = None) -> dict[str, dict[str, Any]]:
    """Return the routines of a year: statistics, checks, annual reports.

    Args:
        lead: The unit that reports.
        check: The unit that checks sites and accounts; the same if none is said.
        norms: The office's, from `rules(...)`; else the published ones.
    """
    said = norms or Norms()
    day, reports = said["submit.stats_due_day"], said["disclosure.report_dates"]
    period = said["media.check.period_months"]
    department, authority = reports.value
    return {
        "monthly-statistics": _routine("宣传信息月度统计报送", lead, f"every month on {day.value}", day),
        "quarterly-check": _routine(
            "网站和政务新媒体全覆盖检查", check or lead, _every(int(period.value)), period
        ),
        "disclosure-report": _routine(
            "政府信息公开年度报告（部门）", lead, f"every year on {department}", reports
        ),
        "disclosure-report-authority": _routine(
            "政府信息公开年度报告（主管部门）", lead, f"every year on {authority}", reports
        ),
    }


def _every(months: int) -> str:
    period = {1: "month", 3: "quarter", 12: "year"}.get(months)
    return f"every {period} on last workday" if period else f"every {months} months on last workday"


def _routine(title: str, lead: str, due: str, norm: Norm) -> dict[str, Any]:
    return {"title": title, "lead": lead, "due": due, "note": f"{norm.source}（{norm.id}）"}

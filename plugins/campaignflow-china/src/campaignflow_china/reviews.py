"""三审三校 and the secrecy review, as approval steps of content items.

Before `submit`: first, second and final review by three humans, then three proofs, one after the other.
Before `release`: the secrecy review.  None of them can be overridden.
"""

from collections.abc import Mapping
from types import MappingProxyType

from campaignflow import ApprovalStep
from campaignflow_china.norms import Norms

__all__ = ["ROLES", "before_release", "before_submit"]

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "first-review": "first-reviewer",
        "second-review": "second-reviewer",
        "final-review": "final-reviewer",
        "proof": "proofreader",
        "secrecy-review": "secrecy-reviewer",
    }
)
"""Who decides each step: a role, unless an office names another role, a unit or a person."""
CONTENT = ("text", "documents")
"""What is reviewed: another date of publication asks nobody again."""
REVIEWS = {"first-review": "初审", "second-review": "复审", "final-review": "终审"}


def before_submit(norms: Norms, roles: Mapping[str, str]) -> list[ApprovalStep]:
    """Return the three reviews by different humans, each after the one before, and the proofs after them."""
    apart = tuple(REVIEWS) if norms["review.distinct_reviewers"].value else ()
    steps: list[ApprovalStep] = []
    before: tuple[str, ...] = ()
    for name, title in REVIEWS.items():
        step = ApprovalStep(
            name,
            title=title,
            by=roles[name],
            after=before,
            distinct=[one for one in apart if one != name],
            covers=CONTENT,
            overridable=False,
            bearers=False,
        )
        steps.append(step)
        before = (name,)
    proofs = int(norms["review.three_reviews"].value)
    return [
        *steps,
        ApprovalStep(
            "proof",
            title="校对",
            by=roles["proof"],
            after=before,
            passes=proofs,
            covers=CONTENT,
            overridable=False,
            bearers=False,
        ),
    ]


def before_release(norms: Norms, roles: Mapping[str, str]) -> list[ApprovalStep]:
    """Return the secrecy review, which comes before anything is published (先审查、后公开)."""
    if not norms["review.secrecy_before_publish"].value:
        return []
    return [
        ApprovalStep(
            "secrecy-review",
            title="保密审查",
            by=roles["secrecy-review"],
            covers=CONTENT,
            overridable=False,
            bearers=False,
        )
    ]

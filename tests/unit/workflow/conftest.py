"""A small sound workflow, as a file would say it, for tests to spoil."""

from typing import Any

import pytest

from campaignflow.workflow.definition import Workflow
from campaignflow.workflow.reader import read_workflow


def bulletin() -> dict[str, Any]:
    """Return the data of a bulletin's workflow (简报): draft, review, clearance, and two ends."""
    return {
        "name": "bulletin",
        "kind": "bulletin",
        "version": 1,
        "title": {"zh": "简报", "en": "bulletin"},
        "states": {
            "draft": {"title": {"zh": "拟稿", "en": "draft"}, "initial": True},
            "in_review": {"title": {"zh": "审核中", "en": "in review"}},
            "cleared": {"title": {"zh": "已审定", "en": "cleared"}, "protected": True},
            "paused": {"title": {"zh": "暂缓", "en": "paused"}, "duties": False},
            "printed": {"title": {"zh": "已印发", "en": "printed"}, "final": True, "protected": True},
            "dropped": {"title": {"zh": "不再印发", "en": "dropped"}, "final": True},
        },
        "triggers": {
            "submit": {
                "title": {"zh": "送审", "en": "submit"},
                "verb": "submitted",
                "from": ["draft"],
                "to": "cleared",
                "holds_in": "in_review",
                "sent_back_to": "draft",
                "refused_to": "dropped",
                "gated": True,
                "permission": "submit",
            },
            "print": {
                "title": {"zh": "印发", "en": "print"},
                "verb": "printed",
                "from": ["cleared"],
                "to": "printed",
                "gated": True,
                "permission": "operate",
            },
            "pause": {
                "title": {"zh": "暂缓", "en": "pause"},
                "verb": "paused",
                "from": ["in_review", "cleared"],
                "to": "paused",
                "stopping": True,
                "needs_reason": True,
                "permission": "stop",
            },
            "resume": {
                "title": {"zh": "恢复", "en": "resume"},
                "verb": "resumed",
                "from": ["paused"],
                "returns": True,
                "permission": "operate",
            },
            "drop": {
                "title": {"zh": "放弃", "en": "drop"},
                "verb": "dropped",
                "from": "live",
                "to": "dropped",
                "stopping": True,
                "needs_reason": True,
                "permission": "stop",
            },
            "reapprove": {
                "title": {"zh": "重新审定", "en": "reapprove"},
                "verb": "reapproved",
                "from": ["cleared"],
                "stays": True,
                "gated": True,
                "by_rule": True,
            },
        },
    }


@pytest.fixture
def data() -> dict[str, Any]:
    """The data of the bulletin's workflow."""
    return bulletin()


@pytest.fixture
def workflow() -> Workflow:
    """The bulletin's workflow."""
    return read_workflow(bulletin())

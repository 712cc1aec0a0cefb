"""The plugins of an office, for people and as data: in use or not, and why.

What is known of them is `campaignflow.hooks.plugins`.
"""

from collections.abc import Sequence
from typing import Any

from campaignflow import labels
from campaignflow.cli.table import aligned, broken, terminal_width
from campaignflow.hooks.plugins import PluginReport
from campaignflow.hooks.specs import PROJECT

__all__ = ["data", "text"]

_STATES = {
    "loaded": "plugin-loaded",
    "quarantined": "plugin-quarantined",
    "blocked": "plugin-is-blocked",
    "missing": "plugin-is-missing",
}


def text(found: Sequence[PluginReport], lang: str) -> str:
    """Return them in a table for people, with what was found against each below it."""
    if not found:
        return labels.word("no-plugins", lang)
    columns = ("column-plugin", "column-state", "column-version", "column-hooks")
    head = tuple(labels.word(column, lang) for column in columns)
    rows = [
        (
            labels.clean(one.name),
            labels.word(_STATES[one.state], lang),
            labels.clean(one.version) or "—",
            ", ".join(hook.removeprefix(f"{PROJECT}_") for hook in one.hooks) or "—",
        )
        for one in found
    ]
    lines = aligned([head, *rows], {3: 12}, ruled=True)
    room = terminal_width()
    why = [line for one in found for finding in one.findings for line in broken(finding.message(lang), room)]
    return "\n".join([*lines, *([""] if why else []), *why])


def data(found: Sequence[PluginReport], lang: str) -> dict[str, Any]:
    """Return them as data for programs."""
    return {
        "plugins": [
            {
                "name": one.name,
                "state": one.state,
                "version": one.version,
                "distribution": one.distribution,
                "digest": one.digest,
                "hooks": list(one.hooks),
                "findings": [
                    {"code": finding.code, "message": finding.message(lang)} for finding in one.findings
                ],
            }
            for one in found
        ]
    }

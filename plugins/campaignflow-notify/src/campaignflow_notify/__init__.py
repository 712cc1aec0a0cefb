"""Reminders and escalations carried to people: by mail, and into groups of WeCom, Feishu and DingTalk.

The office says in a TOML file, which the variable `CAMPAIGNFLOW_NOTIFY` names, or in code what goes where.
How that reads is in `campaignflow_notify.settings`; who is meant by a notice in `rules`; what is written in
`words`; mail in `mail`, robots in `robots` and `webhook`; the hook is in `plugin`.
"""

import os

from campaignflow_notify.mistakes import NotifyError
from campaignflow_notify.plugin import Notify

__all__ = ["SETTING", "Notify", "NotifyError"]
__version__ = "0.1.0"

SETTING = "CAMPAIGNFLOW_NOTIFY"
"""Variable of the environment that names the settings of the plugin that is installed."""


def __getattr__(name: str) -> Notify:
    """Return the plugin that is installed, with the settings that are named as an office is opened."""
    if name != "installed":
        raise AttributeError(name)
    path = os.environ.get(SETTING, "")
    if not path:
        raise NotifyError(
            f"没有设置：用环境变量 {SETTING} 指明设置文件，或传入 campaignflow_notify.Notify(...)",
            f"there are no settings: name their file in {SETTING},"
            " or hand in campaignflow_notify.Notify(...)",
        )
    return Notify(path)

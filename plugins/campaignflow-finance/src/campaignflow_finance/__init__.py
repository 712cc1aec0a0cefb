"""Who answers for money: approval steps from amounts on, summed over campaigns, and what each fund may pay.

The office gives its rules as data: in code with `rules`, or in a file that the variable
`CAMPAIGNFLOW_FINANCE_RULES` names.  How they read is in `campaignflow_finance.reading`, what they mean in
`thresholds` and `funds`; the hooks are in `plugin`.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from campaignflow_finance.mistakes import RulesError
from campaignflow_finance.plugin import Finance
from campaignflow_finance.reading import read
from campaignflow_finance.rules_file import parsed

__all__ = ["SETTING", "Finance", "RulesError", "rules"]
__version__ = "0.1.0"

SETTING = "CAMPAIGNFLOW_FINANCE_RULES"
"""Variable of the environment that names the file of the office's rules, for the plugin that is installed."""


def rules(given: "str | Path | Mapping[str, Any]") -> Finance:
    """Return the plugin with the rules of a file (`.toml`, `.yaml`, `.yml`), or of a mapping like one.

    Hand it to the office: `open_office(..., plugins=[campaignflow_finance.rules("rules.toml")])`.  The file
    is read once; what changes in it holds for the offices that are opened afterwards.

    Raises:
        RulesError: the rules cannot be read; it says where, and what would be right.
    """
    if isinstance(given, Mapping):
        return Finance(read(given, "rules"), __version__)
    path = Path(given)
    return Finance(read(parsed(path), path.name), __version__)


def __getattr__(name: str) -> Finance:
    """Return the plugin that is installed, with the rules that are named as an office is opened."""
    if name != "installed":
        raise AttributeError(name)
    path = os.environ.get(SETTING, "")
    if not path:
        raise RulesError(
            f"没有规则：用环境变量 {SETTING} 指明规则文件，或在程序中传入 campaignflow_finance.rules(...)",
            f"there are no rules: name their file in {SETTING}, or hand in campaignflow_finance.rules(...)",
        )
    return rules(path)

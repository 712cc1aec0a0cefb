"""campaignflow for UK government offices: the OASIS plan form, the spending gate, pre-election periods.

Installed, it works as it is; the office adds its pre-election periods, and whatever else it does otherwise,
in a TOML file, which the variable `CAMPAIGNFLOW_OASIS` names, or in code.  How that reads is in
`campaignflow_oasis.settings`; the form is in `form`, the gate in `assurance`, the periods in `elections`, the
published norms and where they were read in `norms`; the hooks are in `plugin`.
"""

import os

from campaignflow_oasis.form import form
from campaignflow_oasis.mistakes import OasisError
from campaignflow_oasis.norms import Norm, norm
from campaignflow_oasis.plugin import Oasis

__all__ = ["SETTING", "Norm", "Oasis", "OasisError", "form", "norm"]
__version__ = "0.1.0"

SETTING = "CAMPAIGNFLOW_OASIS"
"""Variable of the environment that names the settings of the plugin that is installed."""


def __getattr__(name: str) -> Oasis:
    """Return the plugin that is installed, with the settings that are named as an office is opened."""
    if name != "installed":
        raise AttributeError(name)
    return Oasis(os.environ.get(SETTING) or {})

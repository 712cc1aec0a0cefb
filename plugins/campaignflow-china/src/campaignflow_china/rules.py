"""The plugin itself: rules as chosen by an office, with the hooks that campaignflow asks.

`rules()` makes one to hand in; the installed plugin is `rules()` without any choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from campaignflow import ApprovalStep, hookimpl
from campaignflow_china.limits import policies
from campaignflow_china.norms import Norm, Norms
from campaignflow_china.observances import brought
from campaignflow_china.reviews import ROLES, before_release, before_submit

if TYPE_CHECKING:
    from campaignflow import CaseContext

__all__ = ["VERSION", "Rules", "rules"]

VERSION = "0.1.0"


class Rules:
    """The rules of one office.

    What an office chose stands in the version by which rounds and records name the plugin, so that it is on
    record with everything that it decided.
    """

    __name__ = "china"
    """What the plugin is called; handed in, it takes the place of the installed one."""

    def __init__(self, norms: Norms, roles: Mapping[str, str]) -> None:
        self.norms = norms
        self.roles = roles
        chosen = [norms.settings, *(f"{step}: {who}" for step, who in roles.items() if ROLES[step] != who)]
        said = "; ".join(one for one in chosen if one)
        self.__version__ = f"{VERSION} ({said})" if said else VERSION

    def norm(self, id_: str) -> Norm:
        """Return a norm by its id.

        Raises:
            UnknownNorm: there is none of this id.
            NormOff: it is from memory and was not switched on.
        """
        return self.norms[id_]

    @cached_property
    def _steps(self) -> Mapping[str, Sequence[ApprovalStep]]:
        return {
            "submit": before_submit(self.norms, self.roles),
            "release": before_release(self.norms, self.roles),
        }

    @hookimpl
    def campaignflow_approval_steps(self, case: "CaseContext", trigger: str) -> list[ApprovalStep]:
        """三审三校 before an item is cleared, secrecy review before it is released."""
        return list(self._steps.get(trigger, ())) if case.kind == "item" else []

    @hookimpl
    def campaignflow_data(self) -> dict[str, Any]:
        """Limits of time for what is opened, and the days on which reports are due."""
        return {"policies": policies(self.norms), "observances": brought(self.norms)}


def rules(
    *,
    with_memory: Iterable[str] = (),
    own: Mapping[str, Any] | None = None,
    roles: Mapping[str, str] | None = None,
) -> Rules:
    """Return the plugin with an office's choices, to be handed in: `open_office(..., plugins=[rules(...)])`.

    Args:
        with_memory: Ids of norms from memory that the office has checked and wants to count.
        own: Values of its own in the place of published ones, by id.
        roles: Who decides a step, where that is not the role it has as a rule; see `ROLES`.

    Raises:
        UnknownNorm: there is no norm of an id.
        ValueError: what was switched on is not from memory, or there is no such step.
    """
    unknown = sorted(set(roles or {}) - set(ROLES))
    if unknown:
        msg = f"没有环节 {unknown[0]}；有：{'、'.join(ROLES)}。 There is no step {unknown[0]}."
        raise ValueError(msg)
    return Rules(Norms(with_memory, own), {**ROLES, **(roles or {})})

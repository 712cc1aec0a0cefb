"""What goes wrong at the store: it cannot be used, a key is used twice, an act does not add up.

An act that came too late is no error: `commit` answers it with `Moved` or `Gone` (`campaignflow.store.act`).
"""

from campaignflow.errors import CampaignflowError

__all__ = ["BadAct", "IdempotencyMismatch", "StoreUnavailable"]


class StoreUnavailable(CampaignflowError):
    """A store that cannot be opened, read or written; nothing was written, and trying again is safe."""


class IdempotencyMismatch(CampaignflowError):
    """An idempotency key that was used before for something else (rule 19); nothing was written."""


class BadAct(CampaignflowError, ValueError):
    """An act that contradicts itself or the record: a fault of the caller; nothing was written."""

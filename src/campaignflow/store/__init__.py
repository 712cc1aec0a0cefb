"""WHAT HAPPENED: the journal of every record, the records as they stand, and what hangs on them.

`store` is what other rooms hold; they read through a `snapshot` and write by handing an `act` to
`commit`.  `journal` says how an entry is hashed and what the chain of hashes proves, `verify` walks
it, `redaction` is the one way a line of it may lose its content.  Which act is allowed, and what it
writes, is decided in `campaignflow.gate`; this room knows no noun, no workflow and no plan.
"""

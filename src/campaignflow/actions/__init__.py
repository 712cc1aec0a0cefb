"""Verbs: one pure function each, which proposes what is to be written; the gate judges and commits it.

`apply` and `comparison` deploy plans, `lifecycle` fires triggers, `moves` and `series` change dates, with
`consequences` for what follows, `progress` says how far work has come, `opening` makes what is in no plan,
`supervision` carries out what is due; `governance`, `calendars`, `rollover` and `redaction` do what they
are called.
"""

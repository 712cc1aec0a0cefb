"""Read models: what people look at, read off the record, never written.

The schedule and its calendar revisions (`agenda`), what keeps a trigger from firing (`why`), the board of
states (`board`), the journal as data (`log`), what changed since a version (`difference`), what is due
(`obligations`), what waits for whom (`inbox`), what a step shows (`shown`), how approvals stand (`rounds`),
what calendars show of dates that nobody approved yet (`unapproved`).
"""

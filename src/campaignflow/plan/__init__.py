"""WHAT IS PLANNED: the frozen nouns of a plan, with no behaviour beyond their own arithmetic.

One noun, one stem: `programme`, `campaign`, `dated` (key dates and activities), `organisation`,
`media`, `budget`, `quotas`, `approvals`, `calendars`, `conduct`.  Nouns point at each other by id,
which is the key of the mapping they stand in.  Real dates are worked out in
`campaignflow.scheduling`; text is read in `campaignflow.planfile`.
"""

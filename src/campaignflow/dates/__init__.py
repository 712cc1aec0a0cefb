"""TIME, knowing no plan: what people write about dates, and the days it means.

`when` holds the value people write, `grammar` reads it into the `expression` it stands for
(`chinese` and `english` turn prose into the grammar first), `resolve` and `recurrence` work out
days against working days (`workdays`) and observances (`observances`).  What needs a plan, such as
which unit's calendar counts, lives in `campaignflow.scheduling`.
"""

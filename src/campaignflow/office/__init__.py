"""The office people hold: `open_office`, its verbs, its questions, and previews of both.

`office` puts it together, `verbs` has what people do, `readings` what they ask.
"""

from campaignflow.office.office import Office, Preview, open_office

__all__ = ["Office", "Preview", "open_office"]

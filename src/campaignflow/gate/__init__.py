"""The waist of the house: every change of a record passes here, judged first and then committed at once.

A command (`command`) is judged on a look at the record (`look`) by the verb it names, by permission
(`permission`), by what is expected (`judge`); what comes of it is written in one short transaction
(`commit`) and told in people's words (`change`), or refused with every reason (`refusal`).  Timers, tasks
and calendar revisions follow from the bodies (`projection`).  The verbs stand in `campaignflow.actions`.
"""

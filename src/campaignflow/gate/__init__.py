"""The waist of the house: every change of a record passes here, judged first and then committed at once.

A command (`command`) is judged on a look at the record (`look`) by the verb it names, by permission
(`permission`), by what is expected (`judge`); what comes of it is written in one short transaction
(`commit`) and told in people's words (`change`), or refused with every reason (`refusal`).  Timers, tasks
and calendar revisions follow from the bodies (`projection`).  The verbs stand in `campaignflow.actions`.

Of approvals: a record before its approvers (`rounds`), with what there is to approve (`content`), who may
decide (`approvers`, `grants`) and who wrote it (`behind`, `claims`), who is asked for steps (`providers`),
what is carried from former rounds (`carried`), whether enough people are left (`enough`, `ways_out`), what
a change undoes (`amending`), what waits for whom (`waiting`, `openings`, `owed`).  Of plugins: when they
are asked (`hooked`), the amounts they see (`charges`), the observances that dates rest on (`observed`).
"""

"""HOW IT MOVES: workflows as data, and the machine that runs them; knows no noun of a plan.

`definition` is what a workflow says, `reader` reads one from a file's data, `compile` finds what is
wrong with it, `machine` fires its triggers (the only module that knows the library `transitions`),
`diagram` draws it, `shipped` holds those that come with the package, `migration` moves a case from
one version to the next, `policy` says which roles may do what.

Of approvals: what a step demands (`steps`), what was said (`decisions`) in one round (`rounds`) and in all of
them (`approvals`), who wrote what there is to approve (`authorship`), whether a step is satisfied by it
(`standing`) with its seats filled (`seats`); beside them the limits of time of what is opened (`limits`).

Who may act, who is asked for the steps of a round and where a state is kept: not here, but in the gate and
the store.
"""

"""A faulty plugin: its steps stand in the order of a set, which is another in every process."""

import campaignflow as cf
from campaignflow import hookimpl


@hookimpl
def campaignflow_approval_steps(case, trigger):
    return [cf.ApprovalStep(name, by="auditor") for name in {f"audit-{n}" for n in range(8)}]

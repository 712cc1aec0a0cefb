"""An item of an invented office from its draft to its publication: reviews, proofs, secrecy review.

Run it; the office is thrown away at the end, and what the story claims it also asserts.
"""
# ruff: noqa: S101  # the asserts are the claims of the story

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import campaignflow as cf
import campaignflow_china

PLAN = Path(__file__).with_name("plan.yaml")
NOW = datetime(2027, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def main() -> None:
    """Play the story."""
    with cf.open_office("sqlite://", clock=lambda: NOW, plugins=[campaignflow_china.rules()]) as office:
        office.apply(cf.load(PLAN), actor="fang-yu")
        (item,) = office.open("item", title="世界水日通稿", unit="press", actor="fang-yu").refs
        office.fire(item, "write", actor="fang-yu")
        office.fire(item, "submit", actor="fang-yu")

        # 三审：三个人，依次进行 / three humans, one after the other
        office.decide(item, "first-review", "approve", actor="cheng-an")
        assert refused(office, item, "second-review", "cheng-an-2") == {"spoke-on-distinct-step"}
        office.decide(item, "second-review", "approve", actor="luo-qi")
        office.decide(item, "final-review", "approve", actor="du-heng")

        # 三校 / three proofs
        for proof, reader in (("proof-1", "bai-lu"), ("proof-2", "tang-yi"), ("proof", "bai-lu")):
            office.decide(item, proof, "approve", actor=reader)
        assert office.record(item).data["state"] == "cleared"

        # 先审查、后公开：申请发布，审查通过后再发布 / asked for, reviewed for secrecy, and only then released
        office.fire(item, "release", actor="fang-yu")
        office.decide(item, "secrecy-review", "approve", actor="jiang-mo")
        assert office.record(item).data["state"] == "cleared"
        office.fire(item, "release", actor="fang-yu")
        assert office.record(item).data["state"] == "released"

        for entry in office.journal(item):
            print(entry.version, entry.verb, entry.responsible)


def refused(office: cf.Office, item: str, step: str, who: str) -> set[str]:
    """Return why somebody may not approve a step."""
    try:
        office.decide(item, step, "approve", actor=who)
    except cf.Refused as error:
        print(error.message("zh"))
        return {reason.code for reason in error.reasons}
    return set()


if __name__ == "__main__":
    main()

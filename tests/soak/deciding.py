"""The trial of deciding: four processes decide at once; no decision is there twice, none is lost.

What each does is `deciders`.
"""

from collections import Counter

from campaignflow.office import Office, open_office
from tests.soak.checks import all_entries
from tests.soak.deciders import CAMPAIGNS, DECIDERS, PANEL, SEATS, decide, ref, submitted
from tests.soak.trials import PROCESSES, Trial, together, workshop
from tests.soak.worker import Log
from tests.soak.year import FIRST, Clock

__all__ = ["deciding"]


def deciding(seed: int) -> Trial:
    """Let four people decide the same campaigns at the same time, each in a process."""
    trial = Trial("deciding", seed)
    with workshop() as (file, folder):
        url = f"sqlite:///{file}"
        tokens = submitted(url)
        logs = {name: Log(folder / f"{name}.log") for name in DECIDERS}
        barrier = PROCESSES.Barrier(len(DECIDERS))
        together(
            [
                PROCESSES.Process(target=decide, args=(url, log.path, name, tokens, barrier))
                for name, log in logs.items()
            ]
        )
        with open_office(url, create=False, clock=Clock(FIRST)) as office:
            trial.check(office)
            for name in CAMPAIGNS:
                _judge(trial, office, name)
            _nothing_lost(trial, office, list(logs.values()))
    return trial


def _judge(trial: Trial, office: Office, campaign: str) -> None:
    """Look what became of one campaign."""
    journal = office.journal(ref(campaign))
    decisions = [one.details["decision"] for one in journal if "decision" in one.details]
    trial.figures["decisions"] += len(decisions)
    said = Counter((one["step"], one["principal"]) for one in decisions)
    wanted = {(SEATS[name], name) for name in DECIDERS} | {(PANEL, name) for name in DECIDERS}
    wanted |= {("outside", "guo-ming"), ("chief", "gu-yan")}
    trial.expect(set(said) == wanted, f"{campaign}: {set(said) ^ wanted} are lost or too many")
    trial.expect(set(said.values()) == {1}, f"{campaign}: decided twice {said}")
    ids = [one["id"] for one in decisions]
    trial.expect(len(ids) == len(set(ids)), f"{campaign}: two decisions have one id: {ids}")
    verbs = Counter(one.verb for one in journal)
    trial.expect(verbs["passed"] == 1, f"{campaign}: passed {verbs['passed']} times")
    trial.expect(office.record(ref(campaign)).data["state"] == "approved", f"{campaign} is not approved")


def _nothing_lost(trial: Trial, office: Office, logs: list[Log]) -> None:
    """Compare what the processes were told with what is in the journal."""
    there = {(one.ref, one.version, one.hash) for one in all_entries(office)}
    for log in logs:
        for line in log.lines("fault"):
            trial.faults.append(line["trace"])
        for line in log.lines("conflict"):
            trial.faults.append(f"{line['what']}: {line['said']}")
        for line in log.lines("refused"):
            is_token = line["what"].startswith("token") and line["codes"] == ["token-no-good"]
            trial.expect(is_token, f"{line['what']} was refused: {line['codes']}")
        for line in log.lines("done"):
            lost = [one for one in map(tuple, line["entries"]) if one not in there]
            trial.expect(not lost, f"told but not in the journal: {lost}")
    told = [line for log in logs for line in log.lines("done")]
    by = Counter((line["what"], line["replayed"]) for line in told)
    for name in CAMPAIGNS:
        trial.expect(
            by[f"token@{name}", False] == 1, f"{name}: the token was good {by[f'token@{name}', False]} times"
        )
        trial.expect(by[f"last@{name}", False] == 1, f"{name}: one word was written twice")
        trial.expect(by[f"again@{name}", False] == 0, f"{name}: what was repeated was written anew")
    trial.figures["told again"] += sum(line["replayed"] for line in told)

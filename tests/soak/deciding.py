"""The trials of deciding: four processes decide at once; no decision is there twice, none is lost.

Nor does any approval stand for what its people had not before them, and none keeps another from being given.
What each process does is `deciders`.
"""

from collections import Counter

from campaignflow.office import Office, open_office
from tests.soak.audit import faults
from tests.soak.checks import all_entries
from tests.soak.deciders import (
    CAMPAIGNS,
    DECIDERS,
    PANEL,
    SEATS,
    decide,
    decide_what_changes,
    edit,
    ref,
    submitted,
)
from tests.soak.trials import PROCESSES, Trial, together, workshop
from tests.soak.worker import Log
from tests.soak.year import FIRST, Clock

__all__ = ["deciding", "deciding_what_changes"]


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
    _told_is_there(trial, office, logs)
    for log in logs:
        for line in log.lines("fault"):
            trial.faults.append(line["trace"])
        for line in log.lines("conflict"):
            trial.faults.append(f"{line['what']}: {line['said']}")
        for line in log.lines("refused"):
            is_token = line["what"].startswith("token") and line["codes"] == ["token-no-good"]
            trial.expect(is_token, f"{line['what']} was refused: {line['codes']}")
    told = [line for log in logs for line in log.lines("done")]
    by = Counter((line["what"], line["replayed"]) for line in told)
    for name in CAMPAIGNS:
        trial.expect(
            by[f"token@{name}", False] == 1, f"{name}: the token was good {by[f'token@{name}', False]} times"
        )
        trial.expect(by[f"last@{name}", False] == 1, f"{name}: one word was written twice")
        trial.expect(by[f"again@{name}", False] == 0, f"{name}: what was repeated was written anew")


def deciding_what_changes(seed: int) -> Trial:
    """Let four people decide, in no order, what a fifth changes meanwhile."""
    trial = Trial("deciding what changes", seed)
    with workshop() as (file, folder):
        url = f"sqlite:///{file}"
        submitted(url, outside=False)
        logs = {name: Log(folder / f"{name}.log") for name in DECIDERS}
        own = Log(folder / "editor.log")
        is_edited = PROCESSES.Event()
        together(
            [
                PROCESSES.Process(target=decide_what_changes, args=(url, log.path, name, seed, is_edited))
                for name, log in logs.items()
            ]
            + [PROCESSES.Process(target=edit, args=(url, own.path, seed, is_edited))]
        )
        with open_office(url, create=False, clock=Clock(FIRST)) as office:
            trial.check(office)
            for name in CAMPAIGNS:
                _judge_what_changed(trial, office, name, list(logs.values()))
            _told_is_there(trial, office, [*logs.values(), own])
        trial.figures["edits"] += len(own.lines("done"))
        trial.figures["edits repeated, for the office was too busy"] += len(own.lines("conflict"))
        for log in logs.values():
            _faults(trial, log)
            trial.figures.update(f"refused: {' '.join(line['codes'])}" for line in log.lines("refused"))
        trial.expect(not own.lines("fault"), str(own.lines("fault")))
        busy = trial.figures["decisions repeated, for the office was too busy"]
        trial.expect(busy * BUSY < trial.figures["decisions"], f"{busy} decisions were in each other's way")
    return trial


BUSY = 5
"""At most every so many-th decision may find the office too busy."""
KNOWN = {"changed-since-seen", "round-over", "no-round", "step-not-asked"}
"""What may be said to somebody whose sheet is not the last any more."""


def _faults(trial: Trial, log: Log) -> None:
    for line in log.lines("fault"):
        trial.faults.append(line["trace"])
    for line in log.lines("refused"):
        trial.expect(set(line["codes"]) <= KNOWN, f"{line['what']} was refused: {line['codes']}")
    # four tries are enough for four at once (rule 16), but these go on at once with the next
    trial.figures["decisions repeated, for the office was too busy"] += len(log.lines("conflict"))


def _judge_what_changed(trial: Trial, office: Office, campaign: str, logs: list[Log]) -> None:
    """Look what became of one campaign: it is approved as it is, each word of it was told to somebody."""
    journal = office.journal(ref(campaign))
    decisions = [one for one in journal if "decision" in one.details]
    trial.figures["decisions"] += len(decisions)
    ids = [one.details["decision"]["id"] for one in decisions]
    trial.expect(len(ids) == len(set(ids)), f"{campaign}: two decisions have one id: {ids}")
    told = Counter(
        (one[1], one[2])
        for log in logs
        for line in log.lines("done")
        if not line["replayed"] and line["what"] == ref(campaign)
        for one in line["entries"]
    )
    there = Counter((one.version, one.hash) for one in decisions)
    trial.expect(not there - told, f"{campaign}: nobody was told of {dict(there - told)}")
    trial.faults += faults(office, ref(campaign))
    found = office.approvals(ref(campaign))
    trial.expect(found is not None and found.is_approved, f"{campaign} is not approved")


def _told_is_there(trial: Trial, office: Office, logs: list[Log]) -> None:
    """Compare what the processes were told with what is in the journal."""
    there = {(one.ref, one.version, one.hash) for one in all_entries(office)}
    for log in logs:
        for line in log.lines("done"):
            lost = [one for one in map(tuple, line["entries"]) if one not in there]
            trial.expect(not lost, f"told but not in the journal: {lost}")
            trial.figures["told again"] += line["replayed"]

"""One broken plugin at a time: the office opens, names it, holds up what depends on it, and all else works.

Each fault is a file in a folder of plugins, as offices have them, beside a sound plugin; the same faults
under a stop are here, too.  What each hook may answer is in `tests/unit/hooks`.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from tests.office.desk import SUMMER, WEEK, Clock, copied, events, opened, plan, refused, text
from tests.office.reviewers import STAFF, TITLE, Room, asking

import campaignflow as cf

Enter = Callable[..., Room]
ROLE = text(
    ("roles: [auditor]", "roles: [auditor, expert-auditor]"),
    of=asking("money: {title: 财务审核, by: qian-duo, covers: [budget]}"),
)
SOUND = """
import campaignflow as cf

@cf.hookimpl
def campaignflow_approval_steps(case, trigger):
    return [cf.ApprovalStep("secrecy", by="lin-yue", covers=["text"])] if trigger == "submit" else []
"""
"""A plugin with nothing wrong, which must go on asking whatever its neighbour does."""
AUDIT = SOUND.replace('"secrecy", by="lin-yue"', '"audit", by="he-jun"')
"""The plugin that is broken afterwards, while nothing is wrong with it."""


def answering(answer: str) -> str:
    """Return a plugin that answers something when it is asked for steps."""
    return f"""
import campaignflow as cf

@cf.hookimpl
def campaignflow_approval_steps(case, trigger):
    return {answer}
"""


class Fault(NamedTuple):
    """What is wrong with a plugin, and how that is told."""

    source: str
    code: str
    """What `office.plugins` finds, or the round if there it is noticed."""
    said: str = ""
    """A word of the sentence."""


UNUSABLE = {
    "an import error": Fault("raise RuntimeError('许可证已过期')", "plugin-not-imported", "许可证已过期"),
    "a missing dependency": Fault(
        "import a_package_nobody_has\n", "plugin-not-imported", "a_package_nobody_has"
    ),
    "a syntax error": Fault("def (:\n", "plugin-not-imported", "SyntaxError"),
    "an exit on import": Fault("raise SystemExit(3)", "plugin-not-imported", "SystemExit"),
    "a mistyped hook": Fault(
        AUDIT.replace("approval_steps", "aproval_steps"), "plugin-hook-unknown", "campaignflow_approval_steps"
    ),
    "an argument mistyped": Fault(
        AUDIT.replace("case, trigger", "cases, trigger"), "plugin-hook-argument", "case"
    ),
    "a hook without its mark": Fault(
        AUDIT.replace("@cf.hookimpl", ""), "plugin-hook-unmarked", "approval_steps"
    ),
    "no hook at all": Fault("import campaignflow as cf\n", "plugin-without-hooks", "audit"),
    "data that raise": Fault(
        AUDIT + "\n@cf.hookimpl\ndef campaignflow_data():\n    raise OSError('规则文件不在')\n",
        "plugin-error",
        "规则文件不在",
    ),
    "data that are none": Fault(
        AUDIT + "\n@cf.hookimpl\ndef campaignflow_data():\n    return {'workflows': ['campaign']}\n",
        "plugin-answer-wrong",
    ),
    "a lifecycle that leads nowhere": Fault(
        AUDIT
        + """
@cf.hookimpl
def campaignflow_data():
    states = [{"name": "draft", "initial": True}, {"name": "lost"}]
    return {"workflows": [{"name": "campaign", "version": 9, "states": states, "triggers": []}]}
""",
        "plugin-answer-wrong",
    ),
}
"""Faults that are noticed when the office opens: the plugin is set aside."""
FAILING = {
    "a raising hook": Fault(answering("1 / 0"), "plugin-error", "ZeroDivisionError"),
    "a hook that exits": Fault(answering("exit(2)"), "plugin-error", "SystemExit"),
    "a wrong return": Fault(answering("42"), "plugin-answer-wrong"),
    "no step in a list": Fault(answering("['audit']"), "plugin-answer-wrong"),
    "a step of nobody": Fault(answering("[{'id': 'audit'}]"), "plugin-answer-wrong"),
    "a duplicate step id": Fault(
        answering("[cf.ApprovalStep('audit', by='he-jun')] * 2"), "plugin-step-twice"
    ),
    "a step id that is taken": Fault(
        answering("[cf.ApprovalStep('money', by='he-jun')]"), "step-declared-twice"
    ),
    "an unserialisable answer": Fault(
        answering("[{'id': 'audit', 'by': ['he-jun'], 'title': object()}]"), "plugin-answer-wrong"
    ),
    "a step that holds a function": Fault(
        answering("[{'id': 'audit', 'by': ['he-jun'], 'covers': [print]}]"), "plugin-answer-wrong"
    ),
    "half a character": Fault(
        answering("[{'id': 'audit', 'by': ['he-jun'], 'title': '\\ud800'}]"), "plugin-answer-wrong"
    ),
}
"""Faults that are noticed when a round asks."""
ALL = {**UNUSABLE, **FAILING}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of the office's plugins: a sound one beside `audit`, which is sound still."""
    there = tmp_path / "plugins"
    there.mkdir(mode=0o755)
    (there / "secrecy.py").write_text(SOUND, encoding="utf-8")
    (there / "audit.py").write_text(AUDIT, encoding="utf-8")
    return there


@pytest.fixture(autouse=True)
def tidied() -> Iterator[None]:
    """Modules of plugins are forgotten."""
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.startswith("campaignflow_file_"):
            del sys.modules[name]


def reopened(here: Room, folder: Path, fault: Fault) -> Room:
    """Close the office, break the plugin, and open it again."""
    (folder / "audit.py").write_text(fault.source, encoding="utf-8")
    return again(here, folder)


def again(here: Room, folder: Path, **options: Any) -> Room:
    """Close the office and open it again, from a file as offices have it."""
    octets = copied(here.office)
    here.office.close()
    here.office = opened(
        octets, here.clock, file=folder.parent / "office.db", plugins_dir=str(folder), **options
    )
    return here


def required(here: Room) -> Room:
    """Let the office require the plugin that is to break."""
    here.office.require(["audit"], actor="wang-fang", reason="财经纪律")
    return here


def told(here: Room) -> dict[str, tuple[str, str]]:
    """Return what is told of `audit`: by code the sentences in Chinese and in English."""
    (report,) = [one for one in here.office.plugins if one.name == "audit"]
    return {one.code: (one.message("zh"), one.message("en")) for one in report.findings}


def all_else_works(here: Room) -> None:
    """Do everything that needs no approval of this plugin."""
    office, clock = here.office, here.clock
    here.edit(TITLE, actor="li-wei")
    office.reschedule("water-week/scheme", "2027-03-01", actor="li-wei", reason="改期")
    office.begin("water-week/scheme", actor="zhao-min")
    office.complete("water-week/scheme", actor="zhao-min")
    office.open("issue", title="网传停水", unit="press", actor="chen-jing")
    assert {"暑期防溺水", "展览"} <= {one.title for one in events(office)}
    assert set(cf.loads(office.export("river-2027")).campaigns) == {"water-week", "summer"}
    assert {one.code for one in office.check(plan()).errors} <= {"plugin-missing"}
    with office.preview() as dry:
        dry.fire(SUMMER, "cancel", actor="chen-jing", reason="洪水")
    clock.to("2027-02-20 10:00")
    assert office.run_due()


# the office opens and names it


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_be_used_is_set_aside_and_named(room: Enter, folder: Path, fault: Fault) -> None:
    here = reopened(room(ROLE, plugins_dir=str(folder)), folder, fault)
    assert [(one.name, one.state) for one in here.office.plugins] == [
        ("audit", "quarantined"),
        ("secrecy", "loaded"),
    ]
    zh, en = told(here)[fault.code]
    assert "audit" in zh
    assert "audit" in en
    assert fault.said in zh
    assert fault.said in en


@pytest.mark.parametrize("fault", FAILING.values(), ids=FAILING)
def test_what_fails_when_it_is_asked_is_named_from_then_on(room: Enter, folder: Path, fault: Fault) -> None:
    here = reopened(room(ROLE, plugins_dir=str(folder)), folder, fault)
    assert [one.state for one in here.office.plugins] == ["loaded", "loaded"]
    here.submit()
    (why,) = here.office.why(WEEK, "submit")
    (reason,) = [one for one in why.reasons if one.code == "provider-in-error"]
    assert reason.facts["because"] == fault.code
    assert "audit" in reason.message("zh")
    assert "audit" in reason.message("en")
    assert fault.said in reason.message("zh")


# it holds up what depends on it


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE)
def test_what_the_office_requires_of_it_waits_with_that_reason(
    room: Enter, folder: Path, fault: Fault
) -> None:
    here = reopened(required(room(ROLE, plugins_dir=str(folder))), folder, fault)
    assert [(one.name, one.state) for one in here.office.plugins] == [
        ("audit", "missing"),
        ("secrecy", "loaded"),
    ]
    assert set(told(here)) == {"plugin-missing", fault.code}
    (reason,) = refused(here.submit)
    assert (reason.code, reason.facts["plugin"]) == ("plugin-missing", "audit")
    assert "audit" in reason.message("zh")
    assert here.state == "draft"
    all_else_works(here)


@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
def test_a_round_that_asked_it_goes_on_with_what_it_asked_and_waits_for_it_once_something_changes(
    room: Enter, folder: Path, fault: Fault
) -> None:
    here = room(ROLE, plugins_dir=str(folder))
    here.submit()
    reopened(here, folder, fault)
    assert here.waits("he-jun") == ["audit"]
    all_else_works(here)
    assert here.stands["provider:audit"] == "error"
    for step, who in (("money", "qian-duo"), ("secrecy", "lin-yue"), ("audit", "he-jun")):
        here.approve(step, who)
    assert here.stands == {
        "audit": "satisfied",
        "money": "satisfied",
        "secrecy": "satisfied",
        "provider:audit": "error",
    }
    assert here.state == "in_review"
    (folder / "audit.py").write_text(AUDIT, encoding="utf-8")  # it is mended
    reopened(here, folder, Fault(AUDIT, ""))
    here.edit((TITLE[1], TITLE[0]), actor="li-wei")
    here.approve("secrecy", "lin-yue")
    here.approve("audit", "he-jun")
    assert here.state == "approved"


@pytest.mark.parametrize("fault", FAILING.values(), ids=FAILING)
def test_a_round_that_it_cannot_answer_does_not_pass_and_all_else_works(
    room: Enter, folder: Path, fault: Fault
) -> None:
    here = reopened(room(ROLE, plugins_dir=str(folder)), folder, fault)
    here.submit()
    assert here.stands == {"money": "waiting", "secrecy": "waiting", "provider:audit": "error"}
    all_else_works(here)
    here.approve("money", "qian-duo")
    here.approve("secrecy", "lin-yue")
    assert here.state == "in_review"


# stopping


@pytest.mark.parametrize("trigger", ["suspend", "cancel"])
@pytest.mark.parametrize("fault", ALL.values(), ids=ALL)
def test_stopping_works_whatever_is_wrong_with_it(
    room: Enter, folder: Path, fault: Fault, trigger: str
) -> None:
    here = required(room(ROLE, plugins_dir=str(folder)))
    here.submit()
    reopened(here, folder, fault)
    here.office.fire(WEEK, trigger, actor="li-wei", reason="汛情")
    assert here.state in {"suspended", "cancelled"}


# what takes it away removes no gate


@pytest.mark.parametrize("off", ["uninstalled", "blocked", "none"])
def test_taking_a_required_plugin_away_removes_no_gate(
    room: Enter, folder: Path, off: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = required(room(ROLE, plugins_dir=str(folder)))
    if off == "uninstalled":
        (folder / "audit.py").unlink()
    elif off == "none":
        monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "none")
    again(here, folder, block=["audit"] if off == "blocked" else [])
    (report,) = [one for one in here.office.plugins if one.name == "audit"]
    assert report.state == "missing"
    assert {one.code for one in refused(here.submit)} == {"plugin-missing"}
    here.office.fire(WEEK, "cancel", actor="li-wei", reason="汛情")
    assert here.state == "cancelled"


LOUD = """
from pathlib import Path
Path(__file__).with_name("imported").touch()
import campaignflow as cf

@cf.hookimpl
def campaignflow_veto(trigger):
    return None
"""
OPENS = """
import campaignflow as cf
with cf.open_office("sqlite://", autoload=True, block={block}) as office:
    print([(one.name, one.state) for one in office.plugins if one.name == "loud"])
"""


@pytest.mark.parametrize(
    ("block", "setting", "state"),
    [(["loud"], "", "blocked"), ([], "-loud", "blocked"), ([], "", "loaded")],
    ids=["by the office", "by the environment", "not at all"],
)
def test_importing_the_library_and_opening_an_office_import_no_plugin_that_is_switched_off(
    block: list[str], setting: str, state: str, tmp_path: Path
) -> None:
    (tmp_path / "loud_rules.py").write_text(LOUD, encoding="utf-8")
    folder = tmp_path / "loud_rules-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-rules\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[campaignflow]\nloud = loud_rules\n")
    path = os.pathsep.join([str(tmp_path), str(Path(cf.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", OPENS.format(block=block)],
        env={**os.environ, "PYTHONPATH": path, "CAMPAIGNFLOW_PLUGINS": setting},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"[('loud', '{state}')]"
    assert (tmp_path / "imported").exists() == (state == "loaded")


# order


STEPS = {
    "alpha": [("legal", "he-jun", []), ("editing", "tan-xin", ["legal"])],
    "beta": [("chief", "lin-yue", ["editing"]), ("press", "gu-yan", [])],
    "gamma": [("checking", "luo-bin", ["press", "legal"]), ("legal", "lin-yue", [])],
}


def asking_for(name: str) -> ModuleType:
    """Return a plugin that asks for its steps."""
    plugin = ModuleType(name)
    steps = [cf.ApprovalStep(id_, by=by, after=after) for id_, by, after in STEPS[name]]
    plugin.campaignflow_approval_steps = cf.hookimpl(lambda: steps)
    return plugin


def test_steps_of_several_plugins_have_one_order_whatever_was_installed_first(clock: Clock) -> None:
    seen = []
    for names in permutations(STEPS):
        with opened(_founded(clock), clock, plugins=list(map(asking_for, names))) as office:
            office.fire(WEEK, "submit", actor="li-wei")
            frozen = office.journal(WEEK)[-1].details["round"]
            inboxes = [[one.step for one in office.inbox(who)] for who in ("he-jun", "gu-yan", "lin-yue")]
            steps = [one.id for one in office.approvals(WEEK).steps]
            seen.append((steps, list(frozen["steps"]), list(frozen["providers"]), inboxes))
    assert len(seen[0][0]) == 7
    assert seen[0][0][-1] == "provider:gamma"  # `legal` is alpha's
    assert all(one == seen[0] for one in seen)


def _founded(clock: Clock) -> bytes:
    with cf.open_office("sqlite://", clock=clock) as office:
        office.apply(cf.loads(asking("money: {by: qian-duo}", of=STAFF)), actor="li-wei")
        return copied(office)

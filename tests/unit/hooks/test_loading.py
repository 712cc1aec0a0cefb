"""Which plugins are in force: found without importing, checked one by one, quarantined alone."""

import hashlib
import logging
import sys
from collections.abc import Callable
from functools import partial
from importlib import metadata
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from campaignflow.errors import InvalidValue
from campaignflow.hooks.plugins import Plugins
from campaignflow.hooks.specs import hookimpl

Build = Callable[..., object]
Write = Callable[[str, str], Path]

SOUND = """
from campaignflow.hooks.specs import hookimpl

__version__ = "1.2"

@hookimpl
def campaignflow_veto(trigger):
    return f"{__name__}: {trigger}"
"""


def states(plugins: Plugins) -> dict[str, str]:
    return {one.name: one.state for one in plugins.report()}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Installs a distribution with one module and one entry point of our group."""

    def build(name: str, source: str, value: str = "", version: str = "2.1", dist: str = "") -> None:
        site = tmp_path / f"site-{dist or name}"
        module = f"campaignflow_test_{name}"
        folder = site / f"{dist or module}-{version}.dist-info"
        folder.mkdir(parents=True)
        (site / f"{module}.py").write_text(source, encoding="utf-8")
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {dist or module}\nVersion: {version}\n"
        )
        (folder / "entry_points.txt").write_text(f"[campaignflow]\n{name} = {value or module}\n")
        monkeypatch.syspath_prepend(site)
        monkeypatch.delitem(sys.modules, module, raising=False)

    return build


def test_an_office_without_plugins_reports_none() -> None:
    assert Plugins().report() == ()


def test_a_module_handed_in_is_known_by_its_name_version_and_digest(tmp_path: Path) -> None:
    module = ModuleType("campaignflow_audit")
    module.__file__ = str(tmp_path / "campaignflow_audit.py")
    Path(module.__file__).write_text(SOUND, encoding="utf-8")
    exec(SOUND, module.__dict__)
    [report] = Plugins([module]).report()
    assert (report.name, report.state, report.version, report.distribution) == (
        "campaignflow_audit",
        "loaded",
        "1.2",
        "",
    )
    assert report.digest == hashlib.sha256(SOUND.encode()).hexdigest()
    assert report.hooks == ("campaignflow_veto",)
    assert report.findings == ()


class Flood:
    """A plugin that is an object, with its hooks as methods."""

    @hookimpl
    def campaignflow_veto(self, case: Any) -> str:
        return f"{case.id}: 汛期"


def test_an_object_is_known_by_its_class_and_has_no_digest(case, attempt) -> None:
    plugins = Plugins([Flood()])
    [report] = plugins.report()
    assert (report.name, report.state, report.digest) == ("Flood", "loaded", "")
    assert [one.sentence for one in plugins.vetoes(case, "launch", attempt)] == ["water-day: 汛期"]


def test_a_plugin_may_implement_a_hook_under_another_name(case, attempt) -> None:
    flood, power = (hookimpl(specname="campaignflow_veto")(one) for one in (lambda: "汛期", lambda: "停电"))
    plugins = Plugins([SimpleNamespace(flood=flood, power=power)])
    assert {one.sentence for one in plugins.vetoes(case, "launch", attempt)} == {"汛期", "停电"}


# installed plugins


def test_installed_plugins_load_only_if_asked_for(install, case, attempt) -> None:
    install("audit", SOUND)
    assert states(Plugins()) == {}
    plugins = Plugins(autoload=True)
    [report] = plugins.report()
    assert (report.name, report.distribution, report.version) == ("audit", "campaignflow_test_audit", "2.1")
    assert report.digest == hashlib.sha256(SOUND.encode()).hexdigest()
    assert [one.provider for one in plugins.vetoes(case, "launch", attempt)] == ["audit"]


def test_an_entry_point_may_name_an_object_and_has_its_module_s_digest(install) -> None:
    source = (
        "from types import SimpleNamespace\n"
        + SOUND
        + "\nrules = SimpleNamespace(campaignflow_veto=campaignflow_veto)\n"
    )
    install("audit", source, "campaignflow_test_audit:rules")
    [report] = Plugins(autoload=True).report()
    assert (report.state, report.digest) == ("loaded", hashlib.sha256(source.encode()).hexdigest())


@pytest.mark.parametrize(
    ("own", "version"), [("2.1+rules.9f2c", "2.1+rules.9f2c"), ("9.9", "2.1"), ("9.9+rules.9f2c", "2.1")]
)
def test_what_a_plugin_adds_to_the_version_of_its_package_is_kept(install, own: str, version: str) -> None:
    """So that a round says with which rules a plugin asked, and no plugin passes for another release."""
    install("audit", SOUND.replace("1.2", own))
    [report] = Plugins(autoload=True).report()
    assert (report.state, report.version) == ("loaded", version)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import a_package_nobody_has", "No module named 'a_package_nobody_has'"),
        ("1 / 0", "ZeroDivisionError"),
        ("def (", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("from campaignflow.money import Money\nMoney('五万')", "InvalidValue"),
        ("class Mute(Exception):\n    def __str__(self): 1 / 0\nraise Mute", "Mute"),
    ],
)
def test_a_plugin_that_cannot_be_imported_is_quarantined_alone(source, said, install, caplog) -> None:
    install("broken", source)
    install("sound", SOUND)
    with caplog.at_level(logging.ERROR, "campaignflow.plugins"):
        plugins = Plugins(autoload=True)
    assert states(plugins) == {"broken": "quarantined", "sound": "loaded"}
    [finding] = plugins.report()[0].findings
    assert finding.code == "plugin-not-imported"
    assert said in finding.facts["error"]
    [record] = caplog.records
    assert (record.plugin, record.exc_info is not None) == ("broken", True)


def test_an_entry_point_without_a_distribution_is_loaded_all_the_same(install, monkeypatch) -> None:
    install("audit", SOUND)
    point = metadata.EntryPoint("audit", "campaignflow_test_audit", "campaignflow")
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point])
    [report] = Plugins(autoload=True).report()
    assert (report.state, report.distribution, report.version) == ("loaded", "", "1.2")


# what is refused of an implementation


async def later(case):
    return None


async def stream(case):
    yield "汛期"


def lazy(case):
    yield "汛期"


@pytest.mark.parametrize(
    ("function", "form"),
    [
        (lambda case=None: None, "case=..."),
        (lambda *, case: None, "case (keyword-only)"),
        (lambda *case: None, "case (variadic positional)"),
        (lambda **case: None, "case (variadic keyword)"),
        (later, "async def"),
        (stream, "async def"),
        (lazy, "yield"),
    ],
)
def test_a_hook_is_a_plain_function(function, form, plugin) -> None:
    [report] = Plugins([plugin("audit", veto=function)]).report()
    assert (report.state, report.hooks) == ("quarantined", ())
    assert [(one.code, one.facts["form"]) for one in report.findings] == [("plugin-hook-form", form)]


@pytest.mark.parametrize("mark", [hookimpl(wrapper=True), hookimpl(hookwrapper=True)])
def test_a_hook_wraps_no_other(mark) -> None:
    [report] = Plugins([SimpleNamespace(campaignflow_veto=mark(lambda case: (yield)))]).report()
    assert [one.facts["form"] for one in report.findings] == ["wrapper=True"]


def test_a_mistyped_hook_is_refused_and_the_right_name_offered(plugin) -> None:
    [report] = Plugins([plugin("audit", vetoe=lambda case: "汛期")]).report()
    assert report.state == "quarantined"
    assert [one.code for one in report.findings] == ["plugin-hook-unknown"]
    assert "campaignflow_veto" in report.findings[0].message("zh")


def test_a_hook_of_another_name_is_unknown_even_if_it_calls_itself_optional() -> None:
    marked = hookimpl(optionalhook=True)(lambda case: None)
    [report] = Plugins([SimpleNamespace(campaignflow_weather=marked)]).report()
    assert [(one.code, one.facts["near"]) for one in report.findings] == [("plugin-hook-unknown", [])]


@pytest.mark.parametrize("thing", [lambda case: "汛期", partial(lambda case: "汛期"), "汛期", property(str)])
def test_what_looks_like_a_hook_and_is_not_marked_is_refused(thing, plugin) -> None:
    there = plugin("audit", veto=lambda: None)
    there.campaignflow_approval_steps = thing
    [report] = Plugins([there]).report()
    assert [one.code for one in report.findings] == ["plugin-hook-unmarked"]


def test_a_plugin_may_import_modules_that_are_called_like_hooks(plugin) -> None:
    there = plugin("audit", veto=lambda: None)
    there.campaignflow_rules = ModuleType("campaignflow_rules")
    assert states(Plugins([there])) == {"audit": "loaded"}


@pytest.mark.parametrize(("function", "near"), [(lambda caze: None, ["case"]), (lambda office: None, [])])
def test_an_argument_that_the_hook_is_not_given_is_refused(function, near, plugin) -> None:
    [report] = Plugins([plugin("audit", veto=function)]).report()
    [finding] = report.findings
    assert (finding.code, finding.facts["near"]) == ("plugin-hook-argument", near)
    assert finding.facts["known"] == ("case", "trigger", "context")


def test_a_class_in_the_place_of_an_object_is_refused() -> None:
    [report] = Plugins([Flood]).report()
    assert [one.facts["argument"] for one in report.findings] == ["self"]


@pytest.mark.parametrize("thing", [None, "campaignflow_audit", ModuleType("empty")])
def test_a_plugin_without_hooks_is_refused(thing) -> None:
    [report] = Plugins([thing]).report()
    assert [one.code for one in report.findings] == ["plugin-without-hooks"]


def test_a_plugin_that_breaks_while_it_is_looked_at_is_quarantined() -> None:
    class Hostile:
        def __dir__(self):
            raise RuntimeError

    [report] = Plugins([Hostile()]).report()
    assert [one.code for one in report.findings] == ["plugin-not-imported"]


def test_a_plugin_whose_data_hook_raises_is_quarantined_with_all_its_hooks(plugin, case, attempt) -> None:
    plugins = Plugins([plugin("river", veto=lambda: "汛期", data=lambda: 1 / 0)])
    [report] = plugins.report()
    assert (report.state, report.hooks) == ("quarantined", ())
    assert [(one.code, one.facts["hook"]) for one in report.findings] == [
        ("plugin-error", "campaignflow_data")
    ]
    assert plugins.vetoes(case, "launch", attempt) == []


# two of one name


def test_a_plugin_handed_in_stands_before_the_installed_one_of_its_name(
    install, plugin, case, attempt
) -> None:
    install("audit", "raise RuntimeError('imported all the same')")
    plugins = Plugins([plugin("audit", veto=lambda: "汛期")], autoload=True)
    assert [(one.state, [f.code for f in one.findings]) for one in plugins.report()] == [
        ("loaded", []),
        ("blocked", ["plugin-shadowed"]),
    ]
    assert [one.sentence for one in plugins.vetoes(case, "launch", attempt)] == ["汛期"]


def test_two_installed_plugins_of_one_name_are_both_quarantined_unimported(install) -> None:
    for dist in ("one", "two"):
        install("audit", "raise RuntimeError('imported all the same')", dist=dist)
    plugins = Plugins(autoload=True)
    assert [(one.state, [f.code for f in one.findings]) for one in plugins.report()] == [
        ("quarantined", ["plugin-name-twice"])
    ] * 2


# switched off


@pytest.mark.parametrize(
    ("block", "setting", "loaded"),
    [
        ((), "", {"audit", "flood", "radio"}),
        (["audit"], "", {"flood", "radio"}),
        ("audit", "", {"flood", "radio"}),
        ((), "none", set()),
        ((), " audit , radio,", {"audit", "radio"}),
        ((), "-audit", {"flood", "radio"}),
        ((), "audit,radio,-radio", {"audit"}),
        (["audit"], "audit", set()),
        ((), "none,audit", {"audit"}),
    ],
)
def test_office_and_environment_switch_plugins_off(block, setting, loaded, plugin, monkeypatch) -> None:
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", setting)
    plugins = Plugins([plugin(name, veto=lambda: None) for name in ("audit", "flood", "radio")], block=block)
    assert {name for name, state in states(plugins).items() if state == "loaded"} == loaded
    assert set(states(plugins).values()) <= {"loaded", "blocked"}


def test_none_switches_off_even_a_plugin_of_that_name(plugin, monkeypatch) -> None:
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "none")
    assert states(Plugins([plugin("none", veto=lambda: None)])) == {"none": "blocked"}


def test_the_environment_brings_no_plugin_in(install, monkeypatch) -> None:
    install("audit", SOUND)
    monkeypatch.setenv("CAMPAIGNFLOW_PLUGINS", "audit")
    assert states(Plugins()) == {}


def test_a_plugin_that_is_switched_off_is_never_imported(install, write) -> None:
    install("audit", "raise RuntimeError('imported all the same')")
    folder = write("flood.py", "raise RuntimeError('imported all the same')")
    plugins = Plugins(autoload=True, block=["audit", "flood"], plugins_dir=folder)
    assert states(plugins) == {"audit": "blocked", "flood": "blocked"}
    assert [one.findings[0].code for one in plugins.report()] == ["plugin-blocked"] * 2
    assert "campaignflow_test_audit" not in sys.modules


# a folder of plugins


def test_the_files_of_a_folder_are_plugins(write, case, attempt) -> None:
    write("flood.py", SOUND)
    write("_shared.py", "raise RuntimeError")
    folder = write("notes.txt", "no plugin")
    plugins = Plugins(plugins_dir=str(folder))
    [report] = plugins.report()
    assert (report.name, report.state, report.version) == ("flood", "loaded", "1.2")
    assert report.digest == hashlib.sha256(SOUND.encode()).hexdigest()
    assert len(plugins.vetoes(case, "launch", attempt)) == 1
    assert not (folder / "__pycache__").exists()


def test_a_file_may_hold_dataclasses_with_deferred_annotations(write) -> None:
    source = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        + SOUND
        + "\n@dataclass\nclass Rule:\n    name: str\n"
    )
    assert states(Plugins(plugins_dir=write("flood.py", source))) == {"flood": "loaded"}


def test_what_is_no_folder_of_plugins_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue) as refused:
        Plugins(plugins_dir=tmp_path / "nowhere")
    assert refused.value.code == "plugins-folder-missing"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are no bits there")
def test_a_folder_that_anybody_may_write_to_is_refused(write) -> None:
    folder = write("flood.py", SOUND)
    folder.chmod(0o1777)
    with pytest.raises(InvalidValue) as refused:
        Plugins(plugins_dir=folder)
    assert refused.value.code == "plugins-folder-open"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are no bits there")
def test_a_file_that_anybody_may_write_to_is_quarantined_unread(write, codes) -> None:
    folder = write("flood.py", "raise RuntimeError('run all the same')")
    (folder / "flood.py").chmod(0o646)
    plugins = Plugins(plugins_dir=folder)
    assert codes(plugins) == {"flood": ["plugins-folder-open"]}

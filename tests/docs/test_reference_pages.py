"""The pages that are read off the code say what the code says now."""

import importlib.util
import re
from types import ModuleType

import pytest

import campaignflow
from campaignflow import labels
from campaignflow.hooks import specs
from campaignflow.plan.programme import BLOCKS
from tests.docs import DOCS, ROOT, named, pages
from tests.docs.markdown import without_fences

REFERENCE = DOCS / "reference"
AGAIN = "python tools/write_reference.py"


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_reference", ROOT / "tools" / "write_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_findings_is_up_to_date(writer: ModuleType) -> None:
    written = (REFERENCE / "findings.md").read_text(encoding="utf-8")
    assert written == writer.findings_page(), f"run {AGAIN}"


def test_the_tables_of_keys_are_up_to_date(writer: ModuleType) -> None:
    written = (REFERENCE / "plan-file.md").read_text(encoding="utf-8")
    assert written == writer.with_tables(written), f"run {AGAIN}"


def test_the_page_of_hooks_is_up_to_date(writer: ModuleType) -> None:
    written = (REFERENCE / "hooks.md").read_text(encoding="utf-8")
    assert written == writer.hooks_page(), f"run {AGAIN}"


def test_a_hook_that_does_not_say_what_its_failure_means_is_seen(
    writer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(specs.campaignflow_veto, "__doc__", "Refuse.\n\nMoment: a\nOrder: b\nReturn: c\n")
    with pytest.raises(SystemExit, match="campaignflow_veto: say its Failure"):
        writer.hooks_page()


def test_pages_speak_of_hooks_that_exist() -> None:
    told = set()
    for page in pages():
        text = page.read_text(encoding="utf-8")
        wrong = re.findall(r"has (campaignflow_\w+), which is no hook", text)  # shown as a mistake
        spoken_of = re.findall(r"(?<![/\w])campaignflow_[a-z_]+\b", text)
        told |= {(named(page), hook) for hook in spoken_of if hook not in wrong}
    assert {hook for _, hook in told} >= set(specs.HOOKS)
    assert [(page, hook) for page, hook in told if hook not in specs.HOOKS] == []


def test_a_finding_without_its_line_is_seen(writer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**labels.SENTENCES, "a-new-one": labels.SENTENCES["no-lead"]}
    monkeypatch.setattr(labels, "SENTENCES", more)
    with pytest.raises(SystemExit, match="a-new-one"):
        writer.findings_page()


def test_the_plan_file_page_names_every_block() -> None:
    page = (REFERENCE / "plan-file.md").read_text(encoding="utf-8")
    listed = re.findall(r"`(\w+)`", page.partition("## Blocks")[2].partition("\n## ")[0])
    assert set(listed) == {"include", "programme", *BLOCKS}


def test_the_python_page_has_every_public_name_once() -> None:
    page = (REFERENCE / "python.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\.\. auto\w+:: campaignflow\.(\w+)$", page, flags=re.MULTILINE)
    assert sorted(shown) == sorted(set(campaignflow.__all__) - {"__version__"})


def test_no_page_waives_or_explains_a_finding_that_does_not_exist() -> None:
    told = {
        (named(page), code)
        for page in pages()
        for code in re.findall(r"findings\.md#([\w-]+)", without_fences(page.read_text(encoding="utf-8")))
    }
    assert told
    assert [(page, code) for page, code in told if code not in labels.SENTENCES] == []

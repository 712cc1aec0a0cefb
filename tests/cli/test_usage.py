"""Whatever is typed after `campaignflow` is answered in the reader's language, and with a status."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.plans import activity

from campaignflow import cli
from campaignflow.cli import acting, planning
from campaignflow.cli.usage import COMMANDS
from campaignflow.office.approving import Approving
from campaignflow.office.verbs import Verbs

# What typer would have said.
FOREIGN = re.compile("Got|unexpected|requires an argument|does not take|Missing|Invalid|Try |Error:|Usage:")

MISTAKES = {
    "nothing": ([], "Name a command"),
    "only an option": (["--json"], "--json"),
    "no such command": (["chek", "plan.yaml"], "Did you mean check?"),
    "a command of another tool": (["install"], "There is no command “install”"),
    "no plan": (["check"], "PLAN is missing"),
    "no folder": (["new", "plan"], "DIR is missing"),
    "nothing to begin": (["new"], "is missing"),
    "no such option": (["check", "plan.yaml", "--stict"], "Did you mean --strict?"),
    "an option of another command": (["check", "plan.yaml", "--csv"], "no option “--csv”"),
    "a short option": (["check", "plan.yaml", "-x"], "“-x”"),
    "one plan too many": (["check", "plan.yaml", "other.yaml"], "other.yaml"),
    "an option without its value": (["check", "plan.yaml", "--today"], "--today"),
    "a value that an option does not take": (["check", "plan.yaml", "--strict=yes"], "--strict"),
    "a language we do not speak": (["check", "plan.yaml", "--lang", "fr"], "--lang"),
    "a plan called like a command": (["check", "schedule", "check"], "check"),
    "nobody who acts": (["done", "water-week/plan"], "Say who does this: --as"),
    "no title": (["open", "request", "--as", "li-wei"], "--title is missing"),
    "nothing to fire": (["fire", "water-week", "--as", "li-wei"], "TRIGGER is missing"),
    "a word too many": (["status", "water-week", "summer"], "summer"),
    "half a command": (["calendar"], "add is missing"),
    "an option nearly right": (["apply", "plan.yaml", "--dry-runs"], "Did you mean --dry-run?"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_of_usage_has_its_sentence(mistake: str, run) -> None:
    arguments, said = MISTAKES[mistake]
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    "mistake",
    [*MISTAKES],
)
def test_it_is_said_in_chinese_to_whoever_reads_chinese(mistake: str, run, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    ran = run(*MISTAKES[mistake][0])
    assert (ran.status, ran.out) == (2, "")
    assert re.search("[一-鿿]", ran.err)
    assert not FOREIGN.search(ran.err)
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("where", range(4))
@pytest.mark.parametrize("spelt", [["--lang", "zh"], ["--lang=zh"]])
def test_the_language_may_stand_anywhere(where: int, spelt: list[str], run, plan) -> None:
    arguments = ["check", str(plan(activity())), "--notes"]
    arguments[where:where] = spelt
    assert "个错误" in run(*arguments).out


@pytest.mark.parametrize(
    ("variables", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_TW"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": ""}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, True),
    ],
)
def test_the_environment_names_the_language(
    variables: dict[str, str], *, chinese: bool, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert bool(re.search("[一-鿿]", run("check", "none.yaml").err)) is chinese


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_is_there_for_every_command_in_both_languages(command: list[str], lang: str, run) -> None:
    ran = run(*command, "--help", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    described = [line for line in ran.out.splitlines() if re.match(r"\s+(--?\w|[a-z]+ {2,})", line)]
    assert described
    if lang == "zh":
        assert all(re.search("[一-鿿]", line) for line in described if "  " in line.strip())
        assert not re.search("Usage|Options|Arguments|Show this|required", ran.out)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_help_is_longer_than_its_line(
    command: str, lang: str, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMINAL_WIDTH", "80")
    out = run(command, "--help", "--lang", lang).out
    assert [line for line in out.splitlines() if re.match(" {8,}", line)] == []
    whole = run("--help", "--lang", lang).out
    assert "..." not in whole.partition("\n")[2]


def test_every_verb_of_the_office_has_a_command() -> None:
    verbs = {name for one in (Verbs, Approving) for name in vars(one) if not name.startswith("_")}
    folder = Path(cli.__file__).parent
    called = {
        node.attr
        for room in ("acting", "approving", "deploying", "bulk")
        for node in ast.walk(ast.parse((folder / f"{room}.py").read_text("utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute)
        if getattr(node.value, "attr", getattr(node.value, "id", "")) == "way"
    }
    assert len(verbs) > 30
    assert verbs - called - {*acting.VERBS.values(), "refine"} == set()  # refine is reschedule


LOADED = """
import sys
from campaignflow.cli import main
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""


def test_only_what_a_command_needs_is_loaded(plan) -> None:
    file = plan(activity("due: 2027-03-22", "owner: li"))
    ran = played("-c", LOADED, "check", file)
    assert ran.returncode == 0
    loaded = set(ran.stderr.split())
    assert "campaignflow.planfile" in loaded
    assert not loaded & {
        "sqlalchemy",
        "transitions",
        "alembic",
        "campaignflow.office",
        "campaignflow.store",
        "campaignflow.cli.acting",
    }


def test_the_schema_is_printed_for_editors(run) -> None:
    ran = run("schema")
    assert ran.status == 0
    assert json.loads(ran.out)["title"] == "campaignflow plan file"


def test_a_fault_of_ours_is_no_fault_of_the_plan(run, plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("x\x1b[31m")

    monkeypatch.setattr(planning, "read", broken)
    for lang, said in (("en", "not your plan's fault"), ("zh", "不是计划的问题")):
        ran = run("check", plan(activity()), "--lang", lang)
        assert (ran.status, ran.out) == (70, "")
        assert said in ran.err
        assert "RuntimeError" in ran.err
        assert "\x1b" not in ran.err
    monkeypatch.setenv("CAMPAIGNFLOW_DEBUG", "1")
    with pytest.raises(RuntimeError):
        run("check", plan(activity()))


def test_somebody_who_interrupts_is_told_so(run, plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "read", interrupted)
    ran = run("check", plan(activity()))
    assert ran.status == 2
    assert ran.err.strip() == "Interrupted."


ODD = [
    "",
    " ",
    "\x00",
    "\x1b[31m",
    "-",
    "--",
    "=",
    "\u202e",
    "🙂",
    "x" * 10_000,
    "../..",
    "{",
    "%s",
    "%(a)s",
]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_no_argument_is_odd_enough_for_anything_but_a_sentence(odd: str, applied, run, plan) -> None:
    file = plan(activity("due: 2027-03-22", "owner: li"), "other.yaml")
    book = plan("press: press@example.org", "addresses.yaml")
    for arguments in (
        [odd],
        [odd, file],
        ["check", odd],
        ["check", file, odd],
        ["check", f"--{odd}"],
        ["schedule", file, "--unit", odd],
        ["schedule", file, f"--from={odd}"],
        ["ics", file, "--partner", odd],
        ["new", odd, "folder"],
        ["diagram", odd],
        ["status", odd],
        ["status", f"--store={odd}"],
        ["fire", odd, "submit", "--as", "li-wei"],
        ["fire", "water-week", odd, "--as", "li-wei"],
        ["done", "water-week/plan", "--as", odd],
        ["done", "water-week/plan", f"--expect={odd}", "--as", "li-wei"],
        ["move", "water-week/plan", odd, f"--reason={odd}", "--as", "li-wei"],
        ["open", odd, "--title", odd, "--as", "li-wei"],
        ["log", odd, "--as-of", odd],
        ["due", "--at", odd],
        ["calendar", "add", odd, "--as", "li-wei"],
        ["export", odd],
        ["redact", "water-week", odd, "--reason", "x", "--as", "li-wei"],
        ["rollover", "office-2027", "--to", odd, "--as", "li-wei"],
        ["store", odd],
        ["invitations", odd, "--organizer", odd, "--addresses", odd],
        [
            "invitations",
            odd,
            "--organizer",
            "a@example.org",
            "--addresses",
            book,
            "--since",
            odd,
            "--dry-run",
        ],
        ["invitations", odd, "--organizer", "a@example.org", "--addresses", book, "--dry-run"],
    ):
        ran = run(*arguments)
        assert ran.status in {0, 1, 2, 3, 4}
        assert "inside campaignflow" not in ran.err
        assert not any(ord(sign) < 32 for sign in ran.err.replace("\n", ""))


# In a process of their own


def played(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1", "LANG": "en_GB.UTF-8", **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        env=environment,
        **options,
    )


BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "{module}":
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Blocked())
from campaignflow.cli import main
sys.exit(main(["check", "plan.yaml"]))
"""


@pytest.mark.parametrize("module", ["typer", "rich"])
@pytest.mark.parametrize(("lang", "said"), [("en_GB", "needs an extra"), ("zh_CN", "需要附加组件")])
def test_without_its_extra_the_command_says_what_to_install(module: str, lang: str, said: str) -> None:
    ran = played("-c", BLOCKED.format(module=module), env={"LANG": lang, "LC_ALL": lang})
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "pip install 'campaignflow[cli]'" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_another_module_that_is_missing_is_no_missing_extra() -> None:
    ran = played("-c", BLOCKED.format(module="yaml"))
    assert ran.returncode != 0
    assert "pip install" not in ran.stderr


def test_the_command_is_there_as_a_module_and_as_a_script(plan) -> None:
    file = plan(activity("due: 3/22"))
    ran = played("-m", "campaignflow", "check", file)
    assert ran.returncode == 1
    assert "[date-not-iso]" in ran.stdout
    script = Path(sys.executable).with_name("campaignflow")
    if script.exists():
        said = subprocess.run([script, "check", file], capture_output=True, check=False)
        assert said.returncode == 1


def test_a_reader_that_has_seen_enough_is_no_trouble(plan) -> None:
    many = "".join(f"      a{n}: {{title: 甲, lead: office, due: 2027-03-22}}\n" for n in range(3_000))
    file = plan(activity() + many)
    command = (
        f'"{sys.executable}" -m campaignflow schedule "{file}" | head -n 2; echo "${{PIPESTATUS[0]}}" >&2'
    )
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert len(ran.stdout.splitlines()) == 2
    assert ran.stderr.strip() == "0"


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1"])
def test_a_terminal_without_chinese_characters_is_no_trouble(encoding: str, plan) -> None:
    file = plan(activity("due: 2027-03-22", "owner: li", "note: \U0001f4a7"))
    for command in ("check", "schedule", "ics"):
        environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
        ran = played("-m", "campaignflow", command, file, env=environment)
        assert ran.returncode == 0
        assert ran.stderr == ""


@pytest.mark.parametrize("arguments", [[b"\xff"], [b"check", b"\xff"], [b"new", b"\xff", b"a"]])
def test_bytes_that_are_no_text_are_answered_too(arguments: list[bytes]) -> None:
    ran = subprocess.run(
        [sys.executable.encode(), b"-m", b"campaignflow", *arguments], capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert len(ran.stderr.splitlines()) == 1


def test_a_pipe_or_a_device_is_no_plan(run) -> None:
    ran = run("check", "/dev/null")
    assert ran.status == 2
    assert "ordinary file" in ran.err

"""Plays a page from its first block to its last, as a reader would who types everything.

* A YAML block whose first line is `# NAME.yaml` is saved under that name; a whole plan, which begins with the
  programme and its id, must check without errors.
* A diff block is an edit of `plan.yaml`.
* In a console block each line after `$ ` is run, and what follows it must be what it prints; a line `...`
  stands for lines left out.
* A Python block is run; one with prompts is a doctest.  All blocks of a page share their names.  One whose
  first line is `# NAME.py` is saved under that name instead.

Shell blocks (`sh`) and text are not run.
"""

import contextlib
import doctest
import io
import os
import re
import shlex
from pathlib import Path
from unittest import mock

import campaignflow as cf
from campaignflow.cli import main
from tests.docs.markdown import Fence

AGAIN = "If this is meant: python -m tests.docs.retell PAGE, and read the difference."

_NAMED = re.compile(r"# (?P<name>[\w/.-]+\.(?:yaml|json|toml|py))$", re.MULTILINE)
_WHOLE = re.compile(r"(?:#[^\n]*\n|\n)*(?:include:[^\n]*\n+)?programme:\s*\{?\s*id:")


class Story:
    """One page, played in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, object] = {"__name__": "__main__"}
        self.environment: dict[str, str] = {}

    def play(self, fence: Fence) -> None:
        """Do what one block says."""
        with contextlib.chdir(self.folder):
            match fence.language:
                case "yaml":
                    self._yaml(fence)
                case "diff":
                    self._edit(fence)
                case "console":
                    self._console(fence)
                case "python" | "pycon":
                    self._python(fence)

    def _yaml(self, fence: Fence) -> None:
        name = self._saved(fence)
        if _WHOLE.match(fence.text):
            plan = cf.load(name) if name else cf.loads(fence.text)
            assert [str(finding) for finding in cf.schedule(plan).errors] == []

    @staticmethod
    def _saved(fence: Fence) -> str:
        """Save a block under the name in its first line, and return the name; empty if it has none."""
        name = _NAMED.match(fence.text)
        if name is None:
            return ""
        file = Path(name["name"])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(fence.text, encoding="utf-8")
        return name["name"]

    @staticmethod
    def _edit(fence: Fence) -> None:
        file = Path("plan.yaml")
        plan = file.read_text(encoding="utf-8")
        lines = fence.text.splitlines()
        before = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("+"))
        after = "".join(f"{line[1:]}\n" for line in lines if not line.startswith("-"))
        assert plan.count(before) == 1, f"line {fence.line}: this is not in the plan as it stands"
        file.write_text(plan.replace(before, after), encoding="utf-8")

    def _console(self, fence: Fence) -> None:
        for part in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            printed = self.run(command)
            assert _fits(printed, expected), f"$ {command}\n{printed}\n{AGAIN}"

    def run(self, command: str) -> str:
        """Return what a command prints; of a shell it understands `cd`, `export` and `> FILE`."""
        words = shlex.split(command)
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            self.environment[name] = value
            return ""
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return ""
        target = Path(words.pop()) if ">" in words else None
        if target is not None:
            assert words.pop() == ">"
        assert words[0] == "campaignflow", command
        buffer = io.BytesIO()
        out = io.TextIOWrapper(buffer, encoding="utf-8", newline="", write_through=True)
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, self.environment),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
        ):
            main(words[1:])
        printed = buffer.getvalue().decode("utf-8")
        if target is None:
            return printed
        (self.folder / target).write_text(printed, encoding="utf-8")
        return ""

    def _python(self, fence: Fence) -> None:
        if ">>>" not in fence.text:
            if self._saved(fence):
                return
            exec(compile(fence.text, f"line {fence.line}", "exec"), self.names)
            return
        parsed = doctest.DocTestParser().get_doctest(
            fence.text, self.names, f"line {fence.line}", None, fence.line
        )
        report = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
        result = runner.run(parsed, out=report.write, clear_globs=False)
        self.names.update(parsed.globs)
        assert result.failed == 0, report.getvalue()


def _fits(printed: str, expected: str) -> bool:
    """Whether what was printed is what a page shows; blanks at the ends of lines do not count."""
    shown = [line.rstrip() for line in printed.rstrip().splitlines()]
    parts = re.split(r"^\.\.\.$", expected, flags=re.MULTILINE)
    pattern = ".*".join(
        re.escape("\n".join(line.rstrip() for line in part.strip("\n").splitlines())) for part in parts
    )
    return re.fullmatch(pattern, "\n".join(shown), re.DOTALL) is not None

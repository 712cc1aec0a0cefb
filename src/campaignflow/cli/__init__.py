"""The command line: `main` speaks the reader's language and turns every end into an exit status.

The statuses stand in `campaignflow.cli.refusals`.  Commands are run by `campaignflow.cli.commands` and stand
in the modules it names; what they print, in `changes`, `standing`, `journal`, `reminders`, `table`, `report`.
"""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from campaignflow import labels
from campaignflow.errors import CampaignflowError

__all__ = ["main"]

DONE, USAGE, OURS = 0, 2, 70
# 70 is EX_SOFTWARE of sysexits.h: a fault of ours, never of the plan


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; nothing but a sentence is ever shown for a mistake."""
    if argv is None:
        _settle_streams()
        gc.disable()  # the process is ours and ends with the command, before garbage could matter
    arguments, asked = _language(list(sys.argv[1:] if argv is None else argv))
    lang = labels.language(asked)
    try:
        return _ran(arguments, lang, asked)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        _say(_file_trouble(error, lang))
        return USAGE
    except Exception as error:  # the last resort: a planner is told whose fault it is, and how to help
        if os.environ.get("CAMPAIGNFLOW_DEBUG"):
            raise
        _say(labels.sentence("our-fault", lang, {"kind": type(error).__name__, "why": str(error)}))
        return OURS
    except KeyboardInterrupt:
        _say(labels.sentence("interrupted", lang, {}))
        return USAGE


def _ran(arguments: list[str], lang: str, asked: str | None) -> int:
    """Run a command; how it ends is said here, as far as we know what to say."""
    try:
        from campaignflow.cli.commands import run

        return run(arguments, lang, asked)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in {"typer", "rich"}:
            raise
        _say(labels.sentence("needs-cli-extra", lang, {}))
        return USAGE
    except CampaignflowError as error:
        return _refused(error, lang, as_json="--json" in arguments)


def _refused(error: CampaignflowError, lang: str, *, as_json: bool) -> int:
    """Say why a command did not do what it was asked for, and return its status."""
    from campaignflow.cli import refusals

    print(refusals.said(error, lang, as_json=as_json), file=sys.stdout if as_json else sys.stderr)
    return refusals.status(error)


def _file_trouble(error: OSError, lang: str) -> str:
    """Say what is wrong with a file; of one that cannot be, the folder that is not there."""
    from pathlib import Path

    name = str(error.filename or "")
    folder = Path(name).parent
    facts = {"file": name, "folder": str(folder), "why": error.strerror or str(error)}
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not folder.is_dir():
        return labels.sentence("folder-missing", lang, facts)
    return labels.sentence(_FILE_TROUBLE.get(type(error), "file-trouble"), lang, facts)


_FILE_TROUBLE: dict[type[OSError], str] = {
    FileNotFoundError: "file-missing",
    IsADirectoryError: "file-is-folder",
    PermissionError: "file-forbidden",
    FileExistsError: "file-exists",
}


def _language(arguments: list[str]) -> tuple[list[str], str | None]:
    """Take `--lang zh|en` out of the arguments, wherever it stands."""
    rest: list[str] = []
    wanted: str | None = None
    position = 0
    while position < len(arguments):
        one = arguments[position]
        if one == "--":
            rest += arguments[position:]
            break
        if one == "--lang" and position + 1 < len(arguments) and arguments[position + 1] in labels.LANGUAGES:
            wanted = arguments[position + 1]
            position += 1
        elif one.startswith("--lang=") and one[7:] in labels.LANGUAGES:
            wanted = one[7:]
        else:
            rest.append(one)
        position += 1
    return rest, wanted


def _settle_streams() -> None:
    """Let no terminal stop us: not every one has every character, and some are closed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # as long as we live


def _say(text: str) -> None:
    print(text, file=sys.stderr)

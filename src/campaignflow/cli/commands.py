"""Runs one command: builds it in the reader's language, and says usage errors in our own sentences.

The commands themselves stand in the rooms below, each a few lines: read, work out, print.  Only the room of
the command that was asked for is opened, so that each loads no more than it needs.
"""

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from importlib.metadata import version

import typer
from typer.exceptions import TyperException

from campaignflow import labels
from campaignflow.cli import plugged
from campaignflow.cli.options import Shelf
from campaignflow.cli.usage import COMMANDS, ROOMS, Stopped, group, said

__all__ = ["run"]


def run(arguments: Sequence[str], lang: str, asked: str | None) -> int:
    """Run one command and return its exit status; `asked` is the language somebody named."""
    if list(arguments) == ["--version"]:
        print(f"campaignflow {version('campaignflow')}")
        return 0
    try:
        with _troubles(arguments, lang):
            app = _app(arguments, lang, asked)
            known = (*COMMANDS, *(str(one.name) for one in app.registered_commands))
            status = app(list(arguments), standalone_mode=False, prog_name="campaignflow")
    except TyperException as error:
        print(said(error, arguments, lang, known), file=sys.stderr)
        return 2
    except typer.Abort:
        return 2
    except Stopped as stop:  # past typer, which has statuses of its own for these
        raise stop.end from None
    return int(status or 0)


@contextmanager
def _troubles(arguments: Sequence[str], lang: str) -> Iterator[None]:
    """Say at the end which plugins failed meanwhile; a trace is printed only to who debugs."""
    failed: dict[str, None] = {}

    class Naming(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            failed[str(getattr(record, "plugin", "?"))] = None
            if os.environ.get("CAMPAIGNFLOW_DEBUG") and logging.lastResort is not None:
                logging.lastResort.handle(record)

    log, handler = logging.getLogger("campaignflow.plugins"), Naming(logging.ERROR)
    was, log.propagate = log.propagate, False  # a plugin that fails is no timer that failed
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.propagate = was
        if failed and "plugins" not in arguments:
            print(labels.sentence("plugins-trouble", lang, {"plugins": [*failed]}), file=sys.stderr)


def _app(arguments: Sequence[str], lang: str, asked: str | None) -> typer.Typer:
    """Return the command line with the commands that may be meant."""
    say = partial(labels.word, lang=lang)
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=False,
        help=say("help"),
        epilog=say("help-lang"),
        cls=group(lang),
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)  # else typer takes the only command of a room for the whole program
    shelf = Shelf(app, lang, asked)
    wanted = next((one for one in arguments if not one.startswith("-")), "")
    for room, names in ROOMS.items():
        if wanted in names or wanted not in COMMANDS:
            import_module(f"campaignflow.cli.{room}").commands(shelf)
    if wanted not in COMMANDS:  # a plugin's, or all of them are listed
        for one in plugged.commands(COMMANDS, lang):
            shelf.add(one.name, plugged.guarded(one, lang), one.help)
    return app

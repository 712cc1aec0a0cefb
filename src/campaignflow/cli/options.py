"""What commands ask for, with its help in the reader's language; and the shelf on which they stand.

What the commands do is in the modules beside this one: `planning`, `importing`, `deploying`, `acting`,
`approving`, `asking` and `keeping`.
"""

import inspect
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, TypeVar

import typer

from campaignflow import labels
from campaignflow.cli.usage import command_class
from campaignflow.errors import InvalidValue

__all__ = ["Options", "Shelf", "text_option"]

Command = Callable[..., int]
F = TypeVar("F", bound=Command)


def text_option(*flags: str, metavar: str, help_: str) -> Any:
    """Return an option that takes a text; it is empty where nothing was said."""
    return typer.Option("", *flags, metavar=metavar, help=help_, show_default=False)


class Options:
    """The arguments and options that several commands share."""

    def __init__(self, lang: str) -> None:
        self._say = partial(labels.word, lang=lang)
        self.plan = self.argument("PLAN", "help-plan")
        self.plan_or_store = self.argument("PLAN", "help-plan-or-store", optional=True)
        self.ref = self.argument("REF", "help-ref")
        self.any_ref = self.argument("REF", "help-any-ref", optional=True)
        self.any_programme = self.argument("PROGRAMME", "help-any-programme", optional=True)
        self.programme = self.option("--programme", "P", "help-programme")
        self.unit = self.option("--unit", "U", "help-unit")
        self.today = self.option("--today", "D", "help-today")
        self.at = self.option("--at", "T", "help-at")
        self.json = self.flag("--json", "help-json")
        self.dry_run = self.flag("--dry-run", "help-dry-run")
        self.store = self.option("--store", "URL", "help-store-url")
        self.who = self.needed("--as", "WHO", "help-as")
        self.reason = self.option("--reason", "R", "help-reason")
        self.note = self.option("--note", "N", "help-note")
        self.key = self.option("--key", "K", "help-key")
        self.expect = self.option("--expect", "TOKEN", "help-expect")

    def argument(self, metavar: str, help_: str, *, optional: bool = False) -> Any:
        """Return an argument; an optional one is None where nothing was said."""
        return typer.Argument(
            None if optional else ..., metavar=metavar, help=self._say(help_), show_default=False
        )

    def option(self, flag: str, metavar: str, help_: str) -> Any:
        """Return an option that takes a text; it is empty where nothing was said."""
        return text_option(flag, metavar=metavar, help_=self._say(help_))

    def needed(self, flag: str, metavar: str, help_: str) -> Any:
        """Return an option that must be given."""
        return typer.Option(..., flag, metavar=metavar, help=self._say(help_), show_default=False)

    def output(self, help_: str) -> Any:
        """Return the option that names the file to write; None where nothing was said."""
        return typer.Option(None, "-o", "--output", metavar="F", help=self._say(help_), show_default=False)

    def file(self, flag: str, metavar: str, help_: str) -> Any:
        """Return an option that names a file; None where nothing was said."""
        return typer.Option(None, flag, metavar=metavar, help=self._say(help_), show_default=False)

    def many(self, flag: str, metavar: str, help_: str) -> Any:
        """Return an option that may be given several times."""
        return typer.Option([], flag, metavar=metavar, help=self._say(help_), show_default=False)

    def flag(self, flag: str, help_: str) -> Any:
        """Return an option that is given or not."""
        return typer.Option(False, flag, help=self._say(help_))


OF_TOKENS = ("peek", "answer")
"""Commands that take a token of an invitation."""
_FRAME = {
    "who": str,
    "reason": str,
    "note": str,
    "key": str,
    "expect": str,
    "dry_run": bool,
    "json": bool,
    "store": str,
}
"""What every verb asks for, in the order of its help."""


class Shelf:
    """The commands of one call, in the language of whoever calls."""

    def __init__(self, app: typer.Typer, lang: str, asked: str | None) -> None:
        self._app = app
        self.lang = lang
        self.asked = asked
        """The language that somebody named, if anybody did."""
        self.ask = Options(lang)

    def command(self, name: str) -> Callable[[F], F]:
        """Put a command on the shelf; its help is the word `help-NAME`."""

        def added(function: F) -> F:
            self.add(name, function, labels.word(f"help-{name}", self.lang))
            return function

        return added

    def add(self, name: str, function: Callable[..., Any], said: str) -> None:
        """Put a command on the shelf with what is said of it."""
        self._app.command(
            name=name,
            cls=command_class(self.lang),
            help=said,
            epilog=labels.word("help-lang", self.lang),
            # a token may begin with a hyphen, and is no option then
            context_settings={"ignore_unknown_options": True} if name in OF_TOKENS else None,
        )(function)

    def verb(
        self, name: str, *, founds: bool = False, after: str = "", without: Collection[str] = ()
    ) -> Callable[[Callable[..., Any]], None]:
        """Put a verb on the shelf: a function of an `Act` and its own arguments that returns a change.

        It gets the options that every verb has but those it does `without`, is carried out for good or as
        a preview, and what it did is printed, with the sentence `after` it.  One that `founds` makes the
        store if there is none.
        """

        def added(function: Callable[..., Any]) -> None:
            def command(**typed: Any) -> int:
                from campaignflow.cli.desk import carried_out  # only now the office is needed

                frame = {one: typed.pop(one) for one in asked}
                empty = next((one for one in needed if not str(typed[one]).strip()), "")
                if empty:
                    raise InvalidValue("argument-empty", name=needed[empty])
                return carried_out(function, typed, frame, self.lang, founds=founds, after=after)

            asked = {one: kind for one, kind in _FRAME.items() if one not in without}
            own = list(inspect.signature(function).parameters.values())[1:]
            needed = {one.name: one.default.metavar for one in own if one.default.default is ...}
            more = [
                inspect.Parameter(
                    one, inspect.Parameter.KEYWORD_ONLY, default=getattr(self.ask, one), annotation=kind
                )
                for one, kind in asked.items()
            ]
            command.__signature__ = inspect.Signature([*own, *more])  # type: ignore[attr-defined]  # typer reads it
            self.command(name)(command)

        return added

"""Usage errors and help in the reader's language, where typer speaks English."""

import re
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from campaignflow import labels

__all__ = ["COMMANDS", "ROOMS", "Stopped", "command_class", "group", "said"]

ROOMS = {
    "planning": ("check", "schedule", "ics", "schema", "diagram", "new"),
    "handing_out": ("ninjs", "newsml", "csv"),
    "deploying": ("diff", "apply", "export", "rollover", "recalculate", "calendar", "import"),
    "asking": ("status", "why", "log", "due"),
    "publishing": ("publish",),
    "inviting": ("invitations",),
    "acting": (
        *(
            "fire",
            "move",
            "begin",
            "done",
            "reopen",
            "confirm",
            "postpone",
            "cancel",
            "call-off",
            "pin",
            "unpin",
        ),
        *("reinstate", "settle", "open", "retire", "restore", "migrate", "redact"),
    ),
    "approving": (
        *("inbox", "decide", "decide-all", "take-back", "resubmit", "determine", "override", "discharge"),
        *("lift", "invite", "peek", "answer", "mandate", "end-mandate", "annul", "disown", "require"),
        "plugins",
    ),
    "keeping": ("run", "notices", "store"),
    "feeding": ("feed", "serve"),
}
"""The commands, by the module beside this one that has them."""
COMMANDS = tuple(name for names in ROOMS.values() for name in names)


class Stopped(Exception):
    """A command that was interrupted, or whose reader has seen enough."""

    def __init__(self, end: BaseException) -> None:
        super().__init__(str(end))
        self.end = end


class _Spoken:
    """Help in the reader's language: typer's own frame is English."""

    lang = "en"

    def invoke(self, ctx: Any) -> Any:
        """Run a command; typer would turn these two ends into statuses of its own."""
        try:
            status = super().invoke(ctx)  # type: ignore[misc]  # mixed into typer's commands
            sys.stdout.flush()
        except (KeyboardInterrupt, BrokenPipeError) as end:
            raise Stopped(end) from None
        return status

    def get_help(self, ctx: Any) -> str:
        """Return the help text of a command."""
        text = str(super().get_help(ctx))  # type: ignore[misc]  # mixed into typer's commands
        for english, code in _FRAME:
            text = text.replace(english, labels.word(code, self.lang))
        return text


_FRAME = (
    ("Usage:", "frame-usage"),
    ("Options:", "frame-options"),
    ("Commands:", "frame-commands"),
    ("Arguments:", "frame-arguments"),
    ("[OPTIONS]", "frame-any-options"),
    ("COMMAND [ARGS]...", "frame-any-command"),
    ("Show this message and exit.", "frame-help"),
    ("[required]", "frame-required"),
)


def group(lang: str) -> type[TyperGroup]:
    """Return the class of the whole command, which helps in a language."""
    return type("Group", (_Spoken, TyperGroup), {"lang": lang})


def command_class(lang: str) -> type[TyperCommand]:
    """Return the class of one command, which helps in a language."""
    return type("Command", (_Spoken, TyperCommand), {"lang": lang})


def said(error: TyperException, arguments: Sequence[str], lang: str, known: Sequence[str] = COMMANDS) -> str:
    """Say what is wrong with a command line, in our own words; `known` are all commands there are."""
    kind = type(error).__name__

    def ask(code: str, **facts: object) -> str:
        return labels.sentence(code, lang, facts)

    command = next((one for one in arguments if one in known), "")
    help_ = f"campaignflow {command} --help".replace("  ", " ")
    if kind == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        params = getattr(getattr(getattr(error, "ctx", None), "command", None), "params", ())
        word = option.lstrip("-").lower()
        names = [one.metavar for one in params if one.param_type_name == "argument"]
        if word in {str(one).lower() for one in names}:
            return ask("option-is-argument", option=option, name=word.upper(), help=help_)
        known = [flag for one in params for flag in (*one.opts, *one.secondary_opts) if flag.startswith("-")]
        return ask("no-such-option", option=option, help=help_, near=_near_option(option, known))
    if kind == "MissingParameter":
        parameter = getattr(error, "param", None)
        option = next((one for one in getattr(parameter, "opts", ()) if one.startswith("-")), "")
        if option:
            return ask("missing-who" if option == "--as" else "missing-option", option=option, help=help_)
        name = getattr(parameter, "metavar", None) or getattr(parameter, "name", "") or ""
        return ask("missing-argument", name=name, help=help_)
    if not command:
        word = next((one for one in arguments if not one.startswith("-")), "")
        if word:
            near = get_close_matches(word, known, 1, 0.5)
            return ask("no-such-command", word=word, near=near)
        return ask("no-command")
    message = str(getattr(error, "message", error))
    for code, pattern in _MESSAGES:
        if match := pattern.search(message):
            return ask(code, what=match[1], help=help_)
    return ask("usage", why=str(getattr(error, "message", error)), help=help_)


_NEAR = 0.75
"""How alike two options must be, without their hyphens, for the one to be meant by the other."""


def _near_option(option: str, known: Iterable[str]) -> list[str]:
    """Return the option that was probably meant; short ones are not like each other by their hyphens."""
    words = {one.lstrip("-"): one for one in known if one.startswith("--")}
    close = get_close_matches(option.lstrip("-"), [*words, "lang", "help", "version"], 1, _NEAR)
    return [words.get(one, f"--{one}") for one in close]


_MESSAGES = (
    ("extra-arguments", re.compile(r"unexpected extra argument(?:s|\(s\))? \((.+)\)")),
    ("option-needs-value", re.compile("Option '(.+)' requires an argument")),
    ("option-takes-no-value", re.compile("Option '(.+)' does not take a value")),
)
"""What typer says in English, by the code of our own sentence."""

"""Says what is being done once it has taken a second, on the error stream, to people only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from campaignflow import labels

__all__ = ["stages"]

PATIENCE = 1.0
"""Seconds before anything is said."""


@contextmanager
def stages(lang: str) -> Iterator[Callable[[str], None]]:
    """Yield a function that names the stage now begun; a stage is shown if a second has passed."""
    said: list[str] = []
    shown = False

    def speak() -> None:
        nonlocal shown
        shown = True
        print(labels.word(said[-1], lang), file=sys.stderr, flush=True)

    def stage(code: str) -> None:
        said.append(code)
        if shown:
            speak()

    timer = Timer(PATIENCE, lambda: speak() if said else None)
    timer.daemon = True
    if sys.stderr.isatty():
        timer.start()
    try:
        yield stage
    finally:
        timer.cancel()

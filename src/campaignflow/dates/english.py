"""Dates in English prose (22-28 March), put into the words of the formal grammar; being written."""

from typing import NamedTuple

FORMS: tuple[tuple[str, str], ...] = ()


def formal(text: str) -> str | None:  # noqa: ARG001
    """Return None: no form is known yet."""
    return None


class Term(NamedTuple):
    """One date as written, in the spelling of the grammar; what was left out is empty."""

    kind: str
    """`day`, `third`, `month`, `quarter`, `half` or `year`."""
    year: str = ""
    """`2027`, or an era and its year, `民國104年`."""
    month: str = ""
    rest: str = ""
    """Day, third, `Q1` or `H2`."""
    clock: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left to the other end of a range."""
        return bool(self.month) or self.kind not in ("day", "third")

    def __str__(self) -> str:
        date = "-".join(filter(None, (self.year, self.month, self.rest)))
        if self.year.endswith("年"):
            date = f"{self.year}{int(self.month)}月{int(self.rest)}日"
        return f"{'M' if date == self.month else ''}{date} {self.clock}".rstrip()


def between(start: Term, end: Term) -> str | None:
    """The range from `start` to `end`, which may leave out what it shares; None where that has two readings."""
    shares = end.kind in ("day", "third") and not end.month
    whole = end._replace(year=end.year or start.year, month=start.month if shares else end.month)
    if not (start.is_whole and whole.is_whole) or (shares and start.kind == "month"):
        return None
    if (end.year and not start.year) or (end.clock and not start.clock):
        return None
    alike = start.kind == whole.kind and not start.clock and (str(start)[0] + str(whole)[0]).isdigit()
    if not alike or (shares and end.kind == "third"):
        return f"{start} to {whole}"
    return f"{start}/{end if end.kind == 'day' else whole}"

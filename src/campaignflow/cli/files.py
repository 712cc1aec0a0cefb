"""The files that commands read and write: what is refused before, and how one is written in one go."""

from pathlib import Path

from campaignflow.errors import InvalidValue

__all__ = ["refuse_file", "refuse_other_file", "replace_file"]


def refuse_file(file: Path) -> None:
    """Refuse to read what is neither a file nor a folder, of which reading says so itself."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise InvalidValue("file-not-plain", file=str(file))


def refuse_other_file(output: Path, opening: bytes, code: str, **facts: str) -> None:
    """Refuse to write over anything that does not begin as our own files do, a plan above all."""
    if output.is_file():
        with output.open("rb") as file:
            begin = file.read(len(opening))
        if begin and begin != opening:
            raise InvalidValue(code, file=str(output), **facts)


def replace_file(file: Path, octets: bytes) -> None:
    """Write a file anew in one go; of what stands there already, a link too, only the name is used."""
    beside = file.with_name(f"{file.name}.part")
    beside.unlink(missing_ok=True)
    with beside.open("xb") as made:
        made.write(octets)
    beside.replace(file)

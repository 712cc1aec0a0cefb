"""`campaignflow new plan`: a commented plan to begin with."""

from importlib.resources import files
from pathlib import Path

__all__ = ["write_starter"]


def write_starter(folder: Path, lang: str, *, dry_run: bool) -> Path:
    """Write `plan.yaml` into a folder and return its path.

    Raises:
        FileExistsError: there is one already; it is left as it is.
    """
    file = folder / "plan.yaml"
    if file.exists():
        raise FileExistsError(17, "", str(file))
    text = files("campaignflow.data").joinpath(f"starter.{lang}.yaml").read_text("utf-8")
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    return file

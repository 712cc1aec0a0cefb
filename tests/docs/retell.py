"""Write what commands print into the console blocks of pages: `python -m tests.docs.retell PAGE ...`.

A block with a line `...` is left as it is, since somebody chose what it leaves out.  Read the difference
before you keep it: it is what users will see.
"""

import os
import re
import sys
import tempfile
from pathlib import Path

from campaignflow.cli import desk, planning
from tests.docs.markdown import Fence, fences
from tests.docs.story import Story
from tests.docs.test_snippets import PLAYED, WRITTEN_AT, WRITTEN_ON


def retold(page: str) -> str:
    """Return a page with its console blocks as they are printed now."""
    lines = page.splitlines(keepends=True)
    printed: list[tuple[Fence, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder))
        for fence in fences(page):
            if fence.language == "console" and "\n...\n" not in fence.text:
                printed.append((fence, _printed(story, fence)))
            elif fence.language in PLAYED:
                story.play(fence)
    for fence, text in reversed(printed):
        first = fence.line - 1
        lines[first : first + fence.text.count("\n")] = [text]
    return "".join(lines)


def _printed(story: Story, fence: Fence) -> str:
    text = ""
    for part in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
        command = part.partition("\n")[0]
        lines = story.run(command).rstrip().splitlines()
        text += "\n".join([f"$ {command}", *(line.rstrip() for line in lines)]) + "\n"
    return text


def main() -> None:
    """Retell the pages named."""
    os.environ["COLUMNS"] = "100"
    planning._today = lambda: WRITTEN_ON
    desk.clock = lambda: WRITTEN_AT
    for name in sys.argv[1:]:
        os.environ["LC_ALL"] = "zh_CN.UTF-8" if name.endswith(".zh-CN.md") else "en_GB.UTF-8"
        path = Path(name)
        path.write_text(retold(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

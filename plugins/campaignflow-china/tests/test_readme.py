"""What the README shows works as printed."""

import contextlib
import io
import re
from pathlib import Path

import campaignflow_china

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```python\n(.*?)```(?:\s*```text\n(.*?)```)?", re.DOTALL)


def test_every_snippet_prints_what_stands_below_it() -> None:
    names: dict[str, object] = {}
    blocks = BLOCK.findall(README)
    assert len(blocks) == 4
    for code, expected in blocks:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "README.md", "exec"), names)
        assert said.getvalue() == expected


def test_the_table_of_levels_is_that_of_the_policies() -> None:
    told = {
        (policy["kind"], name): sorted(level["norms"])
        for policy in campaignflow_china.campaignflow_data()["policies"]
        for name, level in policy["levels"].items()
    }
    rows = re.findall(r"^\| `(\w+)` \| `([\w-]+)`[^|]* \| [^|]* \| (.*) \|$", README, re.MULTILINE)
    assert {(kind, name): sorted(re.findall(r"`([\w.]+)`", norms)) for kind, name, norms in rows} == told

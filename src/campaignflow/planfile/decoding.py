"""From bytes to text: UTF-8 with or without a mark, UTF-16 by its mark, GB18030 as a last resort."""

import codecs

from campaignflow.errors import Finding, Place

__all__ = ["decoded"]


def decoded(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return the text of a file, and findings about how it was saved."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return text, [Finding("file-has-mark", Place(file, 1), {"encoding": name.upper()})]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        return data.decode("gb18030"), [Finding("file-gb18030", Place(file, line))]
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace"), [Finding("file-not-text", Place(file, line))]

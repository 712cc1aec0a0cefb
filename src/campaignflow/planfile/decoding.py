"""From bytes to text: UTF-8, any other Unicode by the mark in front of it, GB18030 as a last resort."""

import codecs

from campaignflow.errors import Finding, Place

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes, file: str) -> tuple[str, list[Finding]]:
    """Return the text of a file, and findings about how it was saved."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            text, error = _by(name, data[len(mark) :])
            notes = [Finding("file-has-mark", Place(file, 1), {"encoding": name.upper()})]
            if error is not None:
                notes.append(
                    Finding("file-not-text", Place(file, text.count("\n", 0, text.find("\ufffd")) + 1))
                )
            return text, notes
    text, error = _by("utf-8", data)
    if error is None:
        return text, []
    line = data.count(b"\n", 0, error.start) + 1
    chinese, worse = _by("gb18030", data)
    if worse is None:
        return chinese, [Finding("file-gb18030", Place(file, line))]
    return text, [Finding("file-not-text", Place(file, line))]


def _by(encoding: str, data: bytes) -> tuple[str, UnicodeDecodeError | None]:
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        return data.decode(encoding, "replace"), error

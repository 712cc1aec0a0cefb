"""Why a YAML text does not parse: the place, the likely cause, and what to type.

The parser says where it stopped; the functions here look at the lines around that place for what
planners trip over.  What parses and means something else is in `campaignflow.planfile.traps`.
"""

import re
from collections.abc import Iterator

import yaml

from campaignflow.errors import Finding, Place
from campaignflow.planfile.traps import HASHTAG, WIDE_INDENT, colon_mistake, quoted, whole_text

__all__ = ["cause"]

LONGEST_LINE = 1_000
"""Characters of a line in which the cause of an error is looked for."""
_LEAD = re.compile(r"\s*(?:- +)*(?:[^\s:#{\[\"'][^\s:]*\s*:\s+)?")
_IN_BRACES = re.compile(r"[{\[,]\s*(?:[\w-]+:\s+)?(?=[^\s\w,])")
_END_IN_BRACES = re.compile(r",\s*[\w-]+:(?:\s|$)|,\s|\s*[}\]]\s*(?:[,}\]#]|$)")
_CLOSED = r"(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"
_STARTS = (
    ("text-starts-with-quote", re.compile(_CLOSED + r"\s*[^\s#,}\]:]")),
    ("text-starts-with-mark", re.compile(r"[@`%]")),
    ("text-starts-with-mark", re.compile(r"\*(?![\w-]+\s*(?:[,}\]#]|$))", re.ASCII)),
    ("text-starts-with-mark", re.compile(r"[&!](?![\w-]*(?:\s|$))", re.ASCII)),
    ("text-starts-with-mark", re.compile(r"[|>](?![+-]?\d?[+-]?\s*(?:#.*)?$)")),
    ("text-starts-with-mark", re.compile(r"[-?:]\s|,")),
    ("text-starts-with-mark", re.compile(r"\[[^\[\]]*\]\s*[^\s#,}\]:]|\{[^{}]*\}\s*[^\s#,}\]:]")),
)
_WIDE_COMMA = re.compile(r"\s*[，；、]\s*(?=[a-z_]+[:：])")
_COLON_INSIDE = re.compile(r"(?![\"'\[{|>&*])[^#]*?\S(?=:(?:\s|$))")
# What the parser complains of, and what we say where no line shows a likelier cause.
_COMPLAINTS = (
    (re.compile("unknown escape"), "backslash-in-quotes"),
    (re.compile("quoted scalar.*(end of stream|document separator)", re.DOTALL), "quote-unclosed"),
    (re.compile(r"flow (sequence|mapping)"), "bracket-unclosed"),
    (re.compile("could not find expected ':'"), "colon-missing"),
    (re.compile("node content"), "content-missing"),
    (
        re.compile("mapping values are not allowed|block (mapping|collection)|block sequence entries"),
        "indent-uneven",
    ),
)

Suspicion = tuple[str, int, dict[str, object]]
"""Code, column from 0, facts."""


def cause(error: yaml.YAMLError, text: str, file: str, first_line: int = 0) -> Finding:
    """Return one finding for a text that is no YAML from some place on, with the likely cause."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    if mark is None:  # a character the parser does not take
        return Finding("control-character", Place(file, first_line + 1), {"text": "", "got": ""})
    context = getattr(error, "context_mark", None) or mark
    problem, around = (min(one.line, len(lines) - 1) for one in (mark, context))
    above = next((n for n in range(problem - 1, -1, -1) if lines[n].strip()), problem)
    candidates = (problem, around, above) if "flow" not in str(error) else (around, problem, above)
    tab = "\t" in lines[problem][mark.column : mark.column + 1] or "tab character" in str(error)
    for number in dict.fromkeys(candidates):
        for code, column, facts in _likely(lines[number][:LONGEST_LINE], tab=tab):
            return Finding(code, Place(file, number + first_line + 1, column + 1), facts)
    complaint = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    for pattern, code in _COMPLAINTS:
        if pattern.search(complaint):
            where = context if code in {"quote-unclosed", "bracket-unclosed", "colon-missing"} else mark
            line = min(where.line, len(lines) - 1)
            facts = {"text": lines[line].strip(), "mark": lines[line][where.column : where.column + 1]}
            return Finding(code, Place(file, line + first_line + 1, where.column + 1), facts)
    facts = {"text": lines[problem].strip(), "why": str(getattr(error, "problem", "") or "")}
    return Finding("yaml-unreadable", Place(file, problem + first_line + 1, mark.column + 1), facts)


def _likely(line: str, *, tab: bool) -> Iterator[Suspicion]:
    """Yield what may be wrong in a line, the likeliest first."""
    if not line.strip() or line.lstrip().startswith("#"):
        return
    if tab and (indent := re.match(" *\t", line)):
        yield "indent-tab", indent.end() - 1, {}
    if wide := WIDE_INDENT.match(line):
        yield "indent-wide-space", wide.start(1), {"code": f"U+{ord(wide[1]):04X}"}
    if colon := colon_mistake(line):
        yield colon[0], line.index("：" if colon[0] == "colon-wide" else ":"), colon[1]
    lead = _LEAD.match(line)
    start = 0 if lead is None else lead.end()
    in_braces = line[start:].startswith(("{", "["))
    if start > len(line) - len(line.lstrip()) and not in_braces:
        yield from _in_value(line[start:].rstrip(), start)
    yield from _in_braces(line)
    if in_braces:
        yield from _in_value(line[start:].rstrip(), start)
    if tag := re.search(r"[\s\[{,](" + HASHTAG.pattern + ")", line):
        offer = whole_text(line)
        for brace in re.finditer(r"[{\[,]\s*(?:[\w-]+:\s+)?", line[: tag.start(1)]):
            offer = _to_the_comma(line[brace.end() :])
        yield "hashtag-is-comment", tag.start(1), {"tag": tag[1], "offer": quoted(offer)}


def _in_value(value: str, column: int) -> Iterator[Suspicion]:
    for code, pattern in _STARTS:
        if pattern.match(value):
            yield code, column, {"mark": value[0], "offer": quoted(value)}
    if inside := _COLON_INSIDE.match(value):
        yield "colon-in-text", column + inside.end(), {"offer": quoted(value)}


def _in_braces(line: str) -> Iterator[Suspicion]:
    for key in re.finditer(r"[{,]\s*([\w-]+):(?=[\[{\"'])", line):
        rest = _to_the_comma(line[key.end() :])
        yield "colon-needs-space", key.end() - 1, {"offer": f"{key[1]}: {rest}"}
    for brace in _IN_BRACES.finditer(line):
        for code, pattern in _STARTS:
            if pattern.match(line, brace.end()):
                rest = _to_the_comma(line[brace.end() :])
                yield code, brace.end(), {"mark": line[brace.end()], "offer": quoted(rest)}
    for part in re.finditer(r"[{,]\s*[\w-]+:\s+(?=[^\s\"'{\[])", line):
        rest = _to_the_comma(line[part.end() :])
        if wide := _WIDE_COMMA.search(rest):
            offer = re.sub(r"(?<=[a-z_])：\s*", ": ", _WIDE_COMMA.sub(", ", rest))
            yield "comma-wide", part.end() + wide.start(), {"mark": wide[0].strip(), "offer": offer}
        if inside := _COLON_INSIDE.match(rest):
            yield "colon-in-text", part.end() + inside.end(), {"offer": quoted(rest)}


def _to_the_comma(text: str) -> str:
    """Return the text inside braces up to the next key or the closing brace."""
    end = _END_IN_BRACES.search(text)
    return text[: end.start()].strip() if end else text.strip()

"""How Sphinx builds these pages; `make docs` makes every warning an error."""

import re
from importlib.metadata import version as version_of
from typing import Any

from pygments.lexers.special import TextLexer

import campaignflow

project = "campaignflow"
author = "campaignflow contributors"
copyright = "2026, campaignflow contributors"  # noqa: A001 - Sphinx asks for this name
release = version_of("campaignflow")
version = release

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
root_doc = "index"
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "campaignflow"

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80

nitpicky = True
nitpick_ignore_regex = [
    # Names of other libraries are not ours to resolve: the build is offline.
    (r"py:.*", r"(?!campaignflow\.).*"),
    # Types of the inner rooms stand in signatures and have no page of their own.
    (r"py:.*", r"campaignflow\.\w+\..+"),
]

_BUILT_FROM_TEXT = {"Duration", "Money", "Quantity", "When"}
_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)(?=(\w?))")
_fields: dict[str, list[str]] = {}


def _as_markdown(_app: Any, what: str, name: str, _thing: Any, _options: Any, lines: list[str]) -> None:
    """Docstrings write `names` as Markdown does; reStructuredText wants two backticks and a gap behind."""
    text = _CODE.sub(lambda code: f"``{code[1]}``{code[2] and chr(92) + ' '}", "\n".join(lines))
    lines[:] = text.split("\n")
    if what in {"attribute", "property"}:
        _fields[name] = lines[:]


def _as_said(_app: Any, _what: str, name: str, _thing: Any, _options: Any, lines: list[str]) -> None:
    """Napoleon takes what stands before a colon for the type of a field; our fields have their own."""
    lines[:] = _fields.pop(name, lines)


def _without_fields(
    _app: Any, what: str, name: str, _thing: Any, _options: Any, _signature: str, _returns: str
) -> tuple[str, None] | None:
    """Leave out the constructor of a class not built from one text: the plan file tells its fields."""
    is_value = name.rpartition(".")[2] in _BUILT_FROM_TEXT
    return ("", None) if what in {"class", "exception"} and not is_value else None


def _where_it_is_public(app: Any, env: Any, node: Any, content: Any) -> Any:
    """Link a public class that a signature names by the module it lives in."""
    target = node.get("reftarget", "")
    public = f"campaignflow.{target.rpartition('.')[2]}"
    if not target.startswith("campaignflow.") or public.rpartition(".")[2] not in campaignflow.__all__:
        return None
    domain = env.domains["py"]
    return domain.resolve_xref(env, node["refdoc"], app.builder, node["reftype"], public, node, content)


def setup(app: Any) -> None:
    """Hang the functions above into the build: the first before Napoleon, the second after it."""
    app.connect("autodoc-process-docstring", _as_markdown, priority=100)
    app.connect("autodoc-process-docstring", _as_said, priority=900)
    app.connect("autodoc-process-signature", _without_fields)
    app.connect("missing-reference", _where_it_is_public)
    app.add_lexer("mermaid", TextLexer)  # text on these pages, a picture where the source is read

"""How Sphinx builds these pages; `make docs` makes every warning an error."""

from importlib.metadata import version as version_of

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
autodoc_typehints = "description"
default_role = "literal"  # docstrings write `names` as Markdown does

nitpicky = True
# Names of other libraries are not ours to resolve: the build is offline.
nitpick_ignore_regex = [(r"py:.*", r"(?!campaignflow\.).*")]

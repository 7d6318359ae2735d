"""Sphinx configuration: `make docs` builds the pages, with warnings as errors."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

project = "exactrelu"
author = "The exactrelu developers"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {
    "description": "Deep ReLU networks, exactly shallow",
    "page_width": "1100px",
    "fixed_sidebar": False,
}
smartquotes = False  # quoted texts are meant letter by letter
html_title = "exactrelu"
html_show_copyright = False
html_show_sourcelink = False
myst_heading_anchors = 3
add_module_names = False
autodoc_member_order = "bysource"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
suppress_warnings = [
    "misc.highlighting_failure",  # examples of files are abbreviated by "..."
]

CODE = re.compile(r"(`[^`]+`)")
SPECIAL = re.compile(r"([\\*`|_])")


def as_plain_text(_app: object, _what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """Docstrings are plain text with `code` and doctests: what reStructuredText would take as markup is escaped."""
    inside = False
    for number, line in enumerate(lines):
        inside = line.lstrip().startswith(">>>") or (inside and bool(line.strip()))
        if not inside:
            parts = CODE.split(line)
            lines[number] = "".join(
                f"`{part}`" if i % 2 else SPECIAL.sub(r"\\\1", part) for i, part in enumerate(parts)
            )


def setup(app: object) -> None:
    """Sphinx calls this once."""
    app.connect("autodoc-process-docstring", as_plain_text)  # type: ignore[attr-defined]

"""The teaching page: one file with its style, its script and its data inside, which loads nothing."""

import html
import json
from importlib.resources import files
from typing import Any

from exactrelu.network import Network
from exactrelu.teach.data import lesson

__all__ = ["page"]

SCRIPTS = (
    "elements.js",
    "arithmetic.js",
    "picture.js",
    "lesson.js",
    "panels.js",
    "weights.js",
    "variants.js",
    "main.js",
)


def page(network: Network, title: str, window: Any = None) -> str:
    """The construction on the user's own network, as the text of one HTML file.

    title names the network on the page; window is a Domain or (low, high) pairs that leave one or two coordinates free.
    All numbers are shipped as exact strings, and the page computes with them exactly, in BigInt rationals and the
    extended reals.  Equal arguments give equal pages.
    Raises the errors of `lesson`.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> page(absolute, "|x|").splitlines()[0]
    '<!DOCTYPE html>'
    """
    data = json.dumps(lesson(network, title, window), separators=(",", ":"))
    return fill(
        _read("page.html"),
        {
            # "<" inside of JSON strings only, where \\u003c says the same; so no "</script>" ends the data early.
            "LESSON": data.replace("<", "\\u003c"),
            "SCRIPT": "\n".join(map(_read, SCRIPTS)),
            "STYLE": _read("style.css"),
            "TITLE": html.escape(title),
        },
    )


def fill(template: str, parts: dict[str, str]) -> str:
    """The template with each @NAME@ replaced once; what is filled in is never searched again.

    >>> fill("<@A@> <@B@>", {"A": "@B@", "B": "2"})
    '<@B@> <2>'
    """
    text, rest = "", template
    for name in sorted(parts, key=lambda name: template.index(f"@{name}@")):
        before, _, rest = rest.partition(f"@{name}@")
        text += before + parts[name]
    return text + rest


def _read(name: str) -> str:
    return (files("exactrelu.teach") / "template" / name).read_text("utf-8")

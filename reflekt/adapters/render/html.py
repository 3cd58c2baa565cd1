"""A page as one HTML file that needs nothing else: no network, no fonts, no other files.

The template, its style and its script are in `templates/reports/`. They come with reflekt and are
never taken from a space: a script in them would run on the machines of all who open the page. What
the page may do stands in its Content-Security-Policy: its own style and script, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib

from reflekt.adapters.render.plain import plain
from reflekt.adapters.shipped import shipped
from reflekt.domain.page import Page


def html_page(page: Page) -> bytes:
    """The page as UTF-8."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = shipped("templates", "reports")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = plain
    style = (folder / "page.css").read_text("utf-8")
    script = (folder / "page.js").read_text("utf-8")
    text = environment.get_template("page.html.j2").render(
        page=page,
        words=page.words,
        style=style,
        script=script,
        style_digest=_digest(style),
        script_digest=_digest(script),
    )
    return text.encode("utf-8")


def _digest(text: str) -> str:
    """How a Content-Security-Policy names a script or style that stands in the page."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"

"""Finds the picture in a piece of HTML that a browser gave along with a drag or a copy."""

from __future__ import annotations

from html.parser import HTMLParser


class _FirstImage(HTMLParser):
    """Remembers the address of the first <img>."""

    def __init__(self) -> None:
        super().__init__()
        self.source = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and not self.source:
            self.source = dict(attrs).get("src") or ""


def first_image(html: str) -> str:
    """Returns the address of the first picture, '' where there is none."""
    parser = _FirstImage()
    parser.feed(html)
    return parser.source

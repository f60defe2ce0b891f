"""HTML as people's messages hold it in, the words out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

LINES = {"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "pre"}
UNSEEN = {"script", "style", "head", "title"}


def words(html: Any) -> str | None:
    """What a reader sees, one line a paragraph; None where there is nothing to read.

    >>> words("<p>It's <b>late</b>&nbsp;again</p><p>Where is it?</p>")
    "It's late again\\nWhere is it?"
    >>> words("<img src='cat.png'>")
    """
    if not isinstance(html, str):
        return None
    seen = _seen(html) if "<" in html or "&" in html else html
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in seen.split("\n"))
    return "\n".join(line for line in lines if line) or None


def _seen(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN and self._unseen > 0
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)

    def _break(self, tag: str) -> None:
        if tag in LINES:
            self.parts.append("\n")

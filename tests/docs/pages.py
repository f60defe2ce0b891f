"""A page of the documentation in; its headings, its fenced blocks and its links out."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
FENCE = re.compile(r"^```(\w*) *(.*)\n((?:.*\n)*?)^```$", re.M)
HEADING = re.compile(r"^(#+) (.+)$", re.M)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what stands after that, its text, and the line it begins on (from 0)."""

    language: str
    title: str
    text: str
    line: int


def blocks(page: str) -> Iterator[Block]:
    for found in FENCE.finditer(page):
        yield Block(found[1], found[2], found[3], page.count("\n", 0, found.start(3)))


def headings(page: str) -> list[tuple[int, str]]:
    """Level and text of each heading; backquotes don't count."""
    prose = FENCE.sub("", page)
    return [(len(found[1]), found[2].replace("`", "").strip()) for found in HEADING.finditer(prose)]


def under(page: str, title: str) -> list[str]:
    """The headings one level below the heading of this title."""
    found: list[str] = []
    level = 0
    for depth, text in headings(page):
        if level and depth <= level:
            break
        if level and depth == level + 1:
            found.append(text)
        if text == title:
            level = depth
    return found


def anchor(heading: str) -> str:
    """What a link to a heading ends with."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links(page: str) -> list[str]:
    return LINK.findall(FENCE.sub("", page))


def follow(page: Path, folder: Path) -> list[str]:
    """Does in a folder what the page says: saves the files it shows, runs its examples; what went wrong."""
    runner = doctest.DocTestRunner(verbose=False, optionflags=FLAGS)
    parser, names, wrong = doctest.DocTestParser(), {"__name__": "__main__"}, list[str]()
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.title:
            (folder / block.title).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            test = parser.get_doctest(block.text, names, page.name, str(page), block.line)
            assert test.examples, f"{page.name}, line {block.line}: a block without an example"
            runner.run(test, out=wrong.append, clear_globs=False)
            names = test.globs
    return wrong

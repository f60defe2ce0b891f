"""A table of cues beside this module in, the coder that reads by it out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from importlib import resources
from typing import Any

from footpath.voice.coding.cues import Coder, Cues, Pattern

NAMED = re.compile(r"<([a-z_]+)>")


def coder(name: str) -> Coder:
    """The coder of a field, "wishes" or "likes"."""
    table = tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
    words: dict[str, str] = table["words"]
    within = table.get("within")
    return Coder(
        name=name,
        version=table["version"],
        cues=tuple(_cues(label, of, words) for label, of in table["labels"].items()),
        before=re.compile(_spelled(table["before"], words)),
        within=re.compile(within) if within else None,
        unless=_patterns(table["unless"], words),
    )


def _cues(label: str, of: dict[str, Any], words: dict[str, str]) -> Cues:
    return Cues(label, **{key: _patterns(texts, words) for key, texts in of.items()})


def _patterns(texts: Sequence[str], words: dict[str, str]) -> tuple[Pattern, ...]:
    """Patterns that begin and end with a word."""
    return tuple(re.compile(rf"(?<![\w'])(?:{_spelled(text, words)})(?![\w'])") for text in texts)


def _spelled(text: str, words: dict[str, str]) -> str:
    """A pattern with the words that its names stand for; words may name words."""
    while NAMED.search(text):
        text = NAMED.sub(lambda name: words[name[1]], text)
    return text

"""A text in, its clauses out, in one plain spelling: what is said of one thing, without the "but".

Lower case, straight apostrophes, "don't" and "dont" as "do not". A clause keeps its question mark. "Nothing,
they were kind" and "Nothing they were kind" are two clauses: what answers "what could be better" negates
nothing of what follows.
"""

from __future__ import annotations

import re

APOSTROPHES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "\u201c": '"', "\u201d": '"'}
)
SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bcan'?t\b", "can not"),
        (r"\bcannot\b", "can not"),
        (r"\bwon'?t\b", "will not"),
        (r"\bshan'?t\b", "shall not"),
        (r"\b(did|does|do|is|was|were|are|had|has|have|could|would|should|must|need|ought)n'?t\b", r"\1 not"),
        (r"\bi'?m\b", "i am"),
        (r"\b(you|we|they)'re\b", r"\1 are"),
        (r"\b(i|you|we|they|who|that)'ve\b", r"\1 have"),
        (r"\b(i|you|we|they|who|it|he|she)'ll\b", r"\1 will"),
        (r"\b(i|you|we|they|who|it|he|she)'d\b", r"\1 would"),
        (r"\b(it|that|there|what|who|he|she|where|how|here)'s\b", r"\1 is"),
        (r"\b(?:pls|plz|plese|pleae|pleas|plaese)\b", "please"),
        (r"\bu\b", "you"),
        (r"\bwanna\b", "want to"),
        (r"\b(?:gonna)\b", "going to"),
        (r" ?& ?", " and "),
    )
)
# What asks and what tells part at the mark; a comma between two words of a list does no harm.
END = re.compile(
    r"(?<=\?)|[.!;\n…]+|(?:,? )(?:(?<!anything )(?<!nothing )but|though|although|however|yet)(?= )"
    r"|[,:](?= |$)| [-–—] |[()\"]"
)
LONGEST = 600  # characters of a clause: who sets no stop for longer is not writing sentences
NOTHING = re.compile(
    r"^((?:absolutely |really )?(?:nothing|none|no|nope|not a thing|can not fault|could not fault)"
    r"(?: at all| really| whatsoever| to (?:add|say|improve|complain about)| else)*)"
    r" (?=(?:they|the|you|your|it|all|everyone|everything|very|so|she|he|just|we|i|staff|great|excellent)\b)"
)


def clauses(text: str) -> list[str]:
    """The clauses of a text.

    >>> clauses("Don't call, but can you write?")
    ['do not call', 'can you write?']
    """
    plain = re.sub(r"[ \t\r\f\v\u00a0]+", " ", text.translate(APOSTROPHES).lower())
    for pattern, instead in SPELLINGS:
        plain = pattern.sub(instead, plain)
    parts = (part.strip() for whole in END.split(plain) if whole for part in _without_nothing(whole.strip()))
    return [part[:LONGEST] for part in parts if part]


def _without_nothing(clause: str) -> list[str]:
    found = NOTHING.match(clause)
    return [found[1], clause[found.end() :]] if found else [clause]

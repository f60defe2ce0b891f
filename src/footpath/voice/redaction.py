"""Verbatims in, the same without what tells who wrote them out.

E-mail addresses and handles, telephone numbers, payment cards, accounts and official numbers with check
digits, links that carry a query or a user, and the person's own names become placeholders. A leaked
identifier is worse than a masked order number, so in doubt it is masked. Not found: addresses of houses,
dates of birth, names of others, numbers written out in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from footpath.voice.accounts import accounts
from footpath.voice.phones import phones

KINDS = ("e-mail", "phone", "card", "account", "link", "name")
PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS)})\]")
Span = tuple[int, int, str]

_MAILBOX = r"[\w.!#$%&'*+/=?^`{|}~\u2019-]"
_AT = r"(?:[ \t]?[@\uff20][ \t]?|[ \t]*[\[({][ \t]*(?:at|@)[ \t]*[\])}][ \t]*)"
_DOT = r"(?:\.|[ \t]*[\[({][ \t]*(?:dot|\.)[ \t]*[\])}][ \t]*)"
EMAIL = re.compile(
    rf"(?<!{_MAILBOX}){_MAILBOX}++{_AT}(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?{_DOT}){{1,8}}[^\W\d_][\w-]{{1,62}}"
    r"|(?<![\w.+-])[\w.+-]++ at [\w-]{1,63} (?:dot [\w-]{1,63} ){0,8}dot [a-z]{2,}(?!\w)"
    r"|\"[^\"\n@]{1,64}\"@[\w.-]+"
    r"|(?<![\w@.+-])(?=[\w.+-]{0,63}[^\W\d_])[\w.+-]++@[^\W\d_]{3,63}",  # "ann@gmail", its end forgotten
    re.I,
)
# "10 @ 2.50" is a price and "@home" a word of our time: a handle is a letter and at least three signs more.
HANDLE = re.compile(r"(?<![\w@])@[^\W\d_][\w.]{2,}\w")
LINK = re.compile(r"(?<!\w)(?:(?:https?|ftp)://|www\.)[^\s<>\"\[\]]+", re.I)
TELLING = re.compile(r"[?#@=]|;|/(?:u|user|users|profile|profiles|account|in|people)/", re.I)
WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
LEAST_NAME = 2

# Mailboxes of many, and the small words between names.
_NOBODY = """
    info mail email contact sales admin office hello support noreply reply no post web shop team the de
    der den del della di da das do dos du van von vom zu zum la le les el al bin ibn und y e ter ten op
    mr mrs ms miss dr prof herr frau sir com org net co uk
"""
# Names that are words too: only with a capital are they taken for the name.
_ALSO_WORDS = """
    will mark may grace hope joy rose bill art frank rich pat sue jack guy dean wade drew chase faith
    april june august summer dawn eve ivy lily daisy violet olive amber ruby pearl crystal star sky
    brook river forest rock stone cliff young old long short small little white black brown green gray
    grey gold silver best good nice sweet love day week moon winter wolf fox bird hunt park wood woods
    field hill lake banks cook baker butler carter taylor smith miller mason porter turner walker fisher
    hunter page price king queen knight bishop pope major case ray gene hank jean kit max melody miles
    nick norm penny peg rob rusty sandy skip stew trip victor ward wise worth an am as at be by in is it
    me my no of on or so to up us we
"""

NOBODY, ALSO_WORDS = frozenset(_NOBODY.split()), frozenset(_ALSO_WORDS.split())


@dataclass(frozen=True, slots=True)
class Masked:
    """Texts without identifiers, and how many of each kind were replaced."""

    texts: tuple[str, ...]
    counts: dict[str, int]


def mask(
    texts: Sequence[str], names: Sequence[Sequence[str]] | None = None, region: str | None = None
) -> Masked:
    """Texts with placeholders such as [phone] for what tells who a person is; masking twice changes nothing.

    `names` are, for each text, what its own person is called: names or e-mail addresses, whole or in words.
    `region` is the two-letter country of numbers that name none.

    >>> mask(["Mail me: ann@example.com, or call 06 1234 5678. Ann"], [["Ann Lee"]], "NL").texts
    ('Mail me: [e-mail], or call [phone]. [name]',)
    """
    counts: Counter[str] = Counter()
    known = names if names is not None else [()] * len(texts)
    done = tuple(
        _masked(text, name_words(tuple(own)), region, counts) for text, own in zip(texts, known, strict=True)
    )
    return Masked(done, {kind: counts[kind] for kind in KINDS if counts[kind]})


@lru_cache(maxsize=1 << 14)
def name_words(names: tuple[str, ...]) -> frozenset[str]:
    """The words that names, and the parts of e-mail addresses before the @, consist of, folded.

    >>> sorted(name_words(("Zoë de Vries", "zvries@example.com")))
    ['vries', 'zoe', 'zvries']
    """
    words = (_fold(word) for name in names for word in WORD.findall(name.split("@")[0]))
    return frozenset(word for word in words if len(word) >= LEAST_NAME and word not in NOBODY)


def _masked(text: str, names: Collection[str], region: str | None, counts: Counter[str]) -> str:
    """Masked until nothing is left to mask: what stands beside a placeholder is read anew."""
    while True:
        masked = "".join(_replaced(part, names, region, counts) for part in _parts(text))
        if masked == text:
            return text
        text = masked


def _parts(text: str) -> Iterator[str]:
    """The placeholders of a text and what stands between them."""
    start = 0
    for found in PLACEHOLDER.finditer(text):
        yield text[start : found.start()]
        yield found[0]
        start = found.end()
    yield text[start:]


def _replaced(part: str, names: Collection[str], region: str | None, counts: Counter[str]) -> str:
    if PLACEHOLDER.fullmatch(part):
        return part
    kept, start = [], 0
    for span in _apart(_spans(part, names, region)):
        kept += [part[start : span[0]], f"[{span[2]}]"]
        counts[span[2]] += 1
        start = span[1]
    return "".join([*kept, part[start:]])


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans from left to right; of those that overlap one that covers both, of the kind that came first."""
    end, kept = 0, None
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if kept and span[0] < end:
            kept = (kept[0], max(end, span[1]), kept[2])
        else:
            if kept:
                yield kept
            kept = span
        end = kept[1]
    if kept:
        yield kept


def _spans(part: str, names: Collection[str], region: str | None) -> Iterator[Span]:
    for found in LINK.finditer(part):
        if TELLING.search(found[0]):
            yield found.start(), found.end(), "link"
    if (
        "@" in part
        or "\uff20" in part
        or " at " in part.lower()
        or "at)" in part.lower()
        or "at]" in part.lower()
    ):
        yield from ((*found.span(), "e-mail") for found in EMAIL.finditer(part))
        yield from ((*found.span(), "name") for found in HANDLE.finditer(part))
    if sum(map(str.isdecimal, part)) >= 6:
        yield from accounts(part, region)
        yield from ((start, end, "phone") for start, end in phones(part, region))
    if names:
        yield from ((*found.span(), "name") for found in WORD.finditer(part) if _is_name(found[0], names))


def _is_name(word: str, names: Collection[str]) -> bool:
    folded = _fold(word)
    return folded in names and (word[0].isupper() or (folded not in ALSO_WORDS and len(folded) > LEAST_NAME))


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))

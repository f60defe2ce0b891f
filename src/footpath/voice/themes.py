"""Verbatims in, themes out: proposed once, frozen as terms that a person can edit, then told by those alone.

A proposal is found by what is said together (`clusters`), and written down as definitions: a name, terms, and
terms that speak against it. From then on a verbatim has a theme if it holds one of its terms and none of the
others; nothing is fitted again, so a theme means tomorrow what it means today.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.model.survey import Theme
from footpath.voice.choosing import choose
from footpath.voice.clusters import Groups, group, texts_of
from footpath.voice.examples import examples
from footpath.voice.naming import distinction, name
from footpath.voice.terms import Terms, holds, key, terms_of
from footpath.voice.vocabulary import Said, said, says_nothing

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """Themes of n texts that nobody has confirmed, most persons first, with what speaks for each.

    Examples are positions in the texts, no two of one person: the `nearest` to the theme's centre, and some
    at `random`. `returns` is how well a theme was found again in other persons' texts (Jaccard index), and
    `stability` how far two halves of the persons led to the same themes (adjusted Rand index).
    """

    themes: tuple[Theme, ...]
    membership: Bools  # [n, themes]
    set_aside: Bools  # [n] answers that say nothing
    persons: tuple[int, ...]  # [themes]
    nearest: tuple[tuple[int, ...], ...]  # [themes]
    random: tuple[tuple[int, ...], ...]  # [themes]
    returns: tuple[float, ...]  # [themes]
    stability: float


def propose(
    texts: Sequence[str],
    languages: Sequence[str],
    persons: Ints | None = None,
    *,
    most: int = MOST,
    survey: str | None = None,
    seed: int = 0,
) -> Proposal:
    """At most `most` themes of some texts; the same in any order of the texts.

    `languages` are ISO 639-1 codes, "" where unknown; `persons` [n] says whose each text is, as any numbers:
    without it, each is somebody's own. A theme that few persons speak of is not proposed.
    """
    whose = np.arange(len(texts)) if persons is None else np.asarray(persons)
    aside = np.array([says_nothing(*each) for each in zip(texts, languages, strict=True)], np.bool_)
    order = _canonical(texts, languages, whose, np.flatnonzero(~aside))
    who = _numbered(whose[order])
    found = said([texts[at] for at in order.tolist()], [languages[at] for at in order.tolist()], who)
    with _one_thread():
        grouping = group(found.sentences, seed)
    chosen = choose(grouping.groups, found.sentences, most)
    themes = _defined(tuple(terms for _, terms in chosen), found, survey)
    membership = assign(texts, languages, themes)
    membership[aside] = False
    shown = examples(texts, languages, membership, order, who, seed)
    return Proposal(
        themes,
        membership,
        aside,
        tuple(len(np.unique(whose[has])) for has in membership.T),
        *shown,
        tuple(float(grouping.returns[at]) for at, _ in chosen),
        grouping.stability,
    )


def assign(texts: Sequence[str], languages: Sequence[str], themes: Sequence[Theme]) -> Bools:
    """Which themes each text has [texts, themes]: it holds one of the terms, and none of `but`.

    >>> late = Theme("late", ("late", "waiting"), but=("not late",))
    >>> assign(["Waited for days", "It was not late", "LATE again"], ["en"] * 3, [late])[:, 0].tolist()
    [True, False, True]
    """
    spoken = np.array(languages, np.str_)
    has = np.zeros((len(texts), len(themes)), np.bool_)
    for language in sorted(set(languages)):
        rows = np.flatnonzero(spoken == language)
        terms = terms_of([texts[row] for row in rows.tolist()], [language] * len(rows))
        for at, theme in enumerate(themes):
            has[rows, at] = _has(terms, theme, language)
    return has


def _has(terms: Terms, theme: Theme, language: str) -> Bools:
    speaks = holds(terms, (key(term, language) for term in theme.terms))
    return speaks & ~holds(terms, (key(term, language) for term in theme.but))


def _canonical(texts: Sequence[str], languages: Sequence[str], whose: Ints, kept: Ints) -> Ints:
    """Texts in an order of their content: person after person by all that each said."""
    said_by: dict[int, list[tuple[str, str, int]]] = {}
    for at in kept.tolist():
        said_by.setdefault(int(whose[at]), []).append((texts[at], languages[at], at))
    persons = sorted(sorted(each) for each in said_by.values())
    persons.sort(key=lambda each: [one[:2] for one in each])
    return np.array([at for each in persons for *_, at in each], np.int64)


def _numbered(whose: Ints) -> Ints:
    """Persons 0, 1, … in the order in which they come."""
    _, first, inverse = np.unique(whose, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


def _defined(groups: Groups, found: Said, survey: str | None) -> tuple[Theme, ...]:
    if not groups:
        return ()
    weight = distinction(groups, texts_of(found.sentences))
    mine = [{found.terms[term] for term in terms} for terms in groups]
    themes = []
    for at, terms in enumerate(groups):
        order = sorted(terms.tolist(), key=lambda term: (-weight[at, term], term))
        shown = [found.shown[term] for term in order]
        others = set().union(*mine[:at], *mine[at + 1 :])
        # Somebody else's "not received" holds this theme's "received"
        against = {pair for pair in others if len(pair) > 1 and pair[1:] in mine[at]}
        but = tuple(found.shown[at] for at, term in enumerate(found.terms) if term in against)
        title = name(shown, weight[at, order].tolist())
        themes.append(Theme(title, tuple(shown), but, survey, guessed=True))
    return tuple(themes)


def _one_thread() -> AbstractContextManager[object]:
    """Sums in one order: with several threads the last digit of a product may differ from run to run."""
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits

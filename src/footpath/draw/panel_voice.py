"""What opens behind what people say: a touchpoint in, panels of emotion, quotes, scores and themes out."""

from __future__ import annotations

from collections.abc import Iterator

from footpath.draw import ids
from footpath.draw.layout_say import source
from footpath.draw.layout_score import called
from footpath.draw.panel_parts import Link, Panel, panel, said, table
from footpath.draw.phrases import count, people, percent
from footpath.draw.text import clean
from footpath.model.heard import Emotion, ScoreDetail, ThemeShare, Verbatim
from footpath.model.map import MapTouchpoint

STATES = {
    "full": "30 answers or more",
    "indicative": "indicative: fewer than 30 answers",
    "counts": "fewer than 10 answers: counted, not scored",
}


def voices(touchpoint: MapTouchpoint) -> dict[str, Panel]:
    """The panels of a touchpoint, by the id of their mark."""
    name = touchpoint.name
    found = {ids.score(name, score): _score(touchpoint, score) for score in _scores(touchpoint)}
    for at, verbatim in enumerate(touchpoint.verbatims):
        found[ids.quote(name, at)] = _quote(touchpoint, verbatim)
    for theme in touchpoint.themes:
        found[ids.theme(name, theme.name)] = _theme(touchpoint, theme)
    if touchpoint.emotion.words or touchpoint.emotion.scores:
        found[ids.emotion(name)] = _emotion(touchpoint)
    return found


def in_their_words(touchpoint: MapTouchpoint) -> Iterator[Panel]:
    """What a touchpoint's own panel tells of what people say, as tables that lead to the rest."""
    name, emotion = touchpoint.name, touchpoint.emotion
    felt: list[Link] = [
        (ids.emotion(name), [f"Emotion by {by}", said(each)])
        for by, each in (("words", emotion.words), ("scores", emotion.scores))
        if each
    ]
    yield table("What they feel", ["By", "−2 to +2"], felt)
    scores: list[Link] = [
        (ids.score(name, score), [called(score), said(touchpoint.scores.get(score))])
        for score in _scores(touchpoint)
    ]
    yield table("Scores", ["Score", "Value"], scores)
    spoken: list[Link] = [
        (ids.theme(name, each.name), [clean(each.name), people(each.people), said(each.share)])
        for each in touchpoint.themes
    ]
    yield table("What they talk about", ["Theme", "People", "Share of those who wrote"], spoken)
    quotes: list[Link] = [
        (ids.quote(name, at), [clean(each.text), source(each)])
        for at, each in enumerate(touchpoint.verbatims)
    ]
    yield table("In their words", ["Quote", "Source"], quotes)


def _scores(touchpoint: MapTouchpoint) -> list[str]:
    return sorted({*touchpoint.scores, *touchpoint.score_details})


def _at(touchpoint: MapTouchpoint) -> Panel:
    own: list[Link] = [(ids.touchpoint(touchpoint.name), [clean(touchpoint.name), count(touchpoint.people)])]
    return table("Where", ["Touchpoint", "People"], own)


def _score(touchpoint: MapTouchpoint, name: str) -> Panel:
    detail = touchpoint.score_details.get(name)
    facts = [["Score", said(touchpoint.scores.get(name))]]
    tables = [_at(touchpoint)]
    if detail:
        facts += _facts(detail)
        rows: list[Link] = [(None, [answer, count(n)]) for answer, n in detail.distribution.items()]
        tables.append(table("Answers", ["Answer", "People"], rows))
    title = f"{called(name)} · {clean(touchpoint.name)}"
    return panel(title, facts, (detail and detail.evidence) or touchpoint.evidence, tables)


def _facts(detail: ScoreDetail) -> list[list[str]]:
    facts = [["Counted as", detail.definition], ["Base", STATES[detail.state]]]
    if detail.weighted:
        facts.append(["Weighted for who stayed silent", said(detail.weighted)])
    if detail.effective_n is not None:
        facts.append(["Effective n", f"{detail.effective_n:,.0f}"])
    if detail.response_rate is not None:
        facts.append(["Answered, of those asked", percent(detail.response_rate)])
    if detail.change:
        facts.append(["Since the period before", detail.change])
    return facts


def _quote(touchpoint: MapTouchpoint, verbatim: Verbatim) -> Panel:
    chosen = "the one most like all others of its kind here" if verbatim.represents > 1 else "the only one"
    facts = [["From", source(verbatim)], ["Stands for", people(verbatim.represents)], ["Chosen as", chosen]]
    title = f"“{clean(verbatim.text)}”"
    return panel(title, facts, verbatim.evidence or touchpoint.evidence, [_at(touchpoint)])


def _theme(touchpoint: MapTouchpoint, theme: ThemeShare) -> Panel:
    facts = [
        ["People who speak of it", count(theme.people)],
        ["Share of those who wrote", said(theme.share)],
        ["What they feel, −2 to +2", said(theme.valence)],
    ]
    return panel(f"Theme: {clean(theme.name)}", facts, theme.evidence, [_at(touchpoint)])


def _emotion(touchpoint: MapTouchpoint) -> Panel:
    emotion = touchpoint.emotion
    facts = [["By words", said(emotion.words)], ["By scores", said(emotion.scores)]]
    unread = sorted(touchpoint.unread.items(), key=lambda each: -each[1])
    rows: list[Link] = [(None, [reason, count(n)]) for reason, n in unread]
    left_out = table("Not read for emotion", ["Why", "Comments"], rows)
    tables = [_shares(emotion), left_out, _at(touchpoint)]
    evidence = emotion.words_evidence or emotion.scores_evidence or touchpoint.evidence
    return panel(f"What people feel · {clean(touchpoint.name)}", facts, evidence, tables)


def _shares(emotion: Emotion) -> Panel:
    rows: list[Link] = [(None, [name, said(each)]) for name, each in emotion.shares.items()]
    corrected = any(each.method.startswith("corrected") for each in emotion.shares.values())
    how = "corrected for what the reader takes for something else" if corrected else "as read"
    return table(f"Emotions in their words, {how}", ["Emotion", "Share"], rows)

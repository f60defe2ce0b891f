"""Lane *say*: one good and one bad quote a stage, and what people talk about."""

from __future__ import annotations

from collections.abc import Callable

from footpath.draw import ids
from footpath.draw.blocks import INSET, Drawn, View, paragraph
from footpath.draw.grid import SMALL, Column
from footpath.draw.listing import Item, Placed, listed, stack
from footpath.draw.phrases import count, day, people, value
from footpath.draw.scene import Circle, Group, Mark, Marker
from footpath.draw.text import clean
from footpath.model.heard import ThemeShare, Verbatim
from footpath.model.map import MapStage, MapTouchpoint

GOOD = {"relieved", "delighted", "happy", "satisfied", "grateful", "positive", "good"}
BAD = {"frustrated", "anxious", "confused", "disappointed", "angry", "negative", "bad"}
LONGEST_QUOTE = 180
LONGEST_NAME = 48
MOST_THEMES = 3  # a stage
COLOURS = {"good": "good", "bad": "bad", "even": "muted"}


def draw_say(view: View, top: float) -> Drawn:
    """One or two quotes a stage, one good and one bad where both exist; under them its themes."""
    return listed(view, top, lambda column, stage, y: stack(y, [
        *(_quote(column, touchpoint, verbatim) for touchpoint, verbatim in chosen(stage)),
        *(_theme(column, touchpoint, theme) for touchpoint, theme in themes(stage)),
    ]))  # fmt: skip


def chosen(stage: MapStage) -> list[tuple[MapTouchpoint, Verbatim]]:
    """The good and the bad quote of a stage that stand for most people, else the first two of all."""
    said = [(touchpoint, verbatim) for touchpoint in stage.touchpoints for verbatim in touchpoint.verbatims]
    said.sort(key=lambda each: -each[1].represents)  # stable: ties stay in the order of touchpoints
    good = [each for each in said if mood(each[1]) == "good"][:1]
    bad = [each for each in said if mood(each[1]) == "bad"][:1]
    return good + bad if good and bad else said[:2]


def themes(stage: MapStage) -> list[tuple[MapTouchpoint, ThemeShare]]:
    """What most people of a stage talk about, at one touchpoint each."""
    spoken = [(touchpoint, theme) for touchpoint in stage.touchpoints for theme in touchpoint.themes]
    return sorted(spoken, key=lambda each: -each[1].people)[:MOST_THEMES]


def mood(verbatim: Verbatim) -> str:
    """Good, bad or even."""
    if verbatim.polarity:
        return verbatim.polarity
    emotion = (verbatim.emotion or "").casefold()
    return "good" if emotion in GOOD else "bad" if emotion in BAD else "even"


def source(verbatim: Verbatim) -> str:
    """What a quote feels, where it is from and when it was said."""
    parts = (verbatim.emotion, clean(verbatim.source), day(verbatim.time))
    return " · ".join(each for each in parts if each)


def _quote(column: Column, touchpoint: MapTouchpoint, verbatim: Verbatim) -> Item:
    feeling = mood(verbatim)
    said = clean(verbatim.text)
    if len(said) > LONGEST_QUOTE:
        said = said[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " … (all of it in the evidence)"
    x, width = column.x + INSET + 24, column.width - 2 * INSET - 24
    stands_for = f" · most typical of {count(verbatim.represents)}" if verbatim.represents > 1 else ""
    about = f"{clean(touchpoint.name)} · {source(verbatim)}{stands_for}"
    key = ids.quote(touchpoint.name, touchpoint.verbatims.index(verbatim))

    def place(y: float) -> Placed:
        quote, height = paragraph(f"“{said}”", x, y, width, 12.5)
        below, more = paragraph(about, x, y + height + 2, width, SMALL, fill="muted")
        face = Marker(column.x + INSET + 8, y + 9, 16, f"face-{feeling}", COLOURS[feeling])
        marks: tuple[Mark, ...] = (face, *quote, *below)
        return Group(key, marks, f"“{said}”, {about}", "quote", key), y + height + more + 2

    return place


def _theme(column: Column, touchpoint: MapTouchpoint, theme: ThemeShare) -> Item:
    sign = _sign(column.x + INSET + 8, theme)
    share = f" ({value(theme.share)})" if theme.share else ""
    label = f"{brief(theme.name)}: {people(theme.people)}{share}"
    x, width = column.x + INSET + 24, column.width - 2 * INSET - 24
    key = ids.theme(touchpoint.name, theme.name)

    def place(y: float) -> Placed:
        text, height = paragraph(label, x, y, width, 12, weight=600)
        about, more = paragraph(f"at {clean(touchpoint.name)}", x, y + height, width, SMALL, fill="muted")
        return Group(key, (sign(y + 9), *text, *about), f"theme {label}", "quote", key), y + height + more

    return place


def brief(name: str) -> str:
    """A theme's name, of a long list of alternatives the first.

    >>> brief("Better Wi-Fi/could not connect/keep getting dropped/other issues with it")
    'Better Wi-Fi …'
    """
    name = clean(name)
    return name if len(name) <= LONGEST_NAME or "/" not in name else f"{name.split('/')[0].strip()} …"


def _sign(x: float, theme: ThemeShare) -> Callable[[float], Mark]:
    """A face for how people feel about a theme; a dot where that is not known."""
    felt = theme.valence
    if felt is None:
        return lambda y: Circle(x, y, 3, fill="muted")
    feeling = "even" if felt.low <= 0 <= felt.high else "good" if felt.value > 0 else "bad"
    return lambda y: Marker(x, y, 14, f"face-{feeling}", COLOURS[feeling])

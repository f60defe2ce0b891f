"""Everybody can read it, in both themes, with any eyes."""

from __future__ import annotations

from itertools import combinations

import pytest

from footpath.draw.colour import LINES_ON, TEXT_ON, THEMES, contrast
from footpath.draw.icons import ICONS, family

# Machado, Oliveira and Fernandes 2009, full severity, in linear RGB.
EYES = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_stands_out_from_its_ground(theme, text, ground):
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("line", "ground"), LINES_ON)
def test_lines_stand_out_from_their_ground(theme, line, ground):
    assert contrast(THEMES[theme][line], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
def test_channel_colours_stay_apart_for_colour_blind_eyes(theme, eyes):
    seen = [perceived(THEMES[theme][f"channel-{number}"], EYES[eyes]) for number in range(1, 9)]
    nearest = min(
        sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5
        for one, other in combinations(seen, 2)
    )
    assert nearest > 0.06


def perceived(colour: str, eyes) -> list[float]:
    """Oklab coordinates of what such eyes see."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (
        max(0.0, min(1.0, sum(w * c for w, c in zip(row, linear, strict=True)))) for row in eyes
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return [
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    ]


@pytest.mark.parametrize(
    ("channel", "icon"),
    [
        ("web", "web"),
        ("iOS app", "app"),
        ("Call centre", "phone"),
        ("newsletter", "mail"),
        ("live chat", "chat"),
        ("Zendesk", "ticket"),
        ("review site", "review"),
        ("display ads", "ad"),
        ("survey", "survey"),
        ("parcel delivery", "delivery"),
        ("flagship store", "store"),
        ("roadshow", "other"),
        (None, "other"),
        ("e-mail", "mail"),
        ("website", "web"),
    ],
)
def test_a_channel_finds_its_icon_by_its_name(channel, icon):
    assert family(channel).icon == icon
    assert icon in ICONS

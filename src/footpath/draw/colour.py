"""Colour tokens: a name in, its value in the light or the dark theme out.

One hue for stages and movement, a blue–orange scale for emotion, eight channel colours that stay apart
for colour-blind eyes. Text reaches 4.5:1 on its ground and every mark that carries meaning 3:1.
"""

from __future__ import annotations

from typing import Literal

Theme = Literal["light", "dark"]
Tokens = dict[str, str]

LIGHT: Tokens = {
    "page": "#ffffff",
    "surface": "#f6f8f7",
    "ink": "#17211f",
    "muted": "#55625f",
    "rule": "#dde3e1",
    "hatch": "#d3dad8",
    "hatch-ground": "#fafbfb",
    "stage": "#e2eeec",
    "stage-ink": "#0f3d38",
    "stage-line": "#2b7a70",
    "flow": "#2b7a70",
    "flow-soft": "#9cc7c0",
    "back": "#8a4f7d",
    "back-soft": "#cfa9c6",
    "exit": "#6b7573",
    "exit-soft": "#c9d0ce",
    "good": "#1d62a8",
    "bad": "#b04a00",
    "good-soft": "#d6e6f5",
    "bad-soft": "#fbe3d1",
    "band": "#d5dcda",
    "on-channel": "#ffffff",
    "focus": "#8a4f7d",
    "channel-1": "#3246a9",
    "channel-2": "#8c1c04",
    "channel-3": "#23763e",
    "channel-4": "#895584",
    "channel-5": "#8b6fef",
    "channel-6": "#4695ad",
    "channel-7": "#a4861d",
    "channel-8": "#3f4a4c",
}
DARK: Tokens = {
    "page": "#121817",
    "surface": "#1a2221",
    "ink": "#edf2f0",
    "muted": "#a7b3b0",
    "rule": "#2f3a38",
    "hatch": "#3d4947",
    "hatch-ground": "#161d1c",
    "stage": "#1f3734",
    "stage-ink": "#c9ebe5",
    "stage-line": "#5db5a8",
    "flow": "#5db5a8",
    "flow-soft": "#2d655d",
    "back": "#cf95c3",
    "back-soft": "#6d4a66",
    "exit": "#95a19e",
    "exit-soft": "#46524f",
    "good": "#7db8f0",
    "bad": "#f0a060",
    "good-soft": "#1c3550",
    "bad-soft": "#4a2e15",
    "band": "#37423f",
    "on-channel": "#10201d",
    "focus": "#cf95c3",
    "channel-1": "#539cfc",
    "channel-2": "#e97c43",
    "channel-3": "#88d78e",
    "channel-4": "#d06dc9",
    "channel-5": "#e5b8fa",
    "channel-6": "#a2fafc",
    "channel-7": "#f6eb89",
    "channel-8": "#aaaaaa",
}
THEMES: dict[Theme, Tokens] = {"light": LIGHT, "dark": DARK}
TEXT_ON: tuple[tuple[str, str], ...] = (
    ("ink", "page"), ("ink", "surface"), ("muted", "page"), ("muted", "surface"), ("muted", "hatch-ground"),
    ("stage-ink", "stage"), ("ink", "hatch-ground"), ("good", "page"), ("bad", "page"), ("back", "page"),
    ("good", "surface"), ("bad", "surface"), ("back", "surface"), ("flow", "page"), ("ink", "good-soft"),
    ("ink", "bad-soft"),
)  # fmt: skip
LINES_ON: tuple[tuple[str, str], ...] = (
    *((f"channel-{number}", ground) for number in range(1, 9) for ground in ("page", "surface")),
    *(("on-channel", f"channel-{number}") for number in range(1, 9)),
    *((line, ground) for line in ("flow", "back", "exit", "stage-line") for ground in ("page", "surface")),
)  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` as in WCAG 2."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as in WCAG 2, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)

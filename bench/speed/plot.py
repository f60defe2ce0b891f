"""Results in, one plot out: seconds by tool on a scale of powers of ten, and nanoseconds an event by size."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import Any

from running import OURS, PEERS, Row

WIDTH, LINE, LEFT, RIGHT = 760, 26, 190, 70
OURS_COLOUR, PEERS_COLOUR, LIMIT_COLOUR, INK = "#1f6f5c", "#9aa7b4", "#d9a441", "#333"
QUESTIONS = {"flow": "Flow", "funnel": "Funnel within seven days"}


def drawn(found: dict[str, Any]) -> str:
    """An SVG of all promises, one below the other."""
    parts, top = [], 10
    for name, title in QUESTIONS.items():
        rows = sorted((r for r in found[name] if r["question"] == name), key=lambda row: row["seconds"])
        bars = [(_name(row), row["seconds"], _colour(row)) for row in rows]
        parts.append(_panel(f"{title}: seconds for {rows[0]['events']:,} events", bars, top))
        top += LINE * (len(bars) + 2)
    bars = [(_sized(row), row["ns_per_event_and_core"], _colour(row)) for row in _by_size(found["growth"])]
    parts.append(_panel("Growth: nanoseconds an event and core", bars, top))
    top += LINE * (len(bars) + 2)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" font-family="sans-serif"'
    return (
        "\n".join(
            [
                f'{head} font-size="13" fill="{INK}">',
                '<rect width="100%" height="100%" fill="white"/>',
                *parts,
                "</svg>",
            ]
        )
        + "\n"
    )


def _panel(title: str, bars: list[tuple[str, float, str]], top: int) -> str:
    """Bars that begin at the power of ten below the least."""
    low = floor(log10(min(value for _, value, _ in bars)) - 0.01)
    high = ceil(log10(max(value for _, value, _ in bars)))
    bottom = top + LINE * (len(bars) + 1) - 3
    unit = (WIDTH - LEFT - RIGHT) / (high - low)
    lines = [f'<text x="10" y="{top + 14}" font-weight="bold">{escape(title)}</text>']
    for at, (name, value, colour) in enumerate(bars):
        y, length = top + LINE * (at + 1), (log10(value) - low) * unit
        lines += [
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{LINE - 7}" fill="{colour}"/>',
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 14}">{value:.2g}</text>',
        ]
    for power in range(low, high + 1):
        x = LEFT + (power - low) * unit
        lines.append(f'<path d="M{x:.1f} {top + LINE - 4}V{bottom}" stroke="{INK}" opacity=".15"/>')
    return "\n".join(lines)


def _by_size(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["question"], row["tool"], row["events"]))


def _name(row: Row) -> str:
    return (OURS | PEERS)[row["tool"]]


def _sized(row: Row) -> str:
    pass_ = "plain pass, " if row["tool"] == "plain_pass" else ""
    return f"{pass_}{row['question']}, {row['events'] // 1_000_000} M"


def _colour(row: Row) -> str:
    return {"in_footpath": OURS_COLOUR, "plain_pass": LIMIT_COLOUR}.get(row["tool"], PEERS_COLOUR)

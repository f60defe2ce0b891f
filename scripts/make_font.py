"""Inter's static fonts in, the small embedded fonts and their advance widths out.

Run by hand when the font or the set of characters changes:

    python scripts/make_font.py /usr/share/fonts/opentype/inter

Inter is under the SIL Open Font License 1.1 and declares no Reserved Font Name. The subset is given a
family name of its own so that an installed Inter of another version is never taken in its place.
Kerning and ligatures are left out: what is measured from advance widths is then exactly what is drawn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Footpath Sans"
WEIGHTS = {"regular": ("Inter-Regular.otf", 400), "semibold": ("Inter-SemiBold.otf", 600)}
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022))
SINGLES = (
    0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193,
    0x2196, 0x2197, 0x2198, 0x2199, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x218, 0x219, 0x21A, 0x21B,
)  # fmt: skip
NAMES_KEPT = (0, 1, 2, 4, 6, 13, 14)
TARGET = Path(__file__).parent.parent / "src/footpath/draw/fonts"


def characters() -> list[int]:
    """The code points that the embedded font covers."""
    return sorted({point for low, high in RANGES for point in range(low, high + 1)} | set(SINGLES))


def subset(path: Path) -> TTFont:
    """The font at `path`, cut down to `characters()`, without layout tables and hints."""
    font = TTFont(path)
    options = Options(hinting=False, layout_features=[], notdef_outline=True, desubroutinize=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "DSIG"]
    options.name_IDs = list(NAMES_KEPT)
    cutter = Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    return font


def rename(font: TTFont, style: str) -> None:
    """Give the subset its own family name and keep copyright and licence."""
    names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"FootpathSans-{style}"}
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)
    font["CFF "].cff.fontNames[0] = names[6]


def advances(font: TTFont) -> dict[str, int]:
    """Advance width of each covered character in thousandths of an em."""
    em = font["head"].unitsPerEm
    widths = font["hmtx"]
    return {chr(point): round(widths[name][0] * 1000 / em) for point, name in font.getBestCmap().items()}


def main(folder: Path) -> None:
    """Write the fonts and `widths.json` beside the licence."""
    measured = {}
    for name, (file, weight) in WEIGHTS.items():
        font = subset(folder / file)
        rename(font, name.capitalize())
        font["OS/2"].usWeightClass = weight
        measured[str(weight)] = advances(font)
        font.save(TARGET / f"sans-{name}.otf")
        font.flavor = "woff2"
        font.save(TARGET / f"sans-{name}.woff2")
    text = json.dumps(measured, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    (TARGET / "widths.json").write_text(text + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

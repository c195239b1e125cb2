"""Write the fonts of the charts and the PDF: Noto Sans for several scripts in one file, under our own name.

A family name of our own keeps a font of the computer from taking its place: the renderer prefers the
computer's. `make_fonts.py FOLDER`, with fontTools 4.68.0 and a folder of the static files of `SOURCES`
in Regular and Bold, as Google Fonts publishes them (Noto Sans 2.015, Math 3.000, Armenian 2.008, Arabic
2.012, Georgian 2.005, Ethiopic 2.102), writes them; the same files give the same bytes.
"""

import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[2] / "src" / "scrutator" / "statement" / "fonts"
FAMILY = "Scrutator Sans"
# Which characters of which font: (first, last), both included.
SOURCES = {
    "NotoSans": [(0x20, 0x52F), (0x1AB0, 0x1AFF), (0x1C80, 0x1C8F), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF),
                 (0x2000, 0x2BFF), (0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0x2E00, 0x2E7F), (0xA640, 0xA69F),
                 (0xA720, 0xA7FF), (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFFFC, 0xFFFD)],
    "NotoSansMath": [(0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2713, 0x2713)],
    "NotoSansArmenian": [(0x531, 0x58F), (0xFB13, 0xFB17)],
    "NotoSansGeorgian": [(0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)],
    "NotoSansEthiopic": [(0x1200, 0x139F), (0x2D80, 0x2DDF), (0xAB01, 0xAB2F)],
    "NotoSansArabic": [(0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)],
}  # fmt: skip
WEIGHTS = {"400Regular": "Regular", "700Bold": "Bold"}
NAMES_KEPT = (0, 13, 14)  # copyright, licence, where the licence stands
WHEN = 3_849_984_000  # 2026-01-01, in seconds since 1904, as `head` counts


def cut(path: Path, ranges: list[tuple[int, int]]) -> TTFont:
    """The font with the characters of the ranges, without hints and variants nobody asks for."""
    font = TTFont(path)
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "rlig", "init", "medi", "fina", "calt"]
    options.drop_tables += ["STAT", "vhea", "vmtx", "MATH"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
    cutter.subset(font)
    return font


def renamed(font: TTFont, style: str) -> None:
    """Give the font the house's family name, in every name a program might read."""
    kept = {number: font["name"].getDebugName(number) for number in NAMES_KEPT}
    font["name"].names = []
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style} 1", 4: f"{FAMILY} {style}", 5: "Version 1.000",
             6: f"ScrutatorSans-{style}", **kept}  # fmt: skip
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["head"].created = font["head"].modified = WHEN
    font["head"].macStyle = 1 if style == "Bold" else 0
    font.recalcTimestamp = False


def as_high_as(first: TTFont, font: TTFont) -> None:
    """Give the font the line height of its Latin part, not that of its highest sign."""
    for table, fields in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
    }.items():
        for field in fields:
            setattr(font[table], field, getattr(first[table], field))


def covered(font: TTFont) -> str:
    """The characters the font draws, a line `first last` in hexadecimal for each unbroken run."""
    runs: list[list[int]] = []
    for code in sorted(font.getBestCmap()):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(f"{first:04X} {last:04X}\n" for first, last in runs)


def main(folder: Path) -> None:
    """Write both weights and say what they are."""
    TARGET.mkdir(exist_ok=True)
    for source, style in WEIGHTS.items():
        parts = []
        for number, (name, ranges) in enumerate(SOURCES.items()):
            part = folder / f"part-{number}.ttf"
            # Signs of mathematics have one weight.
            weight = "400Regular" if name == "NotoSansMath" else source
            cut(folder / f"{name}_{weight}.ttf", ranges).save(part)
            parts.append(str(part))
        font = Merger().merge(parts)
        as_high_as(TTFont(parts[0]), font)
        renamed(font, style)
        buffer = BytesIO()
        font.save(buffer)
        (TARGET / f"ScrutatorSans-{style}.ttf").write_bytes(buffer.getvalue())
        (TARGET / "characters.txt").write_text(covered(font), encoding="ascii")
        print(style, len(font.getBestCmap()), len(buffer.getvalue()), sha256(buffer.getvalue()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

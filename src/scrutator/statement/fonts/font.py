"""The font that charts are measured and drawn with: Noto Sans under a family name of our own.

Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and Ethiopic letters, Regular and Bold, SIL Open Font
License (`OFL.txt`). The name is our own so that no font of the computer takes its place.
"""

from functools import cache
from pathlib import Path

FAMILY = "Scrutator Sans"
FOLDER = Path(__file__).parent
# Written but not drawn: JSON's spaces, and the marks that only say where a line or letter may break.
_NOT_DRAWN = frozenset("\n\r\t\u200b\u200c\u200d\u2060\ufeff")


@cache
def drawable() -> frozenset[int]:
    """The code points of the characters that both weights draw."""
    runs = (line.split() for line in (FOLDER / "characters.txt").read_text(encoding="ascii").splitlines())
    return frozenset(code for first, last in runs for code in range(int(first, 16), int(last, 16) + 1))


def undrawable(text: str) -> list[str]:
    """The characters of a text that our font lacks, as `“ก” (U+0E01)`, each once, in order."""
    missing = {c for c in text if not c.isascii() and ord(c) not in drawable() and c not in _NOT_DRAWN}
    return [f"“{character}” (U+{ord(character):04X})" for character in sorted(missing)]

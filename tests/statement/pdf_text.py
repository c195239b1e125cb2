"""The text of a PDF that typst wrote, with where it stands: enough of the format for these tests, no more.

Typst writes every run of text under one matrix, as two-byte glyphs with a table to Unicode.
"""

import re
import zlib
from dataclasses import dataclass

PAGE = (595.28, 841.89)  # A4 in points


@dataclass(frozen=True)
class Run:
    """A run of text and where its first letter stands, in points from the lower left of its page."""

    text: str
    x: float
    y: float


def objects(pdf: bytes) -> dict[int, bytes]:
    return {int(m[1]): m[2] for m in re.finditer(rb"(?:^|\n)(\d+) 0 obj\n(.*?)\nendobj", pdf, re.S)}


def stream(body: bytes) -> bytes:
    return zlib.decompress(body[body.index(b"stream\n") + 7 :]) if b"FlateDecode" in body else body


def unicode_table(cmap: str) -> dict[int, str]:
    """Glyph to text, from a ToUnicode table of single characters and of ranges."""
    table = {}
    for part in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, text in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            table[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for part in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", part):
            first = bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(high, 16) - int(low, 16) + 1):
                table[int(low, 16) + step] = first[:-1] + chr(ord(first[-1]) + step)
    return table


ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def literal(raw: bytes) -> bytes:
    """The bytes of a PDF string."""

    def value(found: re.Match[bytes]) -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code.isdigit() else ESCAPES.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", value, raw, flags=re.S)


TOKEN = re.compile(
    rb"(?P<skip>/[A-Za-z]+\s*\()|(?P<save>\bq\b)|(?P<restore>\bQ\b)|(?P<cm>[-\d. ]+) cm\b"
    rb"|/(?P<font>f\d+) [-\d.]+ Tf|/[A-Za-z]+\s*<\w*>|<(?P<hex>[0-9A-Fa-f]+)>|(?P<open>\()",
    re.S,
)


BACKSLASH = b"\\"


def end_of_string(content: bytes, start: int) -> int:
    """Where the string that opens just before `start` closes: brackets in pairs stand in it as they are."""
    depth, place = 1, start
    while depth:
        byte = content[place : place + 1]
        place += 2 if byte == BACKSLASH else 1
        depth += (byte == b"(") - (byte == b")")
    return place - 1


def page_runs(content: bytes, fonts: dict[str, dict[int, str]]) -> list[Run]:
    """The runs of one page's content."""
    at, stack, font, place = (1.0, 1.0, 0.0, 0.0), [], "", 0
    runs: list[Run] = []
    while token := TOKEN.search(content, place):
        place = token.end()
        if token["save"]:
            stack.append(at)
        elif token["restore"]:
            at = stack.pop() if stack else at
        elif token["cm"]:
            a, _, _, d, x, y = map(float, token["cm"].split()[-6:])
            at = (at[0] * a, at[1] * d, at[2] + at[0] * x, at[3] + at[1] * y)
        elif token["font"]:
            font = token["font"].decode()
        elif token["hex"] or token["skip"] or token["open"]:
            if token["hex"]:
                raw = bytes.fromhex(token["hex"].decode())
            else:
                close = end_of_string(content, place)
                raw, place = literal(content[place:close]), close + 1
            if not token["skip"] and font in fonts:
                glyphs = [int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2)]
                runs.append(Run("".join(fonts[font].get(g, "\ufffd") for g in glyphs), at[2], at[3]))
    return runs


def pdf_pages(pdf: bytes) -> list[list[Run]]:
    """The runs of every page, in the order of the pages."""
    known = objects(pdf)
    pages = []
    for body in known.values():
        if not re.search(rb"/Type\s*/Page\b", body):
            continue
        resources, content = (
            int(re.search(rb"/" + key + rb" (\d+) 0 R", body)[1])  # type: ignore[index]
            for key in (b"Resources", b"Contents")
        )
        fonts = {}
        for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", known[resources]):
            found = re.search(rb"/ToUnicode (\d+) 0 R", known[int(number)])
            if found:
                fonts[name.decode()] = unicode_table(stream(known[int(found[1])]).decode("latin-1"))
        pages.append(page_runs(stream(known[content]), fonts))
    return pages

"""A font under another family name, as a stranger's computer might have it installed."""

import struct


def under_the_name(font: bytes, family: str) -> bytes:
    """The same TrueType font with this family name: a new `name` table stands at the end of the file."""
    names = {1: family, 2: "Regular", 4: family, 6: family.replace(" ", "")}
    texts = [text.encode("utf-16-be") for text in names.values()]
    records, offset = b"", 0
    for number, text in zip(names, texts, strict=True):
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), offset)
        offset += len(text)
    table = struct.pack(">3H", 0, len(names), 6 + len(records)) + records + b"".join(texts)
    changed = bytearray(font)
    for entry in range(12, 12 + 16 * struct.unpack(">H", font[4:6])[0], 16):
        if font[entry : entry + 4] == b"name":
            changed[entry + 8 : entry + 16] = struct.pack(">2I", len(font), len(table))
    return bytes(changed) + table

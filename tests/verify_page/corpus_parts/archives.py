"""Files that are no bundle's archive."""

import struct
import zipfile

from verify_page.cases import Case, bytes_edited, good, zipped
from verify_page.forge import archive


def archives() -> dict[str, Case]:
    """Files that are no bundle's archive, or not written in its one way."""
    whole = archive(good())
    member = whole.index(b"data/a.csv")
    return {
        "an empty file": Case(b""),
        "a text file": Case(b"not a bundle\n" * 100),
        "an archive cut short": Case(whole[: len(whole) // 2]),
        "the last byte missing": Case(whole[:-1]),
        "cut behind an archive that is a member": Case(archive({**good(), "verify.pyz": whole})[:-200]),
        "cut in its end record": Case(archive({**good(), "verify.pyz": whole})[:-5]),
        "ends of archives and nothing else": Case(b"PK\x05\x06" * 20_000),
        "65,535 bytes after": Case(whole + b"x" * 65_535),
        "65,536 bytes after": Case(whole + b"x" * 65_536),
        "a byte before": Case(b"x" + whole),
        "a byte after": Case(whole + b"x"),
        "a comment": Case(whole[:-2] + b"\1\0x"),
        "a compressed archive": Case(zipped(zipfile.ZIP_DEFLATED)),
        "stored by another program": Case(zipped(zipfile.ZIP_STORED)),
        "a byte of data flipped": Case(whole.replace(b"a\n1\n", b"a\n2\n", 1)),
        "a date in one header": Case(whole[: member - 18] + b"\1" + whole[member - 17 :]),
        "members out of order": Case(archive(good(), order=lambda name: name[::-1])),
        "a huge count": Case(whole[:-14] + struct.pack("<HH", 65534, 65534) + whole[-10:]),
        "a zip bomb's size": bytes_edited(
            lambda data: data.replace(struct.pack("<II", 4, 4), struct.pack("<II", 4, 2**31), 1)
        ),
        "a parent path": Case(archive({**good(), "../x": b""})),
        "an absolute path": Case(archive({**good(), "/x": b""})),
        "a folder": Case(archive({**good(), "x/": b""})),
        "a space in a name": Case(archive({**good(), "a b": b""})),
        "the last device of Windows": Case(archive({**good(), "data/LPT9": b""})),
        "a name that only begins like a device": Case(archive({**good(), "data/com": b""})),
        "a device of Windows": Case(archive({**good(), "data/nul.csv": b""})),
        "a dot at the end": Case(archive({**good(), "data/a.": b""})),
        "a Cyrillic name": Case(archive({**good(), "data/а.csv": b""})),
        "names that differ in case": Case(archive({**good(), "DATA/b.csv": b""})),
        "a file and a folder": Case(archive({**good(), "data/a.csv/b": b""})),
        "a part of 240 characters": Case(archive({**good(), "a" * 240: b""})),
        "a part of 241 characters": Case(archive({**good(), "a" * 241: b""})),
        "a name of 480 characters": Case(archive({**good(), f"{'a' * 239}/{'b' * 240}": b""})),
        "a name of 481 characters": Case(archive({**good(), f"{'a' * 240}/{'b' * 240}": b""})),
        "no members": Case(archive({})),
    }

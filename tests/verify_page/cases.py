"""One corpus of good and hostile bundles, by name: what both verifiers must answer alike."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from verify_page.forge import (
    Key,
    Members,
    archive,
    canonical,
    checkpoint_text,
    note,
    proofs_of,
    sealed,
)

LOG = Key("mission.example", bytes(range(32)))
FORGER = Key("mission.example", bytes(range(1, 33)))
OTHER = Key("other.example", bytes(range(2, 34)))
ANNA, BORIS = Key("anna", b"a" * 32), Key("boris", b"b" * 32)
DINA, EMIL = Key("dina", b"d" * 32, 4), Key("emil", b"e" * 32, 4)


def page(body: str, head: str = "<title>t</title>") -> bytes:
    return f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>\n'.encode()


FIGURE = '<p>It was <span data-figure="a/b">40.5 %</span>.</p>'


def content(**changed: bytes) -> Members:
    """A small publication: data, a figure and its page."""
    return {
        "VERIFY.md": b"read\n",
        "data/a.csv": b"a\n1\n",
        "figures.json": canonical({"a/b": {"figure": "a/b", "text": {"en": "40.5 %"}}}),
        "statement.en.html": page(FIGURE),
        **changed,
    }


def record(name: str, version: int = 1, data: object = None, kind: str = "places") -> dict[str, object]:
    return {"data": {"name": name} if data is None else data, "id": name, "type": kind, "version": version}


RECORDS = [record(f"places/{n}") for n in range(5)]


@dataclass(frozen=True)
class Case:
    """A file and what the reader gives with it."""

    file: bytes
    key: str = ""
    root: str = ""
    notices: tuple[bytes, ...] = field(default=())
    openings: bytes = b""


def good(**options: object) -> Members:
    return sealed(content(), LOG, records=RECORDS, **options)  # type: ignore[arg-type]


def with_page(body: str, **head: str) -> Case:
    return signed({**content(), "statement.en.html": page(body, **head)})


def signed(members: Mapping[str, bytes], **options: object) -> Case:
    return Case(archive(sealed(members, LOG, **{"records": RECORDS, **options})), LOG.text)  # type: ignore[arg-type]


def without(name: str) -> Case:
    made = good()
    del made[name]
    return Case(archive(made), LOG.text)


def replaced(name: str, data: bytes) -> Case:
    return Case(archive({**good(), name: data}), LOG.text)


def edited(edit: Callable[[Members], None]) -> Case:
    made = good()
    edit(made)
    return Case(archive(made), LOG.text)


def bytes_edited(edit: Callable[[bytes], bytes]) -> Case:
    return Case(edit(archive(good())), LOG.text)


def resigned(lines: list[bytes], members: Members) -> Case:
    """The log rewritten as these lines by the true key, with its proofs."""
    made = {n: d for n, d in members.items() if not n.startswith("log/proofs/")}
    text = checkpoint_text("mission.example/case", lines)
    checkpoint = note(text, LOG)
    made |= {"log/entries.jsonl": b"".join(line + b"\n" for line in lines), "log/checkpoint": checkpoint}
    return Case(archive({**made, **proofs_of(lines, checkpoint)}), LOG.text)


def lines_of(members: Members) -> list[bytes]:
    return members["log/entries.jsonl"].split(b"\n")[:-1]


def zipped(method: int) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, data in good().items():
            made.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()

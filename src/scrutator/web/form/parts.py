"""The files of the web form, named by the hash of them all: a phone has one version whole or not at all."""

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scrutator.statement.page.looks import looks
from scrutator.words.web_form import web_form_words

KINDS = {
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
}
NOT_SENT = {"index.html", "worker.js", "VENDORED.toml", "NOTICE", "LICENSE-APACHE"}


@dataclass(frozen=True)
class Part:
    """One file, as it is and compressed."""

    content: bytes
    small: bytes
    kind: str


@cache
def parts() -> dict[str, Part]:
    """Every file that the page needs, by its name."""
    folder = files("scrutator.web.form") / "phone"
    found = {file.name: file.read_bytes() for file in folder.iterdir() if file.name not in NOT_SENT}
    found["style.css"] = looks().encode() + found["style.css"]
    found["words.json"] = json.dumps(web_form_words(), ensure_ascii=False).encode()
    return {name: _part(name, content) for name, content in sorted(found.items())}


def _part(name: str, content: bytes) -> Part:
    return Part(content, gzip.compress(content, mtime=0), KINDS[name.rpartition(".")[2]])


@cache
def build() -> str:
    """What this version is called: 16 digits of the hash of its files, worker and page."""
    digest = hashlib.sha256(_own("index.html") + _own("worker.js"))
    for name, part in parts().items():
        digest.update(f"{name} {hashlib.sha256(part.content).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def page() -> bytes:
    """The page, which names this version's files."""
    return _own("index.html").replace(b"BUILD", build().encode())


def worker() -> bytes:
    """The worker that keeps them on the phone; another version is another text."""
    names = json.dumps(sorted(parts()))
    return f'const BUILD = "{build()}";\nconst PARTS = {names};\n'.encode() + _own("worker.js")


def _own(name: str) -> bytes:
    return (files("scrutator.web.form") / "phone" / name).read_bytes()

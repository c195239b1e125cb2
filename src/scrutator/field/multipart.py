"""multipart/form-data as ODK Collect posts it: the form's XML first, then a part for each attachment.

Read by position, never decoded as a whole; the number of parts and the length of their heads are limited.
Names of files are UTF-8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from scrutator.errors import ScrutatorError

MOST_PARTS = 110  # Collect posts up to 101 attachments, the XML and the mark of an unfinished series
LONGEST_HEAD = 2_000  # bytes
LONGEST_NAME = 200  # characters
XML_PART = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
_BOUNDARY = re.compile(r'(?:^|;)\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')


@dataclass(frozen=True)
class Part:
    """One part: the name of its field, of its file if it has one, and its bytes."""

    name: str
    filename: str | None
    content: bytes


@dataclass(frozen=True)
class Posted:
    """A submission as posted: the XML, the attachments by name, and whether more of the series follow."""

    xml: bytes
    attachments: tuple[tuple[str, bytes], ...]
    incomplete: bool


def posted(body: bytes, content_type: str) -> Posted:
    """What a POST to `submission` holds. Raises D50 for anything else."""
    found = parts(body, content_type)
    forms = [part for part in found if part.name == XML_PART]
    if len(forms) != 1:
        raise ScrutatorError("D50", f"the post has {len(forms)} parts named {XML_PART}, not one")
    marks = [part for part in found if part.name == INCOMPLETE]
    files = [part for part in found if part.name not in (XML_PART, INCOMPLETE)]
    if any(part.filename is None for part in files):
        raise ScrutatorError("D50", "a part of the post is neither the form nor a file")
    attachments = tuple((_file_name(part.filename or ""), part.content) for part in files)
    return Posted(forms[0].content, attachments, any(part.content != b"no" for part in marks))


def _file_name(name: str) -> str:
    """The name, refused when it could be a path or is not printable."""
    if not 0 < len(name) <= LONGEST_NAME or name.startswith(".") or not name.isprintable():
        raise ScrutatorError("D50", "the name of an attachment cannot be used")
    if "/" in name or "\\" in name:
        raise ScrutatorError("D50", "the name of an attachment is a path")
    return name


def parts(body: bytes, content_type: str) -> tuple[Part, ...]:
    """The parts of a multipart/form-data body. Raises D50 for a body that is not one, or has too many."""
    kind, _, parameters = content_type.partition(";")
    boundary = _BOUNDARY.search(parameters)
    if kind.strip().lower() != "multipart/form-data" or boundary is None:
        raise ScrutatorError("D50", "the post is not multipart/form-data")
    mark = b"--" + (boundary[1] or boundary[2]).encode("utf-8", "surrogatepass")
    return tuple(_part(body, start, end) for start, end in _spans(body, mark))


def _spans(body: bytes, mark: bytes) -> Iterator[tuple[int, int]]:
    """From where to where each part reaches, its head included."""
    if not body.startswith(mark):
        raise ScrutatorError("D50", "the post does not begin with its boundary")
    start, count = len(mark), 0
    while not body.startswith(b"--", start):
        end = body.find(b"\r\n" + mark, start)
        if end < 0 or not body.startswith(b"\r\n", start):
            raise ScrutatorError("D50", "the post ends before its last boundary")
        count += 1
        if count > MOST_PARTS:
            raise ScrutatorError("D50", f"the post has more than {MOST_PARTS} parts")
        yield start + 2, end
        start = end + 2 + len(mark)


def _part(body: bytes, start: int, end: int) -> Part:
    blank = body.find(b"\r\n\r\n", start - 2, min(end, start + LONGEST_HEAD) + 4)
    if blank < 0:
        raise ScrutatorError("D50", "a part of the post has no head, or one too long")
    try:
        head = body[start:blank].decode("utf-8")
    except UnicodeDecodeError:
        raise ScrutatorError("D50", "the head of a part is not UTF-8") from None
    named = _parameters(head)
    if "name" not in named:
        raise ScrutatorError("D50", "a part of the post has no name")
    return Part(named["name"], named.get("filename"), body[blank + 4 : end])


def _parameters(head: str) -> dict[str, str]:
    """The parameters of the head's Content-Disposition; `filename*` (RFC 5987) goes before `filename`."""
    lines = [line for line in head.split("\r\n") if line.lower().startswith("content-disposition:")]
    if len(lines) != 1:
        return {}
    found: dict[str, str] = {}
    for name, quoted, bare in _PARAMETER.findall(lines[0]):
        found[name.lower()] = bare or re.sub(r'\\(["\\])', r"\1", quoted)
    extended = found.pop("filename*", "")
    if extended.lower().startswith("utf-8''"):
        found["filename"] = unquote_to_bytes(extended[7:]).decode("utf-8", "replace")
    return found

"""One filled-in form as it arrived: bytes to answers, with limits that hold before anything is parsed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from scrutator.errors import ScrutatorError

LARGEST_BODY = 1024 * 1024
MOST_ELEMENTS = 10_000
DEEPEST = 16
LONGEST_VALUE = 10_000
LONGEST_NAME = 64

_INSTANCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,127}")
_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9:/._-]{0,127}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PHOTO = re.compile(r"[^/\\]{1,200}\.(?:jpe?g|png|webp|heic)", re.IGNORECASE)
BLANK = " \t\r\n"


@dataclass(frozen=True)
class Submission:
    """One report. `answers` are (path, value) in the order of the form, the value "" where the question was
    shown and left empty; a question that was not shown has no answer. Paths leave out the root and number
    repeated groups from 1 where there is more than one, as in `hours[2]/n_voters`.

    `attachments` are the values that look like the name of a photograph.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str | None
    answers: tuple[tuple[str, str], ...]
    attachments: tuple[str, ...]


@dataclass
class _Node:
    name: str
    text: list[str] = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)

    @property
    def value(self) -> str:
        return "".join(self.text).strip(BLANK)

    @property
    def is_empty(self) -> bool:
        return not self.value and all(child.is_empty for child in self.children)


def parse(body: bytes) -> Submission:
    """Answer: what does this report say, and which form is it of?

    Groups that repeat and hold nothing are dropped: phones send one when the observer declines another.
    Raises D05 above a limit of this module, D04 for everything that is no submission; a document type, an
    entity, a processing instruction and any encoding but UTF-8 are refused by name.
    """
    if len(body) > LARGEST_BODY:
        raise ScrutatorError("D05", f"the report has {len(body):,} bytes, the most is {LARGEST_BODY:,}")
    _check_encoding(body)
    builder = _Builder()
    builder.read(body)
    root, attributes = builder.root, builder.attributes
    if root is None:
        raise ScrutatorError("D04", "the report is empty")
    if attributes.get("encrypted"):
        remedy = "Publish the form without a public key; the connection is encrypted."
        raise ScrutatorError("D04", "the report is encrypted by the phone", remedy=remedy)
    metas = [child for child in root.children if child.name == "meta"]
    if len(metas) != 1:
        raise ScrutatorError("D04", f"the report has {len(metas)} parts “meta”, one is needed")
    instance = _of_meta(metas[0], "instanceID")
    if instance is None:
        raise ScrutatorError("D04", "the report has no instanceID")
    root.children.remove(metas[0])
    answers = tuple(_answers(root))
    return Submission(
        form_id=_attribute(attributes, "id"),
        version=_attribute(attributes, "version") if "version" in attributes else "",
        instance_id=instance,
        deprecated_id=_of_meta(metas[0], "deprecatedID"),
        answers=answers,
        attachments=_attachments(answers),
    )


def parse_stored(body: bytes) -> Submission:
    """Answer: what did `parse` say of a report that it took, and that was stored?

    The same, four times faster: what may stand in a report was looked at when it came.
    """
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return parse(body)  # a prefix without a name space, which says nothing
    metas = [child for child in root if _local(child) == "meta"]
    if len(metas) != 1:
        return parse(body)
    meta = _Node("meta", children=[_Node(_local(child), [child.text or ""]) for child in metas[0]])
    root.remove(metas[0])
    found: list[tuple[str, str]] = []
    _read_stored(root, "", found)
    answers = tuple(found)
    return Submission(
        form_id=root.get("id", ""),
        version=root.get("version", ""),
        instance_id=_of_meta(meta, "instanceID") or "",
        deprecated_id=_of_meta(meta, "deprecatedID"),
        answers=answers,
        attachments=_attachments(answers),
    )


def _local(element: "ElementTree.Element[str]") -> str:
    return element.tag.rpartition("}")[2]


def _read_stored(group: "ElementTree.Element[str]", path: str, found: list[tuple[str, str]]) -> None:
    """Add the leaves below a group, as `_answers` gives them."""
    named = {child.tag.rpartition("}")[2]: child for child in group}
    if len(named) < len(group):
        found += _answers(_node(group), path)
        return
    for name, child in named.items():
        if len(child):
            _read_stored(child, f"{path}{name}/", found)
        else:
            found.append((path + name, (child.text or "").strip(BLANK)))


def _node(element: "ElementTree.Element[str]") -> _Node:
    return _Node(_local(element), [element.text or ""], [_node(child) for child in element])


def _attachments(answers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The values that look like the name of a photograph, each once."""
    return tuple(dict.fromkeys(value for _, value in answers if "." in value and _PHOTO.fullmatch(value)))


def _check_encoding(body: bytes) -> None:
    """Expat guesses UTF-16 from the first bytes, whatever it is told."""
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise ScrutatorError("D04", "the report is not UTF-8", where=f"byte {error.start}") from error
    if b"\0" in body:
        _refuse("a character that is none (NUL)")


def plain_path(path: str) -> str:
    """The path of a question without the numbers of repeats: `hours/n_voters` of `hours[2]/n_voters`."""
    return re.sub(r"\[[0-9]+\]", "", path) if "[" in path else path


class _Builder:
    """Collects elements while expat reads, and stops at the first thing that is not allowed."""

    def __init__(self) -> None:
        self.root: _Node | None = None
        self.attributes: dict[str, str] = {}
        self._open: list[_Node] = []
        self._elements = 0

    def read(self, body: bytes) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = lambda *_: _refuse("a document type")
        parser.EntityDeclHandler = lambda *_: _refuse("an entity")
        parser.ProcessingInstructionHandler = lambda *_: _refuse("a processing instruction")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            what = f"the report is no XML: {expat.ErrorString(error.code)}"
            raise ScrutatorError("D04", what, where=f"line {error.lineno}") from error

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            _refuse("an encoding other than UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise ScrutatorError("D05", f"the report has more than {MOST_ELEMENTS:,} elements")
        if len(self._open) >= DEEPEST:
            raise ScrutatorError("D05", f"the report is nested deeper than {DEEPEST} levels")
        if not _NAME.fullmatch(local) or len(local) > LONGEST_NAME:
            raise ScrutatorError("D04", "a part of the report has no plain name")
        node = _Node(local)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root, self.attributes = node, attributes
        self._open.append(node)

    def _end(self, name: str) -> None:
        node = self._open.pop()
        if node.children and node.value:
            raise ScrutatorError("D04", f"the group “{node.name}” has a text of its own")
        if len(node.value) > LONGEST_VALUE:
            raise ScrutatorError(
                "D05", f"the answer “{node.name}” is longer than {LONGEST_VALUE:,} characters"
            )

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text.append(text)


def _refuse(what: str) -> None:
    raise ScrutatorError("D04", f"the report has {what}, which no form sends")


def _answers(root: _Node, path: str = "") -> Iterator[tuple[str, str]]:
    """The leaves below a group in order, empty ones of several repeats left out."""
    named = Counter(child.name for child in root.children)
    kept = [child for child in root.children if named[child.name] == 1 or not child.is_empty]
    left, count = Counter(child.name for child in kept), Counter[str]()
    for child in kept:
        count[child.name] += 1
        number = f"[{count[child.name]}]" if left[child.name] > 1 else ""
        place = f"{path}{child.name}{number}"
        if child.children:
            yield from _answers(child, f"{place}/")
        else:
            yield place, child.value


def _of_meta(meta: _Node, name: str) -> str | None:
    """An id of the part `meta`; None when it is not there or empty."""
    values = [child.value for child in meta.children if child.name == name]
    if len(values) > 1:
        raise ScrutatorError("D04", f"the report has {len(values)} times {name}")
    if not values or not values[0]:
        return None
    if not _INSTANCE.fullmatch(values[0]):
        raise ScrutatorError("D04", f"the report's {name} is no id")
    return values[0]


def _attribute(attributes: dict[str, str], name: str) -> str:
    text = attributes.get(name, "")
    if not _FORM.fullmatch(text):
        raise ScrutatorError("D04", f"the report does not say the {name} of its form")
    return text

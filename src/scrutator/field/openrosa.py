"""What an OpenRosa server says, as bytes: the list of forms, the manifest, the answer to a submission.

Collect reads these strictly: one form without a name discards the whole list; a hash that does not begin
with `md5:` makes a form never update; a list that is empty by mistake wipes forms from phones.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

FORM_LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
CONTENT_TYPE = "text/xml; charset=utf-8"
HEADERS = {"X-OpenRosa-Version": "1.0", "Content-Language": "en"}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class ListedForm:
    """A form as the list shows it; `md5` is of the exact bytes at `url`; a manifest where it has files."""

    form_id: str
    name: str
    version: str
    md5: str
    url: str
    manifest_url: str = ""


@dataclass(frozen=True)
class MediaFile:
    """A file that a form needs on the phone."""

    name: str
    md5: str
    url: str


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(_NOT_XML.sub('�', text))}</{name}>"


def _document(root: str, namespace: str, body: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{root} xmlns="{namespace}">{body}</{root}>'.encode()


def form_list(forms: Iterable[ListedForm]) -> bytes:
    """The list of forms, in the order given."""
    return _document("xforms", FORM_LIST, "".join(map(_listed, forms)))


def _listed(form: ListedForm) -> str:
    manifest = _element("manifestUrl", form.manifest_url) if form.manifest_url else ""
    cells = (
        _element("formID", form.form_id),
        _element("name", form.name),
        _element("version", form.version),
        _element("hash", f"md5:{form.md5}"),
        _element("downloadUrl", form.url),
        manifest,
    )
    return f"<xform>{''.join(cells)}</xform>"


def manifest(files: Iterable[MediaFile]) -> bytes:
    """The files of a form, in the order given."""
    body = "".join(
        "<mediaFile>"
        + _element("filename", one.name)
        + _element("hash", f"md5:{one.md5}")
        + _element("downloadUrl", one.url)
        + "</mediaFile>"
        for one in files
    )
    return _document("manifest", MANIFEST, body)


def answer(message: str, nature: str = "submit_success") -> bytes:
    """The body that Collect shows the observer; the only channel to them, whatever the status."""
    text = escape(_NOT_XML.sub("�", message))
    return _document("OpenRosaResponse", RESPONSE, f'<message nature="{nature}">{text}</message>')

"""A server of the field in the tests' own process: one folder, set up once; each test makes its own mission."""

import itertools
import tempfile
import threading
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import Any

PASSWORD = "correct horse battery"
INSTANCE = "uuid:00000000-0000-4000-8000-{:012d}"
_numbers = itertools.count(1)
_lock = threading.Lock()


@cache
def ready() -> Path:
    """Django on a fresh folder, with both databases."""
    from scrutator.web.serving import migrate, set_up

    folder = Path(tempfile.mkdtemp(prefix="scrutator-server-"))
    set_up(folder)
    migrate()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return folder


@cache
def evidence_secret() -> bytes:
    """The evidence key of all missions of the tests."""
    from scrutator.web.evidence import new_secret

    return new_secret()


@cache
def _published(name: str) -> Any:
    from scrutator.field.forms import bundled_form
    from scrutator.field.xlsform import publish

    return publish(bundled_form(name), version="1")


@dataclass
class Mission:
    """A mission with stations S1 to S3 in one region, one observer A-01, the forms voting and incident."""

    row: Any
    device: Any
    password: str

    @property
    def slug(self) -> str:
        return str(self.row.slug)

    def user(self, role: str) -> Any:
        """A new account with a role in this mission."""
        from scrutator.web.accounts.people import give_role, new_user
        from scrutator.web.roles import Role

        user = new_user(f"u{next(_numbers)}", PASSWORD)
        give_role(user, self.row, Role(role))
        return user

    def client(self, role: str) -> Any:
        """A browser that is signed in with a role."""
        from django.test import Client

        client = Client()
        client.force_login(self.user(role))
        return client


def new_mission(forms: tuple[str, ...] = ("voting", "incident")) -> Mission:
    """A mission of its own, ready for reports."""
    ready()
    import msgspec

    from scrutator.web.evidence import public_text
    from scrutator.web.missions import making, models, tokens

    with _lock:
        number = next(_numbers)
    row = making.new_mission(
        f"m-{number}", f"Mission {number}", date(2026, 11, 29), "UTC", public_text(evidence_secret())
    )
    region = row.places.create(code="R1", name="North", kind="region")
    for code in ("S1", "S2", "S3"):
        row.places.create(code=code, name=f"School {code}", parent=region)
    observer = row.observers.create(code="A-01", opaque=f"{number:032x}", team="T1")
    for name in forms:
        form = _published(name)
        models.FormVersion.objects.create(
            mission=row, form_id=form.form_id, version=form.version, title=form.title,
            languages=list(form.languages), xform=form.xform, md5=form.md5,
            questions=msgspec.to_builtins(form.questions), workbook=b"",
        )  # fmt: skip
    token = tokens.new_token(row, observer, (), datetime.now(UTC))
    return Mission(row, token.device, token.password)


def report_xml(
    number: int, *, overall: str = "good", station: str = "S1", version: str = "1", edits: int | None = None
) -> bytes:
    """A report of the form voting; `number` gives its instanceID."""
    deprecated = f"<deprecatedID>{INSTANCE.format(edits)}</deprecatedID>" if edits is not None else ""
    return (
        f'<data id="voting" version="{version}"><station>{station}</station><admitted>yes</admitted>'
        f"<seen><overall>{overall}</overall></seen>"
        f"<meta><instanceID>{INSTANCE.format(number)}</instanceID>{deprecated}</meta></data>"
    ).encode()


def incident_xml(number: int, *, safe: str = "yes", photo: str = "") -> bytes:
    """A report of an incident."""
    return (
        f'<data id="incident" version="1"><i_safe>{safe}</i_safe><i_photo>{photo}</i_photo>'
        f"<meta><instanceID>{INSTANCE.format(number)}</instanceID></meta></data>"
    ).encode()


def multipart(
    xml: bytes, files: tuple[tuple[str, bytes], ...] = (), *, incomplete: bool = False
) -> tuple[bytes, str]:
    """A body as Collect posts it, and its content type."""
    parts = [('name="xml_submission_file"; filename="form.xml"', xml)]
    parts += [(f'name="{name}"; filename="{name}"', content) for name, content in files]
    parts += [('name="*isIncomplete*"', b"yes")] if incomplete else []
    body = b"".join(
        b"--frontier\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"
        for head, content in parts
    )
    return body + b"--frontier--\r\n", "multipart/form-data; boundary=frontier"


class Phone:
    """A phone that speaks Digest by the letter of RFC 7616; written apart from the server's own module."""

    def __init__(self, mission: Mission, device_id: str = "collect:one") -> None:
        from django.test import Client

        self.client = Client()
        self.base = f"/o/{mission.slug}"
        self.username, self.password = mission.device.username, mission.password
        self.device_id = device_id
        self.nonce, self.count = "", 0

    def header(self, method: str, target: str) -> str:
        self.count += 1

        def hashed(text: str) -> str:
            return md5(text.encode(), usedforsecurity=False).hexdigest()

        ha1, ha2 = hashed(f"{self.username}:Scrutator:{self.password}"), hashed(f"{method}:{target}")
        response = hashed(f"{ha1}:{self.nonce}:{self.count:08x}:0a4f113b:auth:{ha2}")
        return (
            f'Digest username="{self.username}", realm="Scrutator", nonce="{self.nonce}", uri="{target}", '
            f'qop=auth, nc={self.count:08x}, cnonce="0a4f113b", response="{response}", algorithm=MD5'
        )

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "text/plain") -> Any:
        """Ask, signing in when the server wants it."""
        target = path if path.startswith("/") else f"{self.base}/{path}"
        target += f"{'&' if '?' in target else '?'}deviceID={self.device_id}" if self.device_id else ""
        for _ in range(2):
            headers = {"Authorization": self.header(method, target)} if self.nonce else {}
            answer = self.client.generic(method, target, body, content_type, headers=headers)
            if answer.status_code != 401:
                return answer
            self.nonce, self.count = answer.headers["WWW-Authenticate"].split('nonce="')[1].split('"')[0], 0
        return answer

    def send(self, xml: bytes, files: tuple[tuple[str, bytes], ...] = (), *, incomplete: bool = False) -> Any:
        """Post a report."""
        return self.ask("POST", "submission", *multipart(xml, files, incomplete=incomplete))


def basic(username: str, password: str) -> str:
    """A Basic header, which the server does not take."""
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()


# The smallest true pictures, with what a camera would add.
EXIF = b"Exif\x00\x00GPS 51.1605N 71.4704E Pixel-7 serial 9931"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\xff\xe1" + (len(EXIF) + 2).to_bytes(2, "big") + EXIF
    + b"\xff\xfe\x00\x0ccomment 42"
    + b"\xff\xdb\x00\x43\x00" + bytes([1] * 64)
    + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    + b"\xff\xc4\x00\x14\x00\x01" + bytes(15) + b"\x00"
    + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\x00\x2a\xff\xd9"
    + b"trailing thumbnail"
)  # fmt: skip

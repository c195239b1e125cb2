"""What a phone sends, written apart from the server: Digest by the letter of RFC 7616, posts as Collect makes them."""

from hashlib import md5

INSTANCE = "uuid:00000000-0000-4000-8000-{:012d}"


def _hashed(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


class Signing:
    """One who signs requests by Digest with a name and a password."""

    def __init__(self, username: str, password: str) -> None:
        self.username, self.password = username, password
        self.nonce, self.count = "", 0

    def challenged(self, header: str) -> None:
        """Take the nonce of a challenge."""
        self.nonce, self.count = header.split('nonce="')[1].split('"')[0], 0

    def header(self, method: str, target: str) -> str:
        """The Authorization header of the next request."""
        self.count += 1
        ha1, ha2 = _hashed(f"{self.username}:Scrutator:{self.password}"), _hashed(f"{method}:{target}")
        response = _hashed(f"{ha1}:{self.nonce}:{self.count:08x}:0a4f113b:auth:{ha2}")
        return (
            f'Digest username="{self.username}", realm="Scrutator", nonce="{self.nonce}", uri="{target}", '
            f'qop=auth, nc={self.count:08x}, cnonce="0a4f113b", response="{response}", algorithm=MD5'
        )


def report_xml(
    number: int, *, overall: str = "good", station: str = "S1", version: str = "1", edits: int | None = None
) -> bytes:
    """A report of the form voting; `number` gives its instanceID."""
    deprecated = f"<deprecatedID>{INSTANCE.format(edits)}</deprecatedID>" if edits is not None else ""
    return (
        f'<data id="voting" version="{version}"><station>{station}</station><admitted>at_once</admitted>'
        f"<seen><overall>{overall}</overall></seen>"
        f"<meta><instanceID>{INSTANCE.format(number)}</instanceID>{deprecated}</meta></data>"
    ).encode()


def incident_xml(number: int, *, safe: str = "yes", photo: str = "", station: str = "") -> bytes:
    """A report of an incident."""
    place = f"<i_station>{station}</i_station>" if station else ""
    return (
        f'<data id="incident" version="1">{place}<i_safe>{safe}</i_safe><i_photo>{photo}</i_photo>'
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

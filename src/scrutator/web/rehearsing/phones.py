"""Phones of a rehearsal: OpenRosa over HTTP, signed by Digest, tried again until answered."""

import http.client
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrutator.errors import ScrutatorError
from scrutator.field.digest_auth import nonce_of, signed

FRONTIER = "----rehearsal"
SECONDS, MOST_TRIES, PAUSE = 60, 20, 0.2
AGAIN = (401, 503)


@dataclass(frozen=True)
class Answered:
    """What became of one post: the last status, and how often it was tried."""

    status: int
    tries: int


@dataclass
class Line:
    """One connection to a server, opened again when it breaks. Raises D70 for an address that is none."""

    address: str
    _connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The answer, its body read. Raises OSError and HTTPException when the server cannot be reached."""
        if self._connection is None:
            self._connection = _connection(self.address)
        try:
            self._connection.request(method, target, body, headers)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _connection(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    try:
        return kinds[parts.scheme](parts.hostname or "", parts.port, timeout=SECONDS)
    except (KeyError, ValueError):
        raise ScrutatorError("D70", f"“{address[:80]}” is no address of a server") from None


@dataclass
class RehearsedPhone:
    """One team's phone: its token, where it sends to, and where its nonce stands."""

    username: str
    password: str
    target: str
    _nonce: str = ""
    _count: int = field(default=0)

    def send(self, line: Line, body: bytes, photo: tuple[str, bytes] | None = None) -> Answered:
        """Send a report until the server has answered it, at most 20 times. Raises D70 when it never did."""
        content = _multipart(body, photo)
        for tries in range(1, MOST_TRIES + 1):
            try:
                answer = line.ask("POST", self.target, content, self._headers())
            except (OSError, http.client.HTTPException):
                time.sleep(PAUSE)
                continue
            if answer.status == 401:
                self._nonce, self._count = nonce_of(answer.headers.get("WWW-Authenticate", "")), 0
            elif answer.status == 503:
                time.sleep(PAUSE)
            if answer.status not in AGAIN:
                return Answered(answer.status, tries)
        raise ScrutatorError("D70", f"the server at {line.address} did not take a report", where=line.address)

    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": f"multipart/form-data; boundary={FRONTIER}",
            "X-OpenRosa-Version": "1.0",
        }
        if self._nonce:
            self._count += 1
            headers["Authorization"] = signed(
                self.username, self.password, self._nonce, self._count, "POST", self.target
            )
        return headers


def _multipart(xml: bytes, photo: tuple[str, bytes] | None) -> bytes:
    parts = [_part("xml_submission_file", "report.xml", "text/xml", xml)]
    parts += [_part(photo[0], photo[0], "image/png", photo[1])] if photo else []
    return b"".join(parts) + f"--{FRONTIER}--\r\n".encode()


def _part(name: str, file: str, kind: str, content: bytes) -> bytes:
    named = f'form-data; name="{name}"; filename="{file}"'
    head = f"--{FRONTIER}\r\nContent-Disposition: {named}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode() + content + b"\r\n"

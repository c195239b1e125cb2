"""HTTP Digest (RFC 7616, MD5, qop=auth): what ODK Collect speaks over plain http and https alike.

The server keeps no password, only HA1, the hash of user, realm and password; that is enough to send as
the device, so it belongs to one device, to named forms, and ends. A nonce says when it was made and who
made it; no table of nonces is needed to know one's own.
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import md5, sha256
from urllib.parse import unquote, urlsplit

from scrutator.errors import ScrutatorError

REALM = "Scrutator"
LONGEST_HEADER = 2_000
_PAIR = re.compile(r'\s*([a-zA-Z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*(?:,|$)')
_NONCE = re.compile(r"([0-9a-f]{12})([0-9a-f]{16})([0-9a-f]{32})")


@dataclass(frozen=True)
class Credentials:
    """What an Authorization header states; nothing of it is believed yet."""

    username: str
    realm: str
    nonce: str
    uri: str
    nc: int
    cnonce: str
    response: str


def _hash(*parts: str) -> str:
    return md5(":".join(parts).encode("utf-8"), usedforsecurity=False).hexdigest()


def ha1_of(username: str, password: str) -> str:
    """What the server keeps of a device's password."""
    return _hash(username, REALM, password)


def new_nonce(secret: bytes, now: int, salt: bytes) -> str:
    """A nonce made at `now` (POSIX seconds) with 8 random bytes; 60 hexadecimal digits."""
    head = f"{now:012x}{salt.hex()}"
    return head + _seal(secret, head)


def made_at(secret: bytes, nonce: str) -> int | None:
    """When this server made the nonce (POSIX seconds); None when it did not."""
    found = _NONCE.fullmatch(nonce)
    if found is None or not hmac.compare_digest(_seal(secret, found[1] + found[2]), found[3]):
        return None
    return int(found[1], 16)


def _seal(secret: bytes, head: str) -> str:
    return hmac.new(secret, head.encode(), sha256).hexdigest()[:32]


def challenge(nonce: str, *, stale: bool) -> str:
    """The WWW-Authenticate header; `stale` asks a client that knows its password to go on by itself."""
    return f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{nonce}", stale={str(stale).lower()}'


def parse(header: str) -> Credentials:
    """Read an Authorization header. Raises D51 when it is not Digest with qop=auth."""
    scheme, _, rest = header[: LONGEST_HEADER + 1].partition(" ")
    if scheme.lower() != "digest" or len(header) > LONGEST_HEADER:
        raise ScrutatorError("D51", "the request does not sign in by Digest")
    found: dict[str, str] = {}
    place = 0
    while place < len(rest):
        pair = _PAIR.match(rest, place)
        if pair is None or pair[1].lower() in found:
            raise ScrutatorError("D51", "the Authorization header cannot be read")
        text = pair[2] if pair[2] is not None else pair[3]
        found[pair[1].lower()] = re.sub(r"\\(.)", r"\1", text)
        place = pair.end()
    return _credentials(found)


def _credentials(found: dict[str, str]) -> Credentials:
    names = ("username", "realm", "nonce", "uri", "nc", "cnonce", "response")
    if not all(name in found for name in names) or found.get("qop") != "auth":
        raise ScrutatorError("D51", "the Authorization header lacks what Digest with qop=auth needs")
    if found.get("algorithm", "MD5").upper() != "MD5" or not re.fullmatch("[0-9a-fA-F]{8}", found["nc"]):
        raise ScrutatorError("D51", "the Authorization header names another algorithm, or no count")
    return Credentials(
        found["username"],
        found["realm"],
        found["nonce"],
        found["uri"],
        int(found["nc"], 16),
        found["cnonce"],
        found["response"].lower(),
    )


def nonce_of(challenge: str) -> str:
    """The nonce of a WWW-Authenticate header; "" when it asks for something else than Digest."""
    found = re.search(r'nonce="([^"]*)"', challenge) if challenge.startswith("Digest ") else None
    return found[1] if found else ""


def signed(username: str, password: str, nonce: str, count: int, method: str, target: str) -> str:
    """The Authorization header with which a phone asks: `count` is how often it used this nonce, from 1."""
    count_text, client = f"{count:08x}", "0a4f113b"  # the client's own nonce protects the client, not us
    response = _hash(ha1_of(username, password), nonce, count_text, client, "auth", _hash(method, target))
    return (
        f'Digest username="{username}", realm="{REALM}", nonce="{nonce}", uri="{target}", qop=auth, '
        f'nc={count_text}, cnonce="{client}", response="{response}", algorithm=MD5'
    )


def proves(credentials: Credentials, ha1: str, method: str, target: str) -> bool:
    """Whether the header was made by one who knows the password, for this method and target.

    `target`: path and query as the server was asked. A proxy may have spelled it otherwise, so both are
    compared with their escapes undone; the hash is over the client's spelling.
    """
    if credentials.realm != REALM or _plain(credentials.uri) != _plain(target):
        return False
    ha2 = _hash(method, credentials.uri)
    count = f"{credentials.nc:08x}"
    expected = _hash(ha1, credentials.nonce, count, credentials.cnonce, "auth", ha2)
    return hmac.compare_digest(expected.encode(), credentials.response.encode())


def _plain(target: str) -> tuple[str, str]:
    try:
        parts = urlsplit(target)
    except ValueError:
        return ("", target)
    return (unquote(parts.path), unquote(parts.query))

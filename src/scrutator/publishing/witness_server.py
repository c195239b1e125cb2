"""A witness over HTTP (c2sp.org/tlog-witness), and its client: for a mission's log and who vouches for it."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import refusals_mapped
from scrutator.publishing.whole_files import locked, replace_whole
from scrutator.seal.bundle import archive
from scrutator.seal.keys.sign import Signer
from scrutator.seal.log import merkle, records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.notes.note import VerifierKey, parse_note, verify_note
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.opened import Opened
from scrutator.seal.witness.protocol import (
    LONGEST_REQUEST,
    Answer,
    Request,
    cosigned_answer,
    judge,
    parse_request,
    request_bytes,
)

SECONDS = 20
Clock = Callable[[], float]


class Witness:
    """A witness with its memory: one file for each origin in a folder, which one process holds."""

    def __init__(
        self,
        folder: Path,
        signer: Signer,
        logs: Mapping[str, Sequence[VerifierKey]],
        clock: Clock = time.time,
    ) -> None:
        self.folder, self.signer, self.logs, self.clock = folder, signer, logs, clock
        self._one_at_a_time = Lock()

    def add_checkpoint(self, body: bytes) -> Answer:
        """The answer to a request; what is cosigned is stored before the answer exists."""
        try:
            request = parse_request(body)
        except Refusal as refusal:
            known = refusal.name in ("malformed_note", "not_utf8", "malformed_checkpoint")
            return Answer(HTTPStatus.FORBIDDEN if known else HTTPStatus.BAD_REQUEST, f"{refusal.what}\n")
        with self._one_at_a_time, locked(self.path(request.checkpoint.origin)):
            return self._judged(request)

    def _judged(self, request: Request) -> Answer:
        path = self.path(request.checkpoint.origin)
        seen = parse_checkpoint(path.read_bytes()) if path.exists() else None
        if (refused := judge(request, self.logs, seen)) is not None:
            return refused
        replace_whole(path, request.note)
        return cosigned_answer(request, self.signer, int(self.clock()))

    def path(self, origin: str) -> Path:
        """Where the checkpoint seen last of a log stands."""
        return self.folder / sha256(origin.encode("utf-8", "surrogatepass")).hexdigest()


def serve(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server that answers `POST /add-checkpoint`, not started yet. Port 0: any free one."""

    class Handler(BaseHTTPRequestHandler):
        timeout = SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path != "/add-checkpoint":
                self._answer(Answer(HTTPStatus.NOT_FOUND, "there is only /add-checkpoint\n"))
            elif not length.isdecimal() or int(length) > LONGEST_REQUEST:
                self._answer(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too long\n"))
            else:
                self._answer(witness.add_checkpoint(self.rfile.read(int(length))))

        def _answer(self, answer: Answer) -> None:
            data = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: who asks is their own affair."""

    return ThreadingHTTPServer((host, port), Handler)


def ask_witness(url: str, bundle: bytes, witness: VerifierKey) -> bytes:
    """The bundle's checkpoint with the witness's line, obtained over HTTP and verified.

    Asks as if the witness had seen nothing; when it answers with the size it saw, again with the proof since.
    Raises Z08 when the witness cannot be reached, refuses, or answers with anything but its signature."""
    with refusals_mapped("Z03", "the bundle"):
        opened = Opened(archive.read(bundle))
        note, size = opened.member(records.CHECKPOINT), opened.checkpoint.size
    status, text = _post(url, request_bytes(0, [], note))
    if status == HTTPStatus.CONFLICT and text.strip().isdecimal() and 0 < int(text) <= size:
        path = merkle.consistency_path(opened.levels, int(text))
        status, text = _post(url, request_bytes(int(text), path, note))
    if status != HTTPStatus.OK:
        raise ScrutatorError("Z08", f"the witness answered {status}: {text[:200].strip()!a}", where=url)
    with refusals_mapped("Z08", url):
        cosigned = note + text.encode()
        verify_note(parse_note(cosigned), [witness])
    return cosigned


def _post(url: str, body: bytes) -> tuple[int, str]:
    if not url.startswith(("https://", "http://")):
        raise ScrutatorError("Z08", "a witness has an address that begins with https://", where=url)
    request = urllib.request.Request(url.rstrip("/") + "/add-checkpoint", body, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return int(answer.status), answer.read(LONGEST_REQUEST).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read(LONGEST_REQUEST).decode("utf-8", "replace")
    except OSError as error:
        raise ScrutatorError("Z08", f"the witness cannot be reached: {error}"[:300], where=url) from None

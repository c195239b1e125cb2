"""`make demo`: build the bundled cases into the folder `demo`, rehearse a mission on a server, serve both."""

import contextlib
import functools
import http.server
import io
import os
import shutil
import signal
import socketserver
import sys
import webbrowser
import zipfile
from pathlib import Path

from demo_page import Built, demo_page
from demo_server import RehearsedServer

from scrutator.cli.output import progress
from scrutator.errors import ScrutatorError
from scrutator.publishing.build import seal_shown, show_case
from scrutator.publishing.sites.building import site_of_shown
from scrutator.publishing.sites.folder import write_site
from scrutator.publishing.sources import all_cases
from scrutator.seal.keys.sign import new_key

FIRST_PORT, PORTS = int(os.environ.get("SCRUTATOR_DEMO_PORT", "8712")), 20


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve files without a log line for each request."""

    def log_message(self, *_: object) -> None:
        pass


class Server(socketserver.ThreadingTCPServer):
    """A small server for one reader; a stopped demo frees its port at once."""

    daemon_threads = True
    allow_reuse_address = True


def build(folder: Path, server: str) -> None:
    """Write every bundled case as a bundle and unpacked beside it, the pages, the key, and the first page."""
    key = new_key("demo.example")
    cases, shown = [], []
    for case in progress(all_cases(), "building the cases"):
        shown.append(show_case(case, [key.key]))
        bundle = seal_shown(shown[-1], key).bundle
        (folder / f"{case}.zip").write_bytes(bundle)
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            archive.extractall(folder / case)
        header = shown[-1].case.case.header
        cases.append(Built(case, header.title, header.summary, header.language))
    (folder / "demo.pub").write_text(f"{key.key}\n", encoding="utf-8")
    write_site(folder / "pages", site_of_shown(shown))
    page = demo_page(cases, os.path.relpath(folder), server)
    (folder / "index.html").write_text(page, encoding="utf-8")


def empty_folder() -> Path:
    """The folder the demo leaves behind, made anew. One that holds something else is left alone."""
    folder = Path(os.environ.get("SCRUTATOR_DEMO_FOLDER", "demo"))
    if folder.exists() and any(folder.iterdir()) and not (folder / "demo.pub").is_file():
        remedy = "Move it away, or name another folder in SCRUTATOR_DEMO_FOLDER."
        raise ScrutatorError("X04", "the folder holds something else", where=str(folder), remedy=remedy)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def open_server(folder: Path) -> Server | None:
    """A server on the first free port, or None when all are taken."""
    handler = functools.partial(Handler, directory=str(folder))
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with contextlib.suppress(OSError):
            return Server(("127.0.0.1", port), handler)
    return None


def main() -> int:
    """The exit status; the rehearsed server ends with it, also when the demo runs in the background, where
    a shell has Ctrl-C ignored, and when it is ended by `kill`."""
    for stopping_signal in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopping_signal, signal.default_int_handler)
    with contextlib.ExitStack() as stopping:
        return serve(stopping)


def serve(stopping: contextlib.ExitStack) -> int:
    """Build and serve until Ctrl-C; the exit status is 0 then, 3 when no port is free."""
    try:
        print("Building the bundled cases and their pages: a minute or less.", file=sys.stderr, flush=True)
        folder = empty_folder()
        rehearsed = RehearsedServer(folder / "server")
        stopping.callback(rehearsed.stop)
        build(folder, rehearsed.address)
        rehearsed.wait()
        server = open_server(folder)
        if server is None:
            last = FIRST_PORT + PORTS - 1
            print(f"No port from {FIRST_PORT} to {last} is free; stop another demo first.", file=sys.stderr)
            return 3
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        print(f"The cases are at {address}\nThe rehearsed mission: {rehearsed.address}")
        print(f"Press Ctrl-C to stop; {folder} stays.", flush=True)
        if sys.stdout.isatty():
            webbrowser.open(address)
        server.serve_forever()
    except ScrutatorError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

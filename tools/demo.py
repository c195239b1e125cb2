"""`make demo`: build the bundled cases, then serve their statements on localhost."""

import contextlib
import functools
import http.server
import os
import socketserver
import sys
import tempfile
import webbrowser
from pathlib import Path

from scrutator.cli.output import progress
from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_bundle
from scrutator.publishing.sources import all_cases
from scrutator.seal.sign import new_key

FIRST_PORT, PORTS = int(os.environ.get("SCRUTATOR_DEMO_PORT", "8712")), 20

INDEX = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Scrutator: the bundled cases</title><link rel="icon" href="data:,">
<style>body{{font:18px/1.55 Charter,Cambria,Georgia,serif;max-width:40em;margin:48px auto;padding:0 20px}}
code{{overflow-wrap:anywhere}}</style></head>
<body><main><h1>The bundled cases</h1>{entries}
<p>The bundles are signed with a key made for this demonstration: <code>{key}</code></p></main></body></html>
"""
ENTRY = """<h2><a href="{case}/{page}">{title}</a></h2><p>
<a href="{case}/{pdf}">PDF</a> · <a href="{case}.zip" download>the sealed bundle</a>, then
<code>scrutator verify {case}.zip</code> or <code>python3 verify.pyz {case}.zip</code>
(<a href="{case}/verify.pyz" download>verify.pyz</a>)</p>"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve files without a log line for each request."""

    def log_message(self, *_: object) -> None:
        pass


class Server(socketserver.ThreadingTCPServer):
    """A small server for one reader; a stopped demo frees its port at once."""

    daemon_threads = True
    allow_reuse_address = True


def build(folder: Path) -> None:
    """Write every bundled case as a bundle and unpacked beside it."""
    import io
    import zipfile

    from scrutator.publishing.sources import case_files
    from scrutator.record.folder.opening import sound_case

    key = new_key("demo.example")
    entries = []
    for case in progress(all_cases(), "building the cases"):
        bundle = build_bundle(case, key)
        (folder / f"{case}.zip").write_bytes(bundle)
        with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
            archive.extractall(folder / case)
        header = sound_case(case_files(case), case).header
        page, pdf = f"statement.{header.language}.html", f"statement.{header.language}.pdf"
        entries.append(ENTRY.format(case=case, page=page, pdf=pdf, title=header.title))
    (folder / "index.html").write_text(
        INDEX.format(entries="\n".join(entries), key=key.key), encoding="utf-8"
    )


def open_server(folder: Path) -> Server | None:
    """A server on the first free port, or None when all are taken."""
    handler = functools.partial(Handler, directory=str(folder))
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with contextlib.suppress(OSError):
            return Server(("127.0.0.1", port), handler)
    return None


def main() -> int:
    """Build and serve until Ctrl-C; the exit status is 0 then, 3 when no port is free."""
    with tempfile.TemporaryDirectory(prefix="scrutator-demo-") as name:
        folder = Path(name)
        try:
            build(folder)
            server = open_server(folder)
            if server is None:
                last = FIRST_PORT + PORTS - 1
                print(
                    f"No port from {FIRST_PORT} to {last} is free; stop another demo first.", file=sys.stderr
                )
                return 3
            address = f"http://127.0.0.1:{server.server_address[1]}/"
            print(f"The statements are at {address}\nPress Ctrl-C to stop.", flush=True)
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

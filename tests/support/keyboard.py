"""A server of the tests' own process for a browser, and a person who has a keyboard and nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

MOST_TABS = 150


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Threads(WSGIServer):
    """Requests one after another in one thread, as many connections as a browser opens."""

    request_queue_size = 32


@contextmanager
def served() -> Iterator[str]:
    """The address of the server."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Threads, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Person:
    """One role in a browser: signed in, in a language, with or without scripts; everything by keyboard."""

    def __init__(self, chromium: Any, address: str, client: Any, language: str, **options: Any) -> None:
        self.context = chromium.new_context(**options)
        cookies = {"sessionid": client.cookies["sessionid"].value, "language": language}
        self.context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        self.page, self.address = self.context.new_page(), address

    def opens(self, path: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.address}{path}")

    def reaches(self, selector: str) -> None:
        """Press Tab until the focus is there, and see that it can be seen there."""
        wanted = self.page.locator(selector).first
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"no Tab reaches {selector}")

    def presses(self, selector: str) -> None:
        """Reach a link or a button, and press Enter."""
        self.reaches(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def writes(self, selector: str, text: str) -> None:
        """Reach a field, and type into it."""
        self.reaches(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def chooses(self, selector: str, value: str) -> None:
        """Reach a list of choices, and go down to one with the arrows."""
        self.reaches(selector)
        values = self.page.locator(selector).first.evaluate("one => [...one.options].map(one => one.value)")
        self.page.keyboard.press("Home")
        for _ in range(values.index(value)):
            self.page.keyboard.press("ArrowDown")
        assert self.page.locator(selector).first.input_value() == value

    def gives(self, selector: str, file: Path) -> None:
        """Reach a field for a file, and choose one: the window that Space opens is the system's, not the page's."""
        self.reaches(selector)
        self.page.locator(selector).first.set_input_files(file)

    @property
    def reads(self) -> str:
        """What stands on the page."""
        return str(self.page.inner_text("main"))

"""A desk that asks for its pages while phones send: which were answered how, and in how many seconds."""

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

PAGES = (
    "",
    "queue",
    "incidents",
    "coverage",
    "missing",
    "stations",
    "night",
    "keying",
    "published",
    "events",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PAUSE = 0.25


@dataclass
class Asked:
    """What became of the pages that were asked for."""

    seconds: list[float] = field(default_factory=list)
    statuses: dict[str, set[int]] = field(default_factory=dict)


class DeskReader:
    """A person of the desk, signed in, who opens one page after another until told to stop."""

    def __init__(self, port: int, slug: str, name: str, password: str) -> None:
        self._address, self._slug = f"http://127.0.0.1:{port}", slug
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        found = TOKEN.search(self._ask("/accounts/login/")[1])
        fields = {"login": name, "password": password, "csrfmiddlewaretoken": found[1] if found else ""}
        status, text = self._ask("/accounts/login/", urllib.parse.urlencode(fields).encode())
        assert (status, 'name="password"' in text) == (200, False), "the desk could not sign in"
        self.asked, self._over = Asked(), threading.Event()
        self._thread = threading.Thread(target=self._read)

    def __enter__(self) -> Asked:
        self._thread.start()
        return self.asked

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _read(self) -> None:
        while not self._over.is_set():
            for page in PAGES:
                begin = time.perf_counter()
                status, _ = self._ask(f"/m/{self._slug}/{page}")
                self.asked.seconds.append(time.perf_counter() - begin)
                self.asked.statuses.setdefault(page, set()).add(status)
                if self._over.wait(PAUSE):
                    return

    def _ask(self, path: str, body: bytes | None = None) -> tuple[int, str]:
        try:
            with self._opener.open(self._address + path, body, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""

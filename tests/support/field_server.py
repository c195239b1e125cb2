"""A server of the field in the tests' own process: one folder, set up once; each test makes its own mission."""

import itertools
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from support.phone import Signing, multipart

PASSWORD = "correct horse battery"
SET_UP = 3
"""Leaves of a new mission before its first report: it was set up, a token made, the rest of it stated."""
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

    @property
    def report_leaves(self) -> list[Any]:
        """The leaves of what was received, in their order; other leaves are of events."""
        return list(self.row.leaves.exclude(received=None).order_by("index"))

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

    from scrutator.field.forms import bundled_form
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
            questions=msgspec.to_builtins(form.questions), workbook=bundled_form(name),
        )  # fmt: skip
    token = tokens.new_token(row, observer, (), datetime.now(UTC))
    take_stock(row)
    return Mission(row, token.device, token.password)


def take_stock(row: Any) -> int:
    """State all rows of a mission, as set-up pages would have; the number of the log's leaves after it."""
    from scrutator.web.audit.events import What
    from scrutator.web.audit.stock import state_all
    from scrutator.web.audit.writing import write

    return 1 + write(lambda log: state_all(log, row.pk, What.ACCEPTED))


def examined(mission: Mission, evidence: bytes | None = None) -> dict[str, Any]:
    """What the examination of the server says of this mission alone, by the thing looked at: the other tests'
    missions are many, and some of them are damaged."""
    from types import SimpleNamespace
    from unittest.mock import patch

    from scrutator.web.missions import models
    from scrutator.web.upkeep import doctor

    alone = SimpleNamespace(objects=models.Mission.objects.filter(pk=mission.row.pk))
    with patch.object(doctor, "Mission", alone):
        return {one.what: one for one in doctor.examine(evidence)}


class UndoneError(Exception):
    """Another action of the writer's group failed."""


@contextmanager
def written_again() -> Iterator[None]:
    """Every action of the writer is undone once and run again, as when another of its group fails; what an
    action itself writes is part of it."""
    from scrutator.web.audit import writing

    (run,) = writing._RUNS
    within = threading.local()

    def done(action: Any, log: Any, *, undo: bool) -> Any:
        within.it = True
        try:
            result = action(log)
        finally:
            within.it = False
        if undo:
            raise UndoneError
        return result

    def again(action: Any) -> Any:
        if getattr(within, "it", False):
            return run(action)
        with suppress(UndoneError):
            run(lambda log: done(action, log, undo=True))
        return run(lambda log: done(action, log, undo=False))

    writing.writes_with(again)
    try:
        yield
    finally:
        writing.writes_with(run)


class Phone(Signing):
    """A phone that speaks to the server in the tests' own process."""

    def __init__(self, mission: Mission, device_id: str = "collect:one") -> None:
        from django.test import Client

        super().__init__(mission.device.username, mission.password)
        self.client = Client()
        self.base = f"/o/{mission.slug}"
        self.device_id = device_id

    def ask(self, method: str, path: str, body: bytes = b"", content_type: str = "text/plain") -> Any:
        """Ask, signing in when the server wants it."""
        target = path if path.startswith("/") else f"{self.base}/{path}"
        target += f"{'&' if '?' in target else '?'}deviceID={self.device_id}" if self.device_id else ""
        for _ in range(2):
            headers = {"Authorization": self.header(method, target)} if self.nonce else {}
            answer = self.client.generic(method, target, body, content_type, headers=headers)
            if answer.status_code != 401:
                return answer
            self.challenged(answer.headers["WWW-Authenticate"])
        return answer

    def send(self, xml: bytes, files: tuple[tuple[str, bytes], ...] = (), *, incomplete: bool = False) -> Any:
        """Post a report."""
        return self.ask("POST", "submission", *multipart(xml, files, incomplete=incomplete))

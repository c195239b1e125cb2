"""The desk of a rehearsal: it waits for the checks, signs in over HTTP, sets copies aside."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import Act, Decided
from scrutator.web.desk.checking.looking import COPY
from scrutator.web.intake.models import Job, Submission
from scrutator.web.jobs.checks import copies_before
from scrutator.web.missions.models import Mission

SECONDS, PAUSE = 120, 0.2
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
REASON, ASKED = "the same answers by the same team", "the observer was asked"


def wait_for_checks(mission: Mission) -> None:
    """Return when the worker has looked at every report. Raises D70 when it makes no end."""
    until, waiting = time.monotonic() + SECONDS, -1
    while left := Job.objects.filter(submission__mission=mission, state=Job.State.WAITING).count():
        if left != waiting:
            until, waiting = time.monotonic() + SECONDS, left
        if time.monotonic() > until:
            raise ScrutatorError("D70", f"the checks of {left} reports wait and nothing does them")
        time.sleep(PAUSE)


def copies_to_set_aside(mission: Mission) -> list[int]:
    """Of equal reports all but one: the one that an edit replaced stands for all, else the first."""
    flagged = Submission.objects.filter(mission=mission, checks__name=COPY).distinct().order_by("pk")
    chosen: set[int] = set()
    for later in flagged.select_related("received__device"):
        places = copies_before([later])[later.pk]
        earlier = list(
            Submission.objects.filter(mission=mission, received__leaf__index__in=places).order_by("-pk")
        )
        stands = next((one for one in (*earlier, later) if one.superseded), earlier[0])
        chosen |= {one.pk for one in (*earlier, later) if one.pk != stands.pk}
    return sorted(chosen)


class DeskBrowser:
    """A browser in which a person of the desk is signed in."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self._address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self._post("/accounts/login/", "/accounts/login/", {"login": name, "password": password})

    def set_aside(self, mission: Mission, report: int) -> None:
        """Decide that a report is a duplicate. Raises D70 when the server does not take it."""
        page = f"/m/{mission.slug}/reports/{report}"
        self._post(page, f"{page}/decide", {"state": str(Submission.State.DUPLICATE), "reason": REASON})

    def decide(self, mission: Mission, report: Submission, one: Decided, into: int = 0) -> None:
        """Decide about a report what the desk of a rehearsal decides; `into` is the place in the log of the
        report that stands for a merged one. Raises D70 when the server does not take it."""
        page = f"/m/{mission.slug}/reports/{report.pk}"
        act, fields = one.act.value, {**one.content, "reason": ASKED}
        if one.act is Act.STATE:
            target = f"{page}/decide"
        elif one.act is Act.MOVE:
            target, fields = f"{page}/move", {"place": one.content["station"], "reason": ASKED}
        else:
            target, fields = f"{page}/act", {**fields, "act": act}
            fields |= {"into": str(into)} if one.act is Act.MERGE else {}
        self._post(page, target, fields)

    def seen(self, mission: Mission, station: str) -> None:
        """Say of a station that its contradictions were looked at. Raises D70 like `decide`."""
        at = urllib.parse.urlencode({"code": station})
        base = f"/m/{mission.slug}/station"
        self._post(f"{base}?{at}", f"{base}/act?{at}", {"act": "seen", "reason": ASKED})

    def reads(self, page: str) -> str:
        """A page as the desk sees it. Raises D70 when there is none."""
        try:
            with self._opener.open(self._address + page, timeout=60) as answer:
                return str(answer.read().decode())
        except (OSError, urllib.error.URLError) as error:
            raise ScrutatorError("D70", f"the desk at {self._address}{page}: {error}") from None

    def _post(self, page: str, target: str, fields: dict[str, str]) -> None:
        """Open the page for its token, then send its form."""
        try:
            found = _TOKEN.search(self.reads(page))
            token = found[1] if found else ""
            body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
            with self._opener.open(self._address + target, body, timeout=60) as answer:
                answer.read()
                led_to = str(answer.url)
        except (OSError, urllib.error.URLError) as error:
            raise ScrutatorError("D70", f"the desk at {self._address}{target}: {error}") from None
        if "/accounts/factors/" in led_to:
            remedy = "Rehearse on a server of this computer alone: `scrutator serve` without --host."
            raise ScrutatorError(
                "D70", "the desk needs a second factor, which a rehearsal has not", remedy=remedy
            )

"""Many observers of a live server, each with a phone of their own, and what happens when all of them send.

`python tests/support/many_phones.py FOLDER SLUG` makes a token for every observer of a mission, in a process of its
own, and prints them as JSON.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "correct horse battery\n" * 2
THREADS = 32
Report = Callable[[int, str], tuple[bytes, tuple[tuple[str, bytes], ...]]]
"""From a number and a station's code to a report and its files."""


def make_mission(folder: Path, slug: str, observers: int, environment: dict[str, str]) -> list[list[str]]:
    """A mission with two observers at each station and the forms voting and incident; names and passwords of
    their phones."""
    from scrutator.web.evidence import new_secret, public_text
    from support.live_server import run

    made = ("mission", "new", slug, "--name", "B", "--day", "2026-11-29", "--coordinator", "mira")
    public = public_text(new_secret())
    run(folder, *made, "--evidence-key", public, given=PASSWORD, environment=environment)
    stations = "".join(f"{station_of(n)}\n" for n in range(0, observers, 2))
    codes = "".join(f"A-{n:04d}\n" for n in range(observers))
    for table, text in (("places", f"code\n{stations}"), ("observers", f"code\n{codes}")):
        (folder.parent / table).write_text(text)
        arguments = ("mission", "import", slug, table, str(folder.parent / table), "--write")
        run(folder, *arguments, environment=environment)
    for form in ("voting", "incident"):
        run(folder, "mission", "form", slug, form, "--version", "1", environment=environment)
    command = [sys.executable, __file__, str(folder), slug]
    said = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **environment}
    )
    tokens: list[list[str]] = json.loads(said.stdout)
    return tokens


def station_of(observer: int) -> str:
    """The station at which this observer is, one of two."""
    return f"S{observer // 2:04d}"


@dataclass(frozen=True)
class Sent:
    """What was acknowledged: receipts by the number of the report, seconds of each from when it was to be
    sent, sorted; how long all took."""

    receipts: dict[int, str]
    times: list[float]
    wall: float

    def at(self, share: float) -> float:
        """The seconds within which this share of the reports was acknowledged."""
        return self.times[int(share * len(self.times))]


class Phones:
    """The phones of a mission on connections that stay open, as many at a time as there are threads."""

    def __init__(self, port: int, slug: str, tokens: list[list[str]]) -> None:
        from support.live_server import RetryingPhone

        self._phones = [
            RetryingPhone(port, slug, name, password, f"collect:{name}") for name, password in tokens
        ]

    def send(self, numbers: range, report: Report, rate: float | None = None) -> Sent:
        """Send these reports, as fast as they are taken or so many a second."""
        coming, lock, receipts, times = iter(numbers), threading.Lock(), dict[int, str](), list[float]()
        start = time.perf_counter()

        def thread(own: int) -> None:
            mine = list(enumerate(self._phones))[own::THREADS]
            while True:
                with lock:
                    number = next(coming, None)
                if number is None:
                    return
                observer, phone = mine[0]
                mine.append(mine.pop(0))
                xml, files = report(number, station_of(observer))
                at = start + (number - numbers.start) / rate if rate else time.perf_counter()
                time.sleep(max(0.0, at - time.perf_counter()))
                receipts[number] = phone.send(xml, files)
                times.append(time.perf_counter() - at)

        with ThreadPoolExecutor(THREADS) as pool:
            for done in [pool.submit(thread, own) for own in range(THREADS)]:
                done.result()
        return Sent(receipts, sorted(times), time.perf_counter() - start)

    def close(self) -> None:
        """Hang up."""
        for one in self._phones:
            one.close()


def main(folder: Path, slug: str) -> None:
    """A token for every observer."""
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.web.clock import now
    from scrutator.web.missions.models import Mission
    from scrutator.web.missions.tokens import new_token

    mission = Mission.objects.get(slug=slug)
    made = [new_token(mission, one, (), now()) for one in mission.observers.order_by("code")]
    print(json.dumps([[one.device.username, one.password] for one in made]))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(Path(sys.argv[1]), sys.argv[2])

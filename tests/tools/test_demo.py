"""`make demo`: builds, serves, leaves a folder to go on with, and opens on a page that says what to look at."""

import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrutator.seal.verifier.verify import verify_bundle

ROOT = Path(__file__).parents[2]


def processor_seconds() -> float:
    """What processes that this one started, and that have ended, took of processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture
def in_the_background() -> Iterator[None]:
    """As a shell starts what runs in the background: Ctrl-C is ignored, and so is it by what is started."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.system
@pytest.mark.usefixtures("in_the_background")
def test_the_demo_serves_the_statements_passes_a_taken_port_and_stops_cleanly(tmp_path: Path) -> None:
    before = processor_seconds()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "SCRUTATOR_DEMO_PORT": str(port),
            "SCRUTATOR_DEMO_FOLDER": "left",
        }
        command = [sys.executable, str(ROOT / "tools" / "demo.py")]
        demo = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert demo.stdout is not None
        address = demo.stdout.readline().split()[-1]
        assert f":{port}/" not in address
        import urllib.request

        index = urllib.request.urlopen(address).read().decode()
        assert "kazakhstan-2012/statement.en.html" in index
        page = urllib.request.urlopen(address + "kazakhstan-2012/statement.en.html").read()
        assert b"Conclusions" in page
        claim = urllib.request.urlopen(address + "pages/kazakhstan-2012/en/claims/C22.html").read()
        assert b"legitimate, free and open" in claim
        rehearsed = demo.stdout.readline().split()[-1]
        assert f'<a href="{rehearsed}">' in index
        for path, words in (("law/", b"The law at the turn of a knob"), ("own/", b"Your own election")):
            base = rehearsed.removesuffix("demo/")
            assert f'<a href="{base}{path}">' in index
            assert words in urllib.request.urlopen(base + path).read()
        assert b"Enter as coordinator" in urllib.request.urlopen(rehearsed).read()
        demo.send_signal(signal.SIGINT)
        out, err = demo.communicate(timeout=30)
    assert demo.returncode == 0
    # Ready within a minute on two processors, whatever else they do now.
    used = processor_seconds() - before
    print(f"{used:.0f} s of processor time")
    assert used < 2 * 60 * float(os.environ.get("SCRUTATOR_SLOWNESS", "1"))
    assert "Stopped." in out
    assert "Traceback" not in err
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(rehearsed)
    left = tmp_path / "left"
    assert '"equal": true' in (left / "server.log").read_text(encoding="utf-8")
    assert (left / "kazakhstan-2012.zip").is_file()
    assert (left / "simulated-republic" / "case" / "stations.csv").is_file()
    key = (left / "demo.pub").read_text(encoding="utf-8").strip()
    assert verify_bundle((left / "kazakhstan-2012.zip").read_bytes(), key=key).failed == ()


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first page, without building any case."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    from demo_page import Built, demo_page

    cases = [
        Built(f"case-{n}", "Land, an election with a title of some length", "What it is. " * 8, "en")
        for n in (1, 2)
    ]
    path = tmp_path / "index.html"
    path.write_text(demo_page(cases, "demo"), encoding="utf-8")
    return path


def test_three_sentences_say_what_to_look_at(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<h1>Two worked cases</h1>" in text
    head = text.split("What to look at")[1].split("</ol>")[0]
    assert head.count("<li>") == 3
    assert text.count("What does the evidence say?") == 2
    assert "first-statement.md" in text


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_never_scrolls_sideways(chromium: Any, page: Path, scheme: str) -> None:
    import axe_playwright_python

    opened = chromium.new_context(bypass_csp=True, color_scheme=scheme).new_page()
    opened.goto(page.as_uri())
    opened.add_script_tag(path=str(Path(axe_playwright_python.__file__).parent / "axe.min.js"))
    found = opened.evaluate("async () => (await axe.run(document)).violations.map(one => one.id)")
    assert found == []
    for width in (320, 390, 1280):
        opened.set_viewport_size({"width": width, "height": 800})
        assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, str(ROOT / "tools" / "demo.py")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert "holds something else" in done.stderr
    assert (tmp_path / "demo" / "mine.txt").read_text(encoding="utf-8") == "mine"

"""Hostile bundles end in a verdict within five seconds of the processor; each limit of the page holds at both sides."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verify_page.cases import FIGURE, LOG, RECORDS, Case, content, good, page, record
from verify_page.forge import MANIFEST, Members, archive, canonical, checkpoint_text, note, sealed

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MEBIBYTE = 1_048_576


def signed(**members: bytes) -> bytes:
    return archive(sealed({**content(), **members}, LOG, records=RECORDS))


def with_body(body: str) -> bytes:
    return signed(**{"statement.en.html": page(body)})


def long_history() -> bytes:
    """200 publications of ten records each, before this one."""
    rows = [record(f"r{n}") if n % 10 else manifest_record(n // 10) for n in range(1, 2001)]
    lines = [canonical(row) for row in rows]
    texts = [checkpoint_text("mission.example/case", lines[:n]) for n in range(10, 2001, 10)]
    earlier = {f"log/history/{text.split()[1]}.checkpoint": note(text, LOG) for text in texts}
    return archive(sealed({**content(), **earlier}, LOG, earlier=lines))


def manifest_record(version: int) -> dict[str, object]:
    return {**record(MANIFEST, version, kind="manifest"), "data": {"sha256": "0" * 64}}


def numbered_cells(count: int) -> Members:
    cells = {f"a/{n:06}": {"text": {"en": "&"}} for n in range(count)}
    return {
        "figures.json": canonical(cells),
        "statement.en.html": page("".join(f'<b data-figure="{name}">&amp;</b>' for name in cells)),
    }


def choose(opened: Any, path: Path, data: bytes) -> str:
    """The verdict on a file that the reader chooses."""
    from playwright.sync_api import expect

    path.write_bytes(data)
    opened.set_input_files("#bundle", path)
    expect(opened.locator("#file")).to_contain_text(path.name, timeout=120_000)
    return str(opened.inner_text("#verdict"))


def busy_clock(opened: Any) -> Callable[[], float]:
    """A clock of the processor seconds of the page's own thread."""
    session = opened.context.new_cdp_session(opened)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy() -> float:
        measured = session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in measured if one["name"] == "TaskDuration")

    return busy


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "attributes of one tag": (
        lambda: with_body(FIGURE + "<b " + "a " * 3_000_000 + "></b>"),
        "NOT VERIFIED",
    ),
    "figures in figures": (
        lambda: with_body('<span data-figure="a/b">' * 400 + "x<br>" * 1_000_000 + "</span>" * 400),
        "STOPPED AT A LIMIT",
    ),
    "links deep in the page": (
        lambda: with_body(FIGURE + "<div>" * 490 + "<a></a>" * 249_000 + "</div>" * 490),
        "SIGNED, NOT REBUILT",
    ),
    "links in links": (lambda: with_body(FIGURE + "<a><b></a></b>" * 300_000), "NOT VERIFIED"),
    "spaces in an end tag": (lambda: with_body(f"{FIGURE}<style></style" + " " * 4_000_000), "NOT VERIFIED"),
    "open brackets": (lambda: signed(**{"x.json": b"[" * 16_000_000}), "NOT VERIFIED"),
    "a wide array": (lambda: signed(**{"x.json": b"[" + b"1," * 8_000_000 + b"1]"}), "SIGNED, NOT REBUILT"),
    "figures with references": (lambda: signed(**numbered_cells(20_000)), "SIGNED, NOT REBUILT"),
    "a long history": (long_history, "SIGNED, NOT REBUILT"),
    "a page of minus signs": (lambda: with_body(f"{FIGURE}<!-- {'--!' * 1_000_000}"), "NOT VERIFIED"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_is_answered_within_five_seconds(opened: Any, tmp_path: Path, name: str) -> None:
    make, word = HOSTILE[name]
    busy = busy_clock(opened)
    before = busy()
    opened.fill("#expected", LOG.text)
    opened.set_input_files("#bundle", {"name": "b.zip", "mimeType": "application/zip", "buffer": make()})
    opened.wait_for_selector("#result:not([hidden])", timeout=120_000)
    assert opened.inner_text("#verdict") == word
    assert busy() - before < 5


def json_members(total: int) -> Case:
    """Unsigned members of JSON, `total` bytes in all with figures.json."""
    rest = total - len(content()["figures.json"])
    sizes = [rest // 3, rest // 3, rest - 2 * (rest // 3)]
    texts = {f"{n}.json": b'"' + b"x" * (size - 2) + b'"' for n, size in enumerate(sizes)}
    return unsigned({**content(), **texts})


def unsigned(members: Members) -> Case:
    from verify_page.forge import MANIFEST, manifest_of

    return Case(archive({**members, MANIFEST: manifest_of(members)}))


def log_of(count: int) -> Case:
    return Case(archive({**good(), "log/entries.jsonl": b"1\n" * count}))


def figures_of(count: int) -> Case:
    cells = {"x": {"text": {"en": ""}}}
    body = '<b data-figure="x"></b>' * count
    return unsigned({"figures.json": canonical(cells), "statement.en.html": page(body)})


def elements_of(count: int) -> Case:
    """Pages of `count` elements: twelve of them are the frames of two languages and a figure."""
    body = FIGURE + "<br>" * ((count - 12) // 2)
    other = page("<br>" * (count - 12 - (count - 12) // 2))
    return unsigned({**content(), "statement.en.html": page(body), "statement.ru.html": other})


def attributes_of(count: int) -> Case:
    names = " ".join(f"a{n}" for n in range(count))
    return unsigned({**content(), "statement.en.html": page(f"{FIGURE}<b {names}></b>")})


@pytest.mark.parametrize(
    ("make", "most", "word"),
    [
        (json_members, 32 * MEBIBYTE, "UNSIGNED"),
        (log_of, 100_000, "NOT VERIFIED"),
        (figures_of, 50_000, "UNSIGNED"),
        (elements_of, 250_000, "UNSIGNED"),
        (attributes_of, 1_000, "NOT VERIFIED"),
    ],
)
def test_a_limit_holds_at_both_sides(
    opened: Any, tmp_path: Path, make: Callable[[int], Case], most: int, word: str
) -> None:
    assert choose(opened, tmp_path / "most.zip", make(most).file) == word
    assert choose(opened, tmp_path / "more.zip", make(most + 1).file) == "STOPPED AT A LIMIT"


def test_a_file_beyond_the_pages_limit_is_not_read(opened: Any) -> None:
    word = "async (size) => (await scrutator.verify(new Uint8Array(0), { size })).word"
    assert opened.evaluate(word, 268_435_456) == "UNREADABLE"
    assert opened.evaluate(word, 268_435_457) == "STOPPED AT A LIMIT"


@pytest.mark.slow
def test_the_bundled_case_takes_less_than_three_seconds_of_the_processor(
    opened: Any, tmp_path: Path, kazakhstan_bundle: bytes
) -> None:
    busy = busy_clock(opened)
    before = busy()
    assert choose(opened, tmp_path / "b.zip", kazakhstan_bundle) == "SIGNER UNKNOWN"
    assert busy() - before < 3
    failed = opened.locator("#checks .fail").count()
    assert (failed, opened.locator("#checks .pass").count()) == (0, 8)
    assert opened.said == []

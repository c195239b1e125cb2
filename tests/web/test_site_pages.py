"""A site in the server's folder is served as it is, and nothing beside it."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

from scrutator.web.folder import folder
from support.field_server import ready

ready()


@pytest.fixture
def pages() -> Path:
    place = folder() / "site" / "case" / "en"
    place.mkdir(parents=True, exist_ok=True)
    (place.parents[1] / "index.html").write_text("the cases")
    (place / "index.html").write_text("the evidence")
    (place.parent / "SUMS").write_text("x")
    return place.parents[1]


def test_pages_are_shown_and_files_are_saved_with_the_headers_of_every_page(pages: Path) -> None:
    first = Client().get("/site/")
    assert first.headers["Location"] == "/site/index.html"
    for name, shown in (("index.html", "the cases"), ("case/en/index.html", "the evidence")):
        answer = Client().get(f"/site/{name}")
        assert b"".join(answer.streaming_content).decode() == shown
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        answer.close()
    saved = Client().get("/site/case/SUMS")
    assert "attachment" in saved.headers["Content-Disposition"]
    saved.close()


@pytest.mark.parametrize(
    "path",
    [
        "../secrets/django",
        "..%2fmission.sqlite3",
        "case",
        "case/",
        "nothing.html",
        "link",
        f"{'ы' * 200}.html",
        f"{'ы' * 200}/statement.en.html",
        f"{'a/' * 3_000}x.html",
    ],
)
def test_nothing_beside_the_site_is_served(pages: Path, path: str) -> None:
    link = pages / "link"
    if not link.is_symlink():
        link.symlink_to(folder() / "mission.sqlite3")
    try:
        assert Client().get(f"/site/{path}").status_code == 404
    finally:
        link.unlink()  # the folder is every test's


def test_a_page_is_sent_compressed_to_a_browser_that_asks_and_a_file_as_it_is(pages: Path) -> None:
    long = "the evidence " * 400
    (pages / "case" / "en" / "long.html").write_text(long)
    (pages / "case" / "all.zip").write_bytes(b"PK" * 400)
    packed = Client().get("/site/case/en/long.html", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    body = b"".join(packed.streaming_content)
    assert len(body) < len(long) / 5
    assert gzip.decompress(body).decode() == long
    plain = Client().get("/site/case/en/long.html")
    assert "Content-Encoding" not in plain.headers
    assert b"".join(plain.streaming_content).decode() == long
    saved = Client().get("/site/case/all.zip", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in saved.headers
    for answer in (packed, plain, saved):
        answer.close()

"""The engine is the file that was looked at, and its licence and parts are said."""

import hashlib
import re
import tomllib
from importlib.resources import files

PHONE = files("scrutator.web.form") / "phone"


def test_the_engine_has_the_hash_that_is_written_and_its_parts_are_named() -> None:
    written = tomllib.loads((PHONE / "VENDORED.toml").read_text(encoding="utf-8"))["engine"]
    assert hashlib.sha256((PHONE / written["file"]).read_bytes()).hexdigest() == written["sha256"]
    assert written["integrity"].startswith("sha512-")
    notice = (PHONE / "NOTICE").read_text(encoding="utf-8")
    for part in (
        "@getodk/xforms-engine",
        "solid-js",
        "papaparse",
        "temporal-polyfill",
        "micromark",
        "tree-sitter",
    ):
        assert part in notice
    assert "Apache License" in notice


def test_one_file_alone_imports_the_engine() -> None:
    own = [file for file in PHONE.iterdir() if file.name.endswith(".js") and file.name != "engine.js"]
    assert [file.name for file in own if "engine.js" in file.read_text(encoding="utf-8")] == ["adapter.js"]


def test_our_own_files_are_short() -> None:
    own = [file for file in PHONE.iterdir() if file.name.endswith(".js") and file.name != "engine.js"]
    assert all(len(file.read_text(encoding="utf-8").splitlines()) <= 250 for file in own)
    assert sum(len(file.read_text(encoding="utf-8").splitlines()) for file in own) < 2_500


def test_no_script_writes_markup_or_evaluates() -> None:
    for file in PHONE.iterdir():
        if file.name.endswith(".js") and file.name != "engine.js":
            found = re.search(
                r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\.style\b",
                file.read_text(encoding="utf-8"),
            )
            assert found is None, file.name

"""The style sheet of this release is on the lists of both verifiers."""

import importlib.util
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from scrutator.seal.verifier.known_styles import KNOWN_STYLES
from scrutator.statement.page.html import page_style
from scrutator.version import VERSION

ROOT = Path(__file__).parent.parent.parent


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("known_style", ROOT / "tools" / "known_style.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_this_releases_style_sheet_is_known() -> None:
    digest = sha256(page_style().encode()).hexdigest()
    assert KNOWN_STYLES[VERSION] == digest, (
        "page.css changed: run `python tools/known_style.py`, then `make docs`"
    )
    for name in tool().LISTS:
        assert f'"{VERSION}": "{digest}"' in (ROOT / name).read_text(encoding="utf-8"), name


def test_a_new_release_gets_a_line_and_those_before_keep_theirs() -> None:
    text = 'x = {\n    "0.1.0": "' + "1" * 64 + '",\n}\n'
    with_line = tool().with_line
    grown = with_line(text, "0.2.0", "2" * 64)
    assert grown == 'x = {\n    "0.1.0": "' + "1" * 64 + '",\n    "0.2.0": "' + "2" * 64 + '",\n}\n'
    assert with_line(grown, "0.2.0", "3" * 64) == grown.replace("2" * 64, "3" * 64)

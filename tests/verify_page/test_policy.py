"""The page as a file: one file, the same bytes each time, and a policy that lets nothing else run."""

import base64
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "src" / "scrutator" / "verify_page"


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def test_two_builds_are_equal_and_every_part_is_in_them_once(page_file: Path) -> None:
    from make_verify_page import page_bytes

    order = (PARTS / "order.txt").read_text(encoding="utf-8").split()
    assert page_bytes() == page_file.read_bytes()
    assert sorted(order) == sorted(str(path.relative_to(PARTS)) for path in PARTS.rglob("*.js"))


def test_the_policy_allows_the_pages_own_script_and_style_by_hash_and_no_network(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    [script] = re.findall(r"<script>(.*?)</script>", text, flags=re.S)
    [style] = re.findall(r"<style>(.*?)</style>", text, flags=re.S)
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {hashed(script)}",
        f"style-src {hashed(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not re.search(
        r"innerHTML|insertAdjacent|document\.write|eval\(|fetch\(|localStorage|https?://[^w]", script
    )


def test_parts_are_short() -> None:
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in PARTS.rglob("*.js")}
    assert {name: length for name, length in lengths.items() if length > 250} == {}


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_script_that_is_not_the_pages_own_does_not_run(opened: Any) -> None:
    ran = opened.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "globalThis.ran = true";
          document.body.append(script);
          return globalThis.ran === true;
        }"""
    )
    assert not ran
    assert opened.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')") == "refused"

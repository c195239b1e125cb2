"""Signatures: the browser's Ed25519 with our own look at key and scalar accepts what the specification allows."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHECK_ALL = """async (vectors) => {
  const hex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const accepted = [];
  for (const { number, key, sig, msg } of vectors)
    if (await scrutator.isSignedBy(hex(key), hex(sig), new TextEncoder().encode(msg))) accepted.push(number);
  return accepted;
}"""


def test_of_the_914_vectors_exactly_the_86_are_accepted(opened: Any, vectors: Path) -> None:
    cases = json.loads((vectors / "seal" / "cctv_ed25519.json").read_text(encoding="utf-8"))
    accepted = opened.evaluate(CHECK_ALL, cases)
    assert (len(cases), len(accepted)) == (914, 86)
    flags = {one["number"]: set(one["flags"] or ()) for one in cases}
    refused = {"low_order_A", "non_canonical_A", "non_canonical_R", "low_order_residue"}
    assert [number for number in accepted if flags[number] & refused] == []


def test_the_own_sha_256_is_the_browsers_at_every_length_around_a_block(opened: Any) -> None:
    wrong = opened.evaluate(
        """async () => {
          const wrong = [];
          for (let length = 0; length < 200; length++) {
            const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 255);
            const theirs = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
            if (!scrutator.sha256(bytes).every((byte, i) => byte === theirs[i])) wrong.push(length);
          }
          return wrong;
        }"""
    )
    assert wrong == []


def test_a_browser_without_ed25519_is_told_not_checked(chromium: Any, page_file: Path) -> None:
    from verify_page.cases import LOG, good
    from verify_page.forge import archive

    page = chromium.new_page()
    page.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))"
    )
    page.goto(page_file.as_uri())
    page.fill("#expected", LOG.text)
    page.set_input_files(
        "#bundle", {"name": "b.zip", "mimeType": "application/zip", "buffer": archive(good())}
    )
    page.wait_for_selector("#result:not([hidden])")
    assert page.inner_text("#verdict") == "NOT CHECKED"
    assert "Firefox 129" in page.inner_text("#sentence")
    page.close()


def test_a_page_without_webcrypto_says_to_open_it_as_a_file(chromium: Any, page_file: Path) -> None:
    page = chromium.new_page()
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined })")
    page.goto(page_file.as_uri())
    page.set_input_files("#bundle", {"name": "b.zip", "mimeType": "application/zip", "buffer": b"x"})
    page.wait_for_selector("#result:not([hidden])")
    assert page.inner_text("#verdict") == "NOT CHECKED"
    assert "open the file" in page.inner_text("#sentence")
    page.close()

"""The style sheets of a statement's page that a release has written, by their SHA-256.

A style can hide a figure or lay another number over it. So a page has one of these, or none.
`python tools/known_style.py` writes this release's line, here and in verify_page.
"""

from __future__ import annotations

KNOWN_STYLES = {
    "0.1.0": "377cb76b71ffe803ea707a65d8de58f9f4595f5368f75dbd40eb5eb2aeac244e",
}
"""The SHA-256 of the text of `style`, by the release."""

"""The style sheets of a statement's page that a release has written, by their SHA-256.

A style can hide a figure or lay another number over it. So a page has one of these, or none.
`python tools/known_style.py` writes this release's line, here and in verify_page.
"""

from __future__ import annotations

KNOWN_STYLES = {
    "0.0.1": "0a647360be8f06e42143e00c4d2937a2686a2a71217215b9d454854a122572bc",
    "0.1.0": "adfa8888069de499e6a4d1f3598b1b6d68bd97bba2800634e8dea376c1e2311d",
}
"""The SHA-256 of the text of `style`, by the release."""

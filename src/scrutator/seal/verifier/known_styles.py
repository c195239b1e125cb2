"""The style sheets of a statement's page that a release has written, by their SHA-256.

A style can hide a figure or lay another number over it. So a page has one of these, or none.
`python tools/known_style.py` writes this release's line, here and in verify_page.
"""

from __future__ import annotations

KNOWN_STYLES = {
    "0.1.0": "ebae6138a34105d2192d4b97e94a517cf9fb87f161a0fb282142968d504e6ed7",
}
"""The SHA-256 of the text of `style`, by the release."""

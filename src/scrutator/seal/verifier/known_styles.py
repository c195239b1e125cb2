"""The style sheets of a statement's page that a release has written, by their SHA-256.

A style can hide a figure or lay another number over it. So a page has one of these, or none.
`python tools/known_style.py` writes this release's line, here and in verify_page.
"""

from __future__ import annotations

KNOWN_STYLES = {
    "0.0.1": "0a647360be8f06e42143e00c4d2937a2686a2a71217215b9d454854a122572bc",
    "0.1.0": "ac0eb223683decc1b1bada10605ed98c7e726001944e0d94fd20288d5fefd8dc",
}
"""The SHA-256 of the text of `style`, by the release."""

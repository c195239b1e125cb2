"""Write the hash of this release's style sheet into the lists of both verifiers, after page.css changed.

The lines of earlier releases stay: their bundles are still read.
"""

import re
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from scrutator.statement.page.html import page_style  # noqa: E402 (the source folder comes first)
from scrutator.version import VERSION  # noqa: E402

LISTS = ("src/scrutator/seal/verifier/known_styles.py", "src/scrutator/verify_page/pages/known_styles.js")
LINE = re.compile(r'^( +)"([^"]+)": "[0-9a-f]{64}",\n', re.M)


def with_line(text: str, release: str, digest: str) -> str:
    """The list with this release's hash, in place of its old one or after the last."""
    lines = {found[2]: found[0] for found in LINE.finditer(text)}
    first = next(LINE.finditer(text))
    lines[release] = f'{first[1]}"{release}": "{digest}",\n'
    rest = LINE.sub("", text)
    return rest[: first.start()] + "".join(lines.values()) + rest[first.start() :]


def main() -> None:
    """Write both lists."""
    digest = sha256(page_style().encode()).hexdigest()
    for name in LISTS:
        path = ROOT / name
        path.write_text(with_line(path.read_text(encoding="utf-8"), VERSION, digest), encoding="utf-8")
    print(f"{VERSION} {digest}")


if __name__ == "__main__":
    main()

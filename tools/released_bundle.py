"""Write the bundle of the small case that stands for a release in the tests, tests/publishing/released/.

    python tools/released_bundle.py            # of the release that is being made, just before its tag
    python tools/released_bundle.py 0.0.1      # as if this code were another release

A bundle that is there already is never replaced: what was released is read as it was.
"""

import lzma
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from scrutator import version  # noqa: E402
from scrutator.publishing.build import build_bundle  # noqa: E402
from scrutator.seal.keys.sign import key_from_seed  # noqa: E402
from support.small_case import SMALL_CASE  # noqa: E402 (the folders come first)

FOLDER = ROOT / "tests" / "publishing" / "released"
SIGNER = key_from_seed("mission.example", bytes([1]) * 32)


def main(release: str) -> None:
    """Write the bundle of this release."""
    path = FOLDER / f"{release}.zip.xz"
    if path.exists():
        sys.exit(f"{path} is there already")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in SMALL_CASE.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        with patch.object(version, "VERSION", release):
            bundle = build_bundle(folder, SIGNER).bundle
    path.write_bytes(lzma.compress(bundle, preset=9))
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else version.VERSION)

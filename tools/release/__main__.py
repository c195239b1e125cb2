"""Build a release from the last commit into dist/release, and sign it.

python tools/release --key anna.key      build, and sign SHA256SUMS (`make release KEY=anna.key`)
python tools/release --draft             build without a signature, whatever is not filled in yet

A release holds the wheel, the sdist, verify.pyz, verify.html, the bill of materials, SHA256SUMS, and for each
key that signed two signatures of SHA256SUMS, in the formats of minisign and of SSH. The same commit gives the
same bytes: the second person builds it anew and adds their signatures.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

from files import build, demand_filled, source_of  # noqa: E402 (the source folders come first)
from signatures import sign  # noqa: E402


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/release", description="Build a release, and sign it.")
    parser.add_argument("--key", type=Path, help="a key file of `scrutator key new`: who signs")
    parser.add_argument("--draft", action="store_true", help="build without signing, and without asking more")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "release", help="where it goes")
    return parser.parse_args()


def main() -> int:
    """Build, sign, say what was written; 1 when something is not filled in or no key was given."""
    given = arguments()
    if given.draft == (given.key is not None):
        print("give --key, or --draft (`make release KEY=anna.key`)", file=sys.stderr)
        return 1
    source = source_of(ROOT)
    left = [] if given.draft else demand_filled(source)
    if left:
        print("not filled in yet:", *left, sep="\n  ", file=sys.stderr)
        return 1
    sums = build(source, given.out)
    print(sums, end="")
    if given.draft:
        print("DRAFT: not signed")
        return 0
    for path in sign(given.out / "SHA256SUMS", given.key, source.version):
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

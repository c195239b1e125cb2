"""Write dist/verify.pyz, the single-file verifier. The same source gives the same bytes."""

import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "src"))

from scrutator.seal.writing.pyz import verifier_bytes  # noqa: E402 (the source folder comes first)


def main() -> None:
    """Write the file and say what it is."""
    target = ROOT / "dist" / "verify.pyz"
    target.parent.mkdir(exist_ok=True)
    data = verifier_bytes()
    target.write_bytes(data)
    print(f"{target.relative_to(ROOT)}  {len(data)} bytes  sha256 {sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()

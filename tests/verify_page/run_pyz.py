"""Run verify.pyz over a folder of cases in one process: `run_pyz.py VERIFIER FOLDER` prints one JSON object.

Each case is a folder with `bundle.zip` and `arguments.json`; the answer maps the case's name to its report.
"""

import contextlib
import io
import json
import runpy
import sys
from pathlib import Path


def answer(verifier: str, case: Path) -> object:
    """What the verifier prints with --json."""
    given = json.loads((case / "arguments.json").read_text(encoding="utf-8"))
    sys.argv = [verifier, str(case / "bundle.zip"), "--json", *given]
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        runpy.run_path(verifier, run_name="__main__")
    printed.flush()
    return json.loads(printed.buffer.getvalue())  # type: ignore[attr-defined]


def main() -> None:
    verifier, folder = sys.argv[1:3]
    sys.path.insert(0, verifier)
    print(json.dumps({case.name: answer(verifier, case) for case in sorted(Path(folder).iterdir())}))


if __name__ == "__main__":
    main()

"""verify.pyz gives the same reports on Python 3.10, 3.12, 3.13 and 3.14 as on this one (Pyodide, in node)."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scrutator.seal.writing.pyz import verifier_bytes
from verify_page.corpus import corpus

pytestmark = pytest.mark.system

HERE = Path(__file__).parent
PYTHONS = HERE.parent.parent / "build" / "pyodide"
VERSIONS = {"0.21.3": [3, 10], "0.26.4": [3, 12], "0.29.4": [3, 13], "314.0.7": [3, 14]}
EVERY = 4  # cases of the corpus; all of them take four times as long and differ in nothing else


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """verify.pyz, and a part of the corpus as folders."""
    made = tmp_path_factory.mktemp("pythons")
    (made / "verify.pyz").write_bytes(verifier_bytes())
    for number, case in enumerate(list(corpus().values())[::EVERY]):
        place = made / "corpus" / f"{number:04}"
        place.mkdir(parents=True)
        (place / "bundle.zip").write_bytes(case.file)
        given = [*(["--key", case.key] if case.key else []), *(["--root", case.root] if case.root else [])]
        (place / "arguments.json").write_text(json.dumps(given), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def here(folder: Path) -> Any:
    """The reports of this Python, without the paths in them."""
    command = [sys.executable, str(HERE / "run_pyz.py"), str(folder / "verify.pyz"), str(folder / "corpus")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("version", VERSIONS)
def test_another_python_reports_the_same(folder: Path, here: Any, version: str) -> None:
    node, pyodide = shutil.which("node"), PYTHONS / version / "node_modules" / "pyodide"
    if node is None or not pyodide.is_dir():
        pytest.skip(f"node or {pyodide} is not there; `make pythons` fetches it")
    script, runner = str(HERE / "run_pyodide.mjs"), str(HERE / "run_pyz.py")
    command = [node, script, str(pyodide), str(folder / "verify.pyz"), runner, str(folder / "corpus")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found, reports = json.loads(done.stdout.splitlines()[-1])
    assert found == VERSIONS[version]
    assert reports == here

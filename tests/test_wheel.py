"""The wheel alone, with the core requirements and nothing else, runs every core command.

No network: the wheel is unpacked into a folder of its own, and a finder refuses every installed library that
the core requirements do not bring along, so that an extra imported at the wrong place is an error here.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEED = "14159265358979323846"
pytestmark = pytest.mark.xdist_group("wheel")

BLOCKER = """
import sys
from importlib.machinery import PathFinder

ALLOWED = {allowed!r}

class OnlyTheCore:
    @staticmethod
    def find_spec(name, path=None, target=None):
        top = name.partition(".")[0]
        if path is None and top not in ALLOWED:
            spec = PathFinder.find_spec(name, path)
            if spec is not None and "site-packages" in str(spec.origin or spec.submodule_search_locations):
                raise ModuleNotFoundError(f"No module named {{name!r}} (not part of the core)", name=name)
        return None

sys.meta_path.insert(0, OnlyTheCore)
"""
NIGHT = """
title = "A night"
date = 2026-11-21
[frame]
file = "frame.csv"
[sample]
file = "draw.json"
station = "station"
stratum = ["region"]
weight = "weight"
population = "population"
[cells]
columns = ["region"]
[arrivals]
file = "arrivals.csv"
station = "station"
at = "at"
denominator = "valid"
means = "valid"
complete = true
[arrivals.lists]
a = "a"
b = "b"
"""


def core() -> set[str]:
    """The top-level modules of the core requirements and of what they require in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names, waiting = set(), list(project["dependencies"])
    while waiting:
        name = re.split(r"[ ;<>=!~\[(]", waiting.pop())[0].lower().replace("_", "-")
        if name in names:
            continue
        names.add(name)
        try:
            needed = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # needed on another system only
            continue
        waiting += [one for one in needed if "extra ==" not in one]
    by_module = metadata.packages_distributions().items()
    return {
        module for module, owners in by_module if any(o.lower().replace("_", "-") in names for o in owners)
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed by itself beside the blocker."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile",
               "--disable-pip-version-check", "--target", str(target), str(next(built.glob("*.whl")))]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    (target / "sitecustomize.py").write_text(BLOCKER.format(allowed=core() | {"sitecustomize"}))
    return target


@pytest.fixture(scope="module")
def work(kazakhstan_bundle: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file for every command."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "bundle.zip").write_bytes(kazakhstan_bundle)
    (folder / "votes.csv").write_text("list,votes\na,600\nb,340\nc,60\n")
    (folder / "rules.toml").write_text('seats = 10\nmethod = "dhondt"\n')
    (folder / "other.toml").write_text('seats = 10\nmethod = "hare"\n')
    (folder / "party.csv").write_text("fact,region,value\nmembers,,90000\nfounders,,1000\n")
    stations = [
        f"s{n:03},{'north' if n % 3 else 'south'},{900 + n},{500 + n},{480 + n},{300},{150}"
        for n in range(240)
    ]
    heading = "station,region,registered,ballots_cast,valid,a,b\n"
    (folder / "frame.csv").write_text(heading + "\n".join(stations) + "\n")
    arrivals = [f"s{n:03},2026-11-21 21:{n % 60:02}:00,{300 + n % 7},{200 - n % 7},500" for n in range(240)]
    (folder / "arrivals.csv").write_text("station,at,a,b,valid\n" + "\n".join(arrivals) + "\n")
    (folder / "NIGHT.toml").write_text(NIGHT)
    (folder / "protocols.csv").write_text(
        "station,registered,signatures,ballots,invalid,a,b\n1,100,80,80,1,50,29\n"
    )
    return folder


def scrutator(installed: Path, work: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "SCRUTATOR"))
    }
    command = [sys.executable, "-m", "scrutator", *arguments]
    return subprocess.run(
        command, cwd=work, env=environment | {"PYTHONPATH": str(installed)}, capture_output=True, text=True, check=False
    )  # fmt: skip


# The status expected and a command, in an order in which each finds the files it needs.
COMMANDS: list[tuple[int, str]] = [
    (0, "--version"),
    (0, "--help"),
    (0, "docs case-folder"),
    (3, "serve --folder server"),
    (2, "doctor --folder server"),
    (2, "backup -o copy --folder server"),
    (2, "rehearse --folder server"),
    (2, "rehearse-faults --folder server"),
    (2, "restore copy --folder server"),
    (3, "begin-again --folder server --reason lost"),
    (2, "upgrade --folder server --no-copy"),
    (3, "mission snapshot demo -o out --date 2026-11-30 --folder server"),
    (0, "case new mine"),
    (0, "case check kazakhstan-2012"),
    (0, "findings kazakhstan-2012 --only turnout"),
    (0, "key new --no-passphrase -o mission.key --name mission.example"),
    (2, "approve nothing.zip --root 00 --key mission.key -o approval.note"),
    (0, "law show kazakhstan/elections"),
    (0, "registration check party.csv --law kazakhstan/parties@1999-10-10"),
    (0, "seats votes.csv --rules rules.toml"),
    (0, "seats margin votes.csv --rules rules.toml"),
    (0, "seats compare votes.csv --rules rules.toml --rules other.toml"),
    (0, "seats sweep votes.csv --rules rules.toml --threshold 0..10%:1%"),
    (0, f"sample draw frame.csv --stations 60 --strata region --seed {SEED} --out draw.json"),
    (0, "sample verify frame.csv draw.json"),
    (0, "sample plan frame.csv --votes a,b --denominator valid --stations 60 --strata region"),
    (0, "quickcount NIGHT.toml"),
    (0, "protocols check protocols.csv --type georgia-precinct"),
    (0, "audit size --lead 5"),
    (0, "forensics frame.csv --map leader=a --json report.json"),
    (0, "data list"),
    (0, "ledger explain kazakhstan-2012 C06"),
    (0, "log consistency bundle.zip bundle.zip"),
    (5, "verify bundle.zip --no-rebuild"),
    (0, "witness bundle.zip --first --log-key KEY --key w.key --state m.state -o m.note"),
    (3, "publish kazakhstan-2012 --key mission.key -o out.zip"),
    (3, "site kazakhstan-2012 -o pages"),
    (0, "forms list"),
    (2, "disclose list nothing.zip --key mission.key"),
]


def test_the_wheel_alone_runs_every_core_command(installed: Path, work: Path) -> None:
    """One test, for a command may need what an earlier one wrote."""
    key = scrutator(installed, work, "key", "new", "--no-passphrase", "-o", "w.key", "--witness")
    assert key.returncode == 0, key.stderr
    from scrutator.seal.keys.sign import key_from_seed

    log_key = str(key_from_seed("test.example", bytes(range(32))).key)
    failed = []
    for status, line in COMMANDS:
        done = scrutator(installed, work, *(log_key if word == "KEY" else word for word in line.split()))
        if done.returncode != status or "Traceback" in done.stderr:
            failed.append(
                f"scrutator {line}: status {done.returncode}\n{done.stdout[-400:]}{done.stderr[-1200:]}"
            )
    assert not failed, "\n".join(failed)


def test_every_command_of_the_front_door_is_in_the_list() -> None:
    from scrutator.cli.commands import COMMANDS as KNOWN

    assert set(KNOWN) <= {line.split()[0] for _, line in COMMANDS}


def test_what_needs_an_extra_says_which_and_how_to_install_it(installed: Path, work: Path) -> None:
    assert (
        scrutator(installed, work, "key", "new", "--no-passphrase", "-o", "e.key", "--name", "e").returncode
        == 0
    )
    asked = ("publish", "kazakhstan-2012", "--key", "e.key", "-o", "out.zip", "--json")
    done = scrutator(installed, work, *asked)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (3, "X02")
    assert "pip install 'scrutator[report]'" in error["remedy"]


def test_the_api_of_the_wheel_is_the_wheel_s_own_and_works_without_extras(
    installed: Path, work: Path
) -> None:
    code = (
        "import scrutator, sys; print(scrutator.__file__)\n"
        "print(scrutator.seats({'A': 6, 'B': 4}, 10, method='dhondt').by_list)\n"
        "print(len(scrutator.read_results('frame.csv', lists=['a', 'b'])))\n"
        "try:\n import vl_convert\nexcept ModuleNotFoundError:\n print('no extras')"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=work, env=environment, capture_output=True, text=True, check=True
    )
    where, seats, stations, extras = done.stdout.splitlines()
    assert where.startswith(str(installed))
    assert (seats, stations, extras) == ("{'A': 6, 'B': 4}", "240", "no extras")


def test_the_wheel_holds_every_page_that_a_message_names_and_the_source_archive_everything(
    built: Path,
) -> None:
    from scrutator.cli.docs import pages

    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    wanted = {f"scrutator/docs_pages/{name}.md" for name in pages() if "/" in name}
    assert wanted <= set(names)
    assert "scrutator/cases/kazakhstan-2012/case.toml" in names
    assert not [name for name in names if name.endswith(".key") or "/tests/" in name]
    assert len(list(built.glob("*.tar.gz"))) == 1

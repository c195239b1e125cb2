"""A release: the same bytes each time, signed in two formats that others' programs read, never with placeholders."""

import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from tests.conftest import lacking

from scrutator.seal.keys.sign import key_from_seed

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs/how-to/check-a-release.md"
ANNA, BORIS = (key_from_seed(name, bytes([n]) * 32) for n, name in ((1, "anna"), (2, "boris")))
pytestmark = pytest.mark.xdist_group("release")


@pytest.fixture(scope="module", autouse=True)
def tools() -> Iterator[None]:
    """The folder of the release's tools, as Python finds it when it runs them."""
    sys.path.insert(0, str(ROOT / "tools" / "release"))
    yield
    sys.path.remove(str(ROOT / "tools" / "release"))


def tool(name: str) -> ModuleType:
    return __import__(name)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two builds of the last commit."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        lacking("this is not a repository with git")
    files = tool("files")
    source = files.source_of(ROOT)
    made = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for folder in made:
        files.build(source, folder)
    return made


def secret(folder: Path, name: str) -> Path:
    path = folder / f"{name}.key"
    path.write_bytes({"anna": ANNA, "boris": BORIS}[name].to_file(None))
    path.chmod(0o600)
    return path


@pytest.fixture
def signed(releases: tuple[Path, Path], tmp_path: Path) -> Path:
    """A release that two people signed."""
    folder = tmp_path / "release"
    shutil.copytree(releases[0], folder)
    for name in ("anna", "boris"):
        tool("signatures").sign(folder / "SHA256SUMS", secret(tmp_path, name), "0.1.0")
    return folder


def block(mark: str) -> str:
    found = re.search(
        rf"<!-- tested: {mark} -->\n```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    return found[1]


def shell(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True, check=False)


def test_two_builds_of_one_commit_are_equal_in_every_byte(releases: tuple[Path, Path]) -> None:
    one, two = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in releases)
    assert one == two
    kinds = sorted(re.sub(r"-?\d+\.\d+\.\d+", "", name) for name in one)
    assert kinds == [
        "SHA256SUMS",
        "sbom.cdx.json",
        "scrutator-py3-none-any.whl",
        "scrutator.tar.gz",
        "verify.html",
        "verify.pyz",
    ]


def test_the_sums_are_those_of_every_file_and_can_be_checked_as_printed(releases: tuple[Path, Path]) -> None:
    listed = (releases[0] / "SHA256SUMS").read_text().splitlines()
    expected = {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in releases[0].iterdir()
        if path.name != "SHA256SUMS"
    }
    assert listed == [f"{expected[name]}  {name}" for name in sorted(expected)]
    if not shutil.which("sha256sum"):
        lacking("sha256sum is not installed")
    done = shell(block("sums"), releases[0])
    assert (done.returncode, done.stdout.count(": OK")) == (0, 5)


def test_the_verifiers_and_the_packages_are_what_they_should_be(releases: tuple[Path, Path]) -> None:
    folder = releases[0]
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.pyz"), "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "It rebuilds nothing" in " ".join(done.stdout.split())
    assert b"Content-Security-Policy" in (folder / "verify.html").read_bytes()
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        assert "scrutator/seal/verifier/verify.py" in wheel.namelist()
    with tarfile.open(next(folder.glob("*.tar.gz"))) as tar:
        assert not [one for one in tar.getnames() if one.endswith((".key", ".vault", ".logs"))]


def test_the_bill_names_every_package_of_the_lock_with_its_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    make = tool("bill").bill_bytes
    bill = json.loads(make(lock, "0.1.0", 1_790_000_000))
    assert make(lock, "0.1.0", 1_790_000_000) == make(lock, "0.1.0", 1_790_000_000)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    pinned = set(re.findall(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)", lock, re.M))
    named = {(one["name"], one.get("version")) for one in bill["components"]}
    assert pinned <= named
    assert sum(len(one.get("hashes", ())) for one in bill["components"]) == lock.count("--hash=sha256:")
    assert {name for name, _ in named - pinned} == {"Noto Sans", "Libertinus Serif", "vega-lite"}
    other = json.loads(make(lock, "0.1.0", 1_790_000_001))
    assert other["serialNumber"] != bill["serialNumber"]


def test_ssh_keygen_accepts_the_signature_and_refuses_other_bytes_keys_and_uses(signed: Path) -> None:
    if not shutil.which("ssh-keygen"):
        lacking("ssh-keygen is not installed")
    people = "".join(
        (signed / f"SHA256SUMS.{name}.allowed_signers").read_text() for name in ("anna", "boris")
    )
    (signed / "allowed_signers").write_text(people)
    command = block("ssh")
    assert 'Good "scrutator-release" signature for anna' in shell(command, signed).stdout
    assert "for boris" in shell(command.replace("anna", "boris"), signed).stdout
    assert shell(command.replace("-n scrutator-release", "-n git"), signed).returncode != 0
    assert shell(command.replace("-I anna", "-I boris"), signed).returncode != 0
    (signed / "SHA256SUMS").write_text((signed / "SHA256SUMS").read_text() + "\n")
    assert shell(command, signed).returncode != 0


def test_the_minisign_signature_has_the_published_form(signed: Path, vectors: Path) -> None:
    """Byte by byte as minisign reads it; the published vector is read by the same eyes."""
    vector = json.loads((vectors / "seal" / "release_signatures.json").read_text())
    known = vector["minisign"]
    assert minisign_holds(known["signature"], known["public"], vector["file"].encode())
    sums = (signed / "SHA256SUMS").read_bytes()
    text, key = ((signed / f"SHA256SUMS.anna.{end}").read_text() for end in ("minisig", "minisign.pub"))
    assert minisign_holds(text, key, sums)
    assert not minisign_holds(text, key, sums + b" ")
    assert not minisign_holds(text.replace("0.1.0", "0.2.0"), key, sums)
    assert not minisign_holds(text, (signed / "SHA256SUMS.boris.minisign.pub").read_text(), sums)


def test_minisign_itself_reads_the_signature_and_refuses_it_of_other_sums(
    signed: Path, tmp_path: Path
) -> None:
    if not shutil.which("minisign"):
        lacking("there is no minisign")
    for name in ("SHA256SUMS", "SHA256SUMS.anna.minisig"):
        (tmp_path / name).write_bytes((signed / name).read_bytes())
    (tmp_path / "anna.pub").write_bytes((signed / "SHA256SUMS.anna.minisign.pub").read_bytes())
    assert shell(block("minisign"), tmp_path).returncode == 0
    (tmp_path / "SHA256SUMS").write_bytes(b"x" + (signed / "SHA256SUMS").read_bytes()[1:])
    assert shell(block("minisign"), tmp_path).returncode != 0


def minisign_holds(text: str, public: str, data: bytes) -> bool:
    """What `minisign -V` asks: the number and the hash of the file, then the trusted comment."""
    from base64 import b64decode
    from hashlib import blake2b

    from scrutator.seal.notes.ed25519 import is_valid

    _, line, comment, whole = text.splitlines()
    signature, key = b64decode(line), b64decode(public.splitlines()[1])
    trusted = comment.removeprefix("trusted comment: ").encode()
    return (
        (signature[:2], key[:2]) == (b"ED", b"Ed")
        and signature[2:10] == key[2:10]
        and is_valid(key[10:], blake2b(data).digest(), signature[10:])
        and is_valid(key[10:], signature[10:] + trusted, b64decode(whole))
    )


def test_signatures_of_other_bytes_do_not_stay(signed: Path) -> None:
    files = tool("files")
    files._forget_other_signatures(signed, (signed / "SHA256SUMS").read_text())
    assert len(list(signed.glob("SHA256SUMS.*"))) == 8
    files._forget_other_signatures(signed, "other")
    assert list(signed.glob("SHA256SUMS.*")) == []


def test_no_release_goes_out_while_a_contact_an_address_or_the_keys_are_placeholders(tmp_path: Path) -> None:
    files = tool("files")
    source = files.source_of(ROOT)
    assert files.demand_filled(source) == [
        "SECURITY.md: PLACEHOLDER-ADDRESS",
        "SECURITY.md: PLACEHOLDER-CONTACT",
        "SECURITY.md: PLACEHOLDER-KEYS",
    ]
    command = [sys.executable, str(ROOT / "tools" / "release"), "--out", str(tmp_path / "out")]
    for more in (["--key", str(secret(tmp_path, "anna"))], [], ["--draft", "--key", "x"]):
        done = subprocess.run([*command, *more], capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stdout
        assert not (tmp_path / "out").exists()


def test_a_release_is_built_anew_as_printed(releases: tuple[Path, Path]) -> None:
    script = block("rebuild").replace("python tools/release", f"{sys.executable} {ROOT}/tools/release")
    done = shell(script, releases[1])
    assert done.stdout.endswith("the same bytes\n"), done.stderr

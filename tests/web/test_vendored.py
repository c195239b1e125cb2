"""Files of others that the server sends are those that were looked at."""

import hashlib
import tomllib
from importlib import resources

OWN = {"key.js", "law.js", "live.js"}
FOLDER = resources.files("scrutator.web") / "static"


def test_every_script_is_listed_with_its_hash_and_licence() -> None:
    listed = tomllib.loads((FOLDER / "VENDORED.toml").read_text(encoding="utf-8"))
    scripts = {file.name for file in FOLDER.iterdir() if file.name.endswith(".js")}
    assert scripts - OWN == {part["file"] for part in listed.values()}
    for part in listed.values():
        assert hashlib.sha256((FOLDER / part["file"]).read_bytes()).hexdigest() == part["sha256"]
        assert part["licence"]

"""A copy of the package in which one file of the web form differs: a server of the next version."""

import shutil
from pathlib import Path

import scrutator


def next_version(folder: Path) -> Path:
    """The folder to put before all others in PYTHONPATH."""
    source = Path(str(scrutator.__file__)).parent
    target = folder / "scrutator"
    for path in (".", "web", "web/form"):
        (target / path).mkdir(parents=True)
        for child in (source / path).iterdir():
            if not (target / path / child.name).exists() and child.name not in (
                "web",
                "form",
                "phone",
                "__pycache__",
            ):
                (target / path / child.name).symlink_to(child)
    shutil.copytree(source / "web" / "form" / "phone", target / "web" / "form" / "phone")
    style = target / "web" / "form" / "phone" / "style.css"
    style.write_text(style.read_text(encoding="utf-8") + "/* the next version */\n", encoding="utf-8")
    return folder

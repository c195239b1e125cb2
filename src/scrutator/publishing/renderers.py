"""The programs that draw charts and set PDFs: one version of each gives the bytes of a release."""

from importlib.metadata import PackageNotFoundError, version

from scrutator.errors import ScrutatorError

# The `report` extra of pyproject.toml pins the same.
PINNED = {"typst": "0.15.2", "vl-convert-python": "1.9.0.post1"}
# Which members another version of a program may give other bytes.
DRAWN_BY = {"typst": (".pdf",), "vl-convert-python": (".svg", ".html", ".pdf")}


def other_renderers() -> dict[str, str]:
    """The programs that are here in another version than this release draws with, and which."""
    here: dict[str, str] = {}
    for name, wanted in PINNED.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            continue  # what needs it says so (X02)
        if found != wanted:
            here[name] = found
    return here


def demand_renderers() -> None:
    """Raise X02 when a publication made here would have other bytes than the same case made elsewhere."""
    if others := other_renderers():
        said = ", ".join(
            f"{name} {found}, this release draws with {PINNED[name]}" for name, found in others.items()
        )
        pins = " ".join(f"'{name}=={PINNED[name]}'" for name in others)
        raise ScrutatorError(
            "X02", f"another renderer is installed: {said}", remedy=f"Run: pip install {pins}"
        )


def not_comparable(names: list[str]) -> dict[str, str]:
    """Of these members those that cannot be compared here, and why."""
    return {
        name: f"drawn by {program} {PINNED[program]}, {found} is here"
        for program, found in other_renderers().items()
        for name in names
        if name.startswith(("charts/", "statement.")) and name.endswith(DRAWN_BY[program])
    }

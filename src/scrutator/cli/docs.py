"""`scrutator docs`: the pages that messages point to, on the machine where the message appears."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

KINDS = ("tutorial", "how-to", "reference", "explanation")


def pages_root() -> Path:
    """Where the pages are: inside an installed package, or beside the source it runs from."""
    package = Path(__file__).parent.parent
    installed = package / "docs_pages"
    return installed if installed.is_dir() else package.parent.parent / "docs"


def pages() -> dict[str, Path]:
    """Every page by the name it is asked for: its file's name, and its path where that is not enough.

    Of pages with one file name, the one nearest to the root has the short name.
    """
    root = pages_root()
    every = [path for kind in KINDS for path in sorted((root / kind).rglob("*.md"))]
    found: dict[str, Path] = {}
    for path in sorted(every, key=lambda one: len(one.parts)):
        found.setdefault(path.stem, path)
    return found | {path.relative_to(root).with_suffix("").as_posix(): path for path in every}


def title_of(path: Path) -> str:
    """A page's first heading."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.lstrip("# ") for line in lines if line.startswith("# ")), path.stem)


def docs(
    name: str = typer.Argument("", metavar="[NAME]", help="A page, e.g. case-folder; none lists them all."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Print a page of the documentation, or list the pages there are.

    Example: `scrutator docs case-folder`
    """
    known = pages()
    if name:
        text = _page(known, name).read_text(encoding="utf-8")
        print_json({"page": name, "text": text}) if as_json else typer.echo(text)
        return
    short = {path: name for name, path in reversed(known.items())}
    rows = [
        (path.parent.relative_to(pages_root()).as_posix(), name, title_of(path))
        for path, name in short.items()
    ]
    if as_json:
        print_json([dict(zip(("kind", "name", "title"), row, strict=True)) for row in rows])
    else:
        print_table("", ("kind", "name", "title"), rows)


def _page(known: dict[str, Path], name: str) -> Path:
    from difflib import get_close_matches

    from scrutator.errors import ScrutatorError

    wanted = name.removeprefix("docs/").removesuffix(".md")
    if wanted not in known:
        near = ", ".join(get_close_matches(wanted, known, cutoff=0.5))
        remedy = f"Near it: {near}." if near else "`scrutator docs` lists the pages."
        raise ScrutatorError("X05", f"there is no page {name!r}", remedy=remedy)
    return known[wanted]

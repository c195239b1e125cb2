"""What the documentation site does beyond mkdocs: navigation by kind of page, API pages, run notebooks."""

import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "src")]

from notebooks import as_markdown, run_notebook  # noqa: E402

KINDS = {
    "tutorial": "Tutorial",
    "how-to": "How to",
    "notebooks": "Notebooks",
    "reference": "Reference",
    "reference/api": "From Python",
    "explanation": "Explanation",
    "decisions": "Decisions",
}


def on_files(files: Any, config: Any) -> Any:
    """Replace each notebook by the page it makes, and lay the pages out by their kind."""
    for path in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        files.remove(files.get_file_from_path(f"notebooks/{path.name}"))
        page = f"notebooks/{path.stem}.md"
        files.append(File.generated(config, page, content=as_markdown(run_notebook(path))))
    pages = sorted(file.src_uri for file in files.documentation_pages())
    config.nav = [{"Scrutator": "index.md"}, *({title: _of(kind, pages)} for kind, title in KINDS.items())]
    return files


def _of(kind: str, pages: list[str]) -> list[Any]:
    """The pages of one kind; an index first, the types of the API in a part of their own."""
    here = [page for page in pages if page.rpartition("/")[0] == kind]
    here.sort(key=lambda page: not page.endswith("/index.md"))
    below = [page for page in pages if page.startswith(f"{kind}/types/")]
    return [*here, {"Result types": below}] if below else here


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Link to the pages of the notebooks, and let mkdocstrings draw the API pages (not the signature of a
    function, which it shows with a heading only)."""
    markdown = markdown.replace(".ipynb)", ".md)")
    if not page.file.src_uri.startswith("reference/api/") or "<!-- begin -->" not in markdown:
        return markdown
    import scrutator

    thing = getattr(scrutator, Path(page.file.src_uri).stem)
    drawn = f"::: {thing.__module__}.{thing.__name__}"
    signature = re.search(r"<!-- begin -->\n\n(```python\n.*?\n```)", markdown, flags=re.S)
    kept = "" if isinstance(thing, type) or signature is None else signature[1]
    return f"# {thing.__name__}\n\n{kept}\n\n{drawn}\n"

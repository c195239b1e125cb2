"""What the server's code never does: read by its syntax, so that a new line cannot bring it in unseen."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src" / "scrutator"
FETCHES = {
    "urllib.request",
    "http.client",
    "requests",
    "httpx",
    "aiohttp",
    "socket",
    "ftplib",
    "smtplib",
    "pooch",
}
RUNS = {"eval", "exec", "compile", "__import__"}
STARTS = ("web/jobs/children.py", "web/upkeep/postgres.py")
UNSAFE_HTML = {"mark_safe", "SafeString", "format_html_join"}


def trees(*rooms: str) -> Iterator[tuple[Path, ast.AST]]:
    found = [path for room in rooms for path in sorted((SOURCE / room).rglob("*.py"))]
    assert len(found) > 20
    yield from ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in found)


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def test_the_server_fetches_no_address() -> None:
    """`web/rehearsing` is the client of a rehearsal, which a person starts; no view reaches it."""
    found = {
        (str(path.relative_to(SOURCE).parent), one)
        for path, tree in trees("web", "field")
        for one in imports(tree)
        if one in FETCHES or one.startswith("scrutator.web.rehearsing")
    }
    assert {folder for folder, _ in found} == {"web/rehearsing"}


def test_sql_is_written_by_django_or_is_a_constant() -> None:
    """`web/intake/rows` makes its statements of table and column names of the models and of placeholders;
    every value goes beside the statement."""
    for path, tree in trees("web"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in ("raw", "extra", "RawSQL", "executescript"), (path, node.lineno)
                if node.func.attr in ("execute", "executemany"):
                    of_names = path == SOURCE / "web/intake/rows.py" and ast.unparse(node.args[0]) == "text"
                    assert isinstance(node.args[0], ast.Constant) or of_names, (path, node.lineno)
                    assert not of_names or ast.unparse(node.args[1]) == "values", (path, node.lineno)


def test_nothing_that_was_sent_is_run_or_unpickled() -> None:
    """`web/jobs/children` starts own modules, `web/upkeep/postgres` the database's copy; never a shell."""
    for path, tree in trees("web", "field", "expressions"):
        names = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not names & RUNS, path
        starts = {"subprocess"} if str(path.relative_to(SOURCE)) in STARTS else set()
        assert not ({"pickle", "marshal", "shelve", "subprocess"} - starts) & set(imports(tree)), path
        assert "shell" not in {one.arg for one in ast.walk(tree) if isinstance(one, ast.keyword)}, path


def test_templates_escape_what_they_show() -> None:
    marked = {
        "device_shown.html": 2,
        "activate_form.html": 1,
        "law.html": 2,
    }  # pictures that the server draws
    for page in sorted((SOURCE / "web" / "templates").rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        assert text.count("|safe") == marked.get(page.name, 0), page
        assert "autoescape off" not in text
        assert "<script" not in text or "<script src=" in text
        assert "style=" not in text
    for path, tree in trees("web"):
        called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        # `web/stacked` gives back what a template rendered and escaped, with attributes it escapes itself.
        marks = {"mark_safe", "SafeString"} if path == SOURCE / "web/stacked.py" else set()
        assert not (called & UNSAFE_HTML) - marks, path

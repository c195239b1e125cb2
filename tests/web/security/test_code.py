"""What the server's code never does: read by its syntax, so that a new line cannot bring it in unseen."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from support.field_server import ready

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


CLIENTS = "scrutator.web.rehearsing", "scrutator.web.night.rehearsed"


def test_the_server_fetches_no_address() -> None:
    """`web/rehearsing` and `web/night/rehearsed` are clients of a rehearsal, which a person starts by a command;
    no view reaches them."""
    found = {
        path.relative_to(SOURCE).as_posix()
        for path, tree in trees("web", "field")
        for one in imports(tree)
        if one in FETCHES or one.startswith(CLIENTS)
    }
    others = {one for one in found if not one.startswith("web/rehearsing/")}
    assert (others, found > others) == ({"web/night/rehearsed.py"}, True)


COPIES = SOURCE / "web" / "upkeep" / "postgres.py"
ROWS, LOG = SOURCE / "web" / "intake" / "rows.py", SOURCE / "web" / "intake" / "log.py"


def test_sql_is_written_by_django_or_is_a_constant() -> None:
    """One module writes statements of its own, from the names of models: see the next two tests."""
    for path, tree in trees("web"):
        if path == ROWS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in ("raw", "extra", "RawSQL", "executescript"), (path, node.lineno)
                if node.func.attr in ("execute", "executemany"):
                    assert isinstance(node.args[0], ast.Constant), (path, node.lineno)


def test_the_intake_s_own_statements_hold_names_of_its_tables_and_places_for_values_alone() -> None:
    ready()
    from scrutator.web.intake import rows
    from scrutator.web.intake.devices import _statement
    from scrutator.web.intake.log import STAGED

    for kind, known_by in STAGED.items():
        text = rows._insertion(kind, known_by, 2)
        assert re.fullmatch(
            r'INSERT INTO "\w+" \([\w",]+\) VALUES [(),%s]+( RETURNING "id", "\w+")?', text
        ), text
    assert re.fullmatch(r"SELECT [\w., =]+(%s)[\w., =]+(%s)", _statement()), _statement()
    assert rows.among("c", ["'; DROP TABLE x"])[0] == "c IN (%s)"


def test_the_log_asks_its_two_tables_by_names_that_are_constants() -> None:
    asked = [
        node
        for node in ast.walk(ast.parse(LOG.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_found"
    ]
    assert len(asked) == 2
    assert all(isinstance(name, ast.Constant) for node in asked for name in node.args[:2])


def test_nothing_that_was_sent_is_run_or_unpickled() -> None:
    """`web/jobs/children` starts own modules, `web/upkeep/postgres` the database's copy; never a shell."""
    for path, tree in trees("web", "field", "expressions"):
        names = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not names & RUNS, path
        assert not {"pickle", "marshal", "shelve"} & set(imports(tree)), path
        starts = str(path.relative_to(SOURCE)) in STARTS
        assert starts or "subprocess" not in set(imports(tree)), path
        asks = "scrutator.web.upkeep.postgres" in set(imports(tree))
        assert not asks or path == COPIES.with_name("backup.py"), path


def test_pg_dump_is_run_by_its_arguments_and_never_by_a_shell() -> None:
    """It is run by `backup` and `upgrade`, which a person starts; no view reaches it."""
    calls = [node for node in ast.walk(ast.parse(COPIES.read_text())) if isinstance(node, ast.Call)]
    assert all(keyword.arg != "shell" for call in calls for keyword in call.keywords)


def test_templates_escape_what_they_show() -> None:
    marked = {
        "device_shown.html": 2,
        "activate_form.html": 1,
        "law.html": 2,
        "incidents.html": 1,
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
        if path == SOURCE / "web/incidents/views.py":
            marks = {"format_html_join", "SafeString"}  # one line of options, each value escaped by it
        assert not (called & UNSAFE_HTML) - marks, path

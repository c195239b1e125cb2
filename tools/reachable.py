"""Nothing public is out of reach: each function, class and method of src leads back to a door.

Doors are the command lines (`cli.main`, and `seal.main` of verify.pyz), which load the register of methods
that a case can ask for, the public names of `scrutator.__all__`, and migrations, which Django finds by their
folder. Tests and tools are no doors. The walk is static: a definition reaches every name it uses that
resolves to a definition of ours, through imports, attributes of modules and strings that are its dotted name
(the server's settings); a module that is reached also runs what stands outside its definitions, and a
function decorated with something (`@app.command()`) is reached with it. A method counts as reached when its
name is used as an attribute anywhere. Exceptions stand in tools/unreached.txt with their reason, at most
ten; one that is no longer needed is an error.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_EXCEPTIONS = 10
MODULE = "<module>"  # what stands outside all definitions of a module
Node = tuple[str, str]
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class Module:
    """One module: what its names mean, and what stands under each of them."""

    name: str
    imports: dict[str, Node] = field(default_factory=dict)
    bodies: dict[str, list[ast.AST]] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    decorated: list[tuple[str, ast.AST]] = field(default_factory=list)


def read_modules(source: Path) -> dict[str, Module]:
    """Every module of the package under `source`, by its dotted name."""
    found = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = _read(name, ast.parse(path.read_text(encoding="utf-8")))
    return found


def _read(name: str, tree: ast.Module) -> Module:
    module = Module(name)
    for statement in _flat(tree.body):
        if isinstance(statement, ast.Import | ast.ImportFrom):
            module.imports |= imported(statement)
        elif isinstance(statement, Definition):
            module.definitions[statement.name] = statement
            module.bodies.setdefault(statement.name, []).append(statement)
            module.decorated += [(statement.name, one) for one in statement.decorator_list]
        else:
            for target in _targets(statement) or [MODULE]:
                module.bodies.setdefault(target, []).append(statement)
    return module


def _flat(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module, those under `if` and `try` too."""
    for statement in body:
        if isinstance(statement, ast.If | ast.Try):
            yield from _flat([*statement.body, *statement.orelse])
        else:
            yield statement


def _targets(statement: ast.stmt) -> list[str]:
    """The names an assignment gives; none for any other statement."""
    places = statement.targets if isinstance(statement, ast.Assign) else []
    places = [statement.target] if isinstance(statement, ast.AnnAssign | ast.AugAssign) else places
    return [node.id for place in places for node in ast.walk(place) if isinstance(node, ast.Name)]


def imported(statement: ast.Import | ast.ImportFrom) -> dict[str, Node]:
    """Local name to what it stands for: ("module", "name"), or ("module", "") for a module itself."""
    if isinstance(statement, ast.Import):
        return {one.asname or one.name.split(".")[0]: (one.name if one.asname else one.name.split(".")[0], "")
                for one in statement.names}  # fmt: skip
    return {one.asname or one.name: (statement.module or "", one.name) for one in statement.names}


def uses(module: Module, trees: list[ast.AST], modules: dict[str, Module]) -> Iterator[Node]:
    """The definitions of ours that this code names, whatever they are used for."""
    local = dict(module.imports)
    nodes = [node for tree in trees for node in ast.walk(tree)]
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            local |= imported(node)
    for node in nodes:
        if isinstance(node, ast.Name):
            yield from _meant(module, local, modules, (node.id,))
        elif isinstance(node, ast.Attribute) and (chain := _chain(node)):
            yield from _meant(module, local, modules, chain)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _named_by(node.value, modules)


def _named_by(text: str, modules: dict[str, Module]) -> Iterator[Node]:
    """What a string names that is a dotted name of ours: the server's settings name middleware like this, and
    modules whose every value is read."""
    home, _, name = text.replace(":", ".").rpartition(".")
    if text in modules:
        yield text, MODULE
        yield from ((text, one) for one in modules[text].bodies if one not in modules[text].definitions)
    elif home in modules and name in modules[home].bodies:
        yield home, name


def _chain(node: ast.expr) -> tuple[str, ...]:
    """The names of `a.b.c`; nothing when it does not begin with a name."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute) and (before := _chain(node.value)):
        return (*before, node.attr)
    return ()


def _meant(
    module: Module, local: dict[str, Node], modules: dict[str, Module], chain: tuple[str, ...]
) -> Iterator[Node]:
    first, *rest = chain
    if first not in local:
        if first in module.bodies:
            yield module.name, first
        return
    home, name = local[first]
    if f"{home}.{name}" in modules:
        home, name = f"{home}.{name}", ""
    while not name and rest:
        part = rest.pop(0)
        home, name = (f"{home}.{part}", "") if f"{home}.{part}" in modules else (home, part)
    if home in modules:
        yield home, name or MODULE


def reached(modules: dict[str, Module], doors: list[Node]) -> set[Node]:
    """Everything that can be reached from the doors."""
    decorations: dict[Node, list[Node]] = {}
    for module in modules.values():
        for name, decorator in module.decorated:
            for used in uses(module, [decorator], modules):
                decorations.setdefault(used, []).append((module.name, name))
    seen: set[Node] = set()
    waiting = list(doors)
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        module = modules[node[0]]
        waiting.append((module.name, MODULE))
        waiting += uses(module, module.bodies.get(node[1], []), modules)
        waiting += decorations.get(node, []) if node[0] in modules else []
        if node[1] in module.imports:  # a name handed on, as in a package's own list of names
            home, name = module.imports[node[1]]
            waiting += [(home, name)] if home in modules else []
    return seen


def named_in_settings(modules: dict[str, Module]) -> set[Node]:
    """Every definition that a string names: its methods are called by the framework that reads the string."""
    trees = (tree for module in modules.values() for trees in module.bodies.values() for tree in trees)
    texts = {one.value for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Constant)}
    return {node for text in texts if isinstance(text, str) for node in _named_by(text, modules)}


def attributes(modules: dict[str, Module]) -> set[str]:
    """Every name used as an attribute anywhere."""
    trees = (tree for module in modules.values() for trees in module.bodies.values() for tree in trees)
    return {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def unreached(modules: dict[str, Module], doors: list[Node]) -> list[str]:
    """Public functions, classes and methods that no door leads to, as "module:name"."""
    seen, used = reached(modules, doors), attributes(modules)
    public = {name for _, name in doors} | {name for _, name in named_in_settings(modules)}
    found = []
    for module in modules.values():
        for name, definition in module.definitions.items():
            if name.startswith("_"):
                continue
            if (module.name, name) not in seen:
                found.append(f"{module.name}:{name}")
            elif isinstance(definition, ast.ClassDef) and name not in public:
                found += [f"{module.name}:{name}.{one}" for one in _methods(definition) if one not in used]
    return sorted(found)


def _methods(definition: ast.ClassDef) -> list[str]:
    """Public methods that are the class's own idea: not those its bases from elsewhere ask for."""
    foreign = any(_chain(base)[-1:] not in ((), ("Protocol",), ("Shown",)) for base in definition.bases)
    found = [one.name for one in definition.body if isinstance(one, ast.FunctionDef)]
    return [] if foreign else [name for name in found if not name.startswith("_")]


def doors_of(modules: dict[str, Module]) -> list[Node]:
    """The command line, and the public names as the package's `__init__` imports them."""
    package = modules["scrutator"]
    public = [(home, name) for home, name in package.imports.values() if home in modules]
    commands = [
        ("scrutator.cli.main", "main"),
        ("scrutator.__main__", MODULE),
        ("scrutator.seal.verifier.main", "main"),
    ]
    migrations = [(name, "Migration") for name in modules if ".migrations." in name]
    return [*commands, *public, *migrations]


def exceptions(path: Path) -> dict[str, str]:
    """What is excused ("module:name", or "module:*") to the reason; lines with # are remarks."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.partition(" ")
            found[name] = reason.strip()
    return found


def faults(found: list[str], excused: dict[str, str]) -> list[str]:
    """What is wrong: out of reach and not excused, excused without need or reason, too many excuses."""
    left = [name for name in found if not any(fnmatchcase(name, pattern) for pattern in excused)]
    wrong = [f"{name} is reached by no command, method or public name" for name in left]
    unneeded = [pattern for pattern in excused if not any(fnmatchcase(name, pattern) for name in found)]
    wrong += [f"{pattern} is excused and needs no excuse" for pattern in unneeded]
    wrong += [f"{name} is excused without a reason" for name, reason in excused.items() if not reason]
    if len(excused) > MOST_EXCEPTIONS:
        wrong.append(f"{len(excused)} exceptions, at most {MOST_EXCEPTIONS}")
    return wrong


def without_page(doors: list[Node], pages: Path) -> list[str]:
    """Public names of `scrutator` that have no page in the documentation."""
    known = {path.stem for path in pages.rglob("*.md")}
    public = [name for home, name in doors if home.startswith("scrutator.api.")]
    return [f"scrutator.{name} has no page: run `make docs`" for name in public if name not in known]


if __name__ == "__main__":
    everything = read_modules(ROOT / "src" / "scrutator")
    entrances = doors_of(everything)
    names, excused = unreached(everything, entrances), exceptions(ROOT / "tools" / "unreached.txt")
    problems = faults(names, excused) + without_page(entrances, ROOT / "docs" / "reference" / "api")
    said = f"reachable: all but {len(names)} names, under {len(excused)} reasoned exceptions"
    print("\n".join(problems) if problems else said)
    sys.exit(1 if problems else 0)

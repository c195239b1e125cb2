"""`make docs`: write every generated page under docs/reference. Each module of tools/reference
has a function `pages()` that returns path -> text."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
GENERATORS = ROOT / "tools" / "reference"


def generated() -> dict[str, str]:
    """Every generated page by its path under docs/reference."""
    written: dict[str, str] = {}
    for path in sorted(GENERATORS.glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"reference_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        if hasattr(module, "pages"):
            written |= module.pages()
    return written


if __name__ == "__main__":
    for name, text in generated().items():
        target = ROOT / "docs" / "reference" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")

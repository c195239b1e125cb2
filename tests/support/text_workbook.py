"""An xlsx file of text cells, written by the tool that writes the bundled forms."""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

_PATH = Path(__file__).parents[2] / "tools" / "forms" / "workbook.py"
_SPEC = importlib.util.spec_from_file_location("forms_workbook", _PATH)
assert _SPEC
assert _SPEC.loader
_MODULE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MODULE)


def text_workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The bytes of a workbook with these sheets."""
    found: bytes = _MODULE.workbook(sheets)
    return found

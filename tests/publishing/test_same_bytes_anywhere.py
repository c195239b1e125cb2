"""A publication has the same bytes on every computer: other fonts, locale, time zone, folder, threads."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from tests.support.fonts import under_the_name

from scrutator.errors import ScrutatorError
from scrutator.seal.keys.sign import key_from_seed
from scrutator.statement.charts.chart import themed
from scrutator.statement.drawing import draw_svg
from scrutator.statement.fonts.font import FOLDER, undrawable

NAMES = ["Нұр-Сұлтан қаласы", "საქართველო", "القاهرة الكبرى", "አዲስ አበባ", "Երևան", "Ωμέγα", "Łódź ₸ −½ ≥"]
# A program that draws one chart of the names, in the font named first, and prints its hash.
DRAW = """
import hashlib, json, sys
from ast import literal_eval
from scrutator.statement.charts.chart import FONT, themed
from scrutator.statement.drawing import draw_svg
spec = {"data": {"values": [{"name": name, "n": 1} for name in map(literal_eval, sys.argv[2:])]}, "mark": "bar",
        "encoding": {"y": {"field": "name", "type": "nominal"}, "x": {"field": "n", "type": "quantitative"}}}
spec = json.loads(json.dumps(themed(spec)).replace(FONT, sys.argv[1] or FONT))
print(hashlib.sha256(draw_svg(spec, "x").encode()).hexdigest())
"""


def strange_computer(home: Path) -> dict[str, str]:
    """An environment with other fonts, locale, time zone, hash seed and one thread.

    The fonts bear the names that a chart falls back to, and our letters in bold: were one of them used,
    every label would be wider.
    """
    fonts = home / ".fonts"
    fonts.mkdir(parents=True)
    bold = (FOLDER / "ScrutatorSans-Bold.ttf").read_bytes()
    for family in ("Liberation Sans", "Arial", "Helvetica", "Noto Sans", "DejaVu Sans", "Libertinus Serif"):
        (fonts / f"{family}.ttf").write_bytes(under_the_name(bold, family))
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    return {**os.environ, "HOME": str(home), "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "77",
            "SOURCE_DATE_EPOCH": "86400", **threads}  # fmt: skip


def test_a_case_publishes_the_same_bytes_on_a_strange_computer(
    kazakhstan_bundle: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "another place" / "kz"
    shutil.copytree(str(files("scrutator") / "cases" / "kazakhstan-2012"), folder)
    key = tmp_path / "key"
    key.touch(mode=0o600)
    key.write_bytes(key_from_seed("test.example", bytes(range(32))).to_file(None))
    out = tmp_path / "bundle.zip"
    program = "from scrutator.cli.main import main; main()"
    command = [sys.executable, "-c", program, "publish", str(folder), "--key", str(key), "-o", str(out)]
    run = subprocess.run(
        command, env=strange_computer(tmp_path / "home"), cwd=tmp_path, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert hashlib.sha256(out.read_bytes()).digest() == hashlib.sha256(kazakhstan_bundle).digest()


@pytest.mark.parametrize(("font", "drawings"), [("", 1), ("Arial, sans-serif", 2)])
def test_names_in_seven_scripts_are_drawn_the_same_on_a_strange_computer_in_our_font_alone(
    tmp_path: Path, font: str, drawings: int
) -> None:
    command = [sys.executable, "-c", DRAW, font, *map(ascii, NAMES)]
    environments = [dict(os.environ), strange_computer(tmp_path)]
    drawn = {subprocess.run(command, env=e, capture_output=True, check=True).stdout for e in environments}
    assert len(drawn) == drawings


def test_a_name_our_font_cannot_draw_is_refused_by_its_character() -> None:
    spec = {"data": {"values": [{"name": "กทม"}]}, "mark": "bar", "encoding": {}}
    with pytest.raises(ScrutatorError, match=r"T07.*U\+0E01") as caught:
        draw_svg(themed(spec), "places")
    assert "the chart places" in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_the_font_covers_the_scripts_it_says(name: str) -> None:
    assert undrawable(name) == []


def test_what_is_not_drawn_is_not_missing() -> None:
    assert undrawable("a\u200b\u200cb\n") == []
    assert undrawable("中中a日") == ["“中” (U+4E2D)", "“日” (U+65E5)"]

"""Bundled forms filled in by JavaRosa, the library of ODK Collect, as a phone fills them."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scrutator.field.forms import bundled
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.submission import Submission, parse

from .field_forms import bundled_published
from .needs import lacking

LANGUAGES = {"en": "English (en)", "ru": "Русский (ru)", "kk": "Қазақша (kk)"}
CLOSED = 5  # variants in which conditions fail: enough for each choice of `q_why` and of what conditions ask
# What opens the questions that stand behind a condition; other variants take its choices in turn.
OPEN = {
    "admitted": "at_once",
    "o_count": "yes",
    "v_unauthorised": "yes",
    "i_stage": "voting",
    "i_told": "yes",
    "i_evidence": "photo document",
    "q_how": "posted",
    "n_whole": "no",
}
TEXT = "Қатысушы ескертті: «жәшік» & <мөр>, әңғүұқөһ"
MOMENTS = {"left": "2020-06-14T09:30:00.000+05:00"}


@dataclass(frozen=True)
class Filled:
    """One filled form: the report that the library wrote, what it showed, what it refused, what was answered."""

    report: Submission
    questions: dict[str, str]
    choices: dict[str, str]
    refused: list[str]
    answers: dict[str, str]


def answer_to(question: Question, variant: int, *, opened: bool) -> str | None:
    """An answer that fits; each variant takes the next choice."""
    values = [choice.value for choice in question.choices]
    if question.name == "q_how":
        return ["posted", "copy", "read_out", "shown"][variant % 4] if opened else "none"
    if question.name == "admitted" and not opened:
        return "refused" if variant % CLOSED == 0 else "delayed"
    if opened and question.name in OPEN:
        return OPEN[question.name]
    match question.kind:
        case AnswerKind.CHOICE:
            return values[variant % len(values)]
        case AnswerKind.CHOICES:
            alone = [value for value in values if value in ("none", "not_observed")]
            together = [value for value in values if value not in alone]
            return " ".join(together) if variant == 0 else values[(variant - 1) % len(values)]
        case AnswerKind.PLACE:
            return "ST-7"
        case AnswerKind.COUNT:
            return str(7 + (variant if question.name != "t_watched" else 0))
        case AnswerKind.TEXT:
            return TEXT
        case AnswerKind.MOMENT:
            return MOMENTS.get(question.name, "2020-06-14T09:05:00.000+05:00")
        case AnswerKind.PHOTO:
            return "1592107500000.jpg"
        case _:
            return None


def filled_by_javarosa(folder: Path) -> dict[tuple[str, str, int], Filled]:
    """All tasks in one run of the virtual machine, by form, language and variant."""
    bundled_published("voting")
    tasks = dict(_write_tasks(folder))
    run_tasks(folder)
    return {key: _read(folder, "-".join(map(str, key)), answers) for key, answers in tasks.items()}


def filled_alone(
    folder: Path, xform: bytes, variants: Sequence[Mapping[str, str]], language: str
) -> list[Filled]:
    """One form filled in with each of the answers, in a zone of whole hours."""
    (folder / "alone.form").write_bytes(xform)
    for at, answers in enumerate(variants):
        lines = ["alone.form", language, *(f"{key}\t{text}" for key, text in answers.items())]
        (folder / f"alone-{at:02d}.task").write_text("\n".join(lines), encoding="utf-8")
    run_tasks(folder, "-Duser.timezone=Asia/Aqtau")
    return [_read(folder, f"alone-{at:02d}", dict(answers)) for at, answers in enumerate(variants)]


def run_tasks(folder: Path, *options: str) -> None:
    """Fill in what the tasks of the folder say."""
    if shutil.which("javac") is None:
        lacking("there is no JDK")
    found = importlib.util.find_spec("pyxform")
    assert found is not None
    assert found.origin is not None
    jar = Path(found.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    source = Path(__file__).parent.parent / "field" / "javarosa" / "FillForms.java"
    subprocess.run(["javac", "-cp", str(jar), "-d", str(folder), str(source)], check=True, timeout=300)
    for name in ("stations", "commissions"):
        (folder / f"{name}.csv").write_text("name,label\nST-6,Six\nST-7,Seven\n", encoding="utf-8")
    command = ["java", "-Xmx256m", *options, "-cp", f"{jar}:{folder}", "FillForms", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def _write_tasks(folder: Path) -> Iterator[tuple[tuple[str, str, int], dict[str, str]]]:
    codes = list(LANGUAGES)
    for name in bundled():
        form = bundled_published(name)
        (folder / f"{name}.form").write_bytes(form.xform)
        opened = 1 + max(len(question.choices) for question in form.questions)
        for variant in range(opened + CLOSED):
            for language in codes if variant == 0 else [codes[variant % 3]]:
                given = ((q.name, answer_to(q, variant, opened=variant < opened)) for q in form.questions)
                answers = {key: text for key, text in given if text is not None}
                lines = [
                    f"{name}.form",
                    LANGUAGES[language],
                    *(f"{key}\t{text}" for key, text in answers.items()),
                ]
                task = folder / f"{name}-{language}-{variant}.task"
                task.write_text("\n".join(lines), encoding="utf-8")
                yield (name, language, variant), answers


def _read(folder: Path, stem: str, answers: dict[str, str]) -> Filled:
    shown: dict[str, dict[str, str]] = {"question": {}, "choice": {}, "refused": {}}
    for line in (folder / f"{stem}.seen").read_text(encoding="utf-8").splitlines():
        kind, name, words = line.split("\t")
        shown[kind][name] = words
    report = parse((folder / f"{stem}.xml").read_bytes())
    return Filled(report, shown["question"], shown["choice"], list(shown["refused"]), answers)


Filling = dict[tuple[str, str, int], Filled]


def named(report: Submission) -> dict[str, str]:
    return {path.rpartition("/")[2]: value for path, value in report.answers}


def same(question: Question, given: str, found: str) -> bool:
    """A moment may come back in another zone; everything else to the letter."""
    if question.kind is AnswerKind.MOMENT:
        return datetime.fromisoformat(given) == datetime.fromisoformat(found)
    return given == found

"""Where a command takes a case from: a folder, a bundled case, or one made from a bundled recipe."""

from importlib.resources import files as package_files
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.record.folder.opening import bundled_cases, read_folder, sound_case
from scrutator.record.folder.opening import case_files as files_on_disk


def made_cases() -> dict[str, Path]:
    """The bundled cases that are made from a recipe and a seed when they are asked for, by id."""
    root = Path(str(package_files("scrutator") / "cases"))
    return {path.parent.name: path.parent for path in sorted(root.glob("*/recipe.toml"))}


def all_cases() -> list[str]:
    """The ids of all bundled cases, those on file first."""
    return [*bundled_cases(), *made_cases()]


def case_files(case: str) -> dict[str, bytes]:
    """The files of a case given as a folder or by its id; a made case is made here."""
    if not Path(case).is_dir() and case not in {**bundled_cases(), **made_cases()}:
        known = ", ".join(all_cases())
        remedy = f"Name a folder with a case.toml, or a bundled case: {known}."
        raise ScrutatorError("R31", f"there is no case '{case}'", remedy=remedy)
    if case not in made_cases() or Path(case).is_dir():
        return files_on_disk(case)
    from scrutator.publishing.simulated_night import night_files
    from scrutator.simulation.republic import republic_files

    plain = read_folder(made_cases()[case])
    recipe = plain["recipe.toml"].decode()
    return {**plain, **republic_files(recipe), **night_files(recipe)}


def open_case(case: str) -> Case:
    """The case given as a folder or by its id. Raises R31 when there is none, R30 naming its faults."""
    return sound_case(case_files(case), case)

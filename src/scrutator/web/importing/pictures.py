"""The photographs of a planned import: which come in, which are not given, and which no report names."""

from collections.abc import Iterable

from scrutator.errors import ScrutatorError
from scrutator.field.importing.export import Unused
from scrutator.web.importing.photographs import Photographs
from scrutator.web.intake import media
from scrutator.web.intake.accept import StoredFile
from scrutator.web.intake.dimensions import refuse_large
from scrutator.web.intake.models import Attachment
from scrutator.web.intake.photos import format_of, working_copy
from scrutator.web.missions.models import Mission

LONGEST_NAME = 100
Pairs = tuple[tuple[str, str], ...]


class Pictures:
    """What becomes of the files that are given, as the reports of a plan ask for them."""

    def __init__(self, mission: Mission, given: Photographs) -> None:
        self._given = given
        self._used: set[str] = set()
        self._key = bool(mission.evidence_key)
        self._here = set(
            Attachment.objects.filter(submission__mission=mission).values_list(
                "submission__instance_id", "name"
            )
        )
        self.absent = 0
        self.faults: list[str] = []

    def of(self, instance: str, wanted: Pairs) -> Pairs:
        """Of the photographs that a report names, each with the id of the report there, those that come in
        now, by their names the paths of their files."""
        found = []
        for name, report in wanted:
            try:
                path = self._file(name, report)
            except ScrutatorError as error:
                self.faults.append(error.what)
                continue
            self.absent += not path and (instance, name) not in self._here
            if path and (instance, name) not in self._here:
                found.append((name, path))
        return tuple(found)

    def _file(self, name: str, report: str) -> str:
        path = self._given.named(name, report)
        if not path:
            return ""
        self._used.add(path)
        if not self._key:
            raise ScrutatorError("D61", "photographs are given, and the mission has no evidence key")
        if len(name) > LONGEST_NAME:
            raise ScrutatorError("D61", f"the name of a photograph is too long: {name[:80]}")
        try:
            content = self._given.read(path)
            kind = format_of(content)
            refuse_large(content, kind)
            working_copy(content, kind)
        except ScrutatorError as error:
            raise ScrutatorError("D61", f"{path[:120]}: {error.what}") from error
        return path

    def unused(self, of_export: Iterable[str]) -> list[Unused]:
        """The files that no report names, and those of the export where others were given beside it."""
        left = [path for path in self._given.paths if path not in self._used]
        others = [path for path in of_export if path not in self._given.paths]
        found = []
        if left:
            shown = ", ".join(path[:60] for path in left[:3])
            found.append(Unused(f"files that no report names ({shown} …)", "no report names them", len(left)))
        if others:
            why = "photographs are read from what was given beside the export"
            found.append(Unused("files in the export", why, len(others)))
        return found


def kept(mission: Mission, given: Photographs, photographs: Pairs) -> tuple[StoredFile, ...]:
    """The files of a report on the disk, sealed as those that a phone sends. Raises D53, D61, D64."""
    return tuple(media.keep(name, given.read(path), mission.evidence_key) for name, path in photographs)

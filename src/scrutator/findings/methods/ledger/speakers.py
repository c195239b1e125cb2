"""Who speaks in a case, about whom, and when."""

from collections.abc import Mapping

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate


def subjects_of(case: Case, speaker: str) -> list[str]:
    """Whom a speaker's claims are about, the speaker left out."""
    speakers = {claim.id: claim.speaker for claim in case.claims}
    spoken = [p for p in case.propositions if speaker in (p.speaker or speakers.get(p.claim, ()))]
    return sorted({name for p in spoken for name in p.about or ()} - {speaker})


def subject_of(case: Case, parameters: Mapping[str, object]) -> str:
    """The parameter `subject`, or the actor that most propositions are about. Raises N03 without any."""
    if "subject" in parameters:
        return str(parameters["subject"])
    about = [name for p in case.propositions for name in p.about or ()]
    if not about:
        raise ScrutatorError(
            "N03", "no proposition says whom it is about", remedy="Fill `about`, or give `subject`."
        )
    return max(sorted(set(about)), key=about.count)


def date_of_case(case: Case) -> PartialDate | None:
    for contest in case.contests:
        if contest.id == case.header.contest:
            return contest.date
    return None


def speaking_in(case: Case) -> list[str]:
    """Everyone who speaks in the case: claims, propositions, sources and missions, sorted."""
    found = {speaker for claim in case.claims for speaker in claim.speaker}
    found |= {speaker for p in case.propositions for speaker in p.speaker or ()}
    found |= {source.actor for source in case.sources if source.actor}
    return sorted(found | {mission.actor for mission in case.missions if mission.actor})

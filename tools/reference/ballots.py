"""The generated page on ballots, votes and the rules of a count."""

from pathlib import Path

import msgspec

from scrutator.law.ballots.rules import CountKeys
from scrutator.law.candidates.rules import CandidateKeys, Threshold
from scrutator.law.count_rules import short_names
from scrutator.law.lots import Purpose
from scrutator.law.majority.rules import Condition, Entry, MajorityKeys, Spread
from scrutator.law.statutes.files import load

HERE = Path(__file__).parent
COUNT = {
    "system": "`stv` (several seats, or one) or `av` (one seat, no surpluses)",
    "quota": "`droop`: valid ÷ (seats + 1), fractions ignored, plus one; `majority` (av): more than half of the valid papers",
    "transfer": "`weighted_inclusive`: all papers, value × surplus ÷ votes; `last_parcel`: the papers received last, surplus ÷ papers that can move, at most the value they have; `whole_papers`: the parcel received last, in whole papers and proportion, the largest fractions first",
    "decimals": "transfer values are cut to so many; without it they are exact",
    "ties": "which earlier stage distinguishes equal candidates before a lot does: `latest_stage`, `earliest_stage`, or none (`lot`); of several, those still level at that stage go on to the next",
    "last_alone": "one vacancy: who has more than all others together with surpluses not transferred is elected",
    "lowest_out_of_reach": "one candidate too many: the lowest, who with all surpluses not transferred is below the next, is left out",
    "equal": "a paper whose next preference is given to several: it ends there (`non_transferable`), goes on (`passed_over`), is `not_valid`, or the file is refused (`not_stated`)",
    "skipped": "a paper that skips a preference: as `equal`",
    "repeated": "a paper that gives a candidate two preferences: as `equal`",
    "withdrawn": "preferences for a candidate who withdrew: `passed_over`, or the file is refused",
    "every_preference": "a paper that does not number every candidate is not valid",
}
MAJORITY = {
    "system": "`majority`",
    "seats": "how many are elected",
    "votes_each": "how many votes a voter has (block and limited vote)",
    "conditions": "what a candidate needs: tables with `share`, `of` and `strictly`",
    "spread": "a share of the valid votes in some of the regions: a table",
    "otherwise": "what follows when no one meets the conditions: `second_round` or `new_election`",
    "entry": "who may stand in the second round: a table",
    "against_all": "`has_no_seat`: in the base of shares only; `must_be_outpolled`: a candidate needs more votes than against all",
    "blank_is_valid": "blank papers count as valid",
    "ties": "which facts settle equal votes, in order: `age` (the older), `lot`",
}
CANDIDATES = {
    "system": "`candidates`",
    "rest": "who takes the seats of a list: by the `list_order`, or by `votes`",
    "personal": "a candidate whose votes reach the quota is elected, whatever the seats of the list",
    "threshold": "votes with which a candidate goes before the order of the list: a table",
    "minimum": "the share of the quota without which no candidate takes a seat",
    "ties": "which facts settle equal votes, in order: the place on the list (`position`, the higher; `lower_position`), `lot`",
}
PARTS = {"conditions": Condition, "spread": Spread, "entry": Entry}


def pages() -> dict[str, str]:
    """Path under docs/reference -> text."""
    head = (HERE / "ballots_head.md").read_text(encoding="utf-8")
    laws = "\n".join(
        f"| `{name}` | `{law}` | {load(law.rpartition('@')[0]).scope} |"
        for name, law in short_names().items()
    )
    parts = "\n".join(_part(name, kind) for name, kind in PARTS.items())
    candidate_keys = f"{_table(CandidateKeys, CANDIDATES)}\n\n{_part('threshold', Threshold)}"
    text = head.format(
        purposes=", ".join(f"`{one}`" for one in Purpose),
        count_keys=_table(CountKeys, COUNT),
        majority_keys=f"{_table(MajorityKeys, MAJORITY)}\n\n{parts}",
        candidate_keys=candidate_keys,
        laws=laws,
    )
    return {"ballots.md": text}


def _law(name: str, law: str) -> str:
    """A short name with the law it stands for, its scope, and what of it is not encoded."""
    statute = load(law.rpartition("@")[0])
    return f"| `{name}` | `{law}` | {statute.scope} | {'; '.join(statute.not_encoded) or '–'} |"


def _table(kind: type, said: dict[str, str]) -> str:
    """Every key with what it means and its default; a key without a text is an error."""
    rows = [f"| `{one.name}` | {said[one.name]} | {_default(one)} |" for one in msgspec.structs.fields(kind)]
    return "\n".join(["| key | what it says | default |", "|---|---|---|", *rows])


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "required"
    value = field.default
    return (
        "none" if value in (None, (), "") else f"`{value}`".replace("True", "true").replace("False", "false")
    )


def _part(name: str, kind: type) -> str:
    keys = ", ".join(f"`{one.name}` ({_default(one)})" for one in msgspec.structs.fields(kind))
    text = " ".join((kind.__doc__ or "").split())
    return f"**`{name}`**: {text} Keys: {keys}.\n"

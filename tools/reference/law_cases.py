"""Official results and what the law engine makes of the same votes: the cases of the validation table.

Reads the reference data (`law/*.csv`). A case compares every list: seats and names on both sides.
"""

import csv
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.chain_files import chain_table
from scrutator.law.chain.rules import rules_from
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.statutes.files import load
from scrutator.law.systems.ballots import ballots_of
from scrutator.law.systems.build import system_from
from scrutator.law.systems.distribute import SystemResult, distribute

Seats = Mapping[str, int]
Row = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One election: the contests with their votes, how they are computed, the official seats."""

    name: str
    rules: str
    contests: tuple[District, ...]
    compute: Callable[[Sequence[District]], Mapping[str, Seats]]
    official: Mapping[str, Seats]
    source: str
    alone: bool = False  # every contest can be computed without the others
    system: bool = False  # a whole system, or one tier of it: not one national contest
    fixed: frozenset[str] = frozenset()  # contests whose seats hardly follow from the votes

    def differences(self, contests: Sequence[District] | None = None) -> list[str]:
        """Where computed and official seats differ, list by list; empty when all agree."""
        return self.compare(self.compute(self.contests if contests is None else contests))

    def compare(self, got: Mapping[str, Seats]) -> list[str]:
        """Where these seats differ from the official ones."""
        wrong = [] if self.alone else [f"{name} is missing" for name in self.official if name not in got]
        for contest, seats in got.items():
            due = self.official.get(contest, {})
            for name in dict.fromkeys([*seats, *due]):
                if seats.get(name, 0) != due.get(name, 0):
                    wrong.append(f"{contest}, {name}: {seats.get(name, 0)}, official {due.get(name, 0)}")
        return wrong

    @property
    def seats(self) -> int:
        """The number of official seats."""
        whole = self.official.get("all")
        return sum(whole.values()) if whole else sum(sum(part.values()) for part in self.official.values())


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file of the reference data."""
    with (folder / "law" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(folder: Path) -> list[Case]:
    """Every case of the table."""
    return [
        *kazakhstan(folder), *single_tier(folder), *netherlands(folder), *district_files(folder),
        *national_tiers(folder), *mixed_member(folder), *zug(folder), *_systems(folder),
    ]  # fmt: skip


def _systems(folder: Path) -> list[Case]:
    """The cases of whole systems, from the file beside this one."""
    spec = importlib.util.spec_from_file_location("law_systems", Path(__file__).parent / "law_systems.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return list(module.systems(folder))


# --- ways to compute


def seats_of(table: Mapping[str, Any], contests: Sequence[District]) -> SystemResult:
    """A whole system of a rules table; in a mixed one every contest with a name is a single-member district."""
    system = system_from(table)
    within = {contest.name: "" for contest in contests if contest.name} if system.has_direct else {}
    return distribute(system, ballots_of(contests, within)).first


def by_statute(name: str, day: str) -> Callable[[Sequence[District]], dict[str, Seats]]:
    """One national contest under a statute at a date; every reading must agree."""

    def compute(contests: Sequence[District]) -> dict[str, Seats]:
        result = allocate(load(name).rules_at(date.fromisoformat(day)), contests[0].votes)
        return {contests[0].name: result.seats if result.outcome in ONE_ANSWER else {"": -1}}

    return compute


ONE_ANSWER = ("settled", "settled_where_computed")


def by_chain(chain: str) -> Callable[[Sequence[District]], dict[str, Seats]]:
    """Each contest by itself under a bundled rule file, for its own number of seats."""

    def compute(contests: Sequence[District]) -> dict[str, Seats]:
        table = chain_table(chain)
        if table.get("system", {}).get("kind") in ("linked", "levelling", "biproportional"):
            result = seats_of(table, contests)
            return {"all": result.seats, **(result.by_district if chain.startswith("zug") else {})}
        if "system" in table:
            return dict(seats_of(table, contests).by_district)
        rules = rules_from(table)
        fitted = ((c, rules.with_house(c.seats) if c.seats else rules) for c in contests)
        return {contest.name: allocate(fitted_rules, contest.votes).seats for contest, fitted_rules in fitted}

    return compute


# --- Kazakhstan


def kazakhstan(folder: Path) -> Iterator[Case]:
    """The seven elections of the Mazhilis, each under the law of its day."""
    parties = read(folder, "kz_mazhilis_party_lists.csv")
    for election in read(folder, "kz_mazhilis_elections.csv"):
        year, day = election["year"], election["date"]
        rows = [row for row in parties if row["year"] == year]
        official = {row["party"]: int(row["pr_seats"]) for row in rows if row["pr_seats"]}
        votes = _kazakh_votes(rows, election)
        note = {
            "1999": "; lists below the threshold are not on file",
            "2004": "; the count of AIST, 336,177, is unverified, other lists have shares only",
        }.get(year, "") + _left_out(f"kazakhstan/elections@{day}", votes)
        yield Case(
            f"Kazakhstan, Mazhilis {year}",
            f"kazakhstan/elections@{day}",
            (District("all", votes),),
            by_statute("kazakhstan/elections", day),
            {"all": official},
            "kz_mazhilis_party_lists.csv" + note,
        )


def _left_out(law: str, votes: Votes) -> str:
    """How many readings of the law the votes on file suffice for, when not for all."""
    name, _, day = law.rpartition("@")
    found = allocate(load(name).rules_at(date.fromisoformat(day)), votes)
    if found.computed == found.combinations:
        return ""
    return f"; under {found.computed} of {found.combinations} readings, for ballots cast are not on file"


def _kazakh_votes(rows: Sequence[Row], election: Row) -> Votes:
    against = [int(row["votes"]) for row in rows if row["party"] == "(against all)"]
    counted = {
        row["party"]: int(row["votes"]) for row in rows if row["votes"] and row["party"] != "(against all)"
    }
    if election["year"] == "2004":
        counted["AIST bloc"] = 336177
    cast = int(election["ballots_received"]) if election["ballots_received"] else None
    if election["year"] == "1999":
        cast = int(election["registered"]) * 625 // 1000
    if election["year"] == "2004":
        cast = 4757413  # the least base that the published shares fit
    lists = tuple(ListVotes(name, votes) for name, votes in counted.items())
    return Votes(lists, against_all=against[0] if against else None, cast=cast)


# --- one national contest each


CHAINS = {
    "Austria": "austria-nationalrat",
    "Israel Knesset 19": "israel-knesset-2013",
    "Israel": "israel-knesset",
    "Georgia": "georgia-2024",
    "Armenia": "armenia-2021",
    "Kyrgyzstan": "kyrgyzstan-2020",
    "Netherlands": "netherlands-council-below-19",
}
MINORITY_SEATS = {"Civil Contract": 3, "Armenia Alliance": 1}


def single_tier(folder: Path) -> Iterator[Case]:
    """Austria, Israel, Georgia, Armenia, Kyrgyzstan and the Dutch council, from one file."""
    rows = read(folder, "intl_single_tier_vectors.csv")
    for election, group in groupby(rows, key=lambda row: row["election"]):
        chain = next(chain for begin, chain in CHAINS.items() if election.startswith(begin))
        votes, official, note = _single_tier_votes(election, list(group))
        yield Case(
            election.split(" (")[0], chain, (District("all", votes),), by_chain(chain), {"all": official},
            "intl_single_tier_vectors.csv" + note,
        )  # fmt: skip


def _single_tier_votes(election: str, rows: Sequence[Row]) -> tuple[Votes, Seats, str]:
    # Two small lists of 2008 carry one label in the file; they are two rows and stay two lists.
    labels = [row["party"] for row in rows]
    names = [label + " (second row)" * (label in labels[:at]) for at, label in enumerate(labels)]
    counts, due, note = [row["votes"] for row in rows], [row["official_seats"] for row in rows], ""
    if "|" in counts[0]:
        counts, due = counts[0].split("|"), due[0].split("|")
        names = [f"list {number}" for number in range(1, len(counts) + 1)]
    official = dict(zip(names, map(int, due), strict=True))
    if counts[0].endswith("%"):
        note = "; votes are percentages; shares by region are not on file and taken as met"
        hundredths = [int(count.rstrip("%").replace(".", "")) for count in counts]
        lists = tuple(ListVotes(n, v, regions={"": v}) for n, v in zip(names, hundredths, strict=True))
        return Votes(lists, region_bases={"": 10_000}), official, note
    lists = tuple(
        ListVotes(name, int(count), minority_seats=MINORITY_SEATS.get(name, 0))
        for name, count in zip(names, counts, strict=True)
    )
    if election.startswith("Israel"):
        note = "; surplus-agreement pairs are one unit in the file, so the division inside is not tested here"
    if election.startswith("Armenia"):
        note = "; only admitted lists are on file"
    return Votes(lists), official, note


def netherlands(folder: Path) -> Iterator[Case]:
    """The Second Chamber of 2023."""
    rows = read(folder, "nl_tweede_kamer_2023.csv")
    votes = Votes(tuple(ListVotes(row["list"], int(row["votes"])) for row in rows))
    official = {"all": {row["list"]: int(row["seats"]) for row in rows}}
    chain = "netherlands-tweede-kamer"
    contest = (District("all", votes),)
    yield Case(
        "Netherlands, Second Chamber 2023",
        chain,
        contest,
        by_chain(chain),
        official,
        "nl_tweede_kamer_2023.csv",
    )


# --- the file of districts


PATH_CHAINS = {
    "be/": "belgium-municipal",
    "de/de_euro_2009": "germany-europe-2009",
    "de/de_euro_2014": "germany-europe-2014",
    "es/aut/es_aut_comunidad_valenciana": "spain-valencia-2011",
    "es/aut/es_aut_canarias": "spain-canaries-2011",
    "es/aut/": "spain-congress",
    "es/euro/": "spain-europe",
    "es/loc/": "spain-municipal",
    "es/generales/es_generales_diputados": "spain-congress",
    "es/generales/es_generales_senado": "spain-senate",
    "us/": "us-house",
}
UNUSABLE = {
    "synth/condorcet_cities": "preferences, not list votes; no official seats",
    "synth/threshold": "a synthetic unit case of another program without official seats",
}


def files(folder: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of the file of districts, by the short path of the example they come from."""
    rows = read(folder, "district_allocations.csv")
    return {
        path.split("examples/")[1].removesuffix(".yaml"): list(group)
        for path, group in groupby(rows, key=lambda row: row["source_path"])
    }


def district_files(folder: Path) -> Iterator[Case]:
    """Every usable example whose districts distribute their own seats, district by district."""
    for path, rows in files(folder).items():
        if path in UNUSABLE or path.startswith(("nz/", "uk/")):
            continue
        if path.endswith("distribucion"):
            yield _provinces(path, rows)
            continue
        chain = next((chain for begin, chain in PATH_CHAINS.items() if path.startswith(begin)), "")
        contests, official = _contests(rows)
        if chain == "us-house":
            contests = tuple(District(c.name, c.votes, 435) for c in contests)
        if chain:
            alone = chain not in ("spain-valencia-2011", "spain-canaries-2011")
            yield Case(path, chain, contests, by_chain(chain), official, "district_allocations.csv", alone)


def _contests(rows: Sequence[Row]) -> tuple[tuple[District, ...], dict[str, Seats]]:
    contests, official = [], {}
    for name, group in groupby(rows, key=lambda row: row["district"]):
        part = list(group)
        contests.append(District(name, typed_votes(part), int(part[0]["district_seats"] or 0) or None))
        official[name] = {row["party"]: int(row["official_seats"] or 0) for row in lists_of(part)}
    return tuple(contests), official


def lists_of(rows: Sequence[Row]) -> list[Row]:
    """The rows of lists: this file marks void ballots with "! " and blank ones with "? ".

    One list (Seville 2015) has no count in the file; it is left out, for unknown is not zero.
    """
    return [row for row in rows if row["votes"] and not row["party"].startswith(("! ", "? "))]


def typed_votes(rows: Sequence[Row]) -> Votes:
    """The votes of one district, blank and void typed by the file's prefixes, never by a word."""
    blank = sum(int(row["votes"]) for row in rows if row["party"].startswith("? "))
    void = sum(int(row["votes"]) for row in rows if row["party"].startswith("! "))
    lists = tuple(ListVotes(row["party"], int(row["votes"]), party=row["alliance"]) for row in lists_of(rows))
    return Votes(lists, blank=blank, void=void)


def _provinces(path: str, rows: Sequence[Row]) -> Case:
    """The seats of the Spanish provinces by population; two seats each are given beforehand."""
    provinces = [row for row in rows if row["method"] == "largest_remainder"]
    votes = Votes(tuple(ListVotes(row["party"], int(row["votes"])) for row in provinces))
    official = {"Provincias": {row["party"]: int(row["official_seats"]) - 2 for row in provinces}}
    contest = (District("Provincias", votes, 248),)
    return Case(
        path, "spain-provinces", contest, by_chain("spain-provinces"), official, "district_allocations.csv"
    )


# Published national totals; not in the reference folder (see the table's note).
NATIONAL = {
    "dk/dk_folketing_2015": (
        "denmark-folketing",
        "Socialdemokratiet 47;Dansk Folkeparti 37;Venstre 34;Enhedslisten 14;Liberal Alliance 13;"
        "Alternativet 9;Radikale Venstre 8;SF - Socialistisk Folkeparti 7;Det Konservative Folkeparti 6",
    ),
    "is/is_althingi_2009": ("iceland-althingi", "S 20;D 16;V 14;B 9;O 4"),
    "is/is_althingi_2013": ("iceland-althingi", "D 19;B 19;S 9;V 7;A 6;Þ 3"),
    "no/no_stortingsvalg_2009": ("norway-storting", "A 64;FRP 41;H 30;SV 11;SP 11;KRF 10;V 2"),
    "no/no_stortingsvalg_2017": ("norway-storting", "A 49;H 45;FRP 27;SP 19;SV 11;KRF 8;V 8;MDG 1;RØDT 1"),
    "no/no_stortingsvalg_2021": (
        "norway-storting",
        "A 48;H 36;SP 28;FRP 21;SV 13;RØDT 8;V 8;MDG 3;KRF 3;PF 1",
    ),
}
LOCAL = {"dk": "dhondt", "is": "dhondt", "no": "modified-sainte-lague"}


def national_tiers(folder: Path) -> Iterator[Case]:
    """Denmark, Iceland and Norway: the district seats against the file, then the whole chamber."""
    examples = files(folder)
    for path, (chain, totals) in NATIONAL.items():
        contests, official = _contests(examples[path])
        yield Case(
            f"{path}, district seats", f"{LOCAL[path[:2]]} in each district", contests,
            _by_method(LOCAL[path[:2]]), official, "district_allocations.csv", True,
        )  # fmt: skip
        names = dict.fromkeys(entry.name for contest in contests for entry in contest.votes.lists)
        due = dict(part.rsplit(" ", 1) for part in totals.split(";"))
        whole = {_full_name(label, names): int(seats) for label, seats in due.items()}
        source = "votes: district_allocations.csv; totals as widely published, not in the reference data"
        yield Case(f"{path}, whole chamber", chain, contests, by_chain(chain), {"all": whole}, source)


def _by_method(method: str) -> Callable[[Sequence[District]], dict[str, Seats]]:
    def compute(contests: Sequence[District]) -> dict[str, Seats]:
        return {
            c.name: allocate(rules_from({"seats": c.seats, "method": method}), c.votes).seats
            for c in contests
        }

    return compute


def _full_name(label: str, names: Mapping[str, None]) -> str:
    fitting = [name for name in names if name == label or name.lower().endswith(f"[{label.lower()}]")]
    assert len(fitting) == 1, (label, list(names))
    return fitting[0]


# --- mixed-member systems


def mixed_member(folder: Path) -> Iterator[Case]:
    """New Zealand (national lists) and Scotland (lists in eight regions), with their direct mandates."""
    for path, rows in files(folder).items():
        if path.startswith("nz/"):
            yield _mixed_case(path, "new-zealand-house", rows)
        if path.startswith("uk/"):
            starts = [at for at, row in enumerate(rows) if _opens_region(rows, at)] + [len(rows)]
            for begin, end in pairwise(starts):
                part = rows[begin:end]
                yield _mixed_case(f"{path}, {part[0]['district']}", "scotland-region", part)


def _opens_region(rows: Sequence[Row], at: int) -> bool:
    """The file keeps the order of the tree: a compensatory node, then the districts below it."""
    here = rows[at]
    return here["node_type"] == "compensatory" and (at == 0 or rows[at - 1]["district"] != here["district"])


def _mixed_case(name: str, chain: str, rows: Sequence[Row]) -> Case:
    lists = [row for row in rows if row["node_type"] == "compensatory"]
    direct = [row for row in rows if row["node_type"] == "district"]
    contests = [District("", typed_votes(lists))]
    official = {row["party"]: int(row["official_seats"] or 0) for row in lists_of(lists)}
    winners: dict[str, Seats] = {}
    for district, group in groupby(direct, key=lambda row: row["district"]):
        part = list(group)
        winners[district] = {row["alliance"] or row["party"]: 1 for row in part if row["official_seats"]}
        contests.append(District(district, _by_party(part)))
        for row in part:
            party = row["alliance"] or row["party"]
            official[party] = official.get(party, 0) + int(row["official_seats"] or 0)
    house = int(lists[0]["district_seats"]) + (len(winners) if chain == "scotland-region" else 0)

    def compute(given: Sequence[District]) -> dict[str, Seats]:
        result = seats_of({**chain_table(chain), "seats": house}, given)
        return {"all": result.seats, **result.by_district}

    note = "; regions from the order of the rows" if chain == "scotland-region" else ""
    return Case(
        name, chain, tuple(contests), compute, {"all": official, **winners}, "district_allocations.csv" + note
    )


def _by_party(rows: Sequence[Row]) -> Votes:
    """A district's candidates, named by their party; independents by themselves."""
    typed = [dict(row, party=row["alliance"] or row["party"]) for row in rows]
    return typed_votes(typed)


def zug(folder: Path) -> Iterator[Case]:
    """The Cantonal Council of Zug 2018: every cell of municipalities by lists."""
    contests, official = [], {}
    for name, group in groupby(read(folder, "zug2018_lists.csv"), key=lambda row: row["entity_name"]):
        part = list(group)
        lists = tuple(ListVotes(row["list_name"], int(row["list_votes"])) for row in part)
        contests.append(District(name, Votes(lists), int(part[0]["election_mandates"])))
        official[name] = {row["list_name"]: int(row["list_number_of_mandates"]) for row in part}
    whole: dict[str, int] = {}
    for cells in official.values():
        for name, seats in cells.items():
            whole[name] = whole.get(name, 0) + seats
    chain = "zug-2018"
    yield Case(
        "Switzerland, Zug 2018", chain, tuple(contests), by_chain(chain), {"all": whole, **official},
        "zug2018_lists.csv",
    )  # fmt: skip

"""Official results of whole systems and of statutes with their own bases: more cases of the validation table.

Reads the reference data (`law/systems/*.csv`). Where the data hold only admitted lists, the votes of the others
are written as lists that are too small to be admitted, and the source says so.
"""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.rules import Rules
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.statutes.files import load
from scrutator.law.systems.ballots import ballots_of
from scrutator.law.systems.distribute import SystemResult, distribute
from scrutator.law.systems.system import System

sys.path.insert(0, str(Path(__file__).parent))
from law_cases import Case, netherlands, single_tier  # type: ignore[import-not-found]
from law_cases import kazakhstan as kazakhstan_lists  # type: ignore[import-not-found]

Seats = Mapping[str, int]
Row = Mapping[str, str]
Compute = Callable[[Sequence[District]], dict[str, Seats]]
OTHER = "other candidates"


def systems(folder: Path) -> Iterator[Case]:
    """Every case of the second reference document."""
    yield from germany(folder)
    yield czechia(folder)
    yield iceland(folder)
    yield dutch_vectors(folder)
    yield from national(folder)
    yield kazakhstan(folder)
    yield from under_statutes(folder)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file."""
    with (folder / "law" / "systems" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- how systems are computed


def law_of(law: str) -> System | Rules:
    """What STATUTE@DATE distributes seats by."""
    name, _, day = law.partition("@")
    return load(name).law_at(date.fromisoformat(day))


def by_system(law: str, within: Mapping[str, str] | None = None, levelling: Any = None) -> Compute:
    """A system on contests: one without a name for the country, single-member districts by `within`."""
    direct = within or {}

    def compute(contests: Sequence[District]) -> dict[str, Seats]:
        system = law_of(law)
        assert isinstance(system, System)
        found = distribute(system, replace(ballots_of(contests, direct), levelling=levelling))
        return seats_of(found.first) if found.outcome in ("settled", "seats_unfilled") else {"all": {"": -1}}

    return compute


def seats_of(result: SystemResult) -> dict[str, Seats]:
    """The whole house, and every district of the result."""
    return {"all": result.seats, **result.by_district}


def by_rules(law: str) -> Compute:
    """A statute of one contest; with a tier named after a space, that tier of a system alone."""
    named, _, tier = law.partition(" ")

    def compute(contests: Sequence[District]) -> dict[str, Seats]:
        found = law_of(named)
        rules = found if isinstance(found, Rules) else Rules(law, found.tiers[tier])
        result = allocate(rules, contests[0].votes)
        return {contests[0].name: result.seats if result.outcome == "settled" else {"": -1}}

    return compute


# --- Germany


def germany(folder: Path) -> Iterator[Case]:
    """2013, 2021 and 2025: totals, every state list, and in 2025 every district."""
    for year, day in (("2013", "2013-09-22"), ("2021", "2021-09-26")):
        totals, states = (rows(folder, f"de_bundestag_{year}_{part}.csv") for part in ("totals", "land"))
        contests = [District("", Votes(tuple(_german(row) for row in totals)))]
        official: dict[str, Seats] = {"all": _official(totals)}
        for land, group in groupby(states, key=lambda row: row["land"]):
            part = list(group)
            population = int(part[0]["german_population"])
            contests.append(District(land, Votes(tuple(map(_german, part)), population=population)))
            official[land] = {r["list"]: int(r.get("official_seats") or r["seats"]) for r in part}
        law = f"germany/bundestag@{day}"
        note = "" if year == "2013" else "; seats by state are computed in the file"
        yield Case(
            f"Germany, Bundestag {year}", law, tuple(contests), by_system(law), official,
            f"systems/de_bundestag_{year}_land.csv, …_totals.csv{note}", system=True,
        )  # fmt: skip
    yield _germany_2025(folder)


def _official(part: Sequence[Row]) -> dict[str, int]:
    return {row["list"]: int(row["official_seats"] or 0) for row in part}


def _german(row: Row) -> ListVotes:
    direct = int(row.get("direct_seats") or 0)
    return ListVotes(
        row["list"], int(row["second_votes"]), district_seats=direct, minority=row["list"] == "SSW"
    )


def _germany_2025(folder: Path) -> Case:
    law = "germany/bundestag@2025-03-14"
    totals, states, districts = (
        rows(folder, f"de_bundestag_2025_{part}.csv") for part in ("totals", "land", "districts")
    )
    contests = [District("", Votes(tuple(_german(row) for row in totals)))]
    official: dict[str, Seats] = {"all": _official(totals)}
    for land, group in groupby(states, key=lambda row: row["land"]):
        part = list(group)
        contests.append(District(land, Votes(tuple(map(_german, part)))))
        official[land] = _official(part)
    within: dict[str, str] = {}
    for row in districts:
        name = f"{row['district']} {row['name']}"
        within[name] = row["land"]
        contests.append(District(name, _winner_and_rest(row)))
        official[name] = {row["winner_list"]: int(row["seated"] == "yes")}
    return Case(
        "Germany, Bundestag 2025", law, tuple(contests), by_system(law, within), official,
        "systems/de_bundestag_2025_*.csv; of a district the file holds the winner and the valid votes", system=True,
        fixed=frozenset(name for name in within if not any(official[name].values())),
    )  # fmt: skip


def _winner_and_rest(row: Row) -> Votes:
    """The winner's votes, and the rest of the valid votes in parts that cannot win."""
    first, valid = int(row["winner_first_votes"]), int(row["valid_first_votes"])
    parts = split(valid - first, first, OTHER)
    return Votes((ListVotes(row["winner_list"], first), *parts))


def split(rest: int, below: int, name: str) -> tuple[ListVotes, ...]:
    """Votes as lists that each have fewer than `below`."""
    count = max(1, -(-rest // (below - 1)))
    sizes = [rest // count + (at < rest % count) for at in range(count)]
    return tuple(ListVotes(f"{name} {at}", size) for at, size in enumerate(sizes, 1))


# --- Czechia, Iceland, the Netherlands


def czechia(folder: Path) -> Case:
    """2021: regional seats from votes, both scrutinies, every cell of regions by lists."""
    contests, official, whole = [], {}, dict[str, int]()
    for region, group in groupby(rows(folder, "cz_psp_2021.csv"), key=lambda row: row["region"]):
        part = list(group)
        lists = (ListVotes(r["list"], int(r["votes"]), parties=CZECH.get(r["list"], 1)) for r in part)
        contests.append(District(region, Votes(tuple(lists)), int(part[0]["region_seats"])))
        official[region] = {row["list"]: int(row["official_seats"] or 0) for row in part}
        for name, seats in official[region].items():
            whole[name] = whole.get(name, 0) + seats
    law = "czechia/chamber@2021-10-08"
    return Case(
        "Czechia, Chamber of Deputies 2021", law, tuple(contests), by_system(law), {"all": whole, **official},
        "systems/cz_psp_2021.csv; the number of parties of a coalition as in its name", system=True,
    )  # fmt: skip


CZECH = {"SPOLU": 3, "Piráti+STAN": 2}


def iceland(folder: Path) -> Case:
    """2017: constituency seats, nine levelling seats with their places."""
    contests, official, whole, levelling = [], {}, dict[str, int](), {}
    for place, group in groupby(rows(folder, "is_althingi_2017.csv"), key=lambda row: row["constituency"]):
        part = list(group)
        levelling[place] = int(part[0]["levelling_seats"])
        lists = tuple(ListVotes(row["list"], int(row["votes"])) for row in part)
        contests.append(District(place, Votes(lists), int(part[0]["constituency_seats"])))
        official[place] = {row["list"]: int(row["seats"]) for row in part}
        for name, seats in official[place].items():
            whole[name] = whole.get(name, 0) + seats
    law = "iceland/althingi@2017-10-28"
    return Case(
        "Iceland, Althing 2017", law, tuple(contests), by_system(law, levelling=levelling),
        {"all": whole, **official}, "systems/is_althingi_2017.csv; the places of the nine seats are computed",
        system=True,
    )  # fmt: skip


def dutch_vectors(folder: Path) -> Case:
    """The 21 vectors of councils, with exhausted lists and recorded lots."""
    contests, official, fixed = [], {}, set()
    for row in rows(folder, "nl_council_vectors.csv"):
        contests.append(District(row["id"], _dutch_votes(row), int(row["seats"])))
        if row["expected"].startswith("open:"):
            official[row["id"]] = {row["expected"]: 1}
        else:
            seats = [int(count) for count in row["expected"].split("|")]
            official[row["id"]] = {str(at): count for at, count in enumerate(seats, 1)}
        if row["id"] in NO_VOTES_CHANGE:
            fixed.add(row["id"])
    return Case(
        "Netherlands, council vectors", "netherlands/councils-…@2022-03-16", tuple(contests), _dutch, official,
        "systems/nl_council_vectors.csv", alone=True, system=True, fixed=frozenset(fixed),
    )  # fmt: skip


NO_VOTES_CHANGE = (
    "p10_all_exhausted",
    "p10_two_exhausted",
    "ge19_p10_all_exhausted",
    "p10_exhausted_whole_seats",
)
"""Vectors whose lists have hardly more candidates than there are seats."""


def _dutch_votes(row: Row) -> Votes:
    counts = [int(count) for count in row["votes"].split("|")]
    room = [int(c) for c in row["candidates"].split("|")] if row["candidates"] else [None] * len(counts)
    first, others = (2, 1) if "P 9" in row["article"] else (1, 2)  # in P 9 the list drawn gives its seat
    lots = [
        (first if str(at) == row["lots"] else others) if row["lots"] else None
        for at in range(1, len(counts) + 1)
    ]
    return Votes(
        tuple(
            ListVotes(str(at), count, candidates=names, lot=lot)
            for at, (count, names, lot) in enumerate(zip(counts, room, lots, strict=True), 1)
        )
    )


def _dutch(contests: Sequence[District]) -> dict[str, Seats]:
    found: dict[str, Seats] = {}
    for contest in contests:
        name = "councils-below-19" if contest.seats < 19 else "councils-19-and-more"
        rules = load(f"netherlands/{name}").rules_at(date(2022, 3, 16)).with_house(contest.seats)
        result = allocate(rules, contest.votes)
        tied = sorted({name for tie in result.first.ties for name in tie.lists}, key=int)
        found[contest.name] = {f"open: lots among {','.join(tied)}": 1} if tied else result.seats
    return found


# --- one file of national cases


LAWS = {
    "rs_2023": ("Serbia, National Assembly 2023", "serbia/assembly@2023-12-17"),
    "md_2021": ("Moldova, Parliament 2021", "moldova/parliament@2021-07-11"),
    "ua_2019": ("Ukraine, Verkhovna Rada 2019", "ukraine/rada@2019-07-21"),
    "gr_2019": ("Greece, Parliament 2019", "greece/parliament@2019-07-07"),
    "gr_2023_may": ("Greece, Parliament May 2023", "greece/parliament@2023-05-21"),
    "gr_2023_june": ("Greece, Parliament June 2023", "greece/parliament@2023-06-25"),
    "ge_2020": ("Georgia, Parliament 2020", "georgia/parliament@2020-10-31"),
    "mx_2018": ("Mexico, Chamber of Deputies 2018", "mexico/chamber@2018-07-01"),
    "mx_2021": ("Mexico, Chamber of Deputies 2021", "mexico/chamber@2021-06-06"),
    "ee_2019": ("Estonia, Riigikogu 2019 (totals)", "estonia/riigikogu@2019-03-03 national"),
    "ee_2023": ("Estonia, Riigikogu 2023 (totals)", "estonia/riigikogu@2023-03-05 national"),
    "se_2018_totals": ("Sweden, Riksdag 2018 (totals)", "sweden/riksdag@2018-09-09 national"),
    "kg_2021": ("Kyrgyzstan, Jogorku Kenesh 2021", "kyrgyzstan/jogorku-kenesh@2021-11-28 national"),
}
ADMITTED = "only admitted lists are on file"
PERCENT = "votes are percentages; shares by region and district votes are not on file"
REST: dict[
    str, tuple[int, int, str]
] = {  # valid votes less the lists on file, the least vote that is admitted
    "md_2021": (1467216 - 1257615, 73361, "the other valid votes as lists below the threshold"),
    "gr_2023_june": (5215291 - 4898116, 156459, "the other votes follow from the first list's 40.56 %"),
    "ge_2020": (1924522 - 1806308, 19246, "the other votes follow from the first list's 48.22 %"),
}


def national(folder: Path) -> Iterator[Case]:
    """Serbia, Moldova, Ukraine, Greece, Georgia, Mexico, Estonia, Sweden, Kyrgyzstan."""
    for key, group in groupby(rows(folder, "national_cases.csv"), key=lambda row: row["case"]):
        if key not in LAWS:
            continue  # Latvia and Türkiye: votes by district are not on file
        name, law = LAWS[key]
        part = list(group)
        votes, note = _national_votes(key, part)
        due = {row["list"]: int(row["official_total_seats"] or row["official_list_seats"]) for row in part}
        marks = (
            "; some votes are unverified" if any("unverified votes" in row["mark"] for row in part) else ""
        )
        source = f"systems/national_cases.csv; {note}{marks}"
        system = isinstance(law_of(law.partition(" ")[0]), System) and " " not in law
        single = _direct(part) if system else ()
        within = {contest.name: "" for contest in single}
        contest = District("" if system else "all", votes)
        official: dict[str, Seats] = {"all": due, **{c.name: {_first(c): 1} for c in single}}
        compute = by_system(law, within) if system else by_rules(law)
        yield Case(name, law, (contest, *single), compute, official, source, system=system or " " in law)


def _national_votes(key: str, part: Sequence[Row]) -> tuple[Votes, str]:
    lists = tuple(_national_list(key, row) for row in part)
    if key == "kg_2021":
        lists = tuple(ListVotes(e.name, e.votes, regions={"": e.votes}) for e in lists)
        return Votes(lists, cast=10_000, region_bases={"": 10_000}), PERCENT
    note = ADMITTED
    if key in REST:
        rest, least, note = REST[key]
        lists += split(rest, least, "others")
    total = sum(entry.votes for entry in lists)
    return Votes(lists, cast=total if key in ("rs_2023", "ua_2019") else None), note


def _national_list(key: str, row: Row) -> ListVotes:
    votes = row["votes"].replace(".", "") if row["unit"] == "percent" else row["votes"]
    bloc = "bloc" if (key, row["list"]) == ("md_2021", "BECS") else ""
    return ListVotes(row["list"], int(votes), minority=row["group"] == "minority", contender=bloc)


def _direct(part: Sequence[Row]) -> tuple[District, ...]:
    """Districts known only by the number that each list won: two candidates each, the winner first."""
    won = ((row["list"], int(row["direct_seats"] or 0)) for row in part)
    named = [(name, at) for name, count in won for at in range(1, count + 1)]
    return tuple(
        District(f"{name}, district {at}", Votes((ListVotes(name, 2), ListVotes(OTHER, 1))))
        for name, at in named
    )


def _first(contest: District) -> str:
    return max(contest.votes.lists, key=lambda entry: entry.votes).name


# --- elections that the first document has, under statutes


def kazakhstan(folder: Path) -> Case:
    """The whole Mazhilis of 2023: 69 list seats and 29 districts."""
    case = next(one for one in kazakhstan_lists(folder) if one.name.endswith("2023"))
    law = "kazakhstan/mazhilis@2023-03-19"
    single = _direct(
        [{"list": "Amanat", "direct_seats": "22"}, {"list": "independents", "direct_seats": "7"}]
    )
    lists = case.official["all"]
    whole = {**lists, "Amanat": lists["Amanat"] + 22, "independents": 7}
    official: dict[str, Seats] = {"all": whole, **{c.name: {_first(c): 1} for c in single}}
    return Case(
        "Kazakhstan, whole Mazhilis 2023", law, (District("", case.contests[0].votes), *single),
        by_system(law, {contest.name: "" for contest in single}), official,
        "kz_mazhilis_party_lists.csv; winners of districts 22 and 7 are unverified", system=True,
    )  # fmt: skip


STATUTES = {
    "Georgia 2024": "georgia/parliament@2024-10-26 national",
    "Armenia 2021": "armenia/assembly@2021-06-20",
    "Kyrgyzstan 2020": "kyrgyzstan/jogorku-kenesh@2020-10-04 national",
}


def under_statutes(folder: Path) -> Iterator[Case]:
    """Cases that bundled rules compute already, by the dated statute as well."""
    for case in (*single_tier(folder), *netherlands(folder)):
        law = STATUTES.get(case.name)
        if case.name.startswith("Netherlands, Second Chamber"):
            law = "netherlands/second-chamber@2023-11-22"
        if law:
            name = f"{case.name}, by the statute"
            yield replace(case, name=name, rules=law, compute=by_rules(law), system=True)

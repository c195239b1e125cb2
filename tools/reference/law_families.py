"""The families of seat rules in use in the world: how each is expressed, an example that loads, what checks it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Family:
    """One family. `example` is a bundled law (with @date for a statute) or a table of rules; None: not expressed.

    `checked` names cases of the validation page, or says why nothing checks it.
    """

    name: str
    where: str
    how: str
    example: str | Mapping[str, Any] | None
    checked: tuple[str, ...] = ()
    why: str = ""


def step(do: str, tier: str = "", **keys: Any) -> dict[str, Any]:
    """One step of an example, perhaps of a tier."""
    return {"do": do, **({"tier": tier} if tier else {}), **keys}


NATIONAL_HARE = [step("quota", "national"), step("whole_seats", "national"), step("leftovers", "national")]

LISTS = (
    Family("one national district, highest averages", "Moldova, Israel, Austria (totals)",
           "`highest_averages` with a `threshold`", "moldova/parliament@2021-07-11", ("Moldova, Parliament 2021",)),
    Family("districts, each by highest averages", "Spain, Belgium (local), Portugal",
           "stage `districts`", "spain-congress", ("es/generales/es_generales_diputados_2015",)),
    Family("odd divisors, plain or with a dearer first", "Germany (European elections), Norway, Sweden",
           "`highest_averages`, `divisor`, `first`", "germany-europe-2014", ("de/de_euro_2014",)),
    Family("divisors 1, 4, 7 …", "Denmark (seats of provinces)", "`highest_averages`, `divisor = \"danish\"`",
           {"seats": 10, "method": "danish"}, why="not checked against a result: no votes on file"),
    Family("divisors 2, 3, 4 …", "Belgium (municipal)", "`divisor = \"belgian\"`", "belgium-municipal",
           ("be/be_loc_bruxelles_2012",)),
    Family("powers of divisors", "Estonia (compensation)", "`divisor = \"estonian\"`, compared exactly",
           "estonia/riigikogu@2019-03-03", ("Estonia, Riigikogu 2019 (totals)", "Estonia, Riigikogu 2023 (totals)")),
    Family("one quota, largest remainders", "Kazakhstan, Ukraine, Greece", "`quota`, `whole_seats`, `leftovers`",
           "kazakhstan/elections@2012-01-15", ("Kazakhstan, Mazhilis 2012", "Kazakhstan, Mazhilis 2016")),
    Family("quota of all votes, then averages", "Netherlands (Second Chamber)",
           "`quota` with `of = \"lists\"`, `leftovers` by averages", "netherlands/second-chamber@2023-11-22",
           ("Netherlands, Second Chamber 2023",)),
    Family("remainders of lists near a quota, then averages, one a list", "Netherlands (small councils)",
           "`remainders_then_averages`, `exhaustion`, `absolute_majority`",
           "netherlands/councils-below-19@2022-03-16", ("Netherlands, council vectors",)),
    Family("left seats to the largest lists", "Georgia 2024", "`leftovers`, `by = \"largest_lists\"`",
           "georgia/parliament@2024-10-26", ("Georgia 2024, by the statute",)),
    Family("seats taken back from the smallest remainders, pooled remainders", "Czechia 2021",
           "`over_award`, stage `pool`, `place` by remainders", "czechia/chamber@2021-10-08",
           ("Czechia, Chamber of Deputies 2021",)),
    Family("limited vote and single non-transferable vote", "Spain (Senate), Kuwait, Vanuatu",
           "`leftovers` by `largest_lists` without whole seats: every candidate is a list", "spain-senate",
           ("es/generales/es_generales_senado_2011",)),
    Family("two seats in each district by averages", "Chile until 2013", "stage `districts`, seats 2",
           {"stage": [step("districts")], "step": [step("highest_averages", "district")]},
           why="not checked against a result: no votes on file"),
)  # fmt: skip

ADMISSION = (
    Family("thresholds by kind of contender", "Moldova", "`threshold` with `by_contender`",
           "moldova/parliament@2021-07-11", ("Moldova, Parliament 2021",)),
    Family("thresholds by number of parties", "Czechia, Hungary, Georgia", "`threshold` with `coalition`",
           "czechia/chamber@2021-10-08", ("Czechia, Chamber of Deputies 2021",)),
    Family("an alliance reaches the threshold together", "Türkiye since 2022", "`alliance_sum`",
           "turkiye/assembly@2023-05-14", why="not checked against a result: votes by district are not on file; "
           "a test holds that the two small members enter by their alliances"),
    Family("a minimum in each region", "Kyrgyzstan", "`region_share`", "kyrgyzstan/jogorku-kenesh@2020-10-04",
           ("Kyrgyzstan 2020, by the statute",)),
    Family("thresholds on envelopes, on ballots cast, on registered voters", "Latvia, Kazakhstan, Ukraine",
           "`of`", "latvia/saeima@2022-10-01", why="not checked against a result: votes by constituency are not on "
           "file; a test holds that the base decides on Attīstībai/Par! in 2022"),
    Family("a guaranteed second or third force", "Kazakhstan 2009, Armenia", "`admit_next`, `coefficient`, `floor`",
           "armenia/assembly@2021-06-20", ("Armenia 2021, by the statute",)),
    Family("minorities exempt, or with votes that count more", "Serbia, Germany",
           "`minority_exempt`, `multiplier`", "serbia/assembly@2023-12-17", ("Serbia, National Assembly 2023",)),
    Family("a cheaper first seat for minorities", "Hungary", "`preferential_seat`", "hungary/assembly@2018-04-08",
           why="an official worked example of the fragment votes is a test; votes by district are not on file"),
    Family("surplus agreements", "Israel", "`alliances`, `share_inside`", "israel-knesset", ("Israel Knesset 22",)),
)  # fmt: skip

CORRECTIONS = (
    Family("a fixed bonus", "Greece until 2019", "`bonus_by_share`", "greece/parliament@2019-07-07",
           ("Greece, Parliament 2019",)),
    Family("a bonus that grows with the share", "Greece since June 2023", "`bonus_by_share` with `at`, `every`, `most`",
           "greece/parliament@2023-06-25", ("Greece, Parliament June 2023",)),
    Family("half of the seats to the first list, the rest shared", "France (municipal)",
           "`bonus_by_share` with half of the house", {"seats": 30, "method": "dhondt",
           "step": [step("bonus_by_share", seats=15)]}, why="not checked against a result: no votes on file"),
    Family("an absolute majority is completed", "Netherlands (councils)", "`absolute_majority`",
           "netherlands/councils-19-and-more@2022-03-16", ("Netherlands, council vectors",)),
    Family("the opposition has a minimum", "Armenia", "`opposition_share`", "armenia/assembly@2021-06-20",
           ("Armenia 2021, by the statute",)),
    Family("a cap on the seats of one list", "Kyrgyzstan", "`cap`", "kyrgyzstan/jogorku-kenesh@2021-11-28",
           ("Kyrgyzstan, Jogorku Kenesh 2021",)),
    Family("a cap on over-representation, districts included", "Mexico, Georgia 2020", "`share_cap`",
           "mexico/chamber@2018-07-01", ("Mexico, Chamber of Deputies 2018", "Georgia, Parliament 2020")),
    Family("a second round between lists", "San Marino, Armenia", "", None,
           why="the outcome of one count decides which votes are counted next; compute the second round as a contest "
           "of its own"),
)  # fmt: skip

TIERS = (
    Family("levelling seats", "Norway, Denmark", "stages `districts`, `admission`, `national` with `link = \"kept\"`",
           "norway-storting", ("no/no_stortingsvalg_2021, whole chamber", "dk/dk_folketing_2015, whole chamber")),
    Family("levelling seats with places in a legal order", "Iceland", "`place` by `share`",
           "iceland/althingi@2017-10-28", ("Iceland, Althing 2017",)),
    Family("surplus district seats are returned", "Sweden since 2018", "`link = \"returned\"`",
           "sweden/riksdag@2018-09-09", ("Sweden, Riksdag 2018 (totals)",)),
    Family("tables proportional both ways", "Switzerland (Zug, Zürich)", "stage `biproportional`", "zug-2018",
           ("Switzerland, Zug 2018",)),
    Family("the strongest list of each district keeps a seat", "Switzerland (Grisons)", "", None,
           why="the table of both sums has no condition on single cells"),
    Family("parallel", "Ukraine 2019, Kazakhstan 2023, Japan", "stages `direct` and `national`",
           "ukraine/rada@2019-07-21", ("Ukraine, Verkhovna Rada 2019", "Kazakhstan, whole Mazhilis 2023")),
    Family("parallel with several list regions", "Japan", "stages `direct` and `districts`",
           {"stage": [step("direct"), step("districts")], "step": [step("highest_averages", "district")]},
           why="not checked against a result: no votes on file"),
    Family("linked, the house grows", "New Zealand", "`link = \"house_grows\"`", "new-zealand-house",
           ("nz/nz_general_2014",)),
    Family("linked in regions", "Scotland, Wales", "`link = \"kept\"`, or `districts` with `direct`",
           "scotland-region", ("uk/uk_sco_parliament_2011, am_glasgow",)),
    Family("linked in two stages by state, levelled", "Germany 2013 to 2023", "stages `minimum`, `growing_house`",
           "germany/bundestag@2021-09-26", ("Germany, Bundestag 2013", "Germany, Bundestag 2021")),
    Family("direct seats only as far as votes cover them", "Germany since 2023", "stage `coverage`",
           "germany/bundestag@2025-03-14", ("Germany, Bundestag 2025",)),
    Family("votes that win nothing go to the list", "Hungary", "stage `fragments`", "hungary/assembly@2018-04-08",
           why="an official worked example is a test; votes by district are not on file"),
    Family("seats of districts by population, register or votes", "Germany, Spain, Czechia, United States",
           "stage `district_seats`, or a rules file on its own", "us-house",
           ("us/us_congress_seat_apportionment_2010", "es/generales/es_generales_diputados_2015_distribucion")),
)  # fmt: skip

OTHERS = (
    Family("single transferable vote, all papers at fractions", "Scotland (councils)", "the rules of a count: `stv`, "
           "`weighted_inclusive`", "scotland/councils@2012-05-03", ("Scotland, Leith Walk 2015",)),
    Family("single transferable vote, whole papers", "Ireland", "the rules of a count: `stv`, `whole_papers`",
           "ireland/dail@2002-05-17", why="not checked against a result: no papers on file, and ballots alone do not "
           "determine the whole count"),
    Family("single transferable vote, seats added for the party with most first preferences", "Malta", "", None,
           why="the count is that of whole papers; the added seats depend on parties, which ballots do not tell, and the "
           "text of the rule is not on file"),
    Family("single transferable vote, fractions of the last parcel", "Northern Ireland", "", None,
           why="the surplus of the last parcel at two decimals is not encoded; the rule stands in rule 49 of "
           "legislation.gov.uk/apni/1962/14/schedule/5/paragraph/49"),
    Family("alternative vote", "by-elections in Scotland", "the rules of a count: one seat", "scotland/councils@2012-05-03",
           ("Scotland, Leith Walk 2019", "Scotland, Linn 2022")),
    Family("alternative vote, every square numbered", "Australia (House)", "the rules of a count: `av`, `every_preference`",
           "australia/house@2022-05-21", why="not checked against a result: no papers on file"),
    Family("two rounds, entry by a share of the register", "France", "the rules of a majority: `conditions`, `entry`",
           "france/assembly@2024-06-30", ("France, National Assembly 2024, first round",)),
    Family("two rounds of the first two", "Kazakhstan (President)", "the rules of a majority", "kazakhstan/president@2022-11-20",
           why="not checked against a result: a test holds the conditions at their limits"),
    Family("votes and a share in so many regions", "Kenya, Indonesia, Nigeria", "the rules of a majority: `spread`",
           "kenya/president@2022-08-09", why="not checked against a result: votes by region are not all on file; a test "
           "holds the spread at its limit"),
    Family("preference thresholds before the order of the list", "Netherlands", "the rules for candidates: `threshold`",
           "netherlands/candidates@2022-03-16", why="not checked against a result: an example of the Electoral Council "
           "is a test"),
    Family("personal mandates, and a minimum for others", "Estonia", "the rules for candidates: `personal`, `minimum`",
           "estonia/candidates@2019-03-03", why="not checked against a result: votes by candidate are not on file"),
    Family("Borda and its kin", "Nauru, Slovenia (minority seats)", "", None, why="points of ranks are not encoded"),
    Family("quotas of sex inside a district", "Kyrgyzstan 2025", "", None,
           why="who is elected depends on the sex of candidates; details of the law are unverified"),
    Family("best losers and communities", "Mauritius", "", None,
           why="who has the seat depends on the community of candidates"),
    Family("appointed and indirectly elected members", "many second chambers", "", None, why="no votes are counted"),
)  # fmt: skip

FAMILIES: Mapping[str, tuple[Family, ...]] = {
    "Lists": LISTS,
    "Who takes part": ADMISSION,
    "Corrections": CORRECTIONS,
    "Districts and tiers": TIERS,
    "Candidates, ballots and rounds": OTHERS,
}
"""The families by the part of the law they belong to."""


def page() -> str:
    """The page as Markdown."""
    every = [family for part in FAMILIES.values() for family in part]
    expressed = [family for family in every if family.example is not None]
    checked = [family for family in expressed if family.checked]
    head = (
        "# Families of seat rules in the world\n\n"
        "*Generated from `tools/reference/law_families.py` by `make docs`; do not edit. The tests load every example "
        "and look every case up in the [validation](validation-law.md).*\n\n"
        f"{len(every)} families: {len(expressed)} can be expressed, {len(checked)} of these are checked by official "
        "results; for the others the last column says why not. The countries are examples from general knowledge, no complete "
        "list; what the project has read of a law stands in the statute named beside it.\n"
    )
    return head + "".join(_part(title, part) for title, part in FAMILIES.items())


def _part(title: str, families: tuple[Family, ...]) -> str:
    rows = [
        f"\n## {title}\n",
        "| family | such as | how to express it | an example that loads | what checks it |",
    ]
    rows.append("|---|---|---|---|---|")
    for one in families:
        example = (
            f"`{one.example}`" if isinstance(one.example, str) else ("a table" if one.example else "none")
        )
        how = one.how or "cannot be expressed"
        rows.append(f"| {one.name} | {one.where} | {how} | {example} | {'; '.join(one.checked) or one.why} |")
    return "\n".join(rows) + "\n"

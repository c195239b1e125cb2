"""The results of a case by level: which places a contest consists of, and which are published whole."""

from scrutator.counting.protocols.levels import check_levels
from scrutator.counting.protocols.published_results import published_results
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case
from support.small_case import SMALL_CASE

SOURCE = "id,title,kind,obtained,locator\ns,A table,official,whole,none\n"
PLACES = """id,name,level,parent,start,end,source
land,Land,country,,,,s
north,North,region,land,,,s
south,South,region,land,,2018-06-19,s
east,East,region,land,2018-06-19,,s
west,West,region,land,2018-06-19,,s
"""
CONTESTS = "id,title,date,source\nold,Old,2012-01-15,s\nnew,New,2021-01-10,s\n"
HEADER = "contest,place,list,stage,votes,percent,seats,source\n"
CASE_TOML = 'format = 1\nid = "x"\ntitle = "x"\npublisher = "x"\ndate = "2026-11-21"\nlanguage = "en"\nlicence = "CC-BY-4.0"\n'


def case_of(*rows: tuple[str, str, str, object]) -> Case:
    lines = [f"{contest},{place},{name},final,{votes},not published,not published,s\n"
             for contest, place, name, votes in rows]  # fmt: skip
    files = {
        "case.toml": CASE_TOML,
        "sources.csv": SOURCE,
        "places.csv": PLACES,
        "contests.csv": CONTESTS,
        "lists.csv": "id,name\na,A\nb,B\n",
        "results.csv": HEADER + "".join(lines),
        "statement.en.md": "Text.\n",
    }
    return sound_case({name: text.encode() for name, text in files.items()}, "x")


def test_a_contest_consists_of_the_places_that_existed_on_its_date() -> None:
    case = case_of(("old", "land", "a", 10), ("new", "land", "a", 10))
    _, expected = published_results(case)
    parts = {tree: {path[1] for path in expected if path[0].startswith(tree) and len(path) == 2}
             for tree in ("old", "new")}  # fmt: skip
    assert parts == {"old": {"north", "south"}, "new": {"north", "east", "west"}}


def test_the_sum_of_the_parts_of_the_day_is_compared_with_the_total() -> None:
    rows = [("old", "land", "a", 10), ("old", "north", "a", 6), ("old", "south", "a", 4)]
    assert check_levels(*published_results(case_of(*rows))).units_checked == 1
    assert not check_levels(*published_results(case_of(*rows))).partings
    (parting,) = check_levels(*published_results(case_of(*rows[:2], ("old", "south", "a", 5)))).partings
    assert (parting.path, parting.below, parting.published) == (("old, final: land",), 11, 10)


def test_a_part_without_a_result_leaves_the_total_unchecked() -> None:
    found = check_levels(*published_results(case_of(("new", "land", "a", 10), ("new", "north", "a", 10))))
    assert [why for _, why in found.cannot] == [
        "published totals cannot be recomputed: 2 parts are not published"
    ]


def test_an_unknown_count_is_no_zero_but_a_list_not_on_the_ballot_is() -> None:
    rows = [("old", "land", "a", 10), ("old", "land", "b", 3), ("old", "north", "a", 6), ("old", "north", "b", 3),
            ("old", "south", "a", 4)]  # fmt: skip
    unknown = check_levels(*published_results(case_of(*rows, ("old", "south", "b", "not obtained"))))
    assert (unknown.units_checked, len(unknown.cannot)) == (0, 1)
    assert check_levels(*published_results(case_of(*rows))).units_checked == 0
    absent = check_levels(*published_results(case_of(*rows, ("old", "south", "b", "not applicable"))))
    assert (absent.units_checked, absent.partings) == (1, ())


def test_of_two_sources_the_one_first_in_the_alphabet_counts_in_any_order() -> None:
    rows = ["vote,land,red,final,921,92.00,9,B", "vote,land,red,final,920,92.00,9,A"]
    head = "contest,place,list,stage,votes,percent,seats,source"
    for order in (rows, rows[::-1]):
        files = {**SMALL_CASE, "results.csv": "\n".join([head, *order]) + "\n"}
        case = sound_case({path: text.encode() for path, text in files.items()}, "small")
        published, _ = published_results(case)
        assert list(published.values()) == [{"red": 920}]

"""The law page: the state is the address, the answer is the law's, nothing is kept."""

import csv
from pathlib import Path

import pytest
from django.test import Client

from scrutator.web.law.asked import example
from scrutator.web.law.pictures import colours

PAGE = "/law/"
CASE = Path(__file__).parents[3] / "src/scrutator/cases/kazakhstan-2012/results.csv"


def address_in(text: str) -> str:
    """The address of the state that a page shows."""
    import re
    from html import unescape

    return unescape(re.search(r'rel="bookmark" href="([^"]*)"', text)[1])  # type: ignore[index]


def seats(text: str) -> list[str]:
    """The column of seats as turned, as the page shows it."""
    import re

    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', text)
    return [re.findall(r"<td[^>]*>(.*?)</td>", cells)[4] for _, cells in rows]


def test_without_anything_asked_the_page_shows_kazakhstan_2012_under_its_law() -> None:
    text = Client().get(PAGE).content.decode()
    assert seats(text)[:7] == ["83", "8", "7", "0", "0", "0", "0"]
    assert "this is the law as it is" in text
    assert "9809 votes moved from Ak Zhol to Communist" in text


def test_the_examples_votes_are_those_of_the_case() -> None:
    with CASE.open(encoding="utf-8") as file:
        official = [
            r["votes"]
            for r in csv.DictReader(file)
            if (r["contest"], r["stage"]) == ("mazhilis-2012", "final")
        ]
    assert [line.split(",")[1] for line in example().split("\n")[1:-1]] == official


def test_a_turned_knob_changes_the_seats_and_says_so() -> None:
    text = (
        Client()
        .get(PAGE, {"law": "kazakhstan/elections", "day": "2012-01-15", "threshold": "1%"})
        .content.decode()
    )
    assert "Threshold: 1%." in text
    assert seats(text)[3] != "0"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"knob": "1"}, "is no knob of this page"),
        ({"seats": "-3"}, "Write a whole number"),
        ({"no_next_list": "yes"}, "is a tick"),
        ({"seats": "0"}, "Write a whole number"),
        ({"seats": "100000"}, "Write a whole number"),
        ({"seats": "²"}, "Write a whole number"),
        ({"threshold": "five"}, "five"),
        ({"method": "magic"}, "Known: dhondt"),
        ({"law": "atlantis/elections"}, "there is no law"),
        ({"day": "1812-01-01"}, "nothing in force"),
        ({"day": "soon"}, "is not a date"),
        ({"votes": "list,votes\nA,-3"}, "A"),
        ({"votes": "x"}, "no rows"),
        ({"votes": "x,y\n1,2"}, "no column"),
        ({"law": "israel-knesset", "day": "", "no_next_list": "on"}, "no rule that admits the next list"),
        ({"law": "israel-knesset"}, "Leave the day empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(given: dict[str, str], said: str) -> None:
    response = Client().get(PAGE, {"law": "kazakhstan/elections", "day": "2012-01-15", **given})
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_knob_given_twice_is_refused() -> None:
    assert "more than once" in Client().get(f"{PAGE}?seats=3&seats=4").content.decode()


@pytest.mark.parametrize("votes", ["", " \r\n"])
def test_votes_that_were_taken_away_are_not_answered_with_the_example_s(votes: str) -> None:
    answer = Client().post("/law/", {"law": "israel-knesset", "seats": "50", "votes": votes})
    assert answer.status_code == 400
    assert "there are no votes" in answer.content.decode()
    assert 'value="50"' in answer.content.decode()
    assert '<section id="answer" aria-live="polite">' in answer.content.decode()
    assert "<h2>" not in answer.content.decode()


def test_the_link_of_a_state_brings_it_back() -> None:
    first = (
        Client().get(PAGE, {"law": "israel-knesset", "votes": "list,votes\nA,600\nB,401\n"}).content.decode()
    )
    assert seats(Client().get(address_in(first)).content.decode()) == seats(first)


def test_order_of_the_lists_decides_nothing() -> None:
    one, other = "A,600\nB,401\nC,99", "C,99\nA,600\nB,401"
    found = [
        seats(Client().get(PAGE, {"law": "israel-knesset", "votes": f"list,votes\n{rows}"}).content.decode())
        for rows in (one, other)
    ]
    assert found[0] == [found[1][1], found[1][2], found[1][0]]


def test_a_file_becomes_an_address_without_what_was_set_aside_which_is_said() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("votes.csv", b"list;votes\nA;600\nB;401\nTotal;1001\n")
    text = Client().post(PAGE, {"law": "israel-knesset", "file": file}).content.decode()
    assert "votes.csv: " in text
    link = address_in(text)
    assert "Total" in text
    assert "Total" not in link
    assert seats(Client().get(link).content.decode()) == seats(text)
    assert len(seats(text)) == 2


def test_a_file_of_which_nothing_was_assumed_leads_to_its_address() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("votes.csv", b"list,votes\nA,600\nB,401\n")
    answer = Client().post(PAGE, {"law": "israel-knesset", "file": file})
    if answer.status_code == 200:
        assert "votes.csv: " in answer.content.decode()
    else:
        assert len(seats(Client().get(answer.headers["Location"]).content.decode())) == 2


def test_names_are_shown_as_text() -> None:
    text = (
        Client()
        .get(
            PAGE, {"law": "israel-knesset", "votes": 'list,votes\n"<script>x</script>",9\n"a"" onload=""x",5'}
        )
        .content.decode()
    )
    assert "<script>x" not in text
    assert 'onload="x' not in text


def test_a_system_of_districts_takes_votes_by_district() -> None:
    rows = "district,seats,list,votes\nNorth,5,A,600\nNorth,5,B,400\nSouth,3,A,100\nSouth,3,B,500\n"
    text = Client().get(PAGE, {"law": "spain-congress", "votes": rows}).content.decode()
    assert "400" in text
    assert len(seats(text)) == 2


def test_districts_under_the_law_of_one_contest_are_added_up_and_it_is_said() -> None:
    rows = "district,list,votes\nNorth,A,600\nNorth,B,400\nSouth,A,100\nSouth,B,500\n"
    assert "added up" in Client().get(PAGE, {"law": "israel-knesset", "votes": rows}).content.decode()


def test_a_column_that_no_rule_reads_is_named() -> None:
    rows = "list,votes,mood\nA,600,good\nB,400,bad\n"
    assert (
        "No rule reads the column mood"
        in Client().get(PAGE, {"law": "israel-knesset", "votes": rows}).content.decode()
    )


def test_every_bundled_law_answers_with_seats_or_says_what_it_lacks() -> None:
    from scrutator.api.laws import distributing_laws

    for name, (_, days) in distributing_laws().items():
        day = days[-1].isoformat() if days else ""
        response = Client().get(PAGE, {"law": name, "day": day, "votes": "list,votes\nA,60000\nB,40100\n"})
        assert response.status_code in (200, 400), name


def test_seats_of_districts_are_said_to_be_unread_under_the_law_of_one_contest() -> None:
    rows = "district,seats,list,votes\nNorth,5,A,600\nNorth,5,B,400\n"
    assert (
        "No rule reads the column seats"
        in Client().get(PAGE, {"law": "israel-knesset", "votes": rows}).content.decode()
    )


def test_a_law_with_two_readings_that_part_is_compared_reading_by_reading() -> None:
    rows = "kind,list,votes\nlist,A,900\nlist,B,69\nlist,C,31\ncast,,1100\n"
    asked = {"law": "kazakhstan/elections", "day": "2012-01-15", "votes": rows}
    text = Client().get(PAGE, asked).content.decode()
    assert "this is the law as it is" in text
    assert "Reading: " in text
    assert "<td>+" not in text  # nothing is turned, so nothing differs
    assert "<td>−" not in text


@pytest.mark.parametrize(("lists", "sought"), [(20, True), (21, False)])
def test_the_fewest_votes_are_sought_among_twenty_lists_and_not_among_more(lists: int, sought: bool) -> None:
    rows = "list,votes\n" + "".join(f"L{number},{100 + number}\n" for number in range(lists))
    asked = {"law": "israel-knesset", "seats": "30", "votes": rows, "fewest": "on"}
    text = Client().get(PAGE, asked).content.decode()
    assert ("would change a seat" in text) is sought
    assert ("does not seek the fewest votes" in text) is not sought


@pytest.mark.parametrize(("rows", "status"), [(5_000, 302), (5_001, 400)])
def test_a_file_has_five_thousand_rows_of_votes_at_most(rows: int, status: int) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    names = "".join(f"D{number % 2500},L{number // 2500},{number}\n" for number in range(rows))
    file = SimpleUploadedFile("votes.csv", f"district,list,votes\n{names}".encode())
    answer = Client().post(PAGE, {"law": "israel-knesset", "file": file})
    assert answer.status_code in (status, 200 if status == 302 else status)
    assert ("more than 5,000 rows" in answer.content.decode()) is (status == 400)


def test_votes_of_which_a_row_cannot_be_read_give_no_seats() -> None:
    answer = Client().get("/law/", {"votes": "list,votes\nA,1000,7\nB,500\nC,50\n"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "rows that cannot be read: 1" in text
    assert "settled" not in text


@pytest.mark.parametrize(("lists", "grey"), [(7, ""), (8, "Grey: the lists from number 7 on.")])
def test_no_two_lists_share_a_colour_but_the_grey_that_the_page_names(lists: int, grey: str) -> None:
    names = [f"L{at}" for at in range(lists)]
    shown = list(colours(names).values())
    alone = [one for one in shown if shown.count(one) == 1]
    assert len(alone) == (7 if lists == 7 else 6)
    votes = "list,votes\n" + "".join(f"{name},{1000 + at}\n" for at, name in enumerate(names))
    text = Client().get("/law/", {"votes": votes, "law": "kazakhstan/elections", "day": "2012-01-15"})
    assert (grey or "Grey:") in text.content.decode() or not grey
    assert ("Grey:" in text.content.decode()) is bool(grey)


def test_one_vote_is_one_vote() -> None:
    text = Client().get("/law/", {"votes": "list,votes\nA,500\nB,500\n", "seats": "99"}).content.decode()
    assert "1 votes" not in text


@pytest.mark.parametrize(("lists", "later"), [(7, False), (8, True)])
def test_among_more_than_seven_lists_the_fewest_votes_come_by_a_second_request(
    lists: int, later: bool
) -> None:
    import re
    from html import unescape

    rows = "list,votes\n" + "".join(f"L{number},{100 + number}\n" for number in range(lists))
    first = Client().get(PAGE, {"law": "israel-knesset", "seats": "30", "votes": rows}).content.decode()
    assert ("Seek the fewest votes that would change a seat" in first) is later
    assert ("moved from" in first) is not later
    if later:
        address = unescape(re.search(r'hx-get="(/law/\?[^"]*fewest=on)"', first)[1])  # type: ignore[index]
        second = Client().get(address).content.decode()
        assert "moved from" in second
        assert "Seek the fewest" not in second
        assert seats(second) == seats(first)


def test_a_refusal_is_an_answer_to_the_page_s_own_script_and_a_fault_of_the_request_to_all_others() -> None:
    asked = {"threshold": "much"}
    said = [Client().get(PAGE, asked), Client().get(PAGE, asked, headers={"HX-Request": "true"})]
    assert [one.status_code for one in said] == [400, 200]
    assert all('class="problem" role="alert"' in one.content.decode() for one in said)


def test_what_asks_for_the_fewest_votes_is_a_tick() -> None:
    answer = Client().get(PAGE, {"fewest": "please"})
    assert answer.status_code == 400
    assert "fewest is a tick" in answer.content.decode()

"""A report from its bytes: what it says, and everything that is refused before it costs anything."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.submission import Submission, parse, parse_stored, plain_path

META = "<meta><instanceID>uuid:1</instanceID></meta>"


def report(inside: str, attributes: str = 'id="voting" version="7"', meta: str = META) -> bytes:
    return f"<data {attributes}>{inside}{meta}</data>".encode()


def test_a_report_of_a_phone_is_read_field_for_field() -> None:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><data xmlns:orx="http://openrosa.org/xforms" id="voting" version="7">'
        "<station>S 1</station><seen><v_secrecy>no</v_secrecy><v_photo>a b.JPG</v_photo><v_left/></seen>"
        "<orx:meta><orx:instanceID>uuid:2</orx:instanceID><orx:deprecatedID>uuid:1</orx:deprecatedID></orx:meta></data>"
    )
    assert parse(body.encode()) == Submission(
        "voting",
        "7",
        "uuid:2",
        "uuid:1",
        (("station", "S 1"), ("seen/v_secrecy", "no"), ("seen/v_photo", "a b.JPG"), ("seen/v_left", "")),
        ("a b.JPG",),
    )


def test_text_in_three_scripts_and_escaped_signs_arrive_as_they_were_typed() -> None:
    assert parse(report("<comment>Қазақ &lt;b&gt; &amp; ok</comment>")).answers == (
        ("comment", "Қазақ <b> & ok"),
    )


def test_repeats_are_numbered_and_an_empty_one_at_the_end_is_dropped() -> None:
    hours = "<hours><n>1</n></hours><hours><n>2</n></hours><hours><n/></hours>"
    assert parse(report(hours)).answers == (("hours[1]/n", "1"), ("hours[2]/n", "2"))
    assert parse(report("<hours><n>1</n></hours><hours><n/></hours>")).answers == (("hours/n", "1"),)


def test_a_single_empty_group_keeps_its_unanswered_questions() -> None:
    assert parse(report("<seen><a/><b> </b></seen>")).answers == (("seen/a", ""), ("seen/b", ""))


def test_the_path_of_a_question_has_no_numbers() -> None:
    assert plain_path("hours[12]/n") == "hours/n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no XML"),
        (b"<data", "no XML"),
        ("<data/>".encode("utf-16"), "not UTF-8"),
        ("<data/>".encode("utf-16-le"), "NUL"),
        (report("<a>\xff</a>").replace("\xff".encode(), b"\xff"), "not UTF-8"),
        (b'<!DOCTYPE data [<!ENTITY a "b">]>' + report("<a>&a;</a>"), "a document type"),
        (b'<!DOCTYPE data SYSTEM "file:///etc/passwd">' + report(""), "a document type"),
        (b"<?php echo 1 ?>" + report(""), "a processing instruction"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + report(""), "an encoding other than UTF-8"),
        (report("<a>x<b/></a>"), "the group “a” has a text of its own"),
        (report("", meta=""), "0 parts “meta”"),
        (report("", meta=META + META), "2 parts “meta”"),
        (report("", meta="<meta><instanceID/></meta>"), "no instanceID"),
        (report("", meta="<meta><instanceID>../../etc</instanceID></meta>"), "instanceID is no id"),
        (
            report("", meta="<meta><instanceID>a</instanceID><instanceID>b</instanceID></meta>"),
            "2 times instanceID",
        ),
        (report("", attributes='version="1"'), "does not say the id"),
        (report("", attributes='id="a b"'), "does not say the id"),
        (report("", attributes='id="a" version="1 2"'), "does not say the version"),
        (report("", attributes='id="a" encrypted="yes"'), "encrypted by the phone"),
        (report("<ж/>"), "no plain name"),
    ],
)
def test_what_is_no_report_is_refused_by_name(body: bytes, said: str) -> None:
    with pytest.raises(ScrutatorError, match=said) as refused:
        parse(body)
    assert refused.value.code == "D04"


def nested(levels: int) -> bytes:
    return report("<a>" * levels + "</a>" * levels)


@pytest.mark.parametrize(
    ("most", "more", "said"),
    [
        (nested(15), nested(16), "deeper than 16"),
        (report("<a/>" * 9_997), report("<a/>" * 9_998), "more than 10,000 elements"),
        (report(f"<a>{'x' * 10_000}</a>"), report(f"<a>{'x' * 10_001}</a>"), "longer than 10,000"),
        (
            report("") + b" " * (1_048_576 - len(report(""))),
            report("") + b" " * (1_048_577 - len(report(""))),
            "1,048,577",
        ),
        (report(f"<{'a' * 64}/>"), report(f"<{'a' * 65}/>"), "no plain name"),
        (
            report("", meta=f"<meta><instanceID>{'a' * 128}</instanceID></meta>"),
            report("", meta=f"<meta><instanceID>{'a' * 129}</instanceID></meta>"),
            "is no id",
        ),
    ],
)
def test_limits_hold_on_both_sides(most: bytes, more: bytes, said: str) -> None:
    parse(most)
    with pytest.raises(ScrutatorError, match=said):
        parse(more)


def test_a_bomb_of_any_kind_costs_little_memory_and_time() -> None:
    bombs = [
        b"<data " + b"a='1' " * 100_000 + b"/>",
        b"<data " + b" ".join(b"a%d='1'" % n for n in range(60_000)) + b"/>",
        b"<a>" * 300_000,
        report("<a>" + "<![CDATA[x]]>" * 70_000 + "</a>"),
        report("&#120;" * 170_000),
    ]
    tracemalloc.start()
    start = time.process_time()
    for bomb in bombs:
        with pytest.raises(ScrutatorError):
            parse(bomb)
    assert time.process_time() - start < 5
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_from_the_catalogue(content: bytes) -> None:
    for body in (content, report("").replace(b"<meta>", content + b"<meta>")):
        code = ""
        try:
            parse(body)
        except ScrutatorError as refused:
            code = refused.code
        assert code in ("", "D04", "D05")


VALUES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True).filter(lambda name: name != "meta"),
        VALUES,
        max_size=8,
    )
)
def test_every_answer_that_is_written_is_read_back(answers: dict[str, str]) -> None:
    from xml.sax.saxutils import escape

    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in answers.items())
    expected = tuple((name, value.strip(" \t\r\n")) for name, value in answers.items())
    assert parse(report(inside)).answers == expected


LEAF = st.tuples(
    st.sampled_from(["a", "b", "orx:c"]), st.sampled_from(["", " ", "x &amp; y", "p.jpg", "<![CDATA[<d>]]>"])
)
GROUP = st.recursive(
    LEAF,
    lambda inside: st.tuples(st.sampled_from(["g", "h"]), st.lists(inside, min_size=1, max_size=4)),
    max_leaves=12,
)


def _xml_of(node: tuple[str, object]) -> str:
    name, inside = node
    text = inside if isinstance(inside, str) else "\n ".join(map(_xml_of, inside))  # type: ignore[arg-type]
    return f"<{name}>{text}<!-- c --></{name}>"


@given(st.lists(GROUP, max_size=5), st.booleans())
def test_what_was_stored_is_read_as_it_was_when_it_came(nodes: list[tuple[str, object]], bound: bool) -> None:
    space = ' xmlns:orx="http://openrosa.org/xforms"' if bound else ""
    meta = "<orx:meta><orx:instanceID> uuid:1 </orx:instanceID><deprecatedID>uuid:0</deprecatedID></orx:meta>"
    body = f'<data id="f" version="1"{space}>{"".join(map(_xml_of, nodes))}{meta}</data>'.encode()
    assert parse_stored(body) == parse(body)

"""Reports read by what stands between known elements: the same answers as by the parser, whatever they hold."""

from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.field.reading.stored import StoredReader
from scrutator.field.submission import parse_stored

NAMES = ("a", "b", "c_1", "d.e", "seen")
TEXTS = st.text(alphabet=" <>&\"'/x1=é\n\t?!-", max_size=8) | st.just("")
HEAD = '<data id="f" version="1" xmlns:jr="http://openrosa.org/javarosa">'
META = "<meta><instanceID>uuid:1</instanceID></meta>"


def report(answers: list[tuple[str, str]], *, closed: bool, grouped: bool) -> bytes:
    """A report as phones write them: an empty answer as one sign or as two, a `>` as it is or escaped."""
    leaves = "".join(leaf(name, text, closed=closed) for name, text in answers)
    return f"{HEAD}{f'<g>{leaves}</g>' if grouped else leaves}{META}</data>".encode()


def leaf(name: str, text: str, *, closed: bool) -> str:
    if not text and closed:
        return f"<{name}/>"
    return f"<{name}>{escape(text).replace('&gt;', '>')}</{name}>"


ANSWERS = st.lists(st.tuples(st.sampled_from(NAMES), TEXTS), min_size=1, max_size=5)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(ANSWERS, st.booleans(), st.booleans()), min_size=1, max_size=4))
def test_a_reader_says_of_every_report_what_the_parser_says(
    reports: list[tuple[list[tuple[str, str]], bool, bool]],
) -> None:
    reader = StoredReader()
    for answers, closed, grouped in reports:
        body = report(answers, closed=closed, grouped=grouped)
        for _ in range(2):  # as new, and as known
            paths, values = reader.read(body)
            assert tuple(zip(paths, values, strict=True)) == parse_stored(body).answers


def test_reports_of_the_same_elements_have_the_same_paths_and_their_own_answers() -> None:
    reader = StoredReader()
    one, other = (
        reader.read(report([("a", text), ("b", "x")], closed=True, grouped=True)) for text in ("1", "")
    )
    assert one[0] is other[0]
    assert (list(one[1]), list(other[1])) == (["1", "x"], ["", "x"])


def test_a_group_that_repeats_is_read_by_the_parser_for_its_paths_depend_on_what_is_empty() -> None:
    reader = StoredReader()
    both = f"{HEAD}<r><a>1</a></r><r><a>2</a></r><b>x</b>{META}</data>".encode()
    single = f"{HEAD}<r><a>1</a></r><r><a></a></r><b>x</b>{META}</data>".encode()
    assert reader.read(both)[0] == ("r[1]/a", "r[2]/a", "b")
    assert reader.read(single)[0] == ("r/a", "b")


def test_an_answer_that_looks_like_elements_is_the_answer_and_no_element() -> None:
    reader = StoredReader()
    for told in ("x>a>y>/a>z", "1 > 2", "a>/a", "/data>"):
        body = f"{HEAD}<b>{told}</b><c_1>1</c_1><seen>2</seen>{META}</data>".encode()
        paths, values = reader.read(body)
        assert (paths, list(values)) == (("b", "c_1", "seen"), [told, "1", "2"])

"""Posts as Collect divides them."""

from email.message import EmailMessage
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.multipart import parts, posted
from support.refusals import code_of

KIND = "multipart/form-data; boundary=b1"


def body(*given: tuple[str, bytes]) -> bytes:
    return (
        b"".join(
            b"--b1\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + content + b"\r\n"
            for head, content in given
        )
        + b"--b1--\r\n"
    )


FORM = ('name="xml_submission_file"; filename="f.xml"', b"<a/>")


def test_a_post_has_one_form_and_its_files_under_their_own_names() -> None:
    found = posted(body(FORM, ('name="p"; filename="фото.jpg"', b"\r\n--b\r\n\x00")), KIND)
    assert (found.xml, found.attachments, found.incomplete) == (
        b"<a/>",
        (("фото.jpg", b"\r\n--b\r\n\x00"),),
        False,
    )


@pytest.mark.parametrize(("value", "incomplete"), [(b"yes", True), (b"no", False)])
def test_an_unfinished_series_says_so(value: bytes, incomplete: bool) -> None:
    assert posted(body(FORM, ('name="*isIncomplete*"', value)), KIND).incomplete is incomplete


@pytest.mark.parametrize("name", ["../a.jpg", "a/b.jpg", "a\\b.jpg", ".hidden", "", "a\tb", "x" * 201])
def test_names_that_could_be_paths_are_refused(name: str) -> None:
    head = f'name="p"; filename="{name}"'.replace("\\", "\\\\")
    with pytest.raises(ScrutatorError, match="D50"):
        posted(body(FORM, (head, b"x")), KIND)


def test_the_longest_name_is_taken() -> None:
    assert (
        posted(body(FORM, (f'name="p"; filename="{"x" * 200}"', b"x")), KIND).attachments[0][0] == "x" * 200
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", KIND), (body(FORM), "text/xml"), (body(FORM), "multipart/form-data"), (body(FORM)[:-8], KIND), (body(), KIND),
     (body(FORM, FORM), KIND), (body(FORM, ('name="p"', b"x")), KIND), (b"--b1\r\nX: y\r\n\r\n\r\n--b1--", KIND),
     (b"--b1\r\n\xff: y\r\n\r\n\r\n--b1--", KIND)],
)  # fmt: skip
def test_what_is_not_such_a_post_is_refused_by_name(content: bytes, kind: str) -> None:
    with pytest.raises(ScrutatorError, match="D50"):
        posted(content, kind)


@pytest.mark.parametrize(("count", "taken"), [(109, True), (110, False)])
def test_a_post_has_at_most_110_parts(count: int, taken: bool) -> None:
    content = body(FORM, *[(f'name="p{i}"; filename="p{i}.jpg"', b"") for i in range(count)])
    if taken:
        assert len(posted(content, KIND).attachments) == 109
    else:
        with pytest.raises(ScrutatorError, match="110 parts"):
            posted(content, KIND)


def test_the_standard_library_reads_the_same_parts() -> None:
    content = body(FORM, ('name="p"; filename="a b.jpg"', b"one\r\ntwo"), ('name="q"; filename="c.png"', b""))
    from email import message_from_bytes

    message = message_from_bytes(
        f"Content-Type: {KIND}\r\n\r\n".encode() + content, EmailMessage, policy=HTTP
    )
    theirs = [(one.get_filename(), one.get_payload(decode=True)) for one in message.iter_parts()]
    assert [(one.filename, one.content) for one in parts(content, KIND)] == theirs


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_read_or_refused_by_name(content: bytes, framed: bool) -> None:
    body = b"--b1\r\n" + content + b"\r\n--b1--" if framed else content
    assert code_of(lambda: parts(body, KIND)) in (None, "D50")


@given(st.lists(st.binary(max_size=60).filter(lambda one: b"\r\n--b1" not in b"\r\n" + one), max_size=5))
def test_what_was_put_in_comes_out(contents: list[bytes]) -> None:
    found = parts(body(*[(f'name="p{i}"; filename="p"', one) for i, one in enumerate(contents)], FORM), KIND)
    assert [part.content for part in found[:-1]] == contents

"""The grammar, case by case: SMS-1 to SMS-14 are messages that another system misread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.sms.message import Pair, Written, masked, masked_reply, parse


def pairs(*written: str) -> tuple[Pair, ...]:
    return tuple(Pair(*one.split("=")) for one in written)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("VR111111AA1BB2 @ calm", Written("VR", "111111", "", "", pairs("AA=1", "BB=2"), "calm")),  # SMS-1
        (
            "VR 111111 AA1, BB 2 @ all calm",
            Written("VR", "111111", "", "", pairs("AA=1", "BB=2"), "all calm"),
        ),  # SMS-2
        ("TCI111111AA1", Written("TCI", "111111", "", "", pairs("AA=1"), "")),  # SMS-3
        ("OP111111 AA1", Written("OP", "111111", "", "", pairs("AA=1"), "")),  # SMS-4
        ("VR111111 AA-1", Written("VR", "111111", "", "", pairs("AA=-1"), "")),  # SMS-5
        ("VR111111 AA1.5", Written("VR", "111111", "", "", pairs("AA=1.5"), "")),  # SMS-6
        ("VR111111 X1", Written("VR", "111111", "", "1", (), "")),  # SMS-7
        ("SV111111X20AA1BB2", Written("SV", "111111", "", "20", pairs("AA=1", "BB=2"), "")),  # SMS-8
        ("VR111111AA1X2", Written("VR", "111111", "", "", pairs("AA=1", "X=2"), "")),  # SMS-9
        ("VR111111AA1E5", Written("VR", "111111", "", "", pairs("AA=1", "E=5"), "")),  # SMS-10
        ("VR111111AAO1", Written("VR", "111111", "", "", pairs("AAO=1"), "")),  # SMS-11
        ("ВР111111AA1", Written("ВР", "111111", "", "", pairs("AA=1"), "")),  # SMS-12, Cyrillic
        ("VR111111AA١", Written("VR", "111111", "", "", pairs("AA=1"), "")),  # SMS-13
        ("VR١١١١١١AA1", Written("VR", "111111", "", "", pairs("AA=1"), "")),  # SMS-14
        ("vr111111482913aa1", Written("VR", "111111", "482913", "", pairs("AA=1"), "")),
        ("VR-111111 482913 AA 1", Written("VR", "", "", "", pairs("AA=1"), "", ("-111111", "482913"))),
        ("VR 111111-482913 AA1", Written("VR", "111111", "482913", "", pairs("AA=1"), "")),
        ("VR 1111111 AA1", Written("VR", "1111111", "", "", pairs("AA=1"), "")),
        ("VR 111111 48291 AA1", Written("VR", "111111", "48291", "", pairs("AA=1"), "")),
        ("QC111111482913X2ST=S1/b PA1+3", Written("QC", "111111", "482913", "2", pairs("ST=S1/b", "PA=1+3"), "")),
        ("QC 111111 482913 ST: 12-345, PA2", Written("QC", "111111", "482913", "", pairs("ST=12-345", "PA=2"), "")),
        ("VR 111111 AA BB2 AA", Written("VR", "111111", "", "", pairs("AA=", "BB=2", "AA="), "")),
        ("VR 111111 AA1 2 * BB1", Written("VR", "111111", "", "", pairs("AA=1", "BB=1"), "", ("2", "*"))),
        ("VR 111111 X AA1", Written("VR", "111111", "", "", pairs("X=", "AA=1"), "")),
        ("VR111111AA1@a@b", Written("VR", "111111", "", "", pairs("AA=1"), "a@b")),
        ("", Written("", "", "", "", (), "")),
        ("@", Written("", "", "", "", (), "")),
    ],
)  # fmt: skip
def test_a_message_is_read_as_it_is_written(text: str, said: Written) -> None:
    assert parse(text) == said


@given(st.text(max_size=200))
def test_any_text_is_read_and_nothing_of_it_is_lost(text: str) -> None:
    """Every letter and digit before the comment stands in some part."""
    from scrutator.field.sms.letters import plain_digits

    said = parse(text)
    parts = [said.form, said.number, said.code, said.serial, *said.strays]
    parts += [part for pair in said.pairs for part in (pair.tag, pair.value)]
    whole = plain_digits(text.partition("@")[0])
    expected = sum(one.isalnum() for one in whole.upper())
    found = sum(one.isalnum() for part in parts for one in part.upper())
    assert found == expected - (said.serial != "")  # the X itself


@given(st.text(alphabet="AX1 =,@-+.", max_size=40))
def test_spaces_around_a_message_change_nothing(text: str) -> None:
    head, at, comment = text.partition("@")
    assert parse(f"  {head} {at}{comment}") == parse(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("VR111116482913AA1", "VR111116••••••AA1"),
        ("VR 111116 482913 AA1 @ all calm", "VR 111116 •••••• AA1 @ all calm"),
        ("VR 111116-482 913 AA1", "VR 111116-••• ••• AA1"),
        ("VR ١١١١١٦ ٤٨٢٩١٣ AA1", "VR 111116 •••••• AA1"),
        ("VR 111115 482913 AA1", "VR •••••• •••••• AA1"),  # no number, so perhaps a code
        ("482913", "••••••"),
        ("VR AA1 482913 BB2", "VR AA• •••••• BB2"),
        ("VR 111116 AA1 482913 BB2", "VR 111116 AA1 •••••• BB2"),
        ("VR 111116 @ 482913 calm", "VR 111116 @ •••••• calm"),  # behind the wrong sign
        ("VR 111116 @ ٤٨٢٩١٣, 12 people", "VR 111116 @ ••••••, 12 people"),
        ("VR 111116 @ 482 913", "VR 111116 @ ••••••"),
        ("VR 111116 @ 48291 and 1,200", "VR 111116 @ 48291 and 1,200"),
        ("hello", "hello"),
        ("", ""),
    ],
)
def test_a_code_is_not_kept(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("yes, 482913", "yes, ••••••"),
        ("yes, 482 913", "yes, ••••••"),
        ("at 12:30, 48291 voters", "at 12:30, 48291 voters"),
        ("٤٨٢٩١٣", "••••••"),
    ],
)
def test_a_reply_is_kept_without_what_may_be_a_code(text: str, kept: str) -> None:
    assert masked_reply(text) == kept

"""The author's text as typst markup."""

from scrutator.statement.document import Document
from scrutator.statement.pdf import set_body


def test_lists_with_dots_and_with_numbers_keep_their_kind_also_inside_one_another() -> None:
    text = "- one\n\n  1. first\n\n- two\n\ntext\n"
    body = set_body(Document("en", text, (), (), (), {}))
    assert body.count("#list.item[") == 2
    assert body.count("#enum.item[") == 1

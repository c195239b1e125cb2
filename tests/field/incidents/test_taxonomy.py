"""Kinds of incidents: every kind of the form has a row, every norm is in the catalogue."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.incidents.taxonomy import bundled_table, bundled_taxonomy, taxonomy_in
from support.field_forms import bundled_published

HEAD = "kind,norms,event\n"
OFFERED = frozenset({"violence"})


def test_every_kind_of_the_form_has_a_row_and_no_row_is_for_another() -> None:
    form = bundled_published("incident")
    offered = next(question.choices for question in form.questions if question.name == "i_kind")
    assert set(bundled_taxonomy()) == {choice.value for choice in offered}
    assert all(one.norms for one in bundled_taxonomy().values() if one.kind != "other")


def test_the_order_of_rows_decides_nothing() -> None:
    head, *rows = bundled_table().splitlines()
    turned = "\n".join([head, *reversed(rows)])
    assert dict(taxonomy_in(turned, frozenset(bundled_taxonomy()))) == dict(bundled_taxonomy())


@pytest.mark.parametrize(
    "table",
    ["", "kind,norms\n", HEAD, f"{HEAD}violence,nosuch-1,other\n", f"{HEAD}violence,,nosuch\n", f"{HEAD}murder,,other\n",
     f"{HEAD}violence,,other\nviolence,,other\n", f"{HEAD}violence,other\n", f'{HEAD}"violence', "x" * 200_001],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_refused(table: str) -> None:
    with pytest.raises(ScrutatorError) as refused:
        taxonomy_in(table, OFFERED)
    assert refused.value.code == "D61"


def test_a_table_of_a_mission_s_own_is_taken() -> None:
    found = taxonomy_in(f"{HEAD}violence,kz-41 gc25-11,violence\n", OFFERED)
    assert (found["violence"].norms, found["violence"].event) == (("kz-41", "gc25-11"), "violence")

"""Bodies that Collect reads strictly."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from scrutator.field.openrosa import ListedForm, MediaFile, answer, form_list, manifest

LIST = "{http://openrosa.org/xforms/xformsList}"
FILES = "{http://openrosa.org/xforms/xformsManifest}"
REPLY = "{http://openrosa.org/http/response}"


def test_a_listed_form_has_what_collect_needs_and_a_manifest_only_where_it_has_files() -> None:
    one = ListedForm("voting", "Голосование & <счёт>", "1", "0" * 32, "http://h/f", "http://h/m")
    two = ListedForm("b", "B", "2", "1" * 32, "http://h/g")
    first, second = ElementTree.fromstring(form_list([one, two]))
    assert {child.tag.removeprefix(LIST): child.text for child in first} == {
        "formID": "voting", "name": "Голосование & <счёт>", "version": "1", "hash": "md5:" + "0" * 32,
        "downloadUrl": "http://h/f", "manifestUrl": "http://h/m",
    }  # fmt: skip
    assert [child.tag for child in second if "manifest" in child.tag] == []


def test_a_manifest_names_file_hash_and_address() -> None:
    (one,) = ElementTree.fromstring(manifest([MediaFile("s.csv", "2" * 32, "http://h/s")]))
    assert [(child.tag, child.text) for child in one] == [
        (f"{FILES}filename", "s.csv"), (f"{FILES}hash", "md5:" + "2" * 32), (f"{FILES}downloadUrl", "http://h/s")
    ]  # fmt: skip


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_message_is_a_well_formed_answer(text: str) -> None:
    (message,) = ElementTree.fromstring(
        answer(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    )
    assert message.tag == f"{REPLY}message"
    assert message.attrib == {"nature": "submit_success"}

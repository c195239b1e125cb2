"""ClaimReview against schema.org's vocabulary, and PROV that joins up."""

from pathlib import Path
from typing import Any

import pytest

from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import derive
from scrutator.ledger.exchange.claim_reviews import claim_reviews, json_text, prov_document
from support.ledger_rows import SOURCES, actor, claim, line, proposition
from support.needs import package


def reviews() -> list[dict[str, Any]]:
    propositions = [proposition("1"), proposition("2", kind="opinion")]
    evidence = Evidence(cards_of(SOURCES))
    verdicts = [
        derive(propositions[0], [line("x", covers="part")], (), evidence),
        derive(propositions[1], [], (), evidence),
    ]
    return claim_reviews(
        propositions, verdicts, [claim("C", "expert", "fund")], [actor("expert", "person"), actor("fund")], SOURCES,
        "A mission", "2012-01-17",
    )  # fmt: skip


def test_a_review_gives_the_mark_in_words_and_no_number_and_opinions_are_not_reviewed() -> None:
    (first,) = reviews()
    assert first["reviewRating"]["alternateName"] == "partly supported"
    assert "certainty" in first["reviewRating"]["ratingExplanation"]
    assert "ratingValue" not in first["reviewRating"]
    assert [a["@type"] for a in first["itemReviewed"]["author"]] == ["Person", "Organization"]
    assert first["itemReviewed"]["appearance"][0]["identifier"] == "A"


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_reviews_pass_the_shapes_of_schema_org_made_by_others() -> None:
    pyshacl = package("pyshacl")
    rdflib = package("rdflib")
    shapes = rdflib.Graph().parse(Path(pyshacl.__file__).parent / "assets" / "schema.ttl")
    schema = rdflib.Namespace("http://schema.org/")
    for review in reviews():
        local = {**review, "@context": {"@vocab": str(schema)}}
        graph = rdflib.Graph().parse(data=json_text(local), format="json-ld")
        paths = set(shapes.objects(None, rdflib.SH.path))
        used = {p for _, p, _ in graph if p != rdflib.RDF.type}
        classes = {o for _, p, o in graph if p == rdflib.RDF.type}
        assert used <= paths, f"not in schema.org: {used - paths}"
        assert all((c, rdflib.RDF.type, rdflib.RDFS.Class) in shapes for c in classes)
        for one in classes:
            allowed = properties_of(rdflib, shapes, one)
            for subject in graph.subjects(rdflib.RDF.type, one):
                assert {p for p in graph.predicates(subject) if p != rdflib.RDF.type} <= allowed, one


def properties_of(rdflib: Any, shapes: Any, one: Any) -> set[Any]:
    """The properties that schema.org gives a class or any class above it."""
    found = set()
    for above in shapes.transitive_objects(one, rdflib.RDFS.subClassOf):
        for shape in shapes.objects(above, rdflib.SH.property):
            found |= set(shapes.objects(shape, rdflib.SH.path))
    return found


def test_prov_names_the_run_the_files_and_the_method_of_every_finding() -> None:
    findings = [{"id": "turnout", "method": "official.turnout", "version": "1", "seed": 7,
                 "inputs": {"turnout.csv": "ab", "places.csv": "cd"}}]  # fmt: skip
    document = prov_document("kz", findings)
    (made,) = document["wasGeneratedBy"].values()
    assert made == {"prov:entity": "case:finding-turnout", "prov:activity": "case:run-turnout"}
    assert {use["prov:entity"] for use in document["used"].values()} == {
        "case:file-turnout.csv",
        "case:file-places.csv",
    }
    ends = {value for kind in ("used", "wasGeneratedBy", "wasAssociatedWith") for record in document[kind].values()
            for value in record.values()}  # fmt: skip
    assert ends <= set(document["entity"]) | set(document["activity"]) | set(document["agent"])
    assert document["activity"]["case:run-turnout"]["case:seed"] == 7

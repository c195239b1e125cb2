"""What a statute file still lacks before a lawyer would sign it: articles, dates, sources, words, tests."""

from collections.abc import Iterator
from dataclasses import dataclass

from scrutator.law.statutes.statute import Provision, Statute

UNKNOWN = ("", "?", "not on file")


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: where, what, and what would correct it."""

    where: str
    what: str
    remedy: str


def missing_in(statute: Statute) -> tuple[Missing, ...]:
    """What the file lacks, provision by provision and then as a whole, in the order of the file."""
    found = [item for provision in statute.provisions for item in _in_provision(provision)]
    if not statute.tests:
        remedy = 'name an election or a worked example: tests = ["…"] under [statute]'
        found.append(
            Missing("the statute", "no test: no official result or worked example checks it", remedy)
        )
    found += [
        Missing("the statute", text, "transcribe the votes of that election")
        for text in statute.tests
        if text.startswith("not checked")
    ]
    if not statute.scope:
        found.append(Missing("the statute", "no scope", "say what the file covers and what not"))
    if statute.checked is None:
        remedy = "checked = the day up to which you know the law"
        found.append(Missing("the statute", "no day up to which the law was checked", remedy))
    remedy = "encode it, or leave it said"
    found += [Missing("the statute", f"not encoded: {part}", remedy) for part in statute.not_encoded]
    return tuple(found)


def _in_provision(provision: Provision) -> Iterator[Missing]:
    where = f"{provision.id}, from {provision.start}"
    if provision.article.strip().lower() in UNKNOWN:
        yield Missing(where, "no article", "give the article as the law numbers it")
    if provision.act.strip().lower() in UNKNOWN:
        yield Missing(where, "no amending act", "give the act that brought this version")
    if provision.source.strip().lower() in UNKNOWN:
        yield Missing(where, "no source", "say where you read it")
    if provision.date_certainty != "high":
        yield Missing(where, "the date is not sure", "give the day it came into force")
    if provision.certainty in ("low", "unverified"):
        yield Missing(where, f"certainty {provision.certainty}", "transcribe the wording from the law")
    if not provision.quote:
        yield Missing(where, "no quoted words", 'quote = "the words of the article"')


TEMPLATE = """\
# A statute as dated, citable data. `scrutator law check FILE` says what is still missing;
# `scrutator docs statute` lists every step and stage.

[statute]
title = "{title}"
country = ""
scope = "Say here which seats the file covers and which it does not."
not_encoded = []   # parts of the law that the file leaves out; every result says so
tests = []         # elections whose official seats the file gives, or worked examples
# checked = 2026-01-01   # the day up to which you know the law

[[provision]]
id = "seats"
article = "?"
paraphrase = "The house has a hundred seats."
from = 2000-01-01
act = "?"
source = "?"
certainty = "unverified"
date_certainty = "unverified"
rule = {{ do = "house", seats = 100 }}

[[provision]]
id = "threshold"
article = "?"
paraphrase = "Lists with five per cent of the valid votes take part."
from = 2000-01-01
act = "?"
source = "?"
certainty = "unverified"
date_certainty = "unverified"
rule = {{ do = "threshold", share = "5%", of = "valid" }}

[[provision]]
id = "method"
article = "?"
paraphrase = "The seats are shared by divisors one, two, three and so on."
from = 2000-01-01
act = "?"
source = "?"
certainty = "unverified"
date_certainty = "unverified"
rule = {{ do = "highest_averages", divisor = "dhondt" }}
"""
"""A statute to start from: it loads, and every "?" is something that `missing_in` names."""

"""The first draft of a mission's statement and the findings it quotes: every number in it is a cell."""

from collections.abc import Sequence

from scrutator.words.mission import form_name, mission_words

RECEPTION = "reception"


def findings_text(forms: Sequence[str]) -> str:
    """`findings.toml`: what became of the reports, and the answers to each form that has visits."""
    text = f'[[finding]]\nid = "{RECEPTION}"\nmethod = "observation.reception"\n'
    for form in forms:
        text += f'\n[[finding]]\nid = "{form}"\nmethod = "observation.answers"\n'
        text += f'[finding.parameters]\nform = "{form}"\n'
    return text


def statement_text(language: str, titles: Sequence[tuple[str, str]]) -> str:
    """The statement in one language, for a person to finish; `titles` are forms with their titles."""
    words = mission_words(language)
    received = words["received"].format(
        received=_figure(RECEPTION, "all_received"), published=_figure(RECEPTION, "all_published")
    )
    parts = [
        f"## {words['conclusions']}",
        words["write"],
        f"## {words['reports']}",
        received,
        _table(RECEPTION),
    ]
    for form, title in titles:
        visits = words["visits"].format(visits=_figure(form, "visits_of_form"))
        parts += [f"## {form_name(form, language, title)}", visits, _table(form, "answers")]
        parts += [words["norms"], _table(form, "norms")]
    return "\n\n".join(parts) + "\n"


def _figure(finding: str, name: str) -> str:
    return f'{{{{ figure("{finding}/{name}") }}}}'


def _table(finding: str, name: str = RECEPTION) -> str:
    return f'{{{{ table("{finding}/{name}") }}}}'

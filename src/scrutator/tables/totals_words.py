"""Which rows say that they are totals? By words of `words/totals.toml`, in rows that name no station."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from scrutator.tables.columns import Column
from scrutator.tables.model import BoolArray
from scrutator.words.tables import bare, totals_words

_LETTER = re.compile(r"[^\W\d_]")
# Scripts that set no space between words: Thai to Khmer, kana and Han.
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")


def unnamed_rows(places: Mapping[str, Column]) -> BoolArray | None:
    """Rows whose last place, the station, has no name, or is called as a larger place is; None without
    places."""
    columns = list(places.values())
    if not columns:
        return None
    codes, names = columns[-1].codes()
    larger = {name for column in columns[:-1] for name in column.codes()[1]}
    unnamed = [place for place, name in enumerate(names) if not name or name in larger]
    return np.isin(codes, unnamed) if unnamed else np.zeros(len(codes), dtype=bool)


def worded_rows(
    places: Mapping[str, Column], others: Sequence[Column], unnamed: BoolArray | None, declared: BoolArray
) -> dict[int, str]:
    """Rows one of whose texts is, begins or ends with a word of totals, with that text.

    A row that names a station is none, whatever its district is called (Soma is a town and "sum").
    `others` are columns of text that are no places: there too a row may say what it is.
    """
    columns = list(places.values())
    if unnamed is None:
        rows = np.flatnonzero(~declared)
    else:
        codes, names = columns[-1].codes()
        worded = worded_names(names)
        rows = np.flatnonzero((unnamed | np.isin(codes, worded) if worded else unnamed) & ~declared)
    found: dict[int, str] = {}
    for column in (*columns, *others) if len(rows) else ():
        codes, texts = column.select(rows).codes()
        worded = worded_names(texts)
        for place in np.flatnonzero(np.isin(codes, worded)).tolist() if worded else ():
            found.setdefault(int(rows[place]), texts[codes[place]])
    return dict(sorted(found.items()))


def worded_names(names: Sequence[str]) -> list[int]:
    """The places of names with a word of totals; names are looked at one by one only if any word occurs."""
    together = "\n".join(name.replace("\n", " ") for name in names)
    if not _LETTER.search(together):
        return []
    lines = bare(together).replace(" ", "").split("\n")
    together = "\n".join(lines)
    words = [word for word in {known.replace(" ", "") for known in totals_words()} if word in together]
    return [
        place
        for place, line in enumerate(lines)
        if any(word in line for word in words) and is_totals_text(names[place])
    ]


def is_totals_text(text: str) -> bool:
    """Whether a text is a word of totals, begins with one, or ends with one ("Total for Astana")."""
    words = bare(text.replace("\n", " ")).split()
    if not words:
        return False
    known = totals_words()
    ends = {" ".join(words[:count]) for count in (1, 2)} | {" ".join(words[-count:]) for count in (1, 2)}
    spaced = "".join(words) if max(map(len, words)) == 1 else ""
    if ends & known or spaced in known:
        return True
    return any(
        _NO_SPACES.fullmatch(word) and (words[0].startswith(word) or words[-1].endswith(word))
        for word in known
    )

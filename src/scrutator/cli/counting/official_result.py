"""What `scrutator quickcount` says of the official result beside its own range."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrutator.counting.estimation.domains import Domain
    from scrutator.counting.night.figures import Figure
    from scrutator.counting.night.night_file import Night
    from scrutator.counting.night.official import Part
    from scrutator.counting.night.publication import Moment
    from scrutator.counting.night.quickcount import QuickCount


def official_parts(
    night: "Night", count: "QuickCount", moment: "Moment", domains: "Sequence[Domain]"
) -> "tuple[Part, ...]":
    """A verdict for the country, when the night file gives its official result, and for each domain."""
    from scrutator.counting.night.official import by_domain, national
    from scrutator.counting.night.parts import late_by_domain

    whole = {name: share / 100 for name, share in night.official.items()}
    parts = (national(moment, night.rules, whole),) if whole else ()
    given = {
        domain: {name: share / 100 for name, share in shares.items()}
        for domain, shares in night.official_domains.items()
    }
    return (*parts, *by_domain(domains, given, late_by_domain(night, count, domains)))


def figure_json(one: "Figure") -> dict[str, Any]:
    """One list or figure of the family as plain values."""
    low, high = getattr(one.interval, "low", None), getattr(one.interval, "high", None)
    because = getattr(one.interval, "because", "")
    plain = {"name": one.name, "share": one.value, "low": low, "high": high, "stations": one.stations}
    return plain | {"no_interval_because": because}


def figure_row(one: "Figure") -> tuple[str, str, str, str]:
    """The same as a row of text."""
    low, high = getattr(one.interval, "low", None), getattr(one.interval, "high", None)
    wide = one.interval.because if low is None or high is None else f"{100 * low:.2f}–{100 * high:.2f}"  # type: ignore[union-attr]
    return one.name, f"{100 * one.value:.2f}", wide, f"{one.stations:,}"


def part_json(part: "Part") -> dict[str, Any]:
    """One part as plain values; a missing interval says why."""
    figures = [
        {
            "list": one.name,
            "official": one.official,
            "low": getattr(one.interval, "low", None),
            "high": getattr(one.interval, "high", None),
            "inside": one.inside,
        }
        for one in part.figures
    ]
    return {"part": part.name, "verdict": str(part.verdict), "figures": figures, "because": part.because}


def part_text(part: "Part") -> str:
    """One line: the verdict, and the figures outside with their range."""
    from scrutator.counting.estimation.intervals import Limits
    from scrutator.counting.night.official import OfficialVerdict

    outside = []
    for one in part.figures:
        if one.inside is False and isinstance(one.interval, Limits):
            low, high = 100 * one.interval.low, 100 * one.interval.high
            outside.append(f"{one.name} {100 * one.official:.1f} % (our range {low:.1f}–{high:.1f})")
    if part.verdict is OfficialVerdict.CANNOT_TELL:
        return f"{part.name}: {part.verdict}: {part.because}"
    inside = "for " + ", ".join(one.name for one in part.figures)
    more = "; ".join(outside) or inside
    return f"{part.name}: {part.verdict}" + (f": {more}" if more else "")

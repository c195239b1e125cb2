"""How the page on station results writes numbers (already escaped for HTML)."""


def count(value: float) -> str:
    """A whole number with thin spaces between thousands and a true minus."""
    return f"{value:,.0f}".replace(",", "\u202f").replace("-", "−")


def number(value: float, digits: int = 1) -> str:
    """A number with this many decimals and a true minus."""
    return f"{value:.{digits}f}".replace("-", "−")


def p_value(value: float | None) -> str:
    """A probability for the page; a dash where there is none."""
    if value is None:
        return "–"
    return "&lt; 0.001" if value < 0.001 else f"{value:.3f}"

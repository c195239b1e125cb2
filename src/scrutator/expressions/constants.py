"""Powers are whole numbers that stand in the expression, so that every result is exact and bounded."""

from scrutator.expressions.tree import Binary, Node, Number

MOST_POWER = 64


def whole_constant(node: Node) -> int | None:
    """The value of a power: a whole number of 0 or more, or a power of such; None for anything else."""
    if isinstance(node, Number):
        whole = node.value.denominator == 1 and node.value <= MOST_POWER
        return int(node.value) if whole else None
    if isinstance(node, Binary) and node.sign == "^":
        base, power = whole_constant(node.left), whole_constant(node.right)
        if base is None or power is None:
            return None
        value = base**power if base <= 1 or power <= 6 else MOST_POWER + 1
        return value if value <= MOST_POWER else None
    return None

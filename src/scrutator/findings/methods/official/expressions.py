"""Sums, differences, products and quotients of stated figures, computed exactly."""

import ast
from collections.abc import Mapping
from fractions import Fraction

from scrutator.errors import ScrutatorError

LONGEST = 500


def names_in(expression: str) -> set[str]:
    """The ids an expression uses. Raises N05 when it cannot be read."""
    return {node.id for node in ast.walk(parsed(expression)) if isinstance(node, ast.Name)}


def parsed(expression: str) -> ast.expr:
    try:
        if len(expression) > LONGEST:
            raise ValueError("it is too long")
        return ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ScrutatorError("N05", f"'{expression[:60]}' is not an expression: {error}") from error


def evaluate(expression: str, values: Mapping[str, Fraction]) -> Fraction:
    """The exact value of an expression over named values. Raises N05 for anything but arithmetic."""
    return _value(parsed(expression), expression, values)


def _value(node: ast.expr, expression: str, values: Mapping[str, Fraction]) -> Fraction:
    if isinstance(node, ast.Name) and node.id in values:
        return values[node.id]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return Fraction(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, expression, values)
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, expression, values), _value(node.right, expression, values)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div) and right != 0:
            return left / right
    shown = ast.unparse(node)[:40]
    raise ScrutatorError("N05", f"'{shown}' in '{expression[:60]}' is no figure, number or arithmetic")

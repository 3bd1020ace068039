"""Numbers as text, for pictures and sentences."""

from nnlab.language import textbook_number


def format_number(value: float, spec: str, *, below: dict[float, str] | None = None) -> str:
    """`value` in Python's format `spec`, or in the first of `below`, {limit: format} from small to large, whose limit exceeds its size.

    As a textbook prints it: −0.5, 2×10⁻⁵, 1,500. A 0 in scientific notation is "0".
    """
    spec = next((other for limit, other in (below or {}).items() if abs(value) < limit), spec)
    return "0" if value == 0 and spec.endswith("e") else textbook_number(f"{value:{spec}}")


def subscript(n: int) -> str:
    """The number n as subscript digits: ₁₂."""
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(n))


def format_shape(array) -> str:
    """The shape of an array as text: 4×3."""
    return "×".join(map(str, array.shape))

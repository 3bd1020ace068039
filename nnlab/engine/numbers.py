"""Numbers as text, for pictures and sentences."""


def format_number(value: float, spec: str, *, below: dict[float, str] | None = None, minus: str = "−", short_exponent: bool = False) -> str:
    """`value` in Python's format `spec`, or in the first of `below`, {limit: format} from small to large, whose limit exceeds its size.

    A 0 in scientific notation is "0"; `minus` is the minus sign, also of an exponent; `short_exponent` makes 2e−05 2e−5.
    """
    spec = next((other for limit, other in (below or {}).items() if abs(value) < limit), spec)
    text = "0" if value == 0 and spec.endswith("e") else f"{value:{spec}}"
    return (text.replace("e-0", "e-") if short_exponent else text).replace("-", minus)


def subscript(n: int) -> str:
    """The number n as subscript digits: ₁₂."""
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(n))


def format_shape(array) -> str:
    """The shape of an array as text: 4×3."""
    return "×".join(map(str, array.shape))

"""How many weights and biases a network has, and the arithmetic as text."""

from itertools import pairwise

MAX_TERMS = 4  # of a sum that is written out


def layer_counts(sizes, pieces: int = 1) -> list[tuple[int, int]]:
    """(weights, biases) of every layer of neurons; a hidden unit with `pieces` sums has that many of each (maxout: 2)."""
    sums = [pieces] * (len(sizes) - 2) + [1]  # of a unit, layer by layer
    return [(k * n_in * n_out, k * n_out) for k, (n_in, n_out) in zip(sums, pairwise(sizes), strict=True)]


def count_parameters(sizes, pieces: int = 1) -> int:
    """All weights and biases of a network with these `sizes`: inputs, hidden, …, outputs."""
    return sum(map(sum, layer_counts(sizes, pieces)))


def cost_of_one_more(sizes, layer: int, pieces: int = 1) -> int:
    """How many parameters one more unit in that layer (0: one more input) adds."""
    larger = [size + (i == layer) for i, size in enumerate(sizes)]
    return count_parameters(larger, pieces) - count_parameters(sizes, pieces)


def weight_products(sizes, pieces: int = 1) -> list[str]:
    """How the weights of each layer are counted: ["3×4", "4×2"]; with two sums a hidden unit "2·3×4"."""
    hidden = f"{pieces}·" if pieces > 1 else ""
    return [f"{hidden if i < len(sizes) - 2 else ''}{n_in}×{n_out}" for i, (n_in, n_out) in enumerate(pairwise(sizes))]


def format_sum(terms: list, total: int) -> str:
    """The terms and their sum, "4 + 2 = 6"; a single number is its own sum, and of more than four terms the sum alone is given."""
    if len(terms) > MAX_TERMS:
        return f"{total:,}"
    text = " + ".join(map(str, terms))
    return text if text == f"{total}" else f"{text} = {total:,}"

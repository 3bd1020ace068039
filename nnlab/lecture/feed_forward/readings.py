"""The measurements behind what notebook 11 concludes: the speed of batches. The seeds only draw the numbers that are multiplied."""

import timeit

import numpy as np

from nnlab import mlp

NETWORKS = {"small": [3, 4, 4, 1], "large": [3072, 100, 10], "larger": [3072, 1000, 10]}
N = 500


def seconds(function, repeat=5) -> float:
    """The shortest of some runs."""
    return min(timeit.repeat(function, number=1, repeat=repeat))


def plain_forward(weights, X) -> np.ndarray:
    """The scores (N, n_out) of a ReLU network for the rows of X (N, n_in), in bare numpy; `weights` holds the pair (W, b) of each layer."""
    *hidden, (W_out, b_out) = weights
    for W, b in hidden:
        X = np.maximum(0, X @ W.T + b)
    return X @ W_out.T + b_out


def in_batches(forward, X, size) -> float:
    """The seconds that `forward` takes for all rows of X, so many at once."""
    batches = np.split(X, len(X) // size)

    def run():
        for batch in batches:
            forward(batch)  # not kept: 500 results in memory would be timed as well

    return seconds(run, repeat=3)


def batch_speed(seeds):
    """How many times as fast 500 examples at once are as one by one, in bare numpy, and in the first product alone."""
    runs = {}
    for seed in list(seeds)[:3]:
        for name, sizes in NETWORKS.items():
            network, X = mlp(sizes, seed=seed), np.random.default_rng(seed).standard_normal((N, sizes[0]))
            weights = [(layer.W, layer.b) for layer in network.layers]
            alone, tens, parts, at_once = (in_batches(lambda X, w=weights: plain_forward(w, X), X, size) for size in (1, 10, 100, N))
            figures = {name: alone / at_once, f"{name}_tens": tens / alone, f"{name}_parts": parts / at_once}
            figures[f"{name}_microseconds"] = 1e6 * alone / N
            if name == "small":
                figures["nnlab_call"] = in_batches(network.forward, X, 1) / alone
            if name == "large":
                W = weights[0][0]
                figures["large_product"] = seconds(lambda W=W, X=X: [W @ x for x in X]) / seconds(lambda W=W, X=X: X @ W.T)
            for figure, value in figures.items():
                runs.setdefault(figure, []).append(value)
    figures = {name: float(np.median(values)) for name, values in runs.items()}
    return figures | {"more": figures["small"] / figures["large"]}

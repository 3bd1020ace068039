"""The measurements behind what notebook 11 concludes: the speed of batches. The seeds only draw the numbers that are multiplied."""

import timeit

import numpy as np

from nnlab import mlp

SMALL, LARGE, N = [3, 4, 4, 1], [3072, 100, 10], 500


def seconds(function) -> float:
    """The shortest of five runs."""
    return min(timeit.repeat(function, number=1, repeat=5))


def batch_speed(seeds):
    """How many times as fast 500 examples at once are as one by one, in the whole network and in the first product alone."""
    figures = {}
    for name, sizes in (("small", SMALL), ("large", LARGE)):
        ratios, products, alone, rest = [], [], [], []
        for seed in list(seeds)[:3]:
            network, X = mlp(sizes, seed=seed), np.random.default_rng(seed).standard_normal((N, sizes[0]))
            W = network.layers[0].W
            by_loop, at_once = seconds(lambda n=network, X=X: [n.forward(x[None]) for x in X]), seconds(lambda n=network, X=X: n.forward(X))
            ratios.append(by_loop / at_once)
            products.append(seconds(lambda W=W, X=X: [W @ x for x in X]) / seconds(lambda W=W, X=X: X @ W.T))
            alone.append(by_loop / N)
            parts = seconds(lambda n=network, X=X: [n.forward(X[i : i + 100]) for i in range(0, N, 100)])
            rest.append(parts / at_once)
        figures |= {name: float(np.median(ratios)), f"{name}_product": float(np.median(products))}
        figures |= {f"{name}_microseconds": 1e6 * float(np.median(alone)), f"{name}_parts": float(np.median(rest))}
    return figures | {"more": figures["small"] / figures["large"]}

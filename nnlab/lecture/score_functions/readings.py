"""The experiments behind what notebook 01 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import mlp, photos, sgd, softmax_loss, spiral
from nnlab.lecture.experiments import accuracy, compare, last_network

WIDTHS = (3, 5, 10, 20, 50, 100)  # hidden units
BEST_RATES = {0: 0.03, 100: 0.15, 300: 0.1}  # by hidden units, of 0.01, 0.03, 0.06, 0.1, 0.15
NOTEBOOK_RATE = 0.03


@functools.cache
def spiral_points():
    """The points of the notebook in float32: X (300, 2), y (300,)."""
    X, y = spiral(100)
    return X.astype(np.float32), y


def spiral_accuracy(hidden, *, seed, learning_rate, steps, l2=0.001) -> float:
    """Accuracy on the points that a network with `hidden` units (0: a linear classifier) has learned."""
    X, y = spiral_points()
    network = mlp([2, hidden, 3] if hidden else [2, 3], seed=seed, dtype=np.float32)
    return accuracy(last_network(network, X, y, learning_rate=learning_rate, steps=steps, l2=l2), X, y)


def climb(seed: int, tries: int = 4000) -> float:
    """The accuracy of a linear classifier whose weights are moved at random and kept where no fewer points are right."""
    X, y = spiral_points()
    inputs, rng = np.column_stack([X, np.ones(len(X))]), np.random.default_rng(seed)
    W, best = rng.standard_normal((3, 3)), 0.0
    for _ in range(tries):
        other = W + rng.standard_normal((3, 3)) * rng.choice([0.03, 0.1, 0.3])
        right = float(np.mean((inputs @ other.T).argmax(axis=1) == y))
        if right >= best:
            W, best = other, right
    return best


def straight_boundaries(seeds):
    """A linear classifier on the spiral: trained to the end, and the most points that straight boundaries were found to get right."""
    trained = compare(spiral_accuracy, [0], seeds=seeds, learning_rate=(0.3, 1.0), steps=(2000,))[0].median
    found = max(climb(seed) for seed in seeds)
    return {"trained": trained, "found": found, "gap": found - trained}


def width_for_spiral(seeds):
    """The accuracy for each of the WIDTHS after 400 steps as in the explorer, and after 4,000 without L2, each at its own best rate."""
    early = compare(spiral_accuracy, WIDTHS, seeds=seeds, learning_rate=(1.0, 2.0), steps=(400,))
    long = compare(functools.partial(spiral_accuracy, l2=0.0), WIDTHS[:4], seeds=seeds, learning_rate=(1.0,), steps=(4000,))
    enough = {name: min(width for width in run if run[width].median >= 0.97) for name, run in (("short", early), ("long", long))}
    return {
        "widths": list(WIDTHS),
        "short": [early[width].median for width in WIDTHS],
        "short_low": [early[width].low for width in WIDTHS],
        "long": [long[width].median for width in WIDTHS[:4]],
        "long_low": [long[width].low for width in WIDTHS[:4]],
        "three_short": early[3].median,
        "three_long": long[3].median,
        "ten_short": early[10].median,
        "ten_long": long[10].median,
        "ten_long_low": long[10].low,
        "five_long_low": long[5].low,
        "five_short": early[5].median,
        "five_long": long[5].median,
        "hundred_short": early[100].median,
        "enough_short": enough["short"],
        "enough_long": enough["long"],
    }


def batch_loss(batch_size, *, seed, learning_rate, passes=10) -> float:
    """The loss on all points after each was used in `passes` steps, with its sign turned: higher is better."""
    X, y = spiral_points()
    steps = passes * len(X) // batch_size
    network = mlp([2, 100, 3], seed=seed, dtype=np.float32)
    network = last_network(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=batch_size, seed=seed)
    return float("nan") if network is None else -float(softmax_loss(network.scores(X), y)[0])


def batches(seeds):
    """Ten passes over the points with all of them in a batch, or 30: the loss afterwards, each at its own best rate."""
    outcomes = compare(batch_loss, (300, 30), seeds=seeds, learning_rate=(0.3, 1.0, 2.0, 3.0, 5.0))
    late = functools.partial(batch_loss, passes=100)
    shared = compare(batch_loss, (300, 30), seeds=seeds, learning_rate=(1.0,))
    return {
        "all_points": -outcomes[300].median,
        "thirty": -outcomes[30].median,
        "times": outcomes[300].median / outcomes[30].median,
        "all_points_shared": -shared[300].median,
        "thirty_shared": -shared[30].median,
        "all_points_late": -compare(late, (300,), seeds=seeds, learning_rate=(2.0, 3.0))[300].median,
        "thirty_late": -compare(late, (30,), seeds=seeds, learning_rate=(1.0, 2.0))[30].median,
        "all_points_rate": outcomes[300].setting["learning_rate"],
        "thirty_rate": outcomes[30].setting["learning_rate"],
    }


@functools.cache
def image_sets():
    """X, y of the training patches, of new patches from the same left part, and of those from the right part."""
    return photos("train", 4000), photos("train", 1000, seed=7), photos("test", 1000, seed=1)


@functools.cache
def trained_on_images(hidden: int, seed: int, learning_rate: float):
    """A network before and after 240 steps with batches of 256 patches; `hidden` 0 is a linear classifier."""
    X, y = image_sets()[0]
    network = mlp([3072, hidden, 10] if hidden else [3072, 10], seed=seed, dtype=np.float32)
    for step in sgd(network, X, y, learning_rate=learning_rate, steps=240, batch_size=256, seed=seed):
        last = step
    return network, last.network


def images(seeds):
    """A linear classifier, 100 and 300 hidden units, each at its own best rate: accuracy on patches of the right part."""
    linear, hundred, three_hundred = (
        float(np.median([accuracy(trained_on_images(hidden, seed, rate)[1], *image_sets()[2]) for seed in seeds]))
        for hidden, rate in BEST_RATES.items()
    )
    return {
        "linear": linear,
        "hundred": hundred,
        "three_hundred": three_hundred,
        "hidden_gain": hundred - linear,
        "wider_gain": three_hundred - hundred,
    }


def where_the_gap_is(seeds):
    """3072-100-10 on three kinds of patches: those it was trained on, new ones from the same left part, and the right part."""
    networks = [trained_on_images(100, seed, NOTEBOOK_RATE)[1] for seed in seeds]
    seen, left, right = (float(np.median([accuracy(network, *patches) for network in networks])) for patches in image_sets())
    return {"seen": seen, "left": left, "right": right, "patch": seen - left, "place": left - right}


def learned_part(seeds):
    """How large the change of W₁ is beside its initial weights, and what the network does with the one or the other alone."""
    X, y = image_sets()[2]
    sizes, shares, whole, alone, before = [], [], [], [], []
    for seed in seeds:
        start, end = trained_on_images(100, seed, NOTEBOOK_RATE)
        change = end.layers[0].W - start.layers[0].W
        sizes.append(np.linalg.norm(change) / np.linalg.norm(start.layers[0].W))
        shares.append(np.mean(end.forward(X).zs[0] > 0))
        kept = end.copy()
        kept.layers[0].W[...] = change
        unlearned = end.copy()
        unlearned.layers[0].W[...] = start.layers[0].W
        for scores, network in ((whole, end), (alone, kept), (before, unlearned)):
            scores.append(accuracy(network, X, y))
    return {
        "size": float(np.median(sizes)),
        "on": float(np.median(shares)),
        "whole": float(np.median(whole)),
        "change_alone": float(np.median(alone)),
        "initial_alone": float(np.median(before)),
        "change_beats_initial": float(np.median(alone) - np.median(before)),
    }

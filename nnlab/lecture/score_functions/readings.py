"""The experiments behind what notebook 01 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import Network, circles, mlp, photos, sgd, softmax_loss, spiral
from nnlab.data import photographs
from nnlab.lecture.experiments import accuracy, compare, last_network, train_layers

WIDTHS = (3, 5, 10, 20, 50, 100)  # hidden units
ENOUGH = 0.97  # the accuracy that a width has to reach on the spiral
BEST_RATES = {0: 0.03, 100: 0.15, 300: 0.1}  # by hidden units, of 0.01, 0.03, 0.06, 0.1, 0.15
NOTEBOOK_RATE = 0.03
BANDS = (0, 96, 192)  # the first row of each of three bands of 64 rows, of 256


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


def search(W, seed: int, tries: int = 10_000, patience: float = 3.0) -> float:
    """The best accuracy met by moving the weights W (3, 3) of a linear classifier at random, at first also where a few points are lost."""
    X, y = spiral_points()
    inputs, rng = np.column_stack([X, np.ones(len(X))]), np.random.default_rng(seed)
    now = best = int(np.sum((inputs @ W.T).argmax(axis=1) == y))
    for i in range(tries):
        moved = W + rng.choice([0.1, 0.3, 1.0]) * rng.standard_normal((3, 3))
        right = int(np.sum((inputs @ moved.T).argmax(axis=1) == y))
        if right >= now - patience * rng.random() * (1 - i / tries):
            W, now, best = moved, right, max(best, right)
    return best / len(X)


def straight_boundaries(seeds):
    """A linear classifier on the spiral: trained to the end, and the most points that straight boundaries were found to get right."""
    X, y = spiral_points()
    networks = [last_network(mlp([2, 3], seed=seed, dtype=np.float32), X, y, learning_rate=1.0, steps=2000) for seed in seeds]
    trained = float(np.median([accuracy(network, X, y) for network in networks]))
    starts = [np.column_stack([network.layers[0].W, network.layers[0].b]) for network in networks]
    found = max(search(W, seed) for W, seed in zip(starts, seeds, strict=True))
    return {"trained": trained, "found": found, "gap": found - trained}


def width_for_spiral(seeds):
    """From how many starts each width gets ENOUGH of the spiral right after 400 steps, at its own best rate, and after 4,000; no L2."""
    run = functools.partial(spiral_accuracy, l2=0.0)
    early = compare(run, WIDTHS, seeds=seeds, learning_rate=(1.0, 2.0), steps=(400,))
    long = compare(run, WIDTHS[:3], seeds=seeds, learning_rate=(1.0,), steps=(4000,))

    def starts(outcome):
        return sum(score >= ENOUGH for score in outcome.scores)

    return {
        "widths": list(WIDTHS),
        "short": [starts(early[width]) for width in WIDTHS],
        "short_median": [early[width].median for width in WIDTHS],
        "long": [starts(long[width]) for width in WIDTHS[:3]],
        "long_median": [long[width].median for width in WIDTHS[:3]],
        "three_high": long[3].high,
        "five_short": starts(early[5]),
        "five_long": starts(long[5]),
        "five_low": long[5].low,
        "ten_short": starts(early[10]),
        "ten_long": starts(long[10]),
        "fifty_short": starts(early[50]),
    }


def rings(seeds):
    """From how many starts 2, 3, 4 and 10 hidden units get all points of two rings right after 600 steps."""
    X, y = circles(100)

    def all_right(hidden):
        networks = (last_network(mlp([2, hidden, 2], seed=seed), X, y, learning_rate=0.3, steps=600) for seed in seeds)
        return sum(accuracy(network, X, y) == 1 for network in networks)

    return {f"{name}_units": all_right(hidden) for name, hidden in (("two", 2), ("three", 3), ("four", 4), ("ten", 10))}


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


def left_patches(n: int, tops, seed: int):
    """`n` patches X, y from the left part, as `photos` cuts them, but with their first row among `tops`."""
    pictures, rng, y = photographs(), np.random.default_rng(seed), np.arange(n) % 10
    corners = zip(y, rng.choice(tops, n), rng.integers(0, int(0.6 * 256) - 31, n), strict=True)
    X = np.stack([pictures[label, row : row + 32, column : column + 32].ravel() for label, row, column in corners])
    return (X.astype(np.float32) - 127.5) / np.float32(127.5), y


@functools.cache
def without_a_band(first_row: int):
    """Training patches that leave a band of 64 rows of the left part out, and test patches from that band alone."""
    tops = np.arange(256 - 31)
    outside = tops[(tops + 32 <= first_row) | (tops >= first_row + 64)]
    return left_patches(4000, outside, 5), left_patches(1000, np.arange(first_row, first_row + 33), 6)


def band_accuracy(seed: int) -> float:
    """3072-100-10, trained without a band of the left part: accuracy on that band, which differs from seed to seed."""
    (X, y), band = without_a_band(BANDS[seed % 3])
    options = {"learning_rate": NOTEBOOK_RATE, "steps": 240, "batch_size": 256, "seed": seed}
    return accuracy(last_network(mlp([3072, 100, 10], seed=seed, dtype=np.float32), X, y, **options), *band)


def where_the_gap_is(seeds):
    """3072-100-10 on patches it was trained on, on new ones from the same left part, from a band left out of it, from the right part."""
    networks = [trained_on_images(100, seed, NOTEBOOK_RATE)[1] for seed in seeds]
    seen, left, right = (float(np.median([accuracy(network, *patches) for network in networks])) for patches in image_sets())
    band = float(np.mean([band_accuracy(seed) for seed in seeds[:3]]))
    return {"seen": seen, "left": left, "right": right, "band": band, "shared": left - band, "band_over_right": band - right}


def second_trained(seed: int):
    """3072-100-10 of which only W₂ and its biases were trained, with the learning rate 1: W₁ stays at its random start."""
    (X, y), network = image_sets()[0], mlp([3072, 100, 10], seed=seed, dtype=np.float32)
    hidden = network.forward(X).hs[0]
    top = last_network(Network(network.layers[1:]), hidden, y, learning_rate=1.0, steps=240, batch_size=256, seed=seed)
    return Network([network.layers[0], *top.layers])


def first_trained(seed: int):
    """3072-100-10 of which only W₁ and its biases were trained, with the learning rate 0.15: W₂ stays at its random start."""
    network = mlp([3072, 100, 10], seed=seed, dtype=np.float32)
    train_layers(network, *image_sets()[0], (0.15, 0.0), 240, seed, batch_size=256)
    return network


def one_matrix_alone(seeds):
    """Only W₂ is trained, or only W₁, the other layer left at its random start (3 of the seeds): accuracy on patches of the right part."""
    right = image_sets()[2]
    only_second = float(np.median([accuracy(second_trained(seed), *right) for seed in seeds]))
    only_first = float(np.median([accuracy(first_trained(seed), *right) for seed in seeds[:3]]))
    same_rate = float(np.median([accuracy(trained_on_images(100, seed, NOTEBOOK_RATE)[1], *right) for seed in seeds]))
    both = float(np.median([accuracy(trained_on_images(100, seed, BEST_RATES[100])[1], *right) for seed in seeds]))
    linear = float(np.median([accuracy(trained_on_images(0, seed, BEST_RATES[0])[1], *right) for seed in seeds]))
    return {
        "only_second": only_second,
        "only_first": only_first,
        "both": both,
        "same_rate": same_rate,
        "over_same_rate": only_second - same_rate,
        "over_linear": only_second - linear,
        "first_adds": both - only_second,
        "second_adds": both - only_first,
    }


def learned_part(seeds):
    """How large the change of W₁ is beside its initial weights, in itself and in the sums, and how well each does with the trained W₂."""
    X, y = image_sets()[2]
    names = ("size", "in_sums", "on", "whole", "change_alone", "initial_alone")
    measured = {name: [] for name in names}
    for seed in seeds:
        start, end = trained_on_images(100, seed, NOTEBOOK_RATE)
        before, change = start.layers[0].W, end.layers[0].W - start.layers[0].W
        sums = np.linalg.norm(X @ change.T) / np.linalg.norm(X @ before.T)
        parts = []
        for W in (change, before):
            network = end.copy()
            network.layers[0].W[...] = W
            parts.append(accuracy(network, X, y))
        size = np.linalg.norm(change) / np.linalg.norm(before)
        row = size, sums, np.mean(end.forward(X).zs[0] > 0), accuracy(end, X, y), *parts
        for name, value in zip(names, row, strict=True):
            measured[name].append(value)
    return {name: float(np.median(values)) for name, values in measured.items()}

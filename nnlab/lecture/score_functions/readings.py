"""The experiments behind what notebook 01 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import Network, circles, mlp, photos, sgd, softmax_loss, spiral
from nnlab.data import photographs
from nnlab.lecture.experiments import accuracy, compare, last_network, train_layers

WIDTHS = (3, 4, 5, 10, 20, 50)  # hidden units; the first four are also trained longer
ENOUGH = 0.97  # the accuracy that a width has to reach on the spiral
# The best learning rates by hidden units (0: a linear classifier), of 0.01 to 0.3, chosen with other seeds on other patches.
BEST_RATES = {0: 0.03, 10: 0.1, 30: 0.1, 100: 0.1, 300: 0.06}
BEST_RATES_SECOND = {10: 3.0, 30: 2.0, 100: 1.0}  # where only W₂ is trained, of 0.5 to 6
BEST_RATE_FIRST = 0.15  # where only W₁ is trained, of 0.01 to 0.3
BEST_RATE_WITHOUT_MAX, BEST_RATE_PIXELS = 0.3, 1.0  # where only W₂ is trained, on sums without max(0, ·) and on one pixel each
NOTEBOOK_RATE = 0.03
LEFT_COLUMNS, RIGHT_COLUMNS = (0, 122), (153, 225)  # first columns of the patches of either part, without the end
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
    """The best accuracy met by changing the weights W (3, 3) of a linear classifier at random, at first even if a few points are lost."""
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
    """With how many seeds each width gets ENOUGH of the spiral right: 400 steps at learning rate 2, and 4,000 at 1; no L2."""
    run = functools.partial(spiral_accuracy, l2=0.0)
    after_400 = {width: [run(width, seed=seed, learning_rate=2.0, steps=400) for seed in seeds] for width in WIDTHS}
    after_4000 = {width: [run(width, seed=seed, learning_rate=1.0, steps=4000) for seed in seeds] for width in WIDTHS[:4]}
    early, late = ({width: sum(score >= ENOUGH for score in scores) for width, scores in kind.items()} for kind in (after_400, after_4000))
    return {
        "widths": list(WIDTHS),
        "short": list(early.values()),
        "long": list(late.values()),
        "three_high": max(after_4000[3]),
        "three_long": late[3],
        "four_long": late[4],
        "five_short": early[5],
        "five_long": late[5],
        "five_low": min(after_4000[5]),
        "ten_short": early[10],
        "ten_long": late[10],
        "twenty_short": early[20],
        "fifty_short": early[50],
    }


def rings(seeds):
    """With how many seeds 2, 3, 4 and 10 hidden units get all points of two rings right after 600 steps."""
    X, y = circles(100)

    def all_right(hidden):
        networks = (last_network(mlp([2, hidden, 2], seed=seed), X, y, learning_rate=0.3, steps=600) for seed in seeds)
        return sum(accuracy(network, X, y) == 1 for network in networks)

    return {f"{name}_units": all_right(hidden) for name, hidden in (("two", 2), ("three", 3), ("four", 4), ("ten", 10))}


def batch_loss(batch_size, *, seed, learning_rate, passes=10) -> float:
    """The negative of the loss on all points after `passes` epochs, so that higher is better."""
    X, y = spiral_points()
    steps = passes * len(X) // batch_size
    network = mlp([2, 100, 3], seed=seed, dtype=np.float32)
    network = last_network(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=batch_size, seed=seed)
    return float("nan") if network is None else -float(softmax_loss(network.scores(X), y)[0])


def batches(seeds):
    """Ten epochs with all points in a batch, or 30: the loss afterwards, each at its own best rate."""
    outcomes = compare(batch_loss, (300, 30), seeds=seeds, learning_rate=(0.3, 1.0, 2.0, 3.0, 5.0))
    late = functools.partial(batch_loss, passes=100)
    shared = compare(batch_loss, (300, 30), seeds=seeds, learning_rate=(1.0,))
    return {
        "all_points": -outcomes[300].median,
        "thirty": -outcomes[30].median,
        "times": outcomes[300].median / outcomes[30].median,
        "all_points_shared": -shared[300].median,
        "thirty_shared": -shared[30].median,
        "all_points_late": -compare(late, (300,), seeds=seeds, learning_rate=(2.0, 2.5, 3.0))[300].median,
        "thirty_late": -compare(late, (30,), seeds=seeds, learning_rate=(1.0, 1.5, 2.0))[30].median,
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
    """A linear classifier, 100 and 300 hidden units (5 of the seeds), each at its own best rate: accuracy on patches of the right part."""
    linear, hundred, three_hundred = (
        float(np.median([accuracy(trained_on_images(hidden, seed, BEST_RATES[hidden])[1], *image_sets()[2]) for seed in some]))
        for hidden, some in ((0, seeds), (100, seeds), (300, seeds[:5]))
    )
    return {
        "linear": linear,
        "hundred": hundred,
        "three_hundred": three_hundred,
        "hidden_gain": hundred - linear,
        "wider_gain": three_hundred - hundred,
    }


def patches_at(n: int, tops, seed: int, columns=LEFT_COLUMNS):
    """`n` patches X, y as `photos` cuts them, with the first row among `tops` and the first column in the range `columns`."""
    pictures, rng, y = photographs(), np.random.default_rng(seed), np.arange(n) % 10
    corners = zip(y, rng.choice(tops, n), rng.integers(*columns, n), strict=True)
    X = np.stack([pictures[label, row : row + 32, column : column + 32].ravel() for label, row, column in corners])
    return (X.astype(np.float32) - 127.5) / np.float32(127.5), y


@functools.cache
def without_a_band(first_row: int):
    """Training patches without a band of 64 rows of the left part, and test patches from that band, on the left and on the right."""
    tops, inside = np.arange(256 - 31), np.arange(first_row, first_row + 33)
    outside = tops[(tops + 32 <= first_row) | (tops >= first_row + 64)]
    return patches_at(4000, outside, 5), patches_at(1000, inside, 6), patches_at(1000, inside, 8, RIGHT_COLUMNS)


def band_accuracies(seed: int) -> list[float]:
    """3072-100-10, trained without a band of the left part: accuracy on that band and on the same rows of the right part."""
    (X, y), *bands = without_a_band(BANDS[seed % 3])
    options = {"learning_rate": NOTEBOOK_RATE, "steps": 240, "batch_size": 256, "seed": seed}
    network = last_network(mlp([3072, 100, 10], seed=seed, dtype=np.float32), X, y, **options)
    return [accuracy(network, *band) for band in bands]


def where_the_gap_is(seeds):
    """3072-100-10 on patches it was trained on, on new ones from the same left part, from a band left out of it, from the right part."""
    networks = [trained_on_images(100, seed, NOTEBOOK_RATE)[1] for seed in seeds]
    seen, left, right = (float(np.median([accuracy(network, *patches) for network in networks])) for patches in image_sets())
    band, beside = (float(mean) for mean in np.mean([band_accuracies(seed) for seed in seeds[:3]], axis=0))
    return {
        "seen": seen,
        "left": left,
        "right": right,
        "band": band,
        "beside": beside,
        "shared": left - band,
        "band_over_beside": band - beside,
    }


def second_trained(seed: int, hidden: int = 100):
    """A network of which only W₂ and its biases were trained, at the best learning rate: W₁ stays random."""
    (X, y), network = image_sets()[0], mlp([3072, hidden, 10], seed=seed, dtype=np.float32)
    inputs, rate = network.forward(X).hs[0], BEST_RATES_SECOND[hidden]
    top = last_network(Network(network.layers[1:]), inputs, y, learning_rate=rate, steps=240, batch_size=256, seed=seed)
    return Network([network.layers[0], *top.layers])


def first_trained(seed: int):
    """3072-100-10 of which only W₁ and its biases were trained, at the best learning rate: W₂ stays random."""
    network = mlp([3072, 100, 10], seed=seed, dtype=np.float32)
    train_layers(network, *image_sets()[0], (BEST_RATE_FIRST, 0.0), 240, seed, batch_size=256)
    return network


def one_matrix_alone(seeds):
    """Only W₂, only W₁ or both are trained, with 100 hidden units; with 10 and 30 only W₂ or both: accuracy on the right part."""

    def median(networks):
        return float(np.median([accuracy(network, *image_sets()[2]) for network in networks]))

    second = {width: median(second_trained(seed, width) for seed in seeds) for width in BEST_RATES_SECOND}
    both = {width: median(trained_on_images(width, seed, BEST_RATES[width])[1] for seed in seeds) for width in BEST_RATES_SECOND}
    only_first = median(first_trained(seed) for seed in seeds)
    linear = median(trained_on_images(0, seed, BEST_RATES[0])[1] for seed in seeds)
    return {
        "widths": list(second),
        "second": list(second.values()),
        "trained": list(both.values()),
        "only_second": second[100],
        "both": both[100],
        "only_first": only_first,
        "ten_second": second[10],
        "ten_both": both[10],
        "ten_adds": both[10] - second[10],
        "thirty_adds": both[30] - second[30],
        "first_adds": both[100] - second[100],
        "second_adds": both[100] - only_first,
        "over_linear": second[100] - linear,
    }


def one_pixel_each(seed: int):
    """3072-100-10 in which each hidden unit looks at one pixel only, with a random sign and a random bias."""
    network, rng = mlp([3072, 100, 10], seed=seed, dtype=np.float32), np.random.default_rng(seed)
    first, signs = network.layers[0], rng.choice([-1.0, 1.0], 100)
    first.W[...] = 0
    first.W[np.arange(100), rng.choice(3072, 100, replace=False)] = signs
    first.b[...] = rng.uniform(-0.8, 0.8, 100)
    return network


def fixed_features(seeds):
    """Only W₂ is trained, on 100 fixed hidden values: random sums with and without max(0, ·), and one pixel each with it."""
    (X, y), _, (X_test, y_test) = image_sets()

    def median(build, values, learning_rate):
        shares = []
        for network, seed in zip(map(build, seeds), seeds, strict=True):
            options = {"learning_rate": learning_rate, "steps": 240, "batch_size": 256, "seed": seed}
            top = last_network(Network(network.layers[1:]), values(network.forward(X)), y, **options)
            shares.append(accuracy(top, values(network.forward(X_test)), y_test))
        return float(np.median(shares))

    def noise(seed):
        return mlp([3072, 100, 10], seed=seed, dtype=np.float32)

    figures = {
        "noise": median(noise, lambda trace: trace.hs[0], BEST_RATES_SECOND[100]),
        "without_max": median(noise, lambda trace: trace.zs[0], BEST_RATE_WITHOUT_MAX),
        "pixels": median(one_pixel_each, lambda trace: trace.hs[0], BEST_RATE_PIXELS),
    }
    return figures | {"max_adds": figures["noise"] - figures["without_max"], "noise_adds": figures["noise"] - figures["pixels"]}


def leading_directions(X, n: int = 20):
    """Orthonormal directions (d, n) that hold the most of the sum of squares of X (examples, d), by subspace iteration."""
    basis = np.random.default_rng(0).standard_normal((X.shape[1], 2 * n)).astype(X.dtype)
    for _ in range(4):
        basis = np.linalg.qr(X.T @ (X @ basis))[0]
    return basis @ np.linalg.svd(X @ basis, full_matrices=False)[2][:n].T


def share_in(directions, rows) -> float:
    """The share of the sum of squares of the rows that lies in the directions."""
    return float(np.sum((rows @ directions) ** 2) / np.sum(rows**2))


def learned_part(seeds):
    """How large the change of W₁ is beside its initial weights, in norm and in the sums, and how well each does with the trained W₂."""
    (seen, _), _, (X, y) = image_sets()
    directions = leading_directions(seen)
    names = ("size", "in_sums", "on", "whole", "change_alone", "initial_alone", "change_in_twenty")
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
        row = size, sums, np.mean(end.forward(X).zs[0] > 0), accuracy(end, X, y), *parts, share_in(directions, change)
        for name, value in zip(names, row, strict=True):
            measured[name].append(value)
    ends = {"change_low": min(measured["change_alone"]), "change_high": max(measured["change_alone"])}
    return {name: float(np.median(values)) for name, values in measured.items()} | ends | {"images_in_twenty": share_in(directions, seen)}

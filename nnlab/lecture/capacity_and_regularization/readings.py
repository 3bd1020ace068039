"""The experiments behind what notebook 13 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import circles, mlp, moons, sgd, xor
from nnlab.lecture.capacity_and_regularization.capacity import NOISE, ideal_accuracy, unseen
from nnlab.lecture.capacity_and_regularization.depth import flat_network, tent_network
from nnlab.lecture.capacity_and_regularization.many import initial, train_many
from nnlab.lecture.capacity_and_regularization.universal import TARGETS, X, build_network, errors, initial_network, max_error, squared_loss
from nnlab.lecture.experiments import accuracy, compare

MAKE = {"xor": xor, "circles": circles, "moons": moons}
STRENGTHS = (0, 0.003, 0.01, 0.03, 0.1)
STEEPNESS = np.geomspace(0.5, 5, 41)


def trained_error(kind_and_units, *, seed, learning_rate) -> float:
    """Minus the largest error of units that are trained on the sine for 5,000 steps; NaN if the training diverges."""
    kind, units = kind_and_units
    x = X[::8]
    network, options = initial_network(kind, units, seed), {"loss": squared_loss, "learning_rate": learning_rate, "steps": 5000}
    for step in sgd(network, x[:, None], TARGETS["sine"](x), **options):
        last = step
    return np.nan if last.diverged else -errors(last.network, TARGETS["sine"])[0]


def other_heights(units, steepness, steps=0) -> float:
    """The largest error on the sine if the places and the steepness are those of units put together by hand, and only the heights differ:

    after some steps of gradient descent on the outgoing weights alone, from 0, or, with 0 steps, by least squares.
    """
    sine, hidden = TARGETS["sine"], build_network("sigmoid", np.zeros(units + 1), steepness)
    outputs = np.column_stack([hidden.forward(X[:, None]).hs[0], np.ones(len(X))])
    seen, y = outputs[::8], sine(X[::8])
    heights = np.linalg.lstsq(seen, y, rcond=None)[0] if not steps else np.zeros(units + 1)
    for _ in range(steps):
        heights -= 0.4 * seen.T @ (seen @ heights - y) / len(y)
    return float(np.abs(outputs @ heights - sine(X)).max())


def hand_or_training(seeds):
    """The largest error on a sine of units put together by hand, and of trained ones, each kind at its own best learning rate."""
    contenders, rates = [("sigmoid", 8), ("sigmoid", 40), ("relu", 40)], (0.1, 0.2, 0.4)
    outcomes = compare(trained_error, contenders, seeds=seeds, learning_rate=rates)
    outcomes |= compare(trained_error, [("relu", 8)], seeds=five_times(seeds), learning_rate=rates)  # 9 seeds scatter too much
    trained = {pair: -outcome.median for pair, outcome in outcomes.items()}
    sine = TARGETS["sine"]
    figures = {"hand_5": max_error(sine, "sigmoid", 8, 5.0118723363), "hand_100": max_error(sine, "sigmoid", 8, 100.0)}
    figures |= {"gentle": max_error(sine, "sigmoid", 8, 0.3), "gentle_heights": other_heights(8, 0.3)}
    by_hand = min(STEEPNESS, key=lambda steepness: max_error(sine, "sigmoid", 8, steepness))
    figures |= {"gentle_heights_40": other_heights(40, 0.3), "outgoing": other_heights(8, by_hand, 5000), "steepness": float(by_hand)}
    for units in (8, 40):
        figures[f"hand_sigmoid_{units}"] = min(max_error(sine, "sigmoid", units, steepness) for steepness in STEEPNESS)
        figures[f"hand_relu_{units}"] = max_error(sine, "relu", units, 1.0)
        figures |= {f"{kind}_{units}": trained[kind, units] for kind in ("sigmoid", "relu")}
    wins = {"training_wins": figures["hand_sigmoid_8"] / figures["sigmoid_8"], "hand_wins": figures["relu_40"] / figures["hand_relu_40"]}
    wins["hand_wins_8"] = figures["relu_8"] / figures["hand_relu_8"]
    gain = figures["hand_sigmoid_8"] - figures["sigmoid_8"]
    return figures | wins | {"share_of_heights": (figures["hand_sigmoid_8"] - figures["outgoing"]) / gain}


def spread_bends(network, seed):
    """The network, its first layer's units bending at random places of [0, 1] to either side; with biases of 0 all bend at 0."""
    rng, first = np.random.default_rng(seed), network.layers[0]
    first.W[...] = rng.choice([-1, 1], first.W.shape) * np.abs(first.W)
    first.b[...] = -first.W[:, 0] * rng.uniform(0, 1, len(first.b))
    return network


def tent_rms(sizes_and_spread, *, seed, learning_rate) -> float:
    """Minus the root mean square error of a ReLU network after 3,000 steps on the tent that is passed on three times (8 pieces)."""
    x = np.linspace(0, 1, 65)[:, None]
    y = tent_network(3).forward(x).scores[:, 0]
    sizes, spread = sizes_and_spread
    network = mlp(sizes, "relu", seed=seed, dtype=np.float32)
    options = {"loss": squared_loss, "learning_rate": learning_rate, "steps": 3000}
    for step in sgd(spread_bends(network, 1000 + seed) if spread else network, x, y, **options):
        last = step
    return np.nan if last.diverged else -np.sqrt(2 * last.loss)


def tent_training(seeds):
    """What training makes of the eight pieces: the very network that can do it, a larger one, one layer; the first bends at 0 or spread."""
    sizes = {"deep": (1, 2, 2, 2, 1), "flat": (1, 6, 1), "larger": (1, 16, 16, 16, 1), "wide": (1, 197, 1)}
    contenders = {name: (sizes[name], False) for name in ("deep", "flat", "larger")}
    contenders["deep_spread"] = sizes["deep"], True
    outcomes = compare(tent_rms, contenders.values(), seeds=seeds, learning_rate=(0.1, 0.3))
    for name, rates in {"larger": (0.1, 0.3), "wide": (0.1, 0.15)}.items():  # 593 and 592 parameters
        contenders[f"{name}_spread"] = sizes[name], True
        outcomes |= compare(tent_rms, [contenders[f"{name}_spread"]], seeds=five_times(seeds), learning_rate=rates)
    x = np.linspace(0, 1, 65)[:, None]
    eight_pieces = tent_network(3).forward(x).scores
    by_hand = float(np.sqrt(np.mean((flat_network(6, 8).forward(x).scores - eight_pieces) ** 2)))
    trained = {name: -outcomes[case].median for name, case in contenders.items()}
    differences = {
        "by_spreading": trained["larger"] - trained["larger_spread"],
        "by_depth": trained["wide_spread"] - trained["larger_spread"],
    }
    return {"constant": float(np.std(eight_pieces)), "flat_by_hand": by_hand} | trained | differences


def train_units(dataset, hidden, l2, seed, steps=(400,)):
    """The networks of so many hidden units after these `steps` on 60 noisy points, and its training accuracies."""
    network = mlp([2, hidden, 2], "tanh", init=1.0, seed=seed)
    points, found = MAKE[dataset](30, NOISE[dataset], seed), []
    for step in sgd(network, *points, learning_rate=1.0, steps=max(steps), l2=l2):
        if step.step in steps:
            found.append((step.network.copy(), step.accuracy, step.loss))
    return found


@functools.lru_cache(maxsize=1000)
def marks(dataset, hidden, l2, seeds, steps=400):
    """The training accuracies and the accuracies on unseen points, seed by seed: (2, seeds)."""
    networks = [train_units(dataset, hidden, l2, seed, (steps,))[0] for seed in seeds]
    return np.array([[train, accuracy(network, *unseen(dataset))] for network, train, _ in networks]).T


def medians(dataset, hidden, l2, seeds, steps=400):
    """The median training accuracy and the median accuracy on unseen points."""
    return np.median(marks(dataset, hidden, l2, tuple(seeds), steps), axis=1).tolist()


CHECKED = tuple(np.unique(np.geomspace(1, 4000, 25).round().astype(int)).tolist())  # steps at which the validation points are asked


def many_points(seeds, each=1):
    """Sets of 60 noisy points of XOR, one for each of the seeds, `each` of them in a row the same: X (S, 60, 2), y (S, 60)."""
    sets = [xor(30, NOISE["xor"], seed) for seed in seeds for _ in range(each)]
    return tuple(np.array(part) for part in zip(*sets, strict=True))


def five_times(seeds) -> tuple[int, ...]:
    """Five seeds out of each, so that what is small can be measured as well."""
    return tuple(1000 * seed + i for seed in seeds for i in range(5))


@functools.lru_cache(maxsize=10)
def many(hidden, seeds, l2=0.0, steps=(0, 400, *CHECKED), **options):
    """As many networks as seeds, each with points and initial weights of its own: step -> (Networks, losses)."""
    return train_many(initial(hidden, seeds), *many_points(seeds), steps, l2=l2, **options)


def on_unseen(networks) -> float:
    """The mean accuracy of many networks on unseen points of XOR."""
    return float(networks.right(*unseen("xor")).mean())


def noise_learned(networks, seeds) -> list[float]:
    """Of the training points that the ideal boundary gets wrong, the share that these networks get right, and that others' networks do."""
    own = many_points(seeds)
    sets = own, [np.roll(part, 7, axis=0) for part in own]
    beyond = [(points[..., 0] * points[..., 1] < 0) != y for points, y in sets]
    return [float((networks.right(*own) & wrong).sum() / wrong.sum()) for own, wrong in zip(sets, beyond, strict=True)]


def band(points, y) -> float:
    """The share of points that the best straight band along a diagonal gets right: all that two units can draw."""
    across = np.abs(points @ [[1, 1], [1, -1]])  # from either diagonal
    return float(max(np.mean((across[:, i] < width) == (y == (i == 0))) for i in range(2) for width in np.linspace(0.1, 4, 79)))


def units(seeds):
    """More and more hidden units on 60 noisy points of XOR, without L2 and with it, beside the ideal boundary."""
    figures = {}
    for name, (hidden, l2) in {
        "one": (1, 0),
        "two": (2, 0),
        "three": (3, 0),
        "twenty": (20, 0),
        "fifty": (50, 0),
        "l2": (20, 0.03),
    }.items():
        figures[f"{name}_train"], figures[name] = medians("xor", hidden, l2, seeds)
    figures["strong"], figures["strong_low"] = medians("xor", 20, 0.1, seeds)[1], float(marks("xor", 20, 0.1, tuple(seeds))[1].min())
    figures["l2_low"] = float(marks("xor", 20, 0.03, tuple(seeds))[1].min())
    figures["ideal_train"] = float(np.median([ideal_accuracy(*xor(30, NOISE["xor"], seed)) for seed in seeds]))
    figures["ideal"] = ideal_accuracy(*unseen("xor"))
    wide = five_times(seeds)
    for name, hidden, step in (("three", 3, 400), ("three_late", 3, 4000), ("twenty", 20, 400), ("twenty_late", 20, 4000)):
        figures[f"noise_{name}"], figures[f"others_{name}"] = noise_learned(many(hidden, wide)[step][0], wide)
        figures[f"followed_{name}"] = figures[f"noise_{name}"] - figures[f"others_{name}"]
    two = many(2, wide, steps=(400,))[400][0].right(*unseen("xor")).mean(axis=1)
    figures |= {"band": band(*unseen("xor")), "two_missed": float(np.mean(two < 0.75))}
    return figures | {"larger": figures["fifty"] - figures["three"], "gain": figures["l2"] - figures["twenty"]}


def own_strength(seeds):
    """3, 6 and 20 units on XOR, each with the strength of L2 that suits it best."""

    def run(hidden, *, seed, l2):
        return marks("xor", hidden, l2, (seed,))[1, 0]

    outcomes = compare(run, (3, 6, 20), seeds=seeds, l2=STRENGTHS[:4])
    figures = {name: outcomes[hidden].median for name, hidden in (("three", 3), ("six", 6), ("twenty", 20))}
    return figures | {"more_units": figures["twenty"] - figures["three"], "many_more": figures["twenty"] - figures["six"]}


def own_rate(seeds):
    """3 and 20 units without L2 and 20 with it after 400 steps, each at the learning rate that suits it best and at a rate of 1."""
    wide, figures = five_times(seeds), {}
    for name, (hidden, l2) in {"three": (3, 0.0), "twenty": (20, 0.0), "twenty_l2": (20, 0.03)}.items():
        at = {rate: on_unseen(many(hidden, wide, l2, (400,), learning_rate=rate)[400][0]) for rate in (0.1, 0.3, 1.0)}
        figures |= {name: max(at.values()), f"{name}_one": at[1.0], f"rate_{name}": max(at, key=at.get)}
    figures |= {"by_size": figures["twenty"] - figures["three"], "by_l2": figures["twenty_l2"] - figures["twenty"]}
    return figures | {"by_rate": figures["twenty"] - figures["twenty_one"]}


def given_time(seeds):
    """3, 6 and 20 units without L2, given time: how far apart starts end on the same points, in loss and accuracy; unseen points."""
    starts, figures, wide = 6, {}, five_times(seeds)
    sets = many_points(seeds, starts)
    for name, hidden, last in (("small", 3, 20000), ("six", 6, 4000), ("large", 20, 4000)):
        found = train_many(initial(hidden, [seed + i for seed in seeds for i in range(starts)]), *sets, (400, 4000, last))
        for step, (networks, losses) in found.items():
            accuracies = networks.right(*unseen("xor")).mean(axis=1)
            for what, values in (("spread", losses), ("apart", 100 * accuracies)):
                figures[f"{name}_{what}_{step}"] = float(np.mean(np.ptp(values.reshape(-1, starts), axis=1)))
    for name, hidden in (("small", 3), ("large", 20)):
        figures |= {f"{name}_unseen_{step}": on_unseen(many(hidden, wide)[step][0]) for step in (400, 4000)}
    figures["large_ahead"] = figures["large_unseen_4000"] - figures["small_unseen_4000"]
    ideal = figures["ideal"] = ideal_accuracy(*unseen("xor"))
    return figures | {"large_below": ideal - figures["large_unseen_4000"], "small_below": ideal - figures["small_unseen_4000"],
                      "fewer_apart": figures["small_spread_4000"] / figures["six_spread_4000"]}  # fmt: skip


def held_back(seeds):
    """20 units trained for 4,000 steps: with nothing, with L2, stopped by 60 validation points, with dropout."""
    wide = five_times(seeds)
    networks = {step: found for step, (found, _) in many(20, wide).items()}
    on_validation = np.array([networks[step].right(*many_points([seed + 500 for seed in wide])).mean(axis=1) for step in CHECKED])
    on_the_way = np.array([networks[step].right(*unseen("xor")).mean(axis=1) for step in CHECKED])
    sizes = np.array([networks[step].weight_sizes() for step in CHECKED])
    curve, best, each = on_the_way.mean(axis=1), on_validation.argmax(axis=0), np.arange(len(wide))
    l2 = many(20, wide, 0.03, (4000,))[4000][0]
    figures = {"nothing": curve[-1], "best_on_the_way": curve.max(), "best_step": CHECKED[curve.argmax()]}
    figures |= {"stopped": on_the_way[best, each].mean(), "stop": np.median(np.take(CHECKED, best)), "l2": on_unseen(l2)}
    slow = {"learning_rate": 0.1}
    for name, options in {"slow": slow, "dropout": slow | {"share_kept": 0.5}, "dropout_fast": {"share_kept": 0.8}}.items():
        figures[name] = on_unseen(many(20, wide, steps=(4000,), **options)[4000][0])
    figures |= {"size_start": np.median(networks[0].weight_sizes()), "size_stopped": np.median(sizes[best, each])}
    figures |= {"size_nothing": np.median(sizes[-1]), "size_l2": np.median(l2.weight_sizes())}
    moved = np.array([networks[step].distances(networks[0]) for step in CHECKED]) / networks[0].weight_sizes()
    figures |= {"moved_stopped": np.median(moved[best, each]), "moved_nothing": np.median(moved[-1])}
    figures["moved_l2"] = np.median(l2.distances(networks[0]) / networks[0].weight_sizes())
    figures |= {"falls": figures["best_on_the_way"] - figures["nothing"], "gain": figures["stopped"] - figures["nothing"]}
    figures |= {"by_rate": figures["slow"] - figures["nothing"], "by_dropout": figures["dropout"] - figures["slow"]}
    figures |= {f"l2_ahead_of_{name}": figures["l2"] - figures[name] for name in ("stopped", "dropout")}
    return {name: float(value) for name, value in figures.items()}


def choice(seeds):
    """Which strength validation points choose, and what the choice is worth on 1,000 test points; ties are broken by lot."""
    networks = [[train_units("xor", 20, l2, seed)[0][0] for l2 in STRENGTHS] for seed in seeds]
    test, pool = xor(500, NOISE["xor"], 54321), xor(10000, NOISE["xor"], 77)
    on_test = np.array([[accuracy(network, *test) for network in row] for row in networks])
    right = [np.array([network.predict(pool[0]) == pool[1] for network in row]) for row in networks]
    rng = np.random.default_rng(0)
    figures = {
        "without": float(on_test[:, 0].mean()),
        "always": float(on_test[:, 3].mean()),
        "lot": float(on_test.mean()),
        "bad_lot": float(np.mean(on_test < 0.85)),
    }
    for points in (10, 60, 1000):
        shares, found = np.zeros(len(STRENGTHS)), []  # found: on validation points, on test points, whether below 85% of these
        for i in range(len(networks)):
            for _ in range(100):
                score = right[i][:, rng.integers(0, len(pool[0]), points)].mean(axis=1)
                chosen = int(np.argmax(score + 1e-9 * rng.random(len(score))))
                shares[chosen] += 1 / (100 * len(networks))
                found.append((score[chosen], on_test[i, chosen], on_test[i, chosen] < 0.85))
        figures[f"shares_{points}"] = shares.tolist()
        figures[f"most_{points}"] = float(shares.max())
        means = (float(mean) for mean in np.mean(found, axis=0))
        figures |= {f"{name}_{points}": mean for name, mean in zip(("validation", "test", "bad"), means, strict=True)}
    figures["gathered"] = sum(figures["shares_1000"][2:4])
    figures["lucky"] = figures["validation_60"] - figures["test_60"]
    figures["any_gain"] = float((on_test[:, 1:4].mean(axis=0) - figures["without"]).min())
    figures |= {"over_lot": figures["test_60"] - figures["lot"], "fewer_bad": figures["bad_lot"] - figures["bad_60"]}
    return figures | {"gain": figures["test_60"] - figures["without"], "missed": figures["always"] - figures["test_60"]}


def elsewhere(seeds):
    """The two rings and the two moons: size and strength of L2; 20 units with each strength, means over five times the sets."""
    rings = {name: medians("circles", hidden, l2, seeds)[1] for name, (hidden, l2) in
             {"three": (3, 0), "twenty": (20, 0), "twenty_l2": (20, 0.01), "six_l2": (6, 0.01), "three_l2": (3, 0.01)}.items()}  # fmt: skip
    wide, at = five_times(seeds), {}
    for dataset, make in MAKE.items():
        sets = [np.array(part) for part in zip(*(make(30, NOISE[dataset], seed) for seed in wide), strict=True)]
        for i, l2 in enumerate(STRENGTHS[:4]):
            networks = train_many(initial(20, wide), *sets, (400,), l2=l2)[400][0]
            at[f"{dataset}_{i}"] = float(networks.right(*unseen(dataset)).mean())
    return rings | at | {"lost": rings["three"] - rings["twenty"], "gain": rings["twenty_l2"] - rings["twenty"],
                         "against_small": rings["twenty_l2"] - rings["three_l2"], "against_six": rings["twenty_l2"] - rings["six_l2"],
                         "moons_lost": at["moons_0"] - at["moons_3"], "moons_gain": at["moons_1"] - at["moons_0"],
                         "alike": at["xor_3"] - at["xor_2"], "rings_lost": at["circles_2"] - at["circles_3"]}  # fmt: skip

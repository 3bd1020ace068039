"""The experiments behind what notebook 13 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import circles, mlp, moons, sgd, xor
from nnlab.lecture.capacity_and_regularization.capacity import NOISE, ideal_accuracy, unseen
from nnlab.lecture.capacity_and_regularization.depth import tent_network
from nnlab.lecture.capacity_and_regularization.dropout import dropout_sgd
from nnlab.lecture.capacity_and_regularization.universal import TARGETS, X, errors, initial_network, max_error, squared_loss
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


def hand_or_training(seeds):
    """The largest error on a sine of units put together by hand, and of trained ones, each kind at its own best learning rate."""
    contenders = [("sigmoid", 8), ("relu", 8), ("sigmoid", 40), ("relu", 40)]
    trained = {
        pair: -outcome.median for pair, outcome in compare(trained_error, contenders, seeds=seeds, learning_rate=(0.1, 0.2, 0.4)).items()
    }
    sine = TARGETS["sine"]
    figures = {"hand_5": max_error(sine, "sigmoid", 8, 5.0118723363), "hand_100": max_error(sine, "sigmoid", 8, 100.0)}
    for units in (8, 40):
        figures[f"hand_sigmoid_{units}"] = min(max_error(sine, "sigmoid", units, steepness) for steepness in STEEPNESS)
        figures[f"hand_relu_{units}"] = max_error(sine, "relu", units, 1.0)
        figures |= {f"{kind}_{units}": trained[kind, units] for kind in ("sigmoid", "relu")}
    sooner = figures["hand_sigmoid_8"] / figures["sigmoid_8"], figures["relu_40"] / figures["hand_relu_40"]
    return figures | {"training_wins": sooner[0], "hand_wins": sooner[1]}


def tent_rms(sizes, *, seed, learning_rate) -> float:
    """Minus the root mean square error of a ReLU network after 3,000 steps on the tent that is passed on twice (8 pieces)."""
    x = np.linspace(0, 1, 65)[:, None]
    y = tent_network(3).forward(x).scores[:, 0]
    options = {"loss": squared_loss, "learning_rate": learning_rate, "steps": 3000}
    for step in sgd(mlp(sizes, "relu", seed=seed, dtype=np.float32), x, y, **options):
        last = step
    return -np.sqrt(2 * last.loss)


def tent_training(seeds):
    """What training makes of the eight pieces: the very network that can do it, one hidden layer of as many units, and a larger network."""
    contenders = {"deep": (1, 2, 2, 2, 1), "flat": (1, 6, 1), "larger": (1, 16, 16, 16, 1)}
    outcomes = compare(tent_rms, contenders.values(), seeds=seeds, learning_rate=(0.1, 0.3))
    constant = float(np.std(tent_network(3).forward(np.linspace(0, 1, 65)[:, None]).scores))
    return {"constant": constant} | {name: -outcomes[sizes].median for name, sizes in contenders.items()}


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
    return figures | {"larger": figures["fifty"] - figures["three"], "gain": figures["l2"] - figures["twenty"]}


def own_strength(seeds):
    """3, 6 and 20 units on XOR, each with the strength of L2 that suits it best."""

    def run(hidden, *, seed, l2):
        return marks("xor", hidden, l2, (seed,))[1, 0]

    outcomes = compare(run, (3, 6, 20), seeds=seeds, l2=STRENGTHS[:4])
    figures = {name: outcomes[hidden].median for name, hidden in (("three", 3), ("six", 6), ("twenty", 20))}
    return figures | {"more_units": figures["twenty"] - figures["three"], "many_more": figures["twenty"] - figures["six"]}


def given_time(seeds):
    """3 and 20 units without L2, given time: how many get a loss below 0.1 on one set of points, and what becomes of unseen points."""
    points, figures = xor(30, NOISE["xor"], seed=0), {}
    for name, hidden, steps in (("small", 3, (400, 4000, 20000)), ("large", 20, (400, 4000))):
        losses = []
        for seed in seeds:
            network = mlp([2, hidden, 2], "tanh", init=1.0, seed=seed)
            losses.append([step.loss for step in sgd(network, *points, learning_rate=1.0, steps=steps[-1]) if step.step in steps])
        figures |= {f"{name}_{n}": float(share) for n, share in zip(steps, np.mean(np.array(losses) < 0.1, axis=0), strict=True)}
        for n in (400, 4000):
            figures[f"{name}_train_{n}"], figures[f"{name}_unseen_{n}"] = medians("xor", hidden, 0, seeds, n)
    apart = figures["small_unseen_4000"] - figures["large_unseen_4000"]
    below_ideal = ideal_accuracy(*unseen("xor")) - figures["small_unseen_4000"]
    return figures | {"apart": apart, "below_ideal": below_ideal, "more_small": figures["small_4000"] - figures["small_400"]}


CHECKED = tuple(np.unique(np.geomspace(1, 4000, 25).round().astype(int)).tolist())  # steps at which the validation points are asked


def weight_size(network) -> float:
    """The root of the sum of all squared weights, biases apart."""
    return float(np.sqrt(sum((layer.W**2).sum() for layer in network.layers)))


def held_back(seeds):
    """20 units trained for 4,000 steps: with nothing, with L2, stopped by 60 validation points, with dropout."""
    by_step, stopped, stops, dropped, growth = [], [], [], [], []
    for seed in seeds:
        networks = [network for network, _, _ in train_units("xor", 20, 0, seed, CHECKED)]
        on_validation = [accuracy(network, *xor(30, NOISE["xor"], 1000 + seed)) for network in networks]
        on_unseen = [accuracy(network, *unseen("xor")) for network in networks]
        best = int(np.argmax(on_validation))
        by_step.append(on_unseen)
        stopped.append(on_unseen[best])
        growth.append(weight_size(networks[-1]) / weight_size(networks[best]))
        stops.append(CHECKED[best])
        network = mlp([2, 20, 2], "tanh", init=1.0, seed=seed)
        dropped.append(
            accuracy(
                dropout_sgd(network, *xor(30, NOISE["xor"], seed), share_kept=0.8, learning_rate=1.0, steps=4000, seed=seed), *unseen("xor")
            )
        )
    curve = np.median(by_step, axis=0)
    figures = {"nothing": float(curve[-1]), "best_on_the_way": float(curve.max()), "best_step": float(CHECKED[int(curve.argmax())])}
    figures |= {"stopped": float(np.median(stopped)), "stop": float(np.median(stops)), "dropout": float(np.median(dropped))}
    figures["l2"] = medians("xor", 20, 0.01, seeds, 4000)[1]
    figures["growth"] = float(np.median(growth))
    return figures | {"falls": figures["best_on_the_way"] - figures["nothing"], "gain": figures["stopped"] - figures["nothing"],
                      "l2_ahead": figures["l2"] - figures["dropout"]}  # fmt: skip


def choice(seeds):
    """Which strength validation points choose, and what the choice is worth on 1,000 test points; ties are broken by lot."""
    networks = [[train_units("xor", 20, l2, seed)[0][0] for l2 in STRENGTHS] for seed in seeds]
    test, pool = xor(500, NOISE["xor"], 54321), xor(10000, NOISE["xor"], 77)
    on_test = np.array([[accuracy(network, *test) for network in row] for row in networks])
    right = [np.array([network.predict(pool[0]) == pool[1] for network in row]) for row in networks]
    rng = np.random.default_rng(0)
    figures = {"without": float(on_test[:, 0].mean()), "always": float(on_test[:, 3].mean()), "lot": float(on_test.mean())}
    for points in (10, 60, 1000):
        shares, found = np.zeros(len(STRENGTHS)), []
        for i in range(len(networks)):
            for _ in range(100):
                score = right[i][:, rng.integers(0, len(pool[0]), points)].mean(axis=1)
                chosen = int(np.argmax(score + 1e-9 * rng.random(len(score))))
                shares[chosen] += 1 / (100 * len(networks))
                found.append((score[chosen], on_test[i, chosen]))
        figures[f"shares_{points}"] = shares.tolist()
        figures[f"most_{points}"] = float(shares.max())
        figures[f"validation_{points}"], figures[f"test_{points}"] = (float(mean) for mean in np.mean(found, axis=0))
    figures["gathered"] = sum(figures["shares_1000"][2:4])
    figures["lucky"] = figures["validation_60"] - figures["test_60"]
    figures["any_gain"] = float((on_test[:, 1:4].mean(axis=0) - figures["without"]).min())
    return figures | {"gain": figures["test_60"] - figures["without"], "missed": figures["always"] - figures["test_60"]}


def elsewhere(seeds):
    """The two rings and the two moons: size and strength of L2."""
    rings = {name: medians("circles", hidden, l2, seeds)[1] for name, (hidden, l2) in
             {"three": (3, 0), "twenty": (20, 0), "twenty_l2": (20, 0.01), "six_l2": (6, 0.01), "three_l2": (3, 0.01)}.items()}  # fmt: skip
    strengths = {"moons_0": 0, "moons_weak": 0.003, "moons_middle": 0.01, "moons_strong": 0.03}
    moons_at = {name: medians("moons", 20, l2, seeds)[1] for name, l2 in strengths.items()}
    moons_gain = max(moons_at["moons_weak"], moons_at["moons_middle"]) - moons_at["moons_0"]
    return rings | moons_at | {"lost": rings["three"] - rings["twenty"], "gain": rings["twenty_l2"] - rings["twenty"],
                               "against_small": rings["twenty_l2"] - rings["three_l2"], "against_six": rings["twenty_l2"] - rings["six_l2"],
                               "moons_lost": moons_at["moons_0"] - moons_at["moons_strong"], "moons_gain": moons_gain}  # fmt: skip

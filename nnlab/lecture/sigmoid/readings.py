"""The experiments behind what notebook 05 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import from_function, gradient_norms, mlp, saturation
from nnlab.activations import ACTIVATIONS
from nnlab.lecture.experiments import accuracy, compare, last_network, train_layers, train_test_split
from nnlab.lecture.sigmoid.during_training import SIZES, layer_gradients, record, start_network, stuck_for_good, stuck_share
from nnlab.lecture.sigmoid.saturation import median_gradient_norms
from nnlab.lecture.sigmoid.zigzag import START, STEPS, TARGET, one_sign_share, sgd_path

STDS = {"xavier": 0.1, "five": 0.5, "large": 1.5, "huge": 3.16}  # five is five times Xavier
ALONG = TARGET + 1.9  # a start that lies from the goal in the direction of the inputs' mean, (1, 1), and not across it
WALK_RATES = (0.7, 1.5, 2.0, 2.5, 3.0, 3.5, 5.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0)


def medians(rows) -> dict[str, float]:
    """The median of each figure over the seeds, from one dict of figures for each seed."""
    rows = list(rows)
    return {name: float(np.median([row[name] for row in rows])) for name in rows[0]}


# ---- before training


def look_inside(scale, seed):
    """Norms of the layers' gradients, saturated share, mean slopes multiplied, and one example's median gradient of one unit."""
    rng = np.random.default_rng(seed)
    X, above = rng.standard_normal((128, 100)), rng.choice([-1, 1], (128, 1)) / 128
    network = mlp([100] + 8 * [100] + [1], "sigmoid", init=scale, seed=seed)
    trace = network.forward(X)
    slopes = [ACTIVATIONS["sigmoid"].derivative(z).mean() for z in trace.zs[:-1]]
    norms = gradient_norms(network.backward(trace, above))
    typical = median_gradient_norms(network, trace, above)[0]
    return {"first": norms[0], "ratio": norms[0] / norms[-1], "saturated": float(np.mean(saturation(network, X))),
            "slopes": float(np.prod(slopes)), "typical": typical}  # fmt: skip


def vanishing(seeds):
    """Eight hidden layers from Xavier and from He."""
    xavier, he = (medians(look_inside(scale, seed) for seed in seeds) for scale in (0.1, 0.02**0.5))
    return {"ratio": xavier["ratio"], "saturated": xavier["saturated"], "slopes": xavier["slopes"], "he": he["ratio"]}


def too_large(seeds):
    """The same with weights 32 times as large: the norm of the first layer, against that from Xavier, and what is typical."""
    large, xavier = (medians(look_inside(scale, seed) for seed in seeds) for scale in (10**0.5, 0.1))
    return {"first": large["first"], "saturated": large["saturated"], "typical": large["typical"], "gain": large["first"] / xavier["first"]}


# ---- learning


def measure(network, seed, learning_rate=0.3, steps=300):
    """Saturated shares and the first layer's gradient over the output layer's before training, and the accuracies after it."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    trained = last_network(network, X, y, learning_rate=learning_rate, steps=steps, batch_size=64, seed=seed)
    gradients = layer_gradients(network, X, y)
    return {"saturated": float(np.mean(saturation(network, X))), "stuck": stuck_share(network, X), "ratio": gradients[0] / gradients[-1],
            "train": accuracy(trained, X, y), "unseen": accuracy(trained, X_unseen, y_unseen)}  # fmt: skip


def learn(std, bias=0.0, *, seed, **options):
    """The figures of `measure` from one of the starts of `start_network`."""
    return measure(start_network(std, bias, seed), seed, **options)


def levelled(std, bias, learning_rate, seed):
    """Accuracy after 300 steps where each layer's rate is inversely proportional to its gradient before training."""
    X, y, _, _ = train_test_split("digits")
    network = start_network(std, bias, seed)
    gradients = np.array(layer_gradients(network, X, y))
    train_layers(network, X, y, learning_rate * gradients[-1] / gradients, 300, seed)
    return {"train": accuracy(network, X, y), "stuck": stuck_share(network, X)}


def saturated_learns(seeds):
    """Four starts at one rate."""
    found = {name: medians(learn(std, seed=seed) for seed in seeds) for name, std in STDS.items()}
    figures = {f"{name}_{part}": row[part] for name, row in found.items() for part in ("saturated", "train", "unseen")}
    return figures | {"gain": figures["large_train"] - figures["xavier_train"]}


def own_rate(seeds):
    """Each start at the best of four rates, and twice with ten times the steps (three seeds)."""
    outcomes = compare(
        lambda std, **options: learn(std, **options)["unseen"], STDS.values(), seeds=seeds, learning_rate=(0.1, 0.3, 1.0, 3.0)
    )
    figures = {name: outcomes[std].median for name, std in STDS.items()} | {
        f"{name}_rate": outcomes[std].setting["learning_rate"] for name, std in STDS.items()
    }
    few = list(seeds)[:3]
    long = {
        "xavier_long": medians(learn(0.1, seed=seed, learning_rate=3.0, steps=3000) for seed in few)["train"],
        "huge_long": medians(learn(3.16, seed=seed, steps=3000) for seed in few)["train"],
    }
    return figures | long | {"cost": figures["five"] - figures["huge"]}


def stuck(seeds):
    """Large weights, large biases, and units stuck for good, at one rate; then large biases and Xavier with a rate for each layer."""
    seeds = list(seeds)
    rows = {"weights": medians(learn(1.5, seed=seed) for seed in seeds), "biases": medians(learn(0.5, 5.0, seed=seed) for seed in seeds),
            "forever": medians(measure(stuck_for_good(seed), seed) for seed in seeds)}  # fmt: skip
    figures = {f"{name}_{part}": row[part] for name, row in rows.items() for part in ("saturated", "stuck", "ratio", "train")}
    level = medians(levelled(0.5, 5.0, 0.1, seed) for seed in seeds)
    figures |= {"biases_levelled": level["train"], "still_stuck": level["stuck"]}
    figures["xavier_levelled"] = medians(levelled(0.1, 0.0, 0.3, seed) for seed in seeds)["train"]
    few = seeds[:3]
    rates = {rate: medians(learn(0.5, 5.0, seed=seed, learning_rate=rate) for seed in few) for rate in (0.1, 1.0)}
    other = {"biases_slow": rates[0.1]["train"], "biases_fast": rates[1.0]["train"]}
    return figures | other | {"gap": figures["biases_levelled"] - figures["biases_train"]}


def last_layer(network, seed, standardise=False):
    """Accuracy of an output layer taught alone on what the last hidden layer puts out, as it is or standardised unit by unit."""
    X, y, _, _ = train_test_split("digits")
    outputs = network.forward(X).hs[-2]
    spread = outputs.std(axis=0)
    if standardise:
        outputs = (outputs - outputs.mean(axis=0)) / (spread + 1e-12)
    alone = mlp([SIZES[-2], SIZES[-1]], init=0.1, seed=seed, dtype=np.float32)
    train_layers(alone, outputs, y, [0.3], 300, seed)
    return {"alone": accuracy(alone, outputs, y), "spread": float(np.median(spread))}


def silenced(std, seed):
    """The figures of `measure` from a start whose output weights are 0: nothing flows back at first."""
    network = start_network(std, 0.0, seed)
    network.layers[-1].W[...] = 0
    return measure(network, seed)


def two_together(seeds):
    """A network whose output weights are 0 at first; and what an output layer alone reads from hidden layers that never learn."""
    seeds = list(seeds)
    row = medians(silenced(0.5, seed) for seed in seeds)
    figures = {f"silenced_{part}": row[part] for part in ("ratio", "train")}
    for name, start in (("a", (0.1, 0.0)), ("b", (0.5, 0.0)), ("e", (0.5, 5.0))):
        row = medians(last_layer(start_network(*start, seed), seed) for seed in seeds)
        figures |= {f"{name}_{part}": value for part, value in row.items()}
    standardised = medians(last_layer(start_network(0.1, 0.0, seed), seed, standardise=True) for seed in seeds)
    return figures | {"a_standardised": standardised["alone"]}


def two_starts(seeds):
    """Weights of 2, mostly saturated, but 0 in the output layer; and of 0.15, not saturated: the two networks of an exit question."""
    seeds, figures = list(seeds), {}
    starts = {"p": (2.0, [silenced(2.0, seed) for seed in seeds]), "q": (0.15, [learn(0.15, seed=seed) for seed in seeds])}
    for name, (std, learned) in starts.items():
        alone = [last_layer(start_network(std, 0.0, seed), seed) for seed in seeds]
        row = medians(one | other for one, other in zip(learned, alone, strict=True))
        figures |= {f"{name}_{part}": row[part] for part in ("saturated", "ratio", "train", "alone")}
    return figures


def centred_deep(seeds):
    """The sigmoid from Xavier and σ − 0.5, which has its slopes: the gradients before training, and the better of two rates."""
    X, y, _, _ = train_test_split("digits")
    sigmoid = ACTIVATIONS["sigmoid"]
    functions = {"positive": "sigmoid", "centred": from_function(lambda z: sigmoid.f(z) - 0.5, sigmoid.derivative)}

    def start(name, seed):
        return mlp(SIZES, functions[name], init=0.1, seed=seed, dtype=np.float32)

    def run(name, *, seed, learning_rate):
        options = {"learning_rate": learning_rate, "steps": 300, "batch_size": 64, "seed": seed}
        return accuracy(last_network(start(name, seed), X, y, **options), X, y)

    outcomes, figures = compare(run, functions, seeds=seeds, learning_rate=(1.0, 3.0)), {}
    for name in functions:
        norms = np.median([layer_gradients(start(name, seed), X, y) for seed in seeds], axis=0)
        figures |= {f"{name}_first": norms[0], f"{name}_ratio": norms[0] / norms[-1], f"{name}_train": outcomes[name].median}
    return {name: float(value) for name, value in figures.items()}


def gradients_while_learning(seeds):
    """The first layer's gradient over the output layer's, its median over the 300 steps, for the three starts of the picture."""

    def ratio(std, bias, seed):
        _, _, norms, _ = record(std, bias, seed)
        return {"ratio": float(np.median(norms[:, 0] / norms[:, -1]))}

    starts = {"xavier": (0.1, 0.0), "weights": (1.5, 0.0), "biases": (0.5, 5.0)}
    return {name: medians(ratio(*start, seed) for seed in list(seeds)[:3])["ratio"] for name, start in starts.items()}


# ---- zig-zag


def walk(inputs, batch_size, learning_rate, seed, start=START):
    """Distance left after STEPS steps, way walked ÷ distance covered, and the first step within 0.05 of the goal."""
    path, _ = sgd_path(inputs, batch_size, learning_rate, seed, tuple(start))
    distances = np.hypot(*(path - TARGET).T)
    walked = np.hypot(*np.diff(path, axis=0).T).sum()
    near = np.flatnonzero(distances < 0.05)
    return {
        "left": float(distances[-1]),
        "detour": float(walked / np.hypot(*(path[-1] - path[0]))),
        "steps": float(near[0]) if len(near) else STEPS + 1.0,
    }


def centring(seeds):
    """Inputs σ and σ − 0.5, first at rate 0.7, then each at the rate with which it comes near the goal soonest."""
    seeds, figures = list(seeds), {}
    for inputs, name in (("sigmoid", "positive"), ("centred", "centred")):
        for batch in (1, 32):
            same = medians(walk(inputs, batch, 0.7, seed) for seed in seeds)
            figures |= {f"{name}_left_{batch}": same["left"], f"{name}_detour_{batch}": same["detour"]}
            steps = {rate: medians(walk(inputs, batch, rate, seed) for seed in seeds)["steps"] for rate in WALK_RATES}
            figures |= {f"{name}_steps_{batch}": min(steps.values()), f"{name}_rate_{batch}": min(steps, key=steps.get)}
    figures["centred_detour_fast"] = medians(walk("centred", 1, 7.0, seed) for seed in seeds)["detour"]
    return figures | {"faster_1": figures["positive_steps_1"] / figures["centred_steps_1"],
                      "faster_32": figures["positive_steps_32"] / figures["centred_steps_32"]}  # fmt: skip


def other_way(seeds):
    """The same walks along the inputs' mean instead of across it: how far at rate 0.7, and the detour in large batches at rate 3."""
    figures = {}
    for inputs, name in (("sigmoid", "positive"), ("centred", "centred")):
        figures[f"{name}_left"] = medians(walk(inputs, 32, 0.7, seed, ALONG) for seed in seeds)["left"]
        figures[f"{name}_detour"] = medians(walk(inputs, 128, 3.0, seed, ALONG) for seed in seeds)["detour"]
    return figures


def two_inputs(seeds):
    """The largest rate for two inputs between 0.9 and 1.1, before and after 1 is subtracted; also where a bias is a third input, 1."""
    figures = []
    for seed in seeds:
        X = np.random.default_rng(seed).uniform(0.9, 1.1, (10_000, 2))
        inputs = {"before": X, "after": X - 1}
        inputs |= {f"{name}_bias": np.c_[x, np.ones(len(x))] for name, x in inputs.items()}
        figures.append({name: 2 / np.linalg.eigvalsh(x.T @ x / len(x)).max() for name, x in inputs.items()})
    return medians(figures)


def one_sign(seeds):
    """How often a unit's ten gradients have one sign: sigmoid inputs with batches of 1 and 32, centred inputs with batches of 1."""
    rows = {"positive_1": ("sigmoid", 1), "positive_32": ("sigmoid", 32), "centred_1": ("centred", 1)}
    return {name: float(np.median([one_sign_share(*row, seed) for seed in seeds])) for name, row in rows.items()}

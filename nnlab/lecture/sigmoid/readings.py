"""The experiments behind what notebook 05 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import from_function, gradient_norms, mlp, saturation
from nnlab.activations import ACTIVATIONS
from nnlab.lecture.experiments import accuracy, compare, last_network, train_layers, train_test_split
from nnlab.lecture.sigmoid.during_training import SIZES, layer_gradients, record, start_network, stuck_for_good, stuck_share
from nnlab.lecture.sigmoid.saturation import pair_gradient_norms
from nnlab.lecture.sigmoid.signs import one_sign_in_network
from nnlab.lecture.sigmoid.walks import ALONG, WALK_RATES, turned_walk, walk
from nnlab.lecture.sigmoid.zigzag import STEPS, one_sign_share

STDS = {"xavier": 0.1, "five": 0.5, "large": 1.5, "huge": 3.16}  # five is five times Xavier


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
    gradients = network.backward(trace, above)
    norms = gradient_norms(gradients)
    pairs = pair_gradient_norms(network, trace, above)[0]
    share = np.sort(pairs.ravel() ** 2)[::-1].cumsum()
    return {"first": norms[0], "ratio": norms[0] / norms[-1], "saturated": float(np.mean(saturation(network, X))),
            "slopes": float(np.prod(slopes)), "typical": float(np.median(pairs)),
            "few": float(np.searchsorted(share, 0.9 * share[-1]) + 1) / share.size,
            "smallest": float(np.linalg.norm(gradients[0][0], axis=1).min())}  # fmt: skip


def vanishing(seeds):
    """Eight hidden layers from Xavier, from He, and from half of Xavier."""
    xavier, he = (medians(look_inside(scale, seed) for seed in seeds) for scale in (0.1, 0.02**0.5))
    halved = medians(look_inside(0.05, seed) for seed in seeds)["ratio"]
    return {"ratio": xavier["ratio"], "saturated": xavier["saturated"], "slopes": xavier["slopes"], "he": he["ratio"], "halved": halved}


def too_large(seeds):
    """The same with weights 32 times as large, and 100 times that: the norm of the first layer, against Xavier, and what is typical."""
    large, xavier, far = (medians(look_inside(scale, seed) for seed in seeds) for scale in (10**0.5, 0.1, 100 * 10**0.5))
    shown = {name: large[name] for name in ("first", "saturated", "typical", "few", "smallest")}
    return shown | {"gain": large["first"] / xavier["first"], "few_xavier": xavier["few"], "far": far["first"]}


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
    return _level(start_network(std, bias, seed), learning_rate, seed)


def levelled_stuck(units, learning_rate, seed, sides=(-1, 1)):
    """The same for `stuck_for_good` with this many of the 100 units of each layer stuck."""
    return _level(stuck_for_good(seed, units, sides), learning_rate, seed)


def _level(network, learning_rate, seed):
    X, y, _, _ = train_test_split("digits")
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
    figures["eighty_levelled"] = medians(levelled_stuck(80, 0.03, seed) for seed in seeds)["train"]
    figures["eighty_off"] = medians(levelled_stuck(80, 1.0, seed, (-1,)) for seed in seeds)["train"]
    for name, side, rate in (("off", -1, 0.3), ("off_fast", -1, 1.0), ("on", 1, 0.3), ("on_slow", 1, 0.1)):
        figures[f"{name}_train"] = medians(measure(stuck_for_good(seed, sides=(side,)), seed, rate) for seed in seeds)["train"]
    figures["xavier_levelled"] = medians(levelled(0.1, 0.0, 0.3, seed) for seed in seeds)["train"]
    few = seeds[:3]
    rates = {rate: medians(learn(0.5, 5.0, seed=seed, learning_rate=rate) for seed in few) for rate in (0.1, 1.0)}
    other = {"biases_slow": rates[0.1]["train"], "biases_fast": rates[1.0]["train"]}
    return figures | other | {"gap": figures["biases_levelled"] - figures["biases_train"]}


def last_layer(network, seed, standardize=False):
    """Accuracy of an output layer trained alone on what the last hidden layer puts out, as it is or standardized unit by unit."""
    X, y, _, _ = train_test_split("digits")
    outputs = network.forward(X).hs[-2]
    spread = outputs.std(axis=0)
    if standardize:
        outputs = (outputs - outputs.mean(axis=0)) / (spread + 1e-12)
    alone = mlp([SIZES[-2], SIZES[-1]], init=0.1, seed=seed, dtype=np.float32)
    train_layers(alone, outputs, y, [0.3], 300, seed)
    return {"alone": accuracy(alone, outputs, y), "spread": float(np.median(spread))}


def with_output(std, output, seed, learning_rate=0.3):
    """The figures of `measure` from weights of `std`, those of the output layer scaled to `output`; with 0 nothing flows back at first."""
    network = start_network(std, 0.0, seed)
    network.layers[-1].W[...] *= output / std
    return measure(network, seed, learning_rate)


def slowed(seed):
    """Accuracy of B with rates that make each of its layers as slow, beside its output layer, as those of A are."""
    X, y, _, _ = train_test_split("digits")
    network, (a, b) = start_network(0.5, 0.0, seed), (np.array(layer_gradients(start_network(std, 0.0, seed), X, y)) for std in (0.1, 0.5))
    train_layers(network, X, y, 0.3 * (a / a[-1]) / (b / b[-1]), 300, seed)
    return accuracy(network, X, y)


def two_together(seeds):
    """B slowed down to A's ratios; and what an output layer alone reads from hidden layers that never learn."""
    seeds = list(seeds)
    figures = {"slowed_train": float(np.median([slowed(seed) for seed in seeds]))}
    for name, start in (("a", (0.1, 0.0)), ("b", (0.5, 0.0)), ("e", (0.5, 5.0))):
        row = medians(last_layer(start_network(*start, seed), seed) for seed in seeds)
        figures |= {f"{name}_{part}": value for part, value in row.items()}
    standardized = medians(last_layer(start_network(0.1, 0.0, seed), seed, standardize=True) for seed in seeds)
    return figures | {"a_standardized": standardized["alone"]}


def fixed_hidden(seed, learning_rate):
    """Accuracy from weights of 10 where the output layer learns and the hidden layers are held fixed."""
    X, y, _, _ = train_test_split("digits")
    network = start_network(10.0, 0.0, seed)
    train_layers(network, X, y, [0.0] * 4 + [learning_rate], 300, seed)
    return {"train": accuracy(network, X, y)}


def output_weights(seeds):
    """Weights of 10 and of 3.16 with output weights as large, and with small ones; and B, which learns, with output weights as large."""
    seeds = list(seeds)
    rows = {rate: medians(learn(10.0, seed=seed, learning_rate=rate) for seed in seeds) for rate in (0.03, 0.1, 3.0)}
    figures = {f"ten_{part}": rows[0.1][part] for part in ("saturated", "ratio", "train")}
    figures |= {"ten_slow": rows[0.03]["train"], "ten_fast": rows[3.0]["train"]}
    figures |= {f"ten_{part}": value for part, value in medians(last_layer(start_network(10.0, 0.0, seed), seed) for seed in seeds).items()}
    figures["ten_silenced"] = medians(with_output(10.0, 0.0, seed, 0.1) for seed in seeds)["train"]
    figures |= {
        f"fixed_{name}": medians(fixed_hidden(seed, rate) for seed in seeds)["train"] for name, rate in (("slow", 0.1), ("fast", 3.0))
    }
    lowered = compare(lambda std, **options: with_output(std, 0.1, **options)["unseen"], [3.16], seeds=seeds, learning_rate=(1.5, 2.0))
    figures["huge_lowered"] = lowered[3.16].median
    raised = {rate: medians(with_output(0.5, 3.16, seed, rate) for seed in seeds)["train"] for rate in (0.03, 0.3)}
    figures["five_raised_best"] = medians(with_output(0.5, 3.16, seed, 0.1) for seed in seeds)["unseen"]
    figures["five_raised_ten"] = medians(with_output(0.5, 10.0, seed, 0.03) for seed in seeds)["train"]
    return figures | {"five_raised": raised[0.3], "five_raised_slow": raised[0.03]}


def two_starts(seeds):
    """Weights of 2, mostly saturated, but 0 in the output layer; and of 0.15, not saturated: the two networks of an exit question."""
    seeds, figures = list(seeds), {}
    starts = {"p": (2.0, [with_output(2.0, 0.0, seed) for seed in seeds]), "q": (0.15, [learn(0.15, seed=seed) for seed in seeds])}
    for name, (std, learned) in starts.items():
        alone = [last_layer(start_network(std, 0.0, seed), seed) for seed in seeds]
        row = medians(one | other for one, other in zip(learned, alone, strict=True))
        figures |= {f"{name}_{part}": row[part] for part in ("saturated", "ratio", "train", "alone", "spread")}
    return figures


def centred_deep(seeds):
    """The sigmoid from Xavier and σ − 0.5, which has its slopes: the gradients before training, and the best of four rates."""
    X, y, _, _ = train_test_split("digits")
    sigmoid = ACTIVATIONS["sigmoid"]
    functions = {"positive": "sigmoid", "centred": from_function(lambda z: sigmoid.f(z) - 0.5, sigmoid.derivative)}

    def start(name, seed):
        return mlp(SIZES, functions[name], init=0.1, seed=seed, dtype=np.float32)

    def run(name, *, seed, learning_rate):
        options = {"learning_rate": learning_rate, "steps": 300, "batch_size": 64, "seed": seed}
        return accuracy(last_network(start(name, seed), X, y, **options), X, y)

    outcomes, figures = compare(run, functions, seeds=seeds, learning_rate=(3.0, 4.0, 5.0, 6.0)), {}
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


def centering(seeds):
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
        for batch in (1, 32):
            figures[f"{name}_steps_{batch}"] = min(
                medians(walk(inputs, batch, rate, seed, ALONG) for seed in seeds)["steps"] for rate in WALK_RATES
            )
    return figures | {f"faster_{batch}": figures[f"positive_steps_{batch}"] / figures[f"centred_steps_{batch}"] for batch in (1, 32)}


def turned(seeds):
    """The zig-zag as it is, rotated by 45°, and with positive inputs of which only one is large at a time."""
    figures, eye, rotation = {}, np.eye(2), np.array([[1, -1], [1, 1]]) / 2**0.5
    rows = {"as_is": [], "turned": [], "one": []}
    for seed in seeds:
        rng = np.random.default_rng(seed)
        h = 1 / (1 + np.exp(-rng.standard_normal((STEPS, 2))))
        one = np.where(eye[rng.integers(0, 2, STEPS)] == 1, h, 0.01)
        for name, X, by in (("as_is", h, eye), ("turned", h, rotation), ("one", one, eye)):
            rows[name].append(turned_walk(X, by))
    for name, found in rows.items():
        figures |= {f"{name}_{part}": value for part, value in medians(found).items()}
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
    """How often a unit's ten gradients have one sign: sigmoid inputs, batches of 1 and 32, and centred ones; and a unit's hundred in B."""
    rows, seeds = {"positive_1": ("sigmoid", 1), "positive_32": ("sigmoid", 32), "centred_1": ("centred", 1)}, list(seeds)
    figures = {name: float(np.median([one_sign_share(*row, seed) for seed in seeds])) for name, row in rows.items()}
    return figures | medians(one_sign_in_network(start_network(0.5, 0.0, seed), seed) for seed in seeds)

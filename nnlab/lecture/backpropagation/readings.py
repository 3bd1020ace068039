"""The experiments behind what notebook 12 concludes: each takes seeds and returns figures by name."""

import numpy as np

from nnlab import Layer, Network, mlp, numerical_gradient, softmax_loss, spiral
from nnlab.lecture.backpropagation.gradient_check import STEP_SIZES, relative_difference, relative_errors
from nnlab.lecture.backpropagation.mistakes import BUGS, learn, output_only
from nnlab.lecture.experiments import accuracy, compare, train_test_split
from nnlab.losses import probabilities


def flipped(network, trace, dscores):
    *hidden, output = network.backward(trace, dscores)
    return [*((-dW, -db) for dW, db in hidden), output]


def no_biases(network, trace, dscores):
    return [(dW, 0 * db) for dW, db in network.backward(trace, dscores)]


def doubled(network, trace, dscores):
    (dW, db), *others = network.backward(trace, dscores)
    return [(2 * dW, 2 * db), *others]


def first_frozen(network, trace, dscores):
    (dW, db), *others = network.backward(trace, dscores)
    return [(0 * dW, 0 * db), *others]


BACKWARDS = {"right": Network.backward, "output_only": output_only, "first_frozen": first_frozen} | {
    name: BUGS[name] for name in ("transposed", "sums", "no_slope")
}
BACKWARDS["no_hidden"] = Network.backward  # of a network without hidden layers
GIVEN_AWAY = {"flipped": flipped, "no_biases": no_biases, "doubled": doubled}


def digits_accuracy(name, *, seed, learning_rate, steps=300) -> float:
    """Accuracy on unseen digits of a tanh network 64-30-30-10, trained with one of BACKWARDS or GIVEN_AWAY."""
    X, y, X_unseen, y_unseen = train_test_split("digits")
    sizes = [64, 10] if name == "no_hidden" else [64, 30, 30, 10]
    start = mlp(sizes, "tanh", init="xavier", seed=seed, dtype=np.float32)
    with np.errstate(all="ignore"):
        try:
            network = learn((BACKWARDS | GIVEN_AWAY)[name], start, X, y, learning_rate=learning_rate, steps=steps, seed=seed)
            return accuracy(network, X_unseen, y_unseen)
        except ValueError:  # the network has diverged
            return float("nan")


def wrong_backward(seeds):
    """How well networks learn with the right backward pass, with wrong ones, with layers that stay as they were, without hidden layers."""
    outcomes = compare(digits_accuracy, BACKWARDS, seeds=seeds, learning_rate=(0.3, 0.5, 1.0, 2.0, 3.0, 5.0))
    figures = {name: outcome.median for name, outcome in outcomes.items()}
    wrong = [figures[name] for name in ("transposed", "sums", "no_slope")]
    rates = {f"rate_{name}": outcome.setting["learning_rate"] for name, outcome in outcomes.items()}
    return (
        figures
        | rates
        | {
            "cost": figures["right"] - min(wrong),
            "least_cost": figures["right"] - max(wrong),
            "gain": min(wrong) - figures["output_only"],
            "first_layer": figures["transposed"] - figures["first_frozen"],
            "over_no_hidden": max(wrong) - figures["no_hidden"],
            "slope_below_no_hidden": figures["no_hidden"] - figures["no_slope"],
        }
    )


def longer(seeds):
    """The same after 3,000 steps, at the rates that suit each best there."""
    rates = {"right": 0.3, "transposed": 1.0, "sums": 0.3, "no_slope": 0.05}
    figures = {
        name: float(np.median([digits_accuracy(name, seed=seed, learning_rate=rate, steps=3000) for seed in list(seeds)[:5]]))
        for name, rate in rates.items()
    }
    return figures | {"transposed_cost": figures["right"] - figures["transposed"], "slope_cost": figures["right"] - figures["no_slope"]}


def spiral_descent(seed, *, learning_rate, swapped, steps=200) -> tuple[float, float]:
    """Accuracy on the spiral, and the relative error of the first dW1; `swapped`: W2 moves before dz1 is formed with it."""
    X, y = spiral()
    (W1, b1), (W2, b2) = [(layer.W, layer.b) for layer in mlp([2, 100, 3], "relu", seed=seed).layers]
    first_error = None
    for _ in range(steps):
        h1 = np.maximum(0, X @ W1.T + b1)
        scores = h1 @ W2.T + b2
        dz2 = (probabilities(scores) - np.eye(3)[y]) / len(X)
        old_W2 = W2
        W2, b2 = W2 - learning_rate * dz2.T @ h1, b2 - learning_rate * dz2.sum(axis=0)
        right, used = ((dz2 @ W * (h1 > 0)) for W in (old_W2, W2 if swapped else old_W2))
        if first_error is None:
            first_error = float(np.linalg.norm((used - right).T @ X) / np.linalg.norm(right.T @ X))
        W1, b1 = W1 - learning_rate * used.T @ X, b1 - learning_rate * used.sum(axis=0)
    return float(np.mean((np.maximum(0, X @ W1.T + b1) @ W2.T + b2).argmax(axis=1) == y)), first_error


def order(seeds):
    """What it costs to move W2 before dz1 is formed with it, at a rate of 0.5 and at a rate of 1."""
    figures = {}
    for rate, name in ((0.5, "half"), (1.0, "one")):
        with np.errstate(all="ignore"):
            runs = np.array([[spiral_descent(s, learning_rate=rate, swapped=swapped) for s in seeds] for swapped in (False, True)])
        right, swapped = np.median(runs[:, :, 0], axis=1)
        figures[f"guessing_{name}"] = float(np.mean(runs[1, :, 0] < 0.5))  # with the lines swapped: the share of seeds that learn nothing
        figures |= {f"right_{name}": float(right), f"swapped_{name}": float(swapped), f"error_{name}": float(np.median(runs[1, :, 1]))}
    return figures | {"difference_half": abs(figures["right_half"] - figures["swapped_half"])}


def float32(seeds):
    """The relative error of central differences in both precisions: at the best h, and where h is large."""
    figures, large = {}, int(np.abs(np.log(STEP_SIZES / 0.1)).argmin())
    for precision in ("float64", "float32"):
        errors = np.array([relative_errors("tanh", precision, "none", seed)[1] for seed in seeds])
        figures[f"large_h_{precision}"] = float(np.median(errors[:, large]))
        figures[f"best_h_{precision}"] = float(np.median(STEP_SIZES[errors.argmin(axis=1)]))
        figures[f"least_{precision}"] = float(np.median(errors.min(axis=1)))
    return figures | {"ratio_at_large_h": figures["large_h_float32"] / figures["large_h_float64"]}


def hold_symmetry(W, ratio) -> None:
    """Scale the symmetric part of W so that it is `ratio` times as large as the antisymmetric one; W keeps its size."""
    symmetric, antisymmetric, size = (W + W.T) / 2, (W - W.T) / 2, np.linalg.norm(W)
    held = symmetric * ratio * np.linalg.norm(antisymmetric) / np.linalg.norm(symmetric) + antisymmetric
    W[...] = held * size / np.linalg.norm(held)


def learned(mistake, steps, seed, way="free") -> Network:
    """A network that learned the digits for some steps with a wrong backward pass, at the rate of W for Wᵀ in `wrong_backward`.

    The way of its second layer W2: "free"; "held": after each step it is made as symmetric as it was at the start; "frozen" at its
    initial weights; "antisymmetric": its steps are.
    """
    X, y, *_ = train_test_split("digits")
    start = mlp([64, 30, 30, 10], "tanh", init="xavier", seed=seed)
    W2 = start.layers[1].W
    ratio = np.linalg.norm(W2 + W2.T) / np.linalg.norm(W2 - W2.T)

    def backward(*case):
        gradients = BUGS[mistake](*case)
        dW, db = gradients[1]
        gradients[1] = {"frozen": (0 * dW, 0 * db), "antisymmetric": ((dW - dW.T) / 2, db)}.get(way, (dW, db))
        return gradients

    hold = (lambda network: hold_symmetry(network.layers[1].W, ratio)) if way == "held" else None
    return learn(backward, start, X, y, learning_rate=0.5, steps=steps, seed=seed, after_step=hold)


def cosine(a, b) -> float:
    """The cosine of the angle between two arrays of the same shape."""
    return float(np.vdot(a, b) / np.linalg.norm(a) / np.linalg.norm(b))


def cosines(mistake, network) -> list[float]:
    """The cosine of the angle between a wrong dW and the right one, layer by layer, over all training examples."""
    X, y, *_ = train_test_split("digits")
    trace = network.forward(X)
    dscores = softmax_loss(trace.scores, y)[1]
    pairs = zip(BUGS[mistake](network, trace, dscores), network.backward(trace, dscores), strict=True)
    return [cosine(wrong, right) for (wrong, _), (right, _) in pairs]


def alignment(seeds):
    """How far wrong gradients point the right way, and what that has to do with the symmetry of W2 if it stands in place of its transpose.

    With W for Wᵀ: the cosine of dW1 and the accuracy on unseen digits, with W2 free, held as symmetric as at the start, and frozen; how
    symmetric W2 is (the cosine of W2 and its transpose). Of the other mistakes: the cosine in the worst layer.
    """
    *_, X_unseen, y_unseen = train_test_split("digits")

    def median(measure, mistake, steps, way="free"):
        return float(np.median([measure(learned(mistake, steps, seed, way)) for seed in seeds]))

    def symmetry(network):
        return cosine(network.layers[1].W, network.layers[1].W.T)

    figures = {"before": median(lambda network: cosines("transposed", network)[0], "transposed", 0)}
    for way in ("free", "held", "frozen", "antisymmetric"):
        figures[way] = median(lambda network: cosines("transposed", network)[0], "transposed", 300, way)
        figures[f"{way}_right"] = median(lambda network: accuracy(network, X_unseen, y_unseen), "transposed", 300, way)
    figures |= {"symmetry_before": median(symmetry, "transposed", 0), "symmetry": median(symmetry, "transposed", 300)}
    figures |= {"symmetry_without": median(symmetry, "none", 300), "symmetry_other": median(symmetry, "no_slope", 300)}
    figures |= {"by_symmetry": figures["free"] - figures["held"], "without_symmetry": figures["held"] - figures["before"]}
    figures["cost_held"] = figures["free_right"] - figures["held_right"]
    for mistake in ("sums", "no_slope"):
        figures[mistake] = min(median(lambda network, m=mistake: min(cosines(m, network)), mistake, steps) for steps in (0, 300))
    return figures


def given_away(seeds):
    """Mistakes of another kind: gradients sent down with the wrong sign, biases that never move, a dW1 twice as large."""

    outcomes = compare(digits_accuracy, GIVEN_AWAY, seeds=seeds, learning_rate=(0.03, 0.1, 0.3, 1.0))
    return {name: outcome.median for name, outcome in outcomes.items()}


def first_slope(seeds):
    """The relative errors of dW1, dW2 and dW3 in a gradient check if f′ is left out in the first hidden layer alone."""
    errors = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        network = mlp([4, 5, 5, 3], "tanh", seed=seed)
        X, y = rng.standard_normal((6, 4)), rng.integers(0, 3, 6)
        trace = network.forward(X)
        dscores = softmax_loss(trace.scores, y)[1]
        (_, _), (dW2, _), (dW3, _) = network.backward(trace, dscores)
        dz2 = dscores @ network.layers[2].W * (1 - trace.hs[1] ** 2)

        def loss_with(W, i, network=network, X=X, y=y):
            layers = list(network.layers)
            layers[i] = Layer(W, layers[i].b, layers[i].activation)
            return softmax_loss(Network(layers).forward(X).scores, y)[0]

        found = []
        for i, dW in enumerate([(dz2 @ network.layers[1].W).T @ X, dW2, dW3]):
            numeric = numerical_gradient(lambda W, i=i, loss=loss_with: loss(W, i), network.layers[i].W)
            found.append(np.abs(dW - numeric).max() / max(np.abs(dW).max(), np.abs(numeric).max()))
        errors.append(found)
    return dict(zip(("first", "second", "third"), np.median(errors, axis=0).tolist(), strict=True))


def small_weights(seeds):
    """The worst relative error in a gradient check of a tanh network: at Xavier's initial weights and at tiny ones, right and wrong."""
    figures = {}
    for init, size in (("xavier", "usual"), (0.01, "small"), (0.001, "tiny")):
        for name in ("none", "transposed", "sums", "no_slope"):
            errors = []
            for seed in seeds:
                rng = np.random.default_rng(seed)
                network = mlp([4, 5, 5, 3], "tanh", init=init, seed=seed)
                X, y = rng.normal(size=(6, 4)), rng.integers(0, 3, 6)
                errors.append(worst_error(network, BUGS[name], X, y))
            figures[f"{size}_{name}"] = float(np.median(errors))
    return figures | {"tiny_ratio": max(figures["tiny_sums"], figures["tiny_no_slope"]) / figures["tiny_none"]}


def worst_error(network, backward, X, y) -> float:
    """The largest relative error of the dW of a backward pass against central differences."""

    def loss_with(W, i):
        layers = list(network.layers)
        layers[i] = Layer(W, layers[i].b, layers[i].activation)
        return softmax_loss(Network(layers).forward(X).scores, y)[0]

    trace = network.forward(X)
    found = []
    for i, (dW, _) in enumerate(backward(network, trace, softmax_loss(trace.scores, y)[1])):
        numeric = numerical_gradient(lambda W, i=i: loss_with(W, i), network.layers[i].W)
        found.append(relative_difference(dW, numeric))
    return max(found)

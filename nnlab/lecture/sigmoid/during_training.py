"""Deep sigmoid networks that learn the digits from different starts, and the picture of their saturation and gradients meanwhile."""

import numpy as np

from nnlab import Network, gradient_norms, mlp, saturation, sgd, softmax_loss
from nnlab.engine import drawing
from nnlab.engine.picture import Picture
from nnlab.language import translate
from nnlab.lecture.experiments import accuracy, train_test_split

SIZES = [64, 100, 100, 100, 100, 10]
STARTS = {"xavier": (0.1, 0.0), "switching": (1.5, 0.0), "stuck": (0.5, 5.0)}  # standard deviation of the weights, size of the biases
LEARNING_RATE, STEPS, EVERY = 0.3, 300, 15
TAIL = 0.5 - 0.5 * 0.95**0.5  # an output this near 0 or 1 has a slope below 5% of the sigmoid's largest
MIN_NORM = 3e-4  # of the gradients in the picture
STYLES = ((drawing.BLUE, "o"), (drawing.ORANGE, "s"), (drawing.GREEN, "^"), (drawing.PURPLE, "D"), (drawing.INK, "x"))  # layer by layer


def start_network(std: float, bias: float = 0.0, seed: int = 0) -> Network:
    """A sigmoid network for the digits with weights of standard deviation `std`; each hidden bias is `bias` or −`bias`, at random."""
    dtype = np.float64 if bias else np.float32  # gradients too small for float32 would make it slow
    network, rng = mlp(SIZES, "sigmoid", init=std, seed=seed, dtype=dtype), np.random.default_rng(1000 + seed)
    for layer in network.layers[:-1]:
        layer.b[...] = bias * rng.choice([-1, 1], layer.b.shape)
    return network


def stuck_for_good(seed: int = 0, units: int = 43, sides: tuple[int, ...] = (-1, 1)) -> Network:
    """Weights of 0.8; `units` of each hidden layer have a bias of ±20, which keeps them stuck: at 0 with `sides` (-1,), at 1 with (1,)."""
    network, rng = start_network(0.8, 0.0, seed), np.random.default_rng(1000 + seed)
    for layer in network.layers[:-1]:
        layer.b[rng.permutation(100)[:units]] = 20 * rng.choice(sides, units)
    return network


def stuck_share(network: Network, X) -> float:
    """The share of the hidden units that are saturated at 0, or saturated at 1, on every example of X."""
    return float(np.mean([(h < TAIL).all(axis=0) | (h > 1 - TAIL).all(axis=0) for h in network.forward(X).hs[:-1]]))


def layer_gradients(network: Network, X, y) -> list[float]:
    """The norm of ∂L/∂W of every layer, on all examples."""
    trace = network.forward(X)
    return gradient_norms(network.backward(trace, softmax_loss(trace.scores, y)[1]))


def record(std: float, bias: float, seed: int = 0):
    """A training: its steps (n,), saturated shares (n, 4) and gradient norms (n, 5) of the layers, and the accuracy on its examples."""
    X, y, _, _ = train_test_split("digits")
    steps, shares, norms = [], [], []
    for step in sgd(start_network(std, bias, seed), X, y, learning_rate=LEARNING_RATE, steps=STEPS, batch_size=64, seed=seed):
        if step.step % EVERY == 0:
            steps.append(step.step)
            shares.append(saturation(step.network, X))
            norms.append(layer_gradients(step.network, X, y))
    return np.array(steps), np.array(shares), np.array(norms), accuracy(step.network, X, y)


def during_training(seed: int = 0) -> Picture:
    """Saturated units above, gradients below, layer by layer over the steps of a training; a column for each of the STARTS."""

    def draw(figure):
        axes, parts = figure.subplots(2, len(STARTS), sharex=True, sharey="row"), []
        for (top, bottom), (key, (std, bias)) in zip(axes.T, STARTS.items(), strict=True):
            steps, shares, norms, right = record(std, bias, seed)
            top.set(title=translate(f"during_training.{key}", right=right), ylim=(-0.03, 1.03))
            bottom.set(yscale="log", ylim=(MIN_NORM, 20), xlabel=translate("step"))
            bottom.set_yticks([1e-3, 1e-2, 1e-1, 1, 10])
            bottom.minorticks_off()
            for i, (color, marker) in enumerate(STYLES):
                name = translate("during_training.output") if i == len(STYLES) - 1 else translate("during_training.layer", i=i + 1)
                style = {"color": color, "marker": marker, "markevery": 4, "linewidth": 1.6, "markersize": 5}
                if i < shares.shape[1]:
                    drawing.curve(top, steps, shares[:, i], **style)
                drawing.curve(bottom, steps, np.maximum(norms[:, i], MIN_NORM), label=name, **style)
            parts.append(translate("during_training.alt", start=translate(f"during_training.{key}", right=right),
                                   saturated=shares.mean(), first=np.median(norms[:, 0]), last=np.median(norms[:, -1])))  # fmt: skip
        axes[0, 0].set_ylabel(translate("during_training.saturated"))
        axes[0, 0].set_yticks((0, 0.5, 1), ["0%", "50%", "100%"])
        axes[1, 0].set_ylabel("‖∂L/∂W‖")
        axes[1, -1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        return " ".join(parts)

    return Picture(draw, size=(9.6, 4.6))

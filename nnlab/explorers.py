"""The catalogue: every explorer of the lecture is one short function that puts controls and a scene together."""

from nnlab import controls, scenes
from nnlab.activations import ACTIVATIONS, custom
from nnlab.explorer import Explorer


def activation_curve(function=None, derivative=None) -> Explorer:
    """An activation function with its slope, tangent and flat regions; the reader's own `function` of an array joins the list."""
    functions = {name: ACTIVATIONS[name] for name in ("sigmoid", "tanh", "relu", "leaky_relu", "identity")}
    own = [] if function is None else [custom(function, derivative)]
    functions |= {activation.name: activation for activation in own}
    first = own[0].name if own else "sigmoid"
    return Explorer(
        "activation_curve",
        scenes.activations.ActivationCurve(functions, own[0].name if derivative else None),
        {
            "activation": controls.choice("activation", first, list(functions)),
            "compare": controls.choice("compare", "none", ["none", *functions]),
            "z": controls.slider("z", 2.0, -6.0, 6.0, 0.05),
        },
        presets={
            "middle": {"activation": "sigmoid", "z": 0.0},
            "tail": {"activation": "sigmoid", "z": 5.0},
            "tanh_sigmoid": {"activation": "tanh", "compare": "sigmoid", "z": 1.0},
            "relu_off": {"activation": "relu", "z": -2.0},
        },
    )


def _points(dataset: str) -> tuple[dict, dict]:
    """The controls and the values of data points that the reader edits."""
    shown = {
        "dataset": controls.choice("dataset", dataset, ["blobs", "moons", "circles", "xor"]),
        "label": controls.choice("label", 1, [0, 1]),
    }
    return shown, {"edited": None, "selected": None}


def decision_boundary(dataset: str = "blobs") -> Explorer:
    """One neuron's boundary under the reader's hand: weights, bias, data points, loss and gradient."""
    shown, values = _points(dataset)
    return Explorer(
        "decision_boundary",
        scenes.classifier.DecisionBoundary(),
        {
            "w1": controls.slider("w1", -0.5, -5.0, 5.0, 0.05),
            "w2": controls.slider("w2", 1.5, -5.0, 5.0, 0.05),
            "b": controls.slider("b", 0.5, -5.0, 5.0, 0.05),
            "loss": controls.choice("loss", "logistic", ["logistic", "hinge"]),
            **shown,
        },
        values=values,
        presets={
            "good": {"w1": 1.5, "w2": 1.5, "b": 0.0},
            "reversed": {"w1": -1.5, "w2": -1.5, "b": 0.0},
            "steep": {"w1": 4.5, "w2": 4.5, "b": 0.0},
            "xor": {"dataset": "xor", "w1": 1.0, "w2": 1.0, "b": -1.0},
        },
    )


def train_neuron(dataset: str = "blobs") -> Explorer:
    """One neuron that learns by gradient descent, its training to be scrubbed."""
    shown, values = _points(dataset)
    return Explorer(
        "train_neuron",
        scenes.classifier.TrainNeuron(),
        {
            "step": controls.play("step", 30, scenes.classifier.TrainNeuron.steps),
            "loss": controls.choice("loss", "logistic", ["logistic", "hinge"]),
            "learning_rate": controls.log_slider("learning_rate", 0.3, 0.001, 100.0),
            "l2": controls.slider("l2", 0.0, 0.0, 1.0, 0.01),
            **shown,
        },
        values=values,
        presets={
            "logistic": {"step": 100},
            "svm": {"loss": "hinge", "step": 100},
            "xor": {"dataset": "xor", "step": 100},
            "forgetting": {"l2": 1.0, "step": 100},
            "slow": {"learning_rate": 0.003, "step": 100},
        },
    )


def two_losses(dataset: str = "blobs") -> Explorer:
    """Cross-entropy and hinge loss on the same points: two boundaries, margins, support vectors."""
    shown, values = _points(dataset)
    return Explorer(
        "two_losses",
        scenes.classifier.TwoLosses(),
        {"l2": controls.log_slider("l2", 0.01, 0.001, 1.0), **shown},
        values=values,
        presets={"apart": {}, "mixed": {"dataset": "moons"}, "strong": {"l2": 1.0}},
    )


def collapse() -> Explorer:
    """Two layers are one without a non-linearity between them: the matrices, their product, the regions."""
    return Explorer(
        "collapse",
        scenes.score_functions.Collapse(),
        {
            "nonlinear": controls.toggle("nonlinear", False),
            "hidden": controls.integer("hidden", 8, 1, 20),
            "seed": controls.integer("seed", 1, 0, 30),
        },
        presets={"linear": {}, "relu": {"nonlinear": True}, "one": {"hidden": 1}},
    )


def train_network(dataset: str = "spiral") -> Explorer:
    """A linear classifier or a two-layer network learns points in the plane, its training to be scrubbed."""
    steps = scenes.score_functions.TrainNetwork.steps
    return Explorer(
        "train_network",
        scenes.score_functions.TrainNetwork(),
        {
            "step": controls.play("step", steps, steps),
            "hidden": controls.choice("hidden", 0, [0, 1, 2, 3, 5, 10, 20, 50, 100]),
            "activation": controls.choice("activation", "relu", ["relu", "tanh", "sigmoid", "identity"]),
            "dataset": controls.choice("dataset", dataset, ["spiral", "moons", "circles", "xor", "blobs"]),
            "learning_rate": controls.log_slider("learning_rate", 1.0, 0.001, 100.0),
            "l2": controls.log_slider("l2", 0.001, 0.00001, 1.0),
        },
        presets={"linear": {}, "three": {"hidden": 3}, "hundred": {"hidden": 100}, "hot": {"hidden": 100, "learning_rate": 10.0}},
    )


def image_scores() -> Explorer:
    """The lecture's network learns real images of 3,072 numbers, live: scores of one image, accuracy on images never seen."""
    steps = scenes.score_functions.ImageScores.steps
    return Explorer(
        "image_scores",
        scenes.score_functions.ImageScores(),
        {
            "step": controls.play("step", steps, steps),
            "image": controls.integer("image", 1, 0, 59),
            "hidden": controls.choice("hidden", 100, [0, 10, 30, 100, 300]),
            "learning_rate": controls.log_slider("learning_rate", 0.0316, 0.001, 1.0),
        },
        presets={"untrained": {"step": 0}, "linear": {"hidden": 0}, "hidden100": {}, "hidden300": {"hidden": 300}},
    )

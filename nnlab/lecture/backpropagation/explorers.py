"""The explorers of backpropagation: its steps through a small network, and the check of a gradient by differences."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.backpropagation.backward import LAST_STEP, SIZES, Backward
from nnlab.lecture.backpropagation.gradient_check import BUGS, GradientCheck


def backward(activation: str = "sigmoid") -> Explorer:
    """A small network from the loss back to its first weights: at each step what comes from above, what is local, and their product."""
    return Explorer(
        "backward",
        Backward(),
        {
            "step": controls.player("computation_step", 1, LAST_STEP, interval=1500),
            "sizes": controls.dropdown("sizes", "2-3-2", list(SIZES)),
            "activation": controls.dropdown("activation", activation, ["sigmoid", "tanh", "relu", "leaky_relu"]),
            "init_scale": controls.dropdown("init_scale", 1.0, [0.1, 0.3, 1.0, 3.0, 10.0]),
            "truth": controls.dropdown("truth", 1, [0, 1]),
            "seed": controls.int_slider("seed", 17, 0, 30),
        },
        values={"picked": None},
        presets={
            "weights": {"step": 2},
            "off": {"step": 4, "activation": "relu"},
            "saturated": {"step": 4, "init_scale": 10.0},
            "deep": {"step": 11, "sizes": "2-3-3-3-2"},
        },
    )


def gradient_check(activation: str = "tanh") -> Explorer:
    """The error of a gradient by differences against the step h: truncation, rounding and, where one is planted, a mistake in backward."""
    return Explorer(
        "gradient_check",
        GradientCheck(),
        {
            "h": controls.log_slider("h", 1e-5, 1e-14, 1.0, per_decade=4),
            "activation": controls.dropdown("activation", activation, ["tanh", "sigmoid", "relu", "leaky_relu"]),
            "precision": controls.dropdown("precision", "float64", ["float64", "float32"]),
            "bug": controls.dropdown("bug", "none", list(BUGS)),
            "seed": controls.int_slider("seed", 0, 0, 30),
        },
        presets={
            "tiny": {"h": 1e-13},
            "float32": {"precision": "float32"},
            "kink": {"activation": "relu", "h": 1e-2},
            "wrong": {"bug": "no_slope"},
        },
    )

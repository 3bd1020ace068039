"""The explorer of the feed-forward pass."""

from nnlab import controls
from nnlab.explorer import Explorer
from nnlab.scenes import stepper


def feed_forward(sizes: str = "3-4-4-1", activation: str = "sigmoid") -> Explorer:
    """A feed-forward pass step by step, product, bias and function, with shapes and numbers, for one example or a batch."""
    return Explorer(
        "feed_forward",
        stepper.FeedForward(),
        {
            "step": controls.play("step", 3, stepper.LAST_STEP, interval=1500),
            "sizes": controls.choice("sizes", sizes, list(stepper.SIZES)),
            "activation": controls.choice("activation", activation, ["sigmoid", "tanh", "relu", "leaky_relu"]),
            "batch_size": controls.integer("batch_size", 1, 1, stepper.MOST_EXAMPLES),
            "seed": controls.integer("seed", 0, 0, 30),
        },
        presets={
            "slides": {"step": 1},
            "bias": {"step": 2},
            "function": {},
            "end": {"step": 8},
            "batch": {"step": 2, "batch_size": 4},
        },
    )

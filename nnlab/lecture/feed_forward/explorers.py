"""The explorer of the feed-forward pass."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.feed_forward.feed_forward import LAST_STEP, MAX_EXAMPLES, SIZES, FeedForward


def feed_forward(sizes: str = "3-4-4-1", activation: str = "sigmoid") -> Explorer:
    """A feed-forward pass step by step, product, bias and function, with shapes and numbers, for one example or a batch."""
    return Explorer(
        "feed_forward",
        FeedForward(),
        {
            "step": controls.player("computation_step", 4, LAST_STEP, interval=1500),
            "sizes": controls.dropdown("sizes", sizes, list(SIZES)),
            "activation": controls.dropdown("activation", activation, ["sigmoid", "tanh", "relu", "leaky_relu"]),
            "batch_size": controls.int_slider("batch_size", 1, 1, MAX_EXAMPLES),
            "seed": controls.int_slider("seed", 0, 0, 30),
        },
        values={"unit": None},
        presets={
            "slides": {"step": 1},
            "bias": {"step": 2},
            "function": {"step": 3},
            "end": {"step": 8},
            "batch": {"step": 2, "batch_size": 4},
        },
    )

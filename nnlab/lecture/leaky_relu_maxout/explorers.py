"""Explorers of Leaky ReLU and Maxout: the slope below 0, and the largest of a few lines."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.leaky_relu_maxout import leaky as leaky_scene
from nnlab.lecture.leaky_relu_maxout import maxout as maxout_scene


def leaky(start: str = "dead") -> Explorer:
    """The slope below 0 from ReLU (0) to a straight line (1): how a fresh network (`start`), or one whose units died, learns the spiral."""
    return Explorer(
        "leaky",
        leaky_scene.Leaky(),
        {
            "alpha": controls.slider("alpha", 0.1, 0.0, 1.0, 0.01),
            "learning_rate": controls.log_slider("learning_rate", 1.0, 0.1, 10.0, per_decade=20),
            "start": controls.dropdown("start", start, ["dead", "fresh"]),
            "seed": controls.int_slider("seed", 0, 0, 30),
        },
        presets={
            "dead": {"start": "dead", "alpha": 0.0},
            "revived": {"start": "dead"},
            "fresh": {"start": "fresh", "alpha": 0.01},
            "edge": {"start": "fresh", "alpha": 0.01, "learning_rate": 4.4668359215},
            "line": {"start": "fresh", "alpha": 1.0},
        },
    )


def maxout(shape: str = "relu") -> Explorer:
    """One Maxout unit as the largest of a few lines, each under the reader's hand, beside a `shape` to match; its parameters counted."""
    lines = maxout_scene.LINES

    def set_to(name, pieces, **more):
        return {"lines": lines[name], "pieces": pieces, "selected": None} | more

    return Explorer(
        "maxout",
        maxout_scene.Maxout(),
        {
            "pieces": controls.int_slider("pieces", 2, 1, maxout_scene.MOST),
            "shape": controls.dropdown("shape", shape, list(maxout_scene.SHAPES)),
            "network": controls.dropdown("network", "3072-100-10", list(maxout_scene.NETWORKS)),
        },
        values={"lines": lines["relu"], "selected": None},
        presets={
            "relu": set_to("relu", 2, shape="relu"),
            "leaky_relu": set_to("leaky_relu", 2, shape="leaky_relu"),
            "abs": set_to("abs", 2, shape="abs"),
            "square": set_to("square", 5, shape="square"),
            "sine": set_to("sine", 3, shape="sine"),
        },
    )

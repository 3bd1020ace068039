"""Explorers of Leaky ReLU and Maxout: the slope below 0, and the largest of a few lines."""

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.lecture.leaky_relu_maxout.leaky import Leaky
from nnlab.lecture.leaky_relu_maxout.maxout import LINES, MAX_PIECES, NETWORKS, SHAPES, X_LIMIT, Maxout


def leaky(start: str = "dead") -> Explorer:
    """The slope below 0 from ReLU (0) to a straight line (1): how a fresh network (`start`), or one whose units died, learns the spiral."""
    starts = controls.dropdown("start", start, ["dead", "fresh"])
    widgets = {
        "alpha": controls.slider("alpha", 0.1 if starts.value == "dead" else 0.01, 0.0, 1.0, 0.01),
        "learning_rate": controls.log_slider("learning_rate", 1.0, 0.1, 10.0, per_decade=20),
        "start": starts,
        "seed": controls.int_slider("seed", 0, 0, 30),
    }
    presets = {
        "dead": {"start": "dead", "alpha": 0.0},
        "revived": {"start": "dead", "alpha": 0.1},
        "fresh": {"start": "fresh", "alpha": 0.01},
        "edge": {"start": "fresh", "alpha": 0.01, "learning_rate": 4.4668359215, "seed": 3},  # a typical one: seed 0 is an exception
        "line": {"start": "fresh", "alpha": 1.0},
    }
    return Explorer("leaky", Leaky(), widgets, presets=presets)


def maxout(shape: str = "relu") -> Explorer:
    """One Maxout unit as the largest of a few lines, which the reader drags, beside a `shape` to match; with its number of parameters."""
    widgets = {
        "pieces": controls.int_slider("pieces", 2, 1, MAX_PIECES),
        "cut": controls.slider("cut", 0.0, -X_LIMIT, X_LIMIT, 0.1, digits=1),
        "shape": controls.dropdown("shape", shape, list(SHAPES)),
        "network": controls.dropdown("network", "3072–100–10", list(NETWORKS)),
    }
    pieces = {"relu": 2, "leaky_relu": 2, "abs": 2, "square": 5, "sine": 3}
    presets = {shape: {"lines": LINES[shape], "pieces": n, "selected": None, "shape": shape} for shape, n in pieces.items()}
    return Explorer("maxout", Maxout(), widgets, values={"lines": LINES["relu"], "selected": None}, presets=presets, in_sight=3)

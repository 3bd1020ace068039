"""A small explorer for the tests of the engine: a dot, one computation, one error, drags and keys."""

import numpy as np

from nnlab.engine import controls
from nnlab.engine.explorer import Explorer
from nnlab.engine.frames import decode
from nnlab.engine.scene import Scene, View


class Dot(Scene):
    """A dot at (`z`, 0); with `z` = 3 it fails, and `hidden` = n computes for n steps."""

    size = (3.0, 2.0)
    rebuild_on = frozenset({"nonlinear"})
    interactive = True

    def __init__(self):
        self.updates, self.builds, self.computed = 0, 0, []

    def build(self, figure, *, nonlinear, **params):
        self.builds += 1
        axes = figure.subplots()
        axes.set(label="panel", xlim=(-5, 5), ylim=(-1, 1), title="with" if nonlinear else "without")
        dot = axes.plot([], [], "ko")[0]
        return View(dot=dot, live=[dot])

    def prepare(self, *, hidden, **params):
        for i in range(hidden):
            self.computed.append(hidden)
            yield (i + 1) / hidden

    def update(self, view, *, z, nonlinear, hidden):
        self.updates += 1
        if z == 3:
            raise ZeroDivisionError("three is too much")
        view.dot.set_data([z], [0])
        return f"the dot is at {z:.2f}"

    def drag(self, start, end, *, z, **params):
        return {"z": z + end.x - start.x} if start.panel == end.panel == "panel" else {}

    def key(self, key, *, z, **params):
        return {"z": z + 1} if key == "ArrowRight" else {}


PRESETS = {"linear": {"z": 1.0}, "hundred": {"z": 2.0, "nonlinear": True}}


def dot_explorer(presets=PRESETS, name="train_network") -> Explorer:
    """`name`: an explorer of the catalogue, for its texts."""
    widgets = {
        "z": controls.slider("z", 0.0, -5.0, 5.0, 0.1),
        "nonlinear": controls.checkbox("nonlinear", False),
        "hidden": controls.int_slider("hidden", 0, 0, 1000),
    }
    return Explorer(name, Dot(), widgets, presets=presets)


def pixels(explorer) -> np.ndarray:
    """The picture that the browser was sent last."""
    return decode(explorer.canvas.frame, explorer.canvas.size)

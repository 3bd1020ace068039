"""The states of an explorer that a page without a kernel can show: the opening, the presets, and from each the travel of every control."""

import math
from typing import NamedTuple

import ipywidgets
import numpy as np

from nnlab.engine.explorer import Explorer
from nnlab.engine.frames import decode
from nnlab.engine.numbers import format_number
from nnlab.engine.renderer import FrameRenderer
from nnlab.engine.runs import RunScene
from nnlab.engine.scene import Scene
from nnlab.engine.theme import DARK

MAX_VALUES = 41  # of a control
MAX_TRAINED = 15  # of one whose every value needs a training: each takes seconds


class Control(NamedTuple):
    """A control of the page: `values` are those that it can take, `readouts` their texts."""

    name: str
    widget: ipywidgets.Widget
    values: list
    readouts: list[str]

    @property
    def kind(self) -> str:
        """How the page shows it."""
        kinds = {ipywidgets.Dropdown: "list", ipywidgets.Checkbox: "check"}
        return kinds.get(type(self.widget), "player" if hasattr(self.widget, "player") else "slider")

    @property
    def interval(self) -> int:
        """The milliseconds between two values when it is played: in all as long as in the notebook, at most 0.4 s or its own step each."""
        play = self.widget.player
        return round(min(play.interval * play.max / (len(self.values) - 1), max(400, play.interval)))

    def index(self, value) -> int | None:
        """The place of a value, or None."""
        return next((i for i, other in enumerate(self.values) if _is_same(value, other)), None)


class State(NamedTuple):
    """What is seen: the number of the picture, the status, and the values of all controls."""

    picture: int
    status: str
    params: dict


class Recorder:
    """Shows an explorer in one state after the other, and keeps every picture once: as on a light and as on a dark page, encoded."""

    def __init__(self, explorer: Explorer):
        self.explorer, self.size = explorer, tuple(explorer.canvas.size)
        self._dark = FrameRenderer(explorer.scene, lambda params: "")
        self._dark.change(explorer.canvas.scale, DARK, explorer.canvas.narrow)
        self.start = explorer.params
        self.bases = {"": {}, **explorer.presets}  # the opening has no name
        self._numbers: dict[tuple[bytes, bytes], int] = {}
        self._states: dict[tuple, State] = {}
        self.base_states = {key: self.state(key) for key in self.bases}
        self.controls = [self._control(name, widget) for name, widget in explorer.controls.items()]

    def state(self, base: str, changes: dict | None = None) -> State:
        """The state that the reader reaches from a base by these changes."""
        explorer, changes = self.explorer, changes or {}
        params = self.start | self.bases[base] | changes
        depends_on_params = type(explorer.scene).sync_params is Scene.sync_params
        # Where a change leads to may depend on where it is made. What a reader drew is the same where it is the same object.
        key = () if depends_on_params else (base, *changes)
        key += tuple(value if isinstance(value, str | float | int) else id(value) for value in params.values())
        if key not in self._states:
            if not depends_on_params:
                explorer.reset()
                explorer.set(**(self.start | self.bases[base]))
            explorer.set(**(changes if not depends_on_params else params))
            both = explorer.canvas.frame, self._dark.frame(explorer.params).data
            number = self._numbers.setdefault(both, len(self._numbers))
            self._states[key] = State(number, explorer.status, explorer.params)
        return self._states[key]

    def trainings(self, base: str, changes: dict) -> str:
        """A text that is the same for states whose pictures show the same trainings; "" for those without."""
        scene = self.explorer.scene
        return repr(scene.required_runs(**(self.start | self.bases[base] | changes))) if isinstance(scene, RunScene) else ""

    def pixels(self, number: int) -> np.ndarray:
        """The colours of a picture, as uint32 (height, width, 2): on a light and on a dark page."""
        return np.concatenate([decode(one, self.size).view(np.uint32) for one in list(self._numbers)[number]], axis=-1)

    def _control(self, name: str, widget) -> Control:
        if isinstance(widget, ipywidgets.Dropdown):
            return Control(name, widget, [value for _, value in widget.options], [text for text, _ in widget.options])
        if isinstance(widget, ipywidgets.Checkbox):
            return Control(name, widget, [False, True], ["", ""])
        steps, opening = steps_of(widget), self.base_states[""].params
        is_known = self.explorer.scene.is_cacheable
        trained = not all(is_known(**(opening | {name: step})) for step in (steps[0], steps[-1]))
        values = spread(steps, MAX_TRAINED if trained else MAX_VALUES)
        for state in self.base_states.values():
            if not any(_is_same(state.params[name], value) for value in values):
                values.append(state.params[name])
        values.sort()
        return Control(name, widget, values, [readout(widget, value) for value in values])


def steps_of(widget) -> list:
    """Every value that a slider can take; of a box, values whose ratios are equal."""
    if isinstance(widget, ipywidgets.BoundedIntText):
        return sorted({round(value) for value in np.geomspace(widget.min, widget.max, MAX_VALUES)})
    n = round((widget.max - widget.min) / widget.step) + 1
    steps = [widget.min + i * widget.step for i in range(n)]
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return [widget.base**step for step in steps]
    return [round(step, 10) if isinstance(step, float) else step for step in steps]


def spread(values: list, n: int) -> list:
    """At most `n` of the values, the first and the last among them where there are two, evenly spaced up to one place."""
    if len(values) <= n:
        return list(values)
    return [values[round(place)] for place in np.linspace(0, len(values) - 1, n)]


def readout(widget, value) -> str:
    """A slider's value as it is shown beside it."""
    if isinstance(value, int):
        return format_number(value, ",")
    if isinstance(widget, ipywidgets.FloatLogSlider):
        return format_number(value, ".3g")
    return format_number(value, widget.readout_format)


def _is_same(one, other) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=1e-9)
    return one is other or (isinstance(one, str) and one == other)

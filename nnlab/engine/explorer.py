"""The one class of all explorers: controls above a live picture whose status says what is seen now."""

import functools
import math
import os
import threading
from collections.abc import Callable
from numbers import Real

import ipywidgets

from nnlab.engine import controls, layout
from nnlab.engine.frames import decode, frame_key, to_png
from nnlab.engine.prefetch import Prefetcher
from nnlab.engine.renderer import FrameRenderer
from nnlab.engine.scene import Scene
from nnlab.engine.slices import SlicedComputation, call_later
from nnlab.engine.validate import check_texts, checked_presets
from nnlab.language import translate

raise_errors = os.environ.get("NNLAB_STRICT") == "1"  # raise the errors of callbacks (in tests) instead of showing them

MAX_WITHOUT_FOLD = 3  # controls: they fit in one row

_lock = threading.RLock()  # JupyterLab hands the events of different widgets to different threads of the kernel


class Explorer(ipywidgets.VBox):
    """A scene with controls.

    `name`: its name in the catalogue `nnlab.explorers` and the prefix of its texts. `controls`: parameter -> widget.
    `values`: parameters without a control, such as the data points that the reader drags. `presets`: key -> the
    parameters it sets; one that sets the opening is left out, for Reset returns to it. `in_sight`: how many controls are not folded away
    where there are more than three. Public: `params`, `set`, `reset`, `status`, `png`, `presets`. ValueError where a preset or a text is
    wrong.
    """

    def __init__(
        self, name: str, scene: Scene, controls: dict, *, values: dict | None = None, presets: dict | None = None, in_sight: int = 2
    ):
        self.name, self.scene, self.controls = name, scene, controls
        self._in_sight = in_sight if len(controls) > MAX_WITHOUT_FOLD else len(controls)
        self._values = dict(values or {})
        self._start = self._last_params = self.params
        presets = checked_presets(name, scene, controls, self.params, presets or {})
        check_texts(name, scene, presets)
        self.presets = {key: changes for key, changes in presets.items() if not _is_in(self._start | changes, self._start)}
        self._revision = 0  # rises when anything but a control changes the picture
        self._updating = False
        self._led_to = {}  # preset -> the parameters that it led to: the scene may have set others as well
        self._drag_start = (None, {})  # the drag's id, and the parameters when it began
        self._canvas_setup()
        self._renderer = FrameRenderer(scene, self._frame_key)
        self._prefetcher = Prefetcher(scene, controls, self._renderer, self._call_later, self.canvas.send_prefetched)
        self._computation = SlicedComputation(self._call_later, self._show_progress, self._show_result)
        self._progress = layout.Progress(lambda: self._report_errors(self._computation.stop))
        if type(scene).prepare is Scene.prepare:
            self._progress.layout.display = "none"
        super().__init__(self._rows())
        self.add_class("nnlab-explorer")
        with _lock:
            for _ in scene.prepare(**self.params):
                pass
            self._show()

    # ---- what a reader's program may use

    @property
    def params(self) -> dict:
        """The parameters of the picture: the values of the controls and what the reader changed in the picture."""
        return {name: control.value for name, control in self.controls.items()} | self._values

    @property
    def status(self) -> str:
        """The sentence that says what is seen now."""
        return self.canvas.status

    @property
    def png(self) -> bytes:
        """The picture as it is now, as a PNG file."""
        return to_png(decode(self.canvas.frame, self.canvas.size))

    def set(self, **changes) -> None:
        """Set several parameters and draw once; a name that is none of them, or a value that its control does not take, is an error.

        A number beyond the bounds of its control is taken to the nearest bound.
        """
        before = self.params
        unknown = changes.keys() - before.keys()
        if unknown:
            raise ValueError(f"{self.name} has no parameter {', '.join(sorted(unknown))}; it has {', '.join(before)}")
        known = self.controls
        self._assign({name: controls.coerce(known[name], name, value) if name in known else value for name, value in changes.items()})
        if any(before[name] is not value for name, value in self.params.items()):
            self._report_errors(self._params_changed)

    def reset(self) -> None:
        """Back to the state in which the explorer opened."""
        self.set(**self._start)

    def _repr_mimebundle_(self, **options):
        """The live view, and beside it the picture with its status for where no kernel runs."""
        data = super()._repr_mimebundle_(**options) | {"text/plain": repr(self), "image/png": self.png}
        return data, {"image/png": {"alt": self.status}}

    def __repr__(self) -> str:
        return f"<nnlab explorer: {self.name}>"

    # ---- how it is put together

    def _canvas_setup(self) -> None:
        self.canvas = layout.canvas(self.name, self.scene)
        self.canvas.control_ids = [control.model_id for control in self.controls.values()]
        self.canvas.observe(lambda _: self._report_errors(self._change_display), names=["scale", "theme", "narrow"])
        self.canvas.observe(lambda change: self._report_errors(lambda: self._dragged(change["new"])), names="drag")
        self.canvas.on_msg(lambda _, message, buffers: self._report_errors(lambda: self._key_pressed(message["key"])))

    def _rows(self) -> list:
        for name, control in self.controls.items():
            control.observe(functools.partial(self._control_changed, name), names="value")
        self._preset_buttons = {
            key: layout.preset_button(self.name, key, functools.partial(self._report_errors, functools.partial(self._choose_preset, key)))
            for key in self.presets
        }
        buttons = list(self._preset_buttons.values())
        reset = functools.partial(self._report_errors, self.reset)
        widgets = list(self.controls.values())
        return layout.arrange(self.name, self._progress, buttons, reset, widgets, self.canvas, in_sight=self._in_sight)

    def _choose_preset(self, key: str) -> None:
        """Set a preset from the opening state."""
        self.set(**(self._start | self.presets[key]))
        self._led_to = {key: self.params}
        self._mark_preset()

    def _mark_preset(self) -> None:
        """Mark the button of the preset that is shown, however the reader came there."""
        states = {key: self._start | changes for key, changes in self.presets.items()} | self._led_to
        params = self.params
        for key, button in self._preset_buttons.items():
            (button.add_class if _is_in(states[key], params) else button.remove_class)("nnlab-active")

    # ---- what happens when something changes

    def _report_errors(self, action: Callable[[], None]) -> None:
        """Run `action`; an error is shown in the status line under the last good picture, or raised in tests."""
        with _lock:
            try:
                action()
            except KeyboardInterrupt:
                self._show_error(translate("interrupted"))
                raise
            except Exception as error:
                if raise_errors:
                    raise
                self._show_error(translate("failed", error=f"{type(error).__name__}: {error}"))

    def _show_error(self, message: str) -> None:
        self._computation.cancel()
        self._progress.hide()
        self.canvas.show_error(message)

    def _call_later(self, action: Callable[[], None], seconds: float) -> bool:
        return call_later(lambda: self._report_errors(action), seconds)

    def _control_changed(self, name: str, change: dict) -> None:
        if not self._updating:
            self._report_errors(self._params_changed)
            self._prefetcher.control_moved(name, change["old"], change["new"], self._last_params)

    def _assign(self, changes: dict) -> None:
        """Give controls and values their new values without drawing."""
        self._updating, before = True, self._updating
        try:
            for name, value in changes.items():
                if name in self.controls:
                    self.controls[name].value = value
                elif self._values[name] is not value:
                    self._values[name] = value
                    self._revision += 1
        finally:
            self._updating = before

    def _params_changed(self) -> None:
        """Compute and show what the new parameters need; it replaces what an older change had still to compute."""
        self._prefetcher.cancel()
        self._assign(self.scene.sync_params(self._last_params, **self.params))
        self._last_params = self.params
        self._computation.start(self.scene.prepare(**self.params))

    def _show_progress(self, share: float) -> None:
        self._progress.show(share)
        self._show()

    def _show_result(self) -> None:
        self._progress.hide()
        self._report_errors(self._show)

    def _show(self) -> None:
        frame = self._renderer.frame(self.params)
        with self.canvas.hold_sync():
            self.canvas.revision = self._revision
            self.canvas.show(frame, self._frame_key(self.params))
        self._mark_preset()

    def _frame_key(self, params: dict) -> str:
        """The cache key of the picture at `params`; "" while it is only partly computed."""
        if not self.scene.is_cacheable(**params):
            return ""
        return frame_key(self._revision, [controls.wire_value(control, params[name]) for name, control in self.controls.items()])

    def _change_display(self) -> None:
        wanted, renderer = (self.canvas.scale, self.canvas.theme, self.canvas.narrow), self._renderer
        if wanted == (renderer.scale, renderer.theme, renderer.narrow):
            return  # all came in one message
        self._revision += 1
        renderer.change(*wanted)
        self._show()

    def _dragged(self, drag: dict) -> None:
        if self._drag_start[0] != drag["id"]:
            self._drag_start = drag["id"], self.params
        start, end = self._renderer.locate(drag["start"]), self._renderer.locate(drag["end"])
        moved = self.scene.drag(start, end, **self._drag_start[1])
        self.set(**{name: controls.nearest_step(self.controls.get(name), value) for name, value in moved.items()})

    def _key_pressed(self, key: str) -> None:
        self.set(**self.scene.key(key, **self.params))


def _is_in(state: dict, params: dict) -> bool:
    """Whether `params` are those of `state`."""
    return all(_is_same(params[name], value) for name, value in state.items())


def _is_same(one, other) -> bool:
    """Whether two values of a parameter are one: numbers up to what the browser rounds, what the reader drew by identity."""
    if isinstance(one, Real) and isinstance(other, Real):
        return math.isclose(one, other, rel_tol=1e-9)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return one is other or (isinstance(one, str) and one == other)

"""The one engine of all explorers: controls above a live picture whose sentence says what is seen now."""

import asyncio
import functools
import html
import os
import threading
import time

import ipywidgets

from nnlab.engine import controls
from nnlab.engine.canvas import Canvas, pack, still_png
from nnlab.engine.controls import accepted
from nnlab.engine.scene import BlitRenderer, Scene
from nnlab.language import has_translation, translate

strict = os.environ.get("NNLAB_STRICT") == "1"  # raise what a callback raises (tests) instead of showing it to the reader

# JupyterLab hands the events of different widgets to different threads of the kernel; explorers take turns.
_turn = threading.RLock()

UNNAMED = ("play", "pause", "rewind", "repeat", "type", "computing")  # controls that the front end names
FIRST, SLICE = 0.015, 0.04  # seconds of computing until a first picture shows what is known, and between later looks at the reader
SOON, REST = 0.002, 0.1  # seconds until the kernel has looked at its messages, and until a reader who jumped is taken to look


class Explorer(ipywidgets.VBox):
    """A scene under the reader's hand.

    `name`: its name in the catalogue `nnlab.explorers` and the prefix of its words. `controls`: parameter -> widget.
    `values`: parameters without a control, such as the data points that the reader drags. `presets`: key -> the
    parameters it sets. Public: `params`, `set`, `reset`, `status`, `png`, `presets`.
    """

    def __init__(self, name: str, scene: Scene, controls: dict, *, values: dict | None = None, presets: dict | None = None):
        self.name, self.scene, self.controls = name, scene, controls
        self.presets = presets or {}
        self._values = dict(values or {})
        self._start = self._settled = self.params
        self._held = False
        self._job = self._stroke = None
        self._edits = 0  # how often anything but a control changed the picture
        self._ahead: dict[tuple, bytes] = {}
        self._expected: list[tuple] = []  # where a control is if the reader goes on as before
        hint = translate(f"{name}.hint") if has_translation(f"{name}.hint") else ""
        self.canvas = Canvas(
            interactive=scene.interactive, hint=hint, lost=translate("kernel_lost"), words={key: translate(key) for key in UNNAMED}
        )
        self.canvas.watched = [control.model_id for control in controls.values()]
        self._progress = ipywidgets.FloatProgress(
            min=0, max=1, description=translate("computing"), tooltip=translate("computing"), layout={"width": "190px"}
        )
        self._stop = ipywidgets.Button(description=translate("stop"), icon="stop", tooltip=translate("stop.help"), layout={"width": "auto"})
        self._busy = ipywidgets.HBox([self._progress, self._stop])
        for part in (self._progress, self._stop):  # kept in place, so that nothing jumps when it appears
            part.layout.visibility = "hidden"
        if type(scene).prepare is Scene.prepare:
            self._busy.layout.display = "none"
        self._listen()
        super().__init__(self._arrange(), layout={"max_width": "980px"})
        self.add_class("nnlab-explorer")
        with _turn:
            for _ in scene.prepare(**self.params):
                pass
            self._stage = BlitRenderer(scene, **self.params)
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
        with _turn:
            return still_png(self._stage.pixels())

    def set(self, **changes) -> None:
        """Set several parameters and draw once; a name that is none of them, or a value that its control does not take, is an error.

        A number beyond the ends of its control is taken to the nearest end.
        """
        unknown = changes.keys() - self.params.keys()
        if unknown:
            raise ValueError(f"{self.name} has no parameter {', '.join(sorted(unknown))}; it has {', '.join(self.params)}")
        known = self.controls
        changes = {name: accepted(known[name], name, value) if name in known else value for name, value in changes.items()}
        before = self.params
        self._assign(changes)
        if any(before[name] is not value for name, value in self.params.items()):
            self._change()

    def _assign(self, changes: dict) -> None:
        self._held, held = True, self._held
        try:
            for name, value in changes.items():
                if name in self.controls:
                    self.controls[name].value = value
                elif self._values[name] is not value:
                    self._values[name] = value
                    self._edits += 1
        finally:
            self._held = held

    def reset(self) -> None:
        """Back to the state in which the explorer opened."""
        self.set(**self._start)

    def _repr_mimebundle_(self, **options):
        """The live view, and beside it the picture with its sentence for where no kernel runs."""
        data = super()._repr_mimebundle_(**options) | {"text/plain": repr(self), "image/png": self.png}
        return data, {"image/png": {"alt": self.status}}

    def __repr__(self) -> str:
        return f"<nnlab explorer: {self.name}>"

    # ---- how it is put together

    def _arrange(self) -> list:
        buttons = [self._button(f"{self.name}.preset.{key}", changes) for key, changes in self.presets.items()]
        reset = ipywidgets.Button(description=translate("reset"), icon="undo", tooltip=translate("reset.help"), layout={"width": "auto"})
        reset.on_click(lambda _: self._guarded(self.reset))
        title = ipywidgets.HTML(f"<b>{html.escape(translate(f'{self.name}.title'))}</b>", layout={"flex": "1 1 auto"})
        title.add_class("nnlab-title")
        return [
            ipywidgets.HBox([title, self._busy], layout={"align_items": "center"}),
            ipywidgets.HBox([*buttons, reset], layout={"flex_flow": "row wrap", "align_items": "center"}),
            controls.arrange(self.controls.values()),
            self.canvas,
        ]

    def _button(self, key: str, changes: dict):
        help_key = f"{key}.help"
        button = ipywidgets.Button(
            description=translate(key),
            tooltip=translate(help_key) if has_translation(help_key) else translate(key),
            layout={"width": "auto"},
        )
        button.add_class("nnlab-preset")
        button.on_click(lambda _: self._guarded(lambda: self.set(**(self._start | changes))))
        return button

    def _listen(self) -> None:
        for name, control in self.controls.items():
            control.observe(functools.partial(self._moved, name), names="value")
        self.canvas.observe(lambda _: self._guarded(self._rescale), names="scale")
        self.canvas.observe(lambda change: self._guarded(lambda: self._drag(change["new"])), names="stroke")
        self.canvas.on_msg(lambda _, message, buffers: self._guarded(lambda: self._key(message)))
        self._stop.on_click(lambda _: self._guarded(self._end_job))

    # ---- what happens when something moves

    def _guarded(self, action) -> None:
        """Do it; an error goes into the status line, the last good picture stays, and tests (`strict`) see it raised."""
        with _turn:
            try:
                action()
            except KeyboardInterrupt:  # the reader interrupted the kernel
                self._give_up(translate("interrupted"))
                raise
            except Exception as error:
                if strict:
                    raise
                self._give_up(translate("failed", error=f"{type(error).__name__}: {error}"))

    def _give_up(self, sentence: str) -> None:
        """Drop what is computed, keep the picture, and say why."""
        self._job = None
        self._show_busy(False)
        with self.canvas.hold_sync():
            self.canvas.failed = True
            self.canvas.status = sentence

    def _moved(self, name: str, change: dict) -> None:
        if self._held:
            return
        self._change()
        control, expected = self.controls[name], self._expected
        following = controls.following(control, change["old"], change["new"])
        self._expected = [(name, controls.seen(control, value)) for value in following]
        went_on = (name, controls.seen(control, change["new"])) in expected
        changes = [{name: value} for value in following]
        if went_on:
            self._look_on(self._settled, changes)
        else:  # a jump foretells little, and in a drag the next one comes at once
            self._look_on(self._settled, changes[:1], REST)

    def _change(self) -> None:
        self._guarded(self._restart)

    def _restart(self) -> None:
        """Start what the new parameters need; the newest change drops what an older one had still to compute."""
        self._assign(self.scene.settle(self._settled, **self.params))
        self._settled = self.params
        self._job = self.scene.prepare(**self.params)
        self._work(self._job, FIRST)

    def _work(self, job, seconds: float) -> None:
        if job is not self._job:
            return
        pause = time.monotonic() + seconds
        for share in job:
            if time.monotonic() > pause and self._later(lambda: self._work(job, SLICE)):
                self._progress.value = share
                self._show_busy(True)
                self._show()
                return
        self._end_job()

    def _later(self, action, seconds: float = SOON) -> bool:
        """Do it in a while, after the kernel has looked at its messages; False where there is no kernel, as in a plain script."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        loop.call_later(seconds, lambda: self._guarded(action))
        return True

    def _end_job(self) -> None:
        self._job = None
        self._show_busy(False)
        self._guarded(self._show)

    def _show_busy(self, busy: bool) -> None:
        for part in (self._progress, self._stop):
            part.layout.visibility = "visible" if busy else "hidden"

    def _show(self) -> None:
        view, settings = self._stage.show(**self.params), self._settings(self.params)
        frame = self._ahead.pop(tuple(settings), None) or pack(self._stage.pixels())
        self.canvas.show(frame, self._stage.shape, view.sentence, settings)

    # ---- what the browser can show before it is asked for

    def _settings(self, params: dict) -> list:
        """What the browser knows the picture of these parameters by; nothing as long as it is only half computed."""
        values = [controls.seen(control, params[name]) for name, control in self.controls.items()]
        return [self._edits, *values] if self.scene.complete(**params) else []

    def _look_on(self, shown: dict, changes: list, seconds: float = SOON) -> None:
        """Look ahead of the changes one after the other, as long as the reader looks at what is `shown`."""
        if changes:
            self._later(lambda: shown is self._settled and self._look_ahead(changes[0]) and self._look_on(shown, changes[1:]), seconds)

    def _look_ahead(self, changes: dict) -> bool:
        """Draw what is seen after these changes, and send it: a control that gets there waits for nobody. False where it takes too long."""
        if not self.canvas.settings:
            return False  # what is asked for is not whole yet
        said, params = self.params | changes, self.params | changes
        params |= self.scene.settle(self._settled, **params)
        if any(params[name] != self.params[name] for name in self.scene.rebuild_on):
            return False  # a figure laid out anew takes too long for a guess
        its = self._settings(params)
        if its == self._settings(said) and tuple(its) in self._ahead:
            return True
        try:
            pause = time.monotonic() + FIRST
            for _ in self.scene.prepare(**params):
                if time.monotonic() > pause:
                    break
            if not self.scene.complete(**params):
                return False  # and so does a long training
            view = self._stage.show(**params)
            frame = pack(self._stage.pixels())
        except Exception:
            return False  # a reader who gets there is told
        finally:
            self._stage.show(**self.params)
        self._ahead[tuple(self._settings(params))] = frame
        if len(self._ahead) > controls.AHEAD:
            del self._ahead[next(iter(self._ahead))]
        self.canvas.lay_by(frame, self._stage.shape, view.sentence, self._settings(said))
        return True

    def _rescale(self) -> None:
        self._edits += 1
        self._stage = BlitRenderer(self.scene, scale=self.canvas.scale, **self.params)
        self._show()

    def _drag(self, stroke: dict) -> None:
        if self._stroke is None or self._stroke[0] != stroke["id"]:
            self._stroke = stroke["id"], self.params
        start, end = self._stage.touch(stroke["start"]), self._stage.touch(stroke["end"])
        self.set(**self.scene.drag(start, end, **self._stroke[1]))

    def _key(self, message: dict) -> None:
        self.set(**self.scene.key(message["key"], **self.params))

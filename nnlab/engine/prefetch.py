"""Prefetching: the frames that the reader is likely to want next are rendered while the kernel is idle, and sent to the browser."""

import time
from collections.abc import Callable

from nnlab.engine import controls
from nnlab.engine.frames import Frame, frame_key
from nnlab.engine.renderer import FrameRenderer
from nnlab.engine.scene import Scene

MAX_STEPS = 4  # prefetched steps of a control: as many keys as may be pressed before a picture has come
IDLE_SECONDS = 0.002  # until the kernel has looked at its messages
REST_SECONDS = 0.1  # until a reader who jumped is taken to look at the picture
MAX_PREPARE_SECONDS = 0.015  # what takes longer to compute is not prefetched


class Prefetcher:
    """Prefetches the next steps of the control that moved last, one frame at a time.

    `call_later(action, seconds)` runs an action once the kernel is idle; `send(frame, key)` sends a frame to the browser.
    """

    def __init__(self, scene: Scene, widgets: dict, renderer: FrameRenderer, call_later: Callable, send: Callable[[Frame, str], None]):
        self._scene, self._widgets, self._renderer = scene, widgets, renderer
        self._call_later, self._send = call_later, send
        self._predicted: list[tuple] = []  # the moves to come if the reader goes on
        self._params: dict | None = None  # of the picture that the reader looks at

    def control_moved(self, name: str, old, new, params: dict) -> None:
        """Prefetch what follows this move, as long as `params` are shown: some steps if it was predicted, else a single one."""
        widget = self._widgets[name]
        values = controls.next_values(widget, old, new, MAX_STEPS)
        moves = [(name, frame_key(0, [controls.wire_value(widget, value)])) for value in (new, *values)]
        was_predicted, self._predicted, self._params = moves[0] in self._predicted, moves[1:], params
        if was_predicted:
            self._prefetch_all(name, values, params, IDLE_SECONDS)
        else:  # a jump; in a drag the next one comes at once
            self._prefetch_all(name, values[:1], params, REST_SECONDS)

    def cancel(self) -> None:
        """Prefetch nothing more for the picture shown so far."""
        self._params = None

    def _prefetch_all(self, name: str, values: list, params: dict, seconds: float) -> None:
        """One after the other, with the kernel's messages in between."""

        def prefetch_first():
            if params is self._params and self._prefetch({name: values[0]}, params):
                self._prefetch_all(name, values[1:], params, IDLE_SECONDS)

        if values:
            self._call_later(prefetch_first, seconds)

    def _prefetch(self, change: dict, before: dict) -> bool:
        """Render and send the frame after this change; False where that is not worth going on."""
        if not self._renderer.frame_key(before):
            return False  # the picture that is shown is not finished
        changed = before | change
        params = changed | self._scene.sync_params(before, **changed)
        key = self._renderer.frame_key(changed)
        if key and self._renderer.frame_key(params) == key and self._renderer.cache.get(key):
            return True
        if self._renderer.needs_rebuild(params):
            return False
        try:
            if not self._prepare(params):
                return False
            frame = self._renderer.frame(params)
        except Exception:
            return False  # a reader who goes there is told
        self._send(frame, self._renderer.frame_key(changed))
        return True

    def _prepare(self, params: dict) -> bool:
        """Whether the picture could be computed in a short time."""
        deadline = time.monotonic() + MAX_PREPARE_SECONDS
        for _ in self._scene.prepare(**params):
            if time.monotonic() > deadline:
                break
        return self._scene.is_cacheable(**params)

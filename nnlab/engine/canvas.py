"""The picture of an explorer in the browser: frames go out, drags of the pointer and keys come back."""

from base64 import b64encode

import anywidget
import traitlets

from nnlab._bundle import FRONTEND, bundle
from nnlab.engine.frames import Frame
from nnlab.engine.theme import DARK, LIGHT


class Canvas(anywidget.AnyWidget):
    """A picture with its status, which is also its alternative text.

    `frame` is encoded pixels of `size` (width, height), as `frames.encode` makes them. `frame_key` is its cache key: the browser makes the
    same key of `revision` and the values of the controls with the ids `control_ids`, and shows a frame that it has without the kernel.
    Where the browser gets no `binary` data (some hosts of notebooks drop it), the frame is sent in Base64 as `frame_text` too.
    `grips` are the places that can be dragged, `drag` is {"id", "start", "end"}, all in figure fractions (x, y) from the lower left; keys
    arrive as custom messages. `control_names` names the parts of controls that the front end has no name for; `disconnected_message` is
    shown when the kernel is gone, `saved_page_message` on an exported page, which has none. The browser says how many pixels it wants for
    one of the `natural_width` (`scale`), so that each is one of its screen, on which `theme` it shows, and whether the page is `narrow`:
    then the panels stand one above the other, `narrow_width` wide (0 where they cannot).
    """

    _esm = bundle(
        "control_names.js",
        "frame_cache.js",
        "frames.js",
        "own_keys.js",
        "saved_page.js",
        "overlay.js",
        "theme.js",
        "fold.js",
        "fit_width.js",
        "canvas.js",
    )
    _css = FRONTEND.joinpath("canvas.css").read_text("utf-8")

    frame = traitlets.Bytes().tag(sync=True)
    frame_text = traitlets.Unicode().tag(sync=True)
    binary = traitlets.Bool(True).tag(sync=True)
    size = traitlets.List([0, 0]).tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    grips = traitlets.List().tag(sync=True)
    failed = traitlets.Bool(False).tag(sync=True)
    frame_key = traitlets.Unicode().tag(sync=True)
    revision = traitlets.Int(0).tag(sync=True)
    control_ids = traitlets.List().tag(sync=True)
    control_names = traitlets.Dict().tag(sync=True)
    disconnected_message = traitlets.Unicode().tag(sync=True)
    saved_page_message = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    interactive = traitlets.Bool(False).tag(sync=True)
    natural_width = traitlets.Int().tag(sync=True)
    narrow_width = traitlets.Int().tag(sync=True)
    narrow = traitlets.Bool(False).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    theme = traitlets.Enum((LIGHT, DARK), LIGHT).tag(sync=True)
    drag = traitlets.Dict().tag(sync=True)

    def show(self, frame: Frame, key: str) -> None:
        """Send a frame in one message."""
        with self.hold_sync():
            self.frame, self.size, self.status, self.grips = frame.data, list(frame.size), frame.status, frame.grips
            self.failed, self.frame_key = False, key
            self._send_as_text()

    @traitlets.observe("binary")
    def _send_as_text(self, change=None) -> None:
        self.frame_text = "" if self.binary else b64encode(self.frame).decode("ascii")

    def show_error(self, message: str) -> None:
        """Keep the picture, and say in the status line what went wrong."""
        with self.hold_sync():
            self.failed, self.status = True, message

    def send_prefetched(self, frame: Frame, key: str) -> None:
        """Send a frame that the browser may want next."""
        about = {"size": list(frame.size), "status": frame.status, "grips": frame.grips, "frame_key": key}
        self.send({"prefetched": about}, [frame.data])

"""The picture of an explorer in the browser: frames go out, strokes of the pointer and keys come back."""

import io
import zlib
from importlib.resources import files

import anywidget
import numpy as np
import traitlets
from PIL import Image


class Canvas(anywidget.AnyWidget):
    """A picture with its sentence. `frame`: RGBA pixels, deflated, of `shape` (width, height); `status`: what is seen now, also its
    alternative text; `lost`: what to do when the kernel is gone, shown by the browser itself.

    `stroke` is {"id", "start", "end"} in figure fractions (x, y) from the lower left; keys arrive as custom messages. `words`: what the
    front end calls the controls that have no name of their own.
    """

    _esm = "".join(files("nnlab").joinpath(name).read_text("utf-8") for name in ("controls.js", "canvas.js"))
    _css = files("nnlab").joinpath("canvas.css").read_text("utf-8")

    frame = traitlets.Bytes().tag(sync=True)
    shape = traitlets.List([0, 0]).tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Bool(False).tag(sync=True)
    lost = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    touchable = traitlets.Bool(False).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    stroke = traitlets.Dict().tag(sync=True)

    def show(self, pixels: np.ndarray, status: str, *, failed: bool = False) -> None:
        """Send RGBA pixels (height, width, 4) and their sentence in one message.

        Deflate at level 1 takes the kernel a third of the time of PNG or WebP, and the browser unpacks it no slower.
        """
        height, width, _ = pixels.shape
        with self.hold_sync():
            self.frame, self.shape = zlib.compress(pixels.tobytes(), 1), [width, height]
            self.status, self.failed = status, failed


def still_png(pixels: np.ndarray) -> bytes:
    """RGBA pixels (height, width, 4) as a PNG of 256 colours, small enough to be kept in a notebook."""
    target = io.BytesIO()
    image = Image.fromarray(pixels).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    image.save(target, format="png")
    return target.getvalue()

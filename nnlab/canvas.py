"""The picture of an explorer in the browser: frames go out, strokes of the pointer and keys come back."""

import io
from importlib.resources import files

import anywidget
import numpy as np
import traitlets
from PIL import Image


class Canvas(anywidget.AnyWidget):
    """A picture with its sentence. `frame`: encoded image; `status`: what is seen now, also its alternative text.

    `stroke` is {"id", "start", "end"} in figure fractions (x, y) from the lower left; keys arrive as custom messages.
    """

    _esm = files("nnlab").joinpath("canvas.js").read_text("utf-8")
    _css = files("nnlab").joinpath("canvas.css").read_text("utf-8")

    frame = traitlets.Bytes().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    failed = traitlets.Bool(False).tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    touchable = traitlets.Bool(False).tag(sync=True)
    scale = traitlets.Float(1.0).tag(sync=True)
    stroke = traitlets.Dict().tag(sync=True)


def live_frame(pixels: np.ndarray) -> bytes:
    """RGBA pixels (height, width, 4) as lossless WebP, the quickest exact encoding for a moving picture."""
    return _encode(Image.fromarray(pixels).convert("RGB"), format="webp", lossless=True, quality=0, method=0)


def still_png(pixels: np.ndarray) -> bytes:
    """RGBA pixels (height, width, 4) as a PNG of 256 colours, small enough to be kept in a notebook."""
    return _encode(Image.fromarray(pixels).convert("RGB").quantize(256, dither=Image.Dither.NONE), format="png", optimize=True)


def _encode(image: Image.Image, **options) -> bytes:
    target = io.BytesIO()
    image.save(target, **options)
    return target.getvalue()

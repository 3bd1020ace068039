"""The style of all figures, and the pieces that pictures are made of: an Axes and plain arrays in, artists out."""

import contextlib
import functools
from importlib.resources import files

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

FONT_FAMILIES = ("NNLab Hangul", "DejaVu Sans")  # this order: mathtext does not fall back, plain text does

# Okabe and Ito's palette, safe for colour-blind eyes; the purple is darker than theirs, so that it can be used for text. Colour is never
# the only difference: each class has its own marker, each curve its own dashes.
BLUE, ORANGE, GREEN, PURPLE, SKY, GOLD = "#0072B2", "#D55E00", "#009E73", "#7038C8", "#56B4E9", "#E69F00"
ORANGE_TEXT, GREEN_TEXT = "#AD4800", "#007355"  # darker, for small text
INK, GREY, PALE = "#1A1A1A", "#595959", "#D9D9D9"
CLASS_COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
CLASS_TINTS = ("#CFE3F1", "#F9D6BE", "#CBEBDF", "#D8C8F5")
CLASS_MARKERS = ("o", "s", "^", "D")

STYLE = {
    "font.family": list(FONT_FAMILIES),
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.labelsize": 11,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#E8E8E8",
    "grid.linewidth": 0.8,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "lines.linewidth": 2.2,
    "lines.markersize": 6,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.constrained_layout.use": True,
}


@functools.cache
def register_font() -> None:
    """Make the package's Hangul font known to Matplotlib, so that none has to be installed."""
    for file in files("nnlab").joinpath("fonts").iterdir():
        if file.name.endswith((".otf", ".ttf")):
            font_manager.fontManager.addfont(str(file))


@contextlib.contextmanager
def style():
    """A context in which Matplotlib draws in the style of the lecture, with the package's Hangul font."""
    register_font()
    with matplotlib.rc_context(STYLE):
        yield


def curve(axes: Axes, x=(), y=(), **style):
    """A line, without data an empty one."""
    return axes.plot(x, y, **style)[0]


def legend_above(axes: Axes, **style) -> None:
    """The legend beside the title, where no curve can cross it."""
    axes.legend(**({"loc": "lower right", "bbox_to_anchor": (1.0, 0.98), "borderpad": 0, "ncols": 4} | style))


def points(axes: Axes, label: int, **style):
    """The data points of one class, none yet, in its colour and with its marker."""
    defaults = {
        "marker": CLASS_MARKERS[label],
        "color": CLASS_COLOURS[label],
        "markersize": 6,
        "markeredgecolor": "white",
        "markeredgewidth": 0.7,
        "linestyle": "none",
        "zorder": 3,
    }
    return axes.plot([], [], **(defaults | style))[0]


def heatmap(axes: Axes, resolution: int):
    """A white image within the limits of the axes; its data are colours (resolution, resolution, 4) as uint8, row 0 at the bottom."""
    extent = (*axes.get_xlim(), *axes.get_ylim())
    blank = np.full((resolution, resolution, 4), 255, dtype=np.uint8)
    return axes.imshow(blank, origin="lower", extent=extent, interpolation="nearest", aspect="auto", zorder=0)


def pixel_centers(axes: Axes, resolution: int) -> np.ndarray:
    """The centres of a heatmap's pixels as inputs (resolution**2, 2), row by row."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    steps = (np.arange(resolution) + 0.5) / resolution
    x, y = np.meshgrid(left + steps * (right - left), low + steps * (high - low))
    return np.column_stack([x.ravel(), y.ravel()])


def class_colors(labels: np.ndarray, confidence: np.ndarray | None = None) -> np.ndarray:
    """Colours (..., 4) as uint8 for class labels (...): the class's tint, paler where `confidence` in [0, 1] is low."""
    tints = _rgb(CLASS_TINTS)[labels]
    strong = _rgb(CLASS_COLOURS)[labels]
    weight = 0.0 if confidence is None else np.clip(confidence, 0, 1)[..., None]
    colour = np.empty((*labels.shape, 4), dtype=np.uint8)
    colour[..., :3] = tints + (0.22 * weight) * (strong - tints)
    colour[..., 3] = 255
    return colour


def _rgb(colours) -> np.ndarray:
    return np.array([[255 * part for part in matplotlib.colors.to_rgb(colour)] for colour in colours])


ARROW_HEAD = Path([[0, 1], [-0.6, -0.8], [0.6, -0.8], [0, 1]], closed=True)


def arrow(axes: Axes, **style) -> list:
    """An arrow without a place yet: a shaft and a head, which are lines and so fast to redraw; `point_arrow` places it."""
    shaft = {"linewidth": 2.6, "solid_capstyle": "butt", "zorder": 5} | style
    head = {"marker": ARROW_HEAD, "markersize": 12, "linestyle": "none", "zorder": 5, "color": shaft.get("color", INK)}
    return [axes.plot([], [], **shaft)[0], axes.plot([], [], **head)[0]]


def point_arrow(parts: list, start, end, *, shortest: float = 0.0, longest: float = np.inf) -> None:
    """Place an arrow from `start` towards `end` in data coordinates of equal aspect, its length clipped; one of length 0 is hidden."""
    shaft, head = parts
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    length = float(np.hypot(*(end - start)))
    if length < 1e-9:
        shaft.set_data([], [])
        head.set_data([], [])
        return
    end = start + (end - start) * np.clip(length, shortest, longest) / length
    shaft.set_data(*np.column_stack([start, end]))
    head.set_data(*end[:, None])
    head.set_marker(MarkerStyle(ARROW_HEAD).rotated(deg=np.degrees(np.arctan2(*(end - start)[::-1])) - 90))


def shaded_contours(values: np.ndarray, bands: int = 14) -> np.ndarray:
    """Colours (..., 4) as uint8 for `values` (...): darker is lower, in bands of equal ratio that look like contour lines."""
    height = np.log(values - values.min() + 0.02)
    level = np.floor(bands * ((height - height.min()) / max(1e-12, float(np.ptp(height))))) / bands
    low, high = _rgb(["#8FB4C9", "#FBFBF8"])
    colour = np.full((*values.shape, 4), 255, dtype=np.uint8)
    colour[..., :3] = low + level[..., None] * (high - low)
    return colour

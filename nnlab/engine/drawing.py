"""Pieces of pictures: one Axes and plain arrays in, artists out; and the one visual language of all figures."""

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

# Okabe and Ito's palette, safe for colour-blind eyes, but for its purple: this one is also dark enough for text. A class also has its own
# marker, a curve its own dash.
BLUE, ORANGE, GREEN, PURPLE, SKY, GOLD = "#0072B2", "#D55E00", "#009E73", "#7038C8", "#56B4E9", "#E69F00"
ORANGE_TEXT, GREEN_TEXT = "#AD4800", "#007355"  # the same, as dark as small type needs to be
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
    """Make the package's own Hangul font known to Matplotlib, so that figures need no font of the machine."""
    for file in files("nnlab").joinpath("fonts").iterdir():
        if file.name.endswith((".otf", ".ttf")):
            font_manager.fontManager.addfont(str(file))


@contextlib.contextmanager
def style():
    """The visual language of the lecture, the package's Hangul font included, for what is drawn inside."""
    register_font()
    with matplotlib.rc_context(STYLE):
        yield


def curve(axes: Axes, x=(), y=(), **style):
    """A line; with no data, one to be filled in later."""
    return axes.plot(x, y, **style)[0]


def legend_above(axes: Axes, **style) -> None:
    """The legend in the line of the panel's title, where no curve can run through it."""
    axes.legend(**({"loc": "lower right", "bbox_to_anchor": (1.0, 0.98), "borderpad": 0, "ncols": 4} | style))


def points(axes: Axes, label: int, **style):
    """An empty set of the data points of one class, in its colour and with its marker."""
    look = {
        "marker": CLASS_MARKERS[label],
        "color": CLASS_COLOURS[label],
        "markersize": 6,
        "markeredgecolor": "white",
        "markeredgewidth": 0.7,
        "linestyle": "none",
        "zorder": 3,
    }
    return axes.plot([], [], **(look | style))[0]


def heatmap(axes: Axes, resolution: int):
    """An image that fills the panel's limits, to be given colours (resolution, resolution, 4) as uint8, row 0 at the bottom."""
    extent = (*axes.get_xlim(), *axes.get_ylim())
    blank = np.full((resolution, resolution, 4), 255, dtype=np.uint8)
    return axes.imshow(blank, origin="lower", extent=extent, interpolation="nearest", aspect="auto", zorder=0)


def pixel_centers(axes: Axes, resolution: int) -> np.ndarray:
    """The centres of a field's pixels as inputs (resolution**2, 2), in the field's order."""
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


HEAD = Path([[0, 1], [-0.6, -0.8], [0.6, -0.8], [0, 1]], closed=True)


def arrow(axes: Axes, **style) -> list:
    """An arrow, to be placed by `point_arrow`: a shaft and a head, both plain lines and so quick to redraw."""
    look = {"linewidth": 2.6, "solid_capstyle": "butt", "zorder": 5} | style
    head = {"marker": HEAD, "markersize": 12, "linestyle": "none", "zorder": 5, "color": look.get("color", INK)}
    return [axes.plot([], [], **look)[0], axes.plot([], [], **head)[0]]


def point_arrow(parts: list, start, end, *, shortest: float = 0.0, longest: float = np.inf) -> None:
    """Place an arrow from `start` towards `end` in data coordinates of equal aspect, its length kept within bounds; none for length 0."""
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
    head.set_marker(MarkerStyle(HEAD).rotated(deg=np.degrees(np.arctan2(*(end - start)[::-1])) - 90))


def shaded_contours(values: np.ndarray, bands: int = 14) -> np.ndarray:
    """Colours (..., 4) as uint8 for heights (...): darker is lower, in bands of equal ratio that read as contour lines."""
    height = np.log(values - values.min() + 0.02)
    share = (height - height.min()) / max(1e-12, float(np.ptp(height)))
    share = np.floor(share * bands) / bands
    low, high = _rgb(["#8FB4C9", "#FBFBF8"])
    colour = np.full((*values.shape, 4), 255, dtype=np.uint8)
    colour[..., :3] = low + share[..., None] * (high - low)
    return colour

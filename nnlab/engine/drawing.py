"""The style of all figures, and the pieces that pictures are made of: an Axes and plain arrays in, artists out."""

import contextlib
import functools
from importlib.resources import files

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba_array
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

NOT_OURS = {"interactive", "toolbar", "timezone"}  # settings of the reader's program, which change no picture
STYLE = {
    "font.family": list(FONT_FAMILIES), "font.size": 11,
    "figure.constrained_layout.use": True, "figure.facecolor": "white", "savefig.facecolor": "white",
    "axes.titlesize": 12, "axes.titlelocation": "left", "axes.titley": 1.0, "axes.labelsize": 11, "axes.labelcolor": INK,
    "axes.linewidth": 0.8, "axes.edgecolor": GREY, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "axes.axisbelow": True, "grid.color": "#E8E8E8", "grid.linewidth": 0.8,
    "xtick.color": GREY, "ytick.color": GREY, "xtick.labelsize": 10, "ytick.labelsize": 10,
    "lines.linewidth": 2.2, "lines.markersize": 6, "legend.frameon": False, "legend.fontsize": 10,
}  # fmt: skip


@functools.cache
def register_font() -> None:
    """Make the package's Hangul font known to Matplotlib, so that none has to be installed."""
    font_manager.fontManager.addfont(str(files("nnlab").joinpath("fonts", "NNLabHangul-Regular.otf")))


@functools.cache
def _parameters() -> dict:
    """Matplotlib's own defaults with the lecture's style over them, checked once."""
    ours = matplotlib.rcParamsDefault.copy()
    ours.update(STYLE)
    return {name: value for name, value in dict.items(ours) if not name.startswith("backend") and name not in NOT_OURS}


@contextlib.contextmanager
def style():
    """A context in which Matplotlib draws in the style of the lecture, whatever style the reader has set, with its Hangul font."""
    register_font()
    before = dict(dict.items(matplotlib.rcParams))
    dict.update(matplotlib.rcParams, _parameters())  # as `rc_context` restores them: checking each anew takes ten times as long
    try:
        yield
    finally:
        dict.update(matplotlib.rcParams, before)


def curve(axes: Axes, x=(), y=(), **style):
    """A line, without data an empty one."""
    return axes.plot(x, y, **style)[0]


def legend_above(axes: Axes, **style) -> None:
    """The legend beside the title, where no curve can cross it."""
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), borderpad=0, ncols=4, **style)


def points(axes: Axes, label: int):
    """The data points of one class, none yet, in its colour and with its marker."""
    return curve(axes, marker=CLASS_MARKERS[label], color=CLASS_COLOURS[label], linestyle="none", markeredgecolor="white",
                 markeredgewidth=0.7, zorder=3)  # fmt: skip


def heatmap(axes: Axes, resolution: int):
    """A white image within the limits of the axes; its data are colours (resolution, resolution, 4) as uint8, row 0 at the bottom."""
    extent = (*axes.get_xlim(), *axes.get_ylim())
    white = np.full((resolution, resolution, 4), 255, dtype=np.uint8)
    return axes.imshow(white, origin="lower", extent=extent, interpolation="nearest", aspect="auto", zorder=0)


def pixel_centers(axes: Axes, resolution: int) -> np.ndarray:
    """The centres of a heatmap's pixels as inputs (resolution**2, 2), row by row."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    steps = (np.arange(resolution) + 0.5) / resolution
    x, y = np.meshgrid(left + steps * (right - left), low + steps * (high - low))
    return np.column_stack([x.ravel(), y.ravel()])


def class_colors(labels: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """Colours (..., 4) as uint8 for class labels (...): the class's tint, paler where `confidence` in [0, 1] is low."""
    tints, weight = _rgba(CLASS_TINTS)[labels], 0.22 * np.clip(confidence, 0, 1)[..., None]
    return (tints + weight * (_rgba(CLASS_COLOURS)[labels] - tints)).astype(np.uint8)


def _rgba(colours) -> np.ndarray:
    return 255 * to_rgba_array(colours)


ARROW_HEAD = Path([[0, 1], [-0.6, -0.8], [0.6, -0.8], [0, 1]], closed=True)


def arrow(axes: Axes, color: str) -> list:
    """An arrow without a place yet: a shaft and a head, which are lines and so fast to redraw; `point_arrow` places it."""
    shaft = curve(axes, color=color, linewidth=2.6, solid_capstyle="butt", zorder=5)
    return [shaft, curve(axes, color=color, marker=ARROW_HEAD, markersize=12, linestyle="none", zorder=5)]


def point_arrow(parts: list, start, end, *, shortest: float = 0.0, longest: float = np.inf) -> None:
    """Place an arrow from `start` towards `end` in data coordinates of equal aspect, its length clipped; one of length 0 is hidden."""
    shaft, head = parts
    start, end = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    length = float(np.hypot(*(end - start)))
    for part in parts:
        part.set_visible(length > 1e-9)
    end = start + (end - start) * np.clip(length, shortest, longest) / max(length, 1e-9)
    shaft.set_data(*np.column_stack([start, end]))
    head.set_data(*end[:, None])
    head.set_marker(MarkerStyle(ARROW_HEAD).rotated(deg=np.degrees(np.arctan2(*(end - start)[::-1])) - 90))


def shaded_contours(values: np.ndarray) -> np.ndarray:
    """Colours (..., 4) as uint8 for `values` (...): darker is lower, in 14 bands of equal ratio that look like contour lines."""
    height = np.log(values - values.min() + 0.02)
    level = np.floor(14 * ((height - height.min()) / max(1e-12, float(np.ptp(height))))) / 14
    low, high = _rgba(["#8FB4C9", "#FBFBF8"])
    return (low + level[..., None] * (high - low)).astype(np.uint8)

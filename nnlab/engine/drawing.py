"""The style of all figures, and the pieces that pictures are made of: an Axes and plain arrays in, artists out."""

import contextlib
import functools
from importlib.resources import files

import matplotlib
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba_array
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from nnlab.engine import theme as theme_colours
from nnlab.engine.images import pixel_image
from nnlab.engine.stacked import StackedFigure

FONT_FAMILIES = ("NNLab Hangul", "DejaVu Sans")  # this order: mathtext does not fall back, plain text does

# The names of colours, which mean another colour in each theme. Colour is never the only difference: each class has its own marker, each
# curve its own dashes.
PAPER, INK, GREY, PALE = map(theme_colours.name, ("paper", "ink", "grey", "pale"))
BLUE, ORANGE, GREEN, PURPLE, SKY, GOLD = map(theme_colours.name, ("blue", "orange", "green", "purple", "sky", "gold"))
ORANGE_TEXT, GREEN_TEXT = map(theme_colours.name, ("orange_text", "green_text"))  # for small text
GROUND, OFF, KNOWN, FATAL, CELL, BEST_CELL = map(theme_colours.name, ("ground", "off", "known", "fatal", "cell", "best_cell"))  # areas
CELL_BODY, CELL_OUTLINE, NUCLEUS, BIOLOGY = map(theme_colours.name, ("cell_body", "cell_outline", "nucleus", "biology"))  # of a nerve cell
CLASS_COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
CLASS_TINTS = tuple(map(theme_colours.name, ("blue_tint", "orange_tint", "green_tint", "purple_tint")))
CLASS_MARKERS = ("o", "s", "^", "D")
SIGN_COLOURS = (BLUE, ORANGE)  # of numbers above and below 0, wherever a colour shows a sign; a dash or a printed sign says it again
SIGN_TEXTS = (BLUE, ORANGE_TEXT)

NOT_OURS = {"interactive", "toolbar", "timezone"}  # settings of the reader's program, which change no picture
STYLE = {
    "font.family": list(FONT_FAMILIES), "font.size": 11, "figure.constrained_layout.use": True,
    "axes.titlesize": 12, "axes.titlelocation": "left", "axes.titley": 1.0, "axes.labelsize": 11,
    "axes.linewidth": 0.8, "axes.spines.top": False, "axes.spines.right": False,
    "axes.grid": True, "axes.axisbelow": True, "grid.linewidth": 0.8, "xtick.labelsize": 10, "ytick.labelsize": 10,
    "lines.linewidth": 2.2, "lines.markersize": 6, "legend.frameon": False, "legend.fontsize": 10,
}  # fmt: skip
STYLE_COLOURS = {
    "figure.facecolor": "paper", "savefig.facecolor": "paper", "axes.facecolor": "paper", "text.color": "text", "axes.labelcolor": "ink",
    "axes.edgecolor": "grey", "xtick.color": "grey", "ytick.color": "grey", "grid.color": "grid", "patch.edgecolor": "text",
}  # fmt: skip


@functools.cache
def register_font() -> None:
    """Make the package's Hangul font known to Matplotlib, so that none has to be installed."""
    font_manager.fontManager.addfont(str(files("nnlab").joinpath("fonts", "NNLabHangul-Regular.otf")))


@functools.cache
def _parameters(theme: str) -> dict:
    """Matplotlib's own defaults with the lecture's style over them, checked once."""
    ours = matplotlib.rcParamsDefault.copy()
    ours.update(STYLE | {setting: theme_colours.hexadecimal(colour, theme) for setting, colour in STYLE_COLOURS.items()})
    return {name: value for name, value in dict.items(ours) if not name.startswith("backend") and name not in NOT_OURS}


@contextlib.contextmanager
def style(theme: str = theme_colours.LIGHT):
    """A context in which Matplotlib draws in the style of the lecture, whatever style the reader has set, with its Hangul font."""
    register_font()
    before = dict(dict.items(matplotlib.rcParams))
    dict.update(matplotlib.rcParams, _parameters(theme))  # as `rc_context` restores them: checking each anew takes ten times as long
    try:
        with theme_colours.named_colours(theme):
            yield
    finally:
        dict.update(matplotlib.rcParams, before)


def curve(axes: Axes, x=(), y=(), **style):
    """A line, without data an empty one."""
    return axes.plot(x, y, **style)[0]


def legend_above(axes: Axes, **style) -> None:
    """The legend beside the title, where no curve can cross it; on a narrow page below the title."""
    if isinstance(axes.get_figure(), StackedFigure) and axes.get_title(loc="left"):
        axes.set_title(axes.get_title(loc="left"), pad=24)
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 0.98), borderpad=0, ncols=4, **style)


def points(axes: Axes, label: int):
    """The data points of one class, none yet, in its colour and with its marker."""
    return curve(axes, marker=CLASS_MARKERS[label], color=CLASS_COLOURS[label], linestyle="none", markeredgecolor=PAPER,
                 markeredgewidth=0.7, zorder=3)  # fmt: skip


def heatmap(axes: Axes, resolution: int):
    """An empty image within the limits of the axes; its data are colours (resolution, resolution, 4) as uint8, row 0 at the bottom."""
    extent = (*axes.get_xlim(), *axes.get_ylim())
    return pixel_image(axes, blank(resolution, resolution), extent, zorder=0)


def pixel_centers(axes: Axes, resolution: int) -> np.ndarray:
    """The centres of a heatmap's pixels as inputs (resolution**2, 2), row by row."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    steps = (np.arange(resolution) + 0.5) / resolution
    x, y = np.meshgrid(left + steps * (right - left), low + steps * (high - low))
    return np.column_stack([x.ravel(), y.ravel()])


def class_colors(labels: np.ndarray, confidence: np.ndarray) -> np.ndarray:
    """Colours (..., 4) as uint8 for class labels (...): the class's tint, in nine tones, paler where `confidence` in [0, 1] is low."""
    tones = np.round(8 * np.clip(confidence, 0, 1)) / 8  # few colours make small pictures to send
    tints, weight = rgba(CLASS_TINTS)[labels], 0.22 * tones[..., None]
    return (tints + weight * (rgba(CLASS_COLOURS)[labels] - tints)).astype(np.uint8)


def rgba(colours) -> np.ndarray:
    """Colours by name as numbers (..., 4) from 0 to 255, in the theme that is drawn in."""
    return 255 * to_rgba_array(colours)


def blank(*shape: int) -> np.ndarray:
    """An image (*shape, 4) of the colour of the paper, as uint8."""
    return np.broadcast_to(rgba([PAPER])[0], (*shape, 4)).astype(np.uint8)


def between(shares: np.ndarray, low: str, high: str) -> np.ndarray:
    """Colours (*shares.shape, 4) as uint8: `low` where a share is 0, `high` where it is 1."""
    low, high = rgba([low, high])
    return (low + shares[..., None] * (high - low)).astype(np.uint8)


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


def signs() -> LinearSegmentedColormap:
    """Colours for numbers around 0: orange below, the paper at 0, blue above, as the weights of every drawn network."""
    return LinearSegmentedColormap.from_list("nnlab signs", [SIGN_COLOURS[1], PAPER, SIGN_COLOURS[0]])


def shaded_contours(values: np.ndarray) -> np.ndarray:
    """Colours (4n, 4n, 4) as uint8 for `values` (n, n): darker is lower, in 14 bands of equal ratio that look like contour lines."""
    height = _enlarge(_enlarge(np.log(values - values.min() + 0.02), 4).T, 4).T
    level = np.floor(14 * ((height - height.min()) / max(1e-12, float(np.ptp(height))))) / 14
    return between(level, *map(theme_colours.name, ("low", "high")))


def _enlarge(values: np.ndarray, times: int) -> np.ndarray:
    """`values` (n, m) with `times` as many rows, interpolated linearly between the centres of the old ones."""
    places = np.clip((np.arange(times * len(values)) + 0.5) / times - 0.5, 0, len(values) - 1)
    below = np.minimum(places.astype(int), len(values) - 2)
    return values[below] + (places - below)[:, None] * (values[below + 1] - values[below])

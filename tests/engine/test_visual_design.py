"""What every eye can read: colours apart in colour-blindness too, text that stands out, and figures in which nothing jumps."""

import itertools
import re
from importlib.resources import files
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from test_explorers import EACH, _short_trainings, open_explorer, sample_values  # noqa: F401 - the fixture works by being here

from nnlab import explorers
from nnlab.engine import drawing, theme
from nnlab.engine.labels import Labels
from nnlab.engine.renderer import BlitRenderer
from nnlab.engine.runs import TrainingScene
from nnlab.engine.scene import build_figure

CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
SMALLEST = 10.0  # points
ROOT = Path(__file__).parents[2] / "notebooks"
PAD = 2  # pixels
DAILY = ("decision_boundary", "feed_forward", "zigzag")  # looked at every day; all of them by `make test-all`
DRAWN = pytest.mark.parametrize(
    "name", [name if name in DAILY else pytest.param(name, marks=pytest.mark.slow) for name in explorers.__all__]
)

# On linear RGB, of severity 1: Machado, Oliveira, Fernandes 2009, A physiologically-based model for simulation of color vision deficiency
THEMES = pytest.mark.parametrize("paper", [theme.LIGHT, theme.DARK])
EYES = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
}


def linear(rgb) -> np.ndarray:
    rgb = np.asarray(rgb, dtype=float)
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(rgb) -> np.ndarray:
    return linear(rgb) @ [0.2126, 0.7152, 0.0722]


def contrast(one, other) -> np.ndarray:
    """The contrast ratio of WCAG, between 1 and 21."""
    low, high = np.sort(np.stack(np.broadcast_arrays(luminance(one), luminance(other))), axis=0)
    return (high + 0.05) / (low + 0.05)


def lab(linear_rgb) -> np.ndarray:
    """CIE Lab, white point D65."""
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
    xyz = linear_rgb @ to_xyz.T / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def difference(one, other, eye: str) -> float:
    """How far two colours are apart to that eye, ΔE of 1976; about 2.3 is just seen (Mahy et al. 1994)."""
    seen = [lab(np.clip(EYES[eye] @ linear(to_rgb(colour)), 0, 1)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


# ---- colours


def test_the_measures_give_what_others_publish():
    assert contrast([0, 0, 0], [1, 1, 1]) == pytest.approx(21)
    assert contrast(to_rgb("#767676"), [1, 1, 1]) == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes, WebAIM
    np.testing.assert_allclose(lab(linear([1, 0, 0])), [53.24, 80.09, 67.20], atol=0.02)  # sRGB red, Lindbloom
    assert difference("#ff0000", "#008000", "normal") > 2 * difference("#ff0000", "#008000", "deuteranopia")


@THEMES
@pytest.mark.parametrize("eye", EYES)
def test_colours_differ_for_colour_blind_eyes(eye, paper):
    with drawing.style(paper):
        colours = {name: to_rgb(getattr(drawing, name)) for name in ("BLUE", "ORANGE", "GREEN", "PURPLE", "SKY", "GOLD", "INK", "GREY")}
        tints = [[to_rgb(colour) for colour in drawing.CLASS_TINTS]]
        tints.append(drawing.class_colors(np.arange(4), np.ones(4))[:, :3] / 255)  # where the network is sure of its class
    near = {(a, b): difference(colours[a], colours[b], eye) for a, b in itertools.combinations(colours, 2)}
    assert min(near.values()) > 18, min(near, key=near.get)
    assert min(difference(a, b, eye) for ground in tints for a, b in itertools.combinations(ground, 2)) > 10


def test_a_class_has_a_marker_of_its_own():
    assert len(set(drawing.CLASS_MARKERS)) == len(set(drawing.CLASS_COLOURS)) == len(drawing.CLASS_TINTS)


@THEMES
@pytest.mark.parametrize("colour", ["text", "ink", "grey", "blue", "purple", "orange_text", "green_text", "biology"])
def test_colours_for_text_stand_out(colour, paper):
    assert contrast(*(to_rgb(theme.hexadecimal(name, paper)) for name in (colour, "paper"))) >= CONTRAST


@THEMES
@pytest.mark.parametrize("colour", ["orange", "green", "gold"])
def test_colours_for_lines_stand_out(colour, paper):
    """At least 3, criterion 1.4.11; gold on white is used for areas with an outline or beside text alone."""
    wanted = 2 if (colour, paper) == ("gold", "light") else 3
    assert contrast(*(to_rgb(theme.hexadecimal(name, paper)) for name in (colour, "paper"))) >= wanted


@pytest.mark.parametrize(("sheet", "text_colours"), [("canvas.css", {"alert", "text"}), ("prediction.css", set())])
def test_style_sheets_stand_out_in_both_themes(sheet, text_colours):
    text = files("nnlab.engine").joinpath("frontend", sheet).read_text("utf-8")
    for prefix, ground in (("", "#ffffff"), ('[data-jp-theme-light="false"] ', "#111111")):  # the grounds of Lab's outputs
        [rule] = re.findall(rf"^{re.escape(prefix)}\.nnlab-\w+ {{ (--nnlab-accent.*) }}$", text, re.MULTILINE)
        colours = dict(re.findall(r"--nnlab-(\w+): (?:var\(.*, )?(#\w+)", rule))
        assert contrast(to_rgb(colours.pop("accent")), to_rgb(ground)) >= 3  # lines around what has the focus: criterion 1.4.11
        assert set(colours) == text_colours
        assert all(contrast(to_rgb(colour), to_rgb(ground)) >= CONTRAST for colour in colours.values()), prefix


@pytest.mark.parametrize(
    ("sheet", "selector"),
    [
        ("nnlab/engine/frontend/canvas.css", ".nnlab-explorer"),
        ("nnlab/engine/frontend/prediction.css", ".nnlab-prediction"),
        ("nnlab/jupyter/shared/labextensions/nnlab-present/static/text.css", ".nnlab-lecture .jp-RenderedHTMLCommon"),
        ("tools/slides.css", ".cell"),
        ("tools/templates/style.css", ":lang(ko)"),
    ],
)
def test_korean_lines_break_between_words(sheet, selector):
    """In explorers, predictions, the lecture's other texts in Lab, hand-out slides and the website."""
    rules = re.findall(r"^([^{}\n]+) \{ ([^}]*) \}", (ROOT.parent / sheet).read_text("utf-8"), re.MULTILINE)
    found = [rule for place, rule in rules if place == selector and "word-break: keep-all" in rule]
    assert len(found) == 1
    assert "overflow-wrap: " in found[0], "a word that is too long breaks all the same"


def looks(line: Line2D) -> tuple:
    marker = line.get_marker()
    return line._dash_pattern[1] and tuple(line._dash_pattern[1]), str(marker), round(line.get_linewidth(), 1)


@DRAWN
def test_lines_of_a_legend_differ_not_only_in_colour(name):
    explorer = open_explorer(name, "en")
    for legend in renderer_at(explorer).figure.findobj(Legend):
        lines = [handle for handle in legend.legend_handles if isinstance(handle, Line2D)]
        same = [[a.get_label(), b.get_label()] for a, b in itertools.combinations(lines, 2) if looks(a) == looks(b)]
        assert not same


# ---- text


def still_pixels(figure, paper: str) -> np.ndarray:
    with drawing.style(paper):
        FigureCanvasAgg(figure).draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3] / 255


def written(figure) -> list[tuple[str, str, float, Bbox]]:
    """Every text in a drawn figure: (text, colour, size in points, box in pixels)."""
    renderer, found = figure.canvas.get_renderer(), []
    ticks, drawn = set(), set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            ticks |= {*axis.get_ticklabels(), *axis.get_ticklabels(minor=True)}
            drawn |= {tick.label1 for tick in axis._update_ticks() if axes.axison}  # those between the ends of the axis
    for text in figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible() and artist.get_text().strip()):
        if text not in ticks or text in drawn:
            found.append((text.get_text(), text.get_color(), text.get_fontsize(), Text.get_window_extent(text, renderer)))
    for labels in figure.findobj(Labels):
        if labels.get_visible():
            texts = [text[2] for text in labels.texts if text[2]]
            found += [(text, labels.color, labels.size, box) for text, box in zip(texts, labels.boxes(), strict=True)]
    return found


def without_text(figure) -> None:
    for text in figure.findobj(Text):
        text.set_color((0, 0, 0, 0))  # a plate behind it stays
    for labels in figure.findobj(Labels):
        labels.set_visible(False)


def check_text(explorer, state: str, paper: str) -> None:
    figure, _, _ = build_figure(explorer.scene, explorer.params, theme=paper)
    still_pixels(figure, paper)
    with drawing.style(paper):
        texts = [(text, to_rgb(colour), size, box) for text, colour, size, box in written(figure)]
    without_text(figure)
    behind = still_pixels(figure, paper)
    assert np.allclose(behind[[0, -1], [0, -1]], to_rgb(theme.hexadecimal("paper", paper))), f"{state}: the paper is not {paper}"
    height, width, _ = behind.shape
    assert texts
    for text, colour, size, box in texts:
        assert size >= SMALLEST, f"{state}: {text!r} is set in {size} points"
        left, right, low, high = box.x0, box.x1, box.y0, box.y1
        assert min(left, low, width - right, height - high) > -1.5, f"{state}: {text!r} is cut off"
        patch = behind[max(0, int(height - high)) : int(np.ceil(height - low)), max(0, int(left)) : int(np.ceil(right))]
        ratios = contrast(colour, patch.reshape(-1, 3))
        # a line or a marker may run behind a part of it; what it stands on is the rest
        assert np.quantile(ratios, 0.25) >= CONTRAST, f"{state}: {text!r} has a contrast of {np.quantile(ratios, 0.25):.2f}"


@DRAWN
@THEMES
def test_text_is_readable_and_whole(name, paper):
    check_text(open_explorer(name, "ko"), "as it opens", paper)


@pytest.mark.slow
@EACH
@pytest.mark.parametrize(("language", "paper"), [("ko", theme.LIGHT), ("en", theme.LIGHT), ("en", theme.DARK)])
def test_text_is_readable_and_whole_at_every_preset(name, language, paper):
    explorer = open_explorer(name, language)
    check_text(explorer, "as it opens", paper)
    for key, changes in explorer.presets.items():
        explorer.reset()
        explorer.set(**changes)
        check_text(explorer, key, paper)


# ---- nothing jumps, nothing is hidden


def renderer_at(explorer) -> BlitRenderer:
    """The explorer's own renderer, its figure brought to what is shown."""
    renderer = explorer._renderer
    renderer.render(**explorer.params)
    return renderer


def frame(renderer: BlitRenderer, params: dict) -> np.ndarray:
    return renderer.render(**params)[0][..., :3].copy()


def extent(renderer: BlitRenderer, artist: Artist) -> Bbox:
    """Where an artist may leave pixels: its box, as wide as its lines and markers are thick."""
    if not artist.get_visible():
        return Bbox.null()
    if isinstance(artist, PolyCollection):  # of what lies between two curves Matplotlib does not tell
        corners = np.concatenate([artist.get_transform().transform(path.vertices) for path in artist.get_paths()])
        box = Bbox([corners.min(axis=0), corners.max(axis=0)])
    else:
        box = artist.get_window_extent(renderer._canvas.get_renderer())
    if not np.isfinite(box.get_points()).all():
        return Bbox.null()
    thick = 0.0
    if isinstance(artist, Line2D):
        thick = (
            0.5 * artist.get_linewidth() + 0.75 * artist.get_markersize() * (artist.get_marker() != "None") + artist.get_markeredgewidth()
        )
    box = box.padded(PAD + thick * renderer.figure.dpi / 72)
    if artist.axes is not None and artist.get_clip_on() and not isinstance(artist, Text | Labels):
        box = Bbox.intersection(box, artist.axes.bbox.padded(PAD)) or Bbox.null()
    return box


def allowed(renderer: BlitRenderer, shape) -> np.ndarray:
    mask = np.zeros(shape, dtype=bool)
    for artist in renderer.view.live:
        box = extent(renderer, artist)
        if np.isfinite(box.get_points()).all() and box.width > 0 and box.height > 0:
            top, bottom = shape[0] - box.y1, shape[0] - box.y0
            mask[max(0, int(top)) : max(0, int(np.ceil(bottom))), max(0, int(box.x0)) : max(0, int(np.ceil(box.x1)))] = True
    return mask


def background(renderer: BlitRenderer) -> np.ndarray:
    return np.asarray(renderer._background)[..., :3]


def two_frames(explorer, parameter: str):
    """Parameter sets before and after one move of a control, or None where the move lays the figure out again."""
    if parameter in explorer.scene.rebuild_on:
        return None
    before = explorer.params
    values = [value for value in sample_values(explorer.controls[parameter]) if value != before[parameter]]
    explorer.controls[parameter].value = values[-1]
    after = explorer.params
    explorer.reset()
    moved = {name for name in after if after[name] is not before[name] and after[name] != before[name]}
    return None if moved & explorer.scene.rebuild_on else (before, after)


@DRAWN
def test_only_live_artists_change_when_a_control_moves(name):
    explorer = open_explorer(name, "en")
    scene, moves = explorer.scene, 0
    for parameter in explorer.controls:
        move = two_frames(explorer, parameter)
        if move is None:
            continue
        before, after = move
        renderer = BlitRenderer(scene)
        one = frame(renderer, before)
        places = [axes.get_position().bounds for axes in renderer.figure.axes]
        mask = allowed(renderer, one.shape[:2])
        for _ in scene.prepare(**after):
            pass
        other = frame(renderer, after)
        mask |= allowed(renderer, one.shape[:2])
        assert one.shape == other.shape
        assert places == [axes.get_position().bounds for axes in renderer.figure.axes], f"{parameter} moves a panel"
        stray = (one != other).any(axis=2) & ~mask
        assert not stray.any(), f"{parameter} changes {stray.sum()} pixels outside its live artists"
        fresh = BlitRenderer(scene)
        fresh.render(**after)
        assert np.array_equal(background(renderer), background(fresh)), f"{parameter} changes what stands still, and is not in `rebuild_on`"
        moves += 1
    assert moves or name == "cost"  # a measurement: each lays out its own axis


@DRAWN
def test_nothing_still_lies_under_a_live_picture(name):
    explorer = open_explorer(name, "en")
    renderer = renderer_at(explorer)
    live = set(renderer.view.live)
    for image in (artist for artist in live if isinstance(artist, AxesImage) and artist.get_visible()):
        axes, area = image.axes, image.get_window_extent()
        for artist in axes.get_children():
            still = artist not in live and artist.get_visible() and artist.zorder > image.zorder
            if still and isinstance(artist, Line2D | Text) and (not isinstance(artist, Text) or artist.get_text()):
                box = artist.get_window_extent(renderer._canvas.get_renderer())
                centre = (box.p0 + box.p1) / 2
                assert not area.contains(*centre), f"{artist} is hidden"


@pytest.mark.slow
@EACH
def test_nothing_runs_through_a_legend(name, monkeypatch):
    monkeypatch.undo()  # trainings at their full length: where their curves end up counts
    explorer = open_explorer(name, "ko")
    for key, changes in [("as it opens", {}), *explorer.presets.items()]:
        explorer.reset()
        explorer.set(**changes)
        renderer = explorer._renderer
        shown, still = frame(renderer, explorer.params), background(renderer)
        for legend in renderer.figure.findobj(Legend):
            box = legend.get_window_extent(renderer._canvas.get_renderer())
            rows = slice(int(shown.shape[0] - box.y1), int(shown.shape[0] - box.y0))
            columns = slice(int(box.x0), int(box.x1))
            covered = (shown[rows, columns] != still[rows, columns]).any(axis=2)
            assert not covered.any(), f"{key}: {covered.sum()} pixels of a legend are drawn over"


# ---- for those who do not see


def stored(language: str) -> list[tuple[str, str, str]]:
    """Every picture in the notebooks: (explorer, the arguments it was called with, alternative text); "" for one without an explorer."""
    found = []
    for path in sorted((ROOT / language).glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                if "image/png" in output.get("data", {}):
                    called = re.findall(r"^nnlab\.explorers\.(\w+)\((.*)\)$", cell.source, re.MULTILINE)
                    [(name, arguments)] = called or [("", "")]
                    found.append((name, arguments, output.metadata["image/png"]["alt"]))
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_stored_picture_has_alternative_text(language):
    pictures = stored(language)
    assert {name for name, _, _ in pictures} - {""} == set(explorers.__all__)
    for name, _, alt in pictures:
        assert len(alt) > 20, name
        assert bool(re.search("[가-힣]", alt)) == (language == "ko"), alt


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ko", "en"])
def test_stored_alternative_text_is_the_status(language):
    for name, arguments, alt in stored(language):
        if not name:
            continue
        explorer = open_explorer(name, language)
        shortened = isinstance(explorer.scene, TrainingScene) or name in ("race", "laboratory", "cost")  # a measurement
        assert alt == explorer.status or arguments or shortened


@pytest.mark.parametrize("reader", ["dark_background", "xkcd", "usetex"])
def test_a_readers_own_style_changes_no_picture(reader):
    def picture():
        explorer = explorers.chain_rule()
        explorer.set(**next(iter(explorer.presets.values())))
        return explorer.png

    usual = picture()
    with plt.rc_context():
        if reader == "xkcd":
            plt.xkcd()
        elif reader == "usetex":
            plt.rcParams["text.usetex"] = True
        else:
            plt.style.use(reader)
        before = dict(plt.rcParams)
        assert picture() == usual
        assert dict(plt.rcParams) == before

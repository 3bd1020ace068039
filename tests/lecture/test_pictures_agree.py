"""What the reader learns to read in one picture holds in all: one meaning of the colours of signs, one width, whole width on a phone."""

import re
import sys

import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.legend import Legend
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator
from test_explorers import _short_trainings  # noqa: F401 - the fixture works by being here

from nnlab import explorers
from nnlab.engine import drawing, network_layout
from nnlab.engine.explorer import Explorer
from nnlab.engine.scene import Scene, build_figure
from nnlab.language import LANGUAGES, translate, use_language
from nnlab.lecture.activation_functions.activation_curve import Z_GRID

DAILY = ("decision_boundary", "saturation", "two_losses", "zigzag")  # looked at every day; all of them by `make test-all`
DRAWN = pytest.mark.parametrize(
    "name", [name if name in DAILY else pytest.param(name, marks=pytest.mark.slow) for name in explorers.__all__]
)
NEUTRAL = (drawing.INK, drawing.GREY, drawing.PALE)
PHONE = 360  # CSS pixels that a picture gets on a phone of 390


@pytest.fixture(autouse=True)
def _without_frames(monkeypatch):
    """No frame for the browser: the figures that are looked at here are built anew."""
    monkeypatch.setattr(Explorer, "_show", lambda explorer: None)


def all_scenes(parent=Scene) -> list[type]:
    """The classes of scenes that an explorer of the lecture shows."""
    for name in explorers.__all__:
        getattr(explorers, name)  # imports its section
    below = [kind for child in parent.__subclasses__() for kind in (child, *all_scenes(child))]
    return [kind for kind in below if kind.__module__.startswith("nnlab.lecture.") and kind.__module__.split(".")[2] in explorers.SECTIONS]


def drawn(name: str, narrow: bool = False, **changes):
    explorer = getattr(explorers, name)()
    return build_figure(explorer.scene, explorer.params | changes, narrow=narrow)


def test_all_explorers_are_equally_wide():
    widths = {scene.__name__: scene.size[0] for scene in all_scenes()}
    assert len(widths) >= len(explorers.__all__)
    assert len(set(widths.values())) == 1, widths


def test_every_scene_has_whole_pixels():
    sides = {scene.__name__: [100 * side for side in scene.size] for scene in all_scenes()}
    assert all(int(side) == round(side) for scene in sides.values() for side in scene), sides  # else a row of the background is missing


@pytest.mark.parametrize("name", ["backward", "feed_forward", "mix", "network_diagram"])
def test_lines_show_signs_in_one_pair_of_colours(name, monkeypatch):
    calls, original = [], network_layout.show_edges
    explorer = getattr(explorers, name)()
    for module in list(sys.modules.values()):
        if module.__name__.startswith("nnlab.") and getattr(module, "show_edges", None) is original:
            monkeypatch.setattr(module, "show_edges", lambda *args: calls.append(args[-1]) or original(*args))
    for step in (0, 1, 2, 4, 8):
        build_figure(explorer.scene, explorer.params | ({"step": step} if "step" in explorer.params else {}))
    signs = (drawing.PURPLE, drawing.GREY) if name == "mix" else drawing.SIGN_COLOURS  # in mix, blue and orange are classes
    assert tuple(signs) in map(tuple, calls)
    for above, below in calls:
        assert (above, below) == signs or (above == below and above in NEUTRAL)


def test_signs_have_other_colours_than_classes():
    assert re.search(r"purple \+.*gray −", translate("mix.network", n=1, of=2))


@pytest.mark.parametrize("key", ["backward.legend", "neuron.model", "network_diagram.signs"])
def test_the_words_give_signs_the_colours_that_are_drawn(key):
    assert drawing.SIGN_COLOURS == (drawing.BLUE, drawing.ORANGE)
    assert re.search(r"blue.*(\+|> 0|excites).*orange.*(−|< 0|inhibits)", translate(key, n=1, of=2))


def test_weights_of_the_neuron_have_these_colours():
    for w, colour in ((2.0, drawing.SIGN_COLOURS[0]), (-2.0, drawing.SIGN_COLOURS[1])):
        _, view, _ = drawn("neuron", w1=w)
        assert view.edges[0].get_color() == view.synapses[0].get_color() == colour


def test_maps_of_signs_have_these_colours():
    signs = drawing.signs()
    for value, colour in ((0.0, drawing.SIGN_COLOURS[1]), (0.5, drawing.PAPER), (1.0, drawing.SIGN_COLOURS[0])):
        assert np.allclose(signs(value)[:3], np.array(drawing.rgba([colour])[0][:3]) / 255, atol=0.01)


@pytest.mark.parametrize("step", [0, 1, 2, 3, 4, 8])
def test_gradients_are_written_in_the_colour_of_their_sign(step):
    _, view, _ = drawn("backward", step=step, sizes="3-4-4-2")
    written = {colour: [] for colour in drawing.SIGN_TEXTS}
    for labels in (*view.gradients, *view.weight_gradients, *view.numbers):
        written.setdefault(labels.color, []).extend(text[2] for text in labels.texts)
    positive, negative = (written[colour] for colour in drawing.SIGN_TEXTS)
    assert not step or (positive and negative)
    assert not any(text.startswith("−") for text in positive)
    assert all(text.startswith("−") or text == "≈ 0" for text in negative)  # a circle has no room for a tiny number


def test_two_losses_have_colours_of_their_own_in_both_panels():
    figure, view, _ = drawn("two_losses")
    losses = figure.axes[1]
    (legend,) = figure.findobj(Legend)
    for key, line in view.boundaries.items():
        assert line.get_color() not in drawing.CLASS_COLOURS[:2]
        (curve,) = (other for other in losses.lines if len(other.get_xdata()) == 200 and other.get_linestyle() == line.get_linestyle())
        assert curve.get_color() == line.get_color() == view.dots[key].get_color()
    first, second, *_ = legend.legend_handles
    assert [first.get_color(), second.get_color()] == [line.get_color() for line in view.boundaries.values()]
    assert view.support.get_markeredgecolor() == view.boundaries["hinge"].get_color()
    assert same_color(view.street.get_facecolor()[:3], view.boundaries["hinge"].get_color())


@DRAWN
def test_square_panels_take_a_phones_whole_width(name):
    figure, _, _ = drawn(name, narrow=True)
    figure.draw_without_rendering()
    widths = [axes.get_window_extent().width / figure.bbox.width for axes in figure.axes if axes.get_box_aspect() == 1]
    assert all(width > 0.77 for width in widths), widths  # the rest is for the numbers at the axis
    for text in figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_visible() and artist.get_text().strip()):
        assert text.get_fontsize() / 72 * PHONE / figure.get_figwidth() >= 11, text


@pytest.mark.parametrize("language", LANGUAGES)
@DRAWN
def test_no_title_is_cut_on_a_phone(name, language):
    use_language(language)
    figure, _, _ = drawn(name, narrow=True)
    figure.canvas.draw()
    titles = [title for axes in figure.axes for title in (axes.title, axes._left_title) if title.get_text() and title.get_visible()]
    assert [title.get_text() for title in titles if title.get_window_extent().x1 > figure.bbox.width] == []


@DRAWN
@pytest.mark.parametrize("narrow", [False, True])
def test_no_legend_lies_on_a_curve(name, narrow):
    figure, _, _ = drawn(name, narrow)
    figure.draw_without_rendering()
    for legend in figure.findobj(Legend):
        box = legend.get_window_extent()
        for line in legend.axes.lines if legend.axes else [line for axes in figure.axes for line in axes.lines]:
            places = line.get_transform().transform(np.column_stack(line.get_data(orig=False)).astype(float))
            if len(places) > 1 and line.get_visible() and line.get_linestyle() != "None" and len(line.get_xdata()) != 2:
                places = np.concatenate([places[:-1] + share * np.diff(places, axis=0) for share in np.linspace(0, 1, 20)])
                inside = (places > box.p0).all(axis=1) & (places < box.p1).all(axis=1)
                assert not inside.any(), f"{legend.get_texts()[0].get_text()} on {line.get_label()}"


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "silu", "identity"])
def test_the_slope_is_written_as_in_the_sentence(activation, narrow):
    figure, view, _ = drawn("activation_curve", narrow, activation=activation)
    figure.draw_without_rendering()
    explorer = explorers.activation_curve()
    slopes = explorer.scene.functions[activation].derivative(Z_GRID)
    for z in (-6.0, -3.4, -0.5, 0.7, 2.0, 3.5, 6.0):
        status = explorer.scene.update(view, activation=activation, compare="none", z=z)
        beside, (name, number) = view.numbers[0].texts[0][2], (text[2] for text in view.numbers[1].texts)
        assert name == "f ′(z)"
        assert f"the slope is {number.removeprefix(' = ')}" in status
        assert beside.split(" → ")[1].lstrip("+−") == number.removeprefix(" = ").lstrip("−")
        axes = view.numbers[1].axes
        for box in view.numbers[1].boxes():
            assert axes.bbox.x0 - 1 < box.x0 < box.x1 < axes.bbox.x1 + 12
            x = axes.transData.inverted().transform([[box.x0, 0], [box.x1, 0]])[:, 0]
            below = slopes[(x[0] <= Z_GRID) & (x[1] >= Z_GRID)]
            middle = axes.transData.inverted().transform([0, (box.y0 + box.y1) / 2])[1]
            assert middle > below.max(), z


def test_the_scores_are_written_at_their_bars():
    _, view, _ = drawn("image_scores", step=0)
    for bar, (_, row, text, _) in zip(view.bars, view.scores.texts, strict=True):
        assert float(text.replace("−", "-")) == pytest.approx(bar.get_xdata()[1], abs=0.051)
        assert bar.get_ydata()[1] == row


@pytest.mark.slow
def test_the_first_image_is_a_clear_example(monkeypatch):
    monkeypatch.undo()  # a training at its full length
    _, view, status = drawn("image_scores")
    scores = np.sort([float(text[2].replace("−", "-")) for text in view.scores.texts])
    assert "which is right" in status
    assert scores[-1] > scores[-2] + 2
    assert scores[0] < -2


def test_the_compared_slopes_are_in_the_picture():
    for bug in ("none", "no_slope"):
        _, view, status = drawn("gradient_check", bug=bug)
        measured, computed, _, gap = (label.texts[0][2].split(": ")[-1] for label in view.secant.names)
        assert (measured == computed) == (bug == "none")
        corners = view.secant.between.get_xy()
        assert (abs(corners[1, 1] - corners[2, 1]) < 1e-3) == (bug == "none")  # what lies between the two lines
        assert re.search(rf"largest relative error is {gap} (with central|\(central\))", status)
        if bug != "none":
            assert gap == f"{abs(float(measured) - float(computed)) / max(float(measured), float(computed)):.1g}"


def test_a_kink_that_spoils_a_difference_is_in_the_picture():
    _, view, status = drawn("gradient_check", activation="relu", h=1e-2)
    gap = view.secant.names[3].texts[0][2].split(": ")[-1]
    assert f"largest relative error is {gap} (central)" in status
    assert float(gap) > 0.1
    height, (_, low) = np.array(view.secant.loss.get_ydata()), view.secant.secant.get_ydata()
    assert low == pytest.approx(height[26], abs=1e-9)  # the secant ends on the curve
    left, right = height[16] - height[6], height[26] - height[16]
    assert abs(left - right) > 0.1 * abs(left + right)  # the curve has a bend between them


@DRAWN
def test_every_tick_that_is_named_is_on_its_axis(name):
    figure, *_ = drawn(name)
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_locator(), FixedLocator):
                low, high = sorted(axis.get_view_interval())
                places = np.asarray(axis.get_majorticklocs())
                assert ((low <= places) & (places <= high)).all(), (name, axes.get_label(), places, (low, high))

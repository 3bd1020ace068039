"""Rendering: the live artists are drawn in their order, and a frame depends on its parameters alone."""

import numpy as np

from nnlab.engine.renderer import BlitRenderer
from nnlab.engine.scene import Scene, View

RED, BLUE = (255, 0, 0), (0, 0, 255)


class TwoSquares(Scene):
    """A blue square in front of a red one, both in the middle; `x` moves the blue one."""

    size = (2.0, 2.0)
    rebuild_on = frozenset({"title"})

    def build(self, figure, **params):
        axes = figure.subplots()
        axes.set(label="squares", xlim=(-1, 1), ylim=(-1, 1), title=params["title"])
        front = axes.plot([], [], "s", color="blue", markersize=12, zorder=5)[0]
        back = axes.plot([0], [0], "s", color="red", markersize=24, zorder=4)[0]
        return View(front=front, live=[front, back])

    def update(self, view, *, x, title):
        view.front.set_data([x], [0])
        return f"x = {x}"


def colour_at(renderer, pixels, x, y) -> tuple:
    column, row = renderer.figure.axes[0].transData.transform((x, y))
    return tuple(int(part) for part in pixels[len(pixels) - 1 - round(row), round(column), :3])


def test_artists_are_drawn_in_their_order():
    renderer = BlitRenderer(TwoSquares())
    for _ in range(2):  # the first frame, and one on the stored background
        pixels, status = renderer.render(x=0.0, title="a")
        assert (colour_at(renderer, pixels, 0, 0), status) == (BLUE, "x = 0.0")
    pixels, _ = renderer.render(x=0.8, title="a")
    assert (colour_at(renderer, pixels, 0, 0), colour_at(renderer, pixels, 0.8, 0)) == (RED, BLUE)


def test_a_frame_depends_on_its_parameters_alone():
    renderer, other = BlitRenderer(TwoSquares()), BlitRenderer(TwoSquares())
    for x, title in ((0.0, "a"), (0.5, "a"), (0.5, "b"), (0.0, "a")):
        pixels = renderer.render(x=x, title=title)[0].copy()
    assert np.array_equal(pixels, other.render(x=0.0, title="a")[0])


def test_a_place_is_found_in_its_panel():
    renderer = BlitRenderer(TwoSquares(), scale=2.0)
    renderer.render(x=0.0, title="a")
    axes = renderer.figure.axes[0]
    place = axes.transData.transform((0.25, -0.5)) / [renderer.figure.bbox.width, renderer.figure.bbox.height]
    pointer = renderer.locate(place)
    assert pointer.panel == "squares"
    assert np.allclose([pointer.x, pointer.y], [0.25, -0.5])
    assert renderer.locate((0.001, 0.001)).panel == ""

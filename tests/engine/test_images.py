"""Images that are drawn the short way have the pixels that Matplotlib's own way gives them."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.engine.images import PixelImage, pixel_image

EVERY_COLOUR = np.dstack([*np.indices((16, 16)), np.zeros((16, 16)), np.full((16, 16), 255)]).astype(np.uint8)
EVERY_COLOUR[..., :2] = (16 * EVERY_COLOUR[..., 0] + EVERY_COLOUR[..., 1])[..., None] + np.array([0, 100], np.uint8)


def drawn(data, changed, *, own: bool, extent=(-1, 1, -1, 1), origin="lower", limits=(-1, 1)):
    """The pixels with `data`, and after a change of the same image to `changed`."""
    figure = Figure(figsize=(3.3, 2.1), dpi=100)
    axes = figure.subplots()
    axes.set(xlim=limits, ylim=limits)
    if own:
        image = axes.imshow(data, extent=extent, origin=origin, interpolation="nearest", aspect="auto")
    else:
        image = pixel_image(axes, data, extent, origin)
    canvas, pictures = FigureCanvasAgg(figure), []
    for colours in (data, changed):
        image.set_data(colours)
        canvas.draw()
        pictures.append(np.asarray(canvas.buffer_rgba()).copy())
    return image, axes.get_xlim(), pictures


@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (80, 80), (300, 260), (20, 700)])
@pytest.mark.parametrize("place", [{}, {"extent": (-0.3, 2.0, 0.1, 0.7)}, {"extent": (0, 1, 3, 0), "origin": "upper", "limits": (0, 2)}])
def test_pixels_are_those_of_matplotlib(shape, place):
    data, changed = np.random.default_rng(0).integers(0, 256, (2, *shape, 4)).astype(np.uint8)
    data[..., 3] = changed[..., 3] = 255
    image, limits, pictures = drawn(data, changed, own=False, **place)
    _, expected_limits, expected = drawn(data, changed, own=True, **place)
    assert isinstance(image, PixelImage)
    assert limits == expected_limits
    np.testing.assert_array_equal(pictures, expected)


def test_every_colour_is_that_of_matplotlib():
    _, _, pictures = drawn(EVERY_COLOUR, EVERY_COLOUR[::-1], own=False)
    np.testing.assert_array_equal(pictures, drawn(EVERY_COLOUR, EVERY_COLOUR[::-1], own=True)[2])


def test_an_image_that_becomes_transparent_or_larger():
    clear = EVERY_COLOUR // 2
    larger = EVERY_COLOUR.repeat(3, axis=0)
    for changed in (clear, larger):
        _, _, pictures = drawn(EVERY_COLOUR, changed, own=False)
        np.testing.assert_array_equal(pictures, drawn(EVERY_COLOUR, changed, own=True)[2])


def test_an_image_that_moves_is_drawn_at_its_new_place():
    pictures = []
    for own in (False, True):
        image, _, _ = drawn(EVERY_COLOUR, EVERY_COLOUR, own=own)
        image.set_extent((-0.5, 0.25, -1, 0))
        canvas = image.get_figure().canvas
        canvas.draw()
        pictures.append(np.asarray(canvas.buffer_rgba()).copy())
    np.testing.assert_array_equal(*pictures)


def test_an_image_drawn_again_is_not_resampled(monkeypatch):
    image, _, _ = drawn(EVERY_COLOUR, EVERY_COLOUR, own=False)
    monkeypatch.setattr("matplotlib.image._resample", lambda *_: pytest.fail("resampled"))
    image.set_data(EVERY_COLOUR[::-1])
    image.get_figure().canvas.draw()

"""A picture without controls is a PNG with its sentence as alternative text."""

import io

from PIL import Image

from nnlab.engine.picture import Picture


def draw(figure):
    figure.subplots().plot([0, 1], [1, 0])
    return "a line that falls"


def test_a_picture_is_shown_with_its_sentence():
    data, metadata = Picture(draw, size=(6, 3))._repr_mimebundle_()
    image = Image.open(io.BytesIO(data["image/png"]))
    assert image.size == (600, 300)
    assert metadata["image/png"]["alt"] == "a line that falls"
    assert data["text/plain"] == "<nnlab picture: a line that falls>"


def test_the_same_picture_is_the_same_file():
    assert Picture(draw).png == Picture(draw).png

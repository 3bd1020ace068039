"""Frames: encoding, the cache key that Python and JavaScript make alike, and the cache."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from nnlab.engine import controls
from nnlab.engine.frames import MAX_FRAMES, Frame, FrameCache, decode, encode, frame_key, to_png

CASES = json.loads((Path(__file__).parents[1] / "frontend" / "frame_keys.json").read_text("utf-8"))


@pytest.mark.parametrize("colours", [1, 2, 2**32], ids=["one colour", "two", "noise"])
def test_decode_gives_the_encoded_pixels(colours):
    pixels = np.random.default_rng(0).integers(0, colours, (70, 90), np.uint32).view(np.uint8).reshape(70, 90, 4)
    assert np.array_equal(decode(encode(pixels), (90, 70)), pixels)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_a_frame_key_is_that_of_the_table(case):
    assert frame_key(case["revision"], case["values"]) == case["key"]


def test_rounding_does_not_change_a_key():
    assert frame_key(0, [0.1 + 0.2]) == frame_key(0, [0.3])
    assert frame_key(0, [10**-2.3]) == frame_key(0, [1e-3 * 10**0.7])
    assert frame_key(0, [-0.0]) == frame_key(0, [0.05 - 0.05]) == frame_key(0, [3e-17]) == frame_key(0, [0])


def test_neighbouring_steps_have_different_keys():
    slider = controls.log_slider("h", 1e-5, 1e-14, 1.0, per_decade=4)
    steps = [slider.base ** (slider.min + i * slider.step) for i in range(57)]
    assert len({frame_key(0, [value]) for value in steps}) == 57
    assert frame_key(1, [1.0]) != frame_key(0, [1.0])


def test_the_cache_keeps_the_newest_frames():
    cache, frames = FrameCache(), [Frame(bytes([i]), (1, 1), "") for i in range(MAX_FRAMES + 1)]
    for i, frame in enumerate(frames):
        assert cache.put(str(i), frame) is frame
    assert cache.get("0") is None
    assert cache.get("1") is frames[1]
    cache.put("1", frames[1])  # is now the newest
    cache.put("another", frames[0])
    assert cache.get("1") is frames[1]
    assert cache.get("2") is None


def test_nothing_is_kept_under_the_empty_key():
    cache = FrameCache()
    cache.put("", Frame(b"", (1, 1), ""))
    assert cache.get("") is None


def test_a_photo_leaves_the_paper_its_colour():
    pixels = np.full((200, 300, 4), 17, np.uint8)  # dark paper
    pixels[..., 3] = 255
    pixels[20:180, 20:280, :3] = np.random.default_rng(0).integers(0, 256, (160, 260, 3))  # more colours than a PNG of 256 can have
    shown = np.array(Image.open(io.BytesIO(to_png(pixels))).convert("RGB"))
    np.testing.assert_array_equal(shown[:20], pixels[:20, :, :3])


def test_a_saved_picture_has_the_colours_of_the_shown_one():
    """Smooth areas of two hues and a photo of noise, as in the explorers: a saved pixel is off by at most some of 256 levels."""
    across, down = np.meshgrid(np.linspace(90, 170, 300), np.linspace(120, 200, 200))
    smooth = np.stack([across, down, 255 - across, np.full(across.shape, 255)], -1)
    photo = smooth.copy()
    photo[..., :3] += np.random.default_rng(0).normal(0, 25, (200, 300, 3))
    for pixels, allowed in ((smooth, 1.5), (photo, 6.7)):
        pixels = pixels.clip(0, 255).astype(np.uint8)
        saved = np.array(Image.open(io.BytesIO(to_png(pixels))).convert("RGB")).astype(float)
        assert np.abs(saved - pixels[..., :3]).mean() < allowed

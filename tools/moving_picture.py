"""Writes the moving picture of the README: a network that learns a spiral, eight seconds of what the explorer shows."""

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image

import nnlab
from nnlab.engine.frames import decode
from nnlab.language import LANGUAGES

FILE = Path(__file__).parents[1] / "docs" / "{language}" / "learning.webp"
SECONDS, FRAMES_PER_SECOND = 8, 10
HIDDEN_UNITS = 100
LAST_FRAMES = 12  # frames of the last picture, so that the result can be looked at


def pictures(language: str) -> list[Image.Image]:
    """The frames in one language; the early steps, in which most is learned, are shown more slowly."""
    nnlab.use_language(language)
    explorer = nnlab.explorers.train_network("spiral")
    explorer.set(hidden=HIDDEN_UNITS)
    last = explorer.controls["step"].max
    moving = SECONDS * FRAMES_PER_SECOND - LAST_FRAMES
    steps = np.unique(np.round(last * np.linspace(0, 1, 4 * moving) ** 2).astype(int))
    steps = steps[np.linspace(0, len(steps) - 1, moving).astype(int)]
    shown = []
    for step in [*steps, *[last] * LAST_FRAMES]:
        explorer.set(step=int(step))
        shown.append(Image.fromarray(decode(explorer.canvas.frame, explorer.canvas.size)).convert("RGB"))
    return shown


def to_webp(frames: list[Image.Image]) -> bytes:
    """The frames as an animated WebP that begins again for ever."""
    target = io.BytesIO()
    first, *others = frames
    first.save(target, "WEBP", save_all=True, append_images=others, duration=1000 // FRAMES_PER_SECOND, loop=0, quality=50, method=4)
    return target.getvalue()


def main() -> None:
    """Write the files of both languages."""
    argparse.ArgumentParser(description="Write the moving picture of the README in both languages.").parse_args()
    for language in LANGUAGES:
        Path(str(FILE).format(language=language)).write_bytes(to_webp(pictures(language)))


if __name__ == "__main__":
    main()

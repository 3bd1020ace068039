"""What every explorer's picture looks like, as stored numbers; after a change on purpose: `python tools/picture_baseline.py --write`.

Each picture, the opening and every preset, is divided into 16 × 10 fields. The mean of red, green and blue in every field is stored in
tests/lecture/pictures.json. `tests/lecture/test_pictures.py` draws the pictures anew and compares. Trainings take a tenth of their steps.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.append(str(Path(__file__).parents[1] / "tests"))
import pytest
from short_trainings import shorten_trainings

import nnlab
from nnlab import explorers
from nnlab.engine.frames import decode

FILE = Path(__file__).parents[1] / "tests" / "lecture" / "pictures.json"
FIELDS = (16, 10)
# What these show differs between computers: measured times, and rounding errors or a training that they decide.
NOT_STORED = {"cost", "gradient_check", "leaky"}
SCALE = 100  # a mean of 0 … 255 is stored as a whole number of hundredths


def fields(pixels: np.ndarray) -> np.ndarray:
    """The mean of each colour in every field, from pixels (height, width, 4): (10, 16, 3), 0 … 255."""
    channels = [Image.fromarray(pixels[..., i].astype(np.float32)).resize(FIELDS, Image.Resampling.BOX) for i in range(3)]
    return np.stack([np.asarray(channel) for channel in channels], axis=-1)


def pictures(name: str) -> Iterator[tuple[str, np.ndarray]]:
    """The fields of one explorer's opening and of each preset, in English, trainings shortened."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        shorten_trainings(monkeypatch)
        nnlab.use_language("en")
        explorer = getattr(explorers, name)()
        for state, changes in {"opening": {}, **explorer.presets}.items():
            explorer.reset()
            explorer.set(**changes)
            yield f"{name}.{state}", fields(decode(explorer.canvas.frame, explorer.canvas.size))


def to_text(means: np.ndarray) -> str:
    """The fields as a short text."""
    return base64.b64encode(np.round(SCALE * means).astype("<u2").tobytes()).decode("ascii")


def from_text(text: str) -> np.ndarray:
    """The fields from that text."""
    return np.frombuffer(base64.b64decode(text), "<u2").reshape(FIELDS[1], FIELDS[0], 3) / SCALE


def stored() -> dict[str, np.ndarray]:
    """The stored fields: "explorer.state" -> (10, 16, 3)."""
    return {key: from_text(text) for key, text in json.loads(FILE.read_text("utf-8")).items()}


def main() -> None:
    """Draw all pictures; store them, or say which differ."""
    parser = argparse.ArgumentParser(description="Draw all pictures and say which differ from the stored ones.")
    parser.add_argument("--write", action="store_true", help="store them instead")
    options = parser.parse_args()
    drawn = {key: means for name in explorers.__all__ if name not in NOT_STORED for key, means in pictures(name)}
    if options.write:
        FILE.write_text(json.dumps({key: to_text(means) for key, means in drawn.items()}, indent=0) + "\n", "utf-8")
        return
    before = stored()
    for key in sorted(drawn.keys() | before.keys()):
        difference = np.abs(drawn[key] - before[key]).max() if key in drawn and key in before else np.inf
        if difference > 0.01:
            print(f"{key}: {difference:.2f}")


if __name__ == "__main__":
    main()

"""Every explorer's picture, at its opening and at each preset, looks as it did when it was last looked at."""

import matplotlib
import numpy as np
import picture_baseline
import pytest
from sections import ROOT

from nnlab import explorers

TESTED = [line.partition("==")[2] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if line.startswith("matplotlib==")]
TOLERANCE = 0.25  # of 255; a line one pixel wider changes a field by about 1


@pytest.mark.skipif(matplotlib.__version__ not in TESTED, reason="another version of Matplotlib draws a little differently")
@pytest.mark.parametrize("name", [name for name in explorers.__all__ if name not in picture_baseline.NOT_STORED])
def test_pictures_are_those_that_were_looked_at(name):
    stored = {key: means for key, means in picture_baseline.stored().items() if key.startswith(f"{name}.")}
    drawn = dict(picture_baseline.pictures(name))
    assert drawn.keys() == stored.keys(), "run tools/picture_baseline.py --write"
    differences = {key: float(np.abs(drawn[key] - stored[key]).max()) for key in drawn}
    changed = {key: round(difference, 2) for key, difference in differences.items() if difference > TOLERANCE}
    assert not changed, "look at these pictures; if they are right, run tools/picture_baseline.py --write"

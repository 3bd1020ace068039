"""The first explorer opens soon after the libraries that it needs are imported."""

import os
import statistics
import subprocess
import sys

import pytest

LIBRARIES = "numpy.random, matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, anywidget, PIL.Image"
TIMED = "import time; began = time.process_time()\n{code}\nprint(time.process_time() - began)"
OPEN = "import nnlab\nnnlab.explorers.activation_curve()._repr_mimebundle_()"


def seconds(code: str, folder) -> float:
    """Processor time of `code` in a new Python whose modules are compiled, as after an installation."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    result = subprocess.run(
        [sys.executable, "-c", TIMED.format(code=code)],
        env=variables | {"PYTHONPYCACHEPREFIX": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(result.stdout)


@pytest.mark.slow
def test_the_first_explorer_opens_quickly(tmp_path):
    seconds(OPEN, tmp_path)  # compiles
    ratios = [seconds(OPEN, tmp_path) / seconds(f"import {LIBRARIES}", tmp_path) for _ in range(9)]
    assert statistics.median(ratios) <= 1.5, ratios

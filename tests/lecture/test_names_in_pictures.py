"""A name that a picture or a status gives to something is the name of that thing, not of its neighbor."""

import re

import numpy as np
import pytest

from nnlab import explorers
from nnlab.engine.scene import build_figure


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_names_of_the_best_steps_stand_at_them(precision):
    explorer = explorers.gradient_check()
    explorer.set(precision=precision)
    _, view, _ = build_figure(explorer.scene, explorer.params)
    places = {name: h for h, _, name, _ in view.best_names.texts}
    eps = np.finfo(precision).eps
    for name, power in (("√ε", 1 / 2), ("³√ε", 1 / 3)):
        assert places[name] == pytest.approx(eps**power, rel=0.5)  # beside its line, on an axis of powers of ten
        assert np.abs(np.log10(view.best.get_xdata() / places[name])[[0, 3]]).min() < 0.2


@pytest.mark.parametrize(("dataset", "l2"), [("moons", 0.1), ("circles", 0.1), ("xor", 0.001)])
def test_wrong_points_are_those_of_the_named_loss(dataset, l2):
    explorer = explorers.two_losses()
    explorer.set(dataset=dataset, l2=l2)
    _, view, status = build_figure(explorer.scene, explorer.params)
    counted = [int(n) for n in re.search(r"Wrong: (\d+) \(cross-entropy\), (\d+) \(hinge\)", status).groups()]
    drawn = [int((view.dots[loss].get_xdata() <= 0).sum()) for loss in ("logistic", "hinge")]  # the margins of the points
    assert counted == drawn
    assert drawn[0] != drawn[1]

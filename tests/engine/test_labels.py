"""Names that stand at their curves, so that a reader needs no legend: each beside its own, on no curve."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnlab.engine import drawing
from nnlab.engine.labels import Labels, name_ends

GAP = 0.1


def named(first, second, scale: str = "linear"):
    """The heights of both names, as shares of the panel, for two curves of 11 points from 0 to 10 in a panel from 1 to 100."""
    axes = Figure().subplots()
    axes.set(xlim=(0, 10), yscale=scale, ylim=(1, 100))
    lines = [drawing.curve(axes, np.arange(len(y)), y) for y in (first, second)]
    labels = [axes.add_artist(Labels(10)) for _ in lines]
    name_ends(labels, lines, ["first", "second"], gap=GAP)
    assert [label.texts[0][2] for label in labels] == ["first", "second"]
    return [label.texts[0][1] for label in labels]


@pytest.mark.parametrize(("scale", "share"), [("linear", 49 / 99), ("log", np.log10(50) / 2)])
def test_the_higher_curve_has_its_name_above_it(scale, share):
    high, low = np.full(11, 50.0), np.full(11, 30.0)
    below = {"linear": 29 / 99, "log": np.log10(30) / 2}[scale]
    assert named(high, low, scale) == pytest.approx([share + GAP, below - GAP])
    assert named(low, high, scale) == pytest.approx([below - GAP, share + GAP])


def test_both_names_stand_above_curves_at_the_bottom():
    first, second = named(np.full(11, 1.0), np.full(11, 3.0))
    assert second > first + GAP > 2 / 99 + GAP


def test_a_name_stays_in_the_panel_and_needs_no_full_curve():
    assert max(named(np.full(11, 100.0), np.full(11, 99.0))) <= 0.95
    assert min(named([50.0], [80.0])) > 0  # a training that has just begun


def test_only_the_end_of_a_curve_moves_its_name():
    y = np.full(11, 50.0)
    spike = y.copy()
    spike[2] = 100
    low = np.full(11, 30.0)
    assert named(spike, low) == named(y, low)

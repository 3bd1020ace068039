"""The layout of a network: every unit has one place, every weight one line, and a long layer shows both its ends."""

import numpy as np

from nnlab.engine.network_layout import columns, edges


def test_a_small_network_shows_every_unit_and_every_weight_once():
    left, hidden, right = columns([3, 4, 2])
    assert (left.x, hidden.x, right.x) == (0.0, 0.5, 1.0)
    assert hidden.y.tolist() == [0.875, 0.625, 0.375, 0.125]
    assert np.allclose(right.y, [0.625, 0.375])
    lines, to, source = edges(left, hidden)
    assert lines.shape == (12, 2, 2)
    assert sorted(zip(to.tolist(), source.tolist(), strict=True)) == [(j, i) for j in range(4) for i in range(3)]
    assert lines[5].tolist() == [[0.0, left.y[2]], [0.5, hidden.y[1]]]


def test_a_long_layer_shows_its_first_and_last_units_around_a_gap():
    column = columns([3072, 100, 10], most=10)[0]
    assert column.units.tolist() == [0, 1, 2, 3, 4, 3067, 3068, 3069, 3070, 3071]
    assert column.y[4] > column.gap > column.y[5]
    lines, to, source = edges(*columns([3072, 100, 10])[:2])
    assert len(lines) == 100
    assert (source.max(), to.max()) == (3071, 99)


def test_all_units_stand_inside_the_picture():
    for sizes in ([1, 1], [2, 10, 11, 1], [3072, 100, 10], [5, 5, 5, 5]):
        assert all(0 < y < 1 for column in columns(sizes) for y in column.y)

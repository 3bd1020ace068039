"""The layout of a network: every unit has one place, every weight one line, and a large layer shows its first and last units."""

import numpy as np
from matplotlib.figure import Figure

from nnlab.engine.network_layout import edge_lines, edges, layer_layouts, show_edges


def test_a_small_network_is_drawn_whole():
    left, hidden, right = layer_layouts([3, 4, 2])
    assert (left.x, hidden.x, right.x) == (0.0, 0.5, 1.0)
    assert hidden.y.tolist() == [0.875, 0.625, 0.375, 0.125]
    assert np.allclose(right.y, [0.625, 0.375])
    lines, target, source = edges(left, hidden)
    assert lines.shape == (12, 2, 2)
    assert sorted(zip(target.tolist(), source.tolist(), strict=True)) == [(j, i) for j in range(4) for i in range(3)]
    assert lines[5].tolist() == [[0.0, left.y[2]], [0.5, hidden.y[1]]]


def test_a_large_layer_shows_its_first_and_last_units():
    layer = layer_layouts([3072, 100, 10])[0]
    assert layer.units.tolist() == [0, 1, 2, 3, 4, 3067, 3068, 3069, 3070, 3071]
    assert layer.y[4] > layer.ellipsis_y > layer.y[5]
    lines, target, source = edges(*layer_layouts([3072, 100, 10])[:2])
    assert len(lines) == 100
    assert (source.max(), target.max()) == (3071, 99)


def test_all_units_are_inside_the_picture():
    for sizes in ([1, 1], [2, 10, 11, 1], [3072, 100, 10], [5, 5, 5, 5]):
        assert all(0 < y < 1 for layer in layer_layouts(sizes) for y in layer.y)


def test_lines_are_joined_with_gaps():
    lines = edge_lines(Figure().subplots(), (1.0, 2.0))
    show_edges(lines, np.arange(8.0).reshape(2, 2, 2), np.ones(2), (3.0,), ("blue", "orange"))
    np.testing.assert_equal(lines[0].get_data(), [[0, 2, np.nan, 4, 6, np.nan], [1, 3, np.nan, 5, 7, np.nan]])


def test_a_line_looks_like_its_weight():
    lines = edge_lines(Figure().subplots(), (0.7, 1.4, 2.4))
    ends = np.arange(16.0).reshape(4, 2, 2)
    show_edges(lines, ends, np.array([0.1, -3.0, 0.0, 1.0]), (0.5, 1.3), ("blue", "orange"))
    drawn = [len(line.get_xdata()) // 3 for line in lines]
    assert drawn == [1, 1, 0, 0, 0, 1]  # thin blue, middling blue, thick orange; a weight of 0 is no line
    assert [line.get_color() for line in lines] == ["blue"] * 3 + ["orange"] * 3
    assert lines[5].get_xdata()[:2].tolist() == [4.0, 6.0]

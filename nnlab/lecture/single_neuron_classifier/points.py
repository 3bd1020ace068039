"""Data points under the reader's hand: pressing adds one, dragging moves one, dragging it out of the panel takes it away."""

import numpy as np

from nnlab.data import DATASETS

NEAR = 0.06  # a press this close to a point, as a share of the panel's width, takes hold of it
MOST = 200  # points


def current(dataset: str, edited, n: int):
    """The points X, y and the index selected: what the reader edited where it belongs to `dataset`, else the data set as it comes.

    `edited` is None or (dataset, X, y, selected).
    """
    if edited is not None and edited[0] == dataset:
        return edited[1:]
    return *DATASETS[dataset](n), None


def drag(X, y, start, end, *, panel: str, label: int, reach: float):
    """X, y and the selected index after a stroke: a new point of class `label`, a moved one, or one fewer; None for no change."""
    if start.panel != panel:
        return None
    X = X.copy()
    distance = np.hypot(*(X - [start.x, start.y]).T)
    nearest = int(distance.argmin()) if len(X) else None
    if nearest is not None and distance[nearest] < NEAR * 2 * reach:
        if end.panel != panel:
            return remove(X, y, nearest)
        X[nearest] = end.x, end.y
        return X, y, nearest
    if len(X) >= MOST or end.panel != panel:
        return None
    return np.vstack([X, [end.x, end.y]]), np.append(y, label), len(X)


def remove(X, y, index: int):
    """X, y and the selection without the point at `index`; the last one of its class stays."""
    if (y == y[index]).sum() == 1:
        return X, y, index
    return np.delete(X, index, axis=0), np.delete(y, index), None


def key(X, y, selected, pressed: str, *, label: int, reach: float):
    """The same by keyboard: n takes the next point, arrows move it, Delete takes it away, Enter adds one in the middle."""
    if pressed == "n":
        return X, y, 0 if selected is None else (selected + 1) % len(X)
    if pressed == "Enter" and len(X) < MOST:
        return np.vstack([X, [0.0, 0.0]]), np.append(y, label), len(X)
    if selected is None:
        return None
    if pressed == "Delete":
        return remove(X, y, selected)
    step = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowDown": (0, -1), "ArrowUp": (0, 1)}.get(pressed)
    if step is None:
        return None
    X = X.copy()
    X[selected] = np.clip(X[selected] + 0.05 * reach * np.array(step), -reach, reach)
    return X, y, selected

"""The share of units that are never on, as different students find it."""

import numpy as np


def counted(H):
    n = 0
    for unit in range(H.shape[1]):
        on = False
        for example in range(H.shape[0]):
            if H[example, unit] > 0:
                on = True
        n += not on
    return n / H.shape[1]


def by_columns(H):
    columns = list(zip(*H, strict=True))
    return sum(1 for column in columns if max(column) <= 0) / len(columns)


def by_a_set_of_units_on(H):
    on = {unit for example in H for unit in np.flatnonzero(example)}
    return 1 - len(on) / len(H[0])


def by_removing(H):
    return H[:, np.all(H == 0, axis=0)].shape[1] / H.shape[1]


def changes_h(H):
    H[H > 0] = 1
    return np.mean(H.sum(axis=0) == 0)


def without_the_last_example(H):
    return np.mean((H[:-1] <= 0).all(axis=0))


def without_the_last_unit(H):
    return sum(H[:, unit].max() == 0 for unit in range(H.shape[1] - 1)) / H.shape[1]


RIGHT = {
    "dead_share": [
        counted,
        by_columns,
        by_a_set_of_units_on,
        by_removing,
        lambda H: np.mean((H <= 0).all(axis=0)),
        lambda H: 1 - (H > 0).any(axis=0).mean(),
        lambda H: (H.max(axis=0) == 0).mean(),
        lambda H: np.mean(np.sum(H, axis=0) == 0),
        lambda H: np.count_nonzero(~H.any(axis=0)) / H.shape[1],
        lambda H: float(np.mean(np.linalg.norm(H, axis=0) == 0)),
        lambda H: np.mean([not column.any() for column in H.T]),
    ]
}

WRONG = {
    "dead_share": [
        changes_h,
        without_the_last_example,
        without_the_last_unit,
        lambda H: np.mean((H <= 0).all(axis=1)),
        lambda H: np.mean(H == 0),
        lambda H: np.sum((H == 0).all(axis=0)),
        lambda H: np.mean((H > 0).any(axis=0)),
        lambda H: np.mean((H == 0).any(axis=0)),
        lambda H: np.sum((H == 0).all(axis=0)) / H.shape[0],
        lambda H: np.sum((H == 0).all(axis=0)) / H.size,
        lambda H: np.mean((H < 0.1).all(axis=0)),
        lambda H: np.mean(H.mean(axis=0) < 0.1),
        lambda H: np.mean(H[0] == 0),
        lambda H: 100 * np.mean((H == 0).all(axis=0)),
        lambda H: np.mean(np.median(H, axis=0) == 0),
        lambda H: (H == 0).all(axis=0),
        lambda H: np.mean(H.std(axis=0) == 0),
        lambda H: np.mean(H.astype(int).sum(axis=0) == 0),
        lambda H: float((H == 0).all(axis=0).any()),
        lambda H: (H == 0).all(axis=0).sum() / max(1, (H > 0).any(axis=0).sum()),
        lambda H: np.mean((H < 0).all(axis=0)),
        lambda H: np.mean(H.argmax(axis=0) == 0),
        lambda H: np.mean(H[-1] == 0),
        lambda H: round(float(np.mean((H == 0).all(axis=0))), 1),
    ]
}

HINTS = {
    ("dead_share", 3): "rows",
    ("dead_share", 4): "off",
    ("dead_share", 5): "count",
    ("dead_share", 6): "alive",
    ("dead_share", 7): "once",
    ("dead_share", 10): "rounded",
    ("dead_share", 12): "first_example",
    ("dead_share", 15): "mask",
}

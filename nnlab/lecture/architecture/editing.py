"""How the reader edits the sizes of a network: by controls, keys and clicks."""

import numpy as np

from nnlab import _checks

MAX_HIDDEN, MAX_UNITS = 6, 9999  # hidden layers, units in a layer
NEW_UNITS = 4  # in a new hidden layer that has none before it


def check_sizes(sizes) -> tuple[int, ...]:
    """`sizes` as a tuple: inputs, up to six hidden layers, outputs; ValueError for what is no such network."""
    if not isinstance(sizes, list | tuple | np.ndarray) or not 2 <= len(sizes) <= MAX_HIDDEN + 2:
        expected = f"from 2 to {MAX_HIDDEN + 2} numbers: inputs, up to {MAX_HIDDEN} hidden layers, outputs"
        raise ValueError(f"sizes is {_checks.short_repr(sizes)}, expected {expected}")
    sizes = tuple(_checks.check_int(size, f"sizes[{i}]") for i, size in enumerate(sizes))
    if max(sizes) > MAX_UNITS:
        raise ValueError(f"sizes holds {max(sizes)}, expected at most {MAX_UNITS} units a layer")
    return sizes


def network_params(sizes, layer: int = 1) -> dict:
    """The parameters of the explorer that show this network, with `layer` selected."""
    return {"depth": len(sizes) - 2, "layer": layer, "units": sizes[layer], "sizes": tuple(sizes)}


def with_depth(sizes: tuple, hidden: int) -> tuple:
    """The same network with that many hidden layers: new ones are as large as the last one and stand before the outputs."""
    kept = sizes[1:-1][:hidden]
    return (sizes[0], *kept, *[kept[-1] if kept else NEW_UNITS] * (hidden - len(kept)), sizes[-1])


def with_units(sizes: tuple, layer: int, units: int) -> tuple:
    """The same network with that many units in one layer, at least 1."""
    return (*sizes[:layer], int(np.clip(units, 1, MAX_UNITS)), *sizes[layer + 1 :])


def add_units(sizes: tuple, layer: int, change: int) -> dict:
    """The parameters with `change` more units in `layer`, which becomes the selected one."""
    return network_params(with_units(sizes, layer, sizes[layer] + change), layer)


def insert_layer(sizes: tuple, layer: int) -> dict:
    """The parameters with one more hidden layer after `layer`, but before the outputs, where there may be one more."""
    if len(sizes) == MAX_HIDDEN + 2:
        return {}
    at = min(layer + 1, len(sizes) - 1)
    return network_params((*sizes[:at], sizes[at - 1] if at > 1 else NEW_UNITS, *sizes[at:]), at)


def remove_layer(sizes: tuple, layer: int) -> dict:
    """The parameters without the hidden layer nearest to `layer`, where there is one."""
    if len(sizes) == 2:
        return {}
    at = int(np.clip(layer, 1, len(sizes) - 2))
    return network_params((*sizes[:at], *sizes[at + 1 :]), min(layer, len(sizes) - 2))


def sync_controls(before: dict, *, depth, layer, units, sizes) -> dict:
    """The parameters after a change: the controls show parts of `sizes`, so either they or `sizes` changed; `before` are the last ones."""
    sizes = check_sizes(sizes)  # always a new tuple, so that no frame cached for other sizes is shown
    by_control = sizes == before["sizes"]  # otherwise in the picture, or by a preset
    if by_control and depth != before["depth"]:
        sizes = with_depth(sizes, depth)
    layer = min(layer, len(sizes) - 1)
    if by_control and units != before["units"]:
        sizes = with_units(sizes, layer, units)
    return network_params(sizes, layer)

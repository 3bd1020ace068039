"""nnlab: an interactive lecture on neural networks, in Korean and English, over a small numpy package.

Read it in this order: `activations`, `network`, `losses`, `data`, `training`, `diagnostics`, `neuron` are the numerics, and know numpy
alone. `language` holds the words. `draw` and `scenes` turn numbers into pictures, `canvas` and `controls` bring them into the browser,
`explorer` is the one engine and `explorers` the catalogue. `questions` asks and checks. `experiments` and `register` put the
lecture's own claims to the test. `cli` is the command `nnlab`.

Importing the package loads numpy; Matplotlib and ipywidgets load when an explorer or a question is first used.
"""

import importlib

import threadpoolctl

from nnlab.activations import ACTIVATIONS, Activation, custom, leaky_relu, maxout
from nnlab.data import DATASETS, blobs, circles, digits, moons, photos, spiral, xor
from nnlab.diagnostics import dead_units, gradient_check, gradient_norms, numerical_gradient, saturation, sign_agreement
from nnlab.language import use_language, word
from nnlab.losses import hinge_loss, l2_loss, logistic_loss, softmax_loss
from nnlab.network import Gradients, Layer, Network, Trace, mlp
from nnlab.neuron import Membrane, Neuron, lif, lif_rate
from nnlab.training import Step, Trajectory, descend, record, train

__version__ = "0.1.0"

# The lecture's matrix products are too small to share between cores. With a thread per core one kernel gains nothing, and two kernels
# on one machine wait for each other's threads: 50 s in place of 1 s for a few hundred steps on the digits, measured on two cores.
threadpoolctl.threadpool_limits(1, user_api="blas")

_LATER = {
    "explorers": "nnlab.explorers",
    "draw": "nnlab.draw",
}
_LATER_NAMES = dict.fromkeys(("check", "predict", "score", "solution"), "nnlab.questions") | {"claims": "nnlab.register"}

__all__ = sorted(
    {name for name, value in globals().items() if not name.startswith("_") and callable(value)}
    | {"ACTIVATIONS", "DATASETS"} | _LATER.keys() | _LATER_NAMES.keys()
)  # fmt: skip


def __getattr__(name: str):
    if name in _LATER:
        return importlib.import_module(_LATER[name])
    if name in _LATER_NAMES:
        return getattr(importlib.import_module(_LATER_NAMES[name]), name)
    raise AttributeError(f"module 'nnlab' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]

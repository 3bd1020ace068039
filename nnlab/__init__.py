"""nnlab: an interactive lecture on neural networks, in Korean and English, over a small numpy package.

Read it in this order: `activations`, `network`, `losses`, `data`, `training`, `diagnostics`, `neuron` are the numerics, and know numpy
alone. `language` holds the texts of both languages. `engine` is what every explorer shares, `questions` what every prediction and exercise
shares. `lecture` has one folder for each notebook, with its explorers, pictures, exercises and texts; `explorers` is the catalogue.
`app` is the command `nnlab`.

Importing the package loads numpy and changes nothing in the process; Matplotlib and ipywidgets load when an explorer or a question is
first used.
"""

import importlib

from nnlab.activations import ACTIVATIONS, Activation, from_function, leaky_relu, maxout
from nnlab.data import DATASETS, blobs, circles, digits, moons, photos, spiral, xor
from nnlab.diagnostics import (
    dead_units,
    gradient_check,
    gradient_norms,
    inactive_units,
    moved_units,
    numerical_gradient,
    saturation,
    sign_agreement,
)
from nnlab.language import translate, use_language
from nnlab.losses import hinge_loss, l2_loss, logistic_loss, softmax_loss
from nnlab.network import Gradients, Layer, Network, Trace, mlp
from nnlab.neuron import Membrane, Neuron, lif, lif_rate
from nnlab.training import Step, Trajectory, fill_trajectory, sgd, train

__version__ = "0.1.0"

# Loaded when they are first used.
_LAZY_MODULES = {"explorers": "nnlab.explorers", "drawing": "nnlab.engine.drawing"}
_LAZY_NAMES = dict.fromkeys(("case", "check", "exit_question", "predict", "score", "solution"), "nnlab.questions") | {
    "claims": "nnlab.lecture.claims",
    "glossary": "nnlab.lecture.glossary",
    "measured": "nnlab.lecture.readings",
    "progress": "nnlab.lecture.progress",
    "readings": "nnlab.lecture.readings",
}

__all__ = sorted(
    {name for name, value in globals().items() if not name.startswith("_") and callable(value)}
    | {"ACTIVATIONS", "DATASETS"} | _LAZY_MODULES.keys() | _LAZY_NAMES.keys()
)  # fmt: skip


def __getattr__(name: str):
    if name in _LAZY_MODULES:
        return importlib.import_module(_LAZY_MODULES[name])
    if name in _LAZY_NAMES:
        return getattr(importlib.import_module(_LAZY_NAMES[name]), name)
    raise AttributeError(f"module 'nnlab' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]

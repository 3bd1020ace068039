"""Imports go one way: numerics know numpy and texts, pictures know no widgets, and `import nnlab` changes nothing in the process."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nnlab

PACKAGE = Path(nnlab.__file__).parent

NUMERICS = {"_checks", "activations", "network", "losses", "data", "training", "diagnostics", "neuron", "_memory"}
PICTURES = {"engine.drawing", "engine.images", "engine.labels", "engine.network_layout", "engine.network_walk", "engine.numbers",
            "engine.picture", "engine.plane", "engine.runs", "engine.scene", "engine.stacked", "engine.theme"}  # fmt: skip
WIDGETS = {"engine.canvas", "engine.controls", "engine.explorer", "engine.frames", "engine.layout", "engine.prefetch", "engine.renderer",
           "engine.slices", "engine.validate"}  # fmt: skip

# The first pattern that fits a module says what it may import: parts of nnlab by their dotted names, and libraries.
ALLOWED = {
    "_checks": {"numpy"},
    "_memory": {"numpy"},
    "_bundle": set(),
    "_hub": set(),
    "activations": {"numpy", "_checks"},
    "network": {"numpy", "_checks", "activations", "language"},
    "losses": {"numpy", "_checks"},
    "data": {"numpy", "_checks"},
    "training": {"numpy", "_checks", "_memory", "network", "losses"},
    "diagnostics": {"numpy", "_checks", "network", "losses"},
    "neuron": {"numpy", "_checks", "activations"},
    "language": set(),
    "__init__": NUMERICS | {"language"},
    "__main__": {"app.cli"},
    "engine.__init__": {"matplotlib"},
    "engine.frames": {"numpy", "PIL"},
    "engine.picture": {"numpy", "matplotlib", "engine.drawing", "engine.frames"},
    "engine.images": {"numpy", "matplotlib"},
    "engine.theme": {"matplotlib"},
    "engine.canvas": {"_bundle", "anywidget", "traitlets", "engine.frames", "engine.theme"},
    "engine.controls": {"numpy", "ipywidgets", "_checks", "language"},
    "engine.explorer": {"ipywidgets", "language"} | PICTURES | WIDGETS,
    "engine.layout": {"ipywidgets", "language", "engine.controls", "engine.canvas", "engine.scene", "engine.stacked"},
    "engine.slices": set(),
    "engine.validate": {"language", "engine.controls", "engine.scene"},
    "engine.prefetch": {"engine.controls", "engine.frames", "engine.renderer", "engine.scene"},
    "engine.renderer": {"numpy", "matplotlib", "_memory", "engine.frames"} | PICTURES,
    "engine": {"numpy", "matplotlib", "language"} | NUMERICS | PICTURES,
    "questions.prediction": {"_bundle", "anywidget", "traitlets", "_checks", "language", "questions.class_vote", "questions.progress"},
    "questions.class_vote": {"_hub", "language", "questions.progress"},
    "questions": {"numpy", "_checks", "language", "questions"},
    "lecture.*.explorers": {"numpy", "nnlab", "engine.controls", "engine.explorer", "lecture"} | NUMERICS,
    "lecture.*.exercises": {"numpy", "nnlab", "questions"} | NUMERICS,
    "lecture.claims": {"_checks", "language", "lecture.claim_experiments", "lecture.experiments", "lecture.table"},
    "lecture.experiments": {"numpy", "nnlab"} | NUMERICS,
    "lecture.glossary": {"language", "lecture.table"},
    "lecture.progress": {"language", "lecture.table", "questions.progress"},
    "lecture.readings": {"nnlab", "_checks", "language", "lecture.table"},
    "lecture.*.readings": {"numpy", "nnlab", "lecture"} | NUMERICS,
    "lecture": {"numpy", "matplotlib", "nnlab", "language", "lecture"} | NUMERICS | PICTURES,
    "explorers": set(),
    "app.lecture_files": set(),
    "app.class_on_hub": {"_hub"},
    "app": {"nnlab", "language", "app"},
    "votes.hub_handlers": {"jupyterhub", "votes"},
    "votes": {"tornado", "language", "votes"},
}
# Imported inside a function, so that only the caller of that function needs it.
LAZY = {
    "data": {"PIL"},  # the photographs are JPEG
    "app.environment": {"matplotlib", "jupyter_core", "jupyter_client", "jupyterlab_server", "packaging", "engine.drawing", "data"},
    "app.cli": {"jupyterlab", "votes.server", "questions.progress"},
    "votes.server": {"segno"},
}

PUBLIC_NAMES = [
    "ACTIVATIONS", "leaky_relu", "maxout", "from_function", "mlp", "Network", "Layer", "Trace", "Gradients",
    "softmax_loss", "logistic_loss", "hinge_loss", "l2_loss", "sgd", "train", "fill_trajectory", "Step",
    "dead_units", "inactive_units", "moved_units", "saturation", "gradient_norms", "sign_agreement", "gradient_check", "Neuron",
    "DATASETS", "blobs", "moons", "circles", "xor", "spiral", "digits", "photos",
    "use_language", "translate", "explorers", "drawing", "predict", "exit_question", "case", "check", "solution", "score", "claims",
    "readings", "measured", "glossary", "progress", "__version__",
]  # fmt: skip


def fits(module: str, pattern: str) -> bool:
    """Whether a module is what the pattern says or lies below it; `*` is one part of the name."""
    parts, wanted = module.split("."), pattern.split(".")
    return len(parts) >= len(wanted) and all(b in ("*", a) for a, b in zip(parts, wanted, strict=False))


def is_module(name: str) -> bool:
    path = PACKAGE.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def imports(source: str):
    """(what, whether inside a function) for all imports of a module: a part of nnlab by its dotted name, else the library."""
    tree = ast.parse(source)
    lazy = {node for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            deeper = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if is_module(name.removeprefix("nnlab.")) else node.module for name in deeper]
        else:
            continue
        for name in names:
            yield (name.removeprefix("nnlab.") if name.split(".")[0] == "nnlab" else name.split(".")[0]), node in lazy


def forbidden(module: str, source: str) -> list[str]:
    """What the module imports against the design."""
    allowed = next(parts for pattern, parts in ALLOWED.items() if fits(module, pattern))
    return [
        what
        for what, lazy in imports(source)
        if what not in sys.stdlib_module_names | {module}
        and not any(fits(what, part) for part in allowed | (LAZY.get(module, set()) if lazy else set()))
    ]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path):
    assert forbidden(module_name(path), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("network", "from nnlab.engine import drawing", ["engine.drawing"]),
        ("losses", "from nnlab.network import Network", ["network"]),
        ("training", "def f():\n    import matplotlib.pyplot as plt", ["matplotlib"]),
        ("data", "from PIL import Image", ["PIL"]),
        ("lecture.relu.race", "import ipywidgets", ["ipywidgets"]),
        ("lecture.relu.race", "from nnlab.engine.explorer import Explorer", ["engine.explorer"]),
        ("engine.drawing", "import nnlab", ["nnlab"]),
        ("engine.scene", "from nnlab.lecture.relu import race", ["lecture.relu.race"]),
        ("questions.checking", "from nnlab.lecture import claims", ["lecture.claims"]),
        ("questions.checking", "from nnlab.engine import plane", ["engine.plane"]),
    ],
)
def test_an_import_against_the_design_is_found(module, source, found):
    assert forbidden(module, source) == found


def run(code: str) -> str:
    """What a fresh process prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


STATE = """
import sys, logging, json
import {module}
import threadpoolctl
loggers = [logging.getLogger(name) for name in [None, *logging.root.manager.loggerDict]]
filters = [str(f) for logger in loggers for f in [*logger.filters, *(f for h in logger.handlers for f in h.filters)]]
pools = [{{k: pool[k] for k in ("filepath", "num_threads")}} for pool in threadpoolctl.threadpool_info()]
print(json.dumps([pools, filters, sorted(logging.root.manager.loggerDict)]))
"""


def test_importing_changes_nothing_in_the_process():
    assert run(STATE.format(module="nnlab")) == run(STATE.format(module="numpy"))


def test_importing_loads_numpy_and_the_numerics_alone():
    loaded = "import sys, numpy.random; before = set(sys.modules); import nnlab; print(*sorted(set(sys.modules) - before))"
    ours = {"nnlab", "nnlab.language", *(f"nnlab.{name}" for name in NUMERICS)}
    assert {name for name in run(loaded).split() if name.split(".")[0] not in sys.stdlib_module_names} == ours


def test_public_names_are_there_and_listed():
    assert set(PUBLIC_NAMES) <= set(dir(nnlab))
    assert all(getattr(nnlab, name) is not None for name in dir(nnlab))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'nnlab' has no attribute 'perceptron'"):
        nnlab.perceptron

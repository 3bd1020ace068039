"""Imports go one way: numerics know numpy alone, pictures know no widgets, and `import nnlab` loads nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nnlab

PACKAGE = Path(nnlab.__file__).parent

WORDS = {"language"}
NUMERICS = {"_checks", "activations", "network", "losses", "data", "training", "diagnostics", "neuron", "experiments"}
PICTURES = {"draw", "scenes"}
WIDGETS = {"canvas", "controls", "explorer", "explorers"}

# part of the package -> the other parts and the libraries that it may import
ALLOWED = {
    "_checks": {"numpy"},
    "activations": {"numpy", "_checks"},
    "network": {"numpy", "_checks", "activations"},
    "losses": {"numpy", "_checks"},
    "data": {"numpy", "_checks"},
    "training": {"numpy", "_checks", "activations", "network", "losses"},
    "diagnostics": {"numpy", "_checks", "activations", "network", "losses"},
    "neuron": {"numpy", "_checks", "activations"},
    "experiments": {"numpy", "_checks", "data", "network", "losses", "training", "diagnostics"},
    "register": {"numpy"} | NUMERICS | WORDS,
    "language": set(),
    "draw": {"numpy", "matplotlib"} | NUMERICS | WORDS,
    "scenes": {"numpy", "matplotlib", "draw"} | NUMERICS | WORDS,
    "canvas": {"numpy", "PIL", "anywidget", "traitlets"} | WORDS,
    "controls": {"numpy", "ipywidgets", "_checks"} | WORDS,
    "explorer": {"numpy", "ipywidgets", "canvas", "controls"} | PICTURES | WORDS,
    "explorers": {"numpy", "ipywidgets", "explorer", "controls"} | PICTURES | NUMERICS | WORDS,
    "questions": {"numpy", "ipywidgets", "anywidget", "traitlets"} | NUMERICS | WORDS,
    "__init__": {"threadpoolctl"} | NUMERICS | WORDS,
    "lecture_files": set(),
    "environment": {"language"},
    "cli": {"nnlab", "environment", "lecture_files"} | WORDS,
    "__main__": {"cli"},
}
# Imported inside a function, so that only the caller of that function needs it.
LATE = {
    "data": {"PIL"},  # the photographs are JPEG
    "language": {"matplotlib"},  # the font is registered when the first figure is drawn
    "environment": {"matplotlib", "jupyter_core", "jupyter_client", "jupyterlab_server", "packaging", "draw", "data"},
    "cli": {"jupyterlab"},
}

PROMISED = [
    "ACTIVATIONS", "leaky_relu", "maxout", "mlp", "Network", "Layer", "Trace", "Gradients",
    "softmax_loss", "logistic_loss", "hinge_loss", "l2_loss", "sgd", "Step",
    "dead_units", "saturation", "gradient_norms", "sign_agreement", "gradient_check", "Neuron",
    "DATASETS", "blobs", "moons", "circles", "xor", "spiral", "digits", "photos",
    "use_language", "word", "explorers", "draw", "predict", "check", "solution", "score", "claims", "__version__",
]  # fmt: skip


def imports(source: str):
    """(what, whether inside a function) for all imports of a module: a part of nnlab by its own name, else the library."""
    tree = ast.parse(source)
    late = {node for function in ast.walk(tree) if isinstance(function, ast.FunctionDef) for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = node.module == "nnlab" and [f"nnlab.{alias.name}" for alias in node.names]
            names = parts or [node.module or "."]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            yield (rest.split(".")[0] if top == "nnlab" and rest else top), node in late


def forbidden(part: str, source: str) -> list[str]:
    """What the part imports against the design."""
    return [
        what
        for what, late in imports(source)
        if what not in {part, "__future__"} | sys.stdlib_module_names | ALLOWED[part] | (LATE.get(part, set()) if late else set())
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path):
    assert forbidden(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("part", "source", "found"),
    [
        ("network", "from nnlab import draw", ["draw"]),
        ("losses", "from nnlab.network import Network", ["network"]),
        ("training", "def f():\n    import matplotlib.pyplot as plt", ["matplotlib"]),
        ("data", "from PIL import Image", ["PIL"]),
        ("scenes", "import ipywidgets", ["ipywidgets"]),
        ("scenes", "from nnlab.engine.explorer import Explorer", ["explorer"]),
        ("draw", "import nnlab", ["nnlab"]),
        ("questions", "from nnlab.scenes import plane", ["scenes"]),
    ],
)
def test_an_import_against_the_design_is_found(part, source, found):
    assert forbidden(part, source) == found


def test_importing_the_package_loads_numpy_alone():
    heavy = ("matplotlib", "PIL", "ipywidgets", "anywidget", "traitlets", "IPython", "jupyterlab")
    code = f"import sys, nnlab; print([name for name in {heavy} if name in sys.modules], 'numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[] True"


def test_a_kernel_of_the_lecture_leaves_the_other_cores_to_its_neighbours():
    code = "import nnlab, threadpoolctl as t; print({pool['num_threads'] for pool in t.threadpool_info() if pool['user_api'] == 'blas'})"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() in ("{1}", "set()")  # a BLAS without threads, as Apple's, is not listed


def test_every_public_name_is_there_and_listed():
    assert set(PROMISED) <= set(dir(nnlab))
    assert all(getattr(nnlab, name) is not None for name in dir(nnlab))


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'nnlab' has no attribute 'perceptron'"):
        nnlab.perceptron

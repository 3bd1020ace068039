"""Run the notebooks and store their outputs as they are committed: pictures and texts, without widget views.

`python tools/notebooks.py [PATH …]` runs all notebooks, or those named. `--accept` also gives the English cells
the ids and tags of the Korean ones, and notes which Korean text each translates: do that after reading both, because the tests report a
translation as outdated when the Korean text changes.
"""

import argparse
import hashlib
import os
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from slide_types import set_slide_types

ROOT = Path(__file__).parents[1] / "notebooks"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in the lecture's own kernel
os.environ["NNLAB_PROGRESS"] = "off"  # a stored output shows no reader's answers
# What a kernel says of its language, without its version: nbconvert needs it to write a script.
LANGUAGE_INFO = {"name": "python", "file_extension": ".py", "mimetype": "text/x-python", "nbconvert_exporter": "python",
                 "pygments_lexer": "ipython3", "codemirror_mode": {"name": "ipython", "version": 3}}  # fmt: skip
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def source_hash(text: str) -> str:
    """The hash by which an English text cell remembers the Korean one that it translates."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def clean(notebook) -> None:
    """Remove what differs from run to run, and widget views, which show nothing without a kernel; fold cells that are not for reading."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": LANGUAGE_INFO,
        }
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if "guard" in cell.metadata.get("tags", []):  # guards the prose, and is not for reading: folded
            cell.metadata["jupyter"] = {"source_hidden": True}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
        if cell.cell_type == "code":
            cell.outputs = merge_streams(cell.outputs)


def merge_streams(outputs) -> list:
    """Outputs in which neighbouring pieces of one stream are one: where a kernel cuts its text differs from run to run."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            merged.append(output)
    return merged


def run(path: Path) -> None:
    """Execute the notebook in a new kernel and store it."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()
    clean(notebook)
    set_slide_types(notebook)
    nbformat.write(notebook, path)


def accept(english: Path) -> None:
    """Give the English cells the ids and tags of the Korean ones, and note which Korean text each translates.

    ValueError names the first place where the editions have cells of different kinds.
    """
    notebook, korean = (nbformat.read(path, as_version=4) for path in (english, ROOT / "ko" / english.name))
    for i, (cell, original) in enumerate(zip_longest(notebook.cells, korean.cells)):
        kinds = [one.cell_type if one else "missing" for one in (cell, original)]
        if kinds[0] != kinds[1]:
            raise ValueError(f"cell {i} of {english.name} is {kinds[0]} in English and {kinds[1]} in Korean, expected the same cells")
        cell.id = original.id
        if "tags" in original.metadata:
            cell.metadata["tags"] = original.metadata["tags"]
        if cell.cell_type == "markdown":
            cell.metadata["nnlab"] = {**cell.metadata.get("nnlab", {}), "source_hash": source_hash(original.source)}
    nbformat.write(notebook, english)


def main() -> None:
    """Run the notebooks, printing the name of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, default=sorted(ROOT.glob("*/*.ipynb")))
    parser.add_argument("--accept", action="store_true", help="the English texts are up to date: remember what they translate")
    arguments = parser.parse_args()
    for path in arguments.paths:
        print(path, flush=True)
        if arguments.accept and path.parent.name == "en":
            accept(path)
        run(path)


if __name__ == "__main__":
    sys.exit(main())

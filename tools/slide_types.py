"""Where slides begin, written into the cells: `python tools/slide_types.py` brings notebooks and the presenter’s words up to date.

A slide begins at a heading; an explorer and a prediction each have one to themselves, and so has what follows them. All else goes on with
the slide before it. `skip` and `notes` are set by hand and stay; a cell tagged `instructor` is for the speaker alone.
"""

import json
import re
import sys
from pathlib import Path

import nbformat

from nnlab.app.environment import JUPYTER
from nnlab.language import LANGUAGES, catalogue

ROOT = Path(__file__).parents[1] / "notebooks"
WORDS = JUPYTER / "shared" / "labextensions" / "nnlab-present" / "static" / "words.json"
EXPLORER = re.compile(r"\bnnlab\.explorers\.\w+\(")
PREDICTION = re.compile(r"\bnnlab\.predict\(")


def slide_types(cells) -> list[str]:
    """For each cell "slide", "subslide", "notes", "skip" or "", which goes on with the slide before it."""
    types, alone, leading = (
        [],
        False,
        False,
    )  # the cell before: has a slide to itself; leads up to a question
    for place, cell in enumerate(cells):
        kind, code = cell.metadata.get("slideshow", {}).get("slide_type", ""), cell.cell_type == "code"
        asks, shows = code and PREDICTION.search(cell.source), code and EXPLORER.search(cell.source)
        if "instructor" in cell.metadata.get("tags", []):
            kind = "notes"
        elif kind not in ("skip", "notes"):
            if not code and cell.source.startswith("#"):
                kind, leading = "slide", False
            elif asks and leading:
                kind, leading = "", False
            else:
                leading = (not code and _asks_next(cells[place + 1 :])) or (leading and code and not shows)
                kind = "subslide" if asks or shows or alone or (leading and not code) else ""
            alone = bool(asks or shows)
        types.append(kind)
    return types


def _asks_next(cells) -> bool:
    """Whether the first of the cells that is more than a computation asks for a prediction."""
    telling = (cell for cell in cells if cell.cell_type != "code" or PREDICTION.search(cell.source) or EXPLORER.search(cell.source))
    following = next(telling, None)
    return following is not None and following.cell_type == "code" and bool(PREDICTION.search(following.source))


def set_slide_types(notebook) -> None:
    """Write the slide types into the cells' metadata; a cell that goes on with the slide before it has none."""
    for cell, kind in zip(notebook.cells, slide_types(notebook.cells), strict=True):
        cell.metadata.pop("slideshow", None)
        if kind:
            cell.metadata["slideshow"] = {"slide_type": kind}


def presenter_words() -> str:
    """The words of presenter mode as the front end reads them: language -> key -> text, as JSON."""
    keys = [key for key in catalogue() if key.startswith("present.")]
    return (
        json.dumps({language: {key: catalogue()[key][language] for key in keys} for language in LANGUAGES}, ensure_ascii=False, indent=1)
        + "\n"
    )


def main() -> None:
    """Bring every notebook and the words up to date."""
    WORDS.write_text(presenter_words(), "utf-8")
    for path in sorted(ROOT.glob("*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        set_slide_types(notebook)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    sys.exit(main())

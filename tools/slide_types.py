"""Where slides begin, written into the cells: `python tools/slide_types.py` updates the notebooks and the presenter's texts.

A slide begins at a heading, at an explorer, at a prediction (or the text that leads up to it), and after these; the first exit question
stands below its heading. Every other cell belongs to the slide before it. The score and the table of conclusions are no slides. `skip` and
`notes` are set by hand and stay; a cell tagged `instructor` is for the speaker alone.
"""

import json
import re
import sys
from pathlib import Path

import nbformat
import page_questions

from nnlab import explorers
from nnlab.app.environment import JUPYTER
from nnlab.language import LANGUAGES, catalogue

ROOT = Path(__file__).parents[1] / "notebooks"
TEXTS = JUPYTER / "shared" / "labextensions" / "nnlab-present" / "static" / "texts.json"
QUESTIONS = TEXTS.with_name("questions.json")
EXPLORER = re.compile(r"\bnnlab\.explorers\.\w+\(")
PREDICTION = re.compile(r"\bnnlab\.(?:predict|exit_question)\(")
EXIT_QUESTION = re.compile(r"\bnnlab\.exit_question\(")
FOR_ONE_READER = re.compile(r"^nnlab\.(?:readings|score)\(", re.MULTILINE)


def slide_types(cells) -> list[str]:
    """For each cell "slide", "subslide", "notes", "skip" or "", which means that it belongs to the slide before it."""
    types = []
    after_interactive = in_lead_in = False  # about the cell before: it is an explorer or prediction; it leads up to a prediction
    for i, cell in enumerate(cells):
        kind, is_code = cell.metadata.get("slideshow", {}).get("slide_type", ""), cell.cell_type == "code"
        is_prediction, is_explorer = is_code and PREDICTION.search(cell.source), is_code and EXPLORER.search(cell.source)
        if "instructor" in cell.metadata.get("tags", []):
            kind = "notes"
        elif "guard" in cell.metadata.get("tags", []) or (is_code and FOR_ONE_READER.search(cell.source)):
            kind = "skip"
        elif kind not in ("skip", "notes"):
            if not is_code and cell.source.startswith("#"):
                kind, in_lead_in = "slide", any(EXIT_QUESTION.search(after.source) for after in cells[i + 1 : i + 2])
            elif is_prediction and in_lead_in:
                kind, in_lead_in = "", False
            else:
                in_lead_in = (not is_code and _leads_to_prediction(cells[i + 1 :])) or (in_lead_in and is_code and not is_explorer)
                starts = is_prediction or is_explorer or after_interactive or (in_lead_in and not is_code)
                starts = (
                    starts
                    or (_fills_a_slide(cells[i - 1]) and i > 0)
                    or (_shows_picture(cell) and types[-1:] not in (["slide"], ["subslide"]))
                )
                kind = "subslide" if starts else ""
            after_interactive = bool(is_prediction or is_explorer)
        types.append(kind)
    return types


def _shows_picture(cell) -> bool:
    """Whether the cell shows a picture that is no explorer, or a table that is not folded away."""
    shown = [output.get("data", {}) for output in cell.get("outputs", [])]
    return not EXPLORER.search(cell.source) and any("image/png" in data or data.get("text/html", "").startswith("<table") for data in shown)


def _fills_a_slide(cell) -> bool:
    """Whether what the cell shows leaves no room for a text below it: a picture, or a table of six lines or more."""
    lines = sum("".join(output.get("text", "")).count("\n") for output in cell.get("outputs", []))
    return _shows_picture(cell) or lines >= 6


def _leads_to_prediction(cells) -> bool:
    """Whether the first of the cells that is more than a computation is a prediction."""
    candidates = (cell for cell in cells if cell.cell_type != "code" or PREDICTION.search(cell.source) or EXPLORER.search(cell.source))
    first = next(candidates, None)
    return first is not None and first.cell_type == "code" and bool(PREDICTION.search(first.source))


def set_slide_types(notebook) -> None:
    """Write the slide types into the cells' metadata; a cell that belongs to the slide before it has none."""
    for cell, kind in zip(notebook.cells, slide_types(notebook.cells), strict=True):
        cell.metadata.pop("slideshow", None)
        if kind:
            cell.metadata["slideshow"] = {"slide_type": kind}


def presenter_texts() -> str:
    """The texts of presenter mode as its JavaScript reads them: language -> key -> text, as JSON."""
    entries = {key: entry for key, entry in catalogue().items() if key.startswith("present.")}
    entries |= {f"explorer.{name}": catalogue()[f"{name}.title"] for name in explorers.__all__}  # above the stored picture of one
    texts = {language: {key: entry[language] for key, entry in entries.items()} for language in LANGUAGES}
    return json.dumps(texts, ensure_ascii=False, indent=1) + "\n"


def questions_of_notebooks() -> str:
    """The ids of the questions that each notebook asks: stem of its file -> ids, as JSON."""
    paths = sorted((ROOT / LANGUAGES[0]).glob("*.ipynb"))  # the editions ask the same
    found = {path.stem: page_questions.questions_of(nbformat.read(path, as_version=4).cells) for path in paths}
    return json.dumps(found, indent=1) + "\n"


def main() -> None:
    """Update the texts, the list of questions and every notebook."""
    TEXTS.write_text(presenter_texts(), "utf-8")
    QUESTIONS.write_text(questions_of_notebooks(), "utf-8")
    for path in sorted(ROOT.glob("*/*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        set_slide_types(notebook)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    sys.exit(main())

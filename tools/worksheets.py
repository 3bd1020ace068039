"""A notebook as a hand-out without answers: what a prediction covers in JupyterLab gives way to lines for the reader's notes."""

import copy
import re

import nbformat
import page_questions

from nnlab.language import catalogue

ANSWER = re.compile(r"<details>.*?</details>", re.DOTALL)
GIVES_ANSWERS = re.compile(r"\bnnlab\.(solution|readings|score|claims)\(")
TOLD_AT_THE_END = {"summary", "conclusion"}  # the tags of cells that say what was found
FIRST_PARAGRAPH = re.compile(r"^(#+ [^\n]+\n\n)?.*?\n\n", re.DOTALL)  # of a cell, after its heading
LINES = '<div class="lines"></div>'


def without_answers(notebook, language: str):
    """A copy of `notebook` without answers, solutions, conclusions, the summary and the speaker's notes."""
    cells = []
    for cell, before in zip(notebook.cells, page_questions.covering(notebook.cells), strict=True):
        if page_questions.question_of(cell):
            cells.append(_question(cell))
        elif before:
            cells += [] if cells[-1].id.startswith("notes-") else [_note_lines(len(cells), language)]
        elif not GIVES_ANSWERS.search(cell.source) and TOLD_AT_THE_END.isdisjoint(cell.metadata.get("tags", [])):
            cells.append(_without_first_conclusion(_without_notes(cell)))
    return nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)


def _question(cell):
    """The cell of a question with its choices alone."""
    shown = _without_notes(cell)
    shown.outputs = [output for output in shown.outputs if "text/html" in output.get("data", {})]
    for output in shown.outputs:
        output.data["text/html"] = ANSWER.sub("", output.data["text/html"])
    return shown


def _without_notes(cell):
    cell = copy.deepcopy(cell)
    cell.metadata.get("nnlab", {}).pop("notes", None)
    return cell


def _without_first_conclusion(cell):
    """The cell without its first paragraph, where its tag says that this one is a conclusion."""
    if "conclusion-first" in cell.metadata.get("tags", []):
        cell.source = FIRST_PARAGRAPH.sub(lambda found: found[1] or "", cell.source, count=1)
    return cell


def _note_lines(number: int, language: str):
    """A slide to write on; `number` makes its id unlike the others."""
    heading = catalogue()["present.your_notes"][language]
    metadata = {"slideshow": {"slide_type": "subslide"}}
    return nbformat.v4.new_markdown_cell(f"**{heading}**\n\n{LINES}", id=f"notes-{number}", metadata=metadata)

"""What the website's pages say about their questions, so that the browser can ask them: their choices, and which cells show the answer."""

import re
from html import escape

from nnlab.questions.prediction import choice_keys

QUESTION = re.compile(r'^\s*nnlab\.(predict|exit_question)\(\s*"(\w+)"', re.MULTILINE)
SECTION = re.compile(r"#{1,2} ")
# Only asks for what its output shows, so the code says nothing to a reader of the page.
PLAIN_CALL = re.compile(r"nnlab\.(explorers\.\w+|predict|exit_question|solution|score|readings)\([^\n]*\)")
OUTPUT = re.compile(r'(<div class="output page">)(.*?</details>)(</div>)', re.DOTALL)


def question_of(cell) -> tuple[str, str] | None:
    """The question that a cell asks, as ("predict" or "exit_question", id); None where it asks none."""
    found = QUESTION.search(cell.source) if cell.cell_type == "code" else None
    return (found[1], found[2]) if found else None


def questions_of(cells) -> list[str]:
    """The ids of all questions in these cells, in their order."""
    return [question[1] for question in map(question_of, cells) if question]


def covering(cells) -> list[list[str]]:
    """For each cell, the predictions before it in its section: while one of them is open, the cell would show its answer."""
    found, before = [], []
    for cell in cells:
        if cell.cell_type == "markdown" and SECTION.match(cell.source.lstrip()):
            before = []
        found.append(list(before))
        question = question_of(cell)
        if question and question[0] == "predict":
            before.append(question[1])
    return found


def is_plain_call(cell) -> bool:
    """Whether the cell's code is a single call of something that the page shows in its place."""
    return cell.cell_type == "code" and PLAIN_CALL.fullmatch(cell.source.strip()) is not None


def mark_question(html: str, cell) -> str:
    """The HTML of a cell with its question marked for the browser; unchanged where the cell asks none."""
    question = question_of(cell)
    if question is None:
        return html
    keys = escape(" ".join(choice_keys(question[1])))
    marked = rf'\1<div class="question" data-question="{question[1]}" data-keys="{keys}">\2</div>\3'
    html, count = OUTPUT.subn(marked, html)
    if count != 1:
        raise ValueError(f"cell {cell.id} shows {count} questions with a folded answer, expected 1")
    return html

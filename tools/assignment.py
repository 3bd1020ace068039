"""Exercises as assignments for nbgrader: `python tools/assignment.py [NUMBER …]` writes them into build/assignment.

The folder is a course of nbgrader. The exercises of a notebook are an assignment with the tasks, a cell for each solution, and two graded
cells: one has the cases of the check, the other, hidden from students, cases like them. docs/en/assignments.md goes on to the gradebook.
"""

import argparse
import ast
import inspect
import re
import secrets
import textwrap
from pathlib import Path

import nbformat
from nbformat import v4

from nnlab.language import LANGUAGES
from nnlab.questions.exercise import exercises, solution

ROOT = Path(__file__).parents[1]
CHECK = r'nnlab\.check\("(\w+)", (\w+)\)'
SETUP = 'import numpy as np\n\nimport nnlab\nfrom nnlab.questions.grading import points\n\nnnlab.use_language("{language}")'
TEXTS = {
    "ko": {
        "intro": "각 연습문제의 함수를 완성하십시오. 그다음 셀을 실행하면 바로 확인할 수 있습니다. 제출한 뒤에는 다른 경우로도 채점합니다.",
        "shown": "# 확인에 쓰이는 경우: 최대 {points}점",
        "hidden": "# 제출한 뒤에 쓰이는 다른 경우: 최대 {points}점",
    },
    "en": {
        "intro": "Complete each function; the cell below it checks it at once. After you hand it in, it is graded with other cases, too.",
        "shown": "# The cases of the check: up to {points} points",
        "hidden": "# Other cases, used after you have handed it in: up to {points} points",
    },
}
CONFIG = """c = get_config()  # noqa: F821 - defined by nbgrader

c.CourseDirectory.course_id = "neural_networks"
c.Execute.timeout = 60  # seconds for a cell of a submission
c.Execute.raise_on_iopub_timeout = False
"""


def assignment(path: Path, points: float) -> nbformat.NotebookNode:
    """The exercises of the lecture's notebook at `path`, whose folder is named by its language, as an nbgrader notebook."""
    language, lecture = path.parent.name, nbformat.read(path, as_version=4)
    title = re.search(r"^# +(.+)$", lecture.cells[0].source, re.MULTILINE)[1]
    cells = [
        _cell("markdown", "intro", f"# {title}\n\n{TEXTS[language]['intro']}"),
        _cell("code", "setup", SETUP.format(language=language)),
    ]
    for index, cell in enumerate(lecture.cells):
        if "exercise" in cell.metadata.get("tags", []):
            id, name = re.search(CHECK, cell.source).groups()
            cells += _exercise_cells(id, name, _task(lecture.cells[:index]), cell.source.split("\n\n\n")[0], TEXTS[language], points)
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": lecture.metadata.kernelspec})
    return notebook


def _task(before: list) -> str:
    """The text of an exercise, from the last heading before it on; code is shown and not run, because it may need what came before."""
    start = max(index for index, cell in enumerate(before) if cell.cell_type == "markdown" and cell.source.startswith("#"))
    parts = (cell.source if cell.cell_type == "markdown" else f"```python\n{cell.source}\n```" for cell in before[start:])
    return "\n\n".join(parts)


def _exercise_cells(id: str, name: str, task: str, stub: str, texts: dict, points: float) -> list:
    shown, hidden = (f"{texts[kind].format(points=f'{points:g}')}\n" for kind in ("shown", "hidden"))
    seed = secrets.randbelow(2**31)  # it is in the instructor's version alone
    again = "from nnlab.questions.grading import points  # again: a submission may have given the name to something else"
    secret = f'### BEGIN HIDDEN TESTS\n{again}\n\npoints("{id}", {name}, {points}, seed={seed})\n### END HIDDEN TESTS'
    return [
        _cell("markdown", f"{id}-task", task),
        _cell("code", f"{id}-solution", solved(id, stub), solution=True),
        _cell("code", f"{id}-shown", f'{shown}print(nnlab.check("{id}", {name}))\npoints("{id}", {name}, {points})', points=points),
        _cell("code", f"{id}-hidden", f"{hidden}{secret}", points=points),
    ]


def solved(id: str, stub: str) -> str:
    """The stub of an exercise with the reference between nbgrader's marks, which are replaced when the assignment is generated."""
    head, _, _ = stub.rpartition("    return ...")
    function = ast.parse(stub).body[-1]
    reference = exercises()[id].reference
    arguments = ", ".join(argument.arg for argument in function.args.args)
    body = f"{solution(id).source.rstrip()}\n\nreturn {reference.__name__}({arguments})"
    source = textwrap.dedent(inspect.getsource(reference))
    simple = solution(id).source == inspect.getsource(reference) and isinstance(ast.parse(source).body[0], ast.FunctionDef)
    if simple and list(inspect.signature(reference).parameters) == [argument.arg for argument in function.args.args]:
        statements = ast.parse(source).body[0].body
        first = statements[1] if ast.get_docstring(ast.parse(source).body[0]) else statements[0]
        body = textwrap.dedent("\n".join(source.splitlines()[first.lineno - 1 :]))
    used = inspect.getclosurevars(reference).globals
    modules = {name: value.__name__ for name, value in used.items() if inspect.ismodule(value) and name != "np"}
    body = "\n".join([*(f"import {module} as {name}" if module != name else f"import {name}" for name, module in modules.items()), body])
    return f"{head}    ### BEGIN SOLUTION\n{textwrap.indent(body.rstrip(), '    ')}\n    ### END SOLUTION"


def _cell(kind: str, id: str, source: str, *, points: float | None = None, solution: bool = False) -> nbformat.NotebookNode:
    """A cell of the assignment: a solution, a graded cell (with `points`), or one that nobody may change."""
    grading = {"schema_version": 3, "grade_id": id, "solution": solution, "locked": not solution, "task": False}
    grading |= {"grade": False} if points is None else {"grade": True, "points": points}
    new = v4.new_markdown_cell if kind == "markdown" else v4.new_code_cell
    return new(source, metadata={"nbgrader": grading}, id=id.replace("_", "-")[:64])


def write_course(folder: Path, numbers: list[str], language: str, points: float) -> list[str]:
    """Write the course with the assignments of these notebooks, or of all; returns their names.

    ValueError for an unknown number, and for points that are not above 0.
    """
    found = {path.name[:2]: path for path in sorted((ROOT / "notebooks" / language).glob("[0-9][0-9]_*.ipynb"))}
    unknown = [number for number in numbers if number.zfill(2) not in found]
    if unknown:
        raise ValueError(f"number is {unknown[0]!r}, expected one of {', '.join(found)}")
    if not points > 0:
        raise ValueError(f"points is {points}, expected a number above 0")
    names = []
    for number in [number.zfill(2) for number in numbers] or found:
        path = found[number]
        target = folder / "source" / path.stem / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(assignment(path, points), target)
        names.append(path.stem)
    config = folder / "nbgrader_config.py"
    if not config.exists():  # an instructor's own settings stay
        config.write_text(CONFIG, "utf-8")
    return names


def main() -> None:
    """Write what the command line asks for, and say what comes next."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("numbers", nargs="*", help="numbers of notebooks, such as 05; all without any")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="the language of the assignments")
    parser.add_argument("--points", type=float, default=2, help="points of each graded cell; each exercise has two")
    options = parser.parse_args()
    folder = ROOT / "build" / "assignment"
    try:
        names = write_course(folder, options.numbers, options.lang, options.points)
    except ValueError as error:
        parser.error(str(error))
    print(f"Assignments in {folder.relative_to(ROOT)}/source: {', '.join(names)}")
    print(f"Next, in that folder: nbgrader generate_assignment {names[0]}")


if __name__ == "__main__":
    main()

"""The committed notebooks: two equal editions, clean outputs, the lecture's structure. nbval runs their cells; this reads them."""

import ast
import base64
import io
import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import ScriptExporter
from PIL import Image

import nnlab
import notebooks as tool
from nnlab.language import catalogue
from nnlab.questions.exercise import exercises

ROOT = Path(__file__).parents[2] / "notebooks"

NAMES = sorted(path.name for path in (ROOT / "ko").glob("*.ipynb"))
ALL = sorted(ROOT.glob("*/*.ipynb"))
HANGUL = re.compile("[가-힣]")
LANGUAGE_LINE = re.compile(r'^nnlab\.use_language\("(ko|en)"\)$', re.MULTILINE)
EACH = pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")


def read(path):
    return nbformat.read(path, as_version=4)


def code_differences(korean, english) -> list[str]:
    """Ids of the code cells that differ between two editions in more than comments, texts and the language line."""
    return [
        one.id
        for one, other in zip(korean.cells, english.cells, strict=True)
        if one.cell_type == "code" and not same_code(*(LANGUAGE_LINE.sub("", cell.source) for cell in (one, other)))
    ]


def same_code(korean: str, english: str) -> bool:
    """Whether two cells have the same code: a text may differ where the Korean one has Hangul, and so may the order of its values."""
    (one, one_texts), (other, other_texts) = map(without_texts, (korean, english))
    return one == other and all(a == b or HANGUL.search(a) for a, b in zip(one_texts, other_texts, strict=True))


def without_texts(source: str) -> tuple[str, list[str]]:
    """The code as a tree without its texts, and the texts in their order; an f-string is one text, and its values are sorted."""
    texts = []

    class Texts(ast.NodeTransformer):
        def visit_JoinedStr(self, node):
            texts.append("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values))
            values = [ast.dump(part) for part in node.values if isinstance(part, ast.FormattedValue)]
            return ast.Constant("\n".join(sorted(values)))

        def visit_Constant(self, node):
            if isinstance(node.value, str):
                texts.append(node.value)
                return ast.Constant("")
            return node

    return ast.dump(Texts().visit(ast.parse(source))), texts


def stale_translations(korean, english) -> list[str]:
    """Ids of the text cells whose Korean text has changed since its translation was accepted."""
    return [
        one.id
        for one, other in zip(korean.cells, english.cells, strict=True)
        if one.cell_type == "markdown" and other.metadata.get("nnlab", {}).get("source_hash") != tool.source_hash(one.source)
    ]


def wrong_language(notebook, language) -> list[str]:
    """Ids of text cells that hold no Hangul in the Korean edition, or some in the English one."""
    texts = {cell.id: cell.source for cell in notebook.cells if cell.cell_type == "markdown"}
    return [id for id, text in texts.items() if bool(HANGUL.search(text)) != (language == "ko")]


def unwanted_outputs(notebook) -> list[str]:
    """What no committed notebook may have: errors, warnings, widget views or state, pictures without alternative text, unexecuted cells."""
    found = ["widget state"] if "widgets" in notebook.metadata else []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if cell.execution_count is None:
            found.append(f"{cell.id} was never run")
        for output in cell.outputs:
            data = output.get("data", {})
            if output.output_type == "error" or output.get("name") == "stderr":
                found.append(f"{cell.id} shows an error or a warning")
            if tool.WIDGET_VIEW in data:
                found.append(f"{cell.id} holds a widget view")
            if "image/png" in data and not output.metadata.get("image/png", {}).get("alt"):
                found.append(f"{cell.id} has a picture without alternative text")
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_each_summary_leads_to_the_next_notebook(language):
    paths = sorted((ROOT / language).glob("*.ipynb"))
    for path, next_path in zip(paths, [*paths[1:], paths[0]], strict=True):
        cells = read(path).cells
        [summary] = [cell.source for cell in cells if "summary" in cell.metadata.get("tags", [])]
        assert f"({next_path.name}" in summary, f"{path.name} does not lead to {next_path.name}"
        assert any(cell.id == "closing" for cell in cells) == (path == paths[-1]), "the closing table belongs into the last notebook"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_map_and_the_closing_list_every_notebook(language):
    names = sorted(path.name for path in (ROOT / language).glob("*.ipynb"))
    for name, listed in ((names[0], names[1:]), (names[-1], names[1:-1])):
        text = "".join(cell.source for cell in nbformat.read(ROOT / language / name, as_version=4).cells if cell.cell_type == "markdown")
        assert [other for other in listed if f"({other}" not in text] == [], f"{name} does not link to them"


@pytest.mark.parametrize("name", NAMES)
def test_both_editions_have_the_same_cells(name):
    korean, english = (read(ROOT / language / name) for language in ("ko", "en"))
    assert [(cell.id, cell.cell_type, cell.metadata.get("tags")) for cell in korean.cells] == [
        (cell.id, cell.cell_type, cell.metadata.get("tags")) for cell in english.cells
    ]
    assert code_differences(korean, english) == []
    assert stale_translations(korean, english) == []


def test_no_edition_lacks_a_notebook():
    assert [path.name for path in sorted((ROOT / "en").glob("*.ipynb"))] == NAMES
    assert len(NAMES) >= 4


@EACH
def test_the_setup_cell_chooses_the_editions_language(path):
    setup = [cell for cell in read(path).cells if "setup" in cell.metadata.get("tags", [])]
    assert len(setup) == 1
    assert LANGUAGE_LINE.findall(setup[0].source) == [path.parent.name]


@EACH
def test_text_is_in_the_editions_language(path):
    assert wrong_language(read(path), path.parent.name) == []


@EACH
def test_outputs_are_complete_and_without_errors(path):
    assert unwanted_outputs(read(path)) == []


@EACH
def test_pictures_are_pictures(path):
    for cell in read(path).cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                image = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
                assert image.width > 400, f"{cell.id} has a picture of {image.size}"


@EACH
def test_the_lectures_structure(path):
    notebook = read(path)
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    assert tags.count("goals") == tags.count("summary") == 1
    assert notebook.cells[0].source.startswith("# ")
    assert re.search(r"\d+ ?(minutes|분)", notebook.cells[0].source), "the first cell says how long it takes"
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    needed = 1 if path.stem.startswith("00") else 2
    predictions = re.findall(r"nnlab\.predict\(\s*\"(\w+)\"", code)
    checks = re.findall(r"nnlab\.check\(\s*\"(\w+)\"", code)
    assert len(predictions) >= needed
    assert len(checks) >= needed
    assert all(f"prediction.{id}.question" in catalogue(explorers=False) for id in predictions)
    assert set(checks) <= exercises().keys()
    assert all(name in nnlab.explorers.__all__ for name in re.findall(r"explorers\.(\w+)\(", code))


@EACH
def test_every_goal_has_an_exit_question(path):
    cells = read(path).cells
    goals = [int(number) for number in re.findall(r"^(\d+)\. ", cells[0].source, re.M)]
    asked = [
        (i, int(goal)) for i, cell in enumerate(cells) for goal in re.findall(r"exit_question\(\s*\"\w+\", (?:goal=)?(\d+)", cell.source)
    ]
    assert [goal for _, goal in asked] == goals
    last_exercise = max(i for i, cell in enumerate(cells) if "exercise" in cell.metadata.get("tags", []))
    assert all(i > last_exercise for i, _ in asked)


@EACH
def test_code_lines_are_short(path):
    long = [line for cell in read(path).cells if cell.cell_type == "code" for line in cell.source.splitlines() if len(line) > 100]
    assert long == []


@EACH
def test_no_cell_only_asserts(path):
    """A cell with an assertion shows something as well, or is folded away and tagged "guard"."""
    for cell in read(path).cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and "assert " in cell.source:
            assert cell.outputs or "guard" in tags, f"{cell.id} shows nothing"
        if "guard" in tags:
            assert cell.metadata.get("jupyter", {}).get("source_hidden"), f"{cell.id} is not folded"


@EACH
def test_links_to_other_notebooks_lead_somewhere(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", cell.source):
                assert (path.parent / target).exists(), f"{cell.id} links to {target}"


@EACH
def test_exercises_are_left_for_the_reader(path):
    for cell in read(path).cells:
        if "exercise" in cell.metadata.get("tags", []):
            assert "return ..." in cell.source
            shown = "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
            assert shown.startswith("○"), f"{cell.id} does not say 'not yet'"


def test_every_explorer_and_question_is_used():
    code = "\n".join(cell.source for path in ALL for cell in read(path).cells if cell.cell_type == "code")
    unused = [name for name in nnlab.explorers.__all__ if f"explorers.{name}(" not in code]
    unused += [id for id in exercises() if f'check("{id}"' not in code]
    asked = set(re.findall(r'(?:predict|exit_question)\(\s*"(\w+)"', code))
    unused += sorted({key.split(".")[1] for key in catalogue(explorers=False) if key.startswith("prediction.")} - asked)
    assert unused == []


# ---- the checks find what is wrong


def pair():
    korean, english = (read(ROOT / language / NAMES[0]) for language in ("ko", "en"))
    return korean, english


def first(notebook, kind):
    return next(cell for cell in notebook.cells if cell.cell_type == kind)


def test_a_code_cell_that_differs_is_found():
    korean, english = pair()
    first(english, "code").source += "\nx = 1"
    assert code_differences(korean, english) == [first(english, "code").id]


@pytest.mark.parametrize(
    ("korean", "english", "same"),
    [
        ('print(f"{n}개 중 {k}개")  # 수', 'print(f"{k} of {n}")', True),
        ('print("값", 3)', 'print("value", 3)', True),
        ('print("값", 3)', 'print("value", 4)', False),
        ('train("relu")', 'train("tanh")', False),
        ('print(f"{n}개")', 'print(f"{m} of them")', False),
        ('print(f"{n:.1f}개")', 'print(f"{n:.2f} of them")', False),
    ],
)
def test_code_may_differ_in_texts_alone(korean, english, same):
    assert same_code(korean, english) is same


def test_a_changed_original_is_found():
    korean, english = pair()
    first(korean, "markdown").source += " 한 문장이 늘었습니다."
    assert stale_translations(korean, english) == [first(korean, "markdown").id]


def test_an_untranslated_text_is_found():
    korean, english = pair()
    first(english, "markdown").source = first(korean, "markdown").source
    assert wrong_language(english, "en") == [first(english, "markdown").id]


def test_unwanted_outputs_are_found():
    notebook, _ = pair()
    cell = first(notebook, "code")
    cell.outputs = [
        nbformat.v4.new_output("display_data", {tool.WIDGET_VIEW: {}, "image/png": ""}),
        nbformat.v4.new_output("error", ename="E", evalue="e", traceback=[]),
    ]
    assert len(unwanted_outputs(notebook)) == 3


def test_pieces_of_one_stream_are_one_output():
    pieces = [("stdout", "a\n"), ("stdout", "b\n"), ("stderr", "c\n"), ("stdout", "d\n")]
    outputs = [nbformat.v4.new_output("stream", name=name, text=text) for name, text in pieces]
    merged = tool.merge_streams([*outputs, nbformat.v4.new_output("display_data", {"text/plain": "e"})])
    assert [output.get("text") for output in merged] == ["a\nb\n", "c\n", "d\n", None]


@EACH
def test_it_can_be_saved_as_a_script(path):
    notebook = read(path)
    assert notebook.metadata.language_info == tool.LANGUAGE_INFO
    assert ScriptExporter().from_notebook_node(notebook)[1]["output_extension"] == ".py"

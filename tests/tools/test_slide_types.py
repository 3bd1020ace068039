"""Where slides begin, and what is said with them: as the rule has it, and the same in both editions."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
import slide_types

ROOT = Path(__file__).parents[2] / "notebooks"
ALL = sorted(ROOT.glob("*/*.ipynb"))
NAMES = sorted(path.name for path in (ROOT / "ko").glob("*.ipynb"))
EACH = pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")


def read(path):
    return nbformat.read(path, as_version=4)


def stored(notebook) -> list[str]:
    return [cell.metadata.get("slideshow", {}).get("slide_type", "") for cell in notebook.cells]


def cells(*sources, **metadata):
    return [
        (nbformat.v4.new_markdown_cell if source[0] in "#T" else nbformat.v4.new_code_cell)(source, metadata=metadata) for source in sources
    ]


def test_headings_and_explorers_start_slides():
    found = slide_types.slide_types(cells("# a", "x = 1", "Text", "nnlab.explorers.relu()", "y = 2", "Text", "### b", "Text"))
    assert found == ["slide", "", "", "subslide", "subslide", "", "slide", ""]


def test_a_prediction_shares_its_slide_with_a_lead_in():
    found = slide_types.slide_types(cells("# a", 'nnlab.predict("p")', "Text", 'nnlab.predict("q")', 'nnlab.predict("r")', "Text"))
    assert found == ["slide", "subslide", "subslide", "", "subslide", "subslide"]
    found = slide_types.slide_types(cells("# a", "Text", "x = 1", 'nnlab.predict("p")', "Text", "x = 1", "nnlab.explorers.relu()"))
    assert found == ["slide", "subslide", "", "", "subslide", "", "subslide"]


def test_the_first_exit_question_stands_below_its_heading():
    found = slide_types.slide_types(cells("# Check yourself", 'nnlab.exit_question("p", goal=1)', 'nnlab.exit_question("q", goal=2)'))
    assert found == ["slide", "", "subslide"]


def test_the_score_and_the_conclusions_are_no_slides():
    assert slide_types.slide_types(cells("# a", 'nnlab.readings("relu")', "nnlab.score()")) == ["slide", "skip", "skip"]


def test_what_is_for_the_speaker_alone_is_no_slide():
    [cell] = cells("## For you", tags=["instructor"])
    assert slide_types.slide_types([cell]) == ["notes"]


def test_skip_stays_and_a_dash_is_removed():
    skipped, dashed = cells("# a", "Text")
    skipped.metadata.slideshow, dashed.metadata.slideshow = {"slide_type": "skip"}, {"slide_type": "-"}
    notebook = nbformat.v4.new_notebook(cells=[skipped, dashed])
    slide_types.set_slide_types(notebook)
    assert skipped.metadata.slideshow == {"slide_type": "skip"}
    assert "slideshow" not in dashed.metadata  # with a dash some programs hide the cell


@EACH
def test_the_notebooks_hold_what_the_rule_says(path):
    notebook = read(path)
    assert stored(notebook) == slide_types.slide_types(notebook.cells), "run tools/slide_types.py"


@pytest.mark.parametrize("name", NAMES)
def test_both_editions_have_the_same_slides_and_notes(name):
    korean, english = (read(ROOT / language / name) for language in ("ko", "en"))
    assert stored(korean) == stored(english)
    kinds = [[list(cell.metadata.get("nnlab", {}).get("notes", {})) for cell in notebook.cells] for notebook in (korean, english)]
    assert kinds[0] == kinds[1]


@EACH
def test_every_section_has_notes_in_its_language(path):
    for cell, kind in zip((notebook := read(path)).cells, stored(notebook), strict=True):
        notes = cell.metadata.get("nnlab", {}).get("notes", {})
        assert notes or kind != "slide", f"{cell.id} has no notes for the speaker"
        assert notes.keys() <= {"ask", "do", "say"}
        for text in notes.values():
            assert bool(re.search("[가-힣]", text)) == (path.parent.name == "ko"), f"{cell.id}: {text}"
            assert len(text) < 200, f"{cell.id}: nobody reads so much while speaking"


@EACH
def test_no_colon_leads_to_folded_code(path):
    shown = [cell for cell in read(path).cells if cell.metadata.get("slideshow", {}).get("slide_type") not in ("skip", "notes")]
    for text, after in pairwise(shown):
        if text.cell_type == "markdown" and after.cell_type == "code" and "exercise" not in after.metadata.get("tags", []):
            is_seen = any(output.get("data", {}).keys() & {"image/png", "text/html"} for output in after.outputs)
            assert is_seen or not text.source.rstrip().endswith(":"), f"{text.id}: slides do not show the code after it"


def test_the_presenter_has_the_texts_of_the_catalogue():
    assert slide_types.TEXTS.read_text("utf-8") == slide_types.presenter_texts(), "run tools/slide_types.py"
    used = {key for file in slide_types.TEXTS.parent.glob("*.js") for key in re.findall(r'"(present\.[\w.]+)"', file.read_text("utf-8"))}
    assert used <= {key for key in slide_types.catalogue() if key.startswith("present.")}


def test_the_home_page_knows_the_questions_of_every_notebook():
    assert slide_types.QUESTIONS.read_text("utf-8") == slide_types.questions_of_notebooks(), "run tools/slide_types.py"

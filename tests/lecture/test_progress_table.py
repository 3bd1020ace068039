"""The table of progress counts what the reader answered and passed, notebook by notebook."""

import re
from pathlib import Path

import nbformat
import pytest

import nnlab
from nnlab.questions import progress

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks" / "en").glob("*.ipynb"))


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(progress, "_in_memory", [])


def test_all_that_the_notebooks_ask_is_counted():
    for path, row in zip(NOTEBOOKS, nnlab.progress(), strict=True):
        slug, right, answered, asked, passed, given = row
        code = "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code")
        assert path.stem[3:] == slug
        assert len(set(re.findall(r'nnlab\.(?:predict|exit_question)\(\s*"(\w+)"', code))) == asked
        assert len(set(re.findall(r'nnlab\.check\(\s*"(\w+)"', code))) == given
        assert right == answered == passed == 0


@pytest.mark.parametrize("language", ["ko", "en"])
def test_answers_and_exercises_are_counted(language):
    nnlab.use_language(language)
    progress.add_answer("practice", "minus")
    progress.add_answer("exit_falling_sine", "right")
    progress.add_answer("a question of another version", "right")
    progress.add_solved("warm_up")
    progress.add_solved("an exercise of another version")
    first, *others = nnlab.progress()
    assert first == ("start_here", 1, 2, 3, 1, 1)
    assert all(row[1:3] == (0, 0) for row in others)
    row = repr(nnlab.progress()).splitlines()[1]
    assert row.endswith(" | 2/3 | 1/2 | 1/1")
    assert "progress.jsonl" not in nnlab.progress()._repr_html_()


def test_the_table_says_where_it_is_kept(tmp_path, monkeypatch):
    assert "<p>" not in nnlab.progress()._repr_html_()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NNLAB_PROGRESS", "")
    assert "only while the kernel runs" in nnlab.progress()._repr_html_()
    monkeypatch.setenv("NNLAB_PROGRESS", str(tmp_path / "mine.jsonl"))
    assert "mine.jsonl" in nnlab.progress()._repr_html_()
    assert str(tmp_path) not in nnlab.progress()._repr_html_(), "a path of the reader's computer in a notebook that is passed on"

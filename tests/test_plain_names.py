"""Names and files as a newcomer expects them: the field's terms, one folder for each notebook, files of one idea, short test names."""

import ast
import re
from pathlib import Path

import pytest

from nnlab import explorers

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for folder in ("nnlab", "tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
SCRIPTS = sorted((ROOT / "nnlab").rglob("*.js"))
SLUGS = sorted(path.stem[3:] for path in (ROOT / "notebooks" / "ko").glob("*.ipynb"))
MAX_LINES, MAX_TEST_NAME = 300, 60

# Names that only this package had -> the terms of the field that took their place.
RETIRED = {
    "_look_ahead _look_on _ahead lay_by album KEPT": "prefetch, frame_cache, MAX_FRAMES",
    "_expected said its _settings _settled _held _edits _stroke _turn turn": "predicted, text, key, params, updating, revision, drag, lock",
    "_guarded _give_up _later _work _end_job _moved FIRST SLICE SOON REST": "report_errors, show_error, call_later, ..._SECONDS",
    "watched touchable still_png pack unpack accepted following _ends integer": "control_ids, interactive, to_png, coerce, bounds",
    "furniture settle Touch Stage complete Training _begun _rest Stride strides keep": "rebuild_on, sync_params, TrainingScene",
    "greet wires place_wires MOST LEAST LOWEST HIGHEST LOOKS GOAL merit least most": "show_intro, edges, MAX, MIN, rank",
    "relief tint pull descend trial held_out short register": "shaded_contours, class_colors, backward, sgd, train_and_score, claims",
    "_named _alike _same _equal _close came untouched": "identify_mistake, same_outcome, unchanged, allclose, result, not_started",
    "Trouble well remedy carried": "CliError, ok, fix, bundled",
    "takeStage veil curtain torn loose glue price": "enterFullscreen, loading screen, split penalty, keep with next, cost",
}


def identifiers(path: Path) -> set[str]:
    """Every name that a Python file defines, uses or passes."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {value for node in nodes for field in ("id", "attr", "name", "arg") if isinstance(value := getattr(node, field, None), str)}


def words(path: Path) -> set[str]:
    """Every word of a script outside its comments and texts."""
    return set(re.findall(r"[A-Za-z_]\w*", re.sub(r"//.*|\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", "", path.read_text("utf-8"))))


@pytest.mark.parametrize("group", RETIRED)
def test_no_retired_name_is_left(group):
    retired = set(group.split())
    left = {(path.relative_to(ROOT).as_posix(), name) for path in SOURCES for name in retired & (identifiers(path) | {path.stem})}
    left |= {(path.relative_to(ROOT).as_posix(), name) for path in SCRIPTS for name in retired & (words(path) | {path.stem})}
    assert not left, f"say: {RETIRED[group]}"


def test_each_notebook_has_its_folder():
    folders = {path.parent.name for path in (ROOT / "nnlab" / "lecture").glob("*/__init__.py")}
    assert sorted(folders) == SLUGS
    assert sorted(path.stem[3:] for path in (ROOT / "notebooks" / "en").glob("*.ipynb")) == SLUGS


def test_a_section_keeps_to_the_names_of_its_parts():
    for slug in SLUGS:
        folder = ROOT / "nnlab" / "lecture" / slug
        assert (folder / "exercises.py").exists()
        assert (folder / "questions.toml").exists()
        assert (folder / "exercises.toml").exists()
        if (folder / "explorers.py").exists():
            tree = ast.parse((folder / "explorers.py").read_text("utf-8"))
            names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
            assert sorted(names) == explorers.SECTIONS[slug]
            assert all((folder / f"{name}.py").exists() for name in names), f"{slug}: a scene has the name of its explorer"


@pytest.mark.parametrize("suffix", ["py", "js", "css", "toml"])
def test_no_file_of_the_package_is_too_long(suffix):
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / "nnlab").rglob(f"*.{suffix}")}
    assert lengths
    assert [path.name for path, lines in lengths.items() if lines > MAX_LINES] == []


def test_a_file_opens_with_one_sentence():
    for path in SOURCES:
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring, path
        assert docstring.splitlines()[0].endswith((".", ":", "…")), path


def test_names_of_tests_are_short():
    long = [name for path in SOURCES for name in identifiers(path) if name.startswith("test_") and len(name) > MAX_TEST_NAME]
    assert long == []

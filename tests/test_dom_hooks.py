"""Every name by which JavaScript, CSS, tools and tests find parts of a page is listed in one place, and every listed name is used."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "nnlab" / "engine" / "frontend" / "dom_hooks.json"
HOOKS = json.loads(FILE.read_text("utf-8"))
NAME = re.compile(r"(?:--)?\bnnlab(?:-[a-z]+)+(?![\w-])")
# A folder, the presenter extension, workspaces of Lab, the name of the window with the notes.
OTHER_NAMES = {"nnlab-lecture", "nnlab-present", "nnlab-ko", "nnlab-en", "nnlab-notes"}


def sources() -> dict[str, str]:
    """The text of every file that may use a hook."""
    files = [path for folder in ("nnlab", "tools", "tests", "benchmarks", "deploy") for path in (ROOT / folder).rglob("*.*")]
    files = [path for path in files if path.suffix in (".js", ".mjs", ".css", ".py", ".html") and "node_modules" not in path.parts]
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files if path != Path(__file__)}


def test_every_hook_in_use_is_listed():
    used = {(name, file) for file, text in sources().items() for name in NAME.findall(text)}
    assert len(used) > 100
    assert sorted((name, file) for name, file in used if name not in HOOKS and name not in OTHER_NAMES) == []


def test_every_listed_hook_is_used():
    text = "\n".join(sources().values())
    assert [name for name in HOOKS if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)] == []
    assert all(sentence.endswith(".") for sentence in HOOKS.values())
    assert [name for name in OTHER_NAMES if name not in text] == []

"""What the reader has answered and solved, kept in one small file beside the lecture, so that it is there the next day.

The file has one JSON object a line, and lines are only appended: two kernels that write at once lose nothing. It is sent nowhere.
The variable NNLAB_PROGRESS names another file, or is "off" to keep nothing.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

from nnlab.language import has_translation

FILE_NAME = "progress.jsonl"
FIRST_NOTEBOOK = "00_start_here.ipynb"  # by which the folder of an edition is recognized

_in_memory: list[dict] = []  # what has no file, or could not be written: kept while the kernel runs


def is_off() -> bool:
    """Whether nothing is to be kept, as where the lecture's own outputs are made."""
    return os.environ.get("NNLAB_PROGRESS") == "off"


def progress_file() -> Path | None:
    """The file for a kernel in the current folder; None where this is no folder of the lecture, or nothing is to be kept."""
    if is_off():
        return None
    chosen = os.environ.get("NNLAB_PROGRESS", "")
    if chosen:
        return Path(chosen)
    if not Path(FIRST_NOTEBOOK).exists():
        return None
    folder = Path.cwd()  # of one edition; the file stands beside both, but in the browser's drive each edition is alone at its root
    return (folder if sys.platform == "emscripten" else folder.parent) / FILE_NAME


def add_answer(id: str, choice: str, text: str = "") -> bool:
    """Keep that `choice`, shown as `text`, was locked in for the prediction `id`; False where it could not be written to the file."""
    return _add({"prediction": id, "choice": choice} | ({"text": text} if text else {}))


def add_solved(id: str) -> bool:
    """Keep that the exercise `id` was passed; False where it could not be written to the file."""
    return id in solved() or _add({"exercise": id})


def answers() -> dict[str, str]:
    """The choice that was locked in first for each prediction: id -> key of the choice.

    One that only another version of the lecture offers counts until the prediction is answered again.
    """
    found: dict[str, str] = {}
    for entry in _entries():
        id, choice = entry.get("prediction"), entry.get("choice")
        if isinstance(id, str) and isinstance(choice, str) and not (id in found and has_translation(f"prediction.{id}.choice.{found[id]}")):
            found[id] = choice
    return found


def solved() -> set[str]:
    """The ids of the exercises that were passed."""
    return {entry["exercise"] for entry in _entries() if isinstance(entry.get("exercise"), str)}


def start_over(file: Path) -> Path | None:
    """Put the file aside under a free name, which is returned; None where there is none."""
    if not file.exists():
        return None
    number = 1
    while (aside := file.with_name(f"{file.stem}-{number}{file.suffix}")).exists():
        number += 1
    return file.rename(aside)


def _add(entry: dict) -> bool:
    file = progress_file()
    try:
        if file is not None:
            _append(file, json.dumps(entry, ensure_ascii=False))
            return True
    except OSError:  # the folder is read-only, or the disk is full: the answer is kept while the kernel runs
        _in_memory.append(entry)
        return False
    _in_memory.append(entry)
    return True


def _append(file: Path, line: str) -> None:
    """Append `line` in a single write, so that other processes see it whole; half a line, which a full disk can leave, is ended first."""
    with open(file, "a+b") as stream:
        stream.seek(max(stream.seek(0, os.SEEK_END) - 1, 0))
        start = b"" if stream.read(1) in (b"", b"\n") else b"\n"
        stream.write(start + line.encode() + b"\n")


def _entries() -> list[dict]:
    file, lines = progress_file(), []
    if file is not None and file.exists():
        with contextlib.suppress(OSError):  # it cannot be opened, which the reader is told when an answer is added
            lines = file.read_text("utf-8", errors="replace").split("\n")
    return [entry for entry in map(_parse, lines) if isinstance(entry, dict)] + _in_memory


def _parse(line: str):
    """The object of a line; None for half a line, which a full disk can leave."""
    try:
        return json.loads(line)
    except ValueError:
        return None

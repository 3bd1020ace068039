"""Explorers that move without a kernel: `python tools/export_frames.py FOLDER [NOTEBOOK …] [--lang ko]` renders what pages show of them.

Each explorer of a notebook becomes two files, FOLDER/LANGUAGE/NOTEBOOK.CELL.json (controls, texts, which state has which picture) and
.bin (the pictures, see `frame_file.py`). What is there already and made from the same sources is left as it is. `website.py` puts them
into the pages.
"""

import argparse
import ast
import hashlib
import importlib.metadata
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: as in the lecture's kernel, so that the pictures are the same

import frame_file
import ipywidgets
import pages
from explorer_states import Control, Recorder, State, spread

import nnlab
from nnlab.engine import explorer as engine
from nnlab.language import LANGUAGES, translate

ROOT = Path(__file__).parents[1]
LIMIT = 440_000  # bytes of an explorer's pictures, so that all is below 500,000; few pictures that are hard to compress may take more
OPENING_SHARE = 0.45  # of them for the travels from the opening, where there are presets
CALL = re.compile(r"\bexplorers\.(\w+)\(")
IMPORTED = re.compile(r"\bnnlab\.lecture\.(\w+)")


# ---- which explorers there are


def explorer_cells(notebook) -> list:
    """The cells of a notebook that show an explorer."""
    return [cell for cell in notebook.cells if cell.cell_type == "code" and CALL.search(cell.source)]


def open_explorer(notebook, cell) -> engine.Explorer:
    """The explorer of a cell: runs the notebook's setup and the cell. ValueError where the cell's last line is no explorer."""
    names = {}
    for setup in notebook.cells:
        if "setup" in setup.metadata.get("tags", []):
            exec(compile(setup.source, f"<cell {setup.id}>", "exec"), names)
    *before, last = ast.parse(cell.source).body
    exec(compile(ast.Module(before, []), f"<cell {cell.id}>", "exec"), names)
    shown = eval(compile(ast.Expression(last.value), f"<cell {cell.id}>", "eval"), names) if isinstance(last, ast.Expr) else None
    if not isinstance(shown, engine.Explorer):
        raise ValueError(f"cell {cell.id} ends with {type(shown).__name__}, expected an explorer")
    return shown


def made_from(notebook, cell, language: str) -> str:
    """A hash of everything that the files of an explorer depend on, so that an unchanged one is not rendered again."""
    name = CALL.search(cell.source)[1]
    sections = {slug for slug, names in nnlab.explorers.SECTIONS.items() if name in names}
    package, seen = ROOT / "nnlab", set()
    while sections - seen:  # with the sections whose pictures these sections use
        slug = min(sections - seen)
        seen.add(slug)
        sections |= {
            found for file in (package / "lecture" / slug).glob("*.py") if not _is_question(file)
            for found in IMPORTED.findall(file.read_text("utf-8")) if (package / "lecture" / found).is_dir()
        }  # fmt: skip
    folders = [package, package / "lecture", *(package / "lecture" / slug for slug in seen)]
    files = [file for folder in folders for file in folder.glob("*.*") if file.suffix in (".py", ".toml") and not _is_question(file)]
    files += [*package.glob("engine/*.py"), package / "engine" / "words.toml", *Path(__file__).parent.glob("*frame*.py")]
    files.append(Path(__file__).parent / "explorer_states.py")
    digest = hashlib.sha256(repr([importlib.metadata.version(one) for one in ("numpy", "matplotlib", "ipywidgets")]).encode())
    setup = [other.source for other in notebook.cells if "setup" in other.metadata.get("tags", [])]
    digest.update("\n".join([language, *setup, cell.source]).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def _is_question(file: Path) -> bool:
    """Whether a file of a section has nothing to do with its pictures."""
    return file.stem in ("exercises", "questions", "readings", "claims", "claim_rules", "claim_experiments", "contents", "glossary")


# ---- one explorer


class Level(NamedTuple):
    """How many values of a control have a picture, by its kind; the one where it is at a base always has."""

    slider: int
    player: int  # of something that happens in time: worth more than the others
    list: int = 1000  # all
    check: int = 2


OPENING_LEVELS = [Level(n, max(n, 12)) for n in (41, 31, 21, 15, 11, 8)]  # the first that is small enough is taken, else the last
PRESET_LEVELS = [*OPENING_LEVELS, Level(6, 12), Level(4, 12), *(Level(0, n, 0, 0) for n in (12, 8, 5, 3, 0))]


def export(explorer: engine.Explorer) -> tuple[dict, bytes]:
    """What the page has to know of an explorer, and the file of its pictures."""
    film, presets = Film(Recorder(explorer)), list(explorer.presets)
    for level in OPENING_LEVELS:
        data = film.take([""], level)
        if len(data) <= LIMIT * (OPENING_SHARE if presets else 1):
            break
    for fewer in PRESET_LEVELS[OPENING_LEVELS.index(level) :] if presets else []:
        estimate = len(data) * film.count_states("", fewer) / film.count_states("", level) * len(presets)
        if estimate > 1.2 * (LIMIT - len(data)) and fewer != PRESET_LEVELS[-1]:
            continue  # most likely too much: not worth rendering
        with_presets = film.take(presets, fewer)
        if len(with_presets) <= LIMIT:
            break
    return film.description(), with_presets if presets else data


class Film:
    """The states of an explorer that are exported: from each base, those of every control."""

    def __init__(self, recorder: Recorder):
        self.recorder, self.travels, self._known = recorder, {key: {} for key in recorder.bases}, {}

    def take(self, bases: list[str], level: Level) -> bytes:
        """Take the travels from these bases; returns the file."""
        for base in bases:
            self.travels[base] = {
                control.name: {place: self._state(base, control, place) for place in self._places(base, control, level)}
                for control in self.recorder.controls
            }
        return self._file()

    def count_states(self, base: str, level: Level) -> int:
        """How many states the travels from a base have."""
        return 1 + sum(len(self._places(base, control, level)) - 1 for control in self.recorder.controls)

    def _places(self, base: str, control: Control, level: Level) -> list[int]:
        at = control.index(self.recorder.base_states[base].params[control.name])
        return sorted({*spread(range(len(control.values)), getattr(level, control.kind)), at})

    def _state(self, base: str, control: Control, index: int) -> State:
        start = self.recorder.base_states[base]
        if index == control.index(start.params[control.name]):
            return start
        key = (base, control.name, index)
        if key not in self._known:
            self._known[key] = self.recorder.state(base, {control.name: control.values[index]})
        return self._known[key]

    def _file(self) -> bytes:
        """The file of all pictures. Each is compared with its neighbour on the way to its base, from which it differs least."""
        opening = self.recorder.base_states[""].picture
        order = {opening: opening}
        for base, travel in self.travels.items():
            start = self.recorder.base_states[base]
            order.setdefault(start.picture, opening)
            for control in self.recorder.controls:
                states, at = travel.get(control.name, {}), control.index(start.params[control.name])
                for side in (sorted(i for i in states if i > at), sorted((i for i in states if i < at), reverse=True)):
                    reference = start.picture
                    for i in side:
                        order.setdefault(states[i].picture, reference)
                        reference = states[i].picture
        self._order = {picture: number for number, picture in enumerate(order)}
        return frame_file.encode(order.items(), self.recorder.pixels)

    def description(self) -> dict:
        """What the page has to know beside the pictures."""
        recorder, explorer = self.recorder, self.recorder.explorer
        moving = [control for control in recorder.controls if self._moves(control)]
        statuses: dict[str, int] = {}

        def index(control: Control, params: dict) -> int:
            known = control.index(params[control.name])
            if known is None:  # where a scene moves another control: the nearest value
                known = min(range(len(control.values)), key=lambda i: abs(control.values[i] - params[control.name]))
            return known

        def frame(state: State) -> list:
            status = statuses.setdefault(state.status, len(statuses))
            return [self._order[state.picture], status, [index(control, state.params) for control in moving]]

        bases = []
        for key in recorder.bases:
            state = recorder.base_states[key]
            travels = [{i: frame(one) for i, one in self.travels[key].get(control.name, {}).items()} for control in moving]
            label = translate(f"{explorer.name}.preset.{key}") if key else translate("reset")
            bases.append({"label": label, "frame": frame(state), "travels": travels})
        return {
            "title": translate(f"{explorer.name}.title"),
            "size": recorder.size,
            "texts": {key: translate(key) for key in ("play", "pause", "reset")},
            "controls": [_control_data(control) for control in moving],
            "bases": bases,
            "statuses": list(statuses),
        }

    def _moves(self, control: Control) -> bool:
        """Whether the control changes anything here: one that only says what a click in the picture does is left out."""
        for base, travel in self.travels.items():
            start = self.recorder.base_states[base]
            if any((state.picture, state.status) != (start.picture, start.status) for state in travel.get(control.name, {}).values()):
                return True
        return False


def _control_data(control: Control) -> dict:
    data = {"kind": control.kind, "label": control.widget.description, "values": control.readouts}
    if control.widget.tooltip not in (None, control.widget.description):
        data["help"] = control.widget.tooltip
    if control.kind == "player":
        data["interval"] = control.interval
    return data


# ---- all explorers


def export_notebook(path: Path, target: Path) -> Iterator[tuple[str, int]]:
    """Write the files of a notebook's explorers into `target`; yields the name of each and the size of its pictures."""
    language, notebook = path.parent.name, pages.read(path)
    for cell in explorer_cells(notebook):
        yield f"{path.stem}.{cell.id}", write(notebook, cell, path.stem, language, target)


def write(notebook, cell, stem: str, language: str, target: Path) -> int:
    """Write the files of an explorer, unless they are there and made from the same sources; returns the size of its pictures."""
    description, pictures = (target / f"{stem}.{cell.id}.{suffix}" for suffix in ("json", "bin"))
    key = made_from(notebook, cell, language)
    if not (description.exists() and pictures.exists() and json.loads(description.read_text("utf-8"))["made_from"] == key):
        engine.raise_errors = True
        target.mkdir(parents=True, exist_ok=True)
        data, film = export(open_explorer(notebook, cell))
        ipywidgets.Widget.close_all()
        pictures.write_bytes(film)
        description.write_text(json.dumps({"made_from": key} | data, ensure_ascii=False, separators=(",", ":")), "utf-8")
    return pictures.stat().st_size


def main() -> None:
    """Render what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("notebooks", nargs="*", help="names such as 05_sigmoid; all where none is given")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    arguments = parser.parse_intermixed_args()
    for language in arguments.lang or LANGUAGES:
        for path in sorted((ROOT / "notebooks" / language).glob("*.ipynb")):
            if not arguments.notebooks or path.stem in arguments.notebooks:
                for name, size in export_notebook(path, arguments.folder / language):
                    print(f"{language}/{name}: {size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main()

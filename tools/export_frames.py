"""Explorers that move without a kernel: `python tools/export_frames.py FOLDER [NOTEBOOK …] [--lang ko]` renders what pages show of them.

Each explorer of a notebook becomes FOLDER/LANGUAGE/NOTEBOOK.CELL.json (controls, texts, which state has which picture) and .1.bin (the
pictures, see `frame_file.py`; where they are large, .2.bin and so on, too), and .dark.png, the opening on a dark page. FOLDER/LANGUAGE
has a folder `phone` with the same, the panels one above the other, and with the opening on a light page as .png. What is there already and
made from the same sources is left as it is. `website.py` puts them into the pages.
"""

import argparse
import ast
import concurrent.futures
import hashlib
import importlib.metadata
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: as in the lecture's kernel, so that the pictures are the same

import explorer_film
import ipywidgets
import pages

import nnlab
from nnlab.engine import explorer as engine
from nnlab.engine.theme import DARK, LIGHT
from nnlab.language import LANGUAGES

ROOT = Path(__file__).parents[1]
PHONE = "phone"  # the folder of the pictures for phones
CALL = re.compile(r"\bexplorers\.(\w+)\(")
RENDERED_BY = ("explorer_film.py", "explorer_states.py", "export_frames.py", "frame_file.py")
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
    files += [*package.glob("engine/*.py"), package / "engine" / "words.toml", *map(Path(__file__).with_name, RENDERED_BY)]
    files += [*package.glob("datasets/*.npz"), *package.glob("datasets/photos/*.*"), *package.glob("fonts/*.otf")]
    digest = hashlib.sha256(repr([importlib.metadata.version(one) for one in ("numpy", "matplotlib", "ipywidgets", "pillow")]).encode())
    setup = [other.source for other in notebook.cells if "setup" in other.metadata.get("tags", [])]
    digest.update("\n".join([language, *setup, cell.source]).encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def _is_question(file: Path) -> bool:
    """Whether a file of a section has nothing to do with its pictures."""
    return file.stem in ("exercises", "questions", "readings", "claims", "claim_rules", "claim_experiments", "contents", "glossary")


# ---- all explorers


def export_notebook(path: Path, target: Path) -> Iterator[tuple[str, int]]:
    """Write the files of a notebook's explorers into `target`; yields the name of each and the size of its pictures."""
    language, notebook = path.parent.name, pages.read(path)
    for cell in explorer_cells(notebook):
        yield f"{path.stem}.{cell.id}", write(notebook, cell, path.stem, language, target)


def write(notebook, cell, stem: str, language: str, target: Path) -> int:
    """Write the files of an explorer, unless they are there and made from the same sources; returns the size of its pictures."""
    name, key = f"{stem}.{cell.id}", made_from(notebook, cell, language)
    description = target / f"{name}.json"
    if not (description.exists() and json.loads(description.read_text("utf-8"))["made_from"] == key):
        engine.raise_errors = True
        explorer = open_explorer(notebook, cell)
        for old in (*target.glob(f"{name}.*"), *(target / PHONE).glob(f"{name}.*")):
            old.unlink()
        data, films = explorer_film.export(explorer)
        phone_data, phone_films = explorer_film.export_for_phones(explorer, len(data["controls"])) if films else ({}, [])
        _write_files(target / PHONE, name, {"files": len(phone_films)} | phone_data, phone_films)
        _write_stills(explorer, target, name, explorer.canvas.scale if phone_films else explorer_film.PHONE_SCALES[0])
        ipywidgets.Widget.close_all()
        _write_files(target, name, {"made_from": key, "files": len(films)} | data, films)  # last: it says that all is there
    return sum(file.stat().st_size for folder in (target, target / PHONE) for file in folder.glob(f"{name}.*.bin"))


def _write_stills(explorer: engine.Explorer, target: Path, name: str, phone_scale: float) -> None:
    """Write the opening as a page shows it before it can move: wide on a dark page (the notebook has the light one), and for phones."""
    explorer.reset()
    with explorer.canvas.hold_trait_notifications():
        explorer.canvas.scale, explorer.canvas.narrow, explorer.canvas.theme = 1.0, False, DARK
    (target / f"{name}.dark.png").write_bytes(explorer.png)
    for theme, suffix in ((DARK, ".dark.png"), (LIGHT, ".png")):
        explorer.canvas.theme = theme
        if explorer_film.show_for_phones(explorer, phone_scale):
            (target / PHONE / f"{name}{suffix}").write_bytes(explorer.png)


def _write_files(folder: Path, name: str, description: dict, films: list[bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, film in enumerate(films, 1):
        (folder / f"{name}.{number}.bin").write_bytes(film)
    (folder / f"{name}.json").write_text(json.dumps(description, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _write_one(path: Path, cell_id: str, folder: Path) -> str:
    """Write the files of one explorer in a process of its own; returns what is said about it."""
    start, notebook = time.perf_counter(), pages.read(path)
    (cell,) = (cell for cell in notebook.cells if cell.id == cell_id)
    size = write(notebook, cell, path.stem, path.parent.name, folder / path.parent.name)
    return f"{path.parent.name}/{path.stem}.{cell_id}: {size / 1000:.0f} kB, {time.perf_counter() - start:.0f} s"


def main() -> None:
    """Render what is asked for, in as many processes as there are processors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("notebooks", nargs="*", help="names such as 05_sigmoid; all where none is given")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    arguments = parser.parse_intermixed_args()
    paths = [
        ROOT / "notebooks" / language / name
        for name in sorted(path.name for path in (ROOT / "notebooks" / LANGUAGES[0]).glob("*.ipynb"))
        for language in arguments.lang or LANGUAGES if not arguments.notebooks or name.removesuffix(".ipynb") in arguments.notebooks
    ]  # fmt: skip
    with concurrent.futures.ProcessPoolExecutor(arguments.processes) as pool:
        jobs = [pool.submit(_write_one, path, cell.id, arguments.folder) for path in paths for cell in explorer_cells(pages.read(path))]
        for job in jobs:
            print(job.result(), flush=True)


if __name__ == "__main__":
    main()

"""Slides to hand out: `python tools/slides.py [FOLDER]` writes each notebook as one HTML file that needs nothing else, into build/slides.

They are run by the same JavaScript as the slides in JupyterLab; only the explorers are pictures. Without scripts they are one long page.
"""

import argparse
import json
import re
from html import escape
from pathlib import Path

import pages
from slide_types import TEXTS

ROOT = Path(__file__).parents[1]
STATIC = TEXTS.parent
MODULES = ("page_breaks.js", "pages.js", "panels.js", "notes_window.js", "keys.js", "deck.js")  # each after those that it imports
PICTURE = re.compile(r'<div class="output picture">(<img [^>]*?alt="([^"]*)">)</div>')
START = """
const main = document.querySelector("main");
const slides = JSON.parse(document.querySelector("script[type='application/json']").textContent);
const children = (selector) => (node) => [...node.querySelectorAll(`:scope > ${selector}`)];
await Promise.all([...document.images].map((image) => image.decode()));
main.classList.add("nnlab-deck");
main.tabIndex = -1;
const running = startDeck({
  deck: main,
  content: main.firstElementChild,
  cells: slides.cells.map((cell) => ({ ...cell, node: document.getElementById(cell.id) })),
  find: { text: children(".text"), code: children(".code"), outputs: children(".output"), rich: (node) => !node.matches(".text") },
  texts: slides.texts,
  title: slides.title,
  start: Number(location.hash.slice(1) || 1) - 1,
  onPage: (page) => history.replaceState(null, "", `#${page + 1}`),
});
window.addEventListener("beforeprint", running.print);
window.addEventListener("afterprint", running.afterPrint);
"""


def slides_html(path: Path) -> str:
    """The slides of the notebook stored at `path`, whose folder is named by its language."""
    notebook, language = pages.read(path), path.parent.name
    slides = {
        "title": pages.title(notebook),
        "texts": json.loads(TEXTS.read_text("utf-8"))[language],
        "cells": [cell_data(cell) for cell in notebook.cells],
    }
    style = (STATIC / "deck.css").read_text("utf-8") + (ROOT / "tools" / "slides.css").read_text("utf-8") + pages.code_css()
    body = "\n".join(pages.cell_html(cell) for cell in pages.shown_cells(notebook))
    body = PICTURE.sub(r'<div class="output picture"><div class="nnlab-explorer"><figure class="nnlab-picture">\1'
                       r'<figcaption aria-hidden="true">\2</figcaption></figure></div></div>', body)  # fmt: skip
    body = re.sub(r'href="([^":]+)\.ipynb"', r'href="\1.html"', body)
    data = json.dumps(slides, ensure_ascii=False).replace("</", "<\\/")
    title = escape(slides["title"])
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>\n'
        f'<body>\n<main><div>\n{body}\n</div></main>\n<script type="application/json">{data}</script>\n'
        f'<script type="module">\n{script()}{START}</script>\n</body>\n</html>\n'
    )


def script() -> str:
    """The modules of presenter mode joined into one script."""
    text = "\n".join((STATIC / name).read_text("utf-8") for name in MODULES)
    return re.sub(r"^export |^import .*\n", "", text, flags=re.MULTILINE)


def cell_data(cell) -> dict:
    """What the deck has to know of a cell beside its HTML; in JupyterLab `presenting.js` gives the same."""
    heading = re.search(r"^#+ +(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
    return {
        "id": cell.id,
        "code": cell.cell_type == "code",
        "type": cell.metadata.get("slideshow", {}).get("slide_type", ""),
        "tags": cell.metadata.get("tags", []),
        "notes": [{"kind": kind, "text": text} for kind, text in cell.metadata.get("nnlab", {}).get("notes", {}).items()],
        "title": re.sub(r"[*_`$]", "", heading[1]) if heading else "",
    }


def main() -> None:
    """Write the slides of every notebook in both languages."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "slides", help="where to write; default: %(default)s")
    folder = parser.parse_args().folder
    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        target = folder / path.parent.name / f"{path.stem}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(slides_html(path), "utf-8")
    print(folder)


if __name__ == "__main__":
    main()

"""Slides to hand out: `python tools/slides.py [FOLDER]` writes each notebook as one HTML file that needs nothing else, into build/slides.

They are moved by the same program as the slides in JupyterLab; only the explorers are pictures. Without scripts they are one long page.
"""

import json
import re
import sys
from html import escape
from pathlib import Path

import pages
from slide_types import WORDS

ROOT = Path(__file__).parents[1]
STATIC = WORDS.parent
MODULES = ("pages.js", "panels.js", "deck.js")  # in the order in which one needs the other
PICTURE = re.compile(r'<div class="output picture">(<img [^>]*?alt="([^"]*)">)</div>')
START = """
const deck = document.querySelector("main");
const told = JSON.parse(document.querySelector("#told").textContent);
const inside = (selector) => (node) => [...node.querySelectorAll(`:scope > ${selector}`)];
await Promise.all([...document.images].map((image) => image.decode()));
deck.classList.add("nnlab-stage");
deck.tabIndex = -1;
const playing = startDeck({
  stage: deck,
  content: deck.firstElementChild,
  cells: told.cells.map((cell) => ({ ...cell, node: document.getElementById(cell.id) })),
  find: { text: inside(".text"), code: inside(".code"), outputs: inside(".output"), rich: (node) => !node.matches(".text") },
  words: told.words,
  name: told.name,
  start: Number(location.hash.slice(1) || 1) - 1,
  turned: (page) => history.replaceState(null, "", `#${page + 1}`),
});
window.addEventListener("beforeprint", playing.print);
window.addEventListener("afterprint", playing.afterPrint);
"""


def slides_html(path: Path) -> str:
    """The slides of the notebook stored at `path`, whose folder is named by its language."""
    notebook, language = pages.read(path), path.parent.name
    told = {
        "name": pages.title(notebook),
        "words": json.loads(WORDS.read_text("utf-8"))[language],
        "cells": [_told(cell) for cell in notebook.cells],
    }
    style = (STATIC / "deck.css").read_text("utf-8") + (ROOT / "tools" / "slides.css").read_text("utf-8") + pages.code_css()
    body = "\n".join(pages.cell_html(cell) for cell in notebook.cells)
    body = PICTURE.sub(r'<div class="output picture"><div class="nnlab-explorer"><figure class="nnlab-picture">\1'
                       r'<figcaption aria-hidden="true">\2</figcaption></figure></div></div>', body)  # fmt: skip
    body = re.sub(r'href="([^":]+)\.ipynb"', r'href="\1.html"', body)
    data = json.dumps(told, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(told["name"])}</title>\n<style>\n{style}</style>\n</head>\n'
        f'<body>\n<main><div>\n{body}\n</div></main>\n<script type="application/json" id="told">{data}</script>\n'
        f'<script type="module">\n{program()}{START}</script>\n</body>\n</html>\n'
    )


def program() -> str:
    """The modules of presenter mode as one script."""
    text = "\n".join((STATIC / name).read_text("utf-8") for name in MODULES)
    return re.sub(r"^export |^import .*\n", "", text, flags=re.MULTILINE)


def _told(cell) -> dict:
    """What the program has to know of a cell, as the front end of JupyterLab tells it."""
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
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "slides"
    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        target = folder / path.parent.name / f"{path.stem}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(slides_html(path), "utf-8")
    print(folder)


if __name__ == "__main__":
    sys.exit(main())

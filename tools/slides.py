"""Slides to hand out: `python tools/slides.py [FOLDER]` writes each notebook as one HTML file that needs nothing else, into build/slides.

They are run by the same JavaScript as the slides in JupyterLab; only the explorers are pictures, drawn anew at twice the resolution.
Without scripts they are one long page. `--without-answers` keeps the answers back (worksheets.py); `--only 05` writes this notebook.
"""

import argparse
import json
import re
from html import escape
from pathlib import Path

import page_questions
import pages
import sharp_pictures
import worksheets
from slide_types import TEXTS

from nnlab.language import catalogue

ROOT = Path(__file__).parents[1]
STATIC = TEXTS.parent
MODULES = (  # each after those that it imports
    "dom.js", "page_breaks.js", "pages.js", "panels.js", "notes_window.js", "keys.js",
    "drawing_tools.js", "next_slide.js", "schedule.js", "sentences.js", "deck.js",
)  # fmt: skip
PICTURE = re.compile(r'<div class="output picture"><img ([^>]*?alt="([^"]*)">)</div>')
EXPLORER = re.compile(r"\bnnlab\.explorers\.(\w+)\(")
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


def slides_html(path: Path, *, answers: bool = True, sharp: bool = False) -> str:
    """The slides of the notebook stored at `path`, whose folder is named by its language.

    `answers`: whether they show them. `sharp`: whether the explorers' pictures are drawn anew, at twice the resolution.
    """
    notebook, language = pages.read(path), path.parent.name
    if not answers:
        notebook = worksheets.without_answers(notebook, language)
    widths = sharp_pictures.sharpen(notebook) if sharp else {}
    slides = {
        "title": pages.title(notebook),
        "texts": json.loads(TEXTS.read_text("utf-8"))[language],
        "cells": [cell_data(cell) for cell in notebook.cells],
    }
    style = (STATIC / "deck.css").read_text("utf-8") + (ROOT / "tools" / "slides.css").read_text("utf-8") + pages.code_css()
    body = "\n".join(slide_html(cell, language, widths.get(cell.id)) for cell in pages.shown_cells(notebook))
    body = re.sub(r'href="([^":]+)\.ipynb"', r'href="\1.html"', body)
    data = json.dumps(slides, ensure_ascii=False).replace("</", "<\\/")
    title = escape(slides["title"])
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>\n'
        f'<body>\n<main><div>\n{body}\n</div></main>\n<script type="application/json">{data}</script>\n'
        f'<script type="module">\n{script()}{START}</script>\n</body>\n</html>\n'
    )


def slide_html(cell, language: str, width: int | None) -> str:
    """The HTML of a cell, where a picture has its words below it and an explorer its title above; `width`: of the picture in CSS pixels."""
    explorer = EXPLORER.search(cell.source) if cell.cell_type == "code" else None
    title = f'<div class="nnlab-title"><b>{escape(catalogue()[f"{explorer[1]}.title"][language])}</b></div>' if explorer else ""
    style = f'style="width:{width}px" ' if width else ""
    return PICTURE.sub(
        lambda found: f'<div class="output picture"><div class="nnlab-explorer">{title}<figure class="nnlab-picture">'
        f'<img {style}{found[1]}<figcaption aria-hidden="true">{found[2]}</figcaption></figure></div></div>',
        pages.cell_html(cell),
    )  # fmt: skip


def script() -> str:
    """The modules of presenter mode joined into one script."""
    text = "\n".join((STATIC / name).read_text("utf-8") for name in MODULES)
    return re.sub(r"^export |^import .*\n", "", text, flags=re.MULTILINE)


def cell_data(cell) -> dict:
    """What the deck has to know of a cell beside its HTML; in JupyterLab `presenting.js` gives the same."""
    heading = re.search(r"^#+ +(.+)$", cell.source, re.MULTILINE) if cell.cell_type == "markdown" else None
    question = page_questions.question_of(cell)
    return {
        "id": cell.id,
        "code": cell.cell_type == "code",
        "prediction": question[1] if question else None,
        "type": cell.metadata.get("slideshow", {}).get("slide_type", ""),
        "tags": cell.metadata.get("tags", []),
        "notes": [{"kind": kind, "text": text} for kind, text in cell.metadata.get("nnlab", {}).get("notes", {}).items()],
        "title": re.sub(r"[*_`$]", "", heading[1]) if heading else "",
    }


def main() -> None:
    """Write the slides of every notebook in both languages."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where to write; default: build/slides, or build/worksheets without answers")
    parser.add_argument("--without-answers", action="store_true", help="keep the answers back")
    parser.add_argument("--only", nargs="+", metavar="NUMBER", help="the numbers of the notebooks to write, such as 05; default: all")
    options = parser.parse_args()
    folder = options.folder or ROOT / "build" / ("worksheets" if options.without_answers else "slides")
    for path in sorted((ROOT / "notebooks").glob("*/*.ipynb")):
        if options.only and path.stem[:2] not in options.only:
            continue
        target = folder / path.parent.name / f"{path.stem}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(slides_html(path, answers=not options.without_answers, sharp=True), "utf-8")
    print(folder)


if __name__ == "__main__":
    main()

"""The lecture as pages that need nothing but a browser that shows text: every notebook with its pictures, in both languages.

`python tools/website.py FOLDER` writes FOLDER/index.html, where the reader chooses a language, and FOLDER/ko and FOLDER/en. The pages
link to FOLDER/lite, which `tools/lite.py` makes. With `--frames FRAMES`, which `tools/export_frames.py` makes, explorers move on the pages.
"""

import argparse
import re
import shutil
import sys
import tomllib
from html import unescape
from pathlib import Path

import contents
import jinja2
import pages
from markupsafe import Markup
from pygments.formatters import HtmlFormatter

from nnlab.language import LANGUAGES

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "tools" / "templates"
TEXTS = tomllib.loads((ROOT / "tools" / "website.toml").read_text("utf-8"))
LINK = re.compile(r'href="(\w+)\.ipynb(#[^"]*)?"')
PICTURE = re.compile(r'(<img src="[^"]*" alt="([^"]*)">)')
SCRIPTS = ("explorer.js", "explorer_states.js", "frame_file.js")
STYLES = ("style.css", "explorer.css")


def texts(language: str) -> dict[str, str]:
    """The website's own texts in one language."""
    return {key: entry[language] for key, entry in TEXTS.items()}


def headings(notebook) -> list[tuple[str, str]]:
    """The second-level headings of a notebook, each as (id of its cell, HTML)."""
    found = []
    for cell in notebook.cells:
        line = cell.source.splitlines()[0] if cell.cell_type == "markdown" and cell.source else ""
        if line.startswith("## "):
            text = pages.markdown_html(line.removeprefix("## "))
            found.append((cell.id, Markup(text.removeprefix("<p>").removesuffix("</p>"))))
    return found


def cell_section(cell, run_url: str, words: dict[str, str], frames: str = "") -> str:
    """The HTML of a cell: links lead to pages instead of notebooks; a picture has its description and a link to run the notebook.

    `frames` is where the page finds the exported frames of the cell's explorer, without the suffix; "" where there are none.
    """
    html = LINK.sub(r'href="\1.html\2"', pages.cell_html(cell))
    figure = Markup('<figure data-explorer="{}" data-returned="{}">').format(frames, words["returned"]) if frames else "<figure>"
    run = words["live"] if frames else words["try"]
    # The description is the picture's alternative text already, so the caption is not read out a second time.
    caption = Markup('<figcaption><span aria-hidden="true">{}</span> <a class="live" href="{}">{}</a></figcaption>')
    return PICTURE.sub(lambda found: f"{figure}{found[1]}{caption.format(unescape(found[2]), run_url, run)}</figure>", html)


def copy_frames(frames: Path | None, name: str, target: Path) -> str:
    """Copy the exported frames called `name` beside the pages; returns where a page finds them, "" where there are none."""
    files = [frames / f"{name}{suffix}" for suffix in (".json", ".bin")] if frames else []
    if not files or not all(file.is_file() for file in files):
        return ""
    (target / "frames").mkdir(exist_ok=True)
    for file in files:
        shutil.copy(file, target / "frames")
    return f"frames/{name}"


def code_css() -> str:
    """The colours of code in light and in dark mode."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return f"{pages.code_css()}\n/* by night */\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def write_edition(language: str, target: Path, environment: jinja2.Environment, frames: Path | None = None) -> None:
    """Write the pages of one language into `target`, with its exported `frames`."""
    target.mkdir(parents=True, exist_ok=True)
    sections, live = contents.sections(language), f"../lite/{language}"
    other = next(one for one in LANGUAGES if one != language)
    shared = {"language": language, "other": other, "root": "../", "live": live, "texts": texts(language)}
    (target / "index.html").write_text(environment.get_template("contents.html").render(shared, sections=sections), "utf-8")
    for previous, section, next_section in zip([None, *sections], sections, [*sections[1:], None], strict=False):
        notebook = pages.read(ROOT / "notebooks" / language / f"{section.notebook}.ipynb")
        run_url = f"{live}/notebooks/index.html?path={section.notebook}.ipynb"
        cells = [
            Markup(cell_section(cell, run_url, shared["texts"], copy_frames(frames, f"{section.notebook}.{cell.id}", target)))
            for cell in pages.shown_cells(notebook)
        ]
        page = environment.get_template("page.html").render(
            shared,
            name=section.notebook, title=pages.title(notebook), run=run_url, previous=previous, next=next_section,
            headings=headings(notebook), cells=cells, moves=any("data-explorer" in cell for cell in cells),
        )  # fmt: skip
        (target / f"{section.notebook}.html").write_text(page, "utf-8")


def write(target: Path, frames: Path | None = None) -> None:
    """Write the first page, the pages of both languages and their style into `target`; explorers that have `frames` move."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["language_names"] = TEXTS["language"]
    for language in LANGUAGES:
        write_edition(language, target / language, environment, frames and frames / language)
        shutil.copy(ROOT / "docs" / language / contents.COVER, target / language)
    editions = {language: texts(language) | {"cover": contents.cover_text(language)} for language in LANGUAGES}
    start = environment.get_template("start.html").render(language="en", root="", editions=editions, cover=contents.COVER)
    (target / "index.html").write_text(start, "utf-8")
    style = "".join((TEMPLATES / name).read_text("utf-8") for name in STYLES)
    (target / "style.css").write_text(style + code_css(), "utf-8")
    for name in SCRIPTS if frames else ():
        shutil.copy(TEMPLATES / name, target)


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("--frames", type=Path, help="what tools/export_frames.py made")
    arguments = parser.parse_args()
    if arguments.frames and not arguments.frames.is_dir():
        parser.error(f"--frames is {arguments.frames}, expected the folder that tools/export_frames.py made")
    write(arguments.target, arguments.frames)


if __name__ == "__main__":
    sys.exit(main())

"""The lecture as pages that need nothing but a browser that shows text: every notebook with its pictures, in both languages.

`python tools/website.py FOLDER` writes FOLDER/index.html, where the reader chooses a language, and FOLDER/ko and FOLDER/en. The pages
link to FOLDER/lite, which `tools/lite.py` makes.
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


def cell_section(cell, run_url: str, run_text: str) -> str:
    """The HTML of a cell: links lead to pages instead of notebooks; a picture has its description and a link to run the notebook."""
    html = LINK.sub(r'href="\1.html\2"', pages.cell_html(cell))
    # The description is the picture's alternative text already, so the caption is not read out a second time.
    caption = Markup('<figcaption><span aria-hidden="true">{}</span> <a class="live" href="{}">{}</a></figcaption>')
    return PICTURE.sub(lambda found: f"<figure>{found[1]}{caption.format(unescape(found[2]), run_url, run_text)}</figure>", html)


def code_css() -> str:
    """The colours of code in light and in dark mode."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return f"{pages.code_css()}\n/* by night */\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def write_edition(language: str, target: Path, environment: jinja2.Environment) -> None:
    """Write the pages of one language into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    sections, live = contents.sections(language), f"../lite/{language}"
    other = next(one for one in LANGUAGES if one != language)
    shared = {"language": language, "other": other, "root": "../", "live": live, "texts": texts(language)}
    (target / "index.html").write_text(environment.get_template("contents.html").render(shared, sections=sections), "utf-8")
    for previous, section, next_section in zip([None, *sections], sections, [*sections[1:], None], strict=False):
        notebook = pages.read(ROOT / "notebooks" / language / f"{section.notebook}.ipynb")
        run_url = f"{live}/notebooks/index.html?path={section.notebook}.ipynb"
        cells = [Markup(cell_section(cell, run_url, shared["texts"]["try"])) for cell in pages.shown_cells(notebook)]
        page = environment.get_template("page.html").render(
            shared,
            name=section.notebook, title=pages.title(notebook), run=run_url, previous=previous, next=next_section,
            headings=headings(notebook), cells=cells,
        )  # fmt: skip
        (target / f"{section.notebook}.html").write_text(page, "utf-8")


def write(target: Path) -> None:
    """Write the first page, the pages of both languages and their style into `target`."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["language_names"] = TEXTS["language"]
    for language in LANGUAGES:
        write_edition(language, target / language, environment)
        shutil.copy(ROOT / "docs" / language / contents.COVER, target / language)
    editions = {language: texts(language) | {"cover": contents.cover_text(language)} for language in LANGUAGES}
    start = environment.get_template("start.html").render(language="en", root="", editions=editions, cover=contents.COVER)
    (target / "index.html").write_text(start, "utf-8")
    (target / "style.css").write_text((TEMPLATES / "style.css").read_text("utf-8") + code_css(), "utf-8")


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    write(parser.parse_args().target)


if __name__ == "__main__":
    sys.exit(main())

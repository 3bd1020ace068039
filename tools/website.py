"""The lecture as pages that need nothing but a browser that shows text: every notebook with its pictures, in both languages.

`python tools/website.py FOLDER` writes FOLDER/index.html, where the reader chooses a language, and FOLDER/ko and FOLDER/en. The pages
link to FOLDER/lite, which `tools/lite.py` makes.
"""

import argparse
import re
import shutil
import sys
from html import unescape
from pathlib import Path
from typing import NamedTuple

import jinja2
import pages
from markupsafe import Markup
from pygments.formatters import HtmlFormatter

from nnlab import language

ROOT = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "templates"
README = {"ko": "README.ko.md", "en": "README.md"}
ROW = re.compile(r"^\| \[(.+?)\]\(notebooks/\w+/(\w+)\.ipynb\) \| (.+?) \| (.+?) \|$", re.MULTILINE)
COVER = re.compile(r"^!\[(.+?)\]\((docs/\w+/(\w+\.png))\)$", re.MULTILINE)
LINK = re.compile(r'href="(\w+)\.ipynb(#[^"]*)?"')
PICTURE = re.compile(r'(<img src="[^"]*" alt="([^"]*)")>')


class Row(NamedTuple):
    """A notebook in the README's table of the lecture."""

    title: str
    name: str
    slides: str
    what: str


def lecture(edition: str) -> list[Row]:
    """The notebooks in the order of the lecture, with what the README says of each."""
    return [Row(*found) for found in ROW.findall((ROOT / README[edition]).read_text("utf-8"))]


def headings(notebook) -> list[tuple[str, str]]:
    """The places and texts of a notebook's second-level headings, as (id of the cell, HTML)."""
    found = []
    for cell in notebook.cells:
        line = cell.source.splitlines()[0] if cell.cell_type == "markdown" and cell.source else ""
        if line.startswith("## "):
            text = pages.markdown_html(line.removeprefix("## "))
            found.append((cell.id, Markup(text.removeprefix("<p>").removesuffix("</p>"))))
    return found


def section(cell, run: str) -> str:
    """The HTML of a cell among pages instead of notebooks: links lead to pages, and a picture stands above the sentence that says it."""
    html = LINK.sub(r'href="\1.html\2"', pages.cell_html(cell))
    return PICTURE.sub(lambda found: _figure(found[1], unescape(found[2]), run), html)


def _figure(image: str, sentence: str, run: str) -> str:
    # The sentence is the picture's alternative text already, so it is not read out twice.
    said = Markup('<span aria-hidden="true">{}</span>').format(sentence)
    link = Markup('<a class="live" href="{}">{}</a>').format(run, language.word("site.try"))
    return f"<figure>{image}><figcaption>{said} {link}</figcaption></figure>"


def code_css() -> str:
    """The colours of code, on light and on dark ground."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return f"{pages.code_css()}\n/* by night */\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def write_edition(edition: str, target: Path, environment: jinja2.Environment) -> None:
    """Write the pages of one language into `target`."""
    language.use_language(edition)
    target.mkdir(parents=True, exist_ok=True)
    rows, live = lecture(edition), f"../lite/{edition}"
    shared = {"language": edition, "other": "en" if edition == "ko" else "ko", "root": "../", "live": live}
    (target / "index.html").write_text(environment.get_template("contents.html").render(shared, rows=rows), "utf-8")
    for previous, row, following in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        notebook = pages.read(ROOT / "notebooks" / edition / f"{row.name}.ipynb")
        run = f"{live}/notebooks/index.html?path={row.name}.ipynb"
        page = environment.get_template("page.html").render(
            shared,
            name=row.name, title=pages.title(notebook), run=run, previous=previous, next=following,
            headings=headings(notebook), sections=[Markup(section(cell, run)) for cell in notebook.cells],
        )  # fmt: skip
        (target / f"{row.name}.html").write_text(page, "utf-8")


def write(target: Path) -> None:
    """Write the first page, the pages of both languages and their style into `target`."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"word": language.word, "names": language.catalogue()["site.language"]}
    editions = {}
    for edition in language.LANGUAGES:
        write_edition(edition, target / edition, environment)
        words, source, picture = COVER.search((ROOT / README[edition]).read_text("utf-8")).groups()
        shutil.copy(ROOT / source, target / edition / picture)
        parts = {part: language.word(f"site.{part}") for part in ("title", "lead", "open")}
        editions[edition] = parts | {"words": words, "picture": picture}
    start = environment.get_template("start.html").render(language="en", root="", editions=editions)
    (target / "index.html").write_text(start, "utf-8")
    (target / "style.css").write_text((TEMPLATES / "style.css").read_text("utf-8") + code_css(), "utf-8")


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    write(parser.parse_args().target)


if __name__ == "__main__":
    sys.exit(main())

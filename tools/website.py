"""The lecture as pages that need nothing but a browser that shows text: every notebook with its pictures, in both languages.

`python tools/website.py FOLDER` writes FOLDER/index.html, where the reader chooses a language, and FOLDER/ko and FOLDER/en. The pages
link to FOLDER/lite, which `tools/lite.py` makes. With `--frames FRAMES`, which `tools/export_frames.py` makes, explorers move on the pages.
"""

import argparse
import base64
import io
import itertools
import json
import re
import shutil
import sys
import tomllib
from html import unescape
from pathlib import Path

import contents
import jinja2
import page_questions
import pages
import slide_types
import start_page
from markupsafe import Markup
from PIL import Image
from pygments.formatters import HtmlFormatter

from nnlab.language import LANGUAGES, catalogue

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "tools" / "templates"
SHARED = slide_types.TEXTS.parent  # scripts and styles that JupyterLab's pages use, too
TEXTS = tomllib.loads((ROOT / "tools" / "website.toml").read_text("utf-8"))
LINK = re.compile(r'href="(\w+)\.ipynb(#[^"]*)?"')
PICTURE = re.compile(r'(<img src="[^"]*" alt="([^"]*)">)')
AFTER = re.compile(r' data-after="[^"]*"')
EXPLORER = re.compile(r"\bexplorers\.")
STORED = re.compile(r'<img src="data:image/png;base64,([^"]*)"')
PHONE = "phone"  # the folder of the frames for phones, as tools/export_frames.py calls it
SCRIPTS = ("explorer.js", "explorer_states.js", "frame_file.js")
QUESTION_SCRIPTS = ("questions.js", "progress.js", "wide_boxes.js", "far_cells.js")
START_SCRIPTS = ("start.js", "language.js")
SHARED_IMPORT = f'from "../../{SHARED.relative_to(ROOT).as_posix()}/'  # in a template; on the website all scripts are in one folder
SHARED_SCRIPTS = ("dom.js", "challenge.js", "challenge_rounds.js", "neuron.js", "neuron_picture.js")
STYLES = (*(TEMPLATES / name for name in ("style.css", "explorer.css", "questions.css")), SHARED / "challenge.css", TEMPLATES / "start.css")
QUESTION_TEXTS = ("right", "wrong", "guess", "score", "no_score")  # that pages share with the notebooks
PAGE_TEXTS = ("first_counts", "not_kept", "covered", "covered_skip", "show_all", "cover_again", "page_progress")
CHALLENGE = "present.challenge."  # the keys of its texts in the catalogue begin with this


def texts(language: str) -> dict[str, str]:
    """The website's own texts in one language."""
    return {key: entry[language] for key, entry in TEXTS.items()}


def question_texts(language: str) -> str:
    """The texts that the page's script needs, as JSON."""
    shared = {key: catalogue()[f"question.{key}"][language] for key in QUESTION_TEXTS}
    return json.dumps(shared | {key: texts(language)[key] for key in PAGE_TEXTS}, ensure_ascii=False)


def challenge_texts(language: str) -> str:
    """The texts that the start page's script needs, as JSON."""
    shared = {key.removeprefix(CHALLENGE): entry[language] for key, entry in catalogue().items() if key.startswith(CHALLENGE)}
    return json.dumps(shared | {"card_progress": texts(language)["card_progress"]})


def headings(notebook) -> list[tuple[str, str]]:
    """The second-level headings of a notebook, each as (id of its cell, HTML)."""
    found = []
    for cell in notebook.cells:
        line = cell.source.splitlines()[0] if cell.cell_type == "markdown" and cell.source else ""
        if line.startswith("## "):
            text = pages.markdown_html(line.removeprefix("## "))
            found.append((cell.id, Markup(text.removeprefix("<p>").removesuffix("</p>"))))
    return found


def cell_section(cell, run_url: str, words: dict[str, str], frames: str = "", phone: str = "", sources: str = "") -> str:
    """The HTML of a cell: links lead to pages instead of notebooks; a picture has its description and a link to run the notebook.

    `frames` is where the page finds the exported frames of the cell's explorer, without the suffix; "" where there are none. `phone` is the
    same for phones, and `sources` the elements that give phones and dark pages another picture.
    """
    html = pages.cell_html(cell, code=not page_questions.is_plain_call(cell))
    html = page_questions.mark_question(LINK.sub(r'href="\1.html\2"', html), cell)
    if "exercise" in cell.metadata.get("tags", []):
        solve = Markup('<p class="solve"><a class="live" href="{}">{}</a></p>').format(run_url, words["solve"])
        html = f"{html.removesuffix('</section>')}{solve}</section>"
    moving = Markup('<figure data-explorer="{}"{} data-returned="{}" data-unavailable="{}">')
    for_phones = Markup(' data-phone="{}"').format(phone) if phone else ""
    figure = moving.format(frames, for_phones, words["returned"], words["unavailable"]) if frames else "<figure>"
    plot = "" if EXPLORER.search(cell.source) else ' class="plot"'
    run = words["live"] if frames else words["try"]
    # The description is the picture's alternative text already, so the caption is not read out a second time.
    caption = Markup('<figcaption><span class="status" aria-hidden="true">{}</span> <a class="live" href="{}">{}</a></figcaption>')

    def in_figure(found: re.Match) -> str:
        return f"{figure}<picture{plot}>{sources}{found[1]}</picture>{caption.format(unescape(found[2]), run_url, run)}</figure>"

    return PICTURE.sub(in_figure, html)


def store_pictures(html: str, name: str, target: Path) -> str:
    """The HTML with its pictures in files of `target`, so that the text is there before them; they are called after `name`."""
    (target / "pictures").mkdir(exist_ok=True)
    files = (f"pictures/{name}.{number}.png" for number in itertools.count(1))

    def store(found: re.Match) -> str:
        file, data = next(files), base64.b64decode(found[1])
        (target / file).write_bytes(data)
        width, height = Image.open(io.BytesIO(data)).size
        return f'<img loading="lazy" width="{width}" height="{height}" src="{file}"'

    return STORED.sub(store, html)


def copy_frames(frames: Path | None, name: str, target: Path, place: str = "frames") -> str:
    """Copy the exported frames called `name` to a `place` beside the pages; returns where a page finds them, "" where there are none."""
    description, films = (frames / f"{name}.json", sorted(frames.glob(f"{name}.*.bin"))) if frames else (None, [])
    if not films or not description.is_file():
        return ""
    (target / place).mkdir(parents=True, exist_ok=True)
    for file in [description, *films]:
        shutil.copy(file, target / place)
    return f"{place}/{name}"


def other_pictures(frames: Path | None, name: str, target: Path, for_phones: bool) -> str:
    """Copy the exported openings called `name` beside the pages; returns the elements that make a phone or a dark page take them, or ""."""
    phone, dark = "(max-width: 40rem)", "(prefers-color-scheme: dark)"
    kinds = {f"{phone} and {dark}": (PHONE, "phone.dark"), phone: (PHONE, "phone")} if for_phones else {}
    sources = Markup()
    for media, (folder, kind) in (kinds | {dark: ("", "dark")}).items():
        file = Path(folder, f"{name}.dark.png" if "dark" in kind else f"{name}.png")
        if not frames or not (frames / file).is_file():
            continue
        copy = target / "pictures" / f"{name}.{kind}.png"
        copy.parent.mkdir(exist_ok=True)
        shutil.copy(frames / file, copy)
        with Image.open(copy) as image:
            width, height = image.size
        source = '<source media="screen and {}" srcset="pictures/{}" width="{}" height="{}">'
        sources += Markup(source).format(media, copy.name, width, height)
    return sources


def code_css() -> str:
    """The colours of code in light and in dark mode."""
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    return f"{pages.code_css()}\n/* by night */\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def page_cells(notebook, name: str, run_url: str, words: dict[str, str], target: Path, frames: Path | None) -> dict[str, Markup]:
    """The HTML of the cells of the notebook `name` by their ids; their pictures and exported `frames` are put into `target`."""
    shown, cells = pages.shown_cells(notebook), {}
    for cell, before in zip(shown, page_questions.covering(shown), strict=True):
        files = f"{name}.{cell.id}"
        moving = copy_frames(frames, files, target)
        phone = copy_frames(frames / PHONE, files, target, f"frames/{PHONE}") if moving else ""
        # Where only the wide picture moves, it is shown from the start.
        sources = other_pictures(frames, files, target, for_phones=bool(phone or not moving))
        html = cell_section(cell, run_url, words, moving, phone, sources)
        html = store_pictures(html, f"{name}.{cell.id}", target)
        cells[cell.id] = Markup(html.replace("<section ", f'<section data-after="{" ".join(before)}" ', 1) if before else html)
    return cells


def tour_cells(cells: dict[str, Markup], ids: list[str]) -> Markup:
    """The HTML of these cells for the tour, which says itself what covers them."""
    return Markup(AFTER.sub("", "".join(cells[id] for id in ids)))


def write_edition(language: str, target: Path, environment: jinja2.Environment, frames: Path | None = None) -> list[str]:
    """Write the pages of one language into `target`, with its exported `frames`; returns their places in the site."""
    target.mkdir(parents=True, exist_ok=True)
    sections, live = contents.sections(language), f"../lite/{language}"
    other = next(one for one in LANGUAGES if one != language)
    shared = {"language": language, "other": other, "root": "../", "live": live, "texts": texts(language)}
    shared["question_texts"] = question_texts(language)
    cards, tour, places = [], {}, []

    def write_page(template: str, file: str, **values) -> None:
        place = f"{language}/{file}"
        (target / file).write_text(environment.get_template(template).render(shared, place=place, **values), "utf-8")
        places.append(place)

    for previous, section, next_section in zip([None, *sections], sections, [*sections[1:], None], strict=False):
        name = section.notebook
        notebook = pages.read(ROOT / "notebooks" / language / f"{name}.ipynb")
        run_url = f"{live}/notebooks/index.html?path={name}.ipynb"
        cells = page_cells(notebook, name, run_url, shared["texts"], target, frames)
        cards.append(start_page.write_card(notebook, section, target, frames))
        tour |= {part: tour_cells(cells, ids) for part, (place, ids) in start_page.TOUR.items() if place == name}
        write_page(
            "page.html", f"{name}.html",
            name=name, title=pages.title(notebook), run=run_url, previous=previous, next=next_section, description=section.summary,
            headings=headings(notebook), cells=list(cells.values()), moves=any("data-explorer" in cell for cell in cells.values()),
        )  # fmt: skip
    cover = contents.cover_text(language)
    hero = next(card for card in cards if card.section.notebook == start_page.HERO)
    write_page("contents.html", "index.html", cards=cards, hero=hero, challenge_texts=challenge_texts(language), cover=cover)
    write_page(
        "tour.html",
        "tour.html",
        cells=tour,
        moves="data-explorer" in tour["move"],
        first=sections[0].notebook,
        after=start_page.TOUR_QUESTION,
    )
    shutil.copy(ROOT / "docs" / language / contents.COVER, target)
    start_page.write_preview(target / contents.COVER, target)
    return places


def write(target: Path, frames: Path | None = None, address: str = "") -> None:
    """Write the first page, the pages of both languages and their style into `target`; explorers that have `frames` move.

    `address` is where the site will be published, for what needs whole addresses: link previews and the list of pages.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"language_names": TEXTS["language"], "address": address.rstrip("/"), "preview": start_page.PREVIEW}
    places = [""]
    for language in LANGUAGES:
        places += write_edition(language, target / language, environment, frames and frames / language)
    editions = {language: texts(language) | {"cover": contents.cover_text(language)} for language in LANGUAGES}
    start = environment.get_template("start.html").render(language="en", root="", place="", editions=editions, cover=contents.COVER)
    (target / "index.html").write_text(start, "utf-8")
    style = "".join(file.read_text("utf-8") for file in STYLES)
    (target / "style.css").write_text(style + code_css(), "utf-8")
    for name in ("icon.svg", *QUESTION_SCRIPTS, *START_SCRIPTS, *(SCRIPTS if frames else ())):
        script = (TEMPLATES / name).read_text("utf-8")
        (target / name).write_text(script.replace(SHARED_IMPORT, 'from "./'), "utf-8")
    for name in SHARED_SCRIPTS:
        shutil.copy(SHARED / name, target)
    if address:
        (target / "sitemap.xml").write_text(start_page.sitemap(address.rstrip("/"), sorted(places)), "utf-8")


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("--frames", type=Path, help="what tools/export_frames.py made")
    parser.add_argument("--address", default="", help="where the site will be published, such as https://example.org/nnlab")
    arguments = parser.parse_args()
    if arguments.frames and not arguments.frames.is_dir():
        parser.error(f"--frames is {arguments.frames}, expected the folder that tools/export_frames.py made")
    if arguments.address and not re.match(r"https?://", arguments.address):
        parser.error(f"--address is {arguments.address}, expected one that begins with https:// or http://")
    write(arguments.target, arguments.frames, arguments.address)


if __name__ == "__main__":
    sys.exit(main())

"""What the website's start page shows besides texts: a card for each notebook, the cells of the tour, the picture of a shared link."""

import base64
import io
import re
from pathlib import Path
from typing import NamedTuple

import contents
import page_questions
import pages
from PIL import Image, ImageOps

ROOT = Path(__file__).parents[1]
MINUTES = re.compile(r"\*\*(?:Time|걸리는 시간)\*\*:[^0-9\n]*(\d+)")
CARD_SIZE = (520, 260)  # pixels; a card is shown at most half as wide
PREVIEW, PREVIEW_SIZE = "preview.png", (1200, 630)  # what sites that show a link expect
HERO = "03_single_neuron_classifier"  # whose picture stands in the place of the challenge where scripts cannot run
TOUR_QUESTION = "doubled_weights"
# The tour: a prediction, the explorer that shows whether it was right, and an exercise, as (notebook, ids of its cells).
TOUR = {
    "predict": ("03_single_neuron_classifier", ["predict-doubled"]),
    "move": ("03_single_neuron_classifier", ["boundary-explorer"]),
    "write": ("01_score_functions", ["exercise-one", "exercise-count", "solution-count"]),
}


class Card(NamedTuple):
    """A notebook on the start page: its row of the contents, its time in minutes, its picture, the one for a dark page or "", and the ids
    of its questions."""

    section: contents.Section
    minutes: int
    picture: str
    dark: str
    questions: str


def minutes(notebook) -> int:
    """The time that a notebook takes, as its first cell says; ValueError where it does not."""
    found = MINUTES.search(notebook.cells[0].source)
    if found is None:
        raise ValueError(f"the first cell is {notebook.cells[0].source[:60]!r}, expected one that says how many minutes the notebook takes")
    return int(found[1])


def first_picture(notebook) -> tuple[str, Image.Image]:
    """The first picture that a notebook shows, after the id of its cell; ValueError where it shows none."""
    outputs = ((cell.id, output) for cell in notebook.cells for output in cell.get("outputs", []))
    stored = ((id, output.data["image/png"]) for id, output in outputs if "image/png" in output.get("data", {}))
    id, picture = next(stored, ("", ""))
    if not picture:
        raise ValueError(f"the notebook {notebook.cells[0].source[:60]!r} shows no picture, expected one for its card")
    return id, Image.open(io.BytesIO(base64.b64decode(picture)))


def write_card(notebook, section: contents.Section, target: Path, frames: Path | None = None) -> Card:
    """Write the small picture of a notebook into the folder `cards` of `target`; returns its card. `frames` may have the dark picture."""
    (target / "cards").mkdir(exist_ok=True)

    def write(name: str, picture: Image.Image) -> str:
        picture = picture.convert("RGB")
        card = ImageOps.pad(picture, CARD_SIZE, Image.Resampling.LANCZOS, color=picture.getpixel((0, 0)))  # the corner is paper
        card.save(target / "cards" / f"{name}.webp", "WEBP", quality=75)
        return f"cards/{name}.webp"

    id, picture = first_picture(notebook)
    dark = frames and frames / f"{section.notebook}.{id}.dark.png"
    on_dark = write(f"{section.notebook}.dark", Image.open(dark)) if dark and dark.is_file() else ""
    questions = " ".join(page_questions.questions_of(pages.shown_cells(notebook)))
    return Card(section, minutes(notebook), write(section.notebook, picture), on_dark, questions)


def write_preview(cover: Path, target: Path) -> None:
    """Write the picture that sites show beside a link into the folder `target`."""
    with Image.open(cover) as picture:
        ImageOps.pad(picture.convert("RGB"), PREVIEW_SIZE, Image.Resampling.LANCZOS, color="white").save(target / PREVIEW, optimize=True)


def sitemap(address: str, names: list[str]) -> str:
    """The list of all pages for search engines; `names` are their places below the site's `address`."""
    places = "".join(f"<url><loc>{address}/{name}</loc></url>\n" for name in names)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'

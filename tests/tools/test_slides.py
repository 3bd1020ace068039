"""Slides to hand out: whole in one file, with the words of each picture, and nothing that is fetched."""

import base64
import io
import re
from pathlib import Path

import page_questions
import pages
import pytest
import slides
import worksheets
from PIL import Image

from nnlab.language import catalogue

ROOT = Path(__file__).parents[2] / "notebooks"
ALL = sorted(ROOT.glob("*/*.ipynb"))


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_notebooks_slides_need_nothing_else(path):
    html = slides.slides_html(path)
    assert re.findall(r'(?:src|srcset)="(?!data:)[^"]*"|<link\b|@import|url\((?!data:)', html) == []
    assert re.findall(r"^(?:import|export) .*$|\bfetch\(", html, re.MULTILINE) == []
    pictures = re.findall(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)">\s*<figcaption aria-hidden="true">([^<]+)<', html)
    assert len(pictures) == html.count("<img ")
    assert all(alt == caption for alt, caption in pictures)
    assert f'<html lang="{path.parent.name}">' in html
    titles = re.findall(r'<div class="nnlab-title"><b>([^<]+)</b></div><figure class="nnlab-picture">', html)
    assert len(titles) == path.read_text("utf-8").count("nnlab.explorers."), "each explorer has its title above its picture"
    assert ".ipynb" not in re.sub(r"<script.*", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_edition_without_answers_gives_none_away(path):
    whole, worksheet = slides.slides_html(path), slides.slides_html(path, answers=False)
    reasons = re.findall(r'<div class="output page">[^\n]*?<details>(.*?)</details>', whole, re.DOTALL)
    assert len(reasons) > 2
    glossary = ("<summary>Glossary", "<summary>용어집")  # folded as well, but no answer
    assert [reason[:80] for reason in reasons if reason in worksheet and not reason.startswith(glossary)] == []
    choices = re.findall(r"<ol type='A'>.*?</ol>", whole)
    assert len(choices) > 2
    assert [choice for choice in choices if choice not in worksheet] == [], "every question is still asked"
    assert '"notes": [{' not in worksheet, "what the speaker says gives answers away"


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_worksheet_tells_no_answer_in_passing(path):
    """No five words of a right choice stand outside its question, and no text says what was seen."""
    notebook = worksheets.without_answers(pages.read(path), path.parent.name)
    texts = [cell.source for cell in notebook.cells if not page_questions.question_of(cell)]
    assert [text for text in texts if text.startswith(("**What you saw", "**관찰한 것"))] == []
    assert [text for text in texts if re.search(r"nnlab\.(claims|readings)\(", text)] == []
    told = {run for text in texts for run in runs_of_words(text)}
    for id in page_questions.questions_of(notebook.cells):
        right = catalogue(explorers=False)[f"prediction.{id}.choice.right"][path.parent.name]
        assert runs_of_words(right) & told == set(), (id, right)


def runs_of_words(text: str) -> set[str]:
    """Each five words of `text` that follow each other."""
    words = re.findall(r"[\w.,%]*\w", text.lower())
    return {" ".join(words[i : i + 5]) for i in range(len(words) - 4)}


def test_lines_to_write_on_are_printed():
    css = Path(slides.__file__).with_suffix(".css").read_text("utf-8")
    [rule] = re.findall(r"^\.lines \{([^}]*)\}", css, re.MULTILINE)
    assert " print-color-adjust: exact" in rule, "browsers print no backgrounds of themselves"


def test_what_a_prediction_is_about_gives_way_to_lines():
    worksheet = slides.slides_html(ROOT / "en" / "10_architecture.ipynb", answers=False)
    assert "Squares are inputs, circles are neurons" not in worksheet
    assert "The most common kind is the" in worksheet, "what stands before the question stays"
    assert worksheet.count('<div class="lines">') >= 3


def test_pictures_are_sharp_on_large_screens():
    path = ROOT / "en" / "10_architecture.ipynb"
    stored, sharp = ([picture_size(html) for html in pictures(slides.slides_html(path, sharp=sharp))] for sharp in (False, True))
    assert len(sharp) == len(stored) > 0
    assert sharp == [(2 * width, 2 * height) for width, height in stored]
    assert f'style="width:{stored[0][0]}px"' in slides.slides_html(path, sharp=True)


def pictures(html: str) -> list[bytes]:
    """The pictures in the HTML, as PNG files."""
    return [base64.b64decode(text) for text in re.findall(r'src="data:image/png;base64,([^"]+)"', html)]


def picture_size(png: bytes) -> tuple[int, int]:
    """The width and height of a PNG file."""
    return Image.open(io.BytesIO(png)).size

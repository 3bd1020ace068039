"""The website's start page: a card for each notebook with its time, the tour, and what other sites see of a link."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import contents
import pages
import pytest
import start_page
import website
from html_page import Page
from PIL import Image

ROOT = Path(__file__).parents[2]
ADDRESS = "https://example.org/nnlab"
EDITIONS = ("ko", "en")
NAMES = [path.stem for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb"))]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    website.write(target, address=f"{ADDRESS}/")
    return target


def notebook(edition: str, name: str):
    return pages.read(ROOT / "notebooks" / edition / f"{name}.ipynb")


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_notebook_has_a_card_with_its_time(site, edition):
    cards = [element for element in Page(site / edition / "index.html").all("li") if element.get("class") == "card"]
    assert len(cards) == len(NAMES)
    for card, name in zip(cards, NAMES, strict=True):
        minutes = re.search(r"(\d+)(?: minutes|분)", card["text"])[1]
        assert minutes in notebook(edition, name).cells[0].source, name
        assert int(minutes) == start_page.minutes(notebook("ko" if edition == "en" else "en", name)), name
        with Image.open(site / edition / "cards" / f"{name}.webp") as picture:
            assert picture.size == start_page.CARD_SIZE
            assert len(set(picture.convert("L").resize((40, 20)).tobytes())) > 10, name  # something is drawn


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_first_picture_is_the_one_that_is_described(site, edition):
    first = next(iter(Page(site / edition / "index.html").all("img")))
    assert first["alt"] == contents.cover_text(edition)
    assert Path(first["src"]).stem == "03_single_neuron_classifier"  # whose boundary the text describes


@pytest.mark.parametrize("edition", EDITIONS)
def test_cards_count_the_questions_of_their_pages(site, edition):
    cards = [element for element in Page(site / edition / "index.html").all("li") if element.get("class") == "card"]
    for card, name in zip(cards, NAMES, strict=True):
        asked = [element["data-question"] for element in Page(site / edition / f"{name}.html").elements if "data-question" in element]
        assert card["data-questions"].split() == asked, name
        assert len(asked) >= 3


@pytest.mark.parametrize("edition", EDITIONS)
def test_questions_on_a_page_are_those_of_the_notebook(site, edition):
    for name in NAMES:
        page = Page(site / edition / f"{name}.html")
        for question in (element for element in page.elements if "data-question" in element):
            keys = question["data-keys"].split()
            assert keys.count("right") == 1
            assert len(keys) >= 3
        # Each choice is an item of the list of its question.
        shown = (site / edition / f"{name}.html").read_text("utf-8")
        for keys, html in re.findall(r'data-keys="([^"]+)">(.*?)<details>', shown, re.DOTALL):
            assert html.count("<li>") == len(keys.split()), name


def test_a_prediction_covers_the_rest_of_its_section(site):
    page = Page(site / "en" / "05_sigmoid.html")
    after = {element["id"]: element.get("data-after", "") for element in page.all("section")}
    assert after["predict-tail"] == ""
    assert after["chain-explorer"] == "tail_gradient"
    assert after["exercise-one"] == ""
    assert after["saturation-explorer"] == "deep_sigmoid too_large"
    assert after["exit-depth"] == ""  # exit questions cover nothing


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_tour_shows_cells_of_the_lecture(site, edition):
    page = Page(site / edition / "tour.html")
    ids = [id for _, cells in start_page.TOUR.values() for id in cells]
    assert [element["id"] for element in page.all("section") if "id" in element] == ids
    asked = [element["data-question"] for element in page.elements if "data-question" in element]
    assert asked == [start_page.TOUR_QUESTION]


def test_a_link_is_shown_with_a_picture(site):
    for path in site.rglob("*.html"):
        page, place = Page(path), path.relative_to(site).as_posix()
        stated = {meta["property"]: meta["content"] for meta in page.all("meta") if "property" in meta}
        assert stated["og:title"] == page.all("title")[0]["text"], place
        assert len(stated["og:description"]) > 5, place
        assert stated["og:url"] == f"{ADDRESS}/{place}".removesuffix("index.html" if place == "index.html" else "\n")
        with Image.open(site / stated["og:image"].removeprefix(f"{ADDRESS}/")) as picture:
            assert picture.size == (1200, 630)


def test_the_sitemap_lists_every_page(site):
    listed = [element.text for element in ET.parse(site / "sitemap.xml").iter() if element.tag.endswith("loc")]
    pages = {path.relative_to(site).as_posix() for path in site.glob("??/*.html")}
    assert sorted(listed) == sorted([f"{ADDRESS}/", *(f"{ADDRESS}/{name}" for name in pages)])


@pytest.mark.parametrize("edition", EDITIONS)
def test_search_engines_find_the_other_language(site, edition):
    other = "en" if edition == "ko" else "ko"
    for path in (site / edition).glob("*.html"):
        (link,) = (link for link in Page(path).all("link") if link.get("rel") == "alternate")
        assert (link["hreflang"], link["href"]) == (other, f"{ADDRESS}/{other}/{path.name}")


def test_the_sitemap_lists_no_page_of_an_earlier_build(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "99_old.html").write_text("old", "utf-8")
    website.write(tmp_path, address=ADDRESS)
    assert "99_old" not in (tmp_path / "sitemap.xml").read_text("utf-8")


def test_without_an_address_nothing_needs_one(tmp_path):
    website.write(tmp_path)
    assert not (tmp_path / "sitemap.xml").exists()
    for path in tmp_path.rglob("*.html"):
        stated = [meta.get("property") for meta in Page(path).all("meta")]
        assert "og:title" in stated
        assert "og:image" not in stated
        assert "http" not in " ".join(Page(path).links())


def test_an_address_without_https_is_refused(tmp_path):
    command = [sys.executable, website.__file__, tmp_path / "site", "--address", "example.org"]
    finished = subprocess.run(command, capture_output=True, text=True)
    assert finished.returncode == 2
    assert "--address is example.org, expected one that begins with https://" in finished.stderr
    assert not (tmp_path / "site").exists()


def test_a_notebook_without_its_time_is_an_error():
    stored = notebook("en", "05_sigmoid")
    stored.cells[0].source = "# 05. The sigmoid"
    with pytest.raises(ValueError, match="expected one that says how many minutes"):
        start_page.minutes(stored)


def test_a_notebook_without_a_picture_is_an_error():
    stored = notebook("en", "05_sigmoid")
    stored.cells = stored.cells[:1]
    with pytest.raises(ValueError, match="shows no picture, expected one for its card"):
        start_page.first_picture(stored)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_challenge_has_all_its_texts(site, edition):
    (figure,) = Page(site / edition / "index.html").all("figure")
    texts = json.loads(figure["data-texts"])
    names = re.findall(r'name: "(\w+)"', (website.SHARED / "challenge_rounds.js").read_text("utf-8"))
    assert len(names) == 3
    assert {f"{kind}_{name}" for kind in ("task", "won") for name in names} <= texts.keys()

"""The website with explorers that move: what a page needs for them is there, and everything else stays as it is without them."""

import re
import subprocess
import sys
from pathlib import Path

import pages
import pytest
import website
from html_page import Page
from PIL import Image

ROOT = Path(__file__).parents[2]
PAGE, CELL = "05_sigmoid", "chain-explorer"
SUFFIXES = ("json", "1.bin", "2.bin")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with the frames of one explorer, in both editions."""
    folder = tmp_path_factory.mktemp("site")
    for edition in ("ko", "en"):
        (folder / "frames" / edition).mkdir(parents=True)
        for suffix in SUFFIXES:
            (folder / "frames" / edition / f"{PAGE}.{CELL}.{suffix}").write_text("x", "utf-8")
    english = folder / "frames" / "en"
    (english / f"{PAGE}.zigzag-explorer.1.bin").write_text("x", "utf-8")  # half an export
    (english / f"{PAGE}.saturation-explorer.json").write_text("x", "utf-8")  # one whose pictures are too large
    for edition in ("ko", "en"):
        (folder / "frames" / edition / "phone").mkdir()
    for cell in (CELL, "saturation-explorer", "zigzag-explorer"):
        for suffix in ("png", "dark.png"):
            Image.new("RGB", (500, 900)).save(english / "phone" / f"{PAGE}.{cell}.{suffix}")
    for edition in ("ko", "en"):
        Image.new("RGB", (960, 500), "black").save(folder / "frames" / edition / f"{PAGE}.{CELL}.dark.png")
    Image.new("RGB", (500, 900)).save(folder / "frames" / "ko" / "phone" / f"{PAGE}.{CELL}.png")  # of an explorer that moves wide alone
    for suffix in SUFFIXES:
        for cell in (CELL, "saturation-explorer"):
            (english / "phone" / f"{PAGE}.{cell}.{suffix}").write_text("x", "utf-8")
    website.write(folder / "site", folder / "frames")
    return folder / "site"


def test_a_phone_has_pictures_of_its_own(site):
    page = Page(site / "en" / f"{PAGE}.html")
    (figure,) = (element for element in page.all("figure") if "data-explorer" in element)
    files = site / "en" / figure["data-phone"]
    assert files.parent.name == "phone"
    assert all(files.with_name(f"{files.name}.{suffix}").is_file() for suffix in SUFFIXES)
    sources = page.all("source")  # also of the two explorers that stay still
    phone, dark = "(max-width: 40rem)", "(prefers-color-scheme: dark)"
    both = [(f"screen and {phone} and {dark}", "500", "900"), (f"screen and {phone}", "500", "900")]
    wide = (f"screen and {dark}", "960", "500")
    found = [(source["media"], source["width"], source["height"]) for source in sources]
    assert sorted(found) == sorted([*both, wide, *both, *both])
    assert max(found.index(one) for one in both) < found.index(wide)  # the first that fits is shown
    assert all((site / "en" / source["srcset"]).is_file() for source in sources)
    assert not (site / "en" / "frames" / "phone" / f"{PAGE}.saturation-explorer.json").exists()  # nothing asks for them


def test_where_only_the_wide_picture_moves_phones_see_it_too(site):
    page = Page(site / "ko" / f"{PAGE}.html")
    assert [figure.get("data-phone") for figure in page.all("figure") if "data-explorer" in figure] == [None]
    assert [source["media"] for source in page.all("source")] == ["screen and (prefers-color-scheme: dark)"]


def test_a_dark_page_has_dark_cards(site):
    sources = Page(site / "en" / "index.html").all("source")
    assert [source["srcset"] for source in sources] == [f"cards/{PAGE}.dark.webp"]
    with Image.open(site / "en" / sources[0]["srcset"]) as card:
        assert card.convert("L").getextrema()[1] < 30


def test_pictures_without_an_explorer_are_marked_for_dark_pages(site):
    pictures = Page(site / "en" / f"{PAGE}.html").all("picture")
    assert [picture.get("class") for picture in pictures].count("plot") == 1  # of a training


@pytest.mark.parametrize("edition", ["ko", "en"])
def test_the_page_has_what_the_explorer_needs(site, edition):
    page = Page(site / edition / f"{PAGE}.html")
    (figure,) = (element for element in page.all("figure") if "data-explorer" in element)
    files = site / edition / figure["data-explorer"]
    assert all(files.with_name(f"{files.name}.{suffix}").is_file() for suffix in SUFFIXES)
    assert figure["data-returned"] == website.texts(edition)["returned"]
    assert figure["data-unavailable"] == website.texts(edition)["unavailable"]
    assert [script["src"] for script in page.all("script")] == ["../questions.js", "../wide_boxes.js", "../far_cells.js", "../explorer.js"]
    text = (site / edition / f"{PAGE}.html").read_text("utf-8")
    assert website.texts(edition)["moving"] in text
    assert website.texts(edition)["still_here"] in text
    assert website.texts(edition)["still"] not in text


def test_without_scripts_the_pictures_are_those_of_the_notebook(site):
    stored = pages.read(ROOT / "notebooks" / "en" / f"{PAGE}.ipynb")
    pictures = [output for cell in stored.cells for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
    shown = Page(site / "en" / f"{PAGE}.html").all("img")
    assert [picture["alt"] for picture in shown] == [picture.metadata["image/png"]["alt"] for picture in pictures]


def test_other_pages_load_no_explorer(site):
    for path in site.rglob("*.html"):
        scripts = [script["src"].rpartition("/")[2] for script in Page(path).all("script")]
        assert ("explorer.js" in scripts) == (path.stem == PAGE), path


def test_scripts_are_complete_and_ask_no_other_host(site):
    scripts = [*website.SCRIPTS, *website.QUESTION_SCRIPTS, *website.START_SCRIPTS]
    for name in [*scripts, *website.SHARED_SCRIPTS]:
        source = (site / name).read_text("utf-8")
        source = source.replace("http://www.w3.org/2000/svg", "")  # a name, not an address
        assert not re.search(r"https?:|innerHTML|eval\(", source), name
        assert len(source.splitlines()) <= 300
        assert all((site / imported).is_file() for imported in re.findall(r'from "\./(.+?)"', source)), name
    assert sorted(path.name for path in website.TEMPLATES.glob("*.js")) == sorted(scripts)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    command = [sys.executable, website.__file__, tmp_path / "site", "--frames", tmp_path / "none"]
    finished = subprocess.run(command, capture_output=True, text=True)
    assert finished.returncode == 2
    assert "none, expected the folder that tools/export_frames.py made" in finished.stderr
    assert not (tmp_path / "site").exists()

"""The website's pages: every link leads somewhere, every picture has its description, no other host is asked, nothing needs a script."""

import itertools
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pages
import pytest
import website
from html_page import Page

from nnlab.questions.exercise import exercises, solution

ROOT = Path(__file__).parents[2]
NAMES = [path.stem for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb"))]
EDITIONS = ("ko", "en")
EACH = pytest.mark.parametrize("name", [f"{edition}/{name}" for edition in EDITIONS for name in NAMES])
HANGUL = re.compile("[가-힣]")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target = tmp_path_factory.mktemp("site")
    website.write(target)
    return target


@pytest.fixture(scope="module")
def book(site):
    return {path.relative_to(site).with_suffix("").as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


def notebook(name: str):
    return pages.read(ROOT / "notebooks" / f"{name}.ipynb")


def dead_links(site: Path, book: dict[str, Page]) -> list[tuple[str, str]]:
    """Links and anchors that lead nowhere, as (page, link); of JupyterLite's own pages only the notebook asked for is looked at."""
    found = []
    for name, page in book.items():
        for link in page.links():
            parts = urlsplit(link)
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            if parts.scheme == "data":
                continue
            if parts.scheme or parts.netloc:
                found.append((name, link))
            elif (site / "lite").resolve() in target.parents:
                edition = target.relative_to((site / "lite").resolve()).parts[0]
                asked = parse_qs(parts.query).get("path", ["00_start_here.ipynb"])[0]
                if edition != name.split("/")[0] or not (ROOT / "notebooks" / edition / asked).is_file():
                    found.append((name, link))
            elif not target.is_file() or (
                parts.fragment and unquote(parts.fragment) not in book[target.relative_to(site).with_suffix("").as_posix()].ids
            ):
                found.append((name, link))
    return found


def test_the_websites_texts_are_there_in_both_languages():
    assert all(set(entry) == set(EDITIONS) and all(entry.values()) for entry in website.TEXTS.values())
    assert all(HANGUL.search(entry["ko"]) and not HANGUL.search(entry["en"]) for entry in website.TEXTS.values())
    sources = [*website.TEMPLATES.glob("*.html"), Path(website.__file__)]
    used = "".join(path.read_text("utf-8") for path in sources)
    unused = [key for key in website.TEXTS if not re.search(rf'(texts|edition)\.{key}\b|"{key}"', used)]
    assert unused == []
    scripts = "".join(path.read_text("utf-8") for path in website.SHARED.glob("*.js"))
    names = [key.removeprefix(website.CHALLENGE) for key in website.catalogue() if key.startswith(website.CHALLENGE)]
    assert [name for name in names if not re.search(rf"texts\.{name}\b|`{name.rpartition('_')[0]}_\$|\"{name}\"", scripts)] == []


def test_every_link_and_anchor_leads_somewhere(site, book):
    assert len(book) == 2 * (len(NAMES) + 2) + 1
    assert dead_links(site, book) == []
    assert sum(len(page.links()) for page in book.values()) > 500


def test_a_dead_link_would_be_found(site, tmp_path):
    (tmp_path / "index.html").write_text('<a href="no.html"></a><a href="#no"></a><a href="//elsewhere"></a><img src="no.png">')
    assert len(dead_links(tmp_path, {"index": Page(tmp_path / "index.html")})) == 4


def test_pages_ask_no_other_host(site, book):
    for name, page in book.items():
        assert not any(element["tag"] in ("iframe", "object", "embed", "style") for element in page.elements)
        assert not any(attribute.startswith("on") for element in page.elements for attribute in element)
        for script in page.all("script"):
            assert (script["type"], script["text"]) == ("module", ""), name
            assert (page.path.parent / script["src"]).is_file(), name
    assert not re.search(r"url\(|@import|https?:", (site / "style.css").read_text("utf-8"))


def test_pages_are_well_formed(book):
    for name, page in book.items():
        assert page.unbalanced == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert len(page.all("title")) == 1, name
        assert page.all("title")[0]["text"].strip(), name
        assert page.path.read_text("utf-8").startswith("<!DOCTYPE html>"), name


@EACH
def test_heading_levels_start_at_1_and_skip_none(book, name):
    levels = [int(element["tag"][1]) for element in book[name].elements if re.fullmatch("h[1-6]", element["tag"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_link_to_the_other_language(book, edition):
    other = "en" if edition == "ko" else "ko"
    for name in ("index", "tour", *NAMES):
        page = book[f"{edition}/{name}"]
        assert page.all("html")[0]["lang"] == edition
        assert not [link for link in page.all("link") if link.get("rel") == "alternate"]  # search engines want a whole address
        (visible,) = (link for link in page.all("a") if "hreflang" in link)
        assert visible["href"] == f"../{other}/{name}.html"
        assert visible["hreflang"] == visible["lang"] == other
        assert bool(HANGUL.search(visible["text"])) == (other == "ko")


def test_the_first_page_offers_both_languages(book):
    sections = {section["lang"]: section for section in book["index"].all("section")}
    assert set(sections) == set(EDITIONS)
    assert HANGUL.search(sections["ko"]["text"])
    assert not HANGUL.search(sections["en"]["text"])
    assert [link["href"] for link in book["index"].all("a")] == ["ko/index.html", "en/index.html"]


@EACH
def test_every_picture_has_its_alt_text_as_caption(book, name):
    sentences = [
        output.metadata["image/png"]["alt"]
        for cell in notebook(name).cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    pictures, captions = book[name].all("img"), book[name].all("figcaption")
    assert [picture["alt"] for picture in pictures] == sentences
    assert all(sentence in caption["text"] for sentence, caption in zip(sentences, captions, strict=True))
    assert all(len(sentence) > 20 for sentence in sentences)


@EACH
def test_the_contents_list_holds_every_heading(book, name):
    page = book[name]
    headings = [element["text"] for element in page.all("h2") if "article" in element["around"] and "nav" not in element["around"]]
    listed = [(link["href"], link["text"]) for link in page.all("a") if "aside" in link["around"] and "nav" in link["around"]]
    assert [text for _, text in listed] == headings
    assert len(headings) >= 3


@EACH
def test_formulas_are_set_and_no_markup_is_left_over(book, name):
    text = "".join(cell.source for cell in notebook(name).cells if cell.cell_type == "markdown")
    formulas = len(re.findall(r"\$\$.+?\$\$|\$[^$\n]+?\$", re.sub(r"`[^`]*`", "", text), re.DOTALL))
    assert len(book[name].all("math")) == formulas
    shown = re.sub(r"<(pre|code)\b.*?</\1>", "", book[name].path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\*\*|\$|\\[a-z]+\{", shown)


@pytest.mark.parametrize("edition", EDITIONS)
def test_previous_and_next_visit_every_page(book, edition):
    def walk(start: str, rel: str) -> list[str]:
        names = [start]
        while links := [link["href"] for link in book[f"{edition}/{names[-1]}"].all("a") if link.get("rel") == rel]:
            names.append(links[0].removesuffix(".html"))
        return names

    assert walk(NAMES[0], "next") == NAMES
    assert walk(NAMES[-1], "prev") == NAMES[::-1]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_contents_page_links_to_every_notebook(book, edition):
    links = book[f"{edition}/index"].links()
    assert all(f"{name}.html" in links for name in NAMES)
    assert all(f"../lite/{edition}/notebooks/index.html?path={name}.ipynb" in links for name in NAMES)


def test_solutions_are_folded_away(book):
    folded = 0
    for page in book.values():
        details = page.all("details")
        assert not any("open" in element for element in details)
        for id in exercises():
            body = solution(id).source.split("\n", 2)[2].strip()
            everywhere, inside = page.all("html")[0]["text"].count(body), sum(element["text"].count(body) for element in details)
            assert everywhere == inside, id
            folded += inside
    assert folded >= 2 * len(exercises()) - 2


def test_nothing_is_wider_than_a_phone(site, book):
    for page in book.values():
        assert any(meta.get("content") == "width=device-width, initial-scale=1" for meta in page.all("meta"))
        fixed = [element for element in page.elements if "math" not in element["around"] and element["tag"] not in ("math", "img")]
        assert not any("width" in element or "width" in element.get("style", "") for element in fixed)
    css = (site / "style.css").read_text("utf-8")
    assert all(
        re.search(rf"{part}[^}}]*{rule}", css)
        for part, rule in (("img", "max-width: 100%"), ("pre", "overflow-x: auto"), ("table", "overflow-x: auto"))
    )


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_suffices_in_light_and_dark_mode(site):
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
    css = (site / "style.css").read_text("utf-8")
    palettes = [dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{([^}]*)\}", css)]
    assert len(palettes) == 2
    by_day, by_night = css.split("/* by night */")
    for palette, code in zip(palettes, (by_day, by_night), strict=True):
        for ink in ("ink", "quiet", "link"):
            assert contrast(palette[ink], palette["ground"]) >= 4.5, ink
            assert contrast(palette[ink], palette["panel"]) >= 4.5, ink
        assert contrast(palette["on-mark"], palette["mark"]) >= 4.5
        colours = re.findall(r"^\.highlight \.(\w+) \{ color: (#\w+)", code, re.MULTILINE)
        colours = [(name, colour) for name, colour in colours if name != "w"]  # spaces have no colour to be seen
        assert len(colours) > 20
        used = set(re.findall(r'<span class="(\w+)">', "".join(path.read_text("utf-8") for path in site.glob("en/*.html"))))
        assert {name: colour for name, colour in colours if name in used and contrast(colour, palette["panel"]) < 4.5} == {}

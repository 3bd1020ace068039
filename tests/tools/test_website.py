"""The pages to read: every link leads somewhere, every picture has its words, nothing is fetched, nothing needs a script."""

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pages
import pytest
import website

from nnlab.questions.check import exercises, solution

ROOT = Path(__file__).parents[2]
NAMES = [path.stem for path in sorted((ROOT / "notebooks" / "en").glob("*.ipynb"))]
EDITIONS = ("ko", "en")
EACH = pytest.mark.parametrize("name", [f"{edition}/{name}" for edition in EDITIONS for name in NAMES])
VOID = {"meta", "link", "img", "br", "hr", "input", "col", "wbr"}
HANGUL = re.compile("[가-힣]")


class Page(HTMLParser):
    """What a test asks of a page: its elements in order, each with its attributes, its text and the names of those around it."""

    def __init__(self, path: Path):
        super().__init__()
        self.path, self.elements, self._open, self.unbalanced = path, [], [], []
        self.feed(path.read_text("utf-8"))
        self.unbalanced += [element["tag"] for element in self._open]

    def handle_starttag(self, tag, attributes):
        element = {"tag": tag, "text": "", "around": [other["tag"] for other in self._open], **dict(attributes)}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        if self._open and self._open[-1]["tag"] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag: str) -> list[dict]:
        return [element for element in self.elements if element["tag"] == tag]

    def links(self) -> list[str]:
        return [element[name] for element in self.elements for name in ("href", "src") if element.get(name)]

    @property
    def ids(self) -> list[str]:
        return [element["id"] for element in self.elements if "id" in element]


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


def test_every_link_and_anchor_leads_somewhere(site, book):
    assert len(book) == 2 * len(NAMES) + 3
    assert dead_links(site, book) == []
    assert sum(len(page.links()) for page in book.values()) > 500


def test_a_dead_link_would_be_found(site, tmp_path):
    (tmp_path / "index.html").write_text('<a href="no.html"></a><a href="#no"></a><a href="//elsewhere"></a><img src="no.png">')
    assert len(dead_links(tmp_path, {"index": Page(tmp_path / "index.html")})) == 4


def test_nothing_comes_from_elsewhere_and_no_script_runs(site, book):
    for page in book.values():
        assert not any(element["tag"] in ("script", "iframe", "object", "embed", "style") for element in page.elements)
        assert not any(name.startswith("on") for element in page.elements for name in element)
    assert not re.search(r"url\(|@import|https?:", (site / "style.css").read_text("utf-8"))


def test_pages_are_well_formed(book):
    for name, page in book.items():
        assert page.unbalanced == [], name
        assert len(page.ids) == len(set(page.ids)), name
        assert len(page.all("title")) == 1, name
        assert page.all("title")[0]["text"].strip(), name
        assert page.path.read_text("utf-8").startswith("<!DOCTYPE html>"), name


@EACH
def test_the_first_heading_is_the_title_and_no_level_is_left_out(book, name):
    levels = [int(element["tag"][1]) for element in book[name].elements if re.fullmatch("h[1-6]", element["tag"])]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_says_its_language_and_leads_to_the_same_page_of_the_other(book, edition):
    other = "en" if edition == "ko" else "ko"
    for name in ("index", *NAMES):
        page = book[f"{edition}/{name}"]
        assert page.all("html")[0]["lang"] == edition
        (alternate,) = (link for link in page.all("link") if link.get("rel") == "alternate")
        (visible,) = (link for link in page.all("a") if "hreflang" in link)
        assert alternate["href"] == visible["href"] == f"../{other}/{name}.html"
        assert alternate["hreflang"] == visible["hreflang"] == visible["lang"] == other
        assert bool(HANGUL.search(visible["text"])) == (other == "ko")


def test_the_first_page_offers_both_languages(book):
    sections = {section["lang"]: section for section in book["index"].all("section")}
    assert set(sections) == set(EDITIONS)
    assert HANGUL.search(sections["ko"]["text"])
    assert not HANGUL.search(sections["en"]["text"])
    assert [link["href"] for link in book["index"].all("a")] == ["ko/index.html", "en/index.html"]


@EACH
def test_every_picture_of_a_notebook_is_there_with_its_sentence_to_hear_and_to_read(book, name):
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
def test_previous_and_next_go_through_the_whole_lecture_and_back(book, edition):
    def step(name, rel):
        found = [link["href"] for link in book[f"{edition}/{name}"].all("a") if link.get("rel") == rel]
        return found[0].removesuffix(".html") if found else None

    there = [NAMES[0]]
    while following := step(there[-1], "next"):
        there.append(following)
    back = [there[-1]]
    while previous := step(back[-1], "prev"):
        back.append(previous)
    assert there == NAMES
    assert back == NAMES[::-1]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_contents_page_leads_to_every_page_and_to_every_notebook_that_runs(book, edition):
    links = book[f"{edition}/index"].links()
    assert all(f"{name}.html" in links for name in NAMES)
    assert all(f"../lite/{edition}/notebooks/index.html?path={name}.ipynb" in links for name in NAMES)


def test_solutions_are_folded_away(book):
    folded = 0
    for page in book.values():
        details = page.all("details")
        assert not any("open" in element for element in details)
        for id in exercises():
            body = solution(id)._source.split("\n", 2)[2].strip()
            everywhere, inside = page.all("html")[0]["text"].count(body), sum(element["text"].count(body) for element in details)
            assert everywhere == inside, id
            folded += inside
    assert folded >= 2 * len(exercises()) - 2


def test_a_phone_is_told_its_width_and_nothing_has_a_width_of_its_own(site, book):
    for page in book.values():
        assert any(meta.get("content") == "width=device-width, initial-scale=1" for meta in page.all("meta"))
        fixed = [element for element in page.elements if "math" not in element["around"] and element["tag"] != "math"]
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


def test_every_text_stands_out_from_its_ground_by_day_and_by_night(site):
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

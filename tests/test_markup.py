"""No text becomes markup: the catalogue's texts, and the functions, names and results of a reader, are escaped."""

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import nnlab
from nnlab import explorers, language
from nnlab.language import catalogue
from nnlab.questions import prediction, progress

PACKAGE = Path(nnlab.__file__).parent
SCRIPT = "<img src=x onerror=alert(1)>"


class Tags(HTMLParser):
    """All tags of a page, with their attributes."""

    def __init__(self, page: str):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def harmless(page: str) -> bool:
    """Whether no tag of the page could run a script or load anything."""
    tags = Tags(page).found
    return not any(tag in ("img", "script", "iframe") or any(name.startswith("on") for name in given) for tag, given in tags)


def parts(widget):
    """The widget and all that is in it."""
    yield widget
    for part in getattr(widget, "children", ()):
        yield from parts(part)


@pytest.fixture
def malicious_texts(monkeypatch):
    """Every text of the catalogue ends with a tag that would run a script."""
    entries = catalogue() | catalogue(explorers=False)
    texts = {key: {edition: text + SCRIPT for edition, text in entry.items()} for key, entry in entries.items()}
    monkeypatch.setattr(language, "catalogue", lambda explorers=True: texts)
    monkeypatch.setattr(language, "_explorer_texts", lambda table: texts)
    monkeypatch.setattr(prediction, "catalogue", lambda explorers: texts)
    monkeypatch.setattr(progress, "_in_memory", [])


def test_a_tag_that_runs_a_script_is_found():
    assert not harmless(f"<b>{SCRIPT}</b>")
    assert not harmless("<p onclick='x()'>a</p>")
    assert harmless(html.escape(SCRIPT))


@pytest.mark.usefixtures("malicious_texts")
def test_titles_questions_and_answers_are_escaped():
    import ipywidgets

    explorer = explorers.activation_curve()
    titles = [part.value for part in parts(explorer) if isinstance(part, ipywidgets.HTML | ipywidgets.HTMLMath)]
    assert len(titles) == 1
    assert SCRIPT in html.unescape(titles[0])
    assert all(map(harmless, titles))
    question = nnlab.predict("practice")
    pages = [question._repr_mimebundle_()[0]["text/html"], nnlab.solution("warm_up")._repr_html_()]
    pages += [nnlab.check("warm_up", answer)._repr_html_() for answer in (lambda x: 2 * x, lambda x: 3 * x, lambda x: None)]
    assert all(SCRIPT in html.unescape(page) for page in pages)
    assert all(map(harmless, pages))


@pytest.mark.usefixtures("malicious_texts")
def test_texts_of_claims_are_escaped():
    from nnlab.lecture import claims

    values = dict.fromkeys(("relu", "maxout", "ratio"), 2.0)
    page = claims.Claims([claims.Claim("parameters", values, "reproduced")])._repr_html_()
    assert SCRIPT in html.unescape(page)
    assert harmless(page)


def renamed(function, name: str):
    function.__name__ = name
    return function


def test_a_readers_functions_and_answers_are_escaped():
    def broken(x):
        raise ValueError(SCRIPT)

    for function in (lambda x: SCRIPT, broken, lambda x: [SCRIPT, SCRIPT]):
        page = nnlab.check("warm_up", function)._repr_html_()
        assert SCRIPT in html.unescape(page)
        assert harmless(page)


def test_a_name_that_is_no_python_name_is_not_in_the_call():
    for name in (SCRIPT, f"f{SCRIPT}"):
        page = nnlab.check("warm_up", renamed(lambda x: 3 * x, name))._repr_html_()
        assert "f(np.array(" in page
        assert SCRIPT not in html.unescape(page)


def test_the_name_of_a_readers_function_is_escaped():
    explorer = explorers.activation_curve(renamed(lambda z: z**2, SCRIPT))
    assert SCRIPT in explorer.status  # canvas.js sets it as text, see the test below
    assert any(text == SCRIPT for text, _ in explorer.controls["activation"].options)
    assert not any(SCRIPT in str(getattr(part, "value", "")) for part in parts(explorer) if type(part).__name__.startswith("HTML"))


def test_no_front_end_sets_markup():
    for file in PACKAGE.rglob("*.js"):
        source = re.sub(r"\.innerHTML = `[^`$]*`", "", file.read_text("utf-8"))  # a template without placeholders is constant
        for name in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc", "DOMParser"):
            assert name not in source, f"{file.name} uses {name}"


def test_only_titles_are_html_widgets():
    """All other texts are in widgets that show them as text."""
    users = [path.name for path in PACKAGE.rglob("*.py") if "ipywidgets.HTML" in path.read_text("utf-8")]
    assert users == ["layout.py"]

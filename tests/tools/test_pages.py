"""Notebooks as HTML: formulas, pictures and code are complete, and no other file is needed."""

import re
from pathlib import Path

import nbformat
import pages
import pytest

ROOT = Path(__file__).parents[2] / "notebooks"


def test_formulas_become_mathml():
    html = pages.markdown_html("The slope $\\frac{1}{4}$ at `$x`, and\n\n$$\\sigma(z) = \\frac{1}{1 + e^{-z}}$$")
    assert html.count("<math") == 2
    assert html.count("<mfrac>") == 2
    assert 'display="block"' in html
    assert "<code>$x</code>" in html
    assert "\\" not in html


def test_tables_keys_and_links_stay():
    html = pages.markdown_html("| a | b |\n|---|---|\n| <kbd>Tab</kbd> | [c](d.ipynb) |")
    assert "<kbd>Tab</kbd>" in html
    assert '<a href="d.ipynb">c</a>' in html
    assert html.count("<td") == 2


def test_a_picture_keeps_its_words():
    output = nbformat.v4.new_output("display_data", {"image/png": "QUJD", "text/plain": "x"}, metadata={"image/png": {"alt": 'a < b "c"'}})
    assert pages.output_html(output) == '<img src="data:image/png;base64,QUJD" alt="a &lt; b &quot;c&quot;">'


def test_text_is_shown_as_it_is():
    assert pages.output_html(nbformat.v4.new_output("stream", text="1 < 2\n")) == "<pre>1 &lt; 2</pre>"


@pytest.mark.parametrize("page", ["<script>1</script>", '<p onclick="x()">'])
def test_an_error_or_a_script_is_refused(page):
    with pytest.raises(ValueError, match="has a script"):
        pages.output_html(nbformat.v4.new_output("display_data", {"text/html": page}))
    with pytest.raises(ValueError, match="ZeroDivisionError"):
        pages.output_html(nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue="", traceback=[]))


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/*.ipynb")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_formula_of_the_lecture_is_left_over(path):
    for cell in pages.read(path).cells:
        html = pages.cell_html(cell)
        text = re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.DOTALL)
        assert not re.search(r"\\[a-zA-Z]+|\$", text), cell.id
        assert not re.search(r'src="(?!data:)', html), cell.id

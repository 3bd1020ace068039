"""What the presenter's style sheets do to what lies above and beside: the black screen covers all, each vote has a color of its own."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
STATIC = Path(__file__).parents[2] / "nnlab/jupyter/shared/labextensions/nnlab-present/static"
BAR = "<div><i style='width: 50%'></i><span>1</span></div>"


@pytest.fixture
def deck(browser):
    """A page with the presenter's styles, a histogram of two votes, the status bar and the black screen."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    style = "".join((STATIC / f"{name}.css").read_text("utf-8") for name in ("deck", "votes"))
    row = f"<tr><th>A</th><td>{BAR}{BAR}</td></tr>"
    page.set_content(
        f"<style>:root {{ --nnlab-scale: 1 }} {style}</style>"
        f"<div class='nnlab-deck'><aside class='nnlab-vote'><table>{row}{row}</table></aside>"
        "<footer class='nnlab-bar'>status</footer><div class='nnlab-black-screen' hidden></div></div>"
    )
    yield page
    page.close()


def test_the_black_screen_covers_votes_and_status(deck):
    covering = """selector => {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2).className;
    }"""
    for selector in (".nnlab-vote", ".nnlab-bar"):
        assert deck.evaluate(covering, selector) != "nnlab-black-screen"
    deck.evaluate("() => { document.querySelector('.nnlab-black-screen').hidden = false; }")
    for selector in (".nnlab-vote", ".nnlab-bar"):
        assert deck.evaluate(covering, selector) == "nnlab-black-screen"


def test_bars_of_the_second_vote_have_another_color(deck):
    colors = deck.evaluate("() => [...document.querySelectorAll('.nnlab-vote i')].map(bar => getComputedStyle(bar).backgroundColor)")
    first, second = set(colors[::2]), set(colors[1::2])
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert "rgba(0, 0, 0, 0)" not in first | second

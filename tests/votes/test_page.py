"""What a phone shows: for every phase, in both languages, without a script, and never markup from a text."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import nnlab
from nnlab.language import LANGUAGES, catalogue
from nnlab.votes.page import POLICY, main_part, news, page
from nnlab.votes.questions import Question
from nnlab.votes.state import ACTIONS, Votes
from nnlab.votes.texts import language_of

STEPS = ["open", "close", "show", "again", "close", "show", "explain"]
VOID = {"meta", "link", "input"}


class Tags(HTMLParser):
    """All tags of a page with their attributes; unbalanced markup is an error."""

    def __init__(self, html: str):
        super().__init__()
        self.found, self.open, self.text = [], [], ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data if self.open[-1:] not in (["style"], ["script"]) else ""

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phase_says_what_is_going_on(votes, language):
    shown = []
    for step in [None, *STEPS]:
        if step:
            votes.act(step)
        tags = Tags(page(votes, "a", language))
        assert len(tags.all("form")) == (step in ("open", "again"))
        assert (votes.current.question.texts[language][0]) in tags.text
        assert news(votes, "a", language) in tags.text
        shown.append(news(votes, "a", language))
    assert len(set(shown)) == 6  # closed and shown come twice
    votes.go_to(None)
    assert news(votes, "a", language) in Tags(page(votes, "a", language)).text


def test_a_plain_form_needs_no_script(votes):
    votes.act("open")
    tags = Tags(page(votes, "a", "ko"))
    assert tags.all("form") == [{"method": "post", "action": "vote?lang=ko"}]
    sent = {(each["name"], each["value"]) for each in tags.all("input")}
    assert sent == {("choice", "0"), ("choice", "1"), ("choice", "2"), ("question", "1"), ("round", "1")}
    assert all("required" in each for each in tags.all("input") if each["type"] == "radio")
    assert "refresh" not in page(votes, "a", "ko"), "nobody loses a choice to a reload"
    votes.cast("a", 1, 1, 2)
    assert 'http-equiv="refresh"' in page(votes, "a", "ko")
    assert not Tags(page(votes, "a", "ko")).all("form")


def test_a_phone_that_reloads_sees_its_own_choice(votes):
    votes.act("open")
    votes.cast("a", 1, 1, 2)
    assert "three <b>(your answer)</b>" in main_part(votes, "a", "en")
    assert "your answer" not in main_part(votes, "b", "en")
    votes.act("close")
    assert "✓" not in main_part(votes, "a", "en"), "the answer is not given away"
    votes.act("explain")
    assert "two <b>(✓ right)</b>" in main_part(votes, "a", "en")


MARKUP = "<img src=x onerror=alert(1)> \"'&amp; {script} </main>"


def test_no_text_becomes_markup():
    votes = Votes()
    votes.go_to(Question("q", {language: [MARKUP, MARKUP, MARKUP] for language in LANGUAGES}, 0))
    for step in [None, *STEPS]:
        if step:
            votes.act(step)
        tags = Tags(page(votes, "a", "en", MARKUP))
        assert tags.all("img") == []
        assert tags.text.count(MARKUP) == 4, "question, error and two choices"


def test_the_page_is_small_and_loads_nothing():
    votes = Votes()
    texts = catalogue(explorers=False)
    ids = {key.split(".")[1] for key in texts if key.startswith("prediction.")}
    longest = {}
    for id in ids:
        keys = [key for key in texts if key.startswith(f"prediction.{id}.") and not key.endswith("reason")]
        longest[id] = {language: [texts[key][language] for key in keys] for language in LANGUAGES}
    id = max(ids, key=lambda id: len("".join(longest[id]["ko"]).encode()))
    votes.go_to(Question(id, longest[id], 0))
    votes.act("open")
    html = page(votes, "a", "ko")
    assert len(html.encode()) < 12_000
    tags = Tags(html)
    assert [attributes for _, attributes in tags.found if attributes.get("src")] == []
    assert {each["href"] for each in tags.all("link")} == {"data:,"}
    assert "http:" not in html
    assert "https:" not in html


def test_a_screen_reader_finds_its_way(votes):
    votes.act("open")
    tags = Tags(page(votes, "a", "ko"))
    assert tags.all("html") == [{"lang": "ko"}]
    assert [tag for tag, _ in tags.found].count("h1") == len(tags.all("main")) == len(tags.all("fieldset")) == len(tags.all("legend")) == 1
    assert {"id": "news", "role": "status"} in tags.all("p")
    assert tags.all("a")[0] == {"href": "./?lang=en", "lang": "en", "hreflang": "en"}
    assert tags.all("meta")[1]["content"] == "width=device-width, initial-scale=1", "it can be zoomed"
    assert len(tags.all("label")) == 3


def test_the_page_says_what_is_stored(votes):
    for language in LANGUAGES:
        assert catalogue()["vote.stored"][language] in Tags(page(votes, "a", language)).text


def test_the_policy_allows_its_own_style_and_script_alone(votes):
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", rules["script-src"])
    assert re.fullmatch(r"'sha256-[\w+/]{43}='", rules["style-src"])
    assert rules["script-src"] != rules["style-src"]
    html = page(votes, "a", "en")
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.S))


@pytest.mark.parametrize(
    ("chosen", "header", "expected"),
    [
        ("ko", "en-US", "ko"),
        ("", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("", "en-US,en;q=0.9,ko;q=0.8", "en"),
        ("", "fr-FR, ko;q=0.5", "ko"),
        ("", "", "en"),
        ("<b>", "KO", "ko"),
        ("fr", "*" * 5000, "en"),
    ],
)
def test_the_language_is_chosen_or_the_browsers(chosen, header, expected):
    assert language_of(chosen, header) == expected


def test_all_refusals_have_a_sentence():
    code = "".join(file.read_text("utf-8") for file in (Path(nnlab.__file__).parent / "votes").glob("*.py"))
    sentences = {key.removeprefix("vote.refused.") for key in catalogue() if key.startswith("vote.refused.")}
    raised = set(re.findall(r'Refused\([^()"]*"(\w+)"', code)) | {f"not_now.{action}" for action in ACTIONS}
    assert raised <= sentences
    assert {reason for reason in sentences - raised if f'"{reason}"' not in code} == set()

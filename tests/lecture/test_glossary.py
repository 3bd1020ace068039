"""The glossary: each term is explained where the glossary says, in both languages, and not used before."""

import re

import pytest
from lecture_texts import notebooks

import nnlab
from nnlab.language import LANGUAGES
from nnlab.lecture.glossary import terms

EXPLAINED = [term for term in terms() if term.where]
LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
# Text that names what is to come: the goals, and what stands below a cell for the instructor.
AHEAD = {"goals", "instructor"}


def reading_order(language: str) -> list[tuple[str, dict]]:
    """(place, cell) of the text cells from notebook 01 on, without those that announce what is to come."""
    return [
        (f"{name}/{cell['id']}", cell)
        for name, cells in notebooks(language)
        if not name.startswith("00")
        for cell in cells
        if cell["cell_type"] == "markdown" and not AHEAD & set(cell["metadata"].get("tags", []))
    ]


PLACES = {language: [place for place, _ in reading_order(language)] for language in LANGUAGES}
TEXTS = {language: {place: LINK.sub("", "".join(cell["source"])) for place, cell in reading_order(language)} for language in LANGUAGES}


@pytest.mark.parametrize("term", EXPLAINED, ids=lambda term: term.key)
def test_a_term_is_explained_where_the_glossary_says(term):
    korean, english = (re.escape(term.texts[language]) for language in ("ko", "en"))
    glosses = {"ko": rf"\*\*{korean}\*\*\s?\({english}\b", "en": rf"\*\*{english}s?\*\*"}
    for language, gloss in glosses.items():
        assert re.search(gloss, TEXTS[language][term.where], re.I), f"{term.where} ({language}): write **{term.texts[language]}**"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", EXPLAINED, ids=lambda term: term.key)
def test_no_term_is_used_before_it_is_explained(term, language):
    pattern = re.compile(rf"(?<!\w){re.escape(term.texts[language])}" + (r"s?\b" if language == "en" else ""), re.I)
    before = PLACES[language][: PLACES[language].index(term.where)]
    assert [place for place in before if pattern.search(TEXTS[language][place])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_is_shown_in_the_first_notebook(language):
    nnlab.use_language(language)
    rows = nnlab.glossary().rows()
    assert len(rows) == 1 + len(EXPLAINED)
    assert rows[0][:2] == (["한국어", "영어"] if language == "ko" else ["English", "Korean"])
    first = dict(notebooks(language))["00_start_here"]
    (shown,) = ("".join(output["data"]["text/html"]) for cell in first if cell["id"] == "glossary" for output in cell["outputs"])
    assert all(term.texts[language] in shown for term in EXPLAINED)


def test_other_names_lead_from_a_textbook_to_one_term():
    nnlab.use_language("ko")
    found = {row[2]: row[0] for row in nnlab.glossary().rows()}
    assert (found["은닉층"], found["교차 엔트로피"], found["과대적합"]) == ("은닉 계층", "크로스 엔트로피", "과적합")
    for language in LANGUAGES:
        names = [name for term in terms() for name in [term.texts[language], *term.also.get(language, [])]]
        twice = {name for name in names if names.count(name) > 1}
        assert twice <= {"기울기"}  # textbooks call the gradient and the slope so


def test_one_term_for_one_thing():
    for language in LANGUAGES:
        names = [term.texts[language] for term in terms()]
        assert len(set(names)) == len(names)
    for term in terms():
        for language, pattern in term.retired.items():
            assert not re.search(pattern, term.texts[language])


def test_the_slides_terms_are_used():
    slides = ["수상돌기", "시냅스", "임계값", "하이퍼파라미터", "그래디언트", "zero-centered", "업데이트", "훈련", "완전연결", "피드포워드"]
    slides += ["결정 경계", "크로스 엔트로피", "다중 계층 퍼셉트론"]
    text = "\n".join("".join(cell["source"]) for _, cells in notebooks("ko") for cell in cells)
    assert [term for term in slides if term not in text] == []

"""One word for one thing, phrases as a lecturer says them, and numbers as a textbook prints them: in every text of both editions."""

import re

import pytest
from lecture_texts import PLACEHOLDER, all_texts, notebooks, prose
from matplotlib.text import Text

import nnlab
from nnlab import explorers
from nnlab.engine.labels import Labels
from nnlab.language import LANGUAGES
from nnlab.lecture.glossary import terms

BOTH = pytest.mark.parametrize("language", LANGUAGES)

# Phrases that are not used -> what is written in their place.
PHRASES = {
    "ko": {
        "무엇을 보았습니까": "관찰한 것",
        "어디까지 맞": "어디까지 성립할까요?",
        r"돌려[주줍준줄줘줬]": "반환하다",
        "찍기 수준": "찍는 수준",
        "물음에 답할 수 있습니다": "~를 설명할 수 있다",
        "겠습니까": "-ㄹ까요?",
        "까닭": "이유",
        "저마다": "각각",
        "견[주줘줄준줍줬]": "비교하다",
        r", 곧 ": "즉",
        "차례": "순서",
        r"가운데 (가장|어느|하나|한|무엇|나은|시드|대부분|큰|둘|셋|넷|다섯|[0-9])": "중",
        "(이긴|진) 합": "최대로 뽑힌 합, 뽑히지 못한 합",
        "값을 합니까|얼마나 듭니까": "그만한 값어치가 있을까요?, 계산량은 얼마나 될까요?",
        "쌉니|싸고": "계산 비용이 적다",
        "못 이름": "미도달",
        "운을 탑": "시드에 따라 결과가 달라지다",
        r"(신경망|네트워크|유닛|뉴런|계층|시그모이드|ReLU|가중치)[은는이가]?( [^ .,]+)? 배[우웠웁운울]": "학습되다, 학습하다",
        "가르[치쳐친칩칠]": "학습시키다",
        "(시그모이드|신경망|뉴런|유닛|함수|ReLU|tanh)에게": "에",
        "Wᵀ[을으]|f ?′를|σ′를|h²를": "Wᵀ를, Wᵀ로, f′을, σ′을, h²을",
    },
    "en": {
        r"\bCame:": "Got:",
        r"\bmend(s|ed|ing)?\b": "fix, repair, avoid",
        r"\bdear\b": "expensive",
        r"asking takes": "the overhead of the call",
        r"fitting rate": "suitable learning rate",
        r"apart from the inputs": "independent of the inputs",
        r"(gradient|derivative|differentiated) by [a-zA-Z]\b": "with respect to",
        r"turned round": "transposed",
        r"\b(vouch|hang together|is none)\b": "plain textbook English",
        r"\bsee what comes\b": "see what happens",
        r"in the same way taught|taught in the same way": "trained in the same way",
        r"a larger rate is borne|bears? a (larger|higher)": "allows a larger learning rate",
        r"\b\w*(colour|centr(e|ed|ing)\b|behaviour|neighbour|labelled|modelling|initialis|regularis)": "American spelling",
    },
}
# A number that is not written as a textbook prints it, in text without code and formulas.
NUMBERS = {
    "a hyphen for a minus": re.compile(r"(?<![\w\d.)\]}–-])-\d"),
    "a space before the per cent sign": re.compile(r"[\d}]\s+%"),
    "per cent in letters": re.compile(r"\bper ?cent\b|퍼센트"),
    "a power of ten for programs": re.compile(r"\d[eE][-+−]?\d|10\^"),
    "no comma in thousands": re.compile(r"(?<![\d.,\-–×x_/])(?!(?:1[6-9]|20)\d\d(?!\d))\d{4,}(?![\d\-–_×])"),
}


def found(pattern, text: str) -> list[str]:
    return [text[max(0, hit.start() - 12) : hit.end() + 12].replace("\n", " ") for hit in re.finditer(pattern, text)]


@pytest.mark.parametrize(("key", "language"), [(term.key, language) for term in terms() for language in term.retired])
def test_a_term_has_one_name(key, language):
    (term,) = (term for term in terms() if term.key == key)
    left = {place: hits for place, text in all_texts(language) if (hits := found(term.retired[language], prose(text)))}
    assert not left, f"write {term.texts[language]}"


@pytest.mark.parametrize(("language", "pattern"), [(language, pattern) for language in LANGUAGES for pattern in PHRASES[language]])
def test_phrases_are_those_of_a_lecturer(language, pattern):
    left = {place: hits for place, text in all_texts(language) if (hits := found(pattern, prose(text)))}
    assert not left, f"write {PHRASES[language][pattern]}"


@BOTH
@pytest.mark.parametrize("fault", NUMBERS)
def test_numbers_are_written_one_way(fault, language):
    left = {
        place: hits
        for place, text in all_texts(language)
        if (hits := found(NUMBERS[fault], prose(PLACEHOLDER.sub("}" if "space" in fault else "x", text))))
    }
    assert not left


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("a hyphen for a minus", "from -0.5 on"),
        ("a space before the per cent sign", "97.3 %"),
        ("per cent in letters", "5 per cent"),
        ("a power of ten for programs", "2e-5"),
        ("no comma in thousands", "1500 steps"),
    ],
)
def test_a_wrong_number_is_noticed(fault, text):
    assert NUMBERS[fault].search(text)
    assert not any(pattern.search("in 1998 −0.5, 97.3%, 2×10⁻⁵, 1,500 steps, 3072–100–10") for pattern in NUMBERS.values())


@pytest.fixture(scope="module", params=[(name, language) for name in explorers.__all__ for language in LANGUAGES], ids="-".join)
def shown(request) -> dict[str, tuple[str, list[str]]]:
    """What an explorer says and what is written in its picture, as it opens ("") and at each preset."""
    name, language = request.param
    nnlab.use_language(language)
    explorer = getattr(explorers, name)()
    all_of_it = {}
    for preset, settings in {"": {}, **explorer.presets}.items():
        explorer.reset()
        explorer.set(**settings)
        figure = explorer._renderer.figure
        drawn = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
        drawn += [text for labels in figure.findobj(Labels) for *_, text in (entry[:3] for entry in labels.texts)]
        all_of_it[preset] = explorer.status, [str(text) for text in drawn]
    return all_of_it


def test_a_status_begins_with_one_short_fact(shown):
    firsts = {preset: re.split(r"(?<=[.?!다])(?:\s|$)|\n", status)[0] for preset, (status, _) in shown.items()}
    assert {preset: first for preset, first in firsts.items() if len(first) > 140} == {}


def test_a_status_is_short_enough_to_be_read_aloud(shown):
    assert {preset: status for preset, (status, _) in shown.items() if len(status.split()) > 45} == {}


def test_numbers_in_pictures_are_written_one_way(shown):
    for preset, (status, drawn) in shown.items():
        texts = [prose(text) for text in (status, *drawn)]
        assert [hits for text in texts for pattern in NUMBERS.values() if (hits := found(pattern, text))] == [], preset


def test_korean_headings_are_no_formal_questions():
    texts = ["".join(cell["source"]) for _, cells in notebooks("ko") for cell in cells if cell["cell_type"] == "markdown"]
    headings = [line for text in texts for line in text.splitlines() if line.startswith("#")]
    assert headings
    assert [line for line in headings if re.search(r"니까\??$", line)] == []

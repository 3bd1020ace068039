"""The catalogue: every word in both languages, with the same placeholders; and the reader's language."""

import re
import string

import pytest

from nnlab import language

HANGUL = re.compile("[가-힣]")
# Names and signs that are the same in both languages.
NAMES = re.compile(r"[\w\s·.,()%‘’“”+\-−–=:/|σ′₀-₉±×<>*^]*")
IN_WORDS = {"a hundredth": "100", "A hundredth": "100", "Sixty": "60", "sixty": "60"}
NUMBER = re.compile(r"\d[\d,]*\d(?:\.\d+)?|\d(?:\.\d+)?")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", language.catalogue())
def test_every_word_is_there_in_both_languages(key):
    entry = language.catalogue()[key]
    assert set(entry) == set(language.LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert placeholders(entry["ko"]) == placeholders(entry["en"])
    assert not HANGUL.search(entry["en"]), "English with Hangul in it"
    if not HANGUL.search(entry["ko"]):
        assert entry["ko"] == entry["en"] or len(entry["ko"]) < 30, "Korean without Hangul"


@pytest.mark.parametrize("key", language.catalogue())
def test_both_languages_state_the_same_numbers(key):
    """Those that say how much; smaller ones are often words in one language and digits in the other."""
    stated = {}
    for edition, text in language.catalogue()[key].items():
        for words, number in IN_WORDS.items():
            text = text.replace(words, number)
        found = [number.replace(",", "") for number in NUMBER.findall(re.sub(r"{[^}]*}", "", text))]
        stated[edition] = {number for number in found if float(number) >= 11 or "." in number}
    assert stated["ko"] == stated["en"]


def test_a_word_missing_from_the_catalogue_is_named():
    with pytest.raises(KeyError, match=r"no 'en' text for 'no\.such\.word'"):
        language.word("no.such.word")


def test_placeholders_are_filled():
    language.use_language("ko")
    assert language.word("check.passed", n=3) == "✓ 통과했습니다: 3개 경우가 모두 맞습니다."


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="language is 'fr', expected one of 'ko', 'en'"):
        language.use_language("fr")


@pytest.mark.parametrize(
    ("setting", "expected"), [("ko_KR.UTF-8", "ko"), ("ko", "ko"), ("en_US.UTF-8", "en"), ("C.UTF-8", "en"), ("de_DE", "en")]
)
def test_the_readers_language_comes_from_the_locale(monkeypatch, setting, expected):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", setting)
    assert language.from_environment() == expected
    monkeypatch.setenv("LC_ALL", "ko_KR")
    assert language.from_environment() == "ko"


def test_the_packages_own_font_has_hangul_signs_and_formulas():
    import io

    import numpy as np
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    with drawing.style():
        font = font_manager.findfont("NNLab Hangul", fallback_to_default=False)
        assert "NNLabHangul" in font
        covered = font_manager.get_font(font).get_charmap()
        assert all(ord(sign) in covered for sign in "가힣뷁ㄱ한글 σαβλΣ∂→←↑↓×·≈≤≥−±∞∈²³′°…–—‘’“”▶■●○")
        figure = Figure(figsize=(4, 1))
        figure.text(0.1, 0.5, "기울기 $w_1 x$ − 3 → 5")  # a missing glyph would warn, and warnings are errors
        target = io.BytesIO()
        figure.savefig(target)
    assert np.frombuffer(target.getvalue(), np.uint8).size > 500


def test_every_text_of_the_pictures_and_pages_can_be_drawn():
    from matplotlib import font_manager

    language.register_font()
    covered = set()
    for family in language.FONT_FAMILIES:
        covered |= set(font_manager.get_font(font_manager.findfont(family)).get_charmap())
    texts = "".join(text for entry in language.catalogue().values() for text in entry.values())
    assert {sign for sign in texts if ord(sign) not in covered and sign != "\n"} == set()


def test_a_word_that_stands_twice_is_an_error(monkeypatch):
    text = '[z]\nko = "가"\nen = "a"\n'
    monkeypatch.setattr(language, "_texts", lambda: {"a.toml": text, "b.toml": text})
    monkeypatch.setattr(language, "_parsed", language._parsed.__wrapped__)
    with pytest.raises(ValueError, match=r"the words \['z'\] stand twice in the catalogue, again in b\.toml"):
        language.catalogue.__wrapped__()


def test_every_word_of_the_catalogue_is_found_without_reading_all_of_it(monkeypatch):
    for key, entry in language.catalogue().items():
        assert language._words(key.partition(".")[0])[key] == entry
    read = []
    monkeypatch.setattr(language, "_parsed", lambda name: read.append(name) or language.catalogue())
    assert "question.score" in language._words.__wrapped__("question")
    assert read == ["questions.toml"]
    assert not language.has_word("nowhere")

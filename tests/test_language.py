"""The catalogue has every text in both languages, with the same placeholders and numbers; and the language is the reader's."""

import re
import string

import pytest

from nnlab import language

HANGUL = re.compile("[가-힣]")
IN_WORDS = {"a hundredth": "100", "A hundredth": "100", "Sixty": "60", "sixty": "60"}
NUMBER = re.compile(r"\d[\d,]*\d(?:\.\d+)?|\d(?:\.\d+)?")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


CATALOGUE = language.catalogue() | language.catalogue(explorers=False)


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_text_exists_in_both_languages(key):
    entry = CATALOGUE[key]
    assert set(entry) == set(language.LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert placeholders(entry["ko"]) == placeholders(entry["en"])
    assert not HANGUL.search(entry["en"]), "English with Hangul in it"
    if not HANGUL.search(entry["ko"]):
        assert entry["ko"] == entry["en"] or len(entry["ko"]) < 30, "Korean without Hangul"


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_state_the_same_numbers(key):
    """Integers from 11 and decimals; smaller ones are often words in one language and digits in the other."""
    stated = {}
    for edition, text in CATALOGUE[key].items():
        for words, number in IN_WORDS.items():
            text = text.replace(words, number)
        found = [number.replace(",", "") for number in NUMBER.findall(re.sub(r"{[^}]*}", "", text))]
        stated[edition] = {number for number in found if float(number) >= 11 or "." in number}
    assert stated["ko"] == stated["en"]


def test_an_unknown_key_is_named():
    with pytest.raises(KeyError, match=r"no 'en' text for 'no\.such\.word'"):
        language.translate("no.such.word")
    assert not language.has_translation("no.such.word")


def test_placeholders_are_filled():
    language.use_language("ko")
    assert language.translate("check.passed", n=3) == "✓ 통과했습니다. 테스트 케이스 3개에서 모두 맞았습니다."


@pytest.mark.parametrize(
    ("text", "value", "filled"),
    [
        ("{x:.1f}은 크고", 3.1, "3.1은 크고"),
        ("{x:.1f}은 크고", 3.2, "3.2는 크고"),
        ("{x:.0f}로", 3, "3으로"),
        ("{x:.0f}으로", 7, "7로"),
        ("{x:.0%}을", 0.5, "50%를"),
        ("{x:.0e}과", 2e-5, "2×10⁻⁵과"),
        ("{x}이 크면", "기울기", "기울기가 크면"),
        ("{x}입니다", 4, "4입니다"),
        ("{x}이고", 4, "4이고"),
        ("{x:,}개", 1500, "1,500개"),
        ("{x:+.2f}", -0.5, "−0.50"),
        ("{x}", 1500, "1,500"),
        ("{x:.2f}", -0.001, "0.00"),
        ("{x:.0%}", -0.001, "0%"),
        ("{x:.2f}", -0.01, "−0.01"),
        ("{x}", True, "True"),
    ],
)
def test_numbers_and_their_particles(text, value, filled):
    assert language.fill(text, {"x": value}) == filled


@pytest.mark.parametrize(("digit", "read"), list(enumerate("영일이삼사오육칠팔구")))
def test_a_digit_has_the_particles_of_its_word(digit, read):
    for particle in ("은", "이", "을", "과", "으로"):
        after_word = language.fill(f"{{x}}{particle}", {"x": read})
        for number in (digit, 120 + digit):
            assert language.fill(f"{{x}}{particle}", {"x": number}) == f"{number}{after_word.removeprefix(read)}"
    assert language.fill("{x}으로", {"x": read}) == read + ("으로" if read in "영삼육" else "로")


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="language is 'fr', expected one of 'ko', 'en'"):
        language.use_language("fr")


@pytest.mark.parametrize(
    ("setting", "expected"), [("ko_KR.UTF-8", "ko"), ("ko", "ko"), ("en_US.UTF-8", "en"), ("C.UTF-8", "en"), ("de_DE", "en")]
)
def test_the_language_is_that_of_the_locale(monkeypatch, setting, expected):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", setting)
    assert language.from_environment() == expected
    monkeypatch.setenv("LC_ALL", "ko_KR")
    assert language.from_environment() == "ko"


def test_the_font_has_hangul_signs_and_formulas():
    import io

    import numpy as np
    from matplotlib import font_manager
    from matplotlib.figure import Figure

    from nnlab.engine import drawing

    with drawing.style():
        font = font_manager.findfont("NNLab Hangul", fallback_to_default=False)
        assert "NNLabHangul" in font
        covered = font_manager.get_font(font).get_charmap()
        assert all(ord(character) in covered for character in "가힣뷁ㄱ한글 σαβλΣ∂→←↑↓×·≈≤≥−±∞∈²³′°…–—‘’“”▶■●○")
        figure = Figure(figsize=(4, 1))
        figure.text(0.1, 0.5, "기울기 $w_1 x$ − 3 → 5")  # a missing glyph would warn, and warnings are errors
        target = io.BytesIO()
        figure.savefig(target)
    assert np.frombuffer(target.getvalue(), np.uint8).size > 500


def test_every_text_can_be_drawn():
    from matplotlib import font_manager

    from nnlab.engine import drawing

    drawing.register_font()
    covered = set()
    for family in drawing.FONT_FAMILIES:
        covered |= set(font_manager.get_font(font_manager.findfont(family)).get_charmap())
    texts = "".join(text for entry in CATALOGUE.values() for text in entry.values())
    assert {character for character in texts if ord(character) not in covered and character != "\n"} == set()


@pytest.fixture
def two_files(monkeypatch, tmp_path):
    """Two files of texts, in a folder and in a folder below it, in place of those of the package."""
    paths = [tmp_path / "relu" / "words.toml", tmp_path / "relu" / "more" / "extra.toml"]
    paths[1].parent.mkdir(parents=True)
    monkeypatch.setattr(language, "files", lambda package: tmp_path)
    return paths


def test_every_toml_file_of_the_package_is_read(two_files):
    for name, path in zip("ab", two_files, strict=True):
        path.write_text(f'[{name}.title]\nko = "가"\nen = "{name}"\n', "utf-8")
    assert language.catalogue.__wrapped__() == {"a.title": {"ko": "가", "en": "a"}, "b.title": {"ko": "가", "en": "b"}}


def test_questions_are_read_apart(two_files, tmp_path):
    (tmp_path / "relu" / "questions.toml").write_text('[prediction.a.question]\nko = "가"\nen = "a"\n', "utf-8")
    for path in two_files:
        path.write_text("", "utf-8")
    assert language.catalogue.__wrapped__() == {}
    assert language.catalogue.__wrapped__(explorers=False) == {"prediction.a.question": {"ko": "가", "en": "a"}}


def test_a_key_in_two_files_is_an_error(two_files):
    for path in two_files:
        path.write_text('[z]\nko = "가"\nen = "a"\n', "utf-8")
    with pytest.raises(ValueError, match=r"the key 'z' is defined in nnlab/relu/more/extra\.toml and again in nnlab/relu/words\.toml"):
        language.catalogue.__wrapped__()


def test_a_text_is_found_without_reading_all_files():
    found = {key: language._part(key)[key] for key in CATALOGUE}
    assert found == CATALOGUE
    assert set(language._part("sigmoid.no_such_text")) < set(CATALOGUE)

"""The question on the slide, in both languages: with the numbers of the slide, whatever the particles around them."""

import re

import pytest

import nnlab
from nnlab.language import LANGUAGES, catalogue, translate
from nnlab.questions import prediction
from nnlab.votes.questions import LETTERS, question_on_slide, values_in

IDS = sorted({key.split(".")[1] for key in catalogue(explorers=False) if key.startswith("prediction.")})


def shown(id: str, language: str) -> list[str]:
    """What a slide shows of a question, with numbers that tell its placeholders apart."""
    nnlab.use_language(language)
    values = {name: 0.31 + 0.17 * index for index, name in enumerate(sorted(prediction.placeholders(id)))}
    parts = ["question", *(f"choice.{key}" for key in prediction.choice_keys(id))]
    try:
        return [translate(f"prediction.{id}.{part}", **values) for part in parts]
    except ValueError:  # a placeholder for whole numbers
        return [translate(f"prediction.{id}.{part}", **{name: 3 + i for i, name in enumerate(values)}) for part in parts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_is_shown_in_both_languages(language):
    [other] = set(LANGUAGES) - {language}
    for id in IDS:
        question = question_on_slide(id, language, shown(id, language))
        assert question.texts == {language: shown(id, language), other: shown(id, other)}, id
        assert prediction.choice_keys(id)[question.right] == "right"
        assert 2 <= question.n_choices <= len(LETTERS)


@pytest.mark.parametrize(
    ("template", "text", "expected"),
    [
        ("none", "none", {}),
        ("none", "other", None),
        ("{a:.0%} of {b:,}", "5% of 1,500", {"a": "5%", "b": "1,500"}),
        ("{a:.0%}, {b}, {a:.0%}", "5%, 2, 5%", {"a": "5%", "b": "2"}),
        ("{a:.0%}, {b}, {a:.0%}", "5%, 2, 6%", None),
        ("값은 {a:.1f}으로 {b}이 됩니다", "값은 −3.2로 97%가 됩니다", {"a": "−3.2", "b": "97%"}),
        ("a.b{c}(d)", "a.b1(d)", {"c": "1"}),
        ("a.b{c}(d)", "axb1(d)", None),
    ],
)
def test_values_are_found_in_a_text(template, text, expected):
    assert values_in(template, text) == expected


def test_texts_from_another_version_are_kept():
    template = catalogue(explorers=False)["prediction.exit_gap.question"]["en"]
    assert "{train:.0%}" in template
    texts = ["Reworded", *shown("exit_gap", "en")[1:]]
    assert question_on_slide("exit_gap", "en", texts).texts == {"en": texts, "ko": texts}


PRACTICE = shown("practice", "en")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nothing", "en", PRACTICE), "id is 'nothing', expected the id of a prediction"),
        ((5, "en", PRACTICE), "id is 5"),
        (("practice", "fr", PRACTICE), "language is 'fr', expected one of 'ko', 'en'"),
        (("practice", ["en"], PRACTICE), "language is"),
        (("practice", "en", PRACTICE[:-1]), "texts has"),
        (("practice", "en", "text"), "texts is 'text', expected a list"),
        (("practice", "en", [*PRACTICE[:-1], 5]), "expected a list of texts"),
        (("practice", "en", [*PRACTICE[:-1], ""]), "expected a list of texts of 1 to 1,000 characters"),
        (("practice", "en", [*PRACTICE[:-1], "x" * 1001]), "expected a list of texts of 1 to 1,000 characters"),
    ],
)
def test_what_is_no_question_is_named(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        question_on_slide(*arguments)

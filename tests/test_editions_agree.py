"""What one edition says, the other says too: formulas, opposites such as higher and lower, which number stands in which sentence."""

import json
import re
from collections import Counter

import pytest
from lecture_texts import ROOT, notebook_texts, package_texts, prose

KOREAN, ENGLISH = ({**dict(notebook_texts(language)), **dict(package_texts(language))} for language in ("ko", "en"))
PLACES = [place for place in KOREAN if place in ENGLISH]
NUMBER = re.compile(r"\{\w+|(?<![\w.,₀-₉{])[−-]?\d[\d,]*(?:\.\d+)?(?![\w₀-₉]*[A-Za-z₀-₉])")
MARKS = (".?!", ".?!:;")  # where one edition has a full stop, the other may have a colon
EXCEPTION = "if both are right, add the place to the exceptions above; take out one where the editions agree now"

# Words with what they say, in Korean and in English. One edition must not say only one thing where the other says only another.
OPPOSITES = {
    "sign": ({"양수": 1, "음수": 2, "> 0": 1, "< 0": 2}, {"positive": 1, "negative": 2, "> 0": 1, "< 0": 2}),
    "height": ({"높": 1, "낮": 2}, {"high": 1, "higher": 1, "highest": 1, "low": 2, "lower": 2, "lowest": 2}),
    "side": ({"왼쪽": 1, "오른쪽": 2}, {"left": 1, "right": 2}),
    "order": ({"첫": 1, "처음": 1, "먼저": 1, "마지막": 2, "나중": 2}, {"first": 1, "last": 2, "final": 2}),
    "place": ({"위": 1, "아래": 2}, {"above": 1, "below": 2}),
    "pull": ({"0 쪽으로": 1, "0에서 멀": 2}, {"toward 0": 1, "away from 0": 2}),
    "size": ({"크": 1, "큰": 1, "커": 1, "작": 2}, {"large": 1, "larger": 1, "largest": 1, "small": 2, "smaller": 2, "smallest": 2}),
    "color": (
        {"파란": 1, "파랑": 1, "주황": 2, "초록": 3, "회색": 4, "보라": 5, "노란": 6},
        {"blue": 1, "orange": 2, "green": 3, "gray": 4, "purple": 5, "yellow": 6},
    ),
    "layer": (
        {"출력층": 1, "출력 계층": 1, "입력층": 2, "입력 계층": 2, "은닉층": 3, "은닉 계층": 3, "첫 계층": 4, "마지막 계층": 5},
        {"output layer": 1, "input layer": 2, "hidden layer": 3, "first layer": 4, "last layer": 5},
    ),
}
# By class of words: places where two of its words mean other things, or where the languages need another order; both editions were read.
SAID_OTHERWISE = {
    "sign": {
        "lecture/biological_neuron/exercises.toml exercise.neuron_forward.mistake.wrong_branch",
    },
    "height": {
        "06_tanh/identity",
        "lecture/sigmoid/questions.toml prediction.stuck_or_gradient.reason",
    },
    "side": set(),
    "order": {
        "lecture/relu/exercises.toml exercise.relu_layer.moral",
    },
    "place": {
        "08_leaky_relu_maxout/later-table",
        "13_capacity_and_regularization/strength-read",
        "lecture/backpropagation/questions.toml prediction.exit_where.reason",
        "lecture/backpropagation/readings.toml alignment.scope",
        "lecture/capacity_and_regularization/readings.toml choice.control",
        "lecture/relu/readings.toml idle_half.control",
        "lecture/tanh/questions.toml prediction.exit_biased_tanh.reason",
    },
    "size": {
        "03_single_neuron_classifier/xor-read",
        "09_choosing_an_activation/claims-read",
        "10_architecture/dead-read",
        "12_backpropagation/backward-read",
        "lecture/activation_functions/words.toml activation_curve.check_wrong",
        "lecture/capacity_and_regularization/readings.toml tent_training.reading",
        "lecture/leaky_relu_maxout/exercises.toml exercise.maxout_width.task",
        "lecture/sigmoid/questions.toml prediction.stuck_or_gradient.reason",
        "lecture/single_neuron_classifier/readings.toml one_point.control",
        "lecture/start_here/questions.toml prediction.practice.reason",
        "lecture/tanh/questions.toml prediction.exit_biased_tanh.reason",
        "lecture/tanh/questions.toml prediction.level_line.choice.tiny",
        "lecture/tanh/readings.toml xavier_start.scope",
    },
    "layer": {
        "05_sigmoid/stuck-read",
        "06_tanh/mixing-read",
    },
}
NUMBERS_OTHERWISE = {
    "01_score_functions/spiral",
    "02_biological_neuron/dendrite-real",
    "02_biological_neuron/neuron-read",
    "02_biological_neuron/numbers",
    "02_biological_neuron/spiking",
    "02_biological_neuron/summary",
    "03_single_neuron_classifier/limits",
    "05_sigmoid/learn-read",
    "06_tanh/exercise-two",
    "06_tanh/one-neuron (notes)",
    "09_choosing_an_activation/modern",
    "12_backpropagation/title (notes)",
    "12_backpropagation/wrong-read",
    "13_capacity_and_regularization/universal",
    "13_capacity_and_regularization/universal-read",
    "app/words.toml check_environment.settings_unwritable",
    "lecture/activation_functions/questions.toml prediction.exit_gradient.question",
    "lecture/activation_functions/questions.toml prediction.step_layer.question",
    "lecture/backpropagation/readings.toml longer.experiment",
    "lecture/backpropagation/words.toml backward.status_dh",
    "lecture/biological_neuron/questions.toml prediction.and_not.reason",
    "lecture/biological_neuron/questions.toml prediction.dendrite_f.reason",
    "lecture/biological_neuron/questions.toml prediction.shape_of_f.reason",
    "lecture/capacity_and_regularization/readings.toml tent_training.experiment",
    "lecture/choosing_an_activation/readings.toml two_layers.control",
    "lecture/leaky_relu_maxout/questions.toml prediction.exit_insurance.question",
    "lecture/relu/kill_a_unit.toml kill_a_unit.status_back",
    "lecture/score_functions/exercises.toml exercise.distance_network.moral",
    "lecture/sigmoid/questions.toml prediction.exit_centering.reason",
    "lecture/sigmoid/questions.toml prediction.tail_time.reason",
    "lecture/sigmoid/readings.toml own_rate.experiment",
    "lecture/single_neuron_classifier/questions.toml prediction.exit_two_svms.question",
    "lecture/single_neuron_classifier/readings.toml one_point.reading",
    "lecture/tanh/readings.toml same_network.control",
    "questions/words.toml check.raised",
}

VARIABLES_OTHERWISE = {
    "lecture/biological_neuron/exercises.toml exercise.neuron_forward.mistake.no_sum",
    "lecture/capacity_and_regularization/exercises.toml exercise.tent.mistake.twice_as_steep",
    "lecture/sigmoid/exercises.toml exercise.largest_rate.mistake.examples",
    "lecture/single_neuron_classifier/exercises.toml exercise.svm_street.mistake.labels_as_they_are",
    "lecture/single_neuron_classifier/exercises.toml exercise.mean_hinge.mistake.labels_as_they_are",
}


def lines(place: str) -> list[tuple[str, str]]:
    """The lines of a text in both editions; the whole texts where one edition has more lines."""
    korean, english = ([line for line in prose(text[place]).splitlines() if line.strip()] for text in (KOREAN, ENGLISH))
    return list(zip(korean, english, strict=True)) if len(korean) == len(english) else [("\n".join(korean), "\n".join(english))]


def meanings(words: dict[str, int], text: str) -> list[int]:
    """What the words that are found in `text` say, in order."""
    found = re.findall(rf"(?<![A-Za-z])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?=s?(?![A-Za-z]))", text, re.IGNORECASE)
    return [words[word.lower()] for word in found]


def disagree(name: str, korean: str, english: str) -> bool:
    one, other = (meanings(words, text) for words, text in zip(OPPOSITES[name], (korean, english), strict=True))
    return bool(one and other) and (set(one).isdisjoint(other) or (one != other and sorted(one) == sorted(other)))


@pytest.mark.parametrize("name", OPPOSITES)
def test_no_edition_says_the_opposite(name):
    found = {place for place in PLACES if any(disagree(name, *pair) for pair in lines(place))}
    assert found == SAID_OTHERWISE.get(name, set()), EXCEPTION


def numbers(text: str) -> Counter:
    return Counter(number.replace(",", "") for number in NUMBER.findall(text))


def sentences(text: str, marks: str) -> list[str]:
    return [part for part in re.split(rf"(?<=[{marks}])\s+|\n(?=[-|])", text) if part.strip()]


def numbers_moved(korean: str, english: str) -> bool:
    """Whether a paragraph has the same numbers in both editions, as many sentences, and yet other numbers in them."""
    if numbers(korean) != numbers(english):
        return False
    splits = [(sentences(korean, one), sentences(english, other)) for one in MARKS for other in MARKS]
    splits = [(one, other) for one, other in splits if len(one) == len(other) > 1]
    return bool(splits) and not any(all(numbers(k) == numbers(e) for k, e in zip(*split, strict=True)) for split in splits)


def paragraphs(text: str) -> list[str]:
    return re.split(r"\n\s*\n", re.sub(r"\$[^$]*\$|\]\([^)]*\)|`[^`]*`", " ", text).strip())


def test_numbers_stand_in_the_same_sentences():
    found = []
    for place in PLACES:
        korean, english = paragraphs(KOREAN[place]), paragraphs(ENGLISH[place])
        if len(korean) == len(english) and any(map(numbers_moved, korean, english)):
            found.append(place)
    assert set(found) == NUMBERS_OTHERWISE, EXCEPTION


def formulas(text: str) -> Counter:
    """The equations of a text, without words, spaces and the sentence's punctuation."""
    found = re.findall(r"\$\$.*?\$\$|\$[^$\n]*\$", text, re.DOTALL)
    plain = [re.sub(r"\\(text|mathrm)\{[^{}]*\}|\s|[.,]$", "", formula.strip("$ \n")) for formula in found]
    return Counter(formula for formula in plain if "=" in formula and len(formula) > 12)


def test_both_editions_have_the_same_equations():
    assert [place for place in PLACES if formulas(KOREAN[place]) != formulas(ENGLISH[place])] == []


def test_placeholders_of_a_list_have_one_order():
    def lists(text):
        found = re.findall(r"\{\w+[^{}]*\}(?:(?:, and |, | and |과 |와 )\{\w+[^{}]*\})+", text)
        return [re.findall(r"\{(\w+)", part) for part in found]

    for place in PLACES:
        for korean in lists(KOREAN[place]):
            same = [english for english in lists(ENGLISH[place]) if sorted(english) == sorted(korean)]
            assert not same or korean in same, place


def test_what_one_edition_denies_the_other_denies():
    variable = r"(d?[a-zA-Z][₀-₉]?|\{\w+\})"
    for place in PLACES:
        korean = re.findall(rf"(?<![A-Za-z]){variable}(?:이|가) 아니라", KOREAN[place])
        english = re.findall(rf"\bnot (?:on |of |by |in |from |with |to ){variable}(?![A-Za-z])", ENGLISH[place])
        assert not korean or not english or korean == english, place


def test_hints_for_mistakes_name_the_same_variables():
    def variables(text):
        found = re.findall(r"(?<![A-Za-z\\{’'])(?:d?[b-zB-HJ-Z]|[a-z]_?[0-9₀-₉])(?![A-Za-z’'{])", re.sub(r"\{[^}]*\}", " ", text))
        return set(found) - {"do"}

    places = [place for place in PLACES if ".mistake." in place]
    found = [place for place in places if variables(KOREAN[place]) != variables(ENGLISH[place])]
    assert set(found) == VARIABLES_OTHERWISE, EXCEPTION


def test_keys_of_the_presenter_are_named_in_one_order():
    for place in PLACES:
        if place.startswith("jupyter/"):
            korean, english = (re.findall(r"(?<![A-Za-z])([A-Z]): ", text[place]) for text in (KOREAN, ENGLISH))
            assert korean == english, place


def alternatives(language: str, name: str) -> dict[str, list[str]]:
    """The alternative texts of the stored pictures: cell -> texts."""
    cells = json.loads((ROOT / "notebooks" / language / name).read_text("utf-8"))["cells"]
    found = {cell["id"]: [output["metadata"] for output in cell.get("outputs", []) if output.get("metadata")] for cell in cells}
    return {id: [json.dumps(metadata, ensure_ascii=False) for metadata in kept] for id, kept in found.items() if kept}


@pytest.mark.parametrize("name", [path.name for path in sorted((ROOT / "notebooks/ko").glob("*.ipynb"))])
def test_alternative_texts_have_the_same_signed_numbers(name):
    korean, english = alternatives("ko", name), alternatives("en", name)
    assert korean.keys() == english.keys()
    for id in korean:
        one, other = (sorted(re.findall(r"[+−]\d[\d.,]*\d", " ".join(texts))) for texts in (korean[id], english[id]))
        assert one == other, id

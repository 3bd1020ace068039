"""Predictions: the answer is shown only after a choice is locked in, that choice stays, and the score is kept."""

import pytest

import nnlab
from nnlab.language import catalogue, translate
from nnlab.questions import prediction, progress

IDS = sorted({key.split(".")[1] for key in catalogue(explorers=False) if key.startswith("prediction.")})


@pytest.fixture(autouse=True)
def _nothing_locked(monkeypatch):
    monkeypatch.setattr(progress, "_in_memory", [])


def ask(id):
    return nnlab.predict(id, **dict.fromkeys(prediction.placeholders(id), 0.5))


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
def test_one_of_three_to_five_choices_is_right(id, language):
    nnlab.use_language(language)
    keys = prediction.choice_keys(id)
    assert 3 <= len(keys) <= 5
    assert "right" in keys
    texts = [translate(f"prediction.{id}.choice.{key}") for key in keys]
    assert len(set(texts)) == len(texts)
    page, _ = ask(id)._repr_mimebundle_()
    assert "<details>" in page["text/html"]
    assert page["text/plain"] == f"<nnlab prediction: {id}>"


def test_the_position_of_the_right_choice_varies():
    places = {prediction.choice_keys(id).index("right") for id in IDS}
    assert len(places) >= 2


def test_the_answer_is_sent_only_after_the_choice():
    question = ask("practice")
    reason = translate("prediction.practice.reason")
    assert reason not in str(question.get_state())
    assert question.right == -1
    question._handle_custom_msg({"lock": 0}, [])  # what the browser's button sends
    assert question.reason == reason
    assert question.choices[question.right] == "0"
    assert question.score == "0 of 1 questions answered correctly so far."


def test_a_locked_choice_stays():
    question = ask("practice")
    question.lock("minus")
    question.lock("right")
    assert question.guess == prediction.choice_keys("practice").index("minus")
    again = ask("practice")  # the cell is run again
    assert again.guess == question.guess


def test_every_answered_question_shows_the_new_score():
    first, second, waiting = ask("practice"), ask("xor_best"), ask("hinge_far")
    first.lock("right")
    assert first.score == "1 of 1 questions answered correctly so far."
    second.lock("half")
    assert first.score == second.score == "1 of 2 questions answered correctly so far."
    assert waiting.guess == -1
    assert waiting.reason == ""


def test_a_question_shown_twice_is_answered_twice():
    one, other = ask("count_3072"), ask("count_3072")
    one.lock("sum")
    assert other.guess == one.guess == prediction.choice_keys("count_3072").index("sum")


@pytest.mark.parametrize(
    ("values", "got"), [({}, r"\[\]"), ({"lin": 0.5}, r"\['lin'\]"), ({"linear": 0.5, "steps": 3}, r"\['linear', 'steps'\]")]
)
def test_wrong_values_of_a_prediction_are_named(values, got):
    with pytest.raises(ValueError, match=rf"prediction 'linear_on_spiral' takes the values \['linear'\], but got {got}"):
        nnlab.predict("linear_on_spiral", **values)


def test_texts_of_a_question_are_escaped(monkeypatch):
    markup = dict.fromkeys(("ko", "en"), "<img src=x onerror=alert(1)>")
    monkeypatch.setitem(catalogue(explorers=False), "prediction.practice.choice.same", markup)
    page = ask("practice")._repr_mimebundle_()[0]["text/html"]
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_an_unknown_choice_is_named():
    with pytest.raises(ValueError, match="key is 'louder', expected one of the choices one, right, minus, largest"):
        ask("practice").lock("louder")


def test_the_score_counts_all_predictions():
    assert repr(nnlab.score()) == "No answer is locked in yet."
    for id, guess in (("practice", "right"), ("count_3072", "sum"), ("xor_best", "right")):
        ask(id).lock(guess)
    assert repr(nnlab.score()) == "2 of 3 questions answered correctly so far."


def test_values_are_shown_in_the_reason():
    question = nnlab.predict("linear_on_spiral", linear=0.5366)
    question.lock("right")
    assert "54%" in question.reason


def test_an_unknown_prediction_is_named():
    with pytest.raises(ValueError, match="id is 'nothing', expected one of the predictions"):
        nnlab.predict("nothing")

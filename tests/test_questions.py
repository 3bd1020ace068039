"""Predictions lock in and keep score; exercises accept the reference, reject what is plausibly wrong, and say why."""

import re

import numpy as np
import pytest

import nnlab
from nnlab.language import catalogue, word
from nnlab.questions import prediction
from nnlab.questions.check import check, exercises, solution

IDS = sorted({key.split(".")[1] for key in catalogue() if key.startswith("prediction.")})
BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
EACH = pytest.mark.parametrize("id", exercises())
MISTAKES = [(id, key) for id, exercise in exercises().items() for key in exercise.mistakes]


@pytest.fixture(autouse=True)
def _no_guesses(monkeypatch):
    monkeypatch.setattr(prediction, "_guesses", {})


def ask(id):
    names = set(re.findall(r"{(\w+)", " ".join(catalogue()[f"prediction.{id}.{part}"]["en"] for part in ("question", "reason"))))
    return nnlab.predict(id, **dict.fromkeys(names, 0.5))


# ---- predictions


@pytest.mark.parametrize("id", IDS)
@BOTH
def test_a_prediction_has_choices_and_one_of_them_is_right(id, language):
    nnlab.use_language(language)
    keys = prediction.choices(id)
    assert 3 <= len(keys) <= 5
    assert "right" in keys
    texts = [word(f"prediction.{id}.choice.{key}") for key in keys]
    assert len(set(texts)) == len(texts)
    page, _ = ask(id)._repr_mimebundle_()
    assert "<details>" in page["text/html"]
    assert page["text/plain"] == f"<nnlab prediction: {id}>"


def test_the_right_choice_does_not_always_stand_in_the_same_place():
    places = {prediction.choices(id).index("right") for id in IDS}
    assert len(places) >= 2


def test_the_answer_reaches_the_page_only_after_the_guess_is_locked_in():
    question = ask("practice")
    reason = word("prediction.practice.reason")
    assert reason not in str(question.get_state())
    assert question.right == -1
    question._handle_custom_msg({"lock": 1}, [])  # what the browser's button sends
    assert question.reason == reason
    assert question.choices[question.right] == "dimmer, or out"
    assert question.score == "0 of 1 predictions right so far."


def test_a_guess_that_is_locked_in_stays():
    question = ask("practice")
    question.lock("same")
    question.lock("right")
    assert question.guess == prediction.choices("practice").index("same")
    again = ask("practice")  # the cell is run again
    assert again.guess == question.guess


def test_a_choice_that_is_none_is_named():
    with pytest.raises(ValueError, match="key is 'louder', expected one of the choices brighter, same, right"):
        ask("practice").lock("louder")


def test_the_score_counts_all_predictions_of_the_notebook():
    assert repr(nnlab.score()) == "No prediction is locked in yet."
    for id, guess in (("practice", "right"), ("count_3072", "sum"), ("xor_best", "right")):
        ask(id).lock(guess)
    assert repr(nnlab.score()) == "2 of 3 predictions right so far."


def test_numbers_that_the_notebook_computed_stand_in_the_reason():
    question = nnlab.predict("linear_on_spiral", linear=0.5366)
    question.lock("right")
    assert "54%" in question.reason


def test_an_unknown_prediction_is_named():
    with pytest.raises(ValueError, match="id is 'nothing', expected one of the predictions"):
        nnlab.predict("nothing")


# ---- exercises


@EACH
@BOTH
def test_the_reference_is_accepted_and_a_stub_is_not_yet(id, language):
    nnlab.use_language(language)
    exercise = exercises()[id]
    accepted = check(id, exercise.reference)
    assert accepted.passed
    assert accepted.n_passed == accepted.n_cases == len(exercise.cases) >= 3
    assert word(f"exercise.{id}.moral") in repr(accepted)
    for stub in (lambda *given: None, lambda *given: ...):
        untouched = check(id, stub)
        assert untouched.state == "untouched"
        assert word(f"exercise.{id}.task") in repr(untouched)


@EACH
def test_there_are_at_least_five_plausible_mistakes(id):
    assert len(exercises()[id].mistakes) >= 5


@pytest.mark.parametrize(("id", "key"), MISTAKES)
@BOTH
def test_a_mistake_is_rejected_and_called_by_its_name(id, key, language):
    nnlab.use_language(language)
    wrong = exercises()[id].mistakes[key]
    result = check(id, lambda *given: wrong(*given))  # told by its answers, not by its identity
    assert result.state == "failed"
    assert word(f"exercise.{id}.mistake.{key}") in repr(result)
    assert result.n_passed < result.n_cases


@EACH
def test_a_function_that_raises_is_told_where(id):
    def broken(*given):
        raise KeyError("no such thing")

    result = check(id, broken)
    assert result.state == "failed"
    assert "KeyError: 'no such thing'" in repr(result)
    assert 'raise KeyError("no such thing")' in repr(result)


def test_a_function_that_changes_its_argument_is_told_so():
    def leaky(z, alpha):
        z[z < 0] *= alpha
        return z

    assert "changes its argument z" in repr(check("leaky_relu", leaky))


def test_a_wrong_shape_says_which_was_expected():
    result = repr(check("tanh_slope", lambda h: (1 - h**2)[:, None]))
    assert "Expected shape: (3,) / came: (3, 1)" in result


def test_wrong_values_are_shown_beside_the_expected_ones():
    result = repr(check("warm_up", lambda x: 3 * x))
    assert "Expected: [ 2., -4.,  1.] / came: [ 3. , -6. ,  1.5]" in result
    assert "1 of 3 cases" in result  # three times nothing is nothing


def test_text_instead_of_numbers_is_told_so():
    assert "Expected numbers; came: 'six'" in repr(check("parameter_count", lambda sizes: "six"))


def test_what_a_reader_wrote_cannot_become_markup():
    page = check("parameter_count", lambda sizes: "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_solution_is_folded_away():
    page = solution("tanh_slope")._repr_html_()
    assert page.startswith("<details><summary>")
    assert "1 - h**2" in page
    assert "1 - h**2" not in repr(solution("tanh_slope"))


def test_unknown_exercises_and_what_is_no_function_are_named():
    with pytest.raises(ValueError, match="id is 'nothing', expected one of the exercises"):
        check("nothing", np.tanh)
    with pytest.raises(TypeError, match="function is 3, expected the function"):
        check("warm_up", 3)

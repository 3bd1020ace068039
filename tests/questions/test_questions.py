"""Predictions lock in and keep score; exercises accept the reference, reject what is plausibly wrong, and say why."""

import math
from itertools import product

import numpy as np
import pytest

import nnlab
from nnlab.language import catalogue, translate
from nnlab.questions import prediction
from nnlab.questions.check import Exercise, check, exercises, solution

IDS = sorted({key.split(".")[1] for key in catalogue() if key.startswith("prediction.")})
BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
EACH = pytest.mark.parametrize("id", exercises())
MISTAKES = [(id, key) for id, exercise in exercises().items() for key in exercise.mistakes]


@pytest.fixture(autouse=True)
def _no_guesses(monkeypatch):
    monkeypatch.setattr(prediction, "_guesses", {})


def ask(id):
    return nnlab.predict(id, **dict.fromkeys(prediction.placeholders(id), 0.5))


# ---- predictions


@pytest.mark.parametrize("id", IDS)
@BOTH
def test_a_prediction_has_choices_and_one_of_them_is_right(id, language):
    nnlab.use_language(language)
    keys = prediction.choices(id)
    assert 3 <= len(keys) <= 5
    assert "right" in keys
    texts = [translate(f"prediction.{id}.choice.{key}") for key in keys]
    assert len(set(texts)) == len(texts)
    page, _ = ask(id)._repr_mimebundle_()
    assert "<details>" in page["text/html"]
    assert page["text/plain"] == f"<nnlab prediction: {id}>"


def test_the_right_choice_does_not_always_stand_in_the_same_place():
    places = {prediction.choices(id).index("right") for id in IDS}
    assert len(places) >= 2


def test_the_answer_reaches_the_page_only_after_the_guess_is_locked_in():
    question = ask("practice")
    reason = translate("prediction.practice.reason")
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


def test_every_question_locked_in_shows_the_score_of_now():
    first, second, waiting = ask("practice"), ask("xor_best"), ask("hinge_far")
    first.lock("right")
    assert first.score == "1 of 1 predictions right so far."
    second.lock("half")
    assert first.score == second.score == "1 of 2 predictions right so far."
    assert waiting.guess == -1
    assert waiting.reason == ""


def test_a_question_that_stands_twice_on_the_page_is_locked_in_twice():
    one, other = ask("count_3072"), ask("count_3072")
    one.lock("sum")
    assert other.guess == one.guess == prediction.choices("count_3072").index("sum")


@pytest.mark.parametrize(
    ("values", "got"), [({}, r"\[\]"), ({"lin": 0.5}, r"\['lin'\]"), ({"linear": 0.5, "steps": 3}, r"\['linear', 'steps'\]")]
)
def test_values_that_the_words_do_not_take_are_named(values, got):
    with pytest.raises(ValueError, match=rf"prediction 'linear_on_spiral' takes the values \['linear'\], and got {got}"):
        nnlab.predict("linear_on_spiral", **values)


def test_what_a_question_says_cannot_become_markup(monkeypatch):
    markup = dict.fromkeys(("ko", "en"), "<img src=x onerror=alert(1)>")
    monkeypatch.setitem(nnlab.language._words("prediction"), "prediction.practice.choice.same", markup)
    page = ask("practice")._repr_mimebundle_()[0]["text/html"]
    assert "<img" not in page
    assert "&lt;img src=x" in page


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
    assert translate(f"exercise.{id}.moral") in repr(accepted)
    for stub in (lambda *given: None, lambda *given: ...):
        untouched = check(id, stub)
        assert untouched.state == "untouched"
        assert translate(f"exercise.{id}.task") in repr(untouched)


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
    assert translate(f"exercise.{id}.mistake.{key}") in repr(result)
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
    assert "Expected a shape of: (3,)\nCame: (3, 1)" in result
    assert "Expected a shape of: a single number\nCame: (1,)" in repr(check("mean_hinge", lambda s, y: np.zeros(1)))


def test_wrong_values_are_shown_beside_the_expected_ones():
    result = repr(check("warm_up", lambda x: 3 * x))
    assert "Expected: [ 2., -4.,  1.]\nCame: [ 3. , -6. ,  1.5]" in result
    assert "1 of 3 cases" in result  # three times nothing is nothing


@pytest.mark.parametrize(
    ("id", "function", "came"),
    [
        ("parameter_count", lambda sizes: str(exercises()["parameter_count"].reference(sizes)), "'26' (str)"),  # looks right when printed
        ("tanh_slope", lambda h: 1 - h**2 + 0j, "(ndarray)"),
        ("warm_up", lambda x: [[2.0, -4.0], [1.0]], "[[2.0, -4.0], [1.0]] (list)"),
        ("warm_up", lambda x: (2 * number for number in x), "(generator)"),
    ],
)
def test_what_is_no_real_number_is_told_so(id, function, came):
    result = check(id, function)
    assert result.n_passed == 0
    assert "Expected real numbers; came: " in result.case
    assert result.case.endswith(came)


def test_numbers_that_are_not_finite_are_told_so():
    assert "That is not finite" in repr(check("tanh_slope", lambda h: h * np.nan))


def test_a_function_that_forgets_one_branch_is_not_called_untouched():
    def leaky(z, alpha):
        return np.where(z > 0, z, alpha * z) if z.ndim == 1 else None

    result = check("leaky_relu", leaky)
    assert (result.state, result.n_passed) == ("failed", 4)
    assert "In this case nothing came back" in result.case


def test_none_from_every_case_asks_for_the_return_and_a_stub_does_not():
    def forgetful(x):
        2 * x

    def stub(x):
        raise NotImplementedError

    assert "whether a return is missing" in repr(check("warm_up", forgetful))
    assert repr(check("warm_up", stub)) == repr(check("warm_up", lambda x: ...)) == f"○ Not yet. {translate('exercise.warm_up.task')}"


def test_a_function_that_takes_other_arguments_is_not_told_a_line_of_the_checker():
    def leaky(z):
        return z

    result = repr(check("leaky_relu", leaky))
    assert "leaky() takes 1 positional argument but 2 were given" in result
    assert "(line" not in result


def test_an_error_inside_numpy_is_told_with_the_readers_own_line():
    def slope(h):
        return np.mean(h, axis=7)

    assert "return np.mean(h, axis=7))" in repr(check("tanh_slope", slope))


def test_another_cause_of_the_same_exception_is_not_called_by_a_mistakes_name():
    def leaky(z, alpha):  # raises where the mistake "if" does, and is right where it is
        return np.where(z > 0, z, alpha * z).reshape(1)

    assert leaky(np.array([0.05]), 0.5) == 0.05
    assert check("leaky_relu", leaky).notes == ()
    assert "np.where" in check("leaky_relu", lambda z, alpha: max(z, alpha * z)).notes[0]


def test_a_transposed_matrix_is_found_in_either_spelling():
    for hidden in (lambda x, W1: W1.T @ x, lambda x, W1: x @ W1, lambda x, W1: np.dot(x, W1)):
        result = check("two_layer_scores", lambda x, W1, b1, W2, b2, hidden=hidden: W2 @ np.maximum(0, hidden(x, W1) + b1) + b2)
        assert "W1 is transposed" in repr(result)


def test_right_values_with_a_warning_are_named_by_what_warned():
    split = check("stable_sigmoid", lambda z: np.where(z < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z))))
    assert "np.where computes both branches" in repr(split)
    assert "The values are right, but numpy warned" in repr(split)


def test_a_readers_function_runs_once_for_each_case(capsys):
    def double(x):
        print("called")
        return 3 * x

    check("warm_up", double)
    assert capsys.readouterr().out.count("called") == len(exercises()["warm_up"].cases)


@pytest.mark.parametrize("change", [lambda sizes: sizes.append([1, 2]), lambda sizes: sizes.pop(0)])
def test_a_changed_list_is_told_as_well(change):
    assert "changes its argument sizes" in repr(check("parameter_count", lambda sizes: change(sizes)))


def test_an_argument_without_a_name_is_told_by_its_number():
    def halved(*given):
        given[0][:] /= 2

    assert "changes its argument 1." in repr(check("warm_up", halved))


def test_matrices_of_the_call_stand_below_each_other():
    lines = check("two_layer_scores", lambda x, W1, b1, W2, b2: x).case.splitlines()
    rows = [line for line in lines if line.strip().startswith("[") or "W1 =" in line]
    assert len({line.rindex("[") for line in rows[:4]}) == 1


def test_two_exercises_of_one_name_are_an_error(monkeypatch):
    from nnlab.lecture.activation_functions import exercises as s04_activations

    monkeypatch.setattr(s04_activations, "other", Exercise("warm_up", abs, []), raising=False)
    with pytest.raises(ValueError, match="the exercise 'warm_up' stands twice, again in s04_activations"):
        exercises.__wrapped__()


def test_what_a_reader_wrote_cannot_become_markup():
    page = check("parameter_count", lambda sizes: "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("id", exercises())
def test_a_solution_can_be_pasted_into_its_notebook_and_is_right(id):
    cell = {"np": np, "math": math}  # what the notebooks import
    exec(solution(id)._source, cell)
    assert check(id, cell[exercises()[id].reference.__name__]).passed


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


# ---- what the questions claim


def test_two_linear_layers_are_one_matrix_of_low_rank():
    rng = np.random.default_rng(0)
    for n, h, c in ((5, 2, 4), (3, 50, 4)):
        W1, b1, W2, b2, x = (rng.standard_normal(shape) for shape in ((h, n), h, (c, h), c, n))
        np.testing.assert_allclose(W2 @ (W1 @ x + b1) + b2, (W2 @ W1) @ x + (W2 @ b1 + b2))
        assert np.linalg.matrix_rank(W2 @ W1) == min(n, h, c)


def test_the_parameters_of_the_slides_network_and_where_the_wrong_answers_come_from():
    sizes = [3072, 100, 10]
    assert nnlab.mlp(sizes).n_parameters == 308_310
    assert (sum(sizes), np.prod(sizes), 3072 * 100 + 100 * 10) == (3182, 3_072_000, 308_200)
    assert round((3072 * 100 + 100) / 308_310, 3) == 0.997


def test_doubled_weights_keep_the_boundary_and_steepen_the_probability():
    w, b = np.array([1.5, -0.5]), 0.7
    x = np.random.default_rng(0).standard_normal((200, 2))
    p, doubled = (exercises()["stable_sigmoid"].reference(k * (x @ w + b)) for k in (1, 2))
    np.testing.assert_array_equal(p > 0.5, doubled > 0.5)
    assert np.all(np.abs(doubled - 0.5) > np.abs(p - 0.5))


def test_a_line_gets_at_most_three_corners_of_xor():
    corners, label = np.array(list(product((-1, 1), repeat=2))), np.array([0, 1, 1, 0])
    angles, offsets = np.linspace(0, 2 * np.pi, 181), np.linspace(-2, 2, 81)
    side = corners @ np.stack([np.cos(angles), np.sin(angles)]) > offsets[:, None, None]
    assert (side.transpose(0, 2, 1) == label).mean(axis=-1).max() == 0.75


def test_a_point_far_on_its_right_side_pulls_with_cross_entropy_alone():
    y = np.array([1, 1, 0])
    for loss, pulls in ((nnlab.hinge_loss, False), (nnlab.logistic_loss, True)):
        near, far = (loss(np.array([[s], [0.4], [-0.7]]), y)[1][0, 0] for s in (3.0, 6.0))
        assert (near != 0 and far != near) == pulls


def test_slopes_of_sigmoid_and_tanh():
    z = np.linspace(-8, 8, 3201)
    slope = {name: nnlab.ACTIVATIONS[name].derivative(z) for name in ("sigmoid", "tanh")}
    assert slope["sigmoid"].max() == pytest.approx(0.25)
    at_3, at_6 = np.searchsorted(z, [3, 6])
    assert slope["tanh"][at_3] == pytest.approx(slope["sigmoid"][at_6] / 0.25)
    assert slope["tanh"][at_3] < slope["sigmoid"][at_3] / 0.25
    assert nnlab.ACTIVATIONS["relu"].derivative(np.zeros(1)) == 0


def test_numbers_that_the_hints_state():
    assert -np.log(1e-12) == pytest.approx(27.6, abs=0.05)
    assert np.exp(-30) == pytest.approx(9e-14, rel=0.05)
    assert 1 / (1 + np.exp(10)) == pytest.approx(4.5e-5, rel=0.02)

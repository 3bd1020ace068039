"""Checks of exercises: the reference passes, plausible mistakes fail with a hint, and any failure is explained."""

import math

import numpy as np
import pytest

import nnlab
from nnlab.language import catalogue, translate
from nnlab.questions import Exercise, check, solution
from nnlab.questions.compare import equal_result
from nnlab.questions.exercise import exercises

BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
EACH = pytest.mark.parametrize("id", exercises())
MISTAKES = [(id, key) for id, exercise in exercises().items() for key in exercise.mistakes]


@EACH
@BOTH
def test_the_reference_passes_and_a_stub_does_not(id, language):
    nnlab.use_language(language)
    exercise = exercises()[id]
    result = check(id, exercise.reference)
    assert result.passed
    assert result.n_passed == result.n_cases == len(exercise.cases) >= 3
    assert translate(f"exercise.{id}.moral") in repr(result)
    for stub in (lambda *given: None, lambda *given: ...):
        result = check(id, stub)
        assert result.state == "not_started"
        assert translate(f"exercise.{id}.task") in repr(result)


@EACH
def test_an_exercise_has_at_least_five_mistakes(id):
    assert len(exercises()[id].mistakes) >= 5


@pytest.mark.parametrize(("id", "key"), MISTAKES)
@BOTH
def test_a_mistake_fails_with_its_hint(id, key, language):
    nnlab.use_language(language)
    wrong = exercises()[id].mistakes[key]
    result = check(id, lambda *given: wrong(*given))  # recognised by its results, not by its identity
    assert result.state == "failed"
    assert translate(f"exercise.{id}.mistake.{key}") in repr(result)
    assert result.n_passed < result.n_cases


@EACH
def test_an_exception_is_shown_with_its_line(id):
    def broken(*given):
        raise KeyError("no such thing")

    result = check(id, broken)
    assert result.state == "failed"
    assert "KeyError: 'no such thing'" in repr(result)
    assert 'raise KeyError("no such thing")' in repr(result)


def test_a_changed_array_is_named():
    def leaky(h, dh, alpha):
        h[h < 0] *= alpha
        return h

    assert "changes its argument h" in repr(check("leaky_backward", leaky))


def test_a_wrong_shape_is_shown_with_the_expected_one():
    result = repr(check("warm_up", lambda x: (2 * x)[:, None]))
    assert "Expected shape: (3,)\nGot: (3, 1)" in result
    assert "Expected shape: a single number\nGot: (1,)" in repr(check("mean_hinge", lambda s, y: np.zeros(1)))


def test_wrong_values_are_shown_with_the_expected_ones():
    result = repr(check("warm_up", lambda x: 3 * x))
    assert "Expected: [ 2., -4.,  1.]\nGot: [ 3. , -6. ,  1.5]" in result
    assert "1 of 3 cases" in result  # 3 · 0 is right


@pytest.mark.parametrize(
    ("id", "function", "shown"),
    [
        ("parameter_count", lambda sizes: str(exercises()["parameter_count"].reference(sizes)), "'26' (str)"),  # printed, it looks right
        ("warm_up", lambda x: 2 * x + 0j, "(ndarray)"),
        ("warm_up", lambda x: [[2.0, -4.0], [1.0]], "[[2.0, -4.0], [1.0]] (list)"),
        ("warm_up", lambda x: (2 * number for number in x), "(generator)"),
    ],
)
def test_results_that_are_not_real_numbers(id, function, shown):
    result = check(id, function)
    assert result.n_passed == 0
    assert "Expected real numbers; got: " in result.first_failure
    assert result.first_failure.endswith(shown)


def test_a_difference_within_a_long_array_is_shown(monkeypatch):
    one_exercise(monkeypatch, reference=lambda n: np.arange(n), cases=[(100,)])
    assert "Expected at [50]: 50.\nGot: 7." in repr(check("one", lambda n: np.where(np.arange(n) == 50, 7, np.arange(n))))


def test_results_that_are_not_finite():
    assert "The result is not finite" in repr(check("warm_up", lambda x: x * np.nan))


def test_a_branch_without_return_is_a_failure():
    def leaky(h, dh, alpha):
        return np.where(h > 0, dh, alpha * dh) if h.ndim == 1 else None

    result = check("leaky_backward", leaky)
    assert (result.state, result.n_passed) == ("failed", 4)
    assert "In this case, nothing was returned" in result.first_failure


def test_none_from_every_case_hints_at_the_return():
    def forgetful(x):
        2 * x

    def stub(x):
        raise NotImplementedError

    assert "whether a return is missing" in repr(check("warm_up", forgetful))
    assert repr(check("warm_up", stub)) == repr(check("warm_up", lambda x: ...)) == f"○ Not yet. {translate('exercise.warm_up.task')}"


def test_a_wrong_signature_shows_no_checker_line():
    def leaky(h):
        return h

    result = repr(check("leaky_backward", leaky))
    assert "leaky() takes 1 positional argument but 3 were given" in result
    assert "(line" not in result


def test_an_error_in_numpy_shows_the_readers_own_line():
    def double(x):
        return np.mean(x, axis=7)

    assert "return np.mean(x, axis=7))" in repr(check("warm_up", double))


def test_the_same_exception_can_have_other_causes():
    def leaky(h, dh, alpha):  # raises where the mistake "if" does, and is right where it is
        return np.where(h > 0, dh, alpha * dh).reshape(1)

    assert leaky(np.array([0.05]), np.array([3.0]), 0.5) == 3
    assert check("leaky_backward", leaky).note == ""
    assert "np.where" in check("leaky_backward", lambda h, dh, alpha: alpha * dh if h <= 0 else dh).note


def test_a_transposed_matrix_is_found_however_written():
    for hidden in (lambda x, W1: W1.T @ x, lambda x, W1: x @ W1, lambda x, W1: np.dot(x, W1)):
        result = check("two_layer_scores", lambda x, W1, b1, W2, b2, hidden=hidden: W2 @ np.maximum(0, hidden(x, W1) + b1) + b2)
        assert "W1 is transposed" in repr(result)


def test_right_values_with_a_warning_fail():
    split = check("stable_sigmoid", lambda z: np.where(z < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z))))
    assert "np.where computes both branches" in repr(split)
    assert "The values are right, but NumPy issued a warning" in repr(split)


def test_the_function_runs_once_for_each_case(capsys):
    def double(x):
        print("called")
        return 3 * x

    check("warm_up", double)
    assert capsys.readouterr().out.count("called") == len(exercises()["warm_up"].cases)


@pytest.mark.parametrize("change", [lambda sizes: sizes.append([1, 2]), lambda sizes: sizes.pop(0)])
def test_a_changed_list_is_named(change):
    assert "changes its argument sizes" in repr(check("parameter_count", lambda sizes: change(sizes)))


def test_an_argument_without_a_name_is_numbered():
    def halved(*given):
        given[0][:] /= 2

    assert "changes its argument 1." in repr(check("warm_up", halved))


def test_rows_of_a_matrix_in_the_call_are_aligned():
    lines = check("two_layer_scores", lambda x, W1, b1, W2, b2: x).first_failure.splitlines()
    rows = [line for line in lines if line.strip().startswith("[") or "W1=" in line]
    assert len({line.rindex("[") for line in rows[:4]}) == 1


def test_two_exercises_with_the_same_id_are_an_error(monkeypatch):
    from nnlab.lecture.activation_functions import exercises as section

    monkeypatch.setattr(section, "other", Exercise("warm_up", abs, []), raising=False)
    with pytest.raises(ValueError, match="the exercise 'warm_up' is defined twice, again in start_here"):
        exercises.__wrapped__()


def test_what_a_reader_wrote_is_escaped():
    page = check("parameter_count", lambda sizes: "<script>alert(1)</script>")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@EACH
def test_a_solution_runs_in_its_notebook_and_passes(id):
    cell = {"np": np, "math": math}  # what the notebooks import
    exec(solution(id).source, cell)
    assert check(id, cell[exercises()[id].reference.__name__]).passed


def test_a_solution_is_folded_away():
    page = solution("warm_up")._repr_html_()
    assert page.startswith("<details><summary>")
    assert "return 2 * x" in page
    assert "return 2 * x" not in repr(solution("warm_up"))


def test_wrong_arguments_of_check_are_named():
    with pytest.raises(ValueError, match="id is 'nothing', expected one of the exercises"):
        check("nothing", np.tanh)
    with pytest.raises(TypeError, match="function is 3, expected the function"):
        check("warm_up", 3)


def test_a_case_is_a_copy_of_the_arguments():
    (x,) = nnlab.case("warm_up", 1)
    x[:] = 0
    assert nnlab.case("warm_up", 1)[0].any()
    with pytest.raises(ValueError, match="number is 99, expected"):
        nnlab.case("warm_up", 99)


def one_exercise(monkeypatch, **fields):
    exercise = Exercise("one", **fields)
    monkeypatch.setitem(exercises(), "one", exercise)
    monkeypatch.setitem(catalogue(explorers=False), "exercise.one.moral", {"ko": "-", "en": "-"})
    monkeypatch.setitem(catalogue(explorers=False), "exercise.one.task", {"ko": "-", "en": "-"})
    return exercise


def test_the_wrong_one_of_several_results_is_named(monkeypatch):
    cases = [(np.array([1.0, 2.0]),), (np.array([3.0, -1.0]),)]
    one_exercise(monkeypatch, reference=lambda x: (x, 2 * x), cases=cases, names=("value", "slope"))
    assert "Wrong: slope\nExpected: [2., 4.]\nGot: [3., 6.]" in repr(check("one", lambda x: (x, 3 * x)))
    assert check("one", lambda x: [x, 2 * x]).passed
    assert check("one", lambda x: np.array([x, 2 * x])).passed
    assert "The function should return 2 results; it returned:" in repr(check("one", lambda x: x[0]))


def test_what_right_results_have_in_common_is_compared(monkeypatch):
    one_exercise(
        monkeypatch,
        reference=lambda n: (np.arange(n), np.ones(n)),
        cases=[(2,), (3,)],
        outcome=lambda weights, n: np.sum(weights[0] * weights[1]),
    )
    assert check("one", lambda n: (np.ones(n), np.arange(n)[::-1])).passed
    assert "Expected: 1." in repr(check("one", lambda n: (np.arange(n), np.zeros(n))))
    assert "The returned value cannot be used" in repr(check("one", lambda n: (np.ones(n), np.ones(n + 1))))
    assert check("one", lambda n: ...).state == "not_started"


def test_an_error_in_the_tail_is_seen():
    def clipped(z):
        return 1 / (1 + np.exp(-np.clip(z, -21, 21)))

    assert check("stable_sigmoid", clipped).state == "failed"


@pytest.mark.parametrize(
    ("result", "expected", "equal"),
    [(1e-10, 2e-10, False), (9.4e-14, 7.6e-10, False), (1e-17, 0.0, True), (1 + 1e-9, 1.0, True), (1.001, 1.0, False),
     ([1e6, 1e-9], [1e6, 0.0], True), ([np.inf, 1.0], [np.inf, 1.0], True), ([np.inf, 1.1], [np.inf, 1.0], False)],
)  # fmt: skip
def test_numbers_agree_to_rounding(result, expected, equal):
    assert equal_result(result, expected) is equal


def test_nan_alone_is_no_reason_for_a_hint():
    def nothing(s, y):
        return np.full(s.shape, np.nan)

    assert check("softmax_gradient", nothing).note == ""

"""The call that failed, as the reader can paste it: the same arguments, of the case that failed."""

import re

import numpy as np
import pytest

import nnlab
from nnlab.questions import Exercise, check
from nnlab.questions.exercise import exercises
from nnlab.questions.messages import format_call


@pytest.mark.parametrize("id", sorted(exercises()))
def test_the_failing_call_can_be_pasted(id):
    """What is printed makes the same arguments again."""

    def recorded(*given):
        given_arguments.append(given)

    given_arguments = []
    for case_number, case in enumerate(exercises()[id].cases, 1):
        call = format_call(exercises()[id].reference, id, case, case_number)
        names = {"np": np, "nnlab": nnlab, exercises()[id].reference.__name__: lambda *a, **k: recorded(*a, *k.values())}
        exec(call, names)
        assert len(given_arguments[-1]) == len(case)
        assert all(map(same_argument, given_arguments[-1], case))


def same_argument(one, other) -> bool:
    if isinstance(one, list | tuple):
        return type(one) is type(other) and all(map(same_argument, one, other))
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    return one == other or not isinstance(one, int | float | str)


def test_the_line_to_paste_calls_the_case_that_failed(monkeypatch):
    cases = [(np.arange(40.0) + i,) for i in range(3)]  # too long to be written as code
    monkeypatch.setitem(exercises(), "long", Exercise("long", reference=lambda x: 2 * x, cases=cases))
    for wrong in range(3):
        shown = repr(check("long", lambda x, wrong=wrong: 2 * x + (x[0] == wrong)))
        (number,) = re.findall(r'nnlab\.case\("long", (\d+)\)', shown)
        assert nnlab.case("long", int(number))[0][0] == wrong

"""Questions to the reader: predictions, made before the picture is seen, and exercises, checked at once.

To add a prediction, write its texts in `nnlab/lecture/<slug>/questions.toml`: `prediction.ID.question`, three to five
`prediction.ID.choice.KEY` in the order in which they are shown, the true one under the key `right`, and `prediction.ID.reason`, which
also says why the tempting choices are wrong. A notebook asks it with `nnlab.predict("ID")`. Numbers that the notebook computed fill
`{placeholders}`: `nnlab.predict("ID", accuracy=0.54)`. They are part of the saved output, which a test compares with that of a new
run, so let the placeholder round them: `{accuracy:.0%}`.

At the end of a notebook each of its goals has a question about a case that the notebook did not show, with the same kind of texts:
`nnlab.exit_question("ID", goal=2)`.

To add an exercise, write in `nnlab/lecture/<slug>/exercises.py`

    double = Exercise("double", twice, [(x,), (y,), (z,)], {"squared": lambda x: x**2, …})

its id, which no other exercise has; the reference solution, whose source `nnlab.solution("ID")` shows to the reader; three or more cases,
each a tuple of arguments, which no function may change; and five or more mistakes that readers plausibly make, each a wrong function.
Write its texts in `exercises.toml`: `exercise.ID.task`, `exercise.ID.moral` and an `exercise.ID.mistake.KEY` for each mistake.
A notebook checks it with `nnlab.check("ID", my_function)`.
The hint of a mistake is shown where the reader's function has the same outcome in every case, so choose cases that tell the mistakes
apart: a square matrix, for which a transpose raises no error, or an extreme number. Where a mistake only raises exceptions, their
messages have to be the same as well.

The tests find both by themselves: every text exists in both languages, the reference passes, every mistake fails with its own hint.
"""

from nnlab.questions.checking import Checked, case, check
from nnlab.questions.exercise import Exercise, solution
from nnlab.questions.prediction import exit_question, predict, score

__all__ = ["Checked", "Exercise", "case", "check", "exit_question", "predict", "score", "solution"]

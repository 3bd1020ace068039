"""Questions to the reader: predictions made before the picture, and exercises checked at once.

To add a prediction, write its words in `nnlab/locale/questions_*.toml`: `prediction.ID.question`, three or more
`prediction.ID.choice.KEY` in the order in which they are to stand, the true one under the key `right`, and `prediction.ID.reason`,
which also says why the tempting ones fail. A notebook asks it with `nnlab.predict("ID")`; numbers that its cells computed fill
`{placeholders}`: `nnlab.predict("ID", accuracy=0.54)`.

To add an exercise, write an `Exercise` in a module of `nnlab/questions/exercises`: the reference, the cases, and at least five
mistakes that readers plausibly make, each a wrong function; and its words: `exercise.ID.task`, `exercise.ID.moral`,
`exercise.ID.mistake.KEY`. A notebook checks it with `nnlab.check("ID", my_function)`. The tests find both by themselves.
"""

from nnlab.questions.check import Checked, Exercise, check, solution
from nnlab.questions.prediction import predict, score

__all__ = ["Checked", "Exercise", "check", "predict", "score", "solution"]

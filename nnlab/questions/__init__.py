"""Questions to the reader: predictions made before the picture, and exercises checked at once.

To add a prediction, write its words in `nnlab/locale/questions_*.toml`: `prediction.ID.question`, three or more
`prediction.ID.choice.KEY` in the order in which they are to stand, the true one under the key `right`, and `prediction.ID.reason`,
which also says why the tempting ones fail. A notebook asks it with `nnlab.predict("ID")`; numbers that its cells computed fill
`{placeholders}`: `nnlab.predict("ID", accuracy=0.54)`. They stand in the saved page as well, which is compared to the letter, so
let the placeholder round: `{accuracy:.0%}`.

To add an exercise, write an `Exercise` in a module of `nnlab/questions/exercises`: the reference, the cases, and at least five
mistakes that readers plausibly make, each a wrong function; and its words: `exercise.ID.task`, `exercise.ID.moral`,
`exercise.ID.mistake.KEY`. A notebook checks it with `nnlab.check("ID", my_function)`. A mistake is named when its answers are the
reader's in every case, so choose cases that tell the mistakes apart (among the matrices a square one, where a transpose raises
nothing; among the numbers an extreme one). One that raises in every case is known by its message: a `max` of an array, say.

The tests find both by themselves: every text in both languages, the reference accepted, every mistake rejected and named.
"""

from nnlab.questions.check import Checked, Exercise, check, solution
from nnlab.questions.prediction import predict, score

__all__ = ["Checked", "Exercise", "check", "predict", "score", "solution"]

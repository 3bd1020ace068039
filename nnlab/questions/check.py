"""Until every `exercises.py` imports `Exercise` from `nnlab.questions`: its former place."""

from nnlab.questions.exercise import Exercise, exercises, solution  # noqa: F401

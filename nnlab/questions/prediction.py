"""A question whose choice the reader locks in before the answer is shown: before a picture, or at the end of a notebook."""

import html
import string
import threading
import weakref

import anywidget
import traitlets

from nnlab import _checks
from nnlab._bundle import FRONTEND, bundle
from nnlab.language import catalogue, translate
from nnlab.questions import class_vote, progress

_open_predictions = weakref.WeakSet()  # all that are shown now: after each answer, those already answered show the new score


def predict(id: str, **values) -> "Prediction":
    """Ask the question `id`; `values`, numbers that the notebook computed, fill the {placeholders} of its texts.

    ValueError for an unknown id, and for a value that is missing, not a placeholder, or cannot be formatted.
    """
    return Prediction(id, values)


def exit_question(id: str, goal: int, **values) -> "Prediction":
    """Ask the question `id`, by which readers test themselves on goal number `goal` of the notebook; `values` as for `predict`.

    ValueError as for `predict`, and for a goal below 1.
    """
    return Prediction(id, values, goal=_checks.check_int(goal, "goal"))


def score() -> "Score":
    """How many of the predictions locked in so far were right."""
    return Score()


class Score:
    """The score at the time it is shown, as a sentence."""

    def __repr__(self) -> str:
        answers = progress.answers()
        if not answers:
            return translate("question.no_score")
        n_right = sum(choice == "right" for choice in answers.values())
        return translate("question.score", right=n_right, asked=len(answers))


def choice_keys(id: str) -> list[str]:
    """The keys of a question's choices, in the order in which they are shown."""
    prefix = f"prediction.{id}.choice."
    found = [key.removeprefix(prefix) for key in catalogue(explorers=False) if isinstance(id, str) and key.startswith(prefix)]
    if not found:
        known = sorted({key.split(".")[1] for key in catalogue(explorers=False) if key.startswith("prediction.")})
        raise ValueError(f"id is {_checks.short_repr(id)}, expected one of the predictions {', '.join(known)}")
    return found


def placeholders(id: str) -> set[str]:
    """The names of the values that the texts of a question need."""
    texts = [text for key in _text_keys(id) for text in catalogue(explorers=False)[key].values()]
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}


def _text_keys(id: str) -> list[str]:
    return [key for key in catalogue(explorers=False) if key.startswith(f"prediction.{id}.")]


class Prediction(anywidget.AnyWidget):
    """The question with its choices and the button that locks one in, followed by the answer and its reason.

    `guess` and `right` are indices of choices, −1 before one is locked in; until then the browser is not sent the answer.
    """

    _esm = bundle("own_keys.js", "saved_page.js", "prediction.js")
    _css = FRONTEND.joinpath("prediction.css").read_text("utf-8")

    question_id = traitlets.Unicode().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    guess = traitlets.Int(-1).tag(sync=True)
    right = traitlets.Int(-1).tag(sync=True)
    verdict = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    score = traitlets.Unicode().tag(sync=True)

    def __init__(self, id: str, values: dict, goal: int | None = None):
        self._id, self._values, self._keys = id, values, choice_keys(id)
        self._notes: list[str] = []  # sentences after the score
        self._score_lock = threading.Lock()  # the class's vote is answered in a thread of its own
        self._heading = translate("question.predict") if goal is None else translate("question.exit", goal=goal)
        expected, labels = placeholders(id), ("lock", "lock_help", "choose_first", "guess", "no_answer", "saved_page")
        if expected != values.keys():
            raise ValueError(f"prediction {id!r} takes the values {sorted(expected)}, but got {sorted(values)}")
        for key in _text_keys(id):
            translate(key, **values)  # a value that cannot be formatted is an error now, not when the answer is shown
        super().__init__(
            question_id=id,
            labels={"predict": self._heading} | {name: translate(f"question.{name}") for name in labels},
            question=self._text("question"),
            choices=[self._text(f"choice.{key}") for key in self._keys],
        )
        self.on_msg(lambda _, message, buffers: self.lock(self._keys[message["lock"]]))
        _open_predictions.add(self)
        self._show_answer(progress.answers())

    def _text(self, part: str) -> str:
        return translate(f"prediction.{self._id}.{part}", **self._values)

    def lock(self, key: str) -> None:
        """Lock in the choice `key` and show the answer; a choice that was locked in before stays. ValueError for an unknown key."""
        if key not in self._keys:
            raise ValueError(f"key is {key!r}, expected one of the choices {', '.join(self._keys)}")
        is_first = progress.answers().get(self._id) not in self._keys
        kept = progress.add_answer(self._id, key, self._text(f"choice.{key}"))
        answers = progress.answers()
        for prediction in list(_open_predictions):
            prediction._show_answer(answers)
        if not kept:
            self._add_note(translate("question.not_saved", folder=progress.progress_file().parent))
        elif progress.progress_file() is None and not progress.is_off():
            self._add_note(translate("question.elsewhere", file=progress.FIRST_NOTEBOOK))
        if is_first:
            class_vote.cast(self._id, self._keys.index(key), self._add_note)

    def _add_note(self, sentence: str) -> None:
        if sentence not in self._notes:
            self._notes.append(sentence)
        self._show_score()

    def _show_score(self) -> None:
        with self._score_lock:
            self.score = " ".join([repr(score()), *self._notes])

    def _show_answer(self, answers: dict[str, str]) -> None:
        choice = answers.get(self._id)
        if choice not in self._keys:  # not answered, or a choice that another version of the lecture offered
            return
        with self.hold_sync():
            self.right, self.guess = self._keys.index("right"), self._keys.index(choice)
            self.verdict = translate("question.right" if choice == "right" else "question.wrong", answer=self._text("choice.right"))
            self.reason = self._text("reason")
            self._show_score()

    def _repr_mimebundle_(self, **options):
        """The widget, and for readers without a kernel the same in HTML, the answer folded away."""
        question, answer, reason = (html.escape(self._text(part)) for part in ("question", "choice.right", "reason"))
        items = "".join(f"<li>{html.escape(choice)}</li>" for choice in self.choices)
        static = (
            f"<p><b>{html.escape(self._heading)}</b> {question}</p><ol type='A'>{items}</ol>"
            f"<details><summary>{html.escape(translate('question.answer'))}</summary><p><b>{answer}</b></p><p>{reason}</p></details>"
        )
        data, metadata = super()._repr_mimebundle_(**options)
        return data | {"text/plain": repr(self), "text/html": static}, metadata

    def __repr__(self) -> str:
        return f"<nnlab prediction: {self._id}>"

"""A question asked before the picture: the guess is locked in, and only then stands the answer beside it."""

import html
import string
import weakref
from importlib.resources import files

import anywidget
import traitlets

from nnlab import _checks
from nnlab.language import catalogue, translate

_guesses: dict[str, str] = {}  # id -> the key of the choice locked in; kept while the kernel runs, so that a cell may be run again
_asked = weakref.WeakSet()  # the questions on the page, for each that is locked in shows the score of now


def predict(id: str, **values) -> "Prediction":
    """Ask the question `id`; `values` fill the {placeholders} of its words, numbers that the notebook computed."""
    return Prediction(id, values)


def score() -> "Score":
    """How many of the predictions locked in so far were right."""
    return Score()


class Score:
    """The running score, as a sentence that is up to date when it is shown."""

    def __repr__(self) -> str:
        if not _guesses:
            return translate("question.no_score")
        return translate("question.score", right=sum(guess == "right" for guess in _guesses.values()), asked=len(_guesses))


def choices(id: str) -> list[str]:
    """The keys of a question's choices, in the order in which they stand in the catalogue."""
    prefix = f"prediction.{id}.choice."
    found = [key.removeprefix(prefix) for key in catalogue() if isinstance(id, str) and key.startswith(prefix)]
    if not found:
        known = sorted({key.split(".")[1] for key in catalogue() if key.startswith("prediction.")})
        raise ValueError(f"id is {_checks.short_repr(id)}, expected one of the predictions {', '.join(known)}")
    return found


def placeholders(id: str) -> set[str]:
    """The names of the numbers that the words of a question want filled in."""
    texts = [entry.values() for key, entry in catalogue().items() if key.startswith(f"prediction.{id}.")]
    return {name for values in texts for text in values for _, name, _, _ in string.Formatter().parse(text) if name}


def _check_values(id: str, values: dict) -> None:
    wanted = placeholders(id)
    if wanted != values.keys():
        raise ValueError(f"prediction {id!r} takes the values {sorted(wanted)}, and got {sorted(values)}")
    for key in catalogue():
        if key.startswith(f"prediction.{id}."):
            translate(key, **values)  # says now which value the answer could not show later


class Prediction(anywidget.AnyWidget):
    """The question, its choices, the button that locks the guess in, and then the answer with its reason.

    `right` and the answer's words reach the browser only with the guess: `guess` is the index of the choice locked in, or −1.
    """

    _esm = files("nnlab").joinpath("engine", "frontend", "prediction.js").read_text("utf-8")
    _css = files("nnlab").joinpath("engine", "frontend", "prediction.css").read_text("utf-8")

    words = traitlets.Dict().tag(sync=True)
    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List().tag(sync=True)
    guess = traitlets.Int(-1).tag(sync=True)
    right = traitlets.Int(-1).tag(sync=True)
    verdict = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    score = traitlets.Unicode().tag(sync=True)

    def __init__(self, id: str, values: dict):
        self._id, self._values = id, values
        self._keys = choices(id)
        _check_values(id, values)
        super().__init__(
            words={
                "predict": translate("question.predict"),
                "lock": translate("question.lock"),
                "lock_help": translate("question.lock.help"),
                "choose_first": translate("question.choose_first"),
                "guess": translate("question.guess"),
                "no_answer": translate("question.no_answer"),
            },
            question=self._text("question"),
            choices=[self._text(f"choice.{key}") for key in self._keys],
        )
        self.on_msg(lambda _, message, buffers: self.lock(self._keys[message["lock"]]))
        _asked.add(self)
        if id in _guesses:
            self._show()

    def _text(self, part: str) -> str:
        return translate(f"prediction.{self._id}.{part}", **self._values)

    def lock(self, key: str) -> None:
        """Lock the choice `key` in and show the answer; a guess that is locked in stays. All locked questions show the new score."""
        if key not in self._keys:
            raise ValueError(f"key is {key!r}, expected one of the choices {', '.join(self._keys)}")
        _guesses.setdefault(self._id, key)
        for question in list(_asked):
            if question._id in _guesses:
                question._show()

    def _show(self) -> None:
        guess = _guesses[self._id]
        with self.hold_sync():
            self.right = self._keys.index("right")
            self.verdict = (
                translate("question.right") if guess == "right" else translate("question.wrong", answer=self._text("choice.right"))
            )
            self.reason, self.score = self._text("reason"), repr(score())
            self.guess = self._keys.index(guess)

    def _repr_mimebundle_(self, **options):
        """The live question, and beside it the same as a page for where no kernel runs."""
        text = {part: html.escape(self._text(part)) for part in ("question", "choice.right", "reason")}
        items = "".join(f"<li>{html.escape(choice)}</li>" for choice in self.choices)
        page = (
            f"<p><b>{html.escape(translate('question.predict'))}</b> {text['question']}</p><ol type='A'>{items}</ol>"
            f"<details><summary>{html.escape(translate('question.answer'))}</summary><p><b>{text['choice.right']}</b></p>"
            f"<p>{text['reason']}</p></details>"
        )
        data, metadata = super()._repr_mimebundle_(**options)
        return data | {"text/plain": repr(self), "text/html": page}, metadata

    def __repr__(self) -> str:
        return f"<nnlab prediction: {self._id}>"

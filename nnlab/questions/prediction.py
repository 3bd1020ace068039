"""A question asked before the picture: the guess is locked in, and only then stands the answer beside it."""

import html

import ipywidgets

from nnlab.language import catalogue, word

_guesses: dict[str, str] = {}  # id -> the key of the choice locked in; kept while the kernel runs, so that a cell may be run again


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
            return word("question.no_score")
        return word("question.score", right=sum(guess == "right" for guess in _guesses.values()), asked=len(_guesses))


def choices(id: str) -> list[str]:
    """The keys of a question's choices, in the order in which they stand in the catalogue."""
    prefix = f"prediction.{id}.choice."
    found = [key.removeprefix(prefix) for key in catalogue() if key.startswith(prefix)]
    if not found:
        known = sorted({key.split(".")[1] for key in catalogue() if key.startswith("prediction.")})
        raise ValueError(f"id is {id!r}, expected one of the predictions {', '.join(known)}")
    return found


class Prediction(ipywidgets.VBox):
    """The question, its choices, the button that locks the guess in, and then the answer with its reason."""

    def __init__(self, id: str, values: dict):
        self._id, self._values = id, values
        self._keys = choices(id)
        question = ipywidgets.HTML(f"<b>{html.escape(word('question.predict'))}</b> {self._text('question')}")
        self._radio = ipywidgets.RadioButtons(
            options=[(self._plain(f"choice.{key}"), key) for key in self._keys], index=None,
            layout={"width": "auto"}, tooltip=word("question.choose"),
        )  # fmt: skip
        self._lock = ipywidgets.Button(
            description=word("question.lock"), icon="lock", tooltip=word("question.lock.help"), layout={"width": "auto"}
        )
        self._lock.on_click(lambda _: self.lock())
        self._outcome = ipywidgets.HTML()
        super().__init__([question, self._radio, self._lock, self._outcome], layout={"max_width": "900px"})
        self.add_class("nnlab-prediction")
        if id in _guesses:
            self._radio.value = _guesses[id]
            self._show()

    def _plain(self, part: str) -> str:
        return word(f"prediction.{self._id}.{part}", **self._values)

    def _text(self, part: str) -> str:
        return html.escape(self._plain(part))

    def lock(self) -> None:
        """Lock the chosen guess in and show the answer; a guess that is locked in stays."""
        if self._id in _guesses:
            return
        if self._radio.value is None:
            self._outcome.value = html.escape(word("question.choose_first"))
            return
        _guesses[self._id] = self._radio.value
        self._show()

    def _show(self) -> None:
        self._radio.disabled = self._lock.disabled = True
        guess = _guesses[self._id]
        verdict = word("question.right") if guess == "right" else word("question.wrong", answer=self._plain("choice.right"))
        self._outcome.value = (
            f'<div role="status" style="border-left:4px solid {"#009E73" if guess == "right" else "#D55E00"};padding:4px 10px">'
            f"<b>{html.escape(verdict)}</b><br>{self._text('reason')}<br><i>{html.escape(repr(score()))}</i></div>"
        )

    def _repr_mimebundle_(self, **options):
        """The live question, and beside it the same as a page for where no kernel runs."""
        items = "".join(f"<li>{self._text(f'choice.{key}')}</li>" for key in self._keys)
        page = (
            f"<p><b>{html.escape(word('question.predict'))}</b> {self._text('question')}</p><ol type='A'>{items}</ol>"
            f"<details><summary>{html.escape(word('question.answer'))}</summary><p><b>{self._text('choice.right')}</b></p>"
            f"<p>{self._text('reason')}</p></details>"
        )
        return super()._repr_mimebundle_(**options) | {"text/plain": repr(self), "text/html": page}

    def __repr__(self) -> str:
        return f"<nnlab prediction: {self._id}>"

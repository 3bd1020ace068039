"""The question on the slide as phones need it: in both languages, with the place of the right choice."""

import re
from typing import NamedTuple

from nnlab.language import LANGUAGES, catalogue, fill

MAX_LENGTH = 1000  # characters of a question or a choice
LETTERS = "ABCDEFGH"

_PLACEHOLDER = r"\{(\w+)[^{}]*\}"
_PARTICLE = "(은|는|이|가|을|를|과|와|으로|로)(?![가-힣])"  # its form depends on the value before it


class Question(NamedTuple):
    """A prediction: its id, its texts by language (the question first, then its choices) and the index of the right choice."""

    id: str
    texts: dict[str, list[str]]
    right: int

    @property
    def n_choices(self) -> int:
        """How many choices there are."""
        return len(self.texts["ko"]) - 1


def question_on_slide(id: str, language: str, texts: list[str]) -> Question:
    """The question `id` whose `texts` (the question, then its choices) the slide shows in `language`.

    The other language gets the same numbers. ValueError: the id or language is unknown, or the texts cannot be those of the question.
    """
    templates = _templates(id)
    if language not in LANGUAGES:
        raise ValueError(f"language is {language!r:.40}, expected one of {', '.join(map(repr, LANGUAGES))}")
    n_texts = len(templates[language])
    if not isinstance(texts, list) or not all(isinstance(text, str) and 0 < len(text) <= MAX_LENGTH for text in texts):
        raise ValueError(f"texts is {texts!r:.60}, expected a list of texts of 1 to {MAX_LENGTH:,} characters")
    if len(texts) != n_texts:
        raise ValueError(f"texts has {len(texts)} entries, expected {n_texts}: the question and the choices of {id!r}")
    values = {}
    for template, text in zip(templates[language], texts, strict=True):
        values |= values_in(template, text) or {}
    [other] = set(LANGUAGES) - {language}
    try:
        translated = [fill(re.sub(_PLACEHOLDER, r"{\1}", template), values) for template in templates[other]]
    except KeyError:  # a number of the other language is not on the slide
        translated = texts
    return Question(id, {language: texts, other: translated}, _choice_keys(id).index("right"))


def values_in(template: str, text: str) -> dict[str, str] | None:
    """The texts that stand in `text` where `template` has its `{placeholders}`; None if `text` does not come from `template`."""
    literals = re.split(_PLACEHOLDER, template)[::2]
    names = re.findall(_PLACEHOLDER, template)
    pattern = re.escape(literals[0])
    for index, (name, literal) in enumerate(zip(names, literals[1:], strict=True)):
        pattern += f"(?P={name})" if name in names[:index] else f"(?P<{name}>.+?)"
        particle = re.match(_PARTICLE, literal)
        pattern += "[가-힣]+" + re.escape(literal[particle.end() :]) if particle else re.escape(literal)
    found = re.fullmatch(pattern, text)
    return found and found.groupdict()


def _choice_keys(id: str) -> list[str]:
    prefix = f"prediction.{id}.choice."
    return [key.removeprefix(prefix) for key in catalogue(explorers=False) if key.startswith(prefix)]


def _templates(id: str) -> dict[str, list[str]]:
    """The texts of the question in each language, before they are filled."""
    texts = catalogue(explorers=False)
    if not isinstance(id, str) or f"prediction.{id}.question" not in texts:
        raise ValueError(f"id is {id!r:.60}, expected the id of a prediction")
    keys = [f"prediction.{id}.question", *(f"prediction.{id}.choice.{key}" for key in _choice_keys(id))]
    return {language: [texts[key][language] for key in keys] for language in LANGUAGES}

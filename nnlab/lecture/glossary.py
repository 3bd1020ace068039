"""The glossary: the lecture's terms in both languages, so that a student can match them with a textbook or a search."""

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from nnlab.language import LANGUAGES, current_language, translate
from nnlab.lecture import table


@dataclass(frozen=True)
class Term:
    """One term: its `texts` by language, the cell that explains it ("notebook/cell", or ""), by language a pattern of retired forms, and
    the other names that textbooks give it.
    """

    key: str
    texts: dict[str, str]
    where: str
    retired: dict[str, str]
    also: dict[str, list[str]]


class Glossary(list[Term]):
    """The terms in the order in which the notebooks explain them, shown as a table in the current language."""

    def rows(self) -> list[list[str]]:
        """The heading and the terms: in the reader's language, in the other one, other names in the reader's language, and the notebook."""
        own, other = sorted(LANGUAGES, key=lambda language: language != current_language())
        heading = [translate(f"glossary.{column}") for column in (own, other, "also", "where")]
        return [heading] + [[term.texts[own], term.texts[other], ", ".join(term.also.get(own, [])), term.where[:2]] for term in self]

    def __repr__(self) -> str:
        return table.as_text(self.rows())

    def _repr_html_(self) -> str:
        return table.as_html(self.rows(), title=translate("glossary.title"))


def glossary() -> Glossary:
    """The lecture's terms in Korean and English with the notebooks that explain them, folded away as a table."""
    return Glossary(sorted((term for term in terms() if term.where), key=lambda term: term.where[:2]))


@functools.cache
def terms() -> tuple[Term, ...]:
    """All rows of the glossary, also those that are only kept alike."""
    rows = tomllib.loads(files("nnlab").joinpath("lecture", "glossary.toml").read_text("utf-8"))
    return tuple(
        Term(key, {language: row[language] for language in LANGUAGES}, row.get("where", ""), row.get("retired", {}), row.get("also", {}))
        for key, row in rows.items()
    )

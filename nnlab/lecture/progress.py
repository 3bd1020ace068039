"""How far the reader has come: for each notebook, the questions answered and the exercises passed."""

import html
import tomllib
from importlib.resources import files

from nnlab.language import translate
from nnlab.lecture import table
from nnlab.questions import progress as kept


class Progress(list):
    """Rows (slug, answered rightly, answered, asked, passed, set) of all notebooks in order; a table in a notebook and in plain text."""

    def texts(self) -> list[list[str]]:
        """The table as texts; the first row is the heading."""
        rows = [[translate(f"progress.{column}") for column in ("notebook", "answered", "right", "passed")]]
        for number, (slug, right, answered, asked, passed, given) in enumerate(self):
            title = f"{number:02d} {translate(f'contents.{slug}.title')}"
            rows.append([title, f"{answered}/{asked}", f"{right}/{answered}" if answered else "–", f"{passed}/{given}"])
        return rows

    def __repr__(self) -> str:
        return table.as_text(self.texts())

    def _repr_html_(self) -> str:
        return table.as_html(self.texts()) + (f"<p>{html.escape(where)}</p>" if (where := _where()) else "")


def progress() -> Progress:
    """How many questions of each notebook were answered, and answered rightly, and how many exercises were passed."""
    answers, solved = kept.answers(), kept.solved()
    rows = []
    for slug in _slugs():
        asked, given = (_ids(slug, name, table_name) for name, table_name in (("questions", "prediction"), ("exercises", "exercise")))
        given_answers = [answers[id] for id in asked if id in answers]
        rows.append((slug, given_answers.count("right"), len(given_answers), len(asked), len(solved & set(given)), len(given)))
    return Progress(rows)


def _where() -> str:
    if kept.is_off():
        return ""
    file = kept.progress_file()
    return translate("progress.kept", file=file.name) if file else translate("progress.not_kept")


def _slugs() -> list[str]:
    """The sections in the order of the lecture."""
    contents = tomllib.loads(files("nnlab").joinpath("lecture", "contents.toml").read_text("utf-8"))["contents"]
    return [key for key, entry in contents.items() if "title" in entry]  # the others are pictures


def _ids(slug: str, name: str, table_name: str) -> list[str]:
    """The ids in a section's `questions.toml` or `exercises.toml`."""
    return list(tomllib.loads((files("nnlab") / "lecture" / slug / f"{name}.toml").read_text("utf-8"))[table_name])

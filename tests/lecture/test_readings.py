"""The table of readings: each stands where it says, states the stored figures, and holds with other seeds as well."""

import json
import re
import tomllib
from pathlib import Path

import pytest

import nnlab
from nnlab.language import catalogue, fill, use_language
from nnlab.lecture.experiments import FRESH_SEEDS
from nnlab.lecture.readings import PARTS, readings, sections

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ko", "en")
READINGS = {reading.key: reading for section in sections() for reading in readings(section)}
EACH = pytest.mark.parametrize("key", READINGS)
SLUGS = {path.stem[3:]: path.stem for path in (ROOT / "notebooks" / "en").glob("*.ipynb")}

# Words of a sentence that concludes: a cell that has one is named by a reading, or by `not_readings` with the reason why it is none.
CONCLUDES = {
    "en": re.compile(
        r"\b(because|never|always|faster|slower|better|worse|the reason|the cause|not the cause|outperform\w*|prevents?)\b", re.I
    ),
    "ko": re.compile(r"때문|결코|절대|언제나|항상|더 빠르|더 빨리|더 느리|더 낫|더 나은|더 잘|더 나쁘|원인"),
}


def notebook_cells(section: str, language: str) -> dict[str, dict]:
    cells = json.loads((ROOT / "notebooks" / language / f"{SLUGS[section]}.ipynb").read_text("utf-8"))["cells"]
    return {cell["id"]: cell for cell in cells}


def place_texts(section: str, place: str, language: str) -> str | None:
    """The text that stands at a place of a reading; None if there is no such place."""
    kind, _, name = place.partition(" ")
    if kind == "notebook":
        cell = notebook_cells(section, language).get(name)
        return cell and "".join(cell["source"]) + json.dumps(cell.get("outputs", ""), ensure_ascii=False)
    prefix = {"question": f"prediction.{name}.", "words": name, "claims": f"claims.{name}."}[kind]
    found = catalogue(explorers=kind != "question")
    return "\n".join(text[language] for key, text in found.items() if key.startswith(prefix)) or None


def without_spaces(text: str) -> str:
    return re.sub(r"[\s\u2009]", "", text)


def not_readings(section: str) -> dict[str, str]:
    table = tomllib.loads((ROOT / "nnlab" / "lecture" / section / "readings.toml").read_text("utf-8"))
    return table.get("not_readings", {})


@pytest.mark.parametrize("language", LANGUAGES)
@EACH
def test_a_reading_is_complete(key, language):
    reading = READINGS[key]
    use_language(language)
    assert reading.where
    assert reading.ranges
    assert [part for part in PARTS if language not in reading.texts[part]] == []
    assert all(reading.text(part).strip() and "{" not in reading.text(part) for part in PARTS)
    assert re.search(r"\{\w", reading.texts["reading"][language]), "the reading shows no figure"


@EACH
def test_the_stored_figures_are_in_their_ranges(key):
    reading = READINGS[key]
    assert reading.outside(nnlab.measured(key)) == {}
    assert all(low <= high for low, high in reading.ranges.values())


@pytest.mark.parametrize("language", LANGUAGES)
@EACH
def test_each_place_exists_and_states_the_figures(key, language):
    section, figures = key.split(".")[0], nnlab.measured(key)
    for place, formats in READINGS[key].where.items():
        text = place_texts(section, place, language)
        assert text is not None, f"there is no {place}"
        missing = [
            shown for shown in (fill(text_format, figures) for text_format in formats) if without_spaces(shown) not in without_spaces(text)
        ]
        assert not missing, f"{place} ({language}) does not state {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", sections())
def test_every_conclusion_of_a_notebook_is_a_reading(section, language):
    named = {place.removeprefix("notebook ") for reading in readings(section) for place in reading.where} | not_readings(section).keys()
    concluding = {
        id
        for id, cell in notebook_cells(section, language).items()
        if cell["cell_type"] == "markdown" and CONCLUDES[language].search("".join(cell["source"]))
    }
    assert concluding - named == set()


@pytest.mark.parametrize("section", sections())
def test_what_is_no_reading_exists_and_says_why(section):
    for id, reason in not_readings(section).items():
        assert id in notebook_cells(section, "en")
        assert len(reason) > 10


@pytest.mark.slow
@pytest.mark.weekly
@EACH
def test_a_reading_holds_with_other_seeds(key):
    reading = READINGS[key]
    assert reading.outside(reading.measure(FRESH_SEEDS)) == {}


def test_an_unknown_reading_is_named():
    with pytest.raises(ValueError, match=r"key is 'tanh\.nothing', expected one of the readings"):
        nnlab.measured("tanh.nothing")
    with pytest.raises(ValueError, match="section is 'physics', expected one of"):
        nnlab.readings("physics")

"""Numbers in the notebooks' prose: the same in both editions, and each computed by a cell, shown in an output, or named here."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import nnlab
from nnlab.language import fill
from nnlab.lecture.readings import readings, sections

ROOT = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(path.stem for path in (ROOT / "ko").glob("*.ipynb"))
NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:\s*(억|만(?=여)))?")

# Numbers that no cell computes, by notebook, with their sources.
STATED = {
    "00_start_here": {"60", "90"},  # times
    "01_score_functions": {"60", "40", "26"},  # where the photographs are cut; letters of the alphabet
    # papers; doubles
    "02_biological_neuron": {
        "86",
        "86100000000",
        "8100000000",
        "86000000000",
        "100000000000",
        "308",
        "5.5",
        "65",
        "367",
        "83",
        "69",
        "69000000000",
        "16000000000",
        "150",
        "164",
    },
    "05_sigmoid": {"0.141", "1797", "3.8", "3.3"},  # √(2/100); the digits; checked below
    "06_tanh": {"0.25", "60", "1797"},  # the sigmoid's steepest slope; the steps of the zig-zag; the digits
    "07_relu": {"231"},  # CS231n
    "10_architecture": {"300000"},  # a budget
    "12_backpropagation": {"32", "90"},  # float32; degrees
    "13_capacity_and_regularization": {"1000", "231"},
}
IN_WORDS = {"one and a half": "1.5", "half a point": "0.5", "Sixty": "60"}


def cells(language: str, name: str, kind: str) -> dict[str, dict]:
    path = ROOT / language / f"{name}.ipynb"
    return {cell["id"]: cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == kind}


def numbers(text: str) -> list[str]:
    """All numbers of a text without thousands separators, 22만 as 220000; link targets apart."""
    for words, value in IN_WORDS.items():
        text = text.replace(words, value)
    found = []
    for digits, unit in NUMBER.findall(re.sub(r"\]\([^)]*\)", "", text)):
        value = digits.replace(",", "").rstrip(".")
        found.append(f"{float(value) * {'만': 1e4, '억': 1e8}[unit]:.0f}" if unit else value)
    return found


def figures_of_readings(section: str) -> list[str]:
    """The figures that the readings of a section state in its notebook."""
    if section not in sections():
        return []
    return [
        fill(text, reading.figures)
        for reading in readings(section)
        for place, formats in reading.where.items()
        if place.startswith("notebook ")
        for text in formats
    ]


def large_or_decimal(text: str) -> list[str]:
    """Numbers from 11 on and decimals: smaller ones are often words in one language and digits in the other."""
    return [value for value in numbers(text) if float(value) >= 11 or "." in value]


@pytest.mark.parametrize("name", NAMES)
def test_both_editions_state_the_same_numbers(name):
    korean, english = (cells(language, name, "markdown") for language in ("ko", "en"))
    for id, cell in korean.items():
        one, other = (set(large_or_decimal("".join(text["source"]))) for text in (cell, english[id]))
        if (name, id) != ("02_biological_neuron", "numbers"):  # 861억 and 86.1 billion
            assert one == other, f"{name}, cell {id}: only in Korean {one - other}, only in English {other - one}"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_prose_numbers_are_computed_shown_or_cited(name, language):
    computed = []
    for cell in cells(language, name, "code").values():
        computed.append("".join(cell["source"]))
        for output in cell["outputs"]:
            data = {kind: value for kind, value in output.get("data", {}).items() if not kind.startswith("image")}
            computed.append(json.dumps([data, output.get("metadata"), output.get("text")], ensure_ascii=False))
    known = set(numbers("\n".join(computed))) | {str(int(other[:2])) for other in NAMES}  # notebooks are named by their numbers
    known |= set(numbers("\n".join(figures_of_readings(name[3:]))))
    known |= {f"{100 * float(value):.0f}" for value in known if value.startswith("0.")}  # 0.25 is 25 %
    for id, cell in cells(language, name, "markdown").items():
        text = "".join(cell["source"])
        duration = re.findall(r"(\d+) ?(?:minutes|분)", text)
        years = [value for value in numbers(text) if re.fullmatch(r"(19|20)\d\d", value)]
        unexplained = set(large_or_decimal(text)) - known - STATED.get(name, set()) - {*duration, *years}
        assert not unexplained, f"{name}, cell {id} states {sorted(unexplained)}, and no cell computes or shows it"


def test_the_zigzag_is_as_long_as_the_prose_says():
    from nnlab.lecture.sigmoid import zigzag

    rate = nnlab.explorers.zigzag().params["learning_rate"]
    lengths = [np.hypot(*np.diff(zigzag.sgd_path("sigmoid", batch, rate)[0], axis=0).T).sum() for batch in (1, 32)]
    nets = [np.hypot(*(path[-1] - path[0])) for path in (zigzag.sgd_path("sigmoid", batch, rate)[0] for batch in (1, 32))]
    for language in ("ko", "en"):
        text = "".join(cells(language, "05_sigmoid", "markdown")["zigzag-read"]["source"])
        stated = [float(value) for value in numbers(text) if "." in value]
        assert [*stated[:3], stated[2]] == pytest.approx([*lengths, *nets], abs=0.05)

"""The claims: verdicts, texts in both languages, and that README and notebooks state what is measured."""

import json
import re
from pathlib import Path

import pytest

import nnlab
from nnlab.lecture.claims import EXPERIMENTS, verdict

ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@pytest.fixture(scope="module")
def claims():
    return {claim.key: claim for claim in nnlab.claims()}


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("speed", {"digits": 5.0, "spiral": 7.0}, "reproduced"),
        ("speed", {"digits": 0.7, "spiral": 2.5}, "partly"),
        ("speed", {"digits": 0.9, "spiral": 1.1}, "not_here"),
        ("dying", {"at_1": 0.0, "at_6": 0.9}, "reproduced"),
        ("dying", {"at_1": 0.0, "at_6": 0.0}, "not_here"),
        ("stay_dead", {"dead": 50, "moved": 1}, "not_here"),
        ("stay_dead", {"dead": 0, "moved": 0}, "not_here"),
        ("never_sigmoid", {"sigmoid_2": 0.1, "sigmoid_5": 0.1, "low_2": 0.9, "low_5": 0.9}, "reproduced"),
        ("never_sigmoid", {"sigmoid_2": 0.97, "sigmoid_5": 0.96, "low_2": 0.95, "low_5": 0.9}, "not_here"),
        ("consistent", {"better": 15, "worse": 0, "level": 0}, "not_here"),
        ("parameters", {"ratio": 1.0}, "not_here"),
        ("maxout_alive", {"maxout": 0.0, "relu": 0.5, "maxout_diverged": 9, "relu_diverged": 1}, "partly"),
        ("mixing", {"mixed": 0.5, "relu": 0.98, "tanh": 0.97}, "not_here"),
    ],
)
def test_a_verdict_follows_from_the_figures(key, values, expected):
    assert verdict(key, values) == expected


def test_figures_that_are_known_from_elsewhere(claims):
    counts = claims["parameters"].values
    assert (counts["relu"], counts["maxout"]) == (308_310, 615_610)
    assert claims["one_sign"].values["sigmoid"] == 1  # all-positive inputs: the slides' argument is exact
    assert claims["stay_dead"].values["moved"] == 0
    assert claims["vanishing"].values["sigmoid"] < 0.25**4  # a slope of 0.25 at most, layer by layer
    assert claims["maxout_alive"].values["maxout"] == 0


@BOTH
def test_every_row_is_in_words(claims, language):
    nnlab.use_language(language)
    heading, *rows = nnlab.claims().rows()
    assert len(heading) == 5
    assert len(rows) == len(EXPERIMENTS)
    for row in rows:
        assert all(text and "{" not in text for text in row)
        assert not re.search(r"\bnan\b|\binf\b", " ".join(row))
    assert nnlab.claims()._repr_html_().count("<tr>") == len(rows) + 1


def alike(stated: str, measured: str) -> bool:
    """The same words, and numbers that differ by no more than what another processor's rounding leads to."""
    one, other = (NUMBER.findall(text) for text in (stated, measured))
    close = all(
        abs(float(a.replace(",", "")) - float(b.replace(",", ""))) <= max(6.0 if "." not in a else 0.6, 0.06 * float(b.replace(",", "")))
        for a, b in zip(one, other, strict=False)
    )
    return NUMBER.sub("#", stated) == NUMBER.sub("#", measured) and close


@BOTH
def test_the_readme_states_what_is_measured(claims, language):
    nnlab.use_language(language)
    readme = (ROOT / {"en": "README.md", "ko": "README.ko.md"}[language]).read_text()
    stated = readme.split("<!-- claims -->\n")[1].split("<!-- /claims -->")[0].splitlines()
    measured = nnlab.claims().markdown().splitlines()
    assert len(stated) == len(measured)
    for row, expected in zip(stated, measured, strict=True):
        assert alike(row, expected), "run: python tools/claims.py --write"


# Measured figures that notebooks state in their prose: notebook, claim, figures in the order in which they stand, and where.
STATED = [
    ("09_choosing_an_activation", "never_sigmoid", ("sigmoid_2", "low_2", "high_2"),
     {"en": r"at rate 3 even the sigmoid gets (\d+) % right.*?others' (\d+)–(\d+) %",
      "ko": r"학습률 3에서는 (\d+)%를 맞힙니다.*?다른 함수의 (\d+)–(\d+)%"}),
    ("09_choosing_an_activation", "never_sigmoid", ("sigmoid_5",),
     {"en": r"at the level of guessing \((\d+) %\)", "ko": r"어떤 학습률에서도 찍는 수준\((\d+)%\)"}),
    ("07_relu", "dying", ("at_6",), {"en": r"at 6 (most) do", "ko": r"6에서는 (대부분)이 죽습니다"}),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("notebook", "key", "figures", "where"), STATED)
def test_prose_states_no_other_number(claims, language, notebook, key, figures, where):
    cells = json.loads((ROOT / "notebooks" / language / f"{notebook}.ipynb").read_text())["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = re.search(where[language], prose, re.DOTALL)
    assert found, f"{notebook} does not say {where[language]}"
    for stated, figure in zip(found.groups(), figures, strict=True):
        value = claims[key].values[figure]
        if stated in ("most", "대부분"):
            assert value > 0.5
        else:
            assert abs(int(stated) - 100 * value) <= 1, f"{notebook} states {stated} %, measured {value:.1%}"

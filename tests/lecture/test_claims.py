"""The claims: rules and verdicts, texts in both languages, the same verdicts with other seeds, and what README and notebooks state."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from claims import verdicts
from sections import read_section

import nnlab
from nnlab.lecture.claims import FIGURES_FILE, VERDICTS, counts, measure, verdict
from nnlab.lecture.experiments import FRESH_SEEDS

ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)


@pytest.fixture(scope="module")
def claims():
    return {claim.key: claim for claim in nnlab.claims()}


def in_races(other: str, *differences) -> dict:
    """Figures of three races: the median difference, in how many of nine seeds it is positive, and in how many negative."""
    figures = {}
    for race, (median, more, less) in zip(("two", "five", "long"), differences, strict=True):
        figures |= difference(f"over_{other}_{race}", median, more, less)
    return figures


def difference(name: str, median, more, less, seeds=9) -> dict:
    return {name: median, f"{name}_more": more, f"{name}_less": less, f"{name}_seeds": seeds}


@pytest.mark.parametrize(
    ("median", "more", "less", "expected"),
    [(0.02, 8, 1, 1), (0.02, 7, 0, 0), (0.019, 9, 0, 0), (-0.02, 1, 8, -1), (-0.05, 2, 7, 0), (0.0, 0, 0, 0), (0.3, 8, 1, 1)],
)
def test_what_counts_as_a_difference(median, more, less, expected):
    assert counts(SimpleNamespace(**difference("gain", median, more, less)), "gain") == expected


def test_one_seed_may_be_an_exception_however_many_there_are():
    assert counts(SimpleNamespace(**difference("gain", 0.05, 17, 1, seeds=18)), "gain") == 1
    assert counts(SimpleNamespace(**difference("gain", 0.05, 16, 2, seeds=18)), "gain") == 0
    with pytest.raises(ValueError, match="8 seeds are too few for a verdict, expected at least 9"):
        nnlab.claims().measure("dying", seeds=range(8))


def saturated(accuracy, own, to_4) -> dict:
    """Figures of five layers of sigmoids: the highest accuracy from 8/√n and from 32/√n, and how both compare with 4/√n."""
    return {"accuracy_8_high": accuracy, "own_high": own} | difference("of_8", *to_4) | difference("of_32", *to_4)


AHEAD, LEVEL, BEHIND = (0.05, 9, 0), (0.0, 4, 5), (-0.05, 0, 9)


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("speed", {"digits": 5.0, "spiral": 7.0}, "reproduced"),
        ("speed", {"digits": 0.7, "spiral": 2.5}, "partly"),
        ("speed", {"digits": 0.9, "spiral": 1.1}, "not_here"),
        ("speed", {"digits": 0.4, "spiral": 0.5}, "reversed"),
        ("dying", {"at_1_high": 0.0, "at_6_low": 0.8, "at_6_high": 0.9}, "reproduced"),
        ("dying", {"at_1_high": 0.0, "at_6_low": 0.1, "at_6_high": 0.4}, "partly"),
        ("dying", {"at_1_high": 0.0, "at_6_low": 0.0, "at_6_high": 0.2}, "not_here"),
        ("stay_dead", {"dead_1": 50, "moved_1": 0, "dead_2": 50, "moved_2": 0}, "reproduced"),
        ("stay_dead", {"dead_1": 50, "moved_1": 0, "dead_2": 50, "moved_2": 1}, "partly"),
        ("stay_dead", {"dead_1": 50, "moved_1": 1, "dead_2": 50, "moved_2": 0}, "not_here"),
        ("stay_dead", {"dead_1": 0, "moved_1": 0, "dead_2": 0, "moved_2": 0}, "not_here"),
        ("saturated", saturated(0.3, 0.3, BEHIND), "reproduced"),
        ("saturated", saturated(0.98, 0.49, BEHIND), "partly"),
        ("saturated", saturated(0.98, 0.51, BEHIND), "not_here"),
        ("saturated", saturated(0.98, 0.98, AHEAD), "reversed"),
        ("leaky_alive", difference("gain", *AHEAD) | {"leaky": 0.98, "fresh": 0.97}, "reproduced"),
        ("leaky_alive", difference("gain", *AHEAD) | {"leaky": 0.8, "fresh": 0.97}, "partly"),
        ("leaky_alive", difference("gain", *BEHIND) | {"leaky": 0.8, "fresh": 0.97}, "reversed"),
        ("mixing", difference("over_relu", *LEVEL) | difference("over_tanh", *LEVEL), "reproduced"),
        ("mixing", difference("over_relu", *BEHIND) | difference("over_tanh", *LEVEL), "partly"),
        ("mixing", difference("over_relu", *BEHIND) | difference("over_tanh", *BEHIND), "not_here"),
        ("never_sigmoid", in_races("relu", BEHIND, BEHIND, BEHIND), "reproduced"),
        ("never_sigmoid", in_races("relu", LEVEL, BEHIND, LEVEL), "partly"),
        ("never_sigmoid", in_races("relu", LEVEL, LEVEL, AHEAD), "not_here"),
        ("never_sigmoid", in_races("relu", AHEAD, AHEAD, AHEAD), "reversed"),
        ("tanh_over_sigmoid", in_races("sigmoid", AHEAD, AHEAD, AHEAD), "reproduced"),
        ("tanh_over_sigmoid", in_races("sigmoid", LEVEL, LEVEL, BEHIND), "not_here"),
        (
            "tanh_under_relu",
            in_races("relu", BEHIND, BEHIND, LEVEL) | in_races("maxout_matched", LEVEL, BEHIND, LEVEL),
            "partly",
        ),
        ("tanh_under_relu", in_races("relu", *[BEHIND] * 3) | in_races("maxout_matched", *[LEVEL] * 3), "not_here"),
        ("tanh_under_relu", in_races("relu", *[AHEAD] * 3) | in_races("maxout_matched", *[AHEAD] * 3), "reversed"),
        ("parameters", {"ratio": 1.0}, "not_here"),
    ],
)
def test_a_verdict_follows_from_the_figures(key, values, expected):
    assert verdict(key, values) == expected


def test_an_inconsistent_result_is_not_the_same_in_all_tasks():
    def figures(*differences):
        return {
            k: v
            for name, each in zip(("two", "five", "spiral", "at_8"), differences, strict=True)
            for k, v in difference(name, *each).items()
        }

    assert verdict("consistent", figures(LEVEL, LEVEL, AHEAD, AHEAD)) == "reproduced"
    assert verdict("consistent", figures(LEVEL, LEVEL, LEVEL, AHEAD)) == "partly"
    assert verdict("consistent", figures(AHEAD, AHEAD, AHEAD, AHEAD)) == "not_here"
    assert verdict("consistent", figures(LEVEL, (0.01, 5, 4), (-0.04, 3, 6), LEVEL)) == "not_here"


def test_figures_that_are_known_from_elsewhere(claims):
    counted = claims["parameters"].values
    assert (counted["relu"], counted["maxout"]) == (308_310, 615_610)
    assert claims["one_sign"].values["sigmoid"] == 1  # all-positive inputs: the slides' argument is exact
    assert claims["stay_dead"].values["moved_1"] == 0
    assert claims["vanishing"].values["sigmoid_high"] < 0.25**4  # a slope of 0.25 at most, layer by layer


def test_three_verdicts_are_given_and_none_is_reversed(claims):
    assert {claim.verdict for claim in claims.values()} == {"reproduced", "partly", "not_here"}


def test_the_speeds_are_not_those_of_a_border_of_what_was_tried(claims):
    assert claims["speed"].values["at_border"] == 0


def test_saturation_does_no_harm_until_it_is_high(claims):
    figures = claims["saturated"].values
    assert figures["saturated_8"] > 0.3
    assert figures["accuracy_8"] > 0.95
    assert figures["saturated_32"] > 0.8
    assert figures["own"] < 0.5


def test_the_stored_figures_are_those_of_the_claims():
    assert list(json.loads(FIGURES_FILE.read_text("utf-8"))) == list(VERDICTS)


@pytest.mark.parametrize("key", ["dying", "stay_dead", "vanishing", "one_sign", "parameters"])  # those that take a second at most
def test_a_row_can_be_measured_again(claims, key):
    [again] = nnlab.claims().measure(key, seeds=range(9))
    assert again.verdict == claims[key].verdict
    assert again.values.keys() == claims[key].values.keys()
    assert again.values == pytest.approx(claims[key].values, rel=0.2, abs=0.02)


def test_an_unknown_row_is_named():
    with pytest.raises(ValueError, match="key is 'sixfold', expected one of 'speed'"):
        nnlab.claims().measure("sixfold")


@pytest.mark.slow
@pytest.mark.weekly
@pytest.mark.parametrize("key", VERDICTS)
def test_the_verdict_is_the_same_with_other_seeds(claims, key):
    assert verdict(key, measure(key, FRESH_SEEDS)) == claims[key].verdict


@BOTH
def test_every_row_is_in_words(claims, language):
    nnlab.use_language(language)
    heading, *rows = nnlab.claims().rows()
    assert len(heading) == 6
    assert len(rows) == len(VERDICTS)
    for row in rows:
        assert all(text and "{" not in text for text in row)
        assert not re.search(r"\bnan\b|\binf\b", " ".join(row))
    assert nnlab.claims()._repr_html_().count("<tr>") == len(rows) + 1


@BOTH
def test_the_readme_states_what_is_measured(claims, language):
    nnlab.use_language(language)
    page, readme = ROOT / "docs" / language / "claims.md", ROOT / {"en": "README.md", "ko": "README.ko.md"}[language]
    assert read_section(page, "claims") == nnlab.claims().markdown(), "run: python tools/claims.py --write"
    assert read_section(readme, "verdicts") == verdicts(), "run: python tools/claims.py --write"


# Measured figures that notebooks state in their prose: notebook, claim, figures as shown in the order in which they stand, and where.
STATED = [
    ("09_choosing_an_activation", "speed", ("{spiral:.1f}", "{digits:.1f}"),
     {"en": r"it needs (\S+) times as many on the spiral and (\S+) times as many on the digits",
      "ko": r"나선에서 (\S+)배이고, 숫자 데이터에서는 (\S+?)배"}),
    ("09_choosing_an_activation", "speed", ("{spiral_he:.1f}", "{spiral_near:.1f}"),
     {"en": r"for both, .*? (\d\.\d) (?:times as many steps as ReLU )?on the spiral.*? gives a ratio of (\d\.\d)",
      "ko": r"시작하면 .*?나선에서 (?:ReLU의 )?(\S+)배.*? 키워 보면 ReLU의 (\S+)배로"}),
    ("09_choosing_an_activation", "saturated", ("{saturated_8:.0%}", "{accuracy_8:.0%}", "{saturated_32:.0%}", "{own:.0%}"),
     {"en": r"begin with (\d+%) of their outputs saturated reach (\d+%).*? with (\d+%) saturated, .*? only (\d+%)",
      "ko": r"(\d+%)가 포화된 채 시작한 다섯 계층은 정확도가 (\d+%)에.*? (\d+%)가 포화되면 .*? (\d+%)에 그"}),
    ("09_choosing_an_activation", "leaky_alive", ("{soon:.0%}", "{late:.0%}", "{late_off:.0%}"),
     {"en": r"(\d+%) after 150 steps and (\d+%) after 3,000 \S+ though (\d+%)",
      "ko": r"150단계 뒤 (\d+%), 3,000단계 뒤 (\d+%)\(\S+\)입니다. 그때도 유닛의 (\d+%)"}),
]  # fmt: skip


@BOTH
@pytest.mark.parametrize(("notebook", "key", "figures", "where"), STATED)
def test_prose_states_no_other_number(claims, language, notebook, key, figures, where):
    cells = json.loads((ROOT / "notebooks" / language / f"{notebook}.ipynb").read_text())["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = re.search(where[language], prose)
    assert found, f"{notebook} does not say {where[language]}"
    assert [text.replace(" ", "") for text in found.groups()] == [figure.format(**claims[key].values) for figure in figures]

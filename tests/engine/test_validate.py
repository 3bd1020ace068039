"""An explorer with a wrong preset or a missing text is an error when it is built, and names the file and the key."""

import pytest
from example_explorer import Dot, dot_explorer

from nnlab import language


@pytest.fixture(autouse=True)
def _in_a_section(monkeypatch):
    """As if the section on ReLU defined the scene, so that the messages can name its files."""
    monkeypatch.setattr(Dot, "__module__", "nnlab.lecture.relu.dot")


@pytest.mark.parametrize(
    ("presets", "message"),
    [
        ({"linear": {"w": 1.0}}, "relu/explorers.py: the preset 'linear' of train_network sets w, expected parameters of z, nonlinear"),
        ({"linear": {"z": "far"}}, "nnlab/lecture/relu/explorers.py: the preset 'linear' of train_network: z is 'far', expected a number"),
        ({"linear": {"z": 9.0}}, "'linear' of train_network: z is 9.0, expected a value within the bounds of its control, as 5.0"),
        ({"linear": {"nonlinear": 2}}, "the preset 'linear' of train_network: nonlinear is 2, expected True or False"),
        ({"fast": {"z": 1.0}}, r"nnlab/lecture/relu/words.toml has no \[train_network.preset.fast\], expected a text for the explorer"),
    ],
)  # fmt: skip
def test_a_wrong_preset_is_named_at_once(presets, message):
    with pytest.raises(ValueError, match=message):
        dot_explorer(presets)


def test_a_missing_title_is_named_at_once():
    assert not language.has_translation("dot.title")
    with pytest.raises(ValueError, match=r"nnlab/lecture/relu/words.toml has no \[dot.title\]"):
        dot_explorer({}, "dot")

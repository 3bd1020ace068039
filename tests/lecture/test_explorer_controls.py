"""The controls of all explorers: their options have texts, their values are ones that the browser can reach, their keys go both ways."""

import re

import numpy as np
import pytest

import nnlab
from nnlab import explorers
from nnlab.engine import controls

LANGUAGES = pytest.mark.parametrize("language", nnlab.language.LANGUAGES)


def arguments(monkeypatch, name) -> dict:
    """What the explorer's function passes to Explorer, which is not opened."""
    passed = {}
    opened = lambda self, name, scene, controls, **options: passed.update(options, controls=controls)  # noqa: E731
    monkeypatch.setattr("nnlab.engine.explorer.Explorer.__init__", opened)
    getattr(explorers, name)()
    return passed


@LANGUAGES
@pytest.mark.parametrize("name", explorers.__all__)
def test_options_are_shown_by_their_texts(monkeypatch, name, language):
    nnlab.use_language(language)
    for parameter, control in arguments(monkeypatch, name)["controls"].items():
        for text, option in getattr(control, "options", ()):
            keys = [key for key in (f"{parameter}.{option}", str(option)) if nnlab.language.has_translation(key)]
            assert text == (nnlab.translate(keys[0]) if keys else re.sub(r"(\d)-(?=\d)", r"\1–", str(option)))  # 2–3–2, as in the text
            assert keys or not re.fullmatch(r"[a-z_]+", text), f"{parameter}: the option {option!r} has no text"


@pytest.mark.parametrize("name", explorers.__all__)
def test_log_sliders_start_and_are_preset_on_a_step(monkeypatch, name):
    """Elsewhere the browser moves it by itself, and a training starts again as soon as it is shown."""
    passed = arguments(monkeypatch, name)
    for parameter, control in passed["controls"].items():
        if type(control).__name__ == "FloatLogSlider":
            values = [control.value, *(changes[parameter] for changes in passed["presets"].values() if parameter in changes)]
            steps = (np.log10(values) - control.min) / control.step
            np.testing.assert_allclose(steps, np.round(steps), atol=1e-6)


def test_a_log_slider_starts_on_the_nearest_step():
    control = controls.log_slider("learning_rate", 0.7, 0.1, 10.0, per_decade=20)
    assert control.value == pytest.approx(10 ** (-3 / 20))


@pytest.mark.parametrize("name", ["feed_forward", "backward"])
def test_arrow_keys_step_back_and_forth(name):
    explorer = getattr(explorers, name)()
    explorer.set(step=2)
    explorer.canvas._handle_custom_msg({"key": "ArrowRight"}, [])
    assert explorer.params["step"] == 3
    for _ in range(2):
        explorer.canvas._handle_custom_msg({"key": "ArrowLeft"}, [])
    assert explorer.params["step"] == 1

"""Checks of an explorer when it is built, so that a wrong preset or a missing text is named at once and not when a reader clicks."""

from nnlab.engine import controls
from nnlab.engine.scene import Scene
from nnlab.language import has_translation


def checked_presets(name: str, scene: Scene, widgets: dict, params: dict, presets: dict) -> dict:
    """The presets as they came; ValueError names the file, the preset and the parameter that is unknown or has a wrong value."""
    for key, changes in presets.items():
        place = f"{_folder(scene)}/explorers.py: the preset {key!r} of {name}"
        unknown = sorted(changes.keys() - params.keys())
        if unknown:
            raise ValueError(f"{place} sets {', '.join(unknown)}, expected parameters of {', '.join(params)}")
        for parameter, value in changes.items():
            if parameter in widgets:
                try:
                    nearest = controls.coerce(widgets[parameter], parameter, value)
                except (TypeError, ValueError) as error:
                    raise ValueError(f"{place}: {error}") from None
                if nearest != value:
                    raise ValueError(f"{place}: {parameter} is {value}, expected a value within the bounds of its control, as {nearest}")
    return presets


def check_texts(name: str, scene: Scene, presets: dict) -> None:
    """ValueError names the file and the key of a missing title or preset text."""
    for key in (f"{name}.title", *(f"{name}.preset.{preset}" for preset in presets)):
        if not has_translation(key):
            raise ValueError(f"{_folder(scene)}/words.toml has no [{key}], expected a text for the explorer {name}")


def _folder(scene: Scene) -> str:
    """The section's folder, in which its explorers and texts are."""
    return type(scene).__module__.rpartition(".")[0].replace(".", "/")

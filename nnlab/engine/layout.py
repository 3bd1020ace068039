"""How an explorer looks: title and progress, presets and Reset, controls, picture."""

import html
from collections.abc import Callable

import ipywidgets

from nnlab.engine import controls, stacked
from nnlab.engine.canvas import Canvas
from nnlab.engine.scene import DPI, Scene
from nnlab.language import has_translation, translate


class Progress(ipywidgets.HBox):
    """A bar with a Stop button; hidden parts keep their place, so that nothing jumps."""

    def __init__(self, on_stop: Callable[[], None]):
        computing = translate("computing")
        self._bar = ipywidgets.FloatProgress(min=0, max=1, description=computing, tooltip=computing, layout={"width": "190px"})
        stop = ipywidgets.Button(description=translate("stop"), icon="stop", tooltip=translate("stop.help"), layout={"width": "auto"})
        stop.on_click(lambda _: on_stop())
        super().__init__([self._bar, stop])
        self.add_class("nnlab-progress")
        self.hide()

    def show(self, share: float) -> None:
        """Show the share done."""
        self._bar.value = share
        self._set_visibility("visible")

    def hide(self) -> None:
        """Nothing is being computed."""
        self._set_visibility("hidden")

    def _set_visibility(self, value: str) -> None:
        for part in self.children:
            part.layout.visibility = value


def preset_button(name: str, key: str, on_click: Callable[[], None]) -> ipywidgets.Button:
    """The button of one preset of the explorer `name`."""
    text, help_key = translate(f"{name}.preset.{key}"), f"{name}.preset.{key}.help"
    tooltip = translate(help_key) if has_translation(help_key) else text
    button = ipywidgets.Button(description=text, tooltip=tooltip, layout={"width": "auto"})
    button.on_click(lambda _: on_click())
    return button.add_class("nnlab-preset")


def canvas(name: str, scene: Scene) -> Canvas:
    """The empty canvas of the explorer `name`, with the texts that the browser shows by itself."""
    hint = translate(f"{name}.hint") if has_translation(f"{name}.hint") else ""
    names = {key: translate(key) for key in ("play", "pause", "rewind", "repeat", "type", "computing")}
    return Canvas(
        interactive=scene.interactive,
        natural_width=round(scene.size[0] * DPI),
        narrow_width=round(stacked.WIDTH * DPI) if scene.stacks else 0,
        hint=hint,
        disconnected_message=translate("kernel_lost"),
        saved_page_message=translate("saved_page"),
        control_names=names,
    )


def arrange(
    name: str, progress: Progress, presets: list, on_reset: Callable[[], None], widgets: list, picture: Canvas, *, in_sight: int
) -> list:
    """The rows of an explorer, top to bottom: title, buttons, controls of which the first `in_sight` are not folded away, picture."""
    reset = ipywidgets.Button(description=translate("reset"), icon="undo", tooltip=translate("reset.help"), layout={"width": "auto"})
    reset.on_click(lambda _: on_reset())
    reset.add_class("nnlab-reset")
    title = ipywidgets.HTML(f"<b>{html.escape(translate(f'{name}.title'))}</b>", layout={"flex": "1 1 auto"}).add_class("nnlab-title")
    return [
        ipywidgets.HBox([title, progress], layout={"align_items": "center"}),
        ipywidgets.HBox([*presets, reset, *_more(widgets[in_sight:])], layout={"flex_flow": "row wrap", "align_items": "center"}),
        controls.grid(widgets, in_sight),
        picture,
    ]


def _more(folded: list) -> list:
    """The button that shows the controls `folded`, whose labels are its tooltip; none where there are none. The browser opens the fold."""
    if not folded:
        return []
    tooltip = ", ".join(control.description for control in folded)
    button = ipywidgets.Button(description=translate("more_controls", n=len(folded)), tooltip=tooltip, layout={"width": "auto"})
    return [button.add_class("nnlab-more")]

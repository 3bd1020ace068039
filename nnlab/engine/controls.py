"""The controls of explorers: an ipywidget each, labelled from the catalogue by the name of the parameter it sets."""

from numbers import Real

import ipywidgets
import numpy as np

from nnlab import _checks
from nnlab.language import has_translation, translate

_LAYOUT = {"width": "auto", "min_width": "0", "flex": "1 1 auto"}
_LABEL = {"description_width": "108px"}
AHEAD = 4  # steps of a control that are drawn before the reader takes them: as many keys as may be pressed before a picture has come
COLUMNS = "repeat(auto-fill, minmax(262px, 1fr))"


def _look(name: str) -> dict:
    help_key = f"{name}.help"
    return {
        "description": translate(name),
        "tooltip": translate(help_key) if has_translation(help_key) else translate(name),
        "style": _LABEL,
        "layout": _LAYOUT,
    }


def slider(name: str, value: float, low: float, high: float, step: float, *, digits: int = 2):
    """A slider over real numbers from `low` to `high`."""
    return ipywidgets.FloatSlider(value, min=low, max=high, step=step, readout_format=f".{digits}f", **_look(name))


def log_slider(name: str, value: float, low: float, high: float, *, per_decade: int = 10):
    """A slider over real numbers from `low` to `high`, both above 0, whose steps are equal ratios; `value` is put on the nearest one.

    Otherwise the browser would move it there by itself, and a training would start anew as soon as it is shown.
    """
    steps = round(float(np.log10(value / low)) * per_decade)
    value = float(low * 10 ** (steps / per_decade))
    made = ipywidgets.FloatLogSlider(
        value, base=10, min=np.log10(low), max=np.log10(high), step=1 / per_decade, readout_format=".3g", **_look(name)
    )
    return made.add_class("nnlab-log")


def int_slider(name: str, value: int, low: int, high: int):
    """A slider over whole numbers from `low` to `high`."""
    return ipywidgets.IntSlider(value, min=low, max=high, **_look(name))


def int_box(name: str, value: int, low: int, high: int):
    """A box for a whole number from `low` to `high`, for ranges that are too wide for a slider."""
    return ipywidgets.BoundedIntText(value, min=low, max=high, **_look(name))


def dropdown(name: str, value, options):
    """A drop-down list; an option's text is the word `{name}.{option}` where there is one, else the option itself.

    ValueError where `value` is none of the options.
    """
    _one_of(value, name, options)
    return ipywidgets.Dropdown(value=value, options=[(_option(name, option), option) for option in options], **_look(name))


def _option(name: str, option) -> str:
    for key in (f"{name}.{option}", str(option)):
        if has_translation(key):
            return translate(key)
    return str(option)


def _one_of(value, name: str, options):
    """The option that equals `value`, a number for a number and a text for a text."""
    for option in options:
        if isinstance(value, str if isinstance(option, str) else Real) and value == option:
            return option
    raise ValueError(f"{name} is {_checks.short_repr(value)}, expected one of {', '.join(map(repr, options))}")


def accepted(control, name: str, value):
    """`value` as the control of the parameter `name` takes it; the error says what it takes. A number beyond its ends is taken to them."""
    if isinstance(control, ipywidgets.Dropdown):
        return _one_of(value, name, [option for _, option in control.options])
    if isinstance(control, ipywidgets.Checkbox):
        return _checks.check_bool(value, name)
    low, high = _ends(control)
    if isinstance(control, ipywidgets.IntSlider | ipywidgets.BoundedIntText):
        return int(np.clip(_checks.check_int(value, name, min=-(10**18), max=10**18), low, high))
    value = _checks.check_float(value, name)
    return float(np.clip(value, low, high)) if not low <= value <= high else value


def _ends(control) -> tuple:
    ends = control.min, control.max
    return tuple(control.base**end for end in ends) if isinstance(control, ipywidgets.FloatLogSlider) else ends


def checkbox(name: str, value: bool):
    """A check box."""
    look = _look(name)
    return ipywidgets.Checkbox(value, indent=False, **(look | {"layout": {"width": "auto"}}))


def seen(control, value):
    """`value` as the browser's own model of the control holds it: of a list, the place."""
    if isinstance(control, ipywidgets.Dropdown):
        return [option for _, option in control.options].index(value)
    return round(value, 9) if isinstance(value, float) else value


def following(control, old, new) -> list:
    """The values that come next if the control goes on from `old` by `new` in steps, at most AHEAD; at an end, those on the way back."""
    if isinstance(control, ipywidgets.Checkbox):
        return [old]
    if isinstance(control, ipywidgets.Dropdown):
        options = [option for _, option in control.options]
        place, onward = options.index(new), options.index(new) > options.index(old)
        ways = options[place + 1 :], options[:place][::-1]
    else:
        low, high = _ends(control)
        onward, steps = new > old, range(1, AHEAD + 1)
        if isinstance(control, ipywidgets.FloatLogSlider):
            ways = [new * control.base ** (i * control.step) for i in steps], [new / control.base ** (i * control.step) for i in steps]
        else:
            ways = [new + i * control.step for i in steps], [new - i * control.step for i in steps]
        ways = [[value for value in way if low <= value <= high] for way in ways]
    up, down = ways
    return ((up or down) if onward else (down or up))[:AHEAD]


def player(name: str, value: int, last: int, *, interval: int = 60):
    """A slider over the steps 0 … `last` of something that happens in time, with buttons that play it.

    The buttons stand beside the slider as its attribute `player`; they move the slider in the browser.
    """
    steps = int_slider(name, value, 0, last)
    steps.player = ipywidgets.Play(value=value, min=0, max=last, interval=interval, tooltip=translate("play"), layout={"width": "auto"})
    ipywidgets.jslink((steps.player, "value"), (steps, "value"))
    return steps


def arrange(controls) -> ipywidgets.GridBox:
    """The controls in columns of one width; one that plays is as wide as two and has its buttons beside it."""
    box = ipywidgets.GridBox([_cell(control) for control in controls], layout={"grid_template_columns": COLUMNS, "grid_gap": "0 12px"})
    box.add_class("nnlab-controls")
    return box


def _cell(control):
    if not hasattr(control, "player"):
        return control
    return ipywidgets.HBox([control, control.player]).add_class("nnlab-played")

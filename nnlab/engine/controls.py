"""The controls of explorers: one ipywidget for each parameter; the parameter's name is the key of its label."""

import re
from numbers import Real

import ipywidgets
import numpy as np

from nnlab import _checks
from nnlab.language import has_translation, translate

_LAYOUT = {"width": "auto", "min_width": "0", "flex": "1 1 auto"}
_LABEL = {"description_width": "108px"}
SPEEDS = (0.5, 1, 2, 4)  # of playing
MIN_INTERVAL = 50  # ms
_COLUMNS = "repeat(auto-fill, minmax(262px, 1fr))"


def _label(name: str) -> dict:
    help_key = f"{name}.help"
    return {
        "description": translate(name),
        "tooltip": translate(help_key) if has_translation(help_key) else translate(name),
        "style": _LABEL,
        "layout": _LAYOUT,
    }


def slider(name: str, value: float, low: float, high: float, step: float, *, digits: int = 2):
    """A slider over real numbers from `low` to `high`."""
    return ipywidgets.FloatSlider(value, min=low, max=high, step=step, readout_format=f".{digits}f", **_label(name))


def log_slider(name: str, value: float, low: float, high: float, *, per_decade: int = 10):
    """A slider over real numbers from `low` to `high`, both above 0, whose steps are equal ratios; `value` is put on the nearest one.

    Otherwise the browser would move it there by itself, and a training would start again as soon as it is shown.
    """
    steps = round(float(np.log10(value / low)) * per_decade)
    value = float(low * 10 ** (steps / per_decade))
    control = ipywidgets.FloatLogSlider(
        value, base=10, min=np.log10(low), max=np.log10(high), step=1 / per_decade, readout_format=".3g", **_label(name)
    )
    return control.add_class("nnlab-log")


def int_slider(name: str, value: int, low: int, high: int):
    """A slider over whole numbers from `low` to `high`."""
    return ipywidgets.IntSlider(value, min=low, max=high, **_label(name))


def int_box(name: str, value: int, low: int, high: int):
    """A box for a whole number from `low` to `high`, for ranges that are too wide for a slider."""
    return ipywidgets.BoundedIntText(value, min=low, max=high, **_label(name))


def checkbox(name: str, value: bool):
    """A check box."""
    return ipywidgets.Checkbox(value, indent=False, **(_label(name) | {"layout": {"width": "auto"}}))


def dropdown(name: str, value, options):
    """A drop-down list; an option is shown as the text `{name}.{option}` or `{option}` where there is one, else as it is.

    ValueError where `value` is none of the options.
    """
    _find_option(value, name, options)
    return ipywidgets.Dropdown(value=value, options=[(_option_text(name, option), option) for option in options], **_label(name))


def player(label: str, value: int, last: int, *, interval: int = 60):
    """A slider over the steps 0 … `last` of something that happens in time, with buttons that play it; `label` is the key of its text.

    The buttons stand beside the slider as its attribute `player`; they move the slider in the browser, by one step each `interval` ms. The
    list `speed` beside them makes that slower or faster.
    """
    steps = int_slider(label, value, 0, last)
    steps.player = ipywidgets.Play(value=value, min=0, max=last, interval=interval, tooltip=translate("play"), layout={"width": "auto"})
    ipywidgets.jslink((steps.player, "value"), (steps, "value"))
    options = [(f"{speed:g}×".replace("0.5", "½"), speed) for speed in SPEEDS]
    steps.speed = ipywidgets.Dropdown(
        value=1, options=options, description=translate("speed"), tooltip=translate("speed"), style=_LABEL, layout={"width": "72px"}
    ).add_class("nnlab-speed")

    def set_speed(change):
        steps.player.interval, steps.player.step = pace(interval, change["new"])

    def finish(change):  # played by several steps at a time, it would end before the last one
        if not change["new"] and 0 < last - steps.player.value < steps.player.step:
            steps.player.value = last

    steps.speed.observe(set_speed, "value")
    steps.player.observe(finish, "playing")
    return steps


def pace(interval: int, speed: float) -> tuple[int, int]:
    """The milliseconds between two pictures and the steps from one to the next; pictures come no faster than a screen can show them."""
    faster = round(interval / speed)
    return (faster, 1) if faster >= MIN_INTERVAL else (interval, round(speed))


def _option_text(name: str, option) -> str:
    keys = [key for key in (f"{name}.{option}", str(option)) if has_translation(key)]
    return translate(keys[0]) if keys else re.sub(r"(?<=\d)-(?=\d)", "–", str(option))  # 2–3–2, as the text writes a network


def _find_option(value, name: str, options):
    """The option that equals `value`, a number for a number and a text for a text."""
    for option in options:
        if isinstance(value, str if isinstance(option, str) else Real) and value == option:
            return option
    raise ValueError(f"{name} is {_checks.short_repr(value)}, expected one of {', '.join(map(repr, options))}")


def coerce(control, name: str, value):
    """`value` as the control of the parameter `name` holds it, taken to the nearest bound; an error says what the control takes."""
    if isinstance(control, ipywidgets.Dropdown):
        return _find_option(value, name, _options(control))
    if isinstance(control, ipywidgets.Checkbox):
        return _checks.check_bool(value, name)
    low, high = _bounds(control)
    if isinstance(control, ipywidgets.IntSlider | ipywidgets.BoundedIntText):
        return int(np.clip(_checks.check_int(value, name, min=-(10**18), max=10**18), low, high))
    value = _checks.check_float(value, name)
    return float(np.clip(value, low, high)) if not low <= value <= high else value


def nearest_step(control, value):
    """The value nearest to `value` on which the slider `control` can stand: the browser would take it there by itself, a moment later."""
    if not isinstance(control, ipywidgets.FloatSlider | ipywidgets.FloatLogSlider):
        return value
    low, high = _bounds(control)
    is_log = isinstance(control, ipywidgets.FloatLogSlider)
    place = (np.log(np.clip(value, low, high)) / np.log(control.base) if is_log else value) - control.min
    nearest = control.min + round(float(place / control.step)) * control.step
    return float(np.clip(control.base**nearest if is_log else nearest, low, high))


def wire_value(control, value) -> float:
    """`value` as the number by which the browser's model of the control knows it: for a list, the index."""
    return _options(control).index(value) if isinstance(control, ipywidgets.Dropdown) else value


def next_values(control, old, new, n: int) -> list:
    """The next values, at most `n`, if the control goes on from `old` by `new` in single steps; at a bound, those on the way back."""
    if isinstance(control, ipywidgets.Checkbox):
        return [old]
    if isinstance(control, ipywidgets.Dropdown):
        options = _options(control)
        index, upwards = options.index(new), options.index(new) > options.index(old)
        up, down = options[index + 1 :], options[:index][::-1]
    else:
        low, high = _bounds(control)
        upwards, steps = new > old, range(1, n + 1)
        stride = control.player.step if hasattr(control, "player") else control.step
        if isinstance(control, ipywidgets.FloatLogSlider):
            up, down = ([new * control.base ** (sign * i * stride) for i in steps] for sign in (1, -1))
        else:
            up, down = ([new + sign * i * stride for i in steps] for sign in (1, -1))
        up, down = ([value for value in values if low <= value <= high] for values in (up, down))
    return ((up or down) if upwards else (down or up))[:n]


def _options(control) -> list:
    return [option for _, option in control.options]


def _bounds(control) -> tuple:
    bounds = control.min, control.max
    return tuple(control.base**bound for bound in bounds) if isinstance(control, ipywidgets.FloatLogSlider) else bounds


def grid(controls, in_sight: int) -> ipywidgets.GridBox:
    """The controls in columns of one width, those after the first `in_sight` folded away; a player is as wide as two."""
    cells = [_cell(control) for control in controls]
    for cell in cells[in_sight:]:
        cell.add_class("nnlab-folded")
    return ipywidgets.GridBox(cells, layout={"grid_template_columns": _COLUMNS, "grid_gap": "0 12px"}).add_class("nnlab-controls")


def _cell(control):
    if not hasattr(control, "player"):
        return control
    return ipywidgets.HBox([control, control.player, control.speed]).add_class("nnlab-played")

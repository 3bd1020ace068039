"""How a call, its arguments, its result and its exception are shown to the reader in words."""

import inspect
import sysconfig
import traceback

import numpy as np

from nnlab import _checks
from nnlab.language import translate
from nnlab.questions.compare import allclose, as_real_array

LIBRARY_PATHS = ("<frozen", *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")))  # not the reader's own code


def describe_error(error: Exception) -> str:
    """The exception, and the last line of the reader's own code that led to it, rather than a line inside numpy."""
    text = f"{type(error).__name__}: {error}".removesuffix(": ")
    frames = traceback.extract_tb(error.__traceback__)[1:]  # without the frame that made the call
    if not frames:
        return translate("check.call_failed", error=text)
    own = [frame for frame in frames if not frame.filename.startswith(LIBRARY_PATHS)] or frames
    return translate("check.raised", error=text, line=own[-1].lineno, code=own[-1].line or "")


def describe_difference(result, expected) -> str:
    """How `result` differs from `expected`; "" where they agree to rounding."""
    if isinstance(expected, tuple):
        if not isinstance(result, tuple | list) or len(result) != len(expected):
            return translate("check.wrong_count", n=len(expected), result=format_value(result))
        return next((text for text in map(describe_difference, result, expected) if text), "")
    numbers, target = as_real_array(result), as_real_array(expected)
    if numbers is None:
        return translate("check.not_numbers", result=format_value(result), type=type(result).__name__)
    if numbers.shape != target.shape:
        return translate("check.shape", expected=_format_shape(target), result=_format_shape(numbers))
    if not np.isfinite(numbers).all() and np.isfinite(target).all():
        return translate("check.not_finite", expected=_format_block(expected), result=_format_block(result))
    if not allclose(numbers, target):
        return translate("check.value", expected=_format_block(expected), result=_format_block(result))
    return ""


def format_call(function, case) -> str:
    """The call as it would be typed; with a matrix among the arguments, one argument a line."""
    name, texts = getattr(function, "__name__", "f"), [format_value(argument) for argument in case]
    if not any("\n" in text for text in texts):
        return f"{name}({', '.join(texts)})"
    starts = [f"  {parameter} = " for parameter in parameter_names(function, len(case))]
    lines = "".join(f"\n{start}{format_value(argument, start)}" for start, argument in zip(starts, case, strict=True))
    return f"{name}({lines})"


def parameter_names(function, n: int) -> list[str]:
    """The names of the first `n` parameters; the number of one that has no name, as those of `*args`."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        parameters = ()
    names = [parameter.name for parameter in parameters if parameter.kind <= parameter.POSITIONAL_OR_KEYWORD]
    return [names[i] if i < len(names) else str(i + 1) for i in range(n)]


def format_value(value, prefix: str = "") -> str:
    """A short text for `value`; the further rows of a matrix are indented by the width of `prefix`."""
    if isinstance(value, np.ndarray | float | np.floating | int):
        return np.array2string(np.asarray(value), precision=6, threshold=30, separator=", ", prefix=prefix)
    text = _outline(value)
    return text if len(text) < 160 else f"{text[:157]}…"


def _outline(value) -> str:
    """Lists and tuples with the shapes of their arrays and the names of their functions."""
    if isinstance(value, np.ndarray) and value.size > 4:
        return f"array{value.shape}"
    if isinstance(value, list | tuple):
        inside = ", ".join(map(_outline, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    name = getattr(value, "__name__", None)
    return name if isinstance(name, str) else _checks.short_repr(value, 200)


def _format_block(value) -> str:
    """As `format_value`, but a matrix starts on a new line, so that its columns are aligned."""
    text = format_value(value)
    return f"\n{text}" if "\n" in text else text


def _format_shape(array) -> str:
    return str(array.shape) if array.ndim else translate("check.single_number")

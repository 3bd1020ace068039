"""How a call, its arguments, its result and its exception are shown to the reader in words."""

import inspect
import re
import sysconfig
import traceback

import numpy as np

from nnlab import _checks
from nnlab.language import translate
from nnlab.questions.compare import allclose, as_real_array, as_results

LIBRARY_PATHS = ("<frozen", *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")))  # not the reader's own code


def describe_error(error: Exception) -> str:
    """The exception, and the last line of the reader's own code that led to it, rather than a line inside numpy."""
    text = f"{type(error).__name__}: {error}".removesuffix(": ")
    frames = traceback.extract_tb(error.__traceback__)[1:]  # without the frame that made the call
    if not frames:
        return translate("check.call_failed", error=text)
    own = [frame for frame in frames if not frame.filename.startswith(LIBRARY_PATHS)] or frames
    return translate("check.raised", error=text, line=own[-1].lineno, code=own[-1].line or "")


def describe_difference(result, expected, names: tuple[str, ...] = ()) -> str:
    """How `result` differs from `expected`; "" where they agree to rounding. `names`: those of several results."""
    if isinstance(expected, tuple):
        results = as_results(result, len(expected))
        if results is None:
            return translate("check.wrong_count", n=len(expected), result=format_value(result))
        labels = names or [translate("check.nth_result", i=i + 1, n=len(expected)) for i in range(len(expected))]
        found = zip(labels, map(describe_difference, results, expected), strict=True)
        return next((translate("check.one_of_several", name=name, difference=text) for name, text in found if text), "")
    numbers, target = as_real_array(result), as_real_array(expected)
    if numbers is None:
        return translate("check.not_numbers", result=format_value(result), type=type(result).__name__)
    if numbers.shape != target.shape:
        return translate("check.shape", expected=_format_shape(target), result=_format_shape(numbers))
    if allclose(numbers, target):
        return ""
    not_finite = not np.isfinite(numbers).all() and np.isfinite(target).all()
    digits = 6 if _format_block(expected) != _format_block(result) else 17  # so many that the two look different
    texts = {"expected": _format_block(expected, digits), "result": _format_block(result, digits)}
    if texts["expected"] == texts["result"]:  # long arrays, of which only the ends are shown
        place = np.unravel_index(np.argmax(~np.isclose(numbers, target, rtol=1e-6, atol=1e-13, equal_nan=True)), target.shape)
        texts = {"expected": format_value(target[place]), "result": format_value(numbers[place])}
        return translate("check.value_at", place=", ".join(map(str, place)), **texts)
    return translate("check.not_finite" if not_finite else "check.value", **texts)


def format_call(function, id: str, case: tuple, number: int) -> str:
    """The call of case number `number` of exercise `id` as code that can be pasted into a cell; with a matrix, one argument a line."""
    name, parameters = getattr(function, "__name__", "f"), parameter_names(function, len(case))
    name = name if name.isidentifier() else "f"
    starts = [f"    {parameter}=" if parameter.isidentifier() else "    " for parameter in parameters]
    texts = [_as_code(argument) for argument in case]
    if None in texts:  # an argument that no short code makes
        lines = [f"{parameter}: {format_value(argument)}" for parameter, argument in zip(parameters, case, strict=True)]
        return "\n# ".join([f'{name}(*nnlab.case("{id}", {number}))', *"\n".join(lines).splitlines()])
    if not any("\n" in text for text in texts):
        return f"{name}({', '.join(texts)})"
    lines = "".join(f"\n{start}{_as_code(argument, start)}," for start, argument in zip(starts, case, strict=True))
    return f"{name}({lines}\n)"


def _as_code(value, prefix: str = "") -> str | None:
    """Code that makes `value` again; None for what is too long or no number, text, array, or list of these."""
    if isinstance(value, np.ndarray):
        if value.size > 30 or value.dtype.kind not in "biuf":
            return None
        numbers = np.array2string(value, floatmode="unique", separator=", ", prefix=f"{prefix}np.array(")
        kind = "" if value.dtype in (np.float64, np.int64, np.bool_) and value.size else f", dtype=np.{value.dtype}"
        numbers = re.sub("inf|nan", r"np.\g<0>", numbers)
        return f"np.array({numbers}{kind})"
    if isinstance(value, list | tuple):
        parts = [_as_code(part, prefix) for part in value]
        if None in parts:
            return None
        inside = ", ".join(parts)
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' if len(parts) == 1 else ''})"
    if isinstance(value, np.generic):
        value = value.item()
    return repr(value) if value is None or (isinstance(value, bool | int | float | str) and value not in (np.inf, -np.inf)) else None


def parameter_names(function, n: int) -> list[str]:
    """The names of the first `n` parameters; the number of one that has no name, as those of `*args`."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        parameters = ()
    names = [parameter.name for parameter in parameters if parameter.kind <= parameter.POSITIONAL_OR_KEYWORD]
    return [names[i] if i < len(names) else str(i + 1) for i in range(n)]


def format_value(value, digits: int = 6) -> str:
    """A short text for `value`, with so many decimal `digits`."""
    if isinstance(value, np.ndarray | float | np.floating | int):
        return np.array2string(np.asarray(value), precision=digits, threshold=30, separator=", ")
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


def _format_block(value, digits: int = 6) -> str:
    """As `format_value`, but a matrix starts on a new line, so that its columns are aligned."""
    text = format_value(value, digits)
    return f"\n{text}" if "\n" in text else text


def _format_shape(array) -> str:
    return str(array.shape) if array.ndim else translate("check.single_number")

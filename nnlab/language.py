"""Words and figure fonts in one place, because Korean and English are equal editions of one lecture."""

import functools
import locale
import logging
import os
import string
import tomllib
from importlib.resources import files

LANGUAGES = ("ko", "en")
FONT_FAMILIES = ("NNLab Hangul", "DejaVu Sans")  # this order: mathtext does not fall back, plain text does

# That Matplotlib lists the fonts of a machine, the first time, is no reason for red text in a lecture.
logging.getLogger("matplotlib.font_manager").addFilter(lambda record: "building the font cache" not in record.getMessage())


def from_environment() -> str:
    """The reader's language by the locale: `"ko"` where it is Korean, else `"en"`."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in names if name), locale.getlocale()[0] or "")
    return "ko" if chosen.lower().startswith("ko") else "en"


_current = from_environment()


def use_language(language: str) -> None:
    """Choose the language of every control, figure and sentence from now on: `"ko"` or `"en"`."""
    global _current
    if not isinstance(language, str) or language not in LANGUAGES:
        raise ValueError(f"language is {language!r}, expected one of {', '.join(map(repr, LANGUAGES))}")
    _current = language


def current_language() -> str:
    """The language in use: `"ko"` or `"en"`."""
    return _current


@functools.cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every word of the package: key -> {"ko": ..., "en": ...}, read from `nnlab/locale/*.toml`."""
    words: dict[str, dict[str, str]] = {}
    for name in _texts():
        twice = words.keys() & _parsed(name).keys()
        if twice:
            raise ValueError(f"the words {sorted(twice)} stand twice in the catalogue, again in {name}")
        words |= _parsed(name)
    return words


@functools.cache
def _words(head: str) -> dict[str, dict[str, str]]:
    """The words of the files with a table `[head]`: parsing all of them takes longer than drawing a picture."""
    its = [name for name, text in _texts().items() if f"\n[{head}." in text or f"\n[{head}]" in text]
    return {key: entry for name in its for key, entry in _parsed(name).items()}


@functools.cache
def _texts() -> dict[str, str]:
    """The catalogue's files by name; each begins with a line's end, so that its first table is found like the others."""
    found = sorted(files("nnlab").joinpath("locale").iterdir(), key=lambda file: file.name)
    return {file.name: "\n" + file.read_text("utf-8") for file in found if file.name.endswith(".toml")}


@functools.cache
def _parsed(name: str) -> dict[str, dict[str, str]]:
    return dict(_leaves(tomllib.loads(_texts()[name])))


def _leaves(table: dict, prefix: str = ""):
    entry = {name: value for name, value in table.items() if isinstance(value, str)}
    if entry:
        yield prefix.rstrip("."), entry
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{prefix}{name}.")


def word(key: str, **values) -> str:
    """The text of `key` in the language in use, its `{placeholders}` filled with `values`; KeyError for an unknown key.

    Without any values the text comes as it stands. ValueError names a value that is missing or that its placeholder cannot show.
    """
    if not isinstance(key, str):
        raise TypeError(f"key is {key!r}, expected the name of a word")
    try:
        text = _words(key.partition(".")[0])[key][_current]
    except KeyError:
        raise KeyError(f"no {_current!r} text for {key!r} in nnlab/locale/*.toml") from None
    try:
        return text.format(**values) if values else text
    except (KeyError, TypeError, ValueError):
        raise ValueError(_what_is_wrong(text, key, values)) from None


def _what_is_wrong(text: str, key: str, values: dict) -> str:
    wanted = {name: spec for _, name, spec, _ in string.Formatter().parse(text) if name}
    missing = wanted.keys() - values.keys()
    if missing:
        return f"values has no {', '.join(sorted(missing))}, expected all that {key!r} shows: {', '.join(wanted)}"
    for name, spec in wanted.items():
        try:
            format(values[name], spec)
        except (TypeError, ValueError):
            return f"{name} is {values[name]!r:.60}, expected a value that {key!r} can show as {{{name}:{spec}}}"
    return f"values is {values!r:.60}, expected what fills {text!r}"


def has_word(key: str) -> bool:
    """Whether the catalogue holds `key`."""
    return key in _words(key.partition(".")[0])


@functools.cache
def register_font() -> None:
    """Make the package's own Hangul font known to Matplotlib, so that figures need no font of the machine."""
    from matplotlib import font_manager

    for file in files("nnlab").joinpath("fonts").iterdir():
        if file.name.endswith((".otf", ".ttf")):
            font_manager.fontManager.addfont(str(file))

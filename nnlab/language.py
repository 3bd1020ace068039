"""The words of both languages in one catalogue, because Korean and English are equal editions of one lecture."""

import functools
import locale
import os
import re
import string
import tomllib
from importlib.resources import files
from numbers import Real

LANGUAGES = ("ko", "en")
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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


# Files of texts that only notebooks show, and how their keys begin.
_NOTEBOOK_TEXTS = {
    "questions": "prediction.",
    "exercises": "exercise.",
    "claims": "claims.",
    "claim_rules": "claims.",
    "contents": "contents.",
}


@functools.cache
def catalogue(explorers: bool = True) -> dict[str, dict[str, str]]:
    """Texts of the package, key -> {"ko": ..., "en": ...}: of explorers, or of what only notebooks show: questions, exercises, claims.

    `readings.toml` is read by `lecture/readings.py`, `glossary.toml` by `lecture/glossary.py`.
    ValueError names a key that stands in two files.
    """
    texts: dict[str, dict[str, str]] = {}
    origin: dict[str, str] = {}
    for name, file in _files_of_texts(explorers):
        for key, entry in _entries(tomllib.loads(file.read_text("utf-8"))):
            if key in texts:
                raise ValueError(f"the key {key!r} is defined in {origin[key]} and again in {name}")
            texts[key], origin[key] = entry, name
    return texts


def _files_of_texts(explorers: bool):
    """(path, file) of the .toml files that `catalogue` reads, sorted by path."""
    for name, file in _toml_files(files("nnlab")):
        stem = name.rpartition("/")[2].removesuffix(".toml")
        if stem not in ("readings", "glossary") and (stem in _NOTEBOOK_TEXTS) != explorers:
            yield name, file


def _toml_files(folder, prefix: str = "nnlab"):
    """(path, file) of all .toml files in and below `folder`, sorted by path."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _toml_files(item, f"{prefix}/{item.name}")
        elif item.name.endswith(".toml"):
            yield f"{prefix}/{item.name}", item


def _entries(table: dict, prefix: str = ""):
    """(dotted key, texts by language) of all entries in a TOML table."""
    texts = {name: value for name, value in table.items() if isinstance(value, str)}
    if texts:
        yield prefix.rstrip("."), texts
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{prefix}{name}.")


def _part(key: str) -> dict[str, dict[str, str]]:
    """A part of the catalogue that contains `key` if the whole does."""
    if key.startswith(tuple(_NOTEBOOK_TEXTS.values())):
        return catalogue(explorers=False)
    return _explorer_texts(key.partition(".")[0])


@functools.cache
def _explorer_texts(table: str) -> dict[str, dict[str, str]]:
    """The explorers' texts whose keys begin with `table`, from its files alone: to read all files takes as long as to draw a picture."""
    sources = [name for name, text in _sources().items() if re.search(rf"^\[{re.escape(table)}[].]", text, re.MULTILINE)]
    return {key: entry for name in sources for key, entry in _texts_in(name).items()}


@functools.cache
def _sources() -> dict[str, str]:
    """The explorers' files of texts as they stand: path -> TOML."""
    return {name: file.read_text("utf-8") for name, file in _files_of_texts(explorers=True)}


@functools.cache
def _texts_in(name: str) -> dict[str, dict[str, str]]:
    return dict(_entries(tomllib.loads(_sources()[name])))


def translate(key: str, **values) -> str:
    """The text of `key` in the language in use, its `{placeholders}` filled with `values`; KeyError for an unknown key.

    Without any values the text is returned as it stands. ValueError names a value that is missing or that its placeholder cannot show.
    """
    if not isinstance(key, str):
        raise TypeError(f"key is {key!r}, expected the key of a text")
    try:
        text = _part(key)[key][_current]
    except KeyError:
        raise KeyError(f"no {_current!r} text for {key!r} in the .toml files of nnlab") from None
    try:
        return fill(text, values) if values else text
    except (KeyError, TypeError, ValueError, OverflowError):
        raise ValueError(_format_error(text, key, values)) from None


class _TextFormatter(string.Formatter):
    """Formats numbers as a textbook prints them, and marks where each value ends."""

    def format_field(self, value, spec):
        text = format(value, spec)
        number = isinstance(value, Real) and not isinstance(value, bool)
        return (textbook_number(text) if number else text) + _END


_END = "\x00"
# Korean particles after a consonant and after a vowel. "로" also follows ㄹ.
_PARTICLES = [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로")]
_PARTICLE = f"(?<=(.)){_END}({'|'.join(form for pair in _PARTICLES for form in pair)})(?![가-힣])"


def fill(text: str, values: dict) -> str:
    """`text` with its `{placeholders}` filled; numbers get a true minus sign, powers of ten and commas: −0.5, 2×10⁻⁵, 1,500.

    A Korean particle right after a value takes the form that the value's last sound asks for: 3.1은, 3.2는.
    """
    return re.sub(_PARTICLE, _right_particle, _TextFormatter().vformat(text, (), values)).replace(_END, "")


def _right_particle(found: re.Match) -> str:
    last, particle = found.groups()
    sound = _final_sound(last)
    if sound is None:
        return particle
    after_consonant, after_vowel = next(pair for pair in _PARTICLES if particle in pair)
    return after_vowel if sound == "" or (sound == "ㄹ" and particle in ("으로", "로")) else after_consonant


def _final_sound(character: str) -> str | None:
    """How a Korean reader ends a character: "" with a vowel, "ㄹ", or "C" with another consonant; None where it is not known."""
    if "가" <= character <= "힣":
        final = (ord(character) - ord("가")) % 28
        return {0: "", 8: "ㄹ"}.get(final, "C")
    return {**dict.fromkeys("036⁰¹²³⁴⁵⁶⁷⁸⁹", "C"), **dict.fromkeys("178", "ㄹ"), **dict.fromkeys("2459%", "")}.get(character)


def textbook_number(text: str) -> str:
    """A number that Python has formatted, as a textbook prints it: −2×10⁻⁵ for -2e-05, 1,500 for 1500, 0.00 for -0.00."""
    digits, _, exponent = text.partition("e")
    digits = re.sub(r"^-(0(\.0*)?%?)$", r"\1", digits)
    digits = re.sub(r"^([+-]?)(\d{4,})", lambda found: f"{found[1]}{int(found[2]):,}", digits)
    if re.fullmatch(r"[+-]?\d+", exponent):
        digits += f"×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    return digits.replace("-", "−")


def _format_error(text: str, key: str, values: dict) -> str:
    """Why `text` cannot be filled with `values`."""
    formats = {name: spec for _, name, spec, _ in string.Formatter().parse(text) if name}
    missing = formats.keys() - values.keys()
    if missing:
        return f"values has no {', '.join(sorted(missing))}, expected all that {key!r} shows: {', '.join(formats)}"
    for name, spec in formats.items():
        try:
            format(values[name], spec)
        except (TypeError, ValueError, OverflowError):  # of a whole number too large for a float
            return f"{name} is {values[name]!r:.60}, expected a value that {key!r} can show as {{{name}:{spec}}}"
    return f"values is {values!r:.60}, expected what fills {text!r}"


def has_translation(key: str) -> bool:
    """Whether the catalogue has a text for `key`."""
    return key in _part(key)

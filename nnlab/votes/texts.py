"""The texts of the votes in a chosen language: each phone has its own."""

from nnlab.language import LANGUAGES, catalogue, fill


def text(key: str, language: str, **values) -> str:
    """The text of `vote.<key>` in `language`, its `{placeholders}` filled with `values`."""
    found = catalogue()[f"vote.{key}"][language]
    return fill(found, values) if values else found


def language_of(chosen: str, accept_language: str) -> str:
    """The language that was chosen; otherwise the first one that the browser accepts, else English."""
    if chosen in LANGUAGES:
        return chosen
    wanted = [entry.strip()[:2].lower() for entry in accept_language[:200].split(",")]
    return next((language for language in wanted if language in LANGUAGES), "en")

"""The lecture's contents from `nnlab/lecture/contents.toml`: `python tools/contents.py` writes the cover and the table of both READMEs."""

from typing import NamedTuple

from sections import READMES, markdown_table, write_section

from nnlab.language import LANGUAGES, catalogue

COVER, MOVING = "decision_boundary.png", "learning.webp"  # in docs/ko and docs/en: of the website and of the READMEs
HEADS = {"ko": ["노트북", "실험하는 내용"], "en": ["notebook", "what you try out"]}


class Section(NamedTuple):
    """A section of the lecture: the name of its notebook, its number and title, the slides that it covers, what the reader tries out."""

    notebook: str
    title: str
    slides: str
    summary: str


def sections(language: str) -> list[Section]:
    """All sections in the order of the lecture."""
    entries = catalogue(explorers=False).items()
    texts = {key.removeprefix("contents."): entry[language] for key, entry in entries if key.startswith("contents.")}
    slugs = [key.removesuffix(".title") for key in texts if key.endswith(".title")]
    return [
        Section(f"{i:02}_{slug}", f"{i:02} {texts[f'{slug}.title']}", texts[f"{slug}.slides"], texts[f"{slug}.summary"])
        for i, slug in enumerate(slugs)
    ]


def cover_text(language: str) -> str:
    """The alternative text of the cover picture."""
    return catalogue(explorers=False)["contents.cover"][language]


def moving_text(language: str) -> str:
    """The alternative text of the moving picture."""
    return catalogue(explorers=False)["contents.moving"][language]


def readme_parts(language: str) -> dict[str, str]:
    """The generated parts of the README by the name of their section."""
    rows = [[f"[{row.title}](notebooks/{language}/{row.notebook}.ipynb)", row.summary] for row in sections(language)]
    cover = f"![{moving_text(language)}](docs/{language}/{MOVING})"
    return {"cover": cover, "lecture": markdown_table([HEADS[language], *rows])}


def main() -> None:
    """Write both READMEs."""
    for language in LANGUAGES:
        for name, text in readme_parts(language).items():
            write_section(READMES[language], name, text)


if __name__ == "__main__":
    main()

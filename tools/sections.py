"""Generated parts of Markdown pages: a tool writes what stands between `<!-- NAME -->` and `<!-- /NAME -->`, people write the rest."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
READMES = {"ko": ROOT / "README.ko.md", "en": ROOT / "README.md"}


def documents(name: str) -> dict[str, Path]:
    """The page `name` of the documentation in each language."""
    return {language: ROOT / "docs" / language / f"{name}.md" for language in READMES}


def read_section(page: Path, name: str) -> str:
    """The text of section `name` in the page; ValueError unless each of its markers stands there once."""
    return _split(page, name)[1].strip("\n")


def write_section(page: Path, name: str, text: str) -> None:
    """Replace the text of section `name` in the page; ValueError unless each of its markers stands there once."""
    before, _, after = _split(page, name)
    page.write_text(f"{before}\n{text}\n{after}", "utf-8")


def _split(page: Path, name: str) -> tuple[str, str, str]:
    """The page in three parts: up to the start marker with it, the section, and the rest from the end marker on."""
    content, start, end = page.read_text("utf-8"), f"<!-- {name} -->", f"<!-- /{name} -->"
    found = (content.count(start), content.count(end))
    if found != (1, 1):
        raise ValueError(f"{page.name} has {start} and {end} {found} times, expected each once")
    before, rest = content.split(start)
    text, after = rest.split(end)
    return before + start, text, end + after


def markdown_table(rows: list[list[str]]) -> str:
    """Rows of cells, the first one the head, as a Markdown table."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])

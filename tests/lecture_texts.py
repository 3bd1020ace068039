"""Every text of an edition with the place where it stands: notebooks, speaker's notes, the package's texts, README and documentation."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
READMES = {
    "ko": ["README.ko.md", "docs/ko", "deploy/README.ko.md"],
    "en": ["README.md", "CONTRIBUTING.md", "docs/en", "deploy/README.md"],
}
CODE = re.compile(r"```.*?```|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|\]\([^)]*\)|https?://\S+|<[^<>\n]*>", re.S)
PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")


def notebooks(language: str) -> Iterator[tuple[str, list[dict]]]:
    """(name, cells) of the notebooks of an edition, in order."""
    for path in sorted((ROOT / "notebooks" / language).glob("*.ipynb")):
        yield path.stem, json.loads(path.read_text("utf-8"))["cells"]


def notebook_texts(language: str) -> Iterator[tuple[str, str]]:
    """(place, text) of text cells, comments and texts in code cells, and speaker's notes."""
    for name, cells in notebooks(language):
        for cell in cells:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code":
                source = "\n".join(re.findall(r"#.*|\"[^\"\n]*\"", source))
            yield f"{name}/{cell['id']}", source
            yield f"{name}/{cell['id']} (notes)", "\n".join(cell["metadata"].get("nnlab", {}).get("notes", {}).values())


def package_texts(language: str) -> Iterator[tuple[str, str]]:
    """(place, text) of all texts in the .toml files of the package, the glossary apart, and of the website."""
    for path in sorted((ROOT / "nnlab").rglob("*.toml")):
        if path.name != "glossary.toml":
            yield from _entries(tomllib.loads(path.read_text("utf-8")), f"{path.relative_to(ROOT / 'nnlab')} ", language)
    yield from _entries(tomllib.loads((ROOT / "tools" / "website.toml").read_text("utf-8")), "website.toml ", language)


def _entries(table: dict, prefix: str, language: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{prefix}{key}.", language)
        elif key == language and isinstance(value, str):
            yield prefix.rstrip("."), value


def document_texts(language: str) -> Iterator[tuple[str, str]]:
    """(place, text) of README and documentation."""
    for name in READMES[language]:
        path = ROOT / name
        for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
            yield file.relative_to(ROOT).as_posix(), file.read_text("utf-8")


def all_texts(language: str) -> Iterator[tuple[str, str]]:
    """(place, text) of everything above."""
    yield from notebook_texts(language)
    yield from package_texts(language)
    yield from document_texts(language)


def prose(text: str) -> str:
    """`text` without code, formulas, link targets and tags."""
    return CODE.sub(" ", text)

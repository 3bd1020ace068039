"""Where the reader's notebooks are: the checkout's own, or a copy of those in the package that never overwrites the reader's work."""

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent
COPY = "nnlab-lecture"
MANIFEST = ".nnlab.json"  # beside the copies: file -> hash of what was put there, so that the reader's changes can be told


class Copied(NamedTuple):
    """What `copy_lecture` did: files newly written, and the reader's changed files for which this version has a newer one."""

    written: list[str]
    kept: list[str]


def checkout() -> Path | None:
    """The folder `notebooks` of the repository that this package is run from, or None where it is installed elsewhere."""
    repository = PACKAGE.parent
    return repository / "notebooks" if (repository / "pyproject.toml").exists() and (repository / "notebooks").is_dir() else None


def carried() -> Path:
    """The folder of notebooks that an installed package carries."""
    return PACKAGE / "notebooks"


def copy_lecture(source: Path, target: Path) -> Copied:
    """Bring `target` to the lecture in `source`: new files, newer versions of untouched ones, and not one that the reader changed."""
    known = _read_manifest(target / MANIFEST)
    copied = Copied([], [])
    for file in sorted(source.glob("*/*.ipynb")):
        name = file.relative_to(source).as_posix()
        ours, theirs = _hash(file), _hash(target / name)
        if theirs in (None, known.get(name)) and theirs != ours:
            _write(target / name, file.read_bytes())
            copied.written.append(name)
        elif theirs != ours and known.get(name) != ours:
            copied.kept.append(name)
            continue  # the manifest goes on naming the version that the reader began with
        known[name] = ours
    manifest = json.dumps(known, indent=1, sort_keys=True) + "\n"
    _write(target / MANIFEST, manifest.encode())
    return copied


def _read_manifest(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}  # nothing is known, so nothing that is there will be overwritten


def _hash(path: Path) -> str | None:
    """Of the cells alone: JupyterLab writes its own metadata into a notebook that was merely opened."""
    if not path.exists():
        return None
    content = path.read_bytes()
    with contextlib.suppress(ValueError, KeyError, TypeError):  # no notebook any more: then every byte counts
        content = json.dumps(json.loads(content)["cells"], sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: half a file would look like the reader's own change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)

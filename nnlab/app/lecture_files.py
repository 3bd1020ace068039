"""Where the reader's notebooks are: in the checkout, or in a copy of the installed ones that never overwrites the reader's work."""

import contextlib
import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1]
COPY_NAME = "nnlab-lecture"
MANIFEST = ".nnlab.json"  # in the copy: file -> hashes of the versions copied there, newest last; any other content is the reader's


class CopyResult(NamedTuple):
    """What `copy_lecture` did: files written, and files skipped because the reader changed them and the lecture has a newer version."""

    written: list[str]
    skipped: list[str]


def checkout_notebooks() -> Path | None:
    """The notebooks of the repository that this package is run from, or None where it is installed elsewhere."""
    repository = PACKAGE.parent
    return repository / "notebooks" if (repository / "pyproject.toml").exists() and (repository / "notebooks").is_dir() else None


def bundled_notebooks() -> Path:
    """The notebooks that are installed with the package."""
    return PACKAGE / "notebooks"


def copy_lecture(source: Path, target: Path) -> CopyResult:
    """Update `target` to the lecture in `source`: new files and newer versions are written, except over files that the reader changed."""
    before = _read_manifest(target / MANIFEST)
    manifest, result, contents = dict(before), CopyResult([], []), {}
    for file in sorted(source.glob("*/*.ipynb")):
        name = file.relative_to(source).as_posix()
        contents[name] = file.read_bytes()  # read once: if an upgrade changes it meanwhile, the copy still matches its hash
        new, known = _hash(contents[name]), before.get(name, [])
        present = _hash((target / name).read_bytes()) if (target / name).exists() else None
        if present in (None, *known) and present != new:
            result.written.append(name)
        elif present != new and known[-1:] != [new]:
            result.skipped.append(name)
            continue  # the manifest keeps the version that the reader started from
        manifest[name] = [*(digest for digest in known if digest != new), new]
    if manifest != before:  # written before the files: if the disk fills up half way, what was written is still known as a copy
        for name, hashes in _read_manifest(target / MANIFEST).items():  # keeps what another process has added meanwhile
            manifest[name] = [*(digest for digest in hashes if digest not in manifest.get(name, [])), *manifest.get(name, [])]
        _write(target / MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
    for name in result.written:
        _write(target / name, contents[name])
    return result


def _read_manifest(path: Path) -> dict[str, list[str]]:
    """The manifest; an empty one, so that no file will be overwritten, if it is missing or broken."""
    try:
        entries = json.loads(path.read_text("utf-8")).items()
    except (FileNotFoundError, ValueError, AttributeError):  # AttributeError: it is not a JSON object
        return {}
    return {name: [hashes] if isinstance(hashes, str) else hashes for name, hashes in entries if isinstance(hashes, str | list)}


def _hash(content: bytes) -> str:
    """The hash of a notebook's cells: JupyterLab changes the metadata of a notebook that is only opened and saved."""
    with contextlib.suppress(ValueError, KeyError, TypeError):  # not a notebook: every byte counts
        content = json.dumps(json.loads(content)["cells"], sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file completely or not at all: half a file would look like a change of the reader's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")  # a name of its own: another process may write the same file
    try:
        with open(part, "wb") as file:
            file.write(content)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise

"""Where the reader's notebooks are: the checkout's own, or a copy of those in the package that never overwrites the reader's work."""

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1]
COPY = "nnlab-lecture"
MANIFEST = ".nnlab.json"  # beside the copies: file -> hashes of what was put there, the newest last; the rest is the reader's


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
    before = _read_manifest(target / MANIFEST)
    known, copied, contents = dict(before), Copied([], []), {}
    for file in sorted(source.glob("*/*.ipynb")):
        name = file.relative_to(source).as_posix()
        contents[name] = file.read_bytes()  # once: an upgrade may be writing it meanwhile, and what is copied has to be what is known
        ours, theirs, given = _hash(contents[name]), _hash_of(target / name), before.get(name, [])
        if theirs in (None, *given) and theirs != ours:
            copied.written.append(name)
        elif theirs != ours and given[-1:] != [ours]:
            copied.kept.append(name)
            continue  # the manifest goes on naming the version that the reader began with
        known[name] = [*(one for one in given if one != ours), ours]
    if known != before:  # before the files, so that what is written is known as ours even if the disk is full half way
        for name, hashes in _read_manifest(target / MANIFEST).items():  # whoever else is copying has told it meanwhile
            known[name] = [*(one for one in hashes if one not in known.get(name, [])), *known.get(name, [])]
        _write(target / MANIFEST, (json.dumps(known, indent=1, sort_keys=True) + "\n").encode())
    for name in copied.written:
        _write(target / name, contents[name])
    return copied


def _read_manifest(path: Path) -> dict[str, list[str]]:
    try:
        known = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        known = None  # nothing is known, so nothing that is there will be overwritten
    entries = known.items() if isinstance(known, dict) else ()
    return {name: [hashes] if isinstance(hashes, str) else hashes for name, hashes in entries if isinstance(hashes, str | list)}


def _hash_of(path: Path) -> str | None:
    return _hash(path.read_bytes()) if path.exists() else None


def _hash(content: bytes) -> str:
    """Of the cells alone: JupyterLab writes its own metadata into a notebook that was merely opened."""
    with contextlib.suppress(ValueError, KeyError, TypeError):  # no notebook any more: then every byte counts
        content = json.dumps(json.loads(content)["cells"], sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever else is copying: half a file would look like the reader's own change."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(".part", f"{path.name}.", path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.chmod(part, 0o666 & ~_umask())  # mkstemp's files are for their owner alone
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""Which edition of a notebook the browser opens on every change, and which once a week: both run every cell on every change in nbval."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("*/*.ipynb"))]


def one_edition_weekly(even_numbers: str) -> list:
    """All notebooks as parameters: the even numbers of this language and the odd ones of the other on every change, the rest weekly."""
    often = [path for path in NOTEBOOKS if (int(Path(path).stem[:2]) % 2 == 0) == path.startswith(f"{even_numbers}/")]
    return [pytest.param(path, marks=[] if path in often else [pytest.mark.slow, pytest.mark.weekly]) for path in NOTEBOOKS]

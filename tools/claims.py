"""Measure the lecture's claims and put the table into both READMEs: `python tools/claims.py --write`; without it, print the table."""

import re
import sys
from pathlib import Path

import nnlab

ROOT = Path(__file__).parents[1]
READMES = {"en": ROOT / "README.md", "ko": ROOT / "README.ko.md"}
BETWEEN = re.compile(r"(?<=<!-- claims -->\n).*?(?=<!-- /claims -->)", re.DOTALL)


def main() -> None:
    """Print or write the table of each language."""
    for language, readme in READMES.items():
        nnlab.use_language(language)
        table = nnlab.claims().markdown() + "\n"
        if "--write" in sys.argv:
            readme.write_text(BETWEEN.sub(lambda _, table=table: table, readme.read_text()))
        else:
            print(table)


if __name__ == "__main__":
    main()

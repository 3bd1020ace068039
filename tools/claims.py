"""Measure the lecture's claims and write the table into both READMEs: `python tools/claims.py --write`; without it, print the table."""

import sys

from sections import READMES, write_section

import nnlab


def main() -> None:
    """Print or write the table of each language."""
    for language, readme in READMES.items():
        nnlab.use_language(language)
        table = nnlab.claims().markdown()
        if "--write" in sys.argv:
            write_section(readme, "claims", table)
        else:
            print(table)


if __name__ == "__main__":
    main()

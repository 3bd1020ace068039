"""Print the table of the lecture's claims in both languages: `python tools/claims.py`.

With `--write` it is put into the documentation, and the verdicts alone into both READMEs. With `--measure` the figures are measured first
and stored, which takes some minutes; with `--fresh` they are measured with other seeds and printed with their verdicts, and nothing is
stored.
"""

import argparse
import json

from sections import READMES, documents, write_section

import nnlab
from nnlab.lecture.claims import FIGURES_FILE, VERDICTS, measure, verdict
from nnlab.lecture.experiments import FRESH_SEEDS
from nnlab.lecture.table import as_markdown


def main() -> None:
    """Measure where that is asked for, and print or write the table of each language."""
    parser = argparse.ArgumentParser(description="Print the table of the lecture's claims in both languages.")
    parser.add_argument("--write", action="store_true", help="put it into the documentation, and the verdicts into both READMEs")
    parser.add_argument("--measure", action="store_true", help="measure the figures first and store them")
    parser.add_argument("--fresh", action="store_true", help="measure with other seeds, print the verdicts, store nothing")
    options = parser.parse_args()
    if options.fresh:
        for key in VERDICTS:
            figures = measure(key, FRESH_SEEDS)
            print(key, verdict(key, figures), {name: round(value, 4) for name, value in figures.items()})
        return
    if options.measure:
        FIGURES_FILE.write_text(json.dumps({key: measure(key) for key in VERDICTS}, indent=1) + "\n", "utf-8")
    for language, page in documents("claims").items():
        nnlab.use_language(language)
        if options.write:
            write_section(page, "claims", nnlab.claims().markdown())
            write_section(READMES[language], "verdicts", verdicts())
        else:
            print(nnlab.claims().markdown())


def verdicts() -> str:
    """The claims and their verdicts as a table, in the language in use."""
    return as_markdown([[row[0], row[-1]] for row in nnlab.claims().rows()])


if __name__ == "__main__":
    main()

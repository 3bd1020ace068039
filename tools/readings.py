"""Measure the readings of the sections and store their figures: `python tools/readings.py [SECTION or SECTION.READING ...]`.

Without arguments all of them, which takes some minutes. An interrupt keeps what was measured before.
"""

import argparse
import json
import time
from importlib.resources import files

from nnlab.lecture.experiments import FRESH_SEEDS, SEEDS
from nnlab.lecture.readings import Reading, readings, sections


def main() -> None:
    """Measure, print and store."""
    every = [reading for section in sections() for reading in readings(section)]
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="a section such as tanh, or one reading such as tanh.fair_start")
    parser.add_argument("--fresh", action="store_true", help="print the figures of other seeds and store nothing")
    options = parser.parse_args()
    for name in options.names:
        if name not in {*sections(), *(reading.key for reading in every)}:
            parser.error(f"NAME is {name!r}, expected one of {', '.join(sections())} or a reading in one of them")
    chosen = [r for r in every if not options.names or {r.key, r.key.partition(".")[0]} & {*options.names}]
    for reading in chosen:
        started = time.perf_counter()
        figures = reading.measure(FRESH_SEEDS if options.fresh else SEEDS)
        outside = reading.outside(figures)
        print(f"{reading.key}  {time.perf_counter() - started:.1f} s{f'  outside the ranges: {outside}' if outside else ''}")
        print("   ", *(f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}" for name, value in figures.items()))
        if not options.fresh:
            store(reading, figures)


def store(reading: Reading, figures: dict) -> None:
    """Put the figures of one reading into the file of its section, sorted as the readings are."""
    section, name = reading.key.split(".")
    path = files("nnlab").joinpath("lecture", section, "readings.json")
    stored = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    stored[name] = figures
    order = [other.key.split(".")[1] for other in readings(section)]
    path.write_text(json.dumps({key: stored[key] for key in order if key in stored}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

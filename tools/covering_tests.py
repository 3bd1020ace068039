"""Which tests run each line of the package, and how long each takes: `python tools/covering_tests.py` (ten minutes and more).

`tools/random_mutants.py` asks it, so that a changed line is met by the tests that run it, quick ones first. The answer is kept in
build/covering_tests.json; a line that has no entry runs when its module is imported, or never.
"""

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from mutants import ROOT

RESULTS = ROOT / "build" / "covering_tests.json"
SECONDS, COUNT = 60.0, 300  # at most, of the tests for one line


class Durations:
    """A plugin of pytest that notes how many seconds each test takes, its set-up included."""

    def __init__(self):
        self.seconds = {}

    def pytest_runtest_logreport(self, report):
        """Called by pytest after the set-up, the test and what follows it."""
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration


def lines_by_test(data) -> dict[str, dict[str, list[str]]]:
    """File -> line -> the tests that ran it, from the data of a run under coverage."""
    found = {}
    for file in sorted(data.measured_files()):
        lines = data.contexts_by_lineno(file).items()
        tests = {str(line): sorted({name.rpartition("|")[0] for name in names if name}) for line, names in lines}
        found[Path(file).relative_to(ROOT).as_posix()] = {line: names for line, names in tests.items() if names}
    return found


def measure() -> dict:
    """Run the unit tests once with coverage: the seconds of each test, and the tests of each line."""
    from coverage import CoverageData  # not above: only this needs it

    durations = Durations()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "coverage"
        settings = Path(folder) / "settings"
        settings.write_text(f"[run]\ndata_file = {data}\nsource = {ROOT / 'nnlab'}\n", "utf-8")
        wanted = ["-n", "2", "-m", "not browser and not slow", f"--cov={ROOT / 'nnlab'}", "--cov-context=test", "--cov-report="]
        pytest.main([*wanted, f"--cov-config={settings}", str(ROOT / "tests")], plugins=[durations])
        coverage = CoverageData(str(data))
        coverage.read()
        return {"seconds": durations.seconds, "lines": lines_by_test(coverage)}


def quick_ones(tests: Iterable[str], seconds: dict[str, float]) -> list[str]:
    """The tests in the order of their durations, as many as fit into `SECONDS` and `COUNT`."""
    chosen, total = [], 0.0
    for test in sorted(set(tests), key=lambda test: (seconds.get(test, SECONDS), test)):
        total += seconds.get(test, SECONDS)
        if chosen and (total > SECONDS or len(chosen) == COUNT):
            break
        chosen.append(test)
    return chosen


def tests_of_line(file: str, line: int, known: dict) -> list[str]:
    """The tests that run this line; those of the whole file, where no single test does (it runs when the module is imported)."""
    lines = known["lines"].get(file, {})
    tests = lines.get(str(line)) or {test for names in lines.values() for test in names}
    return quick_ones(tests, known["seconds"])


if __name__ == "__main__":
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(measure()), "utf-8")
    print(RESULTS, f"{RESULTS.stat().st_size / 1e6:.1f} MB")
    sys.exit(0)

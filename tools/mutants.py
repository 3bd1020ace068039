"""The tests tested: break the lecture on purpose, one thing at a time; the tests have to fail: `python tools/mutants.py [--write]`.

Each mutation stands in `mutations.py`. It is made in a copy of the repository, and the tests that it names run there until the first
fails. A survivor is a gap in the tests. `--write` puts the figures into CONTRIBUTING.md.
"""

import argparse
import math
import multiprocessing
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from mutations import MUTATIONS, Mutation
from sections import write_section

ROOT = Path(__file__).parents[1]
PYTEST_CODES = range(6)
MAX_SECONDS = 300  # of processor time for the tests of one mutation: it does not pass while another program has the processor
MAX_WAITING = 3600  # seconds on the clock, for tests that wait for something that never comes
FOLDERS = ("nnlab", "notebooks", "tests", "tools", "docs", "benchmarks")
# Loaded once and shared by all runs: everything that is slow to import and that no mutation touches.
SHARED = ["pytest", "hypothesis", "hypothesis.extra.numpy", "matplotlib.figure", "matplotlib.backends.backend_agg", "ipywidgets",
          "anywidget", "nbformat", "jupyter_client.manager", "PIL.Image"]  # fmt: skip


class Outcome(NamedTuple):
    """What became of a mutation: the exit code of its tests (1: some failed), the first of them that failed, and the seconds it took."""

    mutation: Mutation
    code: int
    noticed: str
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether a test failed; a run that broke down or ran no test does not count."""
        return self.code == 1 and self.noticed.startswith(("tests/", "notebooks/"))


def copy_repository(place: Path) -> None:
    """What the tests need."""
    for name in FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "node_modules"))
    for file in ROOT.glob("*.*"):
        if file.is_file():
            shutil.copy2(file, place)


def break_it(mutation: Mutation, place: Path) -> None:
    """Make the mutation in the copy at `place`; ValueError where the code has moved on."""
    file = place / mutation.file
    whole = file.read_text("utf-8")
    if mutation.old not in whole:
        raise ValueError(f"{mutation.what}: {mutation.file} no longer says {mutation.old!r}; bring tools/mutations.py up to date")
    file.unlink()  # the copy is made of links
    file.write_text(whole.replace(mutation.old, mutation.new, 1), "utf-8")


def _tests(place: Path, arguments: list[str], output: Path, seconds: int) -> None:
    """Run pytest in the copy, in a process of its own, and end with its exit code, or by SIGXCPU after this processor time."""
    os.chdir(place)
    sys.path[:] = [str(place), *(path for path in sys.path if not Path(path or ".").resolve().is_relative_to(ROOT) or ".venv" in path)]
    os.environ["PYTHONPATH"] = str(place)
    output = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    import pytest

    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, resource.RLIM_INFINITY))
    sys.dont_write_bytecode = False
    quiet = ["-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]  # some of it is loaded already
    code = pytest.main([*quiet, "-x", "-m", "not browser and not slow", *arguments])
    sys.stdout.flush()
    os._exit(int(code))


FORKS = multiprocessing.get_context("forkserver")


def _test(place: Path, arguments: list[str], seconds: int = MAX_SECONDS, waiting: float = MAX_WAITING) -> tuple[int, str]:
    """pytest's exit code in the copy (below 0 where it did not end), and the first test that failed, or else its last words."""
    output = place.with_name("output")
    output.write_text("", "utf-8")
    for _ in range(2):
        process = FORKS.Process(target=_tests, args=(place, arguments, output, seconds))
        process.start()
        process.join(waiting)
        if process.is_alive():
            process.kill()
            process.join()
            break
        if process.exitcode in (*PYTEST_CODES, -signal.SIGXCPU):  # else the process was lost, and is tried once more
            break
    text = output.read_text("utf-8", errors="replace")
    found = re.search(r"^(?:FAILED|ERROR) (\S+)", text, re.MULTILINE)
    return process.exitcode, found.group(1) if found else "\n".join(text.splitlines()[-15:])


def _try(task) -> Outcome:
    """One mutation, or none (then its tests have to pass), in a copy made of links."""
    base, mutation, arguments = task
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=base.parent) as folder:
        place = Path(folder) / "copy"
        shutil.copytree(base, place, copy_function=os.link)
        if mutation:
            break_it(mutation, place)
        return Outcome(mutation, *_test(place, arguments), time.monotonic() - begun)


def arguments_of(mutation: Mutation) -> list[str]:
    """The arguments of pytest: what stands behind -k is one of them."""
    files, _, chosen = mutation.tests.partition(" -k ")
    return files.split() + (["-k", chosen] if chosen else [])


def run(mutations: list[Mutation], workers: int = 2):
    """Yields an Outcome for each, as they come; before them, for each set of tests, one without a mutation (`mutation` is None)."""
    FORKS.set_forkserver_preload(SHARED)
    with tempfile.TemporaryDirectory(prefix="nnlab-mutants-") as folder:
        base = Path(folder) / "base"
        copy_repository(base)
        _test(base, ["--collect-only", "tests"])  # compiles everything once
        whole = sorted({tuple(arguments_of(mutation)) for mutation in mutations})
        tasks = [(base, None, list(arguments)) for arguments in whole]
        tasks += [(base, mutation, arguments_of(mutation)) for mutation in mutations]
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(_try, tasks)


def main() -> int:
    """Try what is asked for, say what survived; 1 where something did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="only mutations whose name or file holds one of these words")
    parser.add_argument("--everyday", action="store_true", help="only the handful that `make test` tries")
    parser.add_argument("--write", action="store_true", help="put the figures into CONTRIBUTING.md")
    asked = parser.parse_args()
    mutations = [m for m in MUTATIONS if not asked.words or any(word in f"{m.what} {m.file}" for word in asked.words)]
    mutations = [m for m in mutations if m.everyday or not asked.everyday]
    begun, outcomes = time.monotonic(), []
    for outcome in run(mutations):
        if outcome.mutation is None:
            if outcome.code:
                print(f"Without any mutation the tests fail (exit code {outcome.code}):\n{outcome.noticed}")
                return 1
            continue
        outcomes.append(outcome)
        sign = "✓ killed  " if outcome.killed else "✗ SURVIVED"
        print(f"{sign} {outcome.seconds:5.1f} s  {outcome.mutation.file}: {outcome.mutation.what}  [{outcome.noticed}]", flush=True)
    seconds, survived = time.monotonic() - begun, [o.mutation for o in outcomes if not o.killed]
    files = len({outcome.mutation.file for outcome in outcomes})
    figures = (
        f"{len(outcomes)} mutations in {files} files, {len(outcomes) - len(survived)} killed, {seconds:.0f} s on {os.cpu_count()} cores."
    )
    print(figures)
    for mutation in survived:
        print(f"survived: {mutation.file}: {mutation.what}")
    if asked.write and len(mutations) == len(MUTATIONS):
        write_section(ROOT / "CONTRIBUTING.md", "mutants", figures)
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())

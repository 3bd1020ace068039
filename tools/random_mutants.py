"""The tests tested by chance: places in the Python and the JavaScript are drawn by a seed, changed one at a time; the tests have to fail.

`python tools/random_mutants.py --sample 500 --minutes 60` goes on where it stopped: results are kept in a file of build/, each as
long as the changed file and its tests stay as they are. The changes are those of cosmic-ray and of Stryker (another operator, another
number, a condition negated, a loop that is not run, …), one for each place drawn. `--language javascript` draws in the JavaScript. For the
Python, `python tools/covering_tests.py` finds once which tests run which line; without it each mutant meets all tests of its folder.
"""

import argparse
import ast
import functools
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import covering_tests
import javascript_mutants
import mutants
from mutants import ROOT
from sections import write_section

MAX_SECONDS = 900  # of processor time for one step of the tests of one mutant
LANGUAGES = {"python": "Python", "javascript": "JavaScript"}
RESULTS = ROOT / "build"
# By pytest's exit code; 2: the module cannot be imported any more; 5: no test was chosen.
OUTCOMES = {0: "survived", 1: "noticed", 2: "noticed", 5: "survived"}


class Mutant(NamedTuple):
    """One change: the operator of cosmic-ray or Stryker at its occurrence in a file, and the line where it begins."""

    file: str
    line: int
    operator: str
    occurrence: int

    @property
    def name(self) -> str:
        """What it is called in the table of results."""
        return f"{self.file}:{self.line} {self.operator.removeprefix('core/')} {self.occurrence}"


def places(file: Path) -> dict[tuple[int, int], list[Mutant]]:
    """The places of a file that an operator can change: (line, column) -> the changes possible there."""
    return python_places(file) if file.suffix == ".py" else javascript_places(file)


def javascript_places(file: Path) -> dict[tuple[int, int], list[Mutant]]:
    """The same for a file of JavaScript."""
    found = {}
    for number, change in enumerate(javascript_mutants.changes(file)):
        mutant = Mutant(file.relative_to(ROOT).as_posix(), change["line"], change["operator"], number)
        found.setdefault((change["line"], change["column"]), []).append(mutant)
    return found


def python_places(file: Path) -> dict[tuple[int, int], list[Mutant]]:
    """The same for a file of Python."""
    from cosmic_ray.ast import ast_nodes, get_ast_from_path
    from cosmic_ray.plugins import get_operator, operator_names

    found, tree = {}, get_ast_from_path(file)
    for name in operator_names():
        if get_operator(name).arguments():
            continue
        operator = get_operator(name)()
        starts = (start for node in ast_nodes(tree) for start, _ in operator.mutation_positions(node))
        for occurrence, start in enumerate(starts):
            mutant = Mutant(file.relative_to(ROOT).as_posix(), start[0], name, occurrence)
            found.setdefault(start, []).append(mutant)
    return found


def draw(sample: int, seed: int, words: list[str], language: str = "python") -> list[Mutant]:
    """`sample` mutants at different places of the files of a language whose path holds one of the words, or of all."""
    rng, every = random.Random(seed), []
    for file in javascript_mutants.files() if language == "javascript" else sorted((ROOT / "nnlab").rglob("*.py")):
        if not words or any(word in file.as_posix() for word in words):
            every += [changes for _, changes in sorted(places(file).items())]
    return [rng.choice(changes) for changes in rng.sample(every, min(sample, len(every)))]


def changed(mutant: Mutant) -> str:
    """The text of the mutant's file with the change."""
    if mutant.file.endswith(".js"):
        return javascript_mutants.changed(ROOT / mutant.file, mutant.occurrence)
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    return mutate_code((ROOT / mutant.file).read_text("utf-8"), get_operator(mutant.operator)(), mutant.occurrence)


@functools.cache
def covering() -> dict:
    """Which tests run which lines, as `covering_tests.py` found when it was last run; nothing before that."""
    return json.loads(covering_tests.RESULTS.read_text("utf-8")) if covering_tests.RESULTS.is_file() else {"lines": {}, "seconds": {}}


def tests_of(mutant: Mutant) -> list[list[str]]:
    """The arguments of pytest for the tests that should notice a change, step by step: the slow ones come last."""
    if mutant.file.endswith(".js"):
        return javascript_mutants.tests_of(ROOT / mutant.file)
    if Path(mutant.file).name.startswith("readings"):  # the tests of readings are slow ones
        return [python_tests_of(mutant.file)]
    return [covering_tests.tests_of_line(mutant.file, mutant.line, covering()) or python_tests_of(mutant.file)]


def python_tests_of(file: str) -> list[str]:
    """The same for a file of Python of which nothing is known."""
    parts = Path(file).with_suffix("").parts[1:]
    folder, name = parts[0], parts[-1]
    if folder == "lecture" and len(parts) == 3:
        slug = parts[1]
        if name.startswith("readings"):
            return ["-m", "slow and not browser", "tests/lecture/test_readings.py", "-k", slug]
        if name == "exercises":
            ids = tomllib.loads((ROOT / "nnlab/lecture" / slug / "exercises.toml").read_text("utf-8"))
            return ["tests/lecture/test_exercise_variants.py", "-k", " or ".join(ids)]
        from nnlab import explorers  # not above: what this module imports is loaded before the tests begin, without the change

        names = " or ".join([f"test_{slug}", *explorers.SECTIONS.get(slug, [])])
        return [f"tests/lecture/test_{slug}.py", "tests/lecture/test_pictures.py", "tests/test_explorers.py", "-k", names]
    if folder in ("lecture", "engine", "questions", "app"):
        return [f"tests/{folder}"] + (["tests/test_explorers.py", "tests/lecture/test_pictures.py"] if folder == "engine" else [])
    own = ROOT / "tests" / f"test_{name.removeprefix('_')}.py"
    more = ["bad_input", "reference_values", "training", "network", "diagnostics", "any_input", "imports"]
    return [*([f"tests/{own.name}"] if own.exists() else []), *(f"tests/test_{other}.py" for other in more)]


def fingerprint(mutant: Mutant) -> str:
    """Changes when the file or one of its tests does: a result is kept for as long as it stays."""
    arguments = [argument.partition("::")[0] for step in tests_of(mutant) for argument in step if argument.startswith("tests/")]
    named = [ROOT / argument for argument in dict.fromkeys(arguments)]
    folders = [sorted(place.rglob("*")) if place.is_dir() else [place] for place in named]
    files = [ROOT / mutant.file, *(file for folder in folders for file in folder if file.suffix in (".py", ".mjs", ".json"))]
    contents = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(contents).hexdigest()[:12]


def attempt(base: Path, mutant: Mutant) -> dict:
    """Run the tests on a copy with the change: the outcome, the test that failed first, and the changed line."""
    begun, text = time.monotonic(), changed(mutant)
    if mutant.file.endswith(".py") and not is_program(text):
        return {"outcome": "no program", "test": "", "line": "", "seconds": 0.0}
    with tempfile.TemporaryDirectory(dir=base.parent) as folder:
        place = Path(folder) / "copy"
        shutil.copytree(base, place, copy_function=os.link)
        (place / mutant.file).unlink()  # the copy is made of links
        (place / mutant.file).write_text(text, "utf-8")
        for step in tests_of(mutant):
            code, noticed = mutants._test(place, step, MAX_SECONDS)
            if OUTCOMES.get(code) != "survived":
                break
    lines = text.splitlines()
    line = lines[mutant.line - 1].strip() if mutant.line <= len(lines) else ""
    last = noticed.splitlines()[-1] if noticed else ""
    return {"outcome": OUTCOMES.get(code, "no end"), "test": last, "line": line, "seconds": round(time.monotonic() - begun, 1)}


def is_program(text: str) -> bool:
    """Whether Python can read it: a few changes are none, such as another operator in place of the * before keyword-only arguments."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def main() -> int:
    """Try what has no result yet, until the time is up; print the survivors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="only files whose path holds one of these words")
    parser.add_argument("--language", choices=("python", "javascript"), default="python")
    parser.add_argument("--sample", type=int, default=500, help="how many mutants; default: %(default)s")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=60, help="how long to go on; default: %(default)s")
    parser.add_argument("--write", action="store_true", help="put the figures into CONTRIBUTING.md")
    asked = parser.parse_args()
    drawn = draw(asked.sample, asked.seed, asked.words, asked.language)
    kept = RESULTS / f"random_mutants_{asked.language}.json"
    results = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    keys = {mutant: f"{mutant.name} {fingerprint(mutant)}" for mutant in drawn}
    waiting = [mutant for mutant in drawn if keys[mutant] not in results]
    end = time.monotonic() + 60 * asked.minutes
    mutants.FORKS.set_forkserver_preload(mutants.SHARED)
    RESULTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nnlab-mutants-") as folder:
        base = Path(folder) / "base"
        mutants.copy_repository(base)
        with ThreadPoolExecutor(2) as pool:
            attempts = pool.map(lambda mutant: attempt(base, mutant) if time.monotonic() < end else None, waiting)
            for mutant, result in zip(waiting, attempts, strict=True):
                if result:
                    results[keys[mutant]] = result
                    kept.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
                    print(f"{result['outcome']:8} {result['seconds']:5.1f} s  {mutant.name}  {result['line'][:80]}", flush=True)
    tried = [results[keys[mutant]] for mutant in drawn if keys[mutant] in results]
    done = [result for result in tried if result["outcome"] != "no program"]
    counts = [sum(result["outcome"] == outcome for result in done) for outcome in ("noticed", "survived", "no end")]
    expected = len(drawn) - len(tried) + len(done)
    figures = (
        f"{len(done)} of {expected} random mutants of the {LANGUAGES[asked.language]} tried (seed {asked.seed}): "
        f"{counts[0]} noticed by the tests of their file, "
        f"{counts[1]} survived, {counts[2]} did not end in {MAX_SECONDS} s of processor time."
    )
    print(figures)
    if asked.write and not asked.words:
        write_section(ROOT / "CONTRIBUTING.md", f"random-mutants-{asked.language}", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())

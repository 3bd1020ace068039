"""What a training step costs: `sgd` against PyTorch, scikit-learn, JAX, micrograd and the bare matrix products.

Run as `python benchmarks/training.py` (`--write` puts the table into benchmarks/README.md); needs the `bench` extra. All train the same
network on the same data, batches in the same order, in the same number type, and must reach the same weights before any is timed. They
are timed in turns, so that the ratios hold on a busy machine too. `sgd` reports loss and accuracy at every step, the others the loss.
"""

import functools
import os
import shutil
import subprocess
import sys

import contenders
import numpy as np
import report
import threadpoolctl
from sections import documents, markdown_table

import nnlab

FLOATS = ("float32", "float64")
CHECKED_STEPS = 10  # after so many, all must have the same weights
CORES = os.cpu_count()
LIBRARIES = ("torch", "scikit-learn", "jax", "micrograd")


def tasks(dtype: str) -> dict[str, contenders.Task]:
    """The lecture's networks on the lecture's data."""
    rng = np.random.default_rng(0)
    X, y = rng.standard_normal((16, 3)), np.tile([0, 1], 8)
    tiny = nnlab.mlp([3, 4, 4, 1], dtype=dtype, seed=3)
    spiral, images = nnlab.spiral(100), nnlab.photos("train", 2048)
    digits = [part[:1792] for part in nnlab.digits()]  # whole batches: a shorter one would have to be compiled anew
    return {
        "tiny 3-4-4-1, all 16": contenders.Task(tiny, X, y, None, "hinge"),
        "spiral 2-100-3, all 300": contenders.Task(nnlab.mlp([2, 100, 3], dtype=dtype), *spiral, None, "softmax"),
        "digits 64-64-64-10, batch 32": contenders.Task(nnlab.mlp([64, 64, 64, 10], dtype=dtype), *digits, 32, "softmax"),
        "images 3072-100-10, batch 256": contenders.Task(nnlab.mlp([3072, 100, 10], dtype=dtype), *images, 256, "softmax"),
    }


ALL_CORES = "nnlab on all cores"

# The targets: (task, our number type, which of ours, contender, minimum ratio of its time to ours)
TARGETS = [
    *((task, ours, "nnlab", "PyTorch", 1.5) for task in ("spiral", "digits") for ours in FLOATS),
    *((task, ours, "nnlab", "scikit-learn", 5.0) for task in ("spiral", "digits") for ours in FLOATS),
    ("images", "float32", "nnlab", "PyTorch, one thread", 1.0),
    ("images", "float32", ALL_CORES, "PyTorch", 1.0),
    ("images", "float32", "nnlab", "bare products", 1 / 1.4),
]


def contenders_for(task: contenders.Task) -> dict[str, contenders.Contender]:
    """All libraries that can do this task; a name ends in the number of threads where several are tried."""
    counts = range(1, CORES + 1) if CORES <= 2 else (1, CORES)
    found = {"nnlab": contenders.of_nnlab(task), ALL_CORES: contenders.of_nnlab(task, CORES)}
    found |= {"bare products": contenders.of_products(task), "JAX": contenders.of_jax(task)}
    for threads in counts:
        found[f"PyTorch {threads}"] = contenders.of_torch(task, threads)
        if shutil.which("c++"):
            found[f"torch.compile {threads}"] = contenders.of_torch_compiled(task, threads)
        if task.loss == "softmax":
            found[f"scikit-learn {threads}"] = contenders.of_sklearn(task, threads)
    if len(task.X) <= 16 and task.network.dtype == np.float64:
        found["micrograd"] = contenders.of_micrograd(task)
    return found


def check_same_work(found: dict[str, contenders.Contender], dtype: str) -> None:
    """AssertionError unless all have the same weights after the same number of steps, up to rounding."""
    for contender in found.values():
        for _ in range(CHECKED_STEPS):
            contender.step()
    ours, tolerance = found["nnlab"].weights(), {"float32": 1e-4, "float64": 1e-10}[dtype]
    for name, contender in found.items():
        theirs = contender.weights()
        if theirs is not None and (gap := contenders.difference(ours, theirs)) > tolerance:
            raise AssertionError(f"{name} trains another network than nnlab: the weights differ by {gap:.1e} of the largest")


def limit_threads(found, controller, name: str) -> None:
    """Set the number of threads with which this contender is measured."""
    threads = found[name].threads
    if threads:
        import torch

        torch.set_num_threads(threads)
        controller.limit(limits=threads, user_api="blas")


def measure() -> dict[tuple[str, str], dict[str, tuple[float, str]]]:
    """(task, number type) -> contender -> (seconds of a step, the number of threads with which it was fastest)."""
    results = {}
    for dtype in FLOATS:
        for name, task in tasks(dtype).items():
            found = contenders_for(task)
            check_same_work(found, dtype)
            before = functools.partial(limit_threads, found, threadpoolctl.ThreadpoolController())
            times = report.medians({key: contender.step for key, contender in found.items()}, before=before)
            results[name, dtype] = best(times)
            print(f"{name}, {dtype}: " + ", ".join(f"{key} {report.format_seconds(seconds)}" for key, seconds in times.items()), flush=True)
    return results


def image_contenders() -> dict[str, contenders.Contender]:
    """nnlab and PyTorch on the images in float32, with one thread and with all."""
    task = next(task for name, task in tasks("float32").items() if name.startswith("images"))
    found = {"nnlab": contenders.of_nnlab(task), ALL_CORES: contenders.of_nnlab(task, CORES)}
    return found | {f"PyTorch {threads}": contenders.of_torch(task, threads) for threads in sorted({1, CORES})}


def endless(name: str) -> None:
    """Train on the images until the process is killed, as another notebook on the same machine does."""
    found = image_contenders()
    limit_threads(found, threadpoolctl.ThreadpoolController(), name)
    found[name].step()
    print("training", flush=True)
    while True:
        found[name].step()


def measure_side_by_side() -> list[list[str]]:
    """A mean step on the images, alone and while every other core runs a program that trains in the same way."""
    found, controller = image_contenders(), threadpoolctl.ThreadpoolController()

    def mean(name: str) -> float:
        limit_threads(found, controller, name)
        return report.mean(found[name].step)

    rows = [["images 3072-100-10, float32: a mean step", "alone", f"{CORES} such programs on {CORES} cores"]]
    for name in found:
        alone = mean(name)
        command = [sys.executable, __file__, "--endless", name]
        programs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(CORES - 1)]
        try:
            for program in programs:
                program.stdout.readline()
            side_by_side = mean(name)
        finally:
            for program in programs:
                program.kill()
                program.wait()
                program.stdout.close()
        rows.append([name, report.format_seconds(alone), report.format_seconds(side_by_side)])
    return rows


def best(times: dict[str, float]) -> dict[str, tuple[float, str]]:
    """contender -> (its shortest time, the number of threads with that time), from names such as "PyTorch 2"."""
    found = {}
    for key, seconds in times.items():
        who = key.rstrip("0123456789 ")
        threads = key[len(who) :].strip()
        found[who] = min(found.get(who, (np.inf, "")), (seconds, threads))
        if threads == "1":
            found[f"{who}, one thread"] = seconds, threads
    return found


def ratios(best, peers) -> list[str]:
    """Each peer's time divided by ours, with the number of threads in brackets; a dash where it cannot do the task."""
    ours = best["nnlab"][0]
    texts = {who: f"{seconds / ours:.2f}×" + (f" ({threads})" if threads else "") for who, (seconds, threads) in best.items()}
    return [texts.get(who, "–") for who in peers]


PEERS = ("PyTorch", "torch.compile", "JAX", "scikit-learn", "micrograd", "bare products", ALL_CORES)


def table(results) -> str:
    rows = [["network, examples a step", "numbers", "`sgd`", *PEERS]]
    for (name, dtype), best in results.items():
        rows.append([name, dtype, report.format_seconds(best["nnlab"][0]), *ratios(best, PEERS)])
    return markdown_table(rows)


SHORT = [("spiral", "float64"), ("digits", "float64"), ("images", "float32")]


def short_table(results, head: str) -> str:
    """The table of the documentation: the networks that the notebooks train, in the number type in which they train them."""
    rows = [[head, "`sgd`", *PEERS[:4]]]
    for (name, dtype), best in results.items():
        if (name.split()[0], dtype) in SHORT:
            rows.append([f"{name.split(',')[0]}, {dtype}", report.format_seconds(best["nnlab"][0]), *ratios(best, PEERS[:4])])
    return markdown_table(rows)


def verdicts(results) -> tuple[list[list[str]], bool]:
    """The targets with their results, and whether all are reached; PyTorch and scikit-learn in float32, which is faster for them."""
    rows, reached = [["asked of `sgd`", "float32 against float32", "its default float64 against their float32"]], True
    for task, ours, other, minimum in dict.fromkeys((task, ours, other, minimum) for task, _, ours, other, minimum in TARGETS):
        name = next(key for key, _ in results if key.startswith(task))
        cells = []
        for dtype in FLOATS:
            ratio = results[name, "float32"][other][0] / results[name, dtype][ours][0]
            if (task, dtype, ours, other, minimum) not in TARGETS:
                cells.append("–")
                continue
            reached &= ratio >= minimum
            cells.append(f"{ratio:.2f}× ({'reached' if ratio >= minimum else 'NOT REACHED'})")
        rows.append([f"{task}{', on all cores' * (ours == ALL_CORES)}: at least {minimum:.2g}× as fast as {other}", *cells])
    return rows, reached


def main() -> bool:
    """Measure, print, and with `--write` put the table and the picture where they belong; returns whether all targets are reached."""
    report.restart_without_settings()
    results = measure()
    asked, reached = verdicts(results)
    compiled = "" if shutil.which("c++") else " torch.compile needs a C++ compiler, and there is none here."
    text = "\n\n".join((
        table(results),
        markdown_table(asked),
        markdown_table(measure_side_by_side()),
        report.machine(*LIBRARIES) + compiled,
    ))  # fmt: skip
    report.write("training", text, alt="Ratios of training steps")
    for language, head in (("en", "network"), ("ko", "신경망")):
        report.write(
            "steps", f"{short_table(results, head)}\n\n{report.machine(*LIBRARIES, language=language)}", documents("speed")[language]
        )
    groups = {
        f"{name.split(',')[0]}\n{dtype}": {who: best[who][0] / best["nnlab"][0] for who in PEERS[:-1] if who in best}
        for (name, dtype), best in results.items()
    }
    report.bar_chart("training.png", "A training step", groups, "its time ÷ ours, same network, same numbers")
    return reached


if __name__ == "__main__":
    if "--endless" in sys.argv:
        endless(sys.argv[-1])
    sys.exit(0 if main() else 1)

"""What a decision boundary costs: the classes of a 150 × 150 grid by `predict`, against PyTorch, JAX and scikit-learn.

Run as `python benchmarks/grids.py` (`--write` puts the table into benchmarks/README.md); needs the `bench` extra. All have the same
weights, take the same grid in the same number type, and must give the same classes before any is timed.
"""

import functools

import contenders
import numpy as np
import report
import threadpoolctl
import training
from sections import markdown_table

import nnlab

SIDE = 150
NETWORKS = {"one layer 2-3": [2, 3], "three layers 2-20-20-3": [2, 20, 20, 3], "spiral 2-100-3": [2, 100, 3]}
PEERS = ("PyTorch", "JAX", "scikit-learn")


def grid(dtype: str) -> np.ndarray:
    axis = np.linspace(-1, 1, SIDE)
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2).astype(dtype)


def contenders_for(sizes: list[int], dtype: str) -> dict[str, contenders.Contender]:
    """Each library's way from the grid to classes; a name ends in the number of threads where several are tried."""
    network, X = nnlab.mlp(sizes, seed=1, dtype=dtype), grid(dtype)
    task = contenders.Task(network, X, np.arange(len(X)) % sizes[-1], None, "softmax")
    found = {"nnlab": contenders.Contender(lambda: network.predict(X), None), "JAX": jax_classes(network, X)}
    for threads in range(1, min(2, training.CORES) + 1):
        found[f"PyTorch {threads}"] = torch_classes(task, threads)
        if len(sizes) > 2:  # its classifier has at least one hidden layer
            found[f"scikit-learn {threads}"] = sklearn_classes(task, threads)
    return found


def torch_classes(task, threads):
    import torch

    model, X, _ = contenders.torch_parts(task)

    def classes():
        with torch.inference_mode():
            return model(X).argmax(dim=1).numpy()

    return contenders.Contender(classes, None, threads)


def sklearn_classes(task, threads):
    model = contenders.sklearn_model(task)
    return contenders.Contender(lambda: model.predict(task.X), None, threads)


def jax_classes(network, X):
    jax = contenders.jax_on_cpu()
    weights, X = [(jax.numpy.asarray(layer.W), jax.numpy.asarray(layer.b)) for layer in network.layers], jax.numpy.asarray(X)
    compiled = jax.jit(lambda weights, X: contenders.jax_scores(weights, X).argmax(axis=1))
    return contenders.Contender(lambda: np.asarray(compiled(weights, X)), None, None)


def measure() -> dict[tuple[str, str], dict[str, tuple[float, str]]]:
    """(network, number type) -> contender -> (seconds, the number of threads with which it was fastest)."""
    results = {}
    for dtype in training.FLOATS:
        for name, sizes in NETWORKS.items():
            found = contenders_for(sizes, dtype)
            ours = found["nnlab"].step()
            for who, contender in found.items():
                if np.mean(contender.step() != ours) > 1e-3:  # where two scores are equal up to rounding
                    raise AssertionError(f"{who} gives other classes than nnlab, expected the same")
            before = functools.partial(training.limit_threads, found, threadpoolctl.ThreadpoolController())
            calls = {who: contender.step for who, contender in found.items()}
            results[name, dtype] = training.best(report.medians(calls, rounds=15, before=before))
    return results


def main() -> None:
    """Measure, print, and with `--write` put the table and the picture where they belong."""
    report.restart_without_settings()
    results = measure()
    rows = [["network", "numbers", "`predict`", *PEERS]]
    for (name, dtype), best in results.items():
        rows.append([name, dtype, report.format_seconds(best["nnlab"][0]), *training.ratios(best, PEERS)])
    report.write("grids", markdown_table(rows) + "\n\n" + report.machine("torch", "jax", "scikit-learn"), alt="Ratios of grids")
    groups = {
        f"{name}\n{dtype}": {who: best[who][0] / best["nnlab"][0] for who in PEERS if who in best}
        for (name, dtype), best in results.items()
    }
    report.bar_chart("grids.png", "The classes of a 150 × 150 grid", groups, "its time ÷ ours, same network, same numbers")


if __name__ == "__main__":
    main()

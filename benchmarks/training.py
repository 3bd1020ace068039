"""What a training step costs: `descend` against PyTorch (eager, float32), scikit-learn's `partial_fit` and bare matrix products.

Run as `python benchmarks/training.py`; needs torch and scikit-learn. All train the same network on the same numbers, in turns, so that
the ratios hold on a busy machine too. `descend` also reports loss and accuracy at every step; the others are spared that.
"""

import itertools
import os
import statistics
import subprocess
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
ROUNDS, BLOCK = 40, 0.02  # seconds that one contender computes before the next has its turn

# sizes, examples, batch size (None: all of them), number type of nnlab, what is asked: (contender, least ratio of its time to ours)
CASES = [
    ("spiral", [2, 100, 3], 300, None, "float64", {"PyTorch": 1.5, "scikit-learn": 5.0}),
    ("digits", [64, 64, 64, 10], 1797, 32, "float64", {"PyTorch": 1.5, "scikit-learn": 5.0}),
    ("images", [3072, 100, 10], 2000, 256, "float32", {"PyTorch": 1.0, "bare products": 1 / 1.4}),
]


def nnlab_steps(sizes, X, y, batch_size, dtype):
    import nnlab

    network = nnlab.mlp(sizes, dtype=dtype)
    descent = nnlab.descend(network, X, y, loss="softmax", learning_rate=1e-3, steps=10**9, batch_size=batch_size)
    return lambda: next(descent)


def torch_steps(sizes, X, y, batch_size):
    import torch

    layers = [torch.nn.Linear(a, b) for a, b in itertools.pairwise(sizes)]
    parts = [part for layer in layers[:-1] for part in (layer, torch.nn.ReLU())]
    model = torch.nn.Sequential(*parts, layers[-1])
    optimizer, loss = torch.optim.SGD(model.parameters(), lr=1e-3), torch.nn.CrossEntropyLoss()
    batches = batches_of(torch.from_numpy(X), torch.from_numpy(y), batch_size)

    def step():
        X_batch, y_batch = next(batches)
        optimizer.zero_grad()
        loss(model(X_batch), y_batch).backward()
        optimizer.step()

    return step


def sklearn_steps(sizes, X, y, batch_size):
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(sizes[1:-1], solver="sgd", learning_rate_init=1e-3, momentum=0, alpha=0, batch_size=batch_size or len(X))
    model.partial_fit(X, y, classes=range(sizes[-1]))
    batches = batches_of(X, y, batch_size)
    return lambda: model.partial_fit(*next(batches))


def bare_steps(sizes, X, batch_size, dtype):
    import numpy as np

    rng = np.random.default_rng(0)
    X = X[:batch_size].astype(dtype)
    Ws = [rng.standard_normal((b, a)).astype(dtype) for a, b in itertools.pairwise(sizes)]
    hs = [X, *(rng.standard_normal((len(X), n)).astype(dtype) for n in sizes[1:])]

    def step():
        for i, W in enumerate(Ws):
            hs[i] @ W.T
        for i in reversed(range(len(Ws))):
            hs[i + 1].T @ hs[i]
            if i:
                hs[i + 1] @ Ws[i]

    return step


def batches_of(X, y, size):
    import numpy as np

    rng = np.random.default_rng(0)
    while True:
        if size is None:
            yield X, y
        else:
            order = rng.permutation(len(X))
            for start in range(0, len(X) - size + 1, size):
                chosen = order[start : start + size]
                yield X[chosen], y[chosen]


def measure(contenders):
    """The median time of a step of each contender, µs; blocks of steps in turns, each step timed alone, as others may be computing."""
    times = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, step in contenders.items():
            step()  # warms caches and threads again
            step()
            before = time.perf_counter()
            end = before + BLOCK
            while before < end:
                step()
                now = time.perf_counter()
                times[name].append(now - before)
                before = now
    return {name: statistics.median(values) * 1e6 for name, values in times.items()}


def run():
    import numpy as np

    threads = os.environ.get(THREADS[0])
    if threads:
        import torch

        torch.set_num_threads(int(threads))
    warnings.simplefilter("ignore")  # scikit-learn says that it has not converged
    reached = True
    for name, sizes, n, batch_size, dtype, asked in CASES:
        rng = np.random.default_rng(0)
        X = rng.standard_normal((n, sizes[0])).astype(np.float32)
        y = rng.integers(0, sizes[-1], n)
        contenders = {
            "nnlab": nnlab_steps(sizes, X, y, batch_size, dtype),
            "PyTorch": torch_steps(sizes, X, y, batch_size),
            "scikit-learn": sklearn_steps(sizes, X, y, batch_size),
            "bare products": bare_steps(sizes, X, batch_size, dtype),
        }
        times = measure(contenders)
        print(f"{name} {'-'.join(map(str, sizes))}, batch {batch_size or n}: nnlab {dtype} {times['nnlab']:.0f} µs a step")
        for other in list(contenders)[1:]:
            ratio = times[other] / times["nnlab"]
            goal = asked.get(other)
            verdict = "" if goal is None else f"   asked: at least {goal:.2f}   {'reached' if ratio >= goal else 'NOT REACHED'}"
            reached &= goal is None or ratio >= goal
            print(f"    {other:14} {times[other]:7.0f} µs   {ratio:5.2f} × our time{verdict}")
    return reached


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(0 if run() else 1)
    codes = []
    for title, limit in (("One thread each", dict.fromkeys(THREADS, "1")), ("As many threads as each takes by default", {})):
        print(f"\n{title}", flush=True)
        codes.append(subprocess.run([sys.executable, __file__, "run"], env=os.environ | limit).returncode)
    sys.exit(max(codes))

"""The same training step in every library: each contender starts from the same weights and takes the same batches in the same order.

Each is written as the documentation of its library advises; where there are several ways, the fastest is taken.
"""

import itertools
import os
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

import nnlab


class Contender(NamedTuple):
    """A library's training step: `step()` does one update and returns its loss, `weights()` returns [(W, b), …] as in the lecture.

    `threads`: how many it may use, None where it decides for itself.
    """

    step: Callable
    weights: Callable
    threads: int | None = 1


class Task(NamedTuple):
    """What is trained: a network, with its initial weights, on data. `loss` is "softmax" or "hinge"."""

    network: nnlab.Network
    X: np.ndarray
    y: np.ndarray
    batch_size: int | None
    loss: str
    rate: float = 0.01

    def batch_indices(self):
        """The indices of the examples of each step, shuffled as in `sgd`; None for all examples."""
        rng = np.random.default_rng(0)
        while True:
            if self.batch_size is None:
                yield None
            else:
                order = rng.permutation(len(self.X))
                yield from (order[i : i + self.batch_size] for i in range(0, len(self.X), self.batch_size))

    def batches(self, X, y):
        """The batches of X and y, arrays of any library."""
        return ((X, y) if chosen is None else (X[chosen], y[chosen]) for chosen in self.batch_indices())


def of_nnlab(task: Task, threads: int = 1) -> Contender:
    """`sgd`, with as many threads in numpy as `threads`; the lecture's kernel has one."""
    steps = nnlab.sgd(
        task.network, task.X, task.y, loss=task.loss, learning_rate=task.rate, steps=10**9, batch_size=task.batch_size, seed=0
    )
    first = next(steps)  # step 0, before the first update; later steps update its network
    return Contender(lambda: next(steps).loss, lambda: [(layer.W, layer.b) for layer in first.network.layers], threads)


def of_products(task: Task) -> Contender:
    """Only the matrix products of a step, on arrays that stay in the cache; nothing is trained."""
    Ws = [layer.W.copy() for layer in task.network.layers]
    h, hs = task.X[: task.batch_size].astype(task.network.dtype), []
    for W in Ws:
        hs.append(h)
        h = h @ W.T
    dzs = [*hs[1:], h]

    def step():
        for h, W in zip(hs, Ws, strict=True):
            h @ W.T
        for i in reversed(range(len(Ws))):
            dzs[i].T @ hs[i]
            if i:
                dzs[i] @ Ws[i]

    return Contender(step, lambda: None)


def of_torch(task: Task, threads: int) -> Contender:
    import torch

    model, X, y = torch_parts(task)
    optimizer = torch.optim.SGD(model.parameters(), lr=task.rate, foreach=False)  # faster here than with foreach or fused
    loss, batches = _torch_loss(task), task.batches(X, y)

    def step():
        X_batch, y_batch = next(batches)
        optimizer.zero_grad()
        value = loss(model(X_batch), y_batch)
        value.backward()
        optimizer.step()
        return value.item()

    return Contender(step, lambda: _torch_weights(model), threads)


def of_torch_compiled(task: Task, threads: int) -> Contender:
    """Forward, backward and update in one graph, which is faster than the usual loop with a compiled model."""
    import torch

    torch.set_num_threads(threads)
    model, X, y = torch_parts(task)
    loss, batches = _torch_loss(task), task.batches(X, y)
    weights = {name: value.detach() for name, value in model.named_parameters()}
    gradient = torch.func.grad_and_value(lambda weights, X, y: loss(torch.func.functional_call(model, weights, (X,)), y))

    def update(weights, X, y):
        gradients, value = gradient(weights, X, y)
        for name, weight in weights.items():
            weight.sub_(gradients[name], alpha=task.rate)
        return value

    torch.compiler.reset()
    compiled = torch.compile(update)

    def step():
        with torch.no_grad():
            return compiled(weights, *next(batches)).item()

    return Contender(step, lambda: _torch_weights(model), threads)


def torch_parts(task):
    import torch

    parts = []
    for layer in task.network.layers:
        linear = torch.nn.Linear(layer.n_in, layer.n_out, dtype=getattr(torch, str(task.network.dtype)))
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(layer.W))
            linear.bias.copy_(torch.from_numpy(layer.b))
        parts += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*parts[:-1]), torch.from_numpy(task.X.astype(task.network.dtype)), torch.from_numpy(task.y)


def _torch_loss(task):
    import torch

    if task.loss == "softmax":
        return torch.nn.functional.cross_entropy
    return lambda score, y: torch.relu(1 - (2 * y - 1) * score[:, 0]).mean()


def _torch_weights(model):
    return [(part.weight.detach().numpy(), part.bias.detach().numpy()) for part in model if hasattr(part, "weight")]


def of_sklearn(task: Task, threads: int) -> Contender:
    model = sklearn_model(task)
    batches = task.batches(task.X.astype(task.network.dtype), task.y)

    def step():
        model.partial_fit(*next(batches))
        return model.loss_

    return Contender(step, lambda: [(W.T, b) for W, b in zip(model.coefs_, model.intercepts_, strict=True)], threads)


def sklearn_model(task):
    from sklearn.neural_network import MLPClassifier

    sizes, X = task.network.sizes, task.X.astype(task.network.dtype)
    size = task.batch_size or len(X)
    model = MLPClassifier(sizes[1:-1], solver="sgd", learning_rate_init=task.rate, momentum=0, alpha=0, batch_size=size)
    warnings.filterwarnings("ignore", module="sklearn")  # it warns that it has not converged
    model.partial_fit(X[:size], task.y[:size], classes=range(sizes[-1]))
    for W, b, layer in zip(model.coefs_, model.intercepts_, task.network.layers, strict=True):
        W[...], b[...] = layer.W.T, layer.b
    return model


def of_jax(task: Task) -> Contender:
    jax = jax_on_cpu()
    jnp = jax.numpy

    def loss(weights, X, y):
        scores = jax_scores(weights, X)
        if task.loss == "hinge":
            return jax.nn.relu(1 - (2 * y - 1) * scores[:, 0]).mean()
        chosen = jnp.take_along_axis(scores, y[:, None], axis=1)[:, 0]
        return (jax.scipy.special.logsumexp(scores, axis=1) - chosen).mean()

    def update(weights, X, y, chosen):
        if chosen is not None:
            X, y = X[chosen], y[chosen]
        value, gradients = jax.value_and_grad(loss)(weights, X, y)
        rate = np.dtype(task.network.dtype).type(task.rate)
        return jax.tree.map(lambda w, g: w - rate * g, weights, gradients), value

    compiled = jax.jit(update, donate_argnums=0)
    X, y, indices = jnp.asarray(task.X.astype(task.network.dtype)), jnp.asarray(task.y), task.batch_indices()
    state = {"weights": [(jnp.array(layer.W), jnp.array(layer.b)) for layer in task.network.layers]}

    def step():
        state["weights"], value = compiled(state["weights"], X, y, next(indices))
        jax.block_until_ready(state["weights"])
        return float(value)

    return Contender(step, lambda: state["weights"], None)


def jax_on_cpu():
    os.environ["JAX_ENABLE_X64"] = "1"  # without it JAX turns float64 into float32
    os.environ["JAX_PLATFORMS"] = "cpu"
    import jax

    return jax


def jax_scores(weights, X):
    import jax

    h = X
    for W, b in weights[:-1]:
        h = jax.nn.relu(h @ W.T + b)
    return h @ weights[-1][0].T + weights[-1][1]


def of_micrograd(task: Task) -> Contender:
    """Number by number, in float64; with the hinge loss, because micrograd has neither exp nor log."""
    from micrograd.engine import Value
    from micrograd.nn import MLP

    sizes = task.network.sizes
    model = MLP(sizes[0], sizes[1:])
    for units, layer in zip(model.layers, task.network.layers, strict=True):
        for neuron, w, b in zip(units.neurons, layer.W, layer.b, strict=True):
            neuron.b.data = float(b)
            for weight, number in zip(neuron.w, w, strict=True):
                weight.data = float(number)
    X, y = task.X.tolist(), task.y.tolist()

    def step():
        losses = [(1 - (2 * label - 1) * model(list(map(Value, x)))).relu() for x, label in zip(X, y, strict=True)]
        value = sum(losses) * (1 / len(losses))
        model.zero_grad()
        value.backward()
        for parameter in model.parameters():
            parameter.data -= task.rate * parameter.grad
        return value.data

    def weights():
        return [
            (np.array([[w.data for w in n.w] for n in units.neurons]), np.array([n.b.data for n in units.neurons]))
            for units in model.layers
        ]

    return Contender(step, weights)


def difference(ours: list, theirs: list) -> float:
    """The largest difference between the weights of two networks, relative to the largest weight."""
    largest = max(float(np.abs(W).max()) for W, _ in ours)
    pairs = zip(itertools.chain(*ours), itertools.chain(*theirs), strict=True)
    return max(float(np.abs(np.asarray(a) - np.asarray(b)).max()) for a, b in pairs) / largest

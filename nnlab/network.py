"""A network is a list of layers; its forward pass returns all that its backward pass needs, and the network keeps nothing."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from nnlab import _checks
from nnlab.activations import Activation, as_activation, identity, relu
from nnlab.language import translate

Array = np.ndarray

# How many inputs `scores` takes at a time: at least so many,
MIN_ROWS = 512
# and with them at most so many values of a layer, which then stay in the processor's cache,
MAX_VALUES = 200_000
# and so many multiplications in a product: OpenBLAS copies both factors of a larger one first.
MAX_MULTIPLICATIONS = 1_000_000
MAX_WEIGHTS = 100_000_000  # 800 MB; a kernel that runs out of memory dies without an error message

# The standard deviation of the initial weights, from the layer's numbers of inputs and of units.
INITS = {
    "he": lambda n_in, n_out: np.sqrt(2 / n_in),  # He et al. 2015
    "xavier": lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),  # Glorot and Bengio 2010
}


@dataclass(frozen=True, eq=False)
class Layer:
    """Row j of `W` and element j of `b` are neuron j: W (pieces * n_out, n_in), b (pieces * n_out,)."""

    W: Array
    b: Array
    activation: Activation = identity

    def __post_init__(self):
        object.__setattr__(self, "activation", as_activation(self.activation))
        W, b = _checks.as_floats(self.W, "W"), _checks.as_floats(self.b, "b")
        if W.ndim != 2 or 0 in W.shape:
            raise ValueError(f"W has shape {W.shape}, expected two axes (neurons, inputs), neither empty")
        if b.shape != (len(W),):
            raise ValueError(f"b has shape {b.shape}, expected one bias for each of the {len(W)} rows of W: shape ({len(W)},)")
        if len(W) % self.activation.pieces:
            raise ValueError(f"W has {len(W)} rows, expected a multiple of {self.activation.pieces} for {self.activation.name}")
        object.__setattr__(self, "W", W)
        object.__setattr__(self, "b", b.astype(W.dtype, copy=False))

    @property
    def n_in(self) -> int:
        """How many inputs a neuron of this layer has."""
        return self.W.shape[1]

    @property
    def n_out(self) -> int:
        """How many neurons this layer has."""
        return self.W.shape[0] // self.activation.pieces


@dataclass(frozen=True, eq=False)
class Trace:
    """The values of a forward pass: `inputs` (N, n_in), and layer by layer the sums `zs` and the outputs `hs`."""

    inputs: Array
    zs: list[Array]
    hs: list[Array]

    @property
    def scores(self) -> Array:
        """The output of the last layer (N, n_out)."""
        return self.hs[-1]


class Gradients(list[tuple[Array, Array]]):
    """A list of (dW, db), first layer first; `dX` (N, n_in) if it was asked for, else None."""

    dX: Array | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """Layers in sequence. Assigning to `layers[i].W[...]` or `.b[...]` changes the network."""

    layers: list[Layer]

    def __post_init__(self):
        _checks.check_instance(self.layers, "layers", list | tuple, "a list of Layers")
        self._check_layers()

    def _check_layers(self):
        """The layers fit together; asked again at every use, because a reader may have changed the list."""
        if not self.layers:
            raise ValueError("layers is empty, expected at least one Layer")
        for i, layer in enumerate(self.layers):
            _checks.check_instance(layer, f"layers[{i}]", Layer, "a Layer")
            if i and layer.n_in != (n_out := self.layers[i - 1].n_out):
                raise ValueError(f"layers[{i}] takes {layer.n_in} inputs, but layer {i - 1} has {n_out} outputs: expected {n_out}")
            for j, other in enumerate(self.layers[:i]):
                if layer.W is other.W:  # copies and training would silently make two of them
                    raise ValueError(f"layers[{i}] has the same array W as layers[{j}], expected weights of its own for each layer")

    def forward(self, X: Array) -> Trace:
        """The values of all layers for the inputs X (N, n_in), in the number type of the weights."""
        self._check_layers()
        return self._forward(_checks.as_inputs(X, features=self.sizes[0], dtype=self.dtype))

    def _forward(self, X: Array) -> Trace:
        h, zs, hs = X, [], []
        for layer in self.layers:
            z = h @ layer.W.T
            z += layer.b
            h = layer.activation.f(z)
            zs.append(z)
            hs.append(h)
        return Trace(X, zs, hs)

    def backward(self, trace: Trace, dscores: Array, *, input_gradient: bool = False) -> Gradients:
        """The gradient of the loss by every W and b (and by X), from its gradient by the scores, `dscores` (N, n_out)."""
        self._check_layers()
        _checks.check_instance(trace, "trace", Trace, "the Trace that forward returned")
        if len(trace.hs) != len(self.layers):
            raise ValueError(f"trace has {len(trace.hs)} layers, but the network has {len(self.layers)}: expected a trace of this network")
        widths = [trace.inputs.shape[1], *(z.shape[1] for z in trace.zs)]
        expected = [self.sizes[0], *(len(layer.W) for layer in self.layers)]
        if widths != expected:
            raise ValueError(f"trace has the widths {widths}, but the network has {expected}: expected a trace of this network")
        dscores = _checks.as_floats(dscores, "dscores")
        if dscores.shape != trace.scores.shape:
            raise ValueError(f"dscores has shape {dscores.shape}, expected that of the scores: {trace.scores.shape}")
        return self._backward(trace, dscores, _checks.check_bool(input_gradient, "input_gradient"))

    def _backward(self, trace: Trace, dscores: Array, input_gradient: bool = False) -> Gradients:
        gradients = Gradients()
        inputs = [trace.inputs, *trace.hs]  # inputs[i] is what layer i was given
        dh = dscores
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            dz = layer.activation.backward(trace.zs[i], trace.hs[i], dh)
            gradients.insert(0, (dz.T @ inputs[i], dz.sum(axis=0)))
            if i > 0 or input_gradient:  # the gradient by X costs as much as that by W, and training does not need it
                dh = dz @ layer.W
        gradients.dX = dh if input_gradient else None
        return gradients

    def scores(self, X: Array) -> Array:
        """The scores (N, n_out), as `forward(X).scores` up to rounding; many inputs are faster, because hidden layers are not kept."""
        self._check_layers()
        X = _checks.as_inputs(X, features=self.sizes[0], dtype=self.dtype)
        widest, largest = max(len(layer.W) for layer in self.layers), max(layer.W.size for layer in self.layers)
        rows = max(MIN_ROWS, min(MAX_VALUES // widest, MAX_MULTIPLICATIONS // largest))
        return np.concatenate([self._block_scores(X[start : start + rows]) for start in range(0, len(X), rows)])

    def _block_scores(self, X: Array) -> Array:
        """Computed with a row for each unit: numpy is faster on a few long rows than on many short ones."""
        first, *others = self.layers
        if first.n_in < len(first.W):  # the bias as the weight of an input that is 1: one pass less over the sums
            with_one = np.ones((first.n_in + 1, len(X)), X.dtype)
            with_one[:-1] = X.T
            z = np.column_stack([first.W, first.b]) @ with_one
        else:
            z = _sums(first, X.T)
        h = _activate_in_place(first.activation, z.T).T
        for layer in others:
            h = _activate_in_place(layer.activation, _sums(layer, h).T).T
        return h.T

    def predict(self, X: Array) -> Array:
        """Class labels (N,): the class of the largest score; with a single score, 1 if it is above 0, else 0."""
        scores = self.scores(X)
        return (scores[:, 0] > 0).astype(np.intp) if scores.shape[1] == 1 else _largest(scores)

    def copy(self) -> "Network":
        """The same network with copies of the weights."""
        return Network([replace(layer, W=layer.W.copy(), b=layer.b.copy()) for layer in self.layers])

    @property
    def sizes(self) -> list[int]:
        """The number of inputs, then of neurons layer by layer: [3, 4, 2]."""
        return [self.layers[0].n_in] + [layer.n_out for layer in self.layers]

    @property
    def n_layers(self) -> int:
        """How many layers, not counting the inputs."""
        return len(self.layers)

    @property
    def n_neurons(self) -> int:
        """How many neurons, not counting the inputs."""
        return sum(self.sizes[1:])

    @property
    def n_parameters(self) -> int:
        """How many weights and biases there are to learn."""
        return sum(layer.W.size + layer.b.size for layer in self.layers)

    @property
    def name(self) -> str:
        """What the lecture calls it, in the language in use: "2-layer neural network"."""
        return translate("network.name", n=self.n_layers)

    @property
    def dtype(self) -> np.dtype:
        """The number type of the weights: float64 or float32."""
        return self.layers[0].W.dtype


def _sums(layer: Layer, inputs: Array) -> Array:
    """The sums (units, N) of a layer for inputs (n_in, N)."""
    z = layer.W @ inputs
    z += layer.b[:, np.newaxis]
    return z


def _activate_in_place(activation: Activation, z: Array) -> Array:
    """The outputs for the sums z, which are overwritten where that is faster."""
    return activation.f(z, out=z) if activation == relu else activation.f(z)


def _largest(scores: Array) -> Array:
    """As scores.argmax(axis=1), which is slow where there are many inputs and few classes."""
    n, n_classes = scores.shape
    if n < 500 * n_classes:
        return scores.argmax(axis=1)
    largest, classes = scores[:, 0], np.zeros(n, np.intp)
    for k in range(1, n_classes):
        np.copyto(classes, k, where=scores[:, k] > largest)
        largest = np.maximum(largest, scores[:, k])
    return scores.argmax(axis=1) if np.isnan(largest).any() else classes  # argmax counts NaN as the largest


def mlp(sizes, activation="relu", *, init="he", seed=0, dtype=np.float64) -> Network:
    """A fully connected network with `sizes` inputs, hidden and output neurons ([3, 4, 2]); the output layer is the identity.

    `activation`: a name, an Activation, or one for each hidden layer. `init`: "he", "xavier", or the weights' standard deviation.
    Biases start at 0.
    """
    if isinstance(sizes, np.ndarray):
        sizes = sizes.tolist()
    if not isinstance(sizes, list | tuple) or len(sizes) < 2:
        raise ValueError(f"sizes is {_checks.short_repr(sizes)}, expected at least two numbers: inputs, …, outputs")
    sizes = [_checks.check_int(size, f"sizes[{i}]") for i, size in enumerate(sizes)]
    if sum(n_in * n_out for n_in, n_out in pairwise(sizes)) > MAX_WEIGHTS:
        raise ValueError(f"sizes is {_checks.short_repr(sizes)}, expected at most {MAX_WEIGHTS:,} weights in all")
    n_hidden = len(sizes) - 2
    activations = activation if isinstance(activation, list | tuple) else [as_activation(activation)] * n_hidden
    if len(activations) != n_hidden:
        raise ValueError(f"activation has {len(activations)} entries, expected one for each of the {n_hidden} hidden layers")
    dtype = _checks.as_dtype(dtype, "dtype")
    std = _checks.check_option(init, "init", INITS) if isinstance(init, str) else _checks.check_float(init, "init", min=0.0)
    rng = _checks.as_generator(seed)
    layers = []
    for (n_in, n_out), chosen in zip(pairwise(sizes), [*activations, identity], strict=True):
        chosen = as_activation(chosen)
        rows = chosen.pieces * n_out
        W = (std(n_in, n_out) if callable(std) else std) * rng.standard_normal((rows, n_in))
        layers.append(Layer(W.astype(dtype), np.zeros(rows, dtype), chosen))
    return Network(layers)

"""One neuron, twice: the lecture's weighted sum with a firing rate, and the spiking neuron that it simplifies."""

import math
from dataclasses import dataclass

import numpy as np

from nnlab import _checks
from nnlab.activations import sigmoid

Array = np.ndarray
MOST_STEPS = 10_000_000  # of a simulation, and spikes of it


@dataclass(frozen=True)
class Neuron:
    """The lecture's neuron: `weights` (n,) are the strengths of its synapses, `bias` is one number."""

    weights: Array
    bias: float

    def __post_init__(self):
        weights = _checks.check_bounded(_checks.as_floats(self.weights, "weights"), "weights")
        if weights.ndim != 1 or weights.size == 0:
            raise ValueError(f"weights has shape {weights.shape}, expected one weight for each input: (n,)")
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "bias", _checks.check_float(self.bias, "bias"))

    def forward(self, inputs: Array) -> float:
        """The firing rate σ(Σ wᵢxᵢ + b), as a share of the highest, for `inputs` (n,); no sum is too large for it."""
        inputs = _checks.check_bounded(_checks.as_floats(inputs, "inputs"), "inputs")
        if inputs.shape != self.weights.shape:
            raise ValueError(f"inputs has shape {inputs.shape}, expected one input for each weight: shape {self.weights.shape}")
        return float(sigmoid.f(inputs @ self.weights + self.bias))


@dataclass(frozen=True)
class Membrane:
    """The cell of the leaky integrate-and-fire model: τ dV/dt = E_L − V + R·I; at the threshold a spike, then the reset.

    Time constant, resistance and potentials are those of Dayan and Abbott, Theoretical Neuroscience (2001), Fig. 5.5. The
    absolute refractory period (Gerstner et al., Neuronal Dynamics (2014), ch. 1) of 2 ms bounds the rate: no more than 500 Hz.
    """

    tau_ms: float = 10.0
    resistance_megaohm: float = 10.0
    rest_mV: float = -65.0
    reset_mV: float = -65.0
    threshold_mV: float = -50.0
    refractory_ms: float = 2.0

    def __post_init__(self):
        for name in ("tau_ms", "resistance_megaohm"):
            _checks.check_float(getattr(self, name), name, above=0.0)
        for name in ("rest_mV", "reset_mV"):
            _checks.check_float(getattr(self, name), name)
            _checks.check_float(self.threshold_mV, "threshold_mV", above=getattr(self, name))
        _checks.check_float(self.refractory_ms, "refractory_ms", above=0.0)

    @property
    def rheobase_nA(self) -> float:
        """The smallest constant current above which the cell fires without noise."""
        return (self.threshold_mV - self.rest_mV) / self.resistance_megaohm


def lif(
    current_nA, duration_ms: float, dt_ms: float = 0.1, noise: float = 0.0, seed=0, membrane: Membrane | None = None
) -> tuple[Array, Array, Array]:
    """A leaky integrate-and-fire neuron from rest under `current_nA`: (t_ms, v_mV, spike_times_ms), the first two (steps + 1,).

    `current_nA`: one number, or one for each of the round(duration_ms / dt_ms) steps. Between spikes each step is the exact
    exponential, and the crossing of the threshold is solved for, so that spikes do not fall on the grid. `noise`: white current,
    given as the standard deviation in mV that it lends the potential of a cell without threshold. `membrane` None is Membrane().
    """
    cell = _cell(membrane)
    duration, dt = _checks.check_float(duration_ms, "duration_ms", above=0.0), _checks.check_float(dt_ms, "dt_ms", above=0.0)
    noise, rng = _checks.check_float(noise, "noise", min=0.0), _checks.as_generator(seed)
    if duration / dt <= 0.5:
        raise ValueError(f"dt_ms is {dt}, expected at most duration_ms = {duration}")
    for name, pace in (("dt_ms", dt), ("refractory_ms", cell.refractory_ms)):  # the most steps, and the most spikes
        if duration / pace > MOST_STEPS:
            raise ValueError(f"duration_ms is {duration}, expected at most {MOST_STEPS:,} times {name} = {pace}")
    steps = round(duration / dt)
    current = _checks.check_bounded(_checks.as_floats(current_nA, "current_nA"), "current_nA")
    if current.shape not in ((), (steps,)):
        raise ValueError(f"current_nA has shape {current.shape}, expected one number, or one for each step: shape ({steps},)")
    targets = np.broadcast_to(cell.rest_mV + cell.resistance_megaohm * current, steps).tolist()
    kicks = rng.standard_normal(steps).tolist()

    t = dt * np.arange(steps + 1)
    v, spikes = np.empty(steps + 1), []
    now, v[0] = 0.0, cell.rest_mV
    potential = cell.rest_mV
    for k, end in enumerate(t[1:].tolist()):
        while now < end:
            decay = math.exp((now - end) / cell.tau_ms)
            forgotten = -math.expm1((now - end) / cell.tau_ms)  # 1 − decay, but never 0 where a refractory period ends with the step
            target = targets[k] + noise * kicks[k] * math.sqrt((1 + decay) / forgotten)
            reached = target + (potential - target) * decay
            if reached <= cell.threshold_mV:
                potential, now = reached, end
            else:
                spike = now + cell.tau_ms * math.log((target - potential) / (target - cell.threshold_mV))
                spike = min(spike, end)  # rounding alone can put it later
                spikes.append(spike)
                potential, now = cell.reset_mV, spike + cell.refractory_ms
        v[k + 1] = potential
    return t, v, np.array(spikes)


def _cell(membrane: Membrane | None) -> Membrane:
    return (
        Membrane() if membrane is None else _checks.check_instance(membrane, "membrane", Membrane, "a Membrane, or None for the lecture's")
    )


def lif_rate(current_nA, membrane: Membrane | None = None) -> Array:
    """The firing rate in Hz under a constant `current_nA` (any shape), without noise: the f–I curve, 0 up to the rheobase.

    1 / (refractory period + τ ln((R·I + E_L − V_reset) / (R·I + E_L − V_th))): Dayan and Abbott (2001), eq. 5.11, and the
    refractory period beside it.
    """
    cell = _cell(membrane)
    current = _checks.check_bounded(_checks.as_floats(current_nA, "current_nA"), "current_nA")
    target = cell.rest_mV + cell.resistance_megaohm * current
    fires = target > cell.threshold_mV
    over = np.where(fires, target - cell.threshold_mV, 1.0)
    interval_ms = cell.refractory_ms + cell.tau_ms * np.log1p((cell.threshold_mV - cell.reset_mV) / over)
    return np.where(fires, 1000 / interval_ms, 0.0)[()]

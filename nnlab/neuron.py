"""The lecture's neuron, which turns a weighted sum into a firing rate, and the spiking neuron that it simplifies."""

import math
from dataclasses import dataclass

import numpy as np

from nnlab import _checks
from nnlab.activations import sigmoid

Array = np.ndarray
MAX_STEPS = 10_000_000  # of a simulation; also the largest number of spikes


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
        """The firing rate σ(Σ wᵢxᵢ + b), as a share of the highest rate, for `inputs` (n,); large sums do not overflow."""
        inputs = _checks.check_bounded(_checks.as_floats(inputs, "inputs"), "inputs")
        if inputs.shape != self.weights.shape:
            raise ValueError(f"inputs has shape {inputs.shape}, expected one input for each weight: shape {self.weights.shape}")
        return float(sigmoid.f(inputs @ self.weights + self.bias))


@dataclass(frozen=True)
class Membrane:
    """The membrane of a leaky integrate-and-fire neuron: τ dV/dt = E_L − V + R·I; at the threshold a spike, then the reset.

    Time constant, resistance and potentials are those of Dayan and Abbott, Theoretical Neuroscience (2001), Fig. 5.5. The
    absolute refractory period (Gerstner et al., Neuronal Dynamics (2014), ch. 1) of 2 ms limits the rate to 500 Hz.
    """

    tau_ms: float = 10.0
    resistance_megaohm: float = 10.0
    rest_mV: float = -65.0
    reset_mV: float = -65.0
    threshold_mV: float = -50.0
    refractory_ms: float = 2.0

    def __post_init__(self):
        _checks.check_float(self.tau_ms, "tau_ms", above=0.0)
        _checks.check_float(self.resistance_megaohm, "resistance_megaohm", above=1e-100)  # a smaller one makes the rheobase infinite
        for name in ("rest_mV", "reset_mV"):
            _checks.check_float(getattr(self, name), name)
            _checks.check_float(self.threshold_mV, "threshold_mV", above=getattr(self, name))
        _checks.check_float(self.refractory_ms, "refractory_ms", above=0.0)

    @property
    def rheobase_nA(self) -> float:
        """The constant current above which the neuron fires without noise."""
        return (self.threshold_mV - self.rest_mV) / self.resistance_megaohm


def lif(
    current_nA, duration_ms: float, dt_ms: float = 0.1, noise: float = 0.0, seed=0, membrane: Membrane | None = None
) -> tuple[Array, Array, Array]:
    """A leaky integrate-and-fire neuron from rest under `current_nA`: (t_ms, v_mV, spike_times_ms), the first two (steps + 1,).

    `current_nA`: one number, or one for each of the round(duration_ms / dt_ms) steps. Each step is the exact exponential, and the
    time at which the threshold is reached is solved for, so that spikes may lie between steps. `noise`: white-noise current, given as the
    standard deviation in mV of the potential of a neuron without threshold. `membrane` None is Membrane().
    """
    membrane = as_membrane(membrane)
    duration, dt = _checks.check_float(duration_ms, "duration_ms", above=0.0), _checks.check_float(dt_ms, "dt_ms", above=0.0)
    noise, rng = _checks.check_float(noise, "noise", min=0.0), _checks.as_generator(seed)
    if duration / dt <= 0.5:
        raise ValueError(f"dt_ms is {dt}, expected at most duration_ms = {duration}")
    for name, interval in (("dt_ms", dt), ("refractory_ms", membrane.refractory_ms)):  # limits the steps and the spikes
        if duration / interval > MAX_STEPS:
            raise ValueError(f"duration_ms is {duration}, expected at most {MAX_STEPS:,} times {name} = {interval}")
    steps = round(duration / dt)
    current = _checks.check_bounded(_checks.as_floats(current_nA, "current_nA"), "current_nA")
    if current.shape not in ((), (steps,)):
        raise ValueError(f"current_nA has shape {current.shape}, expected one number, or one for each step: shape ({steps},)")
    steady_states = np.broadcast_to(membrane.rest_mV + membrane.resistance_megaohm * current, steps).tolist()
    normals = rng.standard_normal(steps).tolist()

    t = dt * np.arange(steps + 1)
    v, spikes = np.empty(steps + 1), []
    now, v[0] = 0.0, membrane.rest_mV
    potential = membrane.rest_mV
    for k, end in enumerate(t[1:].tolist()):
        while now < end:
            decay = math.exp((now - end) / membrane.tau_ms)
            rise = -math.expm1((now - end) / membrane.tau_ms)  # 1 − decay, but never 0: a refractory period may end an instant before `end`
            target = steady_states[k] + noise * normals[k] * math.sqrt((1 + decay) / rise)
            reached = target + (potential - target) * decay
            if reached <= membrane.threshold_mV:
                potential, now = reached, end
            else:
                spike = now + membrane.tau_ms * math.log((target - potential) / (target - membrane.threshold_mV))
                spike = min(spike, end)  # rounding can put it later
                spikes.append(spike)
                potential, now = membrane.reset_mV, spike + membrane.refractory_ms
        v[k + 1] = potential
    return t, v, np.array(spikes)


def lif_rate(current_nA, membrane: Membrane | None = None) -> Array:
    """The firing rate in Hz under a constant `current_nA` (any shape), without noise: the f–I curve, 0 up to the rheobase.

    1 / (refractory period + τ ln((R·I + E_L − V_reset) / (R·I + E_L − V_th))): Dayan and Abbott (2001), eq. 5.11, plus the
    refractory period.
    """
    membrane = as_membrane(membrane)
    current = _checks.check_bounded(_checks.as_floats(current_nA, "current_nA"), "current_nA")
    steady_state = membrane.rest_mV + membrane.resistance_megaohm * current
    fires = steady_state > membrane.threshold_mV
    above_threshold = np.where(fires, steady_state - membrane.threshold_mV, 1.0)
    interval_ms = membrane.refractory_ms + membrane.tau_ms * np.log1p((membrane.threshold_mV - membrane.reset_mV) / above_threshold)
    return np.where(fires, 1000 / interval_ms, 0.0)[()]


def as_membrane(membrane: Membrane | None) -> Membrane:
    """The membrane that came, or the lecture's for None."""
    expected = "a Membrane, or None for the lecture's"
    return Membrane() if membrane is None else _checks.check_instance(membrane, "membrane", Membrane, expected)

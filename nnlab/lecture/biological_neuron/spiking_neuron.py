"""The explorer `spiking_neuron`: a membrane that spikes, what a rate leaves out of its spike train, and its rate beside a sigmoid."""

import functools
from dataclasses import replace

import numpy as np

from nnlab import Membrane, lif, lif_rate
from nnlab.activations import sigmoid
from nnlab.engine import drawing
from nnlab.engine.scene import Pointer, Scene, View
from nnlab.engine.stacked import StackedFigure
from nnlab.language import translate

DURATION_MS, SHOWN_MS, DT_MS = 1000.0, 200.0, 0.5  # simulated, shown of the membrane potential, and the time step
SPIKE_HEIGHT_MV = 65.0  # how far above the threshold a spike is drawn; the model gives spikes no shape
HIGHEST_RATES_HZ = (20.0, 40.0, 60.0, 80.0, 120.0, 160.0, 240.0, 340.0, 680.0)  # at which the panel of rates may end
BURST_SIZE = 5  # spikes
# The neuron that receives the spikes: how far one spike raises its potential, time constant, threshold above rest, refractory period
RECEIVED_SPIKE_MV, RECEIVER_TAU_MS, RECEIVER_THRESHOLD_MV, RECEIVER_REFRACTORY_MS = 6.0, 10.0, 15.0, 2.0


def receiver_spikes(spikes: np.ndarray) -> np.ndarray:
    """The spike times (ms) of a leaky integrate-and-fire neuron that receives these `spikes` (ms)."""
    fired, potential, last, refractory_until = [], 0.0, 0.0, -np.inf
    for now in spikes.tolist():
        potential, last = potential * np.exp((last - now) / RECEIVER_TAU_MS), now
        if now >= refractory_until:
            potential += RECEIVED_SPIKE_MV
        if potential >= RECEIVER_THRESHOLD_MV:
            fired.append(now)
            potential, refractory_until = 0.0, now + RECEIVER_REFRACTORY_MS
    return np.array(fired)


def spike_train(n: int, kind: str, min_interval: float, seed: int = 0) -> np.ndarray:
    """`n` spike times (ms) within DURATION_MS, at least `min_interval` ms apart: "bursts" of BURST_SIZE, or "irregular" (random)."""
    k, rng = np.arange(n), np.random.default_rng(seed)
    if kind == "irregular":
        free = rng.uniform(0, max(0.0, DURATION_MS - (n - 1) * min_interval), n)
        return np.sort(free) + min_interval * k
    mean_interval = DURATION_MS / max(n, 1)
    first = k - k % BURST_SIZE  # index of the first spike of the same burst
    return (first + rng.uniform()) * mean_interval + (k - first) * min(mean_interval, min_interval + 1.0)


@functools.lru_cache(maxsize=64)
def simulated_rates(membrane: Membrane, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Nine currents (nA) up to four times the rheobase, and the firing rates (Hz) of simulations."""
    currents = membrane.rheobase_nA * np.arange(1, 10) / 2.25
    return currents, np.array([firing_rate(lif(current, DURATION_MS, DT_MS, noise, seed, membrane)[2], noise) for current in currents])


def firing_rate(spikes: np.ndarray, noise: float) -> float:
    """Spikes a second (Hz): counted within DURATION_MS; without noise all intervals are equal, and their length is more precise."""
    if noise == 0 and len(spikes) > 1:
        return 1000 * (len(spikes) - 1) / float(spikes[-1] - spikes[0])
    return 1000 * len(spikes) / DURATION_MS


def best_heights(shapes: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of the shapes (n, points) the factor with which it misses `target` (points,) least, and its largest error then: (n,), (n,).

    As a function of the factor the largest error is convex: each of the repetitions leaves out a third of what was left.
    """
    low, high = np.zeros(len(shapes)), 2 * target.max() / shapes.max(axis=1)

    def largest_error(heights):
        return np.abs(heights[:, None] * shapes - target).max(axis=1)

    for _ in range(36):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        left_is_better = largest_error(left) < largest_error(right)
        low, high = np.where(left_is_better, low, left), np.where(left_is_better, right, high)
    return low, largest_error(low)


@functools.lru_cache(maxsize=64)
def fit_sigmoid(membrane: Membrane) -> tuple[float, float, float]:
    """(r, k, m) of the sigmoid r·σ(k(I − m)) whose largest error on the f–I curve, up to four times the rheobase, is smallest."""
    current = np.linspace(0, 4, 121)  # in rheobases
    target = lif_rate(current * membrane.rheobase_nA, membrane)
    midpoint, steepness, width = 1.5, 1.5, 1.0
    for _ in range(10):  # a finer grid around the best point of the last one
        m, k = np.meshgrid(midpoint + width * np.linspace(-1, 1, 9), steepness * np.exp(width * np.linspace(-1, 1, 9)))
        heights, errors = best_heights(sigmoid.f(k.reshape(-1, 1) * (current - m.reshape(-1, 1))), target)
        best = errors.argmin()
        height, midpoint, steepness, width = heights[best], m.flat[best], k.flat[best], width / 1.7
    return float(height), float(steepness) / membrane.rheobase_nA, float(midpoint) * membrane.rheobase_nA


class SpikingNeuron(Scene):
    """Parameters: `current` (nA), `noise` (mV), `tau` (ms), `refractory` (ms), `second_train` ("bursts", "irregular"), `seed`."""

    size = (9.6, 4.8)
    stacks = True
    narrow_heights = (2.7, 2.5, 4.1)
    interactive = True
    rebuild_on = frozenset({"second_train", "tau", "refractory"})

    def __init__(self, membrane: Membrane):
        self.membrane = membrane
        self.currents = np.linspace(0, 4 * membrane.rheobase_nA, 241)

    def build(self, figure, *, second_train, tau, refractory, **params):
        narrow = isinstance(figure, StackedFigure)
        if narrow:
            potential, raster, curve = figure.subplots(1, 3)
        else:
            grid = figure.add_gridspec(2, 2, width_ratios=(1.25, 1), height_ratios=(1.1, 1))
            potential, raster, curve = (figure.add_subplot(place) for place in (grid[0, 0], grid[1, 0], grid[:, 1]))
        view = View()
        rest, reset, threshold = self.membrane.rest_mV, self.membrane.reset_mV, self.membrane.threshold_mV
        potential.set(title=translate("spiking_neuron.membrane"), xlabel=translate("spiking_neuron.time"), xlim=(0, SHOWN_MS),
                      ylim=(min(rest, reset) - 0.8 * (threshold - rest), threshold + SPIKE_HEIGHT_MV + 10))  # fmt: skip
        potential.axhline(threshold, color=drawing.ORANGE, linewidth=1, linestyle="--")
        ticks = {rest: translate("spiking_neuron.rest"), threshold: translate("spiking_neuron.threshold")}
        potential.set_yticks([*ticks, 0.0], [f"{name} {value:g}".replace("-", "−") for value, name in ticks.items()] + ["0"])
        view.potential = drawing.curve(potential, color=drawing.BLUE, linewidth=1.5)
        raster.set(title=translate("spiking_neuron.raster"), xlabel=translate("spiking_neuron.time"), xlim=(0, DURATION_MS))
        raster.set_ylim(-0.6, 3.6)
        raster.xaxis.set_major_formatter("{x:,.0f}")
        second = f"{second_train}.short" if narrow else second_train
        raster.set_yticks([3, 2, 1, 0], [translate(f"spiking_neuron.{row}") for row in ("own", "answer", second, "answer")])
        raster.grid(False)
        raster.axhline(1.5, color=drawing.PALE, linewidth=1)
        looks = ((drawing.BLUE, 1), (drawing.ORANGE, 1.8)) * 2
        view.trains = [drawing.curve(raster, color=color, linewidth=width) for color, width in looks]
        bound, top = 1000 / refractory, self._highest_rate(tau, refractory)
        curve.set(label="curve", title=translate("spiking_neuron.curve"), xlabel=translate("spiking_neuron.current"),
                  ylabel=translate("spiking_neuron.rate"), xlim=(0, self.currents[-1] * 1.02), ylim=(-0.02 * top, top))  # fmt: skip
        view.bound = drawing.curve(curve, color=drawing.GREY, linewidth=1.2, linestyle=":")
        view.sigmoid = drawing.curve(curve, color=drawing.GREEN, linestyle="--", linewidth=1.8)
        view.closed_form = drawing.curve(curve, color=drawing.BLUE)
        view.simulated = curve.plot([], [], "o", color=drawing.PAPER, markeredgecolor=drawing.BLUE, markeredgewidth=1.4, zorder=4)[0]
        view.now = curve.plot([], [], "D", color=drawing.ORANGE, markersize=9, markeredgecolor=drawing.PAPER, zorder=5)[0]
        names = [translate(f"spiking_neuron.{key}") for key in ("bound", "sigmoid", "closed", "measured", "now")]
        first = 0 if bound < top else 1  # the bound has a name where it is in the panel
        keys = curve.lines[first:], names[first:]
        if narrow:
            figure.legend(*keys, loc="outside lower center", fontsize=10)
        else:
            curve.legend(*keys, loc="lower right", fontsize=10, handlelength=1.6)  # where no curve comes
        view.live = [view.potential, *view.trains, view.bound, view.sigmoid, view.closed_form, view.simulated, view.now]
        view.grips = [view.now]
        return view

    def _highest_rate(self, tau: float, refractory: float) -> float:
        """Where the panel of rates ends: above the curve."""
        fastest = float(lif_rate(self.currents[-1], replace(self.membrane, tau_ms=float(tau), refractory_ms=float(refractory))))
        return next((top for top in HIGHEST_RATES_HZ if top > 1.05 * fastest), 1.05 * fastest)

    def update(self, view, *, current, noise, tau, refractory, second_train, seed):
        membrane = replace(self.membrane, tau_ms=float(tau), refractory_ms=float(refractory))
        t, v, spikes = lif(current, DURATION_MS, DT_MS, noise, seed, membrane)
        view.potential.set_data(*_with_spikes(t, v, spikes, membrane))
        other = spike_train(len(spikes), second_train, membrane.refractory_ms, seed)
        trains = spikes, receiver_spikes(spikes), other, receiver_spikes(other)
        for row, (line, train) in enumerate(zip(view.trains, trains, strict=True)):
            line.set_data(np.repeat(train, 3), np.tile([3 - row - 0.36, 3 - row + 0.36, np.nan], len(train)))
        closed_form = lif_rate(self.currents, membrane)
        r, k, midpoint = fit_sigmoid(membrane)
        fitted = r * sigmoid.f(k * (self.currents - midpoint))
        view.closed_form.set_data(self.currents, closed_form)
        view.sigmoid.set_data(self.currents, fitted)
        rate, bound, rheobase = firing_rate(spikes, noise), 1000 / membrane.refractory_ms, membrane.rheobase_nA
        view.bound.set_data([0, 2 * self.currents[-1]], [bound, bound])
        view.simulated.set_data(*simulated_rates(membrane, noise, seed))
        view.now.set_data([current], [min(rate, 0.985 * view.now.axes.get_ylim()[1])])
        answers, other_answers = len(trains[1]), len(trains[3])
        case = "noise" if current <= rheobase else "bound" if rate > 0.7 * bound else "fires"
        comparison = "same" if answers == other_answers else "differs"
        keys = (f"status_{case}", f"trains_{comparison}", "status_sigmoid") if len(spikes) else ("status_silent",)
        values = {"n": len(spikes), "rate": rate, "closed": float(lif_rate(current, membrane)), "current": current, "noise": noise,
                  "rheobase": rheobase, "bound": bound, "a": answers, "b": other_answers,
                  "own": translate(f"spiking_neuron.{'noisy' if noise else 'even'}.name"),
                  "order": translate(f"spiking_neuron.{second_train}.name"),
                  "sigmoid": float(r * sigmoid.f(k * (current - midpoint))), "off": float(np.abs(fitted - closed_form).max())}  # fmt: skip
        return " ".join(translate(f"spiking_neuron.{key}", **values) for key in keys)

    def drag(self, start: Pointer, end: Pointer, **params):
        """A drag along the curve of rates sets the current."""
        return {"current": end.x} if start.panel == end.panel == "curve" else {}

    def key(self, key, *, current, **params):
        """Right and left change the current."""
        change = {"ArrowRight": 1, "ArrowLeft": -1}.get(key, 0) * self.membrane.rheobase_nA / 30
        return {"current": float(np.clip(current + change, 0.0, self.currents[-1]))} if change else {}


def _with_spikes(t, v, spikes, membrane) -> tuple[np.ndarray, np.ndarray]:
    """Times and potentials of the curve as drawn: at every spike it rises above the threshold and falls to the reset."""
    t, v = t[t <= SHOWN_MS], v[t <= SHOWN_MS]
    spikes = spikes[spikes <= SHOWN_MS]
    spike_shape = np.tile([membrane.threshold_mV, membrane.threshold_mV + SPIKE_HEIGHT_MV, membrane.reset_mV], len(spikes))
    times = np.concatenate([t, np.repeat(spikes, 3)])
    order = np.argsort(times, kind="stable")
    return times[order], np.concatenate([v, spike_shape])[order]

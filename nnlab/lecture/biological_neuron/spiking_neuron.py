"""The neuron that spikes: its membrane, what a rate does not tell of its spike train, and its f–I curve beside a sigmoid."""

import functools
from dataclasses import replace

import numpy as np

from nnlab.activations import sigmoid
from nnlab.engine import drawing
from nnlab.engine.scene import Scene, View
from nnlab.language import translate
from nnlab.neuron import Membrane, lif, lif_rate

DURATION, SHOWN, DT = 1000.0, 200.0, 0.5  # ms: simulated, shown of the membrane, and the step
PEAK = 65.0  # mV above the threshold: how high a spike is drawn; the model has no shape for it
HIGHEST = 340.0  # Hz, of the f–I panel
BURST = 5  # spikes
LIFT, MEMORY, LEVEL, PAUSE = 6.0, 10.0, 15.0, 2.0  # of the neuron that is given the spikes: mV each, ms, mV to its threshold, ms


def answers(spikes: np.ndarray) -> np.ndarray:
    """When a neuron fires that is given these `spikes` (ms): each lifts its potential at once by LIFT, which then leaks away."""
    fired, level, before, deaf_until = [], 0.0, 0.0, -np.inf
    for now in spikes.tolist():
        level, before = level * np.exp((before - now) / MEMORY), now
        if now < deaf_until:
            continue
        level += LIFT
        if level >= LEVEL:
            fired.append(now)
            level, deaf_until = 0.0, now + PAUSE
    return np.array(fired)


def rearranged(n: int, how: str, shortest: float, seed: int = 0) -> np.ndarray:
    """`n` spikes within DURATION that are never closer than `shortest` ms: in "bursts" of BURST, or "irregular", by chance."""
    k, rng = np.arange(n), np.random.default_rng(seed)
    if how == "irregular":
        free = rng.uniform(0, max(0.0, DURATION - (n - 1) * shortest), n)
        return np.sort(free) + shortest * k
    mean = DURATION / max(n, 1)
    first = k - k % BURST  # of the burst that a spike belongs to
    return (first + rng.uniform()) * mean + (k - first) * min(mean, shortest + 1.0)


@functools.lru_cache(maxsize=64)
def measured(membrane: Membrane, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Currents in nA and the rates in Hz that the simulated cell has under them."""
    currents = membrane.rheobase_nA * np.arange(1, 10) / 2.25
    return currents, np.array([rate(lif(current, DURATION, DT, noise, seed, membrane)[2], noise) for current in currents])


def rate(spikes: np.ndarray, noise: float) -> float:
    """Spikes a second: their number within DURATION; without noise, when all intervals are equal, more exactly from these."""
    if noise == 0 and len(spikes) > 1:
        return 1000 * (len(spikes) - 1) / float(spikes[-1] - spikes[0])
    return 1000 * len(spikes) / DURATION


@functools.lru_cache(maxsize=64)
def best_sigmoid(membrane: Membrane) -> tuple[float, float, float]:
    """The scaled sigmoid r·σ(k(I − m)) nearest to the f–I curve up to four times the rheobase, by least squares: (r, k, m)."""
    current = np.linspace(0, 4 * membrane.rheobase_nA, 121) / membrane.rheobase_nA
    target = lif_rate(current * membrane.rheobase_nA, membrane)
    middle, steep, width = 1.5, 1.5, 1.0
    for _ in range(6):  # a grid that closes in
        m = middle + width * np.linspace(-1, 1, 13)[:, None, None]
        k = steep * np.exp(width * np.linspace(-1, 1, 13))[:, None]
        shape = sigmoid.f(k * (current - m))
        highest = (shape @ target) / (shape**2).sum(axis=-1)
        error = ((highest[..., None] * shape - target) ** 2).sum(axis=-1)
        i, j = np.unravel_index(error.argmin(), error.shape)
        middle, steep, width = float(m[i, 0, 0]), float(k[j, 0]), width / 2.5
    return float(highest[i, j]), steep / membrane.rheobase_nA, middle * membrane.rheobase_nA


class SpikingNeuron(Scene):
    """Parameters: `current` (nA), `noise` (mV), `tau` (ms), `refractory` (ms), `second_train` ("bursts", "irregular"), `seed`."""

    size = (9.7, 4.8)
    rebuild_on = frozenset({"second_train"})

    def __init__(self, membrane: Membrane):
        self.membrane = membrane
        self.currents = np.linspace(0, 4 * membrane.rheobase_nA, 241)

    def build(self, figure, *, second_train, **params):
        grid = figure.add_gridspec(2, 2, width_ratios=(1.25, 1), height_ratios=(1.1, 1))
        membrane, raster, curve = (figure.add_subplot(place) for place in (grid[0, 0], grid[1, 0], grid[:, 1]))
        cell = self.membrane
        low = min(cell.rest_mV, cell.reset_mV) - 0.8 * (cell.threshold_mV - cell.rest_mV)
        membrane.set(title=translate("spiking_neuron.membrane"), xlabel=translate("spiking_neuron.time"), ylabel="mV", xlim=(0, SHOWN))
        membrane.set_ylim(low, cell.threshold_mV + PEAK + 10)
        membrane.axhline(cell.threshold_mV, color=drawing.ORANGE, linewidth=1, linestyle="--")
        membrane.set_yticks(*_levels(cell))
        self._potential = drawing.curve(membrane, color=drawing.BLUE, linewidth=1.5)
        raster.set(title=translate("spiking_neuron.raster"), xlabel=translate("spiking_neuron.time"), xlim=(0, DURATION), ylim=(-0.6, 3.6))
        raster.set_yticks([3, 2, 1, 0], [translate("spiking_neuron.own"), translate("spiking_neuron.answer"),
                                         translate(f"spiking_neuron.{second_train}"), translate("spiking_neuron.answer")])  # fmt: skip
        raster.grid(False)
        raster.axhline(1.5, color=drawing.PALE, linewidth=1)
        self._trains = [drawing.curve(raster, color=colour, linewidth=width)
                        for colour, width in ((drawing.BLUE, 1), (drawing.ORANGE, 1.8)) * 2]  # fmt: skip
        curve.set(
            title=translate("spiking_neuron.curve"), xlabel=translate("spiking_neuron.current"), ylabel=translate("spiking_neuron.rate")
        )
        curve.set(xlim=(0, self.currents[-1] * 1.02), ylim=(-6, HIGHEST))
        self._bound = drawing.curve(curve, color=drawing.GREY, linewidth=1.2, linestyle=":", label=translate("spiking_neuron.bound"))
        self._sigmoid = drawing.curve(curve, color=drawing.GREEN, linestyle="--", linewidth=1.8, label=translate("spiking_neuron.sigmoid"))
        self._closed = drawing.curve(curve, color=drawing.BLUE, label=translate("spiking_neuron.closed"))
        self._points = curve.plot([], [], "o", color="white", markeredgecolor=drawing.BLUE, markeredgewidth=1.4, zorder=4,
                                  label=translate("spiking_neuron.measured"))[0]  # fmt: skip
        self._now = curve.plot([], [], "D", color=drawing.ORANGE, markersize=9, markeredgecolor="white", zorder=5,
                               label=translate("spiking_neuron.now"))[0]  # fmt: skip
        curve.legend(loc="upper left", fontsize=9)

    def cell(self, *, tau, refractory, **params) -> Membrane:
        """The membrane of these parameters."""
        return replace(self.membrane, tau_ms=float(tau), refractory_ms=float(refractory))

    def update(self, **params):
        cell, current, noise = self.cell(**params), params["current"], params["noise"]
        t, v, spikes = lif(current, DURATION, DT, noise, params["seed"], cell)
        self._potential.set_data(*_with_spikes(t, v, spikes, cell))
        other = rearranged(len(spikes), params["second_train"], cell.refractory_ms, params["seed"])
        trains = spikes, answers(spikes), other, answers(other)
        for row, (line, train) in enumerate(zip(self._trains, trains, strict=True)):
            line.set_data(np.repeat(train, 3), np.tile([3 - row - 0.36, 3 - row + 0.36, np.nan], len(train)))
        closed = lif_rate(self.currents, cell)
        r, k, middle = best_sigmoid(cell)
        fitted = r * sigmoid.f(k * (self.currents - middle))
        self._closed.set_data(self.currents, closed)
        self._sigmoid.set_data(self.currents, fitted)
        bound = 1000 / cell.refractory_ms
        self._bound.set_data([0, 2 * self.currents[-1]], [bound] * 2)
        self._points.set_data(*measured(cell, noise, params["seed"]))
        now = rate(spikes, noise)
        self._now.set_data([current], [min(now, HIGHEST - 5)])
        live = [self._potential, *self._trains, self._bound, self._sigmoid, self._closed, self._points, self._now]
        values = {"n": len(spikes), "rate": now, "closed": float(lif_rate(current, cell)), "current": current, "noise": noise,
                  "rheobase": cell.rheobase_nA, "bound": bound, "a": len(trains[1]), "b": len(trains[3]),
                  "sigmoid": float(r * sigmoid.f(k * (current - middle))), "off": float(np.abs(fitted - closed).max())}  # fmt: skip
        return View(live, self._sentence(values, params["second_train"]))

    @staticmethod
    def _sentence(values, second_train):
        if values["n"] == 0:
            return translate("spiking_neuron.status_silent", **values)
        case = "noise" if values["current"] <= values["rheobase"] else "bound" if values["rate"] > 0.7 * values["bound"] else "fires"
        told = "same" if values["a"] == values["b"] else "differs"
        order = translate(f"spiking_neuron.{second_train}.name")
        parts = (translate(f"spiking_neuron.status_{case}", **values), translate(f"spiking_neuron.trains_{told}", order=order, **values),
                 translate("spiking_neuron.status_sigmoid", **values))  # fmt: skip
        return " ".join(parts)


def _levels(cell) -> tuple[list, list]:
    """The ticks of the membrane's axis: rest, threshold and 0 mV, the first two by name."""
    ticks = {cell.rest_mV: translate("spiking_neuron.rest"), cell.threshold_mV: translate("spiking_neuron.threshold")}
    return [*ticks, 0.0], [f"{name} {value:g}".replace("-", "−") for value, name in ticks.items()] + ["0"]


def _with_spikes(t, v, spikes, cell) -> tuple[np.ndarray, np.ndarray]:
    """The potential with a stroke for every spike, from the threshold up and down to the reset: in the order of time."""
    t, v = t[t <= SHOWN], v[t <= SHOWN]
    spikes = spikes[spikes <= SHOWN]
    strokes = np.tile([cell.threshold_mV, cell.threshold_mV + PEAK, cell.reset_mV], len(spikes))
    times = np.concatenate([t, np.repeat(spikes, 3)])
    order = np.argsort(times, kind="stable")
    return times[order], np.concatenate([v, strokes])[order]

"""The experiments behind what notebook 08 concludes: each takes seeds and returns figures by name."""

import functools

import numpy as np

from nnlab import dead_units, inactive_units, leaky_relu, moved_units, sgd, spiral
from nnlab.lecture.experiments import accuracy, compare, with_activation
from nnlab.lecture.leaky_relu_maxout.contenders import (
    ALL_BACK,
    CONTROLS,
    FITTING_RATE,
    GELU,
    LEAKY,
    LOGARITHM,
    MINIMUM,
    SILU,
    as_maxout,
    diverged_share,
    first_units,
    halves_of_leaky,
    killed,
    spiral_network,
    train_on_spiral,
    train_prelu,
    unseen_accuracy,
)

REVIVAL_STEPS = (150, 1500, 4000)
UNITS_LEFT = (100, 50, 25, 10, 5, 2)
EDGE_RATES, EDGE_STEPS = (1.0, 3.0, 4.5, 6.0, 8.0), (150, 1500)
DIGITS_RATES = (0.35, 0.5, 0.7, 1.0, 1.4)
SPIRAL_RATES = (1.0, 1.5, 2.0, 4.5, 6.0)
RATES_OF_DIVERGENCE = (2.0, 3.0, 3.5, 4.5, 6.0, 8.0)
HIGH_RATES = (8.0, 12.0, 20.0)


def median_accuracy(networks) -> float:
    """The median accuracy on the spiral's 300 points."""
    return float(np.median([accuracy(network, *spiral()) for network in networks]))


def median_share(measure, *lists) -> float:
    """The median share of hidden units in the mask that `measure` gives, over the networks of the lists."""
    return float(np.median([measure(*networks)[0].mean() for networks in zip(*lists, strict=True)]))


def off_share(networks) -> float:
    """The median share of units that are on for no example."""
    return median_share(lambda network: inactive_units(network, spiral()[0]), networks)


def dead_share(networks) -> float:
    """The median share of units whose gradient is exactly 0 on every example."""
    return median_share(lambda network: dead_units(network, spiral()[0]), networks)


@functools.cache
def trained(name: str, rate: float, seed, steps: int):
    """A fresh network after 150, 1,500 or 4,000 steps with LEAKY[name]: readings share it, and longer trainings continue shorter ones."""
    before = max((n for n in REVIVAL_STEPS if n < steps), default=0)
    network = trained(name, rate, seed, before) if before else spiral_network(seed=seed)
    return train_on_spiral(network, LEAKY[name], rate, steps - before)


def three_measures(seeds):
    """200 steps at rate 8: the share of units on for no example, and with gradient exactly 0; Maxout diverges, and is run at rate 2 too."""
    figures = {}
    for name, activation in LEAKY.items():
        networks = [killed(activation, seed=seed) for seed in seeds]
        after = [network for network in networks if network is not None]
        figures |= {f"{name}_off": off_share(after), f"{name}_dead": dead_share(after), f"{name}_accuracy": median_accuracy(after)}
    figures["maxout_diverged"] = float(np.mean([killed("maxout", seed=seed) is None for seed in seeds]))
    after = [train_on_spiral(spiral_network("maxout", seed), "maxout", 2.0, 200) for seed in seeds]
    return figures | {"maxout_off": off_share(after), "maxout_dead": dead_share(after)}


def revival(seeds):
    """The killed network trained on at rate 1 with each function, beside a fresh one with ReLU, for 150, 1,500 and 4,000 steps."""
    dead = [killed(seed=seed) for seed in seeds]
    starts = dict.fromkeys(LEAKY, dead) | {"maxout": [as_maxout(network) for network in dead]}
    starts["fresh"] = [spiral_network(seed=seed) for seed in seeds]
    figures = {"before": median_accuracy(dead), "before_dead": dead_share(dead)}
    for name, start in starts.items():
        activation = LEAKY.get(name, start[0].layers[0].activation)
        networks, before = start, 0
        columns = {"": [], "_low": [], "_off": [], "_dead": [], "_moved": []}
        for steps in REVIVAL_STEPS[: 2 if name == "maxout" else 3]:
            if name == "fresh":
                networks = [trained("relu", FITTING_RATE, seed, steps) for seed in seeds]
            else:
                networks = [train_on_spiral(network, activation, FITTING_RATE, steps - before) for network in networks]
            before = steps
            columns[""].append(median_accuracy(networks))
            columns["_low"].append(min(accuracy(network, *spiral()) for network in networks))
            columns["_off"].append(off_share(networks))
            columns["_dead"].append(dead_share(networks))
            columns["_moved"].append(median_share(moved_units, start, networks))
        figures |= {name + column: values for column, values in columns.items()}
    for name in ("relu", "leaky_001", "leaky_01", "maxout"):
        for i, steps in enumerate(REVIVAL_STEPS[: len(figures[name])]):
            figures |= {f"{name}_short_{steps}": figures["fresh"][i] - figures[name][i], f"{name}_off_{steps}": figures[f"{name}_off"][i]}
        figures |= {f"{name}_dead_now": figures[f"{name}_dead"][0], f"{name}_moved_now": figures[f"{name}_moved"][0]}
    figures |= {f"{name}_behind_{steps}": 100 * figures[f"{name}_short_{steps}"] for name in LEAKY for steps in REVIVAL_STEPS}
    return figures


def way_back(seeds):
    """What keeps revived units off: their sums before and after 150 steps with α = 0.1, and with the whole gradient passed backward."""
    dead = [killed(seed=seed) for seed in seeds]
    revived = [train_on_spiral(network, LEAKY["leaky_01"], FITTING_RATE, 150) for network in dead]
    means, away = [], []
    for before, after in zip(dead, revived, strict=True):
        off = inactive_units(before, spiral()[0])[0]
        z, later = (network.forward(spiral()[0]).zs[0][:, off] for network in (before, after))
        means.extend(z.mean(axis=0))
        away.extend(later.max(axis=0) < z.max(axis=0))
    whole = [train_on_spiral(network, ALL_BACK, FITTING_RATE, 150) for network in dead]
    return {
        "sum": float(np.median(means)), "away": float(np.mean(away)), "off": off_share(revived), "accuracy": median_accuracy(revived),
        "whole_off": off_share(whole), "whole_accuracy": median_accuracy(whole),
    }  # fmt: skip


def halves(seeds):
    """Leaky ReLU's output or gradient alone: in the dead network (α = 0.1), 1,500 steps at rate 6 (0.01), and what diverges (0.6)."""
    dead = [killed(seed=seed) for seed in seeds]
    figures = {}
    for name, activation in halves_of_leaky(0.1).items():
        early = [train_on_spiral(network, activation, FITTING_RATE, 150) for network in dead]
        late = [train_on_spiral(network, activation, FITTING_RATE, 1350) for network in early]
        figures |= {f"{name}_early": median_accuracy(early), f"{name}_late": median_accuracy(late)}
        figures |= {f"{name}_off": off_share(late), f"{name}_dead": dead_share(late)}
    for name, activation in halves_of_leaky(0.01).items():
        high = [train_on_spiral(spiral_network(seed=seed), activation, 6.0, 1500) for seed in seeds]
        figures |= {f"{name}_6": median_accuracy(high), f"{name}_6_dead": dead_share(high)}
    steep = {"both": leaky_relu(0.6), **halves_of_leaky(0.6)}
    return figures | {f"{name}_diverged": diverged_share(activation, 4.5, seeds) for name, activation in steep.items()}


def dying_cost(seeds):
    """Fresh ReLU networks with only the first 100, 50, … 2 units, at rate 1: accuracy after 150 and 1,500 steps."""
    figures = {"after_150": [], "after_1500": []}
    for n in UNITS_LEFT:
        if n == 100:  # all units
            networks, later = ([trained("relu", FITTING_RATE, seed, steps) for seed in seeds] for steps in (150, 1500))
        else:
            networks = [train_on_spiral(first_units(spiral_network(seed=seed), n), "relu", FITTING_RATE, 150) for seed in seeds]
            later = [train_on_spiral(network, "relu", FITTING_RATE, 1350) for network in networks]
        figures["after_150"].append(median_accuracy(networks))
        figures["after_1500"].append(median_accuracy(later))
    for steps in (150, 1500):
        shares = figures[f"after_{steps}"]
        figures |= {f"ten_{steps}": shares[3], f"two_{steps}": shares[5], f"lost_by_90_{steps}": shares[0] - shares[3]}
    return figures | {f"points_by_90_{steps}": 100 * figures[f"lost_by_90_{steps}"] for steps in (150, 1500)}


def survivors(seeds):
    """Units die in 200 steps at rate 8, or 6; then 500 and 1,500 steps at rate 1, beside a fresh network with as many units as survived."""
    figures = {}
    for rate in (8, 6):
        thrown = [train_on_spiral(spiral_network(seed=seed), "relu", rate, 200) for seed in seeds]
        left = [max(1, int((~dead_units(network, spiral()[0])[0]).sum())) for network in thrown]
        fresh = [first_units(spiral_network(seed=seed), n) for seed, n in zip(seeds, left, strict=True)]
        figures |= {f"left_{rate}": float(np.median(left)), f"fewest_{rate}": min(left), f"most_{rate}": max(left)}
        for key, steps in ((f"{rate}_500", 500), (f"{rate}", 1000)):
            thrown, fresh = ([train_on_spiral(network, "relu", FITTING_RATE, steps) for network in nets] for nets in (thrown, fresh))
            old, new = (np.array([accuracy(network, *spiral()) for network in networks]) for networks in (thrown, fresh))
            figures |= {f"worse_{key}": int((old < new).sum()), f"better_{key}": int((old > new).sum())}
            figures |= {f"thrown_{key}": float(np.median(old)), f"fresh_{key}": float(np.median(new))}
            figures[f"behind_{key}"] = float(100 * np.median(new - old))
    return figures


def larger_slopes(seeds):
    """Fresh networks with the slopes 0.1, 0.3 and 0.6, at rate 1, for 150 and 1,500 steps; also at lower rates, from hidden weights × 4."""
    figures = {}
    for name, alpha in (("small", 0.1), ("medium", 0.3), ("large", 0.6)):
        networks = [train_on_spiral(spiral_network(seed=seed), leaky_relu(alpha), FITTING_RATE, 150) for seed in seeds]
        later = [train_on_spiral(network, leaky_relu(alpha), FITTING_RATE, 1350) for network in networks]
        figures |= {f"{name}_150": median_accuracy(networks), f"{name}_1500": median_accuracy(later)}
    low = [train_on_spiral(spiral_network(seed=seed), leaky_relu(0.6), 0.3, 1500) for seed in seeds]
    starts = [spiral_network(seed=seed) for seed in seeds]
    for network in starts:
        network.layers[0].W[...] *= 4
    for name, alpha, rate, steps in (("medium", 0.3, 0.6, 150), ("large", 0.6, 0.3, 1500)):
        figures[f"{name}_own"] = median_accuracy([train_on_spiral(network, leaky_relu(alpha), rate, steps) for network in starts])
    return figures | {"large_low": median_accuracy(low)}


def edge(seeds):
    """ReLU and Leaky ReLU (0.01) side by side for 150 and 1,500 steps at rates from 1 to 8; also lowered to 1 after 150 of 1,500 steps."""
    names, figures = ("relu", "leaky_001"), {}
    for name in names:
        runs, late = ([[trained(name, rate, seed, steps) for seed in seeds] for rate in EDGE_RATES] for steps in EDGE_STEPS)
        figures |= {name: [median_accuracy(run) for run in runs], f"{name}_dead": [dead_share(run) for run in runs]}
        figures[f"{name}_off"] = [off_share(run) for run in runs]
        figures |= {f"{name}_late": [median_accuracy(run) for run in late], f"{name}_late_dead": [dead_share(run) for run in late]}
        figures[f"{name}_late_off"] = [off_share(run) for run in late]
        for rate, i in ((6, 3), (8, 4)):
            lowered = [train_on_spiral(network, LEAKY[name], FITTING_RATE, 1350) for network in runs[i]]
            figures[f"{name}_lowered_{rate}"] = median_accuracy(lowered)
    steeper = [train_on_spiral(spiral_network(seed=seed), LEAKY["leaky_01"], 4.5, 150) for seed in seeds]
    figures |= {"leaky_01_45": median_accuracy(steeper), "leaky_01_45_off": off_share(steeper)}
    relu, leaky = (np.array(figures[name]) for name in names)
    figures |= {f"gain_{rate:g}": float(100 * gain) for rate, gain in zip(EDGE_RATES, leaky - relu, strict=True)}
    figures |= {"leaky_lost_6": float(100 * (leaky[0] - leaky[3])), "relu_lost_6": float(100 * (relu[0] - relu[3]))}
    late = {rate: 100 * (figures["leaky_001_late"][i] - figures["relu_late"][i]) for i, rate in ((3, 6), (4, 8))}
    return figures | {"leaky_8": float(leaky[4]), "late_gain_6": late[6], "late_gain_8": late[8]}


def own_rate(dataset: str, contenders, seeds, start=1) -> dict:
    """Each contender at its own best rate: contender -> Outcome of its accuracies on unseen examples."""
    run = functools.partial(unseen_accuracy, dataset, start=start)
    return compare(run, contenders, seeds=seeds, learning_rate=DIGITS_RATES if dataset == "digits" else SPIRAL_RATES)


def consistent(seeds):
    """ReLU and Leaky ReLU (0.01) on unseen digits, each at its own best rate, and both at rate 0.1; the difference seed by seed."""
    outcomes = own_rate("digits", ("relu", "leaky"), seeds)
    relu, leaky = (np.array(outcomes[name].scores) for name in ("relu", "leaky"))
    low = [
        unseen_accuracy("digits", "leaky", seed=seed, learning_rate=0.1) - unseen_accuracy("digits", "relu", seed=seed, learning_rate=0.1)
        for seed in seeds
    ]
    return {
        "relu": outcomes["relu"].median, "leaky": outcomes["leaky"].median, "gain": outcomes["leaky"].median - outcomes["relu"].median,
        "better": int((leaky > relu).sum()), "worse": int((leaky < relu).sum()), "seeds": len(relu),
        "differences": [float(100 * difference) for difference in leaky - relu],
        "largest": float(100 * np.abs(leaky - relu).max()), "largest_low": float(100 * np.abs(low).max()),
    }  # fmt: skip


def later_functions(seeds):
    """ReLU, Leaky ReLU, PReLU, GELU and SiLU at their own best rates, on digits and, from two starts, on the spiral; two at rate 8."""
    names = ("relu", "leaky", "prelu", "gelu", "silu")
    figures = {}
    for column, dataset, start in (("digits", "digits", 1), ("spiral", "spiral", 1), ("doubled", "spiral", 2)):
        figures |= {f"{column}_{name}": outcome.median for name, outcome in own_rate(dataset, names, seeds, start).items()}
        shares = [figures[f"{column}_{name}"] for name in names]
        figures[f"{column}_range"] = 100 * (max(shares) - min(shares))
    for name, activation in {"gelu": GELU, "silu": SILU}.items():
        after = [killed(activation, seed=seed) for seed in seeds]
        figures |= {f"{name}_8": median_accuracy(after), f"{name}_8_off": off_share(after), f"{name}_8_dead": dead_share(after)}
        figures[f"{name}_8_late"] = median_accuracy([train_on_spiral(network, activation, 8.0, 1300) for network in after])
    networks, alphas = zip(*(train_prelu(spiral_network(seed=s), *spiral(), learning_rate=2.0, steps=150) for s in seeds), strict=True)
    low, high = np.quantile(alphas, (0.05, 0.95))
    figures |= {"alpha_low": float(low), "alpha_high": float(high), "alpha_negative": float(np.mean(np.array(alphas) < 0))}
    return figures | {"prelu": median_accuracy(networks), "prelu_as_relu": median_accuracy(with_activation(n, "relu") for n in networks)}


def maxout_fair(seeds):
    """ReLU and Maxout at a shared rate (0.1), and at their own best rates with equal numbers of parameters, on unseen examples."""
    lead = [
        unseen_accuracy("digits", "maxout", seed=seed, learning_rate=0.1) - unseen_accuracy("digits", "relu", seed=seed, learning_rate=0.1)
        for seed in seeds
    ]
    figures = {"shared_lead": float(100 * np.median(lead)), "seeds": len(lead)}
    outcomes = own_rate("digits", ("relu", "relu_wide", "maxout", "maxout_narrow"), seeds)
    figures |= {name: outcome.median for name, outcome in outcomes.items()}
    for size, one, other in (("narrow", "maxout_narrow", "relu"), ("wide", "maxout", "relu_wide")):
        pairs = 100 * (np.array(outcomes[one].scores) - np.array(outcomes[other].scores))
        figures |= {f"better_{size}": int((pairs > 0).sum()), f"worse_{size}": int((pairs < 0).sum())}
        figures |= {f"lead_{size}": 100 * (outcomes[one].median - outcomes[other].median), f"size_{size}": float(np.median(np.abs(pairs)))}
    return figures


def maxout_edge(seeds):
    """The share of runs that diverge, for ReLU, Maxout and the controls, at rates from 2 to 8."""
    shares = {name: [diverged_share(name, rate, seeds) for rate in RATES_OF_DIVERGENCE] for name in CONTROLS}
    columns = enumerate(RATES_OF_DIVERGENCE)  # relu_45 is the share at rate 4.5
    return shares | {f"{name}_{10 * rate:.0f}": values[i] for i, rate in columns for name, values in shares.items()}


def high_rates(seeds):
    """Five functions for 150 steps at rates 8, 12 and 20: how many runs diverge, how many units die, and the accuracy."""
    figures, functions = (
        {},
        {"relu": LEAKY["relu"], "minimum": MINIMUM, "leaky_001": LEAKY["leaky_001"], "gelu": GELU, "logarithm": LOGARITHM},
    )
    for name, activation in functions.items():
        for rate in HIGH_RATES:
            lasts = []
            for seed in seeds:
                for last in sgd(spiral_network(activation, seed), *spiral(), learning_rate=rate, steps=150):
                    if not last.loss < 1e12:
                        break
                lasts.append(last)
            figures[f"{name}_{rate:.0f}"] = float(np.median([last.accuracy for last in lasts]))
            figures[f"{name}_{rate:.0f}_dead"] = dead_share([last.network for last in lasts])
            figures[f"{name}_{rate:.0f}_diverged"] = float(np.mean([not last.loss < 1e6 for last in lasts]))
    return figures

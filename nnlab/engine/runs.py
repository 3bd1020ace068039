"""Long computations, such as trainings, kept by their settings: advanced in slices, stopped and taken up again with nothing lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from nnlab.engine.scene import Scene
from nnlab.training import Step, Trajectory, fill_trajectory


@dataclass
class _Run:
    """A computation: `steps` fills `result` and yields the share done; `derived` holds what was computed from its networks."""

    result: object
    steps: Iterator[float]
    finished: bool = False
    derived: dict[str, list] = field(default_factory=dict)


class RunCache:
    """Computations by key, the `max_runs` used last.

    `start(*key)` returns a result and the iterator that fills it step by step, yielding the share done.
    """

    def __init__(self, start: Callable[..., tuple[object, Iterator[float]]], max_runs: int):
        self._start, self._max_runs = start, max_runs
        self._runs: dict[tuple, _Run] = {}

    def get(self, *key):
        """The result as far as it is computed; a computation that is new has not begun."""
        return self._get_or_start(key).result

    def peek(self, *key):
        """The result as far as it is computed; None where nothing was asked for yet."""
        return self._runs[key].result if key in self._runs else None

    def finish(self, *key):
        """The whole result, computed now."""
        for _ in self.advance(*key):
            pass
        return self.get(*key)

    def is_finished(self, *key) -> bool:
        """Whether nothing is left to compute."""
        return key in self._runs and self._runs[key].finished

    def advance(self, *key) -> Iterator[float]:
        """Compute from where it was left, yielding the share done; a computation interrupted in mid-step is dropped."""
        run = self._get_or_start(key)
        while not run.finished:
            try:
                share = next(run.steps, None)
            except BaseException:
                self._runs.pop(key, None)
                raise
            run.finished = share is None
            if not run.finished:
                yield share

    def derive(self, key: tuple, name: str, function: Callable) -> list:
        """`function(network)` for every network that the Trajectory under `key` has, each computed once."""
        run = self._get_or_start(key)
        values = run.derived.setdefault(name, [])
        values += map(function, run.result.networks[len(values) :])
        return values

    def _get_or_start(self, key: tuple) -> _Run:
        """The run under `key`, which counts as used now; the one unused for longest is dropped for a new one."""
        run = self._runs.pop(key, None) or _Run(*self._start(*key))
        while len(self._runs) >= self._max_runs:
            del self._runs[next(iter(self._runs))]
        self._runs[key] = run
        return run


def drawable_losses(losses, low: float, high: float) -> np.ndarray:
    """`losses` (n,) within the heights low and high at which a curve is drawn; NaN and infinity become `high`."""
    return np.clip(np.nan_to_num(losses, nan=high, posinf=high), low, high)


class RunScene(Scene):
    """A picture of computations that are kept in the RunCache `runs`."""

    runs: RunCache

    def required_runs(self, **params) -> list[tuple]:
        """The keys of all runs that a picture shows, in the order in which they are computed."""
        raise NotImplementedError

    def prepare(self, **params):
        """Compute the runs one after the other."""
        keys = self.required_runs(**params)
        for i, key in enumerate(keys):
            for share in self.runs.advance(*key):
                yield (i + share) / len(keys)

    def is_cacheable(self, **params) -> bool:
        """Whether all runs are finished."""
        return all(self.runs.is_finished(*key) for key in self.required_runs(**params))


class TrainingScene(RunScene):
    """A picture of trainings whose parameters say which of them it shows; a parameter `step`, where there is one, says when."""

    max_runs = 4
    snapshots = 41

    def __init__(self):
        self.runs = RunCache(self._start_run, self.max_runs)

    def run_key(self, **params) -> tuple:
        """The parameters that a training depends on."""
        raise NotImplementedError

    def start_training(self, *key) -> tuple[Iterator[Step], int]:
        """The steps of a training, as `sgd` yields them, and how many there are."""
        raise NotImplementedError

    def required_runs(self, **params):
        """The training of these parameters alone."""
        return [self.run_key(**params)]

    def _start_run(self, *key):
        trajectory = Trajectory()
        return trajectory, fill_trajectory(trajectory, *self.start_training(*key), self.snapshots)

    def run(self, *key) -> Trajectory:
        """The training under `key` as far as it is computed, at least its first step."""
        trajectory = self.runs.get(*key)
        while not trajectory.networks:
            next(self.runs.advance(*key))
        return trajectory

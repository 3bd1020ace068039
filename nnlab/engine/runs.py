"""What pictures of a training share: runs kept by their settings, computed in slices, stoppable with nothing lost."""

import inspect

from nnlab.engine.scene import Scene
from nnlab.training import Trajectory, fill_trajectory


class Training(Scene):
    """A picture whose parameters say which run it shows; `step` among them says when."""

    keep = 4  # runs
    snapshots = 41

    def __init__(self):
        self._runs: dict[tuple, Trajectory] = {}
        self._descents: dict[tuple, object] = {}

    def settings(self, **params) -> tuple:
        """The parameters that a run depends on."""
        raise NotImplementedError

    def descent(self, *settings):
        """The steps of a run, and how many there are: (iterator, steps)."""
        raise NotImplementedError

    def wanted(self, **params) -> list[dict]:
        """The parameters of all runs that a picture shows, in the order in which they are computed."""
        return [params]

    def prepare(self, **params):
        wanted = self.wanted(**params)
        for i, its in enumerate(wanted):
            for share in self._rest(self._begun(**its)):
                yield (i + share) / len(wanted)

    def complete(self, **params) -> bool:
        descents = [self._descents.get(self.settings(**its)) for its in self.wanted(**params)]
        return all(descent and inspect.getgeneratorstate(descent) == inspect.GEN_CLOSED for descent in descents)

    def run(self, **params) -> Trajectory:
        """The run of these parameters as far as it is computed, at least its first step."""
        settings = self._begun(**params)
        while not self._runs[settings].networks:
            next(self._rest(settings))
        return self._runs[settings]

    def _rest(self, settings: tuple):
        """The rest of a run, from where an earlier look left it; one that breaks off in the middle of a step has to begin anew."""
        try:
            for share in self._descents[settings]:  # noqa: UP028 - `yield from` would close the run with a look that is broken off
                yield share
        except (Exception, KeyboardInterrupt):
            for kept in (self._runs, self._descents):
                kept.pop(settings, None)
            raise

    def _begun(self, **params) -> tuple:
        """The settings of these parameters' run, which exists from now on; the one not asked for longest makes room for it."""
        settings = self.settings(**params)
        if settings in self._runs:
            self._runs[settings] = self._runs.pop(settings)
        else:
            while len(self._runs) >= self.keep:
                oldest = next(iter(self._runs))
                del self._runs[oldest], self._descents[oldest]
            self._runs[settings] = Trajectory()
            self._descents[settings] = fill_trajectory(self._runs[settings], *self.descent(*settings), self.snapshots)
        return settings

"""What pictures of a training share: runs kept by their settings, computed in slices, stoppable with nothing lost."""

from nnlab.scenes.scene import Scene
from nnlab.training import Trajectory, record


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

    def prepare(self, **params):
        # goes on where an earlier look left it; `yield from` would close it together with this look
        for share in self._descents[self._begun(**params)]:  # noqa: UP028
            yield share

    def prepare_all(self, wanted: list[dict]):
        """Compute the runs of several sets of parameters, one after the other: yields the share done of all."""
        for i, params in enumerate(wanted):
            for share in Training.prepare(self, **params):
                yield (i + share) / len(wanted)

    def run(self, **params) -> Trajectory:
        """The run of these parameters as far as it is computed, at least its first step."""
        settings = self._begun(**params)
        while not self._runs[settings].networks:
            next(self._descents[settings])
        return self._runs[settings]

    def _begun(self, **params) -> tuple:
        """The settings of these parameters' run, which exists from now on; the oldest run makes room for it."""
        settings = self.settings(**params)
        if settings not in self._runs:
            while len(self._runs) >= self.keep:
                oldest = next(iter(self._runs))
                del self._runs[oldest], self._descents[oldest]
            self._runs[settings] = Trajectory()
            self._descents[settings] = record(self._runs[settings], *self.descent(*settings), self.snapshots)
        return settings

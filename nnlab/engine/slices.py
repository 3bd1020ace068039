"""Long computing in slices, between which the kernel answers its messages; the newest computation replaces an older one."""

import time
from collections.abc import Callable, Iterator

FIRST_SLICE_SECONDS, SLICE_SECONDS = 0.015, 0.04  # until a first picture shows what is known, and between later ones
PAUSE_SECONDS = 0.002  # until the kernel has looked at its messages


def call_later(action: Callable[[], None], seconds: float) -> bool:
    """Run `action` after some seconds in the kernel's event loop; False where there is none, as in a plain script."""
    import asyncio  # takes 10 ms, and a kernel has it already

    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return False
    loop.call_later(seconds, action)
    return True


class SlicedComputation:
    """At most one computation at a time.

    `on_progress(share)` is called after each slice but the last, `on_end()` at the end or when the computation is stopped.
    `schedule(action, seconds)` is `call_later` or the like; where it returns False, everything is computed at once.
    """

    def __init__(self, schedule: Callable[..., bool], on_progress: Callable[[float], None], on_end: Callable[[], None]):
        self._schedule, self._on_progress, self._on_end = schedule, on_progress, on_end
        self._steps: Iterator[float] | None = None

    @property
    def running(self) -> bool:
        """Whether something is being computed."""
        return self._steps is not None

    def start(self, steps: Iterator[float]) -> None:
        """Compute `steps`, which yields the share done, in place of what was being computed."""
        self._steps = steps
        self._run_slice(steps, FIRST_SLICE_SECONDS)

    def cancel(self) -> None:
        """Compute no further, without calling `on_end`."""
        self._steps = None

    def stop(self) -> None:
        """End with what is computed so far."""
        self._steps = None
        self._on_end()

    def _run_slice(self, steps: Iterator[float], seconds: float) -> None:
        if steps is not self._steps:
            return
        deadline = time.monotonic() + seconds
        for share in steps:
            if time.monotonic() > deadline and self._schedule(lambda: self._run_slice(steps, SLICE_SECONDS), PAUSE_SECONDS):
                self._on_progress(share)
                return
        self.stop()

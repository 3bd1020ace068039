"""Memory of freed arrays, kept for the next ones."""

import numpy as np


def reuse_freed_memory() -> None:
    """Let glibc reuse the memory of freed arrays of up to 16 MB, instead of taking new pages from the system each time.

    glibc keeps blocks up to the size of the largest one that was freed. A training step on all digits is 1.7 times as fast with it.
    """
    np.empty(2**21)

"""One file per lecture theme: parameters in, picture out. `Scene` says what a picture must be able to do."""

from nnlab.scenes.scene import Scene, Touch, View

__all__ = ["Scene", "Touch", "View"]

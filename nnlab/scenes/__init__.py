"""One file per lecture theme: parameters in, picture out. `Scene` says what a picture must be able to do."""

from nnlab.scenes import activations, classifier, score_functions
from nnlab.scenes.scene import Scene, View

__all__ = ["Scene", "View", "activations", "classifier", "score_functions"]

"""A picture without controls, for a notebook: a Matplotlib figure and what it shows in words."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.engine import drawing
from nnlab.engine.frames import to_png


class Picture:
    """What `draw(figure)` draws, shown as a PNG; it returns the sentence for readers who cannot see it. `size` in inches."""

    def __init__(self, draw, size=(8.4, 3.6)):
        with drawing.style():
            self.figure = Figure(figsize=size, dpi=100)
            self.alt = draw(self.figure)

    @property
    def png(self) -> bytes:
        """The picture as a PNG file."""
        canvas = FigureCanvasAgg(self.figure)
        with drawing.style():
            canvas.draw()
        return to_png(np.asarray(canvas.buffer_rgba()))

    def __repr__(self) -> str:
        return f"<nnlab picture: {self.alt}>"

    def _repr_mimebundle_(self, **options):
        return {"text/plain": repr(self), "image/png": self.png}, {"image/png": {"alt": self.alt}}

"""A picture without controls, for a notebook: a Matplotlib figure and what it shows in words."""

import io

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.engine import drawing


class Picture:
    """What `draw(figure)` draws, shown as a PNG; it returns the sentence for readers who cannot see it. `size` in inches."""

    def __init__(self, draw, size=(8.4, 3.6)):
        with drawing.style():
            self.figure = Figure(figsize=size, dpi=100)
            self.alt = draw(self.figure)

    @property
    def png(self) -> bytes:
        """The picture as a PNG file."""
        file = io.BytesIO()
        with drawing.style():
            FigureCanvasAgg(self.figure).print_png(file, metadata={"Software": None})
        return file.getvalue()

    def __repr__(self) -> str:
        return f"<nnlab picture: {self.alt}>"

    def _repr_mimebundle_(self, **options):
        return {"text/plain": repr(self), "image/png": self.png}, {"image/png": {"alt": self.alt}}

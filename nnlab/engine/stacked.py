"""A figure for phones: panels that a scene puts side by side stand one above the other, so that their text stays readable."""

from matplotlib.figure import Figure
from matplotlib.text import Text

WIDTH = 4.0  # inches; on a phone 360 pixels wide, text of 9 points is then 11 pixels high
PANEL_HEIGHT = 3.2  # inches
LONG = 18  # characters of Hangul that fit next to an axis; of Latin letters, more do


class StackedFigure(Figure):
    """A figure of one column, as high as its panels; `heights` in inches, one for each of them, or () for equal ones."""

    def __init__(self, heights=(), **options):
        super().__init__(figsize=(WIDTH, PANEL_HEIGHT), **options)
        self._heights = heights

    def subplots(self, nrows=1, ncols=1, *, width_ratios=None, **options):
        """As Matplotlib's, with a row of panels turned into a column."""
        if nrows != 1:
            return super().subplots(nrows, ncols, width_ratios=width_ratios, **options)
        heights = self._heights or [PANEL_HEIGHT] * ncols
        self.set_size_inches(WIDTH, sum(heights))
        return super().subplots(ncols, 1, height_ratios=heights, **options)

    def break_long_texts(self) -> None:
        """Let titles and notes that are longer than the figure is wide go on in a second line."""
        for text in (child for axes in self.axes for child in axes.get_children()):
            if isinstance(text, Text) and len(text.get_text()) > LONG:
                text.set_wrap(True)

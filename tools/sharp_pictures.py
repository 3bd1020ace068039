"""The pictures of explorers at twice the resolution that notebooks store, for slides that magnify them."""

import base64

import export_frames

from nnlab.engine.frames import to_png
from nnlab.engine.renderer import BlitRenderer

SCALE = 2


def sharpen(notebook) -> dict[str, int]:
    """Draw the pictures of the notebook's explorers anew, in place; returns the width in CSS pixels with which each cell's is shown."""
    widths = {}
    for cell in export_frames.explorer_cells(notebook):
        explorer = export_frames.open_explorer(notebook, cell)
        pixels, _ = BlitRenderer(explorer.scene, SCALE).render(**explorer.params)
        (output,) = (output for output in cell.outputs if "image/png" in output.get("data", {}))
        output.data["image/png"] = base64.b64encode(to_png(pixels)).decode()
        widths[cell.id] = pixels.shape[1] // SCALE
    return widths

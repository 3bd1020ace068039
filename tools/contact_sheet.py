"""One sheet of pictures and sentences for each explorer, as it opens and at every preset.

`python tools/contact_sheet.py FOLDER [NAME …] [--lang ko] [--theme dark] [--narrow]`
"""

import argparse
import io
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

import nnlab
from nnlab import explorers
from nnlab.engine import drawing
from nnlab.engine.explorer import Explorer
from nnlab.engine.scene import DPI
from nnlab.engine.theme import DARK, LIGHT

COLUMNS, GAP, CAPTION = 2, 8, 90


def pictures(explorer: Explorer) -> dict[str, tuple[str, Image.Image]]:
    """The explorer's sentence and picture as it opens, then at every preset."""
    shown = {}
    for state, changes in ({"": {}} | explorer.presets).items():
        explorer.reset()
        explorer.set(**changes)
        shown[state] = explorer.status, Image.open(io.BytesIO(explorer.png)).convert("RGB")
    return shown


def caption(words: str, width: int) -> Image.Image:
    """`words` in lines that are at most `width` pixels long."""
    with drawing.style():
        figure = Figure(figsize=(width / DPI, CAPTION / DPI), dpi=DPI, layout="none")
        figure.text(0.005, 0.95, words, va="top", wrap=True)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def sheet(shown: dict[str, tuple[str, Image.Image]]) -> Image.Image:
    """Pictures arranged in `COLUMNS`, each below its state and its sentence."""
    images = [image for _, image in shown.values()]
    width, height = max(image.width for image in images), max(image.height for image in images) + CAPTION
    page = Image.new("RGB", (COLUMNS * (width + GAP) + GAP, -(-len(images) // COLUMNS) * (height + GAP) + GAP), "#505050")
    for i, (state, (sentence, image)) in enumerate(shown.items()):
        left, top = GAP + i % COLUMNS * (width + GAP), GAP + i // COLUMNS * (height + GAP)
        page.paste(caption(f"[{state}] {sentence}", width), (left, top))
        page.paste(image, (left, top + CAPTION))
    return page


def main() -> None:
    """Draw the sheets that are asked for, each as FOLDER/LANGUAGE/NAME.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=explorers.__all__)
    parser.add_argument("--lang", action="append", choices=nnlab.language.LANGUAGES)
    parser.add_argument("--theme", default=LIGHT, choices=[LIGHT, DARK])
    parser.add_argument("--narrow", action="store_true", help="as on a phone")
    arguments = parser.parse_intermixed_args()
    for language in arguments.lang or nnlab.language.LANGUAGES:
        nnlab.use_language(language)
        for name in arguments.names:
            explorer = getattr(explorers, name)()
            explorer.canvas.theme, explorer.canvas.narrow = arguments.theme, arguments.narrow
            target = arguments.folder / language / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            sheet(pictures(explorer)).save(target)
            print(target, flush=True)


if __name__ == "__main__":
    main()

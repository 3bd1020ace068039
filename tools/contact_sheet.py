"""One sheet of pictures for each explorer, as it opens and at every preset: `python tools/contact_sheet.py FOLDER [NAME …] [--lang ko]`."""

import argparse
import io
from pathlib import Path

from PIL import Image

import nnlab
from nnlab import explorers

COLUMNS, GAP = 2, 8


def pictures(explorer) -> list[Image.Image]:
    """The explorer's picture as it opens, then at every preset."""
    pngs = [explorer.png]
    for changes in explorer.presets.values():
        explorer.reset()
        explorer.set(**changes)
        pngs.append(explorer.png)
    return [Image.open(io.BytesIO(png)).convert("RGB") for png in pngs]


def sheet(images: list[Image.Image]) -> Image.Image:
    """Pictures of one size, arranged in `COLUMNS`."""
    width, height = (side + GAP for side in images[0].size)
    page = Image.new("RGB", (COLUMNS * width + GAP, -(-len(images) // COLUMNS) * height + GAP), "#808080")
    for i, image in enumerate(images):
        page.paste(image, (GAP + i % COLUMNS * width, GAP + i // COLUMNS * height))
    return page


def main() -> None:
    """Draw the sheets that are asked for, each as FOLDER/LANGUAGE/NAME.png."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=explorers.__all__)
    parser.add_argument("--lang", action="append", choices=nnlab.language.LANGUAGES)
    arguments = parser.parse_intermixed_args()
    for language in arguments.lang or nnlab.language.LANGUAGES:
        nnlab.use_language(language)
        for name in arguments.names:
            target = arguments.folder / language / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            sheet(pictures(getattr(explorers, name)())).save(target)
            print(target, flush=True)


if __name__ == "__main__":
    main()

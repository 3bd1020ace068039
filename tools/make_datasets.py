"""Make the package's images from those of scikit-image and scikit-learn: `python tools/make_datasets.py`.

Needs scikit-image and scikit-learn; the lecture itself does not.
"""

from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image
from sklearn.datasets import load_digits

FOLDER = Path(__file__).parents[1] / "nnlab" / "datasets"
PHOTOS = {
    "astronaut": skimage.data.astronaut, "cat": skimage.data.cat, "coffee": skimage.data.coffee, "hubble": skimage.data.hubble_deep_field,
    "tissue": skimage.data.immunohistochemistry, "retina": skimage.data.retina, "rocket": skimage.data.rocket,
    "brick": skimage.data.brick, "grass": skimage.data.grass, "gravel": skimage.data.gravel,
}  # fmt: skip


def square(picture: np.ndarray, side: int = 256) -> Image.Image:
    """The central square of a picture, in colour and `side` pixels wide."""
    image = Image.fromarray(picture).convert("RGB")
    edge = min(image.size)
    left, top = (image.width - edge) // 2, (image.height - edge) // 2
    return image.crop((left, top, left + edge, top + edge)).resize((side, side), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    (FOLDER / "photos").mkdir(parents=True, exist_ok=True)
    for name, load in PHOTOS.items():
        square(load()).save(FOLDER / "photos" / f"{name}.jpg", quality=88, optimize=True)
    digits = load_digits()
    np.savez_compressed(FOLDER / "digits.npz", images=digits.images.astype(np.uint8), labels=digits.target.astype(np.uint8))

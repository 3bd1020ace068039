"""Make the images that the package carries, from those that scikit-image and scikit-learn ship: `python tools/make_datasets.py`.

Needs scikit-image and scikit-learn, which the lecture itself does not.
"""

from pathlib import Path

import numpy as np
import skimage.data
from PIL import Image
from sklearn.datasets import load_digits

HERE = Path(__file__).parents[1] / "nnlab" / "datasets"
PHOTOS = {
    "astronaut": skimage.data.astronaut, "cat": skimage.data.cat, "coffee": skimage.data.coffee, "hubble": skimage.data.hubble_deep_field,
    "tissue": skimage.data.immunohistochemistry, "retina": skimage.data.retina, "rocket": skimage.data.rocket,
    "brick": skimage.data.brick, "grass": skimage.data.grass, "gravel": skimage.data.gravel,
}  # fmt: skip


def square(picture: np.ndarray, side: int = 256) -> Image.Image:
    """The middle square of a picture in colour, `side` pixels wide."""
    image = Image.fromarray(picture).convert("RGB")
    edge = min(image.size)
    left, top = (image.width - edge) // 2, (image.height - edge) // 2
    return image.crop((left, top, left + edge, top + edge)).resize((side, side), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    (HERE / "photos").mkdir(parents=True, exist_ok=True)
    for name, load in PHOTOS.items():
        square(load()).save(HERE / "photos" / f"{name}.jpg", quality=88, optimize=True)
    digits = load_digits()
    np.savez_compressed(HERE / "digits.npz", images=digits.images.astype(np.uint8), labels=digits.target.astype(np.uint8))

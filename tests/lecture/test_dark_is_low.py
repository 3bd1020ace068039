"""Where a title says that darker is lower, the darkest place drawn has the lowest loss, in both languages."""

import re

import numpy as np
import pytest

import nnlab
from nnlab import explorers
from nnlab.lecture.single_neuron_classifier.points import loss_of_margin

LOWER = {"ko": r"어두울수록 (작|낮)", "en": r"darker is (lower|smaller)"}


@pytest.mark.parametrize("language", nnlab.language.LANGUAGES)
@pytest.mark.parametrize("dataset", ["blobs", "moons"])
@pytest.mark.parametrize("loss", ["logistic", "hinge"])
def test_the_darkest_weights_have_the_lowest_loss(language, dataset, loss):
    nnlab.use_language(language)
    explorer = explorers.decision_boundary()
    explorer.set(dataset=dataset, loss=loss, b=0.5)
    axes = explorer.scene.figure(**explorer.params).axes[1]
    assert re.search(LOWER[language], axes.get_title(loc="left"))
    (image,) = axes.get_images()
    lightness = np.asarray(image.get_array())[..., :3].sum(axis=2)
    left, right, low, high = image.get_extent()
    steps = (np.arange(len(lightness)) + 0.5) / len(lightness)
    w1, w2 = np.meshgrid(left + steps * (right - left), low + steps * (high - low))
    X, y, _ = explorer.scene.points(**explorer.params)
    weights = np.stack([w1, w2], axis=-1)
    losses = loss_of_margin(loss, (2 * y - 1) * (weights @ X.T + 0.5)).mean(axis=-1)
    darkest, lightest = lightness <= np.quantile(lightness, 0.1), lightness >= np.quantile(lightness, 0.9)
    assert losses[darkest].max() < losses[lightest].min()
    assert losses[darkest].mean() < np.quantile(losses, 0.1)

"""The pictures of trainings show the numbers that were recorded, and images never seen are none of those learned."""

import numpy as np

import nnlab
from nnlab.engine.scene import build_figure
from nnlab.lecture.score_functions import explorers, image_scores


def trained():
    explorer = explorers.train_network()
    return explorer, explorer.scene.run(*explorer.scene.run_key(**explorer.params))


def test_losses_and_accuracies_have_their_own_curves():
    explorer, run = trained()
    _, view, _ = build_figure(explorer.scene, explorer.params)
    np.testing.assert_allclose(view.loss.get_ydata(), run.losses)
    np.testing.assert_allclose(view.accuracy.get_ydata(), run.accuracies)


def test_a_step_shows_the_network_of_that_step():
    explorer, run = trained()
    for step in (0, 200):
        explorer.set(step=step)
        assert f"{run.accuracies[step]:.0%}"[:-1] in explorer.status
        _, view, _ = build_figure(explorer.scene, explorer.params)
        assert view.now[0].get_xdata() == [step]


def test_test_images_come_from_the_unseen_part(monkeypatch):
    asked = []
    photos = nnlab.photos
    monkeypatch.setattr(image_scores, "photos", lambda split, n, **options: asked.append(split) or photos(split, n, **options))
    image_scores.data.__wrapped__()
    assert asked == ["train", "test"]

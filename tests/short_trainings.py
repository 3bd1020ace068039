"""Explorers that train for a few steps only, so that tests can open many of them."""

from nnlab import explorers
from nnlab.engine.runs import TrainingScene
from nnlab.lecture import experiments
from nnlab.lecture.choosing_an_activation import laboratory
from nnlab.lecture.relu import race


def shorten_trainings(monkeypatch, share: float = 0.1) -> None:
    """Take that share of the steps; a scene that trains has their number as `steps`."""
    for name in explorers.__all__:
        getattr(explorers, name)  # imports its section
    for scene in TrainingScene.__subclasses__():
        if scene.__module__.startswith("nnlab.lecture."):
            monkeypatch.setattr(scene, "steps", max(12, int(share * scene.steps)))
    monkeypatch.setattr(race.Race, "max_steps", int(300 * share))
    monkeypatch.setattr(
        laboratory, "train_and_score", lambda *key: experiments.train_and_score(*key[:5], int(share * key[5] / 5), *key[6:])
    )

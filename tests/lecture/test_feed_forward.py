"""The steps of the feed-forward picture are those of the network, for one example and for a batch."""

import json
from pathlib import Path

import numpy as np
import pytest

import nnlab
from nnlab.engine.scene import Pointer, build_figure
from nnlab.language import translate
from nnlab.lecture.feed_forward.exercises import planted
from nnlab.lecture.feed_forward.feed_forward import LAST_STEP, SIZES, FeedForward, example, forward_steps

PARAMS = {"sizes": "3-4-4-1", "activation": "sigmoid", "batch_size": 1, "seed": 0, "step": 1}


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_the_last_step_is_the_output_of_the_network(sizes, activation):
    for seed in range(10):
        network, x = example(sizes, activation, seed)
        steps = forward_steps(network, x)
        assert len(steps) == 3 * network.n_layers - 1 <= LAST_STEP
        np.testing.assert_allclose(steps[-1].result.T, network.forward(x.T).scores, atol=1e-12)
        for step in steps:
            if step.kind == "product":
                np.testing.assert_allclose(step.operands[0] @ step.operands[1], step.result)


def test_shapes_are_those_of_the_slides():
    scene = FeedForward()
    _, view, status = build_figure(scene, PARAMS)
    assert "W₁ (4×3) × x (3×1) = 4×1" in status
    assert "12 multiplications" in status
    assert "W₂ (4×4) × h₁ (4×5" not in scene.update(view, **PARAMS | {"step": 4})
    assert "W₂ (4×4) × h₁ (4×1) = 4×1" in scene.update(view, **PARAMS | {"step": 4})
    assert "no activation" in scene.update(view, **PARAMS | {"step": 8})
    assert "W₁ (4×3) × X (3×4) = 4×4" in scene.update(view, **PARAMS | {"batch_size": 4})


def test_presses_and_keys_stop_at_the_ends():
    scene, left, right = FeedForward(), Pointer("network", 0.1, 0.5), Pointer("numbers", 0.5, 0.5)
    assert scene.drag(left, left, **PARAMS | {"step": 3}) == {"step": 2}
    assert scene.drag(right, right, **PARAMS | {"step": 3}) == {"step": 4}
    assert scene.key("ArrowRight", **PARAMS | {"step": LAST_STEP}) == {"step": 8}  # a 3-layer network has 8 steps
    assert scene.key("ArrowLeft", **PARAMS | {"step": 0}) == {"step": 0}


# ---- what the notebook says


def cell(id: str) -> str:
    path = Path(__file__).parents[2] / "notebooks" / "en" / "11_feed_forward.ipynb"
    return next("".join(one["source"]) for one in json.loads(path.read_text("utf-8"))["cells"] if one["id"] == id)


def test_the_planted_mistakes_raise_no_error():
    names = {"np": np}
    exec(cell("planted").split("\n\n\n")[0], names)
    case = planted.cases[0]
    wrong = names["colleagues"](*case)
    assert wrong.shape == planted.reference(*case).shape == (4, 4)
    assert not np.allclose(wrong, planted.reference(*case))
    np.testing.assert_array_equal(wrong, planted.mistakes["as_it_was"](*case))


def test_the_exit_question_of_two_layers():
    rng = np.random.default_rng(0)
    network = nnlab.mlp([5, 6, 2], "relu", seed=1)
    (W1, b1), (W2, b2) = [(layer.W, rng.standard_normal((layer.n_out, 1))) for layer in network.layers]
    for layer, b in zip(network.layers, (b1, b2), strict=True):
        layer.b[...] = b[:, 0]
    x = rng.standard_normal((5, 1))
    expected = network.forward(x.T).scores.T
    assert (expected < 0).any()
    for key in ("right", "squeezed", "once", "outside"):
        value = eval(translate(f"prediction.exit_two_layers.choice.{key}"), {"np": np}, locals())
        assert value.shape == (2, 1)
        assert np.allclose(value, expected) == (key == "right")


def test_the_exit_question_of_shapes():
    network = nnlab.mlp([784, 128, 10])
    W1, H1 = network.layers[0].W, network.forward(np.zeros((256, 784))).hs[0]
    shapes = ["×".join(map(str, array.shape)) for array in (W1, H1)]
    assert translate("prediction.exit_shapes.choice.right") == f"W₁ {shapes[0]}, H₁ {shapes[1]}"

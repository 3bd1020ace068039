"""The steps of the feed-forward picture are those of the network, for one example and for a batch."""

import numpy as np
import pytest

from nnlab.engine.scene import Pointer, build_figure
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
    assert "W₁ (4×3) × x (3×4) = 4×4" in scene.update(view, **PARAMS | {"batch_size": 4})


def test_presses_and_keys_stop_at_the_ends():
    scene, left, right = FeedForward(), Pointer("network", 0.1, 0.5), Pointer("numbers", 0.5, 0.5)
    assert scene.drag(left, left, **PARAMS | {"step": 3}) == {"step": 2}
    assert scene.drag(right, right, **PARAMS | {"step": 3}) == {"step": 4}
    assert scene.key("ArrowRight", **PARAMS | {"step": LAST_STEP}) == {"step": 8}  # a 3-layer network has 8 steps
    assert scene.key("ArrowLeft", **PARAMS | {"step": 0}) == {"step": 0}

"""Prefetching: what comes next is sent before it is asked for, is what is seen there, and leaves no trace."""

import asyncio

import numpy as np
import pytest
from example_explorer import pixels

from nnlab import explorers
from nnlab.engine import slices
from nnlab.engine.frames import decode


@pytest.fixture
def curve(monkeypatch):
    """A real explorer, and what it prefetched: (message, data)."""
    sent, shown = [], explorers.activation_curve()
    monkeypatch.setattr(shown.canvas, "send", lambda message, buffers: sent.append((message["prefetched"], *buffers)))
    return shown, sent


async def look(sent: list) -> None:
    """Wait until nothing more is prefetched, however long a busy machine takes."""
    seen = -1
    while seen != len(sent):
        seen = len(sent)
        await asyncio.sleep(0.2)  # longer than the rest after a jump


def move(shown, sent: list, name: str, *values) -> None:
    """A reader moves a control to each of the values, and looks at the picture after each."""

    async def drive():
        for value in values:
            shown.controls[name].value = value
            await look(sent)

    asyncio.run(drive())


def values_of(shown, sent, name: str) -> list[float]:
    """The control's values in the cache keys that were sent: behind the revision, in the order of the controls."""
    position = 1 + list(shown.controls).index(name)
    return [float(message["frame_key"].split()[position]) for message, _ in sent]


def test_prefetched_frames_are_what_is_seen_there(curve):
    shown, sent = curve
    shown.set(z=0.4)
    move(shown, sent, "z", 0.45)
    shown_before = []

    async def drive():
        shown.controls["z"].value = 0.5
        shown_before.extend([pixels(shown), shown.png, shown.status])
        await look(sent)

    asyncio.run(drive())
    assert np.array_equal(pixels(shown), shown_before[0])
    assert [shown.png, shown.status] == shown_before[1:]
    assert len(sent) == 5
    for i, (message, data) in enumerate(sent):
        shown.controls["z"].value = 0.5 + 0.05 * i
        assert message["frame_key"] == shown.canvas.frame_key
        assert message["status"] == shown.status
        assert np.array_equal(decode(data, message["size"]), pixels(shown))
        fresh = explorers.activation_curve()
        fresh.set(z=shown.controls["z"].value)
        assert np.array_equal(pixels(fresh), pixels(shown))


def test_a_step_prefetches_four_and_a_jump_one(curve):
    shown, sent = curve
    shown.set(z=0.0)
    move(shown, sent, "z", 0.05, 0.15, 0.2)  # a key pressed twice before the kernel hears of it is still going on
    assert values_of(shown, sent, "z") == pytest.approx([0.1, 0.2, 0.25, 0.3, 0.35, 0.4])
    sent.clear()
    move(shown, sent, "z", 3.0, -1.0)
    assert values_of(shown, sent, "z") == pytest.approx([3.05, -1.05])
    sent.clear()
    move(shown, sent, "z", -1.05, -1.0)
    assert values_of(shown, sent, "z") == pytest.approx([-1.1, -1.15, -1.2, -1.25, -0.95])


def test_small_steps_of_a_log_slider_are_told_apart(monkeypatch):
    shown, sent = explorers.gradient_check(), []
    monkeypatch.setattr(shown.canvas, "send", lambda message, buffers: sent.append((message["prefetched"], *buffers)))
    shown.set(h=1e-13)
    move(shown, sent, "h", 1e-13 * 10**0.25)
    assert values_of(shown, sent, "h") == pytest.approx([1e-13 * 10**0.5])
    sent.clear()
    move(shown, sent, "h", 1e-11)  # a jump: not among the steps that were predicted
    assert values_of(shown, sent, "h") == pytest.approx([1e-11 * 10**0.25])


def test_at_a_bound_the_way_back_is_prefetched(curve):
    shown, sent = curve
    slider = shown.controls["z"]
    move(shown, sent, "z", slider.max)
    [(message, data)] = sent
    slider.value -= slider.step
    assert (message["frame_key"], message["status"]) == (shown.canvas.frame_key, shown.status)
    assert np.array_equal(decode(data, message["size"]), pixels(shown))


def test_only_the_last_of_quick_moves_is_prefetched(curve):
    shown, sent = curve
    shown.set(z=0.0)

    async def drive():
        for z in (0.5, 0.55, 0.6, 0.65):
            shown.controls["z"].value = z
        await look(sent)

    asyncio.run(drive())
    assert values_of(shown, sent, "z") == pytest.approx([0.7, 0.75, 0.8, 0.85])


def test_nothing_is_prefetched_where_the_reader_was(curve):
    shown, sent = curve

    async def drive():
        for z in (-2.0, 3.0, 0.0):
            shown.controls["z"].value = z
            await asyncio.sleep(0)  # sooner than the rest after a jump
        shown.set(z=1.0)
        await look(sent)

    asyncio.run(drive())
    assert sent == []


def test_a_prefetched_frame_is_not_rendered_again(curve):
    shown, sent = curve
    shown.set(z=0.0)
    move(shown, sent, "z", 0.05, 0.1)
    rendered = []
    update = shown.scene.update
    shown.scene.update = lambda view, **params: rendered.append(params["z"]) or update(view, **params)
    shown.controls["z"].value = 0.15
    assert rendered == []
    shown.controls["z"].value = 4.0
    assert rendered == [4.0]


def test_a_drag_in_the_picture_raises_the_revision():
    shown = explorers.decision_boundary()
    before = shown.canvas.frame_key.split()
    shown.canvas.drag = {"id": "a", "start": [0.12, 0.85], "end": [0.12, 0.85]}
    after = shown.canvas.frame_key.split()
    assert float(after[0]) == shown.canvas.revision > float(before[0])
    assert after[1:] == before[1:]


def test_a_training_is_prefetched_once_it_is_finished(monkeypatch):
    shown, sent = explorers.train_network(), []
    monkeypatch.setattr(shown.canvas, "send", lambda message, buffers: sent.append((message["prefetched"], *buffers)))
    move(shown, sent, "step", shown.controls["step"].value - 10)  # a finished training: another of its steps may be prefetched
    shown.controls["step"].value -= 1
    assert (sent[0][0]["status"], sent[0][0]["frame_key"]) == (shown.status, shown.canvas.frame_key)
    monkeypatch.setattr(slices, "FIRST_SLICE_SECONDS", -1.0)
    monkeypatch.setattr(slices, "SLICE_SECONDS", -1.0)

    async def begin():
        shown.controls["learning_rate"].value *= 0.9  # another training, which has only begun
        await asyncio.sleep(0.01)
        assert shown._computation.running
        assert shown.canvas.frame_key == ""
        shown._computation.stop()

    asyncio.run(begin())
    assert shown.canvas.frame_key == ""  # stopped half way: more of it may come
    assert len(sent) == 1

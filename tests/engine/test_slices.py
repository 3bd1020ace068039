"""Computing in slices: newer changes are let in, the newest wins, Stop keeps what there is."""

import asyncio

import pytest

from nnlab.engine import slices


@pytest.fixture(autouse=True)
def _no_time(monkeypatch):
    """Every slice is over at once."""
    monkeypatch.setattr(slices, "FIRST_SLICE_SECONDS", -1.0)
    monkeypatch.setattr(slices, "SLICE_SECONDS", -1.0)


def visibility(dot) -> set[str]:
    return {part.layout.visibility for part in dot._progress.children}


def test_the_newest_change_wins(dot):
    async def drive():
        dot.controls["hidden"].value = 500
        await asyncio.sleep(0.05)
        assert visibility(dot) == {"visible"}
        dot.controls["hidden"].value = 7
        while dot._computation.running:
            await asyncio.sleep(0.01)

    asyncio.run(drive())
    assert 0 < dot.scene.computed.count(500) < 500  # dropped half way
    assert dot.scene.computed.count(7) == 7
    assert visibility(dot) == {"hidden"}


def test_stop_shows_what_there_is(dot):
    async def drive():
        dot.controls["hidden"].value = 900
        await asyncio.sleep(0.05)
        dot._progress.children[1].click()
        so_far = len(dot.scene.computed)
        await asyncio.sleep(0.05)
        assert len(dot.scene.computed) == so_far < 900

    asyncio.run(drive())
    assert dot.status == "the dot is at 0.00"
    assert visibility(dot) == {"hidden"}


def test_without_an_event_loop_all_is_computed_at_once(dot):
    dot.controls["hidden"].value = 30
    assert dot.scene.computed == [30] * 30

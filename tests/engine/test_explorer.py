"""The engine: one redraw for one change, errors shown and never lost, long computing in slices, the newest change wins."""

import asyncio
import io
import threading

import numpy as np
import pytest
from PIL import Image

from nnlab import explorers
from nnlab.engine import controls, explorer
from nnlab.engine.canvas import pack, unpack
from nnlab.engine.explorer import Explorer
from nnlab.engine.scene import Scene, View
from nnlab.lecture.score_functions.train_network import TrainNetwork


class Dot(Scene):
    """A dot at (`z`, 0); with `z` = 3 it fails, and `hidden` = n computes for n slices."""

    size = (3.0, 2.0)
    rebuild_on = frozenset({"nonlinear"})
    interactive = True

    def __init__(self):
        self.updates, self.builds, self.computed = 0, 0, []

    def build(self, figure, *, nonlinear, **params):
        self.builds += 1
        axes = figure.subplots()
        axes.set(label="panel", xlim=(-5, 5), ylim=(-1, 1), title="with" if nonlinear else "without")
        self.dot = axes.plot([], [], "ko")[0]

    def prepare(self, *, hidden, **params):
        for i in range(hidden):
            self.computed.append(hidden)
            yield (i + 1) / hidden

    def update(self, *, z, nonlinear, hidden):
        self.updates += 1
        if z == 3:
            raise ZeroDivisionError("three is too much")
        self.dot.set_data([z], [0])
        return View([self.dot], f"the dot is at {z:.2f}")

    def drag(self, start, end, **params):
        return {"z": end.x} if start.panel == end.panel == "panel" else {}

    def key(self, key, *, z, **params):
        return {"z": z + 1} if key == "ArrowRight" else {}


@pytest.fixture
def dot():
    return Explorer(
        "collapse",  # an explorer of the catalogue, for its words
        Dot(),
        {
            "z": controls.slider("z", 0.0, -5.0, 5.0, 0.1),
            "nonlinear": controls.checkbox("nonlinear", False),
            "hidden": controls.int_slider("hidden", 0, 0, 1000),
        },
        presets={"linear": {"z": 1.0}, "relu": {"z": 2.0, "nonlinear": True}},
    )


def pixels(explorer) -> np.ndarray:
    return unpack(explorer.canvas.frame, *explorer.canvas.shape)


def test_moving_a_control_moves_the_picture_and_its_sentence(dot):
    before = pixels(dot)
    dot.controls["z"].value = 2.0
    assert dot.status == "the dot is at 2.00"
    assert not np.array_equal(before, pixels(dot))


def test_the_frame_is_exactly_what_a_full_drawing_would_be(dot):
    dot.controls["z"].value = -2.0
    fresh = io.BytesIO()
    dot.scene.figure(**dot.params).savefig(fresh, dpi=100)
    assert np.abs(np.asarray(Image.open(fresh)).astype(int) - pixels(dot)).max() <= 1


@pytest.mark.parametrize("colours", [1, 2, 2**32], ids=["one colour", "two", "noise"])
def test_a_frame_unpacks_to_the_pixels_that_were_packed(colours):
    pixels = np.random.default_rng(0).integers(0, colours, (70, 90), np.uint32).view(np.uint8).reshape(70, 90, 4)
    assert np.array_equal(unpack(pack(pixels), 90, 70), pixels)


def test_only_pixels_of_live_artists_change_between_two_frames(dot):
    dot.controls["z"].value = -4.0
    before = pixels(dot)
    dot.controls["z"].value = 4.0
    changed = (before != pixels(dot)).any(axis=2)
    assert 0 < changed.sum() < 300  # two dots of some 10 pixels across, and nothing else


def test_a_preset_draws_once_and_starts_from_the_opening_state(dot):
    dot.controls["hidden"].value = 5
    drawn = dot.scene.updates
    dot._button("collapse.preset.linear", dot.presets["linear"]).click()
    assert dot.scene.updates == drawn + 1
    assert dot.params == {"z": 1.0, "nonlinear": False, "hidden": 0}


def test_reset_returns_to_the_opening_picture(dot):
    opening = pixels(dot)
    dot.set(z=2.0, nonlinear=True)
    dot.reset()
    assert np.array_equal(opening, pixels(dot))


def test_a_change_of_furniture_lays_the_figure_out_again(dot):
    built = dot.scene.builds
    dot.controls["z"].value = 1.0
    assert dot.scene.builds == built
    dot.controls["nonlinear"].value = True
    assert dot.scene.builds == built + 1


def test_an_error_is_raised_in_tests(dot):
    with pytest.raises(ZeroDivisionError, match="three is too much"):
        dot.controls["z"].value = 3.0


def test_a_reader_sees_the_error_in_words_and_keeps_the_last_good_picture(dot, monkeypatch):
    monkeypatch.setattr(explorer, "strict", False)
    dot.controls["z"].value = 2.0
    good = pixels(dot)
    dot.controls["z"].value = 3.0
    assert "three is too much" in dot.status
    assert dot.canvas.failed
    assert np.array_equal(good, pixels(dot))
    dot.controls["z"].value = 1.0
    assert dot.status == "the dot is at 1.00"
    assert not dot.canvas.failed


def test_an_unknown_parameter_is_named(dot):
    with pytest.raises(ValueError, match="collapse has no parameter w; it has z, nonlinear, hidden"):
        dot.set(w=1)


def test_other_artists_than_before_are_an_error(dot):
    dot.scene.dot = dot._stage.still.axes[0].plot([], [], "r.")[0]
    with pytest.raises(RuntimeError, match=r"Dot\.update returned other artists"):
        dot.controls["z"].value = 1.0


def test_a_stroke_of_the_pointer_changes_parameters_however_much_of_it_arrives(dot):
    dot.canvas.stroke = {"id": "a", "start": [0.5, 0.5], "end": [0.5, 0.5]}
    dot.canvas.stroke = {"id": "a", "start": [0.5, 0.5], "end": [0.8, 0.5]}
    assert 2 < dot.controls["z"].value < 5
    stays = dot.controls["z"].value
    dot.canvas.stroke = {"id": "b", "start": [0.001, 0.001], "end": [0.5, 0.5]}  # began outside the panel
    assert dot.controls["z"].value == stays


def test_a_key_on_the_picture_changes_parameters(dot):
    dot._handle_custom = dot.canvas._handle_custom_msg({"key": "ArrowRight"}, [])
    assert dot.controls["z"].value == 1.0


def test_the_saved_output_shows_the_picture_with_its_sentence_as_alternative_text(dot):
    data, metadata = dot._repr_mimebundle_()
    assert Image.open(io.BytesIO(data["image/png"])).size == tuple(dot.canvas.shape)
    assert metadata["image/png"]["alt"] == dot.status
    assert data["text/plain"] == "<nnlab explorer: collapse>"


def test_a_sharper_screen_gets_a_sharper_picture(dot):
    width, height = dot.canvas.shape
    dot.canvas.scale = 2.0
    assert dot.canvas.shape == [2 * width, 2 * height]


@pytest.mark.parametrize(
    ("control", "old", "new", "expected"),
    [
        (controls.slider("z", 0.0, -5.0, 5.0, 0.1), 1.0, 1.3, [1.4, 1.5, 1.6, 1.7]),
        (controls.slider("z", 0.0, -5.0, 5.0, 0.1), -4.7, -4.8, [-4.9, -5.0]),
        (controls.slider("z", 0.0, -5.0, 5.0, 0.1), -4.9, -5.0, [-4.9, -4.8, -4.7, -4.6]),
        (controls.log_slider("h", 1e-3, 1e-6, 1.0), 1e-3, 1e-2, [10**-1.9, 10**-1.8, 10**-1.7, 10**-1.6]),
        (controls.log_slider("h", 1e-3, 1e-6, 1.0), 1e-5, 1e-6, [10**-5.9, 10**-5.8, 10**-5.7, 10**-5.6]),
        (controls.int_slider("units", 3, 0, 9), 5, 3, [2, 1, 0]),
        (controls.dropdown("activation", "relu", ["relu", "tanh", "sigmoid"]), "relu", "tanh", ["sigmoid"]),
        (controls.dropdown("activation", "relu", ["relu", "tanh", "sigmoid"]), "tanh", "sigmoid", ["tanh", "relu"]),
        (controls.dropdown("activation", "relu", ["relu", "tanh", "sigmoid"]), "sigmoid", "relu", ["tanh", "sigmoid"]),
        (controls.checkbox("nonlinear", False), False, True, [False]),
    ],
)
def test_what_follows_a_move_are_the_next_steps_the_same_way_and_at_an_end_those_back(control, old, new, expected):
    assert controls.following(control, old, new) == (expected if isinstance(expected[0], str) else pytest.approx(expected))


@pytest.fixture
def laid_by(monkeypatch):
    """A real explorer, and what it sends before it is asked: (page, frame)."""
    sent, shown = [], explorers.activation_curve()
    monkeypatch.setattr(shown.canvas, "send", lambda message, buffers: sent.append((message["page"], *buffers)))
    return shown, sent


def moved(shown, name: str, *values) -> None:
    """A reader who moves a control to each of the values, and looks at the picture after each."""

    async def drive():
        for value in values:
            shown.controls[name].value = value
            await asyncio.sleep(0.2)

    asyncio.run(drive())


def test_the_next_pictures_are_sent_while_the_reader_looks_and_are_what_is_seen_there(laid_by):
    shown, sent = laid_by
    shown.set(z=0.4)
    moved(shown, "z", 0.45)

    async def drive():
        shown.controls["z"].value = 0.5
        here = pixels(shown), shown.png
        await asyncio.sleep(0.2)
        assert np.array_equal(pixels(shown), here[0])
        assert shown.png == here[1]  # looking ahead leaves no trace

    asyncio.run(drive())
    assert len(sent) == 5
    for i, (page, frame) in enumerate(sent):
        shown.controls["z"].value = 0.5 + 0.05 * i
        assert page["settings"] == shown.canvas.settings
        assert page["status"] == shown.status
        assert np.array_equal(unpack(frame, *page["shape"]), pixels(shown))
        fresh = explorers.activation_curve()
        fresh.set(z=shown.controls["z"].value)
        assert np.array_equal(pixels(fresh), pixels(shown))


def test_going_on_costs_one_more_picture_a_step_and_a_jump_one_in_all(laid_by):
    shown, sent = laid_by
    place = 1 + list(shown.controls).index("z")
    shown.set(z=0.0)
    moved(shown, "z", 0.05, 0.15, 0.2)  # a key pressed twice before the kernel hears of it is going on
    assert [page["settings"][place] for page, _ in sent] == pytest.approx([0.1, 0.2, 0.25, 0.3, 0.35, 0.4])
    sent.clear()
    moved(shown, "z", 3.0, -1.0)
    assert [page["settings"][place] for page, _ in sent] == pytest.approx([3.05, -1.05])
    sent.clear()
    moved(shown, "z", -1.05, -1.0)
    assert [page["settings"][place] for page, _ in sent] == pytest.approx([-1.1, -1.15, -1.2, -1.25, -0.95])


def test_at_the_end_of_a_slider_the_way_back_is_looked_ahead_of(laid_by):
    shown, sent = laid_by
    slider = shown.controls["z"]
    moved(shown, "z", slider.max)
    [(page, frame)] = sent
    slider.value -= slider.step
    assert (page["settings"], page["status"]) == (shown.canvas.settings, shown.status)
    assert np.array_equal(unpack(frame, *page["shape"]), pixels(shown))


def test_only_the_newest_of_quick_moves_is_looked_ahead_of(laid_by):
    shown, sent = laid_by
    place = 1 + list(shown.controls).index("z")
    shown.set(z=0.0)

    async def drive():
        for z in (0.5, 0.55, 0.6, 0.65):
            shown.controls["z"].value = z
        await asyncio.sleep(0.2)

    asyncio.run(drive())
    assert [page["settings"][place] for page, _ in sent] == pytest.approx([0.7, 0.75, 0.8, 0.85])


def test_a_picture_that_depends_on_computing_or_on_the_readers_hand_is_not_taken_for_another(dot):
    assert dot.canvas.settings == []  # it has a `prepare`
    shown = explorers.decision_boundary()
    before = shown.canvas.settings
    shown.canvas.stroke = {"id": "a", "start": [0.12, 0.85], "end": [0.12, 0.85]}
    assert shown.canvas.settings[0] > before[0]
    assert shown.canvas.settings[1:] == before[1:]


def test_a_training_is_looked_ahead_of_once_it_is_complete(monkeypatch):
    shown, sent = explorers.train_network(), []
    monkeypatch.setattr(shown.canvas, "lay_by", lambda frame, shape, sentence, settings: sent.append((sentence, settings)))

    async def move(name, value):
        shown.controls[name].value = value
        await asyncio.sleep(0.3)

    asyncio.run(move("step", shown.controls["step"].value - 10))  # a run that is there: another of its steps may be guessed
    shown.controls["step"].value -= 1
    assert sent[0] == (shown.status, shown.canvas.settings)
    monkeypatch.setattr(explorer, "FIRST", -1.0)
    monkeypatch.setattr(explorer, "SLICE", -1.0)

    async def begin():
        shown.controls["learning_rate"].value *= 0.9  # another run, which is only begun
        await asyncio.sleep(0.01)
        assert shown._job is not None
        assert shown.canvas.settings == []
        shown._stop.click()

    asyncio.run(begin())
    assert shown.canvas.settings == []  # stopped half way: more of it may come
    assert len(sent) == 1


def test_long_computing_lets_newer_changes_in_and_the_newest_wins(dot, monkeypatch):
    monkeypatch.setattr(explorer, "FIRST", -1.0)  # every slice is over at once
    monkeypatch.setattr(explorer, "SLICE", -1.0)

    async def drive():
        dot.controls["hidden"].value = 500
        await asyncio.sleep(0.05)
        assert dot._progress.layout.visibility == "visible"
        dot.controls["hidden"].value = 7
        await asyncio.sleep(0.3)

    asyncio.run(drive())
    assert 0 < dot.scene.computed.count(500) < 500  # dropped half way
    assert dot.scene.computed.count(7) == 7
    assert dot._progress.layout.visibility == "hidden"


def test_stop_ends_the_computing_and_shows_what_there_is(dot, monkeypatch):
    monkeypatch.setattr(explorer, "FIRST", -1.0)
    monkeypatch.setattr(explorer, "SLICE", -1.0)

    async def drive():
        dot.controls["hidden"].value = 900
        await asyncio.sleep(0.05)
        dot._stop.click()
        so_far = len(dot.scene.computed)
        await asyncio.sleep(0.05)
        assert len(dot.scene.computed) == so_far < 900

    asyncio.run(drive())
    assert dot.status == "the dot is at 0.00"


def test_a_training_that_was_dropped_goes_on_where_it_was(monkeypatch):
    scene = TrainNetwork()
    params = {"dataset": "spiral", "hidden": 3, "activation": "relu", "learning_rate": 1.0, "l2": 0.0, "step": 400}
    look = scene.prepare(**params)
    for _ in range(10):
        next(look)
    look.close()
    assert len(scene.run(**params).losses) == 10
    shares = list(scene.prepare(**params))
    assert shares[-1] == 1.0
    assert len(shares) == 401 - 10
    assert len(scene.run(**params).losses) == 401


def test_the_run_that_was_not_asked_for_longest_makes_room():
    scene = TrainNetwork()
    params = {"dataset": "spiral", "hidden": 3, "activation": "relu", "learning_rate": 1.0, "l2": 0.0, "step": 400}
    for _ in scene.prepare(**params):
        pass
    for hidden in range(4, 4 + 2 * scene.keep):
        scene.run(**params | {"hidden": hidden})
        assert len(scene.run(**params).losses) == 401  # what is seen is never begun anew
    assert len(scene._runs) == scene.keep


def test_events_in_different_threads_take_turns(dot):
    """JupyterLab delivers the messages of different widgets in different threads of the kernel."""
    failures = []

    def move(parameter, values):
        try:
            for value in values:
                dot.controls[parameter].value = value
        except Exception as error:
            failures.append(error)

    threads = [
        threading.Thread(target=move, args=("z", np.linspace(-5, 2, 40))),
        threading.Thread(target=move, args=("hidden", range(40))),
        threading.Thread(target=move, args=("nonlinear", [True, False] * 10)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert dot.status == "the dot is at 2.00"


def test_a_burst_ends_on_its_last_value(dot):
    for z in np.linspace(-5, 5, 60):
        dot.controls["z"].value = z
    assert dot.status == "the dot is at 5.00"

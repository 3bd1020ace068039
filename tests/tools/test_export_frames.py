"""Explorers exported for pages without a kernel: every picture is the kernel's, files are small, nothing is rendered twice."""

import functools
import hashlib
import json
import shutil
from pathlib import Path

import explorer_film
import export_frames
import frame_file
import ipywidgets
import numpy as np
import pages
import pytest
from explorer_states import MAX_VALUES, Recorder, readout, spread, steps_of
from PIL import Image
from short_trainings import shorten_trainings

import nnlab
from nnlab import explorers
from nnlab.engine import controls
from nnlab.engine.frames import decode
from nnlab.engine.theme import DARK, LIGHT

ROOT = Path(__file__).parents[2]
PATHS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
DAILY = ("collapse", "backward", "maxout")  # with a list and a check box, with steps, with lines that presets draw
STILL = {"image_scores"}  # has too large pictures
TIMED = {"cost"}  # shows measured times, which differ each time


def digest(pixels: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def different_states(open_explorer) -> list[str]:
    """The exported states of an explorer whose picture or status is not what a kernel shows, which is asked as a reader asks it."""
    data, files = explorer_film.export(open_explorer())
    pictures = [digest(picture) for picture in frame_file.decode(files, data["size"])]
    kernels = [open_explorer() for _ in (LIGHT, DARK)]
    kernels[1].canvas.theme = DARK
    kernel = kernels[0]
    known = {control.widget.description: control for control in Recorder(open_explorer()).controls}
    found = []
    for base, preset in zip(data["bases"], [{}, *kernel.presets.values()], strict=True):
        states = [(None, None, base["frame"])]
        for control, travel in zip(data["controls"], base["travels"], strict=True):
            states += [(known[control["label"]], place, frame) for place, frame in travel.items()]
        for control, place, (picture, status, _) in states:
            for one in kernels:
                one.reset()
                one.set(**preset)
                if control:
                    one.set(**{control.name: control.values[place]})
            pixels = [decode(one.canvas.frame, one.canvas.size).view(np.uint32)[..., 0] for one in kernels]
            if digest(np.stack(pixels, axis=-1)) != pictures[picture] or data["statuses"][status] != kernel.status:
                found.append(f"{base['label']}, {control and control.name} at {place}")
    return found


# ---- the file of pictures


def test_a_file_gives_back_its_pictures():
    random = np.random.default_rng(0)
    pictures = [random.integers(0, 4, (300, 400, 2)).astype(np.uint32) for _ in range(3)]
    pictures.append(random.integers(0, 2**32, (300, 400, 2), dtype=np.uint32))  # more colours than two bytes can number
    pictures.append(pictures[1].copy())
    pictures[-1][-1, -1, 1] = 9  # of a dark page alone; skips more pixels than two bytes can count
    order = [(0, 0), (1, 0), (2, 1), (3, 0), (4, 1)]
    (whole,) = frame_file.encode(order, pictures.__getitem__)
    for files in ([whole], frame_file.encode(order, pictures.__getitem__, len(whole) // 3)):
        decoded = frame_file.decode(files, (400, 300))
        assert all(np.array_equal(picture, other) for picture, other in zip(pictures, decoded, strict=True))


def test_large_pictures_are_divided_into_files():
    random = np.random.default_rng(0)
    pictures = [random.integers(0, 3 + i, (40, 50, 2)).astype(np.uint32) for i in range(40)]
    order = [(i, max(0, i - 1)) for i in range(40)]
    (whole,) = frame_file.encode(order, pictures.__getitem__)
    files = frame_file.encode(order, pictures.__getitem__, int(len(whole) / 2.5))
    assert len(files) == 3
    assert max(map(len, files)) < len(whole) / 2.5
    assert sum(map(len, files)) < 1.1 * len(whole)
    first = list(frame_file.decode(files[:1], (50, 40)))  # needs no other file
    assert len(first) > 10
    assert all(np.array_equal(picture, other) for picture, other in zip(pictures, first, strict=False))


def test_equal_pictures_take_no_place():
    picture = np.arange(1200, dtype=np.uint32).reshape(20, 30, 2)
    (one,), (many,) = (frame_file.encode([(i, 0) for i in range(n)], lambda _: picture) for n in (1, 50))
    assert len(many) < len(one) + 60


@pytest.mark.parametrize("order", [[(0, 1)], [(0, 0), (0, 0)]], ids=["before its reference", "twice"])
def test_a_wrong_order_is_named(order):
    with pytest.raises(ValueError, match=r"expected each picture once, after its reference"):
        frame_file.encode(order, lambda _: np.zeros((2, 2, 2), np.uint32))


# ---- the values of controls


def test_sliders_give_the_values_of_the_browser():
    assert steps_of(controls.slider("b", 0.0, -0.3, 0.3, 0.1)) == [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    assert steps_of(controls.int_slider("seed", 0, 0, 3)) == [0, 1, 2, 3]
    np.testing.assert_allclose(
        steps_of(controls.log_slider("l2", 0.1, 0.01, 1.0, per_decade=2)), [0.01, 0.01 * 10**0.5, 0.1, 0.1 * 10**0.5, 1]
    )
    box = steps_of(controls.int_box("units", 4, 1, 9999))
    assert (box[:3], box[-1], len(box) <= MAX_VALUES) == ([1, 2, 3], 9999, True)


def test_tiny_values_are_told_apart():
    recorder = Recorder(explorers.gradient_check())
    (h,) = (control for control in recorder.controls if control.name == "h")
    assert [h.index(value) for value in h.values] == list(range(len(h.values)))
    assert len(set(h.readouts)) == len(h.readouts)


def test_spread_keeps_both_ends():
    assert spread([1, 2, 3], 5) == [1, 2, 3]
    assert spread(list(range(101)), 3) == [0, 50, 100]
    assert spread([1, 2, 3], 0) == []


def test_readouts_are_printed_as_in_a_textbook():
    assert readout(controls.slider("b", 0.0, -4.0, 4.0, 0.1, digits=1), -1.5) == "−1.5"
    assert readout(controls.int_slider("units", 1, 1, 9999), 1500) == "1,500"
    assert readout(controls.log_slider("l2", 0.1, 0.00001, 1.0), 0.00002) == "2×10⁻⁵"


# ---- explorers


@pytest.mark.parametrize("name", DAILY)
def test_every_exported_state_is_the_kernels(name):
    assert different_states(getattr(explorers, name)) == []


@pytest.mark.parametrize("name", explorers.__all__)
def test_every_explorer_can_be_exported(name, monkeypatch):
    """With few values and short trainings; the slow test below has all."""
    shorten_trainings(monkeypatch)
    monkeypatch.setattr(explorer_film, "OPENING_LEVELS", [explorer_film.Level(2, 2, 2)])
    monkeypatch.setattr(explorer_film, "PRESET_LEVELS", [explorer_film.Level(2, 2, 2), explorer_film.Level(0, 0, 0, 0)])
    data, files = explorer_film.export(getattr(explorers, name)())
    if name in STILL:
        assert files == []
        return
    n = sum(1 for _ in frame_file.decode(files, data["size"]))
    frames = [base["frame"] for base in data["bases"]] + [
        f for base in data["bases"] for travel in base["travels"] for f in travel.values()
    ]
    assert {picture for picture, _, _ in frames} == set(range(n))
    assert {status for _, status, _ in frames} == set(range(len(data["statuses"])))
    for _, _, places in frames:
        assert all(place < len(control["values"]) for place, control in zip(places, data["controls"], strict=True))
    for base in data["bases"]:
        assert all(str(place) in map(str, travel) for place, travel in zip(base["frame"][2], base["travels"], strict=True))


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "build" / "frames").is_dir(), reason="takes as long as `make frames`, and is run after it")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_state_of_a_notebook_is_the_kernels(path):
    notebook = pages.read(path)
    for cell in export_frames.explorer_cells(notebook):
        if export_frames.CALL.search(cell.source)[1] not in TIMED | STILL:
            assert different_states(functools.partial(export_frames.open_explorer, notebook, cell)) == [], cell.id
            ipywidgets.Widget.close_all()


def test_an_explorer_with_too_large_pictures_stays_still(monkeypatch, tmp_path):
    monkeypatch.setattr(explorer_film, "LIMIT", 1000)
    notebook = pages.read(ROOT / "notebooks" / "en" / "01_score_functions.ipynb")
    (cell,) = (cell for cell in notebook.cells if cell.id == "collapse-explorer")
    assert export_frames.write(notebook, cell, "01_score_functions", "en", tmp_path) == 0
    assert {file.suffix for file in tmp_path.iterdir()} == {".json", ".png", ""}  # .json says that it was tried
    assert {file.suffix for file in (tmp_path / "phone").iterdir()} == {".json", ".png"}


def test_a_control_that_shows_nothing_is_left_out():
    explorer = explorers.decision_boundary()
    recorder = Recorder(explorer)
    film = explorer_film.Film(recorder)
    film.take([""], explorer_film.Level(2, 2, 2))
    labels = [control["label"] for control in film.description()["controls"]]
    assert explorer.controls["label"].description not in labels  # says which class a click adds
    assert len(labels) == len(explorer.controls) - 1


def test_both_editions_have_the_same_explorers():
    names = {"ko": [], "en": []}
    for path in PATHS:
        names[path.parent.name] += [(path.stem, cell.id) for cell in export_frames.explorer_cells(pages.read(path))]
    assert len(names["ko"]) > 25
    assert names["ko"] == names["en"]


def test_a_cell_without_an_explorer_is_named():
    notebook = pages.read(ROOT / "notebooks" / "en" / "05_sigmoid.ipynb")
    (cell,) = (cell for cell in notebook.cells if cell.id == "chain-explorer")
    cell.source = "explorers = None\n2"
    with pytest.raises(ValueError, match="cell chain-explorer ends with int, expected an explorer"):
        export_frames.open_explorer(notebook, cell)


def test_what_is_there_is_not_rendered_again(tmp_path, monkeypatch):
    path = tmp_path / "en" / "01_score_functions.ipynb"
    path.parent.mkdir()
    notebook = pages.read(ROOT / "notebooks" / "en" / path.name)
    notebook.cells = [cell for cell in notebook.cells if "setup" in cell.metadata.get("tags", []) or cell.id == "collapse-explorer"]
    path.write_text(json.dumps(notebook), "utf-8")
    ((name, size),) = export_frames.export_notebook(path, tmp_path / "frames")
    files = {str(file.relative_to(tmp_path / "frames")): file.read_bytes() for file in (tmp_path / "frames").rglob("*.*")}
    assert name == "01_score_functions.collapse-explorer"
    assert {f"{folder}{name}.{suffix}" for folder in ("", "phone/") for suffix in ("1.bin", "json")} <= files.keys()
    assert sum(len(data) for file, data in files.items() if file.endswith(".bin")) == size
    monkeypatch.setattr(explorer_film, "export", lambda _: pytest.fail("it was rendered again"))
    assert list(export_frames.export_notebook(path, tmp_path / "frames")) == [(name, size)]
    cell = notebook.cells[-1]
    first = export_frames.made_from(notebook, cell, "en")
    assert first != export_frames.made_from(notebook, cell, "ko")
    cell.source += "  # another cell"
    assert first != export_frames.made_from(notebook, cell, "en")


def test_another_font_or_data_set_is_rendered_again(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "nnlab", tmp_path / "nnlab", ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    monkeypatch.setattr(export_frames, "ROOT", tmp_path)
    notebook = pages.read(ROOT / "notebooks" / "en" / "05_sigmoid.ipynb")
    cell = export_frames.explorer_cells(notebook)[0]
    keys = {export_frames.made_from(notebook, cell, "en")}
    for name in ("fonts/NNLabHangul-Regular.otf", "datasets/digits.npz"):
        with (tmp_path / "nnlab" / name).open("ab") as file:
            file.write(b"another")
        keys.add(export_frames.made_from(notebook, cell, "en"))
    assert len(keys) == 3


def open_on_a_phone(name: str):
    explorer = getattr(explorers, name)()
    assert explorer_film.show_for_phones(explorer, 1.25)
    return explorer


def test_pictures_for_phones_are_the_kernels():
    assert different_states(lambda: open_on_a_phone("backward")) == []


def test_phones_have_all_controls_or_the_wide_pictures(monkeypatch):
    explorer, scales = explorers.collapse(), []

    def export(explorer):
        scales.append(explorer.canvas.scale)
        return {"controls": ["one", "two"] if explorer.canvas.scale < 1.25 else ["one"]}, [b"pictures"]

    monkeypatch.setattr(explorer_film, "export", export)
    assert explorer_film.export_for_phones(explorer, 2) == ({"controls": ["one", "two"]}, [b"pictures"])
    assert scales == [1.25, 1.0]
    assert explorer_film.export_for_phones(explorer, 3) == ({}, [])


def test_phones_get_panels_one_above_the_other(tmp_path):
    notebook = pages.read(ROOT / "notebooks" / "ko" / "01_score_functions.ipynb")
    (cell,) = (cell for cell in notebook.cells if cell.id == "collapse-explorer")
    export_frames.write(notebook, cell, "01", "ko", tmp_path)
    sizes = {}
    for folder in (tmp_path, tmp_path / "phone"):
        data = json.loads((folder / "01.collapse-explorer.json").read_text("utf-8"))
        films = [(folder / f"01.collapse-explorer.{number}.bin").read_bytes() for number in range(1, data["files"] + 1)]
        opening = next(iter(frame_file.decode(films, data["size"]))).view(np.uint8).reshape(*data["size"][::-1], 2, 4)
        sizes[folder.name] = data["size"]
        stills = {".dark": opening[..., 1, :]} | ({"": opening[..., 0, :]} if folder != tmp_path else {})
        for theme, expected in stills.items():
            picture = np.asarray(Image.open(folder / f"01.collapse-explorer{theme}.png").convert("RGBA")).astype(float)
            assert np.abs(picture - expected).mean() < 1  # of 256: nothing moves when the explorer takes its place
    assert sizes["phone"][0] == 500  # 400 pixels of the page, sharper
    assert sizes["phone"][1] > sizes["phone"][0]
    assert sizes[tmp_path.name][1] < sizes[tmp_path.name][0]


def test_an_export_is_the_same_twice():
    nnlab.use_language("ko")
    assert explorer_film.export(explorers.collapse()) == explorer_film.export(explorers.collapse())

"""The benchmarks measure what they claim: the same work for everyone, the true power of growth, tables in their sections."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sections import read_section

import nnlab

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch):
    """The benchmarks can be imported."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))


@pytest.fixture
def report(bench):
    import report

    return report


def test_contenders_take_turns(report):
    calls, opened = [], []
    times = report.medians({name: lambda name=name: calls.append(name) for name in ("a", "b")}, rounds=3, block=1e-4, before=opened.append)
    assert opened == ["a", "b"] * 3
    assert set(times) == set(calls) == {"a", "b"}
    assert all(0 < seconds < 1e-3 for seconds in times.values())


def test_interrupted_calls_do_not_count(report):
    import time

    turns = itertools.cycle([0.003, 0.003, 0.05])
    times = report.medians({"sleeps": lambda: time.sleep(next(turns))}, rounds=3, block=0.001)
    assert 0.003 <= times["sleeps"] < 0.03


def test_a_table_is_written_only_when_asked(report, tmp_path, monkeypatch, capsys):
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- x -->\nold\n<!-- /x -->\nafter\n")
    monkeypatch.setattr(sys, "argv", ["part"])
    report.write("x", "new", readme)
    assert "old" in readme.read_text()
    monkeypatch.setattr(sys, "argv", ["part", "--write"])
    report.write("x", "new", readme)
    assert readme.read_text("utf-8") == "before\n<!-- x -->\nnew\n<!-- /x -->\nafter\n"
    assert capsys.readouterr().out == "\nnew\n\n" * 2
    report.write("x", "now", readme, alt="a picture")
    assert "now\n\n![a picture](x.png)\n<!-- /x -->" in readme.read_text("utf-8")


def test_the_committed_tables_come_with_their_pictures():
    measured = [name for name in ("training", "grids", "redraw", "growth") if (BENCHMARKS / f"{name}.png").exists()]
    assert "training" in measured
    for section in ("training", "grids", "redraw", "growth"):
        written = read_section(BENCHMARKS / "README.md", section)
        assert (written.count("\n|") >= 5) == (f"]({section}.png)" in written) == ("cores" in written) == (section in measured), section


def test_an_older_kernel_is_told(report, monkeypatch):
    monkeypatch.setattr(report, "_cpu_facts", lambda: {"model name": "A processor", "flags": "avx2 avx512f"})
    for kernel, is_older in (("Haswell", True), ("SkylakeX", False)):
        info = {"user_api": "blas", "filepath": "numpy.libs/x", "internal_api": "openblas", "version": "0.3", "architecture": kernel}
        monkeypatch.setattr(report.threadpoolctl, "threadpool_info", lambda info=info: [info])
        assert report.blas_kernel() == (f"openblas 0.3, kernel {kernel}", is_older)
        assert ("AVX-512" in report.machine()) is is_older


def test_only_the_load_before_the_measurement_counts(report, monkeypatch):
    monkeypatch.setattr(report.os, "getloadavg", lambda: (100.0, 100.0, 100.0), raising=False)
    monkeypatch.setattr(report, "LOAD", 0.0)
    assert "do not trust" not in report.machine()
    monkeypatch.setattr(report, "LOAD", 100.0)
    assert "(load 100): do not trust" in report.machine()


@pytest.mark.parametrize(("opening", "running", "missed"), [(1.1, 29, 0), (1.2, 29, 1), (1.1, 31, 1), (1.2, 31, 2)])
def test_each_wait_that_is_too_long_is_told(bench, opening, running, missed):
    pytest.importorskip("playwright")
    import waits

    found = {(kind, state): [1.0] * 4 for kind in (waits.BARE, waits.OURS, "present") for state in ("cold", "warm")}
    found[waits.OURS, "warm"] = [1.0, 1.0, 1.0, opening]
    assert waits.tables(found, {"a": 3.0, "b": running}).count("NOT REACHED") == missed


def test_variables_that_slow_numpy_are_cleared(tmp_path):
    script = tmp_path / "part.py"
    source = "import os, sys\nsys.path.insert(0, sys.argv[1])\nimport report\nreport.restart_without_settings()\n"
    script.write_text(source + "print(sorted(name for name in os.environ if name.startswith('OPENBLAS_')), sys.argv[2])\n")
    slowed = os.environ | {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_L2_SIZE": "512", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, str(script), str(BENCHMARKS), "--write"]
    printed = subprocess.run(command, env=slowed, capture_output=True, text=True, check=True).stdout.splitlines()
    assert printed == ["measured without OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE of the environment", "['OPENBLAS_NUM_THREADS'] --write"]


@pytest.mark.slow
def test_the_two_panels_are_drawn_as_an_explorer(bench):
    import two_panels

    scene = two_panels.TwoPanels(40)
    first, second = (scene.figure(w1=w1) for w1 in (1.0, -2.0))
    assert len(first.axes) == len(second.axes) == 2
    data = scene.data
    probabilities = data.probabilities(1.0)
    assert probabilities.shape == (150, 150)
    assert 0 <= probabilities.min() < probabilities.max() <= 1
    assert data.loss(two_panels.WEIGHTS[7]) == data.curve[7]


@pytest.mark.slow
@pytest.mark.parametrize(("fixed", "power"), [(1e-5, 1.0), (3e-4, 2.0), (1e-7, 1.5)])
def test_the_fit_finds_power_and_fixed_cost(bench, fixed, power):
    pytest.importorskip("scipy")
    import growth

    n = np.array([2.0**k for k in range(1, 14)])
    noise = np.exp(0.02 * np.random.default_rng(0).standard_normal(len(n)))
    fitted = growth.fit(n, (fixed + 1e-8 * n**power) * noise)
    assert fitted.power == pytest.approx(power, abs=0.05)
    assert fitted.fixed == pytest.approx(fixed, rel=0.1)
    assert fitted.line(fitted.bend) == pytest.approx(fitted.fixed, rel=1e-6)


@pytest.mark.slow
def test_pytorch_gets_the_same_work_and_cheats_fail(bench):
    pytest.importorskip("torch")
    pytest.importorskip("threadpoolctl")
    import contenders
    import training

    X, y = nnlab.digits()
    task = contenders.Task(nnlab.mlp([64, 16, 10]), X[:640], y[:640], 64, "softmax", rate=0.1)
    found = {"nnlab": contenders.of_nnlab(task), "PyTorch 1": contenders.of_torch(task, 1)}
    training.check_same_work(found, "float64")
    for other in (task._replace(rate=0.11), task._replace(batch_size=32), task._replace(network=nnlab.mlp([64, 16, 10], seed=1))):
        cheat = {"nnlab": contenders.of_nnlab(task), "PyTorch 1": contenders.of_torch(other, 1)}
        with pytest.raises(AssertionError, match="PyTorch 1 trains another network"):
            training.check_same_work(cheat, "float64")

"""A kernel that is interrupted, restarted or killed in the middle: it answers afterwards, and an explorer goes on or says what happened."""

import signal
import time

import pytest

from nnlab.engine import explorer

pytestmark = pytest.mark.slow


class Kernel:
    """A real kernel, spoken to as JupyterLab does."""

    def __init__(self):
        from jupyter_client.manager import start_new_kernel

        self.manager, self.client = start_new_kernel(startup_timeout=60, kernel_name="python3")

    def run(self, code: str, *, interrupt_after: float | None = None, timeout: float = 60) -> str:
        """What the cell printed, or the name of its exception."""
        request = self.client.execute(code)
        if interrupt_after is not None:
            time.sleep(interrupt_after)
            self.manager.interrupt_kernel()
        output = []
        while True:
            message = self.client.get_iopub_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                output.append(content["text"])
            elif kind == "error":
                output.append(content["ename"])
            elif kind == "status" and content["execution_state"] == "idle":
                return "".join(output).strip()

    def move(self, model: str, value) -> None:
        """What the browser sends when a control is moved."""
        content = {"comm_id": model, "data": {"method": "update", "state": {"value": value}, "buffer_paths": []}}
        self.client.shell_channel.send(self.client.session.msg("comm_msg", content))

    def listen(self) -> None:
        """Take in what the kernel output meanwhile, as a browser does: ZeroMQ throws away what more than 1000 messages late is read."""
        while self.client.iopub_channel.msg_ready():
            self.client.get_iopub_msg(timeout=1)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel():
    kernel = Kernel()
    kernel.run('import nnlab\nnnlab.use_language("en")')
    yield kernel
    kernel.close()


TRAINING = """
X, y = nnlab.digits()
network = nnlab.mlp([64, 100, 10])
before = network.layers[0].W.copy()
nnlab.train(network, X, y, learning_rate=0.1, steps=1_000_000)
"""
QUIET = """
import asyncio
async def quiet():
    while shown._computation.running:
        await asyncio.sleep(0.05)
await quiet()
print(shown.status)
"""


def test_an_interrupted_training_leaves_its_network(kernel):
    begun = time.monotonic()
    assert "KeyboardInterrupt" in kernel.run(TRAINING, interrupt_after=1.5)  # IPython may fail to format it, and then says both
    assert time.monotonic() - begun < 5
    assert kernel.run("print((network.layers[0].W == before).all())") == "True"
    assert kernel.run("print(nnlab.train(network, X, y, learning_rate=0.1, steps=50).accuracies[-1] > 0.5)") == "True"


def test_an_interrupted_explorer_goes_on(kernel):
    output = kernel.run('shown = nnlab.explorers.leaky()\nprint(shown.controls["seed"].model_id)', timeout=120)
    for i in range(8):  # wherever it hits: in the handler of a message, or between two slices
        kernel.move(output, 1 + i % 3)
        time.sleep(0.004 + 0.011 * i)
        kernel.manager.interrupt_kernel()
    kernel.move(output, 9)
    status = kernel.run(QUIET, timeout=120)
    assert status == kernel.run("fresh = nnlab.explorers.leaky()\nfresh.set(seed=9)\nshown, other = fresh, shown\n" + QUIET, timeout=120)
    assert kernel.run("print(other.params['seed'], other.canvas.failed, other._progress.children[0].layout.visibility)") == "9 False hidden"


def test_opening_an_explorer_can_be_interrupted(kernel):
    assert "KeyboardInterrupt" in kernel.run("while True: shown = nnlab.explorers.capacity()", interrupt_after=0.8)
    assert kernel.run("shown = nnlab.explorers.activation_curve()\nprint(shown.status[:9])") != ""


def test_a_killed_kernel_runs_the_lecture_again(kernel):
    kernel.run(f"import os, signal, threading; threading.Timer(0.3, lambda: os.kill(os.getpid(), {int(signal.SIGKILL)})).start()")
    kernel.client.execute(TRAINING)
    for _ in range(100):
        if not kernel.manager.is_alive():
            break
        time.sleep(0.1)
    assert not kernel.manager.is_alive()
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.run('import nnlab; nnlab.use_language("en"); print(nnlab.explorers.activation_curve().status[:20])') != ""


def test_a_restarted_kernel_runs_the_lecture_again(kernel):
    kernel.client.execute(TRAINING)
    time.sleep(0.5)
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    assert kernel.run("print('nnlab' in dir())") == "False"
    assert kernel.run('import nnlab; nnlab.use_language("ko"); print(nnlab.predict("practice").question != "")') == "True"


def test_200_events_a_second_leave_no_memory_behind(kernel):
    """The slider of a picture that is quick to draw, moved as no hand can, for ten seconds; the browser's own is in tests/browser."""
    slider = kernel.run('shown = nnlab.explorers.activation_curve()\nprint(shown.controls["z"].model_id)')
    memory = "import psutil; print(psutil.Process().memory_info().rss // 2**20)"

    def burst(seconds):
        until, i = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            kernel.move(slider, round(-6 + 0.05 * (i % 240), 2))
            i += 1
            kernel.listen()
            time.sleep(0.005)
        kernel.move(slider, 1.5)

    burst(2)
    before = int(kernel.run(memory, timeout=120))
    burst(10)
    assert "z = 1.5" in kernel.run(QUIET, timeout=120)
    assert int(kernel.run(memory)) - before < 30


def test_an_interrupt_is_shown_and_passed_on(monkeypatch):
    from nnlab import explorers

    shown = explorers.activation_curve()
    update = shown.scene.update
    frame = shown.canvas.frame

    def interrupted(view, **params):
        raise KeyboardInterrupt

    monkeypatch.setattr(explorer, "raise_errors", False)
    monkeypatch.setattr(shown.scene, "update", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shown.set(z=1.0)
    assert shown.status.startswith("The kernel was interrupted")
    assert shown.canvas.failed
    assert shown.canvas.frame == frame
    monkeypatch.setattr(shown.scene, "update", update)
    shown.set(z=2.0)
    assert not shown.canvas.failed
    assert "z = 2" in shown.status


def test_a_training_broken_in_mid_step_starts_again(monkeypatch):
    from nnlab import explorers

    whole = explorers.train_network()
    shown = explorers.train_network()
    start = shown.scene.start_training

    def interrupted(*key):
        steps, n = start(*key)

        def some():
            for i, step in enumerate(steps):
                if i == 20:
                    raise KeyboardInterrupt
                yield step

        return some(), n

    monkeypatch.setattr(shown.scene, "start_training", interrupted)
    with pytest.raises(KeyboardInterrupt):
        shown.set(learning_rate=0.5)
    assert not shown.scene.is_cacheable(**shown.params)
    monkeypatch.setattr(shown.scene, "start_training", start)
    shown.set(step=shown.params["step"] - 1)
    whole.set(learning_rate=0.5)
    whole.set(step=shown.params["step"])
    assert shown.scene.is_cacheable(**shown.params)
    assert shown.status == whole.status

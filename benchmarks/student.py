"""One student as a server sees them: a kernel, the messages that their browser sends to it, and what the kernel uses."""

import asyncio
import json
import os
import random
import subprocess
import time
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

# How a student is assumed to work, as the page says: every PERIOD seconds they drag a slider, which sends EVENTS messages.
EVENTS, PERIOD = 10, 10.0
SLIDERS = ("FloatSliderModel", "IntSliderModel", "FloatLogSliderModel")
CLOCK_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def memory_mb(pid: int) -> float:
    """MB of the process, with pages that it shares counted in parts (PSS), so that the processes of a machine add up to what it uses."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/{pid}/smaps_rollup has no line Pss")


def cpu_seconds(pid: int) -> float:
    """The processor time that the process has used, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS


def code_cells(notebook: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


class Student:
    """A kernel with a client in place of the browser. `pid`: of the kernel; `frames`: how many pictures it has sent."""

    def __init__(self, seed: int):
        self.random, self.models, self.frames, self._waiting = random.Random(seed), {}, 0, {}

    async def open(self, folder: Path) -> None:
        """Start a kernel as Lab does."""
        self.manager = AsyncKernelManager(kernel_name="python3")
        await self.manager.start_kernel(cwd=str(folder), stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=120)
        self.pid = self.manager.provisioner.pid
        self._listening = asyncio.create_task(self._listen())

    async def run(self, source: str) -> None:
        """Run a cell."""
        await self._until_idle(self.client.execute(source))

    async def start(self, notebook: Path) -> None:
        """Start a kernel, and run the notebook in it."""
        await self.open(notebook.parent)
        for source in code_cells(notebook):
            await self.run(source)
        self.sliders = sorted(key for key, state in self.models.items() if state.get("_model_name") in SLIDERS and not state["disabled"])
        if not self.sliders:
            raise RuntimeError(f"{notebook.name} has no slider to move")

    async def stop(self) -> None:
        """End the kernel, even if it never became ready."""
        if hasattr(self, "_listening"):
            self._listening.cancel()
        if hasattr(self, "client"):
            self.client.stop_channels()
        await self.manager.shutdown_kernel(now=True)

    async def _listen(self) -> None:
        while True:
            message = await self.client.get_iopub_msg()
            kind, content = message["header"]["msg_type"], message["content"]
            waiting = self._waiting.get(message["parent_header"].get("msg_id"))
            if kind in ("comm_open", "comm_msg"):
                state = content["data"].get("state", {})
                self.models.setdefault(content["comm_id"], {}).update(state)
                self.frames += any(path == ["frame"] for path in content["data"].get("buffer_paths", []))
            elif kind == "error" and waiting and not waiting.done():
                waiting.set_exception(RuntimeError(f"{content['ename']}: {content['evalue']}"))
            elif kind == "status" and content["execution_state"] == "idle" and waiting and not waiting.done():
                waiting.set_result(None)

    async def _until_idle(self, message_id: str) -> None:
        self._waiting[message_id] = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(self._waiting[message_id], 120)
        finally:
            del self._waiting[message_id]

    async def drag(self, events: int = EVENTS, until: float = float("inf")) -> list[float]:
        """Drag a random slider to a random place, sending each value once the kernel is idle, as browsers do. Returns seconds of each."""
        comm = self.random.choice(self.sliders)
        state = self.models[comm]
        start, end, times = state["value"], self.random.uniform(state["min"], state["max"]), []
        for i in range(1, events + 1):
            value = start + (end - start) * i / events
            if state["_model_name"] == "IntSliderModel":
                value = round(value)
            if state["_model_name"] == "FloatLogSliderModel":
                value = state["base"] ** self.random.uniform(state["min"], state["max"])
            data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
            message = self.client.session.msg("comm_msg", {"comm_id": comm, "data": data})
            sent_at = time.perf_counter()
            self.client.shell_channel.send(message)
            await self._until_idle(message["header"]["msg_id"])
            times.append(time.perf_counter() - sent_at)
            if time.monotonic() > until:
                break
        return times

    async def drag_now_and_then(self, end: float) -> list[float]:
        """A drag every PERIOD seconds, the first one at a random moment."""
        times = []
        start = time.monotonic() + self.random.uniform(0, PERIOD)
        while start < end:
            await asyncio.sleep(max(0.0, start - time.monotonic()))
            times += await self.drag()
            start += PERIOD
        return times

    async def drag_without_pause(self, end: float) -> list[float]:
        """One drag after the other, as when the lecturer says: now you."""
        times = []
        while time.monotonic() < end:
            times += await self.drag(until=end)
        return times

"""What one student costs a server: memory and processor time of a kernel in which a whole notebook was run and its sliders are moved.

Run as `make students`; `--write` puts the tables into the pages of `deploy`. Needs Linux, whose /proc tells what a process really uses, and
takes four minutes. Kernels are started as JupyterLab starts them and get the messages that the browser sends; no browser runs,
for those run on the students' own machines.
"""

import asyncio
import contextlib
import itertools
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

from nnlab.app import cli, environment

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "en" / "07_relu.ipynb"  # it trains, races and shows much; all are measured, one by one
CLASSES = (1, 5, 10, 20)  # kernels at once
# How a student works, assumed and said in the page: reads, then drags a slider, ten events long, every ten seconds.
EVENTS, PERIOD = 10, 10.0
WATCHED, RUSH = 20.0, 6.0  # seconds of the class at work; seconds in which all drag without a pause
BUSY = 0.7  # a core used up to this share still answers at once
SLIDERS = ("FloatSliderModel", "IntSliderModel", "FloatLogSliderModel")
LIBRARIES = "import numpy.random, threadpoolctl, matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, anywidget, PIL.Image"
OPENING = "from nnlab import explorers\nexplorers.activation_curve()"
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def memory(pid: int) -> float:
    """MB of the process, pages that it shares counted in parts (PSS): only so do the processes of a machine add up to what it uses."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"/proc/{pid}/smaps_rollup has no line Pss")


def processor(pid: int) -> float:
    """Seconds of processor time that the process has used, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def code_cells(notebook: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


class Student:
    """One kernel, and the browser's half of the conversation with it."""

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
        """End the kernel, also one that never got ready."""
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

    async def _until_idle(self, sent: str) -> None:
        self._waiting[sent] = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(self._waiting[sent], 120)
        finally:
            del self._waiting[sent]

    async def drag(self, events: int, until: float = float("inf")) -> list[float]:
        """Drag a slider to a random place; like the browser, send the next value when the kernel is done with the last. Seconds of each."""
        comm = self.random.choice(self.sliders)
        state = self.models[comm]
        begin, end, times = state["value"], self.random.uniform(state["min"], state["max"]), []
        for i in range(1, events + 1):
            place = begin + (end - begin) * i / events
            value = round(place) if state["_model_name"] == "IntSliderModel" else place
            if state["_model_name"] == "FloatLogSliderModel":
                value = state["base"] ** self.random.uniform(state["min"], state["max"])
            data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
            message = self.client.session.msg("comm_msg", {"comm_id": comm, "data": data})
            began = time.perf_counter()
            self.client.shell_channel.send(message)
            await self._until_idle(message["header"]["msg_id"])
            times.append(time.perf_counter() - began)
            if time.monotonic() > until:
                break
        return times

    async def work(self, end: float) -> list[float]:
        """A drag every PERIOD seconds, beginning at a moment of its own."""
        times = []
        begin = time.monotonic() + self.random.uniform(0, PERIOD)
        while begin < end:
            await asyncio.sleep(max(0.0, begin - time.monotonic()))
            times += await self.drag(EVENTS)
            begin += PERIOD
        return times

    async def rush(self, end: float) -> list[float]:
        """One drag after the other, as when the lecturer says: now you."""
        times = []
        while time.monotonic() < end:
            times += await self.drag(EVENTS, until=end)
        return times


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


async def together(students) -> list[float]:
    """Let them all work at once; the times of all."""
    return list(itertools.chain.from_iterable(await asyncio.gather(*students)))


async def measure(students: list[Student], grown: float, notebook_cpu: float) -> dict:
    """The row of the table for these kernels; `grown`: seconds that it took until the newest of them had run the notebook."""
    frames = sum(student.frames for student in students)
    now_and_then = await together(student.work(time.monotonic() + WATCHED) for student in students)
    used = sum(processor(student.pid) for student in students)
    at_once = await together(student.rush(time.monotonic() + RUSH) for student in students)
    used = sum(processor(student.pid) for student in students) - used
    if sum(student.frames for student in students) == frames:
        raise RuntimeError("no slider changed a picture")
    return {
        "kernels": len(students),
        "memory": statistics.mean(memory(student.pid) for student in students),
        "run": notebook_cpu,
        "wait": grown,
        "event": 1000 * used / len(at_once),
        "median": 1000 * statistics.median(now_and_then),
        "p95": 1000 * p95(now_and_then),
        "rush_median": 1000 * statistics.median(at_once),
        "rush_p95": 1000 * p95(at_once),
    }


async def measure_all() -> list[dict]:
    """A row for each size of class, the larger ones made of the smaller ones and newcomers who all begin at the same moment."""
    students, rows = [], []
    try:
        for size in CLASSES:
            new = [Student(seed) for seed in range(len(students), size)]
            began = time.perf_counter()
            students += new
            await asyncio.gather(*(student.start(NOTEBOOK) for student in new))
            grown = time.perf_counter() - began
            rows.append(await measure(students, grown, statistics.mean(processor(student.pid) for student in new)))
            print({key: round(value, 1) for key, value in rows[-1].items()}, flush=True)
    finally:
        await asyncio.gather(*(student.stop() for student in students))
    return rows


@contextlib.contextmanager
def lab_server():
    """The Lab server of one student, its first page asked for once; yields its process id."""
    with tempfile.TemporaryDirectory() as home:
        port = 20000 + os.getpid() % 20000
        variables = os.environ | environment.jupyter_paths("en") | {"HOME": home, "JUPYTER_TOKEN": "students"}
        command = [sys.executable, "-m", "jupyterlab", *cli.lab_arguments(ROOT / "notebooks", "en", port, browser=False)]
        server = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            for _ in range(300):
                with contextlib.suppress(OSError):
                    for page in ("lab", "api/contents", "lab/api/settings/"):
                        urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}?token=students", timeout=20).read()
                    break
                if server.poll() is not None:
                    raise RuntimeError("JupyterLab stopped at once")
                time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()
            server.wait(20)


def summary(rows: list[dict], server: float) -> dict[str, float]:
    """What follows from the rows: how many such students a core and a GB carry."""
    memory_each = rows[-1]["memory"] + server
    event = statistics.median(row["event"] for row in rows)
    return {
        "server": server,
        "student": memory_each,
        "per_gb": 1024 / memory_each,
        "event": event,
        "per_core": BUSY * 1000 / event / (EVENTS / PERIOD),
        "run": statistics.median(row["run"] for row in rows),
    }


WORDS = {
    "en": {
        "class": [
            "kernels at once", "memory of each", "until all have run the notebook",
            "event, now and then: median", "95 %", "all drag: median", "95 %",
        ],
        "busy": " The computer was busy with other work, too (load {load:.0f}): times are longer than on one of your own.",
        "each": ["notebook", "memory of its kernel", "to run it", "slider event, median"],
        "text": (
            "One slider event takes a core {event:.0f} ms, running the whole notebook {run:.1f} s. A student holds {student:.0f} MB: "
            "the kernel, and {server:.0f} MB of JupyterLab’s server. So **a GB carries {per_gb:.1f} students with one open notebook "
            "each, and a core {per_core:.0f}** who each drag a slider for {events} events every {period:.0f} s, at {busy:.0%} load. "
            "In a fresh kernel the first explorer opens after {opening:.2f} s, {ratio:.2f} times what importing its libraries takes. "
            "Measured with {notebook} on {cores} cores ({machine}, Python {python}).{busy_machine}"
        ),
    },
    "ko": {
        "class": [
            "동시에 도는 커널", "커널 하나의 메모리", "모두 노트북을 끝까지 실행하기까지",
            "이따금 움직일 때: 중앙값", "95 %", "모두 끌 때: 중앙값", "95 %",
        ],
        "busy": " 재는 동안 컴퓨터가 다른 일도 하고 있었으므로(부하 {load:.0f}) 시간은 실제보다 깁니다.",
        "each": ["노트북", "커널의 메모리", "전체 실행", "슬라이더 이벤트, 중앙값"],
        "text": (
            "슬라이더 이벤트 하나에 코어 시간 {event:.0f} ms, 노트북 전체를 실행하는 데 {run:.1f} s가 듭니다. "
            "학생 한 명이 차지하는 메모리는 커널과 JupyterLab 서버({server:.0f} MB)를 합해 {student:.0f} MB입니다. "
            "따라서 **노트북을 하나씩 연 학생이 메모리 1 GB에 {per_gb:.1f}명**, {period:.0f}초마다 슬라이더를 한 번 끌어 "
            "이벤트를 {events}개 보내는 학생이 **코어 하나에 {per_core:.0f}명** 들어갑니다(사용률 {busy:.0%} 기준). "
            "갓 시작한 커널에서 첫 탐색기가 열리기까지는 {opening:.2f} s, 탐색기가 쓰는 라이브러리를 불러오는 시간의 {ratio:.2f}배입니다. "
            "{notebook} 노트북으로, 코어 {cores}개짜리 컴퓨터에서 쟀습니다({machine}, Python {python}).{busy_machine}"
        ),
    },
}  # fmt: skip


def head(names: list[str]) -> list[str]:
    return [f"| {' | '.join(names)} |", "|" + "---|" * len(names)]


def page(rows: list[dict], notebooks: list[tuple], server: float, first: tuple[float, float], load: float, language: str) -> str:
    """Both tables as Markdown, and what follows from them as a sentence."""
    words = WORDS[language]
    cells = "| {kernels} | {memory:.0f} MB | {wait:.1f} s | {median:.0f} ms | {p95:.0f} ms | {rush_median:.0f} ms | {rush_p95:.0f} ms |"
    facts = {
        "events": EVENTS, "period": PERIOD, "busy": BUSY, "notebook": f"`{NOTEBOOK.stem}`", "cores": len(os.sched_getaffinity(0)),
        "opening": first[1], "ratio": first[1] / first[0],
        "machine": platform.machine(), "python": platform.python_version(),
        "busy_machine": words["busy"].format(load=load) if load >= 1 else "",
    }  # fmt: skip
    lines = [*head(words["class"]), *(cells.format(**row) for row in rows), ""]
    lines += [words["text"].format(**summary(rows, server), **facts), "", *head(words["each"])]
    return "\n".join([*lines, *(f"| `{name}` | {size:.0f} MB | {run:.1f} s | {event:.0f} ms |" for name, size, run, event in notebooks)])


async def each_notebook() -> list[tuple]:
    """(name, MB, seconds of processor time to run it, median ms of a slider event) of every notebook, one kernel at a time."""
    found = []
    for notebook in sorted(NOTEBOOK.parent.glob("*.ipynb")):
        student = Student(0)
        try:
            await student.start(notebook)
            run = processor(student.pid)
            times = [seconds for _ in range(3) for seconds in await student.drag(EVENTS)]
            found.append((notebook.stem, memory(student.pid), run, 1000 * statistics.median(times)))
            print(*found[-1], flush=True)
        finally:
            await student.stop()
    return found


async def first_explorer() -> tuple[float, float]:
    """Seconds in a fresh kernel, the median of seven: importing what an explorer stands on, and importing all and opening the first one."""
    times = {LIBRARIES: [], OPENING: []}
    for _, source in itertools.product(range(8), times):
        student = Student(0)
        try:
            await student.open(ROOT)
            began = time.perf_counter()
            await student.run(source)
            times[source].append(time.perf_counter() - began)
        finally:
            await student.stop()
    libraries, opening = (statistics.median(taken[1:]) for taken in times.values())  # the very first run writes bytecode
    print(f"first explorer {opening:.3f} s, its libraries {libraries:.3f} s")
    return libraries, opening


def main() -> None:
    """Measure and print; with `--write` also put the tables into the pages."""
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("only Linux says in /proc what a process really uses; run this there, or in a container")
    os.environ.update(environment.jupyter_paths("en"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a student's package is compiled once
    began, load = time.monotonic(), os.getloadavg()[0]
    first = asyncio.run(first_explorer())
    rows = asyncio.run(measure_all())
    notebooks = asyncio.run(each_notebook())
    with lab_server() as pid:
        server = memory(pid)
    print(page(rows, notebooks, server, first, load, "en"))
    print(f"measured in {time.monotonic() - began:.0f} s")
    if "--write" in sys.argv:
        for language, name in (("en", "README.md"), ("ko", "README.ko.md")):
            path, text = ROOT / "deploy" / name, page(rows, notebooks, server, first, load, language)
            before, rest = path.read_text("utf-8").split("<!-- students -->")
            after = rest.split("<!-- /students -->")[1]
            path.write_text(f"{before}<!-- students -->\n{text}\n<!-- /students -->{after}", "utf-8")


if __name__ == "__main__":
    main()

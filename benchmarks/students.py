"""What one student costs a server: memory and processor time of a kernel in which a whole notebook was run and its sliders are moved.

Run as `make students`; `--write` puts the tables into the pages of `deploy`. Needs Linux, whose /proc has these figures, and takes four
minutes. Kernels are started as JupyterLab starts them and get the messages that the browser sends; no browser runs, because those run on
the students' own machines.
"""

import asyncio
import itertools
import os
import statistics
import sys
import time
import urllib.request
from pathlib import Path

from report import machine, p95, restart_without_settings
from sections import markdown_table, write_section
from student import EVENTS, PERIOD, Student, cpu_seconds, memory_mb

from nnlab.app import environment

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import lab

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "notebooks" / "en" / "07_relu.ipynb"  # it trains and shows much; the others are measured one by one
CLASS_SIZES = (1, 5, 10, 20)  # kernels at once
NORMAL_SECONDS, RUSH_SECONDS = 20.0, 6.0  # measured: a class at work; a class in which all drag without a pause
MAX_LOAD = 0.7  # a core used up to this share still reacts at once
LIBRARIES = "import numpy.random, matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets, anywidget, PIL.Image"
FIRST_EXPLORER = "from nnlab import explorers\nexplorers.activation_curve()"


async def together(students) -> list[float]:
    """Let all work at once; returns the times of all events."""
    return list(itertools.chain.from_iterable(await asyncio.gather(*students)))


async def measure(students: list[Student], wait: float, run: float) -> dict:
    """The row of the table for these kernels; `wait`: seconds until all new ones had run the notebook, `run`: processor time of each."""
    frames = sum(student.frames for student in students)
    normal = await together(student.drag_now_and_then(time.monotonic() + NORMAL_SECONDS) for student in students)
    used = sum(cpu_seconds(student.pid) for student in students)
    rush = await together(student.drag_without_pause(time.monotonic() + RUSH_SECONDS) for student in students)
    used = sum(cpu_seconds(student.pid) for student in students) - used
    if sum(student.frames for student in students) == frames:
        raise RuntimeError("no slider changed a picture")
    return {
        "kernels": len(students),
        "memory": statistics.mean(memory_mb(student.pid) for student in students),
        "run": run,
        "wait": wait,
        "event": 1000 * used / len(rush),
        "median": 1000 * statistics.median(normal),
        "p95": 1000 * p95(normal),
        "rush_median": 1000 * statistics.median(rush),
        "rush_p95": 1000 * p95(rush),
    }


async def measure_classes() -> list[dict]:
    """A row for each size of class; newcomers, who all start at once, are added to the class before."""
    students, rows = [], []
    try:
        for size in CLASS_SIZES:
            new = [Student(seed) for seed in range(len(students), size)]
            started = time.perf_counter()
            students += new
            await asyncio.gather(*(student.start(NOTEBOOK) for student in new))
            wait = time.perf_counter() - started
            rows.append(await measure(students, wait, statistics.mean(cpu_seconds(student.pid) for student in new)))
            print({key: round(value, 1) for key, value in rows[-1].items()}, flush=True)
    finally:
        await asyncio.gather(*(student.stop() for student in students))
    return rows


def server_memory() -> float:
    """MB of the Lab server of one student, after its first page was requested."""
    with lab.serve_process(ROOT / "notebooks") as (address, server):
        for page in ("lab", "api/contents", "lab/api/settings/"):
            urllib.request.urlopen(f"{address}/{page}?token={lab.TOKEN}", timeout=20).read()
        return memory_mb(server.pid)


async def measure_notebooks() -> list[tuple]:
    """(name, MB, seconds of processor time to run it, median ms of a slider event) of every notebook, one kernel at a time."""
    found = []
    for notebook in sorted(NOTEBOOK.parent.glob("*.ipynb")):
        student = Student(0)
        try:
            await student.start(notebook)
            run = cpu_seconds(student.pid)
            times = [seconds for _ in range(3) for seconds in await student.drag()]
            found.append((notebook.stem, memory_mb(student.pid), run, 1000 * statistics.median(times)))
            print(*found[-1], flush=True)
        finally:
            await student.stop()
    return found


async def measure_first_explorer() -> tuple[float, float]:
    """Median seconds in a new kernel: to import the libraries that an explorer needs, and to import all and open the first explorer."""
    times = {LIBRARIES: [], FIRST_EXPLORER: []}
    for _, source in itertools.product(range(8), times):
        student = Student(0)
        try:
            await student.open(ROOT)
            started = time.perf_counter()
            await student.run(source)
            times[source].append(time.perf_counter() - started)
        finally:
            await student.stop()
    libraries, explorer = (statistics.median(taken[1:]) for taken in times.values())  # the first run also compiles the modules
    print(f"first explorer {explorer:.3f} s, its libraries {libraries:.3f} s")
    return libraries, explorer


TEXTS = {
    "en": {
        "class": [
            "kernels at once", "memory of each", "until all have run the notebook",
            "occasional event: median", "95th percentile", "all drag: median", "95th percentile",
        ],
        "each": ["notebook", "memory of its kernel", "to run it", "slider event, median"],
        "summary": (
            "One slider event takes {event:.0f} ms on one core, running the whole notebook {run:.1f} s. A student needs {student:.0f} MB: "
            "the kernel, and {server:.0f} MB for JupyterLab’s server. So **a GB carries {per_gb:.1f} students with one open notebook "
            "each, and a core {per_core:.0f}** who each drag a slider for {events} events every {period:.0f} s, at {max_load:.0%} load. "
            "In a fresh kernel the first explorer opens after {opening:.2f} s, {ratio:.2f} times what importing its libraries takes. "
            "The class opens {notebook}. {machine}"
        ),
    },
    "ko": {
        "class": [
            "동시에 실행되는 커널", "커널 하나의 메모리", "모두 노트북을 끝까지 실행하기까지",
            "이따금 움직일 때: 중앙값", "95백분위", "모두 끌 때: 중앙값", "95백분위",
        ],
        "each": ["노트북", "커널의 메모리", "전체 실행", "슬라이더 이벤트, 중앙값"],
        "summary": (
            "슬라이더 이벤트 하나에 코어 시간 {event:.0f} ms, 노트북 전체를 실행하는 데 {run:.1f} s가 듭니다. "
            "학생 한 명이 차지하는 메모리는 커널과 JupyterLab 서버({server:.0f} MB)를 합해 {student:.0f} MB입니다. "
            "따라서 **노트북을 하나씩 연 학생이 메모리 1 GB에 {per_gb:.1f}명**, {period:.0f}초마다 슬라이더를 한 번 끌어 "
            "이벤트를 {events}개 보내는 학생이 **코어 하나에 {per_core:.0f}명** 들어갑니다(사용률 {max_load:.0%} 기준). "
            "갓 시작한 커널에서 첫 탐색기가 열리기까지는 {opening:.2f} s로, "
            "탐색기가 쓰는 라이브러리를 불러오는 시간의 {ratio:.2f}배입니다. "
            "학생들은 {notebook} 노트북을 열었습니다. {machine}"
        ),
    },
}  # fmt: skip


def summary(rows: list[dict], server: float, first: tuple[float, float]) -> dict:
    """What follows from the measurements, by the placeholders of the text."""
    student = rows[-1]["memory"] + server
    event = statistics.median(row["event"] for row in rows)
    return {
        "server": server, "student": student, "per_gb": 1024 / student,
        "event": event, "per_core": MAX_LOAD * 1000 / event / (EVENTS / PERIOD), "run": statistics.median(row["run"] for row in rows),
        "events": EVENTS, "period": PERIOD, "max_load": MAX_LOAD, "notebook": f"`{NOTEBOOK.stem}`",
        "opening": first[1], "ratio": first[1] / first[0],
    }  # fmt: skip


def section(rows: list[dict], notebooks: list[tuple], values: dict, language: str) -> str:
    """Both tables as Markdown, with the summary between them."""
    texts = TEXTS[language]
    cells = "{kernels}|{memory:.0f} MB|{wait:.1f} s|{median:.0f} ms|{p95:.0f} ms|{rush_median:.0f} ms|{rush_p95:.0f} ms"
    classes = markdown_table([texts["class"], *(cells.format(**row).split("|") for row in rows)])
    measured = machine("jupyterlab", "matplotlib", language=language)
    text = texts["summary"].format(**values, machine=measured)
    each = [[f"`{name}`", f"{memory:.0f} MB", f"{run:.1f} s", f"{event:.0f} ms"] for name, memory, run, event in notebooks]
    return f"{classes}\n\n{text}\n\n{markdown_table([texts['each'], *each])}"


def main() -> None:
    """Measure and print; with `--write` also put the tables into the pages."""
    restart_without_settings()
    if not Path("/proc/self/smaps_rollup").exists():
        sys.exit("this needs Linux, whose /proc says what a process uses; run it there, or in a container")
    os.environ.update(environment.jupyter_paths("en"))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a student's package is compiled once
    started = time.monotonic()
    first = asyncio.run(measure_first_explorer())
    rows = asyncio.run(measure_classes())
    notebooks = asyncio.run(measure_notebooks())
    values = summary(rows, server_memory(), first)
    print(section(rows, notebooks, values, "en"))
    print(f"measured in {time.monotonic() - started:.0f} s")
    if "--write" in sys.argv:
        for language, name in (("en", "README.md"), ("ko", "README.ko.md")):
            write_section(ROOT / "deploy" / name, "students", section(rows, notebooks, values, language))


if __name__ == "__main__":
    main()
